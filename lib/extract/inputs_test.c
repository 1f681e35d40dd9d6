/* inputs_test.c - which files are opened, for what. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extract/inputs.h"
#include "format/shipped.h"

#define PROFILE "profile: p\nsystem: s\nsources:\n" \
	"  parts: {file: parts.csv}\n  lines: {}\n  unused: {file: no.csv}\n" \
	"records:\n" \
	"- {type: item, from: parts, members: {item: Number}}\n" \
	"- {type: bom, from: lines, members: {parent: {column: Parent, " \
	"lookup: {source: parts, key: Id, value: Number}}}}\n"

static char folder[] = "/tmp/bomtools-inputs-XXXXXX";

static char *
path_of(const char *name)
{
	static char path[4][128];
	static unsigned next;
	char *at = path[next++ % 4];

	snprintf(at, sizeof(path[0]), "%s/%s", folder, name);
	return at;
}

static void
make(const char *name, const char *text)
{
	FILE *f = fopen(path_of(name), "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static int
make_files(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	make("parts.csv", "Id,Number\n1,A\n");
	make("other.csv", "Id,Number\n1,B\n");
	make("l.csv", "Parent\n1\n");
	make("parts.rejects", "Id,Number,reject:where,reject:column,"
	    "reject:reason\n2,C,x:1,,y\n");
	return 0;
}

static int
remove_files(void **state)
{
	(void)state;
	unlink(path_of("parts.csv"));
	unlink(path_of("other.csv"));
	unlink(path_of("l.csv"));
	unlink(path_of("parts.rejects"));
	return rmdir(folder);
}

/* Opens with up to two operands; the error's text, "" for none. */
static const char *
open_with(const char *profile, char *first, char *second,
    const char *rejects, struct inputs *in)
{
	static struct profile p;
	static struct keytables tables;
	static struct err e;
	char *operands[] = {first, second, NULL};
	struct inputs_where where = {operands, rejects, NULL};

	if (!profile) {
		inputs_release(in);
		keytables_release(&tables);
		profile_release(&p);
		return "";
	}
	e = (struct err)ERR_INIT;
	if (profile_parse(&p, "p.yaml", slice_of(profile), &e) < 0)
		fail_msg("%s", e.text);
	keytables_init(&tables, &p.names);
	*in = (struct inputs)INPUTS_INIT;
	if (inputs_open(in, &p, &tables, &where, &e) == 0)
		return "";
	assert_int_equal(e.kind, ERR_USAGE);
	return e.text;
}

static void
files_come_from_the_folder_or_by_name(void **state)
{
	char lines[200], parts[200];
	struct inputs in;

	(void)state;
	snprintf(lines, sizeof(lines), "lines=%s", path_of("l.csv"));
	snprintf(parts, sizeof(parts), "parts=%s", path_of("other.csv"));
	assert_string_equal(open_with(PROFILE, folder, lines, NULL, &in), "");
	assert_string_equal(in.list[0].main.rows->name,
	    path_of("parts.csv"));
	assert_string_equal(in.list[1].main.rows->name, path_of("l.csv"));
	assert_null(in.list[2].main.rows);
	assert_ptr_equal(inputs_full(&in.list[0]), &in.list[0].main);
	open_with(NULL, NULL, NULL, NULL, &in);
	assert_string_equal(open_with(PROFILE, parts, lines, NULL, &in), "");
	assert_string_equal(in.list[0].main.rows->name,
	    path_of("other.csv"));
	open_with(NULL, NULL, NULL, NULL, &in);
}

static void
rejects_are_read_while_lookups_see_all(void **state)
{
	char lines[200];
	struct inputs in;

	(void)state;
	snprintf(lines, sizeof(lines), "lines=%s", path_of("l.csv"));
	assert_non_null(strstr(open_with(PROFILE, folder, lines, folder, &in),
	    "/lines.rejects: is missing (source \"lines\" has its "
	    "corrected rows there)"));
	open_with(NULL, NULL, NULL, NULL, &in);
	make("lines.rejects", "Parent,reject:where,reject:column,"
	    "reject:reason\n");
	assert_string_equal(open_with(PROFILE, folder, lines, folder, &in),
	    "");
	assert_string_equal(in.list[0].main.rows->name,
	    path_of("parts.rejects"));
	assert_string_equal(in.list[0].full.rows->name,
	    path_of("parts.csv"));
	open_with(NULL, NULL, NULL, NULL, &in);
	unlink(path_of("lines.rejects"));
}

static void
what_is_missing_is_named(void **state)
{
	struct inputs in;
	char two[] = "nosource=x";

	(void)state;
	assert_string_equal(open_with(PROFILE, folder, NULL, NULL, &in),
	    "source \"lines\" has no file: name the FILE as operand, or "
	    "give it as lines=FILE");
	open_with(NULL, NULL, NULL, NULL, &in);
	assert_string_equal(open_with(PROFILE, folder, two, NULL, &in),
	    "\"nosource=x\" is a second folder, or names no source of the "
	    "profile");
	open_with(NULL, NULL, NULL, NULL, &in);
	assert_non_null(strstr(open_with(PROFILE, folder, NULL,
	    "/tmp/no such folder", &in), "/tmp/no such folder: "));
	open_with(NULL, NULL, NULL, NULL, &in);
}

static void
expressions_are_checked_without_data(void **state)
{
	static const char text[] = "profile: p\nsystem: s\nsources:\n"
	    "  t: {header: no, columns: [A]}\nrecords:\n"
	    "- {type: item, from: t, members: {item: A}, when: B = 1}\n";
	struct err e = ERR_INIT;
	struct profile p;

	(void)state;
	assert_int_equal(profile_parse(&p, "p.yaml", SLICE(PROFILE), &e), 0);
	assert_int_equal(inputs_check(&p, &e), 0);
	profile_release(&p);
	assert_int_equal(profile_parse(&p, "p.yaml", slice_of(text), &e), 0);
	assert_int_equal(inputs_check(&p, &e), -1);
	assert_int_equal(strncmp(e.text, "p.yaml:6:51: ", 13), 0);
	profile_release(&p);
}

static void
every_shipped_profile_loads(void **state)
{
	struct profile p;
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < shipped_sources.count; i++) {
		e = (struct err)ERR_INIT;
		if (profile_load(&p, shipped_sources.at[i].name, &e) < 0 ||
		    inputs_check(&p, &e) < 0)
			fail_msg("%s", e.text);
		profile_release(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_come_from_the_folder_or_by_name),
		cmocka_unit_test(rejects_are_read_while_lookups_see_all),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(expressions_are_checked_without_data),
		cmocka_unit_test(every_shipped_profile_loads),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
