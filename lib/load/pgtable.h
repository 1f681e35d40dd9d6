/*
 * pgtable.h - a table of a PostgreSQL target, held against its section.
 *
 * The catalogue says what a column can hold.  A key must be compared byte for
 * byte there, or two records could share a row.
 */
#ifndef LOAD_PGTABLE_H
#define LOAD_PGTABLE_H

#include "load/section.h"
#include "net/pgsession.h"

enum pgtable_family {
	PGTABLE_TEXT,
	PGTABLE_NUMBER,
	PGTABLE_TIME, /* date, timestamp, timestamptz */
	PGTABLE_OTHER,
};

struct pgtable_column {
	enum pgtable_family family;
	bool exact;      /* takes a value as it is, or says that it cannot */
	struct slice full;    /* the type, as in varchar(40) */
	struct slice base;    /* the same without what is in brackets */
	struct slice collate; /* the collation's name; empty: the default */
};

struct pgtable {
	const struct target_section *section;
	struct slice name; /* quoted, with the schema if there is one */
	struct pgtable_column columns[TARGET_COLUMNS_MOST];
};

/*
 * Looks the table up; its texts live in the arena.  ERR_USAGE where there is
 * no such table or column, or a key column would not tell two keys apart.
 */
int pgtable_look(struct pgtable *t, const struct target_section *s,
    struct pgsession *c, struct arena *a, struct err *e) MUST_USE;

/* The name as SQL wants it, NAME or SCHEMA.NAME. */
void pgtable_add_name(struct buf *b, const char *name);

#endif
