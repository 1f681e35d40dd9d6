/* reporting_test.c - formats chosen, and reports whole. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/reporting.h"
#include "diff/sketch_job.h"
#include "io/file.h"

static void
a_terminal_gets_text_and_a_pipe_the_delta(void **state)
{
	static const struct {
		const char *format;
		bool terminal;
		enum report_format wanted;
	} cases[] = {
	    {NULL, true, REPORT_TEXT}, {NULL, false, REPORT_DELTA},
	    {"text", false, REPORT_TEXT}, {"delta", true, REPORT_DELTA},
	    {"html", false, REPORT_HTML},
	};
	struct report how;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	unsetenv("NO_COLOR");
	for (i = 0; i < COUNT_OF(cases); i++) {
		memset(&how, 0, sizeof(how));
		assert_int_equal(reporting_choose(&how, cases[i].format,
		    cases[i].terminal, &e), 0);
		assert_int_equal(how.format, cases[i].wanted);
		assert_int_equal(how.colour, cases[i].terminal);
	}
	assert_int_equal(reporting_choose(&how, "xml", false, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
}

/* The whole report of a comparison, by its format. */
static void
report(struct buf *out, const char *format, struct job_words *words)
{
	static const char *const old[] = {"A 10 S 1", "S 10 P 2", NULL};
	static const char *const new[] = {"A 10 S 1", "S 10 P 3", NULL};
	struct zio_out zio = ZIO_OUT_INIT;
	struct err e = ERR_INIT;
	struct report how;
	struct job j;
	char path[32];
	int fd = file_scratch(&e);

	assert_true(fd >= 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	memset(&how, 0, sizeof(how));
	sketch_job(&j, words, old, new);
	sketch_must(reporting_choose(&how, format, false, &e), &e);
	sketch_must(zio_out_open(&zio, path, false, &e), &e);
	sketch_must(reporting_write(&how, &j, &zio, &e), &e);
	sketch_must(zio_out_publish(&zio, &e), &e);
	sketch_must(file_load(out, path, SKETCH_TEXT, &e), &e);
	job_release(&j);
	close(fd);
}

static void
every_format_says_what_is_beside_the_changes(void **state)
{
	static const struct {
		const char *format, *used, *found;
	} cases[] = {
	    {"text", "S\n  in A: 1\n  ~ 10 P", "structure\n  indirect A: "
		"A > S\n"},
	    {"csv", "where-used,bom,bom:S////,bom:A////,1,1,",
		"structure,bom,bom:A////,indirect,,A > S,indirect,,"},
	    {"html", "<li>in A: 1</li>", "A: A &gt; S</td>"},
	    {"stat", "", "structure: 1 indirect\n"},
	    {"names", "bom S\n", "indirect A: A > S\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct job_words words = {.structure = {.where_used = true,
		    .structure = true}};
		struct buf out = BUF_INIT(SKETCH_TEXT);

		report(&out, cases[i].format, &words);
		if (!strstr(buf_text(&out), cases[i].used) ||
		    !strstr(buf_text(&out), cases[i].found))
			fail_msg("%s:\n%s", cases[i].format, buf_text(&out));
		buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_terminal_gets_text_and_a_pipe_the_delta),
	    cmocka_unit_test(every_format_says_what_is_beside_the_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
