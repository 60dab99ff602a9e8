# poster.bats - the poster explains every byte of the archive just once, on
# every machine; the ones in the repository are what is drawn today.
#
# Machines that want another LLVM than the usual one have tests of their own,
# which are skipped where that is not installed.
# shellcheck disable=SC2046,SC2086 # lists of machines and of tools

load ../common

setup_file() {
	local newer
	newer=$(newer_tools)
	for machine in $(usual) $([ -n "$(missing $newer)" ] || newer); do
		drawn "$machine"
		mkdir -p "$drawn"
		make --no-print-directory ARCH="$machine" O="${drawn%/*}" poster >/dev/null
		make --no-print-directory ARCH="$machine" O="${drawn%/*}" poster TEXT=1 >"$drawn/text"
	done
}

# usual: the machines for which the usual LLVM will do; newer: the others
usual() { grep -L '^llvm_suffix' arch/machines/*.mk | xargs basename -s .mk; }
newer() { grep -l '^llvm_suffix' arch/machines/*.mk | xargs basename -s .mk; }

# newer_tools: what draws the others
newer_tools() {
	sed -n 's/^llvm_suffix *= *//p' arch/machines/*.mk | sort -u |
		sed 's/.*/clang& ld.lld& llvm-objcopy& llvm-objdump&/'
}

# drawn MACHINE: where its archive, poster.svg and text are, in $drawn
drawn() { drawn=$BATS_FILE_TMPDIR/build/$1; }

# made_by PICTURE: the versions of the tools that made what it shows
made_by() { grep -o 'clang [^ ]* and lld [^ ]*' "$1"; }

# same_tools MACHINE: skips the test that calls this where other tools build
same_tools() {
	local kept=tests/pictures/poster-$1.svg
	[ "$(made_by "$kept")" = "$(made_by "$drawn/poster.svg")" ] ||
		skip "it was drawn with $(made_by "$kept")"
}

# as_bytes: the hexadecimal numbers on stdin, as bytes
as_bytes() { perl -ne 'print pack "H*", s/\s//gr'; }

# explained MACHINE...: every byte of the archive is explained just once
explained() {
	for machine; do
		drawn "$machine"
		run -1 grep "<unknown>" "$drawn/text"
		# place and bytes of each line: none missing, none told twice
		perl -ne '
			next unless /^([0-9a-f]{4})  ([0-9a-f]{2}(?: [0-9a-f]{2})*) *(\S.*)?/;
			die "at $1, not $at\n" unless hex $1 == $at;
			$at += split " ", $2;
			die "$1: no words\n" unless $3 || $told;
			$told = 1;
			print $2;' "$drawn/text" | as_bytes | cmp - "$drawn/sector.cpio"
	done
}

# shown MACHINE...: the picture shows every byte and every field of the text
shown() {
	for machine; do
		drawn "$machine"
		sed -n 's/.*class="b"[^>]*>\(..\)<.*/\1/p' "$drawn/poster.svg" |
			as_bytes | cmp - "$drawn/sector.cpio"
		diff <(sed -n 's/.*class="o">\(...\)<.*/\1/p' "$drawn/poster.svg") \
			<(perl -ne 'print "$1\n" if /^0([0-9a-f]{3})  .{24}  \S/' "$drawn/text")
	done
}

# tidy MACHINE...: no text of the picture runs into the next column or off the paper
tidy() {
	for machine; do
		drawn "$machine"
		perl -ne '
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
			}' "$drawn/poster.svg"
	done
}

@test "every byte of the archive is explained just once" {
	explained $(usual)
}

@test "the picture shows every byte and every field that the text has" {
	shown $(usual)
}

@test "no text of the picture runs into the next column or off the paper" {
	tidy $(usual)
}

@test "all of that is so on the machines of a newer LLVM, too" {
	needs $(newer_tools)
	explained $(newer)
	shown $(newer)
	tidy $(newer)
}

@test "a byte that nothing explains is refused, and no picture is left" {
	stand_in objdump "${OBJDUMP:-llvm-objdump${LLVM-}} \"\$@\" | sed '/: .*report/d'"
	OBJDUMP=objdump run ! quiet_make poster
	grep -q 'sector.cpio: byte 0x[0-9a-f]* is not explained$' <<<"$output"
	[ ! -e "$BATS_TEST_TMPDIR/build/$ARCH/poster.svg" ]
}

@test "a byte that is explained twice is refused" {
	drawn "$ARCH"
	stand_in objdump "${OBJDUMP:-llvm-objdump${LLVM-}} \"\$@\" | sed 's/000000.. two_seconds/00000019 two_seconds/'"
	OBJDUMP=objdump run ! tests/pictures/poster "$drawn/sector.cpio" "$drawn/init.elf"
	grep -q 'is explained twice$' <<<"$output"
}

@test "the posters in tests/pictures are what make poster draws today" {
	for machine in i386 x86_64; do
		drawn "$machine"
		kept=tests/pictures/poster-$machine.svg
		same_tools $machine
		cmp "$kept" "$drawn/poster.svg" || {
			echo "look at it, then: cp $O/$machine/poster.svg $kept"
			return 1
		}
	done
}

@test "the README's piece of the poster is what make poster writes" {
	drawn i386
	same_tools i386
	piece=$(transcript 'make poster TEXT=1 ARCH=i386' | grep -vx '\.\.\.')
	grep -q 'code: init' <<<"$piece"
	[[ $(cat "$drawn/text") == *"${piece%$'\n'}"* ]]
}
