/*
 * outline_spec.c - reading `structure`.
 *
 * A key that does nothing in the style is refused: who writes `step` beside
 * level numbers has misunderstood something and should hear of it.
 */
#include "extract/outline_spec.h"

#include "extract/ere.h"

const char *const outline_spec_keys[] = {
	"style", "level", "parent", "root", "first", "mark", "step",
	"recursive", NULL,
};
const char *const outline_spec_pick_keys[] = {"column", "pattern", NULL};

/* In the order of enum outline_style. */
static const char *const styles[] = {
	"level", "dotted", "dots", "indent", "columns", "flat", NULL,
};

/* Which styles know a key: bits by enum outline_style. */
static const struct {
	const char *key;
	unsigned styles;
} special[] = {
	{"level", ~(1u << OUTLINE_FLAT)},
	{"first", 1 << OUTLINE_LEVEL | 1 << OUTLINE_DOTTED |
	    1 << OUTLINE_DOTS},
	{"mark", 1 << OUTLINE_DOTTED | 1 << OUTLINE_DOTS |
	    1 << OUTLINE_INDENT},
	{"step", 1 << OUTLINE_INDENT},
};

static int
keys_check(const struct outline_spec *s, struct err *e)
{
	const struct ydoc_node *n;
	size_t i;

	for (i = 0; i < COUNT_OF(special); i++) {
		n = ydoc_get(s->node, special[i].key);
		if (n && !(special[i].styles & 1u << s->style))
			return ydoc_error_key(n, e, "style %s has no \"%s\"",
			    styles[s->style], special[i].key);
	}
	return 0;
}

/* The level's column, or a map of column and pattern, or several columns. */
static int
level_read(struct outline_spec *s, struct err *e)
{
	const struct ydoc_node *n, *column;

	if (s->style == OUTLINE_FLAT)
		return 0;
	column = n = ydoc_need(s->node, "level", e);
	if (!n)
		return -1;
	if (n->kind == YDOC_MAP) {
		if (ydoc_check_keys(n, outline_spec_pick_keys, e) < 0 ||
		    ere_check(ydoc_get(n, "pattern"), e) < 0 ||
		    ydoc_text(ydoc_get(n, "pattern"), &s->pattern, e) < 0)
			return -1;
		column = ydoc_need(n, "column", e);
	}
	if (!column || ydoc_texts(column, &s->levels, e) < 0)
		return -1;
	if (s->style == OUTLINE_COLUMNS ? s->levels.count < 2
	    : s->levels.count != 1)
		return ydoc_error(n, e, s->style == OUTLINE_COLUMNS
		    ? "style columns needs the columns of all levels"
		    : "must be one column");
	return 0;
}

static bool
of_file(struct slice name)
{
	return slice_is(name, "@file") || slice_is(name, "@stem");
}

/* TEXT, @stem, @file, or a map of one of these two and a pattern. */
static int
root_read(struct outline_root *r, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *column = n;

	if (r->node)
		return ydoc_error_key(n, e, "stands twice");
	r->node = n;
	if (n->kind == YDOC_MAP) {
		if (ydoc_check_keys(n, outline_spec_pick_keys, e) < 0 ||
		    ere_check(ydoc_get(n, "pattern"), e) < 0 ||
		    ydoc_text(ydoc_get(n, "pattern"), &r->pattern, e) < 0)
			return -1;
		column = ydoc_need(n, "column", e);
	}
	if (!column || ydoc_text(column, &r->text, e) < 0)
		return -1;
	r->column = of_file(r->text);
	if (n->kind == YDOC_MAP && !r->column)
		return ydoc_error(column, e, "must be @stem or @file, is "
		    "\"%.*s\"", SLICE_ARGS(r->text));
	return 0;
}

static int
parent_find(const struct outline_spec *s, const struct ydoc_node *n,
    struct err *e)
{
	size_t i;

	for (i = 0; i < s->parents.count; i++)
		if (slice_equal(s->parents.at[i], n->key))
			return (int)i;
	return ydoc_error_key(n, e, "\"%.*s\" is no column that \"parent\" "
	    "lists", SLICE_ARGS(n->key));
}

static int
parents_read(struct outline_spec *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *n = ydoc_need(s->node, "parent", e);
	size_t i;

	if (ydoc_texts(n, &s->parents, e) < 0)
		return -1;
	if (!s->parents.count)
		return ydoc_error(n, e, "is empty: nothing is wanted of the "
		    "parent");
	s->roots = arena_alloc(a, s->parents.count * sizeof(*s->roots));
	for (i = 0; i < s->parents.count; i++) {
		s->roots[i] = (struct outline_root){NULL, SLICE_INIT(""),
		    false, SLICE_INIT("")};
		if (slice_begins(s->parents.at[i], SLICE("@parent.")))
			return ydoc_error(n, e, "\"%.*s\" is no column of the "
			    "row itself", SLICE_ARGS(s->parents.at[i]));
	}
	return 0;
}

static int
roots_read(struct outline_spec *s, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "root"), *child;
	int at;

	if (!n)
		return 0;
	if (ydoc_check_map(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next) {
		at = parent_find(s, child, e);
		if (at < 0 || root_read(&s->roots[at], child, e) < 0)
			return -1;
		s->rooted = true;
	}
	return s->rooted ? 0 : ydoc_error(n, e, "is empty");
}

static int
marks_read(struct outline_spec *s, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "mark");

	s->marks = s->style == OUTLINE_INDENT ? "" : ".";
	if (ydoc_string(n, &s->marks, e) < 0)
		return -1;
	if (n && !*s->marks)
		return ydoc_error(n, e, "is empty");
	return 0;
}

static int
step_read(struct outline_spec *s, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "step");

	if (n && n->kind == YDOC_SCALAR && slice_is(n->text, "any")) {
		s->step = -1;
		return 0;
	}
	return ydoc_number(n, (struct ydoc_range){1, 1000}, &s->step, e);
}

int
outline_spec_read(struct outline_spec **out, const struct ydoc_node *n,
    struct arena *a, struct err *e)
{
	struct outline_spec *s = arena_alloc(a, sizeof(*s));
	int style = OUTLINE_LEVEL;

	memset(s, 0, sizeof(*s));
	*out = s;
	s->node = n;
	s->pattern = SLICE("");
	s->first = -1;
	if (ydoc_check_keys(n, outline_spec_keys, e) < 0 ||
	    ydoc_choice(ydoc_need(n, "style", e), styles, &style, e) < 0)
		return -1;
	s->style = (enum outline_style)style;
	if (keys_check(s, e) < 0 || level_read(s, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "recursive"), &s->recursive, e) < 0 ||
	    parents_read(s, a, e) < 0 || roots_read(s, e) < 0 ||
	    marks_read(s, e) < 0 || step_read(s, e) < 0)
		return -1;
	return ydoc_number(ydoc_get(n, "first"), (struct ydoc_range){0, 1000},
	    &s->first, e);
}

size_t
outline_spec_derived(const struct outline_spec *s)
{
	return OUTLINE_AT_PARENT + s->parents.count;
}

void
outline_spec_name(const struct outline_spec *s, struct slice *names,
    struct arena *a)
{
	struct buf b = BUF_INIT(1024 * 1024);
	size_t i;

	names[OUTLINE_AT_LEVEL] = SLICE("@level");
	names[OUTLINE_AT_POSITION] = SLICE("@position");
	names[OUTLINE_AT_LABEL] = SLICE("@label");
	for (i = 0; i < s->parents.count; i++) {
		buf_clear(&b);
		buf_add_text(&b, "@parent.");
		buf_add_slice(&b, s->parents.at[i]);
		names[OUTLINE_AT_PARENT + i] = slice_copy(buf_slice(&b), a);
	}
	buf_release(&b);
}

bool
outline_spec_root(const struct outline_root *root, struct slice file,
    struct slice stem, struct slice *text)
{
	struct ere *p;
	bool found;

	*text = root->text;
	if (!root->node || !root->column)
		return true;
	*text = slice_is(root->text, "@file") ? file : stem;
	if (!root->pattern.len)
		return true;
	p = ere_checked(root->pattern);
	found = ere_find(p, *text, text);
	ere_free(p);
	return found;
}

/* %XX is any byte. */
static bool
unescape(struct slice text, struct buf *out)
{
	size_t i;
	char hex[3] = "";
	char *end;

	buf_clear(out);
	for (i = 0; i < text.len; i++) {
		if (text.at[i] != '%') {
			buf_add_byte(out, text.at[i]);
			continue;
		}
		if (i + 2 >= text.len)
			return false;
		memcpy(hex, text.at + i + 1, 2);
		buf_add_byte(out, (char)strtoul(hex, &end, 16));
		if (end != hex + 2)
			return false;
		i += 2;
	}
	return out->len > 0 && !out->over;
}

int
outline_spec_set_root(struct outline_spec *s, const char *text, struct arena *a,
    struct err *e)
{
	struct slice rest = slice_of(text), part;
	struct buf b = BUF_INIT(65536);
	size_t i;
	int rc = 0;

	for (i = 0; i < s->parents.count && rc == 0; i++) {
		part = s->parents.count == 1 ? rest : slice_cut(&rest, '/');
		s->roots[i] = (struct outline_root){s->node, SLICE_INIT(""),
		    false, SLICE_INIT("")};
		if (part.len && !unescape(part, &b))
			rc = err_set(e, ERR_USAGE, "--root: \"%.*s\": %% "
			    "stands before two hexadecimal digits",
			    SLICE_ARGS(part));
		else if (part.len)
			s->roots[i].text = slice_copy(buf_slice(&b), a);
		if (!rest.at || s->parents.count == 1)
			break;
	}
	s->rooted = true;
	if (rc == 0 && i >= s->parents.count && rest.at)
		rc = err_set(e, ERR_USAGE, "--root: \"%s\" has more texts than "
		    "\"parent\" of the profile has columns (%zu)", text,
		    s->parents.count);
	buf_release(&b);
	return rc;
}
