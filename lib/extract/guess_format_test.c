/* guess_format_test.c - kinds of files by their first bytes. */
#include "extract/guess_format.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

static void
formats_are_told_by_their_first_bytes(void **state)
{
	static const struct {
		const char *text;
		enum guess_format format;
		const char *shipped;
	} cases[] = {
	    {"a,b\n1,2\n", GUESS_DELIMITED, NULL},
	    {"", GUESS_DELIMITED, NULL},
	    {"<x/>", GUESS_XML, NULL},
	    {"\xef\xbb\xbf<?xml version='1.0'?><x/>", GUESS_XML, NULL},
	    {"<IPC-2581 revision='C'/>", GUESS_XML, "ipc-2581"},
	    {"<export version='D'><design></design></export>", GUESS_XML,
	     "kicad-xml"},
	    {"<PLMXML/>", GUESS_XML, "plmxml"},
	    {"<S xmlns='http://www.wbf.org/xml/B2MML-V0401'/>", GUESS_XML,
	     "b2mml"},
	    {" [{\"a\":1}]", GUESS_JSON, NULL},
	    {"{\"bomFormat\": \"CycloneDX\"}", GUESS_JSON, "cyclonedx"},
	    {"[{\"model\": \"part.part\",\"pk\":1,\"fields\":{}}]",
	     GUESS_JSON, "inventree"},
	    {"{\"a\":1}\n{\"a\":2}\n", GUESS_JSON_LINES, NULL},
	    {"{\"a\":1}\n", GUESS_JSON, NULL},
	    {"ISO-10303-21;\nHEADER;", GUESS_STEP, "step"},
	    {"SQLite format 3", GUESS_SQLITE, NULL},
	};
	struct err e = ERR_INIT;
	enum guess_format format;
	const char *shipped;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(guess_format_find(&format, &shipped,
		    trial_file(cases[i].text), &e), 0);
		assert_int_equal(format, cases[i].format);
		assert_int_equal(shipped != NULL, cases[i].shipped != NULL);
		if (shipped)
			assert_string_equal(shipped, cases[i].shipped);
	}
	assert_int_equal(guess_format_find(&format, &shipped, "/nowhere", &e),
	    -1);
}

static void
what_is_no_database_has_no_tables(void **state)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct slice *tables;
	size_t count;

	(void)state;
	assert_int_equal(guess_format_tables(&tables, &count,
	    trial_file("SQLite format 3"), &a, &e), -1);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(formats_are_told_by_their_first_bytes),
	    cmocka_unit_test(what_is_no_database_has_no_tables),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
