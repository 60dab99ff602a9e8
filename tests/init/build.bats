# build.bats - what `make` promises: its products; and when it cannot make them, one
# clear line, a non-zero status and nothing half-written.

load ../common

setup_file() {
	make --no-print-directory tiny "$O/on-terminal" "$O/peek" >/dev/null
}

# with_programs: a build directory of the test's own has pack and peek already
with_programs() {
	mkdir "$BATS_TEST_TMPDIR/build"
	cp -p "$O/pack" "$O/peek" "$BATS_TEST_TMPDIR/build"
}

# refused TEXT COMMAND...: COMMAND fails, and exactly one line of it contains TEXT
refused() {
	local text=$1
	shift
	run "$@"
	echo "$output"
	[ "$status" -ne 0 ]
	[ "$(grep -c -- "$text" <<<"$output")" -eq 1 ]
}

@test "make tiny prints the path and size of each product, and whether it fits one sector" {
	with_programs
	run -0 quiet_make ARCH=i386 tiny
	diff <(for product in init initramfs.cpio initramfs.cpio.gz sector.cpio; do
		bytes=$(stat -c %s "$BATS_TEST_TMPDIR/build/i386/$product")
		[ "$bytes" -le 512 ] && fits=', fits one sector' || fits=
		echo "$BATS_TEST_TMPDIR/build/i386/$product: $bytes bytes$fits"
	done) - <<<"$output"
}

@test "a second make builds nothing, a changed flag rebuilds init, and clean removes it all" {
	quiet_make tiny
	touch "$BATS_TEST_TMPDIR/then"
	quiet_make tiny
	run -0 find "$BATS_TEST_TMPDIR/build" -type f -newer "$BATS_TEST_TMPDIR/then"
	[ -z "$output" ]
	quiet_make tiny CC="${CC:-clang} -DCHANGED"
	[ "$BATS_TEST_TMPDIR/build/$ARCH/init.o" -nt "$BATS_TEST_TMPDIR/then" ]
	mkdir "$BATS_TEST_TMPDIR/cache"
	quiet_make CACHE="$BATS_TEST_TMPDIR/cache" clean
	[ ! -e "$BATS_TEST_TMPDIR/build" ]
	[ -e "$BATS_TEST_TMPDIR/cache" ]
	quiet_make CACHE="$BATS_TEST_TMPDIR/cache" distclean
	[ ! -e "$BATS_TEST_TMPDIR/cache" ]
}

@test "every clang that is installed keeps x86_64, x32 and i386 within one sector" {
	with_programs
	least=$(ARCH=x86_64 && fact llvm)
	for compiler in $(compgen -c clang | grep -xE 'clang(-[0-9]+)?' | xargs which | xargs realpath | sort -u); do
		version=$($compiler -dumpversion)
		[ "${version%%.*}" -ge "$least" ] || continue
		for target in x86_64 x32 i386; do
			quiet_make ARCH=$target CC="$compiler" "$BATS_TEST_TMPDIR/build/$target/sector.cpio"
			[ "$(stat -c %s "$BATS_TEST_TMPDIR/build/$target/sector.cpio")" -eq 512 ]
		done
	done
}

@test "make repro: builds in two directories are identical; it fails on a byte that differs" {
	run -0 tests/repro
	grep -qx "repro: same: $ARCH/init" <<<"$output"
	# a compiler that embeds its working directory
	stand_in here "exec ${CC:-clang} -Dinit='init(void);const char where[] __attribute__((used)) = \"'\"\$PWD\"'\"; void init' \"\$@\""
	run ! env CC="$BATS_TEST_TMPDIR/bin/here" tests/repro
	like "$output" "...$ARCH/init.elf ... differ..."
}

@test "make help lists the targets and variables; make -n of each prints commands and runs none" {
	run -0 quiet_make help MEM=77M
	grep -qx 'MEM *= 77M' <<<"$output"
	targets=$(sed -n 's/^\([a-z-]*\)  *[^ =].*/\1/p' <<<"$output")
	for target in tiny run qemu smoke gdb asm test repro deps clean; do
		grep -qx $target <<<"$targets"
	done
	for target in $targets lab-pid-1; do
		run -0 quiet_make -n "$target"
		[ -n "$output" ]
	done
	[ ! -e "$BATS_TEST_TMPDIR/build" ]
}

@test "make asm shows the source above its instructions" {
	run -0 make --no-print-directory asm
	grep -qF '__builtin_memcpy(start, word, sizeof(word));' <<<"$output"
	grep -q '<init>:' <<<"$output"
}

# bats test_tags=optional
@test "the README's table of bytes is what make bytes prints" {
	needs_all_architectures
	run -0 quiet_make bytes LLVM=-19
	grep '^| [a-z0-9_]* | [0-9]' <<<"$output" >"$BATS_TEST_TMPDIR/rows"
	machines=(arch/machines/*.mk)
	[ "$(wc -l <"$BATS_TEST_TMPDIR/rows")" -eq "${#machines[@]}" ]
	# shellcheck disable=SC2016 # no command, but Markdown
	sed -n '/`make bytes LLVM=-19`/,/^Versions:/p' arch/machines/README.md |
		grep '^| [a-z0-9_]* | [0-9]' | diff - "$BATS_TEST_TMPDIR/rows"
}

# bats test_tags=optional
@test "the README's example of a new architecture is one new file, builds, runs and boots" {
	needs qemu-arm qemu-system-aarch64
	copied
	export ARCH=armv5
	sed -n '/^    # armv5:/,/^$/s/^    //p' "$ROOT/arch/machines/README.md" >arch/machines/armv5.mk
	make --no-print-directory tiny
	[ "$(stat -c %s build/armv5/init)" -eq 340 ]
	"$built/on-terminal" 120 'tick 0' arch/run build/armv5/init
	run -0 arch/smoke
}

@test "a program of another architecture is not taken for native, however slow the host" {
	printf '\177ELFnothing that runs' >"$BATS_TEST_TMPDIR/other"
	chmod +x "$BATS_TEST_TMPDIR/other"
	stand_in bash "sleep 1; exec $(command -v bash) \"\$@\""
	run ! arch/run --native "$BATS_TEST_TMPDIR/other"
	arch/run --native /bin/true
}

@test "writable data in init fails the build" {
	edited 's/number, ticks = -1/number; static volatile unsigned int ticks = 7/'
	run -2 make "build/$ARCH/init"
	grep -q 'init.c: it has writable data' <<<"$output"
	[ ! -e "build/$ARCH/init" ]
}

@test "what make cannot use is rejected in one line, with what to do" {
	refused 'unknown architecture ARCH=vax: set it to one of .*x86_64' quiet_make ARCH=vax tiny
	refused 'NOLIBC=/usr has no nolibc.h' quiet_make NOLIBC=/usr tiny
	local tree=$BATS_TEST_TMPDIR/tools/include/nolibc
	mkdir -p "$tree"
	touch "$tree/nolibc.h"
	refused 'must be in a kernel tree' quiet_make NOLIBC="$tree" tiny
	stand_in clang-9 'echo Debian clang version 9.0.1'
	refused 'is version 9, x86_64 needs 14' quiet_make ARCH=x86_64 CC=clang-9 tiny
	# shellcheck disable=SC2016 # the stand-in's own
	stand_in none 'echo "clang version 99.0.0 (LLD 99.0.0)"; [ "$1" = --version ]'
	refused 'none was built without the target' quiet_make CC=none tiny
	refused 'none was built without the target' quiet_make LD=none tiny
	refused "ld.lld-0 is not installed: run 'make deps ARCH=$ARCH'" quiet_make LD=ld.lld-0 tiny
	stand_in other 'echo other 1.0'
	refused 'is not clang or lld' quiet_make CC=other tiny
	# nor is anything built if a later step will lack its tool
	PATH=$(without zopfli) refused "zopfli is not installed: run 'make deps ARCH=$ARCH'" quiet_make tiny
	refused "no-objcopy is not installed: run 'make deps ARCH=$ARCH'" quiet_make OBJCOPY=no-objcopy tiny
	# shellcheck disable=SC2016 # the stand-in's own
	stand_in clang-0 'case $1 in --version) echo clang version 14.0.0 ;; *) exec clang "$@" ;; esac'
	refused "^not all of ARCH=all: 'make deps ARCH=all' installs what they need" quiet_make ARCH=all CC=clang-0 install DESTDIR="$BATS_TEST_TMPDIR/root"
	[ "$(find "$BATS_TEST_TMPDIR/build" -name init -o -name pack)" = '' ]
	refused "/pack: not built: 'make deps' installs clang and the libraries" quiet_make CC=no-such "$BATS_TEST_TMPDIR/build/pack"
}

@test "the kernel tree of NOLIBC may have been built, and is not written to" {
	cp -r "$(arch/fetch source)" "$BATS_TEST_TMPDIR/linux"
	make -s -C "$BATS_TEST_TMPDIR/linux" ARCH="$(fact srcarch)" HOSTCC="$CC" \
		uapi-asm-generic archheaders >/dev/null
	[ -e "$BATS_TEST_TMPDIR/linux/arch/$(fact srcarch)/include/generated/uapi/asm/types.h" ]
	find "$BATS_TEST_TMPDIR/linux" | sort >"$BATS_TEST_TMPDIR/before"
	quiet_make NOLIBC="$BATS_TEST_TMPDIR/linux/tools/include/nolibc" "$BATS_TEST_TMPDIR/build/$ARCH/init"
	cmp "$BATS_TEST_TMPDIR/build/$ARCH/init" "$B/init"
	find "$BATS_TEST_TMPDIR/linux" | sort | diff "$BATS_TEST_TMPDIR/before" -
}

@test "make tiny ARCH=all builds what this LLVM can, and says what the rest needs" {
	copied x86_64 i386 arm64 loongarch64 s390x
	# shellcheck disable=SC2016 # the stand-in's own
	stand_in clang-0 'case $1 in --version) echo clang version 14.0.0 ;; *) exec '"$CC"' "$@" ;; esac'
	run ! make --no-print-directory ARCH=all CC=clang-0 tiny
	for machine in loongarch64 s390x; do
		[ "$(grep -c "clang-0 is version 14, $machine needs 19: 'make deps LLVM=-19'" <<<"$output")" -eq 1 ]
		[ ! -e "build/$machine/init" ]
	done
	for machine in x86_64 i386 arm64; do [ -e "build/$machine/sector.cpio" ]; done
}

@test "a full disk fails the build and leaves nothing that make would trust" {
	needs_mounts
	mkdir "$BATS_TEST_TMPDIR/build"
	# the same build, on a disk that grows until it succeeds
	# shellcheck disable=SC2016
	unshare --user --map-root-user --mount sh -euc '
		mount -t tmpfs -o size=4k none "$1"
		size=4
		until make O="$1" ARCH="$2" tiny >"$3" 2>&1; do
			grep -q "No space left\|disk full" "$3" || { cat "$3"; exit 1; }
			size=$((size + 500))
			[ $size -lt 4000 ]
			mount -o "remount,size=${size}k" "$1"
		done
		[ $size -gt 504 ]
		cp -r "$1/$2" "$1/pack" "$4"
	' - "$BATS_TEST_TMPDIR/build" "$ARCH" "$BATS_TEST_TMPDIR/log" "$BATS_TEST_TMPDIR"
	for product in init initramfs.cpio initramfs.cpio.gz sector.cpio; do
		cmp "$B/$product" "$BATS_TEST_TMPDIR/$ARCH/$product"
	done
}

@test "fetch downloads a package once from each suite, even if two run at once or nobody reads the path" {
	# downloaded COUNT: so often since it was last asked
	downloaded() { [ "$(wc -l <"$BATS_TEST_TMPDIR/downloads")" -eq "$1" ] && rm "$BATS_TEST_TMPDIR/downloads"; }
	stand_in_package
	arch/fetch kernel >"$BATS_TEST_TMPDIR/first" 3>&- &
	arch/fetch kernel >"$BATS_TEST_TMPDIR/second"
	wait $!
	cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/second"
	[ -f "$(cat "$BATS_TEST_TMPDIR/first")" ]
	downloaded 1
	for unread in '>/dev/full' '| sleep 0.1'; do
		rm -r "$CACHE"
		for again in '' 'sleep 0.3;'; do
			run ! bash -o pipefail -c "{ $again arch/fetch kernel; } $unread"
		done
		downloaded 1
		[ "$(ls "$CACHE")" = "$(fact kernel_deb)" ]
	done
	arch/fetch package some
	run -0 --separate-stderr arch/fetch package some
	grep -qx 'Version: 1' "$output/DEBIAN/control"
	[ -f "$output/boot/vmlinuz-1" ]
	downloaded 1
	arch/fetch package some sid | grep -Fx "$CACHE/package-some-sid"
	downloaded 1
}

@test "a kernel image in linux-binary-VERSION is found" {
	export ARCH=x86_64
	DEB_HAS=boot/config stand_in_package
	run -0 --separate-stderr arch/fetch kernel sid
	[ "$output" = "$CACHE/linux-image-cloud-amd64-sid/vmlinuz-1-stand-in" ]
	[ "$(cat "$output")" = kernel ]
	# nor is there such a package
	stand_in apt-cache 'case $2 in linux-binary-*) exit 100 ;; esac
		echo "  Depends: linux-image-1-stand-in"'
	refused 'the package linux-image-1-stand-in has no boot/vmlinuz-\*: ' arch/fetch kernel
	[ "$(ls "$CACHE")" = linux-image-cloud-amd64-sid ]
}

@test "a kernel from an archive that Debian has not signed is rejected" {
	local machine=s390x
	[ "$(dpkg --print-architecture)" != s390x ] || machine=arm64
	cd "$BATS_TEST_TMPDIR"
	mkdir -p archive/dists/bookworm
	printf 'Suite: bookworm\nComponents: main\n' >archive/dists/bookworm/Release
	stand_in apt-get "case \$1 in
		indextargets) echo 'Debian file:$PWD/archive' ;;
		*) exec $(command -v apt-get) \"\$@\" ;;
	esac"
	CACHE=$PWD/cache ARCH=$machine refused 'Release. is not signed' \
		"$ROOT/arch/fetch" kernel
	[ -z "$(ls cache)" ]
}

@test "what cannot be downloaded is rejected in one line, with what to do, and not kept" {
	export CACHE=$BATS_TEST_TMPDIR/cache
	CACHE=/proc/none refused 'cannot write to the cache /proc/none' arch/fetch kernel
	stand_in apt-cache 'echo "  Depends: linux-image-1-stand-in"'
	stand_in apt-get 'echo "E: no network" >&2; exit 100'
	refused 'E: no network.*KERNEL=/path' arch/fetch kernel
	refused 'E: no network.*NOLIBC=/path' arch/fetch source
	stand_in apt-get 'case $* in *download*) echo cut >package.deb ;; esac'
	refused 'the download of .* is corrupt' arch/fetch kernel
	refused 'the download of .* is corrupt' arch/fetch source
	stand_in apt-get "case \$* in
		*indextargets*) echo Debian file:none ;;
		*update*) echo \"E: The repository 'file:none bogus Release' does not have a Release file.\"; exit 100 ;;
		*) touch '$BATS_TEST_TMPDIR/downloaded' ;;
	esac"
	export ARCH=x86_64
	refused "^fetch: Debian has no suite 'bogus' (at file:none): set SUITE to one such as " arch/fetch kernel bogus
	stand_in apt-cache 'printf "Package: x\nInstalled-Size: 20480\nSize: 10485760\n"'
	stand_in df 'echo Filesystem; echo none 1000 1000 20480 99% /'
	refused "^fetch: reading the package lists needs 100 MB in $CACHE, only 20 MB are free" arch/fetch kernel sid
	stand_in dpkg 'echo amd64'
	refused "^fetch: unpacking linux-image-cloud-amd64 needs 31 MB in $CACHE, only 20 MB are free" arch/fetch kernel
	[ ! -e "$BATS_TEST_TMPDIR/downloaded" ]
	[ -z "$(ls "$CACHE")" ]
	# nor for a QEMU that is missing
	stand_in_package
	ARCH=riscv64
	PATH=$BATS_TEST_TMPDIR/bin:$(without "$(fact qemu)") refused "$(fact qemu) is not installed" arch/qemu default ''
	[ ! -e "$BATS_TEST_TMPDIR/downloads" ]
}

@test "make deps installs what is missing, by sudo unless root, or says why it cannot" {
	stand_in apt-get 'echo called; exit 1'
	run -0 arch/deps bash coreutils
	[ "$output" = 'deps: all 2 packages are installed' ]
	stand_in id 'echo 1000'
	stand_in sudo 'echo "sudo $*"'
	run -0 arch/deps not-a-package
	grep -q 'sudo apt-get -q update' <<<"$output"
	grep -q 'sudo env .* install .* not-a-package' <<<"$output"
	rm "$BATS_TEST_TMPDIR/bin/sudo"
	PATH=$BATS_TEST_TMPDIR/bin:$(without sudo id) \
		refused 'not root, and sudo is not installed' arch/deps not-a-package
	rm "$BATS_TEST_TMPDIR/bin/apt-get"
	PATH=$(without apt-get) refused 'not-a-package' arch/deps bash not-a-package
	grep -q 'KERNEL=.*NOLIBC=' <<<"$output"
}

@test "each command of arch/ has --help, and prints its usage if an argument is missing" {
	unset CC LD
	for command in deps fetch gdb image install kernel qemu run toolchain uapi; do
		run -0 arch/$command --help
		[[ $output = "usage: "*"arch/$command"* ]]
		[[ $output != *$'\n'[!\ ]* ]] # and nothing else
		usage=$output
		[ $command = qemu ] && status=125 || status=2
		run "-$status" arch/$command
		[ "$output" = "$usage" ]
	done
}

@test "O and CACHE are relative in the checkout's top, as make has them, and absolute elsewhere" {
	unset O CACHE
	[ "$(. arch/facts && echo "$O $CACHE")" = 'build .cache' ]
	cd tests
	[ "$(. ../arch/facts && echo "$O $CACHE")" = "$ROOT/build $ROOT/.cache" ]
}

@test "a variable that make does not know, or a path that it cannot accept, is refused" {
	for variable in TIMOUT arch; do
		refused "unknown variable $variable: there are ARCH .*TIMEOUT" quiet_make "$variable=1" tiny
	done
	for variable in PREFIX DESTDIR O CACHE NOLIBC; do
		# shellcheck disable=SC2088 # as dash passes it on
		refused "$variable=~/x: your shell did not expand the ~" quiet_make "$variable=~/x" tiny
	done
	for variable in O CACHE NOLIBC; do
		refused "$variable=/a folder: make accepts no path with a blank or colon; try a relative one" \
			quiet_make "$variable=/a folder" tiny
	done
	[ ! -e "$BATS_TEST_TMPDIR/build" ]
}
