/*
 * mapping.c - batches between the caller and a thread, in their order.
 *
 * The thread gets a batch whenever it has fewer than two waiting; the others
 * the caller maps itself.  So both are always busy, whatever reading, mapping
 * and writing cost.  Results are taken from the oldest batch on.
 */
#include "transform/mapping.h"

#include <stdatomic.h>

#include "base/relay.h"
#include "transform/portion.h"

#define SLOTS RELAY_BATCHES_MOST
#define WAITING_MOST 2

struct slot_of {
	struct portion portion;
	bool beside;      /* the thread maps it */
	atomic_bool done; /* it has */
};

struct mapping {
	struct mapping_ends ends;
	struct mapping_counts counts;
	struct portion_worker workers[2]; /* the caller's, the thread's */
	struct relay *relay;
	bool alone;
	struct slot_of slots[SLOTS];
	struct slot_of *free[SLOTS];
	unsigned free_count;
	struct slot_of *queue[SLOTS]; /* oldest first, in a ring */
	unsigned first, queued;
	unsigned beside; /* of them */
	struct slot_of *filling;
};

struct mapping *
mapping_new(const struct mapping_ends *ends)
{
	struct mapping *m = mem_zero(sizeof(*m));
	unsigned i;

	m->ends = *ends;
	m->alone = ends->alone;
	for (i = 0; i < 2; i++)
		portion_worker_init(&m->workers[i], ends->rules, ends->name, i);
	for (i = 0; i < SLOTS; i++)
		m->free[m->free_count++] = &m->slots[i];
	m->filling = m->free[--m->free_count];
	return m;
}

void
mapping_free(struct mapping *m)
{
	struct err ignored = ERR_INIT;
	unsigned i;

	if (!m)
		return;
	if (relay_end(m->relay, &ignored) < 0)
		err_clear(&ignored);
	for (i = 0; i < 2; i++)
		portion_worker_release(&m->workers[i]);
	for (i = 0; i < SLOTS; i++)
		portion_release(&m->slots[i].portion);
	mem_free(m);
}

/* --- the thread --- */

static int
map_all(struct relay *r, void *ctx, struct err *e)
{
	struct mapping *m = ctx;
	struct slot_of *s;

	(void)e; /* an error stands in its batch */
	while ((s = relay_take(r))) {
		portion_map(&s->portion, &m->workers[1]);
		atomic_store(&s->done, true);
		relay_return(r, s);
	}
	return 0;
}

/* Where no thread can be had the caller does it all. */
static void
start(struct mapping *m)
{
	struct err none = ERR_INIT;
	void *batches[SLOTS];
	unsigned i;

	for (i = 0; i < SLOTS; i++)
		batches[i] = &m->slots[i];
	m->relay = relay_start(batches, SLOTS, map_all, m, &none);
	m->alone = !m->relay;
	/* all are the caller's, until it passes them */
	for (i = 0; m->relay && i < SLOTS; i++)
		if (!relay_blank(m->relay))
			BUG("a relay without its batches");
}

/* --- what became of a line --- */

int
mapping_check_most(const struct mapping *m, bool at_end, struct err *e)
{
	const struct limit *most = m->ends.most_rejects;
	uint64_t count = m->ends.rejects->count;

	if ((most->percent && !at_end) ||
	    !limit_over(most, count, m->counts.read))
		return 0;
	return err_set(e, ERR_DECIDE, "%s: %" PRIu64 " of %" PRIu64
	    " records %s rejected, --max-rejects is %s (nothing is "
	    "published)", m->ends.name, count, m->counts.read,
	    at_end ? "are" : "so far are", most->text);
}

/* As it came in, and a withheld record in its place. */
static int
reject(struct mapping *m, const struct portion_result *r, struct err *e)
{
	if (refusals_put(m->ends.rejects, r->line.text, r->rule, r->why,
	    e) < 0 || funnel_withhold(m->ends.funnel, &r->key, e) < 0)
		return -1;
	return mapping_check_most(m, false, e);
}

static int
hold(struct mapping *m, const struct portion_result *r, struct err *e)
{
	m->counts.held++;
	if (refusals_put(m->ends.held, r->line.text, r->rule, r->why, e) < 0)
		return -1;
	return funnel_hold(m->ends.funnel, &r->key, "", true, e);
}

static int
take_result(struct mapping *m, const struct portion_result *r, struct err *e)
{
	m->counts.read += r->fate != PORTION_DERIVED;
	if (r->lost)
		m->counts.lost[r->lost_type] = true;
	switch (r->fate) {
	case PORTION_PASSED:
		return funnel_put(m->ends.funnel, &r->line, r->original, e);
	case PORTION_DROPPED:
		m->counts.dropped++;
		return 0;
	case PORTION_REJECTED:
		return reject(m, r, e);
	case PORTION_HELD:
		return hold(m, r, e);
	case PORTION_DERIVED:
		m->counts.derived++;
		return funnel_derive(m->ends.funnel, r->line.text,
		    r->original, e);
	}
	BUG("take_result: no such fate");
}

static int
take_results(struct mapping *m, struct portion *b, struct err *e)
{
	size_t i;

	for (i = 0; i < b->result_count; i++)
		if (take_result(m, &b->results[i], e) < 0)
			return -1;
	if (b->error.kind != ERR_NONE)
		return err_set(e, b->error.kind, "%s", b->error.text);
	portion_clear(b);
	return 0;
}

/* --- batches in order --- */

/* The oldest one, which is mapped, or waited for. */
static int
take_first(struct mapping *m, struct err *e)
{
	struct slot_of *s = m->queue[m->first];

	if (s->beside) {
		if (relay_blank(m->relay) != s)
			BUG("batches come back in another order");
		m->beside--;
	}
	m->first = (m->first + 1) % SLOTS;
	m->queued--;
	if (take_results(m, &s->portion, e) < 0)
		return -1;
	m->free[m->free_count++] = s;
	return 0;
}

static bool
first_is_done(const struct mapping *m)
{
	const struct slot_of *s = m->queue[m->first];

	return m->queued && (!s->beside || atomic_load(&s->done));
}

/* The full batch goes to whoever is free. */
static int
dispatch(struct mapping *m, struct err *e)
{
	struct slot_of *s = m->filling;

	if (!m->relay && !m->alone)
		start(m);
	m->queue[(m->first + m->queued++) % SLOTS] = s;
	s->beside = !m->alone && m->beside < WAITING_MOST;
	atomic_store(&s->done, false);
	if (s->beside) {
		m->beside++;
		relay_pass(m->relay, s);
	} else {
		portion_map(&s->portion, &m->workers[0]);
	}
	while (first_is_done(m) || !m->free_count)
		if (take_first(m, e) < 0)
			return -1;
	m->filling = m->free[--m->free_count];
	return 0;
}

int
mapping_put(struct mapping *m, const struct stream_line *line, struct err *e)
{
	portion_add(&m->filling->portion, line);
	return portion_full(&m->filling->portion) ? dispatch(m, e) : 0;
}

int
mapping_flush(struct mapping *m, struct err *e)
{
	while (m->queued)
		if (take_first(m, e) < 0)
			return -1;
	portion_map(&m->filling->portion, &m->workers[0]);
	return take_results(m, &m->filling->portion, e);
}

const struct mapping_counts *
mapping_counts(const struct mapping *m)
{
	return &m->counts;
}

const struct mapper *
mapping_rules(struct mapping *m)
{
	if (m->relay) {
		mapper_plus(&m->workers[0].mapper, &m->workers[1].mapper);
		mapper_clear(&m->workers[1].mapper);
	}
	return &m->workers[0].mapper;
}
