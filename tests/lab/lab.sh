#!/bin/sh
# lab.sh - what the experiments share. Each script in tests/lab/ is run by
# `make lab-NAME`. Its second line is what `make lab` lists; that whole comment is
# printed first, by this file, which every experiment sources.
#
# The environment is make's. Files go to build/ARCH/lab/.
set -eu
root=$PWD
. "$root/arch/facts"
B=$O/$ARCH
lab=$B/lab/${0##*/}
export LOG="$lab.log"
mkdir -p "$B/lab"

# needs PROGRAM...: dies unless all are installed
needs() {
	for program; do
		command -v "$program" >/dev/null ||
			die "$program is not installed: run 'make deps-test'"
	done
}

# needs_gdb: dies unless the gdb that arch/gdb starts is installed
needs_gdb() {
	gdb=${GDB:-gdb} # may be a command with arguments
	needs "${gdb%% *}"
}

# show [NAME=VALUE]... COMMAND...: prints a command as it would be typed, and runs it
show() {
	printf '\n$'
	for word; do
		case $word in
		'' | *[!A-Za-z0-9_./:=,+-]*)
			name=
			case $word in [A-Z]*=*) name=${word%%=*}= ;; esac
			printf " %s'%s'" "$name" "${word#"$name"}"
			;;
		*) printf ' %s' "$word" ;;
		esac
	done
	echo
	env "$@"
}

# boots STATUS [NAME=VALUE]...: runs smoke, whose exit status must be STATUS
boots() {
	expected=$1 status=0
	shift
	show "$@" arch/smoke ${KERNEL:+"$KERNEL"} || status=$?
	[ "$status" -eq "$expected" ] ||
		die "smoke exited with $status, not $expected: see $LOG"
}

# kernel: the one that smoke boots
# shellcheck disable=SC2034 # for the experiments
kernel=${KERNEL:-default}

# packs ARCHIVE: packs and prints the list on stdin
packs() {
	list=$(cat)
	printf '\n$ %s -o %s - <<END\n%s\nEND\n' "$O/pack" "$1" "$list"
	echo "$list" | "$O/pack" -o "$1" -
}

# seen PATTERN...: prints the first line of the console that matches each pattern;
# they must come in this order
seen() {
	echo "On the console:"
	tests/boot/console "$LOG" | perl -ne '
		BEGIN { @wanted = splice @ARGV }
		if (@wanted && /$wanted[0]/) { print "    $_"; shift @wanted }
		END { $? = print STDERR "not seen: $wanted[0]\n" if @wanted }' "$@" ||
		die "the console lacks this: see $LOG"
}

# unseen PATTERN: no line of the console may match
unseen() {
	! grep -aqE "$1" "$LOG" || die "the console has '$1': see $LOG"
	echo "Not on the console: $1"
}

sed -n '1d; /^#/!q; s/^# \{0,1\}//p' "$0"
