// x86.lds.h - put before Linux's linker script for x86, which does not say what
// must be kept though nobody refers to it: tables that the kernel walks from
// their first byte to their last. Where the end of one is marked, it does now.
#define __alt_instructions_end KEEP(*(.altinstructions)) __alt_instructions_end
#define __apicdrivers_end      KEEP(*(.apicdrivers)) __apicdrivers_end
#define __x86_cpu_dev_end      KEEP(*(.x86_cpu_dev.init)) __x86_cpu_dev_end
#define __brk_limit	       KEEP(*(.bss..brk)) __brk_limit

#undef i386 // as Linux's makefile has it, in whose place this file is named
