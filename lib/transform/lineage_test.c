/* lineage_test.c - back over traces and mapped keys to what came in. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "io/log.h"
#include "model/scan.h"
#include "transform/lineage.h"
#include "transform/scratchfile.h"

#define ITEM(name, rest) "{\"type\":\"item\",\"item\":\"" name "\"" rest "}"

static void
check(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

static void
make_spool(struct spool *s, const char *const *lines)
{
	struct err e = ERR_INIT;
	struct spool_writer w;

	check(spool_begin(&w, s, "test", &e), &e);
	for (; *lines; lines++) {
		struct stream_line line = {.text = slice_of(*lines),
		    .type = TYPE_ITEM};

		check(spool_put(&w, &line, &e), &e);
	}
	check(spool_end(&w, 0, &e), &e);
}

static void
ask(struct lineage *l, const char *line, bool out, bool held)
{
	struct lineage_fate f = {slice_of(line), out, held, "by", "why"};
	struct err e = ERR_INIT;

	check(lineage_ask(l, &f, &e), &e);
}

static void
written_is(struct refusals *r, const char *wanted)
{
	const char *folder = scratchfile_folder();
	static const char *const files[] = {"out", NULL};
	struct stream_out out = STREAM_OUT_INIT;
	struct buf text = BUF_INIT(65536);
	struct err e = ERR_INIT;
	struct head h;
	char path[160];

	snprintf(path, sizeof(path), "%s/out", folder);
	head_init(&h, HEAD_UPSERT);
	r->changes = 1; /* bare, for a mixture */
	check(stream_out_open(&out, path, false, &e), &e);
	check(refusals_write(r, &out, &h, &e), &e);
	check(stream_out_publish(&out, &e), &e);
	check(file_load(&text, path, text.most, &e), &e);
	assert_string_equal(buf_text(&text), wanted);
	buf_release(&text);
	stream_out_close(&out);
	scratchfile_remove(folder, files);
}

#define HELD ",\"held\":{\"exception\":\"by\",\"why\":\"why\"}"
#define REJECTED ",\"rejected\":{\"rule\":\"by\",\"why\":\"why\"}"

static void
what_is_held_is_found_as_it_came_in(void **state)
{
	static const char *const mapped[] = {ITEM("A", ""), ITEM("B", ""),
	    ITEM("C", ""), ITEM("D", ""), ITEM("E", ""), NULL};
	struct lineage_trace traces[] = {
	    {SLICE(ITEM("X", "")), SLICE(ITEM("A", "")), "rule"},
	    {SLICE(ITEM("X", "")), SLICE(ITEM("C", "")), "rule"}};
	struct refusals held, rejected;
	struct err e = ERR_INIT;
	struct lineage l;
	struct spool s;
	size_t i;

	(void)state;
	lineage_init(&l);
	refusals_init_held(&held, true);
	refusals_init(&rejected, true);
	make_spool(&s, mapped);
	/* C was c, A and the others as they are */
	check(lineage_note(&l, SLICE(ITEM("C", "")), SLICE(ITEM("c", "")),
	    &e), &e);
	for (i = 0; i < COUNT_OF(traces); i++)
		check(lineage_trace(&l, &traces[i], &e), &e);
	ask(&l, ITEM("X", ",\"name\":\"x\""), true, true);
	ask(&l, ITEM("X", ",\"name\":\"x\""), true, true); /* told once */
	ask(&l, ITEM("D", ""), true, true); /* no trace: the same key */
	ask(&l, ITEM("B", ""), false, false);
	ask(&l, ITEM("none", ""), true, true); /* made of nothing */
	check(lineage_answer(&l, &s, &held, &rejected, &e), &e);
	assert_int_equal(held.count, 3);
	assert_int_equal(rejected.count, 1);
	held.count++;
	rejected.count++;
	written_is(&held, ITEM("A", HELD) "\n" ITEM("D", HELD) "\n"
	    ITEM("c", HELD) "\n");
	written_is(&rejected, ITEM("B", REJECTED) "\n");
	refusals_release(&held);
	refusals_release(&rejected);
	lineage_release(&l);
	spool_release(&s);
}

static void
traces_are_told_by_key_and_then_still_followed(void **state)
{
	static const char *const mapped[] = {ITEM("A", ""), NULL};
	static const char *const files[] = {"t", NULL};
	const char *folder = scratchfile_folder();
	struct lineage_trace traces[] = {
	    {SLICE(ITEM("Y", "")), SLICE(ITEM("B", "")), "roll"},
	    {SLICE(ITEM("X", "")), SLICE(ITEM("A", "")), "one"},
	    {SLICE(ITEM("X", "")), SLICE(ITEM("B", "")), "two"}};
	struct buf text = BUF_INIT(65536);
	struct refusals held;
	struct zio_out out = ZIO_OUT_INIT;
	struct err e = ERR_INIT;
	struct lineage l;
	struct spool s;
	char path[160];
	size_t i;

	(void)state;
	snprintf(path, sizeof(path), "%s/t", folder);
	lineage_init(&l);
	refusals_init_held(&held, false);
	make_spool(&s, mapped);
	for (i = 0; i < COUNT_OF(traces); i++)
		check(lineage_trace(&l, &traces[i], &e), &e);
	ask(&l, ITEM("X", ""), true, true);
	check(zio_out_open(&out, path, false, &e), &e);
	check(lineage_write_traces(&l, &out, &e), &e);
	check(zio_out_publish(&out, &e), &e);
	check(file_load(&text, path, text.most, &e), &e);
	assert_string_equal(buf_text(&text),
	    "{\"line\":\"item:X\",\"from\":[\"item:A\",\"item:B\"],"
	    "\"rule\":\"one, two\"}\n"
	    "{\"line\":\"item:Y\",\"from\":[\"item:B\"],\"rule\":\"roll\"}\n");
	check(lineage_answer(&l, &s, &held, &held, &e), &e);
	assert_int_equal(held.count, 1);
	buf_release(&text);
	refusals_release(&held);
	lineage_release(&l);
	spool_release(&s);
	scratchfile_remove(folder, files);
}

/* Two records derived of one, and both held: it came in once. */
static void
what_came_in_is_told_once_for_all_that_is_made_of_it(void **state)
{
	static const char *const mapped[] = {ITEM("A", ""), ITEM("B", ""),
	    ITEM("C", ""), NULL};
	struct refusals held, rejected;
	struct err e = ERR_INIT;
	struct lineage l;
	struct spool s;

	(void)state;
	lineage_init(&l);
	refusals_init_held(&held, true);
	refusals_init(&rejected, true);
	make_spool(&s, mapped);
	check(lineage_note(&l, SLICE(ITEM("B", "")), SLICE(ITEM("A", "")),
	    &e), &e);
	check(lineage_note(&l, SLICE(ITEM("C", "")), SLICE(ITEM("A", "")),
	    &e), &e);
	ask(&l, ITEM("A", ""), true, true);
	ask(&l, ITEM("B", ""), true, true);
	ask(&l, ITEM("C", ""), false, false); /* the same, but rejected */
	check(lineage_answer(&l, &s, &held, &rejected, &e), &e);
	assert_int_equal(held.count, 1);
	assert_int_equal(rejected.count, 1);
	refusals_release(&held);
	refusals_release(&rejected);
	lineage_release(&l);
	spool_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_held_is_found_as_it_came_in),
	    cmocka_unit_test(
		what_came_in_is_told_once_for_all_that_is_made_of_it),
	    cmocka_unit_test(traces_are_told_by_key_and_then_still_followed),
	};

	log_init("lineage_test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
