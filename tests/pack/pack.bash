# pack.bash - what the tests of pack and peek share.
#
# PACK and PEEK are the programs as released; a file that runs them under
# AddressSanitizer says so.
# shellcheck disable=SC2034,SC2059 # for the tests; formats, so

set -o pipefail
T=$BATS_TEST_TMPDIR
F=$BATS_FILE_TMPDIR
D=$(realpath -m "$O")
PACK=$D/pack PEEK=$D/peek

# build PROGRAM...: pack, asan/pack and so on
build() { make --no-print-directory "${@/#/$O/}" >/dev/null; }

build_manifest() {
	${CC:-clang} -std=c11 -O1 -static -D_GNU_SOURCE -o "$F/manifest" tests/pack/manifest.c
}

# manifest DIRECTORY: a tree, as sorted lines
manifest() { "$F/manifest" "$1" | LC_ALL=C sort; }

# list LINE...: makes the list $T/list
list() { printf '%s\n' "$@" >"$T/list"; }

# repeated STRING COUNT
repeated() { printf "%.0s$1" $(seq "$2"); }

# same EXPECTED ACTUAL: two texts are the same
same() { [ "$1" = "$2" ] || diff <(echo "$1") <(echo "$2"); }

# fails MESSAGE COMMAND...: exits with 1 and prints only "pack: MESSAGE"
fails() {
	run -1 "${@:2}"
	same "pack: $1" "$output"
}

# unpacked ARCHIVE COMMAND...: unpacks into $T/unpacked
unpacked() {
	rm -rf "$T/unpacked"
	mkdir -m 777 "$T/unpacked"
	(umask 0 && cd "$T/unpacked" && "${@:2}") <"$1"
}

# make_forest: makes $F/forest, a tree that is worth a second thread
make_forest() {
	mkdir -m 777 "$F/forest"
	for d in "$F/forest/"{10..49}; do
		mkdir "$d"
		head -c 240000 /dev/urandom | split -b "${d: -2}000" -a 3 - "$d/"
		: >"$d/empty"
	done
	head -c 1000000 /dev/urandom >"$F/forest/30/large"
	ln "$F/forest/20/aaa" "$F/forest/40/link"
	ln -s ../20 "$F/forest/40/symlink"
}

# --- archives made by hand ---

# header MAGIC FIELD...: 13 fields in the order of newc.h, in hexadecimal
header() {
	local text
	printf -v text '%s%8s%8s%8s%8s%8s%8s%8s%8s%8s%8s%8s%8s%8s' "$@"
	printf %s "${text// /0}"
}

# entry NAME MODE [DATA [FIELD=HEX]...]: one entry, with inode 1 and link count 1 by
# default. NAME and DATA are formats of printf, without NULs; MODE is octal, with the
# type. FIELD is magic, ino, uid, gid, nlink, mtime, filesize, rmajor, rminor, namesize
# or check. NULs follow the name up to namesize.
entry() {
	local LC_ALL=C name data mode size nuls='\0\0\0\0\0\0\0\0'
	local magic=070701 ino=1 uid=0 gid=0 nlink=1 mtime=0 rmajor=0 rminor=0 check=0
	local namesize filesize
	printf -v name "$1"
	printf -v data "${3-}"
	printf -v mode %x "0$2"
	printf -v namesize %x $((${#name} + 1))
	printf -v filesize %x ${#data}
	[ $# -lt 4 ] || local "${@:4}"
	header "$magic" "$ino" "$mode" "$uid" "$gid" "$nlink" "$mtime" "$filesize" \
		0 0 "$rmajor" "$rminor" "$namesize" "$check"
	size=$((0x$namesize > ${#name} ? 0x$namesize : ${#name} + 1))
	printf "%s${nuls:0:2*(size - ${#name} + (-(110 + size) & 3))}" "$name"
	printf "%s${nuls:0:2*(-${#data} & 3)}" "$data"
}

trailer() { entry 'TRAILER!!!' 0; }
zeros() { head -c "$1" /dev/zero; }

# first N: the first N bytes of stdin, all of which is read
first() { perl -0777 -ne 'print substr $_, 0, '"$1"; }

# pad: stdin, padded with zeros to a multiple of 4
pad() { perl -0777 -pe '$_ .= "\0" x (-length() & 3)'; }

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
