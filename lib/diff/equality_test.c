/* equality_test.c - what counts as a difference, as options and files say. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/equality.h"
#include "diff/sketch_diff.h"
#include "format/json_pointer.h"

#define SCHEMA "schemas/equality.schema.json"

#define ITEM(rest) "{\"type\":\"item\",\"item\":\"I\"" rest "}"

static const struct {
	const char *what;
	const char *file; /* YAML */
	const char *old, *new;
	const char *delta; /* "" if it does not count */
} cases[] = {
	{"ignored members keep the old value",
	    "ignore: quantity\n",
	    "A 10 P 1", "A 10 P 2 R1", "~ A 10 P refdes:>R1 [refdes+]\n"},
	{"nor is said what they make of designators", "ignore: refdes\n",
	    "A 10 P 1 R1", "A 10 P 2 R2", "~ A 10 P quantity:1>2 [quantity]\n"},
	{"nothing is left to say", "ignore: [quantity, refdes]\n",
	    "A 10 P 1", "A 10 P 2 R1", ""},
	{"a field of one type is not that of others",
	    "ignore: item.lifecycle\n",
	    "A = lifecycle=pilot", "A = lifecycle=released",
	    "~ A = lifecycle:pilot>released [header]\n"},
	{"without a type it is that of all", "ignore: lifecycle\n",
	    "A = lifecycle=pilot", "A = lifecycle=released", ""},
	{"only what is named counts", "only: quantity\n",
	    "A 10 P 1 - note=a", "A 10 P 2 - note=b",
	    "~ A 10 P quantity:1>2 [quantity]\n"},
	{"all else does not", "only: quantity\n",
	    "A 10 P 1 - note=a zone=1", "A 10 P 1 - note=b zone=2", ""},
	{"nor do site fields", "only: quantity\n",
	    ITEM(",\"attrs\":{\"a\":1}"), ITEM(",\"attrs\":{\"b\":1}"), ""},
	{"unless they are named", "only: attrs.b\n",
	    ITEM(",\"attrs\":{\"a\":1}"), ITEM(",\"attrs\":{\"b\":1}"),
	    "~ item:I attrs.b:>1 [item:attrs.b]\n"},
	{"keys always count", "only: quantity\n",
	    "A 10 P 1", "A 20 P 1",
	    "~ A 20 P find_number:10>20 [find_number] by quantity\n"},
	{"a site field may be ignored", "ignore: attrs.a\n",
	    ITEM(",\"attrs\":{\"a\":1,\"b\":1}"),
	    ITEM(",\"attrs\":{\"b\":2}"),
	    "~ item:I attrs.b:1>2 [item:attrs.b]\n"},
	{"or that of one type", "ignore: bom_line.attrs.a\n",
	    ITEM(",\"attrs\":{\"a\":1}"), ITEM(",\"attrs\":{\"a\":2}"),
	    "~ item:I attrs.a:1>2 [item:attrs.a]\n"},
	{"or all of them", "ignore: attrs\n",
	    ITEM(",\"attrs\":{\"a\":1}"),
	    ITEM(",\"attrs\":{\"b\":2},\"name\":\"n\""),
	    "~ item:I name:>n [item:name]\n"},
	{"numbers near enough are the same", "tolerance: {mass: 0.01}\n",
	    ITEM(",\"mass\":1"), ITEM(",\"mass\":1.01"), ""},
	{"a digit further they are not", "tolerance: {mass: 0.01}\n",
	    ITEM(",\"mass\":1"), ITEM(",\"mass\":1.010000000000001"),
	    "~ item:I mass:1>1.010000000000001 [item:mass]\n"},
	{"percents are those of the old value",
	    "tolerance: {quantity: 10%}\n", "A 10 P 100", "A 10 P 110", ""},
	{"so the way back may count", "tolerance: {quantity: 10%}\n",
	    "A 10 P 110", "A 10 P 98.9",
	    "~ A 10 P quantity:110>98.9 [quantity]\n"},
	{"none at all is not near to some", "tolerance: {mass: 5}\n",
	    ITEM(""), ITEM(",\"mass\":1"), "~ item:I mass:>1 [item:mass]\n"},
	{"numbers of site fields have bounds too",
	    "tolerance: {attrs.t: 1}\n",
	    ITEM(",\"attrs\":{\"t\":1}"), ITEM(",\"attrs\":{\"t\":2}"), ""},
	{"case is folded where it is said", "fold_case: name\n",
	    ITEM(",\"name\":\"Tr\u00e4ger M8\""),
	    ITEM(",\"name\":\"TR\u00c4GER m8\""), ""},
	{"blanks are not by that", "fold_case: name\n",
	    ITEM(",\"name\":\"a  b\""), ITEM(",\"name\":\"A b\""),
	    "~ item:I name:a  b>A b [item:name]\n"},
	{"but by their own word", "fold_blanks: name\nfold_case: name\n",
	    ITEM(",\"name\":\" a  b\""), ITEM(",\"name\":\"A b \""), ""},
	{"another unit is another unit", "ignore: note\n",
	    "A 10 P 0.5 - uom=KGM", "A 10 P 500 - uom=GRM",
	    "~ A 10 P quantity:0.5>500 uom:KGM>GRM [uom]\n"},
	{"unless quantities are converted", "convert: true\n",
	    "A 10 P 0.5 - uom=KGM", "A 10 P 500 - uom=GRM", ""},
	{"and then are the same", "convert: true\n",
	    "A 10 P 0.5 - uom=KGM", "A 10 P 501 - uom=GRM",
	    "~ A 10 P quantity:0.5>501 uom:KGM>GRM [quantity uom]\n"},
	{"or near enough", "convert: true\ntolerance: {quantity: 1%}\n",
	    "A 10 P 0.5 - uom=KGM", "A 10 P 501 - uom=GRM", ""},
	{"what cannot be converted counts", "convert: true\n",
	    "A 10 P 1 - uom=KGM", "A 10 P 1 - uom=MTR",
	    "~ A 10 P uom:KGM>MTR [uom]\n"},
};

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
differences_count_as_the_file_says(void **state)
{
	struct equality q;
	struct err e = ERR_INIT;
	struct sketch s;
	size_t i;

	(void)state;
	sketch_open(&s);
	for (i = 0; i < COUNT_OF(cases); i++) {
		const char *const old[] = {cases[i].old, NULL};
		const char *const new[] = {cases[i].new, NULL};

		write_file(s.paths[0], cases[i].file);
		equality_init(&q);
		sketch_must(equality_load(&q, s.paths[0], &e), &e);
		assert_true(q.lossy);
		sketch_stream(s.paths[0], NULL, old);
		sketch_stream(s.paths[1], NULL, new);
		sketch_diff(&s, &q);
		if (strcmp(buf_text(&s.delta), cases[i].delta) != 0)
			fail_msg("%s: is\n%s", cases[i].what,
			    buf_text(&s.delta));
		equality_release(&q);
	}
	sketch_close(&s);
}

static void
several_lists_add_up(void **state)
{
	static const char *const old[] = {"A 10 P 1 R1 note=a", NULL};
	static const char *const new[] = {"A 10 P 2 R2 note=b", NULL};
	struct equality q;
	struct err e = ERR_INIT;
	struct sketch s;

	(void)state;
	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, old);
	sketch_stream(s.paths[1], NULL, new);
	equality_init(&q);
	assert_int_equal(equality_only(&q, "quantity", &e), 0);
	assert_int_equal(equality_only(&q, "refdes, attrs.x", &e), 0);
	sketch_diff(&s, &q);
	assert_string_equal(buf_text(&s.delta), "~ A 10 P quantity:1>2 "
	    "refdes:R1>R2 [quantity refdes+ refdes- refdes-count]\n");
	assert_int_equal(equality_ignore(&q, "refdes", &e), 0);
	sketch_diff(&s, &q);
	assert_string_equal(buf_text(&s.delta),
	    "~ A 10 P quantity:1>2 [quantity]\n");
	equality_release(&q);
	sketch_close(&s);
}

/* A rule that was there before does not make a field one of the chosen. */
static void
rules_of_site_fields_do_not_outlast_only(void **state)
{
	static const struct value one = {VALUE_NUMBER, SLICE_INIT("1"), NULL,
	    0}, nine = {VALUE_NUMBER, SLICE_INIT("9"), NULL, 0};
	struct equality q;
	struct err e = ERR_INIT;

	(void)state;
	equality_init(&q);
	assert_int_equal(equality_tolerance(&q, "attrs.x=1", &e), 0);
	assert_false(equality_same_attr(&q, TYPE_ITEM, SLICE("x"), &one,
	    &nine));
	assert_int_equal(equality_only(&q, "mass", &e), 0);
	assert_true(equality_same_attr(&q, TYPE_ITEM, SLICE("x"), &one,
	    &nine));
	equality_release(&q);
}

static const struct {
	int (*option)(struct equality *, const char *, struct err *);
	const char *text;
	const char *message;
} wrong[] = {
	{equality_ignore, "quantiti", "--ignore: \"quantiti\" is no member "
	    "that can be compared (did you mean \"quantity\"?)"},
	{equality_ignore, "bom_line.nam", "--ignore: bom_line \"nam\" is no "
	    "member that can be compared"},
	{equality_ignore, "quantity,,uom", "--ignore: \"\" is no member that "
	    "can be compared"},
	{equality_ignore, "bom_line.component", "--ignore: bom_line "
	    "\"component\" is a key member, which is always compared"},
	{equality_only, " ", "--only: names no field (expected a comma list "
	    "such as quantity,refdes)"},
	{equality_only, "find_number", "--only: \"find_number\" is a key "
	    "member, which is always compared"},
	{equality_fold_case, "nothing", "--fold-case: \"nothing\""},
	{equality_fold_blanks, "nothing", "--fold-blanks: \"nothing\""},
	{equality_tolerance, "name=1", "--tolerance: \"name\" is no number"},
	{equality_tolerance, "quantity", "--tolerance: \"\" is no bound "
	    "(expected FIELD=0.01 or FIELD=2%)"},
	{equality_tolerance, "quantity=-1", "--tolerance: \"-1\" is no bound"},
	{equality_tolerance, "quantity=1%%", "\"1%%\" is no bound"},
	{equality_tolerance, "quantity=x", "\"x\" is no bound"},
};

static void
what_cannot_be_is_refused_with_the_nearest(void **state)
{
	struct equality q;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = ERR_INIT;

		equality_init(&q);
		assert_int_equal(wrong[i].option(&q, wrong[i].text, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, wrong[i].message))
			fail_msg("%s: %s", wrong[i].text, e.text);
		equality_release(&q);
	}
}

static const struct {
	const char *file;
	const char *message;
} files[] = {
	{"ignored: mass\n", ":1:1: unknown key \"ignored\""},
	{"convert: maybe\n", ":1:10: "},
	{"ignore: [mass, {a: b}]\n", ":1:16: "},
	{"fold_case: [name, nmae]\n", ":1:12: --fold-case: \"nmae\""},
	{"tolerance: 5\n", ":1:12: "},
	{"tolerance:\n  mass: near\n", ":2:9: --tolerance: \"near\""},
	{"- mass\n", ":1:1: "},
};

static void
bad_files_are_refused_with_the_place(void **state)
{
	struct equality q;
	struct sketch s;
	size_t i;

	(void)state;
	sketch_open(&s);
	for (i = 0; i < COUNT_OF(files); i++) {
		struct err e = ERR_INIT;

		write_file(s.paths[0], files[i].file);
		equality_init(&q);
		assert_int_equal(equality_load(&q, s.paths[0], &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, files[i].message))
			fail_msg("%s: %s", files[i].file, e.text);
		equality_release(&q);
	}
	sketch_close(&s);
}

static void
a_file_that_says_nothing_changes_nothing(void **state)
{
	struct equality q;
	struct err e = ERR_INIT;
	struct sketch s;

	(void)state;
	sketch_open(&s);
	write_file(s.paths[0], "convert: false\n");
	equality_init(&q);
	assert_int_equal(equality_load(&q, s.paths[0], &e), 0);
	assert_false(q.lossy);
	equality_release(&q);
	sketch_close(&s);
}

static void
the_json_schema_has_the_same_keys(void **state)
{
	struct buf b = BUF_INIT(1024 * 1024);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json j;
	struct json_value v;
	struct slice name;
	size_t count = 0, i, known;

	(void)state;
	sketch_must(file_load(&b, SCHEMA, b.most, &e), &e);
	json_init(&j, buf_slice(&b), SCHEMA, 1, &a);
	assert_int_equal(json_pointer(&j, SLICE("/properties"), &e), 1);
	assert_int_equal(json_value(&j, &v, &e), 0);
	while (json_member(&j, &name, &e) > 0) {
		for (i = known = 0; equality_keys[i]; i++)
			known += slice_is(name, equality_keys[i]);
		assert_int_equal(known, 1);
		assert_int_equal(json_skip(&j, &e), 0);
		count++;
	}
	for (i = 0; equality_keys[i]; i++)
		continue;
	assert_int_equal(count, i);
	buf_release(&b);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(differences_count_as_the_file_says),
	    cmocka_unit_test(several_lists_add_up),
	    cmocka_unit_test(rules_of_site_fields_do_not_outlast_only),
	    cmocka_unit_test(what_cannot_be_is_refused_with_the_nearest),
	    cmocka_unit_test(bad_files_are_refused_with_the_place),
	    cmocka_unit_test(a_file_that_says_nothing_changes_nothing),
	    cmocka_unit_test(the_json_schema_has_the_same_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
