# sparc64: 64-bit SPARC. Debian has no kernel for it.
triple       = sparc64-linux-gnu
# Addresses fit 32 bits. Before LLVM 15 clang would run another assembler.
# No floating point. LLVM 14 would give a function without calls registers that its
# system calls overwrite.
cflags       = -mcmodel=small -fintegrated-as -msoft-float -mllvm -disable-sparc-leaf-proc
srcarch      = sparc
elf          = EM_SPARCV9
llvm         = 14
nolibc       = 7.2
nolibc_suite = forky
most_bytes   = 424
qemu_user    = qemu-sparc64
