/*
 * pairing.c - the merge of two streams.
 *
 * Whether an absence means anything may depend on a withheld record, and those
 * sort behind most types: so who pairs keeps what only one side has, and asks
 * at the end.
 */
#include "model/pairing.h"

static int
refuse_delta(const struct stream_in *in, struct err *e)
{
	if (!in->changed_line && (in->bare || in->head.kind != HEAD_DELTA))
		return 0;
	return err_set(e, ERR_USAGE, "%s: is a delta (expected a snapshot or "
	    "an upsert; bom-diff --apply applies a delta)", in->name);
}

int
pairing_open(struct pairing *p, const char *const paths[2],
    enum stream_order order, size_t memory, struct err *e)
{
	memset(p, 0, sizeof(*p));
	/* so that closing a side that was never opened leaves stdin alone */
	p->right.in.zio = (struct zio_in)ZIO_IN_INIT;
	if (stream_in_open(&p->left.in, paths[0], order, memory, e) < 0 ||
	    stream_in_open(&p->right.in, paths[1], order, memory, e) < 0)
		return -1;
	if (refuse_delta(&p->left.in, e) < 0)
		return -1;
	return refuse_delta(&p->right.in, e);
}

bool
pairing_wants_resort(const struct pairing *p)
{
	return p->left.in.wants_resort || p->right.in.wants_resort;
}

void
pairing_release(struct pairing *p)
{
	stream_in_close(&p->left.in);
	stream_in_close(&p->right.in);
	withheld_release(&p->left.withheld);
	withheld_release(&p->right.withheld);
}

/* Reads a side on where its line was taken. */
static int
advance(struct pairing_side *side, struct err *e)
{
	int got;

	if (side->state != PAIRING_TAKEN)
		return 0;
	got = side->source
	    ? side->source(&side->in, &side->line, e, side->source_ctx)
	    : stream_in_next(&side->in, &side->line, e);
	if (got < 0)
		return -1;
	side->state = got ? PAIRING_WAITS : PAIRING_ENDED;
	if (got && side->line.type == TYPE_WITHHELD &&
	    withheld_add(&side->withheld, side->line.text, e) < 0)
		return err_in(e, "%s", side->in.name);
	return 0;
}

static struct slice
key_of(const struct stream_line *line)
{
	return slice_from(line->text.at, line->key_length);
}

int
pairing_next(struct pairing *p, const struct stream_line **left,
    const struct stream_line **right, struct err *e)
{
	struct pairing_side *l = &p->left, *r = &p->right;
	int c;

	if (advance(l, e) < 0)
		return -1;
	/* in most lines the sides agree; an ended one has its last no more */
	r->in.twin = l->state == PAIRING_WAITS && !l->in.changed_line &&
			 !l->source
			 ? &l->line
			 : NULL;
	if (advance(r, e) < 0)
		return -1;
	if (l->state == PAIRING_ENDED && r->state == PAIRING_ENDED)
		return 0;
	if (l->state == PAIRING_ENDED)
		c = 1;
	else if (r->state == PAIRING_ENDED)
		c = -1;
	else
		c = slice_compare(key_of(&l->line), key_of(&r->line));
	*left = c <= 0 ? &l->line : NULL;
	*right = c >= 0 ? &r->line : NULL;
	if (c <= 0)
		l->state = PAIRING_TAKEN;
	if (c >= 0)
		r->state = PAIRING_TAKEN;
	return 1;
}

enum absence
pairing_absence(const struct pairing_side *side,
    const struct pairing_side *other, const struct key *k)
{
	const struct scope *mine = &side->in.head.scope;
	const struct scope *theirs = &other->in.head.scope;

	if (!stream_in_complete(&side->in))
		return ABSENCE_INCOMPLETE;
	if (!scope_holds(mine, k) || !scope_holds(theirs, k))
		return ABSENCE_OUT_OF_SCOPE;
	if (!scope_removes(mine, k))
		return ABSENCE_INCOMPLETE;
	if (mine->filter.len && !slice_equal(mine->filter, theirs->filter))
		return ABSENCE_FILTERED;
	if (withheld_covers(&side->withheld, k))
		return ABSENCE_WITHHELD;
	return ABSENCE_GONE;
}
