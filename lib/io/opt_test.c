/* opt_test.c - command lines of all shapes, and what is wrong with some. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "io/opt.h"

#define ARGUMENTS_MOST 12

static bool dry, quiet;
static const char *output, *state;
static struct opt_list rules;
static long batch, rows;
static size_t buffer;

static const struct opt own[] = {
    OPT_FLAG('n', "dry-run", &dry, "say what would be done"),
    OPT_TEXT('o', "output", &output, "FILE", "write to FILE"),
    OPT_TEXT(0, "state", &state, "FILE", "keep the state in FILE"),
    OPT_LIST('r', "rules", &rules, "FILE", "rules; may be repeated"),
    OPT_COUNT('b', "batch", &batch, 1, 10000, "N", "N records a request"),
    OPT_SIZE('S', "buffer-size", &buffer, "SIZE", "sort in SIZE"),
    OPT_MAYBE_COUNT('e', "explain", &rows, 1, 99, "[N]", 5, "show N"),
    OPT_END,
};

static const struct opt common[] = {
    OPT_FLAG('q', "quiet", &quiet, "say nothing but errors"),
    OPT_END,
};

static const struct opt_tables tables = {"a-tool", own, common};

static char *operands[ARGUMENTS_MOST + 1];
static int count;

/* Parses the words, ended by NULL, behind the tool's name. */
static int
parse(const char *const *words, struct err *e)
{
	static char copies[ARGUMENTS_MOST][64];
	char *argv[ARGUMENTS_MOST + 2] = {copies[0]};
	int i;

	dry = quiet = false;
	output = state = NULL;
	mem_free(rules.texts);
	rules = (struct opt_list){NULL, 0};
	batch = 7;
	rows = 0;
	buffer = 8;
	count = 0;
	memset(operands, 0x55, sizeof(operands));
	for (i = 0; words[i]; i++) {
		snprintf(copies[i], sizeof(copies[i]), "%s", words[i]);
		argv[i + 1] = copies[i];
	}
	argv[i + 1] = NULL;
	err_clear(e);
	return opt_parse(&tables, argv, operands, &count, e);
}

static void
check_text(const char *is, const char *wanted)
{
	if (!wanted)
		assert_null(is);
	else
		assert_string_equal(is, wanted);
}

struct good {
	const char *words[ARGUMENTS_MOST];
	bool dry, quiet;
	const char *output, *state;
	size_t rules;
	long batch;
	size_t buffer;
	const char *operands[4];
};

static const struct good goods[] = {
    {{NULL}, 0, 0, NULL, NULL, 0, 7, 8, {NULL}},
    {{"-n"}, 1, 0, NULL, NULL, 0, 7, 8, {NULL}},
    {{"-nqS64K"}, 1, 1, NULL, NULL, 0, 7, 65536, {NULL}},
    {{"-nqS", "64K"}, 1, 1, NULL, NULL, 0, 7, 65536, {NULL}},
    {{"-n", "-n"}, 1, 0, NULL, NULL, 0, 7, 8, {NULL}},
    {{"--dry-run", "--quiet"}, 1, 1, NULL, NULL, 0, 7, 8, {NULL}},
    {{"a", "-n", "b", "-o", "c", "d"}, 1, 0, "c", NULL, 0, 7, 8,
	{"a", "b", "d"}},
    {{"--output=c", "-"}, 0, 0, "c", NULL, 0, 7, 8, {"-"}},
    {{"--output", "c"}, 0, 0, "c", NULL, 0, 7, 8, {NULL}},
    {{"-oc"}, 0, 0, "c", NULL, 0, 7, 8, {NULL}},
    {{"-o", "-"}, 0, 0, "-", NULL, 0, 7, 8, {NULL}},
    {{"--output="}, 0, 0, "", NULL, 0, 7, 8, {NULL}},
    {{"--output=a=b"}, 0, 0, "a=b", NULL, 0, 7, 8, {NULL}},
    {{"-oa", "-ob"}, 0, 0, "b", NULL, 0, 7, 8, {NULL}},
    {{"--state", "s"}, 0, 0, NULL, "s", 0, 7, 8, {NULL}},
    /* what needs a value takes whatever comes */
    {{"-o", "-n"}, 0, 0, "-n", NULL, 0, 7, 8, {NULL}},
    {{"-o", "--", "a"}, 0, 0, "--", NULL, 0, 7, 8, {"a"}},
    {{"-n", "--", "-q", "--", "a"}, 1, 0, NULL, NULL, 0, 7, 8,
	{"-q", "--", "a"}},
    {{"--"}, 0, 0, NULL, NULL, 0, 7, 8, {NULL}},
    {{""}, 0, 0, NULL, NULL, 0, 7, 8, {""}},
    {{"-ra", "--rules", "b", "-r", "c"}, 0, 0, NULL, NULL, 3, 7, 8, {NULL}},
    {{"-b1"}, 0, 0, NULL, NULL, 0, 1, 8, {NULL}},
    {{"-b", "10000"}, 0, 0, NULL, NULL, 0, 10000, 8, {NULL}},
    {{"--batch=0012"}, 0, 0, NULL, NULL, 0, 12, 8, {NULL}},
    {{"--buffer-size=1G"}, 0, 0, NULL, NULL, 0, 7, 1073741824, {NULL}},
    {{"-S", "4096"}, 0, 0, NULL, NULL, 0, 7, 4096, {NULL}},
};

static void
options_and_operands_stand_in_any_order(void **state_)
{
	struct err e = ERR_INIT;
	size_t i;
	int n;

	(void)state_;
	for (i = 0; i < COUNT_OF(goods); i++) {
		const struct good *g = &goods[i];

		if (parse(g->words, &e) < 0)
			fail_msg("case %zu: %s", i, e.text);
		assert_int_equal(dry, g->dry);
		assert_int_equal(quiet, g->quiet);
		check_text(output, g->output);
		check_text(state, g->state);
		assert_int_equal(rules.count, g->rules);
		assert_int_equal(batch, g->batch);
		assert_int_equal(buffer, g->buffer);
		for (n = 0; g->operands[n]; n++)
			assert_string_equal(operands[n], g->operands[n]);
		assert_int_equal(count, n);
		assert_null(operands[n]);
	}
}

static void
a_list_keeps_the_order_given(void **state_)
{
	const char *const words[] = {"-rone", "x", "-r", "two", NULL};
	struct err e = ERR_INIT;

	(void)state_;
	assert_int_equal(parse(words, &e), 0);
	assert_int_equal(rules.count, 2);
	assert_string_equal(rules.texts[0], "one");
	assert_string_equal(rules.texts[1], "two");
}

static const struct {
	const char *words[ARGUMENTS_MOST];
	const char *text;
} bads[] = {
    {{"--ouput", "x"}, "unknown option --ouput, did you mean --output? "
		       "(a-tool --help lists them)"},
    {{"--quiett"}, "unknown option --quiett, did you mean --quiet? "
		   "(a-tool --help lists them)"},
    {{"--dry_run=x"}, "unknown option --dry_run=x, did you mean --dry-run? "
		      "(a-tool --help lists them)"},
    {{"--zzzzzz"}, "unknown option --zzzzzz (a-tool --help lists them)"},
    {{"--=x"}, "unknown option --=x (a-tool --help lists them)"},
    {{"-x"}, "unknown option -x (a-tool --help lists them)"},
    {{"-nxq"}, "unknown option -x (a-tool --help lists them)"},
    {{"-n-"}, "unknown option -- (a-tool --help lists them)"},
    {{"--quiet=yes"}, "--quiet: takes no value"},
    {{"--output"}, "--output: needs a value (FILE)"},
    {{"a", "-o"}, "--output: needs a value (FILE)"},
    {{"-nqb"}, "--batch: needs a value (N)"},
    {{"-b0"}, "--batch: \"0\" is not a whole number from 1 to 10000"},
    {{"-b10001"}, "--batch: \"10001\" is not a whole number from 1 to 10000"},
    {{"-b", "-1"}, "--batch: \"-1\" is not a whole number from 1 to 10000"},
    {{"-b", "1e3"}, "--batch: \"1e3\" is not a whole number from 1 to "
		    "10000"},
    {{"-b", ""}, "--batch: \"\" is not a whole number from 1 to 10000"},
    {{"-b", "99999999999999999999"}, "--batch: \"99999999999999999999\" is "
				     "not a whole number from 1 to 10000"},
    {{"-S", "64Q"}, "--buffer-size: \"64Q\" is not a size (expected bytes, "
		    "or 64K, 100M, 2G)"},
    {{"-S0"}, "--buffer-size: \"0\" is not a size (expected bytes, or 64K, "
	      "100M, 2G)"},
    {{"-S=64K"}, "--buffer-size: \"=64K\" is not a size (expected bytes, or "
		 "64K, 100M, 2G)"},
};

static void
what_is_wrong_is_said_and_what_was_meant(void **state_)
{
	struct err e = ERR_INIT;
	size_t i;

	(void)state_;
	for (i = 0; i < COUNT_OF(bads); i++) {
		assert_int_equal(parse(bads[i].words, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_string_equal(e.text, bads[i].text);
	}
}

static void
a_number_that_may_be_left_out_is_digits(void **state_)
{
	static const struct {
		const char *words[5];
		long rows;
		int operands;
	} cases[] = {
	    {{"--explain"}, 5, 0}, {{"--explain", "7"}, 7, 0},
	    {{"--explain=8"}, 8, 0}, {{"--explain", "a"}, 5, 1},
	    {{"--explain", "7a"}, 5, 1}, {{"-e9", "4"}, 9, 1},
	    {{"-e", "4"}, 4, 0}, {{"-ne"}, 5, 0}, {{"-ne", "3", "2"}, 3, 1},
	};
	struct err e = ERR_INIT;
	size_t i;

	(void)state_;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(parse(cases[i].words, &e), 0);
		assert_int_equal(rows, cases[i].rows);
		assert_int_equal(count, cases[i].operands);
	}
	assert_int_equal(parse((const char *const[]){"--explain", "100",
	    NULL}, &e), -1);
	assert_string_equal(e.text, "--explain: \"100\" is not a whole "
	    "number from 1 to 99");
}

static void
help_has_a_line_for_each_option(void **state_)
{
	static const char wanted[] =
	    "  -n, --dry-run            say what would be done\n"
	    "  -o, --output FILE        write to FILE\n"
	    "      --state FILE         keep the state in FILE\n"
	    "  -r, --rules FILE         rules; may be repeated\n"
	    "  -b, --batch N            N records a request\n"
	    "  -S, --buffer-size SIZE   sort in SIZE\n"
	    "  -e, --explain [N]        show N\n";
	char *text = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&text, &len);

	(void)state_;
	opt_print(to, own);
	fclose(to);
	assert_string_equal(text, wanted);
	free(text);
}

static int
release(void **state_)
{
	(void)state_;
	mem_free(rules.texts);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(options_and_operands_stand_in_any_order),
	    cmocka_unit_test(a_list_keeps_the_order_given),
	    cmocka_unit_test(what_is_wrong_is_said_and_what_was_meant),
	    cmocka_unit_test(a_number_that_may_be_left_out_is_digits),
	    cmocka_unit_test(help_has_a_line_for_each_option),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
