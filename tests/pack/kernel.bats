# kernel.bats - a kernel unpacks a random tree, and an init lists what it finds.
# shellcheck disable=SC2086 # $PACK may be several words

load ../common
load pack

setup_file() { build_programs; }

@test "a random tree is unpacked equal by the kernel, aligned data or not" {
	build_manifest
	mkdir "$T/top"
	tests/pack/random-tree "$T/top/tree" "${SEED:-$RANDOM}" 400
	# a hard-linked pipe; names and targets of maximum length
	mkfifo "$T/top/tree/pipe"
	ln "$T/top/tree/pipe" "$T/top/tree/pipe2"
	long=$(repeated "$(repeated n 127)/" 31)
	# with "tree/": 4093 bytes, too long after $T
	(cd "$T/top/tree" && mkdir -p "$long" && touch "$long$(repeated f 120)")
	ln -s "$(repeated t 4095)" "$T/top/tree/long"
	list 'dir /dev 0755 0 0' 'nod /dev/console 0600 0 0 c 5 1' \
		"file /init $F/manifest 0755 0 0" \
		'nod /tree/block 0640 5 4294967294 b 4095 1048575' \
		'dir "/tree/a\nb" 0700 1 1' "file \"/tree/a\\nb/c\" $T/list 0600 2 3 /tree/a/d" \
		'dir /tree/replaced 0755 0 0' 'dir /tree/replaced 0700 9 9'
	sed -i 's,/tree/a/d,"/tree/a\\nb/d",' "$T/list"
	sum=$("$F/manifest" "$T" | sed -n 's/.* \([0-9a-f]*\) list$/\1/p')
	size=$(stat -c %s "$T/list")
	{
		manifest "$T/top/tree" | sed 's/^entry //'
		printf '%s\n' '060640 5:4294967294 1 4095,1048575 0 cbf29ce484222325 block' \
			'040700 1:1 0 0,0 0 cbf29ce484222325 a\012b' \
			"100600 2:3 2 0,0 $size $sum a\\012b/c" "100600 2:3 2 0,0 $size $sum a\\012b/d" \
			'040700 9:9 0 0,0 0 cbf29ce484222325 replaced'
	} | LC_ALL=C sort >"$T/expected"
	[ "$(wc -l <"$T/expected")" -gt 400 ]

	for align in '' '--align 512'; do
		$PACK --owner keep $align -o "$T/initramfs" "$T/top" "$T/list"
		INITRAMFS=$T/initramfs LOG=$T/console MARKER='manifest complete' run -0 arch/smoke ${KERNEL:+"$KERNEL"}
		user_lines "$T/console" | sed -n 's/.*entry \([0-9]\{6\} \)/\1/p' | LC_ALL=C sort |
			diff "$T/expected" -
	done
}

# examples SECTION: the commands of a section of pack.1, pack being $PACK
examples() {
	sed -n "/^\.Sh $1\$/,/^\.Sh/s/^\$ //p" pack/pack.1 | sed "s,^pack ,$(realpath "$PACK") ,"
}

@test "the kernel unpacks what the pipes of pack.1 compress" {
	[ "$PACK" = "$O/pack" ] || skip "once is enough"
	needs gzip bzip2 xz lzop lz4 zstd
	make --no-print-directory "$B/init" >/dev/null
	mkdir "$T/root"
	cp "$B/init" "$T/root"
	[ "$(examples COMPRESSION | wc -l)" -eq 7 ]
	while read -r command; do
		echo "$command"
		(cd "$T" && eval "$command")
		[ "$(head -c 6 "$T/initramfs")" != 070701 ] # compressed indeed
		INITRAMFS=$T/initramfs LOG=$T/console run -0 arch/smoke ${KERNEL:+"$KERNEL"}
	done < <(examples COMPRESSION)
}
