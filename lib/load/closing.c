/*
 * closing.c - the ledger says what is settled, the input what it speaks for.
 */
#include "load/closing.h"

#include "store/transaction.h"

#define PARTIAL "partial_release"

/* --- change orders --- */

/* Those that an earlier run has found to be taken in part. */
static int
watch_open(struct batch_place *p, struct err *e)
{
	struct exceptions_cursor c;
	struct exceptions_row row;
	struct arena a = ARENA_INIT;
	struct err ignored = ERR_INIT;
	struct key k;
	int got;

	exceptions_open(&c, p->db, true);
	while ((got = exceptions_next(&c, &row, e)) > 0)
		if (slice_is(row.class, PARTIAL) &&
		    slice_is(row.target, p->group.target) &&
		    key_parse_text(&k, row.about, &a, &ignored) == 0)
			release_watch(&p->release, k.parts[0]);
	exceptions_close(&c);
	arena_release(&a);
	return got;
}

static int
see_partial(struct batch_place *p, struct slice name,
    const struct release_order *o, struct err *e)
{
	struct buf key = BUF_INIT(2 * KEY_MOST);
	struct key k = {.type = TYPE_CHANGE_ORDER, .count = 1,
	    .parts = {name}};
	char message[128];
	int rc;

	snprintf(message, sizeof(message), "%" PRIu64 " of %" PRIu64 " records "
	    "were not taken", o->failed, o->records);
	key_add_prefix(&key, &k);
	outbox_warn(p->out, "taken in part:", buf_slice(&key),
	    slice_of(message));
	rc = remark_exception(p, buf_slice(&key), (struct exceptions_note){
	    .class = SLICE(PARTIAL), .severity = SLICE("error"),
	    .message = slice_of(message), .change_order = name}, NULL, e);
	buf_release(&key);
	return rc;
}

static int
see_all(struct batch_place *p, uint64_t *count, struct err *e)
{
	bool mine;
	size_t i;
	int rc;

	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	for (i = 0; i < p->release.names.count && rc == 0; i++) {
		const struct release_order *o = &p->release.orders[i];

		if (!release_partial(o))
			continue;
		++*count;
		rc = see_partial(p, p->release.names.entries[i].key, o, e);
	}
	return transaction_leave(p->db, mine, rc, e);
}

int
closing_partial(struct batch_place *p, const struct spool *input,
    uint64_t *count, struct err *e)
{
	*count = 0;
	if (watch_open(p, e) < 0 || release_count(&p->release, input, e) < 0)
		return -1;
	return p->release.names.count ? see_all(p, count, e) : 0;
}

/*
 * The input has all of it, and this run has failed with none: an input that
 * may lack records of it says nothing.
 */
static bool
whole_now(const struct batch_place *p, const struct spool *input,
    struct slice about)
{
	struct arena a = ARENA_INIT;
	struct err ignored = ERR_INIT;
	const uint64_t *at = NULL;
	struct key k;

	if (stream_in_complete(&input->in) &&
	    key_parse_text(&k, about, &a, &ignored) == 0)
		at = map_find(&p->release.names, k.parts[0]);
	arena_release(&a);
	return at && p->release.orders[*at].records &&
	    !p->release.orders[*at].failed;
}

/* --- exceptions --- */

/* Runs are numbered behind the last "-"; what was taken back has none. */
static uint64_t
run_number(struct slice run)
{
	struct slice part = run;
	uint64_t n = 0;

	while (run.len) {
		part = slice_cut(&run, '-');
		if (!run.at)
			break;
	}
	return text_to_number(part, UINT64_MAX / 2, &n) ? n : 0;
}

/* Posted by a run after the one that last saw what was wrong. */
static bool
later_run(struct slice run, struct slice seen)
{
	return run_number(run) > run_number(seen);
}

struct coverage {
	struct batch_place *place;
	const struct spool *input;
	struct ledger_found known;
	struct arena arena;
	struct err e;
};

/*
 * Has this run found out that an exception of an earlier one is settled?
 * The ledger says so: the target has taken the record in a later run, or has
 * nothing open about it and the input speaks for it.
 */
static bool
covers(const struct exceptions_row *row, void *ctx)
{
	static const char *const classes[] = {"load_refused",
	    "load_conflict", "removal", "bom_cycle"};
	struct coverage *c = ctx;
	struct batch_place *p = c->place;
	struct slice filter = c->input->in.head.scope.filter;
	struct buf prefix = BUF_INIT(2 * KEY_MOST);
	const struct ledger_row *known = &c->known.row;
	struct key k;
	bool settled = false;
	size_t i;
	int got;

	if (!slice_is(row->target, p->group.target))
		return false;
	if (slice_is(row->class, PARTIAL))
		return whole_now(p, c->input, row->about);
	for (i = 0; i < COUNT_OF(classes); i++)
		if (slice_is(row->class, classes[i]))
			break;
	if (i == COUNT_OF(classes))
		return false;
	arena_reset(&c->arena);
	if (key_parse_text(&k, row->about, &c->arena, &c->e) == 0) {
		key_add_prefix(&prefix, &k);
		got = ledger_get(p->db, p->group.target,
		    buf_slice(&prefix), &c->known, &c->e);
		if (got > 0 && known->state == LEDGER_POSTED)
			settled = later_run(known->run, row->seen_run) ||
			    (spool_claims(c->input, &k) && (!filter.len ||
			    slice_equal(filter, known->scope)));
		else if (got == 0)
			settled = spool_claims(c->input, &k);
	}
	buf_release(&prefix);
	return settled;
}

int
closing_fix(struct batch_place *p, const struct spool *input, struct err *e)
{
	struct coverage c = {.place = p, .input = input, .arena = ARENA_INIT,
	    .known = LEDGER_FOUND_INIT, .e = ERR_INIT};
	const struct exceptions_end end = {&p->by, covers, &c};
	uint64_t fixed;
	int rc = exceptions_fix_unseen(p->db, &end, &fixed, e);

	if (rc == 0 && c.e.kind)
		rc = err_set(e, c.e.kind, "%s", c.e.text);
	page_release(&c.known.page);
	arena_release(&c.arena);
	return rc;
}
