/* outputs_test.c - all files appear, or none. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "io/log.h"
#include "transform/outputs.h"
#include "transform/scratchfile.h"

static const char *const files[] = {"main", "rejects", "held", "exceptions",
    "traces", NULL};
static char paths[COUNT_OF(files)][160];

static void
open_all(struct outputs *o, struct transform_options *options,
    struct refusals *rejects, struct refusals *held, const char *folder)
{
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; files[i]; i++)
		snprintf(paths[i], sizeof(paths[i]), "%s/%s", folder,
		    files[i]);
	*options = (struct transform_options){.rejects = paths[1],
	    .held = paths[2], .exceptions = paths[3],
	    .trace_lines = paths[4]};
	*o = (struct outputs)OUTPUTS_INIT;
	refusals_init(rejects, true);
	refusals_init_held(held, true);
	o->rejects = rejects;
	o->held = held;
	scratchfile_must(stream_out_open(&o->main, paths[0], false, &e), &e);
	scratchfile_must(outputs_open(o, options, &e), &e);
}

static void
all_files_appear_together(void **state)
{
	const char *folder = scratchfile_folder();
	struct transform_options options;
	struct refusals rejects, held;
	struct buf text = BUF_INIT(65536);
	struct err e = ERR_INIT;
	struct outputs o;
	struct head h;
	size_t i;

	(void)state;
	open_all(&o, &options, &rejects, &held, folder);
	head_init(&h, HEAD_SNAPSHOT);
	assert_int_equal(refusals_put(&held, SLICE("{\"type\":\"item\","
	    "\"item\":\"A\"}"), "r", "w", &e), 0);
	for (i = 0; files[i]; i++)
		assert_int_equal(access(paths[i], F_OK), -1);
	assert_int_equal(outputs_publish(&o, &h, &e), 0);
	for (i = 0; files[i]; i++)
		assert_int_equal(access(paths[i], F_OK), 0);
	assert_int_equal(file_load(&text, paths[2], text.most, &e), 0);
	assert_non_null(strstr(buf_text(&text), "\"kind\":\"upsert\""));
	assert_non_null(strstr(buf_text(&text),
	    ",\"held\":{\"rule\":\"r\",\"why\":\"w\"}}\n"));
	buf_release(&text);
	outputs_close(&o);
	refusals_release(&rejects);
	refusals_release(&held);
	scratchfile_remove(folder, files);
}

static void
after_a_failure_no_file_appears(void **state)
{
	const char *folder = scratchfile_folder();
	struct transform_options options;
	struct refusals rejects, held;
	struct err e = ERR_INIT, why = ERR_INIT;
	struct outputs o;
	size_t i;

	(void)state;
	open_all(&o, &options, &rejects, &held, folder);
	err_set(&why, ERR_INPUT, "broken");
	outputs_fail(&o, "test", &why);
	outputs_close(&o);
	for (i = 0; files[i]; i++)
		assert_int_equal(access(paths[i], F_OK), -1);
	/* a path that cannot be is said when it is opened */
	options.held = "/nowhere/at/all";
	o = (struct outputs)OUTPUTS_INIT;
	assert_int_equal(outputs_open(&o, &options, &e), -1);
	outputs_close(&o);
	refusals_release(&rejects);
	refusals_release(&held);
	scratchfile_remove(folder, files);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_files_appear_together),
	    cmocka_unit_test(after_a_failure_no_file_appears),
	};

	log_init("outputs_test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
