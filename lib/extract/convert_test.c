/* convert_test.c - one rule, one text, one value or reason. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/bind.h"
#include "extract/convert.h"

#define HEAD "profile: p\nsystem: s\nscope: {plants: ['', P]}\n" \
	"sources: {t: {header: no, columns: [A, B]}}\n" \
	"lookups: {l: {source: t, key: A, value: B}, z: {source: t, key: A, " \
	"value: B, several: sum}}\n"

/*
 * Converts the row A, B for the entry; the table of look-ups holds a single
 * row ("k", "v").  Returns the canonical line, or "COLUMN: REASON".
 */
static const char *
convert(const char *entry, const char *a, const char *b, struct buf *out,
    unsigned *keys_known)
{
	static struct slice columns[] = {SLICE_INIT("A"), SLICE_INIT("B")};
	struct slice fields[2], pair[2] = {SLICE_INIT("k"), SLICE_INIT("v")};
	struct rows rows = {.columns = columns, .column_count = 2,
	    .all_count = 2};
	struct row row = {.fields = fields}, known = {.fields = pair};
	struct err e = ERR_INIT;
	struct keytables tables;
	struct convert c;
	struct profile p;
	struct record r;
	struct bind bind;
	int got;

	buf_clear(out);
	buf_add_text(out, HEAD);
	buf_add_text(out, entry);
	if (profile_parse(&p, "p.yaml", buf_slice(out), &e) < 0)
		fail_msg("%s\n%s", entry, e.text);
	fields[0] = a ? slice_of(a) : slice_from(NULL, 0);
	fields[1] = b ? slice_of(b) : slice_from(NULL, 0);
	bind_init(&bind, columns, 2);
	assert_int_equal(bind_entry(&bind, &p.entries[0], &e), 0);
	keytables_init(&tables, &p.names);
	assert_int_equal(keytables_bind(&tables, 0, &rows, &e), 0);
	assert_int_equal(keytables_add(&tables, 0, &rows, &known, &e), 0);
	convert_init(&c, &p, &tables);
	got = convert_row(&c, &r, &p.entries[0], &row, &e);
	assert_true(got >= 0);
	*keys_known = c.keys_known;
	buf_clear(out);
	if (got)
		record_add_line(out, &r);
	else
		buf_printf(out, "%.*s: %s", SLICE_ARGS(c.column),
		    buf_text(&c.reason));
	convert_release(&c);
	keytables_release(&tables);
	bind_entry_release(&p.entries[0]);
	bind_release(&bind);
	profile_release(&p);
	return buf_text(out);
}

/* Rules of the member of an item or bom_line; what B becomes. */
static const struct {
	const char *member, *rule, *text;
	const char *wanted; /* behind `"item":"i"` without `}`, or a reason */
} items[] = {
	{"name", "B", "x", ",\"name\":\"x\""},
	{"name", "B", NULL, ""},
	{"name", "{column: B, default: d}", NULL, ",\"name\":\"d\""},
	{"name", "{constant: c}", NULL, ",\"name\":\"c\""},
	{"name", "{expression: \"A || '-' || B\"}", "x",
	    ",\"name\":\"i-x\""},
	{"name", "{expression: \"B\"}", NULL, ""},
	{"name", "{column: B, case: upper}", "aZ\xc3\xa4",
	    ",\"name\":\"AZ\xc3\xa4\""},
	{"name", "{column: B, case: lower}", "AZz", ",\"name\":\"azz\""},
	{"name", "{column: B, map: {a: b}}", "a", ",\"name\":\"b\""},
	{"name", "{column: B, map: {a: b}}", "c",
	    "B: unmapped: name \"c\" is not in the map"},
	{"name", "{column: B, map: {a: b}}", NULL, ""},
	{"name", "{column: B, map: {a: b}, unmapped: keep}", "c",
	    ",\"name\":\"c\""},
	{"name", "{column: B, map: {a: b}, unmapped: absent, default: e}",
	    "c", ",\"name\":\"e\""},
	{"name", "{column: B, lookup: l}", "k", ",\"name\":\"v\""},
	{"name", "{column: B, lookup: l}", "q",
	    "B: not_found: \"t\" has no A \"q\""},
	{"name", "{column: B, lookup: {source: t, key: A, value: B, "
	    "missing: keep}}", "q", ",\"name\":\"q\""},
	{"name", "{column: B, lookup: {source: t, key: A, value: B, "
	    "missing: absent}}", "q", ""},
	{"name", "{column: B, lookup: [l, {source: t, key: A, value: B, "
	    "missing: keep}]}", "k", ",\"name\":\"v\""},
	{"mass", "{column: B, lookup: z}", "k",
	    "B: lookup: B of A \"k\" is not a number in \"t\""},
	{"mass", "B", ".50", ",\"mass\":0.5"},
	{"mass", "B", "x", "B: not_a_number: mass \"x\" is not a number"},
	{"mass", "{column: B, decimal: ',', thousands: '.', multiply: 0.001}",
	    "1.500,5", ",\"mass\":1.5005"},
	{"mass", "{column: B, multiply: 10}",
	    "99999999999999999999999999999999999999",
	    "B: number: mass \"99999999999999999999999999999999999999\" "
	    "needs more than 38 digits when multiplied"},
	{"phantom", "{column: B, map: {Y: 'true', N: 'false'}}", "Y",
	    ",\"phantom\":true"},
	{"phantom", "{column: B, map: {Y: 'true', N: 'false'}}", "N", ""},
	{"phantom", "B", "yes",
	    "B: flag: phantom \"yes\" is not true or false"},
	{"mass", "{column: B, strip: [$, ' USD'], thousands: ','}",
	    "$2,000.50 USD", ",\"mass\":2000.5"},
	{"mass", "{column: B, strip: $, default: 1}", "$", ",\"mass\":1"},
	{"name", "{column: B, pattern: '^[^-]*'}", "AB-C", ",\"name\":\"AB\""},
	{"name", "{column: B, pattern: '-(.*)$', case: lower}", "AB-C",
	    ",\"name\":\"c\""},
	{"name", "{column: B, pattern: x, unmatched: keep}", "AB",
	    ",\"name\":\"AB\""},
	{"name", "{column: B, pattern: x, unmatched: absent}", "AB", ""},
	{"name", "{column: B, pattern: x, default: d}", NULL,
	    ",\"name\":\"d\""},
	{"name", "{column: B, pattern: x}", "AB", "B: unmatched: name \"AB\" "
	    "does not match the pattern"},
	{"name", "{column: B, pattern: '^.'}", "\xc3\xa9", "B: pattern: name "
	    "\"\xc3\xa9\" would be cut inside a character"},
	{"name", "{column: [B, A]}", NULL, ",\"name\":\"i\""},
	{"name", "[B, A]", "b", ",\"name\":\"b\""},
	{"mass", "{expression: \"dec_div(B, 0, 2)\"}", "1",
	    "mass: expression: p.yaml:"},
};

static void
members_become_values_or_reasons(void **state)
{
	struct buf out = BUF_INIT(65536), wanted = BUF_INIT(65536);
	char entry[400];
	unsigned known;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(items); i++) {
		snprintf(entry, sizeof(entry), "records: [{type: item, "
		    "from: t, members: {item: A, %s: %s}}]\n",
		    items[i].member, items[i].rule);
		convert(entry, "i", items[i].text, &out, &known);
		buf_clear(&wanted);
		if (!*items[i].wanted || *items[i].wanted == ',')
			buf_printf(&wanted, "{\"type\":\"item\",\"item\":"
			    "\"i\"%s}", items[i].wanted);
		else
			buf_add_text(&wanted, items[i].wanted);
		if (strncmp(buf_text(&out), buf_text(&wanted),
		    wanted.len) != 0)
			fail_msg("%s\nis     %s\nwanted %s", items[i].rule,
			    buf_text(&out), buf_text(&wanted));
		assert_int_equal(known, 1);
	}
	buf_release(&out);
	buf_release(&wanted);
}

/* Whole entries with the row A, B. */
static const struct {
	const char *entry, *a, *b;
	const char *wanted;
	unsigned known; /* key members */
} rows[] = {
	{"bom_line, from: t, members: {parent: A, component: B, "
	    "refdes: {column: B, split: ','}}", "P", "R10, R2,,R2",
	    "\"occurrence\":\"\",\"refdes\":[\"R2\",\"R10\"]}", 8},
	{"bom_line, from: t, members: {parent: A, component: A, refdes: B}",
	    "P", "R10 R2;R1-R3", ",\"refdes\":[\"R1-R3\",\"R2\",\"R10\"]}",
	    8},
	{"bom_line, from: t, members: {parent: A, component: A, "
	    "refdes: {column: B, split: [/, +], ranges: yes}}", "P",
	    "R9-R11/C 1+R10", ",\"refdes\":[\"C 1\",\"R9\",\"R10\","
	    "\"R11\"]}", 8},
	{"bom_line, from: t, members: {parent: A, component: A, "
	    "refdes: {column: B, ranges: yes}}", "P", "R1-R99999",
	    "B: list: refdes \"R1-R99999\" stands for more than 10000 texts",
	    8},
	{"bom_line, from: t, members: {parent: A, component: A, "
	    "effective_to: {column: B, date: '%d.%m.%Y', inclusive: yes}}",
	    "P", "28.02.2023", ",\"effective_to\":\"2023-03-01\"}", 8},
	{"bom_line, from: t, members: {parent: A, component: A, "
	    "effective_to: {column: B, inclusive: yes}}",
	    "P", "9999-12-31", "\"occurrence\":\"\"}", 8},
	{"bom_line, from: t, members: {parent: A, component: A, "
	    "effective_to: {column: B, date: '%d.%m.%Y'}}", "P",
	    "2023-02-28", "B: date: effective_to \"2023-02-28\" is not "
	    "\"%d.%m.%Y\"", 8},
	{"bom_line, from: t, members: {parent: A, component: A, "
	    "effective_to: B}", "P", "2023-02-30", "B: date: effective_to "
	    "\"2023-02-30\" is not a date", 8},
	{"bom_line, from: t, members: {parent: A, component: B}", "P", NULL,
	    "B: required: component is empty", 6},
	{"bom_line, from: t, members: {parent: A, component: B, "
	    "quantity: A}", NULL, NULL, "A: required: parent is empty", 0},
	{"bom_line, from: t, members: {parent: A, component: A, "
	    "occurrence: B}", "P", NULL, "\"occurrence\":\"\"}", 8},
	{"plant_item, from: t, members: {item: A, plant: B}", "I", "Q",
	    "plant: out_of_scope: plant \"Q\" is not in the scope", 2},
	{"plant_item, from: t, members: {item: A, plant: B}", "I", "P",
	    "\"item\":\"I\",\"plant\":\"P\"}", 2},
	{"change_order, from: t, members: {change_order: A, "
	    "released_at: {column: B, date: '%Y-%m-%d %H:%M'}}", "E",
	    "2026-01-02 03:04", ",\"released_at\":\"2026-01-02T03:04:00Z\"}",
	    1},
	{"item, from: t, members: {item: A}, attrs: {z: B, n: {column: B, "
	    "as: number}, f: {constant: 'true', as: flag}}", "I", "01.50",
	    "\"attrs\":{\"f\":true,\"n\":1.5,\"z\":\"01.50\"}}", 1},
	{"item, from: t, members: {item: A}, attrs: {n: {column: B, "
	    "as: number}}", "I", "x", "B: not_a_number: n \"x\" is not a "
	    "number",
	    1},
};

static void
entries_become_records_or_reasons(void **state)
{
	struct buf out = BUF_INIT(65536);
	char entry[400];
	unsigned known;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		snprintf(entry, sizeof(entry), "records: [{type: %s}]\n",
		    rows[i].entry);
		convert(entry, rows[i].a, rows[i].b, &out, &known);
		if (!strstr(buf_text(&out), rows[i].wanted) ||
		    known != rows[i].known)
			fail_msg("%s\nis     %s\nwanted %s, %u known",
			    rows[i].entry, buf_text(&out), rows[i].wanted,
			    known);
	}
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_become_values_or_reasons),
		cmocka_unit_test(entries_become_records_or_reasons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
