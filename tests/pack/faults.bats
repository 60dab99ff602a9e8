# faults.bats - pack as released under fault injection: an error that names the fault,
# status 1, no partial file, the old output intact.

load ../common
load pack

setup_file() {
	build pack
	make_forest
}

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

# injecting [INJECTION]... -- COMMAND...: runs COMMAND, whose system calls fail as strace
# is told. $T/trace has these calls, and those that $also names.
injecting() {
	local faults=() calls=${also-}
	while [ "$1" != -- ]; do
		faults+=(-e "inject=$1")
		calls+=${calls:+,}${1%%:*}
		shift
	done
	strace -qq -f --seccomp-bpf -o "$T/trace" -e "trace=$calls" "${faults[@]}" "${@:2}"
}

# injected [COUNT]: so many did fail
injected() { [ "$(grep -c INJECTED "$T/trace")" -ge "${1-1}" ]; }

# fault INJECTION MESSAGE ARGUMENT...: pack fails with MESSAGE if a system call fails
fault() {
	fails "$2" injecting "$1" -- "$PACK" -o "$T/to/out" "${@:3}"
	injected
	intact
}

# meanwhile COMMANDS SOURCE: runs them when pack has checked SOURCE and waits for its
# second source. Sets status and output.
meanwhile() {
	local pid
	mkfifo "$T/second"
	"$PACK" -o "$T/to/out" "$2" "$T/second" >"$T/said" 2>&1 3>&- &
	pid=$!
	exec 9>"$T/second" # waits until pack opens it
	eval "$1"
	exec 9>&-
	status=0
	wait $pid || status=$?
	output=$(cat "$T/said")
	rm "$T/second"
}

# changed FILE COMMANDS MESSAGE: pack fails if FILE changes between stat and read, here
# while COMMANDS run in its directory
changed() {
	cp "$T/tree/$1" "$T/kept"
	list 'dir d 0755 0 0' "file f $T/tree/$1 0644 0 0"
	meanwhile "(cd '$T/tree' && $2)" "$T/list"
	same "pack: $T/list:2: $T/tree/$1: $3" "$output"
	[ "$status" -eq 1 ]
	intact
	rm -rf "${T:?}/tree/$1"
	cp "$T/kept" "$T/tree/$1"
}

@test "a full disk: in a large file or small ones, at the end, without a free inode" {
	needs_mounts
	# full SIZE WHAT: pack cannot do it; $T/to is a tmpfs with the old output
	full() {
		# shellcheck disable=SC2016 # the inner shell's
		fails "$T/to/out: cannot $2: No space left on device" \
			unshare --user --map-root-user --mount sh -uc '
				mount -t tmpfs -o size="$1" none "$2" && echo old >"$2/out" || exit 9
				"$3" -o "$2/out" "$4"
				status=$?
				[ "$(cat "$2/out")" = old ] && [ "$(ls -A "$2")" = out ] || exit 8
				exit $status
			' - "$1" "$T/to" "$PACK" "$T/tree"
	}
	full 600k write
	full 100k,nr_inodes=2 create
	rm "$T/tree/large"
	full 8k write
	for i in $(seq 20); do
		cp "$T/tree/small" "$T/tree/$i"
	done
	full 100k write
}

@test "an output that cannot be created or written: /dev/full, a size limit, a closed pipe" {
	fails '-: cannot write: No space left on device' sh -c "$PACK $T/tree >/dev/full"
	fails '/dev/full: cannot write: No space left on device' "$PACK" -o /dev/full "$T/tree"
	[ -c /dev/full ]
	for blocks in 10 700; do # a short write, then an error
		fails "$T/to/out: cannot write: File too large" \
			bash -c "ulimit -f $blocks; $PACK -o $T/to/out $T/tree"
		intact
	done
	# shellcheck disable=SC2016 # the inner shell's
	run -0 bash -c '{ "$1" "$0/tree"; echo $? >"$0/status"; } 2>"$0/said" | true' "$T" "$PACK"
	same $'1\npack: -: cannot write: Broken pipe' "$(cat "$T/status" "$T/said")"
	for out in "$T/none/out" /proc/out; do
		fails "$out: cannot create: No such file or directory" "$PACK" -o "$out" "$T/tree"
	done
	fails "$T/to: cannot create: Is a directory" "$PACK" -o "$T/to" "$T/tree"
	intact
}

@test "a file that shrinks, grows or is replaced between its stat and its read" {
	changed small 'truncate -s 5000 small' 'file shrank while it was read'
	changed large 'truncate -s 999999 large' 'file shrank while it was read'
	changed large ': >large' 'file shrank while it was read'
	for file in small large empty; do
		changed $file "echo >>$file" 'file grew while it was read'
	done
	changed small 'rm small' 'No such file or directory'
	changed small 'rm small; mkfifo small' 'file shrank while it was read'
	changed small 'rm small; mkdir small' 'Is a directory'
	# in a tree: by a symlink
	meanwhile "ln -sf /etc/passwd '$T/tree/small'" "$T/tree"
	same "pack: $T/tree: small: Too many levels of symbolic links" "$output"
	[ "$status" -eq 1 ]
	intact
}

@test "a system call fails: where a file, a list, a directory is read, where the output is written" {
	local eio='Input/output error'
	fault read:error=EIO:when=3 "$T/tree: small: $eio" "$T/tree"
	fault read,copy_file_range,sendfile:error=EIO:when=2+ "$T/tree: large: $eio" "$T/tree"
	fault read:error=EIO "-: cannot read: $eio" -
	fault getdents64:error=EIO "$T/tree: .: $eio" "$T/tree"
	fault openat:error=EACCES:when=4 "$T/tree: empty: Permission denied" "$T/tree"
	list 'dir a 0755 0 0'
	fault read:error=EIO:when=2 "$T/list: cannot read: $eio" "$T/list"
	fault write:error=EIO:when=1 "$T/to/out: cannot write: $eio" "$T/tree"
	fault close:error=EDQUOT "$T/to/out: cannot write: Disk quota exceeded" - </dev/null
	fault fsync:error=EIO "$T/to/out: cannot sync: $eio" --sync "$T/tree"
	fault rename:error=EXDEV "$T/to/out: cannot rename to this name: Invalid cross-device link" "$T/tree"
}

@test "out of memory; a line larger than memory is an error, not the end of the list" {
	seq -f 'dir d%.0f 0755 0 0' 200000 >"$T/list"
	run -1 bash -c "ulimit -v 6000; $PACK -o $T/to/out $T/list"
	[[ $output =~ ^pack:\ out\ of\ memory:\ [0-9]+\ (entries|bytes\ needed)$ ]]
	intact
	{ echo 'dir a 0755 0 0' && head -c 64000000 /dev/zero | tr '\0' x; } >"$T/list"
	fails "$T/list:2: line longer than 1048576 bytes" \
		bash -c "ulimit -v 40000; $PACK -o $T/to/out $T/list"
	intact
}

@test "interrupted and short system calls change nothing" {
	# works INJECTION...: pack works although system calls fail
	works() {
		injecting "$@" -- "$PACK" -o "$T/to/out" "$T/tree"
		injected $#
		"$PACK" "$T/tree" | cmp - "$T/to/out"
	}
	works read:error=EINTR:when=1 write:error=EINTR:when=1
	works copy_file_range:error=EINVAL:when=1+
	works copy_file_range:error=EXDEV:when=1+ sendfile:error=EINVAL:when=1+
}

@test "whichever system call fails: the right archive, or one line and the old output" {
	ln -s target "$T/tree/link"
	list "dir d 0755 0 0" "file d/f $T/tree/small 0644 0 0"
	"$PACK" -o "$T/expected" "$T/tree" "$T/list"
	run ! grep sync <(strace -o /dev/stdout "$PACK" -o "$T/to/out" "$T/tree" "$T/list")
	strace -o "$T/trace" "$PACK" --sync -o "$T/to/out" "$T/tree" "$T/list"
	[ "$(grep -c '^fsync' "$T/trace")" -eq 1 ] # only --sync syncs
	echo old >"$T/to/out"
	# not those of the start and the end of any process
	sed -n 's/^\([a-z0-9_]*\)(.*/\1/p' "$T/trace" | sort | uniq -c |
		grep -vE ' (execve|arch_prctl|brk|mprotect|set_tid_address|set_robust_list|rseq|prlimit64|getrandom|readlink|exit_group)$' >"$T/calls"
	for call in openat newfstatat getdents64 read readlinkat write copy_file_range fsync close rename; do
		grep -q " $call$" "$T/calls"
	done
	while read -r count call; do
		for which in $(seq "$count"); do
			run injecting "$call:error=EIO:when=$which" -- \
				"$PACK" --sync -o "$T/to/out" "$T/tree" "$T/list"
			echo "$call $which: $status $output"
			right_or_intact
		done
	done <"$T/calls"
}

@test "with another thread and without, with io_uring and without: the same bytes" {
	# two_threads SOURCE: until both threads have read files
	two_threads() {
		for _ in $(seq 50); do
			also=read,io_uring_enter injecting -- "$PACK" -o "$T/to/out" "$1"
			[ "$(cut -d ' ' -f 1 "$T/trace" | sort -u | wc -l)" -eq 2 ] && return
		done
		echo 'only one thread reads'
		return 1
	}
	# without WHAT: the same bytes if strace forbids it
	without() {
		echo "$1"
		also=read,io_uring_enter injecting "$1" -- "$PACK" -o "$T/to/out" "$F/forest"
		injected
		cmp "$T/expected" "$T/to/out"
	}
	"$PACK" -o "$T/expected" "$F/forest"
	two_threads "$F/forest"
	cmp "$T/expected" "$T/to/out"
	for injection in clone3,clone:error=EPERM clone3,clone:error=ENOSYS mmap:error=ENOMEM; do
		without $injection
		[ "$(cut -d ' ' -f 1 "$T/trace" | sort -u | wc -l)" -eq 1 ]
	done
	for injection in io_uring_setup:error=EPERM io_uring_setup:error=ENOSYS \
		io_uring_register:error=EINVAL io_uring_enter:error=EBUSY:when=2; do
		without $injection
		grep -q ' read(' "$T/trace"
	done
	(ulimit -n 10 && "$PACK" "$F/forest") | cmp "$T/expected" -
	for cpus in 0 "$(nproc --all)"; do
		taskset -c "0-$cpus" "$PACK" "$F/forest" | cmp "$T/expected" -
	done
	# a list of the same files
	(cd "$F/forest" && find . -printf '%y %P %m\n') | LC_ALL=C sort -k 2 | sed -n "
		s,^f \(.*\) \(.*\),file \1 $F/forest/\1 \2 0 0,p
		s,^d \(..*\) \(.*\),dir \1 \2 0 0,p
		s,^l \(.*\) .*,slink \1 ../20 0777 0 0,p" >"$T/list"
	two_threads "$T/list"
	unpacked "$T/to/out" cpio -id --quiet
	diff -r "$F/forest" "$T/unpacked"
}

@test "with another thread, too, the first fault in the archive's order is reported" {
	cp -a "$F/forest" "$T/forest"
	# broken FILE COMMANDS MESSAGE
	broken() {
		cp -a "$T/forest/$1" "$T/kept"
		meanwhile "(cd '$T/forest'; rm 45/empty; $2)" "$T/forest"
		same "pack: $T/forest: $1: $3" "$output"
		[ "$status" -eq 1 ]
		intact
		rm -f "$T/forest/$1"
		mv "$T/kept" "$T/forest/$1"
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
	"$PACK" -o "$T/expected" "$F/forest"
	for call in openat newfstatat getdents64 read close io_uring_enter; do
		# without io_uring, as in many containers, so that the others are made
		[ $call = io_uring_enter ] && forbidden=() || forbidden=(io_uring_setup:error=EPERM)
		for which in 1 2 9 33 100 190; do
			run injecting "${forbidden[@]}" "$call:error=EIO:when=$which" -- \
				"$PACK" -o "$T/to/out" "$F/forest"
			echo "$call $which: $status $output"
			right_or_intact
		done
	done
}

@test "a file just below 4 GiB is packed, in little memory" {
	needs_mounts
	# in a tmpfs, where a hole takes no time to read
	# shellcheck disable=SC2016 # the inner shell's
	unshare --user --map-root-user --mount bash -euc '
		mount -t tmpfs none "$1"
		truncate -s 4294967295 "$1/huge"
		ulimit -v 6000
		"$0" "$1" >/dev/null
	' "$PACK" "$T/tree"
}

@test "signals at random moments: the whole archive or nothing" {
	cp -r "$F/forest" "$T/tree"
	head -c 8000000 /dev/urandom >"$T/tree/huge"
	"$PACK" -o "$T/expected" "$T/tree"
	# perl: background jobs of a shell ignore SIGINT
	perl -e '
		use Time::HiRes qw(sleep time);
		my ($pack, $tree, $to, $expected) = @ARGV;
		my ($all, $none, $early) = (0, 0, 0);
		sub text { local $/; open my $file, "<", shift or return; <$file> }
		sub run { my $pid = fork; return $pid if $pid;
			open STDERR, ">", "$to.said"; exec $pack, "-o", "$to/out", $tree }
		my $start = time;
		waitpid run(), 0;
		my $took = time - $start;
		for (my $i = 1; $i <= 60 || $none < 30; $i++) {
			die "only $none interrupted in 3000 rounds\n" if $i > 3000;
			open my $old, ">", "$to/out"; print $old "old\n"; close $old;
			my $pid = run();
			sleep rand $took;
			kill qw(INT TERM HUP)[$i % 3], $pid;
			waitpid $pid, 0;
			my ($status, $said, $out) = ($?, text("$to.said") // "", text("$to/out"));
			opendir my $dir, $to;
			die "left behind in round $i\n" if 3 != (() = readdir $dir);
			if ($status == 0 && $said eq "") {
				die "partial in round $i\n" if $out ne text($expected);
				$all++;
			} elsif ($status && $status < 128 && $said eq "pack: interrupted\n") {
				die "touched in round $i\n" if $out ne "old\n";
				die "status $status in round $i\n" if $status != (2, 15, 1)[$i % 3];
				$none++;
			} elsif ($status < 128 && $status && $out eq "old\n") {
				$early++; # before pack has installed its handlers
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
	meanwhile 'kill -INT $pid; kill -HUP $pid' "$T/list"
	[ "$status" -eq 0 ]
	[ "$(cpio -it --quiet <"$T/to/out")" = d ]
}
