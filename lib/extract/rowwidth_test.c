/* rowwidth_test.c - which rows are too short, too wide, or just right. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/rowwidth.h"

#define MOST 12

/* Cuts a text at its bars. */
static size_t
cut(struct slice *out, const char *text)
{
	struct slice rest = slice_of(text);
	size_t n = 0;

	while (rest.at && n < MOST)
		out[n++] = slice_cut(&rest, '|');
	return n;
}

static const struct {
	const char *head, *row;
	bool exact, fill; /* whether it passes */
} cases[] = {
	{"A|B|C", "1|2|3", true, true},
	{"A|B|C", "1|2", false, true},
	{"A|B|C", "1|2|3|", false, false},
	{"A|B|C", "1|2|3|4", false, false},
	/* lines that end with a separator */
	{"A|B|", "1|2|", true, true},
	{"A|B|", "1|2", false, true},
	{"A|B|", "1|", false, true},
	{"A|B|", "1|x|2|", false, false},
	{"A|B|", "1|x| |", false, false},
	{"A|B|", "1|x|2", true, false},
	{"A|B||", "1|2| |", true, true},
	{"A|B||", "1|x|2|", true, false},
	{"A|B||", "1|2|||", false, false},
	/* in the middle a column without a name is one like others */
	{"|A||B|", "|1||2|", true, true},
	{"|A||B|", "|1|x|2|", true, true},
	{"|A||B|", "|1||x|2|", false, false},
};

static void
only_blank_fields_that_the_header_has_too_are_dropped(void **state)
{
	struct slice texts[MOST], fields[MOST];
	struct csvin_row row = {.fields = fields};
	struct rows r = {.columns = texts};
	struct rowwidth w;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		r.column_count = cut(texts, cases[i].head);
		row.count = cut(fields, cases[i].row);
		rowwidth_take(&w, texts, r.column_count, &r, NULL);
		w.fill = false;
		if (!rowwidth_check(&w, &row) != cases[i].exact)
			fail_msg("exact %s %s", cases[i].head, cases[i].row);
		w.fill = true;
		if (!rowwidth_check(&w, &row) != cases[i].fill)
			fail_msg("fill %s %s", cases[i].head, cases[i].row);
	}
}

static void
a_column_that_is_asked_for_by_its_position_counts(void **state)
{
	static const int map[] = {0, 2};
	static struct slice names[] = {SLICE_INIT("A"), SLICE_INIT("Note")};
	struct slice texts[MOST], fields[MOST];
	struct csvin_row row = {.fields = fields};
	struct rows r = {.columns = names, .column_count = 2};
	struct rowwidth w = {.fill = true};

	(void)state;
	rowwidth_take(&w, texts, cut(texts, "A|B||"), &r, map);
	assert_int_equal(w.fields, 4);
	assert_int_equal(w.tail, 1);
	row.count = cut(fields, "1|2|note|");
	assert_null(rowwidth_check(&w, &row));
	row.count = cut(fields, "1|2|note|x");
	assert_string_equal(rowwidth_check(&w, &row), "fields: the last field "
	    "has a text, but its column no name");
	row.count = cut(fields, "1|2|3|4|");
	assert_string_equal(rowwidth_check(&w, &row), "fields: the row has 5 "
	    "fields, not 4");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    only_blank_fields_that_the_header_has_too_are_dropped),
		cmocka_unit_test(
		    a_column_that_is_asked_for_by_its_position_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
