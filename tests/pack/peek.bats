# peek.bats - what peek promises: it lists what it reads, and reports in one line, with
# the offset, each thing that the kernel would skip, drop, damage or reject.
# peek-kernel.bats compares it with Linux.
#
# shellcheck disable=SC2086,SC2094 # PEEK is several words; peek only reads

load ../common
load peek

setup_file() {
	build_programs
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	# PEEK and PACK are relative to the checkout
	[ "$O" != "${O#/}" ] || { mkdir -p "$(dirname "$O")" && ln -s "$ROOT/$O" "$O"; }
}

# finds FINDING...: the findings in the archive on stdin are exactly these
finds() {
	local status=0
	$PEEK >listed 2>found || status=$?
	cat found
	printf 'peek: -:%s\n' "$@" | diff - found
	[ "$status" -eq 1 ]
}

# clean [NAME...]: the archive on stdin has no findings and these names
clean() {
	$PEEK >listed 2>found || { cat found && return 1; }
	[ ! -s found ]
	printf '%s\n' "$@" | diff - listed
}

# --- listing ---

@test "names are listed in the archive's order" {
	{ entry b 40755 && entry b/a 100644 data && entry a 120777 b && trailer; } |
		clean b b/a a
}

@test "-v lists type, permissions, links, owner, size or device, time, target" {
	{
		entry d 41755
		entry f 104751 data nlink=3 uid=3e8 gid=ffff mtime=f0000000
		entry s 102700 '' ino=7
		entry l 120777 to/there
		entry c 20600 '' rmajor=fff rminor=fffff
		entry b 60660 '' rmajor=8
		entry p 10644
		entry t 141007
		trailer
	} | $PEEK -v | diff - <(cat <<-'END'
		drwxr-xr-t  1    0    0          0 1970-01-01 00:00:00 d
		-rwsr-x--x  3 1000 65535          4 2097-08-05 09:04:00 f
		-rwx--S---  1    0    0          0 1970-01-01 00:00:00 s
		lrwxrwxrwx  1    0    0          8 1970-01-01 00:00:00 l -> to/there
		crw-------  1    0    0 4095, 1048575 1970-01-01 00:00:00 c
		brw-rw----  1    0    0       8, 0 1970-01-01 00:00:00 b
		prw-r--r--  1    0    0          0 1970-01-01 00:00:00 p
		s------rwt  1    0    0          0 1970-01-01 00:00:00 t
		END
	)
}

@test "the time zone does not matter" {
	{ entry a 40755 && trailer; } | TZ=Asia/Tokyo $PEEK -v | grep -q ' 1970-01-01 00:00:00 a'
}

@test "control bytes in names, targets and findings are escaped" {
	{ entry 'a\n\033\\\177b' 120777 '\tz' && trailer; } | $PEEK -v |
		grep -q 'a\\012\\033\\\\\\177b -> \\011z$'
	{ entry 'é\r/b' 40755 && trailer; } |
		finds '0: é\015/b: parent directory does not exist; the kernel drops it'
}

@test "archives of pack, GNU cpio, bsdcpio and gen_init_cpio have no findings" {
	mkdir -p tree/d/e
	echo data >tree/d/file
	ln tree/d/file tree/hard
	ln -s d/file tree/soft
	mkfifo tree/d/pipe
	touch tree/d/e/empty
	local all='. d d/e d/e/empty d/file d/pipe hard soft'
	$PACK -o pack.cpio tree
	(cd tree && find . | sed 's/^\.\///' | cpio --quiet -o -H newc >../gnu.cpio)
	(cd tree && find . | cpio --quiet -o -H crc >../crc.cpio)
	(cd tree && find . | bsdcpio --quiet -o -H newc >../bsd.cpio)
	source=$(CACHE=$(cd "$ROOT" && realpath "$CACHE") "$ROOT/arch/fetch" source)
	${CC:-clang} -w -o oracle "$source/usr/gen_init_cpio.c"
	printf '%s\n' 'dir d 0755 0 0' 'nod n 0600 0 0 b 8 1' 'slink s t 0777 0 0' \
		'file f tree/hard 0755 0 0 g h' 'pipe p 0644 0 0' 'sock q 0644 0 0' >list
	./oracle -t 0 list >oracle.cpio
	for archive in pack gnu crc bsd; do
		$PEEK $archive.cpio | sed 's/^\.\/\(.\)/\1/' | sort | tr '\n' ' ' >listed
		[ "$(cat listed)" = "$all " ]
		gzip -k $archive.cpio
	done
	[ "$($PEEK oracle.cpio | tr '\n' ' ')" = 'd n s f g h p q ' ]
	$PEEK ./*.cpio.gz >listed
}

@test "concatenated archives, zero-padded or in gzip, are one" {
	{
		zeros 13 && { entry a 40755 && zeros 2; } | gzip
		{ zeros 4 && entry b 40755 && trailer && zeros 3; } | gzip
	} >odd
	zeros $((4 - $(stat -c %s odd) % 4)) >>odd
	{ cat odd && entry c 40755 && trailer && zeros 512 && entry d 40755 &&
		trailer && zeros 1; } | clean a b c d
}

@test "every compression of the kernel is read, and what follows a member" {
	{ entry a 40755 && trailer; } >a
	for method in $methods; do
		compress "$method" <a
		zeros 6
		{ zeros 512 && cat a && zeros 1; } | compress "$method"
		zeros 4
	done >all
	zeros $((-$(stat -c %s all) & 3)) >>all
	cat all a | clean a a a a a a a a a a a a a a a
}

@test "-m lists where each member starts, its compression, sizes and entries" {
	{ entry a 40755 && entry b 100644 data && trailer; } >a
	compress zstd <a >a.zst
	compress gzip <a | pad >a.gz
	zstd=$(stat -c %s a.zst) gzip=$(compress gzip <a | wc -c)
	{ cat a && zeros 512 && cat a a.gz a.zst; } >all
	{
		echo START METHOD BYTES UNPACKED ENTRIES
		echo "0 plain $((4 * 88)) $((4 * 88)) 2"
		echo "$((4 * 88 + 512)) plain $((4 * 88)) $((4 * 88)) 2"
		echo "$((8 * 88 + 512)) gzip $gzip $((4 * 88)) 2"
		echo "$((8 * 88 + 512 + $(stat -c %s a.gz))) zstd $zstd $((4 * 88)) 2"
	} | diff - <($PEEK -m all | sed 's/^ *//; s/  */ /g')
}

@test "-m lists a member that is broken, too" {
	{ entry a 40755 && trailer; } >a
	{ cat a && compress gzip <a | head -c 30; } >broken
	run -1 --separate-stderr $PEEK -m broken
	grep -qx 'peek: broken:236+[0-9]*: gzip: truncated' <<<"$stderr"
	grep -qx ' *236 gzip  *30  *[0-9]*  *0' <<<"$output"
}

@test "-C reports what the kernel has no decompressor for" {
	{ entry a 40755 && trailer; } >a
	compress xz <a >a.xz
	compress gzip <a | pad | cat - a.xz >both
	printf '%s\n' CONFIG_RD_GZIP=y CONFIG_DECOMPRESS_GZIP=y '# CONFIG_RD_XZ is not set' >config
	finding="compressed with xz; the kernel stops here: compression method xz not configured"
	run -1 --separate-stderr $PEEK -C config both
	[ "$output" = a ]
	[ "$stderr" = "peek: both:$(compress gzip <a | pad | wc -c): $finding" ]
	gzip <config >config.gz
	run -1 --separate-stderr $PEEK -C config.gz a.xz
	[ "$stderr" = "peek: a.xz:0: $finding" ]
	echo CONFIG_DECOMPRESS_XZ=y >>config
	run -0 $PEEK -C config both
}

@test "-C FILE must be a kernel configuration" {
	run -2 $PEEK -C nothing
	[ "$output" = 'peek: nothing: No such file or directory' ]
	for odd in . /dev/null; do
		run -2 $PEEK -C "$odd"
		[ "$output" = "peek: $odd: not a kernel configuration" ]
	done
}

@test "several ARCHIVES are judged separately; one finding is enough for status 1" {
	{ entry a 100644 && trailer; } >a
	{ entry a/b 40755 && trailer; } >b
	run -1 $PEEK a b a
	[ "$output" = "$(printf '%s\n' a a/b \
		'peek: b:0: a/b: parent directory does not exist; the kernel drops it' a)" ]
}

@test "- is standard input, and the default" {
	{ entry a 40755 && trailer; } >a
	[ "$($PEEK - <a)" = a ]
	[ "$($PEEK <a)" = a ]
	[ "$($PEEK a - <a)" = $'a\na' ]
}

@test "an archive larger than memory is streamed" {
	[ "$PEEK" = "$O/peek" ] ||
		skip 'valgrind and ASan need more'
	{ entry a 100644 '' filesize=4000000 && zeros $((0x4000000)) && trailer; } >big
	(ulimit -v 16000 && $PEEK big && gzip -1 <big | $PEEK) >listed
	[ "$(cat listed)" = $'a\na' ]
	for method in $methods; do
		compress "$method" <big | (ulimit -v 40000 && $PEEK) >listed
		[ "$(cat listed)" = a ]
	done
}

@test "the directories and the console built into the kernel are known" {
	{ entry dev/null 20666 '' rmajor=1 rminor=3 && entry root/x 100644 && trailer; } |
		clean dev/null root/x
}

@test "a symlink in a name is followed" {
	{ entry usr 40755 && entry usr/bin 40755 && entry bin 120777 /usr/./bin &&
		entry bin/sh 100755 && entry usr/bin/sh/x 100644 && trailer; } |
		finds '484: usr/bin/sh/x: parent directory does not exist; the kernel drops it'
}

@test "empty components, '.' and '..' are resolved" {
	{ entry a 40755 && entry a/b 40755 && entry b 100644 && entry /a//./b/../../a/b/c 100644 &&
		entry a/l 120777 ../a/b && entry a/l/d 100644 && entry a/m 120777 /a/b &&
		entry a/m/e 100644 && entry ../../a/b/../e 100644 && trailer; } |
		clean a a/b b /a//./b/../../a/b/c a/l a/l/d a/m a/m/e ../../a/b/../e
	{ entry a 40755 && entry a/../b/c 40755 && entry a/c 120777 .. && entry a/c/a/../x/c 40755 &&
		trailer; } | finds \
		'112: a/../b/c: parent directory does not exist; the kernel drops it' \
		'352: a/c/a/../x/c: parent directory does not exist; the kernel drops it'
}

@test "no finding: a later entry replaces an earlier one" {
	{ entry a 100644 1 && entry a 100644 22 && entry a 40755 && entry a 120777 x &&
		entry a 10644 && entry a 40700 && entry a 40755 && trailer; } |
		clean a a a a a a a
}

@test "no finding: hard links with their data first, last or everywhere" {
	local n=nlink=3
	{ entry a 100644 data $n && entry b 100644 '' $n && entry c 100644 '' $n && trailer
	entry d 100644 '' $n && entry e 100644 '' $n && entry f 100644 data $n && trailer
	entry g 100644 data $n && entry h 100644 data $n && trailer
	entry a 100644 new $n && entry b 100644 new $n && entry c 100644 new $n && trailer
	entry p 10644 '' $n && entry q 10644 '' $n && trailer; } |
		clean a b c d e f g h a b c p q
}

@test "no finding: a name padded with NULs" {
	{ entry 'a\0\0\0' 40755 '' namesize=5 && entry b 120777 'a\0\0' && trailer; } | clean a b
}

# --- findings ---

@test "found: no trailer, and an empty file" {
	entry a 40755 | finds '112: no trailer; if truncated, the kernel does not notice'
	finds '0: no trailer; if truncated, the kernel does not notice' </dev/null
}

@test "found: a bad magic, and the odc format" {
	header 070703 0 0 0 0 0 0 0 0 0 0 0 0 0 |
		finds '0: bad header magic; the kernel stops here: no cpio magic'
	header 070707 0 0 0 0 0 0 0 0 0 0 0 0 0 |
		finds '0: odc format, not newc; the kernel stops here: incorrect cpio method used: use -H newc option'
}

@test "found: a number that is not hexadecimal" {
	{ entry a 40755 '' uid=-1 gid=0x1 rminor=g mtime=+1 && trailer; } | finds \
		'22: not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header' \
		'30: not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header' \
		'46: not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header' \
		'86: not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header'
}

@test "found: a namesize of 0 or too large, a name without NUL" {
	{ entry '' 100644 '' namesize=0 && entry a 40755 && trailer; } >archive
	finds '0: namesize is 0; the kernel drops it' <archive
	[ "$(cat listed)" = a ]
	{ entry d 40755 && entry "$(printf 'd%.0s/' {1..2047})d" 40755 && trailer; } |
		finds "112: $(printf 'd%.0s/' {1..2047})d: parent directory does not exist; the kernel drops it"
	{ entry "$(printf %04096d 0)" 100644 data && entry a 40755 && trailer; } |
		finds '0: name longer than 4095 bytes; the kernel drops it'
	[ "$(cat listed)" = a ]
	{ entry abc 40755 '' namesize=3 && trailer; } |
		finds '0: abc: name not terminated by NUL; the kernel stops here: malformed archive'
}

@test "found: an empty name" {
	{ entry '' 100644 && entry '' 40755 && trailer; } | finds \
		'0: empty name; the kernel drops it' \
		'112: empty name; the kernel drops it'
}

@test "found: a component longer than 255 bytes" {
	local name
	name=$(printf %0256d 0)
	{ entry "$name" 40755 && trailer; } |
		finds "0: $name: component longer than 255 bytes; the kernel drops it"
	{ entry "${name#0}" 40755 && trailer; } | clean "${name#0}"
}

@test "found: a target that is empty or too long" {
	{ entry a 120777 && entry b 120777 "$(printf %04096d 0)" &&
		entry c 120777 "$(printf %04097d 0)" && entry d 120777 "$(printf %04095d 0)" &&
		trailer; } | finds \
		'0: a: empty target; cannot be followed' \
		'112: b: target longer than 4095 bytes; the kernel drops it' \
		'4320: c: target longer than 4095 bytes; the kernel drops it'
}

@test "found: a missing parent, a file as parent, a loop of symlinks" {
	{ entry a/b 40755 && entry f 100644 && entry f/b 40755 && entry l 120777 l &&
		entry l/b 40755 && trailer; } | finds \
		'0: a/b: parent directory does not exist; the kernel drops it' \
		'228: f/b: parent directory does not exist; the kernel drops it' \
		'460: l/b: too many levels of symbolic links; the kernel drops it'
}

@test "found: a slash after a name that is not a directory" {
	{ entry d/ 40755 && entry f/ 100644 && trailer; } |
		finds '116: f/: name ends in a slash; the kernel drops it'
}

@test "found: an unknown type" {
	{ entry a 644 && entry b 170644 && trailer; } | finds \
		'0: a: unknown file type; the kernel drops it' \
		'112: b: unknown file type; the kernel drops it'
}

@test "found: data of something other than a file" {
	{ entry a 40755 data && entry b 10644 data && trailer; } | finds \
		'0: a: has data, but is not a regular file; the kernel drops it' \
		'116: b: has data, but is not a regular file; the kernel drops it'
}

@test "found: owners and devices out of range" {
	{ entry a 100644 && entry b 100644 '' uid=ffffffff && entry c 100644 '' gid=ffffffff &&
		entry d 20644 '' rmajor=1000 && entry e 60644 '' rminor=100000 &&
		entry f 100644 '' uid=fffffffe && trailer; } | finds \
		'112: b: owner or group is -1; the kernel sets neither' \
		'224: c: owner or group is -1; the kernel sets neither' \
		'336: d: device number too large; the kernel truncates it' \
		'448: e: device number too large; the kernel truncates it'
}

@test "found: a file of 2 GiB, too large for old kernels" {
	entry a 100644 '' filesize=80000000 | finds \
		'0: a: 2 GiB or larger; Linux 6.1 stops here: write error' \
		'112: a: truncated; the kernel does not notice'
}

@test "found: an entry that would replace a directory in use" {
	{ entry a 40755 && entry a/b 40755 && entry a 100644 data && entry a/b 100644 &&
		entry a 120777 x && entry . 100644 && trailer; } | finds \
		'228: a: replaces a directory that is not empty; the kernel drops it' \
		'460: a: replaces a directory that is not empty; the kernel drops it' \
		'576: .: replaces a directory that is not empty; the kernel drops it'
}

@test "found: a wrong checksum, if the kernel checks it" {
	{ entry a 100644 '\377\1' magic=070702 check=100 &&
		entry b 120777 b magic=070702 check=1 && entry x/y 100644 b magic=070702 &&
		entry c 100644 c magic=070702 check=64 && entry d 40755 && trailer; } | finds \
		'232: x/y: parent directory does not exist; the kernel drops it' \
		'352: c: checksum mismatch; the kernel stops here: bad data checksum'
	[ "$(cat listed)" = $'a\nb\nx/y\nc' ]
}

@test "found: truncated in a header, name, data, target" {
	entry a 100644 data >archive
	for cut in 109:109 111:111 113:113; do
		head -c ${cut%:*} archive |
			finds "${cut#*:}: $([ ${cut%:*} -lt 111 ] || echo 'a: ')truncated; the kernel does not notice"
	done
	entry a 120777 data | head -c 114 |
		finds '114: a: truncated; the kernel does not notice'
}

@test "found: unaligned data after an entry, and junk" {
	{ trailer && zeros 2 && trailer; } |
		finds '126: not aligned to 4 bytes; the kernel stops here: broken padding'
	{ zeros 2 && trailer; } |
		finds '2: not an entry, zeros or compressed data; the kernel stops here: invalid magic at start of compressed archive'
	{ trailer && printf junk; } |
		finds '124: not an entry, zeros or compressed data; the kernel stops here: invalid magic at start of compressed archive'
	{ trailer && printf j; } |
		finds '124: not an entry, zeros or compressed data; the kernel stops here: invalid magic at start of compressed archive'
	{ trailer && zeros 1 && trailer | gzip; } |
		finds '125: not aligned to 4 bytes; the kernel stops here: broken padding'
}

@test "found: what the kernel cannot decompress" {
	local stops='the kernel stops here'
	entry a 40755 | xz -c | finds \
		"0+0: xz: checksum other than CRC32; $stops: Input was encoded with settings that are not supported by this XZ decoder"
	entry a 40755 | lz4 -qc | finds \
		"0: lz4's frame format; compress with lz4 -l; $stops: invalid magic at start of compressed archive"
	{ entry a 40755 | compress lz4 && trailer; } | finds \
		"0+112: lz4: not a block; only zeros may follow the last; $stops: Decoding failed"
	entry a 40755 | lzop -cF | finds "0+0: lzo: not one checksum for each block; $stops"
	entry a 40755 | lzop -cCC | finds "0+0: lzo: not one checksum for each block; $stops"
	entry a 40755 | zstd -qc --long=28 | finds "0+0: zstd: window larger than 128 MiB; $stops"
	{ printf '\037\236\b' && zeros 99; } | finds "0+0: gzip: another format; $stops: Not a gzip file"
	{ printf '\002\041' && zeros 99; } | finds "0+0: lz4: another format; $stops: invalid header"
	{ printf '\211LZO' && zeros 99; } | finds "0+0: lzo: another format; $stops: invalid header"
}

@test "no finding: lzop's other checksum, several streams" {
	{ entry a 40755 && trailer; } >a
	lzop -c --crc32 a | clean a
	{ compress xz <a && compress xz <a && compress lz4 <a && compress lz4 <a; } |
		clean a a a a
}

@test "found in every compression: truncated, and damaged" {
	{ entry a 100644 && entry b 100644 "$(head -c 9000 /dev/urandom | base64)" && trailer; } >a
	for method in $methods; do
		compress "$method" <a >packed
		size=$(stat -c %s packed)
		for cut in 3 12 $((size / 2)) $((size - 1)); do
			head -c "$cut" packed >short
			run -1 $PEEK short
			grep -qE "^peek: short:0\+[0-9]+: .*$method: truncated\$" <<<"$output"
		done
		# lz4 has no checksum: the start of a block cannot be an X
		at=$([ "$method" = lz4 ] && echo 8 || echo $((size / 2)))
		{ head -c "$at" packed && printf XXXXXXXX && tail -c +$((at + 9)) packed; } >damaged
		run -1 $PEEK damaged
		grep -q '^peek: damaged:0+[0-9]*: ' <<<"$output"
	done
}

@test "found: a gzip member that is truncated, corrupt or followed by junk" {
	{ entry a 40755 && trailer; } | gzip -n >a.gz
	size=$(stat -c %s a.gz)
	head -c 9 a.gz | finds '0+0: gzip: truncated'
	head -c 10 a.gz | finds '0+0: gzip: truncated'
	head -c $((size - 9)) a.gz | finds '0+236: gzip: truncated'
	head -c $((size - 1)) a.gz | finds '0+236: gzip: truncated'
	{ head -c $((size - 1)) a.gz && printf '\1'; } | finds '0+236: gzip: incorrect length check'
	{ head -c $((size - 5)) a.gz && printf '\1' && tail -c 4 a.gz; } |
		finds '0+236: gzip: incorrect data check'
	{ zeros 1 && head -c 10 a.gz && printf '\377'; } | finds '1+0: gzip: invalid block type'
	{ trailer && printf junk; } | gzip |
		finds '0+124: not an entry or zeros; the kernel stops here: junk within compressed archive'
	{ trailer && zeros 2 && trailer; } | gzip |
		finds '0+126: not aligned to 4 bytes; the kernel stops here: broken padding'
	entry a 100644 data | head -c 114 | gzip |
		finds '0+114: a: truncated; the kernel stops here: junk at the end of compressed archive'
}

@test "found: a gzip header that the kernel cannot read" {
	{ printf '\037\213\10\4\0\0\0\0\0\3' && zeros 20; } |
		finds '0+0: gzip: header with optional fields; the kernel stops here: uncompression error'
}

@test "peek comes to a verdict on every seed of the fuzzer" {
	local seed status
	for seed in "$ROOT"/tests/pack/corpus/peek/*; do
		status=0
		$PEEK -v "$seed" >listed 2>found || status=$?
		[ "$status" -eq "$([ -s found ] && echo 1 || echo 0)" ]
	done
}

# --- cost ---

# bomb LINKS NAMES: NAMES files reached through a chain of LINKS symlinks, each with a
# target of 4079 bytes
bomb() {
	{
		printf '%s\n' 'dir a 0755 0 0' 'slink l0 . 0777 0 0'
		awk -v links="$1" -v names="$2" 'BEGIN {
			way = sprintf("%815s", ""); gsub(" ", "a/../", way)
			for (i = 1; i < links; i++)
				print "slink l" i " " way "l" i - 1 " 0777 0 0"
			for (n = 0; n < names; n++)
				print "nod l" links - 1 "/" n " 0644 0 0 c 1 3"
		}'
	} | "$O/pack" -o bomb -
}

# works ARCHIVE: peek needs a bounded number of instructions per byte, plus some
works() {
	local count
	[ "$PEEK" = "$O/peek" ] || skip 'valgrind and ASan add instructions'
	count=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$O/peek" "$1" \
		2>&1 >/dev/null | sed -n 's/^==.*Collected : //p')
	echo "$count instructions for $(stat -c %s "$1") bytes"
	[ "$count" -le $((300000000 + 300 * $(stat -c %s "$1"))) ]
}

@test "40 symlinks with 160 kB of targets are followed, as in the kernel" {
	bomb 40 20
	$PEEK bomb >listed
	[ "$(wc -l <listed)" -eq 61 ]
	bomb 41 1
	run -1 $PEEK bomb
	grep -q '^peek: bomb:[0-9]*: l40/0: too many levels of symbolic links; the kernel drops it$' <<<"$output"
}

@test "found: more symlinks than the size of the archive pays for" {
	bomb 40 100
	$PEEK bomb 2>found >listed || [ $? -eq 1 ]
	grep -qx 'peek: bomb:[0-9]*: l39/[0-9]*: too many symbolic links to follow; peek stops here' found
	[ "$(wc -l <found)" -eq 1 ]
	works bomb
}

@test "no finding: many names behind a long symlink" {
	awk 'BEGIN {
		way = sprintf("%49s", ""); gsub(" ", "usr/../", way)
		print "dir usr 0755 0 0\nslink lib " way "usr 0777 0 0"
		for (i = 0; i < 20000; i++)
			print "nod lib/" i " 0644 0 0 c 1 3"
	}' | "$O/pack" -o many -
	$PEEK many >listed
}

@test "deep names cost no more than their bytes" {
	awk 'BEGIN {
		for (i = 0; i < 1000; i++) {
			print "dir " name "d 0755 0 0"
			name = name "d/"
		}
	}' | "$O/pack" -o deep -
	$PEEK deep >listed
	works deep
}

# --- errors ---

@test "a file that cannot be read, a full output, an unknown option: status 2" {
	run -2 $PEEK nothing
	[ "$output" = 'peek: nothing: No such file or directory' ]
	run -2 $PEEK .
	[ "$output" = 'peek: .: Is a directory' ]
	{ entry a 40755 && trailer; } >a
	run -2 bash -c "$PEEK a >/dev/full"
	[ "$output" = 'peek: standard output: No space left on device' ]
	run -2 $PEEK -x
	[ "${lines[1]}" = "peek: try 'peek --help'" ]
	run -2 $PEEK nothing a
	[ "${lines[1]}" = a ]
}

@test "--help and --version" {
	run -0 $PEEK --help
	[ "${lines[0]}" = 'usage: peek [-m|-v] [-C CONFIG] [ARCHIVE|-]...' ]
	run -0 $PEEK --version
	grep -qx 'peek (tinyinit) [0-9.]*' <<<"$output"
}

@test "the transcript in pack/README.md is what peek prints" {
	cd "$ROOT"
	sed -n '/^    \$ printf/,/^$/s/^    //p' pack/README.md >"$BATS_TEST_TMPDIR/told"
	head -n 1 "$BATS_TEST_TMPDIR/told" | sed "s,^\$ ,,; s,build/,$O/,g" | bash 2>&1 |
		diff <(sed 1d "$BATS_TEST_TMPDIR/told") -
}
