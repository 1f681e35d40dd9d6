/* match_test.c - what cancels, what is left over, what bears witness. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "base/mem.h"
#include "model/match.h"

#define MOST 8
#define ENOUGH 100

/* Key, line, BOM; a key of 0 ends. */
struct line {
	uint64_t key, line, bom;
};

static const struct {
	const char *what;
	struct line old[MOST], new[MOST];
	/* as digits: the lines of both sides, and their witnesses */
	const char *left[2], *witnesses[2];
	bool good;
} cases[] = {
    {"nothing at all", {{0, 0, 0}}, {{0, 0, 0}}, {"", ""}, {"", ""}, true},
    {"equal lines cancel", {{1, 1, 0}, {2, 2, 0}}, {{2, 2, 0}, {1, 1, 0}},
	{"", ""}, {"", ""}, true},
    {"a changed line is left on both sides", {{1, 1, 0}, {2, 2, 0}},
	{{1, 1, 0}, {2, 3, 0}}, {"1", "1"}, {"", ""}, true},
    {"one side alone", {{1, 1, 0}, {3, 3, 0}}, {{2, 2, 0}, {3, 3, 0}},
	{"0", "0"}, {"", ""}, true},
    {"what is wanted does not cancel", {{1, 1, MATCH_WANTED}},
	{{1, 1, MATCH_WANTED}}, {"0", "0"}, {"", ""}, true},
    {"the old side knows the BOM of a new line", {{1, 1, 9}, {3, 3, 8}},
	{{1, 1, 9}, {2, 2, 9}, {3, 3, 8}}, {"", "1"}, {"0", ""}, true},
    {"the new side knows the BOM of an old line",
	{{1, 1, 9}, {2, 2, 9}, {3, 3, 8}}, {{3, 3, 8}, {1, 1, 9}},
	{"1", ""}, {"", "1"}, true},
    {"lines left on both sides need no witness", {{1, 1, 9}, {2, 2, 9}},
	{{1, 1, 9}, {2, 3, 9}}, {"1", "1"}, {"", ""}, true},
    {"a BOM that nobody else knows", {{1, 1, 9}}, {{2, 2, 8}}, {"0", "0"},
	{"", ""}, true},
    {"a key twice in the old", {{1, 1, 0}, {1, 1, 0}}, {{1, 1, 0}},
	{"", ""}, {"", ""}, false},
    {"a key twice in the new", {{1, 1, 0}}, {{1, 1, 0}, {1, 2, 0}},
	{"", ""}, {"", ""}, false},
    {"a key twice that the old lacks", {{2, 2, 0}}, {{1, 1, 0}, {1, 1, 0}},
	{"", ""}, {"", ""}, false},
};

static struct prints *
prints_from(const struct line *lines)
{
	struct prints *p = prints_new(4, 1 << 20);
	struct err e = ERR_INIT;
	uint64_t i;

	/* keys of one share, and such that meet in its table */
	for (i = 0; lines[i].key; i++)
		assert_int_equal(prints_put(p, print_of(
		    lines[i].key % 2 << 60 | lines[i].key << 30,
		    lines[i].line, lines[i].bom, i), &e), 0);
	assert_int_equal(prints_finish(p, &e), 0);
	return p;
}

static void
check(const char *what, const struct lefts *is, const char *right)
{
	size_t i;

	assert_int_equal(is->count, strlen(right));
	for (i = 0; i < is->count; i++)
		if (!strchr(right, '0' + (int)is->list[i].offset))
			fail_msg("%s: %d", what, (int)is->list[i].offset);
}

static void
what_cancels_is_gone_and_the_rest_is_left(void **state)
{
	struct lefts left[2], witnesses[2];
	struct prints *p[2];
	size_t i;
	int side;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		p[0] = prints_from(cases[i].old);
		p[1] = prints_from(cases[i].new);
		if (match_prints(p, 4, ENOUGH, left, witnesses) !=
		    cases[i].good)
			fail_msg("%s", cases[i].what);
		for (side = 0; side < 2; side++) {
			if (cases[i].good) {
				check(cases[i].what, &left[side],
				    cases[i].left[side]);
				check(cases[i].what, &witnesses[side],
				    cases[i].witnesses[side]);
			}
			mem_free(left[side].list);
			mem_free(witnesses[side].list);
			prints_free(p[side]);
		}
	}
}

static void
more_than_may_be_left_is_no_match(void **state)
{
	static const struct line none[] = {{0, 0, 0}};
	struct line lines[12] = {{0, 0, 0}};
	struct lefts left[2], witnesses[2];
	struct prints *p[2];
	int i;

	(void)state;
	for (i = 0; i < 11; i++)
		lines[i] = (struct line){(uint64_t)i * 2 + 2, 1, 0};
	p[0] = prints_from(lines);
	p[1] = prints_from(none);
	for (i = 10; i <= 11; i++) {
		assert_int_equal(match_prints(p, 4, (size_t)i, left,
		    witnesses), i == 11);
		mem_free(left[0].list);
		mem_free(left[1].list);
		mem_free(witnesses[0].list);
		mem_free(witnesses[1].list);
	}
	prints_free(p[0]);
	prints_free(p[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_cancels_is_gone_and_the_rest_is_left),
	    cmocka_unit_test(more_than_may_be_left_is_no_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
