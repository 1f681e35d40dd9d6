/* ytree_test.c - what is read from YAML, where it stands, what is refused. */
#include "format/ytree.h"

#include <setjmp.h>

#include <cmocka.h>

/* key=LINE:COLUMN then 'plain' "quoted" [list] {map}. */
static void
render(const struct ydoc_node *n, struct buf *out)
{
	const struct ydoc_node *child;

	if (n->key.at)
		buf_printf(
		    out, "%s(%lu:%lu)=", n->key.at, n->key_line, n->key_column);
	buf_printf(out, "%lu:%lu", n->line, n->column);
	if (n->kind == YDOC_SCALAR) {
		buf_add_byte(out, n->plain ? '\'' : '"');
		buf_add_slice(out, n->text);
		buf_add_byte(out, n->plain ? '\'' : '"');
		assert_int_equal(n->text.at[n->text.len], '\0');
		return;
	}
	buf_printf(out, "%c%zu", n->kind == YDOC_LIST ? '[' : '{', n->count);
	for (child = n->first; child; child = child->next) {
		buf_add_byte(out, ' ');
		render(child, out);
	}
	buf_add_byte(out, n->kind == YDOC_LIST ? ']' : '}');
}

static void
nodes_have_their_text_and_place(void **state)
{
	static const struct {
		const char *yaml;
		const char *tree;
	} table[] = {
	    {"a: b", "1:1{1 a(1:1)=1:4'b'}"},
	    {"# c\n\nx: 0010\ny: \"1E5\"\n",
		"3:1{2 x(3:1)=3:4'0010' y(4:1)=4:4\"1E5\"}"},
	    {"- a\n- 'b''c'\n-\n", "1:1[3 1:3'a' 2:3\"b'c\" 3:2'']"},
	    {"k:\n  - {a: [1, ~]}\n", "1:1{1 k(1:1)=2:3[1 2:5{1 "
				      "a(2:6)=2:9[2 2:10'1' 2:13'~']}]}"},
	    {"\xc3\xa9: \xc3\xbc  # c", "1:1{1 \xc3\xa9(1:1)=1:4'\xc3\xbc'}"},
	    {"t: |\n  a\n  b\nu: >\n  c\n  d\n",
		"1:1{2 t(1:1)=1:4\"a\nb\n\" u(4:1)=4:4\"c d\n\"}"},
	    {"\"k\\n\": \"\\u00e9\"", "1:1{1 k\n(1:1)=1:8\"\xc3\xa9\"}"},
	    {"%YAML 1.2\n---\n[]\n...\n", "3:1[0]"},
	    {"\xef\xbb\xbf"
	     "a: 1",
		"1:1{1 a(1:1)=1:4'1'}"},
	    {"'': 1", "1:1{1 (1:1)=1:5'1'}"},
	    {"plain text", "1:1'plain text'"},
	    {"{\"json\": [true, null, 1.50]}",
		"1:1{1 json(1:2)=1:10[3 "
		"1:11'true' 1:17'null' 1:23'1.50']}"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct ydoc d;
		struct buf out = BUF_INIT(10000);
		struct err e = ERR_INIT;

		assert_int_equal(
		    ydoc_parse(&d, "f.yaml", slice_of(table[i].yaml), &e), 0);
		render(d.root, &out);
		assert_string_equal(buf_text(&out), table[i].tree);
		ydoc_release(&d);
		buf_release(&out);
	}
}

static void
what_a_reader_would_have_to_guess_is_refused(void **state)
{
	static const struct {
		struct slice yaml;
		const char *words;
	} table[] = {
	    {SLICE_INIT(""), "f: is empty"},
	    {SLICE_INIT("# nothing\n"), "f: is empty"},
	    {SLICE_INIT("a: 1\nb: 2\na: 3\n"),
		"f:3:1: key \"a\" stands here twice"},
	    {SLICE_INIT("x: {a: 1, 'a': 2}"),
		"f:1:11: key \"a\" stands here twice"},
	    {SLICE_INIT("a: &x 1"),
		"f:1:4: anchors and aliases are not supported"},
	    {SLICE_INIT("a: &x [1]"),
		"f:1:4: anchors and aliases are not supported"},
	    {SLICE_INIT("a: &x {b: 1}"),
		"f:1:4: anchors and aliases are not supported"},
	    {SLICE_INIT("a: 1\nb: *x"),
		"f:2:4: anchors and aliases are not supported"},
	    {SLICE_INIT("a: !!str 1"), "f:1:4: tags are not supported"},
	    {SLICE_INIT("!x\na: 1"), "f:1:1: tags are not supported"},
	    {SLICE_INIT("a: ! [1]"), "f:1:4: tags are not supported"},
	    {SLICE_INIT("---\na: 1\n---\nb: 1\n"),
		"f:3:1: a second document in one file"},
	    {SLICE_INIT("? [a]\n: 1"), "f:1:3: key must be a text"},
	    {SLICE_INIT("{{a: 1}: 2}"), "f:1:2: key must be a text"},
	    {SLICE_INIT("<<: {a: 1}"), "f:1:1: merge keys are not supported"},
	    {SLICE_INIT("~: 1"), "f:1:1: key is empty"},
	    {SLICE_INIT("a: \"x\\0\""), "f:1:4: U+0000 is not allowed"},
	    {SLICE_INIT("a: \0"), "f:1:4: control characters are not allowed"},
	    {SLICE_INIT("a:\n  \xc3\xa9\x01"),
		"f:2:4: control characters are not allowed"},
	    {SLICE_INIT("a: 1\n\xc3\xa9: \xff"), "f:2:4: not valid UTF-8"},
	    {SLICE_INIT("a:\n\tb: 1"),
		"f:2:1: found character that cannot "
		"start any token while scanning for the next token"},
	    {SLICE_INIT("a: [1\nb: 2"), "f:2:2: did not find expected ',' or "
					"']' while parsing a flow sequence"},
	    {SLICE_INIT("a: \"x"), "f:1:6: found unexpected end of stream "
				   "while scanning a quoted scalar"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct ydoc d;
		struct err e = ERR_INIT;

		assert_int_equal(ydoc_parse(&d, "f", table[i].yaml, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_string_equal(e.text, table[i].words);
		ydoc_release(&d);
	}
}

/* `depth` lists in each other. */
static int
nested(size_t depth, struct err *e)
{
	struct buf text = BUF_INIT(1000);
	struct ydoc d;
	size_t i;
	int rc;

	for (i = 0; i < depth; i++)
		buf_add_byte(&text, '[');
	for (i = 0; i < depth; i++)
		buf_add_byte(&text, ']');
	rc = ydoc_parse(&d, "f", buf_slice(&text), e);
	ydoc_release(&d);
	buf_release(&text);
	return rc;
}

static void
depth_and_size_have_ceilings(void **state)
{
	struct err e = ERR_INIT;
	struct ydoc d;
	char *text = mem_zero(YDOC_SIZE_MOST + 1);

	(void)state;
	assert_int_equal(nested(YDOC_DEPTH_MOST, &e), 0);
	assert_int_equal(nested(YDOC_DEPTH_MOST + 1, &e), -1);
	assert_string_equal(e.text, "f:1:33: nested deeper than 32");
	err_clear(&e);

	memset(text, ' ', YDOC_SIZE_MOST + 1);
	text[0] = 'a';
	assert_int_equal(
	    ydoc_parse(&d, "f", slice_from(text, YDOC_SIZE_MOST + 1), &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "f: is over 16 MiB");
	ydoc_release(&d);
	mem_free(text);
}

static void
a_map_of_very_many_keys_is_read_in_no_time(void **state)
{
	struct buf text = BUF_INIT(4 << 20);
	struct ydoc d;
	struct err e = ERR_INIT;
	int i;

	(void)state;
	for (i = 0; i < 100000; i++)
		buf_printf(&text, "key%d: %d\n", i, i);
	assert_int_equal(ydoc_parse(&d, "f", buf_slice(&text), &e), 0);
	assert_int_equal(d.root->count, 100000);
	ydoc_release(&d);
	buf_printf(&text, "key77777: 0\n");
	assert_int_equal(ydoc_parse(&d, "f", buf_slice(&text), &e), -1);
	assert_string_equal(
	    e.text, "f:100001:1: key \"key77777\" stands here twice");
	ydoc_release(&d);
	buf_release(&text);
}

static void
a_file_is_read_or_not_there(void **state)
{
	struct ydoc d;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(ydoc_load(&d, "lib/no/such.yaml", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	ydoc_release(&d);
	err_clear(&e);
	assert_int_equal(ydoc_load(&d, "testdata/corpus/ydoc/profile.yaml",
	    &e), 0);
	assert_int_equal(d.root->count, 4);
	assert_string_equal(d.name, "testdata/corpus/ydoc/profile.yaml");
	ydoc_release(&d);
}

static void
nulls_are_told_from_texts(void **state)
{
	static const struct {
		const char *yaml;
		bool null;
	} table[] = {
	    {"a:", true},
	    {"a: ~", true},
	    {"a: null", true},
	    {"a: \"\"", false},
	    {"a: '~'", false},
	    {"a: \"null\"", false},
	    {"a: no", false},
	    {"a: []", false},
	    {"a: Null", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct ydoc d;
		struct err e = ERR_INIT;

		assert_int_equal(
		    ydoc_parse(&d, "f", slice_of(table[i].yaml), &e), 0);
		assert_int_equal(ydoc_null(d.root->first), table[i].null);
		ydoc_release(&d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nodes_have_their_text_and_place),
	    cmocka_unit_test(what_a_reader_would_have_to_guess_is_refused),
	    cmocka_unit_test(depth_and_size_have_ceilings),
	    cmocka_unit_test(a_map_of_very_many_keys_is_read_in_no_time),
	    cmocka_unit_test(a_file_is_read_or_not_there),
	    cmocka_unit_test(nulls_are_told_from_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
