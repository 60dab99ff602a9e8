# go: Go, with its own runtime and no libc.
go.needs    = go
go.package  = golang-go
go.compiler = $$(go version)
go.source   = tests/inits/go/init.go
go.default  = CGO_ENABLED=0 go build -o $(out) $(src)
go.small    = CGO_ENABLED=0 go build -ldflags "-s -w" -trimpath -o $(out) $(src)
export GOCACHE = $(abspath $(P))/go
export GO111MODULE = off
