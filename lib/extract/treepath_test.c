/* treepath_test.c - paths as they are written, and what is none. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/treepath.h"

static struct arena arena;

static void print_path(const struct treepath *p, struct buf *b);

static void
print_tests(const struct treepath_test *t, struct buf *b)
{
	for (; t; t = t->next) {
		buf_add_byte(b, '[');
		if (t->kind == TREEPATH_AT)
			buf_printf(b, "%lu", t->position);
		else
			print_path(t->path, b);
		if (t->kind == TREEPATH_EQUAL || t->kind == TREEPATH_DIFFERS)
			buf_printf(b, "%s'%.*s'", t->kind == TREEPATH_EQUAL
			    ? "=" : "!=", SLICE_ARGS(t->text));
		buf_add_byte(b, ']');
	}
}

/* All that was understood, in one spelling. */
static void
print_path(const struct treepath *p, struct buf *b)
{
	static const char *const kinds[] = {"", "*", "?", "@", "name()"};
	unsigned i;

	buf_printf(b, "%s%s", p->root ? "$" : "", p->pointer ? "P" : "");
	for (i = 0; i < p->up; i++)
		buf_add_text(b, "^");
	if (p->above.len)
		buf_printf(b, "^%.*s", SLICE_ARGS(p->above));
	for (i = 0; i < p->count; i++) {
		buf_add_text(b, p->steps[i].deep ? "//" : "/");
		buf_add_text(b, kinds[p->steps[i].kind]);
		buf_add_slice(b, p->steps[i].name);
		print_tests(p->steps[i].tests, b);
	}
	if (p->words.len)
		buf_printf(b, " %.*s", SLICE_ARGS(p->words));
}

struct trial {
	const char *text;
	const char *xml; /* understood so; "!" and a part of the reason */
	const char *json;
	const char *rows; /* of XML, where it is a path */
};

static void
try(const struct trial *t, enum treepath_dialect dialect, const char *wanted,
    bool rows)
{
	struct buf b = BUF_INIT(4096);
	struct treepath p;
	const char *why;

	why = treepath_parse(&p, slice_of(t->text), dialect, &arena);
	if (!why && rows)
		why = treepath_rows(&p, dialect, &arena);
	if (why)
		buf_printf(&b, "!%s", why);
	else
		print_path(&p, &b);
	if (*wanted == '!' ? !strstr(buf_text(&b), wanted + 1) || !why
	    : strcmp(buf_text(&b), wanted) != 0)
		fail_msg("%s: is %s, wanted %s", t->text, buf_text(&b),
		    wanted);
	buf_release(&b);
}

static void
reads_both_dialects(void **state)
{
	static const struct trial trials[] = {
		{"/a/b", "$/a/b", "P/a/b", "$/a/b"},
		{"a/b", "/a/b", "/a/b", "!must begin"},
		{"//a", "$//a", "//a", "$//a"},
		{"/a//b/*", "$/a//b/*", "/a//b/*", "$/a//b/*"},
		{".", "", "", "!must begin"},
		{"./a", "/a", "/a", "!must begin"},
		{"..", "^", "^", "!upward"},
		{"../../a", "^^/a", "^^/a", "!upward"},
		{"ancestor::x/a", "^x/a", "^x/a", "!upward"},
		{"@id", "/@id", "/@id", "!must begin"},
		{"/a/@id", "$/a/@id", "P/a/@id", "$/a id"},
		{"/a/name()", "$/a/name()", "/a/name()", "!must name"},
		{"", "!empty", "P", NULL},
		{"/", "!empty", "P/", NULL},
		{"/a/", "!empty", "P/a/", NULL},
		{"$/a", "!no name", "$/a", NULL},
		{"$", "!no name", "$", NULL},
		{"x:a", "!prefix", "/x:a", NULL},
		{"a b", "!no name", "/a b", NULL},
		{"/a~1b/~0", "!no name", "P/a/b/~", NULL},
		{"/a~", "!no name", "!\"~\"", NULL},
		{"/'*'/x", "!no name", "/*/x", NULL},
		{"'", "!no name", "!without its end", NULL},
		{"'a'b", "!no name", "!behind a quote", NULL},
		{"a/..", "!elsewhere", "!elsewhere", NULL},
		{"/..", "!elsewhere", "^", NULL},
		{"..[a]", "!condition on", "!condition on", NULL},
		{"@id/x", "!behind its end", "/@id/x", NULL},
		{"name()/x", "!no name", "/name()/x", NULL},
		{"a/@", "!empty step", "/a/@", NULL},
		{"//@id", "!before what", "//@id", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(trials); i++) {
		try(&trials[i], TREEPATH_XML, trials[i].xml, false);
		try(&trials[i], TREEPATH_JSON, trials[i].json, false);
		if (trials[i].rows)
			try(&trials[i], TREEPATH_XML, trials[i].rows, true);
		arena_reset(&arena);
	}
}

static void
reads_conditions(void **state)
{
	static const struct trial trials[] = {
		{"a[b=c]", "/a[/b='c']", "/a/?[/b='c']", NULL},
		{"/a[@b!='c]d']", "$/a[/@b!='c]d']", "/a/?[/@b!='c]d']",
		    "$/a[/@b!='c]d']"},
		{"a[b]", "/a[/b]", "/a/?[/b]", NULL},
		{"a[ b = c d ]", "/a[/b='c d']", "/a/?[/b='c d']", NULL},
		{"a[2][b='']", "/a[2][/b='']", "/a/?[2][/b='']", NULL},
		{"a[.=x]/c", "/a[='x']/c", "/a/?[='x']/c", NULL},
		{"*[name()=x]", "/*[/name()='x']", "/*[/name()='x']", NULL},
		{"a[b[c=d]/e=f]", "/a[/b[/c='d']/e='f']",
		    "/a/?[/b/?[/c='d']/e='f']", NULL},
		{"/p/[name=x:y]/value", "!empty step", NULL, NULL},
		{"a[0]", "!count from 1", "!count from 1", NULL},
		{"a[b=c", "!without its \"]\"", "!without its \"]\"", NULL},
		{"a[]", "!empty condition", "!empty condition", NULL},
		{"a[../b=c]", "!looks upward", "!looks upward", NULL},
		{"a[b=c]d", "!behind a \"]\"", "!behind a \"]\"", NULL},
		{"/a[b=c]/d", "$/a[/b='c']/d", NULL, "!at more than"},
		{"/a[2]", "$/a[2]", NULL, "!by position"},
		{"/a[@b=c]/d[e=f]", "$/a[/@b='c']/d[/e='f']", NULL,
		    "$/a[/@b='c']/d[/e='f']"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(trials); i++) {
		try(&trials[i], TREEPATH_XML, trials[i].xml, false);
		if (trials[i].json)
			try(&trials[i], TREEPATH_JSON, trials[i].json, false);
		if (trials[i].rows)
			try(&trials[i], TREEPATH_XML, trials[i].rows, true);
		arena_reset(&arena);
	}
}

static void
completes_paths_to_rows_of_json(void **state)
{
	static const struct trial trials[] = {
		{"", NULL, "P/?", NULL},
		{"/a", NULL, "P/a/?", NULL},
		{"/a/*", NULL, "/a/*", NULL},
		{"[x=y]", NULL, "/?[/x='y']", NULL},
		{"/a/[x=y]", NULL, "/a/?[/x='y']", NULL},
		{"../a", NULL, "!upward", NULL},
		{"/a/name()", NULL, "!must name", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(trials); i++)
		try(&trials[i], TREEPATH_JSON, trials[i].json, true);
}

static void
keeps_to_its_ceilings(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct treepath p;
	unsigned i;

	(void)state;
	for (i = 0; i < TREEPATH_STEPS_MOST; i++)
		buf_add_text(&b, "/a");
	assert_null(treepath_parse(&p, buf_slice(&b), TREEPATH_JSON, &arena));
	assert_string_equal(treepath_rows(&p, TREEPATH_JSON, &arena),
	    "has too many steps");
	buf_add_text(&b, "/a");
	assert_string_equal(treepath_parse(&p, buf_slice(&b), TREEPATH_XML,
	    &arena), "has too many steps");
	buf_clear(&b);
	for (i = 0; i < 20; i++)
		buf_add_text(&b, "a[");
	assert_non_null(treepath_parse(&p, buf_slice(&b), TREEPATH_XML,
	    &arena));
	buf_release(&b);
}

static int
release(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_both_dialects),
		cmocka_unit_test(reads_conditions),
		cmocka_unit_test(completes_paths_to_rows_of_json),
		cmocka_unit_test(keeps_to_its_ceilings),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
