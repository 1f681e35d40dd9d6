/*
 * treepath.c - reading paths, a step at a time.
 *
 * A reader of slices and no state but the rest of the text: paths are short.
 * What the two dialects have in common is read in common; a mark that is none
 * in the other dialect is a letter there.
 */
#include "extract/treepath.h"

#define NESTED_MOST 8
#define ABOVE "ancestor::"

struct reader {
	struct slice rest;
	enum treepath_dialect dialect;
	struct arena *arena;
	unsigned nested;
	bool marked; /* something that no JSON Pointer has */
	const char *why;
};

static bool
wrong(struct reader *r, const char *why)
{
	if (!r->why)
		r->why = why;
	return false;
}

static void
pass(struct reader *r, size_t n)
{
	r->rest.at += n;
	r->rest.len -= n;
}

static bool
at(const struct reader *r, const char *text)
{
	return slice_begins(r->rest, slice_of(text));
}

/* At the end of a token: nothing, or what may follow one. */
static bool
ends(const struct reader *r, size_t i)
{
	return i == r->rest.len || r->rest.at[i] == '/' ||
	    r->rest.at[i] == '[';
}

/* --- names --- */

/* In quotes, without an escape: the other quote is there for the first. */
static bool
quoted(struct reader *r, struct slice *out)
{
	const char *end = memchr(r->rest.at + 1, *r->rest.at,
	    r->rest.len - 1);

	if (!end)
		return wrong(r, "has a quote without its end");
	*out = slice_from(r->rest.at + 1, (size_t)(end - r->rest.at) - 1);
	pass(r, out->len + 2);
	r->marked = true;
	return true;
}

/* "~1" is "/" and "~0" is "~", as in JSON Pointers. */
static bool
unescape(struct reader *r, struct slice *name)
{
	char *copy;
	size_t i, n = 0;

	if (!memchr(name->at, '~', name->len))
		return true;
	copy = arena_copy(r->arena, name->at, name->len);
	for (i = 0; i < name->len; i++) {
		char c = copy[i];

		if (c == '~') {
			if (++i == name->len || (copy[i] != '0' &&
			    copy[i] != '1'))
				return wrong(r, "has a \"~\" that no 0 or 1 "
				    "follows");
			c = copy[i] == '0' ? '~' : '/';
		}
		copy[n++] = c;
	}
	*name = slice_from(copy, n);
	return true;
}

/* Letters of XML names; which of them may come first expat has checked. */
static bool
xml_name(struct reader *r, struct slice name)
{
	size_t i;

	if (!name.len)
		return wrong(r, "has an empty step");
	for (i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];

		if (c == ':')
			return wrong(r, "has a prefix: names are local, "
			    "without one");
		if (c < 0x80 && c != '_' && c != '-' && c != '.' &&
		    !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= 'a' && c <= 'z'))
			return wrong(r, "has a step that is no name");
	}
	return true;
}

static bool
bare(struct reader *r, struct slice *out)
{
	size_t i = 0;

	while (!ends(r, i))
		i++;
	*out = slice_from(r->rest.at, i);
	pass(r, i);
	return r->dialect == TREEPATH_XML ? xml_name(r, *out)
	    : unescape(r, out);
}

/* --- tests --- */

static bool path_read(struct reader *r, struct treepath *p);

/* The length of the text up to the "=", "!=" or "]" outside of quotes. */
static size_t
test_path_length(struct slice s)
{
	unsigned depth = 0;
	char quote = '\0';
	size_t i;

	for (i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (quote)
			quote = c == quote ? '\0' : quote;
		else if (c == '\'' || c == '"')
			quote = c;
		else if (c == '[')
			depth++;
		else if (c == ']' && depth-- == 0)
			break;
		else if (!depth && (c == '=' || (c == '!' && i + 1 < s.len &&
		    s.at[i + 1] == '=')))
			break;
	}
	return i;
}

static bool
test_value(struct reader *r, struct treepath_test *t)
{
	const char *end;

	while (at(r, " "))
		pass(r, 1);
	if (at(r, "'") || at(r, "\"")) {
		if (!quoted(r, &t->text))
			return false;
		while (at(r, " "))
			pass(r, 1);
		return true;
	}
	end = memchr(r->rest.at, ']', r->rest.len);
	if (!end)
		return wrong(r, "has a \"[\" without its \"]\"");
	t->text = slice_from(r->rest.at, (size_t)(end - r->rest.at));
	pass(r, t->text.len);
	t->text = slice_trim(t->text);
	return true;
}

/* A path of its own, between the brackets. */
static bool
test_path(struct reader *r, struct treepath_test *t)
{
	struct treepath *p = arena_alloc(r->arena, sizeof(*p));
	struct reader inner = *r;
	size_t len = test_path_length(r->rest);

	inner.rest = slice_trim(slice_from(r->rest.at, len));
	inner.nested++;
	if (!inner.rest.len)
		return wrong(r, "has an empty condition");
	if (inner.nested > NESTED_MOST)
		return wrong(r, "has conditions nested too deeply");
	if (!path_read(&inner, p))
		return wrong(r, inner.why);
	if (p->up || p->root || p->above.len)
		return wrong(r, "has a condition that looks upward");
	t->path = p;
	pass(r, len);
	return true;
}

static bool
test_read(struct reader *r, struct treepath_test *t)
{
	size_t digits = 0;
	uint64_t position;

	memset(t, 0, sizeof(*t));
	t->text = SLICE("");
	pass(r, 1);
	while (digits < r->rest.len && r->rest.at[digits] >= '0' &&
	    r->rest.at[digits] <= '9')
		digits++;
	if (digits && digits < r->rest.len && r->rest.at[digits] == ']') {
		t->kind = TREEPATH_AT;
		if (!text_to_number(slice_from(r->rest.at, digits),
		    UINT32_MAX, &position) || !position)
			return wrong(r, "has a position that is none (they "
			    "count from 1)");
		t->position = (unsigned long)position;
		pass(r, digits + 1);
		return true;
	}
	if (!test_path(r, t))
		return false;
	t->kind = at(r, "=") ? TREEPATH_EQUAL : at(r, "!=")
	    ? TREEPATH_DIFFERS : TREEPATH_EXISTS;
	if (t->kind != TREEPATH_EXISTS) {
		pass(r, t->kind == TREEPATH_EQUAL ? 1 : 2);
		if (!test_value(r, t))
			return false;
	}
	if (!at(r, "]"))
		return wrong(r, "has a \"[\" without its \"]\"");
	pass(r, 1);
	return true;
}

static bool
tests_read(struct reader *r, struct treepath_step *s)
{
	struct treepath_test **end = &s->tests;

	while (at(r, "[")) {
		r->marked = true;
		*end = arena_alloc(r->arena, sizeof(**end));
		if (!test_read(r, *end))
			return false;
		end = &(*end)->next;
	}
	return ends(r, 0) ? true : wrong(r, "has something behind a \"]\"");
}

/* --- steps --- */

static struct treepath_step *
step_new(struct reader *r, struct treepath *p, enum treepath_kind kind)
{
	struct treepath_step *s;

	if (p->count == TREEPATH_STEPS_MOST) {
		wrong(r, "has too many steps");
		return NULL;
	}
	if (!p->steps)
		p->steps = arena_alloc(r->arena, TREEPATH_STEPS_MOST *
		    sizeof(*p->steps));
	s = &p->steps[p->count++];
	*s = (struct treepath_step){kind, false, {"", 0}, NULL};
	return s;
}

/* What can stand only at the end of a path. */
static bool
last_read(struct reader *r, struct treepath *p, bool deep)
{
	bool own = at(r, "name()");
	struct treepath_step *s = step_new(r, p, own ? TREEPATH_OWN_NAME
	    : TREEPATH_ATTRIBUTE);

	if (!s)
		return false;
	r->marked = true;
	pass(r, own ? 6 : 1);
	if (deep)
		return wrong(r, "has \"//\" before what is no element");
	if (!own && !bare(r, &s->name))
		return false;
	return r->rest.len ? wrong(r, "has something behind its end (an "
	    "attribute, or name())") : true;
}

static bool
name_read(struct reader *r, struct treepath_step *s)
{
	bool json = r->dialect == TREEPATH_JSON;

	if (at(r, "*") && ends(r, 1)) {
		s->kind = TREEPATH_ANY;
		r->marked = true;
		pass(r, 1);
		return true;
	}
	if (json && (at(r, "'") || at(r, "\"")))
		return quoted(r, &s->name) && (ends(r, 0) ? true : wrong(r,
		    "has something behind a quote"));
	return bare(r, &s->name);
}

/*
 * In JSON a name has no conditions of its own: those behind it are for the
 * elements of the array that is there.
 */
static bool
step_read(struct reader *r, struct treepath *p, bool deep)
{
	bool json = r->dialect == TREEPATH_JSON;
	struct treepath_step *s;

	if ((!json && at(r, "@")) || (at(r, "name()") && r->rest.len == 6))
		return last_read(r, p, deep);
	if (!json || !at(r, "[")) {
		s = step_new(r, p, TREEPATH_NAME);
		if (!s)
			return false;
		s->deep = deep;
		if (!name_read(r, s))
			return false;
		if (!json || s->kind == TREEPATH_ANY)
			return tests_read(r, s);
		if (!at(r, "["))
			return true;
		deep = false;
	}
	if (deep)
		return wrong(r, "has \"//\" before a condition");
	s = step_new(r, p, TREEPATH_PICK);
	return s && tests_read(r, s);
}

static bool
above_read(struct reader *r, struct treepath *p)
{
	pass(r, sizeof(ABOVE) - 1);
	r->marked = true;
	if (!bare(r, &p->above))
		return false;
	if (!p->above.len)
		return wrong(r, "has an empty step");
	return ends(r, 0) && !at(r, "[") ? true : wrong(r,
	    "has a condition on an ancestor");
}

/* One part between slashes. */
static bool
part_read(struct reader *r, struct treepath *p, bool deep)
{
	if (at(r, ABOVE) && !p->count && !p->up && !p->above.len &&
	    !p->root && !deep)
		return above_read(r, p);
	if (at(r, "..") && ends(r, 2)) {
		if (p->count || deep || p->root || p->above.len)
			return wrong(r, "has \"..\" elsewhere than in front");
		p->up++;
		r->marked = true;
		pass(r, 2);
		return ends(r, 0) && !at(r, "[") ? true : wrong(r,
		    "has a condition on \"..\"");
	}
	if (at(r, ".") && ends(r, 1) && !deep) {
		r->marked = true;
		pass(r, 1);
		return !at(r, "[") ? true : wrong(r, "has a condition on "
		    "\".\"");
	}
	return step_read(r, p, deep);
}

static bool
path_read(struct reader *r, struct treepath *p)
{
	bool json = r->dialect == TREEPATH_JSON, relative, deep;

	memset(p, 0, sizeof(*p));
	p->text = r->rest;
	relative = !at(r, "/");
	p->root = json ? at(r, "$") && (r->rest.len == 1 || r->rest.at[1] ==
	    '/') : !relative;
	if (json && p->root) {
		pass(r, 1);
		r->marked = true;
	} else if (relative && r->rest.len && !part_read(r, p, false)) {
		return false;
	}
	while (r->rest.len) {
		deep = at(r, "//");
		r->marked |= deep;
		pass(r, deep ? 2 : 1);
		if (!part_read(r, p, deep))
			return false;
	}
	p->pointer = json && !r->marked && (!relative || !p->text.len);
	return true;
}

const char *
treepath_parse(struct treepath *p, struct slice text,
    enum treepath_dialect dialect, struct arena *a)
{
	struct reader r = {text, dialect, a, 0, false, NULL};

	if (!text.len && dialect == TREEPATH_XML)
		r.why = "is empty (the row's own text is \".\")";
	else
		path_read(&r, p);
	return r.why;
}

/* --- paths to rows --- */

static const char *
rows_of_xml(struct treepath *p)
{
	const struct treepath_test *t;
	size_t i;

	if (p->root && p->count > 1 && p->steps[p->count - 1].kind ==
	    TREEPATH_ATTRIBUTE)
		p->words = p->steps[--p->count].name;
	if (!p->root || !p->count)
		return "must begin with \"/\" and name elements";
	for (i = 0; i < p->count; i++) {
		if (p->steps[i].kind != TREEPATH_NAME &&
		    p->steps[i].kind != TREEPATH_ANY)
			return "must name elements";
		for (t = p->steps[i].tests; t; t = t->next)
			if (t->kind == TREEPATH_AT)
				return "cannot pick rows by position";
		if (i + 1 < p->count && treepath_tests_deep(p->steps[i].tests))
			return "has a condition on what stands around the "
			    "rows that looks at more than attributes";
	}
	return NULL;
}

const char *
treepath_rows(struct treepath *p, enum treepath_dialect dialect,
    struct arena *a)
{
	struct reader r = {{"", 0}, dialect, a, 0, false, NULL};
	enum treepath_kind last;

	if (p->up || p->above.len)
		return "looks upward from the top";
	if (dialect == TREEPATH_XML)
		return rows_of_xml(p);
	last = p->count ? p->steps[p->count - 1].kind : TREEPATH_NAME;
	if (last == TREEPATH_OWN_NAME)
		return "must name values";
	if (last == TREEPATH_NAME)
		step_new(&r, p, TREEPATH_PICK);
	return r.why;
}

/* --- for those who follow them --- */

bool
treepath_around(const struct treepath *p)
{
	return p->up || p->root || p->above.len || (p->count == 1 &&
	    p->steps[0].kind == TREEPATH_OWN_NAME);
}

bool
treepath_names(const struct treepath_step *s, struct slice name)
{
	return s->kind == TREEPATH_ANY || (s->kind == TREEPATH_NAME &&
	    slice_equal(s->name, name));
}

/* An attribute or the name: known when the element starts. */
static bool
of_start(const struct treepath *p)
{
	return p->count == 1 && (p->steps[0].kind == TREEPATH_ATTRIBUTE ||
	    p->steps[0].kind == TREEPATH_OWN_NAME);
}

bool
treepath_tests_deep(const struct treepath_test *t)
{
	for (; t; t = t->next)
		if (t->kind != TREEPATH_AT && !of_start(t->path))
			return true;
	return false;
}
