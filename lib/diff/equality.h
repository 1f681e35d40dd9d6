/*
 * equality.h - which differences count, and how closely values are compared.
 *
 * Without options every member counts and is compared exactly.  A FIELD is
 * `quantity` (of every type that has it), `bom_line.quantity`, `attrs.color`
 * or `item.attrs.color`, or `attrs` for all site fields.  What is the same by
 * these rules is not changed: the new record keeps the old value; so a delta
 * made with such rules is for reading, not for applying.
 */
#ifndef DIFF_EQUALITY_H
#define DIFF_EQUALITY_H

#include "format/ydoc.h"
#include "model/alike.h"
#include "model/schema.h"
#include "model/unit.h"

struct equality_rule {
	bool ignored;
	bool case_folded, blanks_folded;
	struct alike_how how;
};

/* Where the rules of site fields in general and of unknown members stand. */
#define EQUALITY_ATTRS SCHEMA_MEMBERS_MOST
#define EQUALITY_UNKNOWN (SCHEMA_MEMBERS_MOST + 1)

struct equality_attr {
	struct slice name; /* lives in the arena */
	struct equality_rule rule;
};

struct equality_type {
	struct equality_rule members[SCHEMA_MEMBERS_MOST + 2];
	struct equality_attr *attrs;
	size_t attr_count;
};

struct equality {
	bool lossy;    /* some rule is not "exactly" */
	bool chosen;   /* some were said to be the only ones */
	bool convert;  /* quantities in other units are converted first */
	struct equality_type types[TYPE_COUNT];
	struct arena arena;
};

void equality_init(struct equality *q);
void equality_release(struct equality *q);

/*
 * What an option says; comma lists of fields, and FIELD=BOUND where BOUND is
 * "0.01" or "2%".  Several lists add up.  ERR_USAGE names the option, the
 * field and the nearest one.
 */
int equality_ignore(struct equality *q, const char *fields, struct err *e)
    MUST_USE;
int equality_only(struct equality *q, const char *fields, struct err *e)
    MUST_USE;
int equality_fold_case(struct equality *q, const char *fields, struct err *e)
    MUST_USE;
int equality_fold_blanks(struct equality *q, const char *fields,
    struct err *e) MUST_USE;
int equality_tolerance(struct equality *q, const char *bounds, struct err *e)
    MUST_USE;

/* The same from a YAML file; its keys, ended by NULL, are below. */
int equality_load(struct equality *q, const char *path, struct err *e)
    MUST_USE;
extern const char *const equality_keys[];

/* True if the difference does not count. */
bool equality_same(const struct equality *q, enum record_type type,
    unsigned member, const struct value *old, const struct value *new);
bool equality_same_attr(const struct equality *q, enum record_type type,
    struct slice name, const struct value *old, const struct value *new);

#endif
