# nolibc: C with the kernel's nolibc, built as the comment in nolibc.h says.
nolibc.needs    = gcc
nolibc.package  = gcc
nolibc.compiler = $(gcc)
nolibc.libc     = Linux $$(sed -n 's/^\(VERSION\|PATCHLEVEL\) = //p' $(tree)/Makefile | paste -sd.)
nolibc.source   = tests/inits/c/init.c $(NOLIBC)/nolibc.h
nolibc.default  = gcc -fno-asynchronous-unwind-tables -fno-ident -s -Os -nostdlib -static \
	-I$(NOLIBC) -include nolibc.h -DNAME='"nolibc"' -o $(out) $(src) -lgcc
nolibc.small    = gcc -fno-asynchronous-unwind-tables -fno-ident -fno-stack-protector \
	-ffunction-sections -s -Os -nostdlib -static $(small_link) \
	-I$(NOLIBC) -include nolibc.h -DNAME='"nolibc"' -o $(out) $(src) -lgcc
