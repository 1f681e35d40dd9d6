/* live_test.c - what may be asked for together, and the run in the state. */
#include "extract/live.h"

#include "model/head.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

#define HEAD "profile: p\nsystem: plm\nserver: {url: \"http://[::1]/\"}\n" \
	"sources:\n  a: {format: rest, since: {}, columns: {n: /n}}\n" \
	"  b: {format: rest, columns: {n: /n}}\nrecords:\n"
#define LINE "- {type: bom_line, from: a, members: {parent: n, component: n}}"

static void
sign(struct head *h, struct arena *a)
{
	struct head_tool by = {.tool = SLICE("bom-extract"),
	    .version = SLICE("1")};

	head_add_tool(h, &by, a);
}

static const struct {
	const char *records;
	const char *since, *from_rejects;
	const char *wanted; /* the error, or NULL */
} cases[] = {
	{"- {type: item, from: a, members: {item: n}}", NULL, NULL, NULL},
	{"- {type: item, from: a, members: {item: n}}",
	    "2026-01-01T00:00:00Z", NULL, NULL},
	{"- {type: item, from: b, members: {item: n}}",
	    "2026-01-01T00:00:00Z", NULL, "no source of the profile"},
	{"- {type: item, from: a, members: {item: n}}",
	    "2026-01-01T00:00:00Z", "bad", "--since and --from-rejects"},
	{"- {type: item, from: a, members: {item: n}}", "today", NULL,
	    "\"today\" is no time"},
	{LINE, "2026-01-01T00:00:00Z", NULL, "p.yaml:8:3: with --since lines "
	    "cannot be counted"},
	{LINE, NULL, NULL, NULL},
};

static void
asks_for_nothing_that_cannot_be(void **state)
{
	char *operands[] = {NULL};
	struct buf text = BUF_INIT(10000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct live_job job = {NULL, cases[i].since};
		struct err e = ERR_INIT;
		struct profile p;
		struct live l;

		buf_clear(&text);
		buf_printf(&text, HEAD "%s\n", cases[i].records);
		if (profile_parse(&p, "p.yaml", buf_slice(&text), &e) < 0)
			fail_msg("%s", e.text);
		assert_int_equal(live_open(&l, &job, &(struct live_how){&p,
		    operands, cases[i].from_rejects, sign}, &e),
		    cases[i].wanted ? -1 : 0);
		if (cases[i].wanted && !strstr(e.text, cases[i].wanted))
			fail_msg("is     %s\nwanted %s", e.text,
			    cases[i].wanted);
		live_close(&l, 0, &e);
		profile_release(&p);
	}
	buf_release(&text);
}

static void
the_state_knows_what_ran(void **state)
{
	const struct run_counts counts = {.taken = 3, .passed = 2,
	    .rejected = 1, .given = 2};
	char *operands[] = {NULL};
	struct err e = ERR_INIT;
	struct scratch s;
	struct profile p;
	struct live l;

	(void)state;
	scratch_folder(&s);
	scratch_must(profile_parse(&p, "p.yaml", SLICE(HEAD
	    "- {type: item, from: a, members: {item: n}}\n"), &e), &e);
	assert_int_equal(p.max_age_s, 6 * 60 * 60);
	assert_int_equal(live_open(&l, &(struct live_job){s.path, NULL},
	    &(struct live_how){&p, operands, NULL, sign}, &e), 0);
	assert_non_null(l.fetch.store);
	assert_int_equal(live_done(&l, &counts, &e), 0);
	live_close(&l, 1, &e);
	scratch_reopen(&s);
	assert_int_equal(scratch_number(&s, "SELECT count(*) FROM run WHERE"
	    " tool = 'bom-extract' AND target = 'plm' AND exit = 1"), 1);
	assert_int_equal(scratch_number(&s, "SELECT passed FROM stage"), 2);
	assert_int_equal(scratch_number(&s, "SELECT count(*) FROM lease"),
	    0);
	profile_release(&p);
	scratch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asks_for_nothing_that_cannot_be),
		cmocka_unit_test(the_state_knows_what_ran),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
