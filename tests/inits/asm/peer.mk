# asm: the baseline. GNU syntax, assembled by clang, linked and stripped as init is.
asm.needs    = $(firstword $(CC))
asm.package  = clang
asm.compiler = $(clang)
asm.greets   = opcode
asm.source   = tests/inits/asm/init.S linker.ld
asm.default  = $(CC) --target=$(triple) -c -o $(tmp)/init.o $(src) && \
	$(LD) -static --gc-sections -T linker.ld -o $(tmp)/init.elf $(tmp)/init.o && \
	$(OBJCOPY) --strip-sections $(tmp)/init.elf $(out)
