# image.bash - how kernel images start, for the tests: only what tells what they are.

# image NAME: prints an image that has the header of NAME, and nothing more
image() {
	perl -e '
		# at OFFSET FORMAT VALUE...: an image with these values there
		sub at { my $image = ""; while (my ($offset, $format, $value) = splice @_, 0, 3) {
			$value = pack $format, $value;
			$image .= "\0" x ($offset + length($value) - length $image) if length $image < $offset + length $value;
			substr $image, $offset, length $value, $value;
		} $image }
		sub elf { my ($bits, $order, $machine, $flags) = @_;
			my $o = $order == 1 ? "<" : ">";
			at(0, "a4", "\x7fELF", 4, "C", $bits / 32, 5, "C", $order, 18, "S$o", $machine,
				36, "L$o", $flags // 0, 63, "C", 0) }
		sub pe { my ($machine, @more) = @_;
			at(0, "a2", "MZ", 0x3c, "V", 0x40, 0x40, "a4", "PE", 0x44, "v", $machine, 0x57, "C", 0, @more) }
		my %image = (
			bzImage => at(0x1f1, "C", 1, 0x1f4, "V", 1, 0x202, "a4", "HdrS", 0x206, "v", 0x20f, 0x236, "v", 1, 0x40f, "C", 0),
			bzImage32 => at(0x1f1, "C", 1, 0x1f4, "V", 1, 0x202, "a4", "HdrS", 0x206, "v", 0x20f, 0x236, "v", 0, 0x40f, "C", 0),
			bzImage36 => at(0x1f1, "C", 1, 0x1f4, "V", 1, 0x202, "a4", "HdrS", 0x206, "v", 0x20a, 0x40f, "C", 0),
			zImage => at(0x24, "V", 0x016f2818, 0x2c, "V", 0x34, 0x30, "V", 0x04030201),
			zImagebe => at(0x24, "V", 0x016f2818, 0x2c, "V", 0x34, 0x30, "V", 0x01020304),
			Image64 => at(0x38, "a4", "ARMd", 0x3f, "C", 0),
			Image64be => at(0x18, "C", 1, 0x38, "a4", "ARMd", 0x3f, "C", 0),
			rv64 => at(8, "V", 0x200000, 0x38, "a4", "RSC\5", 0x3f, "C", 0),
			rv32 => at(8, "V", 0x400000, 0x38, "a4", "RSC\5", 0x3f, "C", 0),
			s390x => at(0x10008, "a6", "S390EP", 0x10100, "C", 0),
			zboot => pe(0xaa64, 4, "a4", "zimg", 8, "V", 0x10, 12, "V", 0x10),
			loong => pe(0x6264),
			elf_x86_64 => elf(64, 1, 62), elf_i386 => elf(32, 1, 3),
			elf_mips32le => elf(32, 1, 8, 0x70000000), elf_mips32be => elf(32, 2, 8, 0x50000000),
			elf_mips64le => elf(64, 1, 8, 0x80000000), elf_mips64be => elf(32, 2, 8, 0x60000000),
			elf_o32 => elf(32, 1, 8, 0x80001000),
			elf_mipsn32le => elf(32, 1, 8, 0x80000020), elf_x32 => elf(32, 1, 62),
			elf_ppc => elf(32, 2, 20), elf_ppc64 => elf(64, 2, 21), elf_ppc64le => elf(64, 1, 21),
			elf_s390x => elf(64, 2, 22), elf_riscv32 => elf(32, 1, 243), elf_riscv64 => elf(64, 1, 243),
			elf_loongarch64 => elf(64, 1, 258), elf_sparc64 => elf(64, 2, 43), elf_arm => elf(32, 1, 40),
			elf_arm64 => elf(64, 1, 183), elf_arm64be => elf(64, 2, 183));
		print $image{$ARGV[0]} // die "image: $ARGV[0]?\n"' "$1"
}
