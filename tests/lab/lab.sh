#!/bin/sh
# lab.sh - what the experiments share. Each one in tests/lab/ is a script that
# `make lab-NAME` runs. Its first comment is the line that `make lab` lists, and
# what it says before it begins; then comes `. tests/lab/lab.sh`, which says it.
#
# The environment is make's. What an experiment makes goes to build/ARCH/lab/.
set -eu
root=$PWD
. "$root/arch/facts"
export O="${O:-build}" CACHE="${CACHE:-.cache}"
B=$O/$ARCH
lab=$B/lab/${0##*/}
export LOG="$lab.log"
mkdir -p "$B/lab"

# needs PROGRAM...: what the experiment runs
needs() {
	for program; do
		command -v "$program" >/dev/null ||
			die "$program is not installed: run 'make deps-test'"
	done
}

# show [NAME=VALUE]... COMMAND...: prints a command as it would be typed, runs it
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

# boots STATUS [NAME=VALUE]...: smoke, whose exit status must be STATUS
boots() {
	expected=$1 status=0
	shift
	show "$@" arch/smoke ${KERNEL:+"$KERNEL"} || status=$?
	[ "$status" -eq "$expected" ] ||
		die "smoke's exit status is $status, not $expected: read $LOG"
}

# kernel: the one that smoke boots
# shellcheck disable=SC2034 # for the experiments
kernel=${KERNEL:-default}

# packs ARCHIVE: from the list on stdin, which it shows
packs() {
	list=$(cat)
	printf '\n$ %s -o %s - <<END\n%s\nEND\n' "$O/pack" "$1" "$list"
	echo "$list" | "$O/pack" -o "$1" -
}

# seen PATTERN...: prints the first line of the console that fits each one, which
# must come in this order
seen() {
	echo "On the console:"
	tests/boot/console "$LOG" | perl -ne '
		BEGIN { @wanted = splice @ARGV }
		if (@wanted && /$wanted[0]/) { print "    $_"; shift @wanted }
		END { $? = print STDERR "not seen: $wanted[0]\n" if @wanted }' "$@" ||
		die "the console does not say this: read $LOG"
}

# unseen PATTERN: the console must not say this
unseen() {
	! grep -aqE "$1" "$LOG" || die "the console says '$1': read $LOG"
	echo "Not on the console: $1"
}

sed -n '1d; /^#/!q; s/^# \{0,1\}//p' "$0"
