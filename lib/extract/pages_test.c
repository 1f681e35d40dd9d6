/* pages_test.c - pages kept, cut where the state does not know them. */
#include "extract/pages.h"

#include "store/lease.h"
#include "store/run.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

#define IDENTITY "0123456789abcdef0123456789abcdef"

static struct scratch s;
static struct lease lease;
static struct pages_store store;
static char folder[150], run[RUN_ID_SIZE];

static int
set_up(void **state)
{
	const struct extraction x = {SLICE(IDENTITY), SLICE("plm"), 3600};
	const struct run_info info = {SLICE("t"), SLICE("0"), SLICE("plm"),
	    SLICE(""), SLICE("")};
	struct err e = ERR_INIT;
	bool again;

	(void)state;
	scratch_open(&s);
	scratch_must(run_start(s.db, &info, run, &e), &e);
	lease = (struct lease){"t", "plm", run};
	scratch_must(lease_take(s.db, &lease, NULL, &e), &e);
	scratch_must(extraction_begin(s.db, &x, run, &again, &e), &e);
	snprintf(folder, sizeof(folder), "%s/state.db.pages/" IDENTITY,
	    s.folder);
	store = (struct pages_store){s.db, &lease, SLICE(IDENTITY), folder};
	return 0;
}

static int
tear_down(void **state)
{
	char path[200];

	(void)state;
	snprintf(path, sizeof(path), "%s/a.jsonl", folder);
	unlink(path);
	rmdir(folder);
	*strrchr(folder, '/') = '\0';
	rmdir(folder);
	scratch_close(&s);
	return 0;
}

static int
add(struct pages *p, const char *lines, const char *next, struct err *e)
{
	struct extraction_page page = {.next = slice_of(next), .total = -1};
	uint64_t rows = 0;
	const char *at;

	for (at = lines; *at; at++)
		rows += *at == '\n';
	return pages_add(p, slice_of(lines), rows, &page, e);
}

static void
goes_on_behind_the_last_page(void **state)
{
	struct err e = ERR_INIT;
	struct pages p;
	uint64_t row;

	(void)state;
	assert_int_equal(pages_open(&p, &store, SLICE("a"), &e), 0);
	assert_int_equal(p.last.number, 0);
	assert_int_equal(add(&p, "1\n2\n", "x", &e), 0);
	assert_int_equal(add(&p, "", "x", &e), 0);
	assert_int_equal(add(&p, "3\n", "y", &e), 0);
	pages_close(&p);
	assert_int_equal(pages_open(&p, &store, SLICE("a"), &e), 0);
	assert_int_equal(p.last.number, 3);
	assert_int_equal(p.last.rows, 3);
	assert_true(slice_is(p.last.next, "y"));
	assert_true(pages_seen(&p, SLICE("x")) && !pages_seen(&p,
	    SLICE("z")));
	assert_int_equal(pages_find(&p, 2, &row), 1);
	assert_int_equal(row, 2);
	assert_int_equal(pages_find(&p, 3, &row), 3);
	assert_int_equal(row, 1);
	assert_int_equal(pages_forget(&p, &e), 0);
	pages_close(&p);
	assert_int_equal(pages_open(&p, &store, SLICE("a"), &e), 0);
	assert_int_equal(p.last.number, 0);
	assert_int_equal(p.file.size, 0);
	pages_close(&p);
}

/* Each place at which the second page may stop; then the file is damaged. */
static void
what_is_not_whole_is_fetched_again(void **state)
{
	static const struct {
		const char *fault;
		uint64_t pages; /* that are left */
	} cases[] = {
		{"append.before-write", 1}, {"append.before-sync", 1},
		{"pages.before-mark", 1}, {"db.before-commit", 1},
		{"db.after-commit", 2},
	};
	struct pages p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(pages_open(&p, &store, SLICE("a"), &e), 0);
		assert_int_equal(pages_forget(&p, &e), 0);
		assert_int_equal(add(&p, "1\n", "x", &e), 0);
		scratch_fault(cases[i].fault);
		assert_int_equal(add(&p, "2\n", "y", &e), -1);
		assert_int_equal(e.kind, ERR_AGAIN);
		scratch_fault("");
		pages_close(&p);
		err_clear(&e);
		assert_int_equal(pages_open(&p, &store, SLICE("a"), &e), 0);
		assert_int_equal(p.last.number, cases[i].pages);
		assert_int_equal(p.file.size, cases[i].pages * 2);
		pages_close(&p);
	}
}

static void
a_damaged_page_goes_with_those_behind_it(void **state)
{
	struct err e = ERR_INIT;
	struct pages p;

	(void)state;
	assert_int_equal(pages_open(&p, &store, SLICE("a"), &e), 0);
	assert_int_equal(add(&p, "1\n", "x", &e), 0);
	assert_int_equal(add(&p, "2\n", "y", &e), 0);
	assert_int_equal(add(&p, "3\n", "z", &e), 0);
	assert_int_equal(pwrite(p.file.fd, "X", 1, 2), 1);
	pages_close(&p);
	assert_int_equal(pages_open(&p, &store, SLICE("a"), &e), 0);
	assert_int_equal(p.last.number, 1);
	assert_false(pages_seen(&p, SLICE("y")));
	pages_close(&p);
}

static void
without_a_store_nothing_is_kept(void **state)
{
	struct err e = ERR_INIT;
	struct pages p;

	(void)state;
	assert_int_equal(pages_open(&p, NULL, SLICE("a"), &e), 0);
	assert_int_equal(add(&p, "1\n", "x", &e), 0);
	assert_int_equal(p.last.rows, 1);
	pages_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(goes_on_behind_the_last_page,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    what_is_not_whole_is_fetched_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_damaged_page_goes_with_those_behind_it, set_up,
		    tear_down),
		cmocka_unit_test(without_a_store_nothing_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
