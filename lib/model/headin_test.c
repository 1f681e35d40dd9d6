/* headin_test.c - heads and ends in any spelling, and what is refused. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/headin.h"

#define START "{\"@stream\":{\"format\":\"bomtools\",\"version\":1," \
	      "\"kind\":\"snapshot\""
#define ZEROS "\"00000000000000000000000000000000\""
#define SEAL_END "\"digest\":" ZEROS ",\"head\":" ZEROS "}}"

static struct arena arena;

/* Spellings of heads and the canonical line of each. */
static const char *const goods[][2] = {
    {START "}}", START "}}"},
    {" { \"@stream\" : { \"kind\" : \"snapshot\" , \"version\" : 1.0 , "
     "\"format\" : \"bom\\u0074ools\" } } \r", START "}}"},
    {START ",\"sorted\":false,\"lossy\":null,\"system\":null}}", START "}}"},
    {START ",\"scope\":{},\"by\":[]}}", START "}}"},
    {START ",\"scope\":null,\"created\":\"2026-11-22t02:00:00.0+01:00\"}}",
	START ",\"created\":\"2026-11-22T01:00:00Z\"}}"},
    {START ",\"shard\":{\"n\":4,\"k\":\"1\"}}}",
	START ",\"shard\":{\"k\":1,\"n\":4}}}"},
    {START ",\"zone\":{\"b\":1.0,\"a\":\"\\/\"},\"Area\":[ ],\"no\":null}}",
	START ",\"Area\":[],\"zone\":{\"a\":\"/\",\"b\":1}}}"},
    {START ",\"by\":[{\"zone\":[ 1 ],\"version\":\"1\",\"tool\":\"t\","
	   "\"arguments\":[\"b\",\"a\",\"b\"]},{\"at\":1.0}]}}",
	START ",\"by\":[{\"tool\":\"t\",\"version\":\"1\",\"arguments\":["
	      "\"b\",\"a\",\"b\"],\"zone\":[1]},{\"at\":1}]}}"},
};

static int
canonical_of(struct buf *b, const char *line, struct err *e)
{
	struct head h;

	if (headin_head(&h, slice_of(line), JSON_AT("in", 7), &arena, e) < 0)
		return -1;
	buf_clear(b);
	head_add_line(b, &h);
	return 0;
}

static void
any_spelling_of_a_head_gives_its_canonical_line(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(goods); i++) {
		if (canonical_of(&b, goods[i][0], &e) < 0)
			fail_msg("%s: %s", goods[i][0], e.text);
		assert_string_equal(buf_text(&b), goods[i][1]);
		assert_int_equal(canonical_of(&b, goods[i][1], &e), 0);
		assert_string_equal(buf_text(&b), goods[i][1]);
	}
	buf_release(&b);
}

static const char *const bads[][2] = {
    {"{\"@stream\":{}}", "head: format is missing"},
    {"{\"@stream\":{\"format\":\"bomtools\",\"kind\":\"delta\"}}",
	"head: version is missing"},
    {"{\"@stream\":{\"format\":\"other\",\"version\":1}}",
	"format: \"other\" is not \"bomtools\""},
    {START ",\"version\":1}}", "version: stands twice"},
    {START ",\"zone\":1,\"zone\":null}}", "zone: stands twice"},
    {START ",\"zone\":{\"a\":1,\"a\":1}}}", "stands twice"},
    {START ",\"a\\u0000\":1}}", "a member's name: U+0000 is not allowed"},
    {START ",\"shard\":{\"k\":1}}}", "shard: must have k and n"},
    {START ",\"shard\":{\"k\":5,\"n\":4}}}", "shard: must have k and n, k "
					     "from 1 to n"},
    {START ",\"shard\":{\"k\":0,\"n\":4}}}", "shard: k must be from 1 to"},
    {START ",\"shard\":{\"k\":1,\"n\":100001}}}", "shard: n must be from 1"},
    {START ",\"shard\":{\"k\":1,\"k\":2,\"n\":4}}}", "k: stands twice"},
    {START ",\"shard\":{\"k\":1,\"n\":4,\"of\":1}}}",
	"shard: unknown member \"of\""},
    {START ",\"by\":[1]}}", "by: must be an object, is a number"},
    {START ",\"by\":{}}}", "by: must be an array, is an object"},
    {START ",\"by\":[{\"tool\":\"a\",\"tool\":\"b\"}]}}",
	"tool: stands twice"},
    {START ",\"by\":[{\"a\":1,\"a\":2}]}}", "a: stands twice"},
    {START ",\"by\":[{\"arguments\":\"-n\"}]}}", "arguments: must be an array"},
    {START ",\"base\":\"0\"}}", "base: \"0\" is not 32 lower-case hex"},
    {START ",\"created\":\"today\"}}", "created: \"today\" is not a time"},
    {START ",\"kind\":\"x\"}}", "kind: stands twice"},
    {START "},\"more\":1}", "\"more\": must stand inside"},
    {"{}", "is neither head nor end"},
};

static void
what_a_head_must_not_say_is_refused(void **state)
{
	struct buf b = BUF_INIT(65536);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bads); i++) {
		struct err e = ERR_INIT;

		if (canonical_of(&b, bads[i][0], &e) == 0)
			fail_msg("%s: accepted", bads[i][0]);
		assert_int_equal(e.kind, ERR_INPUT);
		if (!strstr(e.text, bads[i][1]) ||
		    strncmp(e.text, "in:7:", 5) != 0)
			fail_msg("%s: %s", bads[i][0], e.text);
	}
	buf_release(&b);
}

static void
a_higher_version_is_the_command_s_trouble_come_what_may(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(canonical_of(&b, "{\"@stream\":{\"format\":[],"
	    "\"version\":2,\"kind\":7}}", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "version 2, this tool reads version 1"));
	buf_release(&b);
}

/* Lists of a head double: copied each time this would take minutes. */
static void
a_head_of_a_hundred_thousand_tools_is_read_in_no_time(void **state)
{
	struct buf line = BUF_INIT((size_t)64 * 1024 * 1024);
	struct err e = ERR_INIT;
	struct head h;
	unsigned i;

	(void)state;
	buf_add_text(&line, START ",\"by\":[{\"arguments\":[\"x\"");
	for (i = 1; i < 100000; i++)
		buf_add_text(&line, ",\"x\"");
	buf_add_text(&line, "]}");
	for (i = 1; i < 100000; i++)
		buf_add_text(&line, ",{}");
	buf_add_text(&line, "]}}");
	assert_int_equal(headin_head(&h, buf_slice(&line), JSON_AT("in", 1),
	    &arena, &e), 0);
	assert_int_equal(h.by_count, 100000);
	assert_int_equal(h.by[0].argument_count, 100000);
	assert_true(arena.used < (size_t)64 * 1024 * 1024);
	buf_release(&line);
}

static const char *const seals[][2] = {
    {"{\"~seal\":{\"records\":2,\"counts\":{\"item\":2}," SEAL_END, NULL},
    {"{\"~seal\":{\"records\":\"2\",\"later\":[1],\"counts\":{\"item\":2.0},"
     SEAL_END, NULL},
    {"{\"~seal\":{" SEAL_END, "seal: records is missing"},
    {"{\"~seal\":{\"records\":2,\"head\":" ZEROS "}}",
	"seal: digest is missing"},
    {"{\"~seal\":{\"records\":2,\"digest\":" ZEROS "}}",
	"seal: head is missing"},
    {"{\"~seal\":{\"records\":2,\"records\":2," SEAL_END,
	"records: stands twice"},
    {"{\"~seal\":{\"records\":2,\"counts\":{\"item\":1,\"item\":2},"
     SEAL_END, "counts: item: stands twice"},
    {"{\"~seal\":{\"records\":2,\"counts\":{\"itm\":2}," SEAL_END,
	"counts: unknown type \"itm\""},
    {"{\"~seal\":{\"records\":2.5," SEAL_END,
	"records: 2.5 is not a whole number"},
};

static void
seals_are_read_or_refused(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(seals); i++) {
		struct err e = ERR_INIT;
		struct seal s;
		int rc = headin_seal(&s, slice_of(seals[i][0]),
		    JSON_AT("in", 1), &arena, &e);

		if ((rc == 0) != !seals[i][1])
			fail_msg("%s: %s", seals[i][0], e.text);
		if (rc == 0) {
			assert_int_equal(s.figures.records, 2);
			assert_int_equal(s.figures.counts[TYPE_ITEM], 2);
		} else if (!strstr(e.text, seals[i][1])) {
			fail_msg("%s: %s", seals[i][0], e.text);
		}
	}
}

static const struct {
	const char *line;
	int status;
	const char *tool;
	const char *message;
} fails[] = {
    {"{\"~fail\":{\"status\":4,\"tool\":\"t\",\"message\":\"m\"}}", 4, "t",
	"m"},
    {"{\"~fail\":{\"message\":\"m\",\"status\":\"2\",\"more\":{}}}", 2,
	"a tool", "m"},
    {"{\"~fail\":{\"status\":0}}", 3, "a tool", ""},
    {"{\"~fail\":{\"status\":1}}", 3, "a tool", ""},
    {"{\"~fail\":{\"status\":6}}", 3, "a tool", ""},
    {"{\"~fail\":{}}", 3, "a tool", ""},
};

static void
a_fail_gives_a_status_that_tools_end_with(void **state)
{
	struct err e = ERR_INIT;
	struct fail f;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(fails); i++) {
		assert_int_equal(headin_fail(&f, slice_of(fails[i].line),
		    JSON_AT("in", 1), &arena, &e), 0);
		assert_int_equal(f.status, fails[i].status);
		assert_true(slice_is(f.tool, fails[i].tool));
		assert_true(slice_is(f.message, fails[i].message));
	}
	assert_int_equal(headin_fail(&f,
	    SLICE("{\"~fail\":{\"status\":4," "\"status\":2}}"),
	    JSON_AT("in", 1), &arena, &e), -1);
	assert_non_null(strstr(e.text, "status: stands twice"));
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
	    cmocka_unit_test(any_spelling_of_a_head_gives_its_canonical_line),
	    cmocka_unit_test(what_a_head_must_not_say_is_refused),
	    cmocka_unit_test(
		a_higher_version_is_the_command_s_trouble_come_what_may),
	    cmocka_unit_test(
		a_head_of_a_hundred_thousand_tools_is_read_in_no_time),
	    cmocka_unit_test(seals_are_read_or_refused),
	    cmocka_unit_test(a_fail_gives_a_status_that_tools_end_with),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
