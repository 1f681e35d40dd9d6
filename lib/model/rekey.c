/*
 * rekey.c - every line rewritten, sorted anew, and those of one key folded.
 *
 * An entry of the sort is a line's key prefix, 0x01, 'a' for a line with its
 * own key or 'b' for one that was rewritten, and the rest of the line: so all
 * of one key come together, its own first.
 */
#include "model/rekey.h"

#include "io/log.h"
#include "model/scan.h"

#define MARK '\001'

bool
rekey_needed(const struct rekey *c)
{
	return c->sum || (c->map && !keymap_empty(c->map));
}

void
rekey_begin(struct rekey *c)
{
	rekey_release(c);
	sum_init(&c->rows);
	buf_init(&c->last, (size_t)ZIO_LINE_MOST * 2);
	buf_init(&c->text, (size_t)ZIO_LINE_MOST * 2);
}

void
rekey_release(struct rekey *c)
{
	sort_free(c->sort);
	sum_release(&c->rows);
	arena_release(&c->arena);
	buf_release(&c->last);
	buf_release(&c->text);
	c->sort = NULL;
	c->entry = slice_from(NULL, 0);
	c->displaced = c->unmapped = 0;
}

/* What a withheld record withholds is rewritten like the record itself. */
static bool
rewrite_withheld(struct rekey *c, struct key *k)
{
	struct slice *text = &k->parts[WITHHELD_RECORD_KEY];
	struct buf b = BUF_INIT(KEY_MOST * 4);
	enum record_type type;
	struct key inner;
	struct err e = ERR_INIT;
	bool any;

	if (!schema_find(&type, k->parts[WITHHELD_RECORD_TYPE]) ||
	    key_parse_record_key(&inner, type, *text, &c->arena, &e) < 0)
		return false;
	any = keymap_rewrite(c->map, &inner);
	key_add_text_without_type(&b, &inner);
	*text = slice_copy(buf_slice(&b), &c->arena);
	buf_release(&b);
	return any;
}

/* Rows have no find number and, but for units, no occurrence. */
static bool
forget_place(struct key *k)
{
	if (k->type != TYPE_BOM_LINE && k->type != TYPE_SUBSTITUTE)
		return false;
	k->parts[BOM_LINE_FIND_NUMBER] = SLICE("");
	k->parts[BOM_LINE_OCCURRENCE] = SLICE("");
	return true;
}

static int
put(struct rekey *c, const struct stream_line *line, struct err *e)
{
	struct slice text = line->text;
	struct key k;
	bool other = false;

	arena_reset(&c->arena);
	if (!key_parse_prefix(&k, text, &c->arena))
		BUG("a line without a key");
	if (c->map && keymap_displaced(c->map, &k)) {
		c->displaced++;
		return 0;
	}
	if (c->map)
		other = k.type == TYPE_WITHHELD ? rewrite_withheld(c, &k)
		    : keymap_rewrite(c->map, &k);
	c->unmapped += k.type == TYPE_ITEM && !other;
	if (c->sum)
		forget_place(&k);
	buf_clear(&c->text);
	key_add_prefix(&c->text, &k);
	buf_add_byte(&c->text, MARK);
	buf_add_byte(&c->text, other ? 'b' : 'a');
	buf_add(&c->text, text.at + line->key_length,
	    text.len - line->key_length);
	return sort_put(c->sort, buf_slice(&c->text), e);
}

static int
advance(struct rekey *c, struct err *e)
{
	int got = sort_next(c->sort, &c->entry, e);

	if (got == 0)
		c->entry = slice_from(NULL, 0);
	return got < 0 ? -1 : 0;
}

/* The whole stream into the sort, to its verified end. */
static int
drain(struct rekey *c, struct stream_in *in, struct err *e)
{
	struct stream_line line;
	int got;

	c->sort = sort_new(c->memory);
	while ((got = stream_in_next(in, &line, e)) > 0)
		if (put(c, &line, e) < 0)
			return -1;
	if (got < 0)
		return -1;
	if (c->map)
		keymap_scope(c->map, &in->head.scope, &in->texts);
	if (c->displaced)
		log_note("%" PRIu64 " records of %s are left out: %s puts "
		    "others in their place", c->displaced, in->name,
		    keymap_said_by(c->map));
	return sort_finish(c->sort, e) < 0 ? -1 : advance(c, e);
}

/* The entry's prefix ends before the mark. */
static size_t
prefix_length(struct slice entry)
{
	const char *mark = memchr(entry.at, MARK, entry.len);

	if (!mark)
		BUG("an entry without its mark");
	return (size_t)(mark - entry.at);
}

static struct slice
rest_of(struct slice entry, size_t prefix)
{
	return slice_from(entry.at + prefix + 2, entry.len - prefix - 2);
}

static bool
within_bom(enum record_type type)
{
	return type == TYPE_BOM || type == TYPE_BOM_LINE ||
	    type == TYPE_SUBSTITUTE;
}

/* A further entry of the key whose line stands in c->last. */
static int
fold(struct rekey *c, enum record_type type, size_t prefix, struct err *e)
{
	struct slice rest = rest_of(c->entry, prefix);
	struct slice last = buf_slice(&c->last);
	struct buf name = BUF_INIT(KEY_MOST * 4);
	struct key k;

	if (slice_equal(rest, slice_from(last.at + prefix,
	    last.len - prefix)))
		return 0;
	/* the item that got the number is itself there: it stands */
	if (!within_bom(type) || (c->sum && type == TYPE_SUBSTITUTE))
		return 0;
	arena_reset(&c->arena);
	if (!key_parse_prefix(&k, last, &c->arena))
		BUG("a line without a key");
	key_add_text(&name, &k);
	err_set(e, ERR_USAGE, "%s: two different records would become %s",
	    c->map ? keymap_said_by(c->map) : "--map", buf_text(&name));
	buf_release(&name);
	return -1;
}

/* The next key of the sort: in c->last, or lines in c->rows. */
static int
take_key(struct rekey *c, struct stream_line *line, struct err *e)
{
	size_t prefix = prefix_length(c->entry);
	bool summed;
	struct scan scan;

	buf_clear(&c->last);
	buf_add(&c->last, c->entry.at, prefix);
	buf_add_slice(&c->last, rest_of(c->entry, prefix));
	if (!scan_key(&scan, buf_slice(&c->last)))
		BUG("a rewritten line has no key");
	summed = c->sum && scan.type == TYPE_BOM_LINE;
	do {
		if (summed) {
			buf_clear(&c->last);
			buf_add(&c->last, c->entry.at, prefix);
			buf_add_slice(&c->last, rest_of(c->entry, prefix));
			if (sum_put(&c->rows, buf_slice(&c->last), e) < 0)
				return -1;
		} else if (fold(c, scan.type, prefix, e) < 0) {
			return -1;
		}
		if (advance(c, e) < 0)
			return -1;
	} while (c->entry.at && prefix_length(c->entry) == prefix &&
	    memcmp(c->entry.at, c->last.at, prefix) == 0);
	*line = (struct stream_line){.type = scan.type,
	    .key_length = scan.key_length, .text = buf_slice(&c->last)};
	return summed ? 0 : 1;
}

int
rekey_next(struct stream_in *in, struct stream_line *line, struct err *e,
    void *ctx)
{
	struct rekey *c = ctx;
	struct scan scan;
	int got;

	if (!c->sort && drain(c, in, e) < 0)
		return -1;
	for (;;) {
		memset(line, 0, sizeof(*line));
		if (sum_next(&c->rows, &line->text)) {
			if (!scan_key(&scan, line->text))
				BUG("a row without a key");
			line->type = scan.type;
			line->key_length = scan.key_length;
			return 1;
		}
		if (!c->entry.at)
			return 0;
		got = take_key(c, line, e);
		if (got != 0)
			return got;
	}
}
