/* derived_test.c - the columns beside those of a file, in their order. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/source_read.h"

/* Their names with blanks between, or the mistake. */
static const char *
derived_of(const char *yaml, struct buf *out)
{
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct source s;
	struct ydoc doc;
	size_t i;

	buf_clear(out);
	assert_int_equal(ydoc_parse(&doc, "p.yaml", slice_of(yaml), &e), 0);
	if (source_read(&s, doc.root->first, &a, &e) < 0)
		buf_add_text(out, e.text);
	for (i = 0; !e.kind && i < s.derived_count; i++) {
		buf_add_text(out, i ? " " : "");
		buf_add_slice(out, s.derived[i]);
	}
	ydoc_release(&doc);
	arena_release(&a);
	return buf_text(out);
}

static void
each_kind_stands_behind_those_before_it(void **state)
{
	struct buf out = BUF_INIT(10000);

	(void)state;
	assert_string_equal(derived_of("s: {}", &out),
	    "@file @stem @line @part");
	assert_string_equal(derived_of("s: {titles: {top: 'x(.)'}, "
	    "computed: {y: '\"@title.top\"'}, structure: {style: level, "
	    "level: L, parent: N, root: {N: '@title.top'}}}", &out),
	    "@file @stem @line @part @title.top @y @level @position @label "
	    "@parent.N");
	buf_release(&out);
}

static void
what_cannot_be_is_refused(void **state)
{
	struct buf out = BUF_INIT(10000);

	(void)state;
	assert_string_equal(derived_of("s: {header: no, columns: [A], "
	    "titles: {a: x}}", &out), "p.yaml:1:31: without a header nothing "
	    "stands above the rows");
	assert_string_equal(derived_of("s: {structure: {style: level, "
	    "level: L, parent: N, root: {N: '@title.top'}}}", &out),
	    "p.yaml:1:62: the source has no title \"@title.top\"");
	assert_string_equal(derived_of("s: {titles: {a: x}, computed: "
	    "{title.a: '1'}}", &out), "p.yaml:1:32: there is a column "
	    "@title.a already");
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_stands_behind_those_before_it),
		cmocka_unit_test(what_cannot_be_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
