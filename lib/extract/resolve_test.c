/* resolve_test.c - records of one key: folded, refused, numbered. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/resolve.h"
#include "model/recin.h"

struct world {
	struct gather gather;
	struct scope scope;
	struct resolve_count counts[2];
	uint64_t rows;
	struct arena arena;
};

static void
start(struct world *w)
{
	memset(w, 0, sizeof(*w));
	scope_init(&w->scope);
	gather_init(&w->gather, SORT_MEMORY_LEAST, &w->scope);
	w->gather.numbered = true;
}

/* Gathers a record of the next row; `rejected` ones only leave their key. */
static void
put(struct world *w, const char *line, bool rejected)
{
	struct origin o = {.entry = 1, .ordinal = ++w->rows,
	    .line = (unsigned long)w->rows};
	struct err e = ERR_INIT;
	struct record r;
	const char *why;

	if (recin_parse(&r, slice_of(line), JSON_AT("t", 1), &w->arena, &e) < 0)
		fail_msg("%s", e.text);
	w->counts[1].made++;
	if (!rejected) {
		assert_int_equal(gather_record(&w->gather, &r, &o, &why, &e),
		    1);
		return;
	}
	w->counts[1].rejected++;
	assert_int_equal(gather_withhold(&w->gather, &r,
	    schema_types[r.type].key_count, &o, &e), 0);
}

/* Each line is a record, and they come in order. */
static int
take(void *ctx, struct slice line, enum record_type type, struct err *e)
{
	struct buf *out = ctx, last = BUF_INIT(1024 * 1024);
	struct slice before = buf_slice(out);
	const char *at;

	(void)e;
	assert_true(slice_begins(line, schema_types[type].lead));
	if (before.len) {
		at = memrchr(before.at, '\n', before.len - 1);
		at = at ? at + 1 : before.at;
		buf_add(&last, at, (size_t)(before.at + before.len - at) - 1);
		assert_true(slice_compare(buf_slice(&last), line) < 0);
		buf_release(&last);
	}
	buf_add_slice(out, line);
	buf_add_byte(out, '\n');
	return 0;
}

/* Resolves; what goes out, a line each, then "ROW REASON" of rejects. */
static const char *
finish(struct world *w, struct buf *out)
{
	struct err e = ERR_INIT;
	struct slice line;

	buf_clear(out);
	if (resolve_run(&w->gather, w->counts, take, out, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(w->counts[1].made, w->counts[1].passed +
	    w->counts[1].folded + w->counts[1].rejected);
	assert_int_equal(sort_finish(w->gather.rejects, &e), 0);
	while (sort_next(w->gather.rejects, &line, &e) > 0) {
		struct slice reason = slice_from(line.at + ORIGIN_SIZE + 1,
		    line.len - ORIGIN_SIZE - 1);

		buf_printf(out, "%lu ", origin_parse(line.at).line);
		buf_add_slice(out, slice_cut(&reason, ':'));
		buf_add_byte(out, '\n');
	}
	gather_release(&w->gather);
	arena_release(&w->arena);
	return buf_text(out);
}

#define ITEM(id, name) \
	"{\"type\":\"item\",\"item\":\"" id "\",\"name\":\"" name "\"}"

static void
identical_records_fold_and_different_ones_are_refused(void **state)
{
	struct buf out = BUF_INIT(1024 * 1024);
	struct world w;

	(void)state;
	start(&w);
	put(&w, ITEM("A", "a"), false);
	put(&w, ITEM("B", "b"), false);
	put(&w, ITEM("A", "a"), false);
	put(&w, ITEM("B", "c"), false);
	put(&w, ITEM("B", "b"), false);
	put(&w, ITEM("B", "d"), false);
	put(&w, ITEM("C", "c"), false);
	assert_string_equal(finish(&w, &out), ITEM("A", "a") "\n"
	    ITEM("C", "c") "\n{\"type\":\"withheld\",\"record_type\":\"item\","
	    "\"record_key\":\"B\",\"reason\":\"rejected\"}\n"
	    "2 conflicting_duplicate\n4 conflicting_duplicate\n"
	    "5 conflicting_duplicate\n6 conflicting_duplicate\n");
	assert_int_equal(w.counts[1].folded, 1);
	buf_release(&out);
}

/* The rows of rejects, which must be 1, 2, 3 ... ; how many. */
static unsigned
reject_rows(const struct buf *out)
{
	struct slice rest = buf_slice(out);
	char start[32];
	unsigned n = 0;

	while (rest.at) {
		struct slice line = slice_cut(&rest, '\n');

		if (!line.len || *line.at == '{')
			continue;
		snprintf(start, sizeof(start), "%u ", ++n);
		if (!slice_begins(line, slice_of(start)))
			fail_msg("reject %u: %.*s", n, SLICE_ARGS(line));
	}
	return n;
}

static void
the_origins_of_many_equal_rows_are_known(void **state)
{
	static const struct {
		unsigned equal;
		bool conflict;
	} cases[] = {
	    {4095, true}, {4096, true}, {4097, true}, {10000, true},
	    {10000, false},
	};
	size_t i;
	unsigned k;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf out = BUF_INIT(16 * 1024 * 1024);
		struct world w;

		start(&w);
		for (k = 0; k < cases[i].equal; k++)
			put(&w, ITEM("A", "a"), false);
		if (cases[i].conflict)
			put(&w, ITEM("A", "b"), false);
		finish(&w, &out);
		assert_int_equal(w.counts[1].folded, cases[i].conflict ? 0
		    : cases[i].equal - 1);
		assert_int_equal(reject_rows(&out), cases[i].conflict
		    ? cases[i].equal + 1 : 0);
		buf_release(&out);
	}
}

static void
a_key_with_a_rejected_row_is_withheld_whole(void **state)
{
	struct buf out = BUF_INIT(1024 * 1024);
	struct world w;

	(void)state;
	start(&w);
	put(&w, ITEM("A", "a"), false);
	put(&w, ITEM("A", "b"), true);
	put(&w, ITEM("AB", "b"), false);
	assert_string_equal(finish(&w, &out), ITEM("AB", "b") "\n"
	    "{\"type\":\"withheld\",\"record_type\":\"item\","
	    "\"record_key\":\"A\",\"reason\":\"rejected\"}\n"
	    "1 with_rejected\n");
	buf_release(&out);
}

/* A line of the BOM of P with component C. */
static void
put_line(struct world *w, unsigned quantity, const char *from, bool rejected)
{
	char line[200];

	snprintf(line, sizeof(line), "{\"type\":\"bom_line\",\"parent\":\"P\","
	    "\"component\":\"C\",\"quantity\":%u%s%s%s}", quantity,
	    *from ? ",\"effective_from\":\"" : "", from, *from ? "\"" : "");
	put(w, line, rejected);
}

/* Only `occurrence":"N","quantity":Q` of what goes out. */
static const char *
occurrences(struct world *w, struct buf *out)
{
	struct buf all = BUF_INIT(16 * 1024 * 1024);
	const char *at = finish(w, &all);
	unsigned quantity;
	char n[8];

	buf_clear(out);
	while ((at = strstr(at, "\"occurrence\":\"")) != NULL) {
		at += 14;
		snprintf(n, sizeof(n), "%.*s", (int)strcspn(at, "\""), at);
		at = strstr(at, "\"quantity\":") + 11;
		quantity = (unsigned)strtoul(at, NULL, 10);
		buf_printf(out, "%s=%u ", n, quantity);
	}
	buf_release(&all);
	return buf_text(out);
}

static void
equal_lines_are_numbered_by_date_and_then_by_their_bytes(void **state)
{
	struct buf out = BUF_INIT(1024 * 1024);
	struct world w;

	(void)state;
	start(&w);
	put_line(&w, 9, "2026-01-01", false);
	put_line(&w, 3, "2027-01-01", false);
	put_line(&w, 5, "", false);
	put_line(&w, 5, "", false);
	put_line(&w, 2, "2027-01-01", false);
	assert_string_equal(occurrences(&w, &out), "=5 2=5 3=9 4=2 5=3 ");
	assert_int_equal(w.counts[1].passed, 5);
	buf_release(&out);
}

static void
thousands_of_lines_may_share_a_key(void **state)
{
	struct buf out = BUF_INIT(1024 * 1024);
	struct world w;
	unsigned i;

	(void)state;
	start(&w);
	for (i = 0; i < 3000; i++)
		put_line(&w, 10000 + (i * 7) % 3000, "", false);
	occurrences(&w, &out);
	assert_memory_equal(buf_text(&out), "=10000 10=10009 100=10099 "
	    "1000=10999 1001=11000 ", 48);
	assert_non_null(strstr(buf_text(&out), " 2=10001 "));
	assert_non_null(strstr(buf_text(&out), " 3000=12999 "));
	assert_int_equal(w.counts[1].passed, 3000);
	buf_release(&out);
}

static void
all_occurrences_are_withheld_when_one_row_is_rejected(void **state)
{
	struct buf out = BUF_INIT(1024 * 1024);
	struct world w;

	(void)state;
	start(&w);
	put_line(&w, 1, "", false);
	put_line(&w, 2, "", true);
	put_line(&w, 3, "", false);
#define WITHHELD(n) "{\"type\":\"withheld\",\"record_type\":\"bom_line\"," \
	"\"record_key\":\"P//////C/" n "\",\"reason\":\"rejected\"}\n"
	assert_string_equal(finish(&w, &out), WITHHELD("") WITHHELD("2")
	    WITHHELD("3") "1 with_rejected\n3 with_rejected\n");
	buf_release(&out);
}

static void
withheld_records_stand_once_and_before_the_types_behind_them(void **state)
{
	struct buf out = BUF_INIT(1024 * 1024);
	struct world w;

	(void)state;
	start(&w);
#define CENTER(id) "{\"type\":\"work_center\",\"plant\":\"\"," \
	"\"work_center\":\"" id "\"}"
	put(&w, CENTER("V"), false);
	put(&w, CENTER("W"), true);
	put(&w, ITEM("A", "a"), true);
	put(&w, ITEM("A", "a"), true);
	put(&w, ITEM("B", "b"), false);
	assert_string_equal(finish(&w, &out), ITEM("B", "b") "\n"
	    "{\"type\":\"withheld\",\"record_type\":\"item\","
	    "\"record_key\":\"A\",\"reason\":\"rejected\"}\n"
	    "{\"type\":\"withheld\",\"record_type\":\"work_center\","
	    "\"record_key\":\"/W\",\"reason\":\"rejected\"}\n"
	    CENTER("V") "\n");
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    identical_records_fold_and_different_ones_are_refused),
		cmocka_unit_test(the_origins_of_many_equal_rows_are_known),
		cmocka_unit_test(a_key_with_a_rejected_row_is_withheld_whole),
		cmocka_unit_test(
		    equal_lines_are_numbered_by_date_and_then_by_their_bytes),
		cmocka_unit_test(thousands_of_lines_may_share_a_key),
		cmocka_unit_test(
		    all_occurrences_are_withheld_when_one_row_is_rejected),
		cmocka_unit_test(
		    withheld_records_stand_once_and_before_the_types_behind_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
