/* dependence_test.c - what each type needs. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/recin.h"
#include "transform/dependence.h"

static void
a_record_needs_what_its_target_must_have(void **state)
{
	static const struct {
		const char *line, *needs;
	} cases[] = {
	    {"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P\"}",
		"item:A item:P "},
	    {"{\"type\":\"bom_line\",\"parent\":\"A\","
	     "\"parent_revision\":\"B\",\"plant\":\"1\","
	     "\"component\":\"P\",\"component_revision\":\"2\"}",
		"item:A revision:A/B plant_item:A/1 item:P revision:P/2 "
		"plant_item:P/1 "},
	    {"{\"type\":\"substitute\",\"parent\":\"A\",\"plant\":\"1\","
	     "\"component\":\"P\",\"substitute\":\"S\"}",
		"item:S plant_item:S/1 "},
	    {"{\"type\":\"operation\",\"item\":\"A\",\"plant\":\"1\","
	     "\"operation\":\"10\",\"work_center\":\"W\"}",
		"item:A plant_item:A/1 work_center:1/W "},
	    {"{\"type\":\"approved_supplier\",\"item\":\"A\","
	     "\"supplier\":\"S\"}", "supplier:S "},
	    {"{\"type\":\"document_link\",\"item\":\"A\","
	     "\"document\":\"D\"}", "document:D/ "},
	    {"{\"type\":\"production_version\",\"item\":\"A\","
	     "\"plant\":\"1\",\"version\":\"1\",\"bom_usage\":\"mfg\"}",
		"item:A plant_item:A/1 bom:A//1/mfg/ routing:A//1/ "},
	    {"{\"type\":\"item\",\"item\":\"A\"}", ""},
	};
	struct buf is = BUF_INIT(4096);
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	size_t i;
	unsigned k;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct dependence d;
		struct record r;

		assert_int_equal(recin_parse(&r, slice_of(cases[i].line),
		    JSON_AT("test", 1), &arena, &e), 0);
		dependence_of(&d, &r);
		buf_clear(&is);
		for (k = 0; k < d.count; k++) {
			key_add_text(&is, &d.keys[k]);
			buf_add_byte(&is, ' ');
		}
		assert_string_equal(buf_text(&is), cases[i].needs);
		assert_int_equal(dependence_has(r.type), d.count > 0);
	}
	buf_release(&is);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_record_needs_what_its_target_must_have),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
