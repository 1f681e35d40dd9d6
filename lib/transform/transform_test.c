/*
 * transform_test.c - whole runs: identity over many records, brakes, memory.
 *
 * What a run says and writes is held by the cases of bom-transform.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <sys/resource.h>
#include <unistd.h>

#include "io/log.h"
#include "io/sort.h"
#include "model/stream_out.h"
#include "transform/transform.h"

static char folder[] = "/tmp/transform_test.XXXXXX";

static const char *
path(const char *name)
{
	static char texts[4][64];
	static unsigned next;
	char *text = texts[next++ % 4];

	snprintf(text, sizeof(texts[0]), "%s/%s", folder, name);
	return text;
}

static void
sign(struct head *h, struct arena *a)
{
	(void)h, (void)a;
}

/* A sealed snapshot of so many items, each with a unit. */
static void
make_input(const char *name, unsigned count)
{
	struct stream_out out;
	struct err e = ERR_INIT;
	struct head h;
	char line[128];
	unsigned i;

	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	if (stream_out_open(&out, path(name), false, &e) < 0 ||
	    stream_out_head(&out, &h, &e) < 0)
		fail_msg("%s", e.text);
	for (i = 0; i < count; i++) {
		snprintf(line, sizeof(line), "{\"type\":\"item\",\"item\":"
		    "\"I%08u\",\"uom\":\"%s\"}", i, i % 1000 ? "EA" : "X");
		if (stream_out_line(&out, slice_of(line), TYPE_ITEM, &e) < 0)
			fail_msg("%s", e.text);
	}
	if (stream_out_publish(&out, &e) < 0)
		fail_msg("%s", e.text);
	stream_out_close(&out);
}

static void
make_rules(const char *name, const char *change)
{
	struct zio_out out = ZIO_OUT_INIT;
	struct buf b = BUF_INIT(4096);
	struct err e = ERR_INIT;

	buf_printf(&b, "rules: r\nsteps:\n- change: {type: item, %s}\n",
	    change);
	if (zio_out_open(&out, path(name), false, &e) < 0 ||
	    zio_out_add(&out, b.at, b.len, &e) < 0 ||
	    zio_out_publish(&out, &e) < 0)
		fail_msg("%s", e.text);
	buf_release(&b);
}

static int
run(const char *in, const char *rules, const char *most, struct err *e)
{
	char input[64], given[64];
	struct transform_options o = {.memory = SORT_MEMORY_LEAST,
	    .tool = "test", .sign = sign, .sign_new = sign};

	snprintf(input, sizeof(input), "%s", path(in));
	snprintf(given, sizeof(given), "%s", path(rules ? rules : ""));
	o.input = input;
	o.output = path("out");
	o.rules = rules ? given : NULL;
	if (limit_parse(&o.most_rejects, "--max-rejects", most, e) < 0)
		return -1;
	return transform_run(&o, e);
}

static void
load(struct buf *b, const char *name)
{
	struct err e = ERR_INIT;

	buf_init(b, (size_t)256 * 1024 * 1024);
	if (file_load(b, path(name), b->most, &e) < 0)
		fail_msg("%s", e.text);
}

static void
identity_gives_the_same_bytes(void **state)
{
	struct buf in, out;
	struct err e = ERR_INIT;

	(void)state;
	make_input("in", 20000);
	if (run("in", NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	load(&in, "in");
	load(&out, "out");
	assert_true(slice_equal(buf_slice(&in), buf_slice(&out)));
	buf_release(&in);
	buf_release(&out);
}

static void
memory_does_not_follow_the_input(void **state)
{
	struct rusage before, after;
	struct err e = ERR_INIT;

	(void)state;
	make_input("small", 5000);
	make_rules("keys", "upper: [item], map: {uom: {values: {EA: PCE, "
	    "X: Y}}}");
	if (run("small", NULL, NULL, &e) != 0 ||
	    run("small", "keys", NULL, &e) != 0)
		fail_msg("%s", e.text);
	getrusage(RUSAGE_SELF, &before);
	make_input("large", 300000);
	if (run("large", NULL, NULL, &e) != 0 ||
	    run("large", "keys", NULL, &e) != 0)
		fail_msg("%s", e.text);
	getrusage(RUSAGE_SELF, &after);
	/* 16 MiB: the sort's least, with room for buffers */
#ifndef ARENA_ONE_BY_ONE
	assert_true(after.ru_maxrss - before.ru_maxrss < 16L * 1024);
#endif
}

static void
rejections_are_findings_up_to_the_brake(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	make_input("in", 2000);
	make_rules("strict", "map: {uom: {values: {EA: PCE}}}");
	assert_int_equal(run("in", "strict", NULL, &e), 1);
	assert_int_equal(run("in", "strict", "2", &e), 1);
	assert_int_equal(run("in", "strict", "1%", &e), 1);
	assert_int_equal(run("in", "strict", "1", &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	err_clear(&e);
	assert_int_equal(run("in", "strict", "0%", &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
}

static int
clear_folder(void **state)
{
	static const char *const names[] = {"in", "out", "small", "large",
	    "keys", "strict"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(names); i++)
		unlink(path(names[i]));
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(identity_gives_the_same_bytes),
	    cmocka_unit_test(memory_does_not_follow_the_input),
	    cmocka_unit_test(rejections_are_findings_up_to_the_brake),
	};

	log_init("transform_test", LOG_ERROR, LOG_TEXT);
	if (!mkdtemp(folder))
		return 1;
	return cmocka_run_group_tests(tests, NULL, clear_folder);
}
