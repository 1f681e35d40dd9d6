/* run.c - runs, stages and checkpoints as rows. */
#include "store/run.h"

#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

#define RUNS_A_PAGE 64

/* --- counts --- */

int
run_counts_check(const struct run_counts *c, struct err *e)
{
	uint64_t fates = c->passed + c->held + c->rejected + c->dropped +
	    c->folded;

	if (c->taken != fates)
		return err_set(e, ERR_INPUT, "%" PRIu64 " records were read, "
		    "but %" PRIu64 " have a fate: %" PRIu64 " passed, %" PRIu64
		    " held, %" PRIu64 " rejected, %" PRIu64 " dropped, %" PRIu64
		    " folded", c->taken, fates, c->passed, c->held, c->rejected,
		    c->dropped, c->folded);
	if (c->given != c->passed + c->derived)
		return err_set(e, ERR_INPUT, "%" PRIu64 " records were "
		    "written, but %" PRIu64 " passed and %" PRIu64 " derived",
		    c->given, c->passed, c->derived);
	return 0;
}

/* The counts in the order of the table's columns, for binding and reading. */
#define COUNTS 14

static void
counts_list(uint64_t list[COUNTS], const struct run_counts *c)
{
	const uint64_t in_order[COUNTS] = {c->taken, c->passed, c->held,
	    c->rejected, c->dropped, c->folded, c->derived, c->given, c->sent,
	    c->created, c->updated, c->removed, c->unchanged, c->refused};

	memcpy(list, in_order, sizeof(in_order));
}

/* Never negative in the table. */
static uint64_t
number(const struct page_cell *cell)
{
	return (uint64_t)cell->number;
}

static struct run_counts
counts_of(const struct page_cell *cells)
{
	struct run_counts c;

	c.taken = number(&cells[0]);
	c.passed = number(&cells[1]);
	c.held = number(&cells[2]);
	c.rejected = number(&cells[3]);
	c.dropped = number(&cells[4]);
	c.folded = number(&cells[5]);
	c.derived = number(&cells[6]);
	c.given = number(&cells[7]);
	c.sent = number(&cells[8]);
	c.created = number(&cells[9]);
	c.updated = number(&cells[10]);
	c.removed = number(&cells[11]);
	c.unchanged = number(&cells[12]);
	c.refused = number(&cells[13]);
	return c;
}

/* --- runs --- */

/* Ids are never used again, also not after old runs are gone. */
static const char sql_next_sequence[] =
    "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'run'), 0)"
    " + 1";
static const char sql_start[] =
    "INSERT INTO run(sequence, run, tool, version, target, arguments,"
    " traceparent, started) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/* "2026-11-22T01:02:03Z" without its marks, and the sequence. */
static void
id_print(char run[RUN_ID_SIZE], const char *now, int64_t sequence)
{
	char digits[CLOCK_TEXT_SIZE];
	size_t n = 0;

	for (; *now; now++)
		if (*now != '-' && *now != ':')
			digits[n++] = *now;
	digits[n] = '\0';
	snprintf(run, RUN_ID_SIZE, "%.16s-%06" PRId64, digits, sequence);
}

static int
start_row(struct db *db, const struct run_info *info, char run[RUN_ID_SIZE],
    struct err *e)
{
	struct db_query *q = db_query(db, sql_next_sequence, e);
	char now[CLOCK_TEXT_SIZE];
	int64_t sequence;

	if (!q || db_step(q, e) < 0)
		return -1;
	sequence = db_int(q, 0);
	db_done(q);
	db_now(now);
	id_print(run, now, sequence);
	q = db_query(db, sql_start, e);
	if (!q)
		return -1;
	db_bind_int(q, 1, sequence);
	db_bind_text(q, 2, slice_of(run));
	db_bind_text(q, 3, info->tool);
	db_bind_text(q, 4, info->version);
	db_bind_text(q, 5, info->target);
	db_bind_text(q, 6, info->arguments);
	db_bind_text(q, 7, info->traceparent);
	db_bind_text(q, 8, slice_of(now));
	return db_run(q, e);
}

int
run_start(struct db *db, const struct run_info *info, char run[RUN_ID_SIZE],
    struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = start_row(db, info, run, e);
	return transaction_leave(db, mine, rc, e);
}

static const char sql_end[] =
    "UPDATE run SET ended = ?2, exit = ?3, message = ?4"
    " WHERE run = ?1 AND ended = ''";

int
run_end(struct db *db, const char *run, int status, struct slice message,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_end, e);
	char now[CLOCK_TEXT_SIZE];

	if (!q)
		return -1;
	db_now(now);
	db_bind_text(q, 1, slice_of(run));
	db_bind_text(q, 2, slice_of(now));
	db_bind_int(q, 3, status);
	db_bind_text(q, 4, message);
	if (transaction_run(db, q, e) < 0)
		return -1;
	if (db_changes(db) == 0)
		return err_set(e, ERR_INPUT, "%s: run %s is not there, or has "
		    "ended", db_path(db), run);
	return 0;
}

/* --- stages --- */

static const char sql_stage[] =
    "INSERT INTO stage(run, stage, ordinal, started, ended, taken, passed,"
    " held, rejected, dropped, folded, derived, given, sent, created,"
    " updated, removed, unchanged, refused)"
    " VALUES(?1, ?2, 1 + (SELECT count(*) FROM stage WHERE run = ?1), ?3, ?4,"
    " ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"
    " ON CONFLICT(run, stage) DO UPDATE SET ended = excluded.ended,"
    " taken = excluded.taken, passed = excluded.passed, held = excluded.held,"
    " rejected = excluded.rejected, dropped = excluded.dropped,"
    " folded = excluded.folded, derived = excluded.derived,"
    " given = excluded.given, sent = excluded.sent,"
    " created = excluded.created, updated = excluded.updated,"
    " removed = excluded.removed, unchanged = excluded.unchanged,"
    " refused = excluded.refused";

static int
stage_put(struct db *db, const char *const names[2],
    const struct run_counts *c, bool ends, struct err *e)
{
	struct db_query *q = db_query(db, sql_stage, e);
	uint64_t list[COUNTS];
	char now[CLOCK_TEXT_SIZE];
	int i;

	if (!q)
		return -1;
	db_now(now);
	counts_list(list, c);
	db_bind_text(q, 1, slice_of(names[0]));
	db_bind_text(q, 2, slice_of(names[1]));
	db_bind_text(q, 3, slice_of(now));
	db_bind_text(q, 4, slice_of(ends ? now : ""));
	for (i = 0; i < COUNTS; i++)
		/* No stage sees 2^63 records. */
		db_bind_int(q, 5 + i, (int64_t)list[i]);
	return transaction_run(db, q, e);
}

int
run_stage_save(struct db *db, const char *run, const char *stage,
    const struct run_counts *c, struct err *e)
{
	const char *const names[2] = {run, stage};

	return stage_put(db, names, c, false, e);
}

int
run_stage_end(struct db *db, const char *run, const char *stage,
    const struct run_counts *c, struct err *e)
{
	const char *const names[2] = {run, stage};

	if (run_counts_check(c, e) < 0)
		return err_in(e, "stage %s", stage);
	return stage_put(db, names, c, true, e);
}

/* --- looking --- */

static const char sql_runs[] =
    "SELECT sequence, run, tool, version, target, arguments, traceparent,"
    " started, ended, coalesce(exit, -1), message FROM run"
    " WHERE sequence < ?1 ORDER BY sequence DESC LIMIT ?2";

void
run_open(struct run_cursor *c, struct db *db)
{
	*c = (struct run_cursor){db, INT64_MAX, PAGE_INIT};
}

int
run_next(struct run_cursor *c, struct run_row *row, struct err *e)
{
	const struct page_cell *cell = page_next(&c->page);

	if (!cell) {
		struct db_query *q = db_query(c->db, sql_runs, e);

		if (!q)
			return -1;
		db_bind_int(q, 1, c->before);
		db_bind_int(q, 2, RUNS_A_PAGE);
		if (page_load(&c->page, q, 11, e) < 0)
			return -1;
		cell = page_next(&c->page);
		if (!cell)
			return 0;
	}
	*row = (struct run_row){cell[0].number, cell[1].bytes, cell[2].bytes,
	    cell[3].bytes, cell[4].bytes, cell[5].bytes, cell[6].bytes,
	    cell[7].bytes, cell[8].bytes,
	    /* -1 to 255 by the table's rule */
	    (int)cell[9].number, cell[10].bytes};
	c->before = row->sequence;
	return 1;
}

void
run_close(struct run_cursor *c)
{
	page_release(&c->page);
}

static const char sql_stages[] =
    "SELECT taken, passed, held, rejected, dropped, folded, derived, given,"
    " sent, created, updated, removed, unchanged, refused, stage, started,"
    " ended FROM stage WHERE run = ?1 ORDER BY ordinal";

int
run_stages(struct db *db, struct page *page, struct slice run, struct err *e)
{
	struct db_query *q = db_query(db, sql_stages, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, run);
	return page_load(page, q, COUNTS + 3, e);
}

bool
run_stage_next(struct page *page, struct run_stage *stage)
{
	const struct page_cell *cell = page_next(page);

	if (!cell)
		return false;
	stage->counts = counts_of(cell);
	stage->stage = cell[COUNTS].bytes;
	stage->started = cell[COUNTS + 1].bytes;
	stage->ended = cell[COUNTS + 2].bytes;
	return true;
}

/* --- checkpoints --- */

static const char sql_checkpoint_put[] =
    "INSERT OR REPLACE INTO checkpoint(tool, target, name, value, run, at)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)";
static const char sql_checkpoint_get[] =
    "SELECT value FROM checkpoint"
    " WHERE tool = ?1 AND target = ?2 AND name = ?3";

int
run_checkpoint_put(struct db *db, const struct run_checkpoint *at,
    struct slice value, const char *run, struct err *e)
{
	struct db_query *q = db_query(db, sql_checkpoint_put, e);
	char now[CLOCK_TEXT_SIZE];

	if (!q)
		return -1;
	db_now(now);
	db_bind_text(q, 1, slice_of(at->tool));
	db_bind_text(q, 2, slice_of(at->target));
	db_bind_text(q, 3, slice_of(at->name));
	db_bind_text(q, 4, value);
	db_bind_text(q, 5, slice_of(run));
	db_bind_text(q, 6, slice_of(now));
	return transaction_run(db, q, e);
}

int
run_checkpoint_get(struct db *db, const struct run_checkpoint *at,
    struct slice *value, struct arena *arena, struct err *e)
{
	struct db_query *q = db_query(db, sql_checkpoint_get, e);
	int got;

	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(at->tool));
	db_bind_text(q, 2, slice_of(at->target));
	db_bind_text(q, 3, slice_of(at->name));
	got = db_step(q, e);
	if (got > 0)
		*value = slice_copy(db_bytes(q, 0), arena);
	db_done(q);
	return got;
}

/* --- check --- */

static const char sql_bad_runs[] =
    "SELECT 'run ' || run || ': ended ' || ended || ', before it started, '"
    " || started FROM run WHERE ended <> '' AND ended < started"
    " UNION ALL SELECT 'run ' || run || ': does not carry its sequence '"
    " || sequence FROM run WHERE run NOT LIKE '%-' || printf('%06d', sequence)"
    " UNION ALL SELECT 'run ' || r.run || ': above the highest sequence given'"
    " FROM run r WHERE sequence >"
    " (SELECT seq FROM sqlite_sequence WHERE name = 'run')";
static const char sql_bad_stages[] =
    "SELECT 'run ' || run || ', stage ' || stage || ': ' || taken ||"
    " ' records read, ' || (passed + held + rejected + dropped + folded) ||"
    " ' have a fate' FROM stage WHERE ended <> ''"
    " AND taken <> passed + held + rejected + dropped + folded"
    " UNION ALL SELECT 'run ' || run || ', stage ' || stage || ': ' || given"
    " || ' records written, ' || passed || ' passed and ' || derived ||"
    " ' derived' FROM stage WHERE ended <> '' AND given <> passed + derived"
    " UNION ALL SELECT 'run ' || run || ', stage ' || stage || ': ended '"
    " || ended || ', before it started, ' || started FROM stage"
    " WHERE ended <> '' AND ended < started";

static const char sql_bad_ends[] =
    "SELECT 'run ' || r.run || ': ended with ' || r.exit || ', but its stage '"
    " || s.stage || ' did not end' FROM stage s JOIN run r ON r.run = s.run"
    " WHERE s.ended = '' AND r.exit IN (0, 1)";

int
run_check(struct db *db, struct findings *f, struct err *e)
{
	if (findings_query(f, db, sql_bad_runs, e) < 0 ||
	    findings_query(f, db, sql_bad_ends, e) < 0)
		return -1;
	return findings_query(f, db, sql_bad_stages, e);
}
