/* stages_test.c - what stages there are, what a delta may meet, the run. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "io/log.h"
#include "store/scratch.h"
#include "transform/scratchfile.h"
#include "transform/stages.h"
#include "transform/transform.h"

static const char *const files[] = {"r.yaml", "in", "out", "held", NULL};

static void
sign(struct head *h, struct arena *a)
{
	static const struct head_tool tool = {.tool = SLICE_INIT("test"),
	    .version = SLICE_INIT("1")};

	head_add_tool(h, &tool, a);
}

static void
the_rules_say_which_stages_there_are(void **state)
{
	static const struct {
		const char *rules;
		bool any;
		const char *delta; /* what a delta is told; NULL: nothing */
	} cases[] = {
	    {"steps: []\n", false, NULL},
	    {"steps: []\ngates: []\n", true, "has gates"},
	    {"steps:\n- change: {type: item, map: {uom: {values: {}, "
		"unmapped: hold}}}\n", true, NULL},
	    {"steps:\n- derive: {type: item, to: supplier, copy: "
		"{item: supplier}}\n", false, "derives records"},
	};
	const char *folder = scratchfile_folder();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct transform_options o = {.tool = "test"};
		struct err e = ERR_INIT;
		struct stages s;
		struct rules r;
		char text[512];

		snprintf(text, sizeof(text), "rules: r\n%s", cases[i].rules);
		o.rules = scratchfile_write(folder, "r.yaml", text);
		stages_init(&s);
		scratchfile_must(stages_load(&s, &r, &o, &e), &e);
		assert_int_equal(stages_any(&s), cases[i].any);
		assert_int_equal(stages_check_delta(&s, "in", &e),
		    cases[i].delta ? -1 : 0);
		if (cases[i].delta) {
			assert_int_equal(e.kind, ERR_USAGE);
			assert_non_null(strstr(e.text, cases[i].delta));
		} else {
			/* what mapping holds it holds without stages */
			assert_false(stages_any(&s));
		}
		stages_release(&s);
		rules_release(&r);
	}
	scratchfile_remove(folder, files);
}

static void
a_run_and_its_stages_stand_in_the_state(void **state)
{
	struct transform_options o = {.tool = "test", .sign = sign,
	    .sign_new = sign, .memory = SORT_MEMORY_LEAST, .target = "erp"};
	const char *folder = scratchfile_folder();
	char rules[160], in[160], out[160];
	struct err e = ERR_INIT;
	struct scratch s;

	(void)state;
	scratch_open(&s);
	o.state = s.path;
	snprintf(rules, sizeof(rules), "%s", scratchfile_write(folder,
	    "r.yaml", "rules: r\nsteps:\n- drop: {type: supplier}\n"
	    "gates: []\n"));
	snprintf(in, sizeof(in), "%s", scratchfile_write(folder, "in",
	    "{\"type\":\"item\",\"item\":\"A\"}\n"
	    "{\"type\":\"supplier\",\"supplier\":\"S\"}\n"));
	o.rules = rules;
	o.input = in;
	snprintf(out, sizeof(out), "%s/out", folder);
	o.output = out;
	assert_int_equal(transform_run(&o, &e), 0);
	assert_int_equal(scratch_number(&s, "SELECT count(*) FROM run "
	    "WHERE tool = 'test' AND target = 'erp' AND exit = 0"), 1);
	assert_int_equal(scratch_number(&s, "SELECT count(*) FROM stage "
	    "WHERE stage = 'mapping' AND taken = 2 AND dropped = 1 AND "
	    "passed = 1"), 1);
	assert_int_equal(scratch_number(&s, "SELECT count(*) FROM stage "
	    "WHERE stage = 'gates' AND taken = 1 AND given = 1"), 1);
	/* a failure is noted too */
	scratchfile_write(folder, "in", "{\"type\":\"itm\"}\n");
	assert_int_equal(transform_run(&o, &e), -1);
	assert_int_equal(scratch_number(&s, "SELECT count(*) FROM run "
	    "WHERE exit = 3"), 1);
	scratch_close(&s);
	scratchfile_remove(folder, files);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_rules_say_which_stages_there_are),
	    cmocka_unit_test(a_run_and_its_stages_stand_in_the_state),
	};

	log_init("stages_test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
