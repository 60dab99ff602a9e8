# peek.bash - handmade archives for the tests of peek. Every function writes to stdout;
# names and data are formats of printf: \0 is a NUL.
#
# shellcheck disable=SC2034,SC2059 # methods is for the tests; formats, so

# header MAGIC FIELD...: 13 fields in the order of newc.h, in hexadecimal
header() { printf '%s%8s%8s%8s%8s%8s%8s%8s%8s%8s%8s%8s%8s%8s' "$@" | tr ' ' 0; }

# entry NAME MODE [DATA [FIELD=HEX]...]: one entry, with inode 1 and link count 1 by
# default. MODE is octal, with the type. FIELD is magic, ino, uid, gid, nlink, mtime,
# filesize, rmajor, rminor, namesize or check.
entry() {
	local name=$1 mode=$2 data=${3-} word
	local magic=070701 ino=1 uid=0 gid=0 nlink=1 mtime=0 rmajor=0 rminor=0 check=0
	local namesize filesize
	filesize=$(printf '%x' "$(printf "$data" | wc -c)")
	namesize=$(printf '%x' $(($(printf "$name" | wc -c) + 1)))
	shift $(($# < 3 ? $# : 3))
	for word; do
		local "$word"
	done
	mode=$(printf '%x' "0$mode")
	{
		header "$magic" "$ino" "$mode" "$uid" "$gid" "$nlink" "$mtime" \
			"$filesize" 0 0 "$rmajor" "$rminor" "$namesize" "$check"
		printf "$name\0"
	} | pad
	printf "$data" | pad
}

# pad: stdin, padded with zeros to a multiple of 4
pad() {
	local size
	cat >"$BATS_TEST_TMPDIR/unpadded"
	size=$(stat -c %s "$BATS_TEST_TMPDIR/unpadded")
	head -c $(((4 - size % 4) % 4)) /dev/zero | cat "$BATS_TEST_TMPDIR/unpadded" -
}

# compress METHOD: stdin to stdout, as the kernel can unpack it
compress() {
	case $1 in
	gzip) gzip -nc ;;
	bzip2) bzip2 -c ;;
	lzma) xz -c --format=lzma ;;
	xz) xz -c --check=crc32 ;;
	lzo) lzop -c ;;
	lz4) lz4 -lc ;;
	zstd) zstd -qc ;;
	esac
}
methods='gzip bzip2 lzma xz lzo lz4 zstd'

trailer() { entry 'TRAILER!!!' 0; }
zeros() { head -c "$1" /dev/zero; }
