/* layout_test.c - which field of a header is which column. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/layout.h"
#include "extract/source_read.h"

static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct source source;

static void
read_layout(struct layout *l, const char *yaml)
{
	struct err e = ERR_INIT;

	ydoc_release(&doc);
	arena_reset(&arena);
	if (ydoc_parse(&doc, "p.yaml", slice_of(yaml), &e) < 0 ||
	    source_read(&source, doc.root->first, &arena, &e) < 0)
		fail_msg("%s", e.text);
	layout_init(l, &source, &arena);
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
everything_asked_for_is_in_it_once(void **state)
{
	struct layout l;

	(void)state;
	read_layout(&l, "s: {columns: [A, B], optional: [B, C], "
	    "where: {A: 1, D: 2}}\n");
	assert_int_equal(l.count, 4);
	assert_true(l.asks[0].listed && !l.asks[0].optional);
	assert_true(l.asks[1].listed && l.asks[1].optional);
	assert_true(!l.asks[2].listed && l.asks[2].optional);
	assert_true(!l.asks[3].listed && !l.asks[3].optional);
	assert_ptr_equal(layout_ask_find(&l, SLICE("D")), &l.asks[3]);
	assert_null(layout_ask_find(&l, SLICE("E")));
}

static void
spellings_count_before_names_that_are_alike(void **state)
{
	static const struct slice names[] = {
		SLICE_INIT("part no"), SLICE_INIT("PN"), SLICE_INIT("Qty"),
		SLICE_INIT("qty."),
	};
	struct layout l;

	(void)state;
	read_layout(&l, "s: {columns: {P: [Part No, PN], Q: [QTY], R: [Qty], "
	    "S: 2, T: 5}}\n");
	assert_int_equal(layout_field(&l.asks[0], names, 4), 1);
	assert_int_equal(layout_field(&l.asks[0], names, 1), 0);
	assert_int_equal(layout_field(&l.asks[1], names, 4), LAYOUT_SEVERAL);
	assert_int_equal(layout_field(&l.asks[1], names, 3), 2);
	assert_int_equal(layout_field(&l.asks[2], names, 4), 2);
	assert_int_equal(layout_field(&l.asks[3], names, 4), 1);
	assert_int_equal(layout_field(&l.asks[4], names, 4), LAYOUT_NONE);
}

static void
what_is_missing_is_known(void **state)
{
	static const struct slice names[] = {SLICE_INIT("a"), SLICE_INIT("B")};
	struct layout l;

	(void)state;
	read_layout(&l, "s: {columns: [A, B, C], optional: C}\n");
	assert_null(layout_missing(&l, names, 2));
	assert_int_equal(layout_found(&l, names, 2), 2);
	assert_ptr_equal(layout_missing(&l, names, 1), &l.asks[1]);
	assert_int_equal(layout_found(&l, names, 1), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_asked_for_is_in_it_once),
		cmocka_unit_test(spellings_count_before_names_that_are_alike),
		cmocka_unit_test(what_is_missing_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
