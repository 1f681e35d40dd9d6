/* json_add.c - canonical JSON, written as it is read. */
#include "format/json_add.h"

#include "base/decimal.h"
#include "format/json.h"

static void
add_escape(struct buf *b, char c)
{
	static const char meant[] = "\"\\\b\t\n\f\r";
	static const char letters[] = "\"\\btnfr";
	const char *found = memchr(meant, c, sizeof(meant) - 1);

	if (found) {
		char escape[2] = {'\\', letters[found - meant]};

		buf_add(b, escape, sizeof(escape));
	} else {
		buf_printf(b, "\\u%04x", (unsigned)c);
	}
}

void
json_add_string(struct buf *b, struct slice text)
{
	const char *p = text.len ? text.at : "", *end = p + text.len;
	const char *stop = json_plain_end(p, end);

	if (stop == end && buf_reserve(b, text.len + 2)) {
		char *to = b->at + b->len;

		*to++ = '"';
		memcpy(to, p, text.len);
		to[text.len] = '"';
		b->len += text.len + 2;
		return;
	}
	buf_add_byte(b, '"');
	for (;;) {
		/* the sign of a char tells nothing, its bit 7 does */
		while (stop < end && (unsigned char)*stop > 0x7f)
			stop = json_plain_end(stop + 1, end);
		buf_add(b, p, (size_t)(stop - p));
		if (stop == end)
			break;
		add_escape(b, *stop);
		p = stop + 1;
		stop = json_plain_end(p, end);
	}
	buf_add_byte(b, '"');
}

/* A member of an object on its way out: its name, and where it is in b. */
struct member {
	struct slice name;
	size_t from;
	size_t len;
	const char *at; /* its value in the text, for messages */
	const char *line_start;
	unsigned long line;
	struct member *next;
};

struct members {
	struct member *first;
	struct member *last;
	size_t count;
	bool sorted; /* strictly, so without doubled ones */
};

static int
add_number(struct buf *b, struct json *j, struct slice text, struct err *e)
{
	char canonical[DECIMAL_TEXT_SIZE];
	struct decimal d;
	unsigned digits;

	if (!decimal_canonical(text, &digits)) {
		if (!decimal_parse(&d, text)) {
			j->at = text.at;
			return json_error(
			    j, e, "number with %s", decimal_why(text));
		}
		text = slice_from(canonical, decimal_print(canonical, d));
		digits = decimal_digits(d);
	}
	if (digits > DECIMAL_DIGITS_PLAIN) {
		json_add_string(b, text);
		return 0;
	}
	buf_add_slice(b, text);
	return 0;
}

static int
add_checked(struct buf *b, struct json *j, struct slice text, struct err *e)
{
	if (text.len && memchr(text.at, '\0', text.len))
		return json_error(j, e, "U+0000 is not allowed");
	json_add_string(b, text);
	return 0;
}

static int
add_array(struct buf *b, struct json *j, struct err *e)
{
	bool first = true;
	int got;

	buf_add_byte(b, '[');
	while ((got = json_element(j, e)) > 0) {
		if (!first)
			buf_add_byte(b, ',');
		first = false;
		if (json_add_canonical(b, j, e) < 0)
			return -1;
	}
	buf_add_byte(b, ']');
	return got;
}

/* By name; of one name the one that stands first in the text. */
static int
member_compare(const void *a, const void *b)
{
	/* qsort hands over pointers to the array's pointers */
	const struct member *x = *(const struct member *const *)a;
	const struct member *y = *(const struct member *const *)b;
	int c = slice_compare(x->name, y->name);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static int
doubled(struct json *j, const struct member *m, struct err *e)
{
	j->at = m->at;
	j->line_start = m->line_start;
	j->line = m->line;
	return json_error(j, e, "member \"%.*s\" stands twice in an object",
	    SLICE_ARGS(m->name));
}

/*
 * Puts the members, written to b from `from` on in the order of the text,
 * into byte order.  Most texts have them so already and never come here,
 * which is why they are not held back and sorted before they are written.
 */
static int
members_sort(struct buf *b, size_t from, const struct members *list,
    struct json *j, struct err *e)
{
	struct member **sorted = mem_grow(NULL, list->count, sizeof(*sorted));
	size_t i = 0, len = b->len - from;
	char *copy = mem_grow(NULL, len, 1);
	struct member *m;
	int rc = -1;

	for (m = list->first; m; m = m->next)
		sorted[i++] = m;
	qsort(sorted, list->count, sizeof(*sorted), member_compare);
	for (i = 1; i < list->count; i++)
		if (slice_equal(sorted[i - 1]->name, sorted[i]->name)) {
			rc = doubled(j, sorted[i], e);
			goto out;
		}
	if (len) /* 0 where even the first byte was over the ceiling */
		memcpy(copy, b->at + from, len);
	b->len = from;
	for (i = 0; i < list->count; i++) {
		if (i)
			buf_add_byte(b, ',');
		buf_add(b, copy + (sorted[i]->from - from), sorted[i]->len);
	}
	rc = 0;
out:
	mem_free(copy);
	mem_free(sorted);
	return rc;
}

static int
add_member(struct buf *b, struct json *j, struct members *list,
    struct slice name, struct err *e)
{
	struct member *m = arena_alloc(j->arena, sizeof(*m));

	if (list->count)
		buf_add_byte(b, ',');
	*m = (struct member){
	    name, b->len, 0, j->at, j->line_start, j->line, NULL};
	if (add_checked(b, j, name, e) < 0)
		return -1;
	buf_add_byte(b, ':');
	if (json_add_canonical(b, j, e) < 0)
		return -1;
	m->len = b->len - m->from;
	if (list->last && slice_compare(list->last->name, name) >= 0)
		list->sorted = false;
	if (list->last)
		list->last->next = m;
	else
		list->first = m;
	list->last = m;
	list->count++;
	return 0;
}

static int
add_object(struct buf *b, struct json *j, struct err *e)
{
	struct members list = {NULL, NULL, 0, true};
	struct slice name;
	size_t from;
	int got;

	buf_add_byte(b, '{');
	from = b->len;
	while ((got = json_member(j, &name, e)) > 0)
		if (add_member(b, j, &list, name, e) < 0)
			return -1;
	if (got == 0 && !list.sorted)
		got = members_sort(b, from, &list, j, e);
	buf_add_byte(b, '}');
	return got;
}

/* Calls itself for what is inside; the reader's ceiling of depth bounds it. */
int
json_add_canonical(struct buf *b, struct json *j, struct err *e)
{
	struct json_value v;

	if (json_value(j, &v, e) < 0)
		return -1;
	switch (v.kind) {
	case JSON_NULL:
	case JSON_FALSE:
	case JSON_TRUE:
		buf_add_slice(b, v.text);
		return 0;
	case JSON_NUMBER:
		return add_number(b, j, v.text, e);
	case JSON_STRING:
		return add_checked(b, j, v.text, e);
	case JSON_OBJECT:
		return add_object(b, j, e);
	case JSON_ARRAY:
		return add_array(b, j, e);
	}
	BUG("there is no such kind of value");
}
