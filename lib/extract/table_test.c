/* table_test.c - keys about the table, patterns, names. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/table.h"

static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct err error;

static int
read_table(struct table *t, bool *header, const char *yaml)
{
	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	arena_reset(&arena);
	*header = true;
	assert_int_equal(ydoc_parse(&doc, "p.yaml", slice_of(yaml), &error),
	    0);
	return table_read(t, header, doc.root, &arena, &error);
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
reads_where_a_table_begins_and_ends(void **state)
{
	struct table t;
	bool header;

	(void)state;
	assert_int_equal(read_table(&t, &header, "{}"), 0);
	assert_true(header && t.header == TABLE_FIRST && !t.fill &&
	    !t.blank_ends && !t.footer_count && !t.below.count);
	assert_int_equal(read_table(&t, &header, "header: no\n"), 0);
	assert_false(header);
	assert_int_equal(read_table(&t, &header, "header: find\n"
	    "below: [Parts, 'List*']\nfields: fill\noptional: A\n"
	    "footer: [blank, {A: 'Total*', B: [x, y]}]\n"), 0);
	assert_true(header && t.header == TABLE_FIND && t.fill &&
	    t.blank_ends);
	assert_int_equal(t.below.count, 2);
	assert_int_equal(t.footer_count, 1);
	assert_int_equal(t.footers[0].count, 2);
	assert_int_equal(t.footers[0].marks[1].patterns.count, 2);
	assert_int_equal(t.optional.count, 1);
	assert_int_equal(read_table(&t, &header, "header: 12\n"), 0);
	assert_true(header && t.header == TABLE_ROW && t.row == 12);
}

static void
what_cannot_be_is_refused(void **state)
{
	static const struct {
		const char *yaml, *text;
	} cases[] = {
		{"header: 0\n", "p.yaml:1:9: rows are counted from 1"},
		{"header: here\n", "p.yaml:1:9: "},
		{"header: [1]\n", "p.yaml:1:9: must be yes, no, find or the "
		    "number of the row"},
		{"footer: total\n", "p.yaml:1:9: must be blank, or a map of "
		    "columns to texts"},
		{"footer: {}\n", "p.yaml:1:9: is empty: every row would meet "
		    "it"},
		{"footer: {A: []}\n", "p.yaml:1:13: is an empty list: no row "
		    "would meet it"},
		{"fields: some\n", "p.yaml:1:9: "},
		{"header: no\noptional: A\n", "p.yaml:2:1: without a header "
		    "nobody knows which columns are missing"},
	};
	struct table t;
	bool header;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(read_table(&t, &header, cases[i].yaml), -1);
		assert_int_equal(error.kind, ERR_USAGE);
		if (strncmp(error.text, cases[i].text,
		    strlen(cases[i].text)) != 0)
			fail_msg("%s: %s", cases[i].yaml, error.text);
	}
}

static void
a_star_is_any_text(void **state)
{
	static const struct {
		const char *text, *pattern;
		bool meets;
	} cases[] = {
		{"Total", "Total", true}, {"Total:", "Total", false},
		{"Total: 3", "Total*", true}, {"Total", "Total*", true},
		{"Grand Total", "*Total", true}, {"x Total y", "*Total*", true},
		{"", "*", true}, {"", "", true}, {"a", "", false},
		{"abcbc", "a*bc", true}, {"abcb", "a*bc", false},
		{"ab", "a**b", true}, {"a?b", "a?b", true},
		{"axb", "a?b", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		if (table_meets(slice_of(cases[i].text),
		    slice_of(cases[i].pattern)) != cases[i].meets)
			fail_msg("%s %s", cases[i].text, cases[i].pattern);
}

static void
rows_are_blank_or_have_a_mark(void **state)
{
	static const struct slice fields[] = {
		SLICE_INIT(" "), SLICE_INIT(" Parts:"), SLICE_INIT(""),
	};
	static const struct slice marks[] = {SLICE_INIT("Parts*")};

	(void)state;
	assert_false(table_is_blank(fields, 3));
	assert_true(table_is_blank(fields, 1));
	assert_true(table_is_blank(fields, 0));
	assert_true(table_has_mark(fields, 3, (struct ydoc_texts){marks, 1}));
	assert_false(table_has_mark(fields, 1, (struct ydoc_texts){marks, 1}));
}

static void
case_blanks_and_marks_do_not_count_in_names(void **state)
{
	(void)state;
	assert_true(table_same_name(SLICE("Part Number"),
	    SLICE("PART_NUMBER")));
	assert_true(table_same_name(SLICE("manf#"), SLICE("Manf.")));
	assert_true(table_same_name(SLICE("Ref-Des"), SLICE("refdes")));
	assert_false(table_same_name(SLICE("Qty"), SLICE("Qty2")));
	assert_false(table_same_name(SLICE("#"), SLICE("-")));
	assert_false(table_same_name(SLICE("Gr\xc3\xb6\xc3\x9f" "e"),
	    SLICE("Grosse")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_where_a_table_begins_and_ends),
		cmocka_unit_test(what_cannot_be_is_refused),
		cmocka_unit_test(a_star_is_any_text),
		cmocka_unit_test(rows_are_blank_or_have_a_mark),
		cmocka_unit_test(case_blanks_and_marks_do_not_count_in_names),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
