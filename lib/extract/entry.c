/* entry.c - reading the entries under `records`. */
#include "extract/entry.h"

#include "extract/placeuse.h"

const char *const entry_keys[] = {
	"type", "from", "where", "when", "members", "attrs", "combine",
	"damage", NULL,
};

const struct rule *
entry_rule(const struct profile_entry *entry, int member)
{
	size_t i;

	for (i = 0; i < entry->member_count; i++)
		if ((int)entry->members[i].member == member)
			return &entry->members[i].rule;
	return NULL;
}

static int
member_find(int *index, enum record_type type, const struct ydoc_node *n,
    struct err *e)
{
	const char *nearest;

	*index = schema_member_find(type, n->key);
	if (*index >= 0)
		return 0;
	nearest = schema_member_nearest(type, n->key);
	return ydoc_error_key(n, e, "%s has no member \"%.*s\"%s%s%s",
	    schema_types[type].name.at, SLICE_ARGS(n->key),
	    nearest ? " (did you mean \"" : "", nearest ? nearest : "",
	    nearest ? "\"?)" : "");
}

static int
compare_members(const void *a, const void *b)
{
	const struct profile_member *left = a, *right = b;

	return left->member < right->member ? -1 : left->member >
	    right->member;
}

static int
required_check(const struct profile_entry *entry, const struct ydoc_node *n,
    struct err *e)
{
	const struct schema_type *type = &schema_types[entry->type];
	unsigned i;

	for (i = 0; i < type->key_count; i++)
		if (type->members[i].required && !entry_rule(entry, (int)i))
			return ydoc_error(n, e, "%s needs a rule for \"%s\"",
			    type->name.at, type->members[i].name.at);
	return 0;
}

static int
members_read(const struct entry_context *c, struct profile_entry *entry,
    struct err *e)
{
	const struct ydoc_node *list = ydoc_need(entry->node, "members", e), *n;
	struct rule_about about = {NULL, &c->names->sources[entry->source]};
	struct profile_member *m;
	int index;

	if (!list || ydoc_check_map(list, e) < 0)
		return -1;
	entry->members = arena_alloc(c->names->arena,
	    (list->count + 1) * sizeof(*entry->members));
	for (n = list->first; n; n = n->next) {
		if (member_find(&index, entry->type, n, e) < 0)
			return -1;
		m = &entry->members[entry->member_count++];
		m->member = (unsigned)index;
		about.member = &schema_types[entry->type].members[index];
		if (rule_read(&m->rule, n, about, c->names, e) < 0)
			return -1;
		m->rule.identifier = damage_identifies(entry->type, m->member);
	}
	qsort(entry->members, entry->member_count, sizeof(*entry->members),
	    compare_members);
	entry->numbered = entry->type == TYPE_BOM_LINE &&
	    !entry_rule(entry, BOM_LINE_OCCURRENCE);
	return required_check(entry, list, e);
}

static int
attrs_read(const struct entry_context *c, struct profile_entry *entry,
    struct err *e)
{
	const struct ydoc_node *list = ydoc_get(entry->node, "attrs"), *n;
	struct rule_about about = {NULL, &c->names->sources[entry->source]};
	struct profile_attr *x;

	if (!list)
		return 0;
	if (ydoc_check_map(list, e) < 0)
		return -1;
	entry->attrs = arena_alloc(c->names->arena,
	    (list->count + 1) * sizeof(*entry->attrs));
	for (n = list->first; n; n = n->next) {
		x = &entry->attrs[entry->attr_count++];
		x->name = n->key;
		if (!n->key.len)
			return ydoc_error_key(n, e, "a site field needs a "
			    "name");
		if (rule_read(&x->rule, n, about, c->names, e) < 0)
			return -1;
	}
	return 0;
}

static int
type_read(struct profile_entry *entry, struct err *e)
{
	const struct ydoc_node *n = ydoc_need(entry->node, "type", e);
	struct slice name = SLICE_INIT("");
	const char *nearest;

	if (ydoc_text(n, &name, e) < 0)
		return -1;
	if (schema_find(&entry->type, name) && entry->type != TYPE_WITHHELD)
		return 0;
	nearest = schema_nearest(name);
	return ydoc_error(n, e, "there is no record type \"%.*s\" to "
	    "extract%s%s%s", SLICE_ARGS(name), nearest ? " (did you mean \""
	    : "", nearest ? nearest : "", nearest ? "\"?)" : "");
}

/* "AR" in a quantity sets as_required, unless something else does. */
static bool
knows_words(const struct profile_entry *entry)
{
	const struct rule *r = entry_rule(entry, BOM_LINE_QUANTITY);

	return entry->type == TYPE_BOM_LINE && r && r->from != RULE_CONSTANT &&
	    !entry_rule(entry, BOM_LINE_AS_REQUIRED);
}

/* Whether records of it depend on where the rows stand. */
static void
places_find(struct profile_entry *entry)
{
	int at = schema_member_find(entry->type, SLICE("parent"));
	const struct rule *parent = entry_rule(entry, at);
	size_t i;

	entry->placed = placeuse_filter(&entry->filter);
	for (i = 0; i < entry->member_count; i++)
		entry->placed |= placeuse_rule(&entry->members[i].rule);
	for (i = 0; i < entry->attr_count; i++)
		entry->placed |= placeuse_rule(&entry->attrs[i].rule);
	entry->below = at >= 0 && parent && placeuse_parent(parent) &&
	    !parent->fallback.len;
}

static int
combine_check(const struct profile_entry *entry, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(entry->node, "combine");
	const struct schema_type *t = &schema_types[entry->type];
	unsigned i;

	if (entry->type == TYPE_BOM_LINE && !entry->numbered)
		return ydoc_error_key(n, e, "lines with an occurrence of "
		    "their own are not combined");
	for (i = t->key_count; i < t->member_count; i++)
		if (entry->combine->counted[i] && entry_rule(entry, (int)i))
			return ydoc_error(entry_rule(entry, (int)i)->node, e,
			    "\"%s\" is counted (combine), so it has no rule",
			    t->members[i].name.at);
	return 0;
}

/* What is not about single members. */
static int
whole_read(const struct entry_context *c, struct profile_entry *entry,
    struct err *e)
{
	const struct ydoc_node *n = ydoc_get(entry->node, "combine");

	entry->words = knows_words(entry);
	places_find(entry);
	entry->damage = *c->damage;
	if (damage_read(&entry->damage, ydoc_get(entry->node, "damage"),
	    e) < 0)
		return -1;
	if (!n)
		return 0;
	if (combine_read(&entry->combine, entry->type, n, c->names->arena,
	    e) < 0)
		return -1;
	return combine_check(entry, e);
}

int
entry_read(struct profile_entry *entry, const struct entry_context *c,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *from;
	int source;

	memset(entry, 0, sizeof(*entry));
	entry->node = n;
	if (ydoc_check_keys(n, entry_keys, e) < 0 || type_read(entry, e) < 0)
		return -1;
	from = ydoc_need(n, "from", e);
	if (!from || (source = rule_source_find(c->names, from, e)) < 0)
		return -1;
	entry->source = (unsigned)source;
	if (source_filter_read(&entry->filter, n, &c->names->sources[source],
	    c->names->arena, e) < 0 || members_read(c, entry, e) < 0 ||
	    attrs_read(c, entry, e) < 0)
		return -1;
	return whole_read(c, entry, e);
}

/* Entries of one type combine alike; of lines all or none are numbered. */
static int
alike(const struct profile_entry *a, const struct profile_entry *b,
    struct err *e)
{
	if (a->numbered != b->numbered)
		return ydoc_error(b->node, e, "either all entries of bom_line "
		    "give occurrence or none");
	if (!combine_equal(a->combine, b->combine))
		return ydoc_error(b->node, e, "all entries of %s have the same "
		    "\"combine\" or none", schema_types[a->type].name.at);
	return 0;
}

int
entry_check_all(const struct profile_entry *entries, size_t count,
    struct err *e)
{
	const struct profile_entry *first[TYPE_COUNT] = {NULL};
	size_t i;

	for (i = 0; i < count; i++) {
		if (!first[entries[i].type])
			first[entries[i].type] = &entries[i];
		if (alike(first[entries[i].type], &entries[i], e) < 0)
			return -1;
	}
	return 0;
}
