/* publish_test.c - names, the last one, the lock, and what is removed. */
#include "extract/publish.h"

#include <setjmp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "io/folder.h"

static char place[] = "/tmp/publish_test.XXXXXX";

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

/* Removes the store's folder S/P with all that a test has left there. */
static void
clean(void)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct slice *days, *files;
	size_t day_count, file_count;
	char path[512];

	assert_int_equal(folder_list(&days, &day_count, "store/S/P", &a, &e),
	    0);
	while (day_count--) {
		snprintf(path, sizeof(path), "store/S/P/%s",
		    days[day_count].at);
		if (unlink(path) == 0)
			continue;
		assert_int_equal(folder_list(&files, &file_count, path, &a,
		    &e), 0);
		while (file_count--) {
			snprintf(path, sizeof(path), "store/S/P/%s/%s",
			    days[day_count].at, files[file_count].at);
			assert_int_equal(unlink(path), 0);
		}
		snprintf(path, sizeof(path), "store/S/P/%s",
		    days[day_count].at);
		assert_int_equal(rmdir(path), 0);
	}
	rmdir("store/S/P");
	rmdir("store/S");
	rmdir("store");
	arena_release(&a);
}

static struct publish_job job;

/* Publishes `items` items at that time; what publish_check answered. */
static int
publish_at(const char *when, int items, struct err *e)
{
	struct stream_line line = {.type = TYPE_ITEM};
	struct zio_out *outs[1];
	struct publish p;
	struct head h;
	char text[64];
	int rc, i;

	setenv("BOM_NOW", when, 1);
	err_clear(e);
	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	h.created = slice_of(when);
	h.run = SLICE("r");
	rc = publish_open(&p, &job, SLICE("S"), SLICE("P"), e);
	if (rc == 0)
		rc = publish_head(&p, &h, e);
	for (i = 0; rc == 0 && i < items; i++) {
		snprintf(text, sizeof(text), "{\"type\":\"item\",\"item\":"
		    "\"P%04d\"}", i);
		line.text = slice_of(text);
		line.hash = hash_128(line.text.at, line.text.len);
		rc = publish_line(&p, &line, e);
	}
	if (rc == 0)
		rc = publish_check(&p, e);
	outs[0] = &p.out.zio;
	if (rc == 0 && zio_out_publish_all(outs, 1, e) == 0)
		rc = publish_finish(&p, e);
	publish_close(&p);
	return rc;
}

static const char *
latest(void)
{
	static char text[256];
	ssize_t len = readlink("store/S/P/latest", text, sizeof(text) - 1);

	assert_true(len > 0);
	text[len] = '\0';
	return text;
}

static bool
there(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "store/S/P/%s", name);
	return access(path, F_OK) == 0;
}

static void
the_name_says_day_time_and_run(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	job = (struct publish_job){"store", 0, NULL, SORT_MEMORY_LEAST};
	if (publish_at("2026-11-23T18:30:05Z", 3, &e) < 0)
		fail_msg("%s", e.text);
	assert_string_equal(latest(), "2026-11-23/183005-r.jsonl.gz");
	assert_true(there("2026-11-23/183005-r.jsonl.gz"));
	assert_int_equal(publish_at("2026-11-24T00:00:00.25Z", 3, &e), 0);
	assert_string_equal(latest(), "2026-11-24/000000.25-r.jsonl.gz");
	/* the same run once more is the same file */
	assert_int_equal(publish_at("2026-11-24T00:00:00.25Z", 3, &e), 0);
	assert_true(there("2026-11-23/183005-r.jsonl.gz"));
	clean();
}

static void
names_of_systems_stay_in_the_store(void **state)
{
	struct err e = ERR_INIT;
	struct publish p;

	(void)state;
	job = (struct publish_job){"store", 0, NULL, SORT_MEMORY_LEAST};
	assert_int_equal(publish_open(&p, &job, SLICE("../x/\xc3\xa4 1"),
	    SLICE(".."), &e), 0);
	assert_string_equal(p.folder,
	    "store/%2E.%2Fx%2F\xc3\xa4%201/%2E./");
	publish_close(&p);
	unlink("store/%2E.%2Fx%2F\xc3\xa4%201/%2E./.lock");
	rmdir("store/%2E.%2Fx%2F\xc3\xa4%201/%2E./");
	rmdir("store/%2E.%2Fx%2F\xc3\xa4%201");
	assert_int_equal(rmdir("store"), 0);
}

static void
a_shrunken_one_is_refused_and_leaves_nothing(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	job = (struct publish_job){"store", 0, NULL, SORT_MEMORY_LEAST};
	assert_int_equal(publish_at("2026-11-23T01:00:00Z", 100, &e), 0);
	assert_int_equal(publish_at("2026-11-24T01:00:00Z", 10, &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	assert_string_equal(latest(), "2026-11-23/010000-r.jsonl.gz");
	assert_false(there("2026-11-24"));
	job.max_shrink = "100%";
	assert_int_equal(publish_at("2026-11-24T01:00:00Z", 10, &e), 0);
	assert_string_equal(latest(), "2026-11-24/010000-r.jsonl.gz");
	clean();
}

static void
a_lost_link_is_found_by_the_names(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	job = (struct publish_job){"store", 0, NULL, SORT_MEMORY_LEAST};
	assert_int_equal(publish_at("2026-11-22T01:00:00Z", 1, &e), 0);
	assert_int_equal(publish_at("2026-11-23T01:00:00Z", 100, &e), 0);
	unlink("store/S/P/latest");
	assert_int_equal(publish_at("2026-11-24T01:00:00Z", 1, &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	assert_non_null(strstr(e.text, "2026-11-23/010000-r.jsonl.gz"));
	err_clear(&e);
	assert_int_equal(folder_switch("store/S/P/latest", "nowhere", &e), 0);
	assert_int_equal(publish_at("2026-11-24T01:00:00Z", 1, &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	clean();
}

static void
a_damaged_last_one_stops_until_a_person_accepts(void **state)
{
	struct err e = ERR_INIT;
	FILE *f;

	(void)state;
	job = (struct publish_job){"store", 0, NULL, SORT_MEMORY_LEAST};
	assert_int_equal(publish_at("2026-11-23T01:00:00Z", 1, &e), 0);
	f = fopen("store/S/P/latest", "w");
	fputs("junk\n", f);
	fclose(f);
	assert_int_equal(publish_at("2026-11-24T01:00:00Z", 1, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	job.max_shrink = "20";
	assert_int_equal(publish_at("2026-11-24T01:00:00Z", 1, &e), -1);
	job.max_shrink = "100%";
	assert_int_equal(publish_at("2026-11-24T01:00:00Z", 1, &e), 0);
	assert_string_equal(latest(), "2026-11-24/010000-r.jsonl.gz");
	clean();
}

static void
two_runs_do_not_publish_at_once(void **state)
{
	struct err e = ERR_INIT;
	struct publish p;

	(void)state;
	job = (struct publish_job){"store", 0, NULL, SORT_MEMORY_LEAST};
	assert_int_equal(publish_open(&p, &job, SLICE("S"), SLICE("P"), &e),
	    0);
	assert_int_equal(publish_at("2026-11-24T01:00:00Z", 1, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	publish_close(&p);
	assert_int_equal(publish_at("2026-11-24T01:00:00Z", 1, &e), 0);
	clean();
}

static void
touch(const char *path)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fclose(f), 0);
}

static void
old_days_go_and_nothing_that_is_not_ours(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	job = (struct publish_job){"store", 0, NULL, SORT_MEMORY_LEAST};
	assert_int_equal(publish_at("2026-11-20T01:00:00Z", 1, &e), 0);
	assert_int_equal(publish_at("2026-11-21T01:00:00Z", 1, &e), 0);
	assert_int_equal(publish_at("2026-11-22T01:00:00Z", 1, &e), 0);
	touch("store/S/P/2026-11-20/notes.txt");
	touch("store/S/P/2026-11-22/.020000-r.jsonl.gz.77.tmp");
	touch("store/S/P/.latest.77.tmp");
	touch("store/S/P/readme");
	job.keep = 2;
	assert_int_equal(publish_at("2026-11-23T01:00:00Z", 1, &e), 0);
	assert_true(there("2026-11-20/notes.txt"));
	assert_false(there("2026-11-20/010000-r.jsonl.gz"));
	assert_false(there("2026-11-21"));
	assert_true(there("2026-11-22/010000-r.jsonl.gz"));
	assert_false(there("2026-11-22/.020000-r.jsonl.gz.77.tmp"));
	assert_false(there(".latest.77.tmp"));
	assert_true(there("readme"));
	assert_true(there("2026-11-23/010000-r.jsonl.gz"));
	clean();
}

static void
an_upsert_is_not_published(void **state)
{
	struct err e = ERR_INIT;
	struct publish p;
	struct head h;

	(void)state;
	job = (struct publish_job){"store", 0, NULL, SORT_MEMORY_LEAST};
	assert_int_equal(publish_open(&p, &job, SLICE("S"), SLICE("P"), &e),
	    0);
	head_init(&h, HEAD_UPSERT);
	assert_int_equal(publish_head(&p, &h, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	publish_close(&p);
	clean();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_name_says_day_time_and_run),
	    cmocka_unit_test(names_of_systems_stay_in_the_store),
	    cmocka_unit_test(a_shrunken_one_is_refused_and_leaves_nothing),
	    cmocka_unit_test(a_lost_link_is_found_by_the_names),
	    cmocka_unit_test(a_damaged_last_one_stops_until_a_person_accepts),
	    cmocka_unit_test(two_runs_do_not_publish_at_once),
	    cmocka_unit_test(old_days_go_and_nothing_that_is_not_ours),
	    cmocka_unit_test(an_upsert_is_not_published),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
