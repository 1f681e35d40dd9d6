/* sent_test.c - what is sent makes a difference, and nothing else. */
#include "load/sent.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"
#include "model/recin.h"

static struct hash128
hash_of(const struct target_section *s, const char *line)
{
	static struct column_value values[TARGET_COLUMNS_MOST];
	struct arena a = ARENA_INIT;
	struct buf scratch = BUF_INIT(4096);
	const struct sent_room room = {&a, &scratch, values};
	struct err e = ERR_INIT;
	struct hash128 h;
	struct record r;

	assert_int_equal(recin_parse(&r, slice_of(line), JSON_AT("line", 1),
	    &a, &e), 0);
	if (r.type == s->type)
		assert_int_equal(sent_root(&h, s, &r, &room, &e), 0);
	else
		h = sent_part(sent_part_of(s, r.type), &r, &room);
	arena_release(&a);
	buf_release(&scratch);
	return h;
}

static bool
same(const struct target_section *s, const char *a, const char *b)
{
	return hash_equal(hash_of(s, a), hash_of(s, b));
}

#define ITEM(more) "{\"type\":\"item\",\"item\":\"A\"" more "}"

static void
members_that_are_not_sent_are_left_out(void **state)
{
	struct target_section s = {.type = TYPE_ITEM};

	(void)state;
	memset(s.sends, true, sizeof(s.sends));
	assert_true(same(&s, ITEM(",\"mass\":1"), ITEM(",\"mass\":1.0")));
	assert_false(same(&s, ITEM(",\"mass\":1"), ITEM(",\"mass\":2")));
	s.sends[ITEM_MASS] = false;
	assert_true(same(&s, ITEM(",\"mass\":1"), ITEM(",\"mass\":2")));
	assert_false(same(&s, ITEM(",\"attrs\":{\"x\":1}"), ITEM("")));
	s.sends[SCHEMA_MEMBERS_MOST] = false;
	assert_true(same(&s, ITEM(",\"attrs\":{\"x\":1}"), ITEM("")));
	assert_false(same(&s, ITEM(""), "{\"type\":\"item\",\"item\":\"B\"}"));
}

static void
columns_and_parts_are_asked_for_their_own(void **state)
{
	struct trial t;
	struct target_section *s;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	s = &t.profile.sections[TYPE_BOM];
	assert_false(same(s, TRIAL_BOM("A", ""), TRIAL_BOM("A",
	    ",\"base_quantity\":2")));
	assert_false(same(s, TRIAL_LINE("A", "1", "P", ""), TRIAL_LINE("A",
	    "1", "P", ",\"quantity\":2")));
	s->parts[0].sends[BOM_LINE_QUANTITY] = false;
	assert_true(same(s, TRIAL_LINE("A", "1", "P", ""), TRIAL_LINE("A",
	    "1", "P", ",\"quantity\":2")));
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(members_that_are_not_sent_are_left_out),
	    cmocka_unit_test(columns_and_parts_are_asked_for_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
