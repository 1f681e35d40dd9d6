/* witness_test.c - lines of records, and their hashes without the lines. */
#include "reconcile/witness.h"

#include <setjmp.h>

#include <cmocka.h>

static struct buf lists[WITNESS_LISTS] = {BUF_INIT(1000000),
    BUF_INIT(1000000), BUF_INIT(1000000)};

static int
keep(void *ctx, enum witness_list list, struct slice line, struct err *e)
{
	(void)ctx;
	(void)e;
	buf_add_slice(&lists[list], line);
	return 0;
}

/* So many records of two classes, and a finding. */
static void
show(struct witness *w, int count)
{
	struct finding one = {.class = FINDING_DIFFER, .owner = POLICY_PLM,
	    .key = SLICE("item:A"), .exception = SLICE("abc"),
	    .state = SLICE("new"), .opened_at = SLICE("2026-11-23T00:00:00Z")};
	struct err e = ERR_INIT;
	int i;

	for (i = 0; i < count; i++) {
		struct reconcile_seen seen = {.class = i % 2
		    ? RECONCILE_DIFFER : RECONCILE_MATCH,
		    .plm = SLICE("{\"p\":1}"), .erp = SLICE("{\"e\":1}"),
		    .hash = (uint64_t)i * 7919 % 1000};

		assert_int_equal(witness_see(w, &seen, &e), 0);
	}
	assert_int_equal(witness_found(w, &one, &e), 0);
	assert_int_equal(witness_finish(w, &e), 0);
}

static void
lines_are_put_and_hashed(void **state)
{
	unsigned char hash[AUDIT_HASH_SIZE];
	struct buf b = BUF_INIT(1000);
	char hex[AUDIT_HEX_SIZE];
	struct witness w;
	unsigned i;

	(void)state;
	witness_init(&w);
	w.put = keep;
	show(&w, 100);
	for (i = 0; i < WITNESS_LISTS; i++) {
		audit_sha256(lists[i].at, lists[i].len, hash);
		audit_hex(hex, hash);
		assert_string_equal(w.sums[i].hex, hex);
	}
	assert_int_equal(w.sums[WITNESS_DIFFERENCES].records, 50);
	assert_int_equal(w.sums[WITNESS_DRAWN].records, 2 * WITNESS_SAMPLES);
	/* what a state knows of a finding is not of the comparison */
	assert_string_equal(buf_text(&lists[WITNESS_FINDINGS]),
	    "{\"class\":\"differ\",\"owner\":\"plm\",\"key\":\"item:A\"}\n");
	witness_add(&b, &w, WITNESS_DIFFERENCES);
	assert_non_null(strstr(buf_text(&b), "\"list\":\"differences\","
	    "\"records\":50,\"sha256\":\""));
	witness_release(&w);
	buf_release(&b);
}

static void
without_somebody_to_put_them_the_hashes_are_the_same(void **state)
{
	struct witness one, two;
	unsigned i;

	(void)state;
	witness_init(&one);
	witness_init(&two);
	one.put = keep;
	show(&one, 99);
	show(&two, 99);
	for (i = 0; i < WITNESS_LISTS; i++)
		assert_string_equal(one.sums[i].hex, two.sums[i].hex);
	witness_release(&one);
	witness_release(&two);
}

static void
what_was_seen_before_a_second_reading_is_forgotten(void **state)
{
	struct reconcile_seen seen = {.class = RECONCILE_MATCH,
	    .plm = SLICE("{}"), .erp = SLICE("{}")};
	struct witness one, two;
	struct err e = ERR_INIT;

	(void)state;
	witness_init(&one);
	witness_init(&two);
	assert_int_equal(witness_see(&one, &seen, &e), 0);
	witness_again(&one);
	show(&one, 10);
	show(&two, 10);
	assert_string_equal(one.sums[WITNESS_DRAWN].hex,
	    two.sums[WITNESS_DRAWN].hex);
	witness_release(&one);
	witness_release(&two);
}

static int
leave(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < WITNESS_LISTS; i++)
		buf_release(&lists[i]);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_are_put_and_hashed),
	    cmocka_unit_test(
		without_somebody_to_put_them_the_hashes_are_the_same),
	    cmocka_unit_test(
		what_was_seen_before_a_second_reading_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, leave);
}
