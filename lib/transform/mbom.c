/* mbom.c - an array of lines; fractions in and out of them. */
#include "transform/mbom.h"

#define WHY_MOST ((size_t)64 * 1024)

void
mbom_init(struct mbom *m, const struct restructure_rules *r)
{
	memset(m, 0, sizeof(*m));
	m->rules = r;
	buf_init(&m->why, WHY_MOST);
}

void
mbom_release(struct mbom *m)
{
	mem_free(m->lines);
	arena_release(&m->arena);
	buf_release(&m->why);
	memset(m, 0, sizeof(*m));
}

void
mbom_start(struct mbom *m, const struct slice keys[RAWLINE_BOM_KEYS],
    struct slice header)
{
	memcpy(m->keys, keys, sizeof(m->keys));
	m->header = header;
	m->count = 0;
	m->rejected = false;
	arena_reset(&m->arena);
	buf_clear(&m->why);
}

struct mbom_line *
mbom_push(struct mbom *m)
{
	struct mbom_line *l;

	if (m->count == m->size) {
		m->size = mem_next_size(m->size, m->count + 1);
		m->lines = mem_grow(m->lines, m->size, sizeof(*m->lines));
	}
	l = &m->lines[m->count];
	l->computed = l->gone = false;
	l->origins = l->last = NULL;
	l->subs = NULL;
	l->sub_count = 0;
	l->place = m->count++;
	return l;
}

int
mbom_reject(struct mbom *m, const char *rule, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	if (m->rejected)
		return 1;
	m->rejected = true;
	m->rule = rule;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	buf_add_text(&m->why, text);
	return 1;
}

struct mbom_origin *
mbom_origin(struct mbom *m, struct slice line, uint32_t source,
    const char *rule, struct mbom_origin *next)
{
	struct mbom_origin *o = arena_alloc(&m->arena, sizeof(*o));

	*o = (struct mbom_origin){line, source, rule, next};
	return o;
}

/* Copies of the origins behind the last one. */
static void
append(struct mbom *m, struct mbom_line *to, const struct mbom_origin *from,
    const char *rule)
{
	for (; from; from = from->next) {
		struct mbom_origin *o = mbom_origin(m, from->line,
		    from->source, rule ? rule : from->rule, NULL);

		if (to->last)
			to->last->next = o;
		else
			to->origins = o;
		to->last = o;
	}
}

void
mbom_fold(struct mbom *m, struct mbom_line *to, struct mbom_line *from,
    const char *rule)
{
	if (!to->last)
		append(m, to, to->origins, NULL);
	append(m, to, from->origins, rule);
	from->gone = true;
}

int
mbom_quantity(struct mbom *m, const struct mbom_line *l,
    struct fraction *out, bool *some)
{
	struct decimal d;

	*some = true;
	if (l->computed) {
		*out = l->quantity;
		return 0;
	}
	*some = rawline_number(&d, l->raw.raw[BOM_LINE_QUANTITY]);
	if (*some && !fraction_of(out, d))
		return mbom_reject(m, "rounding", "%s: the quantity needs more "
		    "than 38 digits as a fraction", mbom_name(m, l));
	return 0;
}

int
mbom_settle(struct mbom *m, struct mbom_line *l)
{
	struct decimal d;

	if (!l->computed)
		return 0;
	if (!fraction_decimal(&d, &l->quantity, m->rules->digits,
	    m->rules->rounding))
		return mbom_reject(m, "rounding", "%s: the quantity needs more "
		    "than 38 digits", mbom_name(m, l));
	if (decimal_zero(d) && !l->quantity.zero)
		return mbom_reject(m, "rounding", "%s: a quantity above 0 "
		    "would be rounded to 0 (give rounding more digits)",
		    mbom_name(m, l));
	l->raw.raw[BOM_LINE_QUANTITY] = rawline_of_number(d, &m->arena);
	return 0;
}

const char *
mbom_name(struct mbom *m, const struct mbom_line *l)
{
	struct buf b = BUF_INIT(KEY_MOST * 2);
	const char *text;

	buf_add_slice(&b, rawline_plain(l->raw.raw[BOM_LINE_FIND_NUMBER]));
	buf_add_byte(&b, '/');
	buf_add_slice(&b, rawline_plain(l->raw.raw[BOM_LINE_COMPONENT]));
	text = slice_copy(buf_slice(&b), &m->arena).at;
	buf_release(&b);
	return text;
}
