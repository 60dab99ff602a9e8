// init.rs - our init in Rust without its standard library: core's formatting,
// and three system calls made by hand. For x86_64.
#![no_std]
#![no_main]

use core::{arch::asm, arch::global_asm, fmt, fmt::Write, panic::PanicInfo};

// The stack is aligned at the entry point, as a call would not leave it.
global_asm!(".globl _start", "_start: call main");

unsafe fn syscall(number: usize, a: usize, b: usize, c: usize) -> usize {
    let result;
    asm!("syscall", inlateout("rax") number => result,
        in("rdi") a, in("rsi") b, in("rdx") c, out("rcx") _, out("r11") _);
    result
}

struct Stdout;

impl Write for Stdout {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        unsafe { syscall(1, 1, s.as_ptr() as usize, s.len()) };
        Ok(())
    }
}

#[no_mangle]
extern "C" fn main() -> ! {
    let two_seconds = [2u64, 0];
    let _ = writeln!(Stdout, "Hello from rust-core init!");
    let _ = writeln!(Stdout, "PID: {}", unsafe { syscall(39, 0, 0, 0) });
    let mut tick = 0u32;
    loop {
        let _ = writeln!(Stdout, "tick {tick}");
        tick += 1;
        unsafe { syscall(35, two_seconds.as_ptr() as usize, 0, 0) };
    }
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    loop {}
}
