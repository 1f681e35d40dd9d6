/* csv_file_test.c - cells, rows and totals. */
#include "load/csv_file.h"

#include <unistd.h>

#include "load/csv_trial.h"

static const struct {
	const char *text;
	bool guard;
	const char *wanted;
} cells[] = {
    {"a", true, "a"}, {"", true, "\"\""}, {"a,b", true, "\"a,b\""},
    {"a;b", true, "a;b"}, {"a\"b", true, "\"a\"\"b\""},
    {"a\nb", true, "\"a\nb\""}, {" a", true, "\" a\""},
    {"a ", true, "\"a \""}, {"=1", true, "'=1"}, {"-1", true, "'-1"},
    {"+x", true, "'+x"}, {"@x", true, "'@x"}, {"\tx", true, "'\tx"},
    {"=a,b", true, "\"'=a,b\""}, {"-1", false, "-1"}, {"a=", true, "a="},
};

static void
a_cell_is_quoted_where_it_must_be_and_guarded_where_asked(void **state)
{
	struct csv_spec spec = {.delimiter = ','};
	struct buf b = BUF_INIT(100);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cells); i++) {
		spec.guard = true;
		buf_clear(&b);
		csv_file_add_cell(&b, &spec, slice_of(cells[i].text),
		    cells[i].guard);
		assert_string_equal(buf_text(&b), cells[i].wanted);
		spec.guard = false;
		buf_clear(&b);
		csv_file_add_cell(&b, &spec, slice_of(cells[i].text),
		    cells[i].guard);
		assert_true(b.at[0] != '\'');
	}
	buf_release(&b);
}

static void
totals_are_exact_and_left_out_where_they_cannot_be(void **state)
{
	struct buf totals = BUF_INIT(4096);
	struct csv_file f;
	struct csv_trial t;
	char path[200];
	size_t i;

	(void)state;
	csv_trial_open(&t, "line_end: crlf\ndelimiter: ';'");
	csv_trial_call(&t, CHANGE_ADD, CSV_TRIAL_ITEM("=1", "0.1"));
	csv_trial_call(&t, CHANGE_CHANGE, CSV_TRIAL_ITEM("b", "0.2"));
	csv_trial_call(&t, CHANGE_REMOVE, CSV_TRIAL_ITEM("c", "null"));
	csv_trial_call(&t, CHANGE_ADD, CSV_TRIAL_ITEM("d",
	    "\"99999999999999999999999999999999999999\""));
	snprintf(path, sizeof(path), "%s/f", t.scratch.folder);
	assert_int_equal(csv_file_open(&f, t.profile.csv,
	    &t.profile.sections[TYPE_ITEM], path, &t.e), 0);
	for (i = 0; i < 3; i++)
		assert_int_equal(csv_file_add(&f, t.calls[i].op,
		    t.calls[i].values, &t.e), 0);
	csv_file_add_totals(&totals, &f, "f");
	assert_string_equal(buf_text(&totals), "f;\"\";3\r\nf;kg;0.3\r\n");
	assert_int_equal(csv_file_add(&f, CHANGE_ADD, t.calls[3].values,
	    &t.e), 0);
	buf_clear(&totals);
	csv_file_add_totals(&totals, &f, "f");
	assert_string_equal(buf_text(&totals), "f;\"\";4\r\n");
	csv_trial_file(&t, "f", NULL);
	assert_int_equal(csv_file_publish(&f, &t.e), 0);
	csv_file_abandon(&f);
	csv_trial_file(&t, "f", "operation;item;kg\r\nadd;=1;0.1\r\n"
	    "change;b;0.2\r\nremove;c;\r\n"
	    "add;d;99999999999999999999999999999999999999\r\n");
	buf_release(&totals);
	csv_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_cell_is_quoted_where_it_must_be_and_guarded_where_asked),
	    cmocka_unit_test(
		totals_are_exact_and_left_out_where_they_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
