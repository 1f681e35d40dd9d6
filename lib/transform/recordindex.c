/*
 * recordindex.c - a sparse index, and blocks read back when they are asked.
 *
 * A block begins at a line and ends before the next block's first line, so a
 * line never lies in two.  Which block holds the first line of a prefix: the
 * last one whose first key is not greater than the prefix, or the one behind
 * it, where that has only smaller lines.  Of a block that is read the lines'
 * starts are noted, so that it can be searched by halves, too.
 */
#include "transform/recordindex.h"

static void
add_block(struct recordindex *x, const struct stream_line *line,
    uint64_t place)
{
	struct recordindex_block *b;

	if (x->count == x->size) {
		x->size = mem_next_size(x->size, x->count + 1);
		x->blocks = mem_grow(x->blocks, x->size, sizeof(*x->blocks));
	}
	b = &x->blocks[x->count++];
	b->place = place;
	b->offset = x->length;
	b->ordinal = x->lines;
	b->key = slice_copy(slice_from(line->text.at, line->key_length),
	    &x->keys);
}

int
recordindex_init(struct recordindex *x, const struct spool *s, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	uint64_t place;
	int got;

	memset(x, 0, sizeof(*x));
	x->spool = s;
	x->pages = mem_zero(RECORDINDEX_CACHED * sizeof(*x->pages));
	spool_cursor_open(&c, s, (enum record_type)0,
	    (enum record_type)(TYPE_COUNT - 1)); /* all types */
	x->cursor = c;
	place = spool_cursor_place(&c);
	while ((got = spool_cursor_next(&c, &line, e)) > 0) {
		if (!x->count || x->length -
		    x->blocks[x->count - 1].offset >= RECORDINDEX_BLOCK)
			add_block(x, &line, place);
		x->length += line.text.len + 1;
		x->lines++;
		place = spool_cursor_place(&c);
	}
	spool_cursor_close(&c);
	return got;
}

void
recordindex_release(struct recordindex *x)
{
	size_t i;

	spool_cursor_close(&x->cursor);
	for (i = 0; x->pages && i < RECORDINDEX_CACHED; i++) {
		mem_free(x->pages[i].bytes);
		mem_free(x->pages[i].starts);
	}
	mem_free(x->pages);
	mem_free(x->blocks);
	arena_release(&x->keys);
	memset(x, 0, sizeof(*x));
}

void
recordindex_prefix(struct buf *b, const struct key *k, unsigned count)
{
	struct key cut = *k;

	cut.count = count < k->count ? count : k->count;
	key_add_prefix(b, &cut);
}

/* --- blocks --- */

static void
add_line(struct recordindex_page *p, size_t *at, struct slice text)
{
	if (p->len - *at <= text.len)
		BUG("a block of the spool has other lines");
	if (p->lines == p->start_size) {
		p->start_size = mem_next_size(p->start_size, p->lines + 1);
		p->starts = mem_grow(p->starts, p->start_size,
		    sizeof(*p->starts));
	}
	p->starts[p->lines++] = (uint32_t)*at; /* fits: a few lines */
	memcpy(p->bytes + *at, text.at, text.len);
	*at += text.len;
	p->bytes[(*at)++] = '\n';
}

/* Line `i` of a block, without its newline. */
static struct slice
line_of(const struct recordindex_page *p, size_t i)
{
	size_t end = i + 1 < p->lines ? p->starts[i + 1] : p->len;

	return slice_from(p->bytes + p->starts[i], end - 1 - p->starts[i]);
}

static int
read_block(struct recordindex_page *p, struct recordindex *x, size_t block,
    struct err *e)
{
	uint64_t end = block + 1 < x->count ? x->blocks[block + 1].offset
	    : x->length;
	struct stream_line line;
	size_t at = 0;
	int got = 1;

	p->block = p->lines = 0;
	p->len = (size_t)(end - x->blocks[block].offset);
	if (p->len > p->size) {
		p->bytes = mem_grow(p->bytes, p->len, 1);
		p->size = p->len;
	}
	spool_cursor_seek(&x->cursor, x->blocks[block].place);
	while (at < p->len) {
		got = spool_cursor_next(&x->cursor, &line, e);
		if (got <= 0)
			break;
		add_line(p, &at, line.text);
	}
	if (got <= 0)
		return got < 0 ? -1 : err_set(e, ERR_AGAIN, "%s: the scratch "
		    "file is cut short", x->spool->in.name);
	p->block = block + 1;
	return 0;
}

/* The block's bytes, or NULL: *e is filled. */
static const struct recordindex_page *
page_of(struct recordindex *x, size_t block, struct err *e)
{
	struct recordindex_page *p = &x->pages[block % RECORDINDEX_CACHED];

	if (p->block != block + 1 && read_block(p, x, block, e) < 0)
		return NULL;
	return p;
}

/* --- lines --- */

/* The last block whose first key is not greater than the prefix. */
static size_t
block_of(const struct recordindex *x, struct slice prefix)
{
	size_t low = 0, high = x->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (slice_compare(x->blocks[middle].key, prefix) <= 0)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void
recordindex_open(struct recordindex_cursor *c, struct recordindex *x,
    struct slice prefix)
{
	c->index = x;
	buf_clear(&c->prefix);
	buf_add_slice(&c->prefix, prefix);
	c->block = block_of(x, prefix);
	c->at = 0;
	c->started = false;
}

/* <0, 0, >0: the line lies before the prefix, begins with it, lies behind. */
static int
against(struct slice line, struct slice prefix)
{
	if (line.len < prefix.len)
		return slice_compare(line, prefix);
	return memcmp(line.at, prefix.at, prefix.len);
}

/* The first line of the block that does not lie before the prefix. */
static size_t
first_line(const struct recordindex_page *p, struct slice prefix)
{
	size_t low = 0, high = p->lines;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (against(line_of(p, middle), prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where to begin: 0, or -1. */
static int
seek(struct recordindex_cursor *c, struct err *e)
{
	const struct recordindex_page *p;

	c->started = true;
	if (!c->index->count)
		return 0;
	p = page_of(c->index, c->block, e);
	if (!p)
		return -1;
	c->at = first_line(p, buf_slice(&c->prefix));
	return 0;
}

int
recordindex_next(struct recordindex_cursor *c, struct slice *line,
    struct err *e)
{
	const struct recordindex_page *p;

	if (!c->started && seek(c, e) < 0)
		return -1;
	for (;;) {
		if (c->block >= c->index->count)
			return 0;
		p = page_of(c->index, c->block, e);
		if (!p)
			return -1;
		if (c->at < p->lines)
			break;
		c->block++;
		c->at = 0;
	}
	*line = line_of(p, c->at);
	if (against(*line, buf_slice(&c->prefix)) != 0)
		return 0;
	c->offset = c->index->blocks[c->block].offset + p->starts[c->at];
	c->ordinal = c->index->blocks[c->block].ordinal + c->at;
	c->at++;
	buf_clear(&c->line);
	buf_add_slice(&c->line, *line);
	*line = buf_slice(&c->line);
	return 1;
}

void
recordindex_close(struct recordindex_cursor *c)
{
	buf_release(&c->prefix);
	buf_release(&c->line);
}

int
recordindex_at(struct recordindex *x, uint64_t offset, struct buf *line,
    struct err *e)
{
	const struct recordindex_page *p;
	size_t low = 0, high = x->count, at;
	const char *newline;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (x->blocks[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	p = page_of(x, low, e);
	if (!p)
		return -1;
	at = (size_t)(offset - x->blocks[low].offset);
	newline = memchr(p->bytes + at, '\n', p->len - at);
	if (!newline)
		BUG("a line of the spool without its end");
	buf_add(line, p->bytes + at, (size_t)(newline - (p->bytes + at)));
	return 0;
}

int
recordindex_find(struct recordindex *x, const struct key *k,
    uint64_t *ordinal, struct err *e)
{
	struct recordindex_cursor c = RECORDINDEX_CURSOR_INIT;
	struct buf prefix = BUF_INIT(KEY_MOST * 2);
	struct slice line;
	int got;

	key_add_prefix(&prefix, k);
	recordindex_open(&c, x, buf_slice(&prefix));
	got = recordindex_next(&c, &line, e);
	if (got > 0)
		*ordinal = c.ordinal;
	recordindex_close(&c);
	buf_release(&prefix);
	return got;
}
