/*
 * restructure.h - engineering BOMs made into what a plant can build.
 *
 * Works BOM by BOM over a whole verified stream: the BOMs of one usage are
 * split by plant, rid of lines that are no material, their phantoms replaced
 * by what is in them, completed, rolled up and renumbered, as `restructure:`
 * of the rules says; bom-rules(5) has the order and the words.  Memory holds
 * one assembly at a time, and where the BOMs of phantoms are found.
 *
 * A BOM is made whole or not at all: where a line cannot be, or what it is
 * made of is withheld, its records are rejected and a withheld record stands
 * for the BOM that would have been made.
 */
#ifndef TRANSFORM_RESTRUCTURE_H
#define TRANSFORM_RESTRUCTURE_H

#include "model/spool.h"
#include "transform/making.h"

struct restructure {
	struct restructure_rules rules;
	struct restructure_counts counts; /* of the last run */
};

/*
 * Reads and checks the node `restructure` of a rules file.  Release in any
 * case.  0, or -1 with ERR_USAGE and the place in the file.
 */
int restructure_load(struct restructure *r, struct shared *s,
    const struct ydoc_node *n, struct err *e) MUST_USE;
void restructure_release(struct restructure *r);

/*
 * Makes the BOMs of `in` anew; all its other records pass.  0 or -1:
 * ERR_USAGE where an expression of the rules fails for good.
 */
int restructure_run(struct restructure *r, const struct spool *in,
    const struct restructure_out *out, struct err *e) MUST_USE;

/*
 * What a stream with this scope may claim afterwards; see SCOPE in
 * bom-rules(5).  Further scopes are followed and added; all that is new lives
 * in the arena or the rules.
 */
void restructure_scope(const struct restructure *r, struct scope *s,
    struct arena *a);

#endif
