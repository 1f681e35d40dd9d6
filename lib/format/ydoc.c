/*
 * ydoc.c - values from nodes.
 *
 * YAML's own rules of what `no`, `1_000` or `0o17` are depend on the version;
 * here the reader of a key says what it wants, and each has one spelling.
 */
#include "format/ydoc.h"

static const char *
kind_name(const struct ydoc_node *n)
{
	switch (n->kind) {
	case YDOC_LIST:
		return "a list";
	case YDOC_MAP:
		return "a map";
	case YDOC_SCALAR:
		break;
	}
	return ydoc_null(n) ? "empty" : "a text";
}

int
ydoc_check_map(const struct ydoc_node *n, struct err *e)
{
	if (n->kind == YDOC_MAP)
		return 0;
	return ydoc_error(n, e, "must be a map, is %s", kind_name(n));
}

int
ydoc_check_list(const struct ydoc_node *n, struct err *e)
{
	if (n->kind == YDOC_LIST)
		return 0;
	return ydoc_error(n, e, "must be a list, is %s", kind_name(n));
}

static bool
listed(struct slice text, const char *const *names, int *index)
{
	int i;

	for (i = 0; names[i]; i++) {
		if (slice_is(text, names[i])) {
			*index = i;
			return true;
		}
	}
	return false;
}

int
ydoc_check_keys(
    const struct ydoc_node *n, const char *const *names, struct err *e)
{
	const struct ydoc_node *entry;
	const char *nearest;
	int index;

	if (ydoc_check_map(n, e) < 0)
		return -1;
	for (entry = n->first; entry; entry = entry->next) {
		if (listed(entry->key, names, &index))
			continue;
		nearest = slice_nearest(entry->key, names);
		return ydoc_error_key(entry, e, "unknown key \"%.*s\"%s%s%s",
		    SLICE_ARGS(entry->key), nearest ? " (did you mean \"" : "",
		    nearest ? nearest : "", nearest ? "\"?)" : "");
	}
	return 0;
}

const struct ydoc_node *
ydoc_get(const struct ydoc_node *map, const char *key)
{
	const struct ydoc_node *n;

	if (map->kind != YDOC_MAP)
		return NULL;
	for (n = map->first; n; n = n->next)
		if (slice_is(n->key, key))
			return n;
	return NULL;
}

const struct ydoc_node *
ydoc_need(const struct ydoc_node *map, const char *key, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(map, key);

	if (!n && ydoc_check_map(map, e) == 0)
		ydoc_error(map, e, "key \"%s\" is missing", key);
	return n;
}

/*
 * 1: a scalar with a value; 0: absent; -1: the error of ydoc_need, or of a
 * node that is not what `wanted` says.
 */
static int
scalar(const struct ydoc_node *n, const char *wanted, struct err *e)
{
	if (!n)
		return e->kind ? -1 : 0;
	if (n->kind == YDOC_SCALAR && !ydoc_null(n))
		return 1;
	return ydoc_error(n, e, "must be %s, is %s", wanted, kind_name(n));
}

int
ydoc_text(const struct ydoc_node *n, struct slice *out, struct err *e)
{
	int got = scalar(n, "a text", e);

	if (got > 0)
		*out = n->text;
	return got < 0 ? -1 : 0;
}

int
ydoc_string(const struct ydoc_node *n, const char **out, struct err *e)
{
	int got = scalar(n, "a text", e);

	if (got > 0)
		*out = n->text.at;
	return got < 0 ? -1 : 0;
}

int
ydoc_flag(const struct ydoc_node *n, bool *out, struct err *e)
{
	static const char *const words[] = {
	    "yes",
	    "true",
	    "no",
	    "false",
	    NULL,
	};
	int index, got = scalar(n, "yes or no", e);

	if (got <= 0)
		return got;
	if (!n->plain || !listed(n->text, words, &index))
		return ydoc_error(n, e, "must be yes or no, is \"%.*s\"",
		    SLICE_ARGS(n->text));
	*out = index < 2;
	return 0;
}

/* Digits with an optional "-", within long. */
static bool
number_parse(struct slice text, long *out)
{
	bool negative = slice_begins(text, SLICE("-"));
	uint64_t number;

	if (negative) {
		text.at++;
		text.len--;
	}
	if (!text_to_number(text, (uint64_t)LONG_MAX, &number))
		return false;
	*out = negative ? -(long)number : (long)number; /* <= LONG_MAX */
	return true;
}

int
ydoc_number(const struct ydoc_node *n, struct ydoc_range range, long *out,
    struct err *e)
{
	int got = scalar(n, "a whole number", e);
	long number;

	if (got <= 0)
		return got;
	if (!number_parse(n->text, &number) || number < range.least ||
	    number > range.most)
		return ydoc_error(n, e,
		    "must be a whole number from %ld to "
		    "%ld, is \"%.*s\"",
		    range.least, range.most, SLICE_ARGS(n->text));
	*out = number;
	return 0;
}

int
ydoc_decimal(const struct ydoc_node *n, struct decimal *out, struct err *e)
{
	int got = scalar(n, "a number", e);

	if (got <= 0)
		return got;
	if (!decimal_parse(out, n->text))
		return ydoc_error(n, e, "must be a number, is \"%.*s\" (%s)",
		    SLICE_ARGS(n->text), decimal_why(n->text));
	return 0;
}

int
ydoc_choice(const struct ydoc_node *n, const char *const *names, int *out,
    struct err *e)
{
	int i, got = scalar(n, "a text", e);
	struct buf known = BUF_INIT(ERR_TEXT_MOST / 2);
	const char *nearest;

	if (got <= 0 || listed(n->text, names, out))
		return got < 0 ? -1 : 0;
	nearest = slice_nearest(n->text, names);
	for (i = 0; names[i]; i++)
		buf_printf(&known, "%s%s", i ? ", " : "", names[i]);
	ydoc_error(n, e, "unknown value \"%.*s\" (%s%s%s)", SLICE_ARGS(n->text),
	    nearest ? "did you mean \"" : "one of ",
	    nearest ? nearest : buf_text(&known), nearest ? "\"?" : "");
	buf_release(&known);
	return -1;
}

int
ydoc_duration(const struct ydoc_node *n, long *out, struct err *e)
{
	static const struct {
		char unit;
		long seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
	struct slice text = SLICE_INIT("");
	uint64_t number;
	size_t i;

	if (ydoc_text(n, &text, e) < 0)
		return -1;
	if (!n)
		return 0;
	for (i = 0; i < COUNT_OF(units) && text.len > 1; i++)
		if (text.at[text.len - 1] == units[i].unit &&
		    text_to_number(slice_from(text.at, text.len - 1), 100000,
		    &number)) {
			*out = (long)number * units[i].seconds;
			return 0;
		}
	return ydoc_error(n, e, "is no duration (a number and s, m, h or d, "
	    "as 90s)");
}

int
ydoc_pointer(const struct ydoc_node *n, struct slice *out, struct err *e)
{
	if (ydoc_text(n, out, e) < 0)
		return -1;
	if (n && out->len && *out->at != '/')
		return ydoc_error(n, e, "is no JSON Pointer (\"\", or begins "
		    "with \"/\")");
	return 0;
}

int
ydoc_texts(const struct ydoc_node *n, struct ydoc_texts *out, struct err *e)
{
	const struct ydoc_node *child;
	struct slice *at;
	size_t i = 0;

	if (!n)
		return e->kind ? -1 : 0;
	if (n->kind == YDOC_SCALAR) {
		if (scalar(n, "a list of texts", e) < 0)
			return -1;
		*out = (struct ydoc_texts){&n->text, 1};
		return 0;
	}
	if (ydoc_check_list(n, e) < 0)
		return -1;
	at = arena_alloc(&n->doc->arena, n->count * sizeof(*at));
	for (child = n->first; child; child = child->next)
		if (ydoc_text(child, &at[i++], e) < 0)
			return -1;
	*out = (struct ydoc_texts){at, n->count};
	return 0;
}
