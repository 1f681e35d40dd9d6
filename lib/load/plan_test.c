/* plan_test.c - lines of an input beside rows of a ledger, as steps. */
#include "load/plan.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

#define TYPES "{item: {columns: {item: item, name: name}}, " \
	"bom_line: {columns: {a: parent, b: parent_revision, c: plant, " \
	"d: usage, e: alternative, f: find_number, g: component, " \
	"h: occurrence, i: quantity}}}"

#define ITEM(key, more) \
	"{\"type\":\"item\",\"item\":\"" key "\"" more "}"
#define LINE(find, more) \
	"{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision\":\"\"," \
	"\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\"," \
	"\"find_number\":\"" find "\",\"component\":\"P\"," \
	"\"occurrence\":\"\"" more "}"

/* The steps in short: a letter, the last key members, marks. */
static void
add_step(struct buf *b, const struct plan_step *s)
{
	static const char letters[] = "=+~-?wo.";
	struct arena a = ARENA_INIT;
	struct key k;

	assert_true(key_parse_prefix(&k, s->key, &a) > 0);
	buf_printf(b, "%s%c%.*s%s%s", b->len ? " " : "", letters[s->what],
	    SLICE_ARGS(k.parts[k.type == TYPE_ITEM ? 0
	    : BOM_LINE_FIND_NUMBER]), s->tidy ? " tidy" : "",
	    s->moved ? " moved" : "");
	arena_release(&a);
}

static void
steps_are(struct trial *t, enum record_type type, const char *want)
{
	struct plan *p = mem_zero(sizeof(*p));
	struct buf b = BUF_INIT(4096);
	struct err e = ERR_INIT;
	struct plan_step step;
	int got;

	plan_open(p, &t->source, type);
	while ((got = plan_next(p, &step, &e)) > 0)
		add_step(&b, &step);
	if (got < 0)
		fail_msg("%s", e.text);
	plan_close(p);
	mem_free(p);
	assert_string_equal(buf_text(&b), want);
	buf_release(&b);
}

static void
a_snapshot_is_merged_with_the_ledger(void **state)
{
	static const char input[] = ITEM("B", "") "\n" ITEM("C",
	    ",\"name\":\"new\"") "\n" ITEM("D", ",\"mass\":2") "\n"
	    ITEM("F", "") "\n";
	static const struct {
		const char *scope, *want;
	} cases[] = {
	    {"all", "?A =B ~C =D ?E +F"},
	    {"filter=released", "=B tidy ~C =D tidy +F"},
	    {"types=bom_line|item", "?A =B ~C =D ?E +F"},
	    {"{\"removals\":{\"item\":false}}", "=B ~C =D +F"},
	    {"{\"members\":{\"item\":[\"mass\"]}}", "?A =B =C =D ?E +F"},
	};
	struct trial t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		trial_open(&t, TYPES);
		trial_known(&t, ITEM("A", ""));
		trial_known(&t, ITEM("B", ""));
		trial_known(&t, ITEM("C", ",\"name\":\"old\""));
		trial_known(&t, ITEM("D", ",\"mass\":1"));
		trial_known(&t, ITEM("E", ""));
		trial_snapshot(&t, cases[i].scope, input);
		steps_are(&t, TYPE_ITEM, cases[i].want);
		trial_close(&t);
	}
}

static void
what_a_source_cannot_speak_of_is_kept(void **state)
{
	static const char want[] = ITEM("A", ",\"name\":\"new\",\"mass\":1,"
	    "\"attrs\":{\"X\":\"a\"},\"x_site\":\"keep me\"");
	struct trial t;
	struct plan *p = mem_zero(sizeof(*p));
	struct err e = ERR_INIT;
	struct plan_step step;

	(void)state;
	trial_open(&t, TYPES);
	trial_known(&t, ITEM("A", ",\"name\":\"old\",\"mass\":1,"
	    "\"attrs\":{\"X\":\"a\"},\"x_site\":\"keep me\""));
	trial_snapshot(&t, "{\"members\":{\"item\":[\"name\"]}}",
	    ITEM("A", ",\"name\":\"new\"") "\n");
	plan_open(p, &t.source, TYPE_ITEM);
	assert_int_equal(plan_next(p, &step, &e), 1);
	assert_int_equal(step.what, PLAN_UPDATE);
	assert_true(slice_is(step.line, want));
	plan_close(p);
	mem_free(p);
	trial_close(&t);
}

static void
a_key_that_it_had_is_whole_or_refused(void **state)
{
	struct buf line = BUF_INIT(4 * KEY_MOST);
	struct trial t;
	struct plan *p = mem_zero(sizeof(*p));
	struct err e = ERR_INIT;
	struct plan_step step;
	char path[128];
	size_t i;
	int rc;

	(void)state;
	trial_open(&t, TYPES);
	buf_add_text(&line, LINE("10", ",\"change\":{\"op\":\"change\","
	    "\"was\":{\"find_number\":\""));
	for (i = 0; i < 2 * KEY_MOST; i++)
		buf_add_byte(&line, '1');
	buf_add_text(&line, "\"}}}\n");
	trial_file(&t, "long.jsonl", buf_text(&line), path);
	rc = spool_load(&t.spool, path, SORT_MEMORY_LEAST, &e);
	t.source.spool = &t.spool;
	if (rc == 0) {
		plan_open(p, &t.source, TYPE_BOM_LINE);
		rc = plan_next(p, &step, &e);
		plan_close(p);
	}
	assert_int_equal(rc, -1);
	assert_int_equal(e.kind, ERR_INPUT);
	mem_free(p);
	buf_release(&line);
	trial_close(&t);
}

static void
an_upsert_says_nothing_about_what_it_lacks(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t, TYPES);
	trial_known(&t, ITEM("A", ""));
	trial_known(&t, ITEM("B", ",\"name\":\"old\""));
	trial_input(&t, ITEM("B", "") "\n" ITEM("C", "") "\n");
	steps_are(&t, TYPE_ITEM, "~B +C");
	/* Before the first load there is no ledger. */
	t.source.db = NULL;
	steps_are(&t, TYPE_ITEM, "+B +C");
	trial_close(&t);
}

static void
withheld_records_are_neither_sent_nor_removed(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t, TYPES);
	trial_known(&t, LINE("1", ""));
	trial_known(&t, LINE("2", ""));
	trial_snapshot(&t, "all", "{\"type\":\"withheld\",\"record_type\":"
	    "\"bom_line\",\"record_key\":\"A/////1/P/\",\"reason\":\"held\"}");
	steps_are(&t, TYPE_BOM_LINE, "-2");
	trial_close(&t);
}

static void
all_records_of_a_resent_type_are_sent(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t, TYPES);
	trial_known(&t, ITEM("A", ""));
	trial_known(&t, LINE("1", ""));
	trial_snapshot(&t, "all", ITEM("A", "") "\n" LINE("1", "") "\n");
	t.source.resend[TYPE_ITEM] = true;
	steps_are(&t, TYPE_ITEM, "~A");
	steps_are(&t, TYPE_BOM_LINE, "=1");
	trial_close(&t);
}

static void
a_change_is_always_sent_and_its_old_key_goes(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t, TYPES);
	trial_known(&t, ITEM("A", ""));
	trial_known(&t, LINE("1", ""));
	trial_input(&t, ITEM("A", ",\"change\":{\"op\":\"change\"}") "\n"
	    ITEM("B", ",\"change\":{\"op\":\"remove\"}") "\n"
	    LINE("2", ",\"change\":{\"op\":\"change\",\"was\":"
	    "{\"find_number\":\"1\"}}") "\n"
	    LINE("3", ",\"change\":{\"op\":\"remove\"}") "\n"
	    LINE("4", ",\"change\":{\"op\":\"add\"}") "\n");
	steps_are(&t, TYPE_ITEM, "~A ?B");
	steps_are(&t, TYPE_BOM_LINE, "~2 -1 moved -3 +4");
	trial_close(&t);
}

static void
what_is_kept_goes_along_with_the_record(void **state)
{
	struct plan *p = mem_zero(sizeof(*p));
	struct err e = ERR_INIT;
	struct plan_step step;
	struct trial t;

	(void)state;
	trial_open(&t, TYPES);
	trial_known(&t, ITEM("A", ",\"name\":\"old\",\"mass\":7,"
	    "\"attrs\":{\"x\":1}"));
	trial_snapshot(&t, "{\"members\":{\"item\":[\"name\",\"uom\"]}}",
	    ITEM("A", ",\"name\":\"new\"") "\n");
	plan_open(p, &t.source, TYPE_ITEM);
	assert_int_equal(plan_next(p, &step, &e), 1);
	assert_true(slice_is(step.line, ITEM("A", ",\"name\":\"new\","
	    "\"mass\":7,\"attrs\":{\"x\":1}")));
	assert_true(slice_is(step.input, ITEM("A", ",\"name\":\"new\"")));
	assert_true(step.known);
	assert_int_equal(plan_next(p, &step, &e), 0);
	plan_close(p);
	mem_free(p);
	trial_close(&t);
}

/* A row with an intent that was sent, as a run that died leaves it. */
static void
sent(struct trial *t, const char *state)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "UPDATE ledger SET state = '%s', op = "
	    "'change', attempts = 1 WHERE line LIKE '%%\"B\"%%'", state);
	scratch_exec(&t->scratch, sql);
}

static void
what_is_on_its_way_or_was_refused_is_seen(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t, TYPES);
	trial_known(&t, ITEM("B", ""));
	trial_snapshot(&t, "all", ITEM("B", "") "\n");
	sent(&t, "in_doubt");
	steps_are(&t, TYPE_ITEM, "wB");
	sent(&t, "rejected");
	steps_are(&t, TYPE_ITEM, "=B tidy");
	scratch_exec(&t.scratch, "UPDATE ledger SET line = ''");
	steps_are(&t, TYPE_ITEM, "+B");
	trial_snapshot(&t, "all", ITEM("A", "") "\n");
	steps_are(&t, TYPE_ITEM, "+A .B");
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_snapshot_is_merged_with_the_ledger),
	    cmocka_unit_test(what_a_source_cannot_speak_of_is_kept),
	    cmocka_unit_test(a_key_that_it_had_is_whole_or_refused),
	    cmocka_unit_test(an_upsert_says_nothing_about_what_it_lacks),
	    cmocka_unit_test(withheld_records_are_neither_sent_nor_removed),
	    cmocka_unit_test(all_records_of_a_resent_type_are_sent),
	    cmocka_unit_test(a_change_is_always_sent_and_its_old_key_goes),
	    cmocka_unit_test(what_is_kept_goes_along_with_the_record),
	    cmocka_unit_test(what_is_on_its_way_or_was_refused_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
