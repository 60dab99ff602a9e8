# rust-core: Rust without its standard library, and no libc underneath.
rust-core.needs    = rustc
rust-core.package  = rustc
rust-core.compiler = $$(rustc --version)
rust-core.source   = tests/inits/rust-core/init.rs
rust-core.default  = rustc -C opt-level=z -C lto -C codegen-units=1 -C panic=abort \
	-C strip=symbols -C relocation-model=static \
	-C link-args='-nostartfiles -nostdlib -static $(small_link),--no-eh-frame-hdr' \
	-o $(out) $(src)
