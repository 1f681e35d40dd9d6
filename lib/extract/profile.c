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

#include "format/shipped.h"

static const char *const top_keys[] = {
	"profile", "system", "scope", "server", "connection", "max_age",
	"sources", "maps", "lookups", "damage", "records", NULL,
};
static const char *const scope_keys[] = {"plants", "usages", "filter", NULL};

const struct profile_keys profile_keys[] = {
	{"", top_keys},
	{"/$defs/scope", scope_keys},
	{"/$defs/source", source_read_keys},
	{"/$defs/path", treecolumn_keys},
	{"/$defs/structure", outline_spec_keys},
	{"/$defs/pick", outline_spec_pick_keys},
	{"/$defs/damage", damage_names},
	{"/$defs/paging", rest_spec_paging_keys},
	{"/$defs/errors", rest_spec_errors_keys},
	{"/$defs/since", rest_spec_since_keys},
	{"/$defs/lookup", rule_lookup_keys},
	{"/$defs/record", entry_keys},
	{"/$defs/each", cellparts_keys},
	{"/$defs/rule", rule_keys},
	{NULL, NULL},
};

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

/* What all REST sources share is read with them, if there are any. */
static int
rest_read_shared(struct profile *p, struct err *e)
{
	const struct ydoc_node *server = ydoc_get(p->doc.root, "server");
	size_t i;

	p->max_age_s = 6 * 60 * 60;
	for (i = 0; i < p->source_count && server; i++)
		if (p->sources[i].rest)
			break;
	if (server && i == p->source_count)
		return ydoc_error_key(server, e, "no source is read from it "
		    "(format: rest)");
	return ydoc_duration(ydoc_get(p->doc.root, "max_age"), &p->max_age_s,
	    e);
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
		return rest_read_shared(p, e);
	return ydoc_error(list, e, "%s", p->source_count ? "too many sources"
	    : "needs a source");
}

/* --- records --- */

static int
entries_read(struct profile *p, struct err *e)
{
	struct damage_answers damage = damage_defaults;
	const struct entry_context c = {&p->names, &damage};
	const struct ydoc_node *list, *n;

	if (damage_read(&damage, ydoc_get(p->doc.root, "damage"), e) < 0)
		return -1;
	list = ydoc_need(p->doc.root, "records", e);
	if (!list || ydoc_check_list(list, e) < 0)
		return -1;
	p->entries = arena_alloc(&p->arena,
	    (list->count + 1) * sizeof(*p->entries));
	for (n = list->first; n; n = n->next)
		if (entry_read(&p->entries[p->entry_count++], &c, n, e) < 0)
			return -1;
	if (!p->entry_count || p->entry_count >= 0xffff)
		return ydoc_error(list, e, "%s", p->entry_count ?
		    "too many entries" : "needs an entry");
	return entry_check_all(p->entries, p->entry_count, e);
}

/* --- scope --- */

/* Room for so many texts, which are then added, and sorted at the end. */
static void
set_begin(struct value *set, size_t most, struct arena *a)
{
	*set = (struct value)VALUE_INIT;
	set->set = arena_alloc(a, (most + 1) * sizeof(*set->set));
}

static void
set_add(struct value *set, struct slice text)
{
	set->kind = VALUE_SET;
	set->set[set->count++] = text;
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
	set_begin(set, texts.count, a);
	for (i = 0; i < texts.count && !*all; i++)
		set_add(set, texts.at[i]);
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

	set_begin(set, p->entry_count, &p->arena);
	for (i = 0; i < p->entry_count; i++) {
		at = member(p->entries[i].type);
		if (at < 0)
			continue;
		rule = entry_rule(&p->entries[i], at);
		if (rule && (rule->from != RULE_CONSTANT || rule->map ||
		    rule->lookup_count))
			return ydoc_error(rule->node, e, "comes from the "
			    "data: scope must say \"%s\" (a list, or all)",
			    key);
		set_add(set, rule ? rule->text : SLICE(""));
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
	value_set_sort(set);
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
	for (i = 0; entry->combine && i < SCHEMA_MEMBERS_MOST; i++)
		members[i] |= entry->combine->counted[i];
	if (entry->words)
		members[BOM_LINE_AS_REQUIRED] = true;
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
	const struct shipped *shipped = shipped_for(&shipped_sources, path,
	    e);
	struct buf text = BUF_INIT(YDOC_SIZE_MOST);
	int rc = -1;

	memset(p, 0, sizeof(*p));
	if (shipped) {
		shipped_add_text(shipped, &text);
		rc = ydoc_parse(&p->doc, path, buf_slice(&text), e);
	} else if (!e->kind) {
		rc = ydoc_load(&p->doc, path, e);
	}
	buf_release(&text);
	return rc < 0 ? -1 : profile_read(p, e);
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
