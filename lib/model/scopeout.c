/* scopeout.c - scopes as canonical JSON. */
#include "model/scopeout.h"

#include "format/json_add.h"

/* Opens a part: a comma behind what stands already, then its name. */
static void
add_name(struct buf *b, size_t start, const char *name)
{
	if (b->len > start)
		buf_add_byte(b, ',');
	json_add_string(b, slice_of(name));
	buf_add_byte(b, ':');
}

static void
add_types(struct buf *b, const struct scope *s)
{
	bool comma = false;
	unsigned i;

	buf_add_byte(b, '[');
	for (i = 0; i < TYPE_COUNT; i++) {
		if (!s->types[i])
			continue;
		if (comma)
			buf_add_byte(b, ',');
		comma = true;
		json_add_string(b, schema_types[i].name);
	}
	buf_add_byte(b, ']');
}

static int
compare_bytes(const void *a, const void *b)
{
	const struct slice *left = a, *right = b;

	return slice_compare(*left, *right);
}

/* In byte order, and the scope stays as it is. */
static void
add_usages(struct buf *b, const struct value *usages)
{
	struct slice *sorted = mem_grow(NULL, usages->count, sizeof(*sorted));

	if (usages->count)
		memcpy(sorted, usages->set, usages->count * sizeof(*sorted));
	qsort(sorted, usages->count, sizeof(*sorted), compare_bytes);
	value_add_texts(b, sorted, usages->count);
	mem_free(sorted);
}

static void
add_members(struct buf *b, const struct scope *s, enum record_type type)
{
	const struct schema_type *t = &schema_types[type];
	struct slice names[SCHEMA_MEMBERS_MOST + 1];
	size_t n = 0;
	unsigned i;

	for (i = 0; i < t->member_count; i++)
		if (s->members[type][i])
			names[n++] = t->members[i].name;
	if (s->members[type][SCHEMA_MEMBERS_MOST])
		names[n++] = SLICE("attrs");
	qsort(names, n, sizeof(*names), compare_bytes);
	value_add_texts(b, names, n);
}

static void
add_by_type(struct buf *b, const struct scope *s, bool members)
{
	const bool *which = members ? s->limits_members : s->no_removals;
	size_t start;
	unsigned i;

	buf_add_byte(b, '{');
	start = b->len;
	for (i = 0; i < TYPE_COUNT; i++) {
		if (!which[i])
			continue;
		add_name(b, start, schema_types[i].name.at);
		if (members)
			add_members(b, s, (enum record_type)i);
		else
			buf_add_text(b, "false");
	}
	buf_add_byte(b, '}');
}

static bool
any(const bool *flags)
{
	return memchr(flags, true, TYPE_COUNT * sizeof(*flags)) != NULL;
}

static void
add_one(struct buf *b, const struct scope *s)
{
	size_t start;

	buf_add_byte(b, '{');
	start = b->len;
	if (s->limits_types) {
		add_name(b, start, "types");
		add_types(b, s);
	}
	if (s->limits_plants) {
		add_name(b, start, "plants");
		value_add(b, &s->plants);
	}
	if (s->limits_usages) {
		add_name(b, start, "usages");
		add_usages(b, &s->usages);
	}
	if (s->filter.len) {
		add_name(b, start, "filter");
		json_add_string(b, s->filter);
	}
	if (any(s->limits_members)) {
		add_name(b, start, "members");
		add_by_type(b, s, true);
	}
	if (any(s->no_removals)) {
		add_name(b, start, "removals");
		add_by_type(b, s, false);
	}
	buf_add_byte(b, '}');
}

void
scopeout_add(struct buf *b, const struct scope *s)
{
	char comma = '[';

	if (!s->more) {
		add_one(b, s);
		return;
	}
	for (; s; s = s->more) {
		buf_add_byte(b, comma);
		add_one(b, s);
		comma = ',';
	}
	buf_add_byte(b, ']');
}

bool
scopeout_equal(const struct scope *a, const struct scope *b)
{
	struct buf left = BUF_INIT(SIZE_MAX / 2);
	struct buf right = BUF_INIT(SIZE_MAX / 2);
	bool equal;

	scopeout_add(&left, a);
	scopeout_add(&right, b);
	equal = slice_equal(buf_slice(&left), buf_slice(&right));
	buf_release(&left);
	buf_release(&right);
	return equal;
}
