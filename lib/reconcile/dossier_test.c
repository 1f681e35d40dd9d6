/* dossier_test.c - who looks on sees a finding before it is counted. */
#include "reconcile/sketch_run.h"

#include <setjmp.h>

#include <cmocka.h>

/* What the state would do: accept what is about item A. */
static int
accept(void *ctx, struct finding *one, struct err *e)
{
	unsigned *seen = ctx;

	(void)e;
	*seen += 1;
	one->exception = SLICE("x");
	if (slice_is(one->key, "item:A"))
		one->state = SLICE("overridden");
	return 0;
}

static void
what_is_accepted_is_no_finding_and_not_corrected(void **state)
{
	const char *const plm[] = {"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}", NULL};
	const char *const erp[] = {NULL};
	struct sketch_run s;
	unsigned seen = 0;

	(void)state;
	sketch_run_open(&s);
	sketch_stream(s.paths[0], NULL, plm);
	sketch_stream(s.paths[1], NULL, erp);
	s.r.watch.find = accept;
	s.r.watch.find_ctx = &seen;
	sketch_run_judge(&s, NULL);
	assert_int_equal(seen, 2);
	assert_int_equal(finding_list_total(&s.r.findings), 1);
	assert_int_equal(s.r.findings.accepted, 1);
	assert_int_equal(s.r.corrections.added, 1);
	assert_int_equal(
	    s.r.counts[TYPE_ITEM].of[RECONCILE_MISSING_IN_ERP], 2);
	sketch_run_end(&s);
	sketch_run_close(&s);
}

static void
classes_have_names(void **state)
{
	(void)state;
	assert_string_equal(reconcile_class_name(RECONCILE_MATCH), "match");
	assert_string_equal(reconcile_class_name(RECONCILE_UNKNOWN_IN_PLM),
	    "unknown_in_plm");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		what_is_accepted_is_no_finding_and_not_corrected),
	    cmocka_unit_test(classes_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
