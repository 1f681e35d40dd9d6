/*
 * profile.c - reading a profile from the top, sources before records.
 *
 * The scope is worked out, because it is what absence will be judged by: a
 * profile in which it had to be repeated would soon be wrong.  A type's
 * members are those that every entry of the type supplies.  Plants and usages
 * come from constants; where they come from data, the profile must say them,
 * since what the data does not hold today may only be missing.
 */
#include "extract/profile.h"

static const char *const top_keys[] = {
	"profile", "system", "scope", "sources", "maps", "lookups", "records",
	NULL,
};
static const char *const scope_keys[] = {"plants", "usages", "filter", NULL};
static const char *const entry_keys[] = {
	"type", "from", "where", "when", "members", "attrs", NULL,
};

const struct profile_keys profile_keys[] = {
	{"", top_keys},
	{"/$defs/scope", scope_keys},
	{"/$defs/source", source_keys},
	{"/$defs/lookup", rule_lookup_keys},
	{"/$defs/record", entry_keys},
	{"/$defs/rule", rule_keys},
	{NULL, NULL},
};

const struct rule *
profile_rule(const struct profile_entry *entry, int member)
{
	size_t i;

	for (i = 0; i < entry->member_count; i++)
		if ((int)entry->members[i].member == member)
			return &entry->members[i].rule;
	return NULL;
}

/* --- sources --- */

static int
check_name(const struct ydoc_node *n, struct err *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

	if (n->key.len && strspn(n->key.at, letters) == n->key.len)
		return 0;
	return ydoc_error_key(n, e, "the name of a source has letters, "
	    "digits, \"-\" and \"_\"");
}

static int
sources_read(struct profile *p, struct err *e)
{
	const struct ydoc_node *n, *list;

	list = ydoc_need(p->doc.root, "sources", e);
	if (!list || ydoc_check_map(list, e) < 0)
		return -1;
	p->sources = arena_alloc(&p->arena,
	    (list->count + 1) * sizeof(*p->sources));
	for (n = list->first; n; n = n->next)
		if (check_name(n, e) < 0 || source_read(
		    &p->sources[p->source_count++], n, &p->arena, e) < 0)
			return -1;
	if (p->source_count > 0 && p->source_count < 0xffff)
		return 0;
	return ydoc_error(list, e, "%s", p->source_count ? "too many sources"
	    : "needs a source");
}

/* --- records --- */

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
		if (type->members[i].required && !profile_rule(entry, (int)i))
			return ydoc_error(n, e, "%s needs a rule for \"%s\"",
			    type->name.at, type->members[i].name.at);
	return 0;
}

static int
members_read(struct profile *p, struct profile_entry *entry, struct err *e)
{
	const struct ydoc_node *list = ydoc_need(entry->node, "members", e), *n;
	struct rule_about about = {NULL, &p->sources[entry->source]};
	struct profile_member *m;
	int index;

	if (!list || ydoc_check_map(list, e) < 0)
		return -1;
	entry->members = arena_alloc(&p->arena,
	    (list->count + 1) * sizeof(*entry->members));
	for (n = list->first; n; n = n->next) {
		if (member_find(&index, entry->type, n, e) < 0)
			return -1;
		m = &entry->members[entry->member_count++];
		m->member = (unsigned)index;
		about.member = &schema_types[entry->type].members[index];
		if (rule_read(&m->rule, n, about, &p->names, e) < 0)
			return -1;
	}
	qsort(entry->members, entry->member_count, sizeof(*entry->members),
	    compare_members);
	entry->numbered = entry->type == TYPE_BOM_LINE &&
	    !profile_rule(entry, BOM_LINE_OCCURRENCE);
	return required_check(entry, list, e);
}

static int
attrs_read(struct profile *p, struct profile_entry *entry, struct err *e)
{
	const struct ydoc_node *list = ydoc_get(entry->node, "attrs"), *n;
	struct rule_about about = {NULL, &p->sources[entry->source]};
	struct profile_attr *x;

	if (!list)
		return 0;
	if (ydoc_check_map(list, e) < 0)
		return -1;
	entry->attrs = arena_alloc(&p->arena,
	    (list->count + 1) * sizeof(*entry->attrs));
	for (n = list->first; n; n = n->next) {
		x = &entry->attrs[entry->attr_count++];
		x->name = n->key;
		if (!n->key.len)
			return ydoc_error_key(n, e, "a site field needs a "
			    "name");
		if (rule_read(&x->rule, n, about, &p->names, e) < 0)
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

static int
entry_read(struct profile *p, struct profile_entry *entry,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *from;
	int source;

	memset(entry, 0, sizeof(*entry));
	entry->node = n;
	if (ydoc_check_keys(n, entry_keys, e) < 0 || type_read(entry, e) < 0)
		return -1;
	from = ydoc_need(n, "from", e);
	if (!from || (source = rule_source_find(&p->names, from, e)) < 0)
		return -1;
	entry->source = (unsigned)source;
	if (source_filter_read(&entry->filter, n, &p->sources[source],
	    &p->arena, e) < 0 || members_read(p, entry, e) < 0)
		return -1;
	return attrs_read(p, entry, e);
}

/* Occurrences that are given and such that are counted would collide. */
static int
numbering_check(const struct profile *p, struct err *e)
{
	const struct profile_entry *first = NULL;
	size_t i;

	for (i = 0; i < p->entry_count; i++) {
		if (p->entries[i].type != TYPE_BOM_LINE)
			continue;
		if (!first)
			first = &p->entries[i];
		if (p->entries[i].numbered != first->numbered)
			return ydoc_error(p->entries[i].node, e, "either all "
			    "entries of bom_line give occurrence or none");
	}
	return 0;
}

static int
entries_read(struct profile *p, struct err *e)
{
	const struct ydoc_node *list, *n;

	list = ydoc_need(p->doc.root, "records", e);
	if (!list || ydoc_check_list(list, e) < 0)
		return -1;
	p->entries = arena_alloc(&p->arena,
	    (list->count + 1) * sizeof(*p->entries));
	for (n = list->first; n; n = n->next)
		if (entry_read(p, &p->entries[p->entry_count++], n, e) < 0)
			return -1;
	if (!p->entry_count || p->entry_count >= 0xffff)
		return ydoc_error(list, e, "%s", p->entry_count ?
		    "too many entries" : "needs an entry");
	return numbering_check(p, e);
}

/* --- scope --- */

static void
set_add(struct value *set, struct slice text, struct arena *a)
{
	struct slice *grown = arena_alloc(a,
	    (set->count + 1) * sizeof(*grown));

	if (set->count)
		memcpy(grown, set->set, set->count * sizeof(*grown));
	grown[set->count++] = text;
	set->set = grown;
	set->kind = VALUE_SET;
	value_set_sort(set);
}

/* What `plants` or `usages` says: a list; true in *all for no limit. */
static int
set_read(struct value *set, bool *all, const struct ydoc_node *n,
    struct arena *a, struct err *e)
{
	struct ydoc_texts texts = {NULL, 0};
	size_t i;

	if (ydoc_texts(n, &texts, e) < 0)
		return -1;
	*all = n->kind == YDOC_SCALAR && slice_is(n->text, "all");
	for (i = 0; i < texts.count && !*all; i++)
		set_add(set, texts.at[i], a);
	return texts.count ? 0 : ydoc_error(n, e, "is empty: nothing would "
	    "be in scope");
}

/* The same from the rules of the entries. */
static int
set_derive(struct value *set, struct profile *p, const char *key,
    int (*member)(enum record_type), struct err *e)
{
	const struct rule *rule;
	size_t i;
	int at;

	for (i = 0; i < p->entry_count; i++) {
		at = member(p->entries[i].type);
		if (at < 0)
			continue;
		rule = profile_rule(&p->entries[i], at);
		if (rule && (rule->from != RULE_CONSTANT || rule->map ||
		    rule->lookup_count))
			return ydoc_error(rule->node, e, "comes from the "
			    "data: scope must say \"%s\" (a list, or all)",
			    key);
		set_add(set, rule ? rule->text : SLICE(""), &p->arena);
	}
	return 0;
}

static int
limit_read(struct value *set, bool *limits, struct profile *p,
    const char *key, struct err *e)
{
	const struct ydoc_node *scope = ydoc_get(p->doc.root, "scope"), *n;
	bool all = false, plants = strcmp(key, "plants") == 0;

	*set = (struct value)VALUE_INIT;
	n = scope ? ydoc_get(scope, key) : NULL;
	if (n ? set_read(set, &all, n, &p->arena, e) < 0 : set_derive(set, p,
	    key, plants ? schema_plant : schema_usage, e) < 0)
		return -1;
	*limits = !all && set->count;
	return 0;
}

static void
entry_supplies(const struct profile_entry *entry,
    bool members[SCHEMA_MEMBERS_MOST + 1])
{
	size_t i;

	memset(members, 0, (SCHEMA_MEMBERS_MOST + 1) * sizeof(*members));
	for (i = 0; i < entry->member_count; i++)
		members[entry->members[i].member] =
		    entry->members[i].member >=
		    schema_types[entry->type].key_count;
	members[SCHEMA_MEMBERS_MOST] = entry->attr_count > 0;
}

static void
members_supplied(struct profile *p)
{
	bool supplied[SCHEMA_MEMBERS_MOST + 1];
	struct scope *s = &p->scope;
	enum record_type type;
	size_t i, k;

	s->limits_types = true;
	for (i = 0; i < p->entry_count; i++) {
		type = p->entries[i].type;
		entry_supplies(&p->entries[i], supplied);
		for (k = 0; k <= SCHEMA_MEMBERS_MOST; k++)
			s->members[type][k] = supplied[k] &&
			    (!s->types[type] || s->members[type][k]);
		s->types[type] = true;
		s->limits_members[type] = true;
	}
}

static int
scope_of(struct profile *p, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(p->doc.root, "scope");

	scope_init(&p->scope);
	if (n && (ydoc_check_keys(n, scope_keys, e) < 0 ||
	    ydoc_text(ydoc_get(n, "filter"), &p->scope.filter, e) < 0))
		return -1;
	if (limit_read(&p->scope.plants, &p->scope.limits_plants, p, "plants",
	    e) < 0 || limit_read(&p->scope.usages, &p->scope.limits_usages, p,
	    "usages", e) < 0)
		return -1;
	members_supplied(p);
	return 0;
}

/* --- all of it --- */

static int
profile_read(struct profile *p, struct err *e)
{
	const struct ydoc_node *root = p->doc.root;

	if (ydoc_check_keys(root, top_keys, e) < 0 ||
	    ydoc_text(ydoc_need(root, "profile", e), &p->name, e) < 0 ||
	    ydoc_text(ydoc_need(root, "system", e), &p->system, e) < 0 ||
	    sources_read(p, e) < 0)
		return -1;
	p->names.sources = p->sources;
	p->names.source_count = p->source_count;
	p->names.arena = &p->arena;
	if (rule_names_read(&p->names, root, e) < 0 ||
	    entries_read(p, e) < 0)
		return -1;
	return scope_of(p, e);
}

int
profile_load(struct profile *p, const char *path, struct err *e)
{
	memset(p, 0, sizeof(*p));
	return ydoc_load(&p->doc, path, e) < 0 ? -1 : profile_read(p, e);
}

int
profile_parse(struct profile *p, const char *name, struct slice text,
    struct err *e)
{
	memset(p, 0, sizeof(*p));
	return ydoc_parse(&p->doc, name, text, e) < 0 ? -1
	    : profile_read(p, e);
}

void
profile_release(struct profile *p)
{
	rule_names_release(&p->names);
	arena_release(&p->arena);
	ydoc_release(&p->doc);
}
