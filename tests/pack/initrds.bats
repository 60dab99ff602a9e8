# initrds.bats - `make initrds` says what it lacks before it starts.

load ../common

@test "without root or debootstrap one line says so, before any work" {
	stand_in id 'echo 1000'
	run -1 tests/pack/initrds bookworm
	[ "$output" = 'initrds: run it as root: debootstrap and chroot need that' ]
	stand_in id 'echo 0'
	PATH=$BATS_TEST_TMPDIR/bin:$(without debootstrap) run -1 tests/pack/initrds bookworm
	[ "$output" = "initrds: debootstrap is not installed: run 'make deps-initrds'" ]
}
