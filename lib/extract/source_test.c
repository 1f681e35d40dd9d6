/* source_test.c - names of columns, filters, rows that are too few. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/source_read.h"

static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct err error;

static void
read_source(struct source *s, const char *yaml)
{
	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	arena_reset(&arena);
	if (ydoc_parse(&doc, "p.yaml", slice_of(yaml), &error) < 0 ||
	    source_read(s, doc.root->first, &arena, &error) < 0)
		fail_msg("%s", error.text);
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

static void
names_are_found_exactly(void **state)
{
	static const struct slice names[] = {
		SLICE_INIT("Part"), SLICE_INIT("Qty"),
	};

	(void)state;
	assert_int_equal(source_column_find(names, 2, SLICE("Qty")), 1);
	assert_int_equal(source_column_find(names, 2, SLICE("qty")), -1);
	assert_string_equal(source_column_nearest(names, 2, SLICE("Pars")),
	    "Part");
	assert_null(source_column_nearest(names, 2, SLICE("Weight")));
}

static void
the_names_that_are_there_are_said(void **state)
{
	struct slice names[100] = {SLICE_INIT("A"), SLICE_INIT(""),
	    SLICE_INIT("@line"), SLICE_INIT("B")};
	char text[SOURCE_FOUND_SIZE], longest[200];
	size_t i;

	(void)state;
	source_found_text(text, names, 4);
	assert_string_equal(text, "\"A\", \"B\"");
	source_found_text(text, names, 0);
	assert_string_equal(text, "");
	memset(longest, 'x', sizeof(longest));
	for (i = 0; i < COUNT_OF(names); i++)
		names[i] = slice_from(longest, sizeof(longest));
	source_found_text(text, names, COUNT_OF(names));
	assert_non_null(strstr(text, "xxx...\" and 97 more"));
}

/* What is asked for, the newest first. */
static const char *
asks_of(const struct source *s)
{
	static struct buf b;
	const struct source_ask *a;

	buf_release(&b);
	buf_init(&b, 1000);
	for (a = s->asks->first; a; a = a->next) {
		buf_add_slice(&b, a->name);
		buf_add_byte(&b, ' ');
	}
	return buf_text(&b);
}

static void
who_checks_a_column_asks_for_it(void **state)
{
	struct source s;

	(void)state;
	read_source(&s, "s: {where: {A: x}, footer: {B: y, A: z}}\n");
	assert_string_equal(asks_of(&s), "A B ");
	assert_int_equal(source_check_column(&s, SLICE("C"), doc.root,
	    &error), 0);
	assert_int_equal(source_check_column(&s, SLICE("@line"), doc.root,
	    &error), 0);
	assert_string_equal(asks_of(&s), "C A B ");
}

static void
a_column_that_cannot_be_there_is_refused(void **state)
{
	struct source s;

	(void)state;
	read_source(&s, "s: {header: no, columns: [Part, Qty]}\n");
	assert_int_equal(source_check_column(&s, SLICE("@stem"), doc.root,
	    &error), 0);
	assert_int_equal(source_check_column(&s, SLICE("Part"), doc.root,
	    &error), 0);
	assert_int_equal(source_check_column(&s, SLICE("Pars"), doc.root,
	    &error), -1);
	assert_string_equal(error.text, "p.yaml:1:1: the source has no column "
	    "\"Pars\" (did you mean \"Part\"?)");
}

static void
too_few_rows_are_an_error(void **state)
{
	struct source s;

	(void)state;
	read_source(&s, "s: {least_rows: 2}\n");
	assert_int_equal(source_check_rows(&s, "f.csv", 2, &error), 0);
	assert_int_equal(source_check_rows(&s, "f.csv", 1, &error), -1);
	assert_int_equal(error.kind, ERR_INPUT);
	assert_string_equal(error.text, "f.csv: only 1 rows of source \"s\" "
	    "count, and least_rows is 2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_found_exactly),
		cmocka_unit_test(the_names_that_are_there_are_said),
		cmocka_unit_test(who_checks_a_column_asks_for_it),
		cmocka_unit_test(a_column_that_cannot_be_there_is_refused),
		cmocka_unit_test(too_few_rows_are_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
