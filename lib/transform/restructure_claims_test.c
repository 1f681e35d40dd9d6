/* restructure_claims_test.c - scopes before and after. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/scopeout.h"
#include "model/scopeword.h"
#include "transform/rehearsal.h"

static void
made_boms_are_claimed_where_they_are_made(void **state)
{
	static const struct {
		const char *rules, *scope, *claims;
	} cases[] = {
	    {"{}", "types=item", "{\"types\":[\"item\"]}"},
	    {"{}", "types=item|bom", "[{\"types\":[\"item\"]},"
	    "{\"types\":[\"bom\"],\"usages\":[\"mfg\"]}]"},
	    {"{}", "types=bom,usages=eng|svc", "[{\"types\":[\"bom\"],"
	    "\"usages\":[\"mfg\"]},{\"types\":[\"bom\"],\"usages\":[\"svc\"]"
	    "}]"},
	    {"{others: drop}", "types=bom,usages=eng|svc",
	    "{\"types\":[\"bom\"],\"usages\":[\"mfg\"]}"},
	    {"{}", "types=bom,usages=svc",
	    "{\"types\":[\"bom\"],\"usages\":[\"svc\"]}"},
	    {"{plants: {by: list, list: [\"2\", \"3\"]}}", "types=bom,"
	    "plants=1|2", "{\"types\":[\"bom\"],\"plants\":[\"2\"],"
	    "\"usages\":[\"mfg\"]}"},
	    {"{plants: {by: list, list: [\"2\", \"3\"]}}", "types=bom",
	    "{\"types\":[\"bom\"],\"plants\":[\"2\",\"3\"],"
	    "\"usages\":[\"mfg\"]}"},
	    {"{plants: {by: plant_item}}", "types=bom", "{\"types\":[\"bom\"]"
	    ",\"usages\":[\"mfg\"],\"removals\":{\"bom\":false}}"},
	    {"{plants: {by: change_order}}", "types=bom",
	    "{\"types\":[\"bom\"],\"usages\":[\"mfg\"],\"removals\":{\"bom\":"
	    "false}}"},
	    {"{effectivity: {as_of: 2026-01-01}}", "types=bom,filter=x",
	    "{\"types\":[\"bom\"],\"usages\":[\"mfg\"],"
	    "\"filter\":\"mfg BOMs as of 2026-01-01; x\"}"},
	    {"{change: [{where: {uom: EA}, set: {note: x}}]}",
	    "{\"types\":[\"bom_line\"],\"members\":{\"bom_line\":[\"uom\"]}}",
	    "{\"types\":[\"bom_line\"],\"usages\":[\"mfg\"],\"members\":"
	    "{\"bom_line\":[\"uom\"]}}"},
	    {"{change: [{compute: {note: uom, operation: supply}}]}",
	    "{\"types\":[\"bom_line\"],\"members\":{\"bom_line\":[\"uom\"]}}",
	    "{\"types\":[\"bom_line\"],\"usages\":[\"mfg\"],\"members\":"
	    "{\"bom_line\":[\"note\",\"uom\"]}}"},
	};
	struct arena a = ARENA_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(10000);
		struct rehearsal t;
		struct scope s;
		struct err e = ERR_INIT;

		rehearsal_must(rehearsal_load(&t, cases[i].rules, &e), &e);
		rehearsal_must(scopeword_parse(&s, slice_of(cases[i].scope),
		    &a, &e), &e);
		restructure_scope(&t.r, &s, &a);
		scopeout_add(&b, &s);
		assert_string_equal(buf_text(&b), cases[i].claims);
		buf_release(&b);
		rehearsal_release(&t);
	}
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(made_boms_are_claimed_where_they_are_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
