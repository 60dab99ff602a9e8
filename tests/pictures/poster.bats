# poster.bats - the poster describes every byte of the archive exactly once, for every
# architecture; the picture in the repository is the one drawn today.
# shellcheck disable=SC2086 # lists of architectures

load ../common

some='x86_64 ppc' # 64-bit, little endian; 32-bit, big endian

setup_file() { draw $some; }

# draw ARCH...: draws the posters
draw() {
	for target; do
		drawn "$target"
		make --no-print-directory ARCH="$target" O="${drawn%/*}" poster >/dev/null
		make --no-print-directory ARCH="$target" O="${drawn%/*}" poster TEXT=1 >"$drawn/text"
	done
}

# drawn ARCH: sets $drawn to the directory of its archive, poster and text
drawn() { drawn=$BATS_FILE_TMPDIR/build/$1; }

# made_by PICTURE: the tools that built what it shows
made_by() { grep -o 'clang [^ ]* and lld [^ ]*' "$1"; }

# same_tools: skips if the poster in the repository is of other tools
same_tools() {
	drawn x86_64
	kept=$(made_by tests/pictures/poster-x86_64.svg)
	[ "$kept" = "$(made_by "$drawn/poster.svg")" ] || skip "it was drawn with $kept"
}

# as_bytes: the hexadecimal numbers on stdin, as bytes
as_bytes() { perl -ne 'print pack "H*", s/\s//gr'; }

# described: every byte of the archive is described exactly once
described() {
	run -1 grep "<unknown>" "$drawn/text"
	# offset and bytes of each line: none missing, none twice
	perl -ne '
		next unless /^([0-9a-f]{4})  ([0-9a-f]{2}(?: [0-9a-f]{2})*) *(\S.*)?/;
		die "at $1, not $at\n" unless hex $1 == $at;
		$at += split " ", $2;
		die "$1: no words\n" unless $3 || $told;
		$told = 1;
		print $2;' "$drawn/text" | as_bytes | cmp - "$drawn/sector.cpio"
}

# shown: the poster shows every byte, and every field of the text
shown() {
	grep -o 'class="b"[^>]*>..<' "$drawn/poster.svg" | grep -o '..<' | tr -d '<' |
		as_bytes | cmp - "$drawn/sector.cpio"
	diff <(sed -n 's/.*class="o">\(...\)<.*/\1/p' "$drawn/poster.svg") \
		<(perl -ne 'print "$1\n" if /^0([0-9a-f]{3})  .{24}  \S/' "$drawn/text")
}

# tidy: no text runs into the next column or off the page
tidy() {
	sed 's/<text/\n&/g' "$drawn/poster.svg" | perl -ne '
		$size{$1} = $2 if /^(?:\.\w, )?\.(\w) \{ font-size: ([0-9.]+)px/;
		next unless /x="(.*?)" y="(.*?)" class="([msd])".*?>(.*)</;
		my ($x, $y, $class, $words) = ($1, $2, $3, $4 =~ s/&\w+;/&/gr);
		push @{$row{$y}}, [$x, $x + length($words) * $size{$class} * ($class eq "d" ? 0.54 : 0.602), $words];
		END {
			die "no words\n" unless %row;
			for my $y (keys %row) {
				my @all = sort { $a->[0] <=> $b->[0] } @{$row{$y}};
				push @all, [1158];
				for (1 .. $#all) {
					die "$all[$_ - 1][2]\n" if $all[$_ - 1][1] > $all[$_][0];
				}
			}
		}'
}

# of CHECK ARCH...: each poster passes it
of() {
	for target in "${@:2}"; do
		drawn "$target"
		"$1"
	done
}

@test "every byte of the archive is described exactly once" {
	of described $some
}

@test "the poster shows every byte, and every field of the text" {
	of shown $some
}

@test "no text runs into the next column or off the page" {
	of tidy $some
}

# bats test_tags=optional
@test "all of that holds for every architecture" {
	needs_all_architectures
	mapfile -t every < <(basename -s .mk arch/machines/*.mk | grep -vxF "$(xargs -n 1 <<<"$some")")
	draw "${every[@]}"
	for check in described shown tidy; do of $check "${every[@]}"; done
}

@test "a byte that nothing describes is an error, and no picture is left" {
	stand_in objdump "${OBJDUMP:-llvm-objdump${LLVM-}} \"\$@\" | sed '/syscall/d'"
	OBJDUMP=objdump run ! quiet_make poster
	grep -q 'sector.cpio: byte 0x[0-9a-f]* is not described$' <<<"$output"
	[ ! -e "$BATS_TEST_TMPDIR/build/$ARCH/poster.svg" ]
}

@test "a byte that is described twice is an error" {
	drawn x86_64
	stand_in objdump "${OBJDUMP:-llvm-objdump${LLVM-}} \"\$@\" | sed 's/00000018 greeting/00000019 greeting/'"
	ARCH=x86_64 OBJDUMP=objdump run ! tests/pictures/poster "$drawn/sector.cpio" "$drawn/init.elf"
	grep -q 'is described twice$' <<<"$output"
}

@test "the poster in tests/pictures is the one that make poster draws today" {
	same_tools
	cmp tests/pictures/poster-x86_64.svg "$drawn/poster.svg" || {
		echo "make poster, look at it, then: cp $O/x86_64/poster.svg tests/pictures/poster-x86_64.svg"
		return 1
	}
}

@test "the README's piece of the poster is what make poster writes" {
	same_tools
	piece=$(transcript 'make poster TEXT=1' tests/pictures/README.md | grep -vx '\.\.\.')
	grep -q 'code: init' <<<"$piece"
	[[ $(cat "$drawn/text") == *"${piece%$'\n'}"* ]]
}
