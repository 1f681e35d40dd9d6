/* cut_test.c - what is left of a stream. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "diff/cut.h"

static char path[] = "/tmp/cut_test.XXXXXX";

#define BOM(parent, revision, more) "{\"type\":\"bom\",\"parent\":\"" \
	parent "\",\"parent_revision\":\"" revision "\"" more "}\n"
#define LINE(revision, find, more) "{\"type\":\"bom_line\"," \
	"\"parent\":\"A\",\"parent_revision\":\"" revision "\"," \
	"\"find_number\":\"" find "\",\"component\":\"P\"" more "}\n"
#define SUBSTITUTE(find) "{\"type\":\"substitute\",\"parent\":\"A\"," \
	"\"parent_revision\":\"1\",\"find_number\":\"" find "\"," \
	"\"component\":\"P\",\"substitute\":\"S\"}\n"
#define FROM(date) ",\"effective_from\":\"" date "\""
#define TO(date) ",\"effective_to\":\"" date "\""

/* The keys that the cut leaves of the lines, each behind a blank. */
static void
run(struct cut *c, const char *lines, struct buf *out)
{
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct stream_in in;
	struct stream_line line;
	struct key k;
	FILE *f = fopen(path, "w");
	int got;

	assert_non_null(f);
	fputs(lines, f);
	assert_int_equal(fclose(f), 0);
	buf_clear(out);
	cut_begin(c);
	assert_int_equal(stream_in_open(&in, path, STREAM_SORTED,
	    SORT_MEMORY_LEAST, &e), 0);
	while ((got = cut_next(&in, &line, &e, c)) > 0) {
		assert_true(key_parse_prefix(&k, line.text, &a) ==
		    line.key_length);
		buf_add_byte(out, ' ');
		key_add_text(out, &k);
	}
	assert_int_equal(got, 0);
	stream_in_close(&in);
	cut_release(c);
	arena_release(&a);
}

static void
leaves_what_holds_on_the_date(void **state)
{
	static const struct {
		const char *lines, *wanted;
	} cases[] = {
	    {LINE("1", "1", FROM("2026-05-01")) LINE("1", "2",
		FROM("2026-05-02")), " bom_line:A/1////1/P/"},
	    {LINE("1", "1", TO("2026-05-01")) LINE("1", "2",
		TO("2026-05-02")), " bom_line:A/1////2/P/"},
	    {LINE("1", "1", TO("2026-05-01")) LINE("1", "2", "")
		SUBSTITUTE("1") SUBSTITUTE("2"),
		" bom_line:A/1////2/P/ substitute:A/1////2/P//S"},
	    {BOM("A", "1", TO("2026-05-01")) BOM("A", "2", "")
		BOM("B", "1", "") LINE("1", "1", "") LINE("2", "1", "")
		SUBSTITUTE("1"),
		" bom:A/2/// bom:B/1/// bom_line:A/2////1/P/"},
	    {BOM("A", "1", FROM("2026-04-01")) BOM("A", "2",
		FROM("2026-03-01")) BOM("A", "3", "") BOM("A", "4",
		FROM("2026-06-01")) LINE("1", "1", "") LINE("2", "1", "")
		LINE("3", "1", ""), " bom:A/1/// bom_line:A/1////1/P/"},
	    {BOM("A", "1", "") BOM("A", "2", ""),
		" bom:A/1/// bom:A/2///"},
	    {"{\"type\":\"change_order\",\"change_order\":\"C\""
		FROM("2027-01-01") "}\n", " change_order:C"},
	};
	struct buf out = BUF_INIT(10000);
	struct cut c = {.as_of = SLICE_INIT("2026-05-01")};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		run(&c, cases[i].lines, &out);
		assert_string_equal(buf_text(&out), cases[i].wanted);
	}
	buf_release(&out);
}

static void
leaves_plants_usages_and_a_revision(void **state)
{
	static const char lines[] = BOM("A", "1", ",\"plant\":\"P1\"")
	    BOM("A", "1", ",\"plant\":\"P2\"") BOM("A", "2",
	    ",\"plant\":\"P1\",\"usage\":\"mfg\"") BOM("B", "1",
	    ",\"plant\":\"P1\"") "{\"type\":\"item\",\"item\":\"I\"}\n";
	struct slice p1[] = {SLICE_INIT("P1")}, mfg[] = {SLICE_INIT("mfg")};
	const struct value plants = {VALUE_SET, {"", 0}, p1, 1};
	const struct value usages = {VALUE_SET, {"", 0}, mfg, 1};
	struct buf out = BUF_INIT(10000);
	struct cut c = {.plants = &plants};

	(void)state;
	assert_true(cut_needed(&c));
	run(&c, lines, &out);
	assert_string_equal(buf_text(&out),
	    " bom:A/1/P1// bom:A/2/P1/mfg/ bom:B/1/P1// item:I");
	c.usages = &usages;
	run(&c, lines, &out);
	assert_string_equal(buf_text(&out), " bom:A/2/P1/mfg/ item:I");
	memset(&c, 0, sizeof(c));
	assert_false(cut_needed(&c));
	c.root = SLICE("A");
	c.revision = SLICE("2");
	run(&c, lines, &out);
	assert_string_equal(buf_text(&out),
	    " bom:A/2/P1/mfg/ bom:B/1/P1// item:I");
	buf_release(&out);
}

static void
rewrites_before_it_leaves_out(void **state)
{
	static const char lines[] = BOM("A", "1", ",\"usage\":\"eng\"")
	    BOM("A", "1", ",\"usage\":\"mfg\"") BOM("Z", "1",
	    ",\"usage\":\"eng\"") BOM("B", "1", ",\"usage\":\"eng\"")
	    "{\"type\":\"item\",\"item\":\"Z\",\"name\":\"z\"}\n"
	    "{\"type\":\"item\",\"item\":\"A0\",\"name\":\"a\"}\n"
	    "{\"type\":\"withheld\",\"record_type\":\"item\","
	    "\"record_key\":\"Z\",\"reason\":\"held\"}\n";
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(10000);
	struct keymap map;
	struct cut c = {.rekey = {.map = &map, .memory = 1}};

	(void)state;
	memset(&map, 0, sizeof(map));
	assert_int_equal(keymap_add(&map, "usage:eng=mfg", &e), 0);
	assert_int_equal(keymap_put(&map, KEYMAP_ITEM, SLICE("Z"),
	    SLICE("A0"), &e), 0);
	run(&c, lines, &out);
	assert_string_equal(buf_text(&out), " bom:A/1//mfg/ bom:A0/1//mfg/ "
	    "bom:B/1//mfg/ item:A0 withheld:item/A0");
	keymap_release(&map);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(leaves_what_holds_on_the_date),
	    cmocka_unit_test(leaves_plants_usages_and_a_revision),
	    cmocka_unit_test(rewrites_before_it_leaves_out),
	};
	int fd = mkstemp(path), rc;

	if (fd < 0)
		return 1;
	close(fd);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return rc;
}
