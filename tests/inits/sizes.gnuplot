# sizes.gnuplot - draws one figure of every init as bars, smallest first, log scale.
#
# usage: gnuplot -e "folder = 'build/sizes'; picture = 'bytes'" tests/inits/sizes.gnuplot
#
# Reads folder/sizes.tsv, writes folder/PICTURE.svg; picture is bytes or memory.
# tests/inits/sizes calls it.

if (picture eq 'bytes') {
	column = 3
	heading = 'Bytes of an init that says hello, its PID, and ticks'
	unit = '%.0f'
	left = 100
} else {
	column = 9
	heading = 'Resident memory of the same init while it sleeps, kB'
	unit = '%.0f kB'
	left = 4
}
rows = sprintf("< sed 1d '%s/sizes.tsv' | sort -t '\t' -k %d,%dnr -k 3,3nr | \
	awk -F '\t' -v column=%d '$1 != \"tinyinit\" || $2 == \"default\" { \
	name = $2 == \"default\" ? $1 : $1 \", \" $2; \
	print name \"\t\" $column \"\t\" ($1 == \"tinyinit\" ? 4 : $2 == \"default\" ? 1 : $2 == \"small\" ? 2 : 3) }'", \
	folder, column, column, column)

set datafile separator "\t"
stats rows using 2 nooutput
count = STATS_records

set terminal svg size 900, 90 + 24 * count font 'sans-serif,14' background '#ffffff'
set output sprintf('%s/%s.svg', folder, picture)
set title heading font ',17' textcolor '#1b1f24'
set border 0
set grid xtics linecolor '#d8dde3' linetype 1 linewidth 1
set logscale x
set xrange [left : STATS_max * 6]
set yrange [-0.7 : count - 0.3]
set format x "10^{%L}"
set xtics nomirror textcolor '#57606a'
set xlabel (picture eq 'bytes' ? 'bytes' : 'kB').', logarithmic' textcolor '#57606a'
set ytics scale 0 textcolor '#1b1f24'
set lmargin 18
set key at graph 0.99, graph 0.99 right top samplen 1.5 textcolor '#1b1f24'

set style fill solid 1.0 noborder
array colour[4] = [0x4a6fa5, 0x8fb0d9, 0xb5c99a, 0xd9480f]
plot rows using (left):0:(left):2:($0 - 0.38):($0 + 0.38):(colour[$3]) \
		with boxxyerror linecolor rgb variable notitle, \
	rows using 2:0:(sprintf(unit, $2)):ytic(1) with labels left offset 0.6, 0 \
		textcolor rgb '#1b1f24' notitle, \
	keyentry with boxes linecolor rgb colour[1] title 'as documentation or habit says', \
	keyentry with boxes linecolor rgb colour[2] title 'small: flags for fewer bytes', \
	keyentry with boxes linecolor rgb colour[3] title 'diet: our init.c on that libc', \
	keyentry with boxes linecolor rgb colour[4] title 'tinyinit'
