/* course_test.c - lines and rows of a unit, whatever stands in their keys. */
#include "load/course.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

#define Q "\\\""

static void
a_unit_is_what_root_and_parts_share(void **state)
{
	static const struct {
		const char *root, *part;
		bool same;
	} cases[] = {
	    {TRIAL_BOM("A", ""), TRIAL_LINE("A", "1", "P", ""), true},
	    {TRIAL_BOM("A", ""), TRIAL_LINE("A-1", "1", "P", ""), false},
	    {TRIAL_BOM("A" Q, ""), TRIAL_LINE("A" Q, Q, "P", ""), true},
	    {TRIAL_BOM("A\\\\", ""), TRIAL_LINE("A\\\\", "1", "P", ""), true},
	    {TRIAL_BOM("A\\\\" Q ",", ""), TRIAL_LINE("A\\\\" Q ",", "", "P",
	    ""), true},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct slice root = slice_of(cases[i].root);
		struct slice part = slice_of(cases[i].part), unit;
		struct arena a = ARENA_INIT;
		struct buf prefix = BUF_INIT(KEY_MOST);
		struct key k;

		root.len = key_parse_prefix(&k, root, &a);
		part.len = key_parse_prefix(&k, part, &a);
		assert_true(root.len > 0 && part.len > 0);
		unit = course_unit_of(root, TYPE_BOM, TYPE_BOM);
		assert_int_equal(slice_equal(unit, course_unit_of(part,
		    TYPE_BOM_LINE, TYPE_BOM)), cases[i].same);
		course_add_prefix(&prefix, TYPE_BOM_LINE, TYPE_BOM, unit);
		assert_int_equal(slice_begins(part, buf_slice(&prefix)),
		    cases[i].same);
		buf_clear(&prefix);
		course_add_prefix(&prefix, TYPE_BOM, TYPE_BOM, unit);
		assert_true(slice_equal(root, buf_slice(&prefix)));
		buf_release(&prefix);
		arena_release(&a);
	}
}

/* "L" a line alone, "R" a row alone, "B" both; units between blanks. */
static void
course_is(struct trial *t, enum record_type type, bool walks, const char *want)
{
	const struct course_source source = {&t->spool, t->scratch.db, "erp",
	    TYPE_BOM, walks};
	struct buf b = BUF_INIT(4096), unit;
	struct course_entry entry;
	struct course l;
	struct slice at;
	struct err e = ERR_INIT;

	buf_init(&unit, KEY_MOST);
	course_open(&l, &source, type);
	while (course_unit(&l, &at, &e) > 0) {
		buf_clear(&unit);
		buf_add_slice(&unit, at);
		if (!walks)
			course_ask(&l, buf_slice(&unit));
		buf_add_text(&b, b.len ? " " : "");
		while (course_next(&l, buf_slice(&unit), &entry, &e) > 0)
			buf_add_byte(&b, entry.line && entry.row ? 'B'
			    : entry.line ? 'L' : 'R');
	}
	assert_int_equal(e.kind, ERR_NONE);
	course_close(&l);
	assert_string_equal(buf_text(&b), want);
	buf_release(&b);
	buf_release(&unit);
}

static void
lines_and_rows_are_merged_within_their_unit(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_known(&t, TRIAL_LINE("A", "1", "P", ""));
	trial_known(&t, TRIAL_LINE("A", "3", "P", ""));
	trial_known(&t, TRIAL_LINE("B", "1", "P", ""));
	trial_known(&t, TRIAL_BOM("B", ""));
	trial_input(&t, TRIAL_BOM("A", "") "\n" TRIAL_LINE("A", "1", "P", "")
	    "\n" TRIAL_LINE("A", "2", "P", "") "\n" TRIAL_LINE("C", "1", "P",
	    "") "\n");
	course_is(&t, TYPE_BOM_LINE, true, "BLR R L");
	course_is(&t, TYPE_BOM_LINE, false, "BLR L");
	course_is(&t, TYPE_BOM, true, "L R");
	course_is(&t, TYPE_BOM, false, "L");
	trial_close(&t);
}

static void
a_lane_goes_on_where_it_is_sent_to(void **state)
{
	const struct course_source source = {NULL, NULL, "erp", TYPE_BOM,
	    false};
	struct course_source own = source;
	struct slice unit;
	struct trial t;
	struct course l;
	struct err e = ERR_INIT;
	uint64_t places[3];
	unsigned i;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_input(&t, TRIAL_LINE("A", "1", "P", "") "\n" TRIAL_LINE("B",
	    "1", "P", "") "\n" TRIAL_LINE("C", "1", "P", "") "\n");
	own.spool = &t.spool;
	course_open(&l, &own, TYPE_BOM_LINE);
	for (i = 0; i < 3; i++) {
		struct course_entry entry;

		assert_int_equal(course_unit(&l, &unit, &e), 1);
		places[i] = course_place(&l);
		assert_int_equal(course_next(&l, unit, &entry, &e), 1);
	}
	assert_int_equal(course_unit(&l, &unit, &e), 0);
	for (i = 3; i-- > 0;) {
		char parent[16];

		course_seek(&l, places[i]);
		assert_int_equal(course_unit(&l, &unit, &e), 1);
		snprintf(parent, sizeof(parent), "\"parent\":\"%c", 'A' +
		    (char)i);
		assert_true(slice_begins(unit, slice_of(parent)));
	}
	course_close(&l);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_unit_is_what_root_and_parts_share),
	    cmocka_unit_test(lines_and_rows_are_merged_within_their_unit),
	    cmocka_unit_test(a_lane_goes_on_where_it_is_sent_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
