/* casework_test.c - due dates, words, and exceptions as records. */
#include "reconcile/casework.h"

#include "reconcile/sketch_night.h"

#include <setjmp.h>

#include <cmocka.h>

static void
messages_say_what_differs_and_are_cut_between_characters(void **state)
{
	struct finding one = {.class = FINDING_DIFFER,
	    .member = SLICE("quantity"), .plm = SLICE("2")};
	struct buf b = BUF_INIT(100000), value = BUF_INIT(100000);
	int i;

	(void)state;
	casework_message(&b, &one);
	assert_string_equal(buf_text(&b), "quantity: PLM 2, ERP -");
	for (i = 0; i < 150; i++)
		buf_add_text(&value, i ? "\303\244" : "x");
	one.erp = buf_slice(&value);
	buf_clear(&b);
	casework_message(&b, &one);
	assert_int_equal(b.len, sizeof("quantity: PLM 2, ERP ...") - 1 + 199);
	assert_int_equal(slice_utf8_length(buf_slice(&b)), b.len);
	one = (struct finding){.class = FINDING_MISSING_IN_PLM};
	buf_clear(&b);
	casework_message(&b, &one);
	assert_string_equal(buf_text(&b), "the ERP has it, PLM does not");
	buf_release(&value);
	buf_release(&b);
}

static void
due_is_a_number_of_days_for_a_severity_or_for_all(void **state)
{
	static const char *good[] = {"major=3", "30", "a=b=0"};
	static const char *const bad[] = {"", "x", "major=", "major=x", "-1",
	    "1.5", "36501", "=1x"};
	struct session session = {0};
	struct reconcile r = {0};
	struct casework c;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	r.pair.left.in.zio = r.pair.right.in.zio =
	    (struct zio_in)ZIO_IN_INIT;
	casework_init(&c, &session, &r);
	scratch_must(casework_take_due(&c, &(struct opt_list){good, 3}, &e),
	    &e);
	assert_int_equal(c.due_count, 3);
	assert_true(slice_is(c.due[0].severity, "major"));
	assert_int_equal(c.due[0].days, 3);
	assert_int_equal(c.due[1].severity.len, 0);
	assert_true(slice_is(c.due[2].severity, "a=b"));
	casework_release(&c);
	for (i = 0; i < COUNT_OF(bad); i++) {
		const char *list[1] = {bad[i]};

		casework_init(&c, &session, &r);
		if (casework_take_due(&c, &(struct opt_list){list, 1}, &e) !=
		    -1 || e.kind != ERR_USAGE)
			fail_msg("%s", bad[i]);
		err_clear(&e);
		casework_release(&c);
	}
}

#define ITEM(item, name) \
	"{\"type\":\"item\",\"item\":\"" item "\",\"name\":\"" name "\"}"

static void
an_exception_keeps_its_due_date_team_and_words(void **state)
{
	static const char *const plm[] = {ITEM("A", "bolt"), NULL};
	static const char *const erp[] = {ITEM("A", "BOLT"), NULL};
	static const char *days[] = {"major=2", "9"};
	struct sketch_night n;
	struct exceptions_cursor c;
	struct exceptions_row row;
	struct err e = ERR_INIT;

	(void)state;
	sketch_night_open(&n);
	sketch_snapshot(&n, 0, plm);
	sketch_snapshot(&n, 1, erp);
	n.due = (struct opt_list){days, 2};
	n.policy.name = SLICE("site");
	n.policy.types[TYPE_ITEM].members[ITEM_NAME].duty.severity =
	    SLICE("major");
	n.policy.types[TYPE_ITEM].members[ITEM_NAME].duty.team =
	    SLICE("masters");
	assert_int_equal(sketch_night(&n, "2026-11-20T01:00:00Z"), 1);
	assert_int_equal(sketch_night(&n, "2026-11-21T01:00:00Z"), 1);
	exceptions_open(&c, n.scratch.db, true);
	assert_int_equal(exceptions_next(&c, &row, &e), 1);
	assert_true(slice_is(row.class, "differ"));
	assert_true(slice_is(row.rule, "site: item.name"));
	assert_true(slice_is(row.about, "item:A"));
	assert_true(slice_is(row.target, "erp"));
	assert_true(slice_is(row.team, "masters"));
	assert_true(slice_is(row.severity, "major"));
	assert_true(slice_is(row.message,
	    "name: PLM \"bolt\", ERP \"BOLT\""));
	assert_true(slice_is(row.opened_at, "2026-11-20T01:00:00Z"));
	assert_true(slice_is(row.due_at, "2026-11-22T01:00:00Z"));
	assert_true(slice_is(row.last_seen, "2026-11-21T01:00:00Z"));
	assert_int_equal(exceptions_next(&c, &row, &e), 0);
	exceptions_close(&c);
	sketch_night_close(&n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		messages_say_what_differs_and_are_cut_between_characters),
	    cmocka_unit_test(
		due_is_a_number_of_days_for_a_severity_or_for_all),
	    cmocka_unit_test(an_exception_keeps_its_due_date_team_and_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
