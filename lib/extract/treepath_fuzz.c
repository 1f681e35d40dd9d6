/*
 * treepath_fuzz.c - a line as a path, the rest as JSON that it is followed in.
 *
 * A path that is read can be followed; what a walk gives are whole values.
 */
#include "extract/jsonwalk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
walk(const struct treepath *rows, const struct treepath *column,
    struct slice text, struct arena *a)
{
	struct treefound found;
	struct treejson_value v;
	struct err e = ERR_INIT;
	struct jsonwalk w;
	struct json j;

	jsonwalk_init(&w);
	jsonwalk_begin(&w, rows, JSON_AT("f.json", 1), text, a);
	while (jsonwalk_next(&w, &v, &e) > 0) {
		found = (struct treefound)TREEFOUND_INIT;
		json_init(&j, v.raw, "v", 1, a);
		if (json_skip(&j, &e) < 0 || json_end(&j, &e) < 0)
			BUG("a value is not whole");
		if (treejson_find(column, &v, &found, a, &e) < 0)
			break; /* doubled members of a container */
	}
	if (e.kind && e.kind != ERR_INPUT)
		BUG("an error that is none of the text's");
	jsonwalk_release(&w);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Bytes are looked at as char everywhere else. */
	struct slice rest = slice_from((const char *)data, size), line;
	struct arena a = ARENA_INIT;
	struct treepath rows, column;
	const char *why;

	line = slice_cut(&rest, '\n');
	why = treepath_parse(&rows, line, TREEPATH_XML, &a);
	if (!why)
		why = treepath_rows(&rows, TREEPATH_XML, &a);
	why = treepath_parse(&column, line, TREEPATH_JSON, &a);
	if (!why && !treepath_parse(&rows, line, TREEPATH_JSON, &a) &&
	    !treepath_rows(&rows, TREEPATH_JSON, &a))
		walk(&rows, &column, rest.at ? rest : SLICE(""), &a);
	arena_release(&a);
	return 0;
}
