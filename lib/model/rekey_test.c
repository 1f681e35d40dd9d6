/* rekey_test.c - records that come under one key. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "model/rekey.h"

static char path[] = "/tmp/rekey_test.XXXXXX";

/* The lines with B called A; -1 where they are refused. */
static int
run(const char *lines, bool sum, struct buf *out, struct err *e)
{
	struct keymap map;
	struct rekey r = {.map = &map, .sum = sum, .memory = 1};
	struct stream_in in;
	struct stream_line line;
	FILE *f = fopen(path, "w");
	int got;

	assert_non_null(f);
	fputs(lines, f);
	assert_int_equal(fclose(f), 0);
	memset(&map, 0, sizeof(map));
	assert_int_equal(keymap_put(&map, KEYMAP_ITEM, SLICE("B"),
	    SLICE("A"), e), 0);
	assert_true(rekey_needed(&r));
	rekey_begin(&r);
	buf_clear(out);
	assert_int_equal(stream_in_open(&in, path, STREAM_SORTED,
	    SORT_MEMORY_LEAST, e), 0);
	while ((got = rekey_next(&in, &line, e, &r)) > 0) {
		buf_add_slice(out, line.text);
		buf_add_byte(out, '\n');
	}
	stream_in_close(&in);
	rekey_release(&r);
	keymap_release(&map);
	return got;
}

#define ITEM(item, name) "{\"type\":\"item\",\"item\":\"" item \
	"\",\"name\":\"" name "\"}\n"
#define LINE(component, quantity) "{\"type\":\"bom_line\"," \
	"\"parent\":\"X\",\"parent_revision\":\"\",\"plant\":\"\"," \
	"\"usage\":\"\",\"alternative\":\"\",\"find_number\":\"\"," \
	"\"component\":\"" component "\",\"occurrence\":\"\"," \
	"\"quantity\":" quantity "}\n"

static void
folds_what_becomes_one(void **state)
{
	static const struct {
		const char *lines, *wanted;
		bool sum;
	} cases[] = {
	    {ITEM("B", "b") ITEM("C", "c"), ITEM("A", "b") ITEM("C", "c"),
		false},
	    {ITEM("A", "a") ITEM("B", "a"), ITEM("A", "a"), false},
	    /* the item that is called so already stands */
	    {ITEM("A", "z") ITEM("B", "b"), ITEM("A", "z"), false},
	    {LINE("A", "1") LINE("B", "1"), LINE("A", "1"), false},
	    {LINE("A", "1") LINE("B", "2"), LINE("A", "3"), true},
	};
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(10000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(run(cases[i].lines, cases[i].sum, &out, &e),
		    0);
		assert_string_equal(buf_text(&out), cases[i].wanted);
	}
	buf_release(&out);
}

static void
refuses_two_lines_of_one_key(void **state)
{
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(10000);

	(void)state;
	assert_int_equal(run(LINE("A", "1") LINE("B", "2"), false, &out, &e),
	    -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "--map: two different records would "
	    "become bom_line:X//////A/");
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(folds_what_becomes_one),
	    cmocka_unit_test(refuses_two_lines_of_one_key),
	};
	int fd = mkstemp(path), rc;

	if (fd < 0)
		return 1;
	close(fd);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return rc;
}
