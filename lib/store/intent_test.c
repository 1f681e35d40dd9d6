/* intent_test.c - from intent to outcome, and what a crash leaves. */
#include "store/intent.h"

#include "store/findings.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

#define KEY "{\"type\":\"item\",\"item\":\"A\""
#define OLD KEY ",\"name\":\"old\"}"
#define NEW KEY ",\"name\":\"new\"}"

static const struct ledger_group group = {"sap", "run-2",
    SLICE_INIT("all of it")};
static const struct slice key = SLICE_INIT(KEY);

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

static void
put_old(struct scratch *s)
{
	const struct ledger_group before = {"sap", "run-1", SLICE("some")};
	const struct ledger_fact fact = {key, SLICE("item"), SLICE(OLD),
	    SLICE("oldoldoldoldoldo"), SLICE("100"), SLICE("")};
	struct err e = ERR_INIT;

	assert_int_equal(ledger_put(s->db, &before, &fact, 1, &e), 0);
}

static int
intend(struct scratch *s, const char *op, struct err *e)
{
	struct intent in = {key, SLICE("item"), slice_of(op), SLICE(NEW),
	    SLICE("newnewnewnewnewn"), SLICE("idem-1")};

	err_clear(e);
	if (strcmp(op, "remove") == 0) {
		in.line = SLICE(OLD);
		in.digest = SLICE("");
	}
	return intent_put(s->db, &group, &in, 1, e);
}

static int
record(struct scratch *s, enum ledger_state outcome, struct err *e)
{
	const struct intent_outcome out = {key, outcome, SLICE("200"),
	    SLICE("words"), SLICE("idem-1"), SLICE(""), SLICE("")};

	err_clear(e);
	return intent_record(s->db, &group, &out, 1, e);
}

/* The row; its state is -1 when there is none. */
static int
state_of(struct scratch *s, struct ledger_found *found)
{
	struct err e = ERR_INIT;
	int got = ledger_get(s->db, "sap", key, found, &e);

	assert_true(got >= 0);
	return got ? (int)found->row.state : -1;
}

static void
assert_sound(struct scratch *s)
{
	struct findings f = FINDINGS_INIT(NULL, NULL);
	struct err e = ERR_INIT;

	assert_int_equal(ledger_check(s->db, &f, &e), 0);
	assert_int_equal(intent_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 0);
}

static void
what_is_posted_takes_the_place_of_what_was(void **state)
{
	struct scratch *s = *state;
	struct ledger_found found = LEDGER_FOUND_INIT;
	const struct ledger_row *row = &found.row;
	struct err e = ERR_INIT;

	put_old(s);
	assert_int_equal(intend(s, "change", &e), 0);
	assert_int_equal(state_of(s, &found), LEDGER_PENDING);
	assert_true(slice_is(row->line, OLD));
	assert_true(slice_is(row->intent, NEW));
	assert_true(slice_is(row->op, "change"));
	assert_true(slice_is(row->idempotency, "idem-1"));
	assert_true(slice_is(row->scope, "some"));
	assert_int_equal(intent_sent(s->db, &group, &key, 1, &e), 0);
	assert_int_equal(state_of(s, &found), LEDGER_SENT);
	assert_int_equal(row->attempts, 1);
	assert_sound(s);
	assert_int_equal(record(s, LEDGER_ACCEPTED, &e), 0);
	assert_int_equal(state_of(s, &found), LEDGER_ACCEPTED);
	assert_true(slice_is(row->line, OLD));
	assert_int_equal(record(s, LEDGER_POSTED, &e), 0);
	assert_int_equal(state_of(s, &found), LEDGER_POSTED);
	assert_true(slice_is(row->line, NEW));
	assert_true(slice_is(row->digest, "newnewnewnewnewn"));
	assert_true(slice_is(row->external_id, "200"));
	assert_true(slice_is(row->answer, "words"));
	assert_true(slice_is(row->scope, "all of it"));
	assert_true(slice_is(row->run, "run-2"));
	assert_int_equal(row->op.len + row->intent.len, 0);
	assert_int_equal(row->idempotency.len, 0);
	assert_sound(s);
	/* An answer that comes twice finds no intent any more. */
	assert_int_equal(record(s, LEDGER_POSTED, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	page_release(&found.page);
}

static void
a_removal_ends_the_row_when_it_is_posted(void **state)
{
	struct scratch *s = *state;
	struct ledger_found found = LEDGER_FOUND_INIT;
	const struct ledger_row *row = &found.row;
	struct err e = ERR_INIT;

	put_old(s);
	assert_int_equal(intend(s, "remove", &e), 0);
	assert_int_equal(intent_sent(s->db, &group, &key, 1, &e), 0);
	assert_sound(s);
	assert_int_equal(record(s, LEDGER_REJECTED, &e), 0);
	assert_int_equal(state_of(s, &found), LEDGER_REJECTED);
	assert_true(slice_is(row->line, OLD));
	assert_int_equal(intend(s, "remove", &e), 0);
	assert_int_equal(intent_sent(s->db, &group, &key, 1, &e), 0);
	assert_int_equal(record(s, LEDGER_POSTED, &e), 0);
	assert_int_equal(state_of(s, &found), -1);
	page_release(&found.page);
}

static void
no_new_intent_before_the_old_is_answered(void **state)
{
	static const struct {
		enum ledger_state state;
		bool taken;
	} cases[] = {{LEDGER_SENT, false}, {LEDGER_ACCEPTED, false},
	    {LEDGER_IN_DOUBT, false}, {LEDGER_REJECTED, true},
	    {LEDGER_PENDING, true}, {LEDGER_POSTED, true}};
	struct scratch *s = *state;
	struct ledger_found found = LEDGER_FOUND_INIT;
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct slice keys[] = {key};

		assert_int_equal(ledger_remove(s->db, "sap", keys, 1, &e), 0);
		assert_int_equal(intend(s, "add", &e), 0);
		assert_int_equal(intent_sent(s->db, &group, &key, 1, &e), 0);
		if (cases[i].state != LEDGER_SENT)
			assert_int_equal(record(s, cases[i].state, &e), 0);
		assert_int_equal(intend(s, "change", &e),
		    cases[i].taken ? 0 : -1);
		assert_int_equal(state_of(s, &found),
		    cases[i].taken ? LEDGER_PENDING : cases[i].state);
		if (cases[i].taken)
			continue;
		assert_int_equal(e.kind, ERR_AGAIN);
		assert_non_null(strstr(e.text, "has no answer yet"));
	}
	page_release(&found.page);
}

static void
what_has_no_intent_is_not_sent(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;

	assert_int_equal(intent_sent(s->db, &group, &key, 1, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	put_old(s);
	err_clear(&e);
	assert_int_equal(intent_sent(s->db, &group, &key, 1, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
}

static void
what_is_in_doubt_is_asked_about_and_may_be_sent_again(void **state)
{
	struct scratch *s = *state;
	struct ledger_found found = LEDGER_FOUND_INIT;
	const struct ledger_row *row = &found.row;
	struct ledger_cursor c;
	struct ledger_row doubt;
	struct err e = ERR_INIT;
	uint64_t in_doubt;

	assert_int_equal(intend(s, "add", &e), 0);
	assert_int_equal(intent_sent(s->db, &group, &key, 1, &e), 0);
	assert_int_equal(intent_recover(s->db, &group, &in_doubt, &e), 0);
	assert_int_equal(in_doubt, 1);
	ledger_open_state(&c, s->db, "sap", LEDGER_IN_DOUBT);
	assert_int_equal(ledger_next(&c, &doubt, &e), 1);
	assert_true(slice_is(doubt.idempotency, "idem-1"));
	assert_true(slice_is(doubt.intent, NEW));
	assert_int_equal(ledger_next(&c, &doubt, &e), 0);
	ledger_close(&c);
	assert_sound(s);
	/* The target does not know it: it goes again, under the same key. */
	assert_int_equal(intent_sent(s->db, &group, &key, 1, &e), 0);
	assert_int_equal(state_of(s, &found), LEDGER_SENT);
	assert_int_equal(row->attempts, 2);
	assert_true(slice_is(row->idempotency, "idem-1"));
	assert_int_equal(intent_recover(s->db, &group, &in_doubt, &e), 0);
	assert_int_equal(intent_recover(s->db, &group, &in_doubt, &e), 0);
	assert_int_equal(in_doubt, 1);
	/* The target has it. */
	assert_int_equal(record(s, LEDGER_POSTED, &e), 0);
	assert_int_equal(state_of(s, &found), LEDGER_POSTED);
	assert_true(slice_is(row->line, NEW));
	assert_int_equal(intent_recover(s->db, &group, &in_doubt, &e), 0);
	assert_int_equal(in_doubt, 0);
	page_release(&found.page);
}

/* --- groups and crashes --- */

#define GROUP 50

struct batch {
	char keys[GROUP][64];
	char lines[GROUP][96];
	struct intent intents[GROUP];
	struct slice slices[GROUP];
	struct intent_outcome outcomes[GROUP];
};

static void
batch_fill(struct batch *b, unsigned from)
{
	unsigned i;

	for (i = 0; i < GROUP; i++) {
		snprintf(b->keys[i], sizeof(b->keys[i]),
		    "{\"type\":\"item\",\"item\":\"B-%06u\"", from + i);
		snprintf(b->lines[i], sizeof(b->lines[i]), "%s,\"uom\":\"EA\"}",
		    b->keys[i]);
		b->slices[i] = slice_of(b->keys[i]);
		b->intents[i] = (struct intent){b->slices[i], SLICE("item"),
		    SLICE("add"), slice_of(b->lines[i]),
		    SLICE("0123456789abcdef"), slice_of(b->keys[i])};
		b->outcomes[i] = (struct intent_outcome){b->slices[i],
		    LEDGER_POSTED, SLICE(""), SLICE(""), SLICE(""),
		    SLICE(""), SLICE("")};
	}
}

/* Loads 4 groups: intent, sent, (the network), outcome. */
static void
load(struct scratch *s)
{
	static struct batch b;
	struct err e = ERR_INIT;
	uint64_t in_doubt;
	unsigned from;

	scratch_reopen(s);
	if (intent_recover(s->db, &group, &in_doubt, &e) < 0)
		_exit(e.kind);
	for (from = 0; from < 4 * GROUP; from += GROUP) {
		batch_fill(&b, from);
		if (intent_put(s->db, &group, b.intents, GROUP, &e) < 0 ||
		    intent_sent(s->db, &group, b.slices, GROUP, &e) < 0 ||
		    intent_record(s->db, &group, b.outcomes, GROUP, &e) < 0)
			_exit(e.kind);
	}
	db_close(s->db);
}

static void
counts_of(struct scratch *s, uint64_t counts[LEDGER_STATES])
{
	struct err e = ERR_INIT;

	assert_int_equal(ledger_count(s->db, "sap", counts, &e), 0);
}

static void
killed_anywhere_groups_are_whole_and_no_sending_is_forgotten(
    void **state)
{
	static const struct {
		const char *place;
		unsigned posted, open; /* open: intents still in the ledger */
		enum ledger_state open_state;
	} cases[] = {
	    {"intent.put:75", GROUP, 0, LEDGER_PENDING},
	    {"intent.put:1", 0, 0, LEDGER_PENDING},
	    {"intent.record:120", 2 * GROUP, GROUP, LEDGER_SENT},
	    /* Commits: 3 migrations were made before, 1 recovers. */
	    {"db.before-commit:5", GROUP, 0, LEDGER_PENDING},
	    {"db.after-commit:5", GROUP, GROUP, LEDGER_PENDING},
	    {"db.before-commit:6", GROUP, GROUP, LEDGER_PENDING},
	    {"db.after-commit:6", GROUP, GROUP, LEDGER_SENT},
	    {"db.before-commit:7", GROUP, GROUP, LEDGER_SENT},
	    {"db.after-commit:7", 2 * GROUP, 0, LEDGER_SENT},
	    {"db.step:333", 2 * GROUP, 0, LEDGER_SENT},
	};
	struct scratch *s = *state;
	uint64_t counts[LEDGER_STATES], in_doubt;
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < 2 * COUNT_OF(cases); i++) {
		size_t k = i / 2;
		char spec[64];
		int status;

		db_close(s->db);
		s->db = NULL;
		unlink(s->path);
		scratch_reopen(s);
		db_close(s->db);
		s->db = NULL;
		snprintf(spec, sizeof(spec), "%s%s", cases[k].place,
		    i % 2 ? ":kill" : "");
		scratch_fault(spec);
		status = scratch_child(s, load);
		scratch_fault("");
		if (i % 2)
			assert_true(WIFSIGNALED(status));
		else
			assert_int_equal(WEXITSTATUS(status), ERR_AGAIN);
		scratch_reopen(s);
		assert_sound(s);
		counts_of(s, counts);
		if (strncmp(cases[k].place, "db.step", 7) != 0) {
			assert_int_equal(counts[LEDGER_POSTED],
			    cases[k].posted);
			assert_int_equal(counts[cases[k].open_state],
			    cases[k].open);
		}
		/* What was only planned is taken back, what went is known. */
		assert_int_equal(intent_recover(s->db, &group, &in_doubt, &e),
		    0);
		assert_int_equal(in_doubt, counts[LEDGER_SENT]);
		counts_of(s, counts);
		assert_int_equal(counts[LEDGER_PENDING], 0);
		assert_sound(s);
	}
}

static void
after_a_crash_a_pending_change_gives_the_old_row_back(void **state)
{
	struct scratch *s = *state;
	struct ledger_found found = LEDGER_FOUND_INIT;
	const struct ledger_row *row = &found.row;
	struct err e = ERR_INIT;
	uint64_t in_doubt;

	put_old(s);
	assert_int_equal(intend(s, "change", &e), 0);
	assert_int_equal(intent_recover(s->db, &group, &in_doubt, &e), 0);
	assert_int_equal(in_doubt, 0);
	assert_int_equal(state_of(s, &found), LEDGER_POSTED);
	assert_true(slice_is(row->line, OLD));
	assert_int_equal(row->op.len + row->intent.len, 0);
	/* The run that takes back has not sent it. */
	assert_int_equal(row->run.len, 0);
	assert_sound(s);
	page_release(&found.page);
}

static void
an_answer_to_another_request_is_not_taken(void **state)
{
	static const enum ledger_state outcomes[] = {LEDGER_POSTED,
	    LEDGER_REJECTED};
	static const char *const ops[] = {"change", "remove"};
	struct scratch *s = *state;
	struct ledger_found found = LEDGER_FOUND_INIT;
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < 4; i++) {
		const struct intent_outcome late = {key, outcomes[i / 2],
		    SLICE(""), SLICE(""), SLICE("idem-0"), SLICE(""),
		    SLICE("")};

		put_old(s);
		assert_int_equal(intend(s, ops[i % 2], &e), 0);
		assert_int_equal(intent_record(s->db, &group, &late, 1, &e),
		    -1);
		assert_int_equal(e.kind, ERR_INPUT);
		assert_int_equal(state_of(s, &found), LEDGER_PENDING);
	}
	page_release(&found.page);
}

static void
damaged_rows_are_named(void **state)
{
	static const struct {
		const char *change;
		unsigned count;
	} cases[] = {
	    {"state = 'posted', op = ''", 2}, /* no line; an intent is left */
	    {"intent = ''", 1},
	    {"intent = '{\"type\":\"item\",\"item\":\"Z\"}'", 1},
	    {"intent_digest = x''", 1},
	    {"state = 'in_doubt', attempts = 0", 1},
	    {"attempts = 7", 0},
	};
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		struct findings f = FINDINGS_INIT(NULL, NULL);
		char sql[200];

		scratch_exec(s, "DELETE FROM ledger");
		assert_int_equal(intend(s, "add", &e), 0);
		snprintf(sql, sizeof(sql), "UPDATE ledger SET %s",
		    cases[i].change);
		scratch_exec(s, sql);
		assert_int_equal(intent_check(s->db, &f, &e), 0);
		assert_int_equal(f.count, cases[i].count);
	}
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(what_is_posted_takes_the_place_of_what_was),
	    T(a_removal_ends_the_row_when_it_is_posted),
	    T(no_new_intent_before_the_old_is_answered),
	    T(what_has_no_intent_is_not_sent),
	    T(what_is_in_doubt_is_asked_about_and_may_be_sent_again),
	    T(killed_anywhere_groups_are_whole_and_no_sending_is_forgotten),
	    T(after_a_crash_a_pending_change_gives_the_old_row_back),
	    T(an_answer_to_another_request_is_not_taken),
	    T(damaged_rows_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
