/* inquiry_test.c - what bears on one key is kept, and nothing else. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/inquiry.h"
#include "model/sketch.h"
#include "model/scan.h"

/* One more line of a side, or of both where `old` and `new` are given. */
static void
take(struct inquiry *x, const char *old, const char *new)
{
	const char *const texts[2] = {old, new};
	struct stream_line lines[2];
	struct buf bufs[2];
	struct scan scan;
	struct err e = ERR_INIT;
	int i;

	for (i = 0; i < 2; i++) {
		buf_init(&bufs[i], SKETCH_TEXT);
		if (!texts[i])
			continue;
		sketch_record(&bufs[i], texts[i]);
		assert_true(scan_key(&scan, buf_slice(&bufs[i])));
		lines[i] = (struct stream_line){.text = buf_slice(&bufs[i]),
		    .type = scan.type, .key_length = scan.key_length};
	}
	assert_int_equal(inquiry_take(x, old ? &lines[0] : NULL,
	    new ? &lines[1] : NULL, &e), 0);
	buf_release(&bufs[0]);
	buf_release(&bufs[1]);
}

static void
keeps_the_lines_of_the_parent_and_joins_equal_ones(void **state)
{
	struct inquiry x;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(inquiry_read(&x, "bom_line:A/C////20/P/", &e), 0);
	take(&x, "A/B 10 P 1", NULL);
	take(&x, "A/C 10 P 1", "A/C 10 P 1");
	take(&x, NULL, "A/C 20 P 1");
	take(&x, "AA 10 P 1", "AA 10 P 1");
	assert_int_equal(inquiry_end(&x, &e), 0);
	assert_null(x.found[0].at);
	assert_non_null(x.found[1].at);
	assert_int_equal(x.sides[0].count, 2);
	assert_int_equal(x.sides[1].count, 2);
	assert_int_equal(x.sides[0].list[0].line.partner, LADDER_NONE);
	assert_int_equal(x.sides[0].list[1].line.partner, 0);
	assert_int_equal(x.sides[1].list[1].line.partner, LADDER_NONE);
	inquiry_release(&x);
}

static void
forgets_what_is_read_again(void **state)
{
	struct inquiry x;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(inquiry_read(&x, "bom_line:A/C////20/P/", &e), 0);
	take(&x, "A/C 20 P 1", NULL);
	inquiry_again(&x);
	assert_int_equal(x.sides[0].count, 0);
	assert_null(x.found[0].at);
	take(&x, "A/C 20 P 1", NULL);
	assert_int_equal(inquiry_end(&x, &e), 0);
	inquiry_release(&x);
}

static void
names_the_nearest_keys_where_there_is_none(void **state)
{
	static const struct {
		const char *lines[4], *words;
	} cases[] = {
	    {{NULL}, "neither side has bom_line:A/////20/P/"},
	    {{"A 10 P 1", NULL}, "neither side has bom_line:A/////20/P/ (the "
		"nearest in order: bom_line:A/////10/P/)"},
	    {{"A 10 P 1", "A 15 P 1", "A 30 P 1", NULL}, "neither side has "
		"bom_line:A/////20/P/ (the nearest in order: "
		"bom_line:A/////15/P/, bom_line:A/////30/P/)"},
	};
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		struct inquiry x;

		assert_int_equal(inquiry_read(&x, "bom_line:A/////20/P/",
		    &e), 0);
		for (j = 0; j < 4 && cases[i].lines[j]; j++)
			take(&x, cases[i].lines[j], NULL);
		assert_int_equal(inquiry_end(&x, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_non_null(strstr(e.text, cases[i].words));
		inquiry_release(&x);
	}
}

/* A line that got the number which another one gave up. */
static void
of_a_number_given_on_the_new_line_counts(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\"20\","
	    "\"component\":\"P\",\"change\":{\"op\":\"change\",\"was\":"
	    "{\"find_number\":\"10\"}}}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\"30\","
	    "\"component\":\"P\",\"change\":{\"op\":\"change\",\"was\":"
	    "{\"find_number\":\"20\"}}}",
	};
	struct inquiry x;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	assert_int_equal(inquiry_read(&x, "bom_line:A/////20/P/", &e), 0);
	for (i = 0; i < COUNT_OF(lines); i++) {
		struct buf b = BUF_INIT(SKETCH_TEXT);

		sketch_record(&b, lines[i]);
		inquiry_seen(&x, buf_slice(&b));
		buf_release(&b);
	}
	assert_non_null(strstr(buf_text(&x.change),
	    "\"was\":{\"find_number\":\"10\"}"));
	inquiry_release(&x);
}

static void
what_is_no_key_is_refused(void **state)
{
	struct inquiry x;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(inquiry_read(&x, "bom_line:A/C", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "--explain"));
	inquiry_release(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		keeps_the_lines_of_the_parent_and_joins_equal_ones),
	    cmocka_unit_test(forgets_what_is_read_again),
	    cmocka_unit_test(names_the_nearest_keys_where_there_is_none),
	    cmocka_unit_test(of_a_number_given_on_the_new_line_counts),
	    cmocka_unit_test(what_is_no_key_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
