# shellcheck shell=sh
# crashing.sh - one scenario of check-crash, run with a fault, rerun, judged.
#
# usage: . "$(dirname "$0")/crashing.sh"
#
# Of the script that reads it: $folder and $scenario, $again (the script that
# is run after the fault), $seed; and what testing_start sets.

: "${folder:=}" "${scenario:=}" "${again:=cmd}" "${seed:=1}" "${scratch:=}"

start() { # [FAULT]: cmd in a fresh copy
	chmod -R u+rwX "$scratch" && rm -rf "$scratch/run" "$scratch/fired"
	cp -R "$folder" "$scratch/run"
	server reset
	part cmd "$@"
}

server() { # begin, reset, end: if there is one; its status
	[ -f "$folder/$1" ] || return 0
	mkdir -p "$scratch/server"
	(cd "$folder" && BOM_FAULT='' testing_limit sh "./$1" \
	    "$scratch/server") >"$scratch/$1.log" 2>&1
}

part() { # NAME [FAULT]: output in $scratch/NAME and .err, status in $rc
	# shellcheck disable=SC1091 # made by the scenario
	(cd "$scratch/run" && { [ ! -f "$scratch/server/env" ] ||
	    . "$scratch/server/env"; } &&
	    BOM_FAULT=${2-} testing_limit sh "$1") \
	    >"$scratch/$1" 2>"$scratch/$1.err" && rc=0 || rc=$?
}

judge() { # WHAT: reruns, and compares the end
	bad=
	[ "$rc" -lt 126 ] || [ "$1" != "${1%:kill}" ] || bad="status $rc"
	part "$again"
	[ "$rc" -lt 2 ] || bad="the rerun ends with $rc"
	part check
	[ "$rc" -eq 0 ] || bad="check ends with $rc"
	cmp -s "$scratch/whole" "$scratch/check" || bad="another end"
	[ -n "$bad" ] || { passed=$((passed + 1)) && return; }
	testing_fail "$scenario, $1: $bad"
	head -n 5 "$scratch/cmd.err" "$scratch/$again.err"
	diff -u "$scratch/whole" "$scratch/check" | head -n 20
}

try() { # PLACE N: status 1 when the place is not passed so often
	start "$1:$2"
	[ -f "$scratch/fired" ] || return 1
	judge "BOM_FAULT=$1:$2"
	start "$1:$2:kill"
	judge "BOM_FAULT=$1:$2:kill"
}

wanted() { # of places from standard input those that this scenario is for
	if [ -f "$folder/places" ]; then
		grep -Ex -f "$folder/places" || :
	else
		cat
	fi
}

drawn() { # COUNT: of all passings, in their order
	start '?'
	sort -u "$scratch/fired" >>"$scratch/reached"
	wanted <"$scratch/fired" >"$scratch/drawn" &&
	    mv "$scratch/drawn" "$scratch/fired"
	awk -v seed="$seed" -v want="$1" '
	BEGIN { srand(seed) }
	{ line[NR] = $0 " " ++passing[$0] }
	END {
		for (left = NR; left > 0; left--)
			if (rand() * left < want) {
				print line[NR - left + 1]
				want--
			}
	}' "$scratch/fired" >"$scratch/drawn"
	while read -r name n; do
		try "$name" "$n" || testing_fail "$scenario: no $name:$n"
	done <"$scratch/drawn"
}
