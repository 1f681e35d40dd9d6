/* ladder_test.c - who finds whom, on which rung. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "base/mem.h"
#include "model/ladder.h"

#define LINES_MOST 8

/* A line is "FIND COMPONENT OCCURRENCE QUANTITY REFDES,REFDES", - is "". */
static struct ladder_line
line_of(const char *text, struct arena *a)
{
	struct slice rest = slice_copy(slice_of(text), a), part[5], one;
	struct ladder_line l = {.uom = SLICE_INIT("EA"),
	    .partner = LADDER_NONE};
	struct slice *refdes = arena_alloc(a, 8 * sizeof(*refdes));
	int i;

	for (i = 0; i < 5; i++) {
		if (i == 3)
			l.rest = rest; /* what is no key */
		part[i] = slice_cut(&rest, ' ');
		if (slice_is(part[i], "-"))
			part[i].len = 0;
	}
	l.find_number = part[0];
	l.component = part[1];
	l.occurrence = part[2];
	l.quantity = part[3];
	l.refdes = refdes;
	while (part[4].len) {
		one = slice_cut(&part[4], ',');
		refdes[l.refdes_count++] = one;
	}
	return l;
}

static const struct {
	const char *what;
	const char *old[4], *new[4];
	const char *pairs; /* "OLD-NEW:RUNG ..." by old lines */
} cases[] = {
	{"another revision of the BOM: the lines keep their keys",
	    {"10 P - 1 -", "20 Q - 2 -"}, {"10 P - 1 -", "20 Q - 3 -"},
	    "0-0:key 1-1:key "},
	{"the find number of one of two equal components changed",
	    {"10 P - 1 R1", "20 P - 1 R2"}, {"10 P - 1 R1", "30 P - 1 R2"},
	    "0-0:key 1-1:refdes "},
	{"swapped find numbers follow the designators",
	    {"10 P - 1 R1", "20 Q - 1 R2"}, {"10 Q - 1 R2", "20 P - 1 R1"},
	    "0-1:refdes 1-0:refdes "},
	{"an occurrence that moved up is the same line",
	    {"10 P 2 1 -"}, {"10 P - 1 -"}, "0-0:find_number "},
	{"equal quantities come before mere components",
	    {"10 P - 1 -", "20 P - 4 -"}, {"30 P - 4 -", "40 P - 2 -"},
	    "0-1:component 1-0:quantity "},
	{"what agrees in all else comes first within a rung",
	    {"10 P 2 1 a", "10 P 3 1 b"}, {"10 P 4 1 b"},
	    "1-0:find_number "},
	{"another component in the same place is a replacement",
	    {"10 P - 1 -"}, {"10 Q - 1 -"}, "0-0:place "},
	{"another component on the same designators is one too",
	    {"10 P - 2 R1,R2"}, {"20 Q - 2 R1,R2"}, "0-0:designators "},
	{"so is one that shares a designator",
	    {"10 P - 2 R1,R2", "15 S - 1 C1"}, {"20 Q - 2 R2,R3"},
	    "0-0:designator "},
	{"each line has one partner",
	    {"10 P - 2 R1,R2"}, {"20 Q - 1 R1", "30 S - 1 R2"},
	    "0-0:designator "},
	{"what shares most designators goes first, not what comes first",
	    {"10 P - 3 R1,R2,R3", "20 S - 1 R4"},
	    {"10 Q - 1 R1", "20 T - 3 R2,R3,R4"},
	    "0-1:designator "},
	{"of two that share as many the find number decides",
	    {"10 P - 2 R1,R2"}, {"20 Q - 1 R1", "10 T - 1 R2"},
	    "0-1:designator "},
	{"a row number does not replace what stands elsewhere",
	    {"1 P - 1 R1", "2 Q - 1 C1"}, {"1 S - 1 C1", "2 T - 1 X1"},
	    "1-0:designators "},
	{"where only one of them has designators the find number counts",
	    {"1 P - 1 -", "2 Q - 1 C1"}, {"1 S - 1 R7", "2 T - 1 -"},
	    "0-0:place 1-1:place "},
	{"counted lines of one component follow their designators",
	    {"- P - 1 R1", "- P 2 1 R2", "- P 3 1 R3"},
	    {"- P - 1 R2", "- P 2 1 R3"},
	    "1-0:refdes 2-1:refdes "},
	{"and where they have none, all that they say",
	    {"10 P - 1 -", "10 P 2 7 -"}, {"10 P - 7 -", "10 P 2 5 -"},
	    "0-1:find_number 1-0:find_number "},
	{"designators come before quantities",
	    {"- P - 3 R1,R2,R3", "- P 2 1 R9"},
	    {"- P - 1 R1", "- P 2 3 R7,R8,R9"},
	    "0-0:key 1-1:key "},
	{"a source's own line numbers hold over find numbers",
	    {"10 P a7 2 -", "20 P a8 3 -"}, {"20 P a7 2 -", "30 P a8 4 -"},
	    "0-0:occurrence 1-1:occurrence "},
	{"and say what a component was replaced by",
	    {"- P 68 8 -", "- Q 69 8 -"}, {"- R 68 8 -", "- Q 69 4 -"},
	    "0-0:occurrence 1-1:key "},
	{"a count of lines says no such thing",
	    {"- P 2 8 -", "- Q - 1 -"}, {"- R 2 8 -"}, ""},
	{"nothing agrees",
	    {"10 P - 1 R1"}, {"20 Q - 1 R2"}, ""},
	{"no find number is no place",
	    {"- P - 1 -"}, {"- Q - 1 -"}, ""},
};

static size_t
lines_of(struct ladder_line *lines, const char *const *texts, struct arena *a)
{
	size_t count = 0;

	while (count < 4 && texts[count]) {
		lines[count] = line_of(texts[count], a);
		count++;
	}
	return count;
}

static void
lines_find_each_other(void **state)
{
	struct ladder_line old[LINES_MOST], new[LINES_MOST];
	struct arena a = ARENA_INIT;
	struct buf got = BUF_INIT(4096);
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct ladder_side o = {old, lines_of(old, cases[i].old, &a)};
		struct ladder_side n = {new, lines_of(new, cases[i].new, &a)};

		ladder_pair(o, n);
		buf_clear(&got);
		for (j = 0; j < o.count; j++)
			if (old[j].partner != LADDER_NONE) {
				buf_printf(&got, "%zu-%u:%s ", j,
				    old[j].partner,
				    ladder_rung_name(old[j].rung));
				assert_int_equal(new[old[j].partner].partner,
				    j);
			}
		if (strcmp(buf_text(&got), cases[i].pairs) != 0)
			fail_msg("%s: is %s", cases[i].what, buf_text(&got));
	}
	buf_release(&got);
	arena_release(&a);
}

static void
who_has_a_partner_does_not_climb(void **state)
{
	struct arena a = ARENA_INIT;
	struct ladder_line old[2], new[2];

	(void)state;
	old[0] = line_of("10 P - 1 -", &a);
	old[1] = line_of("20 P - 1 -", &a);
	new[0] = line_of("20 P - 1 -", &a);
	new[1] = line_of("30 P - 1 -", &a);
	old[0].partner = 0;
	new[0].partner = 0;
	ladder_pair((struct ladder_side){old, 2},
	    (struct ladder_side){new, 2});
	assert_int_equal(old[0].partner, 0);
	assert_int_equal(old[1].partner, 1);
	arena_release(&a);
}

/* 200,000 lines of one component: more than squares could do. */
static void
a_large_assembly_is_no_trouble(void **state)
{
	enum { MANY = 200000 };
	struct arena a = ARENA_INIT;
	struct ladder_line *old = mem_zero(MANY * sizeof(*old));
	struct ladder_line *new = mem_zero(MANY * sizeof(*new));
	char text[64];
	size_t i;

	(void)state;
	for (i = 0; i < MANY; i++) {
		snprintf(text, sizeof(text), "%06zu P - 1 -", i);
		old[i] = line_of(text, &a);
		snprintf(text, sizeof(text), "%06zu P - 1 -", i + 1);
		new[i] = line_of(text, &a);
	}
	ladder_pair((struct ladder_side){old, MANY},
	    (struct ladder_side){new, MANY});
	assert_int_equal(old[1].partner, 0);
	assert_int_equal(old[0].partner, MANY - 1);
	mem_free(old);
	mem_free(new);
	arena_release(&a);
}

/* 50,000 lines, each of which shares designators with two on the other side. */
static void
so_are_designators_that_all_changed_hands(void **state)
{
	enum { MANY = 50000 };
	struct arena a = ARENA_INIT;
	struct ladder_line *old = mem_zero(MANY * sizeof(*old));
	struct ladder_line *new = mem_zero(MANY * sizeof(*new));
	char text[80];
	size_t i;

	(void)state;
	for (i = 0; i < MANY; i++) {
		snprintf(text, sizeof(text), "- P%zu - 3 R%zu,R%zu,R%zu", i,
		    3 * i, 3 * i + 1, 3 * i + 2);
		old[i] = line_of(text, &a);
		snprintf(text, sizeof(text), "- Q%zu - 3 R%zu,R%zu,R%zu", i,
		    3 * i + 1, 3 * i + 2, 3 * i + 3);
		new[i] = line_of(text, &a);
	}
	ladder_pair((struct ladder_side){old, MANY},
	    (struct ladder_side){new, MANY});
	for (i = 0; i < MANY; i++)
		assert_int_equal(old[i].partner, i);
	mem_free(old);
	mem_free(new);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_find_each_other),
	    cmocka_unit_test(who_has_a_partner_does_not_climb),
	    cmocka_unit_test(a_large_assembly_is_no_trouble),
	    cmocka_unit_test(so_are_designators_that_all_changed_hands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
