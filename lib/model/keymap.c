/* keymap.c - three maps from names to names. */
#include "model/keymap.h"

#include "format/csvin.h"

static const char *const kinds[] = {"usage", "plant", "item", NULL};

void
keymap_release(struct keymap *m)
{
	int i;

	for (i = 0; i < KEYMAP_KINDS; i++) {
		map_release(&m->names[i]);
		map_release(&m->made[i]);
	}
	mem_free(m->targets);
	arena_release(&m->texts);
	memset(m, 0, sizeof(*m));
}

int
keymap_put(struct keymap *m, enum keymap_kind kind, struct slice old,
    struct slice new, struct err *e)
{
	bool added;
	uint64_t *at;

	if (kind == KEYMAP_ITEM && (!old.len || !new.len))
		return err_set(e, ERR_USAGE, "%s item: an item without a "
		    "number", keymap_said_by(m));
	at = map_put(&m->names[kind], old, &added);
	if (!added) {
		if (slice_equal(m->targets[*at], new))
			return 0;
		return err_set(e, ERR_USAGE, "%s %s: \"%.*s\" would "
		    "become both \"%.*s\" and \"%.*s\"",
		    keymap_said_by(m), kinds[kind],
		    SLICE_ARGS(old), SLICE_ARGS(m->targets[*at]),
		    SLICE_ARGS(new));
	}
	*at = m->count;
	if (m->count == m->size) {
		m->size = mem_next_size(m->size, m->count + 1);
		m->targets = mem_grow(m->targets, m->size,
		    sizeof(*m->targets));
	}
	m->targets[m->count++] = slice_copy(new, &m->texts);
	map_put(&m->made[kind], new, NULL);
	return 0;
}

/* A first row that names the columns is no item. */
static bool
names_columns(const struct csvin_row *row)
{
	return row->count == 2 && ((slice_is(row->fields[0], "old") &&
	    slice_is(row->fields[1], "new")) ||
	    (slice_is(row->fields[0], "plm") &&
	    slice_is(row->fields[1], "erp")));
}

int
keymap_add_items(struct keymap *m, const char *path, struct err *e)
{
	struct csvin in;
	struct csvin_row row;
	bool first = true;
	int got;

	if (csvin_open(&in, path, NULL, e) < 0) {
		csvin_close(&in);
		return err_in(e, "%s item", keymap_said_by(m));
	}
	while ((got = csvin_next(&in, &row, e)) > 0) {
		if (row.count != 2)
			got = csvin_error(&in, &row, e, "expected the columns "
			    "old and new");
		else if (!(first && names_columns(&row)))
			got = keymap_put(m, KEYMAP_ITEM, row.fields[0],
			    row.fields[1], e);
		first = false;
		if (got < 0)
			break;
	}
	csvin_close(&in);
	return got;
}

int
keymap_add(struct keymap *m, const char *said, struct err *e)
{
	struct slice rest, kind, old;
	int i;

	rest = slice_of(said);
	kind = slice_cut(&rest, ':');
	for (i = 0; kinds[i] && !slice_is(kind, kinds[i]); i++)
		;
	if (!kinds[i] || !rest.at)
		return err_set(e, ERR_USAGE, "--map: \"%s\" is no map "
		    "(expected usage:OLD=NEW, plant:OLD=NEW or item:FILE)",
		    said);
	if (i == KEYMAP_ITEM)
		return keymap_add_items(m, rest.at, e);
	old = slice_cut(&rest, '=');
	if (!rest.at)
		return err_set(e, ERR_USAGE, "--map %s: \"%.*s\" has no \"=\" "
		    "(expected OLD=NEW)", kinds[i], SLICE_ARGS(old));
	return keymap_put(m, (enum keymap_kind)i, old, rest, e);
}

/* What a key member names; KEYMAP_KINDS: something else. */
static enum keymap_kind
kind_of(struct slice member)
{
	static const struct {
		const char *name;
		enum keymap_kind kind;
	} all[] = {
	    {"usage", KEYMAP_USAGE}, {"plant", KEYMAP_PLANT},
	    {"item", KEYMAP_ITEM}, {"parent", KEYMAP_ITEM},
	    {"component", KEYMAP_ITEM}, {"substitute", KEYMAP_ITEM},
	    {"alternate", KEYMAP_ITEM},
	};
	size_t i;

	for (i = 0; i < COUNT_OF(all); i++)
		if (slice_is(member, all[i].name))
			return all[i].kind;
	return KEYMAP_KINDS;
}

bool
keymap_rewrite(const struct keymap *m, struct key *k)
{
	const struct schema_member *members = schema_types[k->type].members;
	enum keymap_kind kind;
	const uint64_t *at;
	bool any = false;
	unsigned i;

	for (i = 0; i < k->count; i++) {
		kind = kind_of(members[i].name);
		at = kind == KEYMAP_KINDS ? NULL
		    : map_find(&m->names[kind], k->parts[i]);
		if (!at)
			continue;
		k->parts[i] = m->targets[*at];
		any = true;
	}
	return any;
}

bool
keymap_displaced(const struct keymap *m, const struct key *k)
{
	const int at[2] = {schema_usage(k->type), schema_plant(k->type)};
	int i;

	for (i = 0; i < 2; i++)
		if (at[i] >= 0 && map_find(&m->made[i], k->parts[at[i]]) &&
		    !map_find(&m->names[i], k->parts[at[i]]))
			return true;
	return (k->type == TYPE_BOM || k->type == TYPE_BOM_LINE ||
	    k->type == TYPE_SUBSTITUTE) &&
	    map_find(&m->made[KEYMAP_ITEM], k->parts[BOM_PARENT]) &&
	    !map_find(&m->names[KEYMAP_ITEM], k->parts[BOM_PARENT]);
}

static void
rewrite_set(const struct keymap *m, enum keymap_kind kind, struct value *v,
    struct arena *a)
{
	struct slice *set;
	const uint64_t *at;
	size_t i;

	if (!v->count || !m->names[kind].count)
		return;
	set = arena_alloc(a, v->count * sizeof(*set));
	for (i = 0; i < v->count; i++) {
		at = map_find(&m->names[kind], v->set[i]);
		set[i] = at ? m->targets[*at] : v->set[i];
	}
	v->set = set;
	value_set_sort(v);
}

void
keymap_scope(const struct keymap *m, struct scope *s, struct arena *a)
{
	for (; s; s = s->more) {
		if (s->limits_usages)
			rewrite_set(m, KEYMAP_USAGE, &s->usages, a);
		if (s->limits_plants)
			rewrite_set(m, KEYMAP_PLANT, &s->plants, a);
	}
}
