/* xmlwalk_test.c - which elements a path names. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/xmlwalk.h"

static const char text[] = "<r><a k='1'><b/></a><a k='2'><b><b/></b></a>"
    "<c><a><b/></a></c></r>";

/* The numbers of the elements, and of those above that may have rows. */
static void
walks(const char *path, unsigned up, const char *wanted)
{
	char file[] = "/tmp/bomtools-xmlwalk-XXXXXX";
	struct buf b = BUF_INIT(65536);
	struct arena a = ARENA_INIT;
	struct xmlin_event event;
	struct err e = ERR_INIT;
	struct treepath p;
	struct xmlwalk w;
	int fd = mkstemp(file);

	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	assert_null(treepath_parse(&p, slice_of(path), TREEPATH_XML, &a));
	assert_null(treepath_rows(&p, TREEPATH_XML, &a));
	xmlwalk_init(&w);
	assert_int_equal(xmlwalk_open(&w, &p, file, "f.xml", &e), 0);
	while (xmlwalk_next(&w, &event, &e) > 0) {
		if (w.row)
			buf_printf(&b, "%" PRIu64 " ",
			    xmlwalk_above(&w, 0)->number);
		if (up && event.kind == XMLIN_START && xmlwalk_may_be_above(
		    &w, xmlwalk_above(&w, 0), up))
			buf_printf(&b, "(%" PRIu64 ") ",
			    xmlwalk_above(&w, 0)->number);
	}
	buf_add_text(&b, e.text);
	assert_string_equal(buf_text(&b), wanted);
	xmlwalk_release(&w);
	buf_release(&b);
	arena_release(&a);
	unlink(file);
}

static void
names_elements_at_a_place_or_at_any_depth(void **state)
{
	(void)state;
	walks("/r/a/b", 0, "3 5 ");
	walks("//b", 0, "3 5 6 9 ");
	walks("/r/*/b", 0, "3 5 ");
	walks("/r//a/b", 0, "3 5 9 ");
	walks("/r/a[@k=2]/b", 0, "5 ");
	walks("//b//b", 0, "6 ");
	walks("/r", 0, "1 ");
}

static void
knows_what_may_be_above(void **state)
{
	(void)state;
	walks("/r/a/b", 1, "(2) 3 (4) 5 ");
	walks("/r/a/b", 2, "(1) 3 5 ");
	walks("/r//a/b", 3, "(1) (2) 3 (3) (4) 5 (5) (6) (7) (8) 9 (9) ");
}

static void
refuses_another_root(void **state)
{
	(void)state;
	walks("/q/a", 0, "f.xml:1:1: the root element is \"r\", where \"q\" is "
	    "expected (rows: /q/a)");
	walks("//q/a", 0, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_elements_at_a_place_or_at_any_depth),
		cmocka_unit_test(knows_what_may_be_above),
		cmocka_unit_test(refuses_another_root),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
