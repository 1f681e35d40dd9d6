/* known.c - two cursors in key order, side by side. */
#include "transform/known.h"

#include "store/ledger.h"

struct join {
	struct known *known;
	const struct spool *in;
	const struct known_tell *tell;
	struct ledger_cursor ledger;
	struct ledger_row row;
	int has_row; /* 1, 0 no more, -1 */
	bool any;
	bool sent[TYPE_COUNT];
};

static void
mark(struct known *k, enum known_as as)
{
	if (k->count % 4 == 0) {
		size_t bytes = (size_t)(k->count / 4);

		if (bytes % 4096 == 0)
			k->bits = mem_grow(k->bits, bytes + 4096, 1);
		k->bits[bytes] = 0;
	}
	k->bits[k->count / 4] |=
	    (unsigned char)((unsigned)as << k->count % 4 * 2); /* 2 bits */
	k->count++;
}

/* The next row that the target has acknowledged something of. */
static int
next_row(struct join *j, struct err *e)
{
	enum record_type type;

	do {
		j->has_row = ledger_next(&j->ledger, &j->row, e);
	} while (j->has_row > 0 && !j->row.line.len);
	if (j->has_row > 0 && schema_find(&type, j->row.type))
		j->any = j->sent[type] = true;
	return j->has_row;
}

static int
tell_gone(struct join *j, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct key k;
	int rc = 0;

	if (j->tell && key_parse_prefix(&k, j->row.line, &arena) &&
	    spool_claims(j->in, &k))
		rc = j->tell->gone(j->tell->ctx, j->row.line, e);
	arena_release(&arena);
	return rc;
}

/* Rows in front of the key are gone; then the row with the key, if any. */
static int
catch_up(struct join *j, struct slice key, struct err *e)
{
	while (j->has_row > 0 && slice_compare(j->row.key, key) < 0)
		if (tell_gone(j, e) < 0 || next_row(j, e) < 0)
			return -1;
	return 0;
}

static int
join_line(struct join *j, const struct stream_line *line, struct err *e)
{
	struct slice key = slice_from(line->text.at, line->key_length);

	if (catch_up(j, key, e) < 0)
		return -1;
	if (j->has_row <= 0 || !slice_equal(j->row.key, key)) {
		mark(j->known, KNOWN_NEW);
		return 0;
	}
	mark(j->known, slice_equal(j->row.line, line->text) ? KNOWN_SAME
	    : KNOWN_OTHER);
	return next_row(j, e) < 0 ? -1 : 0;
}

static int
join_all(struct join *j, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	int got;

	spool_cursor_open(&c, j->in, (enum record_type)0,
	    (enum record_type)(TYPE_COUNT - 1)); /* all types */
	while ((got = spool_cursor_next(&c, &line, e)) > 0)
		if (join_line(j, &line, e) < 0) {
			got = -1;
			break;
		}
	spool_cursor_close(&c);
	if (got < 0)
		return -1;
	while (j->has_row > 0)
		if (tell_gone(j, e) < 0 || next_row(j, e) < 0)
			return -1;
	return 0;
}

int
known_init(struct known *k, const struct spool *in,
    const struct known_ledger *ledger, const struct known_tell *tell,
    struct err *e)
{
	struct join j = {.known = k, .in = in, .tell = tell};
	unsigned i;
	int rc = 0;

	memset(k, 0, sizeof(*k));
	if (ledger->db) {
		ledger_open(&j.ledger, ledger->db, ledger->target,
		    slice_from("", 0));
		rc = next_row(&j, e) < 0 ? -1 : 0;
	}
	if (rc == 0)
		rc = join_all(&j, e);
	if (ledger->db)
		ledger_close(&j.ledger);
	for (i = 0; i < TYPE_COUNT; i++)
		k->sent[i] = !j.any || j.sent[i];
	return rc;
}

void
known_release(struct known *k)
{
	mem_free(k->bits);
	memset(k, 0, sizeof(*k));
}
