# sizes.bats - the peers of `make sizes` do what our init does, as a process and as
# PID 1, as far as they can be built here; and the table is what was measured.

load ../common

setup_file() {
	needs_peers
	make --no-print-directory tiny peers "$O/pack" "$O/on-terminal" "$O/counter.so" >/dev/null
	built | grep -q '^tinyinit default ' # so that no loop over them is empty
}

# built: peer, variant and path of each that was built
built() {
	local path
	for path in "$O"/peers/*.version; do
		path=${path%.version}
		[ ! -x "$path" ] || echo "$(basename "${path%.*}") ${path##*.} $path"
	done
}

# greets PEER VARIANT: the name in its greeting
greets() {
	local name=nolibc # init.c's own
	[ "$2" = diet ] || name=$(sed -n "s/^greets='\(.*\)'/\1/p" "tests/inits/$1/peer")
	echo "${name:-$1}"
}

# like_ours PEER VARIANT FILE: the file has the output of init, apart from the name
like_ours() {
	sed 's/^PID: [0-9][0-9]*$/PID: N/' "$3" | diff - <(
		printf 'Hello from %s init!\nPID: N\ntick 0\ntick 1\n' "$(greets "$1" "$2")"
	)
}

# bats test_tags=optional
@test "as a process each peer prints what init does, apart from the name" {
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

# bats test_tags=optional
@test "each peer works as PID 1 of Debian's kernel" {
	# one variant of each, two guests at a time
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

# bats test_tags=optional
@test "every peer can be built here" {
	not_built=$(cat "$O"/peers/*.not-built 2>/dev/null) || return 0
	skip "$(paste -sd ';' <<<"$not_built" | sed 's/;/; /g')"
}

# not_built PEER: what is said of it
not_built() {
	quiet_make PEERS="$1" peers
	cat "$BATS_TEST_TMPDIR/build/peers/$1.not-built"
}

@test "a peer that cannot be built is named, with what to install or its log" {
	PATH=$(without rustc) run -0 not_built rust
	[ "$output" = 'rust: not built: install rustc' ]
	# a compiler that calls another one
	stand_in klcc :
	PATH=$BATS_TEST_TMPDIR/bin:$(without gcc) run -0 not_built klibc
	[ "$output" = 'klibc: not built: install libklibc-dev gcc' ]
	stand_in fpc 'echo no luck; exit 1'
	run -0 not_built pascal
	log=$BATS_TEST_TMPDIR/build/peers/pascal.default.log
	grep -A 1 -x "build: pascal.default: its command failed, see $log:" <<<"$output" | grep -qx 'no luck'
	grep -qx 'pascal.small: not built: its command failed' <<<"$output"
}

@test "a peer that does not exist is one clear error" {
	run -2 --separate-stderr make --no-print-directory PEERS=nothing peers
	[ "${stderr_lines[0]}" = "build: no peer 'nothing': see tests/inits" ]
}

@test "make sizes prints a row for each peer and ours, and keeps what it measured" {
	# the least memory in large steps: fewer boots
	export O=$BATS_FILE_TMPDIR/build MEM=128M STEP=64
	run -0 --separate-stderr make --no-print-directory PEERS=asm sizes
	echo "$output"
	awk -F '\t' 'NR == 1 || $2 == "i386" { next }
		NF != 11 || $3 < 200 || $4 <= $3 || $5 < 300 || $6 != 4 || $7 != "" && $7 < 50 ||
			$8 <= $7 || $9 < 4 || ($1 == "tinyinit") != ($10 ~ /^(64|128)M$/) { exit 1 }
		END { exit NR != 4 }' "$O/sizes/sizes.tsv"
	bytes=$(stat -c %s "$O/x86_64/init")
	grep -q "^| \*\*tinyinit\*\* | $bytes | 1.00 | .* | 4 | " <<<"$output"
	grep -q '^| asm | [0-9]* | 0\.[0-9]* | .* | 4 | ' <<<"$output"
	grep -q "^Better than ours in bytes (asm: [0-9]*, ours $bytes)" <<<"$output"

	# what has not changed is not measured again
	export KERNEL=default GZIP_TOOL='zopfli -c --i100'
	stand_in strace 'exit 1'
	tests/inits/measure asm.default
	cp "$O/peers/tinyinit.default" "$O/peers/asm.default"
	run ! tests/inits/measure asm.default
	[ ! -e "$O/sizes/asm.default.row" ]
}

readme=tests/inits/README.md

# readme_rows: of the README's table: peer, variant, bytes and the other columns,
# separated by tabs
readme_rows() {
	sed -n 's/^| \(.*\) |$/\1/p' $readme | sed 's/\*\*//g; s/ *| */\t/g' |
		awk -F '\t' -v OFS='\t' 'NF == 10 && $2 ~ /^[0-9]+$/ {
			split($1, name, ", ")
			$1 = name[1] OFS (name[2] ? name[2] : "default")
			print
		}'
}

# apart TITLE COLUMN FILE: what differs by more than 2 % between a column of the
# README's rows and one of FILE, a table that sizes has written; the last is the compiler
apart() {
	readme_rows | awk -F '\t' -v title="$1" -v column="$2" '
		NR == FNR { said[$1, $2, $NF] = $column; next }
		($1, $2, $NF) in said {
			was = said[$1, $2, $NF]
			if ($column != "" && ($column < 0.98 * was || $column > 1.02 * was))
				print title " of " $1 ", " $2 ": the README has " was ", measured " $column
		}' - "$3"
}

@test "the README's table has the figures that are measured here" {
	tsv=$BATS_FILE_TMPDIR/build/sizes/sizes.tsv
	[ -f "$tsv" ] || skip "make sizes was not run"
	[ "$(readme_rows | wc -l)" -ge 20 ]
	while read -r name variant path; do
		printf '%s\t%s\t%s\t%s\n' "$name" "$variant" "$(stat -c %s "$path")" \
			"$(cat "$path.version")"
	done < <(built) >"$BATS_TEST_TMPDIR/bytes"
	{
		apart bytes 3 "$BATS_TEST_TMPDIR/bytes"
		apart archive 5 "$tsv"
		apart calls 6 "$tsv"
		apart instructions 7 "$tsv"
		# only with the same kernel
		! grep -qF "$(sed 's/, strace.*//' "${tsv%/*}/versions")" $readme ||
			apart 'instructions and the kernel' 8 "$tsv"
	} >"$BATS_TEST_TMPDIR/apart"
	diff /dev/null "$BATS_TEST_TMPDIR/apart"
}

@test "the rows of the top README are those of the table" {
	readme_rows | cut -f 3,4,6,7,9 | sort >"$BATS_TEST_TMPDIR/rows"
	sed -n '/^| init | bytes/,/^$/s/^| [^|]* | \([0-9].*\) |$/\1/p' README.md |
		sed 's/ *| */\t/g' | sort >"$BATS_TEST_TMPDIR/top"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/top")" -eq 5 ]
	run -0 comm -13 "$BATS_TEST_TMPDIR/rows" "$BATS_TEST_TMPDIR/top"
	[ -z "$output" ]
}

@test "the pictures show the figures of the table" {
	for picture in bytes:3 memory:9; do
		readme_rows | awk -F '\t' '$1 != "tinyinit" || $2 == "default"' |
			cut -f "${picture#*:}" | sort >"$BATS_TEST_TMPDIR/said"
		sed -n 's/.*<text><tspan[^>]*>\([0-9]*\)\( kB\)\{0,1\}<\/tspan><\/text>/\1/p' \
			"tests/pictures/${picture%:*}.svg" | sort >"$BATS_TEST_TMPDIR/shown"
		diff "$BATS_TEST_TMPDIR/said" "$BATS_TEST_TMPDIR/shown"
	done
}
