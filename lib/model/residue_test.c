/* residue_test.c - lines of one key come together, from several residues. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/residue.h"
#include "io/zio.h"

#define ITEM(name, more) "{\"type\":\"item\",\"item\":\"" name "\"" more "}"
#define BOM "{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision\":" \
    "\"\",\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\""
#define LINE BOM ",\"find_number\":\"10\",\"component\":\"P\"," \
    "\"occurrence\":\"\"}"

static void
put(struct residue *r, const char *line, int side)
{
	struct err e = ERR_INIT;

	if (side == 2)
		assert_int_equal(residue_put_shared(r, slice_of(line), &e), 0);
	else
		assert_int_equal(residue_put(r, slice_of(line), side, &e), 0);
}

static void
check(struct residue_cursor *c, const char *old, const char *new, bool shared)
{
	struct residue_item item;
	struct err e = ERR_INIT;

	assert_int_equal(residue_next(c, &item, &e), 1);
	assert_int_equal(item.shared, shared);
	assert_int_equal(item.lines[0].at != NULL, old != NULL);
	assert_int_equal(item.lines[1].at != NULL, new != NULL);
	assert_true(!old || slice_is(item.lines[0], old));
	assert_true(!new || slice_is(item.lines[1], new));
	if (!shared)
		assert_int_equal(item.type, slice_begins(slice_of(old ? old
		    : new), SLICE(BOM)) ? TYPE_BOM_LINE : TYPE_ITEM);
}

static void
what_was_put_in_comes_by_key(void **state)
{
	struct residue_cursor c;
	struct residue r[2];
	struct residue_item item;
	struct err e = ERR_INIT;

	(void)state;
	residue_init(&r[0], SORT_MEMORY_LEAST);
	residue_init(&r[1], SORT_MEMORY_LEAST);
	put(&r[0], ITEM("B", ""), 0);
	put(&r[1], ITEM("B", ",\"name\":\"b\""), 1);
	put(&r[1], ITEM("A", ""), 1);
	put(&r[0], ITEM("C", ",\"name\":\"b\""), 0);
	put(&r[0], ITEM("C", ",\"name\":\"a\""), 1);
	put(&r[1], LINE, 0);
	put(&r[0], BOM, 2);
	assert_int_equal(residue_finish(&r[0], &e), 0);
	assert_int_equal(residue_finish(&r[1], &e), 0);
	residue_cursor_init(&c, r, 2);
	check(&c, BOM, NULL, true);
	check(&c, LINE, NULL, false);
	check(&c, NULL, ITEM("A", ""), false);
	check(&c, ITEM("B", ""), ITEM("B", ",\"name\":\"b\""), false);
	check(&c, ITEM("C", ",\"name\":\"b\""), ITEM("C", ",\"name\":\"a\""),
	    false);
	assert_int_equal(residue_next(&c, &item, &e), 0);
	residue_cursor_release(&c);
	residue_release(&r[0]);
	residue_release(&r[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_put_in_comes_by_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
