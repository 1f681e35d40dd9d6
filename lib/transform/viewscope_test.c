/* viewscope_test.c - a view claims less than its stream, and tells less. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/scopeout.h"
#include "transform/viewscope.h"
#include "transform/viewscratch.h"

static const char yaml[] =
    "residency: [{plants: [3], audiences: [c]}]\n"
    "audiences:\n"
    "- {name: a, records: [{type: [item, bom], members: []}, "
    "{type: plant_item, members: [status, attrs.x]}]}\n"
    "- {name: b, plants: [1, 3], records: [{type: plant_item, "
    "members: []}]}\n"
    "- {name: c, records: [{type: plant_item, members: []}]}\n"
    "- {name: d, records: [{type: supplier, members: []}]}\n";

/* The scope without the digest in its filter. */
static void
compare(const struct scope *s, const char *wanted)
{
	struct buf b = BUF_INIT((size_t)64 * 1024);
	char got[1024];
	const char *at;
	size_t n = 0;

	scopeout_add(&b, s);
	for (at = buf_text(&b); *at && n < sizeof(got) - 1; at++) {
		const char *view = "\"view ";

		got[n++] = *at;
		if (strncmp(at, view, strlen(view)) != 0)
			continue;
		got[n - 1] = at[strlen(view)];
		at = strchr(at + 1, '"');
	}
	got[n] = '\0';
	assert_string_equal(got, wanted);
	buf_release(&b);
}

static void
a_scope_is_narrowed_part_by_part(void **state)
{
	static const struct {
		const char *scope;
		unsigned view;
		const char *wanted;
	} cases[] = {
	    {"{}", 0, "{\"types\":[\"bom\",\"item\",\"plant_item\"],"
		"\"filter\":a,\"members\":{\"bom\":[],\"item\":[],"
		"\"plant_item\":[\"attrs\",\"status\"]}}"},
	    {"{\"types\":[\"bom\",\"routing\"]}", 0, "{\"types\":[\"bom\"],"
		"\"filter\":a,\"members\":{\"bom\":[]}}"},
	    /* what the source does not supply a view does not either */
	    {"{\"types\":[\"plant_item\"],\"members\":{\"plant_item\":"
		"[\"lot_size\"]}}", 0, "{\"types\":[\"plant_item\"],"
		"\"filter\":a,\"members\":{\"plant_item\":[]}}"},
	    {"{}", 1, "{\"types\":[\"plant_item\"],\"plants\":[\"\",\"1\"],"
		"\"filter\":b,\"members\":{\"plant_item\":[]}}"},
	    {"{\"plants\":[\"1\",\"2\",\"3\"]}", 1, "{\"types\":"
		"[\"plant_item\"],\"plants\":[\"1\"],\"filter\":b,"
		"\"members\":{\"plant_item\":[]}}"},
	    /* no plant is left, and of such a type nothing */
	    {"{\"plants\":[\"3\"]}", 0, "{\"types\":[\"item\"],\"filter\":a,"
		"\"members\":{\"item\":[]}}"},
	    {"{\"plants\":[\"3\"]}", 1, "{\"types\":[\"withheld\"],"
		"\"filter\":b}"},
	    {"{\"plants\":[\"3\"]}", 2, "{\"types\":[\"plant_item\"],"
		"\"plants\":[\"3\"],\"filter\":c,\"members\":"
		"{\"plant_item\":[]}}"},
	    {"[{\"types\":[\"item\"]},{\"types\":[\"supplier\"],"
		"\"removals\":{\"supplier\":false}}]", 3, "{\"types\":"
		"[\"supplier\"],\"filter\":d,\"members\":{\"supplier\":[]},"
		"\"removals\":{\"supplier\":false}}"},
	};
	static const bool clear[TYPE_COUNT];
	struct viewscratch v;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	viewscratch_open(&v);
	if (viewscratch_rules(&v, yaml, &e) < 0)
		fail_msg("%s", e.text);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct scope s;
		struct json j;

		json_init(&j, slice_of(cases[i].scope), "scope", 1, &a);
		assert_int_equal(scope_read(&s, &j, &e), 0);
		viewscope_apply(&s, &v.views.rules,
		    &v.views.rules.views[cases[i].view], clear, &a);
		compare(&s, cases[i].wanted);
	}
	arena_release(&a);
	viewscratch_close(&v);
}

static void
other_rules_and_other_filters_are_another_filter(void **state)
{
	static bool unclear[TYPE_COUNT];
	struct viewscratch v;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct scope s, filtered, other;

	(void)state;
	unclear[TYPE_ITEM] = true;
	viewscratch_open(&v);
	assert_int_equal(viewscratch_rules(&v, yaml, &e), 0);
	scope_init(&s);
	scope_init(&filtered);
	scope_init(&other);
	filtered.filter = SLICE("drop item where attrs.customer=K");
	viewscope_apply(&s, &v.views.rules, &v.views.rules.views[0], unclear,
	    &a);
	viewscope_apply(&filtered, &v.views.rules, &v.views.rules.views[0],
	    unclear, &a);
	assert_true(s.no_removals[TYPE_ITEM] && !s.no_removals[TYPE_BOM]);
	assert_false(slice_equal(s.filter, filtered.filter));
	/* and its words are not told */
	assert_null(memmem(filtered.filter.at, filtered.filter.len, "K", 1));
	assert_int_equal(viewscratch_rules(&v, "residency: []\naudiences:\n"
	    "- {name: a, records: [{type: item, members: []}]}\n", &e), 0);
	viewscope_apply(&other, &v.views.rules, &v.views.rules.views[0],
	    unclear, &a);
	assert_false(slice_equal(s.filter, other.filter));
	arena_release(&a);
	viewscratch_close(&v);
}

static void
a_head_tells_nothing_of_the_way_before(void **state)
{
	struct slice secret = SLICE("--token=x");
	struct head_tool tools[] = {{.tool = SLICE_INIT("bom-extract"),
	    .arguments = &secret, .argument_count = 1},
	    {.tool = SLICE_INIT("bom-transform"), .version = SLICE_INIT("1"),
	    .arguments = &secret, .argument_count = 1}};
	struct arena a = ARENA_INIT;
	struct head from, h;

	(void)state;
	head_init(&from, HEAD_SNAPSHOT);
	from.by = tools;
	from.by_count = 2;
	from.system = SLICE("plm");
	viewscope_head(&h, &from, false, &a);
	assert_int_equal(h.kind, HEAD_SNAPSHOT);
	assert_int_equal(h.by_count, 1);
	assert_true(slice_is(h.by[0].tool, "bom-transform"));
	assert_int_equal(h.by[0].argument_count, 0);
	assert_true(slice_is(h.system, "plm"));
	viewscope_head(&h, &from, true, &a);
	assert_int_equal(h.kind, HEAD_UPSERT);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_scope_is_narrowed_part_by_part),
	    cmocka_unit_test(other_rules_and_other_filters_are_another_filter),
	    cmocka_unit_test(a_head_tells_nothing_of_the_way_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
