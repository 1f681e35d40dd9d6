/* scopeword_test.c - what --scope takes, and what it says otherwise. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/scopeout.h"
#include "model/scopeword.h"

static const struct {
	const char *words;
	const char *printed; /* NULL: refused */
} cases[] = {
    {"all", "{}"},
    {" all ", "{}"},
    {"types=item|bom,plants=1000", "{\"types\":[\"bom\",\"item\"],"
	"\"plants\":[\"1000\"]}"},
    {"filter=released only", "{\"filter\":\"released only\"}"},
    {"{\"usages\":[\"eng\"]}", "{\"usages\":[\"eng\"]}"},
    {"[{\"plants\":[\"1\"]},{\"plants\":[\"2\"]}]",
	"[{\"plants\":[\"1\"]},{\"plants\":[\"2\"]}]"},
    {"everything", NULL},
    {"", NULL},
    {"types=itm", NULL},
    {"{\"types\":", NULL},
};

static void
words_and_json_are_read_or_refused_as_a_mistake_of_the_command(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct arena a = ARENA_INIT;
		struct buf b = BUF_INIT(4096);
		struct err e = ERR_INIT;
		struct scope s;
		int rc = scopeword_parse(&s, slice_of(cases[i].words), &a, &e);

		assert_int_equal(rc, cases[i].printed ? 0 : -1);
		if (rc < 0) {
			assert_int_equal(e.kind, ERR_USAGE);
		} else {
			scopeout_add(&b, &s);
			assert_string_equal(buf_text(&b), cases[i].printed);
		}
		buf_release(&b);
		arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
	  words_and_json_are_read_or_refused_as_a_mistake_of_the_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
