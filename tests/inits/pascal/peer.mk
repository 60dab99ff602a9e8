# pascal: Free Pascal, whose run-time library needs no libc.
pascal.needs    = fpc
pascal.package  = fp-compiler
pascal.compiler = fpc $$(fpc -iV)
pascal.source   = tests/inits/pascal/init.pas
pascal.default  = fpc -v0 -O2 -FU$(tmp) -o$(out) $(src)
pascal.small    = fpc -v0 -Os -XX -Xs -CX -FU$(tmp) -o$(out) $(src)
