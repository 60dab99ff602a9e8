# places.bats - wherever the checkout is, `make` works or says what to do; and what
# is interrupted cleans up.

load ../common

# checkout DIRECTORY: a copy of the checkout there, with a link to our cache
checkout() {
	# shellcheck disable=SC2153 # of common.bash
	[ -d "$1" ] || {
		mkdir -p "$1"
		cp -r Makefile VERSION init.c linker.ld arch pack tests "$1"
		ln -s "$(realpath "$CACHE")" "$1/.cache"
	}
	unset O CACHE
	cd "$1" || return
}

@test "a directory with a blank or colon in its name will do" {
	make --no-print-directory tiny
	init=$(realpath "$B/init")
	checkout "$BATS_FILE_TMPDIR/a folder: mine"
	run -0 make --no-print-directory tiny
	grep -qx "build/$ARCH/init: [0-9]* bytes, fits one sector" <<<"$output"
	cmp "build/$ARCH/init" "$init"
	make --no-print-directory build/on-terminal
	build/on-terminal 120 'tick 0' make --no-print-directory run
	run -0 make --no-print-directory smoke
	grep -q "console: build/$ARCH/smoke.log\$" <<<"$output"
	grep -qx 'tick 1' "build/$ARCH/smoke.log"
	run -0 make --no-print-directory lab-no-root
	make --no-print-directory install DESTDIR="$BATS_TEST_TMPDIR/root dir"
	[ -x "$BATS_TEST_TMPDIR/root dir/usr/local/bin/pack" ]
}

@test "the peers of make sizes build in such a directory; bench-pack says why it cannot run" {
	needs_peers
	checkout "$BATS_FILE_TMPDIR/a folder: mine"
	make --no-print-directory tiny
	run -0 make --no-print-directory PEERS='asm tinyinit nolibc' peers
	cmp build/peers/tinyinit.default build/x86_64/init
	[ -x build/peers/nolibc.small ] || [ -z "$(command -v gcc)" ]
	run -1 tests/measure/bench-pack
	[ "$output" = 'bench-pack: cannot take timings in a path with a blank: set O= and CACHE= to others' ]
}

@test "a kernel build in a directory with a blank: one line says what to do" {
	checkout "$BATS_TEST_TMPDIR/a folder"
	for tool in make flex bison bc; do stand_in $tool :; done # nothing may be built
	run -1 --separate-stderr arch/kernel build
	[ "$(tail -n 1 <<<"$stderr")" = "kernel: the kernel's make accepts no path with a blank or colon: set O= and CACHE= to others" ]
}

# no_writing COMMAND...: with the working directory mounted read-only
no_writing() {
	# shellcheck disable=SC2016
	unshare --user --map-root-user --mount sh -euc '
		mount --bind . .
		mount -o remount,bind,ro .
		cd "$PWD"
		exec "$@"' - "$@"
}

@test "a read-only checkout: one line says what to do" {
	needs_mounts
	checkout "$BATS_TEST_TMPDIR/checkout"
	for jobs in -j1 -j4; do
		run no_writing make --no-print-directory "$jobs" tiny
		[ "$status" -eq 2 ]
		[ "$(grep -cv '^make' <<<"$output")" -eq 1 ]
		grep -qx 'cannot write to build: set O= and CACHE= to other directories' <<<"$output"
		mkdir -p build # then it is there
	done
	rm .cache
	run no_writing make --no-print-directory O="$BATS_TEST_TMPDIR/out" tiny
	[ "$status" -eq 2 ]
	grep -q '^fetch: cannot write to the cache .cache: choose another with CACHE=$' <<<"$output"
}

@test "a read-only checkout builds with O= and CACHE= elsewhere" {
	needs_mounts
	cache=$(realpath "$CACHE")
	checkout "$BATS_TEST_TMPDIR/checkout"
	run -0 no_writing make O="$BATS_TEST_TMPDIR/out" CACHE="$cache" tiny smoke
	grep -q '^smoke: ok' <<<"$output"
	run -0 no_writing make help
}

@test "clean runs before anything is built, whatever -j says" {
	cache=$(realpath "$CACHE")
	checkout "$BATS_TEST_TMPDIR/checkout"
	for goal in clean distclean; do
		run -0 make -j16 "$goal" tiny NOLIBC="$cache/linux-source/tools/include/nolibc"
		[ -s "build/$ARCH/initramfs.cpio.gz" ]
	done
}

# interrupted DIRECTORY COMMAND...: dies of Ctrl-C once it has written something to
# DIRECTORY, and leaves nothing there
interrupted() {
	local folder=$1
	shift
	mkdir -p "$folder"
	# SIGINT as a terminal sends it, to a process group. Perl tells the signal from an
	# exit status of 130.
	setsid perl -e 'my $script = fork // die;
		$SIG{INT} = $script ? "IGNORE" : "DEFAULT";
		exec @ARGV unless $script;
		waitpid $script, 0;
		exit $? & 127' "$@" >/dev/null 2>&1 3>&- &
	begun() { [ -n "$(ls "$folder")" ]; }
	eventually begun
	kill -INT -- "-$!"
	wait $! && status=0 || status=$?
	[ "$status" -eq 2 ] # SIGINT
	[ -z "$(ls "$folder")" ]
}

@test "a script cleans up on Ctrl-C, and dies of that signal" {
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	interrupted "$TMPDIR" tests/repro
	stand_in "$(fact qemu)" 'echo version 99; sleep 60'
	interrupted "$TMPDIR" tests/measure/min-memory /etc/passwd
	SECONDS_EACH=60 stand_in_package
	interrupted "$CACHE" arch/fetch kernel
}

@test "an unfinished workload of bench-pack is not used" {
	export O=$BATS_TEST_TMPDIR/build
	make --no-print-directory "$O/pack"
	# only the workload's file is so large
	stand_in head "case \$* in *1000000000*) echo some; exit 1 ;; esac
		exec $(command -v head) \"\$@\""
	run ! tests/measure/bench-pack W2
	[ -s "$O/bench/one.new/file" ]
	[ ! -e "$O/bench/one" ]
}
