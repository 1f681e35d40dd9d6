/* making.c - printing, and a merge of withheld records at the end. */
#include "transform/making.h"

#include "transform/phantomchoice.h"

#define TEXT_MOST ((size_t)16 * 1024 * 1024 * 1024)

void
making_init(struct making *k, const struct restructure_rules *r,
    const struct restructure_out *out)
{
	memset(k, 0, sizeof(*k));
	k->rules = r;
	k->out = out;
	lane_init(&k->lines);
	lane_init(&k->subs);
	buf_init(&k->blocks[0].text, TEXT_MOST);
	buf_init(&k->blocks[1].text, TEXT_MOST);
	buf_init(&k->line, TEXT_MOST);
}

void
making_release(struct making *k)
{
	lane_release(&k->lines);
	lane_release(&k->subs);
	sort_free(k->tail);
	buf_release(&k->blocks[0].text);
	buf_release(&k->blocks[1].text);
	buf_release(&k->line);
	mem_free(k->blocks[0].list);
	mem_free(k->blocks[1].list);
	memset(k, 0, sizeof(*k));
}

bool
making_in_effect(const struct restructure_rules *r, struct slice header)
{
	struct rawline raw;

	if (!header.len || !r->as_of.len)
		return true;
	rawline_cut(&raw, TYPE_BOM, header);
	return phantomchoice_in_effect(r, raw.raw[BOM_EFFECTIVE_FROM],
	    raw.raw[BOM_EFFECTIVE_TO]);
}

/* --- substitutes of the source --- */

static struct assembly_record *
subs_of(const struct assembly_bom *b)
{
	return b->records + b->header_count + b->line_count;
}

size_t
making_skip_orphans(struct assembly_bom *b, struct slice line, size_t at)
{
	struct assembly_record *subs = subs_of(b);
	struct slice keys = {"", 0};

	if (at == b->sub_count)
		return at;
	if (line.len)
		keys = rawline_keys(TYPE_BOM_LINE, line,
		    BOM_LINE_OCCURRENCE + 1);
	for (; at < b->sub_count && (!line.len || slice_compare(rawline_keys(
	    TYPE_SUBSTITUTE, subs[at].line, SUBSTITUTE_OCCURRENCE + 1),
	    keys) < 0); at++)
		subs[at].part = PART_ORPHANS;
	return at;
}

const struct mbom_substitute *
making_substitutes(struct assembly_bom *b, struct slice line, size_t *at,
    size_t *count, struct arena *a)
{
	struct assembly_record *subs = subs_of(b);
	struct mbom_substitute *list;
	struct slice keys;
	size_t first = *at, i;

	*count = 0;
	if (first == b->sub_count)
		return NULL;
	keys = rawline_keys(TYPE_BOM_LINE, line, BOM_LINE_OCCURRENCE + 1);
	while (*at < b->sub_count && slice_equal(rawline_keys(TYPE_SUBSTITUTE,
	    subs[*at].line, SUBSTITUTE_OCCURRENCE + 1), keys))
		++*at;
	*count = *at - first;
	list = arena_alloc(a, (*count + 1) * sizeof(*list));
	for (i = 0; i < *count; i++)
		list[i] = (struct mbom_substitute){subs[first + i].line,
		    (uint32_t)(first + i)};
	return list;
}

/* --- out --- */

static int
trace(struct making *k, struct slice to, struct slice from, const char *rule,
    struct err *e)
{
	if (!k->out->trace || !from.len)
		return 0;
	return k->out->trace(k->out->ctx, to, from, rule, e);
}

static void
reach(struct assembly_record *r, enum assembly_fate fate)
{
	if (r->fate < fate)
		r->fate = (uint8_t)fate;
}

/* Lines that stand behind each other, as they came. */
static int
pass_run(struct lane *l, const struct assembly_record *first, size_t count,
    struct err *e)
{
	const struct slice *a = &first->line, *z = &first[count - 1].line;

	/* with the newline behind the last */
	return lane_put(l, slice_from(a->at,
	    (size_t)(z->at + z->len - a->at) + 1), e);
}

int
making_pass(struct making *k, struct assembly_bom *b, struct err *e)
{
	size_t i, n = b->header_count + b->line_count + b->sub_count;

	for (i = 0; i < n; i++)
		reach(&b->records[i], FATE_PASSED);
	k->put += n;
	if (b->header.len && k->out->put(k->out->ctx, b->header, e) < 0)
		return -1;
	if (b->line_count && pass_run(&k->lines,
	    b->records + b->header_count, b->line_count, e) < 0)
		return -1;
	return b->sub_count ? pass_run(&k->subs, subs_of(b), b->sub_count, e)
	    : 0;
}

static int
emit_header(struct making *k, const struct mbom *m, struct assembly_bom *b,
    struct err *e)
{
	struct rawline raw;

	if (!b->header.len)
		return 0;
	rawline_cut(&raw, TYPE_BOM, b->header);
	memcpy(raw.raw, m->keys, sizeof(m->keys));
	buf_clear(&k->line);
	rawline_add(&k->line, &raw, TYPE_BOM);
	reach(&b->records[0], FATE_PASSED);
	k->put++;
	if (trace(k, buf_slice(&k->line), b->header, "restructure", e) < 0)
		return -1;
	return k->out->put(k->out->ctx, buf_slice(&k->line), e);
}

static int
by_bytes(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;

	return slice_compare(*x, *y);
}

static void
block_clear(struct making_block *b)
{
	buf_clear(&b->text);
	b->count = 0;
}

/* The printed lines in order, each with its newline, into the lane. */
static int
give_to_lane(struct making *k, struct lane *lane, struct making_block *b,
    struct err *e)
{
	bool sorted = true;
	size_t i, at = 0;

	for (i = 0; i < b->count; i++) {
		b->list[i].at = b->text.at + at;
		at += b->list[i].len;
		sorted = sorted && (!i || slice_compare(b->list[i - 1],
		    b->list[i]) <= 0);
	}
	k->put += b->count;
	if (sorted)
		return lane_put(lane, buf_slice(&b->text), e);
	qsort(b->list, b->count, sizeof(*b->list), by_bytes);
	for (i = 0; i < b->count; i++)
		if (lane_put(lane, b->list[i], e) < 0)
			return -1;
	return 0;
}

/* The line that began at `from` is printed: without its newline. */
static struct slice
printed(struct making_block *b, size_t from)
{
	size_t len = b->text.len - from;

	buf_add_byte(&b->text, '\n');
	if (b->count == b->size) {
		b->size = mem_next_size(b->size, b->count + 1);
		b->list = mem_grow(b->list, b->size, sizeof(*b->list));
	}
	b->list[b->count++].len = len + 1;
	return slice_from(b->text.at + from, len);
}

/* The lines of a block with other keys, of the same BOM. */
static int
repeat(struct making *k, enum record_type type, const struct target *t,
    struct err *e)
{
	struct making_block *b = &k->blocks[type == TYPE_SUBSTITUTE];
	struct slice lead = schema_types[type].lead;
	size_t i, old;

	if (!b->count)
		return 0;
	old = rawline_keys(type, b->list[0], RAWLINE_BOM_KEYS).len;
	buf_clear(&k->line);
	for (i = 0; i < b->count; i++) {
		struct slice rest = b->list[i];

		rest.at += lead.len + old;
		rest.len -= lead.len + old;
		buf_add_slice(&k->line, lead);
		buf_add_slice(&k->line, t->name);
		buf_add_slice(&k->line, rest);
	}
	k->put += b->count;
	return lane_put(type == TYPE_SUBSTITUTE ? &k->subs : &k->lines,
	    buf_slice(&k->line), e);
}

static int
emit_lines(struct making *k, struct mbom *m, struct assembly_bom *b,
    struct err *e)
{
	struct assembly_record *records = b->records + b->header_count;
	struct making_block *block = &k->blocks[0];
	size_t i;

	block_clear(block);
	for (i = 0; i < m->count; i++) {
		const struct mbom_line *l = &m->lines[i];
		const struct mbom_origin *o;
		size_t from = block->text.len;
		struct slice line;

		if (l->gone)
			continue;
		rawline_add(&block->text, &l->raw, TYPE_BOM_LINE);
		line = printed(block, from);
		for (o = l->origins; o; o = o->next) {
			if (o->source != MBOM_NO_SOURCE)
				reach(&records[o->source], o == l->origins
				    ? FATE_PASSED : FATE_FOLDED);
			if (trace(k, line, o->line, o->rule, e) < 0)
				return -1;
		}
	}
	return give_to_lane(k, &k->lines, block, e);
}

static int
emit_substitute(struct making *k, const struct mbom_line *l,
    const struct mbom_substitute *s, struct err *e)
{
	struct making_block *block = &k->blocks[1];
	size_t from = block->text.len;
	struct rawline raw;

	rawline_cut(&raw, TYPE_SUBSTITUTE, s->line);
	memcpy(raw.raw, l->raw.raw,
	    (BOM_LINE_OCCURRENCE + 1) * sizeof(raw.raw[0]));
	rawline_add(&block->text, &raw, TYPE_SUBSTITUTE);
	return trace(k, printed(block, from), s->line, "restructure", e);
}

static bool
substitute_holds(const struct making *k, struct slice line)
{
	struct rawline raw;

	if (!k->rules->as_of.len)
		return true;
	rawline_cut(&raw, TYPE_SUBSTITUTE, line);
	return phantomchoice_in_effect(k->rules,
	    raw.raw[SUBSTITUTE_EFFECTIVE_FROM],
	    raw.raw[SUBSTITUTE_EFFECTIVE_TO]);
}

static int
emit_substitutes(struct making *k, struct mbom *m, struct assembly_bom *b,
    struct err *e)
{
	struct assembly_record *subs = subs_of(b);
	size_t i, n;

	block_clear(&k->blocks[1]);
	for (i = 0; i < m->count; i++) {
		const struct mbom_line *l = &m->lines[i];

		for (n = 0; n < l->sub_count; n++) {
			const struct mbom_substitute *s = &l->subs[n];
			bool own = s->source != MBOM_NO_SOURCE;

			if (!substitute_holds(k, s->line)) {
				if (own)
					subs[s->source].part =
					    PART_EFFECTIVITY;
				continue;
			}
			if (own)
				reach(&subs[s->source], l->gone ? FATE_FOLDED
				    : FATE_PASSED);
			if (!l->gone &&
			    emit_substitute(k, l, s, e) < 0)
				return -1;
		}
	}
	return give_to_lane(k, &k->subs, &k->blocks[1], e);
}

int
making_emit(struct making *k, struct mbom *m, const struct target *t,
    struct err *e)
{
	if (emit_header(k, m, t->from, e) < 0 ||
	    emit_lines(k, m, t->from, e) < 0)
		return -1;
	return emit_substitutes(k, m, t->from, e);
}

int
making_again(struct making *k, struct mbom *m, const struct target *t,
    struct err *e)
{
	memcpy(m->keys, t->keys, sizeof(m->keys));
	if (emit_header(k, m, t->from, e) < 0 ||
	    repeat(k, TYPE_BOM_LINE, t, e) < 0)
		return -1;
	return repeat(k, TYPE_SUBSTITUTE, t, e);
}

/* --- what is withheld --- */

int
making_withhold(struct making *k, struct slice name, const char *reason,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct record r;
	struct key key;

	buf_clear(&k->line);
	buf_add_slice(&k->line, schema_types[TYPE_BOM].lead);
	buf_add_slice(&k->line, name);
	if (!key_parse_prefix(&key, buf_slice(&k->line), &a))
		BUG("a made BOM without a key");
	withheld_record(&r, &key, reason, &a);
	buf_clear(&k->line);
	record_add_line(&k->line, &r);
	arena_release(&a);
	if (!k->tail)
		k->tail = sort_new(SORT_MEMORY_LEAST);
	k->withheld++;
	return sort_put(k->tail, buf_slice(&k->line), e);
}

static int
put_line(void *ctx, struct slice line, struct err *e)
{
	const struct restructure_out *out = ctx;

	return out->put(out->ctx, line, e);
}

int
making_give(struct making *k, enum record_type type, struct err *e)
{
	struct restructure_out out = *k->out;

	return lane_give(type == TYPE_BOM_LINE ? &k->lines : &k->subs,
	    put_line, &out, e);
}

/* About a BOM, or a part of one, that is made anew. */
static bool
is_about_made(const struct making *k, struct slice line)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct key key, about;
	enum record_type type;
	bool is = false;

	if (!key_parse_prefix(&key, line, &a))
		BUG("a withheld record without a key");
	if (schema_find(&type, key.parts[WITHHELD_RECORD_TYPE]) &&
	    (type == TYPE_BOM || type == TYPE_BOM_LINE ||
	    type == TYPE_SUBSTITUTE) &&
	    key_parse_record_key(&about, type,
	    key.parts[WITHHELD_RECORD_KEY], &a, &e) == 0)
		is = slice_equal(about.parts[BOM_USAGE], k->rules->from_text);
	arena_release(&a);
	return is;
}

/* The next of those that came up here; empty at the end. */
static int
next_made(struct making *k, struct slice *made, struct err *e)
{
	int got = k->tail ? sort_next(k->tail, made, e) : 0;

	if (got <= 0)
		*made = slice_from("", 0);
	return got < 0 ? -1 : 0;
}

/* Those made before `line` (empty: all); one of the same key is not put. */
static int
put_made(struct making *k, struct slice *made, struct slice line,
    struct err *e)
{
	while (made->len) {
		struct slice key = line.len ? rawline_keys(TYPE_WITHHELD,
		    line, WITHHELD_RECORD_KEY + 1) : line;
		struct slice mine = rawline_keys(TYPE_WITHHELD, *made,
		    WITHHELD_RECORD_KEY + 1);
		int c = line.len ? slice_compare(mine, key) : -1;

		if (c > 0)
			return 0;
		if (c == 0)
			k->withheld--;
		else if (k->out->put(k->out->ctx, *made, e) < 0)
			return -1;
		if (next_made(k, made, e) < 0)
			return -1;
	}
	return 0;
}

int
making_give_withheld(struct making *k, const struct spool *in,
    struct restructure_counts *counts, struct err *e)
{
	struct slice made = {"", 0};
	struct spool_cursor c;
	struct stream_line line;
	int got = -1;

	if ((k->tail && sort_finish(k->tail, e) < 0) ||
	    next_made(k, &made, e) < 0)
		return -1;
	spool_cursor_open(&c, in, TYPE_WITHHELD, TYPE_WITHHELD);
	while ((got = spool_cursor_next(&c, &line, e)) > 0) {
		if (is_about_made(k, line.text)) {
			counts->folded++;
			continue;
		}
		if (put_made(k, &made, line.text, e) < 0 ||
		    k->out->put(k->out->ctx, line.text, e) < 0) {
			got = -1;
			break;
		}
		counts->passed++;
		k->put++;
	}
	spool_cursor_close(&c);
	return got < 0 ? -1 : put_made(k, &made, SLICE(""), e);
}
