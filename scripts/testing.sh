# shellcheck shell=sh
# testing.sh - what the test scripts share: environment, scratch, counting.
#
# usage: . "$(dirname "$0")/testing.sh"
#
# A test script ends with one line "N passed, N failed[, N skipped]" and with
# status 1 when something failed.  Whoever calls it through testing_run adds
# these figures up; a command without such a line counts as one test.

passed=0
failed=0
skipped=0

# Prints the header comment of the script and ends it with status 2.
testing_usage() {
	awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0" >&2
	exit 2
}

# testing_start OUT: goes to the repository root and sets what every test
# sees.  Afterwards $out is the absolute path of OUT and $scratch a folder
# that goes away by itself.
testing_start() {
	[ $# -gt 0 ] || testing_usage
	exec </dev/null
	out=$(cd "$1" && pwd) || exit 2
	cd "$(dirname "$0")/.." || exit 2
	if [ -z "${BOM_SHARED-}" ] && [ -d ../shared/data ]; then
		BOM_SHARED=$(cd ../shared/data && pwd)
		export BOM_SHARED
	fi
	unset BOM_FAULT BOM_FAULT_LOG BOM_TRACE MAKEFLAGS MAKELEVEL
	export LC_ALL=C TZ=UTC BOM_NOW=2026-11-22T01:00:00Z
	export BOM_ROOT="$PWD" PATH="$out:$PATH" CMOCKA_MESSAGE_OUTPUT=stdout
	umask 022
	testing_scratch
}

testing_scratch() {
	scratch=$(mktemp -d "${TMPDIR:-/tmp}/bomtools.XXXXXX")
	trap 'chmod -R u+rwX "$scratch" && rm -rf "$scratch"' EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

# testing_limit COMMAND...: runs it, for ten minutes at most where the
# system can say so.
if command -v timeout >/dev/null 2>&1; then
	testing_limit() { timeout -k 5 "${TESTING_SECONDS:-600}" "$@"; }
else
	testing_limit() { "$@"; }
fi

# testing_fail TEXT: one test more that failed, and why.
testing_fail() {
	echo "FAILED $1"
	failed=$((failed + 1))
}

# testing_words P F S: the line that ends every test script.
testing_words() {
	if [ "$3" -gt 0 ]; then
		echo "$1 passed, $2 failed, $3 skipped"
	else
		echo "$1 passed, $2 failed"
	fi
}

# testing_add LOG STATUS: adds what a command said in LOG to the figures and
# leaves them, as words, in $figures and the failures alone in $bad.
testing_add() {
	# shellcheck disable=SC2046 # three numbers
	set -- $(awk -v rc="$2" '
	/^[0-9]+ passed, [0-9]+ failed/ { p = $1; f = $3 + 0; s = $5; seen++ }
	END {
		if (!seen)
			p = rc == 0
		if (rc != 0 && f == 0)
			f = 1
		print p + 0, f + 0, s + 0
	}' "$1")
	figures=$(testing_words "$@")
	bad=$2
	passed=$((passed + $1)) failed=$((failed + $2))
	skipped=$((skipped + $3))
}

# testing_run LABEL COMMAND...: runs a test script, counts, shows its output
# when something failed, else one line and what it skipped.
testing_run() {
	label=$1
	shift
	rc=0
	"$@" >"$scratch/run.log" 2>&1 || rc=$?
	testing_add "$scratch/run.log" "$rc"
	if [ "$bad" -gt 0 ]; then
		grep -Ev '^[0-9]+ passed, ' "$scratch/run.log" || :
	else
		grep -E '^(# |[^ ]*: )?skipped' "$scratch/run.log" || :
	fi
	printf '%-12s %s\n' "$label" "$figures"
}

# The last line, and the status of the script.
testing_end() {
	testing_words "$passed" "$failed" "$skipped"
	[ "$failed" -eq 0 ]
}
