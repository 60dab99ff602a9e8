# timeline.bats - the timeline consists of marks that were seen.

load ../common

setup_file() {
	make --no-print-directory tiny >/dev/null
}

setup() {
	picture=$BATS_TEST_TMPDIR/timeline.svg
}

@test "the phases of a boot come in order and add up to its first tick" {
	RUNS=1 run -0 tests/measure/timeline "$picture" "$B/initramfs.cpio" "stock=$(arch/fetch kernel)"
	awk '
		NR == 1 { total = $2; next }
		/^  / { sum += $NF; if ($NF < 0) exit 1; phases++ }
		END { exit !(phases >= 4 && sum > total - phases && sum < total + phases) }' <<<"$output"
	for phase in decompression unpacking init; do grep -qE "^  $phase +[0-9]+$" <<<"$output"; done
	[ "$(tail -n 1 <<<"$output")" = "$picture" ]
}

@test "a kernel that is not decompressed has no phase for that, and none is negative" {
	[ "$ARCH" = x86_64 ] || skip "others' default kernel may be decompressed"
	needs lz4 zstd
	RUNS=1 run -0 tests/measure/timeline "$picture" "$B/initramfs.cpio" stock=default
	run -1 grep -E '^  (loading|decompression) | -[0-9]' <<<"$output"
}

@test "the picture has a bar for each phase, all to one scale" {
	RUNS=1 run -0 tests/measure/timeline "$picture" "$B/initramfs.cpio" "one=$(arch/fetch kernel)" "two=$(arch/fetch kernel)"
	# milliseconds of the table beside the widths of the bars
	paste <(sed -nE 's/^  .* ([0-9]+)$/\1/p' <<<"$output") \
		<(sed -nE 's/.*width="([0-9.]+)" height="36".*/\1/p' "$picture") >"$BATS_TEST_TMPDIR/pairs"
	cat "$BATS_TEST_TMPDIR/pairs"
	longest=$(sed -nE 's/^(one|two) +([0-9]+) ms .*/\2/p' <<<"$output" | sort -n | tail -n 1)
	awk -v longest="$longest" '
		NF != 2 { exit bad = 1 }
		{ off = $1 * 920 / longest - $2; if (off < -0.5 || off > 0.5) exit bad = 1 }
		END { exit bad || NR < 8 }' "$BATS_TEST_TMPDIR/pairs"
}

@test "a mark that does not come leaves its time to the next phase" {
	APPEND=loglevel=3 RUNS=1 run -0 tests/measure/timeline "$picture" "$B/initramfs.cpio" "quiet=$(arch/fetch kernel)"
	run -1 grep -E '^  unpacking' <<<"$output"
}

@test "a kernel that does not reach init is an error, and no picture is left" {
	printf 'dir /dev 0755 0 0\n' | "$O/pack" -o "$BATS_TEST_TMPDIR/no-init.cpio" -
	APPEND=panic=-1 RUNS=1 run ! tests/measure/timeline "$picture" "$BATS_TEST_TMPDIR/no-init.cpio" "stock=$(arch/fetch kernel)"
	grep -q '^timeline: .*: no first tick; the last line was: .*panic' <<<"$output"
	[ ! -e "$picture" ]
	run ! tests/measure/timeline "$picture" "$B/initramfs.cpio" /etc/passwd
	grep -q "is not NAME=KERNEL" <<<"$output"
}
