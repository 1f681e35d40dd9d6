/* packing.c - codes for leads, numbered by their order. */
#include "extract/packing.h"

#include "format/json.h"
#include "format/json_add.h"

#include <endian.h>

/* Types and what stands in keys lie above the codes of leads. */
#define TYPE_LEAST 0x30

static struct slice
lead_of(const struct schema_type *t, unsigned member)
{
	return member < t->member_count ? t->members[member].lead :
	    SLICE(",\"attrs\":");
}

/* The types are in the order of their leads: a quote is below all letters. */
void
packing_init(struct packing *p)
{
	const struct schema_type *t;
	unsigned type, i, j, code;

	memset(p, 0, sizeof(*p));
	for (type = 0; type < TYPE_COUNT; type++) {
		t = &schema_types[type];
		for (i = t->key_count; i <= t->member_count; i++) {
			code = PACKING_LEAST;
			for (j = t->key_count; j <= t->member_count; j++)
				code += slice_compare(lead_of(t, j),
				    lead_of(t, i)) < 0;
			if (code >= PACKING_LEADS)
				BUG("a type has too many members");
			/* small: both are below 256 */
			p->codes[type][i] = (unsigned char)code;
			p->members[type][code] = (unsigned char)i;
		}
	}
}

/* The text as it stands between the quotes, and the closing one. */
static void
add_part(struct buf *b, struct slice text)
{
	const char *p = text.len ? text.at : "", *end = p + text.len;
	size_t at = b->len;

	if (json_plain_end(p, end) == end) {
		buf_add(b, p, text.len);
		buf_add_byte(b, '"');
		return;
	}
	json_add_string(b, text);
	/* without the opening quote, which all have */
	if (b->over)
		return;
	b->len--;
	memmove(b->at + at, b->at + at + 1, b->len - at);
}

void
packing_add_key(struct buf *b, const struct key *k)
{
	unsigned i;

	buf_add_byte(b, (char)(TYPE_LEAST + k->type));
	for (i = 0; i < k->count; i++)
		add_part(b, k->parts[i]);
}

void
packing_add_rest(const struct packing *p, struct buf *b,
    const struct record *r)
{
	const struct schema_type *t = &schema_types[r->type];
	const unsigned char *codes = p->codes[r->type];
	unsigned i;

	if (r->others.count || r->change || r->attrs_null)
		BUG("a record that cannot be packed");
	for (i = t->key_count; i < t->member_count; i++) {
		if (r->values[i].kind == VALUE_ABSENT)
			continue;
		buf_add_byte(b, (char)codes[i]);
		value_add(b, &r->values[i]);
	}
	if (r->attrs.count) {
		buf_add_byte(b, (char)codes[t->member_count]);
		buf_add_byte(b, '{');
		extras_add(b, &r->attrs, false);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, '}');
}

enum record_type
packing_type(struct slice prefix)
{
	return (enum record_type)((unsigned char)*prefix.at - TYPE_LEAST);
}

/* Behind the closing quote of the part that begins at p; NULL: cut off. */
static const char *
part_end(const char *p, const char *end)
{
	const char *from = p, *quote, *back;

	while ((quote = memchr(p, '"', (size_t)(end - p)))) {
		for (back = quote; back > from && back[-1] == '\\'; back--)
			;
		if ((quote - back) % 2 == 0)
			return quote + 1;
		p = quote + 1;
	}
	return NULL;
}

void
packing_print_key(struct buf *b, struct slice prefix)
{
	const struct schema_type *t = &schema_types[packing_type(prefix)];
	const char *at = prefix.at + 1, *end = prefix.at + prefix.len, *next;
	unsigned i;

	buf_add_slice(b, t->lead);
	for (i = 0; at < end; i++, at = next) {
		next = part_end(at, end);
		if (!next || i == t->key_count)
			BUG("a packed key is damaged");
		buf_add_slice(b, t->members[i].lead);
		buf_add_byte(b, '"');
		buf_add(b, at, (size_t)(next - at));
	}
}

/* The next byte below 0x20, eight bytes a step; or the end. */
static const char *
lead_find(const char *p, const char *end)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word, low;

	for (; end - p >= 8; p += 8) {
		memcpy(&word, p, sizeof(word));
		word = le64toh(word);
		/* bit 7 of each byte below 0x20, and of some behind one */
		low = (word - ones * 0x20) & ~word & ones * 0x80;
		if (low)
			return p + __builtin_ctzll(low) / 8;
	}
	while (p < end && (unsigned char)*p >= 0x20)
		p++;
	return p;
}

void
packing_print_rest(const struct packing *p, struct buf *b,
    enum record_type type, struct slice rest)
{
	const struct schema_type *t = &schema_types[type];
	const char *at = rest.at, *end = rest.at + rest.len, *next;

	/* what is behind the last value is the brace */
	while (at < end && (unsigned char)*at < PACKING_LEADS) {
		unsigned code = (unsigned char)*at;

		next = lead_find(at + 1, end);
		buf_add_slice(b, lead_of(t, p->members[type][code]));
		buf_add(b, at + 1, (size_t)(next - at) - 1);
		at = next;
	}
	buf_add(b, at, (size_t)(end - at));
}

size_t
packing_key_length(struct slice prefix)
{
	const struct schema_type *t = &schema_types[packing_type(prefix)];
	/* TYPE gives way to its lead; each part has a quote more */
	size_t n = prefix.len - 1 + t->lead.len;
	unsigned i;

	for (i = 0; i < t->key_count; i++)
		n += t->members[i].lead.len + 1;
	return n;
}

size_t
packing_length(const struct packing *p, struct slice prefix,
    struct slice rest)
{
	enum record_type type = packing_type(prefix);
	const struct schema_type *t = &schema_types[type];
	const char *at, *end = rest.at + rest.len;
	size_t n = packing_key_length(prefix) + rest.len;

	for (at = lead_find(rest.at, end); at < end;
	    at = lead_find(at + 1, end))
		n += lead_of(t, p->members[type][(unsigned char)*at]).len - 1;
	return n;
}
