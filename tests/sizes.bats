# sizes.bats - the peers of `make sizes` do what our init does, as a process
# and as PID 1, those at least that this machine can build; and the table is
# what was measured.

load common

setup_file() {
	[ "$ARCH" = x86_64 ] && [ "$(uname -m)" = x86_64 ] ||
		skip "the peers are programs of an x86_64 host"
	make --no-print-directory "$O/pack" "$O/on-terminal" "$B/init" >/dev/null
	tests/sizes-build >"$BATS_FILE_TMPDIR/built"
}

# built: peer, variant and path of each that was built
built() {
	awk -F '\t' '$3 ~ "^/" { print $1, $2, $3 }' "$BATS_FILE_TMPDIR/built"
}

# greets PEER: the name in its greeting
greets() {
	local name
	name=$(sed -n 's/^greets *= *//p' "tests/peers/$1/peer")
	echo "${name:-$1}"
}

# like_ours PEER FILE: the file has our output, apart from the name
like_ours() {
	sed 's/^PID: [0-9][0-9]*$/PID: N/' "$2" | diff - <(
		printf 'Hello from %s init!\nPID: N\ntick 0\ntick 1\n' "$(greets "$1")"
	)
}

@test "what each built peer prints by hand is ours apart from the name" {
	# all at once: they mostly sleep
	while read -r name variant path; do
		"$O/on-terminal" 20 'tick 1' "$path" \
			>"$BATS_TEST_TMPDIR/$name,$variant" 3>&- &
	done < <(built)
	wait
	while read -r name variant path; do
		echo "$name, $variant:"
		like_ours "$name" "$BATS_TEST_TMPDIR/$name,$variant"
	done < <(built)
}

# boot NAME PATH: smoke with that init
boot() {
	INIT=$2 "$O/pack" -o "$BATS_TEST_TMPDIR/$1.cpio" pack/rootfs.list &&
		INITRAMFS=$BATS_TEST_TMPDIR/$1.cpio LOG=$BATS_TEST_TMPDIR/$1.log \
			MARKER='tick 1' tests/smoke >"$BATS_TEST_TMPDIR/$1.verdict" 2>&1
}

@test "each built peer works as PID 1 of the stock kernel" {
	# one variant of each; two machines at a time
	mapfile -t peers < <(built | awk '!seen[$1]++ { print $1, $3 }')
	for ((i = 0; i < ${#peers[@]}; i += 2)); do
		for peer in "${peers[@]:i:2}"; do
			# shellcheck disable=SC2086 # name and path
			boot $peer 3>&- &
		done
		wait
	done
	for peer in "${peers[@]}"; do
		name=${peer% *}
		cat "$BATS_TEST_TMPDIR/$name.verdict"
		grep -q '^smoke: ok' "$BATS_TEST_TMPDIR/$name.verdict"
		user_lines "$BATS_TEST_TMPDIR/$name.log" | tail -n 4 >"$BATS_TEST_TMPDIR/$name.said"
		like_ours "$name" "$BATS_TEST_TMPDIR/$name.said"
		grep -qx 'PID: 1' "$BATS_TEST_TMPDIR/$name.said"
	done
}

@test "every peer can be built here" {
	lacking=$(awk -F '\t' '$3 !~ "^/" && !seen[$1]++ {
		printf "%s%s: %s", between, $1, $3; between = "; " }' "$BATS_FILE_TMPDIR/built")
	[ -z "$lacking" ] || skip "$lacking"
}

@test "a peer whose compiler is missing is listed with what to install" {
	PATH=$(without rustc) run -0 tests/sizes-build rust
	[ "$(grep -c 'not built: install rustc' <<<"$output")" -eq 2 ]
}

@test "a peer that does not exist is one clear error" {
	run -1 tests/sizes-build nothing
	[ "$output" = "sizes-build: no peer is called 'nothing': see tests/peers" ]
}

@test "make sizes prints a row for each peer, and keeps what it measured" {
	O=$BATS_TEST_TMPDIR/build
	make --no-print-directory O="$O" "$O/pack" "$O/on-terminal" "$O/x86_64/init" >/dev/null
	O=$O GZIP_TOOL='gzip -9nc' run -0 --separate-stderr tests/sizes asm tinyinit
	echo "$output"
	awk -F '\t' 'NR > 1 && (NF != 10 || $3 < 200 || $4 <= $3 || $6 != 4) { exit 1 }
		END { exit NR != 3 }' "$O/sizes/sizes.tsv"
	bytes=$(stat -c %s "$O/x86_64/init")
	grep -q "^| \*\*tinyinit\*\* | $bytes | 1.00 | .* | 4 | " <<<"$output"
	grep -q '^| asm | [0-9]* | 0\.[0-9]* | .* | 4 | ' <<<"$output"
}
