# places.bats - wherever the checkout lies, `make` works there or says what to do;
# and what is interrupted leaves the place clean.

load ../common

# a checkout of its own, in the folder $1, with the cache that is here
checkout() {
	local downloads
	# shellcheck disable=SC2153 # of common.bash
	downloads=$(realpath "$CACHE")
	mkdir -p "$1"
	cp -r Makefile init.c linker.ld arch pack tests "$1"
	ln -s "$downloads" "$1/.cache"
	unset O CACHE
	cd "$1" || return
}

@test "a folder with a blank or a colon in its name is as good as any" {
	checkout "$BATS_TEST_TMPDIR/a folder: mine"
	run -0 make --no-print-directory tiny
	grep -qx "build/$ARCH/init: [0-9]* bytes, fits one sector" <<<"$output"
	cmp "build/$ARCH/init" "$ROOT/$B/init" || make -C "$ROOT" tiny
	cmp "build/$ARCH/init" "$ROOT/$B/init"
	timeout 3 make --no-print-directory run >out || :
	grep -qx 'tick 0' out
	run -0 make --no-print-directory smoke
	grep -q "console: build/$ARCH/smoke.log\$" <<<"$output"
	grep -qx 'tick 1' "build/$ARCH/smoke.log"
	run -0 make --no-print-directory lab-no-root
	make --no-print-directory install DESTDIR="$BATS_TEST_TMPDIR/root dir"
	[ -x "$BATS_TEST_TMPDIR/root dir/usr/local/bin/pack" ]
}

@test "the peers of make sizes build in such a folder, and bench-pack says why not" {
	needs_peers
	checkout "$BATS_TEST_TMPDIR/a folder: mine"
	make --no-print-directory tiny
	run -0 --separate-stderr tests/inits/sizes-build asm tinyinit nolibc
	grep -q "^tinyinit	default	$PWD/build/peers/tinyinit-default	" <<<"$output"
	run ! grep failed <<<"$output"
	run -1 tests/measure/bench-pack
	[ "$output" = "bench-pack: gen_init_cpio takes no path with a blank, like $PWD/build/bench: name another folder with O=" ]
}

@test "a path that make cannot take is refused, with what to do" {
	for variable in O CACHE NOLIBC; do
		run -2 make "$variable=$BATS_TEST_TMPDIR/a folder" tiny
		[[ $output == *"$variable=$BATS_TEST_TMPDIR/a folder: make accepts no path with a blank or colon; try a relative one"* ]]
	done
}

@test "a kernel in a folder with a blank: one line says what to do" {
	checkout "$BATS_TEST_TMPDIR/a folder"
	for tool in make flex bison bc; do stand_in $tool :; done # nothing may be built
	run -1 --separate-stderr arch/kernel build
	[ "$(tail -n 1 <<<"$stderr")" = "kernel: the kernel's make accepts no path with a blank or colon: set O= and CACHE= to others" ]
}

# no_writing COMMAND...: without the right to write into this folder, even as root
no_writing() {
	# shellcheck disable=SC2016
	unshare --user --map-root-user --mount sh -euc '
		mount --bind . .
		mount -o remount,bind,ro .
		cd "$PWD"
		exec "$@"' - "$@"
}

@test "a checkout that may not be written: one line says what to do" {
	needs_mounts
	checkout "$BATS_TEST_TMPDIR/checkout"
	for jobs in -j1 -j4; do
		run no_writing make --no-print-directory "$jobs" tiny
		[ "$status" -eq 2 ]
		[ "$(grep -cv '^make' <<<"$output")" -eq 1 ]
		grep -qx 'cannot write to build: set O= and CACHE= to other directories' <<<"$output"
	done
	rm .cache
	run no_writing make --no-print-directory O="$BATS_TEST_TMPDIR/out" tiny
	[ "$status" -eq 2 ]
	grep -q '^fetch: cannot write to the cache .cache: choose another with CACHE=$' <<<"$output"
}

@test "O= and CACHE= elsewhere do for a checkout that may not be written" {
	needs_mounts
	cache=$(realpath "$CACHE")
	checkout "$BATS_TEST_TMPDIR/checkout"
	run -0 no_writing make O="$BATS_TEST_TMPDIR/out" CACHE="$cache" tiny smoke
	grep -q '^smoke: ok' <<<"$output"
	run -0 no_writing make help
}

@test "clean comes before what is built, whatever -j says" {
	cache=$(realpath "$CACHE")
	checkout "$BATS_TEST_TMPDIR/checkout"
	for goal in clean distclean; do
		for jobs in 1 4 16; do
			run -0 make "-j$jobs" "$goal" tiny NOLIBC="$cache/linux-source/tools/include/nolibc"
			[ -s "build/$ARCH/initramfs.cpio.gz" ]
		done
	done
}

# interrupted FOLDER COMMAND...: Ctrl-C while it has something in FOLDER ends it as
# that signal, and leaves nothing there
interrupted() {
	local folder=$1
	shift
	mkdir -p "$folder"
	# with SIGINT as a terminal's programs have it, and a group of its own to get it;
	# to a shell an exit with 130 would be the same as the signal
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

@test "a script that Ctrl-C ends leaves nothing, and ends as that signal" {
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	interrupted "$TMPDIR" tests/repro
	stand_in "$(fact qemu)" 'echo version 99; sleep 60'
	interrupted "$TMPDIR" tests/measure/min-memory /etc/passwd
	SECONDS_EACH=60 stand_in_package
	interrupted "$CACHE" arch/fetch kernel
}

@test "a workload of bench-pack that was not finished is none" {
	export O=$BATS_TEST_TMPDIR/build
	make --no-print-directory "$O/pack"
	# only the workload's file is so large
	stand_in head "case \$* in *1000000000*) echo some; exit 1 ;; esac
		exec $(command -v head) \"\$@\""
	run ! tests/measure/bench-pack W2
	[ -s "$O/bench/one.new/file" ]
	[ ! -e "$O/bench/one" ]
}
