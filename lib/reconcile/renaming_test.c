/* renaming_test.c - PLM's numbers become the ERP's before all else. */
#include "reconcile/sketch_run.h"

#include <setjmp.h>

#include <cmocka.h>

static void
write_items(const struct sketch_run *s, const char *text)
{
	char path[100];
	FILE *f;

	snprintf(path, sizeof(path), "%s/n.csv", s->folder);
	if (!text) {
		unlink(path);
		return;
	}
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
keys_are_compared_in_the_erps_words(void **state)
{
	static const char policy[] = "keys:\n  items: n.csv\n"
	    "  plants: {P1: \"1\"}\n  usages: {eng: mfg}\n";
	const char *const plm[] = {"A/B/P1/eng 10 P 2", "A/B/P1/eng 20 Q 1",
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"withheld\",\"record_type\":\"item\","
	    "\"record_key\":\"P\",\"reason\":\"held\"}", NULL};
	const char *const erp[] = {"100/B/1/mfg 10 200 3",
	    "{\"type\":\"item\",\"item\":\"100\"}",
	    "{\"type\":\"item\",\"item\":\"200\"}", NULL};
	struct sketch_run s;

	(void)state;
	sketch_run_open(&s);
	write_items(&s, "plm,erp\nA,100\nP,200\n");
	assert_string_equal(sketch_run(&s, policy, plm, erp),
	    "missing_in_erp bom_line:100/B/1/mfg//20/Q/\n"
	    "differ bom_line:100/B/1/mfg//10/200/ quantity 2/3\n");
	write_items(&s, NULL);
	sketch_run_close(&s);
}

static void
what_is_wrong_is_said(void **state)
{
	static const char *const cases[][2] = {
	    {"keys: {items: ../n.csv}", "a file beside the policy"},
	    {"keys: {items: none.csv}", "none.csv"},
	    {"keys: {items: n.csv}", "\"A\" would become both"},
	    {"keys: {item: n.csv}", "did you mean \"items\""},
	    {"keys: {plants: [P1]}", "map"},
	};
	struct sketch_run s;
	struct policy p;
	size_t i;

	(void)state;
	sketch_run_open(&s);
	write_items(&s, "A,1\nA,2\n");
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		FILE *f = fopen(s.policy, "w");

		assert_non_null(f);
		assert_true(fprintf(f, "policy: p\n%s\n", cases[i][0]) > 0);
		assert_int_equal(fclose(f), 0);
		assert_int_equal(policy_load(&p, s.policy, &e), -1);
		if (!strstr(e.text, cases[i][1]))
			fail_msg("%s", e.text);
		policy_release(&p);
	}
	write_items(&s, NULL);
	sketch_run_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_are_compared_in_the_erps_words),
	    cmocka_unit_test(what_is_wrong_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
