# peek-kernel.bats - peek agrees with Linux: Debian's kernel boots with a good archive
# followed by an odd one, and an init lists what exists below /tree.

load ../common
load peek

setup_file() {
	build_programs
	build_manifest
	printf '%s\n' 'dir tree 0755 0 0' 'dir tree/before 0755 0 0' \
		"file init $BATS_FILE_TMPDIR/manifest 0755 0 0" |
		"$O/pack" -o "$BATS_FILE_TMPDIR/good.cpio" -
}

# boot: boots the archive on stdin. In $BATS_TEST_TMPDIR, names gets what exists, says
# the kernel's message, findings those of peek.
boot() {
	local dir=$BATS_TEST_TMPDIR
	# pad the good archive, so that offsets do not depend on its size
	{
		cat "$BATS_FILE_TMPDIR/good.cpio" /dev/zero |
			head -c "$(($(stat -c %s "$BATS_FILE_TMPDIR/good.cpio") / 512 * 512 + 512))"
		cat
	} >"$dir/archive"
	INITRAMFS=$dir/archive LOG=$dir/log MARKER='manifest complete' \
		arch/smoke || { cat "$dir/log"; return 1; }
	user_lines "$dir/log" |
		sed -n 's/^entry \([^ ]*\) [^ ]* \([^ ]*\) \([^ ]*\) \([^ ]*\) [^ ]* /\1 \2 \3 \4 /p' |
		LC_ALL=C sort -k 5 >"$dir/names"
	sed -n 's/^.*Initramfs unpacking failed: //p' "$dir/log" >"$dir/says"
	$PEEK "$dir/archive" 2>"$dir/findings" >"$dir/listed" || [ $? -eq 1 ]
	cat "$dir/names" "$dir/says" "$dir/findings"
}

# exists NAME, exists NAME MODE LINKS DEVICE SIZE
exists() { grep -qE "^${2-[^ ]*} ${3-[^ ]*} ${4-[^ ]*} ${5-[^ ]*} $1\$" "$BATS_TEST_TMPDIR/names"; }

# stops MESSAGE: the kernel stops with MESSAGE, peek says so, and nothing after exists
stops() {
	boot
	[ "$(cat "$BATS_TEST_TMPDIR/says")" = "$1" ]
	grep -q "; the kernel stops here: $1\$" "$BATS_TEST_TMPDIR/findings"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/findings")" -eq 1 ]
	exists before
	run ! exists after
}
after() { entry tree/after 40755 && trailer; }

@test "peek reports what the kernel skips, drops and damages" {
	{
		zeros 8
		entry tree/file 100644 data
		entry '' 100644 '' namesize=0
		entry '' 100644 data
		entry tree/dirdata 40755 data
		entry tree/orphan/x 100644 data
		entry tree/orphan/../y 100644 data
		entry tree/file/. 40755
		entry tree/file/x 100644 data
		entry tree/slash/ 100644 data
		entry tree/notype 170644
		entry tree/nomode 644
		entry "tree/$(printf %0256d 0)" 100644
		entry "tree/$(printf %0255d 1)" 100644
		# links
		entry tree/loop 120777 loop
		entry tree/loop/x 100644
		entry tree/lib 120777 usr/lib
		entry tree/lib/early 100644
		entry tree/usr 40755
		entry tree/usr/lib 40755
		entry tree/lib/late 100644
		entry tree/../tree//./dotted 100644
		entry tree/longlink 120777 "$(printf %04096d 0)"
		entry tree/toolong 120777 "$(printf %05000d 0)"
		entry tree/emptylink 120777
		# replaced: a file by a directory, an empty directory by a file
		entry tree/changes 100644
		entry tree/changes 40755
		entry tree/changed 40755
		entry tree/changed 100644 data
		entry tree/usr 100644 data
		entry tree/usr/lib/.. 100644 data
		entry tree/null 20666 '' rmajor=1 rminor=3
		entry tree/numbers 20666 '' rmajor=1001 rminor=300005
		# hard links: the data at the first, the last, the only name; the same
		# inode number with another type, and in the next archive
		entry tree/a1 100644 a nlink=2
		entry tree/a2 100644 '' nlink=2
		entry tree/b1 100644 '' nlink=2 ino=2
		entry tree/b2 100644 bb nlink=2 ino=2
		entry tree/c1 100644 c nlink=2 ino=3
		entry tree/d1 100644 first nlink=2 ino=4
		entry tree/d2 100644 '' nlink=2 ino=4
		entry tree/d3 10644 '' nlink=2 ino=4
		entry tree/gone/1 100644 data nlink=2 ino=5
		trailer
		entry tree/e1 100644 data nlink=2 ino=4
		entry tree/hex 100644 data filesize=4x mtime=zz
		entry tree/last 100644 "$(printf %0100d 0)"
	} >"$BATS_TEST_TMPDIR/odd"
	boot <"$BATS_TEST_TMPDIR/odd"
	[ ! -s "$BATS_TEST_TMPDIR/says" ]
	sed -E 's/^peek: [^ ]*: //; s/0{256}/0.../' "$BATS_TEST_TMPDIR/findings" |
		diff - <(cat <<-END
		namesize is 0; the kernel drops it
		empty name; the kernel drops it
		tree/dirdata: has data, but is not a regular file; the kernel drops it
		tree/orphan/x: parent directory does not exist; the kernel drops it
		tree/orphan/../y: parent directory does not exist; the kernel drops it
		tree/file/.: parent directory does not exist; the kernel drops it
		tree/file/x: parent directory does not exist; the kernel drops it
		tree/slash/: name ends in a slash; the kernel drops it
		tree/notype: unknown file type; the kernel drops it
		tree/nomode: unknown file type; the kernel drops it
		tree/0...: component longer than 255 bytes; the kernel drops it
		tree/loop/x: too many levels of symbolic links; the kernel drops it
		tree/lib/early: parent directory does not exist; the kernel drops it
		tree/longlink: target longer than 4095 bytes; the kernel drops it
		tree/toolong: target longer than 4095 bytes; the kernel drops it
		tree/emptylink: empty target; cannot be followed
		tree/usr: replaces a directory that is not empty; the kernel drops it
		tree/usr/lib/..: replaces a directory that is not empty; the kernel drops it
		tree/numbers: device number too large; the kernel truncates it
		tree/gone/1: parent directory does not exist; the kernel drops it
		not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header
		not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header
		no trailer; if truncated, the kernel does not notice
		END
		)
	sed -E 's/0{254}1/0...1/' "$BATS_TEST_TMPDIR/names" | diff - <(cat <<-END
		040755 0 0,0 0 .
		100644 1 0,0 0 0...1
		100644 2 0,0 1 a1
		100644 2 0,0 1 a2
		100644 2 0,0 2 b1
		100644 2 0,0 2 b2
		040755 0 0,0 0 before
		100644 1 0,0 1 c1
		100644 1 0,0 4 changed
		040755 0 0,0 0 changes
		100644 2 0,0 5 d1
		100644 2 0,0 5 d2
		010644 1 0,0 0 d3
		100644 1 0,0 0 dotted
		100644 1 0,0 4 e1
		120777 1 0,0 0 emptylink
		100644 1 0,0 4 file
		100644 1 0,0 4 hex
		100644 1 0,0 100 last
		120777 1 0,0 7 lib
		120777 1 0,0 4 loop
		020666 1 1,3 0 null
		020666 1 3,5 0 numbers
		040755 0 0,0 0 usr
		040755 0 0,0 0 usr/lib
		100644 1 0,0 0 usr/lib/late
		END
	)
}

@test "peek reports where the kernel stops, with its message" {
	{ entry tree/a 100644 data magic=070702 check=19a && # the right sum
		entry tree/b 100644 data magic=070702 check=19b && after; } |
		stops 'bad data checksum'
	exists a 100644 1 0,0 4
	exists b 100644 1 0,0 4
	{ entry tree/a 40755 && header 070707 0 0 0 0 0 0 0 0 0 0 0 0 0 | pad && after; } |
		stops 'incorrect cpio method used: use -H newc option'
	{ entry tree/a 40755 && header 070703 0 0 0 0 0 0 0 0 0 0 0 0 0 | pad && after; } |
		stops 'no cpio magic'
	exists a
	{ entry tree/a 40755 '' namesize=6 && after; } | stops 'malformed archive'
	{ trailer && zeros 3 && after; } | stops 'broken padding'
	{ trailer && printf 'junk' && after; } |
		stops 'invalid magic at start of compressed archive'
}

@test "the same in gzip" {
	{ { entry tree/a 40755 && printf junk && after; } | gzip && after; } |
		stops 'junk within compressed archive'
	exists a
	{ { entry tree/a 40755 && zeros 3 && after; } | gzip; } | stops 'broken padding'
	{ entry tree/a 100644 data | head -c 120 | gzip && after; } |
		stops 'junk at the end of compressed archive'
	entry tree/a 100644 data | gzip | head -c 40 | boot
	[ "$(cat "$BATS_TEST_TMPDIR/says")" = 'read error' ]
	grep -q ': gzip: truncated$' "$BATS_TEST_TMPDIR/findings"
}

@test "the kernel accepts gzip and plain archives in a row, as peek does" {
	{
		zeros 512
		entry tree/a 100644 data | gzip -c
		{ zeros 4 && entry tree/b 40755 && trailer; } | gzip -c --name
		{ zeros 8 && entry tree/c 40755 && trailer; } | gzip -c | pad
		zeros 1024
	} >"$BATS_TEST_TMPDIR/odd"
	{ cat "$BATS_TEST_TMPDIR/odd" && zeros $((-$(stat -c %s "$BATS_TEST_TMPDIR/odd") & 3)) &&
		entry tree/d 40755 && entry tree/e 100644 && trailer; } | boot
	[ ! -s "$BATS_TEST_TMPDIR/says" ]
	[ ! -s "$BATS_TEST_TMPDIR/findings" ]
	exists '[a-e]' && [ "$(grep -c ' [a-e]$' "$BATS_TEST_TMPDIR/names")" -eq 5 ]
}

@test "the kernel accepts every compression, one member after another, as peek does" {
	for method in $methods; do
		entry "tree/in-$method" 100644 data | compress "$method"
		zeros 6
		{ entry "tree/and-$method" 40755 && trailer; } | compress "$method"
		zeros 6
	done >"$BATS_TEST_TMPDIR/odd"
	boot <"$BATS_TEST_TMPDIR/odd"
	[ ! -s "$BATS_TEST_TMPDIR/says" ]
	[ ! -s "$BATS_TEST_TMPDIR/findings" ]
	for method in $methods; do
		exists "in-$method" 100644 1 0,0 4
		exists "and-$method"
	done
}

@test "peek reports what the kernel cannot decompress, with its message" {
	{ entry tree/a 40755 | xz -c && after; } |
		stops 'Input was encoded with settings that are not supported by this XZ decoder'
	{ entry tree/a 40755 | lz4 -qc && after; } |
		stops 'invalid magic at start of compressed archive'
	{ entry tree/a 40755 | compress lz4 && after; } | stops 'Decoding failed'
	exists a
	{ printf '\037\236\b' && after; } | stops 'Not a gzip file'
	{ printf '\002\041' && after; } | stops 'invalid header'
	{ printf '\211LZO' && after; } | stops 'invalid header'
}
