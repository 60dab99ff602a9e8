# musl: C with musl.
musl.needs    = musl-gcc
musl.package  = musl-tools gcc
musl.compiler = $(gcc)
musl.libc     = musl $(call deb,musl-dev)
musl.source   = tests/inits/c/init.c
musl.default  = musl-gcc -O2 -static -DNAME='"musl"' -o $(out) $(src)
musl.small    = musl-gcc -Os -s -static -fno-asynchronous-unwind-tables $(small_link) \
	-DNAME='"musl"' -o $(out) $(src)
musl.diet     = $(call diet,/usr/lib/x86_64-linux-musl/libc.a,-nostdinc \
	-isystem /usr/include/x86_64-linux-musl)
