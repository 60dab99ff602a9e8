# timeline.bats - the timeline consists of marks that were seen.

load ../common

# One boot of each kernel: its bzImage, which decompresses itself, and the default, which
# may be decompressed.
setup_file() {
	make --no-print-directory tiny >/dev/null
	export drawn=$BATS_FILE_TMPDIR/timeline.svg
	RUNS=1 tests/measure/timeline "$drawn" "$B/initramfs.cpio" \
		"stock=$(arch/fetch kernel)" ours=default >"$BATS_FILE_TMPDIR/table"
}

setup() {
	table=$BATS_FILE_TMPDIR/table
	picture=$BATS_TEST_TMPDIR/timeline.svg
}

@test "the phases of a boot come in order and add up to its first tick" {
	cat "$table"
	awk '
		function add_up() { if (phases < 4 || sum < total - phases || sum > total + phases) bad = 1 }
		/to the first tick$/ { if (boots++) add_up(); total = $2; sum = phases = 0 }
		/^  / { sum += $NF; if ($NF < 0) bad = 1; phases++ }
		END { add_up(); exit bad || boots != 2 }' "$table"
	for phase in decompression unpacking init; do sed '/^ours/Q' "$table" | grep -qE "^  $phase +[0-9]+$"; done
	[ "$(tail -n 1 "$table")" = "$drawn" ]
}

@test "a kernel that is not decompressed has no phase for that" {
	[ "$ARCH" = x86_64 ] || skip "others' default kernel may be decompressed"
	needs lz4 zstd
	sed -n '/^ours/,$p' "$table" >"$BATS_TEST_TMPDIR/ours"
	grep -q '^  init ' "$BATS_TEST_TMPDIR/ours"
	run ! grep -E '^  (loading|decompression) ' "$BATS_TEST_TMPDIR/ours"
}

@test "the picture has a bar for each phase, all to one scale" {
	# milliseconds of the table beside the widths of the bars
	paste <(sed -nE 's/^  .* ([0-9]+)$/\1/p' "$table") \
		<(sed -nE 's/.*width="([0-9.]+)" height="36".*/\1/p' "$drawn") >"$BATS_TEST_TMPDIR/pairs"
	cat "$BATS_TEST_TMPDIR/pairs"
	longest=$(sed -nE 's/^[a-z]+ +([0-9]+) ms .*/\1/p' "$table" | sort -n | tail -n 1)
	awk -v longest="$longest" '
		NF != 2 { exit bad = 1 }
		{ off = $1 * 920 / longest - $2; if (off < -0.5 || off > 0.5) exit bad = 1 }
		END { exit bad || NR < 8 }' "$BATS_TEST_TMPDIR/pairs"
}

@test "a mark that does not come leaves its time to the next phase" {
	stand_in_qemu 'echo "Linux version 1"; sleep 0.3; echo "Run /init as init process"; sleep 0.3; echo "tick 0"; exec sleep 60'
	RUNS=1 run -0 tests/measure/timeline "$picture" "$B/initramfs.cpio" "quiet=$(arch/fetch kernel)"
	sed -nE 's/^  (.*[a-z]) +[0-9]+$/\1/p' <<<"$output" | diff - <(printf '%s\n' 'up to its first line' kernel init)
}

@test "a kernel that does not reach init is an error, and no picture is left" {
	printf 'dir /dev 0755 0 0\n' | "$O/pack" -o "$BATS_TEST_TMPDIR/no-init.cpio" -
	APPEND=panic=-1 RUNS=1 run ! tests/measure/timeline "$picture" "$BATS_TEST_TMPDIR/no-init.cpio" "stock=$(arch/fetch kernel)"
	grep -q '^timeline: .*: no first tick; the last line was: .*panic' <<<"$output"
	[ ! -e "$picture" ]
	run ! tests/measure/timeline "$picture" "$B/initramfs.cpio" /etc/passwd
	grep -q "is not NAME=KERNEL" <<<"$output"
}
