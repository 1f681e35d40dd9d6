/*
 * guess_entry.h - pieces of an entry under `records`.
 *
 * Each column goes into one member; what is left becomes site fields.
 */
#ifndef EXTRACT_GUESS_ENTRY_H
#define EXTRACT_GUESS_ENTRY_H

#include "extract/guess_rule.h"

struct guess_entry {
	struct buf *out;
	struct guess_part *part;
	bool *used; /* columns that have gone into some entry */
};

/* The column with the role, or -1; and what the profile calls a column. */
int guess_entry_best(const struct guess_entry *w, enum guess_role role);
struct slice guess_entry_name(const struct guess_entry *w, int column);

/* "  - type: TYPE", "    from: SOURCE". */
void guess_entry_begin(struct guess_entry *w, const char *type);

/* The rules of the row's part, and of its parent in tables that have one. */
void guess_entry_part(struct guess_entry *w, const char *prefix,
    size_t count);
void guess_entry_parent(struct guess_entry *w);
void guess_entry_rule(struct guess_entry *w, enum guess_role role,
    int column);

/* "      name: RULE", where there is such a column. */
bool guess_entry_member(struct guess_entry *w, const char *member,
    enum guess_role role);
/* The same, if the part says it alike in all of its rows. */
bool guess_entry_item_member(struct guess_entry *w, const char *member,
    enum guess_role role);

/* True for a column that says only where rows stand. */
bool guess_entry_is_level(const struct guess_entry *w, int column);

/* Columns that are left; of items only those that all rows say alike. */
void guess_entry_attrs(struct guess_entry *w, bool item);

#endif
