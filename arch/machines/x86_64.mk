# x86_64: 64-bit PC.
include arch/machines/x86.family
triple       = x86_64-linux-gnu
# No SSE: the stack is not aligned at the entry point as after a call. No red zone:
# small constants are then loaded by push and pop, three bytes instead of ten.
cflags       = -fcf-protection=none -mno-sse -mno-mmx -mno-red-zone -mstack-alignment=8
elf          = EM_X86_64
most_bytes   = 300
qemu_user    = qemu-x86_64
soak_machine = microvm
# The target of tests/measure/baseline.S.
baseline     = x86_64-linux-gnu
