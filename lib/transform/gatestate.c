/*
 * gatestate.c - in transactions of some hundred exceptions.
 *
 * Killed between any two of them, the same run again sees the same exceptions
 * by the same identities and goes on; nothing has been published before.
 */
#include "transform/gatestate.h"

#include "base/fault.h"
#include "io/log.h"
#include "store/db.h"

#define GROUP 256

/* --- seeing --- */

static int
see(struct gatework *w, struct gatefinding *f, struct err *e)
{
	struct exceptions_note note;
	struct exceptions_seen seen;
	char due[CLOCK_TEXT_SIZE];

	gatefinding_note(&note, f, w->target, due);
	if (exceptions_see(w->wish->db, &note, &w->wish->by, &seen, e) < 0)
		return -1;
	f->state = seen.state;
	return 0;
}

/* One transaction: those from *at on. */
static int
see_group(struct gatework *w, size_t *at, struct err *e)
{
	struct db *db = w->wish->db;
	size_t end = *at + GROUP;

	if (fault_fires("gates.before-exceptions"))
		return err_set(e, ERR_AGAIN, "the exceptions were not kept");
	if (db_begin(db, e) < 0)
		return -1;
	for (; *at < w->findings.count && *at < end; ++*at)
		if (see(w, &w->findings.list[*at], e) < 0) {
			db_rollback(db);
			return -1;
		}
	return db_commit(db, e);
}

static int
see_all(struct gatework *w, struct err *e)
{
	size_t at = 0;

	while (at < w->findings.count)
		if (see_group(w, &at, e) < 0)
			return -1;
	return 0;
}

/* --- closing --- */

static bool
of_these_gates(const struct gatework *w, const struct exceptions_row *row)
{
	const struct gates *gates = &w->gating->gates;
	size_t i;

	for (i = 0; i < gates->count; i++)
		if (slice_is(row->rule, gates->list[i].name) &&
		    slice_is(row->class, gates->list[i].class))
			return slice_is(row->target, w->target);
	return false;
}

/* 1: the stream has the record, or says that it is gone; 0; -1. */
static int
covers(struct gatework *w, const struct exceptions_row *row, struct err *e)
{
	struct err none = ERR_INIT;
	uint64_t ordinal;
	struct key k;
	int got;

	arena_reset(&w->record);
	if (!of_these_gates(w, row) ||
	    key_parse_text(&k, row->about, &w->record, &none) < 0 ||
	    withheld_covers(&w->in->withheld, &k))
		return 0;
	got = recordindex_find(&w->around.index, &k, &ordinal, e);
	return got ? got : spool_claims(w->in, &k);
}

static bool
covered(const struct exceptions_row *row, void *ctx)
{
	return map_find(ctx, row->id) != NULL;
}

/* What is covered is looked up first, outside of any transaction. */
static int
find_covered(struct gatework *w, struct map *ids, struct err *e)
{
	struct exceptions_cursor c;
	struct exceptions_row row;
	bool added;
	int got;

	exceptions_open(&c, w->wish->db, true);
	while ((got = exceptions_next(&c, &row, e)) > 0) {
		int is = covers(w, &row, e);

		if (is < 0) {
			got = -1;
			break;
		}
		if (is)
			map_put(ids, row.id, &added);
	}
	exceptions_close(&c);
	return got;
}

static int
close_unseen(struct gatework *w, struct err *e)
{
	struct map ids = MAP_INIT;
	const struct exceptions_end end = {&w->wish->by, covered, &ids};
	uint64_t count = 0;
	int rc;

	if (w->in->in.bare)
		return 0;
	if (fault_fires("gates.before-close"))
		return err_set(e, ERR_AGAIN, "no exceptions were closed");
	rc = find_covered(w, &ids, e);
	if (rc == 0)
		rc = exceptions_fix_unseen(w->wish->db, &end, &count, e);
	map_release(&ids);
	if (rc == 0 && count)
		log_note("%" PRIu64 " exceptions no longer occur and are "
		    "closed", count);
	return rc;
}

int
gatestate_record(struct gatework *w, struct err *e)
{
	struct db *db = w->wish->db;

	if (db_begin(db, e) < 0)
		return -1;
	if (waivers_record(&w->waivers, db, &w->wish->by, e) < 0) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, e) < 0 || see_all(w, e) < 0 ||
	    close_unseen(w, e) < 0)
		return -1;
	if (fault_fires("gates.before-publish"))
		return err_set(e, ERR_AGAIN, "nothing was published");
	return 0;
}

/* --- the stream --- */

static struct slice
state_of(const struct gatework *w, const struct gatefinding *f)
{
	if (!w->wish->db && (f->fate == GATEFINDING_OVERRIDDEN ||
	    f->fate == GATEFINDING_APPROVED))
		return slice_of(exceptions_state_name(EXCEPTIONS_OVERRIDDEN));
	return slice_of(exceptions_state_name(f->state));
}

/* Since when, and by when, as the state knows it; else now. */
static int
add_times(struct gatework *w, const struct gatefinding *f, struct record *r,
    struct arena *a, struct err *e)
{
	struct page page = PAGE_INIT;
	struct exceptions_row row;
	int got = 0;

	if (w->wish->db)
		got = exceptions_get(w->wish->db, slice_of(f->id), &page, &row,
		    e);
	if (got > 0) {
		r->values[EXCEPTION_OPENED_AT] = value_of_text(
		    slice_copy(row.opened_at, a));
		r->values[EXCEPTION_DUE_AT] = value_of_text(
		    slice_copy(row.due_at, a));
		r->values[EXCEPTION_TEAM] = value_of_text(
		    slice_copy(row.team, a));
	}
	page_release(&page);
	return got < 0 ? -1 : 0;
}

static int
write_one(struct gatework *w, const struct gatefinding *f,
    struct stream_out *out, struct err *e)
{
	char due[CLOCK_TEXT_SIZE], now[CLOCK_TEXT_SIZE];
	struct exceptions_note n;
	struct arena arena = ARENA_INIT;
	struct record r;
	int rc;

	gatefinding_note(&n, f, w->target, due);
	db_now(now);
	record_init(&r, TYPE_EXCEPTION);
	r.values[EXCEPTION_EXCEPTION] = value_of_text(slice_of(f->id));
	r.values[EXCEPTION_ABOUT] = value_of_text(n.about);
	r.values[EXCEPTION_CLASS] = value_of_text(n.class);
	r.values[EXCEPTION_TEAM] = value_of_text(n.team);
	r.values[EXCEPTION_IMPACT] = value_of_text(n.impact);
	r.values[EXCEPTION_SEVERITY] = value_of_text(n.severity);
	r.values[EXCEPTION_STATE] = value_of_text(state_of(w, f));
	r.values[EXCEPTION_RULE] = value_of_text(n.rule);
	r.values[EXCEPTION_MESSAGE] = value_of_text(n.message);
	r.values[EXCEPTION_OPENED_AT] = value_of_text(slice_of(now));
	r.values[EXCEPTION_DUE_AT] = value_of_text(n.due_at);
	r.values[EXCEPTION_CHANGE_ORDER] = value_of_text(n.change_order);
	rc = add_times(w, f, &r, &arena, e);
	if (rc == 0)
		rc = stream_out_record(out, &r, e);
	arena_release(&arena);
	return rc;
}

static int
compare_ids(const void *a, const void *b)
{
	const struct gatefinding *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

int
gatestate_write(struct gatework *w, struct stream_out *out, struct err *e)
{
	size_t i, count = w->findings.count;
	const struct gatefinding **list = mem_grow(NULL, count + 1,
	    sizeof(*list));
	int rc = 0;

	for (i = 0; i < count; i++)
		list[i] = &w->findings.list[i];
	qsort(list, count, sizeof(*list), compare_ids);
	for (i = 0; rc == 0 && i < count; i++)
		rc = write_one(w, list[i], out, e);
	mem_free(list);
	return rc;
}
