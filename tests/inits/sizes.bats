# sizes.bats - the peers of `make sizes` do what our init does, as a process
# and as PID 1, those at least that this machine can build; and the table is
# what was measured.

load ../common

setup_file() {
	needs_peers
	make --no-print-directory "$O/pack" "$O/on-terminal" "$O/counter.so" "$B/init" >/dev/null
	tests/inits/sizes-build >"$BATS_FILE_TMPDIR/built"
	built | grep -q '^tinyinit default ' # so that no loop over them is over none
}

# built: peer, variant and path of each that was built
built() {
	awk -F '\t' '$3 ~ "^/" { print $1, $2, $3 }' "$BATS_FILE_TMPDIR/built"
}

# greets PEER VARIANT: the name in its greeting
greets() {
	local name
	name=$(sed -n "s/^greets\( $2\)\{0,1\} *= *//p" "tests/inits/$1/peer")
	echo "${name:-$1}"
}

# like_ours PEER VARIANT FILE: the file has our output, apart from the name
like_ours() {
	sed 's/^PID: [0-9][0-9]*$/PID: N/' "$3" | diff - <(
		printf 'Hello from %s init!\nPID: N\ntick 0\ntick 1\n' "$(greets "$1" "$2")"
	)
}

@test "what each built peer prints by hand is ours apart from the name" {
	# all at once: they mostly sleep
	while read -r name variant path; do
		"$O/on-terminal" 120 'tick 1' "$path" \
			>"$BATS_TEST_TMPDIR/$name,$variant" 3>&- &
	done < <(built)
	wait
	while read -r name variant path; do
		echo "$name, $variant:"
		like_ours "$name" "$variant" "$BATS_TEST_TMPDIR/$name,$variant"
	done < <(built)
}

# boot NAME PATH: smoke with that init
boot() {
	INIT=$2 "$O/pack" -o "$BATS_TEST_TMPDIR/$1.cpio" pack/rootfs.list &&
		INITRAMFS=$BATS_TEST_TMPDIR/$1.cpio LOG=$BATS_TEST_TMPDIR/$1.log \
			MARKER='tick 1' arch/smoke >"$BATS_TEST_TMPDIR/$1.verdict" 2>&1
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
		like_ours "$name" default "$BATS_TEST_TMPDIR/$name.said"
		grep -qx 'PID: 1' "$BATS_TEST_TMPDIR/$name.said"
	done
}

@test "every peer can be built here" {
	lacking=$(awk -F '\t' '$3 !~ "^/" && !seen[$1]++ {
		printf "%s%s: %s", between, $1, $3; between = "; " }' "$BATS_FILE_TMPDIR/built")
	[ -z "$lacking" ] || skip "$lacking"
}

@test "a peer whose compiler is missing is listed with what to install" {
	PATH=$(without rustc) run -0 tests/inits/sizes-build rust
	[ "$(grep -c 'not built: install rustc' <<<"$output")" -eq 2 ]
}

@test "a peer whose own compiler is there, but not the one that this calls, too" {
	stand_in klcc :
	PATH=$BATS_TEST_TMPDIR/bin:$(without gcc) run -0 tests/inits/sizes-build klibc
	[ "$(grep -c 'not built: install libklibc-dev gcc' <<<"$output")" -eq 3 ]
}

@test "a peer that does not exist is one clear error" {
	run -1 tests/inits/sizes-build nothing
	[ "$output" = "sizes-build: no peer is called 'nothing': see tests/inits" ]
}

@test "a folder without measurements is one clear error" {
	run -1 tests/inits/sizes-report "$BATS_TEST_TMPDIR"
	[ "$output" = "sizes-report: there is no $BATS_TEST_TMPDIR/sizes.tsv: run 'make sizes'" ]
}

@test "make sizes prints a row for each peer, and keeps what it measured" {
	O=$BATS_FILE_TMPDIR/build
	make --no-print-directory O="$O" "$O/pack" "$O/on-terminal" "$O/counter.so" \
		"$O/x86_64/init" >/dev/null
	# the least memory in large steps, for it is found by many boots
	O=$O MEM=128M STEP=64 run -0 --separate-stderr tests/inits/sizes asm tinyinit
	echo "$output"
	awk -F '\t' 'NR == 1 || $2 == "i386" { next }
		NF != 13 || $3 < 200 || $4 <= $3 || $5 < 300 || $6 != 4 || $7 != "" && $7 < 50 ||
			$8 <= $7 || $9 < 4 || ($1 == "tinyinit") != ($11 == "128M") { exit 1 }
		END { exit NR != 4 }' "$O/sizes/sizes.tsv"
	bytes=$(stat -c %s "$O/x86_64/init")
	grep -q "^| \*\*tinyinit\*\* | $bytes | 1.00 | .* | 4 | " <<<"$output"
	grep -q '^| asm | [0-9]* | 0\.[0-9]* | .* | 4 | ' <<<"$output"
	grep -q "^Ours is not the best in bytes (asm: [0-9]*, ours $bytes)" <<<"$output"
}

# readme_rows: of README's table, those that this machine would measure alike:
# name, variant, bytes, and the rest of the columns, separated by tabs
readme_rows() {
	sed -n 's/^| \(.*\) |$/\1/p' README.md | sed 's/\*\*//g; s/ *| */\t/g' |
		awk -F '\t' -v OFS='\t' 'NF == 10 && $2 ~ /^[0-9]+$/ {
			split($1, name, ", ")
			$1 = name[1] OFS (name[2] ? name[2] : "default")
			print
		}'
}

# apart TITLE COLUMN COLUMN FILE: what differs by more than 2 % between that
# column of README's rows and that one of FILE, a table that sizes has written
apart() {
	readme_rows | awk -F '\t' -v title="$1" -v here="$2" -v there="$3" '
		NR == FNR { said[$1, $2, $NF] = $here; next }
		# the compiler is the last but one column, the command the last
		($1, $2, $(NF - 1)) in said {
			was = said[$1, $2, $(NF - 1)]
			if ($there != "" && ($there < 0.98 * was || $there > 1.02 * was))
				print title " of " $1 ", " $2 ": README says " was ", measured are " $there
		}' - "$4"
}

@test "README's table has the figures that are measured here" {
	tsv=$BATS_FILE_TMPDIR/build/sizes/sizes.tsv
	[ -f "$tsv" ] || skip "make sizes was not run"
	readme_rows >"$BATS_TEST_TMPDIR/rows"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/rows")" -ge 20 ]
	# the bytes of all that were built
	while IFS=$'\t' read -r name variant path version _; do
		[[ "$path" != /* ]] || printf '%s\t%s\t%s\t%s\t-\n' "$name" "$variant" \
			"$(stat -c %s "$path")" "$version"
	done <"$BATS_FILE_TMPDIR/built" >"$BATS_TEST_TMPDIR/bytes"
	{
		apart bytes 3 3 "$BATS_TEST_TMPDIR/bytes"
		apart archive 5 5 "$tsv"
		apart calls 6 6 "$tsv"
		apart instructions 7 7 "$tsv"
		# the kernel's share is another with another kernel
		! grep -qF "$(sed 's/, strace.*//' "${tsv%/*}/versions")" README.md ||
			apart 'instructions and the kernel' 8 8 "$tsv"
	} >"$BATS_TEST_TMPDIR/apart"
	diff /dev/null "$BATS_TEST_TMPDIR/apart"
}

@test "README's pictures show the figures of its table" {
	for picture in bytes:3 memory:9; do
		readme_rows | awk -F '\t' '$1 != "tinyinit" || $2 == "default"' |
			cut -f "${picture#*:}" | sort >"$BATS_TEST_TMPDIR/said"
		sed -n 's/.*<text><tspan[^>]*>\([0-9]*\)\( kB\)\{0,1\}<\/tspan><\/text>/\1/p' \
			"tests/pictures/${picture%:*}.svg" | sort >"$BATS_TEST_TMPDIR/shown"
		diff "$BATS_TEST_TMPDIR/said" "$BATS_TEST_TMPDIR/shown"
	done
}
