/* fill_test.c - tests of texts and skeletons with names in them. */
#include "net/fill.h"

#include <setjmp.h>
#include <cmocka.h>

static int
find(void *ctx, struct slice name, struct fill_value *out, struct err *e)
{
	(void)ctx;
	if (slice_is(name, "bad"))
		return err_set(e, ERR_USAGE, "no good");
	if (slice_is(name, "none"))
		return 1;
	out->kind = FILL_TEXT;
	if (slice_is(name, "text"))
		out->text = SLICE("a \"b\"\n${text}&");
	else if (slice_is(name, "id"))
		out->text = SLICE("0042");
	else if (slice_is(name, "f('}', \"}\")"))
		out->text = SLICE("x");
	else if (slice_is(name, "number"))
		*out = (struct fill_value){FILL_VALUE, SLICE_INIT("4.50")};
	else
		return 0;
	return 1;
}

static const struct fill_names names = {find, NULL};

/* What comes out, or the error. */
static void
fill(const char *yaml, int place, char *out, size_t size)
{
	struct buf b = BUF_INIT(1000);
	struct err e = ERR_INIT;
	struct ydoc d;
	int rc;

	assert_int_equal(ydoc_parse(&d, "p.yaml", slice_of(yaml), &e), 0);
	if (place == -1)
		rc = fill_json(&b, d.root, &names, &e);
	else if (place == -2)
		rc = fill_form(&b, d.root, &names, &e);
	else if (place == -3)
		rc = fill_check(d.root, &names, &e);
	else
		rc = fill_text(&b, d.root, (enum fill_place)place, &names, &e);
	assert_int_equal(e.kind, rc < 0 ? ERR_USAGE : ERR_NONE);
	snprintf(out, size, "%s", rc < 0 ? e.text : buf_text(&b));
	buf_release(&b);
	ydoc_release(&d);
}

static const struct {
	int place; /* -1 JSON, -2 form, -3 check */
	const char *yaml, *wanted;
} rows[] = {
	{FILL_PLAIN, "plain", "plain"},
	{FILL_PLAIN, "'a${id}b${id}'", "a0042b0042"},
	{FILL_PLAIN, "'${text}'", "a \"b\"\n${text}&"},
	{FILL_PLAIN, "'$5 $ $${id} ${id}$'", "$5 $ ${id} 0042$"},
	{FILL_PLAIN, "'[${none}]'", "[]"},
	{FILL_PLAIN, "'${number}'", "4.50"},
	{FILL_PLAIN, "\"${f('}', \\\"}\\\")}\"", "x"},
	{FILL_URL, "'x?q=${text}'", "x?q=a%20%22b%22%0A%24%7Btext%7D%26"},
	{FILL_HEADER, "'v ${text}'", "v a \"b\"${text}&"},
	{FILL_JSON, "'v ${text}'", "\"v a \\\"b\\\"\\n${text}&\""},
	{FILL_PLAIN, "'${wrong}'", "p.yaml:1:1: \"${wrong}\": there is "
	    "nothing of this name"},
	{FILL_PLAIN, "'${bad}'", "p.yaml:1:1: no good"},
	{FILL_PLAIN, "'${id'", "p.yaml:1:1: has \"${\" without a name and "
	    "\"}\" behind it (\"$${\" is \"${\" as it is)"},
	{FILL_PLAIN, "'${}'", "p.yaml:1:1: has \"${\" without a name and "
	    "\"}\" behind it (\"$${\" is \"${\" as it is)"},
	{-1, "{id: 1, m: common.db.login, p: [admin, {password: '${text}'}, "
	    "'${number}', '${none}', '${id}']}",
	    "{\"id\":1,\"m\":\"common.db.login\",\"p\":[\"admin\","
	    "{\"password\":\"a \\\"b\\\"\\n${text}&\"},4.50,null,\"0042\"]}"},
	{-1, "{b: true, c: false, d: ~, e: 'true', f: '1', g: 1e5, h: 0x1f, "
	    "i: 010, j: yes, k: -0.5, l: 'n${number}', m: [], n: {}}",
	    "{\"b\":true,\"c\":false,\"d\":null,\"e\":\"true\",\"f\":\"1\","
	    "\"g\":1e5,\"h\":\"0x1f\",\"i\":\"010\",\"j\":\"yes\",\"k\":-0.5,"
	    "\"l\":\"n4.50\",\"m\":[],\"n\":{}}"},
	{-1, "{a: '${wrong}'}", "p.yaml:1:5: \"${wrong}\": there is nothing "
	    "of this name"},
	{-2, "{user: 'a b', 'p&w': '${text}'}", "user=a%20b&p%26w=a%20%22b"
	    "%22%0A%24%7Btext%7D%26"},
	{-3, "{a: ['${id}', '${none}'], b: x}", ""},
	{-3, "{a: ['${id}', {c: '${nome}'}]}", "p.yaml:1:19: \"${nome}\": "
	    "there is nothing of this name"},
};

static void
fills_each_place_in_its_way(void **state)
{
	char out[ERR_TEXT_MOST];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		fill(rows[i].yaml, rows[i].place, out, sizeof(out));
		if (strcmp(out, rows[i].wanted) != 0)
			fail_msg("%s\nis     %s\nwanted %s", rows[i].yaml,
			    out, rows[i].wanted);
	}
}

static void
says_when_it_does_not_fit(void **state)
{
	struct buf b = BUF_INIT(5);
	struct err e = ERR_INIT;
	struct ydoc d;

	(void)state;
	assert_int_equal(ydoc_parse(&d, "p", SLICE("'12345${id}'"), &e), 0);
	assert_int_equal(fill_text(&b, d.root, FILL_PLAIN, &names, &e), 0);
	assert_true(b.over);
	buf_release(&b);
	ydoc_release(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_each_place_in_its_way),
		cmocka_unit_test(says_when_it_does_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
