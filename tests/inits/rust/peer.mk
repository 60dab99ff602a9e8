# rust: Rust with its standard library.
rust.needs    = rustc
rust.package  = rustc
rust.compiler = $$(rustc --version)
rust.libc     = glibc $(call deb,libc6-dev)
rust.source   = tests/inits/rust/init.rs
rust.default  = rustc -O -C target-feature=+crt-static -C relocation-model=static \
	-o $(out) $(src)
rust.small    = rustc -C opt-level=z -C lto -C codegen-units=1 -C panic=abort \
	-C strip=symbols -C target-feature=+crt-static -C relocation-model=static \
	-C link-args=$(small_link) -o $(out) $(src)
