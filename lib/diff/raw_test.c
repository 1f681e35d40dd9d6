/* raw_test.c - what is not the same bytes, kind by kind. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/raw.h"
#include "diff/sketch_diff.h"
#include "model/sketch_lines.h"

#define MOST 8

static const struct {
	const char *what;
	struct sketch_head as; /* the new stream */
	const char *old[MOST], *new[MOST];
	/* KIND: - old, + new, ~ both, = the BOM is on both sides */
	const char *items;
	uint64_t kept;
} cases[] = {
	{"equal lines are not looked into", {HEAD_SNAPSHOT, NULL},
	    {"A 10 P 1", "A =", "A 10 P > S"},
	    {"A 10 P 1", "A =", "A 10 P > S"}, "", 0},
	{"each kind comes by itself, in order of keys",
	    {HEAD_SNAPSHOT, NULL},
	    {"A = lifecycle=pilot", "A 10 P 1", "B 10 Q 1", "B 10 Q > S",
	    "{\"type\":\"item\",\"item\":\"P\"}"},
	    {"A = lifecycle=released", "A 10 P 2", "A 20 Q 1", "C 10 Q > S"},
	    "headers: ~ A =\n"
	    "lines: = A\n"
	    "lines: ~ A 10 P\n"
	    "lines: + A 20 Q\n"
	    "lines: - B 10 Q\n"
	    "substitutes: - B 10 Q > S\n"
	    "substitutes: + C 10 Q > S\n"
	    "others: - item:P\n", 0},
	{"that both sides know the BOM is said where it differs",
	    {HEAD_SNAPSHOT, NULL},
	    {"A/1 10 P 1", "A/1 20 Q 1", "A/10 10 P 1", "B 10 P 1"},
	    {"A/1 10 P 1", "A/1 20 Q 2", "A/10 20 P 1", "B 10 P 1"},
	    "lines: = A/1\n"
	    "lines: ~ A/1 20 Q\n"
	    "lines: = A/10\n"
	    "lines: - A/10 10 P\n"
	    "lines: + A/10 20 P\n", 0},
	{"an upsert does not say that anything is gone",
	    {HEAD_UPSERT, NULL},
	    {"A 10 P 1", "A 20 Q 1", "B ="}, {"A 10 P 2", "A 30 Q 1"},
	    "lines: = A\n"
	    "lines: ~ A 10 P\n"
	    "lines: + A 30 Q\n", 2},
	{"outside its scope the new side says nothing",
	    {HEAD_SNAPSHOT, "{\"plants\":[\"P1\"]}"},
	    {"A//P1 10 P 1", "A//P2 10 P 1"}, {"A//P1 20 Q 1"},
	    "lines: = A//P1\n"
	    "lines: - A//P1 10 P\n"
	    "lines: + A//P1 20 Q\n", 1},
	{"what is withheld is not gone", {HEAD_SNAPSHOT, NULL},
	    {"A 10 P 1", "A 20 Q 1"},
	    {"{\"type\":\"withheld\",\"record_type\":\"bom_line\","
	    "\"record_key\":\"A/////10/P/\",\"reason\":\"held\"}"},
	    "lines: - A 20 Q\n"
	    "others: + withheld:bom_line\n", 1},
};

static void
add_item(struct buf *is, const char *kind, const struct raw_item *item,
    struct arena *a)
{
	struct slice text = item->old.at ? item->old : item->new;
	struct err e = ERR_INIT;
	struct record r;
	struct key k;

	buf_printf(is, "%s: %c ", kind, item->shared ? '='
	    : !item->new.at ? '-' : !item->old.at ? '+' : '~');
	if (item->shared) {
		/* a prefix up to `alternative`: made a record to be shown */
		struct buf whole = BUF_INIT(SKETCH_TEXT);

		buf_add_slice(&whole, text);
		buf_add_text(&whole, ",\"find_number\":\"\",\"component\":"
		    "\"x\",\"occurrence\":\"\"");
		assert_true(key_parse_prefix(&k, buf_slice(&whole), a) > 0);
		buf_printf(is, "%.*s", SLICE_ARGS(k.parts[0]));
		if (k.parts[1].len || k.parts[2].len)
			buf_printf(is, "/%.*s", SLICE_ARGS(k.parts[1]));
		if (k.parts[2].len)
			buf_printf(is, "/%.*s", SLICE_ARGS(k.parts[2]));
		buf_release(&whole);
	} else if (item->type == TYPE_WITHHELD) {
		buf_add_text(is, "withheld:bom_line");
	} else {
		sketch_must(recin_parse(&r, text, JSON_AT("item", 1), a, &e),
		    &e);
		sketch_name(is, &r);
	}
	buf_add_byte(is, '\n');
}

static void
walk(struct raw *r, struct buf *is)
{
	static const char *const kinds[RAW_KINDS] = {"headers", "lines",
	    "substitutes", "others"};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct raw_cursor c;
	struct raw_item item;
	int i, got;

	for (i = 0; i < RAW_KINDS; i++) {
		raw_cursor_open(&c, r, (enum raw_kind)i);
		while ((got = raw_cursor_next(&c, &item, &e)) > 0)
			add_item(is, kinds[i], &item, &a);
		sketch_must(got, &e);
		raw_cursor_close(&c);
	}
	arena_release(&a);
}

static void
what_differs_by_bytes_is_given_kind_by_kind(void **state)
{
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct err e = ERR_INIT;
	struct sketch s;
	struct raw r;
	size_t i;

	(void)state;
	sketch_open(&s);
	for (i = 0; i < COUNT_OF(cases); i++) {
		const char *const paths[2] = {s.paths[0], s.paths[1]};

		sketch_stream(s.paths[0], NULL, cases[i].old);
		sketch_stream(s.paths[1], &cases[i].as, cases[i].new);
		sketch_must(raw_run(&r, paths, SORT_MEMORY_LEAST, NULL, &e),
		    &e);
		buf_clear(&is);
		walk(&r, &is);
		if (strcmp(buf_text(&is), cases[i].items) != 0)
			fail_msg("%s: is\n%s", cases[i].what, buf_text(&is));
		assert_int_equal(r.kept, cases[i].kept);
		raw_release(&r);
	}
	sketch_close(&s);
	buf_release(&is);
}

/* Sequences of the parents that differ, conversions of both sides. */
static void
what_helps_to_compare_is_noted_on_the_way(void **state)
{
	static const char *const old[] = {"A/1 10 P 1", "B/1 10 P 1",
	    "{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"1\","
	    "\"sequence\":7}",
	    "{\"type\":\"revision\",\"item\":\"B\",\"revision\":\"1\","
	    "\"sequence\":8}",
	    "{\"type\":\"uom_conversion\",\"item\":\"P\","
	    "\"from_uom\":\"ROLL\",\"to_uom\":\"MTR\",\"numerator\":50,"
	    "\"denominator\":1}", NULL};
	static const char *const new[] = {"A/2 10 P 1", "B/1 10 P 1",
	    "{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"2\","
	    "\"sequence\":9}", NULL};
	struct factor factor;
	struct err e = ERR_INIT;
	struct sketch s;
	struct raw r;

	(void)state;
	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, old);
	sketch_stream(s.paths[1], NULL, new);
	sketch_must(raw_run(&r, (const char *const[]){s.paths[0], s.paths[1]},
	    SORT_MEMORY_LEAST, NULL, &e), &e);
	assert_true(slice_is(raw_sequence(&r, SLICE("A"), SLICE("1")), "7"));
	assert_true(slice_is(raw_sequence(&r, SLICE("A"), SLICE("2")), "9"));
	assert_int_equal(raw_sequence(&r, SLICE("A"), SLICE("3")).len, 0);
	/* nothing of B differs */
	assert_int_equal(raw_sequence(&r, SLICE("B"), SLICE("1")).len, 0);
	assert_int_equal(unit_find(&r.units, SLICE("P"), SLICE("ROLL"),
	    SLICE("MTR"), &factor), UNIT_FOUND);
	assert_int_equal(unit_find(&r.units, SLICE("Q"), SLICE("ROLL"),
	    SLICE("MTR"), &factor), UNIT_MISSING);
	raw_release(&r);
	sketch_close(&s);
}

/* A bare stream claims no order. */
static void
streams_out_of_order_are_sorted_first(void **state)
{
	static const char text[] =
	    "{\"type\":\"item\",\"item\":\"B\"}\n"
	    "{\"type\":\"item\",\"item\":\"A\"}\n";
	static const char *const new[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}", NULL};
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct err e = ERR_INIT;
	struct sketch s;
	struct raw r;
	FILE *f;

	(void)state;
	sketch_open(&s);
	f = fopen(s.paths[0], "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	sketch_stream(s.paths[1], NULL, new);
	sketch_must(raw_run(&r, (const char *const[]){s.paths[0], s.paths[1]},
	    SORT_MEMORY_LEAST, NULL, &e), &e);
	walk(&r, &is);
	assert_string_equal(buf_text(&is), "others: - item:B\n"
	    "others: + item:C\n");
	raw_release(&r);
	sketch_close(&s);
	buf_release(&is);
}

/* Looks at nothing, but keeps the fast ways from being taken. */
static int
tap(void *ctx, const struct stream_line *old, const struct stream_line *new,
    struct err *e)
{
	(void)ctx;
	(void)old;
	(void)new;
	(void)e;
	return 0;
}

/* All differences as they stand, kind by kind. */
static void
add_all(struct buf *is, struct raw *r, int halves)
{
	struct err e = ERR_INIT;
	struct raw_cursor c;
	struct raw_item item;
	int kind, half, got;

	for (kind = 0; kind < RAW_KINDS; kind++)
		for (half = 0; half < halves; half++) {
			raw_cursor_open_half(&c, r, (enum raw_kind)kind, half);
			while ((got = raw_cursor_next(&c, &item, &e)) > 0)
				buf_printf(is, "%d %d %.*s | %.*s\n", kind,
				    item.shared, (int)item.old.len,
				    item.old.at ? item.old.at : "",
				    (int)item.new.len,
				    item.new.at ? item.new.at : "");
			sketch_must(got, &e);
			raw_cursor_close(&c);
		}
}

/* `view` with a tap: by pairs. */
static void
differences(struct buf *is, const struct sketch *s, size_t memory,
    const struct raw_view *view)
{
	const char *const paths[2] = {s->paths[0], s->paths[1]};
	struct err e = ERR_INIT;
	struct raw r;

	buf_clear(is);
	sketch_must(raw_run(&r, paths, memory, view, &e), &e);
	add_all(is, &r, 1);
	raw_release(&r);
}

/* Few and many parents; little and much changed. */
static const struct {
	unsigned parents, changes;
} sizes[] = {{0, 0}, {1, 1000}, {3, 300}, {50, 100}, {400, 1000}, {3000, 5},
    {20000, 20}};

static void
all_ways_to_read_give_the_same_differences(void **state)
{
	const struct raw_view view = {.tap = tap};
	struct buf is = BUF_INIT(SIZE_MAX / 2), right = BUF_INIT(SIZE_MAX / 2);
	struct sketch s;
	size_t i, j;

	(void)state;
	sketch_open(&s);
	for (i = 0; i < COUNT_OF(sizes) * 4; i++) {
		for (j = 0; j < 2; j++) {
			const struct sketch_lines lines = {
			    sizes[i / 4].parents, 7, (unsigned)j + 1,
			    sizes[i / 4].changes, i >> j & 1};

			sketch_write(s.paths[j], &lines);
		}
		differences(&right, &s, SORT_MEMORY_LEAST, &view);
		differences(&is, &s, SORT_MEMORY_LEAST, NULL);
		if (!slice_equal(buf_slice(&is), buf_slice(&right)))
			fail_msg("%zu: is %.3000s\nnot %.3000s", i,
			    buf_text(&is), buf_text(&right));
	}
	assert_true(is.len > 10000);
	sketch_close(&s);
	buf_release(&is);
	buf_release(&right);
}

/* Each parent is in one half with all that differs in it. */
static void
halves_hold_together_what_one_holds_alone(void **state)
{
	const struct sketch_lines old = {2000, 7, 1, 100, true};
	const struct sketch_lines new = {2000, 7, 2, 100, true};
	struct buf whole = BUF_INIT(SIZE_MAX / 2);
	struct buf halves = BUF_INIT(SIZE_MAX / 2);
	struct slice all, line;
	struct err e = ERR_INIT;
	struct sketch s;
	struct raw r;

	(void)state;
	sketch_open(&s);
	sketch_write(s.paths[0], &old);
	sketch_write(s.paths[1], &new);
	differences(&whole, &s, SORT_MEMORY_LEAST, NULL);
	sketch_must(raw_run_halved(&r, (const char *const[]){s.paths[0],
	    s.paths[1]}, SORT_MEMORY_LEAST, NULL, &e), &e);
	add_all(&halves, &r, 2);
	assert_int_equal(halves.len, whole.len);
	all = buf_slice(&whole);
	while (all.len) {
		line = slice_cut(&all, '\n');
		assert_non_null(memmem(halves.at, halves.len, line.at,
		    line.len));
	}
	raw_release(&r);
	sketch_close(&s);
	buf_release(&whole);
	buf_release(&halves);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_differs_by_bytes_is_given_kind_by_kind),
	    cmocka_unit_test(what_helps_to_compare_is_noted_on_the_way),
	    cmocka_unit_test(streams_out_of_order_are_sorted_first),
	    cmocka_unit_test(all_ways_to_read_give_the_same_differences),
	    cmocka_unit_test(halves_hold_together_what_one_holds_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
