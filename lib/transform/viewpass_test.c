/* viewpass_test.c - the lines of one view, and what became of the others. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/viewscratch.h"

static const char yaml[] =
    "clearance: [{name: c, type: item, where: {export_control: ITAR}, "
    "refused: withhold, unknown: pass}]\n"
    "residency: [{plants: '3', audiences: []}]\n"
    "audiences:\n"
    "- {name: a, records: [{type: item, when: kind = 'part', members: "
    "[name, attrs.x]}, {type: [bom, bom_line], members: []}, "
    "{type: work_center, members: []}]}\n"
    "- {name: b, clearance: c, records: [{type: item, members: []}]}\n";

static const char *const lines[] = {
    "{\"type\":\"item\",\"item\":\"A\",\"kind\":\"part\",\"name\":\"n\","
	"\"attrs\":{\"x\":1,\"y\":2}}",
    "{\"type\":\"item\",\"item\":\"B\",\"name\":\"n\"}",
    "{\"type\":\"item\",\"item\":\"X\",\"kind\":\"part\","
	"\"export_control\":\"ITAR\"}",
    "{\"type\":\"bom\",\"parent\":\"X\"}",
    "{\"type\":\"bom_line\",\"parent\":\"X\",\"component\":\"A\"}",
    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"X\"}",
    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"A\","
	"\"quantity\":1,\"unknown\":{\"a\":1}}",
    "{\"type\":\"bom\",\"parent\":\"A\",\"plant\":\"3\"}",
    "{\"type\":\"work_center\",\"plant\":\"1\",\"work_center\":\"W\"}",
    "{\"type\":\"supplier\",\"supplier\":\"S\"}",
    /* refused too, as the BOM that the line below it hangs on */
    "{\"type\":\"withheld\",\"record_type\":\"bom_line\",\"record_key\":"
	"\"X//////Z/\",\"reason\":\"held\",\"exception\":\"e\"}",
    "{\"type\":\"withheld\",\"record_type\":\"item\",\"record_key\":\"H\","
	"\"reason\":\"held\"}",
    "{\"type\":\"withheld\",\"record_type\":\"bom\",\"record_key\":"
	"\"A//3//\",\"reason\":\"held\"}",
    NULL};

/* Runs the view; what it wrote, without head and seal, is appended. */
static void
run(struct viewscratch *v, unsigned view, struct viewpass *w, struct buf *b)
{
	struct err e = ERR_INIT;
	struct viewcontrol control;
	struct stream_out out;
	struct stream_in in;
	struct stream_line line;
	struct head h;
	char path[160];

	head_init(&h, HEAD_SNAPSHOT);
	snprintf(path, sizeof(path), "%.90s.view", v->ground.path);
	scratch_must(viewcontrol_load(&control, &v->views.rules,
	    &v->ground.spool, &e), &e);
	scratch_must(stream_out_open(&out, path, false, &e), &e);
	*w = (struct viewpass){.rules = &v->views.rules, .control = &control,
	    .view = &v->views.rules.views[view], .in = &v->ground.spool,
	    .out = &out};
	scratch_must(viewpass_run(w, &h, false, &e), &e);
	scratch_must(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	scratch_must(stream_in_open(&in, path, STREAM_SORTED,
	    SORT_MEMORY_LEAST, &e), &e);
	while (stream_in_next(&in, &line, &e) > 0)
		if (!line.head) {
			buf_add_slice(b, line.text);
			buf_add_byte(b, '\n');
		}
	if (e.kind != ERR_NONE)
		fail_msg("%s", e.text);
	stream_in_close(&in);
	unlink(path);
	viewcontrol_release(&control);
}

#define KEYS "\"parent_revision\":\"\",\"plant\":\"\",\"usage\":\"\"," \
	"\"alternative\":\"\",\"find_number\":\"\""

static void
a_view_has_named_members_of_named_records(void **state)
{
	struct viewscratch v;
	struct viewpass w;
	struct buf b = BUF_INIT((size_t)64 * 1024);
	struct err e = ERR_INIT;

	(void)state;
	viewscratch_open(&v);
	if (viewscratch_rules(&v, yaml, &e) < 0)
		fail_msg("%s", e.text);
	gatescratch_spool(&v.ground, lines);
	run(&v, 0, &w, &b);
	assert_string_equal(buf_text(&b),
	    "{\"type\":\"bom_line\",\"parent\":\"A\"," KEYS
	    ",\"component\":\"A\",\"occurrence\":\"\"}\n"
	    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"n\",\"attrs\":"
	    "{\"x\":1}}\n"
	    "{\"type\":\"withheld\",\"record_type\":\"bom\",\"record_key\":"
	    "\"X////\",\"reason\":\"audience\"}\n"
	    "{\"type\":\"withheld\",\"record_type\":\"bom_line\","
	    "\"record_key\":\"A//////X/\",\"reason\":\"audience\"}\n"
	    "{\"type\":\"withheld\",\"record_type\":\"bom_line\","
	    "\"record_key\":\"X//////Z/\",\"reason\":\"held\"}\n"
	    "{\"type\":\"withheld\",\"record_type\":\"item\","
	    "\"record_key\":\"X\",\"reason\":\"audience\"}\n"
	    "{\"type\":\"work_center\",\"plant\":\"1\",\"work_center\":"
	    "\"W\"}\n");
	/* the held item may or may not be a part */
	assert_true(w.unclear[TYPE_ITEM] && !w.unclear[TYPE_BOM]);
	assert_int_equal(w.counts.taken, 13);
	assert_int_equal(w.counts.given, 4);
	assert_int_equal(w.counts.unnamed, 2);
	assert_int_equal(w.counts.elsewhere, 2);
	assert_int_equal(w.counts.refused, 4);
	assert_int_equal(w.counts.untold, 1);
	buf_clear(&b);
	run(&v, 1, &w, &b);
	assert_string_equal(buf_text(&b),
	    "{\"type\":\"item\",\"item\":\"A\"}\n"
	    "{\"type\":\"item\",\"item\":\"B\"}\n"
	    "{\"type\":\"item\",\"item\":\"X\"}\n"
	    "{\"type\":\"withheld\",\"record_type\":\"item\",\"record_key\":"
	    "\"H\",\"reason\":\"held\"}\n");
	assert_int_equal(w.counts.refused, 0);
	buf_release(&b);
	viewscratch_close(&v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_view_has_named_members_of_named_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
