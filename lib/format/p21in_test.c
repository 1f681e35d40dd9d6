/* p21in_test.c - statements, sections, and ends that come too early. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "format/p21in.h"

#define HEAD "ISO-10303-21;\nHEADER;\nFILE_NAME('a;b');\nENDSEC;\n"
#define TAIL "END-ISO-10303-21;\n"

static struct err error;

/* "ID:LINE:NAME " of what comes, or the error. */
static void
read_all(struct buf *b, struct slice text, const struct slice *wanted,
    size_t count)
{
	struct p21_instance instance;
	struct p21in *in;
	int got;

	buf_clear(b);
	error = (struct err)ERR_INIT;
	assert_int_equal(p21in_open_text(&in, "f", text, &error), 0);
	p21in_want(in, wanted, count);
	while ((got = p21in_next(in, &instance, &error)) > 0)
		buf_printf(b, "%.*s:%lu:%.*s ", SLICE_ARGS(instance.id),
		    instance.line, SLICE_ARGS(instance.first->name));
	if (got < 0)
		buf_add_text(b, error.text);
	p21in_close(in);
}

static const struct {
	const char *text;
	const char *wanted;
} files[] = {
	{HEAD "DATA;\n#1=A('x;y');\n#2=(B()C());ENDSEC;" TAIL,
	    ":3:FILE_NAME 1:6:A 2:7:B "},
	{"\xef\xbb\xbf" HEAD "DATA('p',('S'));#1=A();ENDSEC;DATA('q',('S'));"
	    "#1=B();ENDSEC;" TAIL, ":3:FILE_NAME 1:5:A 1:5:B "},
	{HEAD "/* a;\n'b */DATA;/**/#1=A(/*/;*/*);#2=B(*/**/);ENDSEC;\n"
	    TAIL "\x1a", ":3:FILE_NAME 1:6:A 2:6:B "},
	{HEAD "ANCHOR;<a>=#1;ENDSEC;REFERENCE;#1=<x.stp#a>;ENDSEC;DATA;"
	    "#2=A();ENDSEC;" TAIL "SIGNATURE;abc ENDSEC;",
	    ":3:FILE_NAME 2:5:A "},
	{"iso-10303-21;header;endsec;data;#1=a();endsec;end-iso-10303-21;",
	    "1:1:A "},
	{HEAD "DATA;#1=A(\"0;\",'it''s;');ENDSEC;" TAIL,
	    ":3:FILE_NAME 1:5:A "},
	{"", "f:1: is no STEP file (it does not begin with ISO-10303-21;)"},
	{"<?xml version=\"1.0\"?>",
	    "f:1: is no STEP file (it does not begin with ISO-10303-21;)"},
	{"ISO-10303-214;", "f:1: is no STEP file (ISO-10303-21; was "
	    "expected)"},
	{"ISO-10303-21", "f:1: is cut short: what begins here does not end"},
	{HEAD, ":3:FILE_NAME f:5: is cut short: it ends without "
	    "END-ISO-10303-21;"},
	{HEAD "DATA;\n#1=A();\n#2=B('x", ":3:FILE_NAME 1:6:A f:7: is cut "
	    "short: what begins here does not end"},
	{HEAD "DATA;/* x", ":3:FILE_NAME f:5: a comment does not end"},
	{HEAD "DATA;\n#1=A()\nENDSEC;" TAIL, ":3:FILE_NAME f:7: more than an "
	    "instance (a semicolon is missing)"},
	{HEAD "#1=A();", ":3:FILE_NAME f:5: stands in no section"},
	{HEAD "DATA;#1=(;ENDSEC;" TAIL, ":3:FILE_NAME f:5: NAME(...) was "
	    "expected"},
};

static void
instances_come_in_order_with_their_lines(void **state)
{
	struct buf b = BUF_INIT(65536);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(files); i++) {
		read_all(&b, slice_of(files[i].text), NULL, 0);
		assert_string_equal(buf_text(&b), files[i].wanted);
		if (error.kind)
			assert_int_equal(error.kind, ERR_INPUT);
	}
	buf_release(&b);
}

static void
only_what_is_asked_for_is_taken_apart(void **state)
{
	static const struct slice wanted[] = {SLICE_INIT("C"),
	    SLICE_INIT("D")};
	struct buf b = BUF_INIT(65536);

	(void)state;
	read_all(&b, SLICE(HEAD "DATA;#1=A(broken;#2=(B()C());#3=d();"
	    "#4=CC();ENDSEC;" TAIL), wanted, 2);
	assert_string_equal(buf_text(&b), "2:5:B 3:5:D ");
	buf_release(&b);
}

/* A file in which one instance is as long as `size` says. */
static void
long_file(struct buf *b, const char *name, size_t size)
{
	size_t i;

	buf_clear(b);
	buf_printf(b, HEAD "DATA;\n#1=%s((0", name);
	for (i = 0; i < size; i++)
		buf_add_text(b, ",\n1");
	buf_add_text(b, "),'x');\n#2=C();ENDSEC;" TAIL);
}

static void
instances_longer_than_a_block_are_whole_or_passed_over(void **state)
{
	static const struct slice c = SLICE_INIT("C");
	struct buf file = BUF_INIT((size_t)256 << 20), b = BUF_INIT(65536);
	size_t size;

	(void)state;
	for (size = 80000; size < 100000; size += 999) {
		long_file(&file, "C", size);
		read_all(&b, buf_slice(&file), &c, 1);
		assert_non_null(strstr(buf_text(&b), "1:6:C 2:"));
		long_file(&file, "A", size);
		read_all(&b, buf_slice(&file), &c, 1);
		assert_int_equal(strncmp(buf_text(&b), "2:", 2), 0);
	}
	long_file(&file, "C", (size_t)45 << 20);
	read_all(&b, buf_slice(&file), &c, 1);
	assert_non_null(strstr(buf_text(&b), "an instance is too long"));
	buf_release(&file);
	buf_release(&b);
}

static void
the_real_assembly_has_its_usages(void **state)
{
	const char *shared = getenv("BOM_SHARED");
	static const struct slice usage =
	    SLICE_INIT("NEXT_ASSEMBLY_USAGE_OCCURRENCE");
	struct p21_instance instance;
	struct p21in *in;
	char path[4096];
	long all = 0;
	int usages = 0;

	(void)state;
	snprintf(path, sizeof(path), "%s/std-step-assemblies/as1-oc-214.stp"
	    ".gz", shared ? shared : "");
	if (!shared || access(path, R_OK) != 0)
		skip();
	assert_int_equal(p21in_open(&in, path, path, &error), 0);
	p21in_want(in, &usage, 1);
	while (p21in_next(in, &instance, &error) > 0)
		usages++;
	p21in_close(in);
	assert_int_equal(usages, 13);
	assert_int_equal(p21in_open(&in, path, path, &error), 0);
	while (p21in_next(in, &instance, &error) > 0)
		all += instance.id.len > 0;
	p21in_close(in);
	assert_int_equal(all, 6425);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instances_come_in_order_with_their_lines),
		cmocka_unit_test(only_what_is_asked_for_is_taken_apart),
		cmocka_unit_test(
		    instances_longer_than_a_block_are_whole_or_passed_over),
		cmocka_unit_test(the_real_assembly_has_its_usages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
