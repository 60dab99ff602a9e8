# staircase.bats - what `make staircase` claims: every step is a program that runs, its
# bytes are those of the table, and the README shows that table.

load ../common

setup_file() {
	export ARCH=x86_64 stairs=$BATS_FILE_TMPDIR/build/staircase
	make --no-print-directory "$O/on-terminal" >/dev/null
	make --no-print-directory O="$BATS_FILE_TMPDIR/build" staircase \
		>"$BATS_FILE_TMPDIR/table"
}

teardown() {
	[ -z "${pid-}" ] || kill -KILL "$pid" 2>/dev/null || :
}

@test "the bytes of the table are those of the programs, and growth is marked" {
	[ "$(wc -l <"$stairs/steps.tsv")" -ge 12 ]
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

@test "the last step in C is init, byte for byte, and at most 1.15 times the assembly" {
	[ "$(tail -n 2 "$stairs/steps.tsv" | head -n 1 | cut -f 1)" = init ]
	cmp "$stairs/init" "$BATS_FILE_TMPDIR/build/x86_64/init"
	[ $(($(stat -c %s "$stairs/init") * 100)) -le $(($(stat -c %s "$stairs/assembly") * 115)) ]
}

@test "the assembly makes the system calls of init, from a file of the same form" {
	for step in init assembly; do
		"$READELF" --file-header --program-headers "$stairs/$step" |
			grep 'Class:\|Type:\|Number of\|Size of\|Start of' \
				>"$BATS_TEST_TMPDIR/$step.form"
		strace -qq -e trace=!execve -o "$BATS_TEST_TMPDIR/$step.trace" \
			"$stairs/$step" >/dev/null 3>&- &
		pid=$!
		eventually grep -q nanosleep "$BATS_TEST_TMPDIR/$step.trace"
		# strace exits with its tracee
		kill -KILL "$(sed -n 's/^getpid() *= //p' "$BATS_TEST_TMPDIR/$step.trace")"
		wait "$pid" || :
		sed -n 's/(.*//p' "$BATS_TEST_TMPDIR/$step.trace" >"$BATS_TEST_TMPDIR/$step.calls"
	done
	cmp "$BATS_TEST_TMPDIR/init.form" "$BATS_TEST_TMPDIR/assembly.form"
	cmp "$BATS_TEST_TMPDIR/init.calls" "$BATS_TEST_TMPDIR/assembly.calls"
	[ "$(paste -sd ' ' "$BATS_TEST_TMPDIR/assembly.calls")" = \
		'write getpid write write nanosleep' ]
}

@test "a step that does something else is an error" {
	# shellcheck disable=SC2016 # the stand-in's own
	stand_in other 'for last; do :; done; cp /bin/true "$last"'
	run env OBJCOPY="$BATS_TEST_TMPDIR/bin/other" make --no-print-directory \
		O="$BATS_TEST_TMPDIR/build" staircase
	[ "$status" -ne 0 ]
	grep -q 'staircase: .* does not do what init does' <<<"$output"
}

@test "another architecture is rejected" {
	run make --no-print-directory O="$BATS_TEST_TMPDIR/build" ARCH=i386 staircase
	[ "$status" -ne 0 ]
	grep -q 'staircase: only for x86_64' <<<"$output"
}

@test "the table in the README is the one that is printed" {
	versions=$(grep '^Versions: ' "$BATS_FILE_TMPDIR/table")
	grep -qxF "$versions" tests/inits/README.md ||
		skip "the README has that of other tools than $versions"
	while read -r line; do
		grep -qxF -- "$line" tests/inits/README.md
	done <"$BATS_FILE_TMPDIR/table"
}
