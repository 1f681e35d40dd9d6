/*
 * xmlin_real_test.c - every CSV and XML file that is at hand is read to its
 * end or gives an error that names its place; known files have their counts.
 *
 * The exports lie beside the repository and are not part of it; without them
 * these tests are skipped and say so.
 */
#include "format/xmlin.h"

#include <dirent.h>
#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#include "format/csvin.h"

#define DATA "../shared/data"

static void
need_data(void)
{
	if (access(DATA "/README.md", R_OK) == 0)
		return;
	print_message("skipped: %s is not there\n", DATA);
	skip();
}

static void
clean_end(const char *path, int got, const struct err *e)
{
	if (got == 0)
		return;
	assert_int_equal(got, -1);
	assert_int_equal(e->kind, ERR_INPUT);
	assert_true(slice_begins(slice_of(e->text), slice_of(path)));
	assert_int_equal(e->text[strlen(path)], ':');
}

static void
read_rows(const char *path, const struct csvin_dialect *d)
{
	struct csvin in;
	struct csvin_row row;
	struct err e = ERR_INIT;
	unsigned long line = 0;
	int got;

	assert_int_equal(csvin_open(&in, path, d, &e), 0);
	while ((got = csvin_next(&in, &row, &e)) > 0) {
		assert_true(row.line > line);
		line = row.line;
	}
	clean_end(path, got, &e);
	csvin_close(&in);
}

static size_t
read_events(const char *path)
{
	struct xmlin *in;
	struct xmlin_event v;
	struct err e = ERR_INIT;
	size_t starts = 0, ends = 0;
	int got;

	assert_int_equal(xmlin_open(&in, path, &e), 0);
	while ((got = xmlin_next(in, &v, &e)) > 0) {
		starts += v.kind == XMLIN_START;
		ends += v.kind == XMLIN_END;
	}
	clean_end(path, got, &e);
	if (got == 0)
		assert_int_equal(starts, ends);
	xmlin_close(in);
	return starts;
}

static bool
ends_in(const char *path, const char *end)
{
	size_t n = strlen(path), m = strlen(end);

	return n >= m && strcmp(path + n - m, end) == 0;
}

static unsigned
read_file(const char *path)
{
	static const struct csvin_dialect dialects[] = {
	    {NULL, NULL, NULL, 0},
	    {"\t", NULL, NULL, CSVIN_NO_QUOTE},
	    {";", NULL, "windows-1252", 0},
	    {",", "\n", "utf-16", '\''},
	};
	size_t i;

	if (ends_in(path, ".xml") || ends_in(path, ".xml.gz") ||
	    ends_in(path, ".plmxml")) {
		read_events(path);
		return 1;
	}
	if (!ends_in(path, ".csv") && !ends_in(path, ".tsv") &&
	    !ends_in(path, ".csv.gz"))
		return 0;
	for (i = 0; i < COUNT_OF(dialects); i++)
		read_rows(path, &dialects[i]);
	return 1;
}

/* All files below a folder; the count of those that were read. */
static unsigned
read_folder(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	char inner[1000];
	unsigned n = 0;

	if (!folder)
		return read_file(path);
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
		n += read_folder(inner);
	}
	closedir(folder);
	return n;
}

static void
every_file_is_read_or_gives_a_clean_error(void **state)
{
	(void)state;
	need_data();
	assert_in_range(read_folder(DATA), 200, 10000);
}

static void
known_files_have_their_elements(void **state)
{
	static const struct {
		const char *path;
		size_t elements;
	} table[] = {
	    {DATA "/std-ipc2581/testcase1-revc-bom.xml", 4260},
	    {DATA "/std-ipc2581/testcase3-revc-assembly.xml.gz", 13617},
	    {DATA "/std-plmxml-rc-car/rc-car.plmxml", 1252},
	    {DATA "/uom-tryton/uom.xml", 274},
	};
	size_t i;

	(void)state;
	need_data();
	for (i = 0; i < COUNT_OF(table); i++)
		assert_int_equal(read_events(table[i].path), table[i].elements);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_file_is_read_or_gives_a_clean_error),
	    cmocka_unit_test(known_files_have_their_elements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
