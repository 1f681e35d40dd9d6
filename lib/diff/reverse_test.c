/* reverse_test.c - changes turned around; the laws are in diff_test. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/reverse.h"
#include "diff/sketch_file.h"

#define MOST 8

static const struct {
	const char *what;
	const char *old[MOST], *new[MOST];
	const char *reversed;
} cases[] = {
	{"what came goes, and what went comes",
	    {"A 10 P 1"}, {"B 10 Q 1"}, "+ A 10 P\n- B 10 Q\n"},
	{"members get their old values",
	    {"A 10 P 1 R1"}, {"A 10 P 2 - uom=EA"},
	    "~ A 10 P quantity:2>1 uom:EA> refdes:>R1 "
	    "[quantity refdes+ uom]\n"},
	{"a line that was renumbered gets its old key",
	    {"A/B 10 P 1"}, {"A/C 20 P 1"},
	    "~ A/B 10 P parent_revision:C>B find_number:20>10 "
	    "[find_number header] by quantity\n"},
	{"a split is a merge the other way",
	    {"A 10 P 4"}, {"A 10 P 3", "A 20 P 1"},
	    "~ A 10 P quantity:3>4 [merge quantity] "
	    "in bom_line:A/////10/P/\n"
	    "- A 20 P [merge] in bom_line:A/////10/P/\n"},
	{"site fields and unknown members too",
	    {"{\"type\":\"item\",\"item\":\"I\",\"attrs\":{\"a\":1},"
	    "\"x\":1,\"y\":2}"},
	    {"{\"type\":\"item\",\"item\":\"I\",\"attrs\":{\"b\":1},"
	    "\"x\":3,\"z\":1}"},
	    "~ item:I attrs.b:1> attrs.a:>1 x:3>1 y:>2 z:1> "
	    "[item:attrs.a item:attrs.b item:x item:y item:z]\n"},
};

/* What the reversed delta at `path` says, and its head in *h. */
static void
read_reversed(const char *path, struct head *h, struct buf *is)
{
	struct reverse r;
	struct err e = ERR_INIT;
	struct slice line;
	int got;

	sketch_must(reverse_open(&r, path, SORT_MEMORY_LEAST, &e), &e);
	reverse_head(&r, h);
	while ((got = sort_next(r.lines, &line, &e)) > 0)
		sketch_change(is, line);
	sketch_must(got, &e);
	reverse_release(&r);
}

static void
changes_are_turned_around(void **state)
{
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct sketch s;
	struct head h;
	char delta[96];
	size_t i;

	(void)state;
	sketch_open(&s);
	snprintf(delta, sizeof(delta), "%s/delta", s.folder);
	for (i = 0; i < COUNT_OF(cases); i++) {
		sketch_stream(s.paths[0], NULL, cases[i].old);
		sketch_stream(s.paths[1], NULL, cases[i].new);
		sketch_delta(&s, delta);
		buf_clear(&is);
		read_reversed(delta, &h, &is);
		if (strcmp(buf_text(&is), cases[i].reversed) != 0)
			fail_msg("%s: is\n%s", cases[i].what, buf_text(&is));
		assert_true(h.sorted && h.has_base && h.has_result);
		assert_int_equal(h.kind, HEAD_DELTA);
	}
	unlink(delta);
	sketch_close(&s);
	buf_release(&is);
}

static const struct {
	const char *text; /* of a file */
	enum err_kind kind;
	const char *message;
} wrong[] = {
	{"{\"@stream\":{\"format\":\"bomtools\",\"version\":1,"
	    "\"kind\":\"snapshot\"}}\n", ERR_USAGE, "is of kind snapshot"},
	{"{\"@stream\":{\"format\":\"bomtools\",\"version\":1,"
	    "\"kind\":\"delta\",\"lossy\":true}}\n", ERR_USAGE, "is lossy"},
	{"{\"type\":\"item\",\"item\":\"A\"}\n", ERR_INPUT,
	    "a record without change"},
	{"{\"type\":\"item\",\"item\":7}\n", ERR_INPUT, "must be a string"},
};

static void
what_is_no_whole_delta_is_refused(void **state)
{
	struct reverse r;
	struct sketch s;
	size_t i;

	(void)state;
	sketch_open(&s);
	for (i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = ERR_INIT;
		FILE *f = fopen(s.paths[0], "w");

		assert_non_null(f);
		assert_true(fputs(wrong[i].text, f) >= 0);
		assert_int_equal(fclose(f), 0);
		assert_int_equal(reverse_open(&r, s.paths[0],
		    SORT_MEMORY_LEAST, &e), -1);
		reverse_release(&r);
		assert_int_equal(e.kind, wrong[i].kind);
		if (!strstr(e.text, wrong[i].message))
			fail_msg("%s: %s", wrong[i].text, e.text);
	}
	sketch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(changes_are_turned_around),
	    cmocka_unit_test(what_is_no_whole_delta_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
