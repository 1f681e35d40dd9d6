/* session_test.c - times, places, identities; what a session goes on with. */
#include "reconcile/session.h"

#include "base/clock.h"
#include "store/db.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static const char *const inputs[] = {"plm", "erp"};

static void
times_are_read_with_units_from_large_to_small(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds; /* -1: no time */
	} cases[] = {
	    {"2h", 7200}, {"90m", 5400}, {"1h30m", 5400}, {"45s", 45},
	    {"45", 45}, {"1d2h3m4s", 93784}, {"0", 0}, {"1000d", 86400000},
	    {"", -1}, {"h", -1}, {"1x", -1}, {"1m1h", -1}, {"1h1h", -1},
	    {"1h30", -1}, {"-1", -1}, {"1.5h", -1}, {"1001d", -1},
	    {"99999999999999999999s", -1}, {"1 h", -1},
	};
	uint64_t got;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		bool is = session_parse_time(&got, cases[i].text);

		if (is != (cases[i].seconds >= 0) ||
		    (is && got != (uint64_t)cases[i].seconds * 1000))
			fail_msg("%s", cases[i].text);
	}
}

static int
set_up(void **state)
{
	static struct scratch s;

	scratch_folder(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

static struct session_how
how_of(const struct scratch *s)
{
	return (struct session_how){.state = s->path, .inputs = inputs,
	    .info = {SLICE_INIT("reconcile"), SLICE_INIT("1"),
	    SLICE_INIT(""), SLICE_INIT(""), SLICE_INIT("")},
	    .arguments = SLICE_INIT("")};
}

/* Two inputs, of which only the heads and figures matter. */
static void
make_pair(struct pairing *pair, uint64_t digest)
{
	memset(pair, 0, sizeof(*pair));
	head_init(&pair->left.in.head, HEAD_SNAPSHOT);
	head_init(&pair->right.in.head, HEAD_SNAPSHOT);
	pair->right.in.figures.digest.low = digest;
}

static void
begin(struct session *s, const struct session_how *how, uint64_t digest)
{
	struct pairing pair;
	struct err e = ERR_INIT;

	make_pair(&pair, digest);
	scratch_must(session_open(s, how, &e), &e);
	scratch_must(session_begin(s, &pair, &e), &e);
}

static void
a_session_that_ends_early_is_gone_on_with(void **state)
{
	struct session_how how = how_of(*state);
	struct session s;
	struct err e = ERR_INIT;
	char first[RUN_ID_SIZE];

	begin(&s, &how, 1);
	assert_false(s.again);
	snprintf(first, sizeof(first), "%.*s", SLICE_ARGS(s.first));
	scratch_must(session_note(&s, 5, SLICE("item:A"), &e), &e);
	session_close(&s, 4, &e);
	begin(&s, &how, 1);
	assert_true(s.again);
	assert_true(slice_is(s.first, first));
	assert_string_not_equal(s.run, first);
	assert_int_equal(s.row.findings, 5);
	scratch_must(session_end(&s, &e), &e);
	session_close(&s, 0, &e);
	begin(&s, &how, 1);
	assert_false(s.again);
	session_close(&s, 0, &e);
}

static void
other_inputs_or_arguments_begin_anew(void **state)
{
	struct session_how how = how_of(*state);
	struct session s;
	struct err e = ERR_INIT;

	begin(&s, &how, 1);
	scratch_must(session_note(&s, 5, SLICE("item:A"), &e), &e);
	session_close(&s, 4, &e);
	how.arguments = SLICE("other");
	begin(&s, &how, 1);
	assert_false(s.again);
	assert_int_equal(s.row.findings, 0);
	session_close(&s, 4, &e);
	begin(&s, &how, 2);
	assert_false(s.again);
	session_close(&s, 4, &e);
	/* the last one has taken the place */
	begin(&s, &how, 2);
	assert_true(s.again);
	session_close(&s, 4, &e);
}

static void
two_at_the_same_place_are_one_too_many(void **state)
{
	struct session_how how = how_of(*state);
	static const char *const others[] = {"plm", "another"};
	struct session one, two;
	struct err e = ERR_INIT;

	scratch_must(session_open(&one, &how, &e), &e);
	assert_int_equal(session_open(&two, &how, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	session_close(&two, 4, &e);
	err_clear(&e);
	how.inputs = others;
	scratch_must(session_open(&two, &how, &e), &e);
	session_close(&two, 0, &e);
	session_close(&one, 0, &e);
}

static void
without_a_state_nothing_happens(void **state)
{
	struct session_how how = how_of(*state);
	struct session s;
	struct slice seal;
	struct err e = ERR_INIT;

	how.state = NULL;
	begin(&s, &how, 1);
	scratch_must(session_seal(&s, "x", &e), &e);
	scratch_must(session_sealed(&s, &seal, &e), &e);
	assert_int_equal(seal.len, 0);
	scratch_must(session_end(&s, &e), &e);
	session_close(&s, 0, &e);
}

static void
the_time_is_over_when_it_is_over(void **state)
{
	struct session_how how = how_of(*state);
	struct session s = {.how = &how};
	struct err e = ERR_INIT;

	assert_int_equal(session_check_time(&s, &e), 0);
	how.stop = clock_ticks() + 1000000;
	assert_int_equal(session_check_time(&s, &e), 0);
	how.stop = 1;
	assert_int_equal(session_check_time(&s, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	err_clear(&e);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(times_are_read_with_units_from_large_to_small),
	    CASE(a_session_that_ends_early_is_gone_on_with),
	    CASE(other_inputs_or_arguments_begin_anew),
	    CASE(two_at_the_same_place_are_one_too_many),
	    CASE(without_a_state_nothing_happens),
	    CASE(the_time_is_over_when_it_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
