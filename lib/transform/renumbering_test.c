/* renumbering_test.c - new numbers in every member that holds one. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "store/run.h"
#include "store/scratch.h"
#include "store/xref.h"
#include "transform/mapper.h"
#include "transform/scratchfile.h"

static const char *const files[] = {"x.csv", NULL};

/* The line through the rules; "" where it does not pass. */
static const char *
mapped(const struct rules *rules, const char *line, enum mapper_fate *fate)
{
	static struct buf out = BUF_INIT(65536);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct mapper m;
	struct record r;

	scratchfile_record(&r, line, &a);
	mapper_init(&m, rules);
	scratchfile_must(mapper_record(&m, &r, fate, &a, &e), &e);
	buf_clear(&out);
	if (*fate == MAPPER_PASSED)
		record_add_line(&out, &r);
	mapper_release(&m);
	arena_release(&a);
	return buf_text(&out);
}

static void
every_member_that_names_an_item_is_renumbered(void **state)
{
	static const char *const lines[][2] = {
	    {"{\"type\":\"item\",\"item\":\"A\",\"name\":\"A\"}",
		"{\"type\":\"item\",\"item\":\"1\",\"name\":\"A\"}"},
	    {"{\"type\":\"alternate\",\"item\":\"A\",\"alternate\":\"B\"}",
		"{\"type\":\"alternate\",\"item\":\"1\",\"alternate\":\"2\"}"},
	    {"{\"type\":\"supplier\",\"supplier\":\"A\"}",
		"{\"type\":\"supplier\",\"supplier\":\"A\"}"},
	    {"{\"type\":\"uom_conversion\",\"item\":\"\",\"from_uom\":\"A\","
		"\"to_uom\":\"B\"}",
		"{\"type\":\"uom_conversion\",\"item\":\"\",\"from_uom\":"
		"\"A\",\"to_uom\":\"B\"}"},
	};
	const char *folder = scratchfile_folder();
	enum mapper_fate fate;
	struct rules r;
	size_t i;

	(void)state;
	scratchfile_write(folder, "x.csv", "old,new\nA,1\nB,2\n");
	scratchfile_rules(&r, folder, "rules: r\ntables: {x: {file: x.csv, "
	    "key: old}}\nsteps:\n- renumber: {table: x, column: new}\n");
	assert_true(r.may_hold && r.sorts);
	for (i = 0; i < COUNT_OF(lines); i++)
		assert_string_equal(mapped(&r, lines[i][0], &fate),
		    lines[i][1]);
	mapped(&r, "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":"
	    "\"C\"}", &fate);
	assert_int_equal(fate, MAPPER_HELD);
	assert_true(renumbering_member(TYPE_SUBSTITUTE, SUBSTITUTE_SUBSTITUTE));
	assert_false(renumbering_member(TYPE_BOM, BOM_ALTERNATIVE));
	rules_release(&r);
	scratchfile_remove(folder, files);
}

static void
the_state_knows_numbers_too(void **state)
{
	struct xref x = {SLICE("erp"), SLICE("item"), SLICE("A"),
	    SLICE("100")};
	struct run_info info = {SLICE("t"), SLICE("1"), SLICE("erp"), {"", 0},
	    {"", 0}};
	struct shared_state known;
	struct err e = ERR_INIT;
	enum mapper_fate fate;
	char run[RUN_ID_SIZE];
	struct scratch s;
	struct rules r;
	const char *path;

	(void)state;
	scratch_open(&s);
	scratch_must(run_start(s.db, &info, run, &e), &e);
	scratch_must(xref_put(s.db, &x, 1, run, &e), &e);
	path = scratchfile_write(s.folder, "r.yaml", "rules: r\nsteps:\n"
	    "- renumber: {type: item, state: yes, unmapped: keep}\n"
	    "- change: {type: item, compute: {name: \"external_id('item', "
	    "'A')\"}}\n");
	known = (struct shared_state){s.db, "erp", false};
	scratch_must(rules_load_with(&r, path, &known, &e), &e);
	assert_true(r.shared.alone);
	assert_string_equal(mapped(&r, "{\"type\":\"item\",\"item\":\"A\"}",
	    &fate), "{\"type\":\"item\",\"item\":\"100\",\"name\":\"100\"}");
	assert_string_equal(mapped(&r, "{\"type\":\"item\",\"item\":\"B\"}",
	    &fate), "{\"type\":\"item\",\"item\":\"B\",\"name\":\"100\"}");
	rules_release(&r);
	/* without a state the file cannot be used */
	assert_int_equal(rules_load(&r, path, &e), -1);
	assert_non_null(strstr(e.text, "needs --state and --target"));
	rules_release(&r);
	scratch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_member_that_names_an_item_is_renumbered),
	    cmocka_unit_test(the_state_knows_numbers_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
