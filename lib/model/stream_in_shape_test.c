/*
 * stream_in_shape_test.c - stream_in beyond the contract's files.
 *
 * Streams as text in a file: what may mean something in them, changes before
 * a late head, ceilings of keys and heads, asking on after an error.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "model/stream_in.h"

#define HEAD(more) "{\"@stream\":{\"format\":\"bomtools\",\"version\":1," \
		   "\"kind\":\"" more "}}\n"
#define ITEM "{\"type\":\"item\",\"item\":\"A\"}\n"
#define CHANGED "{\"type\":\"item\",\"item\":\"A\"," \
		"\"change\":{\"op\":\"add\"}}\n"

static char path[64];

/* Adds head, records and the seal that goes with them, records in front. */
static void
add_stream(struct buf *b, const char *head, const char *records, bool late)
{
	struct seal s = {.head = hash_128(head, strlen(head) - 1)};
	struct slice rest = slice_of(records);
	struct err e = ERR_INIT;
	struct canon_line made;
	struct canon canon;

	canon_init(&canon, "test");
	while (rest.len) {
		struct slice line = slice_cut(&rest, '\n');

		assert_int_equal(canon_make(&canon, &made, line, 1, &e), 0);
		figures_add(&s.figures, made.type,
		    hash_128(made.text.at, made.text.len));
	}
	canon_release(&canon);
	buf_add_text(b, late ? records : head);
	buf_add_text(b, late ? head : records);
	head_add_seal(b, &s);
	buf_add_byte(b, '\n');
}

/* Reads all; the status, and *complete at the end. */
static int
read_text(const struct buf *b, enum stream_order order, struct err *e,
    bool *complete)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	struct stream_in in;
	struct stream_line line;
	int got = -1, opened;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, b->at, b->len), b->len);
	close(fd);
	err_clear(e);
	opened = stream_in_open(&in, path, order, SORT_MEMORY_LEAST, e);
	while (opened == 0 && (got = stream_in_next(&in, &line, e)) > 0)
		continue;
	*complete = stream_in_complete(&in);
	/* asked again, an error must not become an end */
	if (opened == 0)
		assert_int_equal(stream_in_next(&in, &line, e), got);
	stream_in_close(&in);
	return got < 0 ? (int)e->kind : 0;
}

static const struct {
	const char *head;
	bool complete;
} kinds[] = {
    {HEAD("snapshot\""), true},
    {HEAD("upsert\""), false},
    {HEAD("snapshot\",\"shard\":{\"k\":1,\"n\":1}"), true},
    {HEAD("snapshot\",\"shard\":{\"k\":1,\"n\":2}"), false},
};

static void
only_a_snapshot_that_is_no_part_is_complete(void **state)
{
	struct err e = ERR_INIT;
	bool complete;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(kinds); i++) {
		struct buf b = BUF_INIT(65536);

		add_stream(&b, kinds[i].head, ITEM, false);
		if (read_text(&b, STREAM_ANY, &e, &complete))
			fail_msg("%s", e.text);
		assert_int_equal(complete, kinds[i].complete);
		buf_release(&b);
	}
}

static void
a_late_head_rules_the_records_before_it(void **state)
{
	static const struct {
		const char *head;
		const char *records;
		const char *text;
	} cases[] = {
	    {HEAD("delta\""), CHANGED, NULL},
	    {HEAD("upsert\""), ITEM, NULL},
	    {HEAD("upsert\""), CHANGED, ":1: change: stands in a stream of"},
	    {HEAD("delta\""), ITEM, ":1: change: is missing"},
	};
	struct err e = ERR_INIT;
	bool complete;
	size_t i;
	int late;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		for (late = 0; late < 2; late++) {
			struct buf b = BUF_INIT(65536);
			int status;

			add_stream(&b, cases[i].head, cases[i].records, late);
			status = read_text(&b, STREAM_ANY, &e, &complete);
			assert_int_equal(status, cases[i].text ? 3 : 0);
			if (cases[i].text && late &&
			    !strstr(e.text, cases[i].text))
				fail_msg("%s", e.text);
			assert_int_equal(status, read_text(&b, STREAM_SORTED,
			    &e, &complete));
			buf_release(&b);
		}
}

/* read_text asks on behind the error. */
static void
an_error_at_the_end_stays_one(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct err e = ERR_INIT;
	bool complete;

	(void)state;
	add_stream(&b, HEAD("snapshot\""), ITEM, false);
	b.at[b.len - 5] ^= 1; /* the last digit of the head's hash */
	assert_int_equal(read_text(&b, STREAM_ANY, &e, &complete), 3);
	assert_non_null(strstr(e.text, "head"));
	assert_int_equal(read_text(&b, STREAM_SORTED, &e, &complete), 3);
	buf_clear(&b);
	add_stream(&b, HEAD("snapshot\""), ITEM ITEM, false);
	assert_int_equal(read_text(&b, STREAM_SORTED, &e, &complete), 3);
	assert_non_null(strstr(e.text, "key item:A stands twice"));
	buf_release(&b);
}

/* Keys of 60 KiB of control bytes: over the ceiling once encoded. */
static void
order_is_checked_with_the_longest_keys(void **state)
{
	struct buf b = BUF_INIT((size_t)1 << 20), records = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;
	bool complete;
	int i, n;

	(void)state;
	for (i = 0; i < 2; i++) {
		buf_add_text(&records, "{\"type\":\"item\",\"item\":\"");
		for (n = 0; n < 10918; n++)
			buf_add_text(&records, "\\u0001");
		buf_add_text(&records, i ? "A\"}\n" : "B\"}\n");
	}
	add_stream(&b, HEAD("snapshot\",\"sorted\":true"),
	    buf_text(&records), false);
	assert_int_equal(read_text(&b, STREAM_ANY, &e, &complete), 3);
	assert_non_null(strstr(e.text, "out of order"));
	buf_release(&b);
	buf_release(&records);
}

static void
a_head_may_grow_no_longer_than_a_line(void **state)
{
	struct buf b = BUF_INIT((size_t)32 << 20);
	struct err e = ERR_INIT;
	bool complete;

	(void)state;
	buf_add_text(&b, "{\"@stream\":{\"format\":\"bomtools\",\"version\":1,"
	    "\"kind\":\"upsert\",\"zone\":[1E37");
	while (b.len < (size_t)12 << 20)
		buf_add_text(&b, ",1E37");
	buf_add_text(&b, "]}}\n" ITEM);
	assert_int_equal(read_text(&b, STREAM_ANY, &e, &complete), 3);
	assert_non_null(strstr(e.text, ":1: the head is longer than"));
	buf_release(&b);
}

static int
make_path(void **state)
{
	int fd;

	(void)state;
	snprintf(path, sizeof(path), "/tmp/bomtools-shape-XXXXXX");
	fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int
remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_a_snapshot_that_is_no_part_is_complete),
	    cmocka_unit_test(a_late_head_rules_the_records_before_it),
	    cmocka_unit_test(an_error_at_the_end_stays_one),
	    cmocka_unit_test(order_is_checked_with_the_longest_keys),
	    cmocka_unit_test(a_head_may_grow_no_longer_than_a_line),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
