/*
 * lease.c - who holds what, by what the kernel says of processes.
 *
 * A pid alone is not enough: pids are used again.  Pid and start time name a
 * process within one boot, the boot id names the boot; and a pid means
 * something only within its pid namespace.  Where boot or namespace are not
 * ours the process cannot be looked at, and its heartbeat decides - unless
 * the host is ours and has been started anew: then all its processes died.
 */
#include "store/lease.h"

#include "base/fault.h"
#include "io/file.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

#include <signal.h>
#include <sys/utsname.h>
#include <unistd.h>

#define PROC_MOST ((size_t)16 * 1024)

struct holder {
	char host[128];
	char boot[64];
	char space[64];
	int64_t pid;
	int64_t started; /* clock ticks since the boot; 0: not known */
};

/* --- processes --- */

/* Field `n` (from 1) of /proc/PID/stat; empty where there is none. */
static struct slice
stat_field(struct slice stat, unsigned n)
{
	const char *end = stat.len ? memrchr(stat.at, ')', stat.len) : NULL;
	struct slice rest, field = {NULL, 0};

	/* The second field is a name in parentheses that may hold anything. */
	if (!end || (size_t)(end - stat.at) + 2 > stat.len)
		return field;
	rest = slice_from(end + 2, stat.len - (size_t)(end - stat.at) - 2);
	for (n -= 2; n && rest.len; n--)
		field = slice_cut(&rest, ' ');
	return n ? slice_from(NULL, 0) : field;
}

/*
 * When a process started, in *started (0: it cannot be seen, *why says why),
 * and whether it lives; a zombie does not.
 */
static bool
process_lives(int64_t pid, int64_t *started, struct err *why)
{
	struct buf stat = BUF_INIT(PROC_MOST);
	uint64_t ticks = 0;
	char path[64];
	bool lives;

	*started = 0;
	/* EPERM says that it is there and somebody else's. */
	lives = kill((pid_t)pid, 0) == 0 || errno == EPERM;
	snprintf(path, sizeof(path), "/proc/%" PRId64 "/stat", pid);
	if (lives && file_load(&stat, path, PROC_MOST, why) == 0) {
		struct slice text = buf_slice(&stat);

		if (text_to_number(stat_field(text, 22), INT64_MAX, &ticks))
			/* At most INT64_MAX, as asked. */
			*started = (int64_t)ticks;
		lives = !slice_is(stat_field(text, 3), "Z") &&
		    !slice_is(stat_field(text, 3), "X");
	}
	buf_release(&stat);
	return lives;
}

/*
 * This process; what the system does not tell stays empty.  A read that fails
 * is an error: an identity that is empty only this time would not be known
 * again by the next call.
 */
static int
holder_self(struct holder *h, struct err *e)
{
	struct buf boot = BUF_INIT(PROC_MOST);
	struct err why = ERR_INIT;
	struct utsname name;
	ssize_t n;

	memset(h, 0, sizeof(*h));
	if (uname(&name) == 0)
		snprintf(h->host, sizeof(h->host), "%.100s", name.nodename);
	if (file_load(&boot, "/proc/sys/kernel/random/boot_id", PROC_MOST,
	    &why) == 0) {
		struct slice text = slice_trim(buf_slice(&boot));

		snprintf(h->boot, sizeof(h->boot), "%.*s", SLICE_ARGS(text));
	}
	buf_release(&boot);
	n = readlink("/proc/self/ns/pid", h->space, sizeof(h->space) - 1);
	h->space[n > 0 ? n : 0] = '\0';
	h->pid = getpid();
	(void)process_lives(h->pid, &h->started, &why);
	return why.kind == ERR_AGAIN ? err_set(e, why.kind, "%s", why.text)
	    : 0;
}

static bool
heartbeat_stale(struct slice heartbeat)
{
	struct clock_time then;

	return clock_parse(&then, heartbeat) &&
	    clock_now().seconds - then.seconds > LEASE_STALE_SECONDS;
}

/* --- rows --- */

enum column {
	C_HOST, C_BOOT, C_SPACE, C_PID, C_STARTED, C_TAKEN, C_HEARTBEAT,
	C_RUN, C_TOOL, C_TARGET, COLUMNS
};

#define SELECT_LEASE \
	"SELECT host, boot, space, pid, process_started, taken, heartbeat," \
	" run, tool, target FROM lease"

static const char sql_get[] =
    SELECT_LEASE " WHERE tool = ?1 AND target = ?2";
static const char sql_all[] = SELECT_LEASE " ORDER BY tool, target";

/* Why the row's holder is dead, or NULL while it may be alive. */
static const char *
why_dead(const struct page_cell *row, const struct holder *self)
{
	bool same_host = slice_is(row[C_HOST].bytes, self->host);
	bool same_boot = *self->boot && slice_is(row[C_BOOT].bytes, self->boot);
	struct err ignored = ERR_INIT;
	int64_t started;

	if (same_boot && slice_is(row[C_SPACE].bytes, self->space)) {
		if (!process_lives(row[C_PID].number, &started, &ignored))
			return "has died";
		if (started && started != row[C_STARTED].number)
			return "has died, its number is another's now";
		return NULL;
	}
	if (same_host && !same_boot && *self->boot && row[C_BOOT].bytes.len)
		return "died when the machine was started anew";
	return heartbeat_stale(row[C_HEARTBEAT].bytes)
	    ? "has given no sign of life for too long" : NULL;
}

static bool
is_mine(const struct page_cell *row, const struct holder *self)
{
	return row[C_PID].number == self->pid &&
	    row[C_STARTED].number == self->started &&
	    slice_is(row[C_HOST].bytes, self->host) &&
	    slice_is(row[C_BOOT].bytes, self->boot) &&
	    slice_is(row[C_SPACE].bytes, self->space);
}

/* The lease's row in `page`, NULL if it is free; -1 on an error. */
static int
row_get(struct db *db, const struct lease *l, struct page *page,
    const struct page_cell **row, struct err *e)
{
	struct db_query *q = db_query(db, sql_get, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(l->tool));
	db_bind_text(q, 2, slice_of(l->target));
	if (page_load(page, q, COLUMNS, e) < 0)
		return -1;
	*row = page_next(page);
	return 0;
}

static const char sql_put[] =
    "INSERT OR REPLACE INTO lease(tool, target, host, boot, space, pid,"
    " process_started, run, taken, heartbeat)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)";

static int
row_put(struct db *db, const struct lease *l, const struct holder *self,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_put, e);
	char now[CLOCK_TEXT_SIZE];

	if (!q)
		return -1;
	db_now(now);
	db_bind_text(q, 1, slice_of(l->tool));
	db_bind_text(q, 2, slice_of(l->target));
	db_bind_text(q, 3, slice_of(self->host));
	db_bind_text(q, 4, slice_of(self->boot));
	db_bind_text(q, 5, slice_of(self->space));
	db_bind_int(q, 6, self->pid);
	db_bind_int(q, 7, self->started);
	db_bind_text(q, 8, slice_of(l->run));
	db_bind_text(q, 9, slice_of(now));
	return db_run(q, e);
}

/* "process 4711 on plm7 (run ..., since ...)" */
static void
add_holder(struct buf *b, const struct page_cell *row)
{
	buf_printf(b, "process %" PRId64 " on %.*s (run %.*s, since %.*s)",
	    row[C_PID].number, SLICE_ARGS(row[C_HOST].bytes),
	    SLICE_ARGS(row[C_RUN].bytes), SLICE_ARGS(row[C_TAKEN].bytes));
}

/* Says so in words and in the audit log. */
static int
note_taken_over(struct db *db, const struct lease *l, const char *words,
    struct err *e)
{
	const struct audit_by by = {l->run, l->tool};
	struct buf subject = BUF_INIT(4096), detail = BUF_INIT(65536);
	struct audit_entry entry = {"lease.take-over", {NULL, 0}, {NULL, 0}};
	int rc;

	buf_printf(&subject, "%s on %s", l->tool, l->target);
	audit_detail_add(&detail, "was", slice_of(words));
	entry.subject = buf_slice(&subject);
	entry.detail = buf_slice(&detail);
	rc = audit_append(db, &by, &entry, e);
	buf_release(&subject);
	buf_release(&detail);
	return rc;
}

static int
take_row(struct db *db, const struct lease *l, const struct page_cell *row,
    struct buf *words, struct err *e)
{
	struct holder self;
	const char *dead;

	if (holder_self(&self, e) < 0)
		return -1;
	if (row) {
		dead = why_dead(row, &self);
		add_holder(words, row);
		if (!dead)
			return err_set(e, ERR_AGAIN, "%s: %s on %s is held by "
			    "%s (try again when it is done)", db_path(db),
			    l->tool, l->target, buf_text(words));
		buf_printf(words, " %s: taken over", dead);
		if (note_taken_over(db, l, buf_text(words), e) < 0)
			return -1;
	}
	if (fault_fires("lease.take"))
		return err_set(e, ERR_AGAIN, "%s: lease not taken",
		    db_path(db));
	return row_put(db, l, &self, e);
}

int
lease_take(struct db *db, const struct lease *l, struct buf *taken_over,
    struct err *e)
{
	struct page page = PAGE_INIT;
	struct buf words = BUF_INIT(4096);
	const struct page_cell *row;
	bool mine;
	int rc = -1;

	if (transaction_enter(db, &mine, e) == 0) {
		rc = row_get(db, l, &page, &row, e);
		if (rc == 0)
			rc = take_row(db, l, row, &words, e);
		rc = transaction_leave(db, mine, rc, e);
	}
	if (rc == 0 && taken_over)
		buf_add_slice(taken_over, buf_slice(&words));
	buf_release(&words);
	page_release(&page);
	return rc;
}

static const char sql_beat[] =
    "UPDATE lease SET heartbeat = ?3 WHERE tool = ?1 AND target = ?2";
static const char sql_release[] =
    "DELETE FROM lease WHERE tool = ?1 AND target = ?2";

/* Runs a statement on the lease if it is ours; *held says whether it was. */
static int
if_mine(struct db *db, const struct lease *l, const char *sql, bool *held,
    struct err *e)
{
	struct page page = PAGE_INIT;
	const struct page_cell *row;
	struct holder self;
	struct db_query *q;
	char now[CLOCK_TEXT_SIZE];
	int rc = row_get(db, l, &page, &row, e);

	*held = false;
	if (rc == 0 && row) {
		rc = holder_self(&self, e);
		*held = rc == 0 && is_mine(row, &self);
	}
	page_release(&page);
	if (rc < 0 || !*held)
		return rc;
	q = db_query(db, sql, e);
	if (!q)
		return -1;
	db_now(now);
	db_bind_text(q, 1, slice_of(l->tool));
	db_bind_text(q, 2, slice_of(l->target));
	if (sql == sql_beat)
		db_bind_text(q, 3, slice_of(now));
	return db_run(q, e);
}

int
lease_beat(struct db *db, const struct lease *l, struct err *e)
{
	bool mine, held;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = if_mine(db, l, sql_beat, &held, e);
	if (rc == 0 && !held)
		rc = err_set(e, ERR_AGAIN, "%s: %s on %s has been taken over "
		    "by another process", db_path(db), l->tool, l->target);
	return transaction_leave(db, mine, rc, e);
}

int
lease_release(struct db *db, const struct lease *l, struct err *e)
{
	bool mine, held;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = if_mine(db, l, sql_release, &held, e);
	return transaction_leave(db, mine, rc, e);
}

/* --- looking --- */

int
lease_load(struct db *db, struct page *page, struct err *e)
{
	struct db_query *q = db_query(db, sql_all, e);

	return q ? page_load(page, q, COLUMNS, e) : -1;
}

bool
lease_next(struct page *page, struct lease_row *row)
{
	const struct page_cell *cell = page_next(page);
	struct holder self;
	struct err ignored = ERR_INIT;

	if (!cell)
		return false;
	/* What cannot be read now is looked at as another machine's. */
	if (holder_self(&self, &ignored) < 0)
		err_clear(&ignored);
	*row = (struct lease_row){cell[C_TOOL].bytes, cell[C_TARGET].bytes,
	    cell[C_RUN].bytes, cell[C_HOST].bytes, cell[C_TAKEN].bytes,
	    cell[C_HEARTBEAT].bytes, cell[C_PID].number,
	    !why_dead(cell, &self)};
	return true;
}

static const char sql_bad[] =
    "SELECT 'lease ' || tool || ' on ' || target || ': run ' || run ||"
    " ' is not there' FROM lease"
    " WHERE run <> '' AND run NOT IN (SELECT run FROM run)"
    " UNION ALL SELECT 'lease ' || tool || ' on ' || target || ': heartbeat '"
    " || heartbeat || ' before it was taken, ' || taken FROM lease"
    " WHERE heartbeat < taken";

int
lease_check(struct db *db, struct findings *f, struct err *e)
{
	return findings_query(f, db, sql_bad, e);
}
