# kernel.bats - kernels by name, and the build of our own: the script with a stand-in
# for Linux; and the real one, if it is built.

load ../common
load image

# a source package with a stand-in for Linux: a makefile that accepts every option but
# those of $REFUSED, and "builds" by writing files; it needs a compiler of version $LEAST
setup_file() {
	make --no-print-directory tiny "$O/on-terminal" >/dev/null
	local linux=$BATS_FILE_TMPDIR/linux-source-9.9
	mkdir -p "$linux/scripts" "$linux/init"
	cat >"$linux/Makefile" <<-'END'
		.RECIPEPREFIX = >
		kernelversion:
		>@echo 9.9
		allnoconfig:
		>grep -v "$${REFUSED:-nothing}" $(KCONFIG_ALLCONFIG) | grep -v '=n$$' >$(O)/.config
		bzImage: vmlinux
		>mkdir -p $(O)/arch/x86/boot
		>echo image >$(O)/arch/x86/boot/bzImage
		vmlinux:
		>echo built >>$(O)/builds
		>test ! -e $(O)/fault
		>echo elf >$(O)/vmlinux
	END
	echo 'source "init/Kconfig"' >"$linux/Kconfig"
	# shellcheck disable=SC2016
	printf '#!/bin/sh\necho ${LEAST:-13.0.1}\n' >"$linux/scripts/min-tool-version.sh"
	chmod +x "$linux/scripts/min-tool-version.sh"
	cat arch/kernels/*.config | sed -n 's/^CONFIG_\([A-Z0-9_]*\)=.*/config \1/p' >"$linux/init/Kconfig"
	tar -C "$BATS_FILE_TMPDIR" -cJf "$BATS_FILE_TMPDIR/linux.tar.xz" linux-source-9.9
}

# stand_in_linux: a copy of arch/ in the working directory, whose fetch yields that
stand_in_linux() {
	cd "$BATS_TEST_TMPDIR" || return
	mkdir cache
	cp "$BATS_FILE_TMPDIR/linux.tar.xz" cache
	cp -r "$ROOT/arch" arch
	# shellcheck disable=SC2016
	printf '#!/bin/sh\necho $* >>fetched\n[ "$1" = tarball ] && echo "$CACHE/linux.tar.xz"\n' >arch/fetch
	export ARCH=x86_64 CACHE=$PWD/cache O=build LLVM=
	out=build/x86_64/kernel
	for tool in flex bison bc; do
		[ -z "$(missing $tool)" ] || stand_in $tool :
	done
}

# stand_in_ours [least]: a file in the place of our kernel for ARCH, in an O of its own
stand_in_ours() {
	export O=$BATS_TEST_TMPDIR
	local out=$O/$ARCH/kernel${1:+-$1} boots
	boots=$out/$(fact tiny_boots)
	mkdir -p "${boots%/*}"
	echo >"$out/complete"
	echo >"$boots"
}

# starts ARGUMENT...: what arch/qemu then starts is $line
starts() {
	KVM=${KVM-0} run -0 arch/qemu "$@"
	line=" $(grep -e ' -accel ' <<<"$output")"
}

# has TEXT: $line has these words
has() { grep -qF -e " $1 " <<<"$line"; }

# --- by name ---------------------------------------------------------------------

@test "the default is Debian's kernel, or ours if Debian has none; a path is itself" {
	[ "$(arch/kernel path)" = "$(arch/fetch kernel)" ]
	[ "$(arch/kernel path default)" = "$(arch/fetch kernel)" ]
	[ "$(arch/kernel path /some/where)" = /some/where ]
	[ -z "$(arch/kernel path '')" ]
	export ARCH=riscv32
	stand_in_ours
	[ "$(arch/kernel path tiny)" = "$O/riscv32/kernel/$(fact tiny_boots)" ]
	[ "$(arch/kernel path)" = "$(arch/kernel path tiny)" ]
	[ "$(arch/kernel path default)" = "$(arch/kernel path tiny)" ]
}

@test "a kernel is unpacked and built once, again if source or options change, and resumed if it fails" {
	stand_in_linux
	run -0 arch/kernel build
	grep -q '^kernel: unpacking the source' <<<"$output"
	grep -qx "$out/arch/x86/boot/bzImage: 6 bytes" <<<"$output"
	grep -qx "$out/vmlinux: 4 bytes" <<<"$output"
	[ "$(arch/kernel path tiny)" = "$out/vmlinux" ]
	[ "$(arch/kernel image tiny)" = "$out/arch/x86/boot/bzImage" ]
	CACHE=cache run -0 arch/kernel build # the same, spelled otherwise
	[[ $output != *unpacking* ]]
	[ "$(wc -l <"$out/builds")" -eq 1 ]
	echo 'CONFIG_NEW=y' >>arch/kernels/tiny.config
	echo 'config NEW' >>"$CACHE/kernel-x86/init/Kconfig"
	touch "$out/fault"
	rm "$out/vmlinux"
	run -1 arch/kernel build
	like "$output" "...kernel: the build failed (...): see $out/build.log; the next one resumes it"
	[ "$(wc -l <"$out/builds")" -eq 2 ]
	run -1 arch/kernel path tiny
	rm "$out/fault"
	run -0 arch/kernel build
	[ "$(arch/kernel path tiny)" = "$out/vmlinux" ]
	touch -d '1 hour ago' cache/linux.tar.xz
	run -0 arch/kernel build
	grep -q '^kernel: unpacking the source' <<<"$output"
}

@test "nothing is built without its tools, space, source and options, and one line says why" {
	stand_in_linux
	# fails TEXT [NAME=VALUE]...: a build with these variables says a line like TEXT
	fails() {
		run -1 env "${@:2}" arch/kernel build
		like $'\n'"$output"$'\n' $'...\n'"kernel: $1"$'\n...'
		[ ! -e "$out/builds" ]
	}
	fails 'CONFIG_FUTEX=y was dropped: a dependency is not met' REFUSED=CONFIG_FUTEX
	fails 'Kconfig of Linux 9.9 dropped 1 options of ...' REFUSED=CONFIG_FUTEX
	echo CONFIG_GONE=y >>arch/kernels/tiny.config
	fails 'CONFIG_GONE=y was dropped: Linux 9.9 has no such option' REFUSED=CONFIG_GONE
	fails 'clang is version ..., Linux 9.9 needs 99.0.0 for x86_64: ...' LEAST=99.0.0
	stand_in clang 'echo 14.0.6'
	fails 'clang is version 14.0.6, Linux 9.9 needs 17 for i386: ...' ARCH=i386
	rm -r cache/kernel-x86
	stand_in tar "$(command -v tar) \"\$@\"; kill -KILL \$\$"
	fails 'cannot unpack ... (tar exited with 137)'
	stand_in df 'echo Filesystem; echo none 1000 1000 2048 99% /'
	fails "the source needs 300 MB in $CACHE, only 2 MB are free"
	[ ! -e cache/kernel-x86 ]
	fails "flex is not installed: run 'make deps deps-kernel'" PATH="$(without flex)"
}

@test "every option of the fragments has a reason" {
	run -1 grep -hvE '^#|^$|^CONFIG_[A-Z0-9_]+=[a-z0-9]+ +# .' arch/kernels/*.config
}

@test "SUITE selects the source; ours built from it, and least, are other kernels beside tiny" {
	stand_in_linux
	# another KERNEL SUITE ARGUMENTS FOLDER FUTEX: is not built, then is, in FOLDER, by make kernel ARGUMENTS
	another() {
		export SUITE=$2
		run -1 arch/kernel path "$1"
		[ "$output" = "kernel: our kernel for x86_64 is not built: run 'make kernel ARCH=x86_64$3'" ]
		run -0 arch/kernel build "$1"
		grep -qx "$4/vmlinux: 4 bytes" <<<"$output"
		[ "$(arch/kernel path "$1")" = "$4/vmlinux" ]
		[ "$(grep ^CONFIG_FUTEX= "$4/options")" = "CONFIG_FUTEX=$5" ]
	}
	another tiny '' '' "$out" y
	another least '' ' KERNEL=least' "$out-least" n
	another tiny sid ' SUITE=sid' "$out-sid" y
	another least sid ' KERNEL=least SUITE=sid' "$out-least-sid" n
	diff fetched - <<<$'tarball\ntarball\ntarball sid\ntarball sid'
	run -1 arch/kernel build /some/where
	[ "$output" = "kernel: unknown kernel '/some/where': set KERNEL to tiny or least, or leave it unset" ]
}

# --- QEMU's command line for it ----------------------------------------------------

@test "MACHINE is a plain QEMU machine, with no parameter but the console" {
	stand_in_qemu :
	MACHINE=odd,thing=off APPEND='' starts /etc/passwd ''
	has '-machine odd,thing=off -accel'
	[[ $line =~ " -append console=$(fact console)"\ *$ ]]
}

@test "tiny gets its own QEMU machine, any file the usual one" {
	[ -n "$(fact tiny_qemu_args)" ] || skip "arch/machines/$ARCH.mk has no tiny_qemu_args"
	stand_in_qemu :
	stand_in_ours
	emulated=$(fact_of tiny tcg_args)
	starts tiny ''
	has "$(fact tiny_qemu_args)${emulated:+ $emulated} -accel"
	for kernel in /etc/passwd "$(arch/kernel path tiny)"; do
		SMP=3 starts "$kernel" ''
		has "$(fact qemu_args) -smp 3 -accel"
	done
}

@test "least for i386 gets a CPU without APIC, only one, and no KVM" {
	export ARCH=i386
	stand_in_qemu :
	stand_in_ours least
	KVM='' starts least ''
	like "${lines[0]}" 'accelerator: tcg (KVM on ... cannot run this i386 kernel)'
	has '-cpu qemu64,-tsc,-apic -accel'
	SMP=2 run -125 arch/qemu least ''
	[ "$output" = 'qemu: SMP=2: KERNEL=least runs on 1 CPU for i386: leave SMP unset' ]
}

@test "ours gets its own kernel parameters as the default, too" {
	export ARCH=loongarch64
	stand_in_ours
	[ -z "$(fact kernel_deb)" ]
	cp -r arch "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR"
	sed -i 's/^tiny_boots/tiny_cmdline = of ours\n&/' "arch/machines/$ARCH.mk"
	for name in tiny default; do
		arch/kernel facts $name | grep -m 1 '^cmdline *=' | grep -q 'of ours$'
	done
	[ "$(arch/kernel facts /etc/passwd | grep -c '^cmdline *=')" -eq 0 ]
}

# debians COMMAND: a cache of its own with "Debian's" bzImage, whose vmlinux is only the
# note with the PVH entry point; compressed by COMMAND, with its size behind it unless
# that is gzip
debians() {
	export ARCH=x86_64 CACHE=$BATS_TEST_TMPDIR/${1%% *}
	local image
	image=$CACHE/$(fact kernel_deb)/vmlinuz-1
	mkdir -p "${image%/*}"
	cd "$CACHE" || return
	printf '\177ELF\4\0\0\0\4\0\0\0\22\0\0\0Xen\0' >elf
	$1 -c <elf >packed
	[ "$1" = gzip ] || printf '\24\0\0\0' >>packed
	(cd "$ROOT" && image bzImage) | cat - packed >"$image"
	perl -e 'print pack "VV", 16, -s "packed"' | dd of="$image" bs=1 seek=584 conv=notrunc status=none
	cd "$ROOT" || return
}

@test "the vmlinux in Debian's bzImage is unpacked, whatever compressed it" {
	for command in 'lz4 -l' zstd xz gzip; do
		debians "$command"
		run -0 --separate-stderr arch/fetch vmlinux
		[ "$output" = "$CACHE/$(fact kernel_deb)-vmlinux/vmlinux-1" ]
		cmp "$output" "$CACHE/elf"
	done
}

@test "Debian's kernel is booted as a vmlinux on microvm if that has all it needs" {
	debians gzip
	stand_in_qemu :
	starts default ''
	has "$(fact unpacked_qemu_args) $(fact fast_tcg_args) -accel"
	has "-kernel $CACHE/$(fact kernel_deb)-vmlinux/vmlinux-1"
	for other in SMP=2 QEMU_EXTRA=-S MACHINE=pc; do
		eval "$other starts default ''"
		has "-kernel $CACHE/$(fact kernel_deb)/vmlinuz-1"
		has '-machine pc'
	done
}

@test "otherwise its bzImage is booted, and one line says why" {
	debians zstd
	stand_in_qemu :
	PATH=$BATS_TEST_TMPDIR/bin:$(without zstd "$(fact qemu)") starts default ''
	[ "${lines[0]}" = "fetch: zstd is not installed: the kernel boots slower without it ('make deps' installs it)" ]
	has "$(fact fast_qemu_args) $(fact fast_tcg_args) -accel"
	debians gzip
	tr X Y <"$CACHE/elf" | gzip -c >"$CACHE/packed"
	dd if="$CACHE/packed" of="$CACHE/$(fact kernel_deb)/vmlinuz-1" bs=1 seek=1040 conv=notrunc status=none
	starts default ''
	[ "${lines[0]}" = "fetch: the vmlinux in '$CACHE/$(fact kernel_deb)/vmlinuz-1' has no PVH entry point" ]
	has "-kernel $CACHE/$(fact kernel_deb)/vmlinuz-1"
}

@test "a 32-bit kernel gets a 32-bit machine, a 64-bit one the usual" {
	export ARCH=arm
	stand_in qemu-system-aarch64 'echo version 99'
	stand_in qemu-system-i386 'echo version 99'
	image zImage >"$BATS_TEST_TMPDIR/zImage"
	starts "$BATS_TEST_TMPDIR/zImage" ''
	has "$(fact kernel32_qemu_args) -smp 2 -accel"
	[ "$(fact_of "$BATS_TEST_TMPDIR/zImage" gdb_arch)" = arm ]
	starts /etc/passwd ''
	has "$(fact qemu_args) -smp 2 -accel"
	ARCH=i386
	image bzImage32 >"$BATS_TEST_TMPDIR/bzImage"
	starts "$BATS_TEST_TMPDIR/bzImage" ''
	has 'qemu-system-i386 -machine pc -smp 2'
	[ "$(fact_of "$BATS_TEST_TMPDIR/bzImage" gdb_arch)" = i386 ]
	[ "$(fact_of default qemu)" = qemu-system-x86_64 ]
}

@test "arch/qemu -n prints the command, and starts nothing" {
	stand_in "$(fact qemu)" "echo version 99; touch '$BATS_TEST_TMPDIR/started'"
	APPEND='two  words' arch/qemu -n /etc/passwd '' -one 'more word' 2>/dev/null |
		xargs -0 printf '%s\n' >"$BATS_TEST_TMPDIR/words"
	[ ! -e "$BATS_TEST_TMPDIR/started" ] || [ -n "$(fact qemu_least)" ]
	[ "$(head -n 1 "$BATS_TEST_TMPDIR/words")" = "$(fact qemu)" ]
	grep -q '^console=.* two  words$' "$BATS_TEST_TMPDIR/words"
	[ "$(tail -n 1 "$BATS_TEST_TMPDIR/words")" = 'more word' ]
}

# --- its architecture --------------------------------------------------------------

@test "without ARCH every command takes the host's" {
	unset ARCH
	stand_in uname 'echo aarch64'
	[ "$(fact_of default console)" = ttyAMA0 ]
	run -0 make --no-print-directory help
	grep -qx 'ARCH *= arm64' <<<"$output"
	PATH=$BATS_TEST_TMPDIR/bin:$(without qemu-system-aarch64)
	run -125 arch/qemu /etc/passwd ''
	grep -q "make deps ARCH=arm64" <<<"$output"
}

@test "a host of unknown architecture needs ARCH, and says so" {
	unset ARCH
	stand_in uname 'echo vax'
	for command in 'arch/kernel path' 'arch/fetch kernel' 'arch/qemu x y' arch/smoke tests/boot/soak; do
		# shellcheck disable=SC2086
		run ! $command
		grep -q "unknown architecture 'vax': set ARCH" <<<"$output"
	done
	run ! make tiny
	grep -q 'unknown architecture ARCH=' <<<"$output"
	run -0 make ARCH=x86_64 -n clean
}

@test "every architecture that QEMU boots has a kernel: Debian's, or all that ours needs" {
	for machine in arch/machines/*.mk; do
		ARCH=$(basename "$machine" .mk)
		if [ -f "arch/kernels/$ARCH.config" ]; then
			for name in tiny_image tiny_boots page_size qemu console; do
				[ -n "$(fact $name)" ]
			done
		elif [ -n "$(fact qemu)" ]; then
			[ -n "$(fact kernel_deb)" ]
		fi
	done
}

@test "where our kernel is not supported, or QEMU has no machine, one line says so" {
	export ARCH=arm64be
	for command in 'arch/kernel build' 'arch/kernel path tiny'; do
		# shellcheck disable=SC2086
		run -1 $command
		[ "$output" = 'kernel: no arch/kernels/arm64be.config: our kernel does not support arm64be yet' ]
	done
	for kernel in '' tiny /etc/passwd; do
		judged 125 "qemu: arch/machines/arm64be.mk names no QEMU machine: run init as a process ('make run ARCH=arm64be')" $kernel
	done
}

# --- a real one ----------------------------------------------------------------

# boots_plainly KERNEL ARGUMENT...: QEMU starts user space with these arguments and, but
# for the serial console, all that it has by default
boots_plainly() {
	local kernel=$1
	shift
	run "$O/on-terminal" "$TIMEOUT" $'tick 0\r' "$(fact_of "$kernel" qemu)" "$@" -m 256M \
		-kernel "$kernel" -initrd "$B/initramfs.cpio" -append "console=$(fact console)"
	[ "$status" -eq 0 ] || { printf '%s\n' "$kernel $*:" "$output"; return 1; }
}

# bats test_tags=optional
@test "our kernel boots on QEMU's plain machine, with two CPUs, too" {
	ours
	for kernel in "$(arch/kernel path tiny)" "$(arch/kernel image tiny)"; do
		for cpus in 1 $(fact smp); do
			# shellcheck disable=SC2046 # several words
			boots_plainly "$kernel" $(fact qemu_args) -smp "$cpus" -nographic
		done
	done
}

# bats test_tags=optional
@test "the README's command boots our kernel" {
	ours
	[ "$ARCH" = x86_64 ] || skip 'the command is for x86_64'
	command=$(sed -n '/^    qemu-system-x86_64 /,/[^\\]$/p' arch/kernels/README.md)
	"$O/on-terminal" "$TIMEOUT" $'tick 0\r' sh -c "exec ${command//build\//$O/}"
}

# bats test_tags=optional
@test "those for a PC boot with a screen, as q35, and by older and newer SeaBIOS" {
	ours
	[ "$(fact srcarch)" = x86 ] || skip 'these are machines of x86'
	for suite in bookworm trixie; do
		arch/fetch package seabios $suite >>"$BATS_TEST_TMPDIR/bios" 2>"$BATS_TEST_TMPDIR/fetched" || skip_unfetched
	done
	for ARCH in x86_64 i386; do
		B=$O/$ARCH
		for name in tiny least; do
			kernel=$(arch/kernel image $name 2>/dev/null) || continue
			make --no-print-directory "$B/initramfs.cpio"
			boots_plainly "$kernel" -vga std -display none -serial stdio
			boots_plainly "$kernel" -M q35 -smp 2 -nographic
			while read -r package; do
				boots_plainly "$kernel" -bios "$package/usr/share/seabios/bios-256k.bin" -nographic
			done <"$BATS_TEST_TMPDIR/bios"
		done
	done
}

# bats test_tags=optional
@test "those for a PC do not promise EFI: the image has no PE header" {
	ours
	[ "$(fact srcarch)" = x86 ] || skip 'the image is that of x86'
	[ "$(head -c 2 "$(arch/kernel image tiny)")" != MZ ]
}

# bats test_tags=optional
@test "our kernel keeps the tables that are reached only by their bounds" {
	ours
	[ "$(fact srcarch)" = x86 ] || skip 'the tables are those of x86'
	symbols=$("llvm-nm${LLVM-}" "$(ours)")
	length() { # bytes from the symbol $1 to the symbol $2
		echo $((0x$(awk -v name="$2" '$3 == name { print $1 }' <<<"$symbols") - \
			0x$(awk -v name="$1" '$3 == name { print $1 }' <<<"$symbols")))
	}
	[ "$(length __alt_instructions __alt_instructions_end)" -gt 0 ]
	[ "$(length __apicdrivers __apicdrivers_end)" -gt 0 ]
	[ "$(length __brk_base __brk_limit)" -gt 65536 ] # more than alignment
}

# bats test_tags=optional
@test "our kernel and the initramfs are less than half a floppy disk" {
	ours
	[ "$ARCH" = x86_64 ] || skip 'this is promised for x86_64'
	sum=$(cat "$(arch/kernel image tiny)" "$B/initramfs.cpio" | wc -c)
	[ "$sum" -lt 737280 ]
}

# boots_in_little KERNEL: in as much memory as is promised
boots_in_little() {
	ours "$1"
	case $ARCH in
	x86_64) export MEM=8M ;;
	i386) export MEM=4M ;;
	*) skip "nothing is promised for $ARCH" ;;
	esac
	LOG=$BATS_TEST_TMPDIR/log run -0 arch/smoke "$1"
}

# bats test_tags=optional
@test "tiny boots in 8 MiB on x86_64, in 4 MiB on i386" {
	boots_in_little tiny
}

# bats test_tags=optional
@test "least boots in 8 MiB on x86_64, in 4 MiB on i386" {
	boots_in_little least
}

# bats test_tags=optional
@test "bench-boot times each boot, and prints its command line" {
	ours
	[ -n "$(fact baseline)" ] || skip "arch/machines/$ARCH.mk has no baseline"
	ROUNDS=1 run -0 tests/measure/bench-boot
	[ "$(grep -cE "^\| [^|]+ \| [0-9]+ \| [0-9.]+ \| [0-9.]+ \|\$" <<<"$output")" -eq 5 ]
	grep -q '^| baseline | [0-9]* | 1.0 |' <<<"$output"
	[ "$(grep -c "^    $(fact qemu) " <<<"$output")" -eq 5 ]
	[ "$(wc -l <"$O/bench/boot.tsv")" -eq 5 ]
	ROUNDS=x run -1 tests/measure/bench-boot
	[ "$output" = 'bench-boot: ROUNDS=x: must be a whole number, at least 1' ]
}

# bats test_tags=optional
@test "three counts of our kernel agree, and are within bounds" {
	ours
	[ "$ARCH" = x86_64 ] || skip 'the plugin supports only x86_64'
	make --no-print-directory "$O/counter.so" >/dev/null
	for i in 1 2 3; do
		INITRAMFS=$B/initramfs.cpio tests/measure/count "$B/init" tiny >"$BATS_TEST_TMPDIR/$i"
	done
	cmp "$BATS_TEST_TMPDIR/1" "$BATS_TEST_TMPDIR/2"
	cmp "$BATS_TEST_TMPDIR/1" "$BATS_TEST_TMPDIR/3"
	awk 'NR == 1 { first = $1 } END { print first, $1 - first
		exit first > 11000000 || $1 - first >= 20000 }' "$BATS_TEST_TMPDIR/1"
}

# bats test_tags=optional
@test "our kernel panics without an initramfs" {
	ours
	INITRAMFS='' LOG=$BATS_TEST_TMPDIR/log run -1 arch/smoke tiny
	grep -q '^smoke: panic' <<<"$output"
}

# bats test_tags=optional
@test "soak: two thousand ticks on our kernel, each one right" {
	ours
	[ -n "$(fact soak_machine)" ] || skip "arch/machines/$ARCH.mk has no soak_machine"
	run -0 tests/boot/soak 2000
	grep -q '^soak: ok, 2000 ticks' <<<"$output"
}
