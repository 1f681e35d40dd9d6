/* members.c - a table from (column, type) to the index of the member. */
#include "expr/members.h"

static unsigned
add_column(struct members *m, struct slice name, enum tree_kind kind)
{
	m->names = mem_grow(m->names, m->count + 2, sizeof(*m->names));
	m->kinds = mem_grow(m->kinds, m->count + 1, sizeof(*m->kinds));
	m->names[m->count] = slice_copy(name, &m->texts).at;
	m->names[m->count + 1] = NULL;
	m->kinds[m->count] = kind;
	return m->count++;
}

void
members_init_texts(struct members *m, const char *const *names)
{
	*m = (struct members)MEMBERS_INIT;
	m->names = mem_zero(sizeof(*m->names));
	for (; *names; names++)
		add_column(m, slice_of(*names), TREE_KIND_TEXT);
}

static enum tree_kind
kind_of(enum member_kind kind)
{
	switch (kind) {
	case MEMBER_NUMBER:
		return TREE_KIND_NUMBER;
	case MEMBER_FLAG:
		return TREE_KIND_INTEGER;
	case MEMBER_TEXT:
	case MEMBER_SET:
	case MEMBER_DATE:
	case MEMBER_TIME:
		break;
	}
	return TREE_KIND_TEXT;
}

static void
add_member(struct members *m, unsigned type, unsigned member)
{
	const struct schema_member *s = &schema_types[type].members[member];
	enum tree_kind kind = kind_of(s->kind);
	unsigned i;

	for (i = MEMBERS_FIRST; i < m->count; i++)
		if (slice_is(s->name, m->names[i]))
			break;
	if (i == m->count) {
		add_column(m, s->name, kind);
		m->index = mem_grow(m->index, m->count, sizeof(*m->index));
		memset(m->index[i], -1, sizeof(m->index[i]));
	}
	m->kinds[i] = tree_common(m->kinds[i], kind);
	m->index[i][type] = (int)member;
}

void
members_init_records(struct members *m)
{
	unsigned type, member;

	*m = (struct members)MEMBERS_INIT;
	add_column(m, SLICE("type"), TREE_KIND_TEXT);
	add_column(m, SLICE("line_number"), TREE_KIND_INTEGER);
	add_column(m, SLICE("change"), TREE_KIND_TEXT);
	for (type = 0; type < TYPE_COUNT; type++)
		for (member = 0; member < schema_types[type].member_count;
		     member++)
			add_member(m, type, member);
}

void
members_release(struct members *m)
{
	mem_free(m->names);
	mem_free(m->kinds);
	mem_free(m->index);
	arena_release(&m->texts);
	*m = (struct members)MEMBERS_INIT;
}

const struct value *
members_value(const struct members *m, unsigned column,
    const struct record *r)
{
	int index = m->index[column][r->type];

	return index < 0 ? NULL : &r->values[index];
}
