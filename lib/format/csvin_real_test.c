/*
 * csvin_real_test.c - rows of real exports: known counts, known contents.
 *
 * The exports lie beside the repository and are not part of it; without them
 * these tests are skipped and say so.
 */
#include "format/csvin.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#include "format/json.h"
#include "io/file.h"

#define DATA "../shared/data/"

static void
need_data(void)
{
	if (access(DATA "README.md", R_OK) == 0)
		return;
	print_message("skipped: %s is not there\n", DATA);
	skip();
}

static void
each_export_has_its_rows_and_columns(void **state)
{
	static const struct {
		const char *path;
		struct csvin_dialect dialect;
		size_t rows, columns;
	} table[] = {
	    {"adventureworks-2014/BillOfMaterials.csv",
		{"\t", NULL, NULL, CSVIN_NO_QUOTE}, 2679, 9},
	    {"adventureworks-2014/Product.csv",
		{"\t", NULL, NULL, CSVIN_NO_QUOTE}, 504, 25},
	    {"adventureworks-2014/ProductModel.csv",
		{"+|", "&|\r\n", "utf-16", CSVIN_NO_QUOTE}, 128, 6},
	    {"adventureworks-2014/Document.blobs-removed.csv",
		{"+|", "&|\r\n", "utf-16", CSVIN_NO_QUOTE}, 13, 14},
	    {"adventureworks-2014/ProductDescription.csv",
		{"\t", NULL, "utf-16", CSVIN_NO_QUOTE}, 762, 4},
	    {"adventureworks-2025/ProductModel.csv",
		{"+|", "&|\n", NULL, CSVIN_NO_QUOTE}, 128, 6},
	    {"lego-rebrickable-2025-08/elements.csv.gz", {0}, 105632, 4},
	    {"lego-rebrickable-2025-08/sets.csv.gz", {0}, 25492, 6},
	    {"lego-rebrickable-2025-08/themes.csv", {0}, 483, 3},
	    {"torture-csv-json/zsv/latin1.csv", {NULL, NULL, "latin-1", 0}, 8,
		5},
	};
	size_t i;

	(void)state;
	need_data();
	for (i = 0; i < COUNT_OF(table); i++) {
		char path[200];
		struct csvin in;
		struct csvin_row row;
		struct err e = ERR_INIT;
		size_t rows = 0;
		int got;

		snprintf(path, sizeof(path), "%s%s", DATA, table[i].path);
		assert_int_equal(
		    csvin_open(&in, path, &table[i].dialect, &e), 0);
		while ((got = csvin_next(&in, &row, &e)) > 0) {
			rows++;
			assert_int_equal(row.count, table[i].columns);
		}
		assert_int_equal(got, 0);
		assert_int_equal(rows, table[i].rows);
		csvin_close(&in);
	}
}

/* The same list of one day, exported in two ways that share no bytes. */
static void
two_exports_of_one_list_are_equal_cell_by_cell(void **state)
{
	static const struct csvin_dialect wide = {"\t", NULL, "utf-16", 0};
	static const struct csvin_dialect plain = {
	    ";", NULL, NULL, CSVIN_NO_QUOTE};
	struct csvin a, b;
	struct csvin_row p, q;
	struct err e = ERR_INIT;
	size_t i, rows = 0;

	(void)state;
	need_data();
	assert_int_equal(
	    csvin_open(&a,
		DATA "flat-opengamma-detector/hardware-bom@2025-11-10.csv",
		&wide, &e),
	    0);
	assert_int_equal(
	    csvin_open(&b,
		DATA "flat-opengamma-detector/hardware-bom@2025-11-10b.csv",
		&plain, &e),
	    0);
	while (csvin_next(&a, &p, &e) > 0) {
		assert_int_equal(csvin_next(&b, &q, &e), 1);
		assert_int_equal(p.count, q.count);
		for (i = 0; i < p.count; i++)
			assert_true(slice_equal(p.fields[i], q.fields[i]));
		rows++;
	}
	assert_int_equal(csvin_next(&b, &q, &e), 0);
	assert_int_equal(e.kind, ERR_NONE);
	assert_int_equal(rows, 26);
	csvin_close(&a);
	csvin_close(&b);
}

/* The expected object's members are the header's fields with this row's. */
static void
compare_row(struct json *j, const struct csvin_row *row,
    const struct slice *header, struct err *e)
{
	struct json_value v;
	struct slice name;
	size_t i = 0;

	assert_int_equal(json_value(j, &v, e), 0);
	assert_int_equal(v.kind, JSON_OBJECT);
	while (json_member(j, &name, e) > 0) {
		assert_true(i < row->count);
		assert_true(slice_equal(name, header[i]));
		assert_int_equal(json_value(j, &v, e), 0);
		assert_int_equal(v.kind, JSON_STRING);
		assert_true(slice_equal(v.text, row->fields[i]));
		i++;
	}
	assert_int_equal(i, row->count);
}

static void
compare_pair(const char *name)
{
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT(1 << 20);
	struct slice header[8];
	char path[200];
	struct csvin in;
	struct csvin_row row;
	struct err e = ERR_INIT;
	struct json j;
	struct json_value v;
	size_t i;

	snprintf(path, sizeof(path),
	    DATA "torture-csv-json/csv-spectrum/json/%s.json", name);
	assert_int_equal(file_load(&text, path, 1 << 20, &e), 0);
	json_init(&j, buf_slice(&text), path, 1, &arena);
	assert_int_equal(json_value(&j, &v, &e), 0);
	assert_int_equal(v.kind, JSON_ARRAY);
	snprintf(path, sizeof(path),
	    DATA "torture-csv-json/csv-spectrum/csvs/%s.csv", name);
	assert_int_equal(csvin_open(&in, path, NULL, &e), 0);
	assert_int_equal(csvin_next(&in, &row, &e), 1);
	assert_true(row.count <= COUNT_OF(header));
	for (i = 0; i < row.count; i++)
		header[i] = slice_copy(row.fields[i], &arena);
	while (csvin_next(&in, &row, &e) > 0) {
		assert_int_equal(json_element(&j, &e), 1);
		compare_row(&j, &row, header, &e);
	}
	assert_int_equal(json_element(&j, &e), 0);
	assert_int_equal(json_end(&j, &e), 0);
	csvin_close(&in);
	buf_release(&text);
	arena_release(&arena);
}

/*
 * All pairs but location_coordinates, whose JSON has another telephone number
 * than its CSV; csvin_test.c has what it is about.
 */
static void
csv_spectrum_says_what_it_should(void **state)
{
	static const char *const names[] = {
	    "comma_in_quotes",
	    "empty",
	    "empty_crlf",
	    "escaped_quotes",
	    "json",
	    "newlines",
	    "newlines_crlf",
	    "quotes_and_newlines",
	    "simple",
	    "simple_crlf",
	    "utf8",
	};
	size_t i;

	(void)state;
	need_data();
	for (i = 0; i < COUNT_OF(names); i++)
		compare_pair(names[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_export_has_its_rows_and_columns),
	    cmocka_unit_test(two_exports_of_one_list_are_equal_cell_by_cell),
	    cmocka_unit_test(csv_spectrum_says_what_it_should),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
