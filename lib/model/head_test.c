/* head_test.c - telling heads and ends from records, and their lines. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/head.h"

static struct arena arena;

static const struct {
	const char *line;
	enum head_line is;
} lines[] = {
    {"{\"@stream\":{}}", HEAD_LINE_HEAD},
    {" {\t\"@stream\" : {", HEAD_LINE_HEAD},
    {"{\"~seal\":{}}", HEAD_LINE_SEAL},
    {"{\"~fail\":{}}\r", HEAD_LINE_FAIL},
    {"{\"type\":\"item\"}", HEAD_LINE_RECORD},
    {"{\"@streams\":{}}", HEAD_LINE_RECORD},
    {"{\"~\":{}}", HEAD_LINE_RECORD},
    {"{\"~unknown\":{}}", HEAD_LINE_RECORD},
    {"{\"a\":{\"@stream\":1}}", HEAD_LINE_RECORD},
    {"{'@stream'", HEAD_LINE_RECORD},
    {"{", HEAD_LINE_RECORD},
    {"{\"", HEAD_LINE_RECORD},
    {"{}", HEAD_LINE_RECORD},
    {"", HEAD_LINE_RECORD},
    {"[\"@stream\"]", HEAD_LINE_RECORD},
};

static void
a_line_is_told_by_its_first_member(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(lines); i++)
		if (head_line_of(slice_of(lines[i].line)) != lines[i].is)
			fail_msg("%s", lines[i].line);
}

static void
check_head(const struct head *h, const char *wanted)
{
	struct buf b = BUF_INIT(65536);

	head_add_line(&b, h);
	assert_string_equal(buf_text(&b), wanted);
	buf_release(&b);
}

static void
a_head_has_its_members_in_one_order(void **state)
{
	struct slice arguments[] = {SLICE("-n"), SLICE("")};
	const struct head_tool first = {.tool = SLICE("bom-extract"),
	    .version = SLICE("1.0"), .arguments = arguments,
	    .argument_count = 2};
	const struct head_tool second = {.tool = SLICE("x")};
	struct head h;

	(void)state;
	head_init(&h, HEAD_UPSERT);
	check_head(&h, "{\"@stream\":{\"format\":\"bomtools\",\"version\":1,"
	    "\"kind\":\"upsert\"}}");
	h.kind = HEAD_DELTA;
	h.system = SLICE("plm");
	h.sorted = h.lossy = h.has_base = h.has_result = true;
	h.base.low = 1;
	h.result.high = 2;
	h.scope.limits_types = h.scope.types[TYPE_ITEM] = true;
	h.shard_k = 1;
	h.shard_n = 4;
	h.created = SLICE("2026-11-22T01:00:00Z");
	h.run = SLICE("r");
	h.traceparent = SLICE("t");
	head_add_tool(&h, &first, &arena);
	head_add_tool(&h, &second, &arena);
	extras_put(&h.others, SLICE("zone"), (struct value){VALUE_RAW,
	    SLICE("[1]"), NULL, 0}, &arena);
	check_head(&h, "{\"@stream\":{\"format\":\"bomtools\",\"version\":1,"
	    "\"kind\":\"delta\",\"system\":\"plm\",\"sorted\":true,\"scope\":{"
	    "\"types\":[\"item\"]},\"shard\":{\"k\":1,\"n\":4},\"base\":"
	    "\"00000000000000000000000000000001\",\"result\":"
	    "\"00000000000000020000000000000000\",\"lossy\":true,\"created\":"
	    "\"2026-11-22T01:00:00Z\",\"run\":\"r\",\"traceparent\":\"t\","
	    "\"by\":[{\"tool\":\"bom-extract\",\"version\":\"1.0\","
	    "\"arguments\":[\"-n\",\"\"]},{\"tool\":\"x\"}],\"zone\":[1]}}");
}

/* Two heads made from one must not write into each other's list. */
static void
provenance_of_a_copied_head_is_its_own(void **state)
{
	const struct head_tool tool[] = {{.tool = SLICE("a")},
	    {.tool = SLICE("b")}, {.tool = SLICE("c")}};
	struct head one, two;

	(void)state;
	head_init(&one, HEAD_SNAPSHOT);
	head_add_tool(&one, &tool[0], &arena);
	two = one;
	head_add_tool(&one, &tool[1], &arena);
	head_add_tool(&two, &tool[2], &arena);
	assert_true(slice_is(one.by[1].tool, "b"));
	assert_true(slice_is(two.by[1].tool, "c"));
}

static void
ends_say_their_figures_or_what_failed(void **state)
{
	struct seal s = {.head = {0, 0xab}};
	struct buf b = BUF_INIT(65536);

	(void)state;
	head_add_seal(&b, &s);
	assert_string_equal(buf_text(&b), "{\"~seal\":{\"records\":0,"
	    "\"digest\":\"00000000000000000000000000000000\",\"head\":"
	    "\"000000000000000000000000000000ab\"}}");
	s.figures.records = 3;
	s.figures.counts[TYPE_BOM] = 1;
	s.figures.counts[TYPE_ITEM] = 2;
	buf_clear(&b);
	head_add_seal(&b, &s);
	assert_non_null(strstr(buf_text(&b), "{\"records\":3,\"counts\":{"
	    "\"bom\":1,\"item\":2},\"digest\":"));
	buf_clear(&b);
	head_add_fail(&b, 4, "bom-extract", "a \"b\"");
	assert_string_equal(buf_text(&b), "{\"~fail\":{\"status\":4,\"tool\":"
	    "\"bom-extract\",\"message\":\"a \\\"b\\\"\"}}");
	buf_release(&b);
}

static int
release(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_line_is_told_by_its_first_member),
	    cmocka_unit_test(a_head_has_its_members_in_one_order),
	    cmocka_unit_test(provenance_of_a_copied_head_is_its_own),
	    cmocka_unit_test(ends_say_their_figures_or_what_failed),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
