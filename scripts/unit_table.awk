# unit_table.awk - the C table of units from schemas/units/rec20.csv.
#
# usage: awk -f scripts/unit_table.awk rec20.csv >unit_table.c
#
# Fails if a row has not seven fields or is not behind the one before it.

BEGIN {
	FS = ","
	print "#include \"model/unit.h\""
	print ""
	print "const struct unit_standard unit_standards[] = {"
}

function text(s) {
	gsub(/["\\]/, "\\\\&", s)
	return "SLICE_INIT(\"" s "\")"
}

function wrong(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what >"/dev/stderr"
	failed = 1
	exit 1
}

NR == 1 {
	next
}

NF != 7 || $5 !~ /^[1-9][0-9]*$/ || $6 !~ /^[1-9][0-9]*$/ {
	wrong("not a row of the table")
}

$1 "" <= last "" {
	wrong("not in byte order")
}

{
	last = $1
	printf "\t{%s, %s,\n\t    %s, %s,\n", text($1), text($2), text($3),
	    text($4)
	printf "\t    UINT64_C(%s), UINT64_C(%s)},\n", $5, $6
	rows++
}

END {
	if (failed)
		exit 1
	print "};"
	print ""
	printf "const size_t unit_standard_count = %d;\n", rows
}
