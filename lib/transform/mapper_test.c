/* mapper_test.c - fates of records, changes and withheld records. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/recin.h"
#include "transform/mapper.h"

#define ITEM "{\"type\":\"item\",\"item\":"
#define HELD(type, key) \
	"{\"type\":\"withheld\",\"record_type\":\"" type \
	"\",\"record_key\":\"" key "\",\"reason\":\"held\"}"

static const char steps[] =
    "rules: test\n"
    "steps:\n"
    "- drop: {name: old, type: item, where: {lifecycle: obsolete}}\n"
    "- change:\n"
    "    name: map\n"
    "    type: item\n"
    "    map:\n"
    "      uom: {values: {EA: PCE}}\n"
    "      item: {values: {OLD: NEW, BAD: \"\"}, unmapped: keep}\n"
    "- drop: {name: late, type: item, where: {uom: KG}}\n"
    "- change: {type: bom, where: {usage: mfg}, set: {plant: \"1\"}}\n"
    "- change: {type: routing, when: uom = 'x', set: {plant: \"1\"}}\n"
    "- drop: {name: papers, type: document}\n";

struct a_case {
	const char *in;
	enum mapper_fate fate;
	const char *out;  /* when it passes */
	const char *rule; /* when it does not */
	bool key_lost;
};

static const struct a_case cases[] = {
    {ITEM "\"A\",\"uom\":\"EA\"}", MAPPER_PASSED,
	ITEM "\"A\",\"uom\":\"PCE\"}", NULL, false},
    {ITEM "\"A\",\"lifecycle\":\"obsolete\",\"uom\":\"X\"}",
	MAPPER_DROPPED, NULL, "old", false},
    /* the other steps are done, so the key is known */
    {ITEM "\"OLD\",\"uom\":\"X\"}", MAPPER_REJECTED, ITEM "\"NEW\","
	"\"uom\":\"X\"}", "map", false},
    {ITEM "\"BAD\"}", MAPPER_REJECTED, ITEM "\"BAD\"}", "map", true},
    /* what is rejected is not dropped later */
    {ITEM "\"A\",\"uom\":\"KG\"}", MAPPER_REJECTED, ITEM "\"A\","
	"\"uom\":\"KG\"}", "map", false},
    /* changes */
    {ITEM "\"A\",\"uom\":\"EA\",\"change\":{\"op\":\"change\","
	"\"was\":{\"lifecycle\":\"obsolete\"}}}", MAPPER_PASSED,
	ITEM "\"A\",\"uom\":\"PCE\",\"change\":{\"op\":\"add\","
	"\"tags\":[\"add\"]}}", NULL, false},
    {ITEM "\"A\",\"lifecycle\":\"obsolete\",\"change\":{\"op\":"
	"\"change\",\"was\":{\"lifecycle\":null,\"uom\":\"EA\"}}}",
	MAPPER_PASSED, ITEM "\"A\",\"uom\":\"PCE\",\"change\":{\"op\":"
	"\"remove\",\"tags\":[\"remove\"]}}", NULL, false},
    {ITEM "\"NEW\",\"change\":{\"op\":\"change\",\"was\":{\"item\":"
	"\"OLD\"}}}", MAPPER_DROPPED, NULL,
	NULL, false},
    {ITEM "\"A\",\"name\":\"n\",\"attrs\":{\"a\":1},\"x\":1,\"change\":"
	"{\"op\":\"change\",\"was\":{\"item\":\"OLD\",\"name\":null,"
	"\"attrs\":null,\"x\":null,\"y\":2}}}", MAPPER_PASSED,
	ITEM "\"A\",\"name\":\"n\",\"attrs\":{\"a\":1},\"x\":1,\"change\":"
	"{\"op\":\"change\",\"was\":{\"item\":\"NEW\",\"name\":null,"
	"\"attrs\":null,\"x\":null,\"y\":2}}}", NULL, false},
    {ITEM "\"A\",\"change\":{\"op\":\"change\",\"was\":{\"uom\":\"X\"}}}",
	MAPPER_REJECTED, NULL, "map", false},
    {ITEM "\"OLD\",\"change\":{\"op\":\"remove\"}}", MAPPER_PASSED,
	ITEM "\"NEW\",\"change\":{\"op\":\"remove\"}}", NULL, false},
    /* withheld records */
    {HELD("item", "OLD"), MAPPER_PASSED, HELD("item", "NEW"), NULL, false},
    {HELD("item", "BAD"), MAPPER_PASSED, HELD("item", "BAD"), NULL, true},
    {HELD("bom", "A///mfg/"), MAPPER_PASSED, HELD("bom", "A//1/mfg/"),
	NULL, false},
    {HELD("bom", "A///eng/"), MAPPER_PASSED, HELD("bom", "A///eng/"), NULL,
	false},
    {HELD("routing", "A///"), MAPPER_PASSED, HELD("routing", "A///"), NULL,
	true},
    {HELD("document", "D/"), MAPPER_DROPPED, NULL, "papers", false},
    {HELD("document_link", "A///"), MAPPER_PASSED,
	HELD("document_link", "A///"), NULL, false},
};

static void
run_case(const struct a_case *c, struct mapper *m)
{
	struct buf line = BUF_INIT(4096);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	enum mapper_fate fate;
	struct record r;
	int rc;

	if (recin_parse(&r, slice_of(c->in), JSON_AT("in", 1), &a, &e) < 0)
		fail_msg("%s", e.text);
	if (r.type == TYPE_WITHHELD)
		rc = mapper_withheld(m, &r, &fate, &a, &e);
	else if (r.change)
		rc = mapper_change(m, &r, &fate, &a, &e);
	else
		rc = mapper_record(m, &r, &fate, &a, &e);
	record_add_line(&line, &r);
	if (rc < 0 || fate != c->fate || m->key_lost != c->key_lost ||
	    (c->out && strcmp(buf_text(&line), c->out) != 0))
		fail_msg("%s\ngives %d, %s %s", c->in, fate, buf_text(&line),
		    e.text);
	if (c->rule)
		assert_string_equal(m->rules->list[m->rule].name, c->rule);
	else if (fate == MAPPER_DROPPED)
		assert_int_equal(m->rule, m->rules->count);
	if (fate == MAPPER_REJECTED)
		assert_true(m->why.len > 0);
	buf_release(&line);
	arena_release(&a);
}

static void
every_record_has_the_fate_that_the_rules_give_it(void **state)
{
	struct err e = ERR_INIT;
	struct mapper m;
	struct rules r;
	size_t i;

	(void)state;
	if (rules_parse(&r, "r.yaml", slice_of(steps), &e) < 0)
		fail_msg("%s", e.text);
	mapper_init(&m, &r);
	for (i = 0; i < COUNT_OF(cases); i++) {
		m.key_lost = false;
		run_case(&cases[i], &m);
	}
	assert_int_equal(m.vanished, 1);
	mapper_release(&m);
	rules_release(&r);
}

static void
a_type_is_dropped_whole_by_its_first_steps_only(void **state)
{
	struct err e = ERR_INIT;
	struct mapper m;
	struct rules r;
	size_t rule;

	(void)state;
	assert_int_equal(rules_parse(&r, "r.yaml", slice_of(steps), &e), 0);
	mapper_init(&m, &r);
	assert_true(mapper_drops_type(&m, TYPE_DOCUMENT, &rule));
	assert_string_equal(r.list[rule].name, "papers");
	assert_false(mapper_drops_type(&m, TYPE_ITEM, &rule));
	assert_false(mapper_drops_type(&m, TYPE_SUPPLIER, &rule));
	mapper_release(&m);
	rules_release(&r);
}

static void
a_key_that_becomes_too_long_is_rejected(void **state)
{
	struct buf line = BUF_INIT(KEY_MOST);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	enum mapper_fate fate;
	struct mapper m;
	struct record r;
	struct rules rules;
	size_t i;

	(void)state;
	assert_int_equal(rules_parse(&rules, "r.yaml", SLICE("rules: r\n"
	    "steps:\n- change: {type: item, compute: {item: "
	    "\"item || item || item\"}}\n"), &e), 0);
	mapper_init(&m, &rules);
	buf_add_text(&line, ITEM "\"");
	for (i = 0; i < KEY_MOST / 2; i++)
		buf_add_byte(&line, 'x');
	buf_add_text(&line, "\"}");
	assert_int_equal(recin_parse(&r, buf_slice(&line), JSON_AT("in", 1), &a,
	    &e),
	    0);
	assert_int_equal(mapper_record(&m, &r, &fate, &a, &e), 0);
	assert_int_equal(fate, MAPPER_REJECTED);
	assert_true(m.key_lost);
	mapper_release(&m);
	rules_release(&rules);
	buf_release(&line);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_record_has_the_fate_that_the_rules_give_it),
	    cmocka_unit_test(a_type_is_dropped_whole_by_its_first_steps_only),
	    cmocka_unit_test(a_key_that_becomes_too_long_is_rejected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
