/* section_test.c - types that go along, conflicts, columns of parts. */
#include "load/section.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

static void
types_that_go_along_have_no_section_of_their_own(void **state)
{
	const struct target_section *s;
	struct trial t;

	(void)state;
	trial_open(&t, "{bom: {with: [substitute, bom_line], "
	    "conflict: skip}}");
	s = &t.profile.sections[TYPE_BOM];
	assert_int_equal(s->part_count, 2);
	/* in order of types, whatever the profile's */
	assert_int_equal(s->parts[0].type, TYPE_BOM_LINE);
	assert_int_equal(s->parts[1].type, TYPE_SUBSTITUTE);
	assert_true(s->parts[0].sends[BOM_LINE_QUANTITY]);
	assert_int_equal(s->conflict, TARGET_SKIP);
	assert_true(t.profile.sections[TYPE_BOM_LINE].part);
	assert_false(t.profile.sections[TYPE_BOM_LINE].used);
	assert_int_equal(t.profile.sections[TYPE_BOM_LINE].root, TYPE_BOM);
	/* by default each type of parts has a column */
	assert_int_equal(s->columns[s->count - 1].source, TARGET_PARTS);
	trial_close(&t);
}

static void
what_cannot_go_along_is_refused(void **state)
{
	static const char *const types[] = {
	    "{bom: {with: [item]}}",
	    "{bom: {with: bom_line}}",
	    "{bom: {with: [bom_line, bom_line]}}",
	    "{bom: {with: [bom_line]}, bom_line: {}}",
	    "{bom: {columns: {a: {parts: bom_line}}}}",
	    "{bom: {conflict: ask}}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(types); i++) {
		struct target_profile p;
		struct scratch s;
		struct err e = ERR_INIT;
		char path[128];
		FILE *f;

		scratch_open(&s);
		snprintf(path, sizeof(path), "%s/p.yaml", s.folder);
		f = fopen(path, "w");
		assert_non_null(f);
		fprintf(f, "target: e\nkind: sqlite\nfile: x\ntypes: %s\n",
		    types[i]);
		fclose(f);
		assert_int_equal(target_profile_load(&p, path, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		target_profile_release(&p);
		scratch_close(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(types_that_go_along_have_no_section_of_their_own),
	    cmocka_unit_test(what_cannot_go_along_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
