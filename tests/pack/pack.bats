# pack.bats - what pack promises, under AddressSanitizer; as released it must write the
# same bytes and reject the same. See faults.bats for errors while it works.

load ../common
load pack

setup_file() {
	build pack asan/pack valgrind/pack peek
	build_manifest
	# of Linux 6.12: that of 6.1 keeps the times of files
	${CC:-clang} -w -O2 -o "$F/oracle" "$(arch/fetch source)/usr/gen_init_cpio.c"
	make_forest
}

setup() { PACK=$D/asan/pack; }

teardown() {
	! mountpoint -q "$T/mounted" || umount "$T/mounted"
}

# rejects MESSAGE LINE...: pack rejects the last line of the list, and writes nothing
rejects() {
	local message=$1
	shift
	list "$@"
	fails "$T/list:$#: $message" "$PACK" -o "$T/out" "$T/list"
	[ ! -e "$T/out" ]
	fails "$T/list:$#: $message" "$D/pack" "$T/list"
}

# accepts LINE...: pack accepts the list
accepts() {
	list "$@"
	"$PACK" "$T/list" | cmp - <("$D/pack" "$T/list")
}

# holds NAME...: the archive on stdin has these names
holds() { same "$(printf '%s\n' "$@")" "$(cpio -it --quiet)"; }

# misuse MESSAGE ARGUMENT...: exits with 2 and a hint
misuse() {
	local message=$1
	shift
	run -2 "$PACK" "$@"
	same "$message"$'\n'"pack: try 'pack --help'" "$output"
}

# --- lists -----------------------------------------------------------------------

@test "--compat writes the bytes of the kernel's gen_init_cpio" {
	export HERE=$T
	printf 'some data' >"$T/file"
	: >"$T/empty"
	head -c 300001 /dev/urandom >"$T/large"
	# shellcheck disable=SC2016 # pack's variables
	list '# comment' '' 'dir /dev 0755 0 0' 'nod /dev/console 0600 0 5 c 5 1' \
		$'nod\t/dev/sda  0660 0 6 b 4095 1048575' 'dir usr 1777 1 4294967294' \
		"file /f1 $T/file 0644 0 0" 'file f2 ${HERE}/file 0600 1 2 f3 /usr/f4' \
		'file /large ${HERE}/${NOT_SET}large 4755 7 7' "file empty $T/empty 0 0 0 empty2" \
		'slink /usr/link ../f1 0777 0 0' 'slink l f 0 3 4' 'pipe /p 0600 0 0' \
		'sock /usr/s 0666 0 0' 'dir /dev 0700 0 0' 'file f1 ${HERE}/large 0 0 0' \
		'dir "odd" 0755 0 0'
	for size in {1..255}; do
		echo "dir $(repeated n "$size") 0755 0 0"
	done >>"$T/list"
	for time in 0 1700000000 4294967295; do
		SOURCE_DATE_EPOCH=$time "$PACK" --compat -o "$T/out" "$T/list"
		"$F/oracle" -t $time "$T/list" | cmp - "$T/out"
	done
}

@test "--compat does so for random lists" {
	export PLACE=$T/files
	mkdir "$PLACE"
	for size in 0 1 2 3 4 100 4095 70001 262144 400000; do
		head -c $size /dev/urandom >"$PLACE/$size"
	done
	tests/pack/random-list "$T" 100 "$PLACE"/*
	for list in "$T"/list*; do
		"$F/oracle" -t 0 "$list" >"$T/expected"
		"$D/pack" --compat "$list" | cmp "$T/expected" -
		[[ $list != *0 ]] || "$PACK" --compat "$list" | cmp "$T/expected" -
	done
}

@test "blanks, comments, a missing last newline, quotes, escapes and variables in lists" {
	printf '# comment\n\n \t\n\t dir\t/d  0751 1 2 \r\ndir a"b 0 0 0\nnod n 0600 0 0 b 4095 1048575' |
		SOURCE_DATE_EPOCH=42 "$PACK" - | "$PEEK" -v | diff - <(cat <<-'END'
		drwxr-x--x  1    1    2          0 1970-01-01 00:00:42 d
		d---------  1    0    0          0 1970-01-01 00:00:42 a"b
		brw-------  1    0    0 4095, 1048575 1970-01-01 00:00:42 n
		END
	)
	# a quoted word may contain any byte
	list 'dir "a b" 0 0 0' 'file "a b/\x01\377\n\"\\\101\x4a\7" "/dev/../etc/passwd" 0 0 0 "c d"' \
		'slink "s\tl" "to here" 0777 0 0'
	"$PACK" -o "$T/out" "$T/list"
	unpacked "$T/out" cpio -idm --quiet
	cmp /etc/passwd "$T/unpacked/a b/"$'\x01\xff\n"\\AJ\a'
	[ "$T/unpacked/c d" -ef "$T/unpacked/a b/"$'\x01\xff\n"\\AJ\a' ]
	[ "$(readlink "$T/unpacked/s"$'\t'l)" = 'to here' ]
	rm "$T/out"
	# variables in a location are replaced, once
	# shellcheck disable=SC2016 # pack's variables
	A=/dev B='${A}' rejects '/dev/null${A}$: No such file or directory' 'file f ${A}/null${B}$ 0 0 0'
}

@test "sources are merged in order, a later entry replaces an earlier one" {
	mkdir -p "$T/tree/dev"
	echo first >"$T/tree/f"
	echo second >"$T/second"
	list 'nod /dev/null 0666 0 0 c 1 3' "file /f $T/second 0600 0 0"
	echo 'dir /new 0755 0 0' | "$PACK" -o "$T/out" "$T/tree" "$T/list" -
	holds . dev f dev/null new <"$T/out"
	cpio -itv --quiet <"$T/out" | grep -q '^crw-rw-rw-   1 root     root       1,   3 .* dev/null$'
	unpacked "$T/out" cpio -id --quiet f
	[ "$(cat "$T/unpacked/f")" = second ]
	# standard input is read once
	echo 'dir /d 0755 0 0' | "$PACK" - - | holds d
}

# --- what the kernel would drop ------------------------------------------------

@test "a name, component or target that is too long is rejected, one at the limit is not" {
	long=$(repeated 'ccccccc/' 511)
	for i in $(seq 511); do
		echo "dir ${long:0:$((i * 8 - 1))} 0755 0 0"
	done >"$T/parents"
	echo "dir ${long}1234567 0755 0 0" | "$PACK" -o "$T/out" "$T/parents" -
	rm "$T/out"
	fails "-:1: ${long}12345678: name longer than 4095 bytes" \
		"$PACK" -o "$T/out" "$T/parents" - <<<"dir ${long}12345678 0755 0 0"
	accepts "dir /$(repeated n 255) 0755 0 0"
	rejects "$(repeated n 256): component longer than 255 bytes" "dir /$(repeated n 256) 0755 0 0"
	accepts "slink l $(repeated t 4095) 0777 0 0"
	rejects 'l: symlink target longer than 4095 bytes' "slink l $(repeated t 4096) 0777 0 0"
}

@test "lists that are not in the language, or whose entries the kernel would drop, are rejected" {
	local up_to='is not a number up to' lines message
	# LINES|NUMBER OF THE WRONG ONE: MESSAGE, where LIST and "up to" stand for more
	while IFS='|' read -r lines message; do
		# shellcheck disable=SC2059 # a format, so
		printf "$lines" >"$T/list"
		message=${message/LIST/$T/list}
		fails "$T/list:${message/\' up to/\' $up_to}" "$PACK" -o "$T/out" "$T/list"
	done <<-'END'
		fil /x /etc/passwd 0644 0 0|1: unknown type 'fil', expected file, dir, nod, slink, pipe or sock
		dir|1: missing name
		\nslink a|2: missing target
		dir a|1: missing mode
		dir a 0755 0|1: missing group id
		dir a 0755 0 0 0|1: unexpected argument '0'
		nod a 0 0 0|1: missing device type
		nod a 0 0 0 p 1 1|1: device type 'p' is not b or c
		nod a 0 0 0 c 4096 0|1: major number '4096' up to 4095
		nod a 0 0 0 c 1 1048576|1: minor number '1048576' up to 1048575
		dir a 8 0 0|1: mode '8' is not an octal number up to 7777
		dir a 10000 0 0|1: mode '10000' is not an octal number up to 7777
		dir a 0 4294967295 0|1: user id '4294967295' up to 4294967294
		dir a 0 0x1 0|1: user id '0x1' up to 4294967294
		dir a 0 0 -1|1: group id '-1' up to 4294967294
		dir a 0 0 99999999999999999999|1: group id '99999999999999999999' up to 4294967294
		dir a\0b 0 0 0\n|1: NUL byte
		dir "a 0 0 0|1: missing closing '"'
		dir "a"b 0 0 0|1: missing blank after closing '"'
		dir "\\x" 0 0 0|1: invalid escape sequence
		dir "\\0" 0 0 0|1: invalid escape sequence
		dir "\\400" 0 0 0|1: invalid escape sequence
		dir "a\\|1: invalid escape sequence
		pipe / 0 0 0|1: .: the root must be a directory
		dir d 0 0 0\npipe /d 0 0 0|2: d: LIST:1 has this name with another type
		pipe /TRAILER!!! 0 0 0|1: TRAILER!!!: this name would end the archive
		dir /a/b 0 0 0\ndir /a 0 0 0|1: a/b: parent directory is not an earlier entry
		pipe p 0 0 0\ndir p/b 0 0 0|2: p/b: parent directory is not an earlier entry
		slink l "" 0777 0 0|1: l: empty symlink target
		dir a//b 0 0 0|1: a//b: component is empty, '.' or '..'
		dir a/../b 0 0 0|1: a/../b: component is empty, '.' or '..'
		dir "" 0 0 0\ndir ./b 0 0 0|2: ./b: component is empty, '.' or '..'
	END
	[ ! -e "$T/out" ]
	mkdir "$T/tree"
	touch "$T/tree/TRAILER!!!"
	fails "$T/tree: TRAILER!!!: this name would end the archive" "$PACK" -o "$T/out" "$T/tree"
	[ ! -e "$T/out" ]
	accepts 'dir d 0 0 0' 'pipe /d/TRAILER!!! 0 0 0'
	# a symlink may be the parent
	accepts 'dir /usr 0 0 0' 'slink /bin usr 0777 0 0' 'dir /bin/x 0 0 0'
}

@test "a location that is no file below 4 GiB is rejected" {
	rejects "$T/none: No such file or directory" "file f $T/none 0644 0 0"
	rejects "$T: not a regular file" "file f $T 0644 0 0"
	# shellcheck disable=SC2016 # pack's variable
	rejects 'variable NOT_SET is not set' 'file f ${NOT_SET} 0644 0 0'
	for size in 4G 64G; do
		truncate -s $size "$T/huge"
		rejects "$T/huge: file is 4 GiB or larger" "file f $T/huge 0644 0 0"
	done
}

@test "a line may be 1 MiB long, and no longer" {
	# padded with blanks
	line() { printf 'dir a 0755 0 0%*s\n' $(($1 - 14)) ''; }
	{ line 1048576; echo 'dir a/b 0755 0 0'; } | "$PACK" - | holds a a/b
	{ echo 'dir a 0755 0 0'; line 1048577; } >"$T/list"
	fails "$T/list:2: line longer than 1048576 bytes" "$PACK" "$T/list"
	# without a newline at the end
	printf 'dir a 0755 0 0' | "$PACK" - | holds a
}

@test "sources that cannot be read, and a tree that holds the output, are rejected" {
	mkdir "$T/tree"
	echo old >"$T/tree/out"
	fails "$T/tree: out: this is the output; write it elsewhere" \
		"$PACK" -o "$T/tree/out" "$T/tree"
	[ "$(cat "$T/tree/out")" = old ]
	fails "$T/none: No such file or directory" "$PACK" -o "$T/out" "$T/none"
	fails "SOURCE_DATE_EPOCH: '1x' is not a number of seconds up to 4294967295" \
		env SOURCE_DATE_EPOCH=1x "$PACK" -o "$T/out" "$T"
	[ ! -e "$T/out" ]
}

# --- the command line ------------------------------------------------------------

@test "--at puts a directory at a path, below directories that it adds if need be" {
	shown() { "$PACK" "$@" | "$PEEK" -v | awk '{ print $1, $NF }'; }
	mkdir -p "$T/root/usr" "$T/firmware/d"
	chmod 700 "$T/root/usr" "$T/firmware"
	touch "$T/firmware/d/file"
	same 'drwxr-xr-x usr
drwxr-xr-x usr/lib
drwx------ usr/lib/firmware
drwxr-xr-x usr/lib/firmware/d
-rw-r--r-- usr/lib/firmware/d/file' "$(shown --at usr/lib/firmware "$T/firmware")"
	# for one directory; slashes at its ends do not matter
	same 'drwx------ .
drwx------ usr
drwx------ usr/lib
drwxr-xr-x usr/lib/d
-rw-r--r-- usr/lib/d/file
drwxr-xr-x d
-rw-r--r-- d/file' "$(shown "$T/root" --at //usr/lib// "$T/firmware" -- "$T/firmware")"
	"$PACK" --at / "$T/firmware" | cmp - <("$PACK" "$T/firmware")
	touch "$T/list"
	fails "$T/list: --at: Not a directory" "$PACK" --at a "$T/list"
	fails '-: --at: Not a directory' "$PACK" --at a - <"$T/list"
	fails "$T/none: --at: No such file or directory" "$PACK" --at a "$T/none"
	fails "$T/root: a/..: component is empty, '.' or '..'" "$PACK" --at a/../b "$T/root"
	for at in "$(repeated n 256): component longer than 255" "$(repeated n/ 2048)n: name longer than 4095"; do
		fails "$T/root: $at bytes" "$PACK" --at "${at%:*}" "$T/root"
	done
}

@test "--exclude leaves out names anywhere, or paths, with all below them" {
	mkdir -p "$T/tree/keep/doc/deep" "$T/tree/doc" "$T/tree/a/b"
	touch "$T/tree/keep/doc/deep/file" "$T/tree/doc/file" "$T/tree/a/b/x.o" "$T/tree/x.o" "$T/tree/a/x"
	"$PACK" --exclude '*.o' --exclude 'keep/*/deep' --exclude doc/file "$T/tree" |
		holds . a a/b a/x doc keep keep/doc
	# from the directory, not from its place
	"$PACK" --at doc --exclude 'doc/*' "$T/tree" | "$PEEK" | grep -x 'doc/keep/doc/deep/file'
	# nothing matches; lists are not affected
	"$PACK" --exclude none "$T/tree" | cmp - <("$PACK" "$T/tree")
	list "file x.o $T/tree/a/x 0644 0 0"
	"$PACK" --exclude x.o "$T/list" | holds x.o
}

@test "a wrong command line exits with 2; --help and --version print to the standard output" {
	misuse 'pack: no list or directory given' -o "$T/out"
	misuse "pack: --mtime and --owner accept only 'keep'" --mtime=now "$T"
	misuse "pack: --mtime and --owner accept only 'keep'" --owner 0 "$T"
	for align in '' 0 4 12 8192 64k -8; do
		misuse 'pack: --align accepts a power of two from 8 to 4096' "--align=$align" "$T"
	done
	misuse 'pack: --align and --compat exclude each other' --align 8 --compat "$T"
	misuse 'pack: no directory follows --at' "$T" --at x
	misuse 'pack: no directory follows --at' --at x --at y "$T"
	run -2 "$PACK" --unknown
	run -2 "$PACK" -o
	run -2 script -qec "$PACK $T" /dev/null
	grep -q 'refusing to write an archive to a terminal; use -o FILE' <<<"$output"
	run -0 --separate-stderr "$PACK" --help
	same 'usage: pack [OPTION]... [LIST|DIRECTORY|-]...' "${lines[0]}"
	run -0 --separate-stderr "$PACK" --version
	same "pack (tinyinit) $(cat VERSION)" "$output"
	run -1 sh -c "$PACK --help >/dev/full"
}

# --- --align -------------------------------------------------------------------

@test "--align: the data of large files begins at multiples of it, and nothing else changes" {
	mkdir -p "$T/tree/d" "$T/small"
	for size in 100 511 512 4095 4096 4097 70000 300001; do
		{ echo "start of $size"; head -c $((size - 10 - ${#size})) /dev/urandom; } >"$T/tree/d/$size"
	done
	ln "$T/tree/d/70000" "$T/tree/z"
	ln -s "$(repeated t 600)" "$T/tree/link"
	for align in 8 512 4096; do
		"$PACK" --align $align -o "$T/out" "$T/tree"
		LC_ALL=C grep -abo 'start of [0-9]*' "$T/out" | tr -d a-z: >"$T/starts"
		[ "$(wc -l <"$T/starts")" -eq 8 ]
		while read -r offset size; do
			echo "--align $align: $size bytes at $offset"
			[ "$size" -lt $align ] || [ $((offset % align)) -eq 0 ]
		done <"$T/starts"
		unpacked "$T/out" cpio -id --quiet
		diff -r --no-dereference "$T/tree" "$T/unpacked"
		diff <("$PEEK" -v "$T/out") <("$PACK" "$T/tree" | "$PEEK" -v)
	done
	cp "$T/tree/d/511" "$T/small"
	"$PACK" --align 512 "$T/small" | cmp - <("$PACK" "$T/small")
}

@test "--align: where the name field is too small for the padding, pack says so" {
	long=$(repeated "$(repeated n 127)/" 31)
	(mkdir "$T/tree" && cd "$T/tree" && mkdir -p "$long" && head -c 5000 /dev/zero >"${long}file")
	run -0 --separate-stderr "$PACK" --align 4096 -o "$T/out" "$T/tree"
	same 'pack: files not aligned, name field too small to pad: 1' "$stderr"
	"$PACK" "$T/tree" | cmp - "$T/out"
}

@test "--align 4096: the archive shares the files' blocks on Btrfs" {
	needs mkfs.btrfs btrfs
	truncate -s 200M "$T/disk"
	mkfs.btrfs -q "$T/disk" >/dev/null
	mkdir "$T/mounted"
	mount -o loop "$T/disk" "$T/mounted" || skip 'no permission to mount, or no Btrfs'
	mkdir "$T/mounted/tree"
	for size in 5000 100000 3000000; do
		head -c $size /dev/urandom >"$T/mounted/tree/$size"
	done
	sync -f "$T/mounted"
	"$PACK" --align 4096 -o "$T/mounted/out" "$T/mounted/tree"
	sync -f "$T/mounted"
	shared=$(btrfs filesystem du --raw -s "$T/mounted/out" | awk 'END { print $3 }')
	holds . 100000 3000000 5000 <"$T/mounted/out"
	umount "$T/mounted"
	echo "shared: $shared"
	[ "$shared" -ge $(((1 + 24 + 732) * 4096)) ] # whole blocks
}

# --- the same bytes ------------------------------------------------------------

@test "the bytes do not depend on the copy, the user, the umask, the locale, the file system" {
	tests/pack/random-tree "$T/tree" 7 150
	# make everything readable for another user
	find "$T/tree" -type d -exec chmod 755 {} +
	find "$T/tree" -type f -exec chmod a+r {} +
	"$PACK" -o "$T/expected" "$T/tree"
	mkdir "$T/mount"
	cp -a "$T/tree" "$T/copy"
	touch -h "$T/copy"/*
	(umask 077 && LC_ALL=C.UTF-8 TZ=Asia/Tokyo "$PACK" "$T/copy" | cmp "$T/expected" -)
	if unshare --user --map-root-user --mount true 2>/dev/null; then
		# shellcheck disable=SC2016 # the inner shell's
		unshare --user --map-root-user --mount sh -euc '
			mount -t tmpfs none "$2/mount"
			cp -a "$2/tree" "$2/mount"
			"$1" "$2/mount/tree"
		' - "$D/pack" "$T" | cmp "$T/expected" -
	fi
	if [ "$(id -u)" -eq 0 ] && chmod 755 "$BATS_RUN_TMPDIR" "$F" "$T" &&
		setpriv --reuid 65534 --clear-groups "$D/pack" --version; then
		setpriv --reuid 65534 --clear-groups "$D/pack" "$T/tree" | cmp "$T/expected" -
	fi
}

@test "entries are sorted by bytes, a directory's contents right after it" {
	mkdir -p "$T/tree/b/z" "$T/tree/B"
	touch "$T/tree/b-c" "$T/tree/a" "$T/tree/b/y" "$T/tree/é" "$T/tree/z"
	LC_ALL=C.UTF-8 "$PACK" "$T/tree" | holds . B a b b/y b/z b-c z é
}

@test "owner and time are 0:0 and SOURCE_DATE_EPOCH, or kept" {
	# of the last entry
	shown() { "$PACK" "$@" "$T/tree" | "$PEEK" -v | awk 'END { print $3, $4, $6, $7 }'; }
	mkdir "$T/tree"
	touch -d @1234567890 "$T/tree/f"
	[ "$(id -u)" -ne 0 ] || chown 12:34 "$T/tree/f"
	same '0 0 1970-01-01 00:00:00' "$(shown)"
	export SOURCE_DATE_EPOCH=99
	same '0 0 1970-01-01 00:01:39' "$(shown)"
	same "$(stat -c '%u %g' "$T/tree/f") 2009-02-13 23:31:30" "$(shown --owner keep --mtime keep)"
	touch -d 1969-12-31 "$T/tree/f"
	fails "$T/tree: f: time is not between 1970 and 2106" "$PACK" --mtime keep "$T/tree"
}

# --- round trips --------------------------------------------------------------

@test "random trees are unpacked equal by GNU cpio and bsdcpio" {
	for seed in $(seq 6); do
		echo "seed $seed"
		rm -rf "$T/tree"
		tests/pack/random-tree "$T/tree" "$seed" 120
		manifest "$T/tree" >"$T/expected"
		"$D/pack" --owner keep -o "$T/out" "$T/tree"
		[ "$seed" -gt 2 ] || "$PACK" --owner keep "$T/tree" | cmp "$T/out" -
		unpacked "$T/out" cpio -idm --quiet
		manifest "$T/unpacked" | diff "$T/expected" -
		unpacked "$T/out" bsdcpio -idm --quiet
		# which turns sockets into files
		manifest "$T/unpacked" | diff <(sed 's/^entry 14/entry 10/' "$T/expected" | LC_ALL=C sort) -
	done
}

@test "a tree that is worth a second thread is unpacked equal" {
	manifest "$F/forest" >"$T/expected"
	for align in 8 512 4096; do
		"$PACK" --owner keep --align $align -o "$T/out" "$F/forest"
		unpacked "$T/out" cpio -idm --quiet
		manifest "$T/unpacked" | diff "$T/expected" -
	done
	"$PACK" --owner keep --exclude '2*' --exclude '[0-9]*/aab' -o "$T/out" "$F/forest"
	cp -a "$F/forest" "$T/forest"
	rm -r "$T/forest"/2*
	rm "$T/forest"/*/aab
	"$PACK" --owner keep "$T/forest" | cmp "$T/out" -
}

@test "hard links outside of the tree do not count; one whose other name is replaced keeps its data" {
	mkdir "$T/tree"
	echo data >"$T/tree/a"
	ln "$T/tree/a" "$T/outside"
	"$PACK" "$T/tree" | "$PEEK" -v | grep -q '^-rw-r--r--  1 .* a$'
	ln "$T/tree/a" "$T/tree/b"
	list 'file b /dev/../etc/passwd 0644 0 0'
	"$PACK" -o "$T/out" "$T/tree" "$T/list"
	unpacked "$T/out" cpio -id --quiet
	cmp "$T/tree/a" "$T/unpacked/a"
	cmp /etc/passwd "$T/unpacked/b"
}

@test "a tree as deep as a name allows needs few descriptors and little stack; deeper is rejected" {
	mkdir "$T/tree"
	perl -e 'chdir shift; for (1 .. 2047) { mkdir "d"; chdir "d" } open F, ">f"' "$T/tree"
	(ulimit -n 8 -s 1024 && "$D/pack" -o "$T/out" "$T/tree")
	[ "$(cpio -it --quiet <"$T/out" 2>/dev/null | wc -l)" -eq 2049 ]
	perl -e 'chdir shift; for (1 .. 2049) { mkdir "d"; chdir "d" }' "$T/tree"
	fails "$T/tree: $(repeated d/ 2047)d/d: File name too long" "$PACK" "$T/tree"
}

# --- the output ----------------------------------------------------------------

@test "standard output gets the same bytes: a file, a pipe, appended to a file" {
	mkdir "$T/tree"
	head -c 3000000 /dev/urandom >"$T/tree/large"
	cp /etc/passwd "$T/tree/small"
	"$PACK" -o "$T/expected" "$T/tree"
	for pack in "$PACK" "$D/pack"; do
		"$pack" "$T/tree" >"$T/out"
		cmp "$T/expected" "$T/out"
		"$pack" "$T/tree" | cmp "$T/expected" -
		echo before >"$T/out"
		"$pack" "$T/tree" >>"$T/out"
		tail -c +8 "$T/out" | cmp "$T/expected" -
		"$pack" -o /dev/stdout "$T/tree" | cmp "$T/expected" -
	done
}

@test "an output that is a symlink stays one, and gets the mode of the umask" {
	mkdir "$T/tree"
	echo old >"$T/real"
	ln -s real "$T/out"
	(umask 027 && "$PACK" -o "$T/out" "$T/tree")
	[ -L "$T/out" ]
	[ "$(stat -c %a "$T/real")" = 640 ]
	holds . <"$T/real"
	[ "$(echo "$T"/*)" = "$T/out $T/real $T/tree" ]
}

# --- all of it -------------------------------------------------------------------

@test "valgrind finds no fault, and pack writes the same bytes under it" {
	same_under() {
		run "$D/pack" -o "$T/expected" "$@"
		expected="$* $status $output"
		run valgrind -q --error-exitcode=99 "$D/valgrind/pack" -o "$T/out" "$@"
		same "$expected" "$* $status $output"
		[ "$status" -ne 0 ] || cmp "$T/expected" "$T/out"
	}
	: >"$T/file"
	export PLACE=$T
	tests/pack/random-list "$T" 1 "$T/file"
	same_under --compat "$T/list1"
	for seed in tests/pack/corpus/list/*; do # the first byte is for fuzz-list.c
		tail -c +2 "$seed" >"$T/list"
		same_under "$T/list"
	done
	tests/pack/random-tree "$T/tree" 5 120
	same_under --owner keep --mtime keep --at a/b "$T/tree" --exclude '*.*'
	same_under --align 512 "$F/forest"
}
