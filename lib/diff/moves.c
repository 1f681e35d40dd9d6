/*
 * moves.c - sorted by what moves, paired, sorted back by key.
 *
 * Lines of the first sort: what must agree, its parts ended by NULs; 0x01; the
 * operation; the key prefix.  Lines of the second: key prefix, 0x01, group.
 */
#include "diff/moves.h"

#include "io/zio.h"
#include "model/key.h"

#define MARK '\001'

void
moves_init(struct moves *m)
{
	memset(m, 0, sizeof(*m));
	m->lines = sort_new(SORT_MEMORY_LEAST);
	m->notes = sort_new(SORT_MEMORY_LEAST);
	buf_init(&m->line, ZIO_LINE_MOST);
	buf_init(&m->note, ZIO_LINE_MOST);
}

void
moves_release(struct moves *m)
{
	sort_free(m->lines);
	sort_free(m->notes);
	buf_release(&m->line);
	buf_release(&m->note);
	arena_release(&m->arena);
	memset(m, 0, sizeof(*m));
}

int
moves_put(struct moves *m, const struct record *r, enum change_op op,
    struct err *e)
{
	static const unsigned agree[] = {BOM_LINE_COMPONENT, BOM_LINE_PLANT,
	    BOM_LINE_USAGE, BOM_LINE_ALTERNATIVE, BOM_LINE_QUANTITY,
	    BOM_LINE_UOM};
	struct key k;
	size_t i;

	buf_clear(&m->line);
	for (i = 0; i < COUNT_OF(agree); i++) {
		buf_add_slice(&m->line, record_text(r, agree[i]));
		buf_add_byte(&m->line, '\0');
	}
	buf_add_byte(&m->line, MARK);
	buf_add_byte(&m->line, op == CHANGE_ADD ? '+' : '-');
	record_key(&k, r);
	key_add_prefix(&m->line, &k);
	return sort_put(m->lines, buf_slice(&m->line), e);
}

int
moves_join(struct moves *m, struct moves *other, struct err *e)
{
	struct slice line;
	int got;

	if (sort_finish(other->lines, e) < 0)
		return -1;
	while ((got = sort_next(other->lines, &line, e)) > 0)
		if (sort_put(m->lines, line, e) < 0)
			return -1;
	return got;
}

/* The lines that agree: key prefixes that came, and that went. */
struct batch {
	struct slice *list[2];
	size_t count[2], size[2];
};

enum { CAME, WENT };

static void
batch_put(struct batch *b, int which, struct slice prefix, struct arena *a)
{
	if (b->count[which] == b->size[which]) {
		b->size[which] = mem_next_size(b->size[which],
		    b->count[which] + 1);
		b->list[which] = mem_grow(b->list[which], b->size[which],
		    sizeof(*b->list[which]));
	}
	b->list[which][b->count[which]++] = slice_copy(prefix, a);
}

static int
note(struct moves *m, struct slice prefix, struct slice group, struct err *e)
{
	buf_clear(&m->note);
	buf_add_slice(&m->note, prefix);
	buf_add_byte(&m->note, MARK);
	buf_add_slice(&m->note, group);
	return sort_put(m->notes, buf_slice(&m->note), e);
}

static int
note_move(struct moves *m, struct slice came, struct slice went,
    struct err *e)
{
	struct buf group = BUF_INIT(KEY_MOST * 4);
	struct key k;
	int rc = -1;

	if (!key_parse_prefix(&k, came, &m->arena))
		BUG("a line without a key");
	key_add_text(&group, &k);
	if (note(m, came, buf_slice(&group), e) == 0 &&
	    note(m, went, buf_slice(&group), e) == 0)
		rc = 0;
	buf_release(&group);
	return rc;
}

static bool
same_parent(struct slice a, struct slice b, struct arena *arena)
{
	struct key x, y;

	if (!key_parse_prefix(&x, a, arena) || !key_parse_prefix(&y, b, arena))
		BUG("a line without a key");
	return slice_equal(x.parts[BOM_LINE_PARENT], y.parts[BOM_LINE_PARENT]);
}

static int
pair_batch(struct moves *m, struct batch *b, struct err *e)
{
	size_t i = 0, j = 0;
	int rc = 0;

	while (rc == 0 && i < b->count[CAME] && j < b->count[WENT]) {
		struct slice came = b->list[CAME][i], went = b->list[WENT][j];

		if (!same_parent(came, went, &m->arena)) {
			rc = note_move(m, came, went, e);
			i++;
			j++;
		} else if (slice_compare(came, went) < 0) {
			i++;
		} else {
			j++;
		}
	}
	b->count[CAME] = b->count[WENT] = 0;
	arena_reset(&m->arena);
	return rc;
}

int
moves_pair(struct moves *m, struct err *e)
{
	struct batch b = {{NULL, NULL}, {0, 0}, {0, 0}};
	struct slice line, agree, rest;
	const char *mark;
	int got = -1;

	if (sort_finish(m->lines, e) < 0)
		goto out;
	buf_clear(&m->line);
	while ((got = sort_next(m->lines, &line, e)) > 0) {
		/* what agrees may hold such a byte, a key prefix does not */
		mark = memrchr(line.at, MARK, line.len);
		agree = slice_from(line.at, (size_t)(mark - line.at));
		rest = slice_from(mark + 2, line.len - agree.len - 2);
		if (!slice_equal(agree, buf_slice(&m->line)) &&
		    pair_batch(m, &b, e) < 0) {
			got = -1;
			break;
		}
		buf_clear(&m->line);
		buf_add_slice(&m->line, agree);
		batch_put(&b, mark[1] == '+' ? CAME : WENT, rest, &m->arena);
	}
	if (got == 0 && (pair_batch(m, &b, e) < 0 ||
	    sort_finish(m->notes, e) < 0))
		got = -1;
out:
	mem_free(b.list[CAME]);
	mem_free(b.list[WENT]);
	return got;
}

static int
next_note(struct moves *m, struct err *e)
{
	struct slice line;
	int got = sort_next(m->notes, &line, e);

	buf_clear(&m->note);
	if (got > 0)
		buf_add_slice(&m->note, line);
	return got < 0 ? -1 : 0;
}

int
moves_group(struct moves *m, struct slice prefix, struct slice *group,
    struct err *e)
{
	struct slice key;
	const char *mark;

	if (!m->reading && next_note(m, e) < 0)
		return -1;
	m->reading = true;
	while (m->note.len) {
		mark = memchr(m->note.at, MARK, m->note.len);
		key = slice_from(m->note.at, (size_t)(mark - m->note.at));
		if (slice_compare(key, prefix) > 0)
			return 0;
		if (slice_equal(key, prefix)) {
			*group = slice_from(mark + 1, m->note.len - key.len -
			    1);
			return 1;
		}
		if (next_note(m, e) < 0)
			return -1;
	}
	return 0;
}
