# install.bats - what make install installs works from anywhere, without the checkout.

load ../common
load image

setup_file() {
	make --no-print-directory install DESTDIR="$BATS_FILE_TMPDIR" PREFIX=/opt/tiny >/dev/null
}

setup() {
	installed=$BATS_FILE_TMPDIR/opt/tiny
	kernel=$(realpath "$(arch/fetch kernel)")
	# shellcheck disable=SC2153
	build=$O cache=$CACHE # of the checkout
	unset O CACHE LOG
	export HOME=$BATS_TEST_TMPDIR/home
	mkdir "$HOME" "$BATS_TEST_TMPDIR/here"
	cd "$BATS_TEST_TMPDIR/here" || return
}

@test "programs, man pages and what smoke needs are installed, and do not name the checkout" {
	(cd "$installed" && find . -type f -printf '%m %P\n' | sort -k 2) | diff - <({
		printf '644 %s\n' lib/tinyinit/{VERSION,"build/$ARCH/initramfs.cpio",pack/rootfs.list} \
			share/bash-completion/completions/smoke share/man/man1/{pack,peek,smoke}.1
		(cd "$ROOT/arch" && printf '644 lib/tinyinit/arch/%s\n' machines/*.mk machines/*.family)
		printf '755 %s\n' bin/{pack,peek} \
			lib/tinyinit/arch/{Machine.pm,facts,fetch,image,kernel,qemu,smoke,smoke-all}
	} | sort -k 2)
	run ! grep -rIlE "(^|[^a-z/}])$ROOT/" "$installed"
}

@test "DESTDIR may be a relative path" {
	make --no-print-directory -C "$ROOT" install O="$build" CACHE="$cache" \
		DESTDIR="$(realpath --relative-to="$ROOT" "$BATS_TEST_TMPDIR")/other/" PREFIX=usr >/dev/null
	[ -x "$BATS_TEST_TMPDIR/other/usr/lib/tinyinit/arch/smoke" ]
	[ -x "$BATS_TEST_TMPDIR/other/usr/bin/pack" ]
}

@test "the installed smoke boots a kernel without make, compiler, apt and checkout, wherever it is" {
	PATH=$(without make clang cc gcc ld.lld apt-get bats)
	cp -r "$installed" moved
	ln -s moved/bin/smoke link
	run -0 ./link "$kernel"
	[[ "$output" = "smoke: ok, 'tick 1' was seen; "*"; console: smoke.log" ]]
	grep -q 'tick 1' smoke.log
	[ -z "$(ls -A "$HOME")" ]
	run -0 ./link --version
	[ "$output" = "smoke $(cat "$ROOT/VERSION")" ]
}

@test "the installed smoke runs a program" {
	[ "$(uname -m)" = "$ARCH" ] || skip "ARCH is $ARCH"
	$CC -static -o three -x c - <<<'int main(void) { return 3; }'
	# shellcheck disable=SC2016 # the stand-in's own
	says "$timed" 'while [ "$1" != -initrd ]; do shift; done
		'"$installed"'/bin/peek -v "$2" >archive
		echo "[    0.300000] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000300"
		exec sleep 100'
	run -1 "$installed/bin/smoke" "$kernel" ./three
	grep -q "^-rwxr-xr-x .* $(stat -c %s three) .* init\$" archive
	grep -q "^smoke: './three' failed, exit 3" <<<"$output"
}

@test "the installed smoke takes the architecture of the image, and names what is missing" {
	unset ARCH
	image s390x >kernel
	PATH=$(without qemu-system-s390x)
	run -125 "$installed/bin/smoke" kernel
	[ "${#lines[@]}" -eq 1 ]
}

@test "installed for ARCH=all, it has an archive of each architecture" {
	cd "$ROOT"
	export O=$build CACHE=$cache
	copied x86_64 i386 arm64
	make --no-print-directory install ARCH=all DESTDIR="$BATS_TEST_TMPDIR" PREFIX=/all >/dev/null
	for name in x86_64 i386 arm64; do [ -s "all/lib/tinyinit/build/$name/initramfs.cpio" ]; done
}

@test "the downloads of the installed smoke are kept in the user's cache" {
	export ARCH=riscv64
	stand_in_package
	unset CACHE
	run -0 "$installed/lib/tinyinit/arch/fetch" kernel
	[[ "$output" = *"$HOME/.cache/tinyinit/"* ]]
}

@test "bash completes the options of smoke" {
	run -0 bash -c '. "$1"; COMP_WORDS=(smoke --t) COMP_CWORD=1; _smoke; echo "${COMPREPLY[@]}"' - \
		"$installed/share/bash-completion/completions/smoke"
	[ "$output" = --tap ]
}

@test "installed, a kernel that Debian lacks has to be named" {
	ARCH=ppc
	stand_in "$(fact qemu)" 'echo version 99'
	for kernel in default tiny; do
		run -125 "$installed/bin/smoke" "$kernel"
		[[ $output = "smoke: kernel: "*": name the image of a kernel: smoke KERNEL" ]]
	done
}
