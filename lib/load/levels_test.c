/* levels_test.c - components before parents, circles apart. */
#include "load/levels.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

/* The parents in order, each level after a blank; on a cycle: in (). */
static void
order_is(const char *lines, const char *want, size_t cycles)
{
	struct plan *p = mem_zero(sizeof(*p));
	struct buf b = BUF_INIT(4096);
	struct levels l = {0};
	struct err e = ERR_INIT;
	struct plan_step step;
	struct trial t;
	size_t i;

	trial_open(&t, TRIAL_UNITS);
	trial_snapshot(&t, "all", lines);
	plan_open(p, &t.source, TYPE_BOM);
	while (plan_next(p, &step, &e) > 0)
		levels_add(&l, p, &step);
	plan_close(p);
	levels_sort(&l);
	plan_open_units(p, &t.source, TYPE_BOM);
	for (i = 0; i < l.count; i++) {
		const struct levels_unit *u = &l.units[i];
		struct arena a = ARENA_INIT;
		struct key k;

		if (i && u->level != l.units[i - 1].level)
			buf_add_byte(&b, ' ');
		plan_seek(p, l.places + u->places, u->unit);
		assert_int_equal(plan_next(p, &step, &e), 1);
		assert_true(key_parse_prefix(&k, step.key, &a) > 0);
		buf_printf(&b, u->cycle ? "(%.*s)" : "%.*s",
		    SLICE_ARGS(k.parts[0]));
		arena_release(&a);
	}
	plan_close(p);
	mem_free(p);
	assert_int_equal(e.kind, ERR_NONE);
	assert_int_equal(l.cycle_count, cycles);
	if (cycles)
		assert_true(slice_is(l.cycles[0], "B > C > B"));
	assert_string_equal(buf_text(&b), want);
	buf_release(&b);
	levels_release(&l);
	trial_close(&t);
}

static void
the_lowest_level_goes_first(void **state)
{
	(void)state;
	order_is(TRIAL_BOM("A", "") "\n" TRIAL_BOM("B", "") "\n"
	    TRIAL_BOM("C", "") "\n" TRIAL_BOM("D", "") "\n"
	    TRIAL_LINE("A", "1", "B", "") "\n"
	    TRIAL_LINE("A", "2", "D", "") "\n"
	    TRIAL_LINE("B", "1", "C", "") "\n"
	    TRIAL_LINE("B", "2", "P", "") "\n"
	    TRIAL_LINE("C", "1", "P", "") "\n", "C BD A", 0);
	order_is("", "", 0);
}

static void
a_circle_is_held_and_what_hangs_on_it_goes_on(void **state)
{
	(void)state;
	order_is(TRIAL_BOM("A", "") "\n" TRIAL_BOM("B", "") "\n"
	    TRIAL_BOM("C", "") "\n" TRIAL_BOM("D", "") "\n"
	    TRIAL_LINE("A", "1", "B", "") "\n"
	    TRIAL_LINE("A", "2", "D", "") "\n"
	    TRIAL_LINE("B", "1", "C", "") "\n"
	    TRIAL_LINE("C", "1", "B", "") "\n"
	    TRIAL_LINE("C", "2", "D", "") "\n"
	    TRIAL_LINE("D", "1", "P", "") "\n", "D A (B)(C)", 1);
}

static void
only_boms_with_lines_have_levels(void **state)
{
	static const struct {
		const char *types;
		bool needed;
	} cases[] = {
	    {TRIAL_UNITS, true},
	    {"{bom: {}, bom_line: {}}", false},
	    {"{bom: {with: [substitute]}}", false},
	};
	struct trial t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		trial_open(&t, cases[i].types);
		assert_int_equal(levels_needed(
		    &t.profile.sections[TYPE_BOM]), cases[i].needed);
		trial_close(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_lowest_level_goes_first),
	    cmocka_unit_test(a_circle_is_held_and_what_hangs_on_it_goes_on),
	    cmocka_unit_test(only_boms_with_lines_have_levels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
