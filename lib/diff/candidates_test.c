/* candidates_test.c - what a line could be, and who has it. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/candidates.h"
#include "diff/sketch_job.h"

#define MOST 8

static const struct {
	const char *what, *key;
	const char *old[MOST], *new[MOST];
	const char *words[3]; /* in what is explained, in this order */
} cases[] = {
    {"the one that agrees", "bom_line:A/////20/P/", {"A 10 P 2", NULL},
	{"A 20 P 2", NULL}, {"  * 10 P  quantity 2\n", "agrees in component, "
	"all else; differs in find_number 10 -> 20\n", "chosen: match "}},
    {"two that agree in less than the chosen one", "bom_line:A/////15/P/",
	{"A 10 P 2", "A 30 P 9", "A 40 P 7", NULL}, {"A 15 P 2", NULL},
	{"  * 10 P  quantity 2\n", "chosen: match ", "\n"
	"    2 that agree in less were not looked at\n"}},
    {"all that agree in as much as the chosen one", "bom_line:A/////15/P/",
	{"A 10 P 9", "A 30 P 8", "A 40 P 7", NULL}, {"A 15 P 2", NULL},
	{"    10 P  quantity 9\n", "    30 P  quantity 8\n",
	"  * 40 P  quantity 7\n"}},
    {"one whose line equals another", "bom_line:A/////20/P/",
	{"A 10 P 2", NULL}, {"A 10 P 2", "A 20 P 2", NULL},
	{"    10 P  quantity 2\n", "taken by 10 P, which it equals\n", "add"}},
    {"one that agrees in more with another", "bom_line:A/////30/P/",
	{"A 10 P 2", NULL}, {"A 20 P 2", "A 30 P 5", NULL},
	{"    10 P  quantity 2\n", "taken by 20 P, which agrees in more: "
	"component, all else\n", "add"}},
    {"of equal ones the first in order", "bom_line:A/////30/P/",
	{"A 10 P 2", NULL}, {"A 20 P 2", "A 30 P 2", NULL},
	{"    10 P  quantity 2\n", "taken by 20 P, which comes first in order",
	"add"}},
    {"a replacement, from the old side", "bom_line:A/////10/P/",
	{"A 10 P 2", NULL}, {"A 10 Q 2", NULL}, {"  * 10 Q  quantity 2\n",
	"differs in component P -> Q\n", "chosen: a replacement, match "}},
    {"nothing at all", "bom_line:A/////10/P/",
	{"A 10 P 2", "A 30 R 1", NULL}, {"A 20 Q 2", "A 30 R 1", NULL},
	{"no line agrees in anything that counts\n", "remove", ""}},
};

static void
candidates_are_told_with_who_has_them(void **state)
{
	const char *at;
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf out = BUF_INIT(SKETCH_TEXT);

		assert_int_equal(sketch_explain(&out, cases[i].key,
		    cases[i].old, cases[i].new), 1);
		at = buf_text(&out);
		for (j = 0; j < 3; j++) {
			at = strstr(at, cases[i].words[j]);
			if (!at)
				fail_msg("%s: no \"%s\"\n%s", cases[i].what,
				    cases[i].words[j], buf_text(&out));
		}
		buf_release(&out);
	}
}

/* A line came, and many of its component are there on both sides. */
static void
of_many_some_are_told(void **state)
{
	enum { LINES = CANDIDATES_MOST + 5 };
	const char *old[LINES + 1] = {NULL}, *new[LINES + 2] = {NULL};
	char texts[LINES][32];
	struct buf out = BUF_INIT(SKETCH_TEXT);
	unsigned i;

	(void)state;
	for (i = 0; i < LINES; i++) {
		snprintf(texts[i], sizeof(texts[i]), "A %u P %u", i + 10,
		    i + 10);
		old[i] = new[i] = texts[i];
	}
	new[LINES] = "A 99 P 7";
	assert_int_equal(sketch_explain(&out, "bom_line:A/////99/P/", old,
	    new), 1);
	assert_non_null(strstr(buf_text(&out), "    29 P  quantity 29\n"));
	assert_null(strstr(buf_text(&out), "    30 P  quantity 30\n"));
	assert_non_null(strstr(buf_text(&out), "    and 5 more\n"));
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(candidates_are_told_with_who_has_them),
	    cmocka_unit_test(of_many_some_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
