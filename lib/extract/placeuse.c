/* placeuse.c - names with @, in columns and inside expressions. */
#include "extract/placeuse.h"

static const char *const names[] = {"@level", "@position", "@parent."};

static bool
in_text(struct slice text)
{
	size_t i;

	for (i = 0; i < COUNT_OF(names) && text.len; i++)
		if (memmem(text.at, text.len, names[i], strlen(names[i])))
			return true;
	return false;
}

bool
placeuse_rule(const struct rule *r)
{
	size_t i;

	if (r->from == RULE_CONSTANT)
		return false;
	for (i = 0; i < r->columns.count; i++)
		if (in_text(r->columns.at[i]))
			return true;
	return in_text(r->text);
}

bool
placeuse_filter(const struct source_filter *f)
{
	size_t i;

	for (i = 0; i < f->where_count; i++)
		if (in_text(f->wheres[i].column))
			return true;
	return f->when && in_text(f->when->text);
}

bool
placeuse_parent(const struct rule *r)
{
	return r->from == RULE_COLUMN && slice_begins(r->text,
	    SLICE("@parent."));
}
