# shipped_table.awk - the C table of the profiles that are shipped.
#
# usage: awk -v set=sources -f scripts/shipped_table.awk FILE.yaml...

function text(s) {
	gsub(/["\\]/, "\\\\&", s)
	gsub(/\t/, "\\t", s)
	gsub(/\?/, "\\?", s)
	return "\"" s "\""
}

function end_file() {
	if (files)
		print "\tNULL,\n};\n"
}

BEGIN {
	print "#include \"format/shipped.h\""
	print ""
}

FNR == 1 {
	end_file()
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.yaml$/, "", name)
	for (i = files++; i > 0 && names[i] "" > name ""; i--) {
		names[i + 1] = names[i]
		lines[i + 1] = lines[i]
	}
	names[i + 1] = name
	lines[i + 1] = files
	printf "static const char *const lines_%d[] = {\n", files
}

{
	printf "\t%s,\n", text($0)
}

END {
	end_file()
	print "static const struct shipped profiles[] = {"
	for (i = 1; i <= files; i++)
		printf "\t{%s, lines_%d},\n", text(names[i]), lines[i]
	print "};"
	print ""
	printf "const struct shipped_set shipped_%s = {profiles, %d};\n", \
	    set, files
}
