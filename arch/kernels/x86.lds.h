// x86.lds.h - prepended to x86's linker script, vmlinux.lds.S.

// It lacks KEEP() for tables that are reached only by their bounds: each is
// kept where its end is defined.
#define __alt_instructions_end KEEP(*(.altinstructions)) __alt_instructions_end
#define __apicdrivers_end      KEEP(*(.apicdrivers)) __apicdrivers_end
#define __x86_cpu_dev_end      KEEP(*(.x86_cpu_dev.init)) __x86_cpu_dev_end
#define __brk_limit	       KEEP(*(.bss..brk)) __brk_limit

// Code, constants, data and bss begin at multiples of 4 KiB, as on i386. At
// multiples of 2 MiB they would be mapped by large pages, and waste 5.6 MiB.
#ifdef CONFIG_X86_64
#include <asm/page_types.h>
#include <asm/pgtable_64_types.h>
#undef HPAGE_SIZE
#define HPAGE_SIZE PAGE_SIZE
#undef PMD_SIZE
#define PMD_SIZE PAGE_SIZE
#endif

#undef i386 // as the kernel's makefile does with -U, which this replaces
