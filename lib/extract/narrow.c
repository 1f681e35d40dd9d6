/* narrow.c - which rules and filters read a column that a file lacks. */
#include "extract/narrow.h"

#include "expr/expr.h"
#include "extract/computed.h"

/* Open rows, and of each of their columns whether some file lacks it. */
struct view {
	const struct rows *rows; /* NULL: not read */
	bool *lacking;
};

struct views {
	struct view main, full;
};

/*
 * What is derived from a column that some file lacks is lacking as well; it
 * is derived from columns in front of it only, so these are known by then.
 */
static bool
column_lacks(const struct view *v, size_t column)
{
	static const struct slice parent = SLICE_INIT("@parent.");
	const struct rows *r = v->rows;
	struct slice name = r->columns[column];
	size_t at, i;
	int found;

	if (column < r->column_count)
		return r->lacking && r->lacking[column];
	if (slice_begins(name, parent)) {
		found = source_column_find(r->columns, column,
		    slice_from(name.at + parent.len, name.len - parent.len));
		return found >= 0 && v->lacking[found];
	}
	at = column - r->column_count;
	if (!r->computed || at < r->source->computed_at)
		return false;
	for (i = 0; i < column; i++)
		if (v->lacking[i] && computed_reads(r->computed,
		    at - r->source->computed_at, (unsigned)i))
			return true;
	return false;
}

static struct view
view_of(const struct rows *r, struct arena *a)
{
	struct view v = {r, NULL};
	size_t i;

	if (!r)
		return v;
	v.lacking = arena_alloc(a, (r->all_count + 1) * sizeof(*v.lacking));
	for (i = 0; i < r->all_count; i++)
		v.lacking[i] = column_lacks(&v, i);
	return v;
}

static bool
lacks(const struct view *v, struct slice name)
{
	int at = source_column_find(v->rows->columns, v->rows->all_count,
	    name);

	return at >= 0 && v->lacking[at];
}

static bool
expression_lacks(const struct view *v, const struct expr *x)
{
	size_t i;

	for (i = 0; x && i < v->rows->all_count; i++)
		if (v->lacking[i] && expr_reads_text(x, (unsigned)i))
			return true;
	return false;
}

static bool
filter_lacks(const struct bind_filter *f, const struct view *v)
{
	size_t i;

	for (i = 0; f->spec && i < f->spec->where_count; i++)
		if (lacks(v, f->spec->wheres[i].column))
			return true;
	return expression_lacks(v, f->when);
}

static bool
rule_lacks(const struct rule *rule, const struct view *v,
    const struct narrow_source *sources, const struct views *views)
{
	bool none = rule->from == RULE_COLUMN;
	const struct rule_lookup *l;
	const struct view *full;
	size_t i;

	for (i = 0; i < rule->columns.count; i++)
		none &= lacks(v, rule->columns.at[i]);
	for (i = 0; i < rule->lookup_count; i++) {
		l = rule->lookups[i];
		full = &views[l->source].full;
		none |= full->rows && (lacks(full, l->key) ||
		    lacks(full, l->value) ||
		    filter_lacks(sources[l->source].full_filter, full));
	}
	return none || expression_lacks(v, rule->expression);
}

/*
 * Whether rows may give no record because a column is missing: of several it
 * is enough that one is, for another text may be passed over.
 */
static bool
skips(const struct rule *rule, const struct view *v, bool lacking)
{
	bool skip = (rule->pattern.len && rule->unmatched == RULE_SKIP) ||
	    (rule->map && rule->unmapped == RULE_SKIP);
	size_t i;

	for (i = 0; i < rule->lookup_count; i++)
		skip |= rule->lookups[i]->missing == RULE_SKIP;
	for (i = 0; i < rule->columns.count && !lacking; i++)
		lacking = lacks(v, rule->columns.at[i]);
	return skip && lacking;
}

static void
narrow_entry(struct scope *scope, const struct profile_entry *entry,
    const struct narrow_source *sources, const struct views *views)
{
	const struct view *v = &views[entry->source].main;
	const struct profile_member *m;
	bool none;
	size_t i;

	for (i = 0; i < entry->member_count; i++) {
		m = &entry->members[i];
		none = rule_lacks(&m->rule, v, sources, views);
		if (skips(&m->rule, v, none))
			scope->no_removals[entry->type] = true;
		if (!none)
			continue;
		if (m->member < schema_types[entry->type].key_count)
			scope->no_removals[entry->type] = true;
		else
			scope->members[entry->type][m->member] = false;
	}
	for (i = 0; i < entry->attr_count; i++) {
		none = rule_lacks(&entry->attrs[i].rule, v, sources, views);
		if (skips(&entry->attrs[i].rule, v, none))
			scope->no_removals[entry->type] = true;
		if (none)
			scope->members[entry->type][SCHEMA_MEMBERS_MOST] =
			    false;
	}
	for (i = 0; entry->each && i < entry->each->columns.count; i++)
		if (lacks(v, entry->each->columns.at[i]))
			scope->no_removals[entry->type] = true;
}

void
narrow_scope(struct profile *p, const struct narrow_source *sources,
    const struct bind_filter *filters)
{
	const struct profile_entry *entry;
	struct arena a = ARENA_INIT;
	const struct view *v;
	struct views *views;
	size_t i;

	views = arena_alloc(&a, (p->source_count + 1) * sizeof(*views));
	for (i = 0; i < p->source_count; i++)
		views[i] = (struct views){view_of(sources[i].main, &a),
		    view_of(sources[i].full, &a)};
	for (i = 0; i < p->entry_count; i++) {
		entry = &p->entries[i];
		v = &views[entry->source].main;
		if (!v->rows)
			continue;
		if (filter_lacks(sources[entry->source].filter, v) ||
		    filter_lacks(&filters[i], v))
			p->scope.no_removals[entry->type] = true;
		narrow_entry(&p->scope, entry, sources, views);
	}
	arena_release(&a);
}
