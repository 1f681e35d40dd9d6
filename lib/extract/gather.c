/* gather.c - writing the lines that the first sort orders. */
#include "extract/gather.h"

#include "io/zio.h"
#include "model/withheld.h"

#include <endian.h>

#define SIX UINT64_C(0xffffffffffff)

/* The records get most of the memory: rejects and what they take are few. */
#define PARTS 8

/* Two bytes of one number and six of another, big-endian. */
static void
put_pair(char *to, unsigned two, uint64_t six)
{
	uint64_t word = htobe64((uint64_t)two << 48 | (six & SIX));

	memcpy(to, &word, sizeof(word));
}

static uint64_t
get_pair(const char *at, unsigned *two)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	word = be64toh(word);
	*two = (unsigned)(word >> 48);
	return word & SIX;
}

void
origin_print(char bytes[ORIGIN_SIZE], const struct origin *o)
{
	put_pair(bytes, o->source, o->ordinal);
	put_pair(bytes + 8, o->entry, o->line);
}

struct origin
origin_parse(const char *bytes)
{
	struct origin o = {0};

	o.ordinal = get_pair(bytes, &o.source);
	o.line = (unsigned long)get_pair(bytes + 8, &o.entry);
	return o;
}

void
gather_init(struct gather *g, size_t memory, struct scope *scope)
{
	memset(g, 0, sizeof(*g));
	g->records = sort_new(memory / PARTS * 6);
	g->withheld = sort_new(memory / PARTS);
	g->rejects = sort_new(memory / PARTS);
	packing_init(&g->packing);
	g->scope = scope;
	/* A line, its key once more, and what we add. */
	buf_init(&g->line, ZIO_LINE_MOST + KEY_MOST);
	buf_init(&g->other, ZIO_LINE_MOST + KEY_MOST);
}

/* Each line of an outline is in two sorts, one after the other. */
void
gather_expect_outlines(struct gather *g, size_t memory)
{
	if (g->expansions)
		return;
	sort_free(g->records);
	g->records = sort_new(memory / PARTS * 3);
	g->expansions = sort_new(memory / PARTS * 3);
}

void
gather_release(struct gather *g)
{
	sort_free(g->records);
	sort_free(g->withheld);
	sort_free(g->rejects);
	sort_free(g->expansions);
	buf_release(&g->line);
	buf_release(&g->other);
	arena_release(&g->arena);
	memset(g, 0, sizeof(*g));
}

/* The prefix of the record's key in the line; false if it is too long. */
static bool
start_line(struct gather *g, const struct record *r)
{
	struct key k;

	buf_clear(&g->line);
	record_key(&k, r);
	packing_add_key(&g->line, &k);
	return !g->line.over && packing_key_length(buf_slice(&g->line)) <=
	    KEY_MOST;
}

/* --- what a BOM's expansions are compared by, see expansion.h --- */

/* The prefix of the BOM in g->other; its length in the lines' own prefix. */
static size_t
start_expansion(struct gather *g, const struct record *r)
{
	struct key k;

	buf_clear(&g->other);
	record_key(&k, r);
	k.count = schema_types[TYPE_BOM].key_count;
	packing_add_key(&g->other, &k);
	return g->other.len;
}

static bool
below_bom(const struct record *r)
{
	return r->type == TYPE_BOM_LINE || r->type == TYPE_SUBSTITUTE;
}

/* Behind a prefix: whose use of the BOM the line belongs to. */
static int
put_expansion(struct gather *g, const struct record *r,
    const struct origin *o, struct err *e)
{
	char bytes[ORIGIN_SIZE];
	size_t n = start_expansion(g, r);
	struct origin use = {.source = o->source, .ordinal = o->parent,
	    .line = o->parent_line};

	buf_add_byte(&g->other, '\1');
	origin_print(bytes, &use);
	buf_add(&g->other, bytes, sizeof(bytes));
	buf_add(&g->other, g->line.at + n, g->line.len - n);
	return sort_put(g->expansions, buf_slice(&g->other), e);
}

/* A key that was rejected, or where `whole` is false one that is unknown. */
static int
put_gap(struct gather *g, const struct record *r, bool whole, struct err *e)
{
	size_t n = start_expansion(g, r);
	struct key k;

	buf_clear(&g->other);
	record_key(&k, r);
	packing_add_key(&g->other, &k);
	if (!whole)
		g->other.len = n;
	/* The mark between: what follows moves by one. */
	buf_add_byte(&g->other, '\0');
	memmove(g->other.at + n + 1, g->other.at + n, g->other.len - n - 1);
	g->other.at[n] = '\0';
	return sort_put(g->expansions, buf_slice(&g->other), e);
}

static int
put_line(struct gather *g, const struct origin *o, struct err *e)
{
	char bytes[ORIGIN_SIZE];

	origin_print(bytes, o);
	buf_add(&g->line, bytes, sizeof(bytes));
	return sort_put(g->records, buf_slice(&g->line), e);
}

int
gather_record(struct gather *g, const struct record *r,
    const struct origin *o, const char **why, struct err *e)
{
	size_t prefix, rest;
	char bytes[ORIGIN_SIZE];
	struct slice from;

	*why = "key_too_long: the key is over 64 KiB";
	if (!start_line(g, r))
		return 0;
	prefix = g->line.len;
	buf_add_byte(&g->line, '\1');
	if (g->numbered && r->type == TYPE_BOM_LINE) {
		from = record_text(r, BOM_LINE_EFFECTIVE_FROM);
		buf_add_slice(&g->line, from);
	}
	buf_add_byte(&g->line, '\1');
	rest = g->line.len;
	packing_add_rest(&g->packing, &g->line, r);
	*why = "too_long: the record is over 16 MiB";
	/* what is short when it is packed need not be measured */
	if (g->line.over || (g->line.len > ZIO_LINE_MOST / 2 &&
	    packing_length(&g->packing, slice_from(g->line.at, prefix),
	    slice_from(g->line.at + rest, g->line.len - rest)) >
	    ZIO_LINE_MOST))
		return 0;
	if (!o->expands || !below_bom(r))
		return put_line(g, o, e) < 0 ? -1 : 1;
	origin_print(bytes, o);
	buf_add(&g->line, bytes, sizeof(bytes));
	return put_expansion(g, r, o, e) < 0 ? -1 : 1;
}

void
gather_place(const struct gather *g, const struct origin *o, struct buf *b)
{
	const char *file = g->file ? g->file(o, g->ctx) : NULL;

	if (file)
		buf_printf(b, "%s:%lu", file, o->line);
	else
		buf_printf(b, "line %lu", o->line);
}

int
gather_reject(struct gather *g, const struct origin *o, struct slice column,
    struct slice reason, struct err *e)
{
	char bytes[ORIGIN_SIZE];

	origin_print(bytes, o);
	buf_clear(&g->line);
	buf_add(&g->line, bytes, sizeof(bytes));
	buf_add_slice(&g->line, column);
	buf_add_byte(&g->line, '\1');
	buf_add_slice(&g->line, reason);
	return sort_put(g->rejects, buf_slice(&g->line), e);
}

int
gather_withheld(struct gather *g, const struct key *k, struct err *e)
{
	struct record r;
	int rc;

	withheld_record(&r, k, "rejected", &g->arena);
	buf_clear(&g->line);
	record_add_line(&g->line, &r);
	rc = sort_put(g->withheld, buf_slice(&g->line), e);
	arena_reset(&g->arena);
	return rc;
}

int
gather_withhold(struct gather *g, const struct record *r,
    unsigned keys_known, const struct origin *o, struct err *e)
{
	unsigned count = schema_types[r->type].key_count;
	struct key k, above;

	if (o->misplaced)
		g->scope->no_removals[r->type] = true;
	if (o->expands && below_bom(r) && keys_known >=
	    schema_types[TYPE_BOM].key_count &&
	    put_gap(g, r, keys_known == count, e) < 0)
		return -1;
	if (keys_known == count && start_line(g, r)) {
		buf_add_byte(&g->line, '\0');
		return put_line(g, o, e);
	}
	record_key(&k, r);
	while (key_above(&above, &k)) {
		if (above.count <= keys_known)
			return gather_withheld(g, &above, e);
		k = above;
	}
	g->scope->no_removals[r->type] = true;
	return 0;
}
