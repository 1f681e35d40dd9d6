/* phantomlevel_test.c - a path into phantoms: its end, its length, its sums. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/phantomlevel.h"

#define LINE(component, more) "{\"type\":\"bom_line\",\"parent\":\"A\"," \
    "\"parent_revision\":\"\",\"plant\":\"\",\"usage\":\"\"," \
    "\"alternative\":\"\",\"find_number\":\"1\",\"component\":\"" component \
    "\",\"occurrence\":\"\"" more "}"
#define BOM(more) "{\"type\":\"bom\",\"parent\":\"P\"," \
    "\"parent_revision\":\"\",\"plant\":\"\",\"usage\":\"\"," \
    "\"alternative\":\"\"" more "}"

static struct restructure_rules rules = {.digits = 12};
static struct phantoms phantoms;

static void
level_init(struct phantomlevel *to, struct mbom *m, const char *line,
    const struct phantoms_bom *bom)
{
	*to = (struct phantomlevel){.phantoms = &phantoms, .m = m,
	    .bom = bom, .depth = 1};
	rawline_cut(&to->line.raw, TYPE_BOM_LINE, slice_of(line));
}

static void
a_path_that_comes_back_is_a_cycle(void **state)
{
	const struct slice keys[RAWLINE_BOM_KEYS] = {SLICE_INIT("\"A\"")};
	struct phantoms_bom bom = {.header = {"", 0}};
	struct phantomlevel p, q, again;
	struct mbom m;

	(void)state;
	mbom_init(&m, &rules);
	mbom_start(&m, keys, SLICE(""));
	level_init(&p, &m, LINE("P", ""), &bom);
	level_init(&q, &m, LINE("Q", ""), &bom);
	level_init(&again, &m, LINE("P", ""), &bom);
	q.up = &p;
	again.up = &q;
	assert_int_equal(phantomlevel_check(&q), 0);
	assert_int_equal(phantomlevel_check(&again), 1);
	assert_string_equal(buf_text(&m.why),
	    "a cycle through phantoms: A > P > Q > P");
	mbom_start(&m, keys, SLICE(""));
	q.depth = PHANTOMLEVEL_MOST;
	assert_int_equal(phantomlevel_check(&q), 0);
	q.depth++;
	assert_int_equal(phantomlevel_check(&q), 1);
	assert_string_equal(buf_text(&m.why), "phantoms in phantoms over more "
	    "than 200 levels");
	mbom_release(&m);
}

static void
bases_are_counted_in_the_unit_of_the_bom(void **state)
{
	static const struct {
		const char *line, *header;
		unsigned n, d; /* 0: none is counted */
		int rejected;
	} cases[] = {
	    {LINE("P", ",\"quantity\":2"), BOM(",\"base_quantity\":6"), 1, 3,
	    0},
	    {LINE("P", ",\"quantity\":3,\"uom\":\"KGM\""),
	    BOM(",\"uom\":\"GRM\""), 3000, 1, 0},
	    {LINE("P", ",\"quantity\":3,\"uom\":\"KGM\""), BOM(""), 3, 1, 0},
	    {LINE("P", ",\"as_required\":true"), BOM(""), 0, 0, 0},
	    {LINE("P", ""), BOM(""), 0, 0, 1},
	    {LINE("P", ",\"quantity\":1"), BOM(",\"base_quantity\":-1"), 0, 0,
	    1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct phantoms_bom bom = {
		    .header = slice_of(cases[i].header)};
		struct phantomlevel to;
		struct mbom m;

		mbom_init(&m, &rules);
		level_init(&to, &m, cases[i].line, &bom);
		assert_int_equal(phantomlevel_count(&to), cases[i].rejected);
		if (cases[i].n) {
			struct factor right = factor_of(cases[i].n,
			    cases[i].d);

			assert_true(to.counted);
			assert_true(factor_equal(&to.each.size, &right));
		} else if (!cases[i].rejected) {
			assert_false(to.counted);
		}
		mbom_release(&m);
	}
}

static void
lines_without_a_common_day_are_gone(void **state)
{
	struct phantoms_bom bom = {.header = {"", 0}};
	struct phantomlevel to;
	struct mbom_line *l;
	struct mbom m;
	bool gone;

	(void)state;
	mbom_init(&m, &rules);
	level_init(&to, &m, LINE("P", ",\"quantity\":2,"
	    "\"effective_from\":\"2026-02-01\""), &bom);
	assert_int_equal(phantomlevel_count(&to), 0);
	l = mbom_push(&m);
	rawline_cut(&l->raw, TYPE_BOM_LINE, SLICE(LINE("C", ",\"quantity\":3,"
	    "\"effective_to\":\"2026-02-02\"")));
	assert_int_equal(phantomlevel_join(l, &to, &gone), 0);
	assert_false(gone);
	assert_int_equal(mbom_settle(&m, l), 0);
	assert_true(slice_is(l->raw.raw[BOM_LINE_QUANTITY], "6"));
	assert_true(slice_is(l->raw.raw[BOM_LINE_FIND_NUMBER], "\"1.1\""));
	rawline_cut(&l->raw, TYPE_BOM_LINE, SLICE(LINE("C", ",\"quantity\":3,"
	    "\"effective_to\":\"2026-02-01\"")));
	assert_int_equal(phantomlevel_join(l, &to, &gone), 0);
	assert_true(gone);
	mbom_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_path_that_comes_back_is_a_cycle),
	    cmocka_unit_test(bases_are_counted_in_the_unit_of_the_bom),
	    cmocka_unit_test(lines_without_a_common_day_are_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
