# common.bash - what every bats file loads: where things are, and the helpers that
# more than one file uses.
#
# The environment is that of `make test` (ARCH, O, CACHE, CC, ...); a file run by hand
# (bats tests/init/build.bats) gets the same defaults.

bats_require_minimum_version 1.5.0

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT" || exit
root=$ROOT
. arch/facts
export TIMEOUT=${TIMEOUT:-600} # of a boot: the host may be busy
B=$O/$ARCH

READELF=llvm-readelf${LLVM-$(fact llvm_suffix)}
CC=${CC:-clang${LLVM-}} # for host programs

# fact_of KERNEL NAME: the fact as it holds for KERNEL
fact_of() { arch/kernel facts "$1" | value "$2"; }

# for_host: is ARCH the host's?
for_host() { [ "$ARCH" = "$(unset ARCH && . arch/facts && echo "$ARCH")" ]; }

# quiet_make ARGUMENT...: make with a build directory of the test's own
quiet_make() { make --no-print-directory O="$BATS_TEST_TMPDIR/build" "$@"; }

# copied [ARCHITECTURE]...: the working directory is a copy of what make needs, for these
# architectures or all; O is build there, and $built is what it was
# shellcheck disable=SC2120 # they are optional
copied() {
	cp -r Makefile VERSION init.c linker.ld arch pack "$BATS_TEST_TMPDIR"
	built=$(realpath "$O") CACHE=$(realpath "$CACHE") O=build
	cd "$BATS_TEST_TMPDIR" || return
	[ $# -eq 0 ] || for machine in arch/machines/*.mk; do
		[[ " $* " = *" $(basename "$machine" .mk) "* ]] || rm "$machine"
	done
}

# edited EXPRESSION: a copy whose init.c sed has changed
edited() {
	# shellcheck disable=SC2119
	copied
	sed -i "$1" init.c
	run -1 cmp -s init.c "$ROOT/init.c"
}

# eventually COMMAND...: waits until COMMAND succeeds, at most two minutes
eventually() {
	local end=$((SECONDS + 120))
	until "$@"; do
		if [ "$SECONDS" -ge "$end" ]; then
			echo "timeout: $*"
			return 1
		fi
		sleep 0.1
	done
}

# gone PID: it does not exist, or is a zombie
gone() { ! grep -qs '^State:.[^Z]' "/proc/$1/status"; }

# missing PROGRAM...: those that are not installed
missing() {
	local program
	for program; do
		command -v "$program" >/dev/null || echo "$program"
	done | paste -sd ' '
}

# needs PROGRAM...: skips the test unless all are installed
needs() { [ -z "$(missing "$@")" ] || skip "not installed: $(missing "$@")"; }

# skip_unfetched: skips with the last line of arch/fetch, less what varies (a mirror may be
# out of sync)
skip_unfetched() { skip "$(sed '$!d; s/ (.*)//' "$BATS_TEST_TMPDIR/fetched")"; }

# needs_all_architectures: skips the test unless all can be built
needs_all_architectures() {
	local suffix suite suites
	for suffix in '' $(sed -n 's/^llvm_suffix *= *//p' arch/machines/*.mk | sort -u); do
		needs "clang$suffix" "ld.lld$suffix" "llvm-objcopy$suffix" "llvm-objdump$suffix"
	done
	mapfile -t suites < <(sed -n 's/^nolibc_suite *= *//p' arch/machines/*.mk arch/machines/*.family | sort -u)
	for suite in "${suites[@]}"; do
		arch/fetch source "$suite" >/dev/null 2>"$BATS_TEST_TMPDIR/fetched" || skip_unfetched
	done
}

# needs_peers: skips the test unless the host can run the peers of make sizes
needs_peers() {
	[ "$ARCH" = x86_64 ] && [ "$(uname -m)" = x86_64 ] ||
		skip "the peers are x86_64 programs"
}

# stand_in NAME COMMANDS: a script that stands in for the program NAME, first in PATH
stand_in() {
	mkdir -p "$BATS_TEST_TMPDIR/bin"
	printf '#!/bin/sh\n%s\n' "$2" >"$BATS_TEST_TMPDIR/bin/$1"
	chmod +x "$BATS_TEST_TMPDIR/bin/$1"
	PATH=$BATS_TEST_TMPDIR/bin:$PATH
}

# stand_in_qemu COMMANDS: a stand-in for QEMU that runs COMMANDS; never too old
stand_in_qemu() {
	stand_in "$(fact qemu)" "[ \"\$1\" = --version ] && echo version 99 && exit
		$1"
}

# the records of a kernel, up to user space
# shellcheck disable=SC2034 # for the tests
timed='[    0.000000] Linux version 9\n[    0.200000] Run /init as init process\n'

# says TEXT [COMMANDS]: a stand-in for QEMU, whose guest prints TEXT (a format of printf)
# and then what COMMANDS print, or nothing more
says() {
	# shellcheck disable=SC2059
	printf "$1" >"$BATS_TEST_TMPDIR/said"
	stand_in_qemu "cat '$BATS_TEST_TMPDIR/said'; ${2:-exec sleep 100}"
}

# like TEXT WANTED: the same text, where ... in WANTED stands for any other
like() {
	local pattern
	pattern=$(sed 's/[][*?\\]/\\&/g; s/\.\.\./*/g' <<<"$2")
	# shellcheck disable=SC2053 # a pattern
	[[ $1 = $pattern ]] || {
		printf 'wanted: %s\ngot: %s\n' "$2" "$1"
		return 1
	}
}

# judged STATUS VERDICT [ARGUMENT]...: smoke exits with STATUS, and prints one line, like
# VERDICT; $stderr is what came with it
judged() {
	run --separate-stderr arch/smoke "${@:3}"
	like "$status $output" "$1 smoke: $2"
	[ "${#lines[@]}" -eq 1 ]
}

# stand_in_package: apt-get "downloads" a package of one file (a kernel, or DEB_HAS),
# in half a second or SECONDS_EACH
stand_in_package() {
	export SECONDS_EACH DEB_HAS
	# shellcheck disable=SC2016
	stand_in apt-get 'case $* in
	indextargets*) echo Debian file:none ;;
	*download*)
		echo >>"$CACHE/../downloads"
		sleep ${SECONDS_EACH:-0.5}
		case $* in
		*linux-binary-*) file=usr/lib/modules/1-stand-in/vmlinuz ;;
		*) file=${DEB_HAS:-boot/vmlinuz-1} ;;
		esac
		mkdir -p new/DEBIAN "new/${file%/*}"
		printf "Package: x\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n" >new/DEBIAN/control
		echo kernel >"new/$file"
		dpkg-deb -b new x.deb ;;
	esac'
	stand_in apt-cache 'echo "  Depends: linux-image-1-stand-in"'
	export CACHE=$BATS_TEST_TMPDIR/cache
}

# ours [KERNEL]: prints the path of our own kernel, or skips the test
ours() {
	[ -f "arch/kernels/$ARCH.config" ] || skip "our kernel does not support $ARCH"
	arch/kernel path "${1-tiny}" 2>/dev/null ||
		skip "our kernel is not built: run 'make deps-kernel kernel ARCH=$ARCH${1:+ KERNEL=$1}'"
}

# needs_mounts: skips the test without the permission to mount
needs_mounts() {
	unshare --user --map-root-user --mount true 2>/dev/null ||
		skip "no permission to mount"
}

# user_lines LOG: the lines of user space in a console log
user_lines() { tests/boot/console -u "$1"; }

# without PROGRAM...: prints a PATH without these programs
without() {
	local bin=$BATS_TEST_TMPDIR/without dir
	mkdir -p "$bin"
	for dir in $(realpath /usr/local/bin /usr/sbin /usr/bin /sbin /bin | sort -u); do
		ln -s "$dir"/* "$bin" 2>/dev/null || :
	done
	(cd "$bin" && rm -f "$@")
	echo "$bin"
}

# transcript COMMAND [README]: what README says that COMMAND prints
transcript() {
	awk -v command="    \$ $1" '
		$0 == command { shown = 1; next }
		shown && (/^[^ ]/ || /^    \$ make/) { exit }
		shown { sub(/^    /, ""); print }' "${2-README.md}"
}

# stable: its input without what differs between runs
stable() {
	local build
	build=$(sed 's/[^A-Za-z0-9/]/\\&/g' <<<"$O")
	sed -E "s,(^|[ =])$build/,\1build/,g; s/\[ *[0-9]+\.[0-9]{6}\]/[time]/
		s/[0-9]+ ms/some ms/g; s/PID [0-9]+/PID some/; s/^(accelerator:).*/\1 some/
		s,([^ ]*/)?vmlinu[xz]-[^ ;]*,vmlinux,; s/Linux version .*/Linux version some/; s/ +$//"
}
