# glibc: C with the GNU C library.
glibc.needs    = gcc
glibc.package  = gcc libc6-dev
glibc.compiler = $(gcc)
glibc.libc     = glibc $(call deb,libc6-dev)
glibc.source   = tests/inits/c/init.c
glibc.default  = gcc -O2 -static -DNAME='"glibc"' -o $(out) $(src)
glibc.small    = gcc -Os -s -static -fno-asynchronous-unwind-tables $(small_link) \
	-DNAME='"glibc"' -o $(out) $(src)
