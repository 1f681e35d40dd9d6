/* gatecheck_test.c - each check of one record. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/gatetrial.h"

static struct gatescratch scratch;

static int
set_up(void **state)
{
	(void)state;
	gatescratch_open(&scratch);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	gatescratch_close(&scratch);
	return 0;
}

struct one {
	const char *gate; /* further keys of it */
	const char *lines[8];
	const char *found; /* "" for nothing */
};

static void
check(const char *key, const struct one *cases, size_t count)
{
	struct buf yaml = BUF_INIT(4096);
	size_t i;

	for (i = 0; i < count; i++) {
		struct err e = ERR_INIT;

		buf_clear(&yaml);
		buf_printf(&yaml, "gates:\n- {name: g, check: %s%s}\n", key,
		    cases[i].gate);
		gatetrial_rules(&scratch, buf_text(&yaml));
		gatescratch_spool(&scratch, cases[i].lines);
		if (gatetrial_run(&scratch, &e) < 0)
			fail_msg("%s", e.text);
		if (strcmp(gatetrial_found(&scratch), cases[i].found) != 0)
			fail_msg("%s %zu: %s", key, i,
			    gatetrial_found(&scratch));
	}
	buf_release(&yaml);
}

static void
a_bom_needs_an_item(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"bom\",\"parent\":\"A\"}",
		NULL},
		"g bom:A////: there is no item A\n"},
	    {"", {
		"{\"type\":\"item\",\"item\":\"A\"}",
		"{\"type\":\"bom\",\"parent\":\"A\"}",
		NULL},
		""},
	};

	(void)state;
	check("orphan", cases, COUNT_OF(cases));
}

static void
a_component_needs_an_item_and_a_view(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\"}",
		NULL},
		"g bom_line:A//////P/: there is no item P\n"},
	    {"", {
		"{\"type\":\"item\",\"item\":\"P\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"plant\":\"1\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"item\",\"item\":\"P\"}",
		"{\"type\":\"plant_item\",\"item\":\"P\",\"plant\":\"2\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"plant\":\"1\"}",
		NULL},
		"g bom_line:A//1////P/: item P has no view in plant 1\n"},
	    {"", {
		"{\"type\":\"withheld\",\"record_type\":\"item\",\"record_k"
		"ey\":\"P\",\"reason\":\"audience\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\"}",
		NULL},
		""},
	    {", type: substitute", {
		"{\"type\":\"substitute\",\"parent\":\"A\",\"component\":\""
		"P\",\"substitute\":\"S\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\"}",
		NULL},
		"g substitute:A//////P//S: there is no item S\n"},
	};

	(void)state;
	check("missing_component", cases, COUNT_OF(cases));
}

static void
what_is_bought_needs_a_supplier_in_force(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"item\",\"item\":\"A\",\"make_buy\":\"make\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"item\",\"item\":\"A\",\"make_buy\":\"buy\"}",
		NULL},
		"g item:A: A is bought, but has no approved supplier in for"
		"ce\n"},
	    {"", {
		"{\"type\":\"item\",\"item\":\"A\",\"make_buy\":\"buy\"}",
		"{\"type\":\"approved_supplier\",\"item\":\"A\",\"supplier"
		"\":\"S\",\"effective_from\":\"2026-11-22\",\"effective_to"
		"\":\"2026-11-23\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"item\",\"item\":\"A\",\"make_buy\":\"buy\"}",
		"{\"type\":\"approved_supplier\",\"item\":\"A\",\"supplier"
		"\":\"S\",\"effective_to\":\"2026-11-22\"}",
		NULL},
		"g item:A: A is bought, but has no approved supplier in for"
		"ce\n"},
	    {"", {
		"{\"type\":\"item\",\"item\":\"A\",\"make_buy\":\"buy\"}",
		"{\"type\":\"approved_supplier\",\"item\":\"A\",\"supplier"
		"\":\"S\",\"effective_from\":\"2026-11-23\"}",
		NULL},
		"g item:A: A is bought, but has no approved supplier in for"
		"ce\n"},
	    {", type: plant_item", {
		"{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\",\""
		"procurement\":\"buy\"}",
		"{\"type\":\"approved_supplier\",\"item\":\"A\",\"plant\":"
		"\"2\",\"supplier\":\"S\"}",
		NULL},
		"g plant_item:A/1: A is bought by plant 1, but has no appro"
		"ved supplier in force\n"},
	    {", type: plant_item, procurement: [F]", {
		"{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\",\""
		"procurement\":\"F\"}",
		"{\"type\":\"approved_supplier\",\"item\":\"A\",\"supplier"
		"\":\"S\"}",
		NULL},
		""},
	};

	(void)state;
	check("no_supplier", cases, COUNT_OF(cases));
}

static void
a_plant_needs_a_routing(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"bom\",\"parent\":\"A\",\"plant\":\"1\"}",
		"{\"type\":\"routing\",\"item\":\"A\",\"plant\":\"2\"}",
		NULL},
		"g bom:A//1//: A has no routing in plant 1\n"},
	    {"", {
		"{\"type\":\"bom\",\"parent\":\"A\",\"plant\":\"1\"}",
		"{\"type\":\"routing\",\"item\":\"A\",\"plant\":\"1\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom\",\"parent\":\"A\"}",
		NULL},
		""},
	};

	(void)state;
	check("no_routing", cases, COUNT_OF(cases));
}

static void
an_operation_must_be_in_a_routing(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"operation\":\"10\"}",
		"{\"type\":\"operation\",\"item\":\"A\",\"operation\":\"20"
		"\"}",
		NULL},
		"g bom_line:A//////P/: operation 10 is in no routing of A\n"},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"operation\":\"10\"}",
		"{\"type\":\"operation\",\"item\":\"A\",\"plant\":\"1\",\"o"
		"peration\":\"10\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision"
		"\":\"B\",\"component\":\"P\",\"operation\":\"10\"}",
		"{\"type\":\"operation\",\"item\":\"A\",\"revision\":\"C\","
		"\"operation\":\"10\"}",
		NULL},
		"g bom_line:A/B/////P/: operation 10 is in no routing of A"
		"\n"},
	};

	(void)state;
	check("routing_conflict", cases, COUNT_OF(cases));
}

static void
a_unit_must_lead_to_the_item_s(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"item\",\"item\":\"P\",\"uom\":\"KGM\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"uom\":\"GRM\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"item\",\"item\":\"P\",\"uom\":\"KGM\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"uom\":\"EA\"}",
		NULL},
		"g bom_line:A//////P/: P: EA to KGM: there is no conversion"
		"\n"},
	    {"", {
		"{\"type\":\"item\",\"item\":\"P\",\"uom\":\"KGM\"}",
		"{\"type\":\"uom_conversion\",\"item\":\"P\",\"from_uom\":"
		"\"EA\",\"to_uom\":\"GRM\",\"numerator\":5,\"denominator\":"
		"1}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"uom\":\"EA\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"item\",\"item\":\"P\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"uom\":\"EA\"}",
		NULL},
		"g bom_line:A//////P/: item P has no unit of measure\n"},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"uom\":\"EA\"}",
		NULL},
		""},
	};

	(void)state;
	check("uom", cases, COUNT_OF(cases));
}

static void
the_lifecycle_is_the_revision_s_where_it_is_named(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"item\",\"item\":\"P\",\"lifecycle\":\"obsolete"
		"\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\"}",
		NULL},
		"g bom_line:A//////P/: P is obsolete\n"},
	    {"", {
		"{\"type\":\"item\",\"item\":\"P\",\"lifecycle\":\"obsolete"
		"\"}",
		"{\"type\":\"revision\",\"item\":\"P\",\"revision\":\"1\","
		"\"lifecycle\":\"released\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"component_revision\":\"1\"}",
		NULL},
		""},
	    {", lifecycles: [old]", {
		"{\"type\":\"item\",\"item\":\"P\",\"lifecycle\":\"obsolete"
		"\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\"}",
		NULL},
		""},
	};

	(void)state;
	check("obsolete_component", cases, COUNT_OF(cases));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_bom_needs_an_item),
	    T(a_component_needs_an_item_and_a_view),
	    T(what_is_bought_needs_a_supplier_in_force),
	    T(a_plant_needs_a_routing),
	    T(an_operation_must_be_in_a_routing),
	    T(a_unit_must_lead_to_the_item_s),
	    T(the_lifecycle_is_the_revision_s_where_it_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
