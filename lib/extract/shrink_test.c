/* shrink_test.c - what is gone, what is not, and when it is too much. */
#include "extract/shrink.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/stream_out.h"
#include "model/withheld.h"

static char place[] = "/tmp/shrink_test.XXXXXX";
static char before[64], now[64];

static int
enter(void **state)
{
	(void)state;
	if (!mkdtemp(place))
		return -1;
	snprintf(before, sizeof(before), "%s/before", place);
	snprintf(now, sizeof(now), "%s/now", place);
	return 0;
}

static int
leave(void **state)
{
	(void)state;
	unlink(before);
	unlink(now);
	return rmdir(place);
}

/* Items FROM to TO of a plant ("" for items of none). */
struct span {
	int from, to;
	const char *plant;
};

static void
put(struct stream_out *out, const struct record *r)
{
	struct err e = ERR_INIT;

	if (stream_out_record(out, r, &e) < 0)
		fail_msg("%s", e.text);
}

static void
put_span(struct stream_out *out, const struct span *s, bool withheld)
{
	struct arena a = ARENA_INIT;
	struct record r, held;
	char name[16];
	struct key k;
	int i;

	for (i = s->from; i < s->to; i++) {
		snprintf(name, sizeof(name), "P%04d", i);
		record_init(&r, *s->plant ? TYPE_PLANT_ITEM : TYPE_ITEM);
		r.values[0].text = slice_of(name);
		if (*s->plant)
			r.values[PLANT_ITEM_PLANT].text = slice_of(s->plant);
		if (withheld) {
			record_key(&k, &r);
			withheld_record(&held, &k, "rejected", &a);
			r = held;
		}
		put(out, &r);
	}
	arena_release(&a);
}

static void
write_file(const char *path, const struct head *h, const struct span *spans,
    const struct span *withheld)
{
	struct stream_out out;
	struct err e = ERR_INIT;

	assert_int_equal(stream_out_open(&out, path, true, &e), 0);
	assert_int_equal(stream_out_head(&out, h, &e), 0);
	for (; spans->plant; spans++)
		put_span(&out, spans, false);
	if (withheld)
		put_span(&out, withheld, true);
	assert_int_equal(stream_out_publish(&out, &e), 0);
	stream_out_close(&out);
}

static int
compare(const char *most, struct err *e)
{
	struct limit limit;
	struct shrink_job job = {before, now, "last", &limit,
	    SORT_MEMORY_LEAST};

	err_clear(e);
	assert_int_equal(limit_parse(&limit, "--max-shrink", most, e), 0);
	return shrink_check(&job, e);
}

static void
the_larger_of_twenty_and_two_percent_may_go(void **state)
{
	static const struct {
		int left; /* of 2000 */
		const char *most;
		int rc;
	} cases[] = {
	    {2000, NULL, 0}, {1960, NULL, 0}, {1959, NULL, -1},
	    {0, NULL, -1}, {0, "100%", 0}, {1959, "41", 0},
	    {1958, "41", -1}, {1900, "5%", 0}, {1899, "5%", -1},
	    {1999, "0", -1}, {2000, "0", 0},
	};
	const struct span all[] = {{0, 2000, ""}, {0, 0, NULL}};
	struct span left[] = {{0, 0, ""}, {0, 0, NULL}};
	struct err e = ERR_INIT;
	struct head h;
	size_t i;

	(void)state;
	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	write_file(before, &h, all, NULL);
	for (i = 0; i < COUNT_OF(cases); i++) {
		left[0].to = cases[i].left;
		write_file(now, &h, left, NULL);
		assert_int_equal(compare(cases[i].most, &e), cases[i].rc);
		assert_int_equal(e.kind, cases[i].rc ? ERR_DECIDE : ERR_NONE);
	}
}

static void
twenty_of_few_may_go(void **state)
{
	const struct span all[] = {{0, 30, ""}, {0, 0, NULL}};
	struct span left[] = {{0, 10, ""}, {0, 0, NULL}};
	struct err e = ERR_INIT;
	struct head h;

	(void)state;
	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	write_file(before, &h, all, NULL);
	write_file(now, &h, left, NULL);
	assert_int_equal(compare(NULL, &e), 0);
	left[0].to = 9;
	write_file(now, &h, left, NULL);
	assert_int_equal(compare(NULL, &e), -1);
	assert_string_equal(e.text, "gone since last: 21 of 30 item records "
	    "(item:P0009, item:P0010, item:P0011 ...): more than 20 and 2%: "
	    "nothing is published (-v names all of them; --max-shrink 100% "
	    "accepts it)");
}

static void
a_plant_is_counted_by_itself(void **state)
{
	const struct span all[] = {{0, 3000, "1000"}, {3000, 3025, "2000"},
	    {0, 0, NULL}};
	const struct span left[] = {{0, 3000, "1000"}, {0, 0, NULL}};
	struct err e = ERR_INIT;
	struct head h;

	(void)state;
	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	write_file(before, &h, all, NULL);
	write_file(now, &h, left, NULL);
	assert_int_equal(compare(NULL, &e), -1);
	assert_non_null(strstr(e.text, "25 of 25 plant_item records of plant "
	    "2000 (plant_item:P3000/2000, "));
}

static void
what_is_out_of_scope_or_withheld_is_not_gone(void **state)
{
	const struct span all[] = {{0, 100, ""}, {0, 100, "1000"},
	    {0, 0, NULL}};
	const struct span none[] = {{0, 0, NULL}};
	const struct span items[] = {{0, 100, ""}, {0, 0, NULL}};
	const struct span held = {0, 100, "1000"};
	struct err e = ERR_INIT;
	struct head h, narrow, filtered;

	(void)state;
	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	narrow = h;
	narrow.scope.limits_types = true;
	narrow.scope.types[TYPE_BOM] = true;
	filtered = h;
	filtered.scope.filter = SLICE("released only");
	write_file(before, &h, all, NULL);
	write_file(now, &narrow, none, NULL);
	assert_int_equal(compare(NULL, &e), 0);
	write_file(now, &filtered, none, NULL);
	assert_int_equal(compare(NULL, &e), 0);
	write_file(now, &h, items, &held);
	assert_int_equal(compare(NULL, &e), 0);
	write_file(now, &h, items, NULL);
	assert_int_equal(compare(NULL, &e), -1);
	/* nothing may be removed on its word, but it is poorer */
	h.scope.no_removals[TYPE_PLANT_ITEM] = true;
	write_file(now, &h, items, NULL);
	assert_int_equal(compare(NULL, &e), -1);
}

static void
what_was_withheld_is_gone_when_it_is_named_no_more(void **state)
{
	const struct span none[] = {{0, 0, NULL}};
	const struct span back[] = {{0, 60, ""}, {0, 0, NULL}};
	const struct span held = {0, 100, ""}, rest = {60, 100, ""};
	struct err e = ERR_INIT;
	struct head h;

	(void)state;
	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	write_file(before, &h, none, &held);
	write_file(now, &h, none, NULL);
	assert_int_equal(compare(NULL, &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	assert_non_null(strstr(e.text, "100 of 100 item records (item:P0000"));
	/* still withheld, or there again */
	write_file(now, &h, none, &held);
	assert_int_equal(compare("0", &e), 0);
	write_file(now, &h, back, &rest);
	assert_int_equal(compare("0", &e), 0);
	write_file(now, &h, back, NULL);
	assert_int_equal(compare("40", &e), 0);
	assert_int_equal(compare("39", &e), -1);
}

/* Lines of a BOM, with find numbers from `first` on. */
static void
write_lines(const char *path, int first, int count,
    const char *component)
{
	struct stream_out out;
	struct err e = ERR_INIT;
	struct record r;
	struct head h;
	char text[16];
	int i;

	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	assert_int_equal(stream_out_open(&out, path, true, &e), 0);
	assert_int_equal(stream_out_head(&out, &h, &e), 0);
	for (i = first; i < first + count; i++) {
		snprintf(text, sizeof(text), "%04d", i);
		record_init(&r, TYPE_BOM_LINE);
		r.values[BOM_LINE_PARENT].text = SLICE("A");
		r.values[BOM_LINE_COMPONENT].text = slice_of(component);
		r.values[BOM_LINE_FIND_NUMBER].text = slice_of(text);
		put(&out, &r);
	}
	assert_int_equal(stream_out_publish(&out, &e), 0);
	stream_out_close(&out);
}

static void
renumbered_lines_are_not_gone(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	write_lines(before, 0, 100, "C");
	write_lines(now, 1000, 100, "C");
	assert_int_equal(compare("0", &e), 0);
	write_lines(now, 50, 80, "C");
	assert_int_equal(compare("20", &e), 0);
	assert_int_equal(compare("19", &e), -1);
	assert_non_null(strstr(e.text, "20 of 100 bom_line records"));
}

static void
write_centers(const char *path, int first, int count, const char *center)
{
	struct stream_out out;
	struct err e = ERR_INIT;
	struct record r;
	struct head h;
	char text[16];
	int i;

	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	assert_int_equal(stream_out_open(&out, path, true, &e), 0);
	assert_int_equal(stream_out_head(&out, &h, &e), 0);
	for (i = first; i < first + count; i++) {
		snprintf(text, sizeof(text), "%04d", i);
		record_init(&r, TYPE_OPERATION);
		r.values[OPERATION_ITEM].text = SLICE("A");
		r.values[OPERATION_OPERATION].text = slice_of(text);
		r.values[OPERATION_WORK_CENTER].kind = VALUE_TEXT;
		r.values[OPERATION_WORK_CENTER].text = slice_of(center);
		put(&out, &r);
	}
	assert_int_equal(stream_out_publish(&out, &e), 0);
	stream_out_close(&out);
}

static void
what_is_replaced_is_gone(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	write_lines(before, 0, 100, "C");
	write_lines(now, 1000, 100, "D");
	assert_int_equal(compare(NULL, &e), -1);
	assert_non_null(strstr(e.text, "100 of 100 bom_line records"));
	write_centers(before, 0, 50, "W1");
	write_centers(now, 100, 50, "W1");
	assert_int_equal(compare("0", &e), 0);
	write_centers(now, 100, 50, "W2");
	assert_int_equal(compare("49", &e), -1);
	assert_non_null(strstr(e.text, "50 of 50 operation records"));
}

static void
a_damaged_snapshot_is_no_measure(void **state)
{
	struct err e = ERR_INIT;
	FILE *f = fopen(before, "w");

	(void)state;
	fputs("junk\n", f);
	fclose(f);
	write_lines(now, 0, 1, "C");
	assert_int_equal(compare(NULL, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_larger_of_twenty_and_two_percent_may_go),
	    cmocka_unit_test(twenty_of_few_may_go),
	    cmocka_unit_test(a_plant_is_counted_by_itself),
	    cmocka_unit_test(what_is_out_of_scope_or_withheld_is_not_gone),
	    cmocka_unit_test(
		what_was_withheld_is_gone_when_it_is_named_no_more),
	    cmocka_unit_test(renumbered_lines_are_not_gone),
	    cmocka_unit_test(what_is_replaced_is_gone),
	    cmocka_unit_test(a_damaged_snapshot_is_no_measure),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
