/* around.c - look-ups by key in the spool and the ledger. */
#include "transform/around.h"

#include "model/recin.h"
#include "store/ledger.h"

int
around_init(struct around *a, const struct spool *in,
    const struct known_ledger *ledger, const struct known_tell *tell,
    struct err *e)
{
	memset(a, 0, sizeof(*a));
	a->in = in;
	a->ledger = *ledger;
	buf_init(&a->prefix, KEY_MOST * 2);
	if (recordindex_init(&a->index, in, e) < 0)
		return -1;
	return known_init(&a->known, in, ledger, tell, e);
}

void
around_release(struct around *a)
{
	recordindex_release(&a->index);
	known_release(&a->known);
	buf_release(&a->prefix);
}

bool
around_has_type(const struct around *a, enum record_type type)
{
	return a->in->starts[type] < a->in->starts[type + 1];
}

static int
parse(struct record *r, struct slice line, struct arena *arena,
    struct err *e)
{
	return recin_parse(r, slice_copy(line, arena), JSON_AT("<record>", 1),
	    arena, e) < 0 ? -1 : 1;
}

void
around_open(struct around *a, struct recordindex_cursor *c,
    const struct key *k, unsigned count)
{
	buf_clear(&a->prefix);
	recordindex_prefix(&a->prefix, k, count);
	recordindex_open(c, &a->index, buf_slice(&a->prefix));
}

int
around_get(struct around *a, const struct key *k, struct record *r,
    struct arena *arena, struct err *e)
{
	struct recordindex_cursor c = RECORDINDEX_CURSOR_INIT;
	struct slice line;
	int got;

	around_open(a, &c, k, k->count);
	got = recordindex_next(&c, &line, e);
	if (got > 0)
		got = parse(r, line, arena, e);
	recordindex_close(&c);
	return got;
}

int
around_acknowledged(struct around *a, const struct key *k,
    struct record *r, struct arena *arena, struct err *e)
{
	struct ledger_found found = LEDGER_FOUND_INIT;
	int got;

	if (!a->ledger.db)
		return 0;
	buf_clear(&a->prefix);
	key_add_prefix(&a->prefix, k);
	got = ledger_get(a->ledger.db, a->ledger.target,
	    buf_slice(&a->prefix), &found, e);
	if (got > 0)
		got = found.row.line.len
		    ? parse(r, found.row.line, arena, e) : 0;
	page_release(&found.page);
	return got;
}

/* What the target has counts where the stream does not say it is gone. */
int
around_where(struct around *a, const struct key *k, enum around_where *where,
    struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct record r;
	uint64_t ordinal;
	int got = recordindex_find(&a->index, k, &ordinal, e);

	*where = AROUND_HERE;
	if (got == 0 && withheld_covers(&a->in->withheld, k)) {
		*where = AROUND_UNKNOWN;
	} else if (got == 0) {
		*where = AROUND_NOWHERE;
		if (!spool_claims(a->in, k))
			got = around_acknowledged(a, k, &r, &arena, e);
		if (got > 0)
			*where = AROUND_THERE;
	}
	arena_release(&arena);
	return got < 0 ? -1 : 0;
}
