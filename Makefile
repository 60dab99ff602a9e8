# tinyinit - Linux as two files. `make help` lists the targets.

# --- what the user may set -------------------------------------------------

host    := $(shell unset ARCH; root=.; . arch/facts 2>/dev/null && echo $$ARCH)
ARCH    ?= $(host)
O       ?= build
CACHE   ?= .cache
MEM     ?= 256M
PREFIX  ?= /usr/local
FUZZ_SECONDS ?= 60
RUNS    ?= 5
TESTS   ?= tests/
# The path of the checkout may contain any character: all paths are relative.
$(foreach v,O CACHE NOLIBC,$(if $(word 2,$($v))$(findstring :,$($v)),\
	$(error $v=$($v): make accepts no path with a blank or colon; try a relative one)))
$(foreach v,O CACHE NOLIBC PREFIX DESTDIR,$(if $(filter ~%,$($v)),\
	$(error $v=$($v): your shell did not expand the ~: write $v=$(HOME)...)))
every_arch := $(patsubst arch/machines/%.mk,%,$(wildcard arch/machines/*.mk))
chosen   := $(if $(filter all,$(ARCH)),$(every_arch),$(filter $(ARCH),$(every_arch)))
ifeq ($(chosen),)
$(error unknown architecture ARCH=$(ARCH): set it to one of $(every_arch), or to all)
endif
# ARCH=all: the host's architecture here, each other one in a sub-make
override ARCH := $(firstword $(filter $(host),$(chosen)) $(chosen))
others   := $(filter-out $(ARCH),$(chosen))
include arch/machines/$(ARCH).mk

LLVM    ?= $(llvm_suffix)
# Replace make's built-in CC and LD, never the user's.
ifeq ($(origin CC),default)
CC      := clang$(LLVM)
endif
ifeq ($(origin LD),default)
LD      := ld.lld$(LLVM)
endif
OBJCOPY ?= llvm-objcopy$(LLVM)
OBJDUMP ?= llvm-objdump$(LLVM)
GDB     ?= gdb-multiarch
GZIP_TOOL ?= zopfli -c --i100

variables = ARCH KERNEL INITRAMFS SUITE NOLIBC APPEND MEM SMP MACHINE KVM QEMU_EXTRA \
	MARKER FAIL TIMEOUT LOG CC LD LLVM OBJCOPY OBJDUMP GDB GZIP_TOOL \
	FUZZ_SECONDS RUNS PEERS TESTS TAGS TEXT O CACHE PREFIX DESTDIR V
# a misspelt one would be ignored
given    := $(foreach v,$(.VARIABLES),$(if $(filter command,$(origin $v)),$v))
unknown  := $(filter-out $(variables),$(given))
$(if $(unknown),$(error unknown variable $(unknown): there are $(variables)))
export ARCH KERNEL SUITE APPEND MEM SMP MACHINE TIMEOUT KVM QEMU_EXTRA O CACHE
export FUZZ_SECONDS CFLAGS_HOST GDB

.DELETE_ON_ERROR:
.SUFFIXES:
$(V).SILENT:
# clean before building, whatever -j says
ifneq ($(filter clean distclean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

B        := $(O)/$(ARCH)
# CC, LD and OBJCOPY are for ARCH: export them only to what runs for ARCH alone.
single_arch := $(B)/tools fuzz bench-pack scale peers sizes staircase
$(single_arch): export CC := $(CC)
$(single_arch): export LD := $(LD)
$(single_arch): export OBJCOPY := $(OBJCOPY)
$(B)/tools: export GZIP_TOOL := $(GZIP_TOOL)

products := $(B)/init $(B)/initramfs.cpio $(B)/initramfs.cpio.gz $(B)/sector.cpio

.PHONY: tiny tools
tiny: $(products) $(if $(others),others-tiny) ## build init and the archives (the default)
	for file in $(products); do \
		bytes=$$(wc -c <$$file); \
		[ $$bytes -le 512 ] && fits=', fits one sector' || fits=; \
		echo "$$file: $$bytes bytes$$fits"; \
	done

# With ARCH=all, tiny, tools or kernel for each other architecture that has it
others-%:
	failed=; \
	for arch in $(if $(only_$*),$(filter $(only_$*),$(others)),$(others)); do \
		$(MAKE) --no-print-directory ARCH=$$arch $* || failed=1; \
	done; \
	[ -z "$$failed" ] || \
		{ echo "not all of ARCH=all: 'make deps ARCH=all' installs what they need" >&2; exit 1; }

# --- init --------------------------------------------------------------------

ifndef NOLIBC
NOLIBC := $(CACHE)/linux-source$(nolibc_suite:%=-%)/tools/include/nolibc
$(NOLIBC)/nolibc.h:
	arch/fetch source $(nolibc_suite) >/dev/null
else
$(NOLIBC)/nolibc.h:
	echo "NOLIBC=$(NOLIBC) has no nolibc.h: name the tools/include/nolibc of a kernel tree" >&2
	exit 1
endif
tree := $(NOLIBC)/../../..

# The UAPI headers as they are in the kernel tree, with those generated for ARCH, and
# without the annotations that headers_install strips.
uapi      := $(B)/uapi
uapi_made := $(uapi)/arch/$(srcarch)/include/generated/uapi
CPPFLAGS_INIT := -nostdlibinc -I$(NOLIBC) -isystem $(uapi_made) \
	-isystem $(tree)/arch/$(srcarch)/include/uapi \
	-isystem $(tree)/include/uapi -isystem $(uapi)/stripped \
	-D__EXPORTED_HEADERS__ -D__user= -D__force= -D__iomem= \
	-D__attribute_const__=
# No hoisting out of loops: reloading a constant is smaller than saving a register.
CFLAGS_INIT := --target=$(triple) -std=gnu11 -Oz -g -Wall -Wextra \
	-ffreestanding -fno-pic -fomit-frame-pointer -fno-stack-protector \
	-fno-asynchronous-unwind-tables -mllvm -disable-machine-licm \
	-ffunction-sections -fdata-sections -ffile-compilation-dir=. $(cflags)

.PHONY: writable
writable:
	mkdir -p $(O) 2>/dev/null && [ -w $(O) ] || \
		{ echo 'cannot write to $(O): set O= and CACHE= to other directories' >&2; exit 1; }

tools: $(B)/tools
# The tools and flags: the file changes when they do, and init is rebuilt. (Several
# makes may check at once: each has a temporary file of its own.)
$(B)/tools: FORCE | writable
	mkdir -p $(@D) && new=$@.$$$$ && \
	{ arch/toolchain && echo '$(CC) $(CPPFLAGS_INIT) $(LD) $(GZIP_TOOL)' && \
		echo 'CFLAGS_INIT = $(CFLAGS_INIT)'; } >$$new || \
		{ rm -f $$new; exit 1; }; \
	if cmp -s $$new $@; then rm $$new; else mv $$new $@; fi

$(uapi)/complete: $(B)/tools | $(NOLIBC)/nolibc.h
	rm -rf $(uapi)
	mkdir -p $(uapi)/stripped/linux
	touch $(uapi)/stripped/linux/compiler.h $(uapi)/stripped/linux/compiler_types.h
	CC='$(CC)' arch/uapi $(tree) $(uapi)
	touch $@

$(B)/init.o: init.c $(uapi)/complete $(B)/tools
	$(CC) $(CPPFLAGS_INIT) $(CFLAGS_INIT) -MMD -MP -c -o $@ $<
-include $(B)/init.d

$(B)/init.elf: $(B)/init.o linker.ld
	$(LD) -static --gc-sections -T linker.ld -o $@ $<

$(B)/init: $(B)/init.elf
	$(OBJCOPY) --strip-sections $< $@

# The same by hand, the baseline of a comparison.
$(B)/assembly: tests/inits/asm/$(ARCH).S linker.ld $(B)/tools
	$(CC) --target=$(triple) -c -o $@.o $<
	$(LD) -static --gc-sections -T linker.ld -o $@.elf $@.o
	$(OBJCOPY) --strip-sections $@.elf $@

# --- pack and the archives ---------------------------------------------------

CFLAGS_HOST := -std=c11 -Wall -Wextra -Werror -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64
AS_RELEASED := -O2 -static -fno-pie
SANITIZED   := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all
INSPECTED   := -O1 -gdwarf-4

# as released, and for the tests with AddressSanitizer and for valgrind
builds := $(O) $(O)/asan $(O)/valgrind
$(builds:=/pack): $(wildcard pack/*.c) $(wildcard pack/*.h)
$(builds:=/peek): $(wildcard pack/peek/*.c) $(wildcard pack/peek/*.h) pack/newc.h
PACK_LIBS = -luring
PEEK_LIBS = -lz -lbz2 -llzma -llzo2 -llz4 -lzstd
$(builds:=/pack): LIBS = $(PACK_LIBS)
$(builds:=/peek): LIBS = $(PEEK_LIBS)
$(O)/pack $(O)/peek: MODE = $(AS_RELEASED)
$(O)/asan/%: MODE = $(SANITIZED)
$(O)/valgrind/%: MODE = $(INSPECTED)
$(builds:=/pack) $(builds:=/peek): VERSION | writable
	mkdir -p $(@D)
	$(CC) $(CFLAGS_HOST) -DVERSION='"$(shell cat VERSION)"' $(MODE) -o $@ $(filter %.c,$^) $(LIBS) || \
		{ echo "$@: not built: 'make deps' installs clang and the libraries; CC= names another compiler" >&2; exit 1; }

$(B)/initramfs.cpio: pack/rootfs.list $(B)/init $(O)/pack
	INIT=$(B)/init $(O)/pack -o $@ $<

$(B)/sector.cpio: $(B)/init $(O)/pack
	echo 'file init $(B)/init 0755 0 0' | $(O)/pack -o $@ -
	truncate -s '>512' $@ # at least one whole sector

%.gz: % $(B)/tools
	$(GZIP_TOOL) $< >$@

# for the tests and comparisons
$(O)/on-terminal: tests/measure/on-terminal.c | writable
	mkdir -p $(@D)
	$(CC) $(CFLAGS_HOST) -O2 -o $@ $<

$(O)/counter.so: tests/measure/counter.c | writable
	mkdir -p $(@D)
	$(CC) $(CFLAGS_HOST) -O2 -shared -fPIC -o $@ $<

.PHONY: install
# a tool that is missing is named before minutes of building
install: $(if $(others),others-tools) tiny $(O)/pack $(O)/peek ## install smoke (for ARCH, or ARCH=all), pack and peek under PREFIX
	O='$(O)' arch/install '$(DESTDIR)$(PREFIX)' $(chosen)

# --- our own kernel ------------------------------------------------------------

only_kernel := $(patsubst arch/kernels/%.config,%,$(wildcard arch/kernels/*.config))

.PHONY: kernel
kernel: $(if $(others),others-kernel) ## build our own small kernel, for KERNEL=tiny, or the least of KERNEL=least
	LLVM='$(LLVM)' arch/kernel build $${KERNEL:+"$$KERNEL"}

# --- running it --------------------------------------------------------------

.PHONY: run qemu smoke gdb asm
run: $(B)/init ## run init as an ordinary process; Ctrl-C ends it
	arch/run $<

qemu: $(B)/initramfs.cpio ## boot interactively; Ctrl-A X leaves QEMU
	arch/qemu "$${KERNEL:-default}" "$${INITRAMFS-$<}" -serial mon:stdio

smoke: $(B)/initramfs.cpio $(if $(others),others-tiny) ## boot and tell whether user space was reached
	arch/smoke $(if $(others),-a)

gdb: $(B)/initramfs.cpio $(B)/init.elf ## stop the guest at init's first instruction, in gdb
	arch/gdb "$${KERNEL:-default}" "$${INITRAMFS-$<}" $(B)/init.elf

asm: $(B)/init.elf ## disassemble init, with its source
	$(OBJDUMP) -dS --no-leading-headers --triple=$(triple) $(objdump) $<

# --- the lab -----------------------------------------------------------------

# each answers a question that the one before raises
experiments = kernel-is-a-file no-root pid-1 ordinary-process syscalls gdb \
	no-init not-executable dynamic-init init-exits kill-init no-console \
	cmdline initrd-is-many no-trailer one-sector no-initramfs-needed one-file shell

# their programs, built like init
lab_programs := $(patsubst tests/lab/%.c,$(B)/lab/%,$(wildcard tests/lab/*.c))
$(lab_programs): $(B)/lab/%: tests/lab/%.c $(uapi)/complete $(B)/tools
	mkdir -p $(@D)
	$(CC) $(CPPFLAGS_INIT) $(CFLAGS_INIT) -c -o $@.o $<
	$(LD) -static --gc-sections -o $@ $@.o

.PHONY: lab
lab: ## list the experiments
	for name in $(experiments); do \
		sed -n '2s/^# \(.*\) - /\1\t/p' tests/lab/$$name; \
	done | expand -t 24

lab-%: tests/lab/% $(products) $(O)/peek $(O)/on-terminal $(lab_programs) ## run an experiment
	CC='$(CC)' LD='$(LD)' OBJCOPY='$(OBJCOPY)' $<

# --- pictures ----------------------------------------------------------------

with_tools = CC='$(CC)' LD='$(LD)' OBJDUMP='$(OBJDUMP)'

$(B)/poster.svg: tests/pictures/poster $(B)/sector.cpio $(B)/init.elf init.c tests/pictures/Picture.pm
	$(with_tools) $< $(B)/sector.cpio $(B)/init.elf >$@

.PHONY: poster timeline
poster: $(if $(TEXT),$(B)/sector.cpio $(B)/init.elf,$(B)/poster.svg) ## draw every byte of sector.cpio; TEXT=1 prints it
	$(if $(TEXT),$(with_tools) tests/pictures/poster --text,ls) $^

timeline: $(B)/initramfs.cpio ## draw where the time of a boot goes: Debian's kernel, and KERNEL
	$(if $(KERNEL),arch/kernel path "$$KERNEL" >/dev/null)
	stock=$$(arch/fetch kernel) && RUNS='$(RUNS)' tests/measure/timeline $(B)/timeline.svg $< \
		"Debian's $${stock##*/}=default" $(if $(KERNEL),"$(notdir $(KERNEL))=$(KERNEL)")

# --- checking it -------------------------------------------------------------

.PHONY: test test-tools repro fuzz initrds soak lint
test-tools:
	for tool in bats prove valgrind; do command -v $$tool >/dev/null || \
		{ echo "test: $$tool is not installed: run 'make deps-test'" >&2; exit 1; }; done

# init's on every chosen architecture, the rest on the host's. What takes a few seconds
# comes first, to fail soon, then the longest, so that all jobs end at about the same
# time. There is one more than CPUs: they wait a third of their time.
all_tests := $(patsubst %,tests/%.bats,suite boot/image boot/recipes measure/bench-pack \
	pack/initrds boot/smoke lab/lab init/build) $(chosen:%=%:tests/init/machine.bats) \
	$(patsubst %,tests/%.bats,pack/kernel pack/pack boot/program init/places)
all_tests += $(filter-out tests/init/machine.bats $(all_tests),$(wildcard tests/*.bats tests/*/*.bats))
matched   = $(strip $(foreach part,$(TESTS),$(findstring $(part),$1)))
wanted_tests := $(strip $(foreach test,$(all_tests),$(if $(call matched,$(test)),$(test))))

test: test-tools tiny $(O)/on-terminal $(builds:=/pack) $(builds:=/peek) ## run the tests, or those of TESTS=tests/pack
	$(if $(wanted_tests),,echo "test: no test file matches TESTS=$(TESTS): there are $(all_tests)" >&2; exit 1)
	ARCH=$(host) PERL5LIB=tests prove --formatter Skips --jobs $$(($$(nproc) + 1)) --timer --failures \
		--comments --exec tests/tap \
		$(wanted_tests)

repro: ## build in two directories: every product must be identical
	tests/repro $(chosen)

fuzz: ## fuzz pack's list parser and peek, FUZZ_SECONDS each
	tests/pack/fuzz

initrds: ## as root: compare peek with other listers of real initrds
	tests/pack/initrds bookworm
	tests/pack/initrds trixie

soak: $(B)/initramfs.cpio ## run 100,000 ticks on our kernel in virtual time, checking each
	tests/boot/soak

lint: ## check format, C, shell scripts, Perl, YAML and man pages
	tests/lint

# --- comparing it ------------------------------------------------------------

.PHONY: bench-pack scale kernels bytes peers sizes staircase
bytes: $(O)/pack ## tabulate the sizes of init and its archives, every architecture
	tests/measure/bytes

kernels: $(B)/init $(B)/initramfs.cpio $(O)/counter.so $(O)/on-terminal ## compare our kernels with Debian's
	LLVM='$(LLVM)' tests/measure/kernels

bench-pack: $(O)/pack ## time pack and its peers
	tests/measure/bench-pack

scale: $(O)/pack ## time pack on up to a million entries
	tests/measure/scale

# init in every language and libc, or in those of PEERS
PEERS ?= $(patsubst tests/inits/%/peer,%,$(wildcard tests/inits/*/peer))
peers sizes staircase: $(B)/init $(if $(wildcard tests/inits/asm/$(ARCH).S),$(B)/assembly)
peers sizes staircase: export TREE := $(tree)
peers sizes staircase: export CPPFLAGS_INIT := $(CPPFLAGS_INIT)
peers sizes staircase: export CFLAGS_INIT := $(CFLAGS_INIT)
peers:
	tests/inits/build $(PEERS)

sizes: $(O)/pack $(O)/on-terminal $(O)/counter.so ## compare init in every language and libc, or in those of PEERS
	GZIP_TOOL='$(GZIP_TOOL)' tests/inits/sizes $(PEERS)

staircase: $(O)/on-terminal ## from a naive static binary to init, step by step
	tests/inits/staircase

# --- packages ----------------------------------------------------------------

# what_says NAME: the architecture's data; with ARCH=all that of every one
what_says = $(if $(others),$(shell sed -n 's/^$1 *= *//p' arch/machines/*),$($1))
packages = clang$(LLVM) lld$(LLVM) llvm$(LLVM) libc6-dev zopfli xz-utils lz4 zstd perl \
	zlib1g-dev libbz2-dev liblzma-dev liblzo2-dev liblz4-dev libzstd-dev liburing-dev \
	$(foreach suffix,$(call what_says,llvm_suffix),clang$(suffix) lld$(suffix) llvm$(suffix)) \
	$(call what_says,qemu_deb) $(if $(filter-out $(host),$(chosen)),qemu-user)
packages_test = bats git strace file binutils e2fsprogs btrfs-progs cpio libarchive-tools \
	bzip2 lzop libclang-rt$(LLVM)-dev valgrind gdb-multiarch qemu-user
packages_kernel = flex bison bc libelf-dev
packages_lint = clang-format clang-tidy cppcheck shellcheck yamllint mandoc

.PHONY: deps deps-test deps-kernel deps-sizes deps-initrds deps-lint clean distclean help FORCE
deps: ## install the Debian packages to build, boot and run
	arch/deps $(sort $(packages))

deps-test: ## and those for test, lab-NAME, gdb and fuzz
	arch/deps $(sort $(packages) $(packages_test))

deps-kernel: ## install those for kernel
	arch/deps $(packages_kernel)

deps-sizes: ## install those for sizes: compilers and gnuplot
	arch/deps gnuplot-nox strace qemu-user \
		$$(sed -n "s/^packages='\(.*\)'/\1/p" tests/inits/*/peer | tr ' ' '\n' | sort -u)

deps-initrds: ## install that for initrds and tests/fresh: debootstrap
	arch/deps debootstrap

deps-lint: ## install those for lint
	arch/deps $(packages_lint)

clean: ## remove the build directory
	rm -rf $(O)

distclean: clean ## and the downloads
	rm -rf $(CACHE)

help: ## list the targets and the variables
	awk -F ':.*## ' '/^[a-z%-]+:.*## / { sub("%", "NAME"); printf "%-12s %s\n", $$1, $$2 }' Makefile
	echo
	echo 'ARCH: $(every_arch); or all, for tiny, kernel, smoke, install, deps, deps-test, test, repro'
	$(foreach v,$(variables),printf '%-12s = %s\n' $v '$($v)';)
