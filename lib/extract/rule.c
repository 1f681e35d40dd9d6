/*
 * rule.c - reading value rules, value maps and look-ups.
 *
 * Whatever can be known without data is checked here: a constant or default
 * that is no number where the member is one, a key that does nothing for the
 * member's kind, a date format without a year.
 */
#include "extract/rule.h"

#include "extract/datetext.h"
#include "extract/ere.h"
#include "model/value.h"

const char *const rule_keys[] = {
	"column", "constant", "expression", "pattern", "unmatched", "lookup",
	"like", "case", "map", "unmapped", "date", "inclusive", "strip",
	"decimal", "thousands", "multiply", "split", "ranges", "as", "default",
	NULL,
};
const char *const rule_lookup_keys[] = {
	"source", "key", "value", "missing", "several", NULL,
};

static const char *const elses[] = {
	"reject", "keep", "absent", "skip", NULL,
};
static const char *const severals[] = {"same", "sum", "first", NULL};
static const char *const letters[] = {"upper", "lower", NULL};
static const char *const kinds[] = {"text", "number", "flag", NULL};

/* Which kinds of members a key is for: bits by enum member_kind. */
static const struct {
	const char *key;
	unsigned kinds;
	const char *wanted;
} special[] = {
	{"date", 1 << MEMBER_DATE | 1 << MEMBER_TIME, "a date or time"},
	{"inclusive", 1 << MEMBER_DATE, "a date"},
	{"strip", 1 << MEMBER_NUMBER, "a number"},
	{"decimal", 1 << MEMBER_NUMBER, "a number"},
	{"thousands", 1 << MEMBER_NUMBER, "a number"},
	{"multiply", 1 << MEMBER_NUMBER, "a number"},
	{"like", 1 << MEMBER_TEXT, "a text"},
	{"split", 1 << MEMBER_SET, "a set"},
	{"ranges", 1 << MEMBER_SET, "a set"},
};

int
rule_source_find(const struct rule_names *names, const struct ydoc_node *n,
    struct err *e)
{
	struct slice name = SLICE_INIT("");
	const char **list, *nearest;
	size_t i;
	int rc;

	if (ydoc_text(n, &name, e) < 0)
		return -1;
	for (i = 0; i < names->source_count; i++)
		if (slice_equal(names->sources[i].name, name))
			return (int)i;
	list = mem_zero((names->source_count + 1) * sizeof(*list));
	for (i = 0; i < names->source_count; i++)
		list[i] = names->sources[i].name.at;
	nearest = slice_nearest(name, list);
	rc = ydoc_error(n, e, "there is no source \"%.*s\"%s%s%s",
	    SLICE_ARGS(name), nearest ? " (did you mean \"" : "",
	    nearest ? nearest : "", nearest ? "\"?)" : "");
	mem_free(list);
	return rc;
}

/* --- maps --- */

static int
map_new(struct rule_map **out, struct rule_names *names,
    const struct ydoc_node *n, struct err *e)
{
	struct rule_map *m = arena_alloc(names->arena, sizeof(*m));
	const struct ydoc_node *child;
	size_t count = 0;

	if (ydoc_check_map(n, e) < 0)
		return -1;
	m->next = names->maps;
	m->name = SLICE("");
	m->keys = (struct map)MAP_INIT;
	m->values = arena_alloc(names->arena,
	    (n->count + 1) * sizeof(*m->values));
	names->maps = m;
	for (child = n->first; child; child = child->next) {
		m->values[count] = SLICE("");
		if (ydoc_text(child, &m->values[count], e) < 0)
			return -1;
		*map_put(&m->keys, child->key, NULL) = count++;
	}
	*out = m;
	return 0;
}

static int
named_map(struct rule_map **out, struct rule_names *names,
    const struct ydoc_node *n, struct err *e)
{
	struct rule_map *m;

	if (n->kind == YDOC_MAP)
		return map_new(out, names, n, e);
	for (m = names->maps; m; m = m->next) {
		if (m->name.len && slice_equal(m->name, n->text)) {
			*out = m;
			return 0;
		}
	}
	return ydoc_error(n, e, "there is no map \"%.*s\" under maps",
	    SLICE_ARGS(n->text));
}

/* --- look-ups --- */

static void
table_choose(struct rule_names *names, struct rule_lookup *l)
{
	const struct rule_lookup *other;

	for (other = l->next; other; other = other->next) {
		if (other->source == l->source &&
		    slice_equal(other->key, l->key) &&
		    slice_equal(other->value, l->value) &&
		    other->several == l->several) {
			l->table = other->table;
			return;
		}
	}
	l->table = names->table_count++;
}

static int
lookup_column(struct slice *out, const struct rule_lookup *l, const char *key,
    const struct rule_names *names, struct err *e)
{
	const struct ydoc_node *n = ydoc_need(l->node, key, e);

	if (ydoc_text(n, out, e) < 0)
		return -1;
	return source_check_column(&names->sources[l->source], *out, n, e);
}

static int
lookup_new(struct rule_lookup **out, struct rule_names *names,
    const struct ydoc_node *n, struct err *e)
{
	struct rule_lookup *l = arena_alloc(names->arena, sizeof(*l));
	const struct ydoc_node *source;
	int index, missing = RULE_REJECT, several = RULE_SAME;

	memset(l, 0, sizeof(*l));
	l->node = n;
	l->name = SLICE("");
	if (ydoc_check_keys(n, rule_lookup_keys, e) < 0)
		return -1;
	source = ydoc_need(n, "source", e);
	if (!source || (index = rule_source_find(names, source, e)) < 0)
		return -1;
	l->source = (unsigned)index;
	if (lookup_column(&l->key, l, "key", names, e) < 0 ||
	    lookup_column(&l->value, l, "value", names, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "missing"), elses, &missing, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "several"), severals, &several, e) < 0)
		return -1;
	l->missing = (enum rule_else)missing;
	l->several = (enum rule_several)several;
	l->next = names->lookups;
	names->lookups = l;
	table_choose(names, l);
	*out = l;
	return 0;
}

static int
named_lookup(struct rule_lookup **out, struct rule_names *names,
    const struct ydoc_node *n, struct err *e)
{
	struct rule_lookup *l;

	if (n->kind == YDOC_MAP)
		return lookup_new(out, names, n, e);
	for (l = names->lookups; l && n->kind == YDOC_SCALAR; l = l->next) {
		if (l->name.len && slice_equal(l->name, n->text)) {
			*out = l;
			return 0;
		}
	}
	return ydoc_error(n, e, "there is no look-up \"%.*s\" under lookups",
	    SLICE_ARGS(n->text));
}

static int
lookups_read(struct rule *r, const struct ydoc_node *n,
    struct rule_names *names, struct err *e)
{
	const struct ydoc_node *child;
	struct rule_lookup *l;

	if (!n)
		return 0;
	r->lookups = arena_alloc(names->arena,
	    (n->count + 1) * sizeof(*r->lookups));
	if (n->kind != YDOC_LIST) {
		if (named_lookup(&l, names, n, e) < 0)
			return -1;
		r->lookups[r->lookup_count++] = l;
		return 0;
	}
	for (child = n->first; child; child = child->next) {
		if (named_lookup(&l, names, child, e) < 0)
			return -1;
		r->lookups[r->lookup_count++] = l;
	}
	return 0;
}

int
rule_names_read(struct rule_names *names, const struct ydoc_node *root,
    struct err *e)
{
	const struct ydoc_node *maps = ydoc_get(root, "maps");
	const struct ydoc_node *lookups = ydoc_get(root, "lookups"), *n;
	struct rule_lookup *l;
	struct rule_map *m;

	if ((maps && ydoc_check_map(maps, e) < 0) ||
	    (lookups && ydoc_check_map(lookups, e) < 0))
		return -1;
	for (n = maps ? maps->first : NULL; n; n = n->next) {
		if (map_new(&m, names, n, e) < 0)
			return -1;
		m->name = n->key;
	}
	for (n = lookups ? lookups->first : NULL; n; n = n->next) {
		if (lookup_new(&l, names, n, e) < 0)
			return -1;
		l->name = n->key;
	}
	return 0;
}

void
rule_names_release(struct rule_names *names)
{
	struct rule_map *m;

	for (m = names->maps; m; m = m->next)
		map_release(&m->keys);
	names->maps = NULL;
}

/* --- rules --- */

/* One name or several, of which the first that is not empty counts. */
static int
columns_read(struct rule *r, const struct ydoc_node *n,
    const struct source *s, struct arena *a, struct err *e)
{
	size_t i;

	if (ydoc_texts(n, &r->columns, e) < 0)
		return -1;
	if (!r->columns.count)
		return ydoc_error(n, e, "is an empty list");
	r->text = r->columns.at[0];
	r->others = arena_alloc(a, r->columns.count * sizeof(*r->others));
	for (i = 0; i < r->columns.count; i++)
		if (source_check_column(s, r->columns.at[i], n, e) < 0)
			return -1;
	return 0;
}

static int
from_read(struct rule *r, const struct source *s, struct arena *a,
    struct err *e)
{
	static const char *const keys[] = {"column", "constant", "expression"};
	const struct ydoc_node *n;
	bool found = false;
	unsigned i;

	for (i = 0; i < COUNT_OF(keys); i++) {
		n = ydoc_get(r->node, keys[i]);
		if (n && found)
			return ydoc_error_key(n, e, "a rule has only one of "
			    "column, constant and expression");
		if (!n)
			continue;
		found = true;
		r->from = (enum rule_from)i;
		if ((i == RULE_COLUMN ? columns_read(r, n, s, a, e)
		    : ydoc_text(n, &r->text, e)) < 0)
			return -1;
	}
	if (!found)
		return ydoc_error(r->node, e, "a rule needs one of column, "
		    "constant and expression");
	return 0;
}

static int
special_check(const struct rule *r, struct err *e)
{
	const struct ydoc_node *n;
	size_t i;

	for (i = 0; i < COUNT_OF(special); i++) {
		n = ydoc_get(r->node, special[i].key);
		if (n && !(special[i].kinds & 1u << r->kind))
			return ydoc_error_key(n, e, "\"%s\" is for %s, which "
			    "this is not", special[i].key, special[i].wanted);
	}
	return 0;
}

static int
mark_read(char *out, const struct ydoc_node *n, struct err *e)
{
	struct slice text = SLICE_INIT("");

	if (!n)
		return 0;
	if (ydoc_text(n, &text, e) < 0)
		return -1;
	if (text.len != 1 || strchr("0123456789+-eE", *text.at))
		return ydoc_error(n, e, "must be one character that is not "
		    "part of a number, is \"%.*s\"", SLICE_ARGS(text));
	*out = *text.at;
	return 0;
}

static int
number_read(struct rule *r, struct err *e)
{
	const struct ydoc_node *factor = ydoc_get(r->node, "multiply");
	const struct ydoc_node *thousands = ydoc_get(r->node, "thousands");

	r->multiplied = factor != NULL;
	if (ydoc_texts(ydoc_get(r->node, "strip"), &r->strip, e) < 0)
		return -1;
	if (mark_read(&r->number.decimal, ydoc_get(r->node, "decimal"),
	    e) < 0 || mark_read(&r->number.thousands, thousands, e) < 0 ||
	    ydoc_decimal(factor, &r->factor, e) < 0)
		return -1;
	if (thousands && r->number.thousands ==
	    (r->number.decimal ? r->number.decimal : '.'))
		return ydoc_error(thousands, e, "is the decimal mark");
	return 0;
}

static int
date_read(struct rule *r, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(r->node, "date");
	const char *why;

	if (ydoc_text(n, &r->date, e) < 0 ||
	    ydoc_flag(ydoc_get(r->node, "inclusive"), &r->inclusive, e) < 0)
		return -1;
	why = n ? datetext_check(r->date) : NULL;
	return why ? ydoc_error(n, e, "a date format %s", why) : 0;
}

/* A constant or default must be what the member can hold. */
static int
value_check(const struct rule *r, const char *key, struct slice text,
    struct arena *a, struct err *e)
{
	struct schema_member m = {.kind = r->kind};
	const struct ydoc_node *n = ydoc_get(r->node, key);
	const char *why;
	struct value v;

	if (!n || value_parse(&v, &m, text, a, &why))
		return 0;
	if (r->kind == MEMBER_NUMBER)
		return ydoc_error(n, e, "\"%.*s\": %s", SLICE_ARGS(text),
		    why);
	return ydoc_error(n, e, "\"%.*s\" %s", SLICE_ARGS(text), why);
}

static int
as_read(struct rule *r, const struct schema_member *m, struct err *e)
{
	static const enum member_kind by_as[] = {
		MEMBER_TEXT, MEMBER_NUMBER, MEMBER_FLAG,
	};
	const struct ydoc_node *n = ydoc_get(r->node, "as");
	int as = RULE_TEXT;

	if (n && m)
		return ydoc_error_key(n, e, "\"as\" is for attrs: a member "
		    "has its kind");
	if (ydoc_choice(n, kinds, &as, e) < 0)
		return -1;
	r->kind = m ? m->kind : by_as[as];
	return 0;
}

static int
pattern_read(struct rule *r, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(r->node, "pattern");
	const struct ydoc_node *unmatched = ydoc_get(r->node, "unmatched");
	int other = RULE_REJECT;

	if (ere_check(n, e) < 0 || ydoc_text(n, &r->pattern, e) < 0 ||
	    ydoc_choice(unmatched, elses, &other, e) < 0)
		return -1;
	if (unmatched && !n)
		return ydoc_error_key(unmatched, e, "\"unmatched\" is for a "
		    "rule with a pattern");
	r->unmatched = (enum rule_else)other;
	return 0;
}

/* Designators come in lists, whatever the profile says. */
static bool
is_refdes(const struct schema_member *m)
{
	return m && m == &schema_types[TYPE_BOM_LINE].members[BOM_LINE_REFDES];
}

static int
list_read(struct rule *r, bool refdes, struct err *e)
{
	const struct ydoc_node *split = ydoc_get(r->node, "split");
	size_t i;

	if (ydoc_texts(split, &r->how.split, e) < 0 ||
	    ydoc_flag(ydoc_get(r->node, "ranges"), &r->how.ranges, e) < 0)
		return -1;
	if (split && !r->how.split.count)
		return ydoc_error(split, e, "is an empty list");
	for (i = 0; i < r->how.split.count; i++)
		if (!r->how.split.at[i].len)
			return ydoc_error(split, e, "has an empty text");
	r->list = refdes || split || r->how.ranges;
	return 0;
}

static int
steps_read(struct rule *r, struct rule_names *names, struct err *e)
{
	const struct ydoc_node *n = r->node, *map = ydoc_get(n, "map");
	const struct ydoc_node *unmapped = ydoc_get(n, "unmapped");
	int letter = RULE_AS_IS, other = RULE_REJECT;
	struct rule_map *m = NULL;

	if (lookups_read(r, ydoc_get(n, "lookup"), names, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "case"), letters, &letter, e) < 0 ||
	    (map && named_map(&m, names, map, e) < 0) ||
	    ydoc_choice(unmapped, elses, &other, e) < 0)
		return -1;
	if (unmapped && !map)
		return ydoc_error_key(unmapped, e, "\"unmapped\" is for a "
		    "rule with a map");
	r->letters = (enum rule_letters)letter;
	r->map = m;
	r->unmapped = (enum rule_else)other;
	return 0;
}

int
rule_read(struct rule *r, const struct ydoc_node *n, struct rule_about about,
    struct rule_names *names, struct err *e)
{
	memset(r, 0, sizeof(*r));
	r->node = n;
	r->text = r->date = r->pattern = r->fallback = r->like =
	    SLICE("");
	r->letters = RULE_AS_IS;
	r->column = -1;
	r->kind = about.member ? about.member->kind : MEMBER_TEXT;
	if (n->kind != YDOC_MAP) {
		r->list = is_refdes(about.member);
		return columns_read(r, n, about.source, names->arena, e);
	}
	if (ydoc_check_keys(n, rule_keys, e) < 0 ||
	    as_read(r, about.member, e) < 0 || special_check(r, e) < 0 ||
	    from_read(r, about.source, names->arena, e) < 0 ||
	    pattern_read(r, e) < 0 || ere_check(ydoc_get(n, "like"), e) < 0 ||
	    ydoc_text(ydoc_get(n, "like"), &r->like, e) < 0 ||
	    steps_read(r, names, e) < 0 || date_read(r, e) < 0 ||
	    number_read(r, e) < 0 ||
	    list_read(r, is_refdes(about.member), e) < 0 ||
	    ydoc_text(ydoc_get(n, "default"), &r->fallback, e) < 0)
		return -1;
	if (!r->lookup_count && !r->map && !r->date.len && r->from ==
	    RULE_CONSTANT && value_check(r, "constant", r->text,
	    names->arena, e) < 0)
		return -1;
	return value_check(r, "default", r->fallback, names->arena, e);
}
