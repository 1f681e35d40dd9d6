/*
 * gate.h - the gates of a rules file: about what, what they ask, whose it is.
 *
 * A gate is about the records of its types for which `where` and `when` hold,
 * and asks one thing of them: an expression, or a check that is built in.
 */
#ifndef TRANSFORM_GATE_H
#define TRANSFORM_GATE_H

#include "transform/condition.h"
#include "transform/gatefunction.h"

enum gate_check {
	GATE_EXPRESSION, /* none: `require` */
	GATE_CYCLE,
	GATE_DUPLICATE,
	GATE_GAP,
	GATE_INVENTORY,
	GATE_MISSING_COMPONENT,
	GATE_NO_ROUTING,
	GATE_NO_SUPPLIER,
	GATE_OBSOLETE_COMPONENT,
	GATE_ORPHAN,
	GATE_OVERLAP,
	GATE_ROUTING_CONFLICT,
	GATE_UNRELEASED_COMPONENT,
	GATE_UOM,
	GATE_CHECKS,
};

enum gate_action { GATE_HOLD, GATE_APPROVE, GATE_WARN };

struct gate_impact {
	struct expr *when; /* NULL: always */
	struct slice impact;
};

struct gate {
	const char *name;
	const char *class;
	bool types[TYPE_COUNT];
	struct condition *conditions; /* by type */
	enum gate_check check;
	struct expr *require; /* NULL with a check, and where all must be
			       * approved */
	const char *words;    /* of `require`, for messages */
	enum gate_action action;
	const struct gate_impact *impacts; /* the first that holds */
	size_t impact_count;
	struct slice team, severity;
	long due_s; /* -1: none */
	const struct ydoc_node *message; /* or NULL */
	struct ydoc_texts lifecycles;    /* of two of the checks */
	struct ydoc_texts procurement;   /* of no_supplier */
	uint64_t asked;   /* so many records */
	uint64_t failed;
	uint64_t unknown; /* of them: NULL */
};

/* ${...} of messages, compiled. */
struct gate_part {
	struct slice text;
	struct expr *expr;
};

struct gates {
	struct gate *list;
	size_t count;
	struct gate_part *parts;
	size_t part_count;
	struct shared *shared; /* borrowed */
	struct gatefunction functions;
};

/* The known keys of a gate and of an impact; classes; ended by NULL. */
extern const char *const gate_keys[];
extern const char *const gate_impact_keys[];
extern const char *const gate_classes[];
extern const char *const gate_checks[];

/* Reads the list (NULL: none).  Release also after a failure. */
int gates_read(struct gates *g, struct shared *s, const struct ydoc_node *n,
    struct err *e) MUST_USE;
void gates_release(struct gates *g);

/* Is the gate about this record?  0 and *is, or -1. */
int gate_about(const struct gate *g, const struct record *r, bool *is,
    struct err *e) MUST_USE;

/*
 * Does `require` hold?  0 and *holds; NULL does not, and is counted.  `words`
 * (appended to) says what does not.
 */
int gate_requires(struct gate *g, const struct record *r, bool *holds,
    struct buf *words, struct err *e) MUST_USE;

/*
 * What is said of a record that failed (appended): the gate's message, or
 * gates->functions.found; and the impact, borrowed from the rules.
 */
int gate_message(struct gates *gates, const struct gate *g,
    const struct record *r, struct buf *to, struct err *e) MUST_USE;
int gate_impact(const struct gate *g, const struct record *r,
    struct slice *impact, struct err *e) MUST_USE;

#endif
