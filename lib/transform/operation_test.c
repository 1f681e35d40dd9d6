/* operation_test.c - one operation on one record, line in and line out. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/recin.h"
#include "transform/operation.h"

#define ITEM "{\"type\":\"item\",\"item\":\"A\""
#define LINE \
	"{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision\":\"\"," \
	"\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\"," \
	"\"find_number\":\"\",\"component\":\"B\",\"occurrence\":\"\""

struct a_case {
	enum operation_kind kind;
	const char *from; /* the slot that is read, or NULL */
	const char *to;
	const char *argument; /* constant, factor or expression */
	const char *in;
	const char *out; /* NULL: does not fit */
	const char *why;
};

static const struct a_case cases[] = {
    {OPERATION_RENAME, "drawing", "attrs.d", NULL,
	ITEM ",\"drawing\":\"x\"}", ITEM ",\"attrs\":{\"d\":\"x\"}}", NULL},
    {OPERATION_RENAME, "attrs.n", "mass", NULL,
	ITEM ",\"attrs\":{\"n\":\"1E1\"}}", ITEM ",\"mass\":10}", NULL},
    {OPERATION_RENAME, "attrs.n", "mass", NULL,
	ITEM ",\"attrs\":{\"n\":\"ten\"}}", NULL,
	"rename: mass: \"ten\" not a number"},
    {OPERATION_RENAME, "drawing", "name", NULL, ITEM ",\"name\":\"n\"}",
	ITEM ",\"name\":\"n\"}", NULL},
    {OPERATION_COPY, "mass", "attrs.m", NULL, ITEM ",\"mass\":2}",
	ITEM ",\"mass\":2,\"attrs\":{\"m\":2}}", NULL},
    {OPERATION_COPY, "phantom", "name", NULL, ITEM ",\"phantom\":true}",
	ITEM ",\"name\":\"true\",\"phantom\":true}", NULL},
    {OPERATION_SET, NULL, "uom", "EA", ITEM ",\"uom\":\"KG\"}",
	ITEM ",\"uom\":\"EA\"}", NULL},
    {OPERATION_DEFAULT, NULL, "uom", "EA", ITEM ",\"uom\":\"KG\"}",
	ITEM ",\"uom\":\"KG\"}", NULL},
    {OPERATION_DEFAULT, NULL, "uom", "EA", ITEM "}",
	ITEM ",\"uom\":\"EA\"}", NULL},
    {OPERATION_REMOVE, NULL, "attrs", NULL,
	ITEM ",\"uom\":\"EA\",\"attrs\":{\"a\":1,\"b\":2}}",
	ITEM ",\"uom\":\"EA\"}", NULL},
    {OPERATION_REMOVE, NULL, "attrs.a", NULL,
	ITEM ",\"attrs\":{\"a\":1,\"b\":2}}", ITEM ",\"attrs\":{\"b\":2}}",
	NULL},
    {OPERATION_SCALE, NULL, "mass", "0.001", ITEM ",\"mass\":1500}",
	ITEM ",\"mass\":1.5}", NULL},
    {OPERATION_SCALE, NULL, "mass", "0.001", ITEM "}", ITEM "}", NULL},
    {OPERATION_SCALE, NULL, "mass", "1E30", ITEM ",\"mass\":1000000000}",
	NULL, "scale: mass: \"1000000000\" cannot be scaled exactly"},
    {OPERATION_SCALE, NULL, "attrs.w", "2", ITEM ",\"attrs\":{\"w\":3}}",
	ITEM ",\"attrs\":{\"w\":6}}", NULL},
    {OPERATION_TRIM, NULL, "name", NULL, ITEM ",\"name\":\" a b\\t\"}",
	ITEM ",\"name\":\"a b\"}", NULL},
    {OPERATION_TRIM, NULL, "name", NULL, ITEM ",\"name\":\"  \"}",
	ITEM "}", NULL},
    {OPERATION_UPPER, NULL, "name", NULL, ITEM ",\"name\":\"a\xc3\xa9z{\"}",
	ITEM ",\"name\":\"A\xc3\xa9Z{\"}", NULL},
    {OPERATION_LOWER, NULL, "item", NULL, ITEM "}",
	"{\"type\":\"item\",\"item\":\"a\"}", NULL},
    {OPERATION_UPPER, NULL, "refdes", NULL,
	LINE ",\"refdes\":[\"R1\",\"r1\",\"r2\"]}",
	LINE ",\"refdes\":[\"R1\",\"R2\"]}", NULL},
    {OPERATION_MAP, NULL, "uom", NULL, ITEM ",\"uom\":\"EA\"}",
	ITEM ",\"uom\":\"PCE\"}", NULL},
    {OPERATION_MAP, NULL, "uom", NULL, ITEM ",\"uom\":\"X\"}", NULL,
	"map: uom: \"X\" is not in the map"},
    {OPERATION_MAP, NULL, "attrs.u", NULL, ITEM ",\"attrs\":{\"u\":7}}",
	ITEM ",\"attrs\":{\"u\":\"seven\"}}", NULL},
    {OPERATION_MAP, NULL, "item", NULL, ITEM "}", NULL,
	"map: item: \"\" must not be empty"},
    {OPERATION_COMPUTE, NULL, "mass", "dec_mul(mass, '2')",
	ITEM ",\"mass\":1.5}", ITEM ",\"mass\":3}", NULL},
    {OPERATION_COMPUTE, NULL, "name", "NULL", ITEM ",\"name\":\"x\"}",
	ITEM "}", NULL},
    {OPERATION_COMPUTE, NULL, "attrs.n", "1", ITEM "}",
	ITEM ",\"attrs\":{\"n\":1}}", NULL},
    {OPERATION_COMPUTE, NULL, "phantom", "mass > 1", ITEM ",\"mass\":2}",
	ITEM ",\"mass\":2,\"phantom\":true}", NULL},
    {OPERATION_COMPUTE, NULL, "phantom", "mass > 1",
	ITEM ",\"mass\":1,\"phantom\":true}", ITEM ",\"mass\":1}", NULL},
    {OPERATION_COMPUTE, NULL, "mass", "dec_div(1, mass, 2)",
	ITEM ",\"mass\":0}", NULL, "compute"},
};

static void
run_case(const struct a_case *c, const struct valuemap *map,
    struct expr_env *env)
{
	struct operation o = {.kind = c->kind, .map = map};
	struct slice argument = slice_of(c->argument ? c->argument : "");
	struct buf why = BUF_INIT(4096), line = BUF_INIT(4096);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct operating w;
	struct record r;
	int got;

	assert_int_equal(recin_parse(&r, slice_of(c->in), JSON_AT("in", 1), &a,
	    &e), 0);
	assert_true(slot_find(&o.to, r.type, slice_of(c->to)));
	if (c->from)
		assert_true(slot_find(&o.from, r.type, slice_of(c->from)));
	if (c->kind == OPERATION_SCALE)
		assert_true(decimal_parse(&o.factor, argument));
	if (c->kind == OPERATION_SET || c->kind == OPERATION_DEFAULT)
		o.constant = value_of_text(argument);
	if (c->kind == OPERATION_COMPUTE) {
		o.expr = expr_new(env, argument, "compute", &e);
		assert_non_null(o.expr);
	}
	w = (struct operating){.arena = &a, .why = &why};
	got = operation_apply(&o, &r, &w, &e);
	record_add_line(&line, &r);
	assert_int_equal(got, c->out != NULL);
	assert_string_equal(buf_text(&line), c->out ? c->out : c->in);
	if (!c->out)
		assert_non_null(strstr(buf_text(&why), c->why));
	expr_free(o.expr);
	buf_release(&why);
	buf_release(&line);
	arena_release(&a);
}

static void
each_operation_gives_its_line_or_says_why_not(void **state)
{
	struct err e = ERR_INIT;
	struct expr_env *env = expr_env_for_records(&e);
	struct valuemap map;
	size_t i;

	(void)state;
	assert_non_null(env);
	valuemap_init(&map, VALUEMAP_REJECT);
	assert_true(valuemap_add(&map, SLICE("EA"), SLICE("PCE")));
	assert_true(valuemap_add(&map, SLICE("7"), SLICE("seven")));
	assert_true(valuemap_add(&map, SLICE("A"), SLICE("")));
	for (i = 0; i < COUNT_OF(cases); i++)
		run_case(&cases[i], &map, env);
	valuemap_release(&map);
	expr_env_free(env);
}

static void
select_leaves_the_key_and_what_it_names(void **state)
{
	bool selected[SLOT_ATTRS + 1] = {[ITEM_UOM] = true};
	struct operation o = {.kind = OPERATION_SELECT, .selected = selected};
	struct buf why = BUF_INIT(4096), line = BUF_INIT(4096);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct operating w;
	struct record r;

	(void)state;
	assert_int_equal(recin_parse(&r,
	    SLICE(ITEM ",\"name\":\"n\",\"uom\":\"EA\",\"attrs\":{\"a\":1},"
	    "\"other\":1}"),
	    JSON_AT("in", 1), &a, &e), 0);
	w = (struct operating){.arena = &a, .why = &why};
	assert_int_equal(operation_apply(&o, &r, &w, &e), 1);
	record_add_line(&line, &r);
	assert_string_equal(buf_text(&line), ITEM ",\"uom\":\"EA\"}");
	buf_release(&line);
	arena_release(&a);
}

static void
it_is_known_what_touches_a_key(void **state)
{
	struct operation o = {.kind = OPERATION_RENAME};

	(void)state;
	assert_true(slot_find(&o.from, TYPE_BOM, SLICE("plant")));
	assert_true(slot_find(&o.to, TYPE_BOM, SLICE("attrs.plant")));
	assert_true(operation_touches_key(&o, TYPE_BOM));
	o.kind = OPERATION_COPY;
	assert_false(operation_touches_key(&o, TYPE_BOM));
	assert_false(operation_native(&o));
	o.kind = OPERATION_UPPER;
	assert_true(operation_native(&o));
	assert_string_equal(operation_word(o.kind), "upper");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_operation_gives_its_line_or_says_why_not),
	    cmocka_unit_test(select_leaves_the_key_and_what_it_names),
	    cmocka_unit_test(it_is_known_what_touches_a_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
