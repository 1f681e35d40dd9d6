/* ordering_test.c - changes in the order in which people read them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/ordering.h"
#include "diff/sketch_diff.h"

#define MOST 10

static const struct {
	const char *what;
	const char *old[MOST], *new[MOST];
	/* "PARENT WAS>REVISION PLANT/USAGE:" or "TYPE:" where one begins */
	const char *read;
} cases[] = {
	{"BOMs first, in each header, lines, substitutes; then the others",
	    {"A = lifecycle=pilot", "A 10 P 1", "A 9 Q 1",
	    "{\"type\":\"supplier\",\"supplier\":\"s\"}",
	    "{\"type\":\"alternate\",\"item\":\"P\",\"alternate\":\"X\"}"},
	    {"A = lifecycle=released", "A 10 P 2", "A 10 P > S", "A 9 Q 2",
	    "{\"type\":\"item\",\"item\":\"P\"}"},
	    "A > /:\n"
	    "~ A =\n"
	    "~ A 9 Q\n"
	    "~ A 10 P\n"
	    "+ A 10 P > S\n"
	    "alternate:\n"
	    "- alternate:P/X\n"
	    "item:\n"
	    "+ item:P\n"
	    "supplier:\n"
	    "- supplier:s\n"},
	{"what went stands before what came in its place",
	    {"A 10 P 1", "A 20 S 1"}, {"A 10 Q 1", "A 20 R 1"},
	    "A > /:\n"
	    "- A 10 P\n"
	    "+ A 10 Q\n"
	    "- A 20 S\n"
	    "+ A 20 R\n"},
	{"what went from the old revision stands under the new one",
	    {"A/B 10 P 1", "A/B 20 Q 1", "A/B 20 Q > S"},
	    {"A/C 10 P 1", "A/C 30 R 1"},
	    "A B>C /:\n"
	    "~ A/C 10 P\n"
	    "- A/B 20 Q\n"
	    "- A/B 20 Q > S\n"
	    "+ A/C 30 R\n"},
	{"a replacement says which revision became which",
	    {"A/1 10 P 1 R1", "A/1 20 Q 1 R2"},
	    {"A/2 10 Z 1 R2", "A/2 20 X 1 R1"},
	    "A 1>2 /:\n- A/1 20 Q\n+ A/2 10 Z\n- A/1 10 P\n+ A/2 20 X\n"},
	{"of revisions that did not become one another each stands alone",
	    {"A/1 10 P 1", "A/2 10 P 1"}, {"A/10 10 P 1"},
	    "A 1>1 /:\n- A/1 10 P\n"
	    "A 2>2 /:\n- A/2 10 P\n"
	    "A 10>10 /:\n+ A/10 10 P\n"},
	{"plants and usages are BOMs of their own",
	    {"A//P2/eng 10 P 1", "A//P1/mfg 10 P 1", "A//P1/eng 10 P 1"},
	    {"A//P2/eng 10 P 2", "A//P1/mfg 10 P 2", "A//P1/eng 10 P 2"},
	    "A > P1/eng:\n~ A//P1/eng 10 P\n"
	    "A > P1/mfg:\n~ A//P1/mfg 10 P\n"
	    "A > P2/eng:\n~ A//P2/eng 10 P\n"},
	{"a name that begins another one comes first",
	    {"A 10 P 1", "A-1 10 P 1", "AB 10 P 1"}, {"A 10 P 2",
	    "A-1 10 P 2", "AB 10 P 2"},
	    "A > /:\n~ A 10 P\nA-1 > /:\n~ A-1 10 P\nAB > /:\n~ AB 10 P\n"},
	{"numbers that look alike keep an order",
	    {"A 1 P 1", "A 01 P 1", "A 001 P 1"},
	    {"A 1 P 2", "A 01 P 2", "A 001 P 2"},
	    "A > /:\n~ A 001 P\n~ A 01 P\n~ A 1 P\n"},
};

static int
take(void *ctx, struct slice line, struct err *e)
{
	return ordering_put(ctx, line, e);
}

static void
read_all(struct sketch *s, struct buf *is)
{
	static const char signs[] = {'+', '~', '-'};
	const struct diff_options options = {.memory = SORT_MEMORY_LEAST};
	const char *const paths[2] = {s->paths[0], s->paths[1]};
	struct ordering_change c;
	struct ordering r;
	struct diff d;
	struct err e = ERR_INIT;
	int got;

	ordering_init(&r);
	sketch_must(diff_run(&d, paths, &options, &e), &e);
	sketch_must(diff_each(&d, take, &r, &e), &e);
	sketch_must(ordering_begin(&r, &e), &e);
	while ((got = ordering_next(&r, &c, &e)) > 0) {
		if (c.first && c.of_bom)
			buf_printf(is, "%.*s %.*s>%.*s %.*s/%.*s:\n",
			    SLICE_ARGS(c.place.parent),
			    SLICE_ARGS(c.place.was),
			    SLICE_ARGS(c.place.revision),
			    SLICE_ARGS(c.place.plant),
			    SLICE_ARGS(c.place.usage));
		else if (c.first)
			buf_printf(is, "%s:\n",
			    schema_types[c.record.type].name.at);
		buf_printf(is, "%c ", signs[c.record.change->op]);
		sketch_name(is, &c.record);
		buf_add_byte(is, '\n');
	}
	sketch_must(got, &e);
	diff_release(&d);
	ordering_release(&r);
}

static void
changes_come_as_people_look_for_them(void **state)
{
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct sketch s;
	size_t i;

	(void)state;
	sketch_open(&s);
	for (i = 0; i < COUNT_OF(cases); i++) {
		sketch_stream(s.paths[0], NULL, cases[i].old);
		sketch_stream(s.paths[1], NULL, cases[i].new);
		buf_clear(&is);
		read_all(&s, &is);
		if (strcmp(buf_text(&is), cases[i].read) != 0)
			fail_msg("%s: is\n%s", cases[i].what, buf_text(&is));
	}
	sketch_close(&s);
	buf_release(&is);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(changes_come_as_people_look_for_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
