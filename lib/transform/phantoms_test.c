/* phantoms_test.c - who is a phantom where. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

#define ITEM(item, more) "{\"type\":\"item\",\"item\":\"" item "\"," more "}"
#define VIEW(item, plant, value) "{\"type\":\"plant_item\",\"item\":\"" item \
    "\",\"plant\":\"" plant "\",\"special_procurement\":\"" value "\"}"

static const char *const records[] = {
    ITEM("P", "\"phantom\":true"), ITEM("K", "\"kind\":\"phantom\""),
    ITEM("N", "\"kind\":\"part\",\"name\":\"phantom\""),
    VIEW("P", "1", "30"), VIEW("N", "2", "50"), VIEW("K", "1", "50"),
    "A 10 L 1 phantom=true", "P 10 C 1", "P 20 D 2", "P 20 D > S", "P = ",
    "L 10 C 1", "Q 10 C 1", NULL};

struct asked {
	const char *rules, *item, *plant;
	enum phantoms_answer answer;
};

static void
the_line_then_the_plant_view_then_the_item_tells(void **state)
{
	static const struct asked cases[] = {
	    {"collapse: {}\n", "\"P\"", "\"1\"", PHANTOMS_NO},
	    {"collapse: {}\n", "\"P\"", "\"2\"", PHANTOMS_YES},
	    {"collapse: {}\n", "\"K\"", "\"1\"", PHANTOMS_YES},
	    {"collapse: {}\n", "\"N\"", "\"1\"", PHANTOMS_NO},
	    {"collapse: {}\n", "\"N\"", "\"2\"", PHANTOMS_YES},
	    {"collapse: {}\n", "\"L\"", "\"1\"", PHANTOMS_NO},
	    {"collapse: {said_by: [item]}\n", "\"P\"", "\"1\"", PHANTOMS_YES},
	    {"collapse: {said_by: [item]}\n", "\"N\"", "\"2\"", PHANTOMS_NO},
	    {"collapse: {said_by: [line]}\n", "\"P\"", "\"2\"", PHANTOMS_NO},
	    {"collapse: {special_procurement: [\"30\"]}\n", "\"P\"", "\"1\"",
	    PHANTOMS_YES},
	    {"collapse: {kind: [part]}\n", "\"N\"", "\"1\"", PHANTOMS_YES},
	    {"collapse: {kind: [part]}\n", "\"K\"", "\"2\"", PHANTOMS_NO},
	    {"others: pass\n", "\"P\"", "\"2\"", PHANTOMS_NO},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct spool in = SPOOL_INIT;
		struct unknowns u;
		struct phantoms p;
		struct rehearsal t;
		struct rawline line;
		struct err e = ERR_INIT;

		rehearsal_must(rehearsal_load(&t, cases[i].rules, &e), &e);
		rehearsal_spool(&in, records);
		unknowns_load(&u, &in, t.r.rules.from);
		rehearsal_must(phantoms_load(&p, &t.r.rules, &in, &u, &e),
		    &e);
		assert_int_equal(phantoms_ask_item(&p,
		    slice_of(cases[i].item), slice_of(cases[i].plant)),
		    cases[i].answer);
		memset(&line, 0, sizeof(line));
		line.raw[BOM_LINE_COMPONENT] = SLICE("\"Q\"");
		line.raw[BOM_LINE_PHANTOM] = SLICE("true");
		assert_int_equal(phantoms_ask(&p, &line, SLICE("\"1\"")),
		    p.count && t.r.rules.collapse.by_line ? PHANTOMS_YES
		    : PHANTOMS_NO);
		phantoms_release(&p);
		unknowns_release(&u);
		spool_release(&in);
		rehearsal_release(&t);
	}
}

static void
the_texts_of_a_bom_are_read_where_they_lie(void **state)
{
	struct spool in = SPOOL_INIT;
	struct arena a = ARENA_INIT;
	struct unknowns u;
	struct phantoms p;
	struct rehearsal t;
	struct err e = ERR_INIT;
	const struct phantoms_item *item;
	struct phantoms_bom *b;

	(void)state;
	rehearsal_must(rehearsal_load(&t, "collapse: {}\n", &e), &e);
	rehearsal_spool(&in, records);
	unknowns_load(&u, &in, t.r.rules.from);
	rehearsal_must(phantoms_load(&p, &t.r.rules, &in, &u, &e), &e);
	assert_null(phantoms_find(&p, SLICE("\"Q\"")));
	assert_null(phantoms_find(&p, SLICE("\"A\"")));
	item = phantoms_find(&p, SLICE("\"P\""));
	assert_non_null(item);
	b = &p.boms[item->first_bom - 1];
	assert_int_equal(b->next, 0);
	assert_true(b->header.len > 0);
	rehearsal_must(phantoms_read(&p, b, 1, &a, &e), &e);
	assert_non_null(memmem(b->lines.at, b->lines.len, "\"C\"", 3));
	assert_non_null(memmem(b->lines.at, b->lines.len, "\"D\"", 3));
	assert_true(slice_begins(b->subs, SLICE("{\"type\":\"substitute\"")));
	assert_int_equal(b->subs.at[b->subs.len - 1], '\n');
	phantoms_release(&p);
	unknowns_release(&u);
	spool_release(&in);
	rehearsal_release(&t);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_line_then_the_plant_view_then_the_item_tells),
	    cmocka_unit_test(the_texts_of_a_bom_are_read_where_they_lie),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
