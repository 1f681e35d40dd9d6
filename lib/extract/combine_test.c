/* combine_test.c - lines taken into one. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/combine.h"

#define LINE(rest) "{\"type\":\"bom_line\",\"parent\":\"P\",\"component\":" \
	"\"C\"" rest "}"

static const struct {
	const char *combine;
	const char *lines[5];
	const char *wanted; /* behind the occurrence, or why not */
} cases[] = {
	{"{quantity: sum, refdes: union}",
	    {LINE(",\"quantity\":1,\"refdes\":[\"R2\"]"),
	    LINE(",\"quantity\":0.5,\"refdes\":[\"R10\",\"R2\"]"),
	    LINE(",\"quantity\":2,\"refdes\":[\"R1\"]")},
	    ",\"quantity\":3.5,\"refdes\":[\"R1\",\"R2\",\"R10\"]}"},
	{"{quantity: sum}", {LINE(""), LINE("")}, "}"},
	{"{quantity: sum}", {LINE(""), LINE(",\"quantity\":1")},
	    "conflicting_duplicate: lines that are combined differ in "
	    "quantity"},
	{"{quantity: sum}", {LINE(",\"uom\":\"EA\""), LINE(",\"uom\":\"KG\"")},
	    "conflicting_duplicate: lines that are combined differ in uom"},
	{"{uom: first, note: first}",
	    {LINE(",\"uom\":\"KG\""), LINE(",\"uom\":\"EA\",\"note\":\"x\""),
	    LINE(",\"uom\":\"M\"")}, ",\"uom\":\"EA\",\"note\":\"x\"}"},
	{"{}", {LINE(",\"attrs\":{\"a\":\"1\"}"),
	    LINE(",\"attrs\":{\"a\":\"2\"}")},
	    "conflicting_duplicate: lines that are combined differ in attrs"},
	{"{attrs: first}", {LINE(",\"attrs\":{\"a\":\"1\"}"),
	    LINE(",\"attrs\":{\"a\":\"2\"}")}, ",\"attrs\":{\"a\":\"1\"}}"},
	{"{quantity: sum}", {LINE(",\"quantity\":"
	    "99999999999999999999999999999999999999"),
	    LINE(",\"quantity\":1")}, "number: over 38 digits are needed for "
	    "the sum of quantity"},
	{"{quantity: sum}", {LINE(",\"quantity\":7")}, ",\"quantity\":7}"},
};

static struct combine *
read_combine(struct ydoc *doc, struct arena *a, const char *text,
    struct err *e)
{
	struct buf b = BUF_INIT(10000);
	struct combine *c;

	err_clear(e);
	buf_printf(&b, "c: %s\n", text);
	if (ydoc_parse(doc, "p.yaml", buf_slice(&b), e) < 0)
		fail_msg("%s", e->text);
	buf_release(&b);
	return combine_read(&c, TYPE_BOM_LINE, ydoc_get(doc->root, "c"), a,
	    e) < 0 ? NULL : c;
}

static void
members_come_together_as_the_profile_says(void **state)
{
	struct combining c;
	size_t i, k;

	(void)state;
	combining_init(&c);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf out = BUF_INIT(10000), why = BUF_INIT(1000);
		struct arena a = ARENA_INIT;
		struct err e = ERR_INIT;
		struct combine *spec;
		struct ydoc doc;
		bool fits = true;

		spec = read_combine(&doc, &a, cases[i].combine, &e);
		if (!spec)
			fail_msg("%s", e.text);
		combining_begin(&c, spec, slice_of(cases[i].lines[0]));
		for (k = 1; fits && cases[i].lines[k]; k++)
			fits = combining_add(&c, slice_of(cases[i].lines[k]),
			    &why);
		if (fits)
			record_add_line(&out, combining_end(&c));
		if (!strstr(buf_text(fits ? &out : &why), cases[i].wanted) ||
		    fits != (*cases[i].wanted == ',' ||
		    *cases[i].wanted == '}'))
			fail_msg("case %zu: %s%s", i, buf_text(&out),
			    buf_text(&why));
		ydoc_release(&doc);
		arena_release(&a);
		buf_release(&out);
		buf_release(&why);
	}
	combining_release(&c);
}

static void
what_cannot_be_combined_so_is_refused(void **state)
{
	static const struct {
		const char *text, *wanted;
	} wrong[] = {
		{"{uom: sum}", "only numbers are added up"},
		{"{uom: count}", "only numbers are added up"},
		{"{uom: union}", "only sets are united"},
		{"{refdes: first}", "a set is united or the same"},
		{"{component: same}", "\"component\" is part of the key"},
		{"{qantity: sum}", "did you mean \"quantity\"?"},
		{"{attrs: sum}", "site fields are the same or the first"},
		{"[quantity]", "map"},
	};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct ydoc doc;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		if (read_combine(&doc, &a, wrong[i].text, &e) ||
		    e.kind != ERR_USAGE || !strstr(e.text, wrong[i].wanted))
			fail_msg("%s: %s", wrong[i].text, e.text);
		ydoc_release(&doc);
	}
	arena_release(&a);
}

static void
specifications_are_equal_or_not(void **state)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct combine *x, *y, *z;
	struct ydoc docs[3];

	(void)state;
	x = read_combine(&docs[0], &a, "{quantity: sum, refdes: union}", &e);
	y = read_combine(&docs[1], &a, "{refdes: union, quantity: sum}", &e);
	z = read_combine(&docs[2], &a, "{refdes: union, quantity: count}",
	    &e);
	assert_true(combine_equal(x, y));
	assert_false(combine_equal(x, z));
	assert_false(combine_equal(x, NULL));
	assert_true(combine_equal(NULL, NULL));
	ydoc_release(&docs[0]);
	ydoc_release(&docs[1]);
	ydoc_release(&docs[2]);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_come_together_as_the_profile_says),
		cmocka_unit_test(what_cannot_be_combined_so_is_refused),
		cmocka_unit_test(specifications_are_equal_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
