/*
 * expansion.c - one walk along the sort of expansions.
 *
 * The first expansion of a BOM goes on as its lines come.  A later one is
 * held until it is known to be equal, as far as HELD_MOST: what is longer can
 * still be compared, but no longer be shown or rejected line by line.
 *
 * A key of which some row was rejected is left out of the comparison; resolve
 * will reject its other rows with it.
 */
#include "extract/expansion.h"

#include "base/hash.h"
#include "base/map.h"
#include "io/zio.h"
#include "model/recin.h"

#define HELD_MOST ((size_t)16 * 1024 * 1024)

/* Lines without ABOVE and USE; the length of each stands in front. */
struct side {
	struct origin use; /* the row above */
	uint64_t lines;
	struct hash128 digest;
	struct buf held;
};

struct expansion {
	struct gather *gather;
	struct resolve_count *counts;
	bool lenient;
	struct buf above; /* of the BOM at hand */
	struct map gaps;  /* keys that were rejected in it */
	bool unknown;     /* and lines of which not even that is known */
	bool blocked;     /* all of its lines are rejected */
	unsigned sides;   /* how many of its expansions came: 0, 1, more */
	struct side first, other;
	uint64_t *other_lines; /* of `other`, by entries */
	struct buf line;
	struct buf text; /* a canonical line */
	struct buf why;
};

/* --- lines --- */

static struct slice
key_of(struct slice line)
{
	return slice_cut(&line, '\1');
}

static struct slice
content_of(struct slice line)
{
	return slice_from(line.at, line.len - ORIGIN_SIZE);
}

static struct origin
origin_of(struct slice line)
{
	return origin_parse(line.at + line.len - ORIGIN_SIZE);
}

static void
hold(struct side *s, struct slice line)
{
	struct hash128 h = hash_128(line.at, line.len - ORIGIN_SIZE);
	uint32_t len = (uint32_t)line.len;

	s->lines++;
	s->digest = hash_plus(s->digest, h);
	if (s->held.len + sizeof(len) + len > HELD_MOST)
		s->held.over = true;
	if (s->held.over)
		return;
	buf_add(&s->held, (const char *)&len, sizeof(len));
	buf_add_slice(&s->held, line);
}

/* The held line at *at, which moves behind it; false at the end. */
static bool
held_next(const struct side *s, size_t *at, struct slice *line)
{
	uint32_t len;

	if (*at == s->held.len)
		return false;
	memcpy(&len, s->held.at + *at, sizeof(len));
	*line = slice_from(s->held.at + *at + sizeof(len), len);
	*at += sizeof(len) + len;
	return true;
}

static void
side_clear(struct side *s)
{
	s->lines = 0;
	s->digest = (struct hash128){0, 0};
	buf_clear(&s->held);
	s->held.over = false;
}

static int
pass(struct expansion *x, struct slice line, struct err *e)
{
	buf_clear(&x->line);
	buf_add_slice(&x->line, buf_slice(&x->above));
	buf_add_slice(&x->line, line);
	return sort_put(x->gather->records, buf_slice(&x->line), e);
}

/* --- what differs --- */

static void
read_line(struct expansion *x, struct slice line, struct record *r,
    struct arena *a)
{
	struct slice rest = content_of(line);
	struct err e = ERR_INIT;

	buf_clear(&x->line);
	buf_add_slice(&x->line, buf_slice(&x->above));
	buf_add_slice(&x->line, slice_cut(&rest, '\1'));
	slice_cut(&rest, '\1');
	buf_clear(&x->text);
	packing_print_key(&x->text, buf_slice(&x->line));
	packing_print_rest(&x->gather->packing, &x->text,
	    packing_type(buf_slice(&x->line)), rest);
	if (recin_parse(r, slice_copy(buf_slice(&x->text), a),
	    JSON_AT("", 0), a, &e) < 0)
		BUG("a line that was written cannot be read");
}

static void
add_place(struct expansion *x, struct slice line)
{
	struct origin o = origin_of(line);

	gather_place(x->gather, &o, &x->why);
}

static struct slice
component(const struct record *r)
{
	return record_text(r, r->type == TYPE_BOM_LINE
	    ? (unsigned)BOM_LINE_COMPONENT : (unsigned)SUBSTITUTE_SUBSTITUTE);
}

/* Lines with the same key: the first member that is not the same. */
static void
say_members(struct expansion *x, struct slice a, struct slice b)
{
	struct arena arena = ARENA_INIT;
	const struct schema_type *t;
	struct record left, right;
	unsigned i;

	read_line(x, a, &left, &arena);
	read_line(x, b, &right, &arena);
	t = &schema_types[left.type];
	for (i = t->key_count; i < t->member_count; i++)
		if (!value_equal(&left.values[i], &right.values[i]))
			break;
	add_place(x, b);
	buf_printf(&x->why, ": the parts of \"%.*s\" are listed again and "
	    "differ: %s of \"%.*s\" is ", SLICE_ARGS(right.values[0].text),
	    i < t->member_count ? t->members[i].name.at : "attrs",
	    SLICE_ARGS(component(&right)));
	if (i < t->member_count) {
		value_add(&x->why, &right.values[i]);
		buf_add_text(&x->why, ", but ");
		value_add(&x->why, &left.values[i]);
		buf_add_text(&x->why, " in ");
	} else {
		buf_add_text(&x->why, "not that in ");
	}
	add_place(x, a);
	arena_release(&arena);
}

/* A line of `has` that `lacks` has not. */
static void
say_missing(struct expansion *x, struct slice line, const struct side *lacks)
{
	struct arena arena = ARENA_INIT;
	struct record r;

	read_line(x, line, &r, &arena);
	gather_place(x->gather, &lacks->use, &x->why);
	buf_printf(&x->why, ": the parts of \"%.*s\" are listed without "
	    "\"%.*s\", which they have in ", SLICE_ARGS(r.values[0].text),
	    SLICE_ARGS(component(&r)));
	add_place(x, line);
	arena_release(&arena);
}

/* Both are in order, so they are walked along side by side. */
static void
say_difference(struct expansion *x)
{
	const struct side *left = &x->first, *right = &x->other;
	size_t i = 0, k = 0;
	struct slice a = {NULL, 0}, b = {NULL, 0};
	bool is_a = true, is_b = true;

	buf_clear(&x->why);
	if (left->held.over || right->held.over) {
		gather_place(x->gather, &right->use, &x->why);
		buf_add_text(&x->why, ": lists other parts than ");
		gather_place(x->gather, &left->use, &x->why);
		return;
	}
	while (is_a && is_b) {
		is_a = held_next(left, &i, &a);
		is_b = held_next(right, &k, &b);
		if (!is_a || !is_b || !slice_equal(content_of(a),
		    content_of(b)))
			break;
	}
	if (is_a && is_b && slice_equal(key_of(a), key_of(b)))
		say_members(x, a, b);
	else if (is_a && (!is_b || slice_compare(key_of(a), key_of(b)) < 0))
		say_missing(x, a, right);
	else
		say_missing(x, b, left);
}

/* --- what becomes of them --- */

/* All lines of the BOM are rejected: those that went on already, too. */
static int
block(struct expansion *x, struct err *e)
{
	static const enum record_type types[] = {
		TYPE_BOM_LINE, TYPE_SUBSTITUTE,
	};
	unsigned count = schema_types[TYPE_BOM].key_count;
	struct arena a = ARENA_INIT;
	char bytes[ORIGIN_SIZE];
	struct record r;
	struct slice line;
	size_t i, at = 0;
	struct key k;
	int rc = 0;

	if (x->blocked)
		return 0;
	x->blocked = true;
	origin_print(bytes, &x->other.use);
	if (!held_next(&x->other, &at, &line) &&
	    !held_next(&x->first, &at, &line))
		BUG("expansions without lines do not differ");
	read_line(x, line, &r, &a);
	record_key(&k, &r);
	k.count = count;
	for (i = 0; i < COUNT_OF(types) && rc == 0; i++) {
		k.type = types[i];
		buf_clear(&x->line);
		packing_add_key(&x->line, &k);
		buf_add_byte(&x->line, '\2');
		buf_add(&x->line, bytes, sizeof(bytes));
		rc = sort_put(x->gather->records, buf_slice(&x->line), e);
	}
	k.type = TYPE_BOM;
	if (rc == 0)
		rc = gather_withheld(x->gather, &k, e);
	arena_release(&a);
	return rc;
}

static int
reject_other(struct expansion *x, struct err *e)
{
	struct slice line;
	struct origin o;
	size_t at = 0;

	while (held_next(&x->other, &at, &line)) {
		o = origin_of(line);
		x->counts[o.entry].rejected++;
		if (gather_reject(x->gather, &o, SLICE(""),
		    buf_slice(&x->why), e) < 0)
			return -1;
	}
	return block(x, e);
}

static int
differ(struct expansion *x, struct err *e)
{
	say_difference(x);
	if (x->other.held.over || (!x->unknown && !x->lenient))
		return err_set(e, ERR_INPUT, "%s", buf_text(&x->why));
	if (x->unknown) {
		buf_clear(&x->why);
		buf_add_text(&x->why, "with_rejected: another row of the "
		    "same BOM is rejected, and its parts are not listed alike "
		    "everywhere");
	} else {
		struct slice copy = buf_slice(&x->why);
		char *text = mem_zero(copy.len + 1);

		memcpy(text, copy.at, copy.len);
		buf_clear(&x->why);
		buf_printf(&x->why, "expansion: %s", text);
		mem_free(text);
	}
	return reject_other(x, e);
}

/* An expansion has ended; the first one has gone on already. */
static int
side_end(struct expansion *x, struct err *e)
{
	const struct side *a = &x->first, *b = &x->other;
	size_t i;

	if (x->sides < 2)
		return 0;
	if (a->lines != b->lines || !hash_equal(a->digest, b->digest))
		return differ(x, e);
	for (i = 0; i < x->gather->profile->entry_count; i++)
		x->counts[i].folded += x->other_lines[i];
	return 0;
}

static int
bom_end(struct expansion *x, struct err *e)
{
	int rc = side_end(x, e);

	x->sides = 0;
	x->unknown = x->blocked = false;
	if (x->gaps.count) {
		map_release(&x->gaps);
		x->gaps = (struct map)MAP_INIT;
	}
	return rc;
}

static int
side_begin(struct expansion *x, struct origin use, struct err *e)
{
	struct side *s = x->sides ? &x->other : &x->first;

	if (side_end(x, e) < 0)
		return -1;
	x->sides += x->sides < 2;
	side_clear(s);
	s->use = use;
	memset(x->other_lines, 0, (x->gather->profile->entry_count + 1) *
	    sizeof(*x->other_lines));
	return 0;
}

static int
take_line(struct expansion *x, struct slice line, struct err *e)
{
	struct origin use = origin_parse(line.at), *last;

	last = x->sides == 2 ? &x->other.use : &x->first.use;
	line = slice_from(line.at + ORIGIN_SIZE, line.len - ORIGIN_SIZE);
	if ((!x->sides || use.source != last->source ||
	    use.ordinal != last->ordinal) && side_begin(x, use, e) < 0)
		return -1;
	if (x->gaps.count && map_find(&x->gaps, key_of(line)))
		return pass(x, line, e);
	hold(x->sides == 2 ? &x->other : &x->first, line);
	if (x->sides == 1)
		return pass(x, line, e);
	x->other_lines[origin_of(line).entry]++;
	return 0;
}

static int
take(struct expansion *x, struct slice line, struct err *e)
{
	size_t n = 0;
	char mark;

	while ((unsigned char)line.at[n] > 1)
		n++;
	mark = line.at[n];
	if (!slice_equal(buf_slice(&x->above), slice_from(line.at, n))) {
		if (bom_end(x, e) < 0)
			return -1;
		buf_clear(&x->above);
		buf_add(&x->above, line.at, n);
	}
	line = slice_from(line.at + n + 1, line.len - n - 1);
	if (mark == '\1')
		return take_line(x, line, e);
	if (line.len)
		(void)map_put(&x->gaps, line, NULL);
	else
		x->unknown = true;
	return 0;
}

int
expansion_run(struct gather *g, struct resolve_count *counts, bool lenient,
    struct err *e)
{
	struct expansion x = {.gather = g, .counts = counts,
	    .lenient = lenient};
	struct slice line;
	int got = -1;

	if (!g->expansions)
		return 0;
	buf_init(&x.above, KEY_MOST * 2);
	buf_init(&x.first.held, HELD_MOST);
	buf_init(&x.other.held, HELD_MOST);
	buf_init(&x.line, ZIO_LINE_MOST * 2 + KEY_MOST);
	buf_init(&x.text, ZIO_LINE_MOST * 2 + KEY_MOST);
	buf_init(&x.why, ERR_TEXT_MOST);
	x.other_lines = mem_zero((g->profile->entry_count + 1) *
	    sizeof(*x.other_lines));
	if (sort_finish(g->expansions, e) < 0)
		goto out;
	while ((got = sort_next(g->expansions, &line, e)) > 0)
		if (take(&x, line, e) < 0) {
			got = -1;
			break;
		}
	if (got == 0)
		got = bom_end(&x, e);
out:
	map_release(&x.gaps);
	buf_release(&x.above);
	buf_release(&x.first.held);
	buf_release(&x.other.held);
	buf_release(&x.line);
	buf_release(&x.text);
	buf_release(&x.why);
	mem_free(x.other_lines);
	return got;
}
