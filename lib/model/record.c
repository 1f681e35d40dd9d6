/* record.c - values of a record, and printing the canonical line. */
#include "model/record.h"

#include "format/json_add.h"

void
record_init(struct record *r, enum record_type type)
{
	const struct schema_type *t = &schema_types[type];
	unsigned i;

	memset(r->values, 0, sizeof(r->values[0]) * t->member_count);
	r->type = type;
	for (i = 0; i < t->key_count; i++) {
		r->values[i].kind = VALUE_TEXT;
		r->values[i].text = SLICE("");
	}
	r->attrs = (struct extras){NULL, 0};
	r->others = (struct extras){NULL, 0};
	r->attrs_null = false;
	r->change = NULL;
}

struct slice
record_text(const struct record *r, unsigned member)
{
	const struct value *v = &r->values[member];

	if (v->kind == VALUE_TEXT || v->kind == VALUE_NUMBER)
		return v->text;
	return SLICE("");
}

bool
record_flag(const struct record *r, unsigned member)
{
	return r->values[member].kind == VALUE_FLAG;
}

bool
record_number(struct decimal *out, const struct record *r, unsigned member)
{
	return r->values[member].kind == VALUE_NUMBER &&
	    decimal_parse(out, r->values[member].text);
}

void
record_key(struct key *k, const struct record *r)
{
	unsigned i;

	k->type = r->type;
	k->count = schema_types[r->type].key_count;
	for (i = 0; i < k->count; i++)
		k->parts[i] = r->values[i].text;
}

void
record_set_key(struct record *r, const struct key *k)
{
	unsigned i;

	for (i = 0; i < k->count; i++) {
		r->values[i].kind = VALUE_TEXT;
		r->values[i].text = k->parts[i];
	}
}

bool
record_equal(const struct record *a, const struct record *b)
{
	unsigned i;

	if (a->type != b->type)
		return false;
	for (i = 0; i < schema_types[a->type].member_count; i++)
		if (!value_equal(&a->values[i], &b->values[i]))
			return false;
	return extras_equal(&a->attrs, &b->attrs) &&
	    extras_equal(&a->others, &b->others);
}

/* Members from index `from` on, each with a comma in front. */
static void
add_members(struct buf *b, const struct record *r, unsigned from)
{
	const struct schema_type *t = &schema_types[r->type];
	unsigned i;

	for (i = from; i < t->member_count; i++) {
		if (r->values[i].kind == VALUE_ABSENT)
			continue;
		buf_add_slice(b, t->members[i].lead);
		value_add(b, &r->values[i]);
	}
	if (r->attrs_null) {
		buf_add_text(b, ",\"attrs\":null");
	} else if (r->attrs.count) {
		buf_add_text(b, ",\"attrs\":{");
		extras_add(b, &r->attrs, false);
		buf_add_byte(b, '}');
	}
	extras_add(b, &r->others, true);
}

void
record_add_change(struct buf *b, const struct change *c)
{
	buf_printf(b, ",\"change\":{\"op\":\"%s\"", change_op_name(c->op));
	if (c->tag_count) {
		buf_add_text(b, ",\"tags\":");
		value_add_texts(b, c->tags, c->tag_count);
	}
	if (c->was) {
		size_t start;

		buf_add_text(b, ",\"was\":{");
		start = b->len;
		add_members(b, c->was, 0);
		/* the first member has no comma in front of it */
		if (b->len > start) {
			memmove(b->at + start, b->at + start + 1,
			    b->len - start - 1);
			b->len--;
		}
		buf_add_byte(b, '}');
	}
	if (c->match.len) {
		buf_add_text(b, ",\"match\":");
		json_add_string(b, c->match);
	}
	if (c->group.len) {
		buf_add_text(b, ",\"group\":");
		json_add_string(b, c->group);
	}
	buf_add_byte(b, '}');
}

void
record_add_line(struct buf *b, const struct record *r)
{
	buf_add_slice(b, schema_types[r->type].lead);
	add_members(b, r, 0);
	if (r->change)
		record_add_change(b, r->change);
	buf_add_byte(b, '}');
}

const char *
change_op_name(enum change_op op)
{
	switch (op) {
	case CHANGE_ADD:
		return "add";
	case CHANGE_CHANGE:
		return "change";
	case CHANGE_REMOVE:
		return "remove";
	}
	BUG("change_op_name: no such operation");
}
