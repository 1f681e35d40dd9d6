/* cut.c - lines pulled and left out; headers a parent at a time. */
#include "diff/cut.h"

#include "io/log.h"
#include "model/recin.h"

struct cut_header {
	struct stream_line line;
	struct key key;
	struct slice from; /* its effective_from */
	bool out;
};

bool
cut_needed(const struct cut *c)
{
	return c->as_of.len || c->plants || c->usages || c->revision.at ||
	    rekey_needed(&c->rekey);
}

void
cut_begin(struct cut *c)
{
	cut_release(c);
	rekey_begin(&c->rekey);
	buf_init(&c->text, (size_t)ZIO_LINE_MOST * 2);
	buf_init(&c->ahead_text, (size_t)ZIO_LINE_MOST * 2);
}

void
cut_release(struct cut *c)
{
	rekey_release(&c->rekey);
	map_release(&c->gone);
	mem_free(c->headers);
	arena_release(&c->headers_text);
	arena_release(&c->arena);
	buf_release(&c->text);
	buf_release(&c->ahead_text);
	c->headers = NULL;
	c->header_count = c->header_size = c->header_next = 0;
	c->undecided = 0;
	c->has_plant = c->has_usage = false;
	c->has_ahead = false;
}

static bool
of_bom(enum record_type type)
{
	return type == TYPE_BOM || type == TYPE_BOM_LINE ||
	    type == TYPE_SUBSTITUTE;
}

static int
pull(struct cut *c, struct stream_in *in, struct stream_line *line,
    struct err *e)
{
	return rekey_needed(&c->rekey) ? rekey_next(in, line, e, &c->rekey)
	    : stream_in_next(in, line, e);
}

/* --- what is left out --- */

/* A place in c->gone: what the first `count` members of a key name. */
static struct slice
place_of(struct cut *c, const struct key *k, unsigned count)
{
	unsigned i;

	buf_clear(&c->text);
	for (i = 0; i < count; i++) {
		buf_add_slice(&c->text, k->parts[i]);
		buf_add_byte(&c->text, '\0');
	}
	return buf_slice(&c->text);
}

#define OF_BOM (BOM_LINE_ALTERNATIVE + 1)
#define OF_LINE (BOM_LINE_OCCURRENCE + 1)

/* In [from, to) of the record, if it has such dates. */
static int
holds(struct cut *c, struct slice text, struct slice *begin, struct err *e)
{
	static const char word[] = "\"effective_";
	struct record r;
	struct slice from, to;
	struct json_place at = JSON_AT("", 0);
	int first, last;

	*begin = SLICE("");
	if (!memmem(text.at, text.len, word, sizeof(word) - 1))
		return 1;
	if (recin_parse(&r, text, at, &c->arena, e) < 0)
		return -1;
	first = schema_member_find(r.type, SLICE("effective_from"));
	last = schema_member_find(r.type, SLICE("effective_to"));
	if (first < 0 || r.type == TYPE_CHANGE_ORDER)
		return 1;
	from = record_text(&r, (unsigned)first);
	to = last < 0 ? SLICE("") : record_text(&r, (unsigned)last);
	*begin = from;
	return (!from.len || slice_compare(from, c->as_of) <= 0) &&
	    (!to.len || slice_compare(c->as_of, to) < 0);
}

/* By plant, usage, revision and what was left out with its BOM or line. */
static bool
wanted(struct cut *c, const struct key *k)
{
	int plant = schema_plant(k->type), usage = schema_usage(k->type);

	if (k->type == TYPE_WITHHELD)
		return true;
	if (c->plants && plant >= 0 &&
	    !value_set_has(c->plants, k->parts[plant]))
		return false;
	c->has_plant |= plant >= 0;
	if (c->usages && usage >= 0 &&
	    !value_set_has(c->usages, k->parts[usage]))
		return false;
	c->has_usage |= usage >= 0;
	if (!of_bom(k->type))
		return true;
	if (c->revision.at && slice_equal(k->parts[BOM_PARENT], c->root) &&
	    !slice_equal(k->parts[BOM_PARENT_REVISION], c->revision))
		return false;
	if (!c->gone.count || k->type == TYPE_BOM)
		return true;
	if (map_find(&c->gone, place_of(c, k, OF_BOM)))
		return false;
	return k->type != TYPE_SUBSTITUTE ||
	    !map_find(&c->gone, place_of(c, k, OF_LINE));
}

/* 1 if the line stays, 0 if it is left out. */
static int
keeps(struct cut *c, const struct stream_line *line, struct err *e)
{
	struct slice begin;
	struct key k;
	int stays;

	arena_reset(&c->arena);
	if (!key_parse_prefix(&k, line->text, &c->arena))
		BUG("a line without a key");
	if (!wanted(c, &k))
		return 0;
	if (!c->as_of.len)
		return 1;
	stays = holds(c, line->text, &begin, e);
	if (stays == 0 && k.type == TYPE_BOM_LINE)
		map_put(&c->gone, place_of(c, &k, OF_LINE), NULL);
	return stays;
}

/* --- headers as of a date, a parent at a time --- */

static void
add_header(struct cut *c, const struct stream_line *line)
{
	struct cut_header *h;

	if (c->header_count == c->header_size) {
		c->header_size = mem_next_size(c->header_size,
		    c->header_count + 1);
		c->headers = mem_grow(c->headers, c->header_size,
		    sizeof(*c->headers));
	}
	h = &c->headers[c->header_count++];
	memset(h, 0, sizeof(*h));
	h->line = *line;
	h->line.text = slice_copy(line->text, &c->headers_text);
	if (!key_parse_prefix(&h->key, h->line.text, &c->headers_text))
		BUG("a header without a key");
}

static bool
one_bom(const struct key *a, const struct key *b)
{
	unsigned i;

	for (i = 0; i < a->count; i++)
		if (i != BOM_PARENT_REVISION &&
		    !slice_equal(a->parts[i], b->parts[i]))
			return false;
	return true;
}

static int
compare_headers(const void *a, const void *b)
{
	const struct cut_header *x = a, *y = b;
	unsigned i;
	int by;

	for (i = 0; i < x->key.count; i++) {
		if (i == BOM_PARENT_REVISION)
			continue;
		by = slice_compare(x->key.parts[i], y->key.parts[i]);
		if (by)
			return by;
	}
	return slice_compare(y->from, x->from);
}

static int
compare_lines(const void *a, const void *b)
{
	const struct cut_header *x = a, *y = b;

	return slice_compare(x->line.text, y->line.text);
}

/* Of one BOM's revisions those that began last stay. */
static void
choose_newest(struct cut *c)
{
	const struct cut_header *first = NULL;
	struct cut_header *h;
	size_t i;

	qsort(c->headers, c->header_count, sizeof(*c->headers),
	    compare_headers);
	for (i = 0; i < c->header_count; i++) {
		h = &c->headers[i];
		if (h->out)
			continue;
		if (!first || !one_bom(&first->key, &h->key))
			first = h;
		else if (!slice_equal(first->from, h->from))
			h->out = true;
		else
			c->undecided++;
	}
	qsort(c->headers, c->header_count, sizeof(*c->headers),
	    compare_lines);
}

/* What was pulled too far, if anything, comes next. */
static void
hold(struct cut *c, bool any, const struct stream_line *line)
{
	c->has_ahead = any;
	if (!any)
		return;
	buf_clear(&c->ahead_text);
	buf_add_slice(&c->ahead_text, line->text);
	c->ahead = *line;
	c->ahead.text = buf_slice(&c->ahead_text);
}

/* All headers of the parent whose first one is `line`. */
static int
gather(struct cut *c, struct stream_in *in, struct stream_line *line,
    struct err *e)
{
	struct cut_header *h;
	struct key k;
	size_t i;
	int got = 1, stays;

	c->header_count = c->header_next = 0;
	arena_reset(&c->headers_text);
	do {
		arena_reset(&c->arena);
		if (!key_parse_prefix(&k, line->text, &c->arena))
			BUG("a line without a key");
		if (line->type != TYPE_BOM || (c->header_count && !slice_equal(
		    k.parts[0], c->headers[0].key.parts[0])))
			break;
		add_header(c, line);
		h = &c->headers[c->header_count - 1];
		stays = holds(c, h->line.text, &h->from, e);
		if (stays < 0)
			return -1;
		h->from = slice_copy(h->from, &c->headers_text);
		h->out = !stays || !wanted(c, &h->key);
	} while ((got = pull(c, in, line, e)) > 0);
	if (got < 0)
		return -1;
	hold(c, got > 0, line);
	choose_newest(c);
	for (i = 0; i < c->header_count; i++)
		if (c->headers[i].out)
			map_put(&c->gone, place_of(c, &c->headers[i].key,
			    OF_BOM), NULL);
	return 0;
}

static int
end(const struct cut *c, const struct stream_in *in)
{
	if (c->undecided)
		log_note("%" PRIu64 " more BOMs of %s than one a parent hold "
		    "on %.*s: nothing says which revision began last",
		    c->undecided, in->name, SLICE_ARGS(c->as_of));
	if (c->plants && !c->has_plant)
		log_note("--plant: %s has nothing of these plants", in->name);
	else if (c->usages && !c->has_usage)
		log_note("--usage: %s has no BOM of these usages", in->name);
	return 0;
}

int
cut_next(struct stream_in *in, struct stream_line *line, struct err *e,
    void *ctx)
{
	struct cut *c = ctx;
	int got;

	for (;;) {
		while (c->header_next < c->header_count) {
			*line = c->headers[c->header_next].line;
			if (!c->headers[c->header_next++].out &&
			    (got = keeps(c, line, e)) != 0)
				return got;
		}
		if (c->has_ahead) {
			*line = c->ahead;
			c->has_ahead = false;
		} else if ((got = pull(c, in, line, e)) <= 0) {
			return got < 0 ? -1 : end(c, in);
		}
		if (c->as_of.len && line->type == TYPE_BOM)
			got = gather(c, in, line, e);
		else
			got = keeps(c, line, e);
		if (got != 0)
			return got;
	}
}
