/*
 * rules.h - a rules file, read whole and checked before any record.
 *
 * See bom-rules(5).  A rule is one entry of `steps`; what it means for a
 * record type is a step.  A type without steps is not looked into at all.
 */
#ifndef TRANSFORM_RULES_H
#define TRANSFORM_RULES_H

#include "transform/changein.h"

enum rule_kind { RULE_DROP, RULE_KEEP, RULE_CHANGE };

struct rule {
	enum rule_kind kind;
	const char *name;    /* for the counts */
	struct slice filter; /* what the scope says of it; "": nothing */
	bool conditional;    /* `where` or `when` */
	bool types[TYPE_COUNT]; /* the types that it names */
};

/* What `where` asks of one slot: one of these texts; "" is absence. */
struct rule_where {
	struct slot slot;
	struct ydoc_texts texts;
};

/* A rule for one type. */
struct rule_step {
	size_t rule;
	bool drops;   /* the records that the condition holds for */
	bool inverse; /* the others */
	const struct rule_where *where; /* all must hold */
	size_t where_count;
	struct expr *when; /* or NULL */
	struct changein operations;
};

struct rules_type {
	struct rule_step *list; /* in order of the file */
	size_t count;
	bool touches_key;
};

struct rules {
	struct shared shared;
	const char *name;
	struct rule *list;
	size_t count;
	struct rules_type types[TYPE_COUNT];
	bool touches_keys; /* of any type */
};

/* The known keys at the top, of a step, of drop and keep; ended by NULL. */
extern const char *const rules_keys[];
extern const char *const rules_step_keys[];
extern const char *const rules_drop_keys[];

/*
 * Reads and checks the file and the tables that it names.  ERR_USAGE with
 * file:line:column for whatever is wrong.  Release with rules_release also
 * after a failure.
 */
int rules_load(struct rules *r, const char *path, struct err *e) MUST_USE;
/* The same from memory. */
int rules_parse(struct rules *r, const char *name, struct slice text,
    struct err *e) MUST_USE;
void rules_release(struct rules *r);

/*
 * True if the condition of the step holds for the record (and also without
 * one); a NULL is false and counted in *unknown.  -1 where the expression
 * fails.
 */
int rules_holds(const struct rule_step *step, const struct record *r,
    bool *holds, uint64_t *unknown, struct err *e) MUST_USE;

#endif
