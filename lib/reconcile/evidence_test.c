/* evidence_test.c - which records are drawn, and which are kept whole. */
#include "reconcile/evidence.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#include "io/folder.h"

static char place[] = "/tmp/evidence_test.XXXXXX";
static const char *const inputs[2] = {"plm", "erp"};

static void
ok(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

/* Items 0 to `count`; every tenth has another name on one side. */
static void
write_side(const char *path, int count, bool other)
{
	struct stream_out out;
	struct err e = ERR_INIT;
	struct record r;
	struct head h;
	char name[16];
	int i;

	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	ok(stream_out_open(&out, path, false, &e), &e);
	ok(stream_out_head(&out, &h, &e), &e);
	for (i = 0; i < count; i++) {
		record_init(&r, TYPE_ITEM);
		snprintf(name, sizeof(name), "P%05d", i);
		r.values[ITEM_ITEM].text = slice_of(name);
		r.values[ITEM_NAME] = value_of_text(other && i % 10 == 0
		    ? SLICE("other") : SLICE("name"));
		ok(stream_out_record(&out, &r, &e), &e);
	}
	ok(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
}

static int
enter(void **state)
{
	(void)state;
	if (!mkdtemp(place) || chdir(place) < 0)
		return -1;
	write_side(inputs[0], 1000, false);
	write_side(inputs[1], 990, true);
	return 0;
}

static int
leave(void **state)
{
	(void)state;
	unlink(inputs[0]);
	unlink(inputs[1]);
	return chdir("/") == 0 && rmdir(place) == 0 ? 0 : -1;
}

static void
write_evidence(const char *folder)
{
	const struct reconcile_outs none = {{NULL}};
	struct evidence_job job = {.folder = folder, .inputs = inputs,
	    .tool = SLICE("reconcile")};
	struct reconcile r = {0};
	struct evidence v;
	struct err e = ERR_INIT;
	struct policy policy;

	policy_init(&policy);
	ok(evidence_open(&v, &job, &e), &e);
	r.watch = (struct reconcile_watch){
		    .see = evidence_see, .found = evidence_found,
		    .again = evidence_again, .ctx = &v};
	ok(reconciliation_read(&r, inputs, &policy, SORT_MEMORY_LEAST, &e), &e);
	ok(reconciliation_judge(&r, &none, 10, &e), &e);
	ok(evidence_write(&v, &(struct summary){.r = &r}, &e), &e);
	ok(evidence_publish(&v, &e), &e);
	evidence_release(&v);
	reconciliation_release(&r);
	policy_release(&policy);
}

/* Lines of a file with these words. */
static int
count(const char *path, const char *words)
{
	struct zio_in in = ZIO_IN_INIT;
	struct err e = ERR_INIT;
	struct slice line;
	int n = 0;

	ok(zio_in_open(&in, path, &e), &e);
	while (zio_in_line(&in, &line, &e) > 0)
		n += memmem(line.at, line.len, words, strlen(words)) != NULL;
	assert_int_equal(e.kind, ERR_NONE);
	zio_in_close(&in);
	return n;
}

static void
all_differences_are_kept_and_some_records_drawn(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	write_evidence("one");
	assert_int_equal(count("one/differences.jsonl.gz", "\"differ\""), 99);
	assert_int_equal(count("one/differences.jsonl.gz",
	    "\"missing_in_erp\""), 10);
	assert_int_equal(count("one/differences.jsonl.gz", ""), 109);
	assert_int_equal(count("one/samples.jsonl", "\"match\""),
	    WITNESS_SAMPLES);
	assert_int_equal(count("one/samples.jsonl", "\"differ\""),
	    WITNESS_SAMPLES);
	assert_int_equal(count("one/samples.jsonl", "\"missing_in_erp\""), 10);
	/* they are spread, not the first ones */
	assert_true(count("one/samples.jsonl", "P000") < WITNESS_SAMPLES);
	assert_int_equal(count("one/findings.jsonl.gz", "\"member\":\"name\""),
	    99);
	assert_int_equal(count("one/findings.jsonl.gz", ""), 109);
	assert_int_equal(count("one/overrides.jsonl", ""), 0);
	/* two inputs, three lists of records, five files */
	assert_int_equal(count("one/manifest.jsonl", "\"sha256\""), 10);
	ok(folder_remove("one", &e), &e);
}

static void
the_same_records_are_drawn_each_time(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	write_evidence("one");
	write_evidence("two");
	assert_int_equal(system("cmp -s one/samples.jsonl two/samples.jsonl"),
	    0);
	assert_int_equal(system("cmp -s one/differences.jsonl.gz "
	    "two/differences.jsonl.gz"), 0);
	ok(folder_remove("one", &e), &e);
	ok(folder_remove("two", &e), &e);
}

static void
what_cannot_be_read_again_is_refused(void **state)
{
	static const char *const pipes[2] = {"/dev/null", "erp"};
	struct evidence_job job = {.folder = "one", .inputs = pipes};
	struct err e = ERR_INIT;
	struct evidence v;

	(void)state;
	assert_int_equal(evidence_open(&v, &job, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	evidence_release(&v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_differences_are_kept_and_some_records_drawn),
	    cmocka_unit_test(the_same_records_are_drawn_each_time),
	    cmocka_unit_test(what_cannot_be_read_again_is_refused),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
