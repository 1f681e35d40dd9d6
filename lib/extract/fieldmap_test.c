/* fieldmap_test.c - columns of the first header, fields of each. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/fieldmap.h"
#include "extract/source_read.h"

static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct source source;
static struct rows rows;
static struct layout layout;

/* Rows over a source, with nothing read yet. */
static void
start(const char *yaml)
{
	struct err e = ERR_INIT;

	ydoc_release(&doc);
	arena_reset(&arena);
	arena_release(&rows.names);
	if (ydoc_parse(&doc, "p.yaml", slice_of(yaml), &e) < 0 ||
	    source_read(&source, doc.root->first, &arena, &e) < 0)
		fail_msg("%s", e.text);
	source.derived_count = 0;
	memset(&rows, 0, sizeof(rows));
	rows.source = &source;
	layout_init(&layout, &source, &arena);
	rows.layout = &layout;
}

/* A header of these names, which have one letter. */
static struct heading
header(const char *letters)
{
	struct slice fields[16];
	struct csvin_row row = {.fields = fields, .count = strlen(letters)};
	struct heading h;
	size_t i;

	for (i = 0; i < row.count; i++)
		fields[i] = slice_from(letters + i, 1);
	row.raw = slice_of(letters);
	row.end = SLICE("\n");
	heading_take(&h, &rows, &row);
	return h;
}

/* The columns, "-" for one without a name. */
static const char *
columns(void)
{
	static char text[40];
	size_t i;

	for (i = 0; i < rows.column_count; i++)
		text[i] = rows.columns[i].len ? *rows.columns[i].at : '-';
	text[i] = '\0';
	return text;
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	arena_release(&arena);
	arena_release(&rows.names);
	return 0;
}

static void
columns_stand_as_in_the_first_header(void **state)
{
	struct heading h;

	(void)state;
	start("s: {columns: {Q: [B], R: 2, X: [C]}, optional: Z}\n");
	h = header("ABCX");
	fieldmap_name(&rows, &h);
	assert_string_equal(columns(), "AQX-RZ");
	assert_non_null(fieldmap_make(&rows, &h));
	assert_int_equal(fieldmap_make(&rows, &h)[1], 1);
	assert_int_equal(fieldmap_make(&rows, &h)[3], -1);
	assert_int_equal(fieldmap_make(&rows, &h)[4], 1);
	assert_int_equal(fieldmap_make(&rows, &h)[5], -1);
	assert_true(rows.lacking[5] && !rows.lacking[4] && !rows.lacking[3]);
}

static void
where_nothing_is_asked_fields_are_columns(void **state)
{
	struct heading h;

	(void)state;
	start("s: {}\n");
	h = header("AB");
	fieldmap_name(&rows, &h);
	assert_string_equal(columns(), "AB");
	assert_null(fieldmap_make(&rows, &h));
}

static void
other_files_have_other_fields(void **state)
{
	struct heading h;
	int *fields;

	(void)state;
	start("s: {columns: [A], optional: C}\n");
	h = header("ABCD");
	fieldmap_name(&rows, &h);
	h = header("DA");
	fieldmap_hide(&rows, &h);
	assert_string_equal(columns(), "A-CD");
	assert_true(rows.lacking[2] && !rows.lacking[0]);
	fields = fieldmap_make(&rows, &h);
	assert_int_equal(fields[0], 1);
	assert_int_equal(fields[1], -1);
	assert_int_equal(fields[2], -1);
	assert_int_equal(fields[3], 0);
}

static void
footers_look_at_the_row_at_hand(void **state)
{
	struct heading h;

	(void)state;
	start("s: {footer: [{A: 'To*', B: ['', x]}, {B: end}]}\n");
	h = header("AB");
	fieldmap_name(&rows, &h);
	rows.fields[0] = SLICE("Total");
	rows.fields[1] = slice_from(NULL, 0);
	assert_true(fieldmap_meets(&rows, &source.table.footers[0]));
	assert_false(fieldmap_meets(&rows, &source.table.footers[1]));
	rows.fields[1] = SLICE("y");
	assert_false(fieldmap_meets(&rows, &source.table.footers[0]));
	rows.fields[1] = SLICE("end");
	assert_true(fieldmap_meets(&rows, &source.table.footers[1]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_stand_as_in_the_first_header),
		cmocka_unit_test(where_nothing_is_asked_fields_are_columns),
		cmocka_unit_test(other_files_have_other_fields),
		cmocka_unit_test(footers_look_at_the_row_at_hand),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
