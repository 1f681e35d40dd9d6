/* rule_test.c - value rules, maps and look-ups, good and wrong. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/rule.h"

static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct rule_names names;
static struct source sources[1];
static struct err error;

/*
 * Reads the rule `r` of a text that begins with maps and look-ups, for a
 * member of the kind (or a site field) of a source with columns A, B, C.
 */
static int
read_rule(struct rule *r, const char *yaml, const struct schema_member *m)
{
	static struct source_column columns[] = {
		{.name = SLICE_INIT("A")},
		{.name = SLICE_INIT("B")},
		{.name = SLICE_INIT("Name")},
	};
	struct rule_about about = {m, &sources[0]};

	error = (struct err)ERR_INIT;
	rule_names_release(&names);
	arena_reset(&arena);
	ydoc_release(&doc);
	if (ydoc_parse(&doc, "p.yaml", slice_of(yaml), &error) < 0)
		fail_msg("%s", error.text);
	sources[0] = (struct source){.name = SLICE_INIT("parts"),
	    .columns = columns, .column_count = 3, .columns_known = true};
	names = (struct rule_names){sources, 1, NULL, NULL, 0, &arena};
	if (rule_names_read(&names, doc.root, &error) < 0)
		return -1;
	return rule_read(r, ydoc_get(doc.root, "r"), about, &names, &error);
}

static int
release(void **state)
{
	(void)state;
	rule_names_release(&names);
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

static const struct schema_member text = {.kind = MEMBER_TEXT};
static const struct schema_member number = {.kind = MEMBER_NUMBER};
static const struct schema_member date = {.kind = MEMBER_DATE};
static const struct schema_member set = {.kind = MEMBER_SET};

static void
a_text_alone_is_a_column(void **state)
{
	struct rule r;

	(void)state;
	assert_int_equal(read_rule(&r, "r: Name\n", &text), 0);
	assert_int_equal(r.from, RULE_COLUMN);
	assert_true(slice_is(r.text, "Name"));
	assert_int_equal(read_rule(&r, "r: [Name, A]\n", &text), 0);
	assert_int_equal(r.columns.count, 2);
	assert_true(slice_is(r.text, "Name"));
}

static void
reads_every_key(void **state)
{
	const struct schema_member *refdes =
	    &schema_types[TYPE_BOM_LINE].members[BOM_LINE_REFDES];
	struct rule r;

	(void)state;
	assert_int_equal(read_rule(&r, "maps: {m: {x: y}}\n"
	    "lookups: {l: {source: parts, key: A, value: B}}\n"
	    "r: {column: A, lookup: [l, {source: parts, key: B, value: A,\n"
	    "  missing: keep, several: sum}], case: upper, map: m,\n"
	    "  unmapped: absent, default: d}\n", &text), 0);
	assert_int_equal(r.lookup_count, 2);
	assert_int_equal(r.lookups[0]->missing, RULE_REJECT);
	assert_int_equal(r.lookups[1]->missing, RULE_KEEP);
	assert_int_equal(r.lookups[1]->several, RULE_SUM);
	assert_int_not_equal(r.lookups[0]->table, r.lookups[1]->table);
	assert_int_equal(r.letters, RULE_UPPER);
	assert_non_null(map_find(&r.map->keys, SLICE("x")));
	assert_int_equal(r.unmapped, RULE_ABSENT);
	assert_int_equal(read_rule(&r, "r: {column: A, decimal: ',', "
	    "thousands: '.', multiply: 0.001}\n", &number), 0);
	assert_int_equal(r.number.decimal, ',');
	assert_true(r.multiplied);
	assert_int_equal(read_rule(&r, "r: {column: A, date: '%d.%m.%Y', "
	    "inclusive: yes}\n", &date), 0);
	assert_true(r.inclusive);
	assert_int_equal(read_rule(&r, "r: {column: A, split: ';'}\n", &set),
	    0);
	assert_true(r.list && !r.how.ranges);
	assert_int_equal(read_rule(&r, "r: A\n", &set), 0);
	assert_false(r.list);
	assert_int_equal(read_rule(&r, "r: A\n", refdes), 0);
	assert_true(r.list);
	assert_int_equal(read_rule(&r, "r: {column: [B, A], split: [';', "
	    "' ']," "\n  ranges: yes, pattern: '^[^(]*', unmatched: keep}\n",
	    &set), 0);
	assert_int_equal(r.how.split.count, 2);
	assert_true(r.how.ranges && r.list && r.pattern.len == 6);
	assert_int_equal(r.unmatched, RULE_KEEP);
	assert_int_equal(r.columns.count, 2);
	assert_true(slice_is(r.text, "B"));
	assert_int_equal(read_rule(&r, "r: {column: A, strip: [$, EUR]}\n",
	    &number), 0);
	assert_int_equal(r.strip.count, 2);
	assert_int_equal(read_rule(&r, "r: {column: A, as: number, "
	    "multiply: 2}\n", NULL), 0);
	assert_int_equal(r.kind, MEMBER_NUMBER);
}

static void
looks_up_the_same_thing_in_one_table(void **state)
{
	struct rule r;

	(void)state;
	assert_int_equal(read_rule(&r, "lookups: {l: {source: parts, key: A, "
	    "value: B}}\nr: {column: A, lookup: [l, {source: parts, key: A, "
	    "value: B, missing: keep}]}\n", &text), 0);
	assert_int_equal(r.lookups[0]->table, r.lookups[1]->table);
	assert_int_equal(names.table_count, 1);
}

static const struct {
	const char *yaml;
	const struct schema_member *member;
	const char *wanted;
} wrong[] = {
	{"r: Nam", &text, "p.yaml:1:4: the source has no column \"Nam\" (did "
	    "you mean \"Name\"?)"},
	{"r: {colum: A}", &text, "p.yaml:1:5: unknown key \"colum\""},
	{"r: {map: {a: b}}", &text, "p.yaml:1:4: a rule needs one of column, "
	    "constant and expression"},
	{"r: {column: A, constant: x}", &text, "p.yaml:1:16: a rule has only "
	    "one of column, constant and expression"},
	{"r: {column: A, map: units}", &text, "p.yaml:1:21: there is no map "
	    "\"units\" under maps"},
	{"r: {column: A, lookup: l}", &text, "p.yaml:1:24: there is no "
	    "look-up \"l\" under lookups"},
	{"r: {column: A, lookup: {source: part, key: A, value: B}}", &text,
	    "p.yaml:1:33: there is no source \"part\" (did you mean "
	    "\"parts\"?)"},
	{"r: {column: A, lookup: {source: parts, key: X, value: B}}", &text,
	    "p.yaml:1:45: the source has no column \"X\""},
	{"r: {column: A, lookup: {source: parts, value: B}}", &text,
	    "p.yaml:1:24: key \"key\" is missing"},
	{"r: {column: A, unmapped: keep}", &text, "p.yaml:1:16: "
	    "\"unmapped\" is for a rule with a map"},
	{"r: {column: A, date: '%Y-%m-%d'}", &text, "p.yaml:1:16: \"date\" is "
	    "for a date or time, which this is not"},
	{"r: {column: A, date: '%Y-%q'}", &date, "p.yaml:1:22: a date format "
	    "knows"},
	{"r: {column: A, date: '%Y'}", &date, "p.yaml:1:22: a date format "
	    "needs a year"},
	{"r: {column: A, split: ','}", &text, "p.yaml:1:16: \"split\" is for "
	    "a set, which this is not"},
	{"r: {column: A, decimal: ',,'}", &number, "p.yaml:1:25: must be one "
	    "character that is not part of a number"},
	{"r: {column: A, thousands: '.'}", &number, "p.yaml:1:27: is the "
	    "decimal mark"},
	{"r: {column: A, multiply: x}", &number, "p.yaml:1:26: "},
	{"r: {constant: abc}", &number, "p.yaml:1:15: \"abc\": not a "
	    "number"},
	{"r: {column: A, default: 2026-02-30}", &date, "p.yaml:1:25: "
	    "\"2026-02-30\" "},
	{"r: {column: A, as: number}", &text, "p.yaml:1:16: \"as\" is for "
	    "attrs"},
	{"r: {column: A, as: date}", NULL, "p.yaml:1:20: "},
	{"r: {column: A, case: title}", &text, "p.yaml:1:22: "},
	{"r: [[A]]", &text, "p.yaml:1:5: must be a text, is a list"},
	{"r: []", &text, "p.yaml:1:4: is an empty list"},
	{"r: [A, Nam]", &text, "p.yaml:1:4: the source has no column \"Nam\""},
	{"r: {column: A, pattern: '('}", &text, "p.yaml:1:25: is no pattern: "},
	{"r: {column: A, unmatched: keep}", &text, "p.yaml:1:16: "
	    "\"unmatched\" is for a rule with a pattern"},
	{"r: {column: A, strip: $}", &text, "p.yaml:1:16: \"strip\" is for a "
	    "number, which this is not"},
	{"r: {column: A, ranges: yes}", &text, "p.yaml:1:16: \"ranges\" is "
	    "for a set, which this is not"},
	{"r: {column: A, split: []}", &set, "p.yaml:1:23: is an empty list"},
	{"r: {column: A, split: ['']}", &set, "p.yaml:1:23: has an empty "
	    "text"},
	{"maps: {m: [a]}\nr: A", &text, "p.yaml:1:11: must be a map"},
};

static void
names_each_mistake_with_its_place(void **state)
{
	struct rule r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		assert_int_equal(read_rule(&r, wrong[i].yaml,
		    wrong[i].member), -1);
		assert_int_equal(error.kind, ERR_USAGE);
		if (strncmp(error.text, wrong[i].wanted,
		    strlen(wrong[i].wanted)) != 0)
			fail_msg("%s\nis     %s\nwanted %s", wrong[i].yaml,
			    error.text, wrong[i].wanted);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_alone_is_a_column),
		cmocka_unit_test(reads_every_key),
		cmocka_unit_test(looks_up_the_same_thing_in_one_table),
		cmocka_unit_test(names_each_mistake_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
