# klibc: C with klibc, the libc of Debian's own initramfs.
klibc.needs    = klcc gcc
klibc.package  = libklibc-dev gcc
klibc.compiler = $(gcc)
klibc.libc     = klibc $(call deb,libklibc-dev)
klibc.source   = tests/inits/c/init.c
klibc.default  = klcc -static -Os -DNAME='"klibc"' -o $(out) $(src)
klibc.small    = klcc -static -Os -s -fno-asynchronous-unwind-tables $(small_link) \
	-DNAME='"klibc"' -o $(out) $(src)
klibc.diet     = $(call diet,/usr/lib/klibc/lib/libc.a,-nostdinc -D__KLIBC__=2 -D_BITSIZE=64 \
	-isystem /usr/lib/klibc/include/arch/x86_64 \
	-isystem /usr/lib/klibc/include/bits64 -isystem /usr/lib/klibc/include)
