# x86_64: 64-bit PC.
include arch/machines/x86.family
triple       = x86_64-linux-gnu
elf          = EM_X86_64
most_bytes   = 272
qemu_user    = qemu-x86_64
soak_machine = microvm
# The target of tests/measure/baseline.S.
baseline     = x86_64-linux-gnu
