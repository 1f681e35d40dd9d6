/* column.c - members, constants and expressions as texts or null. */
#include "load/column.h"

#include "expr/expr.h"
#include "model/scope.h"

#define TEXT_MOST ((size_t)64 * 1024 * 1024)

static struct column_value
text_value(struct slice text)
{
	return (struct column_value){false, text};
}

static struct column_value
buf_value(struct buf *b, struct arena *a)
{
	struct column_value v = text_value(slice_copy(buf_slice(b), a));

	buf_release(b);
	return v;
}

static struct column_value
set_value(const struct value *set, struct arena *a)
{
	struct buf b = BUF_INIT(TEXT_MOST);
	size_t i;

	for (i = 0; i < set->count; i++) {
		if (i)
			buf_add_byte(&b, ',');
		buf_add_slice(&b, set->set[i]);
	}
	return buf_value(&b, a);
}

static struct column_value
attrs_value(const struct record *r, struct arena *a)
{
	struct buf b = BUF_INIT(TEXT_MOST);

	if (!r->attrs.count)
		return (struct column_value){true, {"", 0}};
	buf_add_byte(&b, '{');
	extras_add(&b, &r->attrs, false);
	buf_add_byte(&b, '}');
	return buf_value(&b, a);
}

static struct column_value
member_value(const struct record *r, unsigned member, struct arena *a)
{
	const struct value *v;

	if (member == TARGET_ATTRS)
		return attrs_value(r, a);
	v = &r->values[member];
	if (schema_types[r->type].members[member].kind == MEMBER_FLAG)
		return text_value(v->kind == VALUE_FLAG ? SLICE("1")
		    : SLICE("0"));
	switch (v->kind) {
	case VALUE_TEXT:
	case VALUE_NUMBER:
	case VALUE_RAW:
		return text_value(v->text);
	case VALUE_SET:
		return set_value(v, a);
	case VALUE_FLAG:
	case VALUE_ABSENT:
	case VALUE_NULL:
		break;
	}
	/* An absent key member is the empty text: NULL is equal to nothing. */
	return (struct column_value){
	    !schema_types[r->type].members[member].key, {"", 0}};
}

int
column_values(const struct target_section *s, const struct record *r,
    struct column_value *values, struct arena *a, struct err *e)
{
	const struct expr_input in = {.record = r};
	struct expr_value out;
	size_t i;

	for (i = 0; i < s->count; i++) {
		const struct target_column *c = &s->columns[i];

		switch (c->source) {
		case TARGET_MEMBER:
			values[i] = member_value(r, c->member, a);
			break;
		case TARGET_CONSTANT:
			values[i] = text_value(c->text);
			break;
		case TARGET_EXPRESSION:
			if (expr_eval(c->expr, &in, &out, e) < 0)
				return -1;
			values[i] = (struct column_value){out.null,
			    slice_copy(out.text, a)};
			break;
		case TARGET_PARTS:
			/* Not the record's own: whoever has them puts them. */
			values[i] = (struct column_value){true, {"", 0}};
			break;
		}
	}
	return 0;
}

void
column_key_values(const struct target_section *s, const struct key *k,
    struct column_value *values)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		values[i] = s->columns[i].key
		    ? text_value(k->parts[s->columns[i].member])
		    : (struct column_value){true, {"", 0}};
}

struct hash128
column_digest(const struct column_value *values, size_t count,
    struct buf *scratch)
{
	size_t i;

	buf_clear(scratch);
	for (i = 0; i < count; i++) {
		uint64_t len = values[i].null ? UINT64_MAX
		    : values[i].text.len;
		char bytes[8];
		unsigned n;

		/* Lengths in front: no two lists of texts are alike. */
		for (n = 0; n < 8; n++)
			bytes[n] = (char)(len >> (8 * (7 - n)) & 0xff);
		buf_add(scratch, bytes, sizeof(bytes));
		if (!values[i].null)
			buf_add_slice(scratch, values[i].text);
	}
	return hash_128(scratch->at, scratch->len);
}

void
column_digest_bytes(char bytes[COLUMN_DIGEST_SIZE], struct hash128 h)
{
	unsigned n;

	for (n = 0; n < 8; n++) {
		bytes[n] = (char)(h.high >> (8 * (7 - n)) & 0xff);
		bytes[8 + n] = (char)(h.low >> (8 * (7 - n)) & 0xff);
	}
}

/* What is made from a part that the source lacks may be made up. */
static bool
expression_supplied(const struct expr *x, enum record_type type,
    const struct scope *scope)
{
	unsigned i;

	for (i = 0; i < schema_types[type].member_count; i++)
		if (expr_reads(x, type, i) && !scope_supplies(scope, type, i))
			return false;
	return !expr_reads(x, type, SCHEMA_MEMBERS_MOST) ||
	    scope_supplies(scope, type, SCHEMA_MEMBERS_MOST);
}

bool
column_supplied(const struct target_section *s, size_t column,
    const struct scope *scope)
{
	const struct target_column *c = &s->columns[column];

	switch (c->source) {
	case TARGET_MEMBER:
		return scope_supplies(scope, s->type, c->member);
	case TARGET_EXPRESSION:
		return expression_supplied(c->expr, s->type, scope);
	case TARGET_CONSTANT:
	case TARGET_PARTS:
		break;
	}
	return true;
}
