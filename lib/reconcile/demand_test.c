/* demand_test.c - entries of `exists`, and what is wrong with them. */
#include "reconcile/demand.h"

#include <setjmp.h>

#include <cmocka.h>
#include <unistd.h>

static char path[] = "/tmp/bom-demand-XXXXXX";

/* The entries of a list that stands in a file; false: *e. */
static bool
read_demands(struct demands *d, struct duty_words *w, struct ydoc *doc,
    const char *text, struct err *e)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	*w = (struct duty_words)DUTY_WORDS_INIT;
	if (ydoc_load(doc, path, e) < 0)
		fail_msg("%s", e->text);
	return demands_read(d, w, ydoc_get(doc->root, "exists"), e) == 0;
}

static void
a_demand_says_when_and_where(void **state)
{
	struct demands d;
	struct duty_words w;
	struct ydoc doc;
	struct record item;
	struct err e = ERR_INIT;
	bool holds;

	(void)state;
	assert_true(read_demands(&d, &w, &doc, "exists:\n"
	    "  - {plants: scope, team: planning}\n"
	    "  - {plants: [1000, B], when: \"make_buy = 'buy'\"}\n"
	    "  - {plants: change_orders}\n", &e));
	assert_int_equal(d.count, 3);
	assert_int_equal(d.list[0].from, DEMAND_SCOPE);
	assert_true(slice_is(d.list[0].duty.team, "planning"));
	assert_int_equal(d.list[1].plants.count, 2);
	assert_int_equal(d.list[2].from, DEMAND_CHANGE_ORDERS);
	record_init(&item, TYPE_ITEM);
	item.values[ITEM_LIFECYCLE] = value_of_text(SLICE("released"));
	assert_int_equal(demand_holds(&d.list[0], &item, &holds, &e), 0);
	assert_true(holds);
	assert_int_equal(demand_holds(&d.list[1], &item, &holds, &e), 0);
	assert_false(holds);
	item.values[ITEM_LIFECYCLE] = value_of_text(SLICE("in_work"));
	assert_int_equal(demand_holds(&d.list[0], &item, &holds, &e), 0);
	assert_false(holds);
	duty_words_release(&w);
	ydoc_release(&doc);
}

static void
what_is_wrong_has_its_place(void **state)
{
	static const char *const cases[][2] = {
	    {"exists: [{when: \"1\"}]", ":1:10: "},
	    {"exists: [{plants: everywhere}]", "\"everywhere\""},
	    {"exists: [{plants: [\"\"]}]", "a plant must not be empty"},
	    {"exists: [{plants: scope, whem: \"1\"}]", "\"whem\""},
	    {"exists: [{plants: scope, when: \"nothing = 1\"}]", "nothing"},
	    {"exists: scope", "list"},
	};
	struct demands d;
	struct duty_words w;
	struct ydoc doc;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;

		assert_false(read_demands(&d, &w, &doc, cases[i][0], &e));
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, cases[i][1]))
			fail_msg("%s", e.text);
		duty_words_release(&w);
		ydoc_release(&doc);
	}
}

static int
make_file(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int
remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_demand_says_when_and_where),
	    cmocka_unit_test(what_is_wrong_has_its_place),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
