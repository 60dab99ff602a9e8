# ada: Ada with GNAT's run-time library, linked statically with glibc.
ada.needs    = gnatmake
ada.package  = gnat
ada.compiler = gnat $$(gnatmake --version | sed -n '1s/.* //p')
ada.libc     = glibc $(call deb,libc6-dev)
ada.source   = tests/inits/ada/init.adb
# gnatmake leaves files where it runs
ada.make     = cd $(tmp) && gnatmake -q -o "$(abspath $(out))" "$(abspath $(src))"
ada.default  = $(ada.make) -O2 -bargs -static -largs -static
ada.small    = $(ada.make) -Os -ffunction-sections -fdata-sections \
	-bargs -static -largs -static -s $(small_link)
