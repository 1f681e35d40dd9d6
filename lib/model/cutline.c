/* cutline.c - the values that a scan has found, taken for what they are. */
#include "model/cutline.h"

#include "model/scan.h"

/* The strings of an array that holds no escapes. */
static void
take_texts(struct value *v, struct slice raw, struct arena *a)
{
	size_t room = 1, count = 1, i;
	const char *p = raw.at + 1, *end = raw.at + raw.len - 1, *start;

	/* in an upper bound of their number, by twos as sets have it */
	for (i = 0; i < raw.len; i++)
		count += raw.at[i] == ',';
	while (room < count)
		room *= 2;
	v->kind = VALUE_SET;
	v->set = arena_alloc(a, room * sizeof(*v->set));
	while (p < end) {
		start = ++p;
		p = memchr(p, '"', (size_t)(end - p));
		v->set[v->count++] = slice_from(start, (size_t)(p - start));
		p += 2;
	}
}

static void
take_value(struct value *v, enum member_kind kind, struct slice raw,
    struct arena *a)
{
	bool quoted = *raw.at == '"';

	*v = (struct value)VALUE_INIT;
	if (kind == MEMBER_SET) {
		take_texts(v, raw, a);
		return;
	}
	if (kind == MEMBER_FLAG) {
		v->kind = VALUE_FLAG;
		return;
	}
	v->kind = kind == MEMBER_NUMBER ? VALUE_NUMBER : VALUE_TEXT;
	v->text = slice_from(raw.at + quoted, raw.len - 2 * quoted);
}

/* Site fields: in order, each name once. */
static void
take_attrs(struct extras *attrs, struct slice raw, struct arena *a)
{
	const char *p = raw.at + 1, *end = raw.at + raw.len - 1, *start;
	struct slice name;
	struct value v;

	for (; p < end; p++) {
		start = ++p;
		p = memchr(p, '"', (size_t)(end - p));
		name = slice_from(start, (size_t)(p - start));
		start = p += 2;
		if (*p == '"')
			p = memchr(p + 1, '"', (size_t)(end - p - 1));
		while (p < end && *p != ',')
			p++;
		take_value(&v, *start == '"' ? MEMBER_TEXT : *start == 't'
		    ? MEMBER_FLAG : MEMBER_NUMBER,
		    slice_from(start, (size_t)(p - start)), a);
		extras_append(attrs, name, v, a);
	}
}

bool
cutline_record(struct record *r, struct slice line, struct arena *a)
{
	struct slice values[SCHEMA_MEMBERS_MOST + 1];
	const struct schema_type *t;
	struct scan scan;
	unsigned i;

	memset(values, 0, sizeof(values));
	if ((line.len && memchr(line.at, '\\', line.len)) ||
	    !scan_values(&scan, line, values))
		return false;
	record_init(r, scan.type);
	t = &schema_types[scan.type];
	for (i = 0; i < t->member_count; i++)
		if (values[i].at)
			take_value(&r->values[i], t->members[i].kind,
			    values[i], a);
	if (values[i].at)
		take_attrs(&r->attrs, values[i], a);
	return true;
}
