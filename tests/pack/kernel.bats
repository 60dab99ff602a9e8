# kernel.bats - pack and peek agree with Linux: Debian's kernel boots with what pack
# writes, or with a good archive followed by an odd one, and an init lists what exists
# below /tree. One boot is for all that does not stop the kernel.

load ../common
load pack

setup_file() {
	build pack peek
	build_manifest
	mkdir "$F/trees"
	{ good && trees && commands && row && compressed && oddities; } >"$F/archive"
	boot "$F"
	[ ! -s "$F/says" ]
}

setup() { cd "$F" || exit; }

# boot DIRECTORY: boots its archive. There, names gets what exists, says the kernel's
# message, findings those of peek.
boot() {
	cd "$ROOT" || return
	INITRAMFS=$1/archive LOG=$1/log MARKER='manifest complete' \
		arch/smoke >"$1/verdict" || { cat "$1/log" "$1/verdict" && return 1; }
	user_lines "$1/log" | sed -n 's/^.*entry \([0-9]\{6\} \)/\1/p' | LC_ALL=C sort -k 7 >"$1/names"
	sed -n 's/^.*Initramfs unpacking failed: //p' "$1/log" >"$1/says"
	"$PEEK" "$1/archive" 2>"$1/findings" >"$1/listed" || [ $? -eq 1 ]
}

# good: init, and a directory
good() {
	printf '%s\n' 'dir tree 0755 0 0' 'dir tree/before 0755 0 0' \
		"file init $F/manifest 0755 0 0" | "$PACK" -
}

# below REGEX: what exists in the directories that match
below() { grep -E "^([^ ]* ){6}($1)(/|\$)" names; }

# --- what pack writes ---

trees() {
	local random=$F/trees/random/tree/random name long
	for name in random aligned; do
		mkdir -p "$F/trees/$name/tree"
		tests/pack/random-tree "$F/trees/$name/tree/$name" "$RANDOM" 250
	done
	# a hard-linked pipe; a name and a target of maximum length
	mkfifo "$random/pipe"
	ln "$random/pipe" "$random/pipe2"
	long=$(repeated "$(repeated n 127)/" 31)
	(cd "$random" && mkdir -p "$long" && touch "$long$(repeated f 115)")
	ln -s "$(repeated t 4095)" "$random/long"
	cat >"$F/trees/list" <<-END
		dir /dev 0755 0 0
		nod /dev/console 0600 0 0 c 5 1
		nod /tree/random/block 0640 5 4294967294 b 4095 1048575
		dir "/tree/random/a\nb" 0700 1 1
		file "/tree/random/a\nb/c" $F/manifest 0600 2 3 "/tree/random/a\nb/d"
		dir /tree/random/replaced 0755 0 0
		dir /tree/random/replaced 0700 9 9
	END
	"$PACK" --owner keep "$F/trees/random" "$F/trees/list"
	"$PACK" --owner keep --align 512 "$F/trees/aligned"
}

@test "random trees are unpacked equal by the kernel, aligned data or not" {
	file="$(stat -c %s manifest) $(./manifest . | sed -n 's/.* \([0-9a-f]*\) manifest$/\1/p')"
	{
		./manifest trees/random/tree
		./manifest trees/aligned/tree
		printf 'entry %s\n' '060640 5:4294967294 1 4095,1048575 0 cbf29ce484222325 random/block' \
			'040700 1:1 0 0,0 0 cbf29ce484222325 random/a\012b' \
			"100600 2:3 2 0,0 $file random/a\\012b/c" "100600 2:3 2 0,0 $file random/a\\012b/d" \
			'040700 9:9 0 0,0 0 cbf29ce484222325 random/replaced'
	} | sed 's/^entry //; / \.$/d' | LC_ALL=C sort -k 7 >expected
	[ "$(wc -l <expected)" -gt 300 ]
	below 'random|aligned' | diff expected -
}

# commands: what those in pack.1 write that compress an archive
commands() {
	local n=0 command
	mkdir -p "$F/root/tree/pack.1"
	while read -r command; do
		touch "$F/root/tree/pack.1/$((n += 1))"
		(cd "$F" && eval "${command/#pack /$PACK }" && [ "$(head -c 6 initramfs)" != 070701 ] &&
			pad <initramfs && zeros 4)
		rm "$F/root/tree/pack.1/$n"
	done < <(sed -n '/^\.Sh COMPRESSION$/,/^\.Sh/s/^\$ //p' pack/pack.1)
}

@test "the kernel unpacks what the pipes of pack.1 compress" {
	[ "$(below pack.1 | sed 's/.* //' | xargs)" = "$(echo pack.1 pack.1/{1..7})" ]
}

# --- what peek accepts ---

row() {
	{
		zeros 512
		entry tree/row 40755 | gzip -c
		entry tree/row/a 100644 data | gzip -c
		{ zeros 4 && entry tree/row/b 40755 && trailer; } | gzip -c --name
		{ zeros 8 && entry tree/row/c 40755 && trailer; } | gzip -c | pad
		zeros 1024
	} | pad
	entry tree/row/d 40755
	entry tree/row/e 100644
	trailer
}

compressed() {
	local method
	entry tree/methods 40755 && trailer
	for method in $methods; do
		entry "tree/methods/$method-1" 100644 data | compress "$method"
		zeros 6
		{ entry "tree/methods/$method-2" 100644 data && trailer; } | compress "$method"
		zeros 6
	done | pad
}

@test "the kernel accepts gzip and plain archives in a row, and every compression, as peek does" {
	[ "$(below row | sed 's/.* //' | xargs)" = 'row row/a row/b row/c row/d row/e' ]
	for method in $methods; do
		printf '100644 0:0 1 0,0 4 %s\n' "855b556730a34a05 methods/$method-"{1,2}
	done | LC_ALL=C sort -k 7 | diff - <(below 'methods/.*')
}

# --- what peek finds ---

# odd NAME MODE [DATA [FIELD=HEX]...]: an entry of /tree
odd() { entry "tree/$1" "${@:2}"; }

# gives MODE LINKS DEVICE SIZE NAME...: what the kernel makes of an entry, as NAME
gives() { printf '%s\n' "$*" >>"$F/given"; }

# told TEXT: a finding; dropped NAME FAULT: that of an entry which the kernel drops
told() { printf '%s\n' "$1" >>"$F/told"; }
dropped() { told "tree/$1: $2; the kernel drops it"; }

oddities() {
	local parent='parent directory does not exist' name
	zeros 8
	odd file 100644 data;			gives 100644 1 0,0 4 file
	entry '' 100644 '' namesize=0;		told 'namesize is 0; the kernel drops it'
	entry '' 100644 data;			told 'empty name; the kernel drops it'
	odd dirdata 40755 data;			dropped dirdata 'has data, but is not a regular file'
	odd orphan/x 100644 data;		dropped orphan/x "$parent"
	odd orphan/../y 100644 data;		dropped orphan/../y "$parent"
	odd file/. 40755;			dropped file/. "$parent"
	odd file/x 100644 data;			dropped file/x "$parent"
	odd slash/ 100644 data;			dropped slash/ 'name ends in a slash'
	odd notype 170644;			dropped notype 'unknown file type'
	odd nomode 644;				dropped nomode 'unknown file type'
	printf -v name %0256d 0
	odd "$name" 100644;			dropped "$name" 'component longer than 255 bytes'
	odd "${name#0}" 100644;			gives 100644 1 0,0 0 "${name#0}"
	# links
	odd loop 120777 loop;			gives 120777 1 0,0 4 loop
	odd loop/x 100644;			dropped loop/x 'too many levels of symbolic links'
	odd lib 120777 usr/lib;			gives 120777 1 0,0 7 lib
	odd lib/early 100644;			dropped lib/early "$parent"
	odd usr 40755;				gives 040755 0 0,0 0 usr
	odd usr/lib 40755;			gives 040755 0 0,0 0 usr/lib
	odd lib/late 100644;			gives 100644 1 0,0 0 usr/lib/late
	odd ../tree//./dotted 100644;		gives 100644 1 0,0 0 dotted
	odd longlink 120777 "$(printf %04096d 0)"; dropped longlink 'target longer than 4095 bytes'
	odd toolong 120777 "$(printf %05000d 0)"; dropped toolong 'target longer than 4095 bytes'
	odd emptylink 120777;			gives 120777 1 0,0 0 emptylink
						told 'tree/emptylink: empty target; cannot be followed'
	odd padded 100644 xPAD filesize=1;	gives 100644 1 0,0 1 padded
	# replaced: a file by a directory, an empty directory by a file
	odd changes 100644
	odd changes 40755;			gives 040755 0 0,0 0 changes
	odd changed 40755
	odd changed 100644 data;		gives 100644 1 0,0 4 changed
	for name in usr usr/lib/..; do
		odd $name 100644 data;		dropped $name 'replaces a directory that is not empty'
	done
	odd null 20666 '' rmajor=1 rminor=3;	gives 020666 1 1,3 0 null
	odd numbers 20666 '' rmajor=1001 rminor=300005; gives 020666 1 3,5 0 numbers
						told 'tree/numbers: device number too large; the kernel truncates it'
	# hard links: the data at the first, the last, the only name; the same
	# inode number with another type, and in the next archive
	odd a1 100644 a nlink=2;		gives 100644 2 0,0 1 a1
	odd a2 100644 '' nlink=2;		gives 100644 2 0,0 1 a2
	odd b1 100644 '' nlink=2 ino=2;		gives 100644 2 0,0 2 b1
	odd b2 100644 bb nlink=2 ino=2;		gives 100644 2 0,0 2 b2
	odd c1 100644 c nlink=2 ino=3;		gives 100644 1 0,0 1 c1
	odd d1 100644 first nlink=2 ino=4;	gives 100644 2 0,0 5 d1
	odd d2 100644 '' nlink=2 ino=4;		gives 100644 2 0,0 5 d2
	odd d3 10644 '' nlink=2 ino=4;		gives 010644 1 0,0 0 d3
	odd gone/1 100644 data nlink=2 ino=5;	dropped gone/1 "$parent"
	trailer
	odd e1 100644 data nlink=2 ino=4;	gives 100644 1 0,0 4 e1
	odd hex 100644 data filesize=4x mtime=zz; gives 100644 1 0,0 4 hex
	for _ in filesize mtime; do
		told 'not hexadecimal; Linux 6.12 uses the digits before, 7.2 stops here: damaged header'
	done
	odd last 100644 "$(printf %0100d 0)";	gives 100644 1 0,0 100 last
						told 'no trailer; if truncated, the kernel does not notice'
}

@test "peek reports what the kernel skips, drops and damages" {
	diff told <(sed 's/^peek: [^ ]*: //' findings)
	LC_ALL=C sort -k 5 given | diff - <(
		grep -vE ' (\.|(random|aligned|pack\.1|row|methods|before)(/.*)?)$' names |
			sed -E 's/^(.{6}) [^ ]*( .*) [0-9a-f]{16} /\1\2 /'
	)
}

# stops MESSAGE [NAMES [FINDING]]: the kernel stops in the archive on stdin with MESSAGE,
# peek says so, and of its names only NAMES exist
stops() {
	{ good && cat; } >"$T/archive"
	boot "$T"
	same "$1" "$(cat "$T/says")"
	grep -q "${3-; the kernel stops here: $1}\$" "$T/findings"
	[ "$(wc -l <"$T/findings")" -eq 1 ]
	same ". ${2:+$2 }before" "$(sed 's/.* //' "$T/names" | xargs)"
}
after() { entry tree/after 40755 && trailer; }

@test "peek reports where the kernel stops, with its message" {
	{ entry tree/a 100644 data magic=070702 check=19a && # the right sum
		entry tree/b 100644 data magic=070702 check=19b && after; } |
		stops 'bad data checksum' 'a b'
	[ "$(grep -c '^100644 0:0 1 0,0 4 ' "$T/names")" -eq 2 ]
	{ entry tree/a 40755 && header 070707 0 0 0 0 0 0 0 0 0 0 0 0 0 | pad && after; } |
		stops 'incorrect cpio method used: use -H newc option' a
	{ entry tree/a 40755 && header 070703 0 0 0 0 0 0 0 0 0 0 0 0 0 | pad && after; } |
		stops 'no cpio magic' a
	{ entry tree/a 40755 '' namesize=6 && after; } | stops 'malformed archive'
	{ trailer && zeros 3 && after; } | stops 'broken padding'
	{ trailer && printf 'junk' && after; } |
		stops 'invalid magic at start of compressed archive'
}

@test "the same in gzip" {
	{ { entry tree/a 40755 && printf junk && after; } | gzip && after; } |
		stops 'junk within compressed archive' a
	{ { entry tree/a 40755 && zeros 3 && after; } | gzip; } | stops 'broken padding' a
	{ entry tree/a 100644 data | first 120 | gzip && after; } |
		stops 'junk at the end of compressed archive' a
	entry tree/a 100644 data | gzip | first 40 | stops 'read error' '' ': gzip: truncated'
}

@test "peek reports what the kernel cannot decompress, with its message" {
	{ entry tree/a 40755 | xz -c && after; } |
		stops 'Input was encoded with settings that are not supported by this XZ decoder'
	{ entry tree/a 40755 | lz4 -qc && after; } |
		stops 'invalid magic at start of compressed archive'
	{ entry tree/a 40755 | compress lz4 && after; } | stops 'Decoding failed' a
	{ printf '\037\236\b' && after; } | stops 'Not a gzip file'
	{ printf '\002\041' && after; } | stops 'invalid header'
	{ printf '\211LZO' && after; } | stops 'invalid header'
}
