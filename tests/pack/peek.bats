# peek.bats - what peek promises: it lists what it reads, and reports in one line, with
# the offset, each thing that the kernel would skip, drop, damage or reject. Archives are
# read by peek as released and under AddressSanitizer, and in the end under valgrind.
# kernel.bats compares it with Linux.
# shellcheck disable=SC2094 # peek only reads

load ../common
load pack

setup_file() {
	build pack peek asan/peek valgrind/peek
	mkdir "$F/read"
}

setup() {
	PEEK=$D/asan/peek
	cd "$T" || exit
}

# judge: both read the archive on stdin. Sets status and said, the names and findings.
judge() {
	local archive=$F/read/$EPOCHREALTIME
	cat >"$archive"
	status=0
	said=$("$PEEK" <"$archive" 2>&1) || status=$?
	same "$said" "$("$D/peek" <"$archive" 2>&1)"
}

# clean [NAME...]: the archive on stdin has these names and no findings
clean() {
	judge
	same "$(printf '%s\n' "$@")" "$said"
	[ "$status" -eq 0 ]
}

# finds FINDING...: it has exactly these findings, and the names $names if that is set
finds() {
	judge
	same "$(printf 'peek: -:%s\n' "$@")" "$(grep ^peek: <<<"$said")"
	same "${names-}" "${names+$(grep -v ^peek: <<<"$said")}"
	[ "$status" -eq 1 ]
}

# drops FINDING...: the same, and the kernel drops each entry
drops() { finds "${@/%/; the kernel drops it}"; }

# stops FINDING MESSAGE: the one finding, and the kernel stops there with MESSAGE
stops() { finds "$1; the kernel stops here: $2"; }

# --- listing ---

@test "-v lists type, permissions, links, owner, size or device, UTC time, target" {
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
	} | TZ=Asia/Tokyo "$PEEK" -v | diff - <(cat <<-'END'
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

@test "names are listed in the archive's order, control bytes and backslashes escaped" {
	{ entry b 40755 && entry b/a 100644 data && entry a 120777 b && trailer; } | clean b b/a a
	{ entry 'a\n\033\\\177b' 120777 '\tz' && trailer; } | "$PEEK" -v |
		grep -q 'a\\012\\033\\\\\\177b -> \\011z$'
	{ entry 'é\r/b' 40755 && trailer; } | drops '0: é\015/b: parent directory does not exist'
}

@test "what pack, gen_init_cpio, GNU cpio and bsdcpio write has no findings" {
	mkdir -p tree/d/e
	echo data >tree/d/file
	ln tree/d/file tree/hard
	ln -s d/file tree/soft
	mkfifo tree/d/pipe
	touch tree/d/e/empty
	names=$'.\nd\nd/e\nd/e/empty\nd/file\nd/pipe\nhard\nsoft'
	cd tree
	"$PACK" . >../pack.cpio
	find . | sed 's/^\.\///' | cpio --quiet -o -H newc >../gnu.cpio
	find . | cpio --quiet -o -H crc >../crc.cpio
	find . | bsdcpio --quiet -o -H newc >../bsd.cpio
	gzip -k ../*.cpio
	for archive in ../*.cpio*; do
		echo "$archive"
		judge <"$archive"
		same "$names" "$(sed 's/^\.\/\(.\)/\1/' <<<"$said" | sort)"
	done
	printf '%s\n' 'dir d 0755 0 0' 'nod n 0600 0 0 b 8 1' 'slink s t 0777 0 0' \
		'file f hard 0755 0 0 g h' 'pipe p 0644 0 0' 'sock q 0644 0 0' |
		"$PACK" --compat - | # which are gen_init_cpio's bytes
		clean d n s f g h p q
}

@test "concatenated archives are one: zero-padded, or in any compression of the kernel" {
	{
		zeros 13 && { entry a 40755 && zeros 2; } | gzip
		{ zeros 4 && entry b 40755 && trailer && zeros 3; } | gzip
	} | pad >odd
	{ cat odd && entry c 40755 && trailer && zeros 512 && entry d 40755 &&
		trailer && zeros 1; } | clean a b c d
	{ entry a 40755 && trailer; } >a
	for method in $methods; do
		compress "$method" <a
		zeros 6
		{ zeros 512 && cat a && zeros 1; } | compress "$method"
		zeros 4
	done | pad | cat - a | clean a a a a a a a a a a a a a a a
	lzop -c --crc32 a | clean a # its other checksum
	{ compress xz <a && compress xz <a && compress lz4 <a && compress lz4 <a; } |
		clean a a a a
}

@test "several ARCHIVES are judged separately, - is standard input, and the default" {
	{ entry a 100644 && trailer; } >a
	{ entry a/b 40755 && trailer; } >b
	run -1 "$PEEK" a b - a <a
	same "$output" $'a\na/b\npeek: b:0: a/b: parent directory does not exist; the kernel drops it\na\na'
	[ "$("$PEEK" <a)" = a ]
}

@test "-m lists where each member starts, its compression, sizes and entries" {
	{ entry a 40755 && entry b 100644 data && trailer; } >a
	compress zstd <a >a.zst
	compress gzip <a >a.gz
	{ cat a && zeros 512 && cat a && pad <a.gz && head -c 60 a.zst; } >all
	gzip=$(stat -c %s a.gz)
	run -1 --separate-stderr "$PEEK" -m all
	same "$(sed 's/^ *//; s/  */ /g' <<<"$output")" "START METHOD BYTES UNPACKED ENTRIES
0 plain 352 352 2
864 plain 352 352 2
1216 gzip $gzip 352 2
$((1216 + (gzip + 3) / 4 * 4)) zstd 60 0 0"
	[[ $stderr =~ ^peek:\ all:[0-9]+\+0:\ zstd:\ truncated$ ]]
}

@test "-C reports what the kernel has no decompressor for" {
	{ entry a 40755 && trailer; } >a
	compress xz <a >a.xz
	compress gzip <a | pad | cat - a.xz >both
	printf '%s\n' CONFIG_RD_GZIP=y CONFIG_DECOMPRESS_GZIP=y '# CONFIG_RD_XZ is not set' >config
	gzip -k config
	finding="compressed with xz; the kernel stops here: compression method xz not configured"
	run -1 "$PEEK" -C config both
	same "$output" "a
peek: both:$(compress gzip <a | pad | wc -c): $finding"
	run -1 "$PEEK" -C config.gz a.xz
	same "$output" "peek: a.xz:0: $finding"
	echo CONFIG_DECOMPRESS_XZ=y >>config
	run -0 "$PEEK" -C config both
	run -2 "$PEEK" -C nothing
	same "$output" 'peek: nothing: No such file or directory'
	for odd in . /dev/null; do
		run -2 "$PEEK" -C "$odd"
		same "$output" "peek: $odd: not a kernel configuration"
	done
}

# --- names ---

@test "a symlink in a name is followed, empty components, '.' and '..' are resolved" {
	{ entry usr 40755 && entry usr/bin 40755 && entry bin 120777 /usr/./bin &&
		entry bin/sh 100755 && entry usr/bin/sh/x 100644 && trailer; } |
		drops '484: usr/bin/sh/x: parent directory does not exist'
	{ entry a 40755 && entry a/b 40755 && entry b 100644 && entry /a//./b/../../a/b/c 100644 &&
		entry a/l 120777 ../a/b && entry a/l/d 100644 && entry a/m 120777 /a/b &&
		entry a/m/e 100644 && entry ../../a/b/../e 100644 && trailer; } |
		clean a a/b b /a//./b/../../a/b/c a/l a/l/d a/m a/m/e ../../a/b/../e
	{ entry a 40755 && entry a/../b/c 40755 && entry a/c 120777 .. && entry a/c/a/../x/c 40755 &&
		trailer; } | drops \
		'112: a/../b/c: parent directory does not exist' \
		'352: a/c/a/../x/c: parent directory does not exist'
}

@test "no finding: what the kernel unpacks as intended" {
	# below the directories that are built into it
	{ entry dev/null 20666 '' rmajor=1 rminor=3 && entry root/x 100644 && trailer; } |
		clean dev/null root/x
	# a later entry replaces an earlier one
	{ entry a 100644 1 && entry a 100644 22 && entry a 40755 && entry a 120777 x &&
		entry a 10644 && entry a 40700 && entry a 40755 && trailer; } |
		clean a a a a a a a
	# hard links with their data first, last or everywhere
	local n=nlink=3
	{ entry a 100644 data $n && entry b 100644 '' $n && entry c 100644 '' $n && trailer
	entry d 100644 '' $n && entry e 100644 '' $n && entry f 100644 data $n && trailer
	entry g 100644 data $n && entry h 100644 data $n && trailer
	entry a 100644 new $n && entry b 100644 new $n && entry c 100644 new $n && trailer
	entry p 10644 '' $n && entry q 10644 '' $n && trailer; } |
		clean a b c d e f g h a b c p q
	# NULs after a name or a target; padding of any bytes
	{ entry a 40755 '' namesize=5 && entry b 120777 a filesize=3 &&
		entry c 100644 cPAD filesize=1 && trailer; } | clean a b c
}

@test "found: names that the kernel drops, and those at the limit that it does not" {
	local n255 n256 deep
	n256=$(printf %0256d 0) n255=${n256#0}
	deep=$(printf 'd%.0s/' {1..2047})d
	{ entry '' 100644 '' namesize=0 && entry a 40755 && trailer; } |
		names=a drops '0: namesize is 0'
	{ entry '' 100644 && entry '' 40755 && trailer; } | drops '0: empty name' '112: empty name'
	{ entry "$(printf %04096d 0)" 100644 data && entry a 40755 && trailer; } |
		names=a drops '0: name longer than 4095 bytes'
	{ entry d 40755 && entry "$deep" 40755 && trailer; } |
		drops "112: $deep: parent directory does not exist"
	{ entry "$n256" 40755 && trailer; } | drops "0: $n256: component longer than 255 bytes"
	{ entry "$n255" 40755 && trailer; } | clean "$n255"
	{ entry a/b 40755 && entry f 100644 && entry f/b 40755 && entry l 120777 l &&
		entry l/b 40755 && trailer; } | drops \
		'0: a/b: parent directory does not exist' \
		'228: f/b: parent directory does not exist' \
		'460: l/b: too many levels of symbolic links'
	{ entry d/ 40755 && entry f/ 100644 && trailer; } | drops '116: f/: name ends in a slash'
	{ entry a 40755 && entry a/b 40755 && entry a 100644 data && entry a/b 100644 &&
		entry a 120777 x && entry . 100644 && trailer; } | drops \
		'228: a: replaces a directory that is not empty' \
		'460: a: replaces a directory that is not empty' \
		'576: .: replaces a directory that is not empty'
}

@test "found: types, data, owners, devices that the kernel drops or damages" {
	{ entry a 644 && entry b 170644 && trailer; } |
		drops '0: a: unknown file type' '112: b: unknown file type'
	{ entry a 40755 data && entry b 10644 data && trailer; } | drops \
		'0: a: has data, but is not a regular file' \
		'116: b: has data, but is not a regular file'
	{ entry a 120777 && entry b 120777 "$(printf %04096d 0)" &&
		entry c 120777 "$(printf %04097d 0)" && entry d 120777 "$(printf %04095d 0)" &&
		trailer; } | finds \
		'0: a: empty target; cannot be followed' \
		'112: b: target longer than 4095 bytes; the kernel drops it' \
		'4320: c: target longer than 4095 bytes; the kernel drops it'
	{ entry a 100644 && entry b 100644 '' uid=ffffffff && entry c 100644 '' gid=ffffffff &&
		entry d 20644 '' rmajor=1000 && entry e 60644 '' rminor=100000 &&
		entry f 100644 '' uid=fffffffe && trailer; } | finds \
		'112: b: owner or group is -1; the kernel sets neither' \
		'224: c: owner or group is -1; the kernel sets neither' \
		'336: d: device number too large; the kernel truncates it' \
		'448: e: device number too large; the kernel truncates it'
	{ entry a 40755 '' uid=-1 gid=0x1 rminor=g mtime=+1 && trailer; } | finds \
		"22: not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header" \
		"30: not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header" \
		"46: not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header" \
		"86: not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header"
}

# --- where the kernel stops, or does not notice ---

@test "found: a file too large for old kernels, no trailer, truncation anywhere" {
	entry a 100644 '' filesize=80000000 | finds \
		'0: a: 2 GiB or larger; Linux 6.1 stops here: write error' \
		'112: a: truncated; the kernel does not notice'
	entry a 40755 | finds '112: no trailer; if truncated, the kernel does not notice'
	finds '0: no trailer; if truncated, the kernel does not notice' </dev/null
	# in a header, a name, data, a target
	entry a 100644 data | first 109 | finds '109: truncated; the kernel does not notice'
	for cut in 111 113; do
		entry a 100644 data | first $cut | finds "$cut: a: truncated; the kernel does not notice"
	done
	entry a 120777 data | first 114 | finds '114: a: truncated; the kernel does not notice'
}

@test "found: a bad magic, an unterminated name, a wrong checksum if the kernel checks it" {
	header 070703 0 0 0 0 0 0 0 0 0 0 0 0 0 | stops '0: bad header magic' 'no cpio magic'
	header 070707 0 0 0 0 0 0 0 0 0 0 0 0 0 |
		stops '0: odc format, not newc' 'incorrect cpio method used: use -H newc option'
	{ entry abc 40755 '' namesize=3 && trailer; } |
		stops '0: abc: name not terminated by NUL' 'malformed archive'
	{ entry a 100644 '\377\1' magic=070702 check=100 &&
		entry b 120777 b magic=070702 check=1 && entry x/y 100644 b magic=070702 &&
		entry c 100644 c magic=070702 check=64 && entry d 40755 && trailer; } |
		names=$'a\nb\nx/y\nc' finds \
		'232: x/y: parent directory does not exist; the kernel drops it' \
		'352: c: checksum mismatch; the kernel stops here: bad data checksum'
}

@test "found: unaligned entries, and junk" {
	local junk='not an entry, zeros or compressed data'
	local message='invalid magic at start of compressed archive'
	{ trailer && zeros 2 && trailer; } | stops '126: not aligned to 4 bytes' 'broken padding'
	{ trailer && zeros 1 && trailer | gzip; } | stops '125: not aligned to 4 bytes' 'broken padding'
	{ zeros 2 && trailer; } | stops "2: $junk" "$message"
	{ trailer && printf junk; } | stops "124: $junk" "$message"
	{ trailer && printf j; } | stops "124: $junk" "$message"
	{ trailer && printf junk; } | gzip |
		stops '0+124: not an entry or zeros' 'junk within compressed archive'
	{ trailer && zeros 2 && trailer; } | gzip |
		stops '0+126: not aligned to 4 bytes' 'broken padding'
	entry a 100644 data | first 114 | gzip |
		stops '0+114: a: truncated' 'junk at the end of compressed archive'
}

# --- compression ---

@test "found: what the kernel cannot decompress" {
	local kernel='the kernel stops here'
	entry a 40755 | xz -c | stops '0+0: xz: checksum other than CRC32' \
		'Input was encoded with settings that are not supported by this XZ decoder'
	entry a 40755 | lz4 -qc | stops "0: lz4's frame format; compress with lz4 -l" \
		'invalid magic at start of compressed archive'
	{ entry a 40755 | compress lz4 && trailer; } |
		stops '0+112: lz4: not a block; only zeros may follow the last' 'Decoding failed'
	entry a 40755 | lzop -cF | finds "0+0: lzo: not one checksum for each block; $kernel"
	entry a 40755 | lzop -cCC | finds "0+0: lzo: not one checksum for each block; $kernel"
	entry a 40755 | zstd -qc --long=28 | finds "0+0: zstd: window larger than 128 MiB; $kernel"
	{ printf '\037\236\b' && zeros 99; } | stops '0+0: gzip: another format' 'Not a gzip file'
	{ printf '\002\041' && zeros 99; } | stops '0+0: lz4: another format' 'invalid header'
	{ printf '\211LZO' && zeros 99; } | stops '0+0: lzo: another format' 'invalid header'
	{ printf '\037\213\10\4\0\0\0\0\0\3' && zeros 20; } |
		stops '0+0: gzip: header with optional fields' 'uncompression error'
}

@test "found in every compression: truncated, and damaged" {
	{ entry a 100644 && entry b 100644 "$(head -c 9000 /dev/urandom | base64)" && trailer; } >a
	for method in $methods; do
		compress "$method" <a >packed
		size=$(stat -c %s packed)
		for cut in 3 12 $((size / 2)) $((size - 1)); do
			echo "$method: $cut of $size bytes"
			judge < <(head -c "$cut" packed)
			[[ $status = 1 && $said =~ peek:\ -:0\+[0-9]+:\ .*$method:\ truncated$ ]]
		done
		# lz4 has no checksum: the start of a block cannot be an X
		at=$([ "$method" = lz4 ] && echo 8 || echo $((size / 2)))
		echo "$method: damaged at $at"
		judge < <(head -c "$at" packed && printf XXXXXXXX && tail -c +$((at + 9)) packed)
		[[ $status = 1 && $said =~ peek:\ -:0\+[0-9]+:\  ]]
	done
}

@test "found: a gzip member that is truncated or corrupt" {
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
}

# --- cost: of peek as released ---

@test "an archive larger than memory is streamed" {
	{ entry a 100644 '' filesize=2c00000 && zeros $((0x2c00000)) && trailer; } >big
	(ulimit -v 16000 && "$D/peek" big && gzip -1 <big | "$D/peek") >listed
	[ "$(cat listed)" = $'a\na' ]
	for method in $methods; do
		echo "$method"
		compress "$method" <big | (ulimit -v 40000 && "$D/peek") >listed
		[ "$(cat listed)" = a ]
	done
}

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
	} | "$PACK" -o bomb -
}

# cheap ARCHIVE: peek needs a bounded number of instructions per byte, plus some
cheap() {
	local count
	run valgrind --tool=callgrind --callgrind-out-file=/dev/null "$D/peek" "$1"
	count=$(sed -n 's/^==.*Collected : //p' <<<"$output")
	echo "$count instructions for $(stat -c %s "$1") bytes"
	[ "$count" -le $((300000000 + 300 * $(stat -c %s "$1"))) ]
}

@test "40 symlinks with 160 kB of targets are followed, as in the kernel, but not for every name" {
	bomb 40 20
	[ "$("$PEEK" bomb | wc -l)" -eq 61 ]
	bomb 41 1
	judge <bomb
	grep -q '^peek: -:[0-9]*: l40/0: too many levels of symbolic links; the kernel drops it$' <<<"$said"
	# more than the size of the archive pays for
	bomb 40 100
	run -1 --separate-stderr "$PEEK" bomb
	[[ $stderr =~ ^peek:\ bomb:[0-9]*:\ l39/[0-9]*:\ too\ many\ symbolic\ links\ to\ follow\;\ peek\ stops\ here$ ]]
	cheap bomb
}

@test "long links to many names, and deep names, cost no more than their bytes" {
	awk 'BEGIN {
		way = sprintf("%49s", ""); gsub(" ", "usr/../", way)
		print "dir usr 0755 0 0\nslink lib " way "usr 0777 0 0"
		for (i = 0; i < 20000; i++)
			print "nod lib/" i " 0644 0 0 c 1 3"
	}' | "$PACK" - | "$PEEK" >listed
	awk 'BEGIN {
		for (i = 0; i < 1000; i++) {
			print "dir " name "d 0755 0 0"
			name = name "d/"
		}
	}' | "$PACK" -o deep -
	"$PEEK" deep >listed
	cheap deep
}

# --- the command line ---

@test "a file that cannot be read, a full output, an unknown option: status 2; --help, --version" {
	{ entry a 40755 && trailer; } >a
	run -2 "$PEEK" .
	same "$output" 'peek: .: Is a directory'
	run -2 "$PEEK" nothing a
	same "$output" $'peek: nothing: No such file or directory\na'
	run -2 bash -c "'$PEEK' a >/dev/full"
	same "$output" 'peek: standard output: No space left on device'
	run -2 "$PEEK" -x
	same "${lines[1]}" "peek: try 'peek --help'"
	run -0 "$PEEK" --help
	same "${lines[0]}" 'usage: peek [-m|-v] [-C CONFIG] [ARCHIVE|-]...'
	run -0 "$PEEK" --version
	same "$output" "peek (tinyinit) $(cat "$ROOT/VERSION")"
}

@test "the transcript in pack/README.md is what peek prints" {
	cd "$ROOT"
	sed -n '/^    \$ printf/,/^$/s/^    //p' pack/README.md >"$T/told"
	diff <(sed 1d "$T/told") <(head -n 1 "$T/told" | sed "s,^\$ ,,; s,build/,$O/,g" | bash 2>&1)
}

# --- all of the above, and more ---

@test "every seed of the fuzzers gets a verdict; all archives do in one process, under valgrind, too" {
	for seed in "$ROOT"/tests/pack/corpus/*/*; do
		echo "$seed"
		judge <"$seed"
		[ "$status" -eq "$(grep -q ^peek: <<<"$said" && echo 1 || echo 0)" ]
	done
	# all archives in one process: a leak between them shows, and valgrind is quick
	for option in -v -m; do
		run -1 "$D/peek" $option "$F"/read/*
		expected=$output
		run -1 "$PEEK" $option "$F"/read/*
		same "$expected" "$output"
		run -1 valgrind -q --error-exitcode=99 "$D/valgrind/peek" $option "$F"/read/*
		same "$expected" "$output"
	done
}
