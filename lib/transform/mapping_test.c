/* mapping_test.c - two threads give what one gives, in order. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "io/log.h"
#include "model/scan.h"
#include "transform/mapping.h"
#include "transform/scratchfile.h"

#define LINES 20000

static const char rules_text[] = "rules: r\ntables: {t: {file: t.csv, key: "
    "item, order: rank}}\nsteps:\n"
    "- drop: {type: item, where: {kind: tool}}\n"
    "- change: {type: item, upper: name, scale: {mass: '0.001'}, "
    "compute: {attrs.x: \"iif(mass > 5, 'big', lookup('t', kind, 'text'))\", "
    "attrs.line: line_number}}\n"
    "- enrich: {type: item, table: t, key: {item: kind}, "
    "set: {description: text}, none: hold, many: first}\n";

/* One run: the bytes that come out, and what was counted. */
struct run {
	struct buf out;
	struct mapping_counts counts;
	uint64_t hits;
	uint64_t rejected;
};

static void
make_line(struct buf *b, unsigned i)
{
	buf_clear(b);
	buf_printf(b, "{\"type\":\"item\",\"item\":\"%06u\",\"name\":\"n%u\","
	    "\"kind\":\"%s\"", i, i, i % 11 == 0 ? "tool" : i % 97 == 0
	    ? "none" : i % 2 ? "part" : "raw");
	if (i % 101 == 5)
		buf_add_text(b, ",\"mass\":\"0.00000000000000000000000000000000"
		    "00001\"}");
	else
		buf_printf(b, ",\"mass\":%u}", i % 10000);
}

static void
put_lines(struct mapping *m, struct err *e)
{
	struct buf b = BUF_INIT(4096);
	struct scan found;
	unsigned i;

	for (i = 0; i < LINES; i++) {
		struct stream_line line = {.number = i + 2};

		make_line(&b, i);
		line.text = buf_slice(&b);
		assert_true(scan_key(&found, line.text));
		line.type = found.type;
		line.key_length = found.key_length;
		line.hash = hash_128(b.at, b.len);
		if (mapping_put(m, &line, e) < 0)
			fail_msg("%s", e->text);
	}
	if (mapping_flush(m, e) < 0)
		fail_msg("%s", e->text);
	buf_release(&b);
}

static void
run(struct run *r, const struct rules *rules, const char *folder, bool alone)
{
	struct stream_out out = STREAM_OUT_INIT;
	struct refusals rejects, held;
	struct limit none = LIMIT_INIT;
	struct funnel funnel;
	struct mapping_ends ends = {rules, "in", &funnel, &rejects, &held,
	    &none, alone};
	struct mapping *m;
	struct err e = ERR_INIT;
	char path[160];

	snprintf(path, sizeof(path), "%s/out", folder);
	scratchfile_must(stream_out_open(&out, path, false, &e), &e);
	refusals_init(&rejects, true);
	refusals_init_held(&held, true);
	funnel_init(&funnel, &out, &rejects, 0);
	funnel.sorted = true;
	funnel.refusals_held = &held;
	m = mapping_new(&ends);
	put_lines(m, &e);
	scratchfile_must(funnel_finish(&funnel, &e), &e);
	scratchfile_must(stream_out_publish(&out, &e), &e);
	buf_init(&r->out, (size_t)16 * 1024 * 1024);
	scratchfile_must(file_load(&r->out, path, r->out.most, &e), &e);
	r->counts = *mapping_counts(m);
	r->hits = mapping_rules(m)->hits[1];
	r->rejected = rejects.count;
	assert_int_equal(r->counts.read, funnel.passed + r->counts.dropped +
	    r->counts.held + r->rejected);
	assert_int_equal(held.count, r->counts.held);
	mapping_free(m);
	funnel_release(&funnel);
	refusals_release(&rejects);
	refusals_release(&held);
	stream_out_close(&out);
}

static void
two_threads_give_what_one_gives(void **state)
{
	static const char *const files[] = {"t.csv", "out", NULL};
	const char *folder = scratchfile_folder();
	struct run one, two;
	struct rules rules;

	(void)state;
	scratchfile_write(folder, "t.csv", "item,text,rank\npart,Teil,1\n"
	    "raw,roh,2\nraw,Rohstoff,1\n");
	scratchfile_rules(&rules, folder, rules_text);
	run(&one, &rules, folder, true);
	run(&two, &rules, folder, false);
	assert_int_equal(one.counts.read, LINES);
	assert_true(one.counts.dropped > 0 && one.counts.held > 0);
	assert_true(one.rejected > 0);
	assert_memory_equal(&one.counts, &two.counts, sizeof(one.counts));
	assert_int_equal(one.hits, two.hits);
	assert_int_equal(one.rejected, two.rejected);
	assert_int_equal(one.out.len, two.out.len);
	assert_memory_equal(one.out.at, two.out.at, one.out.len);
	assert_non_null(memmem(one.out.at, one.out.len, "Rohstoff", 8));
	buf_release(&one.out);
	buf_release(&two.out);
	rules_release(&rules);
	scratchfile_remove(folder, files);
}

static void
too_many_rejects_end_it(void **state)
{
	struct stream_out out = STREAM_OUT_INIT;
	struct refusals rejects;
	struct limit most = LIMIT_INIT;
	struct funnel funnel;
	struct rules rules;
	struct mapping_ends ends = {&rules, "in", &funnel, &rejects, NULL,
	    &most, false};
	struct stream_line line = {.text = SLICE("{\"type\":\"item\","
	    "\"item\":\"A\",\"uom\":\"x\"}"), .type = TYPE_ITEM,
	    .key_length = 25};
	struct mapping *m;
	struct err e = ERR_INIT;

	(void)state;
	scratchfile_must(rules_parse(&rules, "r", SLICE("rules: r\nsteps:\n"
	    "- change: {type: item, map: {uom: {values: {}}}}\n"), &e), &e);
	scratchfile_must(limit_parse(&most, "--max-rejects", "1", &e), &e);
	refusals_init(&rejects, false);
	funnel_init(&funnel, &out, &rejects, 0);
	m = mapping_new(&ends);
	assert_int_equal(mapping_put(m, &line, &e), 0);
	assert_int_equal(mapping_flush(m, &e), 0);
	assert_int_equal(mapping_put(m, &line, &e), 0);
	assert_int_equal(mapping_flush(m, &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	assert_string_equal(e.text, "in: 2 of 2 records so far are rejected, "
	    "--max-rejects is 1 (nothing is published)");
	mapping_free(m);
	funnel_release(&funnel);
	refusals_release(&rejects);
	rules_release(&rules);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_threads_give_what_one_gives),
	    cmocka_unit_test(too_many_rejects_end_it),
	};

	log_init("mapping_test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
