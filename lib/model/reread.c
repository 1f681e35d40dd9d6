/*
 * reread.c - one walk along the schema's tables, from quote to quote.
 *
 * As in scan.c members come in schema order, so the search for the next one
 * goes forward only.  Nothing here may fail on a canonical line but for what
 * the header says; on any other the answer is false or wrong, never a read
 * behind the end.
 */
#include "model/reread.h"

/* Where a walk stands. */
struct walk {
	const char *p;
	const char *end;
	struct record *record;
	struct arena *arena;
};

static inline bool
same_eight(const char *a, const char *b)
{
	uint64_t x, y;

	/* loads of any address; a call of memcmp would cost more than it */
	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x == y;
}

/* As in scan.c: ends differ more often than starts. */
static inline bool
take(struct walk *w, struct slice literal)
{
	size_t n = literal.len;

	if ((size_t)(w->end - w->p) < n)
		return false;
	if (n < 8 ? memcmp(w->p, literal.at, n) != 0
	    : !same_eight(w->p + n - 8, literal.at + n - 8) ||
	    !same_eight(w->p, literal.at) || (n > 16 && memcmp(w->p + 8,
	    literal.at + 8, n - 16) != 0))
		return false;
	w->p += n;
	return true;
}

static inline bool
take_byte(struct walk *w, char c)
{
	if (w->p == w->end || *w->p != c)
		return false;
	w->p++;
	return true;
}

/* A string; there are no escapes in the line. */
static inline bool
take_text(struct walk *w, struct slice *text)
{
	const char *start;

	if (!take_byte(w, '"'))
		return false;
	start = w->p;
	while (w->p < w->end && *w->p != '"')
		w->p++;
	*text = slice_from(start, (size_t)(w->p - start));
	return take_byte(w, '"');
}

/* Plain, or between quotes where it is long. */
static bool
take_number(struct walk *w, struct slice *text)
{
	const char *start = w->p;

	if (w->p < w->end && *w->p == '"')
		return take_text(w, text);
	while (w->p < w->end && *w->p != ',' && *w->p != '}')
		w->p++;
	*text = slice_from(start, (size_t)(w->p - start));
	return text->len > 0;
}

static bool
take_set(struct walk *w, struct value *v)
{
	struct slice texts[64];
	size_t size = COUNT_OF(texts);
	struct slice *list = texts, *grown;

	v->count = 0;
	if (!take_byte(w, '['))
		return false;
	do {
		if (v->count == size) {
			grown = arena_alloc(w->arena,
			    2 * size * sizeof(*grown));
			memcpy(grown, list, size * sizeof(*grown));
			list = grown;
			size *= 2;
		}
		if (!take_text(w, &list[v->count++]))
			return false;
	} while (take_byte(w, ','));
	if (list == texts) {
		list = arena_alloc(w->arena, v->count * sizeof(*list));
		memcpy(list, texts, v->count * sizeof(*list));
	}
	v->set = list;
	return take_byte(w, ']');
}

static bool
take_value(struct walk *w, struct value *v, enum member_kind kind)
{
	v->text = SLICE("");
	v->set = NULL;
	v->count = 0;
	switch (kind) {
	case MEMBER_TEXT:
	case MEMBER_DATE:
	case MEMBER_TIME:
		v->kind = VALUE_TEXT;
		return take_text(w, &v->text);
	case MEMBER_NUMBER:
		v->kind = VALUE_NUMBER;
		return take_number(w, &v->text);
	case MEMBER_FLAG:
		v->kind = VALUE_FLAG;
		return take(w, SLICE("true"));
	case MEMBER_SET:
		v->kind = VALUE_SET;
		return take_set(w, v);
	}
	return false;
}

static bool
take_scalar(struct walk *w, struct value *v)
{
	*v = (struct value){VALUE_TEXT, {"", 0}, NULL, 0};
	if (w->p < w->end && *w->p == '"')
		return take_text(w, &v->text);
	if (w->p < w->end && *w->p == 't') {
		v->kind = VALUE_FLAG;
		return take(w, SLICE("true"));
	}
	v->kind = VALUE_NUMBER;
	return take_number(w, &v->text);
}

/* They stand in order already. */
static bool
take_attrs(struct walk *w)
{
	struct slice name;
	struct value v;

	if (!take_byte(w, '{'))
		return false;
	do {
		if (!take_text(w, &name) || !take_byte(w, ':') ||
		    !take_scalar(w, &v))
			return false;
		extras_append(&w->record->attrs, name, v, w->arena);
	} while (take_byte(w, ','));
	return take_byte(w, '}');
}

bool
reread_record(struct record *r, struct slice line, struct arena *a)
{
	struct walk w = {line.at, line.at + line.len, r, a};
	const struct schema_type *t = NULL;
	unsigned i;

	if (memchr(line.at, '\\', line.len))
		return false;
	for (i = 0; i < TYPE_COUNT; i++) {
		t = &schema_types[i];
		if (take(&w, t->lead))
			break;
	}
	if (i == TYPE_COUNT)
		return false;
	record_init(r, (enum record_type)i);
	for (i = 0; i < t->key_count; i++)
		if (!take(&w, t->members[i].lead) ||
		    !take_text(&w, &r->values[i].text))
			return false;
	for (; i < t->member_count && w.end - w.p > 1; i++)
		if (take(&w, t->members[i].lead) && !take_value(&w,
		    &r->values[i], t->members[i].kind))
			return false;
	if (w.end - w.p > 1 && (!take(&w, SLICE(",\"attrs\":")) ||
	    !take_attrs(&w)))
		return false;
	return w.end - w.p == 1 && *w.p == '}';
}
