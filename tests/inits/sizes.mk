# sizes.mk - builds init in every language and libc, and measures each.
#
# usage: make -f tests/inits/sizes.mk [PEERS='asm musl'] programs
# (tests/inits/sizes calls it for all the rest.)
#
# A peer is a file of plain data, tests/inits/PEER/peer.mk:
#
#	PEER.needs     programs it cannot be built without
#	PEER.package   the Debian packages that have them
#	PEER.compiler  its version, in the shell's double quotes; PEER.libc: of its libc
#	PEER.source    what it is built from, the main file first
#	PEER.greets    the name in its greeting, if not PEER
#	PEER.VARIANT   a command that makes $(out) of $(src), with a folder $(tmp)
#
# The VARIANT `default` is what documentation or habit says, `small` the same
# source with its tools' flags for fewer bytes, `diet` init.c itself on that
# libc. Programs are $(P)/PEER.VARIANT, each of its figures a file beside it.
include Makefile

P := $(O)/peers
S := $(O)/sizes
PEERS := $(or $(PEERS),$(patsubst tests/inits/%/peer.mk,%,$(wildcard tests/inits/*/peer.mk)))
include $(PEERS:%=tests/inits/%/peer.mk)

missing   = $(strip $(foreach program,$($1.needs),$(if $(shell command -v $(program) 2>&1),,$(program))))
absent   := $(foreach peer,$(PEERS),$(if $(call missing,$(peer)),$(peer)))
programs := $(foreach peer,$(filter-out $(absent),$(PEERS)),$(foreach variant,default small diet,\
	$(if $(value $(peer).$(variant)),$(P)/$(peer).$(variant))))
built    := $(wildcard $(programs))

# --- programs ------------------------------------------------------------------

# for the peers' files
gcc   = gcc $$(gcc -dumpfullversion)
clang = $$($(CC) --version | head -n 1)
deb   = $$(dpkg-query -W -f '$${Version}' $1)
small_link = -Wl,--gc-sections,--build-id=none,-z,noseparate-code,-z,norelro
out   = $(P)/$*
tmp   = $(out).d
peer  = $(basename $*)
src   = $(firstword $($(peer).source))
# LIBC.A FLAGS: built as init is, in one segment without section headers. linker.ld
# rejects these libcs, whose errno is written to; hence -N.
diet  = $(CC) $(CFLAGS_INIT) $2 -Itests/inits/c/diet -c -o $(tmp)/init.o init.c && \
	$(LD) -static -N --gc-sections --build-id=none -z nognustack -e init \
		-o $(tmp)/init.elf $(tmp)/init.o $1 && \
	$(OBJCOPY) --strip-sections $(tmp)/init.elf $(out)

# what depends on a file is made again only if that file differs
update = if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

export LC_ALL = C
.PHONY: programs table
programs: $(programs)

# its compiler and its command, a line each
version = $(if $(filter %.diet,$*),$(clang),$($(peer).compiler))$(if $($(peer).libc),$(comma) $($(peer).libc))
comma  := ,
$(programs:=.how): $(P)/%.how: FORCE
	mkdir -p $(@D)
	printf '%s\n' "$(version)" '$(subst ','\'',$($*))' >$@.new 2>/dev/null
	$(update)

.SECONDEXPANSION:
$(filter %.diet,$(programs)): init.c tests/inits/c/diet/nolibc.h $(B)/tools
$(programs): $(P)/%: $$($$(peer).source) $(P)/%.how
	rm -rf $(out) $(tmp) && mkdir $(tmp)
	{ $($*); } >$(out).log 2>&1 || { \
		tail -n 3 $(out).log; \
		echo 'sizes: $*: its command failed, see $(out).log'; \
		exit 1; } >&2
	rm -rf $(tmp)

# --- figures -------------------------------------------------------------------

# what they depend on besides the program
$(S)/emulator: what = qemu-system-x86_64 --version && cksum "$$(arch/kernel path "$$KERNEL")" && root=. && . arch/facts && facts
$(S)/tracer: what = strace -V && uname -r
$(S)/packer: what = echo '$(GZIP_TOOL)'
$(S)/emulator $(S)/tracer $(S)/packer: FORCE
	mkdir -p $(@D)
	{ $(what); } >$@.new
	$(update)

$(built:=.cpio): %.cpio: % $(O)/pack FORCE
	INIT=$* $(O)/pack -o $@.new pack/rootfs.list
	$(update)

$(built:=.cpio.gz): %.gz: % $(S)/packer
	$(GZIP_TOOL) $< >$@

figures := calls own whole resident least
# which takes many boots: not for all
skipped := $(filter-out $(patsubst %,$(P)/%.default.least,tinyinit glibc go rust),$(built:=.least))
$(skipped):
	echo >$@

measured := $(filter-out $(skipped),$(foreach figure,$(figures),$(built:=.$(figure))))
$(measured): $$(basename $$@).cpio | $(O)/on-terminal $(O)/counter.so
	tests/inits/figure $(subst .,,$(suffix $@)) $(basename $@) >$@
$(filter %.calls %.resident,$(measured)): $(S)/tracer
$(filter %.own %.whole %.least,$(measured)): $(S)/emulator

# --- the table -----------------------------------------------------------------

# the values of a row, a line each
$(built:=.row): %.row: % %.cpio %.cpio.gz $(addprefix %.,$(figures) how)
	{ printf '%s\n' $(subst ., ,$(notdir $*)) && stat -c %s $* $*.cpio $*.cpio.gz && \
		cat $(addprefix $*.,$(figures) how); } | paste -s >$@

.PHONY: i386
i386:
	$(MAKE) --no-print-directory ARCH=i386 tiny >/dev/null

# of the peers only bytes are compared with i386
$(P)/i386.row: i386
	{ echo tinyinit && echo i386 && cd $(O)/i386 && \
		stat -c %s init initramfs.cpio initramfs.cpio.gz && \
		printf '\n\n\n\n\n' && head -n 1 tools && echo 'make ARCH=i386'; } | paste -s >$@

$(S)/sizes.tsv: $(built:=.row) $(P)/i386.row
	{ echo peer variant bytes initramfs gzipped $(figures) version command | tr ' ' '\t' && \
		cat $^; } >$@

$(S)/not-built: FORCE
	mkdir -p $(@D)
	{ :; $(foreach peer,$(absent),echo '$(peer): not built: install $($(peer).package)';) \
	$(foreach program,$(filter-out $(built),$(programs)),\
		echo '$(notdir $(program)): not built: its command failed';) } >$@

table: $(S)/sizes.tsv $(S)/not-built
