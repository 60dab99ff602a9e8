# asm: the baseline. GNU syntax, assembled by clang, linked and stripped as init is.
asm.needs    = $(firstword $(CC))
asm.package  = clang
asm.compiler = $(clang)
asm.greets   = opcode
asm.source   = $(B)/assembly
asm.default  = cp $(src) $(out)
