/* recheck_test.c - a pack held against itself and against its inputs. */
#include "reconcile/recheck.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#include "io/folder.h"
#include "reconcile/evidence.h"

static char place[] = "/tmp/recheck_test.XXXXXX";
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
		snprintf(name, sizeof(name), "P%06d", i);
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

/* As a state would that has an override for all that differs. */
static int
accept(void *ctx, struct finding *one, struct err *e)
{
	(void)ctx;
	(void)e;
	if (one->class == FINDING_DIFFER)
		one->state = SLICE("overridden");
	one->exception = SLICE("0123456789abcdef");
	return 0;
}

static void
write_evidence(const char *folder, bool accepted)
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
		    .again = evidence_again, .ctx = &v,
		    .find = accepted ? accept : NULL};
	ok(reconciliation_read(&r, inputs, &policy, SORT_MEMORY_LEAST, &e), &e);
	ok(reconciliation_judge(&r, &none, 10, &e), &e);
	ok(evidence_write(&v, &(struct summary){.r = &r}, &e), &e);
	ok(evidence_publish(&v, &e), &e);
	evidence_release(&v);
	reconciliation_release(&r);
	policy_release(&policy);
}

static void
gather(void *ctx, const char *text)
{
	struct buf *b = ctx;

	buf_add_text(b, text);
	buf_add_byte(b, '\n');
}

static int
verify(const char *const *of, struct buf *problems, struct err *e)
{
	struct recheck_job job = {.folder = "pack", .inputs = of,
	    .memory = SORT_MEMORY_LEAST, .problem = gather, .ctx = problems};
	struct recheck_result result;
	int rc;

	buf_clear(problems);
	rc = recheck_run(&job, &result, e);
	assert_int_equal(result.problems > 0, problems->len > 0);
	return rc;
}

static void
what_is_as_it_was_written_has_no_problem(void **state)
{
	struct buf problems = BUF_INIT(100000);
	struct err e = ERR_INIT;

	(void)state;
	write_evidence("pack", false);
	ok(verify(NULL, &problems, &e), &e);
	assert_string_equal(buf_text(&problems), "");
	ok(verify(inputs, &problems, &e), &e);
	assert_string_equal(buf_text(&problems), "");
	ok(folder_remove("pack", &e), &e);
	buf_release(&problems);
}

/* Counts so large that their entry is longer than a message shows. */
static void
long_entries_are_compared_to_their_ends(void **state)
{
	struct buf problems = BUF_INIT(100000);
	struct err e = ERR_INIT;

	(void)state;
	write_side(inputs[0], 110000, false);
	write_side(inputs[1], 100000, true);
	write_evidence("pack", false);
	ok(verify(inputs, &problems, &e), &e);
	assert_string_equal(buf_text(&problems), "");
	ok(folder_remove("pack", &e), &e);
	write_side(inputs[0], 1000, false);
	write_side(inputs[1], 990, true);
	buf_release(&problems);
}

static void
other_inputs_are_named(void **state)
{
	static const char *const turned[2] = {"erp", "plm"};
	struct buf problems = BUF_INIT(100000);
	struct err e = ERR_INIT;

	(void)state;
	write_evidence("pack", false);
	ok(verify(turned, &problems, &e), &e);
	assert_non_null(strstr(buf_text(&problems), "erp: has SHA-256 "));
	assert_non_null(strstr(buf_text(&problems),
	    "it is not the file that was compared"));
	ok(folder_remove("pack", &e), &e);
	buf_release(&problems);
}

/* Writes the manifest anew, as a forger would who mends the chain. */
static void
mend_chain(void)
{
	assert_int_equal(system("p=$(head -n 1 pack/manifest.jsonl | "
	    "sed 's/.*previous\":\"\\([0-9a-f]*\\).*/\\1/'); "
	    "while read -r line; do "
	    "line=$(printf %s \"$line\" | sed \"s/\\\"previous\\\":"
	    "\\\"[0-9a-f]*/\\\"previous\\\":\\\"$p/\"); "
	    "printf '%s\\n' \"$line\"; "
	    "p=$(printf %s \"$line\" | sha256sum | cut -d ' ' -f 1); "
	    "done <pack/manifest.jsonl >forged && "
	    "mv forged pack/manifest.jsonl"), 0);
}

/* What the forger cannot mend is what the inputs give. */
static void
what_the_inputs_do_not_give_is_named(void **state)
{
	static const struct {
		const char *forge, *problem;
	} table[] = {
	    {"sed -i 's/\"differ\":99/\"differ\":9/' pack/manifest.jsonl",
		"comparing anew gives counts {\"type\":\"item\""},
	    {"sed -i '/\"entry\":\"findings\"/s/\"total\":109/\"total\":9/' "
	     "pack/manifest.jsonl", "comparing anew gives findings {"},
	    {"zcat pack/differences.jsonl.gz | sed 1d | gzip >less && "
	     "mv less pack/differences.jsonl.gz && "
	     "is=$(sha256sum <pack/differences.jsonl.gz | cut -d ' ' -f 1) && "
	     "text=$(zcat pack/differences.jsonl.gz | sha256sum | "
	     "cut -d ' ' -f 1) && "
	     "size=$(wc -c <pack/differences.jsonl.gz) && "
	     "sed -i \"/differences.jsonl.gz/{s/sha256\\\":\\\"[0-9a-f]*/"
	     "sha256\\\":\\\"$is/;s/bytes\\\":[0-9]*/bytes\\\":$size/}; "
	     "/list\\\":\\\"differences/s/sha256\\\":\\\"[0-9a-f]*/"
	     "sha256\\\":\\\"$text/\" pack/manifest.jsonl",
		"comparing anew gives records {\"list\":\"differences\""},
	    {"echo '{\"class\":\"differ\",\"key\":\"item:none\"}' "
	     ">pack/overrides.jsonl && "
	     "is=$(sha256sum <pack/overrides.jsonl | cut -d ' ' -f 1) && "
	     "size=$(wc -c <pack/overrides.jsonl) && "
	     "sed -i \"/overrides.jsonl/{s/sha256\\\":\\\"[0-9a-f]*/"
	     "sha256\\\":\\\"$is/;s/bytes\\\":[0-9]*/bytes\\\":$size/}\" "
	     "pack/manifest.jsonl", "accepts 1 that comparing anew does not "
		"find"},
	};
	struct buf problems = BUF_INIT(100000);
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		write_evidence("pack", false);
		assert_int_equal(system(table[i].forge), 0);
		mend_chain();
		ok(verify(NULL, &problems, &e), &e);
		assert_string_equal(buf_text(&problems), "");
		ok(verify(inputs, &problems, &e), &e);
		if (!strstr(buf_text(&problems), table[i].problem))
			fail_msg("%zu: %s", i, buf_text(&problems));
		ok(folder_remove("pack", &e), &e);
	}
	buf_release(&problems);
}

/* The check has no state: what was accepted stands in the evidence. */
static void
what_overrides_accepted_is_accepted_again(void **state)
{
	struct buf problems = BUF_INIT(100000);
	struct err e = ERR_INIT;

	(void)state;
	write_evidence("pack", true);
	assert_int_equal(system("grep -q '\"accepted\":99,' "
	    "pack/manifest.jsonl && "
	    "test $(wc -l <pack/overrides.jsonl) = 99"), 0);
	ok(verify(inputs, &problems, &e), &e);
	assert_string_equal(buf_text(&problems), "");
	ok(folder_remove("pack", &e), &e);
	buf_release(&problems);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_as_it_was_written_has_no_problem),
	    cmocka_unit_test(long_entries_are_compared_to_their_ends),
	    cmocka_unit_test(other_inputs_are_named),
	    cmocka_unit_test(what_the_inputs_do_not_give_is_named),
	    cmocka_unit_test(what_overrides_accepted_is_accepted_again),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
