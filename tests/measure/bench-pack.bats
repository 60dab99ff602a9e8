# bench-pack.bats - bench-pack runs pack and each of its peers, scale pack alone.

load ../common

# cached NAME COMMANDS: a script in the cache, as arch/fetch would have left it
cached() {
	mkdir -p "$(dirname "$CACHE/$1")"
	printf '#!/bin/sh\n%s\n' "$2" >"$CACHE/$1"
	chmod +x "$CACHE/$1"
}

@test "bench-pack runs each peer, with a relative cache as make has it" {
	needs cpio bsdcpio bsdtar
	make --no-print-directory "$O/pack" "$B/init" >/dev/null
	init=$(realpath "$B/init") pack=$(realpath "$O/pack")
	export O=$BATS_TEST_TMPDIR/build
	mkdir -p "$O/$ARCH"
	cp "$init" "$O/$ARCH/"
	cp "$pack" "$O/"
	CACHE=$(realpath --relative-to=. "$BATS_TEST_TMPDIR")/cache
	cached package-busybox-static/bin/busybox 'echo BusyBox'
	cached package-3cpio-sid/usr/bin/3cpio :
	cached package-libc6-sid/lib/libc.so.6 :
	cached package-libc6-sid/lib/ld-linux-any.so 'echo 1'
	mkdir -p "$CACHE/linux-source/usr"
	echo 'int main(void) { return 0; }' >"$CACHE/linux-source/usr/gen_init_cpio.c"
	printf 'VERSION = 1\nPATCHLEVEL = 2\n' >"$CACHE/linux-source/Makefile"
	ROUNDS=1 run -0 tests/measure/bench-pack W1
	echo "$output"
	sed -n 's/^| W1 | \([^|*]*\) | [0-9.]* | .* | [0-9]* |$/\1/p' <<<"$output" | diff - <(printf '%s\n' \
		pack cpio bsdcpio gen_init_cpio-1.2 bsdtar 3cpio 'busybox cpio' 'find, sort, cpio')
	grep -q '^| W1 | \*\*pack to the best\*\* | | \*\*[0-9.]* of ' <<<"$output"
	[ "$(wc -l <"$O/bench/W1.tsv")" -eq 8 ]
}

@test "scale times pack on each kind of tree" {
	make --no-print-directory "$O/pack" >/dev/null
	run -0 tests/measure/scale 20 30
	echo "$output"
	sed -n 's/^| \([a-z]*\) | \([0-9]*\) | [0-9.]* | [0-9.]* | [0-9]* | [0-9]* |$/\1 \2/p' <<<"$output" |
		diff - <(printf '%s\n' 'flat 21' 'flat 31' 'nested 27' 'nested 38' 'links 21' 'links 31')
}
