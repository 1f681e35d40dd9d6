/* compare_test.c - what changed between two records, as tags and old values. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/compare.h"
#include "model/recin.h"
#include "model/scopeword.h"

struct compare_case {
	const char *was;
	const char *is;
	const char *tags; /* with blanks between; "" when nothing changed */
	const char *old;  /* the change's `was` */
};

#define LINE "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P\""

static const struct compare_case cases[] = {
    {LINE ",\"quantity\":2}", LINE ",\"quantity\":2.00}", "", ""},
    {LINE ",\"quantity\":2}", LINE ",\"quantity\":3}", "quantity",
	"{\"quantity\":2}"},
    {LINE "}", LINE ",\"uom\":\"EA\"}", "uom", "{\"uom\":null}"},
    {LINE ",\"refdes\":[\"R1\"]}", LINE ",\"refdes\":[\"R2\"]}",
	"refdes+ refdes-", "{\"refdes\":[\"R1\"]}"},
    {LINE ",\"refdes\":[\"R1\"]}", LINE "}", "refdes-",
	"{\"refdes\":[\"R1\"]}"},
    {LINE ",\"serial_to\":\"9\"}", LINE ",\"effective_to\":\"2026-01-01\"}",
	"effectivity", "{\"effective_to\":null,\"serial_to\":\"9\"}"},
    {LINE ",\"attrs\":{\"a\":1,\"b\":2}}", LINE ",\"attrs\":{\"b\":3}}",
	"attr:attrs.a attr:attrs.b", "{\"attrs\":{\"a\":1,\"b\":2}}"},
    {LINE ",\"x\":[1]}", LINE ",\"x\":[2]}", "attr:x", "{\"x\":[1]}"},
    {"{\"type\":\"item\",\"item\":\"A\",\"phantom\":true}",
	"{\"type\":\"item\",\"item\":\"A\",\"name\":\"n\"}",
	"item:name item:phantom", "{\"name\":null,\"phantom\":true}"},
    {"{\"type\":\"operation\",\"item\":\"A\",\"operation\":\"10\"}",
	"{\"type\":\"operation\",\"item\":\"A\",\"operation\":\"10\","
	"\"run_time\":1,\"setup_time\":2}",
	"route", "{\"setup_time\":null,\"run_time\":null}"},
};

static void
parse(struct record *r, const char *text, struct arena *a)
{
	struct err e = ERR_INIT;

	if (recin_parse(r, slice_of(text), JSON_AT("case", 1), a, &e) < 0)
		fail_msg("%s", e.text);
}

/* The change as it would stand in a line, taken apart. */
static void
check_change(const struct compare_case *c, struct record *is,
    struct change *change)
{
	struct buf line = BUF_INIT(1 << 20), tags = BUF_INIT(1 << 20);
	size_t i;

	for (i = 0; i < change->tag_count; i++) {
		buf_add_text(&tags, i ? " " : "");
		buf_add_slice(&tags, change->tags[i]);
	}
	assert_string_equal(buf_text(&tags), c->tags);
	is->change = change;
	record_add_line(&line, is);
	buf_clear(&tags);
	buf_printf(&tags, ",\"was\":%s}}", c->old);
	assert_non_null(strstr(buf_text(&line), buf_text(&tags)));
	buf_release(&line);
	buf_release(&tags);
}

static void
changes_have_their_tags_and_old_values(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct arena a = ARENA_INIT;
		struct scope all;
		struct record was, is;
		const struct compare_sides sides = {&all, &all, NULL, NULL, &a};
		struct change change;
		bool differ;

		scope_init(&all);
		parse(&was, cases[i].was, &a);
		parse(&is, cases[i].is, &a);
		differ = compare_records(&change, &sides, &was, &is);
		assert_int_equal(differ, cases[i].tags[0] != '\0');
		if (differ)
			check_change(&cases[i], &is, &change);
		arena_release(&a);
	}
}

static void
what_one_side_does_not_supply_keeps_the_old_value(void **state)
{
	struct arena a = ARENA_INIT;
	struct scope all, names;
	const struct compare_sides sides = {&all, &names, NULL, NULL,
	    &a};
	struct record was, is;
	struct change change;
	struct err e = ERR_INIT;

	(void)state;
	scope_init(&all);
	assert_int_equal(scopeword_parse(&names,
	    SLICE("{\"members\":{\"item\":[\"name\"]}}"), &a, &e), 0);
	parse(&was, "{\"type\":\"item\",\"item\":\"A\",\"name\":\"n\","
	    "\"mass\":2,\"attrs\":{\"c\":\"red\"},\"zone\":[1]}", &a);
	parse(&is, "{\"type\":\"item\",\"item\":\"A\",\"name\":\"m\"}", &a);
	assert_true(compare_records(&change, &sides, &was, &is));
	assert_int_equal(change.tag_count, 1);
	assert_true(slice_is(record_text(&is, ITEM_MASS), "2"));
	assert_int_equal(is.attrs.count, 1);
	/* a list of members does not claim one that no schema knows */
	assert_int_equal(is.others.count, 1);
	assert_int_equal(change.was->others.count, 0);
	arena_release(&a);
}

/* A line with designators from..to, and as many unknown members. */
static void
parse_great(struct record *r, unsigned from, unsigned to, struct arena *a)
{
	struct buf line = BUF_INIT((size_t)1 << 24);
	unsigned i;

	buf_add_text(&line, LINE ",\"refdes\":[\"R1\"");
	for (i = from; i < to; i++)
		buf_printf(&line, ",\"R%u\"", i);
	buf_add_byte(&line, ']');
	for (i = from; i < to; i++)
		buf_printf(&line, ",\"u%06u\":%u", i, from);
	buf_add_byte(&line, '}');
	parse(r, slice_copy(buf_slice(&line), a).at, a);
	buf_release(&line);
}

/* Each member sought in the other's list would take minutes. */
static void
great_records_are_compared_in_one_walk(void **state)
{
	struct arena a = ARENA_INIT;
	struct scope all;
	const struct compare_sides sides = {&all, &all, NULL, NULL, &a};
	struct record was, is;
	struct change change;

	(void)state;
	scope_init(&all);
	parse_great(&was, 10, 100000, &a);
	parse_great(&is, 11, 100001, &a);
	assert_true(compare_records(&change, &sides, &was, &is));
	assert_true(slice_is(change.tags[change.tag_count - 2], "refdes+"));
	assert_true(slice_is(change.tags[change.tag_count - 1], "refdes-"));
	assert_int_equal(change.was->others.count, 99991);
	assert_int_equal(change.was->others.list[0].value.kind, VALUE_RAW);
	assert_int_equal(change.was->others.list[99990].value.kind,
	    VALUE_NULL);
	parse_great(&is, 10, 99999, &a);
	assert_true(compare_records(&change, &sides, &was, &is));
	assert_int_equal(change.tag_count, 2);
	assert_true(slice_is(change.tags[1], "refdes-"));
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(changes_have_their_tags_and_old_values),
	    cmocka_unit_test(
		what_one_side_does_not_supply_keeps_the_old_value),
	    cmocka_unit_test(great_records_are_compared_in_one_walk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
