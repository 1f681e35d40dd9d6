/* slot.c - reaching members and site fields alike. */
#include "transform/slot.h"

#include "base/decimal.h"

bool
slot_find(struct slot *s, enum record_type type, struct slice name)
{
	const struct slice attrs = SLICE("attrs.");
	int index = schema_member_find(type, name);

	*s = (struct slot){SLOT_ATTRS, {"", 0}};
	if (index >= 0) {
		s->member = (unsigned)index;
		return true;
	}
	if (slice_is(name, "attrs"))
		return true;
	if (!slice_begins(name, attrs) || name.len == attrs.len)
		return false;
	s->attr = slice_from(name.at + attrs.len, name.len - attrs.len);
	return true;
}

const struct schema_member *
slot_member(const struct slot *s, enum record_type type)
{
	if (s->member == SLOT_ATTRS)
		return NULL;
	return &schema_types[type].members[s->member];
}

bool
slot_in_key(const struct slot *s, enum record_type type)
{
	return s->member < schema_types[type].key_count;
}

const struct value *
slot_get(const struct slot *s, const struct record *r)
{
	static const struct value absent = VALUE_INIT;
	const struct value *v;

	if (s->member != SLOT_ATTRS)
		return &r->values[s->member];
	v = extras_find(&r->attrs, s->attr);
	return v ? v : &absent;
}

void
slot_put(const struct slot *s, struct record *r, struct value v,
    struct arena *a)
{
	struct extras own;

	if (s->member != SLOT_ATTRS) {
		/* a key member is "" where it is absent */
		if (v.kind == VALUE_ABSENT && slot_in_key(s, r->type))
			v = (struct value){VALUE_TEXT, {"", 0}, NULL, 0};
		r->values[s->member] = v;
		return;
	}
	if (!s->attr.len) {
		r->attrs = (struct extras){NULL, 0};
		return;
	}
	own = (struct extras){
	    arena_alloc(a, (r->attrs.count + 1) * sizeof(*own.list)),
	    r->attrs.count};
	if (own.count)
		memcpy(own.list, r->attrs.list,
		    own.count * sizeof(*own.list));
	extras_put(&own, s->attr, v, a);
	r->attrs = own;
}

const char *
slot_fit(struct value *v, const struct slot *s, enum record_type type,
    struct slice text, struct arena *a)
{
	const struct schema_member *m = slot_member(s, type);
	const char *why = "does not fit";

	*v = (struct value)VALUE_INIT;
	if (slice_utf8_length(text) != text.len)
		return "is not UTF-8";
	if (text.len && memchr(text.at, '\0', text.len))
		return "has U+0000 in it";
	if (!m) {
		*v = value_of_text(text);
		return NULL;
	}
	if (m->required && !text.len)
		return "must not be empty";
	return value_parse(v, m, text, a, &why) ? NULL : why;
}

bool
slot_text(struct slice *text, const struct value *v)
{
	switch (v->kind) {
	case VALUE_ABSENT:
	case VALUE_NULL:
		*text = SLICE("");
		return true;
	case VALUE_TEXT:
	case VALUE_NUMBER:
	case VALUE_RAW:
		*text = v->text;
		return true;
	case VALUE_FLAG:
		*text = SLICE("true");
		return true;
	case VALUE_SET:
		break;
	}
	return false;
}
