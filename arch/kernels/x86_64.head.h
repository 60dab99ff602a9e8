// x86_64.head.h - prepended to head.S and head_64.S, which run before any C
// code: CR4.OSFXSR is set together with CR4.PAE. The kernel would set it later,
// with the FPU, and QEMU, whose translation of a block depends on it, would
// translate all that has run by then once more.
#include <asm/processor-flags.h>
#undef X86_CR4_PAE
#define X86_CR4_PAE (_BITUL(X86_CR4_PAE_BIT) | X86_CR4_OSFXSR)
