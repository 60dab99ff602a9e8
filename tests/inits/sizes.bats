# sizes.bats - the peers of `make sizes` do what our init does, as a process and as
# PID 1, as far as they can be built here; and the table is what was measured.

load ../common

setup_file() {
	needs_peers
	make --no-print-directory tiny "$O/on-terminal" "$O/counter.so" >/dev/null
	rules --keep-going programs || :
	rules "$O/sizes/not-built"
	built | grep -q '^tinyinit default ' # so that no loop over them is empty
}

# rules ARGUMENT...: make by the rules of sizes
rules() { make --no-print-directory ARCH=x86_64 -f tests/inits/sizes.mk "$@"; }

# built: peer, variant and path of each that was built
built() {
	local path
	for path in "$O"/peers/*.*.how; do
		path=${path%.how}
		[ ! -x "$path" ] || echo "$(basename "${path%.*}") ${path##*.} $path"
	done
}

# greets PEER VARIANT: the name in its greeting
greets() {
	local name=nolibc # init.c's own
	[ "$2" = diet ] || name=$(sed -n "s/^$1\.greets *= *//p" "tests/inits/$1/peer.mk")
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
	[ ! -s "$O/sizes/not-built" ] || skip "$(paste -sd ';' "$O/sizes/not-built" | sed 's/;/; /g')"
}

# not_built PEER: what is said of it
not_built() {
	rules O="$BATS_TEST_TMPDIR/build" PEERS="$1" "$BATS_TEST_TMPDIR/build/sizes/not-built"
	cat "$BATS_TEST_TMPDIR/build/sizes/not-built"
}

@test "a peer whose compiler is missing is named, with what to install" {
	PATH=$(without rustc) run -0 not_built rust
	[ "$output" = 'rust: not built: install rustc' ]
}

@test "so is one whose compiler calls another one that is missing" {
	stand_in klcc :
	PATH=$BATS_TEST_TMPDIR/bin:$(without gcc) run -0 not_built klibc
	[ "$output" = 'klibc: not built: install libklibc-dev gcc' ]
}

@test "a peer whose command fails is named, with its log" {
	run ! rules O="$BATS_TEST_TMPDIR/build" PEERS=asm asm.default='echo no luck; false' programs
	grep -qx "sizes: asm.default: its command failed, see $BATS_TEST_TMPDIR/build/peers/asm.default.log" <<<"$output"
	grep -qx 'no luck' <<<"$output"
}

@test "a program is built again if its compiler changed, and not without a change" {
	rules PEERS=asm programs
	touch "$BATS_TEST_TMPDIR/then"
	rules PEERS=asm programs
	[ "$O/peers/asm.default" -ot "$BATS_TEST_TMPDIR/then" ]
	rules PEERS=asm asm.compiler='another' programs
	[ "$O/peers/asm.default" -nt "$BATS_TEST_TMPDIR/then" ]
	rules PEERS=asm programs
}

@test "a peer that does not exist is one clear error" {
	run -1 tests/inits/sizes nothing
	[ "$output" = "sizes: no peer 'nothing': see tests/inits" ]
}

@test "a directory without measurements is one clear error" {
	run -1 tests/inits/sizes-report "$BATS_TEST_TMPDIR"
	[ "$output" = "sizes-report: there is no $BATS_TEST_TMPDIR/sizes.tsv: run 'make sizes'" ]
}

@test "make sizes prints a row for each peer, and keeps what it measured" {
	O=$BATS_FILE_TMPDIR/build
	make --no-print-directory O="$O" "$O/pack" "$O/on-terminal" "$O/counter.so" \
		"$O/x86_64/init" >/dev/null
	# the least memory in large steps: fewer boots
	O=$O MEM=128M STEP=64 run -0 --separate-stderr tests/inits/sizes asm tinyinit
	echo "$output"
	awk -F '\t' 'NR == 1 || $2 == "i386" { next }
		NF != 12 || $3 < 200 || $4 <= $3 || $5 < 300 || $6 != 4 || $7 != "" && $7 < 50 ||
			$8 <= $7 || $9 < 4 || ($1 == "tinyinit") != ($10 ~ /^(64|128)M$/) { exit 1 }
		END { exit NR != 4 }' "$O/sizes/sizes.tsv"
	bytes=$(stat -c %s "$O/x86_64/init")
	grep -q "^| \*\*tinyinit\*\* | $bytes | 1.00 | .* | 4 | " <<<"$output"
	grep -q '^| asm | [0-9]* | 0\.[0-9]* | .* | 4 | ' <<<"$output"
	grep -q "^Ours is not the best in bytes (asm: [0-9]*, ours $bytes)" <<<"$output"
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

# apart TITLE COLUMN COLUMN FILE: what differs by more than 2 % between a column of the
# README's rows and one of FILE, a table that sizes has written
apart() {
	readme_rows | awk -F '\t' -v title="$1" -v here="$2" -v there="$3" '
		NR == FNR { said[$1, $2, $NF] = $here; next }
		# the last column but one is the compiler, the last the command
		($1, $2, $(NF - 1)) in said {
			was = said[$1, $2, $(NF - 1)]
			if ($there != "" && ($there < 0.98 * was || $there > 1.02 * was))
				print title " of " $1 ", " $2 ": the README has " was ", measured " $there
		}' - "$4"
}

@test "the README's table has the figures that are measured here" {
	tsv=$BATS_FILE_TMPDIR/build/sizes/sizes.tsv
	[ -f "$tsv" ] || skip "make sizes was not run"
	readme_rows >"$BATS_TEST_TMPDIR/rows"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/rows")" -ge 20 ]
	while read -r name variant path; do
		printf '%s\t%s\t%s\t%s\t-\n' "$name" "$variant" "$(stat -c %s "$path")" \
			"$(head -n 1 "$path.how")"
	done < <(built) >"$BATS_TEST_TMPDIR/bytes"
	{
		apart bytes 3 3 "$BATS_TEST_TMPDIR/bytes"
		apart archive 5 5 "$tsv"
		apart calls 6 6 "$tsv"
		apart instructions 7 7 "$tsv"
		# only with the same kernel
		! grep -qF "$(sed 's/, strace.*//' "${tsv%/*}/versions")" $readme ||
			apart 'instructions and the kernel' 8 8 "$tsv"
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
