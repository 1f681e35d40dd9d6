/* narrow.c - which rules and filters read a column that a file lacks. */
#include "extract/narrow.h"

#include "expr/expr.h"
#include "extract/computed.h"

/*
 * What is derived from a column that some file lacks is lacking as well; it
 * is derived from columns in front of it only.
 */
static bool
column_lacks(const struct rows *r, size_t column)
{
	static const struct slice parent = SLICE_INIT("@parent.");
	struct slice name = r->columns[column];
	size_t at, i;
	int found;

	if (column < r->column_count)
		return r->lacking && r->lacking[column];
	if (slice_begins(name, parent)) {
		found = source_column_find(r->columns, column,
		    slice_from(name.at + parent.len, name.len - parent.len));
		return found >= 0 && column_lacks(r, (size_t)found);
	}
	at = column - r->column_count;
	if (!r->computed || at < r->source->computed_at)
		return false;
	for (i = 0; i < column; i++)
		if (computed_reads(r->computed, at - r->source->computed_at,
		    (unsigned)i) && column_lacks(r, i))
			return true;
	return false;
}

static bool
lacks(const struct rows *r, struct slice name)
{
	int at = source_column_find(r->columns, r->all_count, name);

	return at >= 0 && column_lacks(r, (size_t)at);
}

static bool
expression_lacks(const struct rows *r, const struct expr *x)
{
	size_t i;

	for (i = 0; x && i < r->all_count; i++)
		if (expr_reads_text(x, (unsigned)i) && column_lacks(r, i))
			return true;
	return false;
}

static bool
rule_lacks(const struct rule *rule, const struct rows *r,
    const struct narrow_source *sources)
{
	bool none = rule->from == RULE_COLUMN;
	const struct rule_lookup *l;
	const struct rows *full;
	size_t i;

	for (i = 0; i < rule->columns.count; i++)
		none &= lacks(r, rule->columns.at[i]);
	for (i = 0; i < rule->lookup_count; i++) {
		l = rule->lookups[i];
		full = sources[l->source].full;
		none |= full && (lacks(full, l->key) || lacks(full, l->value));
	}
	return none || expression_lacks(r, rule->expression);
}

static bool
filter_lacks(const struct bind_filter *f, const struct rows *r)
{
	size_t i;

	for (i = 0; f->spec && i < f->spec->where_count; i++)
		if (lacks(r, f->spec->wheres[i].column))
			return true;
	return expression_lacks(r, f->when);
}

static void
narrow_entry(struct scope *scope, const struct profile_entry *entry,
    const struct narrow_source *sources)
{
	const struct rows *r = sources[entry->source].main;
	const struct profile_member *m;
	size_t i;

	for (i = 0; i < entry->member_count; i++) {
		m = &entry->members[i];
		if (!rule_lacks(&m->rule, r, sources))
			continue;
		if (m->member < schema_types[entry->type].key_count)
			scope->no_removals[entry->type] = true;
		else
			scope->members[entry->type][m->member] = false;
	}
	for (i = 0; i < entry->attr_count; i++)
		if (rule_lacks(&entry->attrs[i].rule, r, sources))
			scope->members[entry->type][SCHEMA_MEMBERS_MOST] =
			    false;
}

void
narrow_scope(struct profile *p, const struct narrow_source *sources,
    const struct bind_filter *filters)
{
	const struct profile_entry *entry;
	const struct narrow_source *s;
	size_t i;

	for (i = 0; i < p->entry_count; i++) {
		entry = &p->entries[i];
		s = &sources[entry->source];
		if (!s->main)
			continue;
		if (filter_lacks(s->filter, s->main) ||
		    filter_lacks(&filters[i], s->main))
			p->scope.no_removals[entry->type] = true;
		narrow_entry(&p->scope, entry, sources);
	}
}
