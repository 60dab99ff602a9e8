# staircase.bats - what `make staircase` claims: every step is a program that
# runs, its bytes are those in the table, and the README shows that table.

load ../common

setup_file() {
	export ARCH=x86_64 stairs=$BATS_FILE_TMPDIR/build/staircase
	make --no-print-directory O="$BATS_FILE_TMPDIR/build" staircase \
		>"$BATS_FILE_TMPDIR/table"
}

teardown() {
	[ -z "${pid-}" ] || kill -KILL "$pid" 2>/dev/null || :
}

# said LINES: has the program at work said so many?
said() { [ "$(wc -l <"$BATS_TEST_TMPDIR/output")" -ge "$1" ]; }

@test "every step greets, says its PID and ticks" {
	steps=0
	while read -r step _; do
		: >"$BATS_TEST_TMPDIR/output" # or what the last step said is counted
		arch/run "$stairs/$step" >"$BATS_TEST_TMPDIR/output" 3>&- &
		pid=$!
		eventually said 3
		kill -KILL "$pid"
		wait "$pid" || :
		grep -qx 'Hello from [a-z]* init!' <(head -n 1 "$BATS_TEST_TMPDIR/output")
		[ "$(tail -n +2 "$BATS_TEST_TMPDIR/output")" = "PID: $pid"$'\ntick 0' ]
		steps=$((steps + 1))
	done <"$stairs/steps.tsv"
	[ "$steps" -ge 12 ]
}

@test "the table's bytes are the programs', and a rise is called one" {
	last=
	while IFS=$'\t' read -r step bytes change why; do
		[ "$bytes" -eq "$(stat -c %s "$stairs/$step")" ]
		[ -n "$change" ] && [ -n "$why" ]
		row="| $step | $bytes"
		[ -z "$last" ] || [ "$bytes" -le "$last" ] || row+=' (more than before)'
		grep -qF "$row | $change | $why |" "$BATS_FILE_TMPDIR/table"
		last=$bytes
	done <"$stairs/steps.tsv"
}

@test "the last step in C is init as make builds it, byte for byte" {
	[ "$(tail -n 2 "$stairs/steps.tsv" | head -n 1 | cut -f 1)" = init ]
	cmp "$stairs/init" "$BATS_FILE_TMPDIR/build/x86_64/init"
}

@test "the floor makes init's system calls, from a file of the same form" {
	for step in init floor; do
		"$READELF" --file-header --program-headers "$stairs/$step" |
			grep 'Class:\|Type:\|Number of\|Size of\|Start of' \
				>"$BATS_TEST_TMPDIR/$step.form"
		strace -qq -e trace=!execve -o "$BATS_TEST_TMPDIR/$step.trace" \
			"$stairs/$step" >/dev/null 3>&- &
		pid=$!
		eventually grep -q nanosleep "$BATS_TEST_TMPDIR/$step.trace"
		# strace ends with what it traces, not the other way round
		kill -KILL "$(sed -n 's/^getpid() *= //p' "$BATS_TEST_TMPDIR/$step.trace")"
		wait "$pid" || :
		sed -n 's/(.*//p' "$BATS_TEST_TMPDIR/$step.trace" >"$BATS_TEST_TMPDIR/$step.calls"
	done
	cmp "$BATS_TEST_TMPDIR/init.form" "$BATS_TEST_TMPDIR/floor.form"
	cmp "$BATS_TEST_TMPDIR/init.calls" "$BATS_TEST_TMPDIR/floor.calls"
	[ "$(paste -sd ' ' "$BATS_TEST_TMPDIR/floor.calls")" = \
		'write getpid write write nanosleep' ]
}

@test "init is at most 1.25 times the assembly" {
	init=$(stat -c %s "$stairs/init")
	floor=$(stat -c %s "$stairs/floor")
	[ $((init * 4)) -le $((floor * 5)) ]
}

@test "a step that does something else is not measured" {
	# shellcheck disable=SC2016 # the stand-in's own
	stand_in other 'for last; do :; done; cp /bin/true "$last"'
	run env OBJCOPY="$BATS_TEST_TMPDIR/bin/other" make --no-print-directory \
		O="$BATS_TEST_TMPDIR/build" staircase
	[ "$status" -ne 0 ]
	grep -q 'staircase: .* does not do what init does' <<<"$output"
}

@test "a machine that has no floor is refused" {
	run make --no-print-directory O="$BATS_TEST_TMPDIR/build" ARCH=i386 staircase
	[ "$status" -ne 0 ]
	grep -q 'staircase: its floor is assembly of x86_64' <<<"$output"
}

@test "the README's staircase is the one that is printed" {
	versions=$(grep '^Versions: ' "$BATS_FILE_TMPDIR/table")
	grep -qxF "$versions" README.md ||
		skip "the README's is that of other tools than $versions"
	while read -r line; do
		grep -qxF -- "$line" README.md
	done <"$BATS_FILE_TMPDIR/table"
}
