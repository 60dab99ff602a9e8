# faults.bats - pack under fault injection: an error that names the fault, status 1,
# no partial file, the old output intact. (Not run under valgrind or ASan: strace and
# signals need the program itself.)
# shellcheck disable=SC2086 # $PACK may be several words

load ../common
load pack

setup_file() { build_programs; }

setup() {
	mkdir "$T/tree" "$T/to"
	head -c 20000 /dev/urandom >"$T/tree/small"
	head -c 1000000 /dev/urandom >"$T/tree/large"
	: >"$T/tree/empty"
	echo old >"$T/to/out"
}

# intact: the old output is there, and nothing beside it
intact() {
	[ "$(cat "$T/to/out")" = old ]
	[ "$(ls -A "$T/to")" = out ]
}

# fault INJECTION MESSAGE ARGUMENT...: pack fails with MESSAGE if a system call fails
fault() {
	local injection=$1 message=$2
	shift 2
	fails "$message" strace -f -o "$T/trace" -e "inject=$injection" $PACK -o "$T/to/out" "$@"
	grep -q INJECTED "$T/trace"
	intact
}

# works INJECTION...: pack works although a system call fails
works() {
	local injections=()
	$PACK -o "$T/expected" "$T/tree"
	for injection; do
		injections+=(-e "inject=$injection")
	done
	run -0 strace -o "$T/trace" "${injections[@]}" $PACK -o "$T/to/out" "$T/tree"
	[ "$(grep -c INJECTED "$T/trace")" -ge $# ]
	cmp "$T/expected" "$T/to/out"
}

# what strace is told so that the system forbids io_uring, as a container may
forbidden='inject=io_uring_setup:error=EPERM'

# right_or_intact: what `run` ran wrote the right archive, or one line and nothing else
right_or_intact() {
	if [ "$status" -eq 0 ]; then
		cmp "$T/expected" "$T/to/out"
		echo old >"$T/to/out"
	fi
	[ "$status" -eq 0 ] || [ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq "$status" ]
	intact
}

# two_threads COMMAND...: runs it again until both threads have read files
two_threads() {
	local trace=$T/trace
	for _ in $(seq 50); do
		strace -f -o "$trace" "$@"
		[ "$(sed -n -E 's/^([0-9]*) *(read|io_uring_enter)\(.*/\1/p' "$trace" |
			sort -u | wc -l)" -eq 2 ] && return
	done
	echo 'only one thread reads'
	return 1
}

# meanwhile COMMANDS: runs them when pack has checked $T/list and waits for its second
# source. Sets status and output.
meanwhile() {
	local pid
	mkfifo "$T/second"
	$PACK -o "$T/to/out" "${first:-$T/list}" "$T/second" >"$T/said" 2>&1 3>&- &
	pid=$!
	exec 9>"$T/second" # waits until pack opens it
	eval "$1"
	exec 9>&-
	status=0
	wait $pid || status=$?
	output=$(cat "$T/said")
	printf '%s\n' "$output"
	rm "$T/second"
}

# changed FILE COMMANDS MESSAGE: pack fails if FILE changes between stat and read
changed() {
	list "dir d 0755 0 0" "file f $T/tree/$1 0644 0 0"
	meanwhile "$2"
	[ "$status" -eq 1 ]
	[ "$output" = "pack: $T/list:2: $T/tree/$1: $3" ]
	intact
}

# on_small_disk SIZE COMMAND...: $T/to is a tmpfs with the old output
on_small_disk() {
	# shellcheck disable=SC2016 # the inner shell's
	unshare --user --map-root-user --mount sh -uc '
		mount -t tmpfs -o size="$1" none "$2" && echo old >"$2/out" || exit 9
		to=$2
		shift 2
		"$@"
		status=$?
		[ "$(cat "$to/out")" = old ] && [ "$(ls -A "$to")" = out ] || exit 8
		exit $status
	' - "$1" "$T/to" "${@:2}"
}

@test "a disk full of small files" {
	needs_mounts
	for i in $(seq 20); do
		cp "$T/tree/small" "$T/tree/$i"
	done
	rm "$T/tree/large"
	fails "$T/to/out: cannot write: No space left on device" \
		on_small_disk 100k $PACK -o "$T/to/out" "$T/tree"
}

@test "a disk full in a large file" {
	needs_mounts
	fails "$T/to/out: cannot write: No space left on device" \
		on_small_disk 600k $PACK -o "$T/to/out" "$T/tree"
}

@test "a disk full at the end" {
	needs_mounts
	rm "$T/tree/large"
	fails "$T/to/out: cannot write: No space left on device" \
		on_small_disk 8k $PACK -o "$T/to/out" "$T/tree"
}

@test "a disk without a free inode" {
	needs_mounts
	fails "$T/to/out: cannot create: No space left on device" \
		on_small_disk '100k,nr_inodes=2' $PACK -o "$T/to/out" "$T/tree"
}

@test "/dev/full" {
	fails '-: cannot write: No space left on device' sh -c "$PACK $T/tree >/dev/full"
	fails '/dev/full: cannot write: No space left on device' $PACK -o /dev/full "$T/tree"
	[ -c /dev/full ]
}

@test "a file size limit: a short write, then an error" {
	for blocks in 10 700; do
		fails "$T/to/out: cannot write: File too large" \
			bash -c "ulimit -f $blocks; $PACK -o $T/to/out $T/tree"
		intact
	done
}

@test "a closed pipe" {
	# shellcheck disable=SC2016 # the inner shell's
	run -0 bash -c '{ '"$PACK $T/tree"'; echo $? >"$0/status"; } 2>"$0/said" | true' "$T"
	[ "$(cat "$T/status" "$T/said")" = $'1\npack: -: cannot write: Broken pipe' ]
}

@test "a directory that cannot be written" {
	fails "$T/none/out: cannot create: No such file or directory" \
		$PACK -o "$T/none/out" "$T/tree"
	fails "/proc/out: cannot create: No such file or directory" \
		$PACK -o /proc/out "$T/tree"
	fails "$T/to: cannot create: Is a directory" $PACK -o "$T/to" "$T/tree"
	intact
}

@test "a file that shrinks between its stat and its read" {
	changed small "truncate -s 5000 '$T/tree/small'" 'file shrank while it was read'
	changed large "truncate -s 999999 '$T/tree/large'" 'file shrank while it was read'
	changed large ": >'$T/tree/large'" 'file shrank while it was read'
}

@test "a file that grows between its stat and its read" {
	changed small "echo >>'$T/tree/small'" 'file grew while it was read'
	changed large "echo >>'$T/tree/large'" 'file grew while it was read'
	changed empty "echo >>'$T/tree/empty'" 'file grew while it was read'
}

@test "a file that is replaced between its stat and its read" {
	changed small "rm '$T/tree/small'" 'No such file or directory'
	echo data >"$T/tree/small"
	changed small "rm '$T/tree/small'; mkfifo '$T/tree/small'" 'file shrank while it was read'
	rm "$T/tree/small"
	echo data >"$T/tree/small"
	changed small "rm '$T/tree/small'; mkdir '$T/tree/small'" 'Is a directory'
}

@test "a file of a tree that is replaced by a symlink" {
	first=$T/tree meanwhile "ln -sf /etc/passwd '$T/tree/small'"
	[ "$status" -eq 1 ]
	[ "$output" = "pack: $T/tree: small: Too many levels of symbolic links" ]
	intact
}

@test "a read error, in a small file, a large file, a list, a directory" {
	local eio='Input/output error'
	fault read:error=EIO:when=3 "$T/tree: small: $eio" "$T/tree"
	fault read,copy_file_range,sendfile:error=EIO:when=2+ "$T/tree: large: $eio" "$T/tree"
	fault read:error=EIO "-: cannot read: $eio" -
	fault getdents64:error=EIO "$T/tree: .: $eio" "$T/tree"
	fault openat:error=EACCES:when=4 "$T/tree: empty: Permission denied" "$T/tree"
}

@test "an error of the output: write, close, fsync, rename" {
	fault write:error=EIO:when=1 "$T/to/out: cannot write: Input/output error" "$T/tree"
	fault close:error=EDQUOT "$T/to/out: cannot write: Disk quota exceeded" - </dev/null
	fault fsync:error=EIO "$T/to/out: cannot sync: Input/output error" --sync "$T/tree"
	fault rename:error=EXDEV "$T/to/out: cannot rename to this name: Invalid cross-device link" "$T/tree"
}

@test "out of memory" {
	seq -f 'dir d%.0f 0755 0 0' 200000 >"$T/list"
	run -1 bash -c "ulimit -v 6000; $PACK -o $T/to/out $T/list"
	[[ $output =~ ^pack:\ out\ of\ memory:\ [0-9]+\ (entries|bytes\ needed)$ ]]
	intact
}

@test "a line larger than memory is an error, not the end of the list" {
	{
		echo 'dir a 0755 0 0'
		head -c 64000000 /dev/zero | tr '\0' x
	} >"$T/list"
	fails "$T/list:2: line longer than 1048576 bytes" \
		bash -c "ulimit -v 40000; $PACK -o $T/to/out $T/list"
	intact
}

@test "a read error in a list" {
	list 'dir a 0755 0 0'
	fails "$T/list: cannot read: Input/output error" \
		strace -qq -o /dev/null -P "$T/list" -e inject=read:error=EIO:when=2+ \
		$PACK -o "$T/to/out" "$T/list"
	intact
}

@test "interrupted and short system calls change nothing" {
	works read:error=EINTR:when=1 write:error=EINTR:when=1
	works copy_file_range:error=EINVAL:when=1+
	works copy_file_range:error=EXDEV:when=1+ sendfile:error=EINVAL:when=1+
}

@test "whichever system call fails: the right archive, or one line and the old output" {
	ln -s target "$T/tree/link"
	list "dir d 0755 0 0" "file d/f $T/tree/small 0644 0 0"
	$PACK -o "$T/expected" "$T/tree" "$T/list"
	strace -o "$T/trace" $PACK --sync -o "$T/to/out" "$T/tree" "$T/list"
	echo old >"$T/to/out"
	# not those of the start and the end of any process
	sed -n 's/^\([a-z0-9_]*\)(.*/\1/p' "$T/trace" | sort | uniq -c |
		grep -vE ' (execve|arch_prctl|brk|mprotect|set_tid_address|set_robust_list|rseq|prlimit64|getrandom|readlink|exit_group)$' >"$T/calls"
	for call in openat newfstatat getdents64 read readlinkat write copy_file_range fsync close rename; do
		grep -q " $call$" "$T/calls"
	done
	while read -r count call; do
		for which in $(seq "$count"); do
			run strace -qq -o /dev/null -e "inject=$call:error=EIO:when=$which" \
				$PACK --sync -o "$T/to/out" "$T/tree" "$T/list"
			echo "$call $which: $status $output"
			right_or_intact
		done
	done <"$T/calls"
}

@test "with another thread and without, with io_uring and without: the same bytes" {
	forest
	$PACK -o "$T/expected" "$T/forest"
	two_threads $PACK -o "$T/to/out" "$T/forest"
	cmp "$T/expected" "$T/to/out"
	# a list of the same files
	rm "$T/forest/40/symlink"
	(cd "$T/forest" && find . -printf '%y %P %m\n') | LC_ALL=C sort -k 2 | sed -n "
		s,^f \(.*\) \(.*\),file \1 $T/forest/\1 \2 0 0,p
		s,^d \(..*\) \(.*\),dir \1 \2 0 0,p" >"$T/list"
	two_threads $PACK -o "$T/to/out" "$T/list"
	unpacked "$T/to/out" cpio -id --quiet
	diff -r "$T/forest" "$T/unpacked"
	ln -s ../20 "$T/forest/40/symlink"
	for injection in clone3,clone:error=EPERM clone3,clone:error=ENOSYS mmap:error=ENOMEM; do
		strace -f -o "$T/trace" -e "inject=$injection" $PACK -o "$T/to/out" "$T/forest"
		grep -q INJECTED "$T/trace"
		[ "$(cut -d ' ' -f 1 "$T/trace" | sort -u | wc -l)" -eq 1 ]
		cmp "$T/expected" "$T/to/out"
	done
	for injection in io_uring_setup:error=EPERM io_uring_setup:error=ENOSYS \
		io_uring_register:error=EINVAL io_uring_enter:error=EBUSY:when=2; do
		strace -f -o "$T/trace" -e "inject=$injection" $PACK -o "$T/to/out" "$T/forest"
		grep -q INJECTED "$T/trace"
		grep -q ' read(' "$T/trace"
		cmp "$T/expected" "$T/to/out"
	done
	(ulimit -n 10 && $PACK -o "$T/to/out" "$T/forest")
	cmp "$T/expected" "$T/to/out"
	for cpus in 0 "$(nproc --all)"; do
		taskset -c "0-$cpus" $PACK -o "$T/to/out" "$T/forest"
		cmp "$T/expected" "$T/to/out"
	done
}

@test "with another thread, too, the first fault in the archive's order is reported" {
	forest
	# FILE COMMANDS MESSAGE
	broken() {
		first=$T/forest meanwhile "cd '$T/forest'; cp '$1' '$T/kept'; rm 45/empty; $2
			cd - >/dev/null"
		[ "$status" -eq 1 ]
		[ "$output" = "pack: $T/forest: $1: $3" ]
		intact
		rm -f "$T/forest/$1"
		cp "$T/kept" "$T/forest/$1"
		: >"$T/forest/45/empty"
	}
	for file in 10/aaa 20/aab 29/aac 31/empty 44/aae; do
		broken $file "rm $file" 'No such file or directory'
		broken $file "echo >>$file" 'file grew while it was read'
		broken $file "ln -sf empty $file" 'Too many levels of symbolic links'
	done
	for file in 20/aab 44/aae; do
		broken $file "truncate -s 5 $file" 'file shrank while it was read'
		broken $file "rm $file; mkfifo $file" 'file shrank while it was read'
	done
}

@test "whichever system call of either thread fails: the same" {
	forest
	$PACK -o "$T/expected" "$T/forest"
	for call in openat newfstatat getdents64 read close io_uring_enter; do
		[ $call = io_uring_enter ] && way= || way="-e $forbidden"
		for which in 1 2 9 33 100 190; do
			run strace -f -qq -o "$T/trace" $way -e "inject=$call:error=EIO:when=$which" \
				$PACK -o "$T/to/out" "$T/forest"
			echo "$call $which: $status $output"
			right_or_intact
		done
	done
}

@test "only --sync syncs" {
	strace -o "$T/trace" $PACK -o "$T/to/out" "$T/tree"
	run -1 grep -c 'sync' "$T/trace"
	strace -o "$T/trace" $PACK --sync -o "$T/to/out" "$T/tree"
	[ "$(grep -c '^fsync' "$T/trace")" -eq 1 ]
}

@test "a file just below 4 GiB is packed, in little memory" {
	truncate -s 4294967295 "$T/tree/huge"
	ulimit -v 6000
	$PACK "$T/tree" >/dev/null
}

@test "signals at random moments: the whole archive or nothing" {
	for i in $(seq 300); do # in directories: for another thread
		mkdir -p "$T/tree/$((i % 40))"
		head -c "${i}00" /dev/urandom >"$T/tree/$((i % 40))/file$i"
	done
	head -c 8000000 /dev/urandom >"$T/tree/huge"
	$PACK -o "$T/expected" "$T/tree"
	# perl: background jobs of a shell ignore SIGINT
	perl -e '
		use Time::HiRes qw(sleep);
		my ($pack, $tree, $to, $expected) = @ARGV;
		my ($all, $none, $early) = (0, 0, 0);
		my ($from, $until) = (0, 0.1); # seconds: between them pack writes
		sub text { local $/; open my $file, "<", shift or return; <$file> }
		sub run { my $pid = fork; return $pid if $pid;
			open STDERR, ">", "$to.said"; exec $pack, "-o", "$to/out", $tree }
		for (my $i = 1; $i <= 200 || $none < 60; $i++) {
			die "only $none interrupted in 3000 rounds\n" if $i > 3000;
			open my $old, ">", "$to/out"; print $old "old\n"; close $old;
			my $pid = run();
			my $after = $from + rand($until - $from);
			sleep $after if $after > 0;
			kill qw(INT TERM HUP)[$i % 3], $pid;
			waitpid $pid, 0;
			my ($status, $said, $out) = ($?, text("$to.said") // "", text("$to/out"));
			opendir my $dir, $to;
			die "left behind in round $i\n" if 3 != (() = readdir $dir);
			if ($status == 0 && $said eq "") {
				die "partial in round $i\n" if $out ne text($expected);
				$all++;
				$until -= ($until - $after) / 4;
			} elsif ($status && $status < 128 && $said eq "pack: interrupted\n") {
				die "touched in round $i\n" if $out ne "old\n";
				die "status $status in round $i\n" if $status != (2, 15, 1)[$i % 3];
				$none++;
				$from *= 0.98;
				$until *= 1.02;
			} elsif ($status < 128 && $status && $out eq "old\n") {
				$early++; # before pack has installed its handlers
				$from += ($after - $from) / 4;
			} else {
				die "status $status, \"$said\" in round $i\n";
			}
		}
		print "$all complete, $none interrupted, $early before it began\n";
	' "$PACK" "$T/tree" "$T/to" "$T/expected"
}

@test "a signal that the caller ignores stays ignored" {
	list 'dir d 0755 0 0'
	trap '' INT HUP
	# shellcheck disable=SC2016 # expanded there
	meanwhile 'kill -INT $pid; kill -HUP $pid'
	[ "$status" -eq 0 ]
	[ "$(cpio -it --quiet <"$T/to/out")" = d ]
}
