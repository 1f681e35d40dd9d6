/* resume_test.c - identity, lease, and what is left behind. */
#include "extract/resume.h"

#include "format/ydoc.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static struct scratch s;
static struct ydoc profile;

static int
set_up(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	scratch_folder(&s);
	scratch_must(ydoc_parse(&profile, "p", SLICE("{a: [1, b]}"), &e), &e);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	ydoc_release(&profile);
	scratch_close(&s);
	return 0;
}

/* Opens with one argument beside the profile. */
static int
begin(struct resume *r, const char *argument, struct err *e)
{
	char *text = mem_text(argument);
	char *arguments[] = {text, NULL};
	const struct resume_how how = {s.path, {SLICE("bom-extract"),
	    SLICE("0"), SLICE(""), SLICE(""), SLICE("")}, SLICE("plm"),
	    profile.root, arguments, 3600, true};
	int rc = resume_open(r, &how, e);

	mem_free(text);
	return rc;
}

static void
add_page(struct resume *r, const char *source)
{
	struct extraction_page page = {.next = SLICE("n"), .total = -1};
	struct err e = ERR_INIT;
	struct pages p;

	scratch_must(pages_open(&p, &r->store, slice_of(source), &e), &e);
	scratch_must(pages_add(&p, SLICE("1\n"), 1, &page, &e), &e);
	pages_close(&p);
}

static uint64_t
pages_there(struct resume *r, const char *source)
{
	struct err e = ERR_INIT;
	struct pages p;
	uint64_t number;

	scratch_must(pages_open(&p, &r->store, slice_of(source), &e), &e);
	number = p.last.number;
	pages_close(&p);
	return number;
}

static void
pages_wait_for_the_same_command(void **state)
{
	struct err e = ERR_INIT;
	struct resume r;

	(void)state;
	assert_int_equal(begin(&r, "x", &e), 0);
	add_page(&r, "a");
	resume_close(&r, 4, &e);
	assert_int_equal(begin(&r, "y", &e), 0);
	assert_int_equal(pages_there(&r, "a"), 0);
	assert_int_equal(resume_done(&r, &e), 0);
	resume_close(&r, 0, &e);
	assert_int_equal(begin(&r, "x", &e), 0);
	assert_int_equal(pages_there(&r, "a"), 1);
	assert_int_equal(resume_done(&r, &e), 0);
	resume_close(&r, 0, &e);
	assert_int_equal(begin(&r, "x", &e), 0);
	assert_int_equal(pages_there(&r, "a"), 0);
	assert_int_equal(resume_done(&r, &e), 0);
	resume_close(&r, 0, &e);
}

static void
what_is_too_old_goes_with_its_files(void **state)
{
	char path[400];
	struct err e = ERR_INIT;
	struct resume r;

	(void)state;
	assert_int_equal(begin(&r, "x", &e), 0);
	add_page(&r, "a");
	snprintf(path, sizeof(path), "%s", r.folder);
	resume_close(&r, 4, &e);
	assert_int_equal(access(path, F_OK), 0);
	scratch_now("2026-11-22T02:02:03Z");
	assert_int_equal(begin(&r, "another", &e), 0);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(resume_done(&r, &e), 0);
	resume_close(&r, 0, &e);
	*strrchr(path, '/') = '\0';
	assert_int_equal(access(path, F_OK), -1);
}

static void
two_runs_at_once_do_not_go(void **state)
{
	struct err e = ERR_INIT;
	struct resume r, other;

	(void)state;
	assert_int_equal(begin(&r, "x", &e), 0);
	assert_int_equal(begin(&other, "y", &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	resume_close(&other, 4, &e);
	err_clear(&e);
	assert_int_equal(resume_done(&r, &e), 0);
	resume_close(&r, 0, &e);
	assert_int_equal(begin(&other, "y", &e), 0);
	assert_int_equal(resume_done(&other, &e), 0);
	resume_close(&other, 0, &e);
}

static void
a_failure_after_publishing_loses_nothing(void **state)
{
	static const char *const places[] = {
		"resume.after-publish", "resume.before-forget",
	};
	struct resume r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(places); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(begin(&r, "x", &e), 0);
		add_page(&r, "a");
		scratch_fault(places[i]);
		assert_int_equal(resume_done(&r, &e), -1);
		scratch_fault("");
		resume_close(&r, 4, &e);
		err_clear(&e);
		assert_int_equal(begin(&r, "x", &e), 0);
		/* With its file, or not at all. */
		assert_int_equal(pages_there(&r, "a"), i == 0);
		assert_int_equal(resume_done(&r, &e), 0);
		resume_close(&r, 0, &e);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    pages_wait_for_the_same_command, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    what_is_too_old_goes_with_its_files, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_runs_at_once_do_not_go,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_failure_after_publishing_loses_nothing, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
