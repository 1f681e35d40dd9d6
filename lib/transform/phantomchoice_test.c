/* phantomchoice_test.c - which BOM of a phantom is taken. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

#define P "{\"type\":\"item\",\"item\":\"P\",\"phantom\":true}"
#define REVISION(revision, more) "{\"type\":\"revision\",\"item\":\"P\"," \
    "\"revision\":\"" revision "\"," more "}"

struct made {
	const char *rules;
	const char *records[16]; /* ended by NULL */
	const char *out;
};

static void
check(const struct made *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct rehearsal t;

		rehearsal_run(&t, cases[i].rules, cases[i].records);
		assert_string_equal(buf_text(&t.out), cases[i].out);
		rehearsal_release(&t);
	}
}

static void
the_nearest_and_latest_that_may_be_taken(void **state)
{
	static const struct made cases[] = {
	    /* the latest by sequence, not by name */
	    {"collapse: {}\n",
	    {P, "A 1 P 1", "P/A 1 X 1", "P/B 1 Y 1", REVISION("A",
	    "\"sequence\":2"), REVISION("B", "\"sequence\":1"), NULL},
	    "A///mfg/ 1.1 X quantity=1\n"},
	    {"collapse: {}\n",
	    {P, "A 1 P 1", "P/A9 1 X 1", "P/A10 1 Y 1", NULL},
	    "A///mfg/ 1.1 Y quantity=1\n"},
	    /* the one that is named, released or not */
	    {"collapse: {}\n",
	    {P, "A 1 P 1 component_revision=B", "P/A 1 X 1", "P/B 1 Y 1",
	    REVISION("B", "\"lifecycle\":\"in_work\""), NULL},
	    "A///mfg/ 1.1 Y quantity=1\n"},
	    {"collapse: {}\n",
	    {P, "A 1 P 1 component_revision=C", "P 1 X 1", "P/B 1 Y 1", NULL},
	    "A///mfg/ 1.1 X quantity=1\n"},
	    /* released, by its revision or its header */
	    {"collapse: {}\n",
	    {P, "A 1 P 1", "P/A 1 X 1", "P/B 1 Y 1", REVISION("A",
	    "\"lifecycle\":\"released\""), REVISION("B",
	    "\"lifecycle\":\"in_work\""), NULL},
	    "A///mfg/ 1.1 X quantity=1\n"},
	    {"collapse: {without_bom: reject}\n",
	    {P, "A 1 P 1", "P/A = lifecycle=in_work", "P/A 1 X 1", NULL},
	    "withheld:bom/A%2F%2F%2Fmfg%2F\n"},
	    {"collapse: {lifecycle: [in_work]}\n",
	    {P, "A 1 P 1", "P/A = lifecycle=in_work", "P/A 1 X 1", NULL},
	    "A///mfg/ 1.1 X quantity=1\n"},
	    /* as of a date */
	    {"collapse: {}\neffectivity: {as_of: 2026-01-01}\n",
	    {P, "A 1 P 1", "P/A 1 X 1", "P/B 1 Y 1", REVISION("B",
	    "\"effective_from\":\"2026-02-01\",\"sequence\":2"),
	    REVISION("A", "\"sequence\":1"), NULL},
	    "A///mfg/ 1.1 X quantity=1\n"},
	    /* plant: its own, the parent's, all; alternative: the same, none */
	    {"collapse: {}\nplants: {by: list, list: [\"1\", \"2\"]}\n",
	    {P, "A 1 P 1", "P 1 X 1", "P//1 1 Y 1", NULL},
	    "A//1/mfg/ 1.1 Y quantity=1\nA//2/mfg/ 1.1 X quantity=1\n"},
	    {"collapse: {}\n",
	    {P, "A////x 1 P 1", "A 1 P 1", "P 1 X 1", "P////x 1 Y 1", NULL},
	    "A///mfg/ 1.1 X quantity=1\nA///mfg/x 1.1 Y quantity=1\n"},
	    /* another usage's is not taken */
	    {"collapse: {}\n",
	    {P, "A 1 P 1", "P///mfg 1 X 1", NULL},
	    "A///mfg/ 1 P quantity=1\nP///mfg/ 1 X quantity=1\n"},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_nearest_and_latest_that_may_be_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
