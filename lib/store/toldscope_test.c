/* toldscope_test.c - one filter for all rows of a target, or none. */
#include "store/toldscope.h"

#include "store/ledger.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static const struct ledger_group sap = {"sap", "run-1",
    SLICE_INIT("released only")};
static int
set_up(void **state)
{
	static struct scratch s;

	scratch_open(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

/* The key of item or bom number `n`, and its line, into `b`. */
static struct slice
key_of(struct buf *b, const char *type, unsigned n)
{
	buf_clear(b);
	buf_printf(b, "{\"type\":\"%s\",\"%s\":\"A-%06u\"", type,
	    strcmp(type, "item") == 0 ? "item" : "parent", n);
	return buf_slice(b);
}

static void
put(struct scratch *s, const struct ledger_group *g, const char *type,
    unsigned n)
{
	static const char digest[] = "0123456789abcdef";
	struct buf line = BUF_INIT(4096);
	struct ledger_fact fact = {.type = slice_of(type),
	    .digest = slice_from(digest, 16), .external_id = SLICE("X1")};
	struct err e = ERR_INIT;

	fact.key = key_of(&line, type, n);
	buf_add_text(&line, ",\"name\":\"part\"}");
	fact.line = buf_slice(&line);
	fact.key.at = fact.line.at;
	assert_int_equal(ledger_put(s->db, g, &fact, 1, &e), 0);
	buf_release(&line);
}

static void
rows_of_one_filter_say_it(void **state)
{
	const struct ledger_group whole = {"sap", "run-2", SLICE_INIT("")};
	struct scratch *s = *state;
	struct buf filter = BUF_INIT(100);
	struct err e = ERR_INIT;

	assert_int_equal(toldscope_filter(s->db, "sap", &filter, &e), 0);
	put(s, &sap, "item", 1);
	put(s, &sap, "item", 2);
	assert_int_equal(toldscope_filter(s->db, "sap", &filter, &e), 1);
	assert_string_equal(buf_text(&filter), "released only");
	put(s, &whole, "item", 3);
	assert_int_equal(toldscope_filter(s->db, "sap", &filter, &e), 0);
	buf_release(&filter);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(rows_of_one_filter_say_it, set_up,
		tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
