/* lease_test.c - one process at a time, and what becomes of the dead. */
#include "store/lease.h"

#include "store/audit.h"
#include "store/findings.h"
#include "store/scratch.h"

#include <setjmp.h>
#include <signal.h>

#include <cmocka.h>

static const struct lease load = {"erp-load", "sap", ""};

static int
set_up(void **state)
{
	static struct scratch s;

	scratch_open(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

static const char sql_count[] = "SELECT count(*) FROM lease";

static void
a_lease_is_taken_kept_and_let_go(void **state)
{
	const struct lease other = {"erp-load", "oracle", ""};
	struct scratch *s = *state;
	struct buf words = BUF_INIT(4096);
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;
	struct lease_row row;

	assert_int_equal(lease_take(s->db, &load, &words, &e), 0);
	assert_int_equal(lease_take(s->db, &other, &words, &e), 0);
	assert_int_equal(words.len, 0);
	scratch_now("2026-11-22T01:03:00Z");
	assert_int_equal(lease_beat(s->db, &load, &e), 0);
	assert_int_equal(lease_load(s->db, &page, &e), 0);
	assert_true(lease_next(&page, &row));
	assert_true(slice_is(row.target, "oracle"));
	assert_true(lease_next(&page, &row));
	assert_true(slice_is(row.target, "sap"));
	assert_int_equal(row.pid, getpid());
	assert_true(row.held);
	assert_true(slice_is(row.taken, SCRATCH_NOW));
	assert_true(slice_is(row.heartbeat, "2026-11-22T01:03:00Z"));
	assert_false(lease_next(&page, &row));
	page_release(&page);
	assert_int_equal(lease_release(s->db, &load, &e), 0);
	assert_int_equal(scratch_number(s, sql_count), 1);
	assert_int_equal(lease_release(s->db, &load, &e), 0);
	assert_int_equal(lease_beat(s->db, &load, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	buf_release(&words);
}

/* A child that takes the lease and waits; its pid. */
static pid_t
holder_start(struct scratch *s)
{
	int ready[2];
	char byte = 0;
	pid_t child;

	if (pipe(ready) < 0)
		abort();
	child = fork();
	if (child == 0) {
		struct err e = ERR_INIT;

		s->db = NULL;
		scratch_reopen(s);
		scratch_must(lease_take(s->db, &load, NULL, &e), &e);
		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		pause();
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return child;
}

static const char sql_told[] =
    "SELECT count(*) FROM audit WHERE action = 'lease.take-over'"
    " AND subject = 'erp-load on sap' AND detail LIKE '%has died%'";

static void
a_living_holder_is_named_and_a_killed_one_taken_over(void **state)
{
	struct scratch *s = *state;
	struct buf taken_over = BUF_INIT(4096);
	struct err e = ERR_INIT;
	pid_t child = holder_start(s);
	siginfo_t info;
	char words[100];

	assert_int_equal(lease_take(s->db, &load, &taken_over, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	snprintf(words, sizeof(words), "is held by process %d on ",
	    (int)child);
	assert_non_null(strstr(e.text, words));
	assert_non_null(strstr(e.text, "since " SCRATCH_NOW));
	assert_int_equal(taken_over.len, 0);
	/* Not reaped yet: a zombie holds nothing. */
	kill(child, SIGKILL);
	assert_int_equal(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT),
	    0);
	err_clear(&e);
	assert_int_equal(lease_take(s->db, &load, &taken_over, &e), 0);
	snprintf(words, sizeof(words), "process %d on ", (int)child);
	assert_non_null(strstr(buf_text(&taken_over), words));
	assert_non_null(strstr(buf_text(&taken_over), "has died: taken over"));
	waitpid(child, NULL, 0);
	assert_int_equal(lease_beat(s->db, &load, &e), 0);
	/* It is in the audit log, and the chain is whole. */
	assert_int_equal(audit_verify(s->db, &e), 0);
	assert_int_equal(scratch_number(s, sql_told), 1);
	buf_release(&taken_over);
}

/* Waits for `go` to be closed, tries, says so, waits for `end` to be closed. */
static void
fight(struct scratch *s, int go, int tried, int end)
{
	struct err e = ERR_INIT;
	char byte;
	int rc;

	s->db = NULL;
	scratch_reopen(s);
	if (read(go, &byte, 1) != 0)
		_exit(9);
	rc = lease_take(s->db, &load, NULL, &e);
	/* Nobody dies before all have tried: the dead are taken over. */
	if (write(tried, "x", 1) != 1 || read(end, &byte, 1) != 0)
		_exit(9);
	_exit(rc == 0 ? 0 : (int)e.kind);
}

#define FIGHTERS 4

static void
of_many_that_fight_for_it_one_wins(void **state)
{
	struct scratch *s = *state;
	int round, status;
	size_t i;

	for (round = 0; round < 10; round++) {
		int won = 0, lost = 0, go[2], tried[2], end[2];
		pid_t children[FIGHTERS];
		char byte;

		if (pipe(go) < 0 || pipe(tried) < 0 || pipe(end) < 0)
			abort();
		for (i = 0; i < FIGHTERS; i++) {
			children[i] = fork();
			if (children[i] == 0) {
				close(go[1]);
				close(end[1]);
				fight(s, go[0], tried[1], end[0]);
			}
		}
		close(go[1]);
		for (i = 0; i < FIGHTERS; i++)
			assert_int_equal(read(tried[0], &byte, 1), 1);
		close(end[1]);
		for (i = 0; i < FIGHTERS; i++) {
			assert_true(waitpid(children[i], &status, 0) > 0);
			assert_true(WIFEXITED(status));
			won += WEXITSTATUS(status) == 0;
			lost += WEXITSTATUS(status) == ERR_AGAIN;
		}
		assert_int_equal(won, 1);
		assert_int_equal(lost, FIGHTERS - 1);
		close(go[0]);
		close(tried[0]);
		close(tried[1]);
		close(end[0]);
		scratch_exec(s, "DELETE FROM lease");
	}
}

/* What the row says of a holder that cannot be seen, or was another. */
static void
the_dead_are_told_from_the_living(void **state)
{
	static const struct {
		const char *change;
		const char *now;
		const char *words; /* of the take-over; NULL: still held */
	} cases[] = {
	    {"pid = pid", "2026-12-22T00:00:00Z", NULL},
	    {"process_started = process_started + 1", SCRATCH_NOW,
		"its number is another's now: taken over"},
	    {"pid = 2147483646", SCRATCH_NOW, "has died: taken over"},
	    {"boot = 'b1946ac9-2492-4d23-b5b1-6c9a3e4d2f10'", SCRATCH_NOW,
		"died when the machine was started anew: taken over"},
	    {"host = 'elsewhere', boot = 'b1946ac9'", SCRATCH_NOW, NULL},
	    {"host = 'elsewhere', boot = 'b1946ac9'", "2026-11-22T01:17:03Z",
		NULL},
	    {"host = 'elsewhere', boot = 'b1946ac9'", "2026-11-22T01:17:04Z",
		"has given no sign of life for too long: taken over"},
	    {"space = 'pid:[1]', pid = 2147483646", SCRATCH_NOW, NULL},
	    {"space = 'pid:[1]', pid = 2147483646", "2026-11-22T02:00:00Z",
		"has given no sign of life for too long: taken over"},
	};
	struct scratch *s = *state;
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf taken_over = BUF_INIT(4096);
		struct err e = ERR_INIT;
		char sql[256];
		int rc;

		scratch_now(SCRATCH_NOW);
		scratch_exec(s, "DELETE FROM lease");
		assert_int_equal(lease_take(s->db, &load, NULL, &e), 0);
		snprintf(sql, sizeof(sql), "UPDATE lease SET %s",
		    cases[i].change);
		scratch_exec(s, sql);
		scratch_now(cases[i].now);
		rc = lease_take(s->db, &load, &taken_over, &e);
		if (cases[i].words) {
			assert_int_equal(rc, 0);
			assert_non_null(strstr(buf_text(&taken_over),
			    cases[i].words));
		} else {
			assert_int_equal(rc, -1);
			assert_int_equal(e.kind, ERR_AGAIN);
		}
		buf_release(&taken_over);
	}
}

static void
who_has_lost_it_is_told_at_the_next_beat(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;

	assert_int_equal(lease_take(s->db, &load, NULL, &e), 0);
	scratch_exec(s, "UPDATE lease SET pid = 1");
	assert_int_equal(lease_beat(s->db, &load, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_non_null(strstr(e.text, "has been taken over"));
	/* And does not let go of what is another's. */
	err_clear(&e);
	assert_int_equal(lease_release(s->db, &load, &e), 0);
	assert_int_equal(scratch_number(s, sql_count), 1);
}

static void
a_lease_of_no_run_is_damage(void **state)
{
	const struct lease odd = {"erp-load", "sap", "no-such-run"};
	struct scratch *s = *state;
	struct findings f = FINDINGS_INIT(NULL, NULL);
	struct err e = ERR_INIT;

	assert_int_equal(lease_take(s->db, &load, NULL, &e), 0);
	assert_int_equal(lease_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 0);
	assert_int_equal(lease_release(s->db, &load, &e), 0);
	assert_int_equal(lease_take(s->db, &odd, NULL, &e), 0);
	scratch_exec(s, "UPDATE lease SET heartbeat = '2020'");
	assert_int_equal(lease_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 2);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_lease_is_taken_kept_and_let_go),
	    T(a_living_holder_is_named_and_a_killed_one_taken_over),
	    T(of_many_that_fight_for_it_one_wins),
	    T(the_dead_are_told_from_the_living),
	    T(who_has_lost_it_is_told_at_the_next_beat),
	    T(a_lease_of_no_run_is_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
