/* weigh_test.c - one record beside its row. */
#include "load/weigh.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

#define ITEM(more) "{\"type\":\"item\",\"item\":\"A\"" more "}"

/* What becomes of a line beside an acknowledged one; either may be "". */
static struct weigh_record
weigh(struct weigh *w, const char *line, const char *acked,
    struct ledger_row *row)
{
	struct weigh_record r = {.type = TYPE_ITEM,
	    .input = slice_of(line), .acked = slice_of(acked),
	    .row = *acked ? row : NULL, .key = slice_from(ITEM(""),
	    strlen(ITEM("")) - 1)};
	struct err e = ERR_INIT;

	row->line = r.acked;
	if (weigh_record(w, &r, &e) < 0)
		fail_msg("%s", e.text);
	return r;
}

static void
a_line_is_new_changed_or_the_same(void **state)
{
	static const struct {
		const char *line, *acked;
		enum channel_part_is is;
		bool changed;
	} cases[] = {
	    {ITEM(""), "", PART_NEW, false},
	    {ITEM(""), ITEM(""), PART_SAME, false},
	    {ITEM(",\"name\":\"x\""), ITEM(""), PART_CHANGED, false},
	    {ITEM(",\"x_own\":1"), ITEM(""), PART_SAME, false},
	    {ITEM(",\"change\":{\"op\":\"change\"}"), ITEM(""), PART_CHANGED,
	     true},
	    {ITEM(",\"change\":{\"op\":\"remove\"}"), ITEM(""), PART_GONE,
	     true},
	    {"", ITEM(""), PART_SAME, false},
	};
	struct trial t;
	struct weigh w;
	size_t i;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, ITEM("") "\n");
	weigh_init(&w, &t.source, &t.profile.sections[TYPE_ITEM]);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct ledger_row row = {.state = LEDGER_POSTED};
		struct weigh_record r = weigh(&w, cases[i].line,
		    cases[i].acked, &row);

		assert_int_equal(r.is, cases[i].is);
		assert_int_equal(r.changed, cases[i].changed);
		assert_int_equal(r.line.len == 0, r.is == PART_GONE);
		arena_reset(&w.arena);
	}
	weigh_release(&w);
	trial_close(&t);
}

static void
what_is_on_its_way_waits(void **state)
{
	struct trial t;
	struct weigh w;
	unsigned i;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, ITEM("") "\n");
	weigh_init(&w, &t.source, &t.profile.sections[TYPE_ITEM]);
	for (i = 0; i < LEDGER_STATES; i++) {
		struct ledger_row row = {.state = (enum ledger_state)i};
		struct weigh_record r = weigh(&w, ITEM(""), ITEM(""), &row);

		assert_int_equal(r.waits, i == LEDGER_SENT ||
		    i == LEDGER_ACCEPTED || i == LEDGER_IN_DOUBT);
		assert_int_equal(r.tidy, !r.waits && i != LEDGER_POSTED);
	}
	weigh_release(&w);
	trial_close(&t);
}

static void
what_was_only_found_is_unknown(void **state)
{
	struct ledger_row row = {.digest = SLICE_INIT("\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\0\0\0\0")};

	(void)state;
	assert_false(weigh_unknown(NULL));
	assert_true(weigh_unknown(&row));
	row.digest = SLICE("0123456789abcdef");
	assert_false(weigh_unknown(&row));
	row.digest = SLICE("");
	assert_false(weigh_unknown(&row));
}

static void
an_old_key_is_left_for_the_plan(void **state)
{
	struct ledger_row row = {.state = LEDGER_POSTED};
	struct trial t;
	struct weigh w;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, ITEM("") "\n");
	weigh_init(&w, &t.source, &t.profile.sections[TYPE_ITEM]);
	weigh(&w, ITEM(",\"change\":{\"op\":\"change\",\"was\":{\"item\":"
	    "\"B\"}}"), "", &row);
	assert_true(slice_is(buf_slice(&w.old_key),
	    "{\"type\":\"item\",\"item\":\"B\""));
	weigh(&w, ITEM(""), "", &row);
	assert_int_equal(w.old_key.len, 0);
	weigh_release(&w);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_line_is_new_changed_or_the_same),
	    cmocka_unit_test(what_is_on_its_way_waits),
	    cmocka_unit_test(what_was_only_found_is_unknown),
	    cmocka_unit_test(an_old_key_is_left_for_the_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
