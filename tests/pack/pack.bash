# pack.bash - what the tests of pack share.
# shellcheck disable=SC2086 # $PACK may be several words

T=$BATS_TEST_TMPDIR
F=$BATS_FILE_TMPDIR

# many N: how many rounds: a tenth of N under valgrind or ASan
many() { [ "$PACK" = "$O/pack" ] && echo "$1" || echo $((($1 + 9) / 10)); }

# gen_init_cpio of Linux 6.12: that of 6.1 keeps the times of files.
build_oracle() {
	local source
	source=$(arch/fetch source)
	${CC:-clang} -w -O2 -o "$F/oracle" "$source/usr/gen_init_cpio.c"
}

manifest() { "$F/manifest" "$1" | LC_ALL=C sort; }

# list LINE...: makes the list $T/list
list() { printf '%s\n' "$@" >"$T/list"; }

# unpacked ARCHIVE COMMAND...: unpacks into $T/unpacked
unpacked() {
	local archive
	archive=$(realpath "$1")
	shift
	rm -rf "$T/unpacked"
	mkdir -m 777 "$T/unpacked"
	(umask 0 && cd "$T/unpacked" && "$@" <"$archive")
}

# fails MESSAGE COMMAND...: exits with 1 and prints only "pack: MESSAGE"
fails() {
	local message=$1
	shift
	run -1 "$@"
	printf '%s\n' "$output"
	[ "$output" = "pack: $message" ]
}

# rejects MESSAGE LINE...: pack rejects the last line of the list, and writes nothing
rejects() {
	local message=$1
	shift
	list "$@"
	fails "$T/list:$#: $message" $PACK -o "$T/out" "$T/list"
	[ ! -e "$T/out" ]
	run -1 --separate-stderr $PACK "$T/list"
	[ -z "$output" ]
}

# misuse MESSAGE ARGUMENT...: exits with 2 and a hint
misuse() {
	local message=$1
	shift
	run -2 $PACK "$@"
	printf '%s\n' "$output"
	[ "${lines[0]}" = "$message" ]
	[ "${lines[1]}" = "pack: try 'pack --help'" ]
}

# repeated STRING COUNT
repeated() { printf "%.0s$1" $(seq "$2"); }

# forest: makes $T/forest, a tree that is worth a second thread
forest() {
	(mkdir -m 777 "$T/forest" && cd "$T/forest" && for d in $(seq 10 49); do
		mkdir $d
		head -c 240000 /dev/urandom | split -b $((d * 1000)) -a 3 - $d/
		: >$d/empty
	done)
	head -c 1000000 /dev/urandom >"$T/forest/30/large"
	ln "$T/forest/20/aaa" "$T/forest/40/link"
	ln -s ../20 "$T/forest/40/symlink"
}
