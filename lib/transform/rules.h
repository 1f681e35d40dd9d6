/*
 * rules.h - a rules file, read whole and checked before any record.
 *
 * See bom-rules(5).  A rule is one entry of `steps`; what it means for a
 * record type is a step.  A type without steps is not looked into at all.
 */
#ifndef TRANSFORM_RULES_H
#define TRANSFORM_RULES_H

#include "transform/deriving.h"
#include "transform/renumbering.h"

enum rule_kind { RULE_DROP, RULE_KEEP, RULE_CHANGE, RULE_DERIVE };

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
	const struct deriving *derive; /* or NULL */
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
	bool derives;
	bool input_converts; /* converting_take wants the input's records */
	bool may_hold;     /* some step may hold a record */
	bool sorts;        /* lines may come in another order, or together */
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
/* The same with a state that rules may look into; it must outlive them. */
int rules_load_with(struct rules *r, const char *path,
    const struct shared_state *state, struct err *e) MUST_USE;
/* The same from memory. */
int rules_parse(struct rules *r, const char *name, struct slice text,
    struct err *e) MUST_USE;
void rules_release(struct rules *r);

/*
 * True if the condition of the step holds for the record (and also without
 * one); a NULL is false and counted in *unknown.  -1 where the expression
 * fails.
 */
int rules_holds(const struct rule_step *step, const struct expr_input *in,
    bool *holds, uint64_t *unknown, struct err *e) MUST_USE;

#endif
