// init.rs - our init as Rust has it, with its standard library.
use std::{process, thread, time::Duration};

fn main() {
    println!("Hello from rust init!");
    println!("PID: {}", process::id());
    for tick in 0.. {
        println!("tick {tick}");
        thread::sleep(Duration::from_secs(2));
    }
}
