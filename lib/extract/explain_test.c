/* explain_test.c - the lines that a converted row leaves. */
#include "extract/explain.h"

#include <setjmp.h>

#include <cmocka.h>

static struct rule rules[4];

/* A step of a rule, told as the converter tells it. */
static void
tell(struct convert *c, const struct rule *r, const char *name,
    const char *what, const char *text)
{
	const struct convert_step step = {r, slice_of(name), what,
	    slice_of(text)};

	c->watch(c->watch_ctx, &step);
}

static void
steps_and_outcomes_stand_in_lines(void **state)
{
	struct profile_member members[4];
	struct profile_entry entry = {.type = TYPE_BOM_LINE,
	    .members = members, .member_count = 4};
	struct convert c = {.watch = NULL};
	struct err e = ERR_INIT;
	struct explain x;
	struct record r;
	size_t i;

	(void)state;
	assert_int_equal(explain_open(&x, 5, &c, &e), 0);
	memset(rules, 0, sizeof(rules));
	rules[0].text = SLICE("Part");
	rules[1].text = SLICE("Qty");
	rules[1].kind = MEMBER_NUMBER;
	rules[2].text = SLICE("Unit");
	rules[3].from = RULE_CONSTANT;
	members[0].member = BOM_LINE_COMPONENT;
	members[1].member = BOM_LINE_QUANTITY;
	members[2].member = BOM_LINE_UOM;
	members[3].member = BOM_LINE_NOTE;
	for (i = 0; i < 4; i++)
		members[i].rule = rules[i];
	record_init(&r, TYPE_BOM_LINE);
	tell(&c, &members[0].rule, "component", NULL, "17");
	tell(&c, &members[0].rule, "component", "lookup", "P-\"1\"");
	r.values[BOM_LINE_COMPONENT] = value_of_text(SLICE("P-\"1\""));
	tell(&c, &members[1].rule, "quantity", NULL, "1,50");
	r.values[BOM_LINE_QUANTITY] = (struct value){VALUE_NUMBER,
	    SLICE_INIT("1.5"), NULL, 0};
	tell(&c, &members[2].rule, "uom", NULL, "");
	r.values[BOM_LINE_UOM] = value_of_text(SLICE("EA"));
	tell(&c, &members[3].rule, "note", NULL, "a\nb");
	r.values[BOM_LINE_NOTE] = value_of_text(SLICE("a\nb"));
	explain_record(&x, &entry, &r, true, &c);
	assert_string_equal(buf_text(&x.text),
	    "  bom_line\n"
	    "    component <- column \"Part\" \"17\" -> lookup -> "
	    "\"P-\\\"1\\\"\"\n"
	    "    quantity  <- column \"Qty\" \"1,50\" -> number -> 1.5\n"
	    "    uom       <- column \"Unit\" nothing -> default -> \"EA\"\n"
	    "    note      <- constant \"a\\nb\"\n");
	buf_clear(&x.text);
	/* nothing of the row before is left */
	c.column = SLICE("Qty");
	buf_init(&c.reason, 100);
	buf_add_text(&c.reason, "number: no");
	tell(&c, &members[1].rule, "quantity", NULL, "x");
	record_init(&r, TYPE_BOM_LINE);
	explain_record(&x, &entry, &r, false, &c);
	assert_string_equal(buf_text(&x.text),
	    "  bom_line\n"
	    "    quantity <- column \"Qty\" \"x\"\n"
	    "    rejected: Qty: number: no\n");
	buf_clear(&x.text);
	buf_release(&c.reason);
	explain_close(&x);
}

static void
long_texts_are_cut_between_characters(void **state)
{
	struct profile_entry entry = {.type = TYPE_ITEM};
	struct convert c = {.watch = NULL};
	struct buf text = BUF_INIT(1000);
	struct err e = ERR_INIT;
	struct explain x;
	struct record r;
	int i;

	(void)state;
	assert_int_equal(explain_open(&x, 5, &c, &e), 0);
	buf_add_byte(&text, 'x');
	for (i = 0; i < 100; i++)
		buf_add_text(&text, "\xc3\xa4");
	memset(rules, 0, sizeof(rules));
	rules[0].text = SLICE("Name");
	record_init(&r, TYPE_ITEM);
	tell(&c, &rules[0], "name", NULL, buf_text(&text));
	explain_record(&x, &entry, &r, true, &c);
	assert_int_equal(slice_utf8_length(buf_slice(&x.text)), x.text.len);
	assert_non_null(strstr(buf_text(&x.text), "...\n"));
	buf_clear(&x.text);
	buf_release(&text);
	explain_close(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(steps_and_outcomes_stand_in_lines),
	    cmocka_unit_test(long_texts_are_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
