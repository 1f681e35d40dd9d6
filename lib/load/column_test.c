/* column_test.c - members, constants and expressions as values of columns. */
#include "load/column.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"
#include "model/recin.h"
#include "model/scope.h"
#include "model/scopeword.h"

#define ITEM \
	"{item: {columns: {a: item, b: name, c: mass, d: phantom, " \
	"e: {constant: 007}, f: {expression: \"dec_mul(mass, 2)\"}, " \
	"g: attrs}}}"

struct fixture {
	struct trial t;
	struct record r;
	struct column_value values[TARGET_COLUMNS_MOST];
	struct arena a;
	struct err e;
};

static const struct column_value *
values_of(struct fixture *f, const char *types, const char *line)
{
	memset(f, 0, sizeof(*f));
	trial_open(&f->t, types);
	assert_int_equal(recin_parse(&f->r, slice_of(line), JSON_AT("line", 1),
	    &f->a, &f->e), 0);
	assert_int_equal(column_values(&f->t.profile.sections[f->r.type],
	    &f->r, f->values, &f->a, &f->e), 0);
	return f->values;
}

static void
done(struct fixture *f)
{
	arena_release(&f->a);
	trial_close(&f->t);
}

static void
each_kind_of_member_has_a_text_or_is_null(void **state)
{
	static const struct {
		const char *line;
		const char *texts[7]; /* NULL: null */
	} cases[] = {
	    {"{\"type\":\"item\",\"item\":\"0010\"}",
		{"0010", NULL, NULL, "0", "007", NULL, NULL}},
	    {"{\"type\":\"item\",\"item\":\"P\",\"name\":\"x\",\"mass\":1.50,"
	     "\"phantom\":true,\"attrs\":{\"b\":1,\"a\":\"y\"}}",
		{"P", "x", "1.5", "1", "007", "3",
		    "{\"a\":\"y\",\"b\":1}"}},
	    {"{\"type\":\"item\",\"item\":\"P\","
	     "\"mass\":\"12345678901234567890.125\"}",
		{"P", NULL, "12345678901234567890.125", "0", "007",
		    "24691357802469135780.25", NULL}},
	};
	struct fixture f;
	size_t i, n;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct column_value *v = values_of(&f, ITEM,
		    cases[i].line);

		for (n = 0; n < 7; n++) {
			const char *text = cases[i].texts[n];

			assert_int_equal(v[n].null, text == NULL);
			assert_true(!text || slice_is(v[n].text, text));
		}
		done(&f);
	}
}

static void
a_set_has_commas_and_an_absent_key_member_is_empty(void **state)
{
	struct fixture f;
	const struct column_value *v = values_of(&f, "{bom_line: {}}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"B\","
	    "\"refdes\":[\"R10\",\"R2\"]}");

	(void)state;
	assert_true(slice_is(v[BOM_LINE_REFDES].text, "R2,R10"));
	assert_false(v[BOM_LINE_PLANT].null);
	assert_int_equal(v[BOM_LINE_PLANT].text.len, 0);
	assert_true(v[BOM_LINE_QUANTITY].null);
	done(&f);
}

static void
an_expression_that_fails_says_where_it_stands(void **state)
{
	struct fixture f;

	(void)state;
	values_of(&f, "{item: {columns: {a: item, b: {expression: "
	    "\"dec_div(1, mass, 2)\"}}}}",
	    "{\"type\":\"item\",\"item\":\"P\",\"mass\":4}");
	f.r.values[ITEM_MASS].text = SLICE("0");
	assert_int_equal(column_values(&f.t.profile.sections[TYPE_ITEM], &f.r,
	    f.values, &f.a, &f.e), -1);
	assert_int_equal(f.e.kind, ERR_USAGE);
	assert_non_null(strstr(f.e.text, "erp.yaml:5:"));
	done(&f);
}

static void
digests_tell_null_from_empty_and_where_texts_end(void **state)
{
	static const struct column_value lists[][2] = {
	    {{false, SLICE_INIT("a")}, {false, SLICE_INIT("b")}},
	    {{false, SLICE_INIT("ab")}, {false, SLICE_INIT("")}},
	    {{false, SLICE_INIT("")}, {false, SLICE_INIT("ab")}},
	    {{false, SLICE_INIT("ab")}, {true, SLICE_INIT("")}},
	    {{true, SLICE_INIT("")}, {false, SLICE_INIT("ab")}},
	};
	struct hash128 hashes[COUNT_OF(lists)];
	struct buf scratch = BUF_INIT(1024);
	char bytes[COLUMN_DIGEST_SIZE];
	size_t i, n;

	(void)state;
	for (i = 0; i < COUNT_OF(lists); i++) {
		hashes[i] = column_digest(lists[i], 2, &scratch);
		assert_true(hash_equal(hashes[i],
		    column_digest(lists[i], 2, &scratch)));
		for (n = 0; n < i; n++)
			assert_false(hash_equal(hashes[i], hashes[n]));
	}
	column_digest_bytes(bytes, (struct hash128){1, 0xfe});
	assert_memory_equal(bytes, "\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\xfe", 16);
	buf_release(&scratch);
}

static void
a_key_alone_fills_just_the_columns_of_the_key(void **state)
{
	struct fixture f;
	struct key k;

	(void)state;
	values_of(&f, ITEM, "{\"type\":\"item\",\"item\":\"P\","
	    "\"name\":\"x\"}");
	record_key(&k, &f.r);
	column_key_values(&f.t.profile.sections[TYPE_ITEM], &k, f.values);
	assert_true(slice_is(f.values[0].text, "P"));
	assert_true(f.values[1].null && f.values[4].null && f.values[5].null);
	done(&f);
}

static void
a_column_is_left_alone_where_its_member_is_missing(void **state)
{
	static const bool supplied[] = {true, true, false, false, true,
	    false, false};
	struct fixture f;
	struct scope scope;
	size_t i;

	(void)state;
	values_of(&f, ITEM, "{\"type\":\"item\",\"item\":\"P\"}");
	assert_int_equal(scopeword_parse(&scope,
	    SLICE("{\"members\":{\"item\":[\"name\"]}}"), &f.a, &f.e), 0);
	for (i = 0; i < COUNT_OF(supplied); i++)
		assert_int_equal(column_supplied(
		    &f.t.profile.sections[TYPE_ITEM], i, &scope), supplied[i]);
	done(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_kind_of_member_has_a_text_or_is_null),
	    cmocka_unit_test(
		a_set_has_commas_and_an_absent_key_member_is_empty),
	    cmocka_unit_test(an_expression_that_fails_says_where_it_stands),
	    cmocka_unit_test(digests_tell_null_from_empty_and_where_texts_end),
	    cmocka_unit_test(a_key_alone_fills_just_the_columns_of_the_key),
	    cmocka_unit_test(
		a_column_is_left_alone_where_its_member_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
