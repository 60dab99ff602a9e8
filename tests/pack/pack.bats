# pack.bats - what pack promises; see faults.bats for errors while it works.
# shellcheck disable=SC2086 # $PACK may be several words

load ../common
load pack

setup_file() {
	F=$BATS_FILE_TMPDIR
	build_programs
	build_oracle
	build_manifest
}

teardown() {
	! mountpoint -q "$T/mounted" || umount "$T/mounted"
}

# --- newc, list ---------------------------------------------------------------

@test "newc and list, unit by unit" {
	${CC:-clang} -std=c11 -g -O1 -fsanitize=address,undefined -D_GNU_SOURCE \
		-Ipack -o "$T/unit" tests/pack/unit.c pack/newc.c pack/list.c \
		pack/entry.c pack/keep.c
	ASAN_OPTIONS=detect_leaks=0 "$T/unit"
}

@test "--compat writes the bytes of the kernel's gen_init_cpio" {
	export HERE=$T
	printf 'some data' >"$T/file"
	: >"$T/empty"
	head -c 300001 /dev/urandom >"$T/large"
	printf '%s\n' '# comment' '' \
		'dir /dev 0755 0 0' 'nod /dev/console 0600 0 5 c 5 1' \
		'nod	/dev/sda  060660 0 6 b 4095 1048575' 'dir usr 1777 1 4294967294' |
		sed 's/060660/0660/' >"$T/list"
	# shellcheck disable=SC2016 # pack's variables
	printf '%s\n' "file /f1 $T/file 0644 0 0" 'file f2 ${HERE}/file 0600 1 2 f3 /usr/f4' \
		'file /large ${HERE}/${NOT_SET}large 4755 7 7' "file empty $T/empty 0 0 0 empty2" \
		'slink /usr/link ../f1 0777 0 0' 'slink l f 0 3 4' 'pipe /p 0600 0 0' \
		'sock /usr/s 0666 0 0' 'dir /dev 0700 0 0' 'file f1 ${HERE}/large 0 0 0' \
		'dir "odd" 0755 0 0' >>"$T/list"
	for time in 0 1700000000 4294967295; do
		"$F/oracle" -t $time "$T/list" >"$T/expected"
		SOURCE_DATE_EPOCH=$time $PACK --compat -o "$T/out" "$T/list"
		cmp "$T/expected" "$T/out"
	done
}

@test "--compat does so for random lists" {
	export PLACE=$F
	mkdir "$F/${T##*/}"
	for size in 0 1 2 3 4 100 4095 70001 262144 400000; do
		head -c $size /dev/urandom >"$F/size$size"
	done
	for seed in $(seq "$(many 200)"); do
		(cd "$F" && "$ROOT/tests/pack/random-list" "$seed" size*) |
			sed "s,\${PLACE},&/,; s,\([ \t]\)size\([0-9]\),\1$F/size\2," >"$T/list"
		"$F/oracle" -t 0 "$T/list" >"$T/expected"
		$PACK --compat -o "$T/out" "$T/list"
		cmp "$T/expected" "$T/out"
	done
}

@test "a quoted word may contain blanks and, escaped, any byte" {
	list 'dir "a b" 0755 0 0' 'file "a b/\x01\377\n\"\\\101" "/dev/../etc/passwd" 0644 0 0 "c d"' \
		'slink "s\tl" "to here" 0777 0 0'
	$PACK -o "$T/out" "$T/list"
	unpacked "$T/out" cpio -idm --quiet
	cmp /etc/passwd "$T/unpacked/a b/"$'\x01\xff\n"\\A'
	[ "$T/unpacked/c d" -ef "$T/unpacked/a b/"$'\x01\xff\n"\\A' ]
	[ "$(readlink "$T/unpacked/s"$'\t'l)" = 'to here' ]
}

@test "sources are merged in order, a later entry replaces an earlier one" {
	mkdir -p "$T/tree/dev"
	echo first >"$T/tree/f"
	echo second >"$T/second"
	list "nod /dev/null 0666 0 0 c 1 3" "file /f $T/second 0600 0 0"
	echo 'dir /new 0755 0 0' | $PACK -o "$T/out" "$T/tree" "$T/list" -
	cpio -it --quiet <"$T/out" >"$T/names"
	[ "$(tr '\n' ' ' <"$T/names")" = '. dev f dev/null new ' ]
	cpio -itv --quiet <"$T/out" | grep -q '^crw-rw-rw-   1 root     root       1,   3 .* dev/null$'
	unpacked "$T/out" cpio -id --quiet f
	[ "$(cat "$T/unpacked/f")" = second ]
}

@test "a list may come from standard input; given twice, it is read once" {
	echo 'dir /d 0755 0 0' | $PACK -o "$T/out" - -
	[ "$(cpio -it --quiet <"$T/out")" = d ]
}

# --- what the kernel would drop ------------------------------------------------

@test "a line of an unknown type is rejected" {
	rejects "unknown type 'fil', expected file, dir, nod, slink, pipe or sock" \
		'dir /d 0 0 0' 'fil /x /etc/passwd 0644 0 0'
}

@test "a line with a word missing or too many is rejected" {
	rejects 'missing group id' 'dir /d 0755 0'
	rejects "unexpected argument '0'" 'dir /d 0755 0 0 0'
}

@test "a name beyond 4095 bytes is rejected, one of 4095 is not" {
	long=$(repeated 'ccccccc/' 511)
	parents=$(for i in $(seq 511); do echo "dir ${long:0:$((i * 8 - 1))} 0755 0 0"; done)
	list "$parents" "dir ${long}1234567 0755 0 0"
	$PACK -o "$T/out" "$T/list"
	rm "$T/out"
	list "$parents" "dir ${long}12345678 0755 0 0"
	fails "$T/list:512: ${long}12345678: name longer than 4095 bytes" \
		$PACK -o "$T/out" "$T/list"
}

@test "a component beyond 255 bytes is rejected, one of 255 is not" {
	name=$(repeated n 255)
	list "dir /$name 0755 0 0"
	$PACK -o "$T/out" "$T/list"
	rm "$T/out"
	rejects "${name}n: component longer than 255 bytes" "dir /${name}n 0755 0 0"
}

@test "a link's target beyond 4095 bytes is rejected, one of 4095 is not" {
	target=$(repeated t 4095)
	list "slink l $target 0777 0 0"
	$PACK -o "$T/out" "$T/list"
	rm "$T/out"
	rejects "l: symlink target longer than 4095 bytes" "slink l ${target}t 0777 0 0"
	rejects "l: empty symlink target" 'slink l "" 0777 0 0'
}

@test "an entry without its parent before it is rejected; a symlink may be the parent" {
	rejects 'a/b: parent directory is not an earlier entry' 'dir a/b 0 0 0'
	list 'dir /a/b 0 0 0' 'dir /a 0 0 0'
	fails "$T/list:1: a/b: parent directory is not an earlier entry" \
		$PACK -o "$T/out" "$T/list"
	rejects 'p/b: parent directory is not an earlier entry' 'pipe p 0 0 0' 'dir p/b 0 0 0'
	list 'dir /usr 0 0 0' 'slink /bin usr 0777 0 0' 'dir /bin/x 0 0 0'
	$PACK -o "$T/out" "$T/list"
}

@test "TRAILER!!! as a name is rejected, in a list and in a tree" {
	rejects 'TRAILER!!!: this name would end the archive' 'pipe /TRAILER!!! 0 0 0'
	mkdir "$T/tree"
	touch "$T/tree/TRAILER!!!"
	fails "$T/tree: TRAILER!!!: this name would end the archive" \
		$PACK -o "$T/out" "$T/tree"
	list 'dir d 0 0 0' 'pipe /d/TRAILER!!! 0 0 0'
	$PACK -o "$T/out" "$T/list"
}

@test "one name with two types is rejected, with both lines" {
	rejects "d: $T/list:1 has this name with another type" 'dir /d 0 0 0' 'pipe d 0 0 0'
	rejects '.: the root must be a directory' 'pipe / 0 0 0'
}

@test "numbers beyond their field are rejected" {
	rejects "major number '4096' is not a number up to 4095" 'nod n 0 0 0 c 4096 0'
	rejects "minor number '1048576' is not a number up to 1048575" 'nod n 0 0 0 c 1 1048576'
	rejects "mode '10000' is not an octal number up to 7777" 'dir d 10000 0 0'
	rejects "user id '4294967295' is not a number up to 4294967294" 'dir d 0 4294967295 0'
	rejects "group id '-1' is not a number up to 4294967294" 'dir d 0 0 -1'
}

@test "a file of 4 GiB or more is rejected" {
	for size in 4G 64G; do
		truncate -s "$size" "$T/huge"
		rejects "$T/huge: file is 4 GiB or larger" "file f $T/huge 0644 0 0"
	done
}

@test "a location that does not exist or is not a file is rejected" {
	rejects "$T/none: No such file or directory" "file f $T/none 0644 0 0"
	rejects "$T: not a regular file" "file f $T 0644 0 0"
	# shellcheck disable=SC2016 # pack's variable
	rejects 'variable NOT_SET is not set' 'file f ${NOT_SET} 0644 0 0'
}

@test "a NUL byte in a list is rejected" {
	printf 'dir a\0b 0 0 0\n' >"$T/list"
	fails "$T/list:1: NUL byte" $PACK -o "$T/out" "$T/list"
}

@test "a line may be 1 MiB long, and no longer" {
	# padded with blanks
	line() { printf 'dir a 0755 0 0%*s\n' $(($1 - 14)) ''; }
	{ line 1048576; echo 'dir a/b 0755 0 0'; } >"$T/list"
	$PACK -o "$T/out" "$T/list"
	[ "$(cpio -it --quiet <"$T/out")" = $'a\na/b' ]
	rm "$T/out"
	{ echo 'dir a 0755 0 0'; line 1048577; } >"$T/list"
	fails "$T/list:2: line longer than 1048576 bytes" $PACK -o "$T/out" "$T/list"
	# without a newline at the end
	printf 'dir a 0755 0 0' >"$T/list"
	$PACK -o "$T/out" "$T/list"
	[ "$(cpio -it --quiet <"$T/out")" = a ]
}

@test "a tree that holds the output is rejected" {
	mkdir "$T/tree"
	echo old >"$T/tree/out"
	fails "$T/tree: out: this is the output; write it elsewhere" \
		$PACK -o "$T/tree/out" "$T/tree"
	[ "$(cat "$T/tree/out")" = old ]
}

@test "--at puts a directory at a path, below directories that it adds if need be" {
	mkdir -p "$T/root/usr" "$T/firmware/d"
	chmod 700 "$T/root/usr" "$T/firmware"
	touch "$T/firmware/d/file"
	$PACK --at usr/lib/firmware "$T/firmware" | $PEEK -v | awk '{ print $1, $NF }' | diff - <(
		printf '%s\n' 'drwxr-xr-x usr' 'drwxr-xr-x usr/lib' 'drwx------ usr/lib/firmware' \
			'drwxr-xr-x usr/lib/firmware/d' '-rw-r--r-- usr/lib/firmware/d/file'
	)
	# for one directory; slashes at its ends do not matter
	$PACK "$T/root" --at //usr/lib// "$T/firmware" -- "$T/firmware" | $PEEK -v |
		awk '{ print $1, $NF }' | diff - <(
		printf '%s\n' 'drwx------ .' 'drwx------ usr' 'drwx------ usr/lib' \
			'drwxr-xr-x usr/lib/d' '-rw-r--r-- usr/lib/d/file' \
			'drwxr-xr-x d' '-rw-r--r-- d/file'
	)
	$PACK --at / "$T/firmware" | cmp - <($PACK "$T/firmware")
	touch "$T/list"
	fails "$T/list: --at: Not a directory" $PACK --at a "$T/list"
	fails "-: --at: Not a directory" $PACK --at a - <"$T/list"
	fails "$T/none: --at: No such file or directory" $PACK --at a "$T/none"
	fails "$T/root: a/..: component is empty, '.' or '..'" $PACK --at a/../b "$T/root"
	fails "$T/root: $(repeated n 256): component longer than 255 bytes" $PACK --at "$(repeated n 256)" "$T/root"
	long=$(repeated n/ 2048)
	fails "$T/root: ${long}n: name longer than 4095 bytes" $PACK --at "${long}n" "$T/root"
}

@test "--exclude leaves out names anywhere, or paths, with all below them" {
	mkdir -p "$T/tree/keep/doc/deep" "$T/tree/doc" "$T/tree/a/b"
	touch "$T/tree/keep/doc/deep/file" "$T/tree/doc/file" "$T/tree/a/b/x.o" "$T/tree/x.o" "$T/tree/a/x"
	$PACK --exclude '*.o' --exclude 'keep/*/deep' --exclude doc/file "$T/tree" | $PEEK | diff - <(
		printf '%s\n' . a a/b a/x doc keep keep/doc
	)
	# from the directory, not from its place
	$PACK --at doc --exclude 'doc/*' "$T/tree" | $PEEK | grep -x 'doc/keep/doc/deep/file'
	# nothing matches; lists are not affected
	$PACK --exclude none "$T/tree" | cmp - <($PACK "$T/tree")
	list "file x.o $T/tree/a/x 0644 0 0"
	$PACK --exclude x.o "$T/list" | $PEEK | grep -x x.o
}

@test "sources that cannot be read are rejected" {
	fails "$T/none: No such file or directory" $PACK -o "$T/out" "$T/none"
	fails "SOURCE_DATE_EPOCH: '1x' is not a number of seconds up to 4294967295" \
		env SOURCE_DATE_EPOCH=1x $PACK -o "$T/out" "$T"
	[ ! -e "$T/out" ]
}

@test "a wrong command line exits with 2" {
	misuse 'pack: no list or directory given' -o "$T/out"
	misuse "pack: --mtime and --owner accept only 'keep'" --mtime=now "$T"
	misuse "pack: --mtime and --owner accept only 'keep'" --owner 0 "$T"
	for align in '' 0 4 12 8192 64k -8; do
		misuse 'pack: --align accepts a power of two from 8 to 4096' "--align=$align" "$T"
	done
	misuse 'pack: --align and --compat exclude each other' --align 8 --compat "$T"
	misuse 'pack: no directory follows --at' "$T" --at x
	misuse 'pack: no directory follows --at' --at x --at y "$T"
	run -2 $PACK --unknown
	run -2 $PACK -o
	run -2 script -qec "$PACK $T" /dev/null
	grep -q 'refusing to write an archive to a terminal; use -o FILE' <<<"$output"
}

@test "--help and --version print to the standard output" {
	run -0 --separate-stderr $PACK --help
	[ "${lines[0]}" = 'usage: pack [OPTION]... [LIST|DIRECTORY|-]...' ]
	run -0 --separate-stderr $PACK --version
	[ "$output" = "pack (tinyinit) $(cat VERSION)" ]
	run -1 sh -c "$PACK --help >/dev/full"
}

# --- --align -------------------------------------------------------------------

@test "--align: the data of large files begins at multiples of it, and nothing else changes" {
	mkdir -p "$T/tree/d" "$T/small"
	for size in 100 511 512 4095 4096 4097 70000 300001; do
		{ echo "start of $size"; head -c $size /dev/urandom; } | head -c $size >"$T/tree/d/$size"
	done
	ln "$T/tree/d/70000" "$T/tree/z"
	ln -s "$(repeated t 600)" "$T/tree/link"
	for align in 8 512 4096; do
		$PACK --align $align -o "$T/out" "$T/tree"
		LC_ALL=C grep -abo 'start of [0-9]*' "$T/out" | tr -d a-z: >"$T/starts"
		[ "$(wc -l <"$T/starts")" -eq 8 ]
		while read -r offset size; do
			[ "$size" -lt $align ] || [ $((offset % align)) -eq 0 ]
		done <"$T/starts"
		unpacked "$T/out" cpio -id --quiet
		diff -r --no-dereference "$T/tree" "$T/unpacked"
		diff <($PEEK -v "$T/out") <($PACK "$T/tree" | $PEEK -v)
	done
	cp "$T/tree/d/511" "$T/small"
	$PACK --align 512 "$T/small" | cmp - <($PACK "$T/small")
}

@test "--align: where the name field is too small for the padding, pack says so" {
	long=$(repeated "$(repeated n 127)/" 31)
	(mkdir "$T/tree" && cd "$T/tree" && mkdir -p "$long" && head -c 5000 /dev/zero >"${long}file")
	run -0 --separate-stderr $PACK --align 4096 -o "$T/out" "$T/tree"
	[ "$stderr" = 'pack: files not aligned, name field too small to pad: 1' ]
	$PACK "$T/tree" | cmp - "$T/out"
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
	$PACK --align 4096 -o "$T/mounted/out" "$T/mounted/tree"
	sync -f "$T/mounted"
	shared=$(btrfs filesystem du --raw -s "$T/mounted/out" | awk 'END { print $3 }')
	cpio -it --quiet <"$T/mounted/out"
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
	$PACK -o "$T/expected" "$T/tree"
	mkdir "$T/mount"
	cp -a "$T/tree" "$T/copy"
	touch -h "$T/copy"/*
	(umask 077 && LC_ALL=C.UTF-8 TZ=Asia/Tokyo $PACK -o "$T/out" "$T/copy")
	cmp "$T/expected" "$T/out"
	if unshare --user --map-root-user --mount true 2>/dev/null; then
		# shellcheck disable=SC2016 # the inner shell's
		unshare --user --map-root-user --mount sh -euc '
			mount -t tmpfs none "$1/mount"
			cp -a "$1/tree" "$1/mount"
			shift
			"$@"
		' - "$T" $PACK -o "$T/out" "$T/mount/tree"
		cmp "$T/expected" "$T/out"
	fi
	if [ "$(id -u)" -eq 0 ] && chmod 755 "$BATS_RUN_TMPDIR" "$F" "$T" &&
		setpriv --reuid 65534 --clear-groups $PACK --version; then
		setpriv --reuid 65534 --clear-groups $PACK "$T/tree" >"$T/out"
		cmp "$T/expected" "$T/out"
	fi
}

@test "entries are sorted by bytes, a directory's contents right after it" {
	mkdir -p "$T/tree/b/z" "$T/tree/B"
	touch "$T/tree/b-c" "$T/tree/a" "$T/tree/b/y" "$T/tree/é" "$T/tree/z"
	LC_ALL=C.UTF-8 $PACK -o "$T/out" "$T/tree"
	run -0 cpio -it --quiet <"$T/out"
	[ "$(tr '\n' ' ' <<<"$output")" = '. B a b b/y b/z b-c z é ' ]
}

# header FIELD: of the last entry before the trailer
header() {
	perl -0777 -ne 'my $o = 0; my $last;
		while (1) { my @f = map hex, unpack "x6(A8)13", substr $_, $o, 110;
			last if substr($_, $o + 110, 10) eq "TRAILER!!!"; $last = \@f;
			$o = ($o + 110 + $f[11] + 3 & ~3) + $f[6] + 3 & ~3; }
		print $last->['"$1"'], "\n"' "$T/out"
}

@test "owner and time are 0:0 and SOURCE_DATE_EPOCH, or kept" {
	mkdir "$T/tree"
	touch -d @1234567890 "$T/tree/f"
	[ "$(id -u)" -ne 0 ] || chown 12:34 "$T/tree/f"
	$PACK -o "$T/out" "$T/tree"
	[ "$(header 2) $(header 3) $(header 5)" = '0 0 0' ]
	SOURCE_DATE_EPOCH=99 $PACK -o "$T/out" "$T/tree"
	[ "$(header 5)" = 99 ]
	SOURCE_DATE_EPOCH=99 $PACK --owner keep --mtime keep -o "$T/out" "$T/tree"
	[ "$(header 2) $(header 3) $(header 5)" = "$(stat -c '%u %g' "$T/tree/f") 1234567890" ]
	touch -d 1969-12-31 "$T/tree/f"
	fails "$T/tree: f: time is not between 1970 and 2106" \
		$PACK --mtime keep -o "$T/out" "$T/tree"
}

# --- round trips --------------------------------------------------------------

@test "random trees are unpacked equal by GNU cpio and bsdcpio" {
	for seed in $(seq "$(many 12)"); do
		rm -rf "$T/tree"
		tests/pack/random-tree "$T/tree" "$seed" 120
		manifest "$T/tree" >"$T/expected"
		$PACK --owner keep -o "$T/out" "$T/tree"
		unpacked "$T/out" cpio -idm --quiet
		manifest "$T/unpacked" | diff "$T/expected" -
		unpacked "$T/out" bsdcpio -idm --quiet
		# which turns sockets into files
		manifest "$T/unpacked" | diff <(sed 's/^entry 14/entry 10/' "$T/expected" | LC_ALL=C sort) -
	done
}

@test "a tree that is worth a second thread is unpacked equal" {
	forest
	manifest "$T/forest" >"$T/expected"
	for align in 8 512 4096; do
		$PACK --owner keep --align $align -o "$T/out" "$T/forest"
		unpacked "$T/out" cpio -idm --quiet
		manifest "$T/unpacked" | diff "$T/expected" -
	done
	$PACK --owner keep --exclude '2*' --exclude '[0-9]*/aab' -o "$T/out" "$T/forest"
	rm -r "$T/forest"/2*
	rm "$T/forest"/*/aab
	$PACK --owner keep "$T/forest" | cmp "$T/out" -
}

@test "hard links outside of the tree do not count" {
	mkdir "$T/tree"
	echo data >"$T/tree/f"
	ln "$T/tree/f" "$T/outside"
	$PACK -o "$T/out" "$T/tree"
	[ "$(header 4)" = 1 ]
}

@test "a hard link whose other name is replaced keeps its data" {
	mkdir "$T/tree"
	echo data >"$T/tree/a"
	ln "$T/tree/a" "$T/tree/b"
	list 'file b /dev/../etc/passwd 0644 0 0'
	$PACK -o "$T/out" "$T/tree" "$T/list"
	unpacked "$T/out" cpio -id --quiet
	cmp "$T/tree/a" "$T/unpacked/a"
	cmp /etc/passwd "$T/unpacked/b"
}

@test "a tree as deep as a name allows needs few descriptors and little stack" {
	mkdir "$T/tree"
	perl -e 'chdir shift; for (1 .. 2047) { mkdir "d"; chdir "d" } open F, ">f"' "$T/tree"
	if [ "$PACK" = "$O/pack" ]; then
		ulimit -n 8 -s 1024
	fi
	$PACK -o "$T/out" "$T/tree"
	[ "$(cpio -it --quiet <"$T/out" 2>/dev/null | wc -l)" -eq 2049 ]
}

@test "a tree deeper than a name allows is rejected" {
	mkdir "$T/tree"
	perl -e 'chdir shift; for (1 .. 2049) { mkdir "d"; chdir "d" }' "$T/tree"
	fails "$T/tree: $(repeated d/ 2047)d/d: File name too long" $PACK -o "$T/out" "$T/tree"
}

# --- the output ----------------------------------------------------------------

@test "standard output gets the same bytes: a file, a pipe, appended to a file" {
	mkdir "$T/tree"
	head -c 3000000 /dev/urandom >"$T/tree/large"
	cp /etc/passwd "$T/tree/small"
	$PACK -o "$T/expected" "$T/tree"
	$PACK "$T/tree" >"$T/out"
	cmp "$T/expected" "$T/out"
	$PACK "$T/tree" | cmp "$T/expected" -
	echo before >"$T/out"
	$PACK "$T/tree" >>"$T/out"
	tail -c +8 "$T/out" | cmp "$T/expected" -
	$PACK -o /dev/stdout "$T/tree" | cmp "$T/expected" -
}

@test "an output that is a symlink stays one, and gets the mode of the umask" {
	mkdir "$T/tree"
	echo old >"$T/real"
	ln -s real "$T/out"
	(umask 027 && $PACK -o "$T/out" "$T/tree")
	[ -L "$T/out" ]
	[ "$(stat -c %a "$T/real")" = 640 ]
	[ "$(cpio -it --quiet <"$T/real")" = . ]
	[ "$(echo "$T"/*)" = "$T/out $T/real $T/tree" ]
}
