/* acceptance_test.c - overrides written for an auditor, and read again. */
#include "reconcile/acceptance.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#include "io/zio.h"
#include "store/audit.h"
#include "store/db.h"

static char place[] = "/tmp/acceptance_test.XXXXXX";

static void
ok(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

static struct finding
finding_of(const char *key, const char *member)
{
	return (struct finding){.class = FINDING_DIFFER,
	    .owner = POLICY_PLM, .key = slice_of(key),
	    .member = slice_of(member), .plm = SLICE("\"a\\n\""),
	    .erp = SLICE("1")};
}

static void
who_has_accepted_it_stands_in_the_line(void **state)
{
	struct override_wish wish = {.class = SLICE("differ"),
	    .pattern = SLICE("item:A*"), .who = SLICE("j.doe"),
	    .why = SLICE("known \"so\"")};
	const struct audit_by by = {.run = "r", .actor = "a"};
	struct finding one = finding_of("item:A1", "name");
	struct clock_time now = clock_now();
	struct buf b = BUF_INIT(10000);
	struct err e = ERR_INIT;
	int64_t number;
	struct db *db;

	(void)state;
	wish.until = now;
	wish.until.seconds += 1000;
	ok(db_open(&db, "state.db", DB_WRITE, &e), &e);
	ok(override_add(db, &wish, &by, &number, &e), &e);
	ok(acceptance_add(&b, &one, db, now, &e), &e);
	assert_non_null(strstr(buf_text(&b), "{\"class\":\"differ\",\"key\":"
	    "\"item:A1\",\"member\":\"name\",\"plm\":\"a\\n\",\"erp\":1,"
	    "\"override\":{\"number\":1,\"who\":\"j.doe\",\"why\":"
	    "\"known \\\"so\\\"\",\"until\":\""));
	/* of another key there is none, and without a state neither */
	one.key = SLICE("item:B");
	buf_clear(&b);
	ok(acceptance_add(&b, &one, db, now, &e), &e);
	ok(acceptance_add(&b, &one, NULL, now, &e), &e);
	assert_null(strstr(buf_text(&b), "override"));
	db_close(db);
	unlink("state.db");
	unlink("state.db-wal");
	unlink("state.db-shm");
	buf_release(&b);
}

static void
what_stands_in_the_file_is_accepted_and_nothing_else(void **state)
{
	static const char *const list[][2] = {{"item:A", "name"},
	    {"item:A", ""}, {"item:B%0A", "attrs.\"x\""}};
	struct buf b = BUF_INIT(10000);
	struct err e = ERR_INIT;
	struct acceptance a;
	struct zio_out out = ZIO_OUT_INIT;
	struct finding one;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(list); i++) {
		one = finding_of(list[i][0], list[i][1]);
		ok(acceptance_add(&b, &one, NULL, clock_now(), &e), &e);
	}
	ok(zio_out_open(&out, "file", false, &e), &e);
	ok(zio_out_add(&out, b.at, b.len, &e), &e);
	ok(zio_out_publish(&out, &e), &e);
	acceptance_init(&a);
	ok(acceptance_load(&a, "file", &e), &e);
	assert_int_equal(acceptance_unmet(&a), 3);
	for (i = 0; i < COUNT_OF(list); i++) {
		one = finding_of(list[i][0], list[i][1]);
		ok(acceptance_mark(&a, &one, &e), &e);
		assert_true(finding_accepted(&one));
		one.state = SLICE("");
		one.class = FINDING_CONFLICT;
		ok(acceptance_mark(&a, &one, &e), &e);
		assert_false(finding_accepted(&one));
		assert_int_equal(acceptance_unmet(&a), 2 - i);
	}
	acceptance_release(&a);
	unlink("file");
	buf_release(&b);
}

static void
what_is_no_json_is_refused(void **state)
{
	struct zio_out out = ZIO_OUT_INIT;
	struct err e = ERR_INIT;
	struct acceptance a;

	(void)state;
	ok(zio_out_open(&out, "file", false, &e), &e);
	ok(zio_out_add(&out, "{\"class\":\n", 10, &e), &e);
	ok(zio_out_publish(&out, &e), &e);
	acceptance_init(&a);
	assert_int_equal(acceptance_load(&a, "file", &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	acceptance_release(&a);
	unlink("file");
}

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(who_has_accepted_it_stands_in_the_line),
	    cmocka_unit_test(
		what_stands_in_the_file_is_accepted_and_nothing_else),
	    cmocka_unit_test(what_is_no_json_is_refused),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
