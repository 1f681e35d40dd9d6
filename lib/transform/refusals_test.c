/* refusals_test.c - rejected records marked, written, and unmarked. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "io/log.h"
#include "model/recin.h"
#include "transform/refusals.h"

#define ITEM(name, rest) "{\"type\":\"item\",\"item\":\"" name "\"" rest "}"

/* Writes the rejects to a scratch file and gives its text. */
static void
written(struct refusals *r, const struct head *like, struct buf *text)
{
	char path[] = "/tmp/refusals_test.XXXXXX";
	struct stream_out out = STREAM_OUT_INIT;
	struct err e = ERR_INIT;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	close(fd);
	if (stream_out_open(&out, path, false, &e) < 0 ||
	    refusals_write(r, &out, like, &e) < 0 ||
	    stream_out_publish(&out, &e) < 0 ||
	    file_load(text, path, text->most, &e) < 0)
		fail_msg("%s", e.text);
	stream_out_close(&out);
	unlink(path);
}

static void
put(struct refusals *r, const char *line, const char *why)
{
	struct err e = ERR_INIT;

	if (refusals_put(r, slice_of(line), "rule", why, &e) < 0)
		fail_msg("%s", e.text);
}

static void
rejected_records_are_kept_in_order_with_their_reason(void **state)
{
	struct buf text = BUF_INIT(1024 * 1024);
	struct refusals r;
	struct head h;
	struct slice rest, line;

	(void)state;
	head_init(&h, HEAD_SNAPSHOT);
	refusals_init(&r, true);
	put(&r, ITEM("B", ",\"x\":1"), "a \"reason\"");
	put(&r, ITEM("A", ""), "other");
	written(&r, &h, &text);
	rest = buf_slice(&text);
	line = slice_cut(&rest, '\n');
	assert_non_null(strstr(line.at, "\"kind\":\"upsert\""));
	line = slice_cut(&rest, '\n');
	assert_true(slice_is(line, ITEM("A", ",\"rejected\":{\"rule\":"
	    "\"rule\",\"why\":\"other\"}")));
	line = slice_cut(&rest, '\n');
	assert_true(slice_is(line, ITEM("B", ",\"rejected\":{\"rule\":"
	    "\"rule\",\"why\":\"a \\\"reason\\\"\"},\"x\":1")));
	line = slice_cut(&rest, '\n');
	assert_true(slice_begins(line, SLICE("{\"~seal\":{\"records\":2")));
	refusals_release(&r);
	buf_release(&text);
}

static void
the_mark_comes_off_again(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf line = BUF_INIT(4096);
	struct err e = ERR_INIT;
	struct record r;

	(void)state;
	assert_true(refusals_marked(SLICE(ITEM("A",
	    ",\"rejected\":{\"why\":1}"))));
	assert_false(refusals_marked(SLICE(ITEM("A", ",\"name\":\"r\""))));
	assert_int_equal(recin_parse(&r,
	    SLICE(ITEM("A", ",\"rejected\":{\"why\":1},\"x\":1")),
	    JSON_AT("in", 1), &a, &e), 0);
	refusals_unmark(&r, &a);
	record_add_line(&line, &r);
	assert_string_equal(buf_text(&line), ITEM("A", ",\"x\":1"));
	buf_release(&line);
	arena_release(&a);
}

static void
changes_are_kept_as_a_delta_and_a_mixture_bare(void **state)
{
	struct buf text = BUF_INIT(1024 * 1024);
	struct refusals r;
	struct head h;

	(void)state;
	head_init(&h, HEAD_DELTA);
	h.has_base = true;
	refusals_init(&r, true);
	put(&r, ITEM("A", ",\"change\":{\"op\":\"add\"}"), "why");
	written(&r, &h, &text);
	assert_non_null(strstr(buf_text(&text), "\"kind\":\"delta\""));
	assert_null(strstr(buf_text(&text), "\"base\""));
	refusals_release(&r);
	buf_clear(&text);
	refusals_init(&r, true);
	put(&r, ITEM("A", ",\"change\":{\"op\":\"add\"}"), "why");
	put(&r, ITEM("B", ""), "why");
	written(&r, &h, &text);
	assert_null(strstr(buf_text(&text), "@stream"));
	assert_null(strstr(buf_text(&text), "~seal"));
	refusals_release(&r);
	buf_release(&text);
}

static void
without_a_file_they_are_counted(void **state)
{
	struct refusals r;

	(void)state;
	refusals_init(&r, false);
	put(&r, ITEM("A", ""), "why");
	put(&r, ITEM("B", ""), "why");
	assert_int_equal(r.count, 2);
	refusals_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		rejected_records_are_kept_in_order_with_their_reason),
	    cmocka_unit_test(the_mark_comes_off_again),
	    cmocka_unit_test(changes_are_kept_as_a_delta_and_a_mixture_bare),
	    cmocka_unit_test(without_a_file_they_are_counted),
	};

	log_init("refusals_test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
