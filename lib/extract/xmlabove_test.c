/* xmlabove_test.c - texts around rows, collected before them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/source_read.h"
#include "extract/xmlabove.h"

/* Elements: 1 r, 2 b, 3 i, 4 h, 5 b, 6 i, 7 h, 8 h, 9 b, 10 h */
static const char text[] = "<r><b><i/><h>1</h></b>"
    "<b><i/><h>2</h><h>3</h></b><b><h>4</h></b></r>";

static void
collects_for_elements_that_have_rows(void **state)
{
	static const char yaml[] = "s: {format: xml, rows: /r/b/i, columns: "
	    "{h: ../h, n: ../@n, all: {path: /r/b/h, several: count}}}";
	char file[] = "/tmp/bomtools-xmlabove-XXXXXX";
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct xmlabove x;
	struct source s;
	struct ydoc doc;
	int fd = mkstemp(file);

	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	assert_int_equal(ydoc_parse(&doc, "p.yaml", slice_of(yaml), &e), 0);
	assert_int_equal(source_read(&s, doc.root->first, &a, &e), 0);
	assert_true(xmlabove_has(&s.columns[0].tree.path));
	assert_false(xmlabove_has(&s.columns[1].tree.path));
	xmlabove_init(&x, &s);
	assert_int_equal(xmlabove_read(&x, file, "f.xml", &e), 0);
	assert_true(slice_is(xmlabove_get(&x, 2, 0).text, "1"));
	assert_null(xmlabove_get(&x, 2, 0).wrong);
	assert_true(slice_is(xmlabove_get(&x, 5, 0).text, "2 | 3"));
	assert_non_null(strstr(xmlabove_get(&x, 5, 0).wrong, "several: h"));
	/* It has no row, so nothing is kept of it. */
	assert_null(xmlabove_get(&x, 9, 0).text.at);
	assert_true(slice_is(xmlabove_get(&x, 0, 2).text, "4"));
	assert_int_equal(x.count, 3);
	xmlabove_release(&x);
	ydoc_release(&doc);
	arena_release(&a);
	unlink(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(collects_for_elements_that_have_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
