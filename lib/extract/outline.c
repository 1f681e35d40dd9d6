/*
 * outline.c - a row of depth d stands below steps[d] of the ancestry, which
 * must be there and sure.
 *
 * Rows that may stand anywhere (the level cannot be read) change nothing when
 * they are placed: a title or a footer that the profile's `where` leaves out
 * is no part of the structure.  Only outline_doubt makes the path doubtful.
 */
#include "extract/outline.h"

#include "extract/ancestry.h"
#include "extract/ere.h"
#include "extract/level.h"
#include "extract/leveltext.h"

#define PATH_MOST ((size_t)1024 * 1024)

/* Where the row at hand says that it stands. */
struct place {
	struct slice label;
	long level; /* as it is written, or the width */
	long depth; /* 0: on top; -1: it may stand anywhere */
};

struct outline {
	const struct outline_spec *spec;
	const struct rows *of;
	struct ere *pattern;
	int *levels, *parents; /* columns */
	struct ancestry path;
	bool started; /* `base` is known */
	long base;    /* the level of the rows on top */
	bool zero;    /* dotted: the row on top is "0", the others below it */
	long unit;    /* of indentation; 0: not known yet; -1: any */
	size_t file;
	unsigned long doubt_line;
	bool doubts_all; /* of the row at hand: even what is on top */
	bool placed;     /* it is on the path */
	struct buf own; /* dotted: the path of the row at hand */
	struct buf why;
	char level_text[24], position_text[24];
};

/* --- opening --- */

static int
column(const struct rows *r, struct slice name, const struct ydoc_node *n,
    int *out, struct err *e)
{
	*out = source_column_find(r->columns, r->all_count, name);
	if (*out >= 0)
		return 0;
	return source_no_column(n, name, source_column_nearest(r->columns,
	    r->all_count, name), e);
}

static int
columns_find(struct outline *o, struct rows *r, struct err *e)
{
	const struct outline_spec *s = o->spec;
	size_t i;

	for (i = 0; i < s->levels.count; i++)
		if (column(r, s->levels.at[i], ydoc_get(s->node, "level"),
		    &o->levels[i], e) < 0)
			return -1;
	for (i = 0; i < s->parents.count; i++)
		if (column(r, s->parents.at[i], ydoc_get(s->node, "parent"),
		    &o->parents[i], e) < 0)
			return -1;
	outline_expect(o, r);
	return 0;
}

int
outline_new(struct outline **out, struct rows *r, struct err *e)
{
	const struct outline_spec *s = r->source->structure;
	struct outline *o = mem_zero(sizeof(*o));

	*out = NULL;
	o->spec = s;
	o->of = r;
	o->levels = mem_zero((s->levels.count + 1) * sizeof(*o->levels));
	o->parents = mem_zero((s->parents.count + 1) * sizeof(*o->parents));
	ancestry_init(&o->path, s->parents.count);
	buf_init(&o->own, PATH_MOST);
	buf_init(&o->why, ERR_TEXT_MOST);
	if (s->pattern.len)
		o->pattern = ere_checked(s->pattern);
	if (s->style == OUTLINE_FLAT && !s->rooted)
		ydoc_error(s->node, e, "style flat needs a root (here, or "
		    "--root)");
	if (e->kind || columns_find(o, r, e) < 0) {
		outline_free(o);
		return -1;
	}
	outline_restart(o);
	*out = o;
	return 0;
}

void
outline_free(struct outline *o)
{
	if (!o)
		return;
	ancestry_release(&o->path);
	mem_free(o->levels);
	mem_free(o->parents);
	ere_free(o->pattern);
	buf_release(&o->own);
	buf_release(&o->why);
	mem_free(o);
}

void
outline_expect(const struct outline *o, struct rows *rejects)
{
	const struct outline_spec *s = o->spec;

	rejects->raw_column = s->levels.count == 1 ? (size_t)o->levels[0] + 1
	    : 0;
}

void
outline_restart(struct outline *o)
{
	o->file = SIZE_MAX;
}

/* --- the root --- */

/* Each file begins anew, below the root that its name may say. */
static int
file_begin(struct outline *o, const struct rows *r, struct err *e)
{
	const struct outline_spec *s = o->spec;
	struct step *root = ancestry_put(&o->path, 0, STEP_SURE);
	struct slice text;
	size_t i;

	o->file = r->at;
	o->started = s->first >= 0;
	o->base = s->first;
	o->zero = s->style == OUTLINE_DOTTED && s->first == 0;
	o->unit = s->step;
	for (i = 0; i < s->parents.count; i++) {
		if (!outline_spec_root(&s->roots[i], r->file, r->stem, &text))
			return ydoc_error(s->roots[i].node, e, "the name of "
			    "%s does not match", r->name);
		step_add_text(root, i, text);
	}
	return 0;
}

/* --- how deep a row says that it stands --- */

PRINTF_LIKE(2, 3)
static bool
because(struct outline *o, const char *fmt, ...)
{
	char text[ERR_TEXT_MOST / 2];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (!o->why.len)
		buf_add_text(&o->why, text);
	return false;
}

/* Dotted: "0" on top is above "1", and "0.1" the same as "1". */
static void
drop_zero(struct outline *o, struct place *p)
{
	struct slice rest = buf_slice(&o->own), first;

	if (o->spec->style != OUTLINE_DOTTED)
		return;
	first = slice_cut(&rest, '\1');
	if (!o->started && o->path.count == 1)
		o->zero = slice_is(first, "0") && !rest.at;
	if (!o->zero || !slice_is(first, "0"))
		return;
	memmove(o->own.at, rest.at ? rest.at : o->own.at, rest.len);
	o->own.len = rest.len;
	p->level--;
}

/* The first row, or one of those on top, says what is on top. */
static bool
find_base(struct outline *o, const struct place *p)
{
	const struct outline_spec *s = o->spec;
	long most = s->style == OUTLINE_LEVEL || s->style == OUTLINE_DOTS ||
	    (s->style == OUTLINE_DOTTED && !o->zero);

	if (o->started)
		return true;
	if (s->style == OUTLINE_INDENT)
		most = p->level;
	if (p->level > most)
		return because(o, "the first row stands below the root: its "
		    "level is %ld (\"first\" says where the rows on top are)",
		    p->level);
	o->base = s->style == OUTLINE_DOTTED ? most : p->level;
	o->started = true;
	return true;
}

/* By widths: the same as one above, or one unit more than the last. */
static bool
depth_of_width(struct outline *o, struct place *p)
{
	size_t at = o->path.count;
	const struct step *last = &o->path.steps[at - 1];
	long more = p->level - last->level;

	if (at == 1 || more > 0) {
		if (at > 1 && !o->unit)
			o->unit = more;
		p->depth = (long)at - 1;
		if (at == 1 || o->unit < 0 || more == o->unit)
			return true;
		if (more % o->unit)
			p->depth = -1;
		else
			p->depth += more / o->unit - 1;
		return because(o, "is indented by %ld more than line %lu, not "
		    "by %ld", more, last->line, o->unit);
	}
	while (at > 1 && o->path.steps[at - 1].level > p->level)
		at--;
	p->depth = (long)at - 2;
	if (at > 1 && o->path.steps[at - 1].level == p->level)
		return true;
	p->depth = -1;
	o->doubts_all = at == 1;
	return because(o, "is indented by %ld, as no row above it", p->level);
}

/* "1.10", of which a spreadsheet has made the number 1.1. */
static bool
zero_kept(struct outline *o, const struct step *parent, struct slice part)
{
	char path[100];

	if (!memchr(o->own.at, '\1', o->own.len) ||
	    memchr(parent->path.at, '\1', parent->path.len) ||
	    !level_zero_lost(parent->last, part))
		return true;
	level_print_path(path, sizeof(path), buf_slice(&o->own),
	    o->spec->marks);
	return because(o, "%s comes after number %" PRIu64 ": a spreadsheet "
	    "has dropped the zero of %" PRIu64, path, parent->last,
	    parent->last + 1);
}

/* Dotted: the path without its last part must be the parent's. */
static bool
path_fits(struct outline *o, struct place *p)
{
	struct slice own = buf_slice(&o->own), above = SLICE_INIT("");
	const char *cut = own.len ? memrchr(own.at, '\1', own.len) : NULL;
	char text[100], want[100];
	struct step *parent;
	uint64_t n;

	if (p->depth == 0)
		return true;
	if (cut)
		above = slice_from(own.at, (size_t)(cut - own.at));
	parent = (size_t)p->depth < o->path.count
	    ? &o->path.steps[p->depth] : NULL;
	if (!parent || parent->state == STEP_MISSING ||
	    !slice_equal(buf_slice(&parent->path), above)) {
		level_print_path(text, sizeof(text), own, o->spec->marks);
		level_print_path(want, sizeof(want), above, o->spec->marks);
		return because(o, "%s comes before its parent \"%s\"", text,
		    want);
	}
	if (cut)
		own = slice_from(cut + 1, own.len - above.len - 1);
	if (!zero_kept(o, parent, own))
		return false;
	if (text_to_number(own, UINT32_MAX, &n))
		parent->last = n;
	return true;
}

/* Sets the depth; false: the row does not fit where it says. */
static bool
find_depth(struct outline *o, struct place *p)
{
	const struct step *last = &o->path.steps[o->path.count - 1];

	drop_zero(o, p);
	if (!find_base(o, p))
		return false;
	if (o->spec->style == OUTLINE_INDENT)
		return depth_of_width(o, p);
	o->doubts_all = p->level < o->base;
	if (o->doubts_all)
		return because(o, "level %ld is above that of the first row, "
		    "%ld", p->level, o->base);
	p->depth = p->level - o->base;
	if (o->spec->style == OUTLINE_DOTTED)
		return path_fits(o, p);
	if ((size_t)p->depth < o->path.count)
		return true;
	if (o->path.count == 1)
		return because(o, "the first row stands below the root: its "
		    "level is %ld, that on top %ld", p->level, o->base);
	return because(o, "level %ld comes after level %ld in line %lu: what "
	    "stands between is missing", p->level, last->level, last->line);
}

/* --- placing --- */

/* Dotted: drops the steps that do not stand above the row at hand. */
static void
keep_above(struct outline *o)
{
	struct slice own = buf_slice(&o->own), path;
	const struct step *s;

	for (; o->path.count > 1; o->path.count--) {
		s = &o->path.steps[o->path.count - 1];
		path = buf_slice(&s->path);
		if (s->state != STEP_MISSING && (!path.len ||
		    (slice_begins(own, path) && own.len > path.len &&
		    own.at[path.len] == '\1')))
			break;
	}
}

/* Derived columns stand behind those of the file, which may be more. */
static struct slice
field(const struct outline *o, const struct rows *r, int at)
{
	size_t own = o->of->column_count;

	return r->fields[(size_t)at < own ? (size_t)at
	    : r->column_count + (size_t)at - own];
}

/* The row becomes the latest of its depth, below steps that may be missing. */
static void
put(struct outline *o, const struct rows *r, const struct row *row,
    const struct place *p)
{
	size_t depth = (size_t)p->depth, i;
	const struct step *again;
	struct step *s;

	if (o->spec->style == OUTLINE_DOTTED && o->why.len)
		keep_above(o);
	while (o->path.count <= depth) {
		s = ancestry_put(&o->path, o->path.count, STEP_MISSING);
		s->level = s[-1].level + (o->unit > 0 ? o->unit : 1);
	}
	s = ancestry_put(&o->path, depth + 1, o->why.len || row->wrong
	    ? STEP_REJECTED : STEP_SURE);
	s->ordinal = row->ordinal;
	s->line = row->line;
	s->level = p->level;
	buf_add_slice(&s->path, buf_slice(&o->own));
	for (i = 0; i < o->spec->parents.count; i++)
		step_add_text(s, i, field(o, r, o->parents[i]));
	again = o->spec->recursive ? NULL : ancestry_again(&o->path);
	if (!again || o->why.len)
		return;
	s->state = STEP_REJECTED;
	because(o, "\"%.*s\" stands below itself, see %s%.0lu",
	    (int)(s->lens[0] < 200 ? s->lens[0] : 200), s->texts.at,
	    again->line ? "line " : "the root", again->line);
}

/* A row fits where it says, but it may be that nothing sure stands there. */
static void
check_parent(struct outline *o, const struct step *parent)
{
	switch (parent->state) {
	case STEP_SURE:
		break;
	case STEP_REJECTED:
		because(o, "stands below line %lu, which is rejected",
		    parent->line);
		break;
	case STEP_MISSING:
		because(o, "what it stands below is missing");
		break;
	case STEP_DOUBTED:
		because(o, "may stand below line %lu, of which nobody knows "
		    "where it stands", o->doubt_line);
		break;
	}
}

static struct slice
print_number(char text[24], uint64_t n)
{
	return slice_from(text, (size_t)snprintf(text, 24, "%" PRIu64, n));
}

/*
 * The parent of a row that is misplaced is the nearest row above that is
 * sure: something is missing there.
 */
static void
show(struct outline *o, struct rows *r, struct row *row,
    const struct place *p)
{
	struct slice *derived = r->fields + r->column_count +
	    o->spec->derived_at;
	size_t at = p->depth < 0 ? 0 : (size_t)p->depth;
	struct step *parent = &o->path.steps[at];

	while (at && parent->state == STEP_MISSING)
		parent = &o->path.steps[--at];
	ancestry_texts(&o->path, parent, derived + OUTLINE_AT_PARENT);
	row->parent = parent->ordinal;
	row->parent_line = parent->line;
	row->top = !at && !o->spec->rooted;
	derived[OUTLINE_AT_LABEL] = p->label;
	if (o->why.len) {
		row->misplaced = buf_text(&o->why);
		return;
	}
	derived[OUTLINE_AT_LEVEL] = print_number(o->level_text,
	    (uint64_t)p->depth);
	derived[OUTLINE_AT_POSITION] = print_number(o->position_text,
	    ++parent->children);
}

int
outline_place(struct outline *o, struct rows *r, struct row *row,
    struct err *e)
{
	struct slice *derived = r->fields + r->column_count +
	    o->spec->derived_at;
	const struct leveltext text = {o->spec, o->pattern, o->levels,
	    &o->own, &o->why};
	struct place p = {{NULL, 0}, 0, -1};
	size_t i;

	for (i = 0; i < outline_spec_derived(o->spec); i++)
		derived[i] = slice_from(NULL, 0);
	if (o->file != o->of->at && file_begin(o, o->of, e) < 0)
		return -1;
	buf_clear(&o->why);
	buf_clear(&o->own);
	o->doubts_all = false;
	o->placed = false;
	if (leveltext_read(&text, r, &p.level, &p.label)) {
		/* For @label is a column to want. */
		derived[OUTLINE_AT_LABEL] = p.label.len ? p.label
		    : slice_from(NULL, 0);
		if (find_depth(o, &p))
			check_parent(o, &o->path.steps[p.depth]);
		o->placed = p.depth >= 0;
		if (o->placed)
			put(o, r, row, &p);
	}
	show(o, r, row, &p);
	return 0;
}

void
outline_doubt(struct outline *o, const struct row *row)
{
	size_t i;

	if (!o->why.len || o->placed)
		return;
	o->doubt_line = row->line;
	for (i = o->doubts_all ? 0 : 1; i < o->path.count; i++)
		o->path.steps[i].state = STEP_DOUBTED;
}
