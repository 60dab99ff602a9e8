# dietlibc: C with dietlibc. diet is not in Debian's PATH.
dietlibc.needs    = /usr/lib/x86_64-linux-gnu/diet/bin/diet gcc
dietlibc.package  = dietlibc-dev gcc
dietlibc.compiler = $(gcc)
dietlibc.libc     = dietlibc $(call deb,dietlibc-dev)
dietlibc.source   = tests/inits/c/init.c
dietlibc.default  = /usr/lib/x86_64-linux-gnu/diet/bin/diet gcc -O2 \
	-DNAME='"dietlibc"' -o $(out) $(src)
dietlibc.small    = /usr/lib/x86_64-linux-gnu/diet/bin/diet -Os gcc -s \
	-fno-asynchronous-unwind-tables $(small_link) -DNAME='"dietlibc"' -o $(out) $(src)
dietlibc.diet     = $(call diet,/usr/lib/x86_64-linux-gnu/diet/lib-x86_64/libc.a,-D__dietlibc__ \
	-isystem /usr/lib/x86_64-linux-gnu/diet/include)
