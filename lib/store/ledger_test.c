/* ledger_test.c - rows in key order, in pages, and what is known of them. */
#include "store/ledger.h"

#include "store/audit.h"
#include "store/findings.h"
#include "store/intent.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static const struct ledger_group sap = {"sap", "run-1",
    SLICE_INIT("released only")};
static const struct audit_by by = {"run-1", "mara"};

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

static unsigned
count_rows(struct scratch *s, const char *target, const char *prefix)
{
	struct buf last = BUF_INIT(4096);
	struct ledger_cursor c;
	struct ledger_row row;
	struct err e = ERR_INIT;
	unsigned n = 0;

	ledger_open(&c, s->db, target, slice_of(prefix));
	while (ledger_next(&c, &row, &e) > 0) {
		assert_true(slice_compare(buf_slice(&last), row.key) < 0);
		assert_true(slice_begins(row.key, slice_of(prefix)));
		assert_true(slice_begins(row.line, row.key));
		buf_clear(&last);
		buf_add_slice(&last, row.key);
		n++;
	}
	assert_int_equal(e.kind, ERR_NONE);
	ledger_close(&c);
	buf_release(&last);
	return n;
}

static void
rows_come_in_key_order_over_pages_and_by_type(void **state)
{
	struct scratch *s = *state;
	struct ledger_group oracle = sap;
	unsigned i;

	oracle.target = "oracle";
	/* 7919 is a prime: all numbers, in no order. */
	for (i = 0; i < 1100; i++)
		put(s, &sap, "item", i * 7919 % 1100);
	for (i = 0; i < 512; i++)
		put(s, &sap, "bom", i);
	put(s, &oracle, "item", 1);
	assert_int_equal(count_rows(s, "sap", ""), 1612);
	assert_int_equal(count_rows(s, "sap", "{\"type\":\"item\","), 1100);
	assert_int_equal(count_rows(s, "sap", "{\"type\":\"bom\","), 512);
	assert_int_equal(count_rows(s, "sap", "{\"type\":\"bom_line\","), 0);
	assert_int_equal(count_rows(s, "oracle", ""), 1);
	assert_int_equal(count_rows(s, "none", ""), 0);
}

static void
a_prefix_that_ends_in_the_highest_byte_has_an_end(void **state)
{
	static const char *const keys[] = {"a", "a\xff", "a\xff\xff", "a\xff!",
	    "b", "\xff", "\xff\xff!"};
	static const struct {
		const char *prefix;
		unsigned count;
	} cases[] = {{"a\xff", 3}, {"a\xff\xff", 1}, {"\xff", 2},
	    {"\xff\xff", 1}, {"a", 4}, {"", 7}};
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < COUNT_OF(keys); i++) {
		struct ledger_fact fact = {.key = slice_of(keys[i]),
		    .type = SLICE("x"), .line = slice_of(keys[i])};

		assert_int_equal(ledger_put(s->db, &sap, &fact, 1, &e), 0);
	}
	for (i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(count_rows(s, "sap", cases[i].prefix),
		    cases[i].count);
}

static void
a_row_holds_what_was_put_and_the_newer_takes_its_place(void **state)
{
	struct scratch *s = *state;
	struct ledger_found found = LEDGER_FOUND_INIT;
	const struct ledger_row *row = &found.row;
	struct buf b = BUF_INIT(4096);
	struct ledger_fact fact = {SLICE("{\"type\":\"item\",\"item\":\"A\""),
	    SLICE("item"), SLICE("{\"type\":\"item\",\"item\":\"A\"}"),
	    SLICE("fedcba9876543210"), SLICE(""), SLICE("")};
	struct err e = ERR_INIT;

	put(s, &sap, "item", 7);
	assert_int_equal(ledger_get(s->db, "sap", key_of(&b, "item", 7),
	    &found, &e), 1);
	assert_true(slice_is(row->type, "item"));
	assert_int_equal(row->state, LEDGER_POSTED);
	assert_true(slice_is(row->line, "{\"type\":\"item\",\"item\":"
	    "\"A-000007\",\"name\":\"part\"}"));
	assert_true(slice_is(row->digest, "0123456789abcdef"));
	assert_true(slice_is(row->external_id, "X1"));
	assert_true(slice_is(row->scope, "released only"));
	assert_true(slice_is(row->run, "run-1"));
	assert_int_equal(row->op.len + row->intent.len + row->answer.len, 0);
	/* An external id that is not said again stays. */
	put(s, &sap, "item", 7);
	fact.key = key_of(&b, "item", 7);
	fact.line = fact.key;
	assert_int_equal(ledger_put(s->db, &sap, &fact, 1, &e), 0);
	assert_int_equal(ledger_get(s->db, "sap", fact.key, &found, &e), 1);
	assert_true(slice_is(row->digest, "fedcba9876543210"));
	assert_true(slice_is(row->external_id, "X1"));
	assert_int_equal(ledger_get(s->db, "oracle", fact.key, &found, &e),
	    0);
	page_release(&found.page);
	buf_release(&b);
}

static void
a_group_is_put_whole_or_not_at_all(void **state)
{
	static const char *const faults[] = {"db.step:3", "db.before-commit"};
	struct scratch *s = *state;
	struct ledger_fact facts[3] = {{.key = SLICE("a")},
	    {.key = SLICE("b")}, {.key = SLICE("c")}};
	struct slice keys[] = {SLICE("a"), SLICE("c"), SLICE("none")};
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < COUNT_OF(faults); i++) {
		scratch_fault(faults[i]);
		assert_int_equal(ledger_put(s->db, &sap, facts, 3, &e), -1);
		assert_int_equal(e.kind, ERR_AGAIN);
		err_clear(&e);
		assert_int_equal(count_rows(s, "sap", ""), 0);
	}
	for (i = 0; i < 3; i++)
		facts[i].line = facts[i].key;
	assert_int_equal(ledger_put(s->db, &sap, facts, 3, &e), 0);
	assert_int_equal(ledger_remove(s->db, "sap", keys, 3, &e), 0);
	assert_int_equal(count_rows(s, "sap", ""), 1);
	assert_int_equal(count_rows(s, "sap", "b"), 1);
}

static void
forgetting_a_type_is_audited_and_waits_for_what_is_under_way(void **state)
{
	const struct ledger_range items = {"sap",
	    SLICE("{\"type\":\"item\",")};
	static const char sql_told[] =
	    "SELECT count(*) FROM audit WHERE action = 'ledger.forget'"
	    " AND subject = 'sap' AND detail ="
	    " '{\"count\":\"3\",\"prefix\":\"{\\\"type\\\":\\\"item\\\",\"}'";
	struct scratch *s = *state;
	struct intent in = {SLICE("{\"type\":\"item\",\"item\":\"N\""),
	    SLICE("item"), SLICE("add"), SLICE(""), SLICE(""), SLICE("")};
	const struct intent_outcome lost = {in.key, LEDGER_REJECTED,
	    SLICE(""), SLICE("no"), SLICE(""), SLICE(""), SLICE("")};
	struct err e = ERR_INIT;
	uint64_t count = 9;
	unsigned i;

	for (i = 0; i < 3; i++) {
		put(s, &sap, "item", i);
		put(s, &sap, "bom", i);
	}
	in.line = in.key;
	assert_int_equal(intent_put(s->db, &sap, &in, 1, &e), 0);
	assert_int_equal(intent_sent(s->db, &sap, &in.key, 1, &e), 0);
	assert_int_equal(ledger_forget(s->db, &items, &by, &count, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_non_null(strstr(e.text, "1 records are on their way to sap"));
	assert_int_equal(count_rows(s, "sap", "{\"type\":\"bom\""), 3);
	err_clear(&e);
	assert_int_equal(intent_record(s->db, &sap, &lost, 1, &e), 0);
	assert_int_equal(ledger_remove(s->db, "sap", &in.key, 1, &e), 0);
	assert_int_equal(ledger_forget(s->db, &items, &by, &count, &e), 0);
	assert_int_equal(count, 3);
	assert_int_equal(count_rows(s, "sap", ""), 3);
	assert_int_equal(scratch_number(s, sql_told), 1);
}

static void
states_and_targets_are_counted(void **state)
{
	struct scratch *s = *state;
	struct ledger_group other = sap;
	struct intent in = {.type = SLICE("item"), .op = SLICE("add"),
	    .line = SLICE("x")};
	struct ledger_cursor c;
	struct ledger_row row;
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;
	uint64_t counts[LEDGER_STATES];
	const struct page_cell *cell;
	unsigned i;

	for (i = 0; i < 5; i++)
		put(s, &sap, "item", i);
	for (other.target = "b", i = 0; i < 3; i++)
		put(s, &other, "item", i);
	in.key = SLICE("p");
	assert_int_equal(intent_put(s->db, &sap, &in, 1, &e), 0);
	in.key = SLICE("s");
	assert_int_equal(intent_put(s->db, &sap, &in, 1, &e), 0);
	assert_int_equal(intent_sent(s->db, &sap, &in.key, 1, &e), 0);
	assert_int_equal(ledger_count(s->db, "sap", counts, &e), 0);
	assert_int_equal(counts[LEDGER_POSTED], 5);
	assert_int_equal(counts[LEDGER_PENDING], 1);
	assert_int_equal(counts[LEDGER_SENT], 1);
	assert_int_equal(counts[LEDGER_IN_DOUBT], 0);
	assert_int_equal(ledger_count(s->db, "none", counts, &e), 0);
	assert_int_equal(counts[LEDGER_POSTED], 0);
	ledger_open_state(&c, s->db, "sap", LEDGER_SENT);
	assert_int_equal(ledger_next(&c, &row, &e), 1);
	assert_true(slice_is(row.key, "s"));
	assert_string_equal(ledger_state_name(row.state), "sent");
	assert_int_equal(ledger_next(&c, &row, &e), 0);
	ledger_close(&c);
	ledger_open_state(&c, s->db, "sap", LEDGER_POSTED);
	for (i = 0; ledger_next(&c, &row, &e) > 0; i++)
		assert_int_equal(row.state, LEDGER_POSTED);
	assert_int_equal(i, 5);
	ledger_close(&c);
	assert_int_equal(ledger_targets(s->db, &page, &e), 0);
	cell = page_next(&page);
	assert_true(slice_is(cell[0].bytes, "b"));
	cell = page_next(&page);
	assert_true(slice_is(cell[0].bytes, "sap"));
	assert_null(page_next(&page));
	page_release(&page);
}

static const char sql_plan[] =
    "SELECT count(*) FROM (SELECT 1) WHERE EXISTS (SELECT 1 FROM"
    " pragma_index_list('ledger') WHERE name = 'ledger_open' AND partial = 1)";

static void
keep(const char *text, void *ctx)
{
	struct buf *all = ctx;

	buf_printf(all, "%s\n", text);
}

static void
damaged_rows_are_named(void **state)
{
	struct scratch *s = *state;
	struct buf all = BUF_INIT(65536);
	struct findings f = FINDINGS_INIT(keep, &all);
	struct err e = ERR_INIT;
	unsigned i;

	for (i = 0; i < 5; i++)
		put(s, &sap, "item", i);
	assert_int_equal(scratch_number(s, sql_plan), 1);
	assert_int_equal(ledger_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 0);
	scratch_exec(s, "UPDATE ledger SET type = 'bom'"
	    " WHERE CAST(key AS TEXT) LIKE '%A-000001%';"
	    "UPDATE ledger SET line = replace(line, 'A-000002', 'A-000009');"
	    "UPDATE ledger SET digest = x'00'"
	    " WHERE CAST(key AS TEXT) LIKE '%A-000003%'");
	assert_int_equal(ledger_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 3);
	assert_non_null(strstr(buf_text(&all), "ledger sap: {\"type\":\"item\","
	    "\"item\":\"A-000001\": the key is not of type bom\n"));
	assert_non_null(strstr(buf_text(&all),
	    "\"A-000002\": the acknowledged line has another key\n"));
	assert_non_null(strstr(buf_text(&all),
	    "\"A-000003\": the digest has 1 bytes\n"));
	buf_release(&all);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(rows_come_in_key_order_over_pages_and_by_type),
	    T(a_prefix_that_ends_in_the_highest_byte_has_an_end),
	    T(a_row_holds_what_was_put_and_the_newer_takes_its_place),
	    T(a_group_is_put_whole_or_not_at_all),
	    T(forgetting_a_type_is_audited_and_waits_for_what_is_under_way),
	    T(states_and_targets_are_counted),
	    T(damaged_rows_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
