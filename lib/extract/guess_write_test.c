/* guess_write_test.c - sources as they are written. */
#include "extract/guess_write.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

static struct guess_part part;
static struct slice file = SLICE_INIT("dir/board.csv");

static void
look_at(const char *text)
{
	struct err e = ERR_INIT;

	part = (struct guess_part){.name = "s", .files = &file,
	    .file_count = 1, .items = true};
	if (guess_table_read(&part.table, trial_file(text), &e) < 0)
		fail_msg("%s", e.text);
	part.table.path = "board.csv";
	guess_columns_find(&part.columns, &part.table);
	guess_shape_find(&part.shape, &part.columns);
}

static void
forget(void)
{
	guess_shape_release(&part.shape);
	guess_columns_release(&part.columns);
	guess_table_release(&part.table);
}

static void
keys_say_what_is_not_the_default(void **state)
{
	static const struct {
		const char *text;
		const char *keys; /* behind the comments */
	} cases[] = {
	    {"Part,Name\nA,x\n", "    file: dir/board.csv\n"},
	    {"Part;Name;x\nA;n/a;1\nB;b;2\n", "    file: dir/board.csv\n"
	     "    separator: \";\"\n    absent: n/a\n"},
	    {"Report:,,\n,,\nPart,Name,Rev\nA,x,1\nB,y,1\nTotal,,\n",
	     "    file: dir/board.csv\n    header: find\n"
	     "    footer: {Part: \"Total*\"}\n"},
	    {"A-1,x\nB-2,y\n", "    file: dir/board.csv\n    header: no\n"
	     "    columns: [column1, column2]\n"},
	    {"Part,\nA,x\nB,y\n", "    file: dir/board.csv\n"
	     "    columns: {column2: 2}\n"},
	    {"name,code\na,1,x\nb,2,y\n", "    file: dir/board.csv\n"
	     "    below: name\n    header: no\n"
	     "    columns: [name, code, column3]\n"},
	    {"Part,Name,x\nA,x\nB,y,1\nC,z,2\n", "    file: dir/board.csv\n"
	     "    fields: fill\n"},
	    {"M\xfcll,Part\n1,A\n", "    file: dir/board.csv\n"
	     "    encoding: windows-1252\n"},
	    {"Part,Qty\nA,1\nB,2\n", "    file: dir/board.csv\n"
	     "    structure:\n      style: flat\n      parent: [Part]\n"
	     "      root: {Part: \"@stem\"}\n"},
	    {"Level,Part,Rev,Qty\n0,A,1,1\n1,B,1,1\n",
	     "    file: dir/board.csv\n    structure:\n"
	     "      style: level\n      level: Level\n"
	     "      parent: [Part, Rev]\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(65536);
		const char *keys;

		look_at(cases[i].text);
		guess_write_source(&b, &part);
		keys = strstr(buf_text(&b), "    file:");
		assert_non_null(keys);
		assert_string_equal(keys, cases[i].keys);
		buf_release(&b);
		forget();
	}
}

static void
a_day_in_the_file_s_name_is_not_the_assembly_s(void **state)
{
	static const struct {
		struct slice path;
		bool cut;
	} cases[] = {
	    {SLICE_INIT("board@2026-11-23.csv"), true},
	    {SLICE_INIT("x/board_20261123.csv.gz"), true},
	    {SLICE_INIT("board@2026-11-23b.csv"), true},
	    {SLICE_INIT("board.csv"), false},
	    {SLICE_INIT("20261123.csv"), false},
	    {SLICE_INIT("a_2026-11-23/board.csv"), false},
	    {SLICE_INIT("board_v12.csv"), false},
	};
	struct slice before = file;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(65536);

		look_at("Part,Qty\nA,1\n");
		file = cases[i].path;
		guess_write_source(&b, &part);
		assert_int_equal(strstr(buf_text(&b), "pattern") != NULL,
		    cases[i].cut);
		file = before;
		buf_release(&b);
		forget();
	}
}

static void
the_grounds_stand_in_comments(void **state)
{
	struct buf b = BUF_INIT(65536);

	(void)state;
	look_at("T:,,\nPart,Qty,Rev\nA,1,a\nB,2,a\n\nby,,\n");
	guess_write_source(&b, &part);
	assert_non_null(strstr(buf_text(&b),
	    "  s:\n"
	    "    # board.csv: 2 rows looked at, 3 columns between commas, "
	    "UTF-8; line 2\n"
	    "    # names the columns, 1 row above it; the table ends at an "
	    "empty line above\n"
	    "    # line 6\n"
	    "    # The components of one assembly, which the file is named "
	    "after.\n"
	    "    # \"Part\"  part number: the header says \"part\"; 2 of 2 "
	    "rows have it, 2\n"
	    "    # different ones\n"));
	buf_release(&b);
	forget();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_say_what_is_not_the_default),
	    cmocka_unit_test(a_day_in_the_file_s_name_is_not_the_assembly_s),
	    cmocka_unit_test(the_grounds_stand_in_comments),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
