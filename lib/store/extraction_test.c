/* extraction_test.c - pages kept, gone on with, grown too old. */
#include "store/extraction.h"

#include "store/findings.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

#define IDENTITY "0123456789abcdef0123456789abcdef"

static const struct extraction plm = {
    SLICE_INIT(IDENTITY), SLICE_INIT("plm"), 3600};

static int
set_up(void **state)
{
	static struct scratch s;

	scratch_open(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

static bool
begin(struct scratch *s)
{
	struct err e = ERR_INIT;
	bool again = false;

	scratch_must(extraction_begin(s->db, &plm, "r", &again, &e), &e);
	return again;
}

static void
put(struct scratch *s, const char *source, uint64_t number)
{
	struct extraction_page p = {number, number * 10, number * 100,
	    {1, number}, SLICE("42"), true, number == 3, -1};
	struct err e = ERR_INIT;

	scratch_must(extraction_page_put(s->db, plm.identity,
	    slice_of(source), &p, &e), &e);
}

static void
pages_come_back_in_order_as_they_were_put(void **state)
{
	struct scratch *s = *state;
	struct page page = PAGE_INIT;
	struct extraction_page p;
	struct err e = ERR_INIT;
	uint64_t n;

	assert_false(begin(s));
	for (n = 3; n > 0; n--)
		put(s, "items", n);
	put(s, "boms", 1);
	assert_true(begin(s));
	assert_int_equal(extraction_pages(s->db, &page, plm.identity,
	    SLICE("items"), &e), 0);
	for (n = 1; extraction_page_next(&page, &p); n++) {
		assert_int_equal(p.number, n);
		assert_int_equal(p.rows, n * 10);
		assert_int_equal(p.bytes, n * 100);
		assert_int_equal(p.hash.low, n);
		assert_true(slice_is(p.next, "42") && p.plain);
		assert_int_equal(p.last, n == 3);
		assert_int_equal(p.total, -1);
	}
	assert_int_equal(n, 4);
	assert_int_equal(extraction_pages_drop(s->db, plm.identity,
	    SLICE("items"), 1, &e), 0);
	assert_int_equal(extraction_pages(s->db, &page, plm.identity,
	    SLICE("items"), &e), 0);
	assert_int_equal(page.count, 1);
	page_release(&page);
}

static void
what_is_published_or_too_old_is_gone(void **state)
{
	static const char sql_count[] =
	    "SELECT count(*) FROM extraction_page";
	struct scratch *s = *state;
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;

	assert_false(begin(s));
	put(s, "items", 1);
	assert_int_equal(extraction_end(s->db, plm.identity, &e), 0);
	assert_int_equal(scratch_number(s, sql_count), 0);
	assert_false(begin(s));
	put(s, "items", 1);
	scratch_now("2026-11-22T02:02:02Z");
	assert_true(begin(s));
	assert_int_equal(extraction_old(s->db, &page, plm.system, &e), 0);
	assert_int_equal(page.count, 0);
	scratch_now("2026-11-22T02:02:03Z");
	assert_int_equal(extraction_old(s->db, &page, SLICE("erp"), &e), 0);
	assert_int_equal(page.count, 0);
	assert_int_equal(extraction_old(s->db, &page, plm.system, &e), 0);
	assert_int_equal(page.count, 1);
	assert_true(slice_is(page_next(&page)->bytes, IDENTITY));
	assert_false(begin(s));
	assert_int_equal(scratch_number(s, sql_count), 0);
	page_release(&page);
}

static void
keep(const char *text, void *ctx)
{
	snprintf(ctx, 200, "%s", text);
}

static void
a_gap_or_a_lost_head_is_found(void **state)
{
	struct scratch *s = *state;
	char words[200] = "";
	struct findings f = FINDINGS_INIT(keep, words);
	struct err e = ERR_INIT;

	begin(s);
	put(s, "items", 1);
	put(s, "items", 2);
	assert_int_equal(extraction_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 0);
	put(s, "boms", 2);
	assert_int_equal(extraction_check(s->db, &f, &e), 0);
	assert_string_equal(words, "page 2 of source boms: there is no page "
	    "before it, or it ends behind this one");
	scratch_exec(s, "DELETE FROM extraction; DELETE FROM extraction_page"
	    " WHERE number = 2");
	assert_int_equal(extraction_check(s->db, &f, &e), 0);
	assert_string_equal(words, "page 1 of source items: extraction "
	    IDENTITY " is not there");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		pages_come_back_in_order_as_they_were_put, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_is_published_or_too_old_is_gone, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_gap_or_a_lost_head_is_found, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
