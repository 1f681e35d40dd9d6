/* edits.c - lines of the delta, made and kept. */
#include "diff/edits.h"

#include "io/zio.h"
#include "model/recin.h"
#include "model/scan.h"

/* Lines come nearly in order: more memory would sort nothing faster. */
#define EDITS_MEMORY ((size_t)2 * SORT_MEMORY_LEAST)

void
edits_init(struct edits *x, const struct scope *old, const struct scope *new)
{
	memset(x, 0, sizeof(*x));
	x->delta = sort_new(EDITS_MEMORY);
	moves_init(&x->moves);
	x->scopes[0] = old;
	x->scopes[1] = new;
	buf_init(&x->line, ZIO_LINE_MOST); /* a longer one nobody reads */
}

void
edits_release(struct edits *x)
{
	sort_free(x->delta);
	moves_release(&x->moves);
	map_release(&x->moved);
	mem_free(x->moved_to);
	arena_release(&x->texts);
	arena_release(&x->arena);
	buf_release(&x->line);
	memset(x, 0, sizeof(*x));
}

/* Keeps the line that stands in x->line. */
static int
keep(struct edits *x, struct err *e)
{
	if (x->line.over)
		return err_set(e, ERR_INPUT, "the change of %.*s... is longer "
		    "than %zu bytes", SLICE_ARGS(buf_slice(&x->line)),
		    x->line.most);
	return sort_put(x->delta, buf_slice(&x->line), e);
}

/* The record's line as it stands, and a change at its end. */
static int
keep_whole(struct edits *x, struct slice line, enum change_op op,
    const struct edit_words *words, struct err *e)
{
	struct slice tag = slice_of(change_op_name(op));
	struct change c = {.op = op, .match = {"", 0}, .group = {"", 0}};

	arena_reset(&x->arena);
	compare_add_tags(&c, &tag, 1, &x->arena);
	if (words) {
		compare_add_tags(&c, words->tags, words->tag_count,
		    &x->arena);
		c.match = words->match;
		c.group = words->group;
	}
	buf_clear(&x->line);
	buf_add(&x->line, line.at, line.len - 1); /* without its `}` */
	record_add_change(&x->line, &c);
	buf_add_byte(&x->line, '}');
	return keep(x, e);
}

/* A line of a BOM that came or went for no reason that is known yet. */
static int
note_move(struct edits *x, struct slice line, enum change_op op,
    const struct edit_words *words, struct err *e)
{
	struct record r;
	struct scan scan;

	if ((words && words->group.len) || !scan_key(&scan, line) ||
	    scan.type != TYPE_BOM_LINE)
		return 0;
	arena_reset(&x->arena);
	if (recin_parse(&r, line, JSON_AT("line", 0), &x->arena, e) < 0)
		return -1;
	return moves_put(&x->moves, &r, op, e);
}

int
edits_add(struct edits *x, struct slice line, const struct edit_words *words,
    struct err *e)
{
	if (note_move(x, line, CHANGE_ADD, words, e) < 0)
		return -1;
	x->counts.added++;
	x->plus = hash_plus(x->plus, hash_128(line.at, line.len));
	return keep_whole(x, line, CHANGE_ADD, words, e);
}

int
edits_remove(struct edits *x, struct slice line,
    const struct edit_words *words, struct err *e)
{
	if (note_move(x, line, CHANGE_REMOVE, words, e) < 0)
		return -1;
	x->counts.removed++;
	x->minus = hash_plus(x->minus, hash_128(line.at, line.len));
	return keep_whole(x, line, CHANGE_REMOVE, words, e);
}

static struct slice
prefix_of(struct slice line)
{
	struct scan scan;

	if (!scan_key(&scan, line))
		BUG("a line without a key");
	return slice_from(line.at, scan.key_length);
}

bool
edits_same_key(struct slice a, struct slice b)
{
	return slice_equal(prefix_of(a), prefix_of(b));
}

struct slice
edits_moved(const struct edits *x, struct slice prefix)
{
	const uint64_t *at = map_find(&x->moved, prefix);

	return at ? x->moved_to[*at] : slice_from(NULL, 0);
}

static void
note_moved(struct edits *x, struct slice old, struct slice new)
{
	uint64_t *at;
	bool added;

	if (edits_same_key(old, new))
		return;
	at = map_put(&x->moved, prefix_of(old), &added);
	if (!added)
		BUG("a line got two new keys");
	*at = x->moved.count - 1;
	if (*at >= x->moved_size) {
		x->moved_size = mem_next_size(x->moved_size, *at + 1);
		x->moved_to = mem_grow(x->moved_to, x->moved_size,
		    sizeof(*x->moved_to));
	}
	x->moved_to[*at] = slice_copy(prefix_of(new), &x->texts);
}

int
edits_change(struct edits *x, struct slice old_line, struct slice new_line,
    const struct edit_words *words, struct err *e)
{
	const struct compare_sides sides = {x->scopes[0], x->scopes[1],
	    x->equality, x->units, &x->arena};
	struct record old, new;
	struct change change;

	arena_reset(&x->arena);
	if (recin_parse(&old, old_line, JSON_AT("old", 0), &x->arena, e) < 0 ||
	    recin_parse(&new, new_line, JSON_AT("new", 0), &x->arena, e) < 0)
		return -1;
	if (!compare_records(&change, &sides, &old, &new))
		return 0;
	x->counts.changed++;
	if (x->follow && old.type == TYPE_BOM_LINE)
		note_moved(x, old_line, new_line);
	buf_clear(&x->line);
	record_add_line(&x->line, &new);
	x->minus = hash_plus(x->minus, hash_128(old_line.at, old_line.len));
	x->plus = hash_plus(x->plus, hash_128(x->line.at, x->line.len));
	if (words) {
		compare_add_tags(&change, words->tags, words->tag_count,
		    &x->arena);
		change.match = words->match;
		change.group = words->group;
	}
	new.change = &change;
	buf_clear(&x->line);
	record_add_line(&x->line, &new);
	return keep(x, e);
}

int
edits_finish(struct edits *x, struct err *e)
{
	if (moves_pair(&x->moves, e) < 0)
		return -1;
	return sort_finish(x->delta, e);
}

/* The line with its move said, in x->line. */
static int
tie(struct edits *x, struct slice line, struct slice group, struct err *e)
{
	struct slice tag = SLICE("move");
	struct change change;
	struct record r;

	arena_reset(&x->arena);
	if (recin_parse(&r, line, JSON_AT("delta", 0), &x->arena, e) < 0)
		return -1;
	change = *r.change;
	change.tags = NULL;
	change.tag_count = 0;
	compare_add_tags(&change, r.change->tags, r.change->tag_count,
	    &x->arena);
	compare_add_tags(&change, &tag, 1, &x->arena);
	change.group = group;
	r.change = &change;
	buf_clear(&x->line);
	record_add_line(&x->line, &r);
	return 0;
}

int
edits_next(struct edits *x, struct slice *line, struct err *e)
{
	struct slice group;
	int got = sort_next(x->delta, line, e), moved;

	if (got <= 0)
		return got;
	moved = moves_group(&x->moves, prefix_of(*line), &group, e);
	if (moved <= 0)
		return moved < 0 ? -1 : 1;
	if (tie(x, *line, group, e) < 0)
		return -1;
	*line = buf_slice(&x->line);
	return 1;
}
