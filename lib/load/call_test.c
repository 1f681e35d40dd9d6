/*
 * call_test.c - units of a plan as what goes out: the whole body, from the
 * input and the ledger together.
 */
#include "load/call.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

#define BOM(more) TRIAL_BOM("A", more)
#define LINE(find, more) TRIAL_LINE("A", find, "P", more)
#define CHANGE(op) ",\"change\":{\"op\":\"" op "\"}"

/* "~A[=1 ~2 +3 -4]": what is done, the root, and each part. */
static void
add_call(struct buf *b, const struct plan_step *s,
    const struct channel_kind *kind)
{
	static const char whats[] = "=+~-?wo.", signs[] = "=+~-";
	struct channel_call call;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct key k;
	size_t i;

	assert_true(key_parse_prefix(&k, s->key, &a) > 0);
	buf_printf(b, "%s%c%.*s", b->len ? " " : "", whats[s->what],
	    SLICE_ARGS(k.parts[0]));
	if (!plan_sends(s) && (s->what != PLAN_REMOVE || s->detach)) {
		arena_release(&a);
		return;
	}
	assert_int_equal(call_of_step(&call, s, kind, &a, &e), 0);
	assert_true(!kind->records || call.record);
	buf_add_byte(b, '[');
	for (i = 0; i < call.part_count + call.gone_count; i++) {
		const struct channel_part *p = &call.parts[i];

		assert_true(key_parse_prefix(&k, p->key, &a) > 0);
		assert_true(!kind->records || p->record);
		buf_printf(b, "%s%c%.*s", i ? " " : "", signs[p->is],
		    SLICE_ARGS(k.parts[BOM_LINE_FIND_NUMBER]));
	}
	buf_add_byte(b, ']');
	arena_release(&a);
}

static void
calls_are(struct trial *t, const char *want)
{
	const struct channel_kind kind = {.name = "whole", .records = true};
	struct plan *p = mem_zero(sizeof(*p));
	struct buf b = BUF_INIT(4096);
	struct err e = ERR_INIT;
	struct plan_step step;
	int got;

	plan_open(p, &t->source, TYPE_BOM);
	while ((got = plan_next(p, &step, &e)) > 0)
		add_call(&b, &step, &kind);
	if (got < 0)
		fail_msg("%s", e.text);
	plan_close(p);
	mem_free(p);
	assert_string_equal(buf_text(&b), want);
	buf_release(&b);
}

static void
open_known(struct trial *t)
{
	trial_open(t, TRIAL_UNITS);
	trial_known(t, BOM(""));
	trial_known(t, LINE("1", ",\"quantity\":1"));
	trial_known(t, LINE("2", ",\"quantity\":2"));
	trial_known(t, LINE("3", ",\"quantity\":3"));
}

static void
a_snapshot_gives_whole_bodies_of_what_differs(void **state)
{
	static const struct {
		const char *scope, *lines, *want;
	} cases[] = {
	    {"all", BOM("") "\n" LINE("1", ",\"quantity\":1") "\n"
	     LINE("2", ",\"quantity\":2") "\n" LINE("3", ",\"quantity\":3")
	     "\n", "=A"},
	    {"all", BOM("") "\n" LINE("1", ",\"quantity\":9") "\n"
	     LINE("3", ",\"quantity\":3") "\n" LINE("4", "") "\n",
	     "~A[~1 =3 +4 -2]"},
	    {"all", BOM(",\"base_quantity\":10") "\n"
	     LINE("1", ",\"quantity\":1") "\n" LINE("2", ",\"quantity\":2")
	     "\n" LINE("3", ",\"quantity\":3") "\n", "~A[=1 =2 =3]"},
	    /* Nothing is said about lines, or about the BOM itself. */
	    {"types=bom", BOM("") "\n", "=A"},
	    {"types=bom_line", LINE("1", ",\"quantity\":1") "\n",
	     "~A[=1 -2 -3]"},
	    {"types=bom_line", TRIAL_LINE("B", "1", "P", "") "\n",
	     "~A[-1 -2 -3] oB"},
	    /* Gone, with all that belongs to it: reported by default. */
	    {"all", TRIAL_BOM("B", "") "\n" TRIAL_LINE("B", "1", "P", "")
	     "\n", "?A +B[+1]"},
	    {"all", LINE("1", ",\"quantity\":1") "\n", "oA"},
	};
	struct trial t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		open_known(&t);
		trial_snapshot(&t, cases[i].scope, cases[i].lines);
		calls_are(&t, cases[i].want);
		trial_close(&t);
	}
}

static void
a_delta_of_one_line_has_the_whole_body(void **state)
{
	static const struct {
		const char *lines, *want;
	} cases[] = {
	    {LINE("2", ",\"quantity\":9" CHANGE("change")) "\n",
	     "~A[=1 ~2 =3]"},
	    /* A correction of drift equals what was acknowledged. */
	    {LINE("2", ",\"quantity\":2" CHANGE("change")) "\n",
	     "~A[=1 ~2 =3]"},
	    {LINE("2", CHANGE("remove")) "\n", "~A[=1 =3 -2]"},
	    {LINE("4", CHANGE("add")) "\n", "~A[=1 =2 =3 +4]"},
	    {BOM(CHANGE("change")) "\n", "~A[=1 =2 =3]"},
	    {BOM(CHANGE("remove")) "\n", "?A"},
	    /* A renumbered line is one body; numbers may go round. */
	    {LINE("9", ",\"quantity\":2,\"change\":{\"op\":\"change\","
	     "\"was\":{\"find_number\":\"2\"}}") "\n", "~A[=1 =3 +9 -2]"},
	    {LINE("2", ",\"quantity\":3,\"change\":{\"op\":\"change\","
	     "\"was\":{\"find_number\":\"3\"}}") "\n"
	     LINE("3", ",\"quantity\":2,\"change\":{\"op\":\"change\","
	     "\"was\":{\"find_number\":\"2\"}}") "\n", "~A[=1 ~2 ~3]"},
	    /* From one BOM into another: the old one is a step of its own. */
	    {TRIAL_LINE("B", "1", "P", ",\"change\":{\"op\":\"change\","
	     "\"was\":{\"parent\":\"A\"}}") "\n" TRIAL_BOM("B",
	     CHANGE("add")) "\n", "+B[+1] -A"},
	    /* Neither here nor there is a BOM that it could go to. */
	    {TRIAL_LINE("X", "1", "P", CHANGE("add")) "\n", "oX"},
	    {TRIAL_LINE("X", "1", "P", CHANGE("remove")) "\n", "oX"},
	};
	struct trial t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		open_known(&t);
		trial_input(&t, cases[i].lines);
		calls_are(&t, cases[i].want);
		trial_close(&t);
	}
}

static void
an_upsert_adds_and_takes_nothing_away(void **state)
{
	struct trial t;

	(void)state;
	open_known(&t);
	trial_input(&t, LINE("2", ",\"quantity\":9") "\n" LINE("4", "") "\n");
	calls_are(&t, "~A[=1 ~2 =3 +4]");
	trial_input(&t, LINE("2", ",\"quantity\":2") "\n");
	calls_are(&t, "=A");
	trial_close(&t);
}

static void
what_is_not_sent_makes_no_difference(void **state)
{
	struct trial t;
	struct target_section *s;

	(void)state;
	open_known(&t);
	trial_snapshot(&t, "all", BOM("") "\n" LINE("1", ",\"quantity\":7")
	    "\n" LINE("2", ",\"quantity\":7") "\n" LINE("3",
	    ",\"quantity\":7") "\n");
	calls_are(&t, "~A[~1 ~2 ~3]");
	s = &t.profile.sections[TYPE_BOM];
	s->parts[0].sends[BOM_LINE_QUANTITY] = false;
	calls_are(&t, "=A");
	trial_close(&t);
}

static void
a_withheld_line_stays_in_its_bom(void **state)
{
	struct trial t;

	(void)state;
	open_known(&t);
	trial_snapshot(&t, "all", BOM("") "\n" LINE("1", ",\"quantity\":1")
	    "\n{\"type\":\"withheld\",\"record_type\":\"bom_line\","
	    "\"record_key\":\"A/////2/P/\",\"reason\":\"held\"}\n");
	calls_are(&t, "~A[=1 =2 -3]");
	trial_close(&t);
}

static void
a_unit_waits_whole_and_a_refused_one_is_kept(void **state)
{
	struct trial t;

	(void)state;
	open_known(&t);
	trial_input(&t, LINE("2", ",\"quantity\":9" CHANGE("change")) "\n");
	scratch_exec(&t.scratch, "UPDATE ledger SET state = 'in_doubt',"
	    " op = 'change' WHERE line LIKE '%\"find_number\":\"3\"%'");
	calls_are(&t, "wA");
	/* Never acknowledged: what was refused is still wanted. */
	scratch_exec(&t.scratch, "UPDATE ledger SET state = 'rejected',"
	    " op = 'add', intent = line, line = '', digest = x''");
	calls_are(&t, "+A[+1 +2 +3]");
	trial_close(&t);
}

static void
what_was_only_found_is_sent_though_it_may_be_equal(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_known(&t, BOM(""));
	scratch_exec(&t.scratch, "UPDATE ledger SET digest = zeroblob(16)");
	trial_snapshot(&t, "all", BOM("") "\n");
	calls_are(&t, "~A[]");
	trial_close(&t);
}

static void
each_sending_has_a_key_of_its_own(void **state)
{
	struct channel_part part = {.line = SLICE_INIT("1")};
	struct channel_call a = {.key = SLICE_INIT("k"),
	    .line = SLICE_INIT("l"), .parts = &part, .part_count = 1};
	struct arena arena = ARENA_INIT;
	struct slice first, other;

	(void)state;
	first = call_idempotency(&a, "run-1", &arena);
	assert_true(slice_equal(first, call_idempotency(&a, "run-1",
	    &arena)));
	assert_false(slice_equal(first, call_idempotency(&a, "run-2",
	    &arena)));
	part.line = SLICE("2");
	other = call_idempotency(&a, "run-1", &arena);
	assert_false(slice_equal(first, other));
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_snapshot_gives_whole_bodies_of_what_differs),
	    cmocka_unit_test(a_delta_of_one_line_has_the_whole_body),
	    cmocka_unit_test(an_upsert_adds_and_takes_nothing_away),
	    cmocka_unit_test(what_is_not_sent_makes_no_difference),
	    cmocka_unit_test(a_withheld_line_stays_in_its_bom),
	    cmocka_unit_test(a_unit_waits_whole_and_a_refused_one_is_kept),
	    cmocka_unit_test(
		what_was_only_found_is_sent_though_it_may_be_equal),
	    cmocka_unit_test(each_sending_has_a_key_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
