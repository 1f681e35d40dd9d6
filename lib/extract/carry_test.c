/* carry_test.c - columns that hold for the rows below. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/carry.h"

static const struct slice carried[] = {SLICE_INIT("A")};
static struct slice names[] = {SLICE_INIT("A"), SLICE_INIT("B")};
static const struct source source = {.name = SLICE_INIT("s"),
    .carry = {carried, 1}};

/* The first column behind carry_put, or _replace, of a text in it. */
static struct slice
give(struct carry *c, struct rows *r, const char *text, bool replaces)
{
	r->fields[0] = text ? slice_of(text) : slice_from(NULL, 0);
	if (replaces)
		carry_replace(c, r);
	else
		carry_put(c, r);
	return r->fields[0];
}

static void
an_empty_text_takes_the_one_above(void **state)
{
	struct slice fields[2] = {SLICE_INIT(""), SLICE_INIT("b")};
	struct rows r = {.source = &source, .columns = names,
	    .column_count = 2, .fields = fields};
	struct err e = ERR_INIT;
	struct carry *c;

	(void)state;
	assert_int_equal(carry_new(&c, &r, &e), 0);
	assert_null(give(c, &r, NULL, false).at);
	assert_true(slice_is(give(c, &r, "x", false), "x"));
	assert_true(slice_is(give(c, &r, NULL, false), "x"));
	assert_true(slice_is(give(c, &r, NULL, false), "x"));
	assert_true(slice_is(give(c, &r, "y", false), "y"));
	assert_true(slice_is(give(c, &r, NULL, false), "y"));
	r.at = 1;
	assert_null(give(c, &r, NULL, false).at);
	assert_true(slice_is(give(c, &r, "z", false), "z"));
	carry_restart(c);
	assert_null(give(c, &r, NULL, false).at);
	carry_free(c);
	carry_free(NULL);
}

static void
a_corrected_row_stands_in_the_place_of_the_other(void **state)
{
	struct slice fields[2] = {SLICE_INIT(""), SLICE_INIT("b")};
	struct rows r = {.source = &source, .columns = names,
	    .column_count = 2, .fields = fields};
	struct err e = ERR_INIT;
	struct carry *c;

	(void)state;
	assert_int_equal(carry_new(&c, &r, &e), 0);
	(void)give(c, &r, "x", false);
	(void)give(c, &r, "wrong", false);
	assert_true(slice_is(give(c, &r, NULL, true), "x"));
	assert_true(slice_is(give(c, &r, "right", true), "right"));
	assert_true(slice_is(give(c, &r, NULL, false), "right"));
	carry_free(c);
}

static void
a_column_that_is_not_there_is_refused(void **state)
{
	struct rows r = {.source = &source, .columns = names + 1,
	    .column_count = 1};
	const struct ydoc_node *n;
	struct source own = source;
	struct err e = ERR_INIT;
	struct carry *c;
	struct ydoc doc;

	(void)state;
	assert_int_equal(ydoc_parse(&doc, "p.yaml", SLICE("{carry: A}"), &e),
	    0);
	n = doc.root;
	own.node = n;
	r.source = &own;
	assert_int_equal(carry_new(&c, &r, &e), -1);
	assert_null(c);
	assert_non_null(strstr(e.text, "p.yaml:1:9: the source has no column "
	    "\"A\""));
	ydoc_release(&doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_text_takes_the_one_above),
		cmocka_unit_test(
		    a_corrected_row_stands_in_the_place_of_the_other),
		cmocka_unit_test(a_column_that_is_not_there_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
