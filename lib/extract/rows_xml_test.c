/* rows_xml_test.c - rows out of XML, and what they ask of what is around. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/reader.h"
#include "extract/source_read.h"

static struct err error;
static struct arena arena;
static struct ydoc doc;
static struct source source;

static void
profile(const char *rows, const char *columns)
{
	struct buf b = BUF_INIT(65536);

	ydoc_release(&doc);
	arena_reset(&arena);
	error = (struct err)ERR_INIT;
	buf_printf(&b, "s: {format: xml, rows: \"%s\", columns: {%s}}\n",
	    rows, columns);
	assert_int_equal(ydoc_parse(&doc, "p.yaml", buf_slice(&b), &error),
	    0);
	if (source_read(&source, doc.root->first, &arena, &error) < 0)
		fail_msg("%s", error.text);
	buf_release(&b);
}

static struct rows *
open_text(const char *text, bool rejects)
{
	char path[] = "/tmp/bomtools-xml-XXXXXX";
	int fd = mkstemp(path);
	struct rows *r;

	error = (struct err)ERR_INIT;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)),
	    (ssize_t)strlen(text));
	close(fd);
	if (reader_open(&r, &source, &(struct reader_file){path, rejects,
	    NULL}, &error) == 0)
		r->name = "f.xml";
	unlink(path);
	return r;
}

/* All rows as "LINE:field|field" with a newline behind each. */
static void
dump(struct rows *r, struct buf *b)
{
	struct row row;
	size_t i;

	while (reader_next(r, &row, &error) > 0) {
		buf_printf(b, "%lu:", row.line);
		for (i = 0; i < r->column_count; i++) {
			buf_add_text(b, i ? "|" : "");
			buf_add_text(b, row.fields[i].at ? "" : "-");
			buf_add_slice(b, row.fields[i]);
		}
		buf_printf(b, "%s%s\n", row.wrong ? " ! " : "",
		    row.wrong ? row.wrong : "");
	}
}

/* Rows twice, the second time after a rewind. */
static void
gives(const char *rows, const char *columns, const char *text,
    const char *wanted)
{
	struct buf b = BUF_INIT(65536);
	struct rows *r;
	int i;

	profile(rows, columns);
	r = open_text(text, false);
	if (!r)
		fail_msg("%s", error.text);
	for (i = 0; i < 2; i++) {
		buf_clear(&b);
		dump(r, &b);
		assert_string_equal(buf_text(&b), wanted);
		assert_int_equal(error.kind, ERR_NONE);
		assert_int_equal(reader_rewind(r, &error), 0);
	}
	reader_close(r);
	buf_release(&b);
}

#define BOM "<x:r xmlns:x='u'>\n<b n='1'>\n" \
	"<i k='a'><q> 2 </q><d>one</d><d>two</d></i>\n" \
	"<h v='late'>H</h><i k='b'/></b>\n" \
	"<b n='2'><i k='c'><q><![CDATA[<3>]]>x</q></i></b></x:r>\n"

static void
takes_texts_attributes_and_names(void **state)
{
	(void)state;
	gives("/r/b/i", "k: '@k', q: q, n: 'name()', no: '@no', all: .", BOM,
	    "3:a|2|i|-|2 onetwo\n4:b|-|i|-|-\n5:c|<3>x|i|-|<3>x\n");
	gives("//*[@k]", "k: '@k'", BOM, "3:a\n4:b\n5:c\n");
	gives("/r/b[@n=2]/i", "k: '@k'", BOM, "5:c\n");
	gives("/r/b/i[q]", "k: '@k'", BOM, "3:a\n5:c\n");
	gives("/r/b/i[q='']", "k: '@k'", BOM, "4:b\n");
}

static void
looks_around_a_row_also_behind_it(void **state)
{
	(void)state;
	gives("/r/b/i", "k: '@k', n: '../@n', up: '../name()', "
	    "far: ../../../x, h: ../h, v: ../h/@v, top: /r/b/h, "
	    "near: 'ancestor::b/@n', text: 'ancestor::b/h'", BOM,
	    "3:a|1|b|-|H|late|H|1|H\n4:b|1|b|-|H|late|H|1|H\n"
	    "5:c|2|b|-|-|-|H|2|-\n");
}

static void
says_what_to_do_with_several_texts(void **state)
{
	(void)state;
	gives("/r/b/i", "d: d", BOM, "3:one | two ! several: d has 2 texts "
	    "and the profile expects one: \"one | two\"\n4:-\n5:-\n");
	gives("/r/b/i", "j: {path: d, join: ','}, f: {path: d, several: "
	    "first}, l: {path: d, several: last}, n: {path: d, several: "
	    "count}, at: 'd[2]'", BOM, "3:one,two|one|two|2|two\n"
	    "4:-|-|-|0|-\n5:-|-|-|0|-\n");
	gives("/r/b/i", "d: {path: d, join: n}", BOM, "3:onentwo ! join: d "
	    "\"one\" has the text \"n\" in it, with which several are "
	    "joined\n4:-\n5:-\n");
	gives("/r", "n: {path: b/@n, several: same}", "<r><b n='1'/>"
	    "<b n='1'/></r>", "1:1\n");
}

#define NEST "<c id='1'>\n<w><c id='2'><c id='3'/></c></w>\n" \
	"<c id='4'><p>x</p></c></c>\n"

static void
gives_rows_in_rows_from_outside_in(void **state)
{
	(void)state;
	gives("//c", "id: '@id', p: p, near: 'ancestor::c/@id', "
	    "in: {path: c/@id, several: count}, deep: {path: '//c', several: "
	    "count}", NEST, "1:1|-|-|1|4\n2:2|-|1|1|4\n2:3|-|2|0|4\n"
	    "3:4|x|1|0|4\n");
	gives("//c[p=x]", "id: '@id'", NEST, "3:4\n");
	gives("//c", "up: ../../@id", NEST, "1:-\n2:1\n2:-\n3:-\n");
}

static void
takes_words_of_an_attribute_as_rows(void **state)
{
	(void)state;
	gives("//v/@refs", "ref: {path: ., prefix: '#'}, id: '../@id', "
	    "top: '../../@t'", "<r t='T'><v id='a' refs=' #x  y '/><v id='b'/>"
	    "\n<v id='c' refs='z'/></r>", "1:x|a|T\n1:y|a|T\n2:z|c|T\n");
	gives("/r", "w: {path: '@refs', words: yes, several: last, prefix: "
	    "'#'}", "<r refs='#a #b'/>", "1:b\n");
}

static void
refuses_a_document_of_another_kind(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct rows *r;

	(void)state;
	profile("/r/b", "n: '@n'");
	r = open_text("<q/>", false);
	assert_non_null(r);
	dump(r, &b);
	assert_int_equal(error.kind, ERR_INPUT);
	assert_non_null(strstr(error.text, ":1:1: the root element is \"q\", "
	    "where \"r\" is expected (rows: /r/b)"));
	reader_close(r);
	r = open_text("<r><b></r>", false);
	dump(r, &b);
	assert_non_null(strstr(error.text, "mismatched tag"));
	reader_close(r);
	buf_release(&b);
}

static void
gives_back_rejects_that_read_the_same(void **state)
{
	const struct rows_reject why = {SLICE("f.xml:3"), SLICE("k"),
	    SLICE("a, \"b\"")};
	struct buf text = BUF_INIT(65536), b = BUF_INIT(65536);
	struct row row;
	struct rows *r;

	(void)state;
	profile("/r/b/i", "k: '@k', n: '../@n', h: ../h");
	r = open_text(BOM, false);
	r->format->reject_head(r, &text);
	assert_int_equal(reader_next(r, &row, &error), 1);
	r->format->reject(r, &text, &why);
	reader_close(r);
	assert_string_equal(buf_text(&text), "k,n,h,reject:where,"
	    "reject:column,reject:reason\na,1,H,f.xml:3,k,\"a, \"\"b\"\"\"\n");
	r = open_text(buf_text(&text), true);
	assert_non_null(r);
	dump(r, &b);
	assert_string_equal(buf_text(&b), "2:a|1|H|f.xml:3|k|a, \"b\"\n");
	reader_close(r);
	buf_release(&text);
	buf_release(&b);
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_texts_attributes_and_names),
		cmocka_unit_test(looks_around_a_row_also_behind_it),
		cmocka_unit_test(says_what_to_do_with_several_texts),
		cmocka_unit_test(gives_rows_in_rows_from_outside_in),
		cmocka_unit_test(takes_words_of_an_attribute_as_rows),
		cmocka_unit_test(refuses_a_document_of_another_kind),
		cmocka_unit_test(gives_back_rejects_that_read_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
