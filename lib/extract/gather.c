/* gather.c - writing the lines that the first sort orders. */
#include "extract/gather.h"

#include "io/zio.h"
#include "model/withheld.h"

/* The first sort gets most: the second holds only lines, nearly in order. */
#define PARTS 8

static void
put_number(char *to, uint64_t n, unsigned bytes)
{
	while (bytes-- > 0) {
		to[bytes] = (char)(unsigned char)n;
		n >>= 8;
	}
}

static uint64_t
get_number(const char *at, unsigned bytes)
{
	uint64_t n = 0;
	unsigned i;

	for (i = 0; i < bytes; i++)
		n = n << 8 | (unsigned char)at[i];
	return n;
}

void
origin_print(char bytes[ORIGIN_SIZE], const struct origin *o)
{
	put_number(bytes, o->source, 2);
	put_number(bytes + 2, o->ordinal, 6);
	put_number(bytes + 8, o->entry, 2);
	put_number(bytes + 10, o->line, 6);
}

struct origin
origin_parse(const char *bytes)
{
	struct origin o;

	o.source = (unsigned)get_number(bytes, 2);
	o.ordinal = get_number(bytes + 2, 6);
	o.entry = (unsigned)get_number(bytes + 8, 2);
	o.line = (unsigned long)get_number(bytes + 10, 6);
	return o;
}

void
gather_init(struct gather *g, size_t memory, struct scope *scope)
{
	memset(g, 0, sizeof(*g));
	g->records = sort_new(memory / PARTS * 4);
	g->resolved = sort_new(memory / PARTS * 3);
	g->rejects = sort_new(memory / PARTS);
	g->scope = scope;
	/* A line, its key once more, and what we add. */
	buf_init(&g->line, ZIO_LINE_MOST + KEY_MOST);
}

void
gather_release(struct gather *g)
{
	sort_free(g->records);
	sort_free(g->resolved);
	sort_free(g->rejects);
	buf_release(&g->line);
	arena_release(&g->arena);
	memset(g, 0, sizeof(*g));
}

/* The prefix of the record's key in the line; its length. */
static size_t
start_line(struct gather *g, const struct record *r)
{
	struct key k;

	buf_clear(&g->line);
	record_key(&k, r);
	key_add_prefix(&g->line, &k);
	return g->line.len;
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
	size_t prefix = start_line(g, r), tail;
	struct slice from;

	*why = "key_too_long: the key is over 64 KiB";
	if (g->line.over || prefix > KEY_MOST)
		return 0;
	buf_add_byte(&g->line, '\1');
	if (g->numbered && r->type == TYPE_BOM_LINE) {
		from = record_text(r, BOM_LINE_EFFECTIVE_FROM);
		buf_add_slice(&g->line, from);
	}
	buf_add_byte(&g->line, '\1');
	tail = g->line.len;
	record_add_line(&g->line, r);
	*why = "too_long: the record is over 16 MiB";
	if (g->line.over || g->line.len - tail > ZIO_LINE_MOST)
		return 0;
	/* The line's own prefix stands in front already. */
	memmove(g->line.at + tail, g->line.at + tail + prefix,
	    g->line.len - tail - prefix);
	g->line.len -= prefix;
	return put_line(g, o, e) < 0 ? -1 : 1;
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
	rc = sort_put(g->resolved, buf_slice(&g->line), e);
	arena_reset(&g->arena);
	return rc;
}

int
gather_withhold(struct gather *g, const struct record *r,
    unsigned keys_known, const struct origin *o, struct err *e)
{
	unsigned count = schema_types[r->type].key_count;
	struct key k, above;

	if (keys_known == count && start_line(g, r) <= KEY_MOST) {
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
