/* bompair_test.c - the words for what became of a BOM's lines. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/bompair.h"
#include "diff/sketch_change.h"

#define MOST 6

static const struct {
	const char *what;
	/* what differs; lines of one key are paired before */
	const char *old[MOST], *new[MOST];
	const char *delta;
} cases[] = {
	{"a line of one key says no match",
	    {"A 10 P 1"}, {"A 10 P 2"},
	    "~ A 10 P quantity:1>2 [quantity]\n"},
	{"a line that got another find number is found again",
	    {"A 10 P 1 R1"}, {"A 20 P 1 R1"},
	    "~ A 20 P find_number:10>20 [find_number] by refdes\n"},
	{"a replacement is two changes in one group",
	    {"A 10 P 1"}, {"A 10 Q 1"},
	    "- A 10 P [replace] by place in bom_line:A/////10/Q/\n"
	    "+ A 10 Q [replace] by place in bom_line:A/////10/Q/\n"},
	{"what came and what went alone are in no group",
	    {"A 10 P 1"}, {"A 20 Q 1"},
	    "- A 10 P\n+ A 20 Q\n"},
	{"a designator that goes to another line of its component moved",
	    {"A 10 P 1 R1 uom=EA", "A 20 P 1 R2 uom=EA"},
	    {"A 10 P 2 R1,R2 uom=EA"},
	    "~ A 10 P quantity:1>2 refdes:R1>R1 R2 "
	    "[merge quantity refdes+ refdes-moved] in bom_line:A/////10/P/\n"
	    "- A 20 P [merge refdes-moved] in bom_line:A/////10/P/\n"},
	{"one that goes to another component is reused",
	    {"A 10 P 2 R1,R2", "A 20 Q 1 C1"},
	    {"A 10 P 1 R1", "A 20 Q 2 C1,R2"},
	    "~ A 10 P quantity:2>1 refdes:R1 R2>R1 "
	    "[quantity refdes- refdes-reused]\n"
	    "~ A 20 Q quantity:1>2 refdes:C1>C1 R2 "
	    "[quantity refdes+ refdes-reused]\n"},
	{"a replacement takes its place over and reuses nothing",
	    {"A 10 P 1 R1"}, {"A 10 Q 1 R1"},
	    "- A 10 P [replace] by designators in bom_line:A/////10/Q/\n"
	    "+ A 10 Q [replace] by designators in bom_line:A/////10/Q/\n"},
	{"beside a replacement a designator may be reused all the same",
	    {"A 10 P 1 R1", "A 20 S 2 R2,R3"},
	    {"A 10 Q 2 R1,R3", "A 20 S 1 R2"},
	    "- A 10 P [replace] by designator in bom_line:A/////10/Q/\n"
	    "+ A 10 Q [refdes-reused replace] by designator "
	    "in bom_line:A/////10/Q/\n"
	    "~ A 20 S quantity:2>1 refdes:R2 R3>R2 "
	    "[quantity refdes- refdes-reused]\n"},
	{"designators say what replaces what, whatever the find numbers say",
	    {"A 10 P 1 R1", "A 20 S 1 R2"}, {"A 10 Q 1 R2", "A 20 T 1 R1"},
	    "- A 10 P [replace] by designators in bom_line:A/////20/T/\n"
	    "+ A 10 Q [replace] by designators in bom_line:A/////10/Q/\n"
	    "- A 20 S [replace] by designators in bom_line:A/////10/Q/\n"
	    "+ A 20 T [replace] by designators in bom_line:A/////20/T/\n"},
	{"a designator that a replacement does not take over is reused",
	    {"A 10 P 2 R1,R2"}, {"A 10 Q 1 R1", "A 20 U 1 R2"},
	    "- A 10 P [refdes-reused replace] by designator "
	    "in bom_line:A/////10/Q/\n"
	    "+ A 10 Q [replace] by designator in bom_line:A/////10/Q/\n"
	    "+ A 20 U [refdes-reused]\n"},
	{"the number of designators is not the quantity of pieces",
	    {"A 10 P 1 R1"}, {"A 10 P 3 R1,R2"},
	    "~ A 10 P quantity:1>3 refdes:R1>R1 R2 "
	    "[quantity refdes+ refdes-count]\n"},
	{"of what is no piece designators do not count",
	    {"A 10 P 1 R1 uom=MTR"}, {"A 10 P 3 R1,R2 uom=MTR"},
	    "~ A 10 P quantity:1>3 refdes:R1>R1 R2 [quantity refdes+]\n"},
	{"a line that became two of together its quantity is split",
	    {"A 10 P 4"}, {"A 10 P 3", "A 20 P 1"},
	    "~ A 10 P quantity:4>3 [quantity split] "
	    "in bom_line:A/////10/P/\n"
	    "+ A 20 P [split] in bom_line:A/////10/P/\n"},
	{"two that are together more are not",
	    {"A 10 P 4"}, {"A 10 P 4 - note=x", "A 20 P 1"},
	    "~ A 10 P note:>x [attr:note]\n+ A 20 P\n"},
	{"nor are two of different units",
	    {"A 10 P 4 - uom=EA"}, {"A 10 P 3 - uom=EA",
	    "A 20 P 1 - uom=KGM"},
	    "~ A 10 P quantity:4>3 [quantity]\n+ A 20 P\n"},
	{"lines that became one are merged",
	    {"A 10 P 0.1", "A 20 P 0.2", "A 30 P 0.3"}, {"A 10 P 0.6"},
	    "~ A 10 P quantity:0.1>0.6 [merge quantity] "
	    "in bom_line:A/////10/P/\n"
	    "- A 20 P [merge] in bom_line:A/////10/P/\n"
	    "- A 30 P [merge] in bom_line:A/////10/P/\n"},
	{"a component that came where another was is no split",
	    {"A 10 P 4", "A 20 Q 1"}, {"A 10 P 3", "A 20 P 1"},
	    "~ A 10 P quantity:4>3 [quantity]\n"
	    "+ A 20 P [replace] by place in bom_line:A/////20/P/\n"
	    "- A 20 Q [replace] by place in bom_line:A/////20/P/\n"},
	{"lines of one key are one line, whatever else they say",
	    {"A 10 P 1 R1", "A 10 P#2 1 R2"}, {"A 10 P 1 R2"},
	    "~ A 10 P refdes:R1>R2 [refdes+ refdes- refdes-moved]\n"
	    "- A 10 P#2 [refdes-moved]\n"},
};

/* Puts the lines in: those of one key together. */
static void
put_lines(struct bompair *p, const char *const *old, const char *const *new,
    struct arena *a)
{
	struct slice texts[2][MOST] = {{{NULL, 0}}};
	struct buf b = BUF_INIT(SKETCH_TEXT);
	struct err e = ERR_INIT;
	size_t i, j;

	for (i = 0; i < 2; i++)
		for (j = 0; j < MOST && (i ? new : old)[j]; j++) {
			buf_clear(&b);
			sketch_record(&b, (i ? new : old)[j]);
			texts[i][j] = slice_copy(buf_slice(&b), a);
		}
	for (i = 0; i < MOST; i++)
		for (j = 0; texts[0][i].at && j < MOST; j++)
			if (texts[1][j].at && edits_same_key(texts[0][i],
			    texts[1][j])) {
				sketch_must(bompair_add(p, texts[0][i],
				    texts[1][j], &e), &e);
				texts[0][i].at = texts[1][j].at = NULL;
			}
	for (i = 0; i < MOST; i++) {
		sketch_must(bompair_add(p, texts[0][i],
		    slice_from(NULL, 0), &e), &e);
		sketch_must(bompair_add(p, slice_from(NULL, 0),
		    texts[1][i], &e), &e);
	}
	buf_release(&b);
}

static void
run_case(size_t at, struct buf *is)
{
	struct scope all;
	struct bompair p;
	struct edits edits;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct slice line;

	scope_init(&all);
	edits_init(&edits, &all, &all);
	bompair_init(&p, &edits);
	bompair_begin(&p);
	put_lines(&p, cases[at].old, cases[at].new, &a);
	sketch_must(bompair_end(&p, &e), &e);
	sketch_must(edits_finish(&edits, &e), &e);
	while (edits_next(&edits, &line, &e) > 0)
		sketch_change(is, line);
	bompair_release(&p);
	edits_release(&edits);
	arena_release(&a);
}

static void
what_became_of_lines_has_its_words(void **state)
{
	struct buf is = BUF_INIT(SKETCH_TEXT);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		buf_clear(&is);
		run_case(i, &is);
		if (strcmp(buf_text(&is), cases[i].delta) != 0)
			fail_msg("%s: is\n%s", cases[i].what, buf_text(&is));
	}
	buf_release(&is);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_became_of_lines_has_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
