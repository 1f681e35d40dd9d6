/* pack_test.c - a pack is as it was written, or each change in it is named. */
#include "reconcile/pack.h"

#include <setjmp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "io/folder.h"

static char place[] = "/tmp/pack_test.XXXXXX";

static int
enter(void **state)
{
	(void)state;
	return mkdtemp(place) && chdir(place) == 0 ? 0 : -1;
}

static int
leave(void **state)
{
	(void)state;
	return chdir("/") == 0 && rmdir(place) == 0 ? 0 : -1;
}

static void
ok(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

static void
write_pack(const char *folder, const char *previous,
    char seal[AUDIT_HEX_SIZE])
{
	struct zio_out out = ZIO_OUT_INIT;
	struct err e = ERR_INIT;
	struct pack p;

	ok(pack_open(&p, folder, previous, &e), &e);
	ok(pack_entry(&p, "pack", SLICE("\"format\":\"" PACK_FORMAT
	    "\",\"version\":1"), &e), &e);
	ok(pack_file_open(&p, &out, "a.txt", &e), &e);
	ok(zio_out_add(&out, "hello\n", 6, &e), &e);
	ok(pack_file_close(&p, &out, "a.txt", &e), &e);
	ok(pack_entry(&p, "counts", SLICE("\"plm\":1"), &e), &e);
	ok(pack_end(&p, &e), &e);
	ok(pack_publish(&p, &e), &e);
	memcpy(seal, p.seal, AUDIT_HEX_SIZE);
	pack_release(&p);
}

/* The problems of a check, one behind the other. */
static void
gather(void *ctx, const char *text)
{
	struct buf *b = ctx;

	buf_add_text(b, text);
	buf_add_byte(b, '\n');
}

static int
check(const char *folder, struct buf *problems, char seal[AUDIT_HEX_SIZE],
    struct err *e)
{
	struct pack_check c = {.problem = gather, .problem_ctx = problems};
	int rc;

	buf_clear(problems);
	err_clear(e);
	rc = pack_check(&c, folder, e);
	memcpy(seal, c.seal, AUDIT_HEX_SIZE);
	return rc;
}

static void
a_pack_is_checked_by_what_it_says(void **state)
{
	struct buf problems = BUF_INIT(100000);
	char seal[AUDIT_HEX_SIZE], later[AUDIT_HEX_SIZE], found[AUDIT_HEX_SIZE];
	struct err e = ERR_INIT;

	(void)state;
	write_pack("one", NULL, seal);
	assert_int_equal(check("one", &problems, found, &e), 0);
	assert_int_equal(problems.len, 0);
	assert_string_equal(found, seal);
	/* the seal of one stands in the next, and makes it another */
	write_pack("two/", seal, later);
	assert_int_equal(check("two", &problems, found, &e), 0);
	assert_int_equal(problems.len, 0);
	assert_string_equal(found, later);
	assert_string_not_equal(seal, later);
	ok(folder_remove("one", &e), &e);
	ok(folder_remove("two", &e), &e);
	buf_release(&problems);
}

static void
each_change_is_named(void **state)
{
	static const struct {
		const char *edit; /* sed on the manifest, or a command */
		const char *words;
	} cases[] = {
	    {"sed -i 's/\"plm\":1/\"plm\":2/' p/manifest.jsonl",
		"manifest.jsonl:4: the chain is broken"},
	    {"sed -i 3d p/manifest.jsonl",
		"manifest.jsonl:3: the chain is broken"},
	    {"sed -i '$d' p/manifest.jsonl",
		"manifest.jsonl: is cut short (expected an end)"},
	    {"echo j >p/a.txt", "p/a.txt: has 2 bytes (expected 6)"},
	    {"echo jello >p/a.txt", "p/a.txt: has SHA-256 "},
	    {"rm p/a.txt", "p/a.txt: No such file"},
	    {"sed -i 's,a\\.txt,../a.txt,' p/manifest.jsonl",
		"an entry names no file of the pack: \"../a.txt\""},
	    {"sed -i 's/\"entries\":4/\"entries\":5/' p/manifest.jsonl",
		"manifest.jsonl: has 4 entries (expected 5)"},
	};
	struct buf problems = BUF_INIT(100000);
	char seal[AUDIT_HEX_SIZE], found[AUDIT_HEX_SIZE];
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		write_pack("p", NULL, seal);
		assert_int_equal(system(cases[i].edit), 0);
		assert_int_equal(check("p", &problems, found, &e), 0);
		if (!strstr(buf_text(&problems), cases[i].words))
			fail_msg("%s: %s", cases[i].edit, buf_text(&problems));
		ok(folder_remove("p", &e), &e);
	}
	buf_release(&problems);
}

static void
what_is_no_pack_is_an_error(void **state)
{
	static const struct {
		const char *manifest;
		enum err_kind kind;
		const char *words;
	} cases[] = {
	    {"", ERR_INPUT, "is empty"},
	    {"junk\n", ERR_INPUT, "manifest.jsonl:1:1: "},
	    {"{}\n", ERR_INPUT, "is no manifest of an evidence pack"},
	    {"{\"entry\":\"pack\",\"format\":\"bomtools-evidence\","
	     "\"version\":2}\n", ERR_USAGE, "is of version 2"},
	};
	struct buf problems = BUF_INIT(100000);
	char found[AUDIT_HEX_SIZE];
	struct err e = ERR_INIT;
	size_t i;
	FILE *f;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		ok(folder_make("p", &e), &e);
		f = fopen("p/" PACK_MANIFEST, "w");
		fputs(cases[i].manifest, f);
		fclose(f);
		assert_int_equal(check("p", &problems, found, &e), -1);
		assert_int_equal(e.kind, cases[i].kind);
		assert_non_null(strstr(e.text, cases[i].words));
		err_clear(&e);
		ok(folder_remove("p", &e), &e);
	}
	buf_release(&problems);
}

static void
a_pack_that_is_not_published_leaves_nothing(void **state)
{
	char seal[AUDIT_HEX_SIZE];
	struct err e = ERR_INIT;
	struct pack p;
	struct stat st;

	(void)state;
	ok(pack_open(&p, "p", NULL, &e), &e);
	pack_release(&p);
	assert_int_equal(stat("p", &st), -1);
	assert_int_equal(stat("p.evidence-part", &st), -1);
	/* what a kill has left is no hindrance, what was published is */
	ok(folder_make("p.evidence-part", &e), &e);
	assert_int_equal(system("echo old >p.evidence-part/old"), 0);
	write_pack("p", NULL, seal);
	assert_int_equal(stat("p/old", &st), -1);
	assert_int_equal(pack_open(&p, "p", NULL, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	pack_release(&p);
	err_clear(&e);
	ok(folder_remove("p", &e), &e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_pack_is_checked_by_what_it_says),
	    cmocka_unit_test(each_change_is_named),
	    cmocka_unit_test(what_is_no_pack_is_an_error),
	    cmocka_unit_test(a_pack_that_is_not_published_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
