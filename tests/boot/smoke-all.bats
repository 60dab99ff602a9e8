# smoke-all.bats - smoke -a: its table, its TAP, its exit status, and the boot of all that
# can boot here.

load ../common

@test "smoke -a prints a table and TAP, and exits with the worst status" {
	cp -r arch VERSION "$BATS_TEST_TMPDIR"
	cat >"$BATS_TEST_TMPDIR/arch/smoke" <<-'END'
		#!/bin/sh
		case $ARCH in
		arm64) echo "smoke: timeout (9 s) without 'tick 1'; x"; exit 124 ;;
		ppc) echo "smoke: qemu is not installed"; exit 125 ;;
		s390x) echo "smoke: panic, 'x'; y"; exit ${WORST:-1} ;;
		esac
		sleep "0.$((RANDOM % 10))"
		echo "smoke: ok, 'tick 1' was seen; Run /init after 7 ms, first tick after 77 ms; $ARCH, $1-9; console: x"
	END
	architectures=$(basename -s .mk arch/machines/*.mk)
	count=$(wc -l <<<"$architectures")
	run -1 "$BATS_TEST_TMPDIR/arch/smoke-all" -a
	diff <(echo "$architectures") <(sed 1d <<<"$output" | grep -v '^ ' | cut -d ' ' -f 1)
	grep -qE '^arm64 .* timeout' <<<"$output"
	grep -qE '^x86_64 +default-9 +ok +77$' <<<"$output"
	grep -qE '^ppc +- +not tested +-$' <<<"$output"
	[ "${lines[0]}" = "$(transcript 'smoke -a' arch/README.md | head -n 1)" ]
	grep -qx "  smoke: panic, 'x'; y" <<<"$output"
	WORST=0 run -124 "$BATS_TEST_TMPDIR/arch/smoke-all" -a --tap
	[ "${lines[0]}" = "1..$count" ]
	[ "$(grep -c '^ok' <<<"$output")" -eq "$((count - 1))" ]
	grep -q '^not ok [0-9]* - arm64$' <<<"$output"
	grep -q '^ok [0-9]* - ppc # SKIP smoke: qemu is not installed$' <<<"$output"
	grep -q '^ok [0-9]* - x86_64 # 77 ms$' <<<"$output"
	run -125 arch/smoke -a /etc/passwd
	KERNEL=tiny run -1 "$BATS_TEST_TMPDIR/arch/smoke-all"
	grep -qE '^x86_64 +tiny-9 +ok +77$' <<<"$output"
}

@test "smoke -a ends every smoke that it started, on SIGTERM" {
	cp -r arch VERSION "$BATS_TEST_TMPDIR"
	printf '%s\n' '#!/bin/sh' "echo \$\$ >>'$BATS_TEST_TMPDIR/pids'" 'exec sleep 1000' >"$BATS_TEST_TMPDIR/arch/smoke"
	"$BATS_TEST_TMPDIR/arch/smoke-all" -a >/dev/null 3>&- &
	eventually test -s "$BATS_TEST_TMPDIR/pids"
	kill -TERM $!
	wait $! || [ $? -eq 143 ]
	while read -r pid; do eventually gone "$pid"; done <"$BATS_TEST_TMPDIR/pids"
}

# bats test_tags=optional
@test "make smoke ARCH=all boots what can boot here" {
	for_host || skip 'it is the same on every architecture'
	copied x86_64 arm64 "$ARCH" # machine.bats boots each
	run make --no-print-directory smoke ARCH=all
	echo "$output"
	grep -qE "^$ARCH .* ok +[0-9]+\$" <<<"$output"
	grep -qE '^arm64 .* (ok|not tested) +[0-9-]+$' <<<"$output"
}
