/* waiver_test.c - overrides of a file and of the state. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/gatescratch.h"
#include "transform/waiver.h"
#include "store/override.h"

static struct gatescratch scratch;

static int
set_up(void **state)
{
	(void)state;
	gatescratch_open(&scratch);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	gatescratch_close(&scratch);
	return 0;
}

static const struct people anybody;

static void
put_file(const char *text)
{
	struct file_out out;
	struct err e = ERR_INIT;

	scratch_must(file_out_open(&out, scratch.path, &e), &e);
	scratch_must(file_out_add(&out, text, strlen(text), &e), &e);
	scratch_must(file_out_publish(&out, &e), &e);
}

static void
a_file_is_read_strictly(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
	    {"", "is empty"},
	    {"who,why\n", "in:1: there is no column \"until\""},
	    {"who,why,until,untill\n", "in:1: unknown column \"untill\""},
	    {"who,who,why,until\n", "\"who\" stands twice"},
	    {"who,why,until,class\nx,y\n", "in:2: 2 fields (expected 4"},
	    {"who,why,until,exception\n,w,2027-01-01,e\n", "who is empty"},
	    {"who,why,until,exception\nx, ,2027-01-01,e\n", "why is empty"},
	    {"who,why,until,exception\nx,w,soon,e\n",
		"in:2: until \"soon\" is no day"},
	    {"who,why,until,exception\nx,w,2027-02-29,e\n", "is no day"},
	    {"who,why,until,exception\nx,w,2027-01-01,\n",
		"for nothing certain"},
	    {"who,why,until,class\nx,w,2027-01-01,uom\n",
		"for nothing certain"},
	    {"who,why,until,exception,what\nx,w,2027-01-01,e,approve\n",
		"an approval needs"},
	    {"who,why,until,exception,what\nx,w,2027-01-01,e,allow\n",
		"what is \"allow\""},
	    {"who,why,until,exception,content\nx,w,2027-01-01,e,c\n",
		"content is for approvals"},
	    {"who,why,until,exception\n\"x,w,2027-01-01,e\n", "in:"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct waivers w = WAIVERS_INIT;
		struct err e = ERR_INIT;

		put_file(cases[i].text);
		assert_int_equal(waivers_load(&w, scratch.path, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, cases[i].words))
			fail_msg("%s", e.text);
		waivers_release(&w);
	}
}

static void
a_day_is_in_force_to_its_end(void **state)
{
	const struct waiver_about what = {PEOPLE_OVERRIDE, SLICE("id"),
	    SLICE("uom"), SLICE("item:A-1"), SLICE("")};
	struct buf why = BUF_INIT(4096);
	struct waivers w = WAIVERS_INIT;
	struct err e = ERR_INIT;

	(void)state;
	put_file("until,who,class,pattern,why\n"
	    "2026-11-24,anna,uom,item:A*,agreed\n");
	assert_int_equal(waivers_load(&w, scratch.path, &e), 0);
	scratch_now("2026-11-24T23:59:59Z");
	assert_non_null(waivers_find(&w, &anybody, &what, &why));
	assert_int_equal(why.len, 0);
	scratch_now("2026-11-25T00:00:00Z");
	assert_null(waivers_find(&w, &anybody, &what, &why));
	assert_non_null(strstr(buf_text(&why), "in:2: override of anna until "
	    "2026-11-25T00:00:00Z has expired"));
	buf_release(&why);
	waivers_release(&w);
}

static void
one_that_was_used_is_in_the_state_once(void **state)
{
	static const char sql_count[] = "SELECT count(*) FROM override";
	const struct waiver_about what = {PEOPLE_OVERRIDE, SLICE("id"),
	    SLICE("uom"), SLICE("item:A-1"), SLICE("")};
	const struct audit_by by = {"run", "test"};
	struct buf why = BUF_INIT(4096);
	struct err e = ERR_INIT;
	unsigned i;

	(void)state;
	put_file("until,who,class,pattern,why\n"
	    "2026-11-24,anna,uom,item:A*,agreed\n"
	    "2026-11-24,bert,uom,item:B*,not used\n");
	for (i = 0; i < 3; i++) {
		struct waivers w = WAIVERS_INIT;
		bool found;

		assert_int_equal(waivers_load_state(&w, scratch.state.db, &e),
		    0);
		assert_int_equal(waivers_load(&w, scratch.path, &e), 0);
		found = waivers_find(&w, &anybody, &what, &why) != NULL;
		assert_int_equal(found, i < 2);
		assert_int_equal(waivers_record(&w, scratch.state.db, &by,
		    &e), 0);
		assert_int_equal(scratch_number(&scratch.state, sql_count),
		    1);
		waivers_release(&w);
		/* revoked there it does not come back from the file */
		if (i == 1)
			assert_int_equal(override_revoke(scratch.state.db, 1,
			    &by, &e), 0);
	}
	assert_non_null(strstr(buf_text(&why), "was revoked"));
	buf_release(&why);
}

static void
an_approval_is_for_a_content(void **state)
{
	struct waiver_about what = {PEOPLE_APPROVE, SLICE("id"), SLICE("uom"),
	    SLICE("item:A-1"), SLICE("0123456789abcdef0123456789abcdef")};
	struct buf why = BUF_INIT(4096);
	struct waivers w = WAIVERS_INIT;
	struct err e = ERR_INIT;

	(void)state;
	put_file("until,who,what,exception,content,why\n2027-01-01,anna,"
	    "approve,id,0123456789abcdef0123456789abcdef,seen\n");
	assert_int_equal(waivers_load(&w, scratch.path, &e), 0);
	assert_non_null(waivers_find(&w, &anybody, &what, &why));
	what.content = SLICE("f123456789abcdef0123456789abcdef");
	assert_null(waivers_find(&w, &anybody, &what, &why));
	assert_non_null(strstr(buf_text(&why), "is for another content"));
	what.deed = PEOPLE_OVERRIDE;
	assert_null(waivers_find(&w, &anybody, &what, &why));
	assert_non_null(strstr(buf_text(&why), "needs an override"));
	buf_release(&why);
	waivers_release(&w);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_file_is_read_strictly),
	    T(a_day_is_in_force_to_its_end),
	    T(one_that_was_used_is_in_the_state_once),
	    T(an_approval_is_for_a_content),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
