/* heldback_test.c - which lines a withheld one may be. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/heldback.h"
#include "model/sketch.h"

static void
withhold(struct withheld *w, const char *type, const char *key)
{
	struct buf line = BUF_INIT(10000);
	struct err e = ERR_INIT;

	buf_printf(&line, "{\"type\":\"withheld\",\"record_type\":\"%s\","
	    "\"record_key\":\"%s\",\"reason\":\"held\"}", type, key);
	sketch_must(withheld_add(w, buf_slice(&line), &e), &e);
	buf_release(&line);
}

static struct key
bom_of(const char *text, struct arena *a)
{
	struct err e = ERR_INIT;
	struct key k;

	sketch_must(key_parse_text(&k, slice_of(text), a, &e), &e);
	return k;
}

static const struct {
	const char *what, *bom, *find, *component;
	bool held;
} cases[] = {
    {"its component under another number", "A/C///", "10", "P", true},
    {"another component at its number", "A/C///", "20", "Q", true},
    {"neither", "A/C///", "10", "Q", false},
    {"in another BOM", "D////", "10", "P", false},
    {"no number is not the same number", "E////", "", "Q", false},
    {"the other side withholds it as well", "F////", "10", "P", false},
    {"the other side has it", "G////", "10", "P", false},
};

static void
a_line_may_be_what_shares_a_name_with_it(void **state)
{
	struct withheld new = WITHHELD_INIT, old = WITHHELD_INIT;
	struct arena a = ARENA_INIT;
	struct heldback h;
	struct key k;
	size_t i;

	(void)state;
	withhold(&new, "bom_line", "A/C////20/P/");
	withhold(&new, "bom_line", "E//////R/");
	withhold(&new, "bom_line", "F/////20/P/");
	withhold(&old, "bom_line", "F/////20/P/");
	withhold(&new, "bom_line", "G/////20/P/");
	withhold(&new, "bom", "H/C///");
	k = bom_of("bom_line:G/////20/P/", &a);
	withheld_mark(&new, &k);
	heldback_init(&h, &new, &old);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf text = BUF_INIT(1000);
		const struct ladder_line line = {
		    .find_number = slice_of(cases[i].find),
		    .component = slice_of(cases[i].component)};

		buf_printf(&text, "bom:%s", cases[i].bom);
		k = bom_of(buf_text(&text), &a);
		if (heldback_line(&h, &k, &line) != cases[i].held)
			fail_msg("%s", cases[i].what);
		buf_release(&text);
	}
	k = bom_of("bom:H/B///", &a);
	assert_true(heldback_revision(&h, &k));
	k = bom_of("bom:A/B///", &a);
	assert_false(heldback_revision(&h, &k));
	heldback_release(&h);
	withheld_release(&new);
	withheld_release(&old);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_line_may_be_what_shares_a_name_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
