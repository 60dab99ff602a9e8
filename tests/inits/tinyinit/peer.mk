# tinyinit: the init of this repository.
tinyinit.needs    = $(firstword $(CC))
tinyinit.package  = clang
tinyinit.compiler = $(clang)
tinyinit.greets   = nolibc
tinyinit.source   = $(B)/init
tinyinit.default  = cp $(src) $(out)
