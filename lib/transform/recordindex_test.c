/* recordindex_test.c - records found by the start of their key. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/gatescratch.h"
#include "transform/recordindex.h"

#define MANY 3000 /* lines: some blocks of them */

static struct gatescratch scratch;
static char texts[MANY][160];
static const char *lines[MANY + 1];

static int
set_up(void **state)
{
	unsigned i;

	(void)state;
	gatescratch_open(&scratch);
	for (i = 0; i < MANY; i++) {
		snprintf(texts[i], sizeof(texts[i]),
		    "{\"type\":\"plant_item\",\"item\":\"I%04u\","
		    "\"plant\":\"%u\",\"status\":\"as long as it takes\"}",
		    i / 3, i % 3);
		lines[i] = texts[i];
	}
	lines[MANY] = NULL;
	gatescratch_spool(&scratch, lines);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	gatescratch_close(&scratch);
	return 0;
}

static void
each_record_is_found_where_it_stands(void **state)
{
	struct recordindex x;
	struct err e = ERR_INIT;
	char item[16], plant[4];
	uint64_t ordinal;
	unsigned i;

	(void)state;
	assert_int_equal(recordindex_init(&x, &scratch.spool, &e), 0);
	assert_true(x.count > 5);
	assert_int_equal(x.lines, MANY);
	for (i = 0; i < MANY; i++) {
		struct key k = {.type = TYPE_PLANT_ITEM, .count = 2};

		snprintf(item, sizeof(item), "I%04u", i / 3);
		snprintf(plant, sizeof(plant), "%u", i % 3);
		k.parts[0] = slice_of(item);
		k.parts[1] = slice_of(plant);
		assert_int_equal(recordindex_find(&x, &k, &ordinal, &e), 1);
		assert_int_equal(ordinal, i);
		k.parts[1] = SLICE("9");
		assert_int_equal(recordindex_find(&x, &k, &ordinal, &e), 0);
	}
	recordindex_release(&x);
}

static void
a_prefix_gives_all_that_begin_with_it(void **state)
{
	struct recordindex_cursor c = RECORDINDEX_CURSOR_INIT;
	struct buf prefix = BUF_INIT(1000), again = BUF_INIT(1000);
	struct recordindex x;
	struct err e = ERR_INIT;
	struct slice line;
	char item[16];
	unsigned i, n;

	(void)state;
	assert_int_equal(recordindex_init(&x, &scratch.spool, &e), 0);
	for (i = 0; i < MANY / 3; i++) {
		struct key k = {.type = TYPE_PLANT_ITEM, .count = 2};

		snprintf(item, sizeof(item), "I%04u", i);
		k.parts[0] = slice_of(item);
		buf_clear(&prefix);
		recordindex_prefix(&prefix, &k, 1);
		recordindex_open(&c, &x, buf_slice(&prefix));
		for (n = 0; recordindex_next(&c, &line, &e) > 0; n++) {
			assert_int_equal(c.ordinal, i * 3 + n);
			assert_non_null(strstr(line.at, item));
			buf_clear(&again);
			assert_int_equal(recordindex_at(&x, c.offset, &again,
			    &e), 0);
			assert_true(slice_equal(line, buf_slice(&again)));
		}
		assert_int_equal(n, 3);
	}
	/* all of a type, none of others, and nothing behind the last */
	recordindex_open(&c, &x, schema_types[TYPE_PLANT_ITEM].lead);
	for (n = 0; recordindex_next(&c, &line, &e) > 0; n++)
		continue;
	assert_int_equal(n, MANY);
	recordindex_open(&c, &x, schema_types[TYPE_ITEM].lead);
	assert_int_equal(recordindex_next(&c, &line, &e), 0);
	recordindex_open(&c, &x, schema_types[TYPE_SUPPLIER].lead);
	assert_int_equal(recordindex_next(&c, &line, &e), 0);
	recordindex_close(&c);
	buf_release(&prefix);
	buf_release(&again);
	recordindex_release(&x);
}

static void
an_empty_spool_has_nothing(void **state)
{
	static const char *const none[] = {NULL};
	struct key k = {.type = TYPE_ITEM, .count = 1, .parts = {SLICE("A")}};
	struct recordindex x;
	struct err e = ERR_INIT;
	uint64_t ordinal;

	(void)state;
	gatescratch_spool(&scratch, none);
	assert_int_equal(recordindex_init(&x, &scratch.spool, &e), 0);
	assert_int_equal(recordindex_find(&x, &k, &ordinal, &e), 0);
	recordindex_release(&x);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(each_record_is_found_where_it_stands),
	    T(a_prefix_gives_all_that_begin_with_it),
	    T(an_empty_spool_has_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
