/*
 * p21.c - recursive descent over one statement.
 *
 * Lenient where a reader loses nothing by it (small letters in names, blanks
 * and comments anywhere), strict where it would have to guess.
 */
#include "format/p21.h"

struct parser {
	struct slice all;
	size_t at;
	struct arena *arena;
	unsigned long line; /* of the beginning */
	const char *name;   /* of the file */
	struct err *e;
};

static int
fail(const struct parser *p, const char *what)
{
	unsigned long line = p->line;
	size_t i;

	for (i = 0; i < p->at && i < p->all.len; i++)
		line += p->all.at[i] == '\n';
	return err_set(p->e, ERR_INPUT, "%s:%lu: %s", p->name, line, what);
}

/* The byte at hand, 0 behind the end. */
static unsigned char
look(const struct parser *p)
{
	return p->at < p->all.len ? (unsigned char)p->all.at[p->at] : 0;
}

static struct slice
rest(const struct parser *p)
{
	return slice_from(p->all.at + p->at, p->all.len - p->at);
}

/* Blanks, comments, and the directives for printing \N\ and \F\. */
static void
skip(struct parser *p)
{
	const char *end;

	for (;;) {
		while (p->at < p->all.len && look(p) <= ' ')
			p->at++;
		if (slice_begins(rest(p), SLICE("\\N\\")) ||
		    slice_begins(rest(p), SLICE("\\F\\"))) {
			p->at += 3;
			continue;
		}
		if (!slice_begins(rest(p), SLICE("/*")))
			return;
		p->at += 2;
		end = memmem(p->all.at + p->at, p->all.len - p->at, "*/", 2);
		p->at = end ? (size_t)(end - p->all.at) + 2 : p->all.len;
	}
}

static bool
takes(struct parser *p, char c)
{
	skip(p);
	if (look(p) != (unsigned char)c || p->at >= p->all.len)
		return false;
	p->at++;
	return true;
}

static bool
in_word(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '!';
}

static struct slice
word(struct parser *p)
{
	size_t start = p->at;

	while (in_word(look(p)))
		p->at++;
	return slice_from(p->all.at + start, p->at - start);
}

static struct slice
in_capitals(struct slice s, struct arena *a)
{
	char *copy = arena_copy(a, s.at, s.len);
	size_t i;

	for (i = 0; i < s.len; i++)
		if (copy[i] >= 'a' && copy[i] <= 'z')
			copy[i] = (char)(copy[i] - 'a' + 'A');
	return slice_from(copy, s.len);
}

/* The digits behind a # without zeros in front; empty: there are none. */
static struct slice
digits(struct parser *p)
{
	struct slice s;
	size_t start = p->at;

	while (look(p) >= '0' && look(p) <= '9')
		p->at++;
	s = slice_from(p->all.at + start, p->at - start);
	while (s.len > 1 && *s.at == '0') {
		s.at++;
		s.len--;
	}
	return s;
}

/* --- values --- */

static int value(struct parser *p, struct p21_value *v, int depth);

/* What stands between quotes; a doubled apostrophe is part of it. */
static int
quoted(struct parser *p, struct p21_value *v, char quote)
{
	size_t start = ++p->at;
	const char *end;

	for (;;) {
		end = memchr(p->all.at + p->at, quote, p->all.len - p->at);
		if (!end)
			return fail(p, "a text does not end");
		p->at = (size_t)(end - p->all.at) + 1;
		if (quote != '\'' || look(p) != '\'')
			break;
		p->at++;
	}
	v->text = slice_from(p->all.at + start, p->at - 1 - start);
	return 0;
}

/* Behind the opening bracket; what it holds is put into `v`. */
static int
list(struct parser *p, struct p21_value *v, int depth)
{
	struct p21_value **end = &v->first;

	if (depth > P21_DEPTH_MOST)
		return fail(p, "lists are too deep in each other");
	if (takes(p, ')'))
		return 0;
	do {
		*end = arena_alloc(p->arena, sizeof(**end));
		**end = (struct p21_value){.kind = P21_NOTHING};
		if (value(p, *end, depth + 1) < 0)
			return -1;
		end = &(*end)->next;
		v->count++;
	} while (takes(p, ','));
	return takes(p, ')') ? 0 : fail(p, "a comma or ) is missing");
}

/* LENGTH_MEASURE(25.4), or a word of edition 3. */
static int
typed(struct parser *p, struct p21_value *v, int depth)
{
	struct slice name = word(p);

	if (!name.len)
		return fail(p, p->at < p->all.len ? "what is no value of "
		    "Part 21" : "a value is missing");
	if (!takes(p, '(')) {
		v->kind = P21_WORD;
		v->text = name;
		return 0;
	}
	v->kind = P21_TYPED;
	v->text = in_capitals(name, p->arena);
	return list(p, v, depth);
}

static int
number(struct parser *p, struct p21_value *v)
{
	size_t start = p->at;
	unsigned char c;

	v->kind = P21_NUMBER;
	for (c = look(p); (c >= '0' && c <= '9') || (c && strchr("+-.Ee", c));
	    c = look(p))
		p->at++;
	v->text = slice_from(p->all.at + start, p->at - start);
	return 0;
}

/* .NOT_KNOWN. */
static int
enumeration(struct parser *p, struct p21_value *v)
{
	p->at++;
	v->kind = P21_ENUM;
	v->text = in_capitals(word(p), p->arena);
	if (!v->text.len || look(p) != '.')
		return fail(p, "what is no enumeration");
	p->at++;
	return 0;
}

static int
reference(struct parser *p, struct p21_value *v)
{
	p->at++;
	v->kind = P21_REFERENCE;
	v->text = digits(p);
	return v->text.len ? 0 : fail(p, "a # without a number");
}

/* @12, and <an address>. */
static int
resource(struct parser *p, struct p21_value *v)
{
	size_t start = p->at++;
	const char *end;

	v->kind = P21_WORD;
	if (p->all.at[start] == '<') {
		end = memchr(p->all.at + start, '>', p->all.len - start);
		if (!end)
			return fail(p, "a > is missing");
		p->at = (size_t)(end - p->all.at) + 1;
	} else {
		(void)word(p);
	}
	v->text = slice_from(p->all.at + start, p->at - start);
	return 0;
}

static int
value(struct parser *p, struct p21_value *v, int depth)
{
	unsigned char next;

	skip(p);
	switch (look(p)) {
	case '$':
	case '*':
		v->kind = look(p) == '$' ? P21_NOTHING : P21_DERIVED;
		p->at++;
		return 0;
	case '\'':
		v->kind = P21_STRING;
		return quoted(p, v, '\'');
	case '"':
		v->kind = P21_BINARY;
		return quoted(p, v, '"');
	case '(':
		p->at++;
		v->kind = P21_LIST;
		return list(p, v, depth);
	case '#':
		return reference(p, v);
	case '.':
		next = p->at + 1 < p->all.len ?
		    (unsigned char)p->all.at[p->at + 1] : 0;
		if (next < '0' || next > '9')
			return enumeration(p, v);
		return number(p, v);
	case '@':
	case '<':
		return resource(p, v);
	case '+':
	case '-':
		return number(p, v);
	default:
		if (look(p) >= '0' && look(p) <= '9')
			return number(p, v);
		return typed(p, v, depth);
	}
}

/* --- instances --- */

static int
part(struct parser *p, struct p21_part **out)
{
	struct slice name;

	skip(p);
	name = word(p);
	if (!name.len || !takes(p, '('))
		return fail(p, "NAME(...) was expected");
	*out = arena_alloc(p->arena, sizeof(**out));
	**out = (struct p21_part){.name = in_capitals(name, p->arena)};
	(*out)->parameters.kind = P21_LIST;
	return list(p, &(*out)->parameters, 1);
}

static int
parts(struct parser *p, struct p21_part **end)
{
	for (; !takes(p, ')'); end = &(*end)->next)
		if (part(p, end) < 0)
			return -1;
	return 0;
}

/* What stands before the name or bracket: #12 = */
static int
instance_id(struct parser *p, struct slice *id)
{
	*id = SLICE("");
	if (!takes(p, '#'))
		return 0;
	*id = digits(p);
	if (!id->len || !takes(p, '='))
		return fail(p, "#NUMBER= was expected");
	return 0;
}

int
p21_parse(struct p21_instance *out, struct arena *a, struct slice statement,
    const char *name, struct err *e)
{
	struct parser p = {statement, 0, a, out->line, name, e};

	out->first = NULL;
	if (instance_id(&p, &out->id) < 0)
		return -1;
	if (out->id.len && takes(&p, '(')) {
		if (parts(&p, &out->first) < 0)
			return -1;
		if (!out->first)
			return fail(&p, "an instance of nothing");
	} else if (part(&p, &out->first) < 0) {
		return -1;
	}
	skip(&p);
	if (p.at < statement.len)
		return fail(&p, "more than an instance (a semicolon is "
		    "missing)");
	return 0;
}

struct slice
p21_name(struct slice statement)
{
	struct err e = ERR_INIT;
	struct parser p = {statement, 0, NULL, 1, "", &e};
	struct slice id, name;

	if (instance_id(&p, &id) < 0)
		return SLICE("");
	skip(&p);
	name = word(&p);
	/* At the end of what is there it may go on. */
	return p.at < statement.len ? name : SLICE("");
}

const struct p21_part *
p21_part(const struct p21_instance *instance, struct slice name)
{
	const struct p21_part *at;

	for (at = instance->first; at; at = at->next)
		if (slice_equal(at->name, name))
			return at;
	return NULL;
}
