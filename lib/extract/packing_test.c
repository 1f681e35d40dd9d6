/* packing_test.c - what is packed is printed again, and sorts alike. */
#include "extract/packing.h"

#include "model/recin.h"
#include "model/scan.h"

#include <setjmp.h>

#include <cmocka.h>

/* In byte order, as a stream has them. */
static const char *const lines[] = {
	"{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"\","
	"\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\","
	"\"base_quantity\":100}",
#define LINE "{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision\":\"" \
	"\",\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\"," \
	"\"find_number\":\"10\",\"component\":\""
	LINE "\\\"quoted\\\\\",\"occurrence\":\"\"}",
	LINE "P\",\"occurrence\":\"\",\"attrs\":{\"a\":1,\"b\":\"x\"}}",
	LINE "P\",\"occurrence\":\"\",\"quantity\":2,\"attrs\":{\"a\":true}}",
	LINE "P\",\"occurrence\":\"\",\"quantity\":2,\"uom\":\"EA\"}",
	LINE "P\",\"occurrence\":\"\",\"quantity\":2.5,\"uom\":\"EA\","
	"\"refdes\":[\"R1\",\"R10\"],\"effective_from\":\"2026-01-01\"}",
	LINE "P\",\"occurrence\":\"\",\"quantity\":25}",
	LINE "P\",\"occurrence\":\"\",\"quantity\":2}",
	LINE "P\",\"occurrence\":\"\",\"uom\":\"E\\u0001\\n\",\"optional\":true,"
	"\"note\":\"L\xc3\xa4nge, \\\"5}\\\"\"}",
	LINE "P\",\"occurrence\":\"\"}",
	LINE "P 1\",\"occurrence\":\"\"}",
	LINE "P!\",\"occurrence\":\"\"}",
	LINE "P\\\"\",\"occurrence\":\"\"}",
	LINE "P\\n\",\"occurrence\":\"\"}",
	LINE "P\x7f\",\"occurrence\":\"\"}",
	"{\"type\":\"item\",\"item\":\"1E5\",\"name\":\"\xe2\x82\xac\"}",
	"{\"type\":\"item\",\"item\":\"1E50\",\"mass\":\"1234567890123456.5\"}",
	"{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"B\"}",
	"{\"type\":\"withheld\",\"record_type\":\"item\",\"record_key\":\"X\"}",
	"{\"type\":\"work_center\",\"plant\":\"\",\"work_center\":\"W\"}",
};

struct packed {
	struct buf line;   /* PREFIX 0x01 REST */
	size_t prefix;
	size_t key_length; /* of the canonical line */
};

static void
pack(const struct packing *p, struct packed *out, const char *line)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record r;
	struct scan scan;
	struct key k;

	assert_true(scan_line(&scan, slice_of(line)));
	assert_int_equal(recin_parse(&r, slice_of(line), JSON_AT("t", 1), &a,
	    &e), 0);
	record_key(&k, &r);
	out->key_length = scan.key_length;
	out->line = (struct buf)BUF_INIT(4096);
	packing_add_key(&out->line, &k);
	out->prefix = out->line.len;
	buf_add_byte(&out->line, '\1');
	packing_add_rest(p, &out->line, &r);
	arena_release(&a);
}

static struct slice
rest_of(const struct packed *p)
{
	return slice_from(p->line.at + p->prefix + 1,
	    p->line.len - p->prefix - 1);
}

static void
what_is_packed_is_printed_as_it_was(void **state)
{
	struct packing p;
	struct packed one;
	struct buf out = BUF_INIT(4096);
	struct slice prefix, canonical;
	size_t i, j;

	(void)state;
	packing_init(&p);
	for (i = 0; i < COUNT_OF(lines); i++) {
		canonical = slice_of(lines[i]);
		pack(&p, &one, lines[i]);
		prefix = slice_from(one.line.at, one.prefix);
		buf_clear(&out);
		packing_print_key(&out, prefix);
		assert_int_equal(out.len, one.key_length);
		packing_print_rest(&p, &out, packing_type(prefix),
		    rest_of(&one));
		assert_string_equal(buf_text(&out), lines[i]);
		assert_int_equal(packing_length(&p, prefix, rest_of(&one)),
		    canonical.len);
		assert_true(one.line.len < canonical.len);
		for (j = 0; j < one.line.len; j++)
			assert_true(j < one.prefix ?
			    (unsigned char)one.line.at[j] >= 0x20 :
			    j == one.prefix ||
			    (unsigned char)one.line.at[j] >= PACKING_LEAST);
		buf_release(&one.line);
	}
	buf_release(&out);
}

static void
packed_lines_stand_as_the_canonical_ones_do(void **state)
{
	struct packing p;
	struct packed a, b;
	size_t i, j;

	(void)state;
	packing_init(&p);
	for (i = 0; i < COUNT_OF(lines); i++) {
		for (j = 0; j < COUNT_OF(lines); j++) {
			int wanted = slice_compare(slice_of(lines[i]),
			    slice_of(lines[j])), is;

			pack(&p, &a, lines[i]);
			pack(&p, &b, lines[j]);
			is = slice_compare(buf_slice(&a.line),
			    buf_slice(&b.line));
			assert_int_equal((is > 0) - (is < 0),
			    (wanted > 0) - (wanted < 0));
			buf_release(&a.line);
			buf_release(&b.line);
		}
	}
}

static void
types_and_leads_are_numbered_in_their_order(void **state)
{
	struct packing p;
	struct key a = {.count = 0}, b = {.count = 0};
	struct buf one = BUF_INIT(100), two = BUF_INIT(100);
	unsigned type, i, j;

	(void)state;
	packing_init(&p);
	for (type = 1; type < TYPE_COUNT; type++) {
		const struct schema_type *t = &schema_types[type];

		a.type = (enum record_type)(type - 1);
		b.type = (enum record_type)type;
		buf_clear(&one);
		buf_clear(&two);
		packing_add_key(&one, &a);
		packing_add_key(&two, &b);
		assert_true(slice_compare(schema_types[type - 1].lead,
		    t->lead) < 0);
		assert_true(slice_compare(buf_slice(&one),
		    buf_slice(&two)) < 0);
		assert_int_equal(packing_type(buf_slice(&two)), type);
		for (i = t->key_count; i < t->member_count; i++)
			for (j = t->key_count; j < t->member_count; j++)
				assert_int_equal(p.codes[type][i] <
				    p.codes[type][j],
				    slice_compare(t->members[i].lead,
				    t->members[j].lead) < 0);
	}
	buf_release(&one);
	buf_release(&two);
}

static void
the_beginning_of_a_key_is_that_of_its_lines(void **state)
{
	static const struct slice parts[] = {
		SLICE_INIT("A"), SLICE_INIT(""), SLICE_INIT("1\\\""),
	};
	struct key k = {.type = TYPE_BOM_LINE, .count = COUNT_OF(parts)};
	struct buf b = BUF_INIT(100), out = BUF_INIT(400);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(parts); i++)
		k.parts[i] = parts[i];
	packing_add_key(&b, &k);
	packing_print_key(&out, buf_slice(&b));
	assert_string_equal(buf_text(&out), "{\"type\":\"bom_line\","
	    "\"parent\":\"A\",\"parent_revision\":\"\","
	    "\"plant\":\"1\\\\\\\"\"");
	buf_release(&b);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_packed_is_printed_as_it_was),
		cmocka_unit_test(packed_lines_stand_as_the_canonical_ones_do),
		cmocka_unit_test(types_and_leads_are_numbered_in_their_order),
		cmocka_unit_test(the_beginning_of_a_key_is_that_of_its_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
