/* workbook_test.c - first bytes of files. */
#include "format/workbook.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

static void
spreadsheets_are_told_by_their_first_bytes(void **state)
{
	static const struct {
		struct slice first;
		const char *what; /* in what is said; NULL: nothing */
	} cases[] = {
	    {SLICE_INIT("PK\x03\x04\x14\0\x06\0[Content_Types].xml"),
	     "Excel workbook"},
	    {SLICE_INIT("PK\x03\x04zzmimetypeapplication/vnd.oasis.open"),
	     "OpenDocument"},
	    {SLICE_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "97 to 2003"},
	    {SLICE_INIT("\r\n<HTML xmlns:o=\"x\"><table>"), "HTML"},
	    {SLICE_INIT("<!DOCTYPE html>"), "HTML"},
	    {SLICE_INIT("\xef\xbb\xbf<table border=1>"), "HTML"},
	    {SLICE_INIT("<?xml version=\"1.0\"?><Workbook xmlns=\""
	     "urn:schemas-microsoft-com:office:spreadsheet\">"),
	     "XML Spreadsheet 2003"},
	    {SLICE_INIT("<?xml version=\"1.0\"?><parts/>"), NULL},
	    {SLICE_INIT("PK,Part\n1,A\n"), NULL},
	    {SLICE_INIT("Part,Qty\n"), NULL},
	    {SLICE_INIT(""), NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		const char *what = workbook_find(cases[i].first);

		if (!cases[i].what) {
			assert_null(what);
			continue;
		}
		assert_non_null(what);
		assert_non_null(strstr(what, cases[i].what));
	}
}

static void
a_file_that_is_one_is_refused_with_what_to_do(void **state)
{
	char path[] = "/tmp/workbook_test.XXXXXX";
	int fd = mkstemp(path);
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(write(fd, "Part\nA\n", 7), 7);
	assert_int_equal(workbook_refuse(path, "x.csv", &e), 0);
	assert_int_equal(pwrite(fd, "PK\x03\x04", 4, 0), 4);
	assert_int_equal(workbook_refuse(path, "x.csv", &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text, "x.csv: is an Excel workbook (or another "
	    "zip archive): save it as \"CSV UTF-8\" and give that");
	close(fd);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(spreadsheets_are_told_by_their_first_bytes),
	    cmocka_unit_test(a_file_that_is_one_is_refused_with_what_to_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
