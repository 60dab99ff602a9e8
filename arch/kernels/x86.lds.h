// x86.lds.h - prepended to x86's vmlinux.lds.S, which lacks KEEP() for tables
// that are reached only by their bounds: each is kept where its end is defined.
#define __alt_instructions_end KEEP(*(.altinstructions)) __alt_instructions_end
#define __apicdrivers_end      KEEP(*(.apicdrivers)) __apicdrivers_end
#define __x86_cpu_dev_end      KEEP(*(.x86_cpu_dev.init)) __x86_cpu_dev_end
#define __brk_limit	       KEEP(*(.bss..brk)) __brk_limit

#undef i386 // as the kernel's makefile does with -U, which this replaces
