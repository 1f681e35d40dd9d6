/* jsonunique_test.c - members that stand twice are refused with their place. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/jsonunique.h"

static int
check(const char *text, struct err *e)
{
	*e = (struct err)ERR_INIT;
	return jsonunique_check(slice_of(text), JSON_AT("f.json", 3), e);
}

static void
refuses_a_member_that_stands_twice_with_its_place(void **state)
{
	static const struct {
		const char *text, *says; /* NULL: each stands once */
	} trials[] = {
		{"{}", NULL}, {"[1,{\"a\":1},{\"a\":2}]", NULL},
		{"{\"a\":{\"a\":{\"b\":[]}},\"b\":1}", NULL},
		{"\"a\"", NULL},
		{"{\"a\":1,\"b\":2,\"a\":1}",
		    "f.json:3:18: member \"a\" stands twice"},
		{"{\"a\":1,\n\"\\u0061\":2}",
		    "f.json:4:10: member \"a\" stands twice"},
		{"[{\"x\":[{\"n\":1,\"n\":2}]}]", "member \"n\" stands twice"},
		{"{\"a\":1} 2", "f.json:3:9: "}, {"{\"a\":}", "f.json:3:6: "},
	};
	struct err e;
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i < COUNT_OF(trials); i++) {
		rc = check(trials[i].text, &e);
		if (!trials[i].says && rc < 0)
			fail_msg("%s: %s", trials[i].text, e.text);
		if (trials[i].says && (rc == 0 || e.kind != ERR_INPUT ||
		    !strstr(e.text, trials[i].says)))
			fail_msg("%s: says %s", trials[i].text, e.text);
	}
}

static void
looks_at_many_members_by_order(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct err e;
	int i;

	(void)state;
	buf_add_text(&b, "{");
	for (i = 0; i < 500; i++)
		buf_printf(&b, "\"m%d\":%d,", i * 7 % 500, i);
	buf_add_text(&b, "\"end\":0");
	buf_add_text(&b, "}");
	assert_int_equal(check(buf_text(&b), &e), 0);
	b.len--;
	buf_add_text(&b, ",\"m77\":0,\"m3\":0}");
	assert_int_equal(check(buf_text(&b), &e), -1);
	assert_non_null(strstr(e.text, "member \"m77\" stands twice"));
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    refuses_a_member_that_stands_twice_with_its_place),
		cmocka_unit_test(looks_at_many_members_by_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
