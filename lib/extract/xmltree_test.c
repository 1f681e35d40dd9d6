/* xmltree_test.c - what is kept of an element, and paths over it. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/xmltree.h"

static const char text[] = "<r a='1'><big><x>no</x></big><p n='2'>one<q>two"
    "</q>three</p><p n='3'/><o><p>in</p></o></r>";

static void
grow(struct xmltree *t, const struct xmltree_want *want, struct arena *a)
{
	struct xmlin_event event;
	struct err e = ERR_INIT;
	struct xmlin *in;

	*t = (struct xmltree){.arena = a};
	assert_int_equal(xmlin_open_text(&in, "f.xml", slice_of(text), &e), 0);
	while (xmlin_next(in, &event, &e) > 0)
		if (!t->root)
			xmltree_begin(t, want, &event, a);
		else if (event.depth > 1 || event.kind == XMLIN_TEXT)
			(void)xmltree_take(t, &event, NULL);
	assert_int_equal(e.kind, ERR_NONE);
	xmlin_close(in);
}

/* The texts with "|" behind each, and how many nodes were kept for them. */
static void
finds(const char *path, const char *wanted, size_t nodes)
{
	struct xmltree_want want = XMLTREE_WANT_INIT;
	struct treefound found = TREEFOUND_INIT;
	struct buf b = BUF_INIT(65536);
	struct arena a = ARENA_INIT;
	struct xmltree_node *n;
	struct treepath p;
	struct xmltree t;
	size_t i;

	assert_null(treepath_parse(&p, slice_of(path), TREEPATH_XML, &a));
	xmltree_want(&want, &p, &a);
	grow(&t, &want, &a);
	xmltree_find(&p, t.root, &found, &a);
	for (i = 0; i < found.count; i++)
		buf_printf(&b, "%.*s|", SLICE_ARGS(found.texts[i]));
	if (strcmp(buf_text(&b), wanted) != 0)
		fail_msg("%s: found %s", path, buf_text(&b));
	for (n = t.root, i = 0; n; n = xmltree_next(n))
		i++;
	assert_int_equal(i, nodes);
	buf_release(&b);
	arena_release(&a);
}

static void
keeps_only_what_a_path_needs(void **state)
{
	(void)state;
	finds("@a", "1|", 1);
	finds("name()", "r|", 1);
	finds("p/@n", "2|3|", 3);
	finds("p", "onetwothree||", 7);
	finds("p/q", "two|", 5);
	finds("o/p", "in|", 4);
	finds("*/p", "in|", 7);
	finds("//p", "onetwothree||in|", 12);
	finds("p[@n=3]/@n", "3|", 3);
	finds("p[q=two]/@n", "2|", 5);
	finds("p[2]/@n", "3|", 3);
	finds("big/x/y", "", 3);
}

static void
lets_elements_apart_be_found_only_on_their_own(void **state)
{
	struct xmltree_want want = XMLTREE_WANT_INIT, own = XMLTREE_WANT_INIT;
	struct treefound found = TREEFOUND_INIT;
	struct arena a = ARENA_INIT;
	struct xmltree_node *apart = NULL, *n;
	struct xmlin_event event;
	struct err e = ERR_INIT;
	struct xmlin *in;
	struct treepath p;
	struct xmltree t = {.arena = &a};

	(void)state;
	assert_null(treepath_parse(&p, SLICE("p/@n"), TREEPATH_XML, &a));
	xmltree_want(&want, &p, &a);
	assert_int_equal(xmlin_open_text(&in, "f.xml", SLICE("<r><o><p n='1'/>"
	    "<z/></o><p n='2'/></r>"), &e), 0);
	while (xmlin_next(in, &event, &e) > 0) {
		if (!t.root) {
			xmltree_begin(&t, &want, &event, &a);
		} else if (event.depth > 1) {
			n = xmltree_take(&t, &event, slice_is(event.name, "p")
			    ? &own : NULL);
			apart = apart ? apart : n;
		}
	}
	xmlin_close(in);
	assert_non_null(apart);
	assert_true(apart->apart);
	xmltree_find(&p, t.root, &found, &a);
	assert_int_equal(found.count, 1);
	assert_true(slice_is(found.texts[0], "2"));
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_only_what_a_path_needs),
		cmocka_unit_test(
		    lets_elements_apart_be_found_only_on_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
