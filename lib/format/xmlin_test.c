/* xmlin_test.c - events of XML, and the XML that is refused. */
#include "format/xmlin.h"

#include <setjmp.h>

#include <cmocka.h>

/*
 * All events: <name {uri}attribute=value> for a start, "text", </name>, each
 * with its depth; then the error's text if there is one.
 */
static void
read_all(struct slice text, struct buf *out)
{
	struct xmlin *in;
	struct xmlin_event v;
	struct err e = ERR_INIT;
	size_t i;
	int got;

	assert_int_equal(xmlin_open_text(&in, "f.xml", text, &e), 0);
	while ((got = xmlin_next(in, &v, &e)) > 0) {
		buf_printf(out, "%u", v.depth);
		if (v.kind == XMLIN_TEXT) {
			buf_printf(out, "\"%s\" ", v.text.at);
			continue;
		}
		buf_printf(out, v.kind == XMLIN_END ? "</" : "<");
		buf_printf(
		    out, v.uri.len ? "{%s}%s" : "%s%s", v.uri.at, v.name.at);
		for (i = 0; i < v.count; i++)
			buf_printf(out,
			    v.attributes[i].uri.len ? " {%s}%s=%s" : " %s%s=%s",
			    v.attributes[i].uri.at, v.attributes[i].name.at,
			    v.attributes[i].value.at);
		buf_add_text(out, "> ");
	}
	if (got < 0) {
		assert_int_equal(e.kind, ERR_INPUT);
		buf_add_text(out, e.text);
	}
	xmlin_close(in);
}

struct sample {
	struct slice text;
	const char *events;
};
#define S(literal) SLICE_INIT(literal)

static void
check(const struct sample *samples, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct buf out = BUF_INIT(1 << 20);

		read_all(samples[i].text, &out);
		assert_string_equal(buf_text(&out), samples[i].events);
		buf_release(&out);
	}
}
#define CHECK(samples) check(samples, COUNT_OF(samples))

static void
elements_and_texts_come_in_order(void **state)
{
	static const struct sample samples[] = {
	    {S("<a/>"), "1<a> 1</a> "},
	    {S("<?xml version=\"1.0\"?>\n<!-- c --><a b='1' c=\"2\"/>\n"),
		"1<a b=1 c=2> 1</a> "},
	    {S("<a><b>x</b>\n<c/></a>"),
		"1<a> 2<b> 2\"x\" 2</b> 1\"\n\" 2<c> 2</c> 1</a> "},
	    {S("<a>1&lt;<![CDATA[<2>]]><!-- c -->&#x20ac;<?p?>3\r\n</a>"),
		"1<a> 1\"1<<2>\xe2\x82\xac"
		"3\n\" 1</a> "},
	    {S("<a b='x&#10;&amp;\ty'/>"), "1<a b=x\n& y> 1</a> "},
	};

	(void)state;
	CHECK(samples);
}

static void
names_are_local_and_have_their_namespace(void **state)
{
	static const struct sample samples[] = {
	    {S("<a xmlns='u:1'><p:b xmlns:p='u:2' p:c='1' c='2'/></a>"),
		"1<{u:1}a> 2<{u:2}b {u:2}c=1 c=2> 2</{u:2}b> 1</{u:1}a> "},
	    {S("<a xml:lang='de'/>"), "1<a {http://www.w3.org/XML/1998/"
				      "namespace}lang=de> 1</a> "},
	    {S("<p:a/>"), "f.xml:1:1: unbound prefix"},
	};

	(void)state;
	CHECK(samples);
}

static void
encodings_are_what_the_file_declares(void **state)
{
	static const struct sample samples[] = {
	    {S("\xef\xbb\xbf<a>\xe2\x82\xac</a>"),
		"1<a> 1\"\xe2\x82\xac\" 1</a> "},
	    {S("\xff\xfe<\0a\0/\0>\0"), "1<a> 1</a> "},
	    {S("<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>"),
		"1<a> 1\"\xc3\xa9\" 1</a> "},
	    {S("<?xml version='1.0' encoding='windows-1252'?><a b='\x80'/>"),
		"1<a b=\xe2\x82\xac> 1</a> "},
	    {S("<?xml version='1.0' encoding='windows-1252'?><a>\x81</a>"),
		"1<a> f.xml:1:49: not well-formed (invalid token)"},
	    {S("<?xml version='1.0' encoding='klingon'?><a/>"),
		"f.xml:1:31: unknown encoding"},
	    {S("<a>\xe9</a>"),
		"1<a> f.xml:1:4: not well-formed (invalid token)"},
	};

	(void)state;
	CHECK(samples);
}

static void
what_is_broken_is_told_behind_the_events_before_it(void **state)
{
	static const struct sample samples[] = {
	    {S(""), "f.xml:1:1: no element found"},
	    {S("<a>\n<b>x</a>"), "1<a> 1\"\n\" 2<b> f.xml:2:7: mismatched tag"},
	    {S("<a>"), "1<a> f.xml:1:4: no element found"},
	    {S("<a/>\n<b/>"),
		"1<a> 1</a> f.xml:2:1: junk after document element"},
	    {S("<a b='1' b='2'/>"), "f.xml:1:10: duplicate attribute"},
	    {S("<a>\0</a>"), "1<a> f.xml:1:4: not well-formed (invalid token)"},
	};

	(void)state;
	CHECK(samples);
}

static void
nothing_is_loaded_and_nothing_expands(void **state)
{
	static const struct sample samples[] = {
	    {S("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"),
		"f.xml:1:13: a document type with declarations of its own "
		"is refused"},
	    {S("<!DOCTYPE a SYSTEM 'a.dtd' [<!ATTLIST a b CDATA '1'>]><a/>"),
		"f.xml:1:28: a document type with declarations of its own "
		"is refused"},
	    {S("<a>&x;</a>"), "1<a> f.xml:1:4: undefined entity"},
	    {S("<!DOCTYPE a><a b='&x;'/>"), "f.xml:1:13: undefined entity"},
	    {S("<!DOCTYPE a SYSTEM 'a.dtd'><a b='1'>2</a>"),
		"1<a b=1> 1\"2\" 1</a> "},
	    {S("<!DOCTYPE a SYSTEM 'a.dtd'><a>&x;</a>"),
		"1<a> f.xml:1:31: undefined entity"},
	    {S("<!DOCTYPE a SYSTEM 'a.dtd'><a>1<b c='&x;'/></a>"),
		"1<a> 1\"1\" f.xml:1:32: undefined entity in an attribute"},
	    {S("<!DOCTYPE a PUBLIC '-//p' 'a.dtd'><a b='&ltx;'/>"),
		"f.xml:1:35: undefined entity in an attribute"},
	    {S("<!DOCTYPE a SYSTEM 'a.dtd'><a b='&lt;&#65;&apos;&quot;'/>"),
		"1<a b=<A'\"> 1</a> "},
	};

	(void)state;
	CHECK(samples);
}

/* `text` with `count` times `fill` in place of its '*'. */
static int
filled(const char *text, char fill, size_t count, struct err *e)
{
	struct buf b = BUF_INIT(64 << 20);
	const char *star = strchr(text, '*');
	struct xmlin *in;
	struct xmlin_event v;
	size_t longest = 0;
	int got;

	buf_add(&b, text, (size_t)(star - text));
	assert_true(buf_reserve(&b, count));
	memset(b.at + b.len, fill, count);
	b.len += count;
	buf_add_text(&b, star + 1);
	assert_int_equal(xmlin_open_text(&in, "f", buf_slice(&b), e), 0);
	while ((got = xmlin_next(in, &v, e)) > 0)
		if (v.text.len > longest)
			longest = v.text.len;
	if (got == 0 && text[2] == '>')
		assert_int_equal(longest, count);
	xmlin_close(in);
	buf_release(&b);
	return got;
}

static void
texts_and_tags_have_ceilings(void **state)
{
	static const char over[] = "a tag, comment or the like is over 16 MiB";
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(filled("<a>*</a>", 'x', XMLIN_TEXT_MOST, &e), 0);
	assert_int_equal(filled("<a>*</a>", 'x', XMLIN_TEXT_MOST + 1, &e), -1);
	assert_non_null(strstr(e.text, "text is over 16 MiB"));
	err_clear(&e);
	assert_int_equal(filled("<a b='*'/>", 'x', 2 << 20, &e), 0);
	assert_int_equal(
	    filled("<a b='*'/>", 'x', XMLIN_TAG_MOST + 100000, &e), -1);
	assert_non_null(strstr(e.text, over));
	err_clear(&e);
	assert_int_equal(
	    filled("<a><!--*--></a>", 'x', XMLIN_TAG_MOST + 100000, &e), -1);
	assert_non_null(strstr(e.text, over));
	assert_int_equal(e.kind, ERR_INPUT);
}

static int
nested(int depth, struct err *e)
{
	struct buf b = BUF_INIT(10000);
	struct xmlin *in;
	struct xmlin_event v;
	int i, got;

	for (i = 0; i < depth; i++)
		buf_add_text(&b, "<a>");
	for (i = 0; i < depth; i++)
		buf_add_text(&b, "</a>");
	assert_int_equal(xmlin_open_text(&in, "f", buf_slice(&b), e), 0);
	while ((got = xmlin_next(in, &v, e)) > 0)
		;
	xmlin_close(in);
	buf_release(&b);
	return got;
}

static void
depth_has_a_ceiling(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(nested(XMLIN_DEPTH_MOST, &e), 0);
	assert_int_equal(nested(XMLIN_DEPTH_MOST + 1, &e), -1);
	assert_string_equal(e.text, "f:1:769: elements are nested too deeply");
}

/* Many blocks: the texts of one are gone when the next is read. */
static void
events_do_not_notice_the_borders_of_blocks(void **state)
{
	struct buf b = BUF_INIT(8 << 20);
	struct xmlin *in;
	struct xmlin_event v;
	struct err e = ERR_INIT;
	char number[32];
	int i = 0, got;

	(void)state;
	buf_add_text(&b, "<list>\n");
	for (i = 0; i < 20000; i++)
		buf_printf(&b, "<i n=\"%d\">\xe2\x82\xac%d</i>\n", i, i);
	buf_add_text(&b, "</list>");
	assert_int_equal(xmlin_open_text(&in, "f", buf_slice(&b), &e), 0);
	i = 0;
	while ((got = xmlin_next(in, &v, &e)) > 0) {
		if (v.depth != 2 || v.kind == XMLIN_END)
			continue;
		assert_int_equal(v.line, i + 2);
		if (v.kind == XMLIN_START) {
			snprintf(number, sizeof(number), "%d", i);
			assert_string_equal(v.attributes[0].value.at,
			    number);
			assert_int_equal(v.column, 1);
			continue;
		}
		snprintf(number, sizeof(number), "\xe2\x82\xac%d", i++);
		assert_string_equal(v.text.at, number);
	}
	assert_int_equal(got, 0);
	assert_int_equal(i, 20000);
	xmlin_close(in);
	buf_release(&b);
}

static void
attributes_are_given_and_errors_have_their_place(void **state)
{
	static const char *const expected[][3] = {
		{"id", "u", "1"}, {"id", "", "2"}, {"x", "u", "3"},
	};
	struct xmlin *in;
	struct xmlin_event v;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	assert_int_equal(
	    xmlin_open_text(&in, "f.xml",
		SLICE("\n <a p:id='1' id='2' p:x='3' xmlns:p='u'/>"), &e),
	    0);
	assert_int_equal(xmlin_next(in, &v, &e), 1);
	assert_int_equal(v.count, COUNT_OF(expected));
	for (i = 0; i < COUNT_OF(expected); i++) {
		assert_string_equal(v.attributes[i].name.at, expected[i][0]);
		assert_string_equal(v.attributes[i].uri.at, expected[i][1]);
		assert_string_equal(v.attributes[i].value.at, expected[i][2]);
	}
	assert_int_equal(xmlin_error(in, &v, &e, "no %s", "good"), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text, "f.xml:2:2: no good");
	xmlin_close(in);
	err_clear(&e);
	assert_int_equal(xmlin_open(&in, "lib/no/such.xml", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_null(in);
	xmlin_close(in);
	err_clear(&e);
	assert_int_equal(xmlin_open(&in, "testdata/corpus/xmlin/bom.xml", &e),
	    0);
	assert_int_equal(xmlin_next(in, &v, &e), 1);
	assert_true(slice_is(v.name, "bom"));
	assert_int_equal(v.line, 3);
	xmlin_close(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(elements_and_texts_come_in_order),
	    cmocka_unit_test(names_are_local_and_have_their_namespace),
	    cmocka_unit_test(encodings_are_what_the_file_declares),
	    cmocka_unit_test(
		what_is_broken_is_told_behind_the_events_before_it),
	    cmocka_unit_test(nothing_is_loaded_and_nothing_expands),
	    cmocka_unit_test(texts_and_tags_have_ceilings),
	    cmocka_unit_test(depth_has_a_ceiling),
	    cmocka_unit_test(events_do_not_notice_the_borders_of_blocks),
	    cmocka_unit_test(attributes_are_given_and_errors_have_their_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
