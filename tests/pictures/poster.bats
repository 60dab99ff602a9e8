# poster.bats - the poster describes every byte of the archive exactly once, for every
# architecture; the pictures in the repository are those drawn today.
#
# What needs another LLVM than the default, or the nolibc of another Debian, has a test of
# its own, skipped without it.
# shellcheck disable=SC2046,SC2086 # lists of architectures and tools

load ../common

setup_file() {
	draw $(usual)
}

# usual: the architectures that need nothing but what make deps installs here; special: the
# others
usual() { every | sed -n 's/: $//p'; }
special() { every | sed -n 's/: .*[^ ]$//p'; }
every() {
	for machine in arch/machines/*.mk; do
		ARCH=$(basename "$machine" .mk)
		echo "$ARCH: $(fact llvm_suffix)$(fact nolibc_suite)"
	done
}

# draw ARCH...: draws the pictures
draw() {
	for target; do
		drawn "$target"
		mkdir -p "$drawn"
		make --no-print-directory ARCH="$target" O="${drawn%/*}" poster >/dev/null
		make --no-print-directory ARCH="$target" O="${drawn%/*}" poster TEXT=1 >"$drawn/text"
	done
}

# drawn ARCH: sets $drawn to the directory of its archive, pictures and text
drawn() { drawn=$BATS_FILE_TMPDIR/build/$1; }

# made_by PICTURE: the tools that built what it shows
made_by() { grep -o 'clang [^ ]* and lld [^ ]*' "$1"; }

# same_tools: skips if the pictures in the repository are of other tools
same_tools() {
	drawn x86_64
	kept=$(made_by tests/pictures/poster-x86_64.svg)
	[ "$kept" = "$(made_by "$drawn/poster.svg")" ] || skip "they were drawn with $kept"
}

# as_bytes: the hexadecimal numbers on stdin, as bytes
as_bytes() { perl -ne 'print pack "H*", s/\s//gr'; }

# described ARCH...: every byte of the archive is described exactly once
described() {
	for target; do
		drawn "$target"
		run -1 grep "<unknown>" "$drawn/text"
		# offset and bytes of each line: none missing, none twice
		perl -ne '
			next unless /^([0-9a-f]{4})  ([0-9a-f]{2}(?: [0-9a-f]{2})*) *(\S.*)?/;
			die "at $1, not $at\n" unless hex $1 == $at;
			$at += split " ", $2;
			die "$1: no words\n" unless $3 || $told;
			$told = 1;
			print $2;' "$drawn/text" | as_bytes | cmp - "$drawn/sector.cpio"
	done
}

# shown ARCH...: the pictures show every byte, the poster every field of the text
shown() {
	for target; do
		drawn "$target"
		for picture in poster map; do
			grep -o 'class="b"[^>]*>..<' "$drawn/$picture.svg" | grep -o '..<' | tr -d '<' |
				as_bytes | cmp - "$drawn/sector.cpio"
		done
		diff <(sed -n 's/.*class="o">\(...\)<.*/\1/p' "$drawn/poster.svg") \
			<(perl -ne 'print "$1\n" if /^0([0-9a-f]{3})  .{24}  \S/' "$drawn/text")
	done
}

# tidy ARCH...: no text runs into the next column or off the page
tidy() {
	for target; do
		drawn "$target"
		sed 's/<text/\n&/g' "$drawn/poster.svg" | perl -ne '
			$size{$1} = $2 if /^(?:\.\w, )?\.(\w) \{ font-size: ([0-9.]+)px/;
			next unless /x="(.*?)" y="(.*?)" class="([msd])".*?>(.*)</;
			my ($x, $y, $class, $words) = ($1, $2, $3, $4 =~ s/&\w+;/&/gr);
			next if $y < 250 || $y > 1150;
			push @{$row{$y}}, [$x, $x + length($words) * $size{$class} * ($class eq "d" ? 0.54 : 0.602), $words];
			END {
				for my $y (keys %row) {
					my @all = sort { $a->[0] <=> $b->[0] } @{$row{$y}};
					push @all, [1650];
					for (1 .. $#all) {
						die "$all[$_ - 1][2]\n" if $all[$_ - 1][1] > $all[$_][0];
					}
				}
			}'
	done
}

@test "every byte of the archive is described exactly once" {
	described $(usual)
}

@test "the pictures show every byte, the poster every field of the text" {
	shown $(usual)
}

@test "no text runs into the next column or off the page" {
	tidy $(usual)
}

# bats test_tags=optional
@test "all of that holds for the architectures that need more" {
	needs_all_architectures
	draw $(special)
	described $(special)
	shown $(special)
	tidy $(special)
}

@test "a byte that nothing describes is an error, and no picture is left" {
	stand_in objdump "${OBJDUMP:-llvm-objdump${LLVM-}} \"\$@\" | sed '/syscall/d'"
	OBJDUMP=objdump run ! quiet_make poster
	grep -q 'sector.cpio: byte 0x[0-9a-f]* is not described$' <<<"$output"
	[ ! -e "$BATS_TEST_TMPDIR/build/$ARCH/poster.svg" ]
}

@test "a byte that is described twice is an error" {
	drawn "$ARCH"
	stand_in objdump "${OBJDUMP:-llvm-objdump${LLVM-}} \"\$@\" | sed 's/00000018 greeting/00000019 greeting/'"
	OBJDUMP=objdump run ! tests/pictures/poster "$drawn/sector.cpio" "$drawn/init.elf"
	grep -q 'is described twice$' <<<"$output"
}

@test "the pictures in tests/pictures are what make poster draws today" {
	same_tools
	for picture in poster map; do
		cmp "tests/pictures/$picture-x86_64.svg" "$drawn/$picture.svg" || {
			echo "make poster, look at it, then: cp $O/x86_64/$picture.svg tests/pictures/$picture-x86_64.svg"
			return 1
		}
	done
}

@test "the README's piece of the poster is what make poster writes" {
	same_tools
	piece=$(transcript 'make poster TEXT=1' tests/pictures/README.md | grep -vx '\.\.\.')
	grep -q 'code: init' <<<"$piece"
	[[ $(cat "$drawn/text") == *"${piece%$'\n'}"* ]]
}
