/* edits.c - lines of the delta, made and kept. */
#include "diff/edits.h"

#include "io/zio.h"
#include "model/recin.h"
#include "model/scan.h"

/* Lines come nearly in order: more memory would sort nothing faster. */
#define EDITS_MEMORY SORT_MEMORY_LEAST

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
	sort_free(x->further);
	moves_release(&x->moves);
	slicemap_release(&x->moved);
	map_release(&x->kept);
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
	return slicemap_get(&x->moved, prefix);
}

static void
note_moved(struct edits *x, struct slice old, struct slice new)
{
	if (!edits_same_key(old, new) &&
	    !slicemap_put(&x->moved, prefix_of(old), prefix_of(new)))
		BUG("a line got two new keys");
}

void
edits_keep(struct edits *x, const struct key *k, uint64_t count)
{
	x->counts.kept += count;
	buf_clear(&x->line);
	key_add_prefix(&x->line, k);
	map_put(&x->kept, buf_slice(&x->line), NULL);
}

bool
edits_kept(const struct edits *x, const struct key *k)
{
	struct buf prefix = BUF_INIT(KEY_MOST * 2);
	bool found;

	if (!x->kept.count)
		return false;
	key_add_prefix(&prefix, k);
	found = map_find(&x->kept, buf_slice(&prefix)) != NULL;
	buf_release(&prefix);
	return found;
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
	/* the change stands at the end of what was hashed */
	if (x->line.len)
		x->line.len--;
	record_add_change(&x->line, &change);
	buf_add_byte(&x->line, '}');
	return keep(x, e);
}

int
edits_join(struct edits *x, struct edits *other, struct err *e)
{
	if (x->further || x->follow || other->follow)
		BUG("edits that cannot be joined");
	x->further = other->delta;
	other->delta = NULL;
	x->plus = hash_plus(x->plus, other->plus);
	x->minus = hash_plus(x->minus, other->minus);
	x->counts.added += other->counts.added;
	x->counts.changed += other->counts.changed;
	x->counts.removed += other->counts.removed;
	x->counts.kept += other->counts.kept;
	x->counts.unknown += other->counts.unknown;
	if (moves_join(&x->moves, &other->moves, e) < 0)
		return -1;
	edits_release(other);
	return 0;
}

/* The next of one of the two sorts into its place. */
static int
look_ahead(struct edits *x, int which, struct err *e)
{
	struct sort *sort = which ? x->further : x->delta;
	int got = sort_next(sort, &x->next[which], e);

	if (got <= 0)
		x->next[which] = slice_from(NULL, 0);
	return got < 0 ? -1 : 0;
}

int
edits_finish(struct edits *x, struct err *e)
{
	if (moves_pair(&x->moves, e) < 0 || sort_finish(x->delta, e) < 0)
		return -1;
	if (!x->further)
		return 0;
	if (sort_finish(x->further, e) < 0 || look_ahead(x, 0, e) < 0)
		return -1;
	return look_ahead(x, 1, e);
}

/* The next line of the delta, without what is known by now of moves. */
static int
next_line(struct edits *x, struct slice *line, struct err *e)
{
	int which;

	if (!x->further)
		return sort_next(x->delta, line, e);
	/* what was given last was borrowed until now */
	if (x->given && look_ahead(x, x->given - 1, e) < 0)
		return -1;
	if (!x->next[0].at && !x->next[1].at)
		return 0;
	which = !x->next[0].at || (x->next[1].at &&
	    slice_compare(x->next[1], x->next[0]) < 0);
	x->given = which + 1;
	*line = x->next[which];
	return 1;
}

struct slice
edits_tag(struct edits *x, const struct record *r, const struct slice *tags,
    size_t count)
{
	struct change change = *r->change;
	struct record tagged = *r;

	arena_reset(&x->arena);
	change.tags = NULL;
	change.tag_count = 0;
	compare_add_tags(&change, r->change->tags, r->change->tag_count,
	    &x->arena);
	compare_add_tags(&change, tags, count, &x->arena);
	tagged.change = &change;
	buf_clear(&x->line);
	record_add_line(&x->line, &tagged);
	return buf_slice(&x->line);
}

/* The line with its move said, in x->line. */
static int
tie(struct edits *x, struct slice line, struct slice group, struct err *e)
{
	struct slice tag = SLICE("move");
	struct arena a = ARENA_INIT;
	struct record r;
	int rc = recin_parse(&r, line, JSON_AT("delta", 0), &a, e);

	if (rc == 0) {
		r.change->group = group;
		edits_tag(x, &r, &tag, 1);
	}
	arena_release(&a);
	return rc;
}

int
edits_next(struct edits *x, struct slice *line, struct err *e)
{
	struct slice group;
	int got = next_line(x, line, e), moved;

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
