/*
 * viewcontrol.h - which records are controlled, and which would reveal them.
 *
 * A record is controlled where a clearance's condition holds for it, or
 * cannot be answered.  A record reveals another one if it is the same, hangs
 * on it, or names it in its key or in a member that is shown: an item is
 * named by its number, in BOM lines as in supplier lists; a document, change
 * order, manufacturer and supplier by theirs; a revision and a work center by
 * two members.  What names a record that is not in the stream reveals
 * something of which nothing is known, and counts as controlled unless the
 * rules say otherwise.
 *
 * Memory: 80 bytes for each record of the types that are controlled.
 */
#ifndef TRANSFORM_VIEWCONTROL_H
#define TRANSFORM_VIEWCONTROL_H

#include "base/map.h"
#include "model/scope.h"
#include "model/spool.h"
#include "transform/viewrules.h"

/* A member, or two, that name a record of a type. */
struct viewcontrol_name {
	enum record_type named;
	unsigned members[2];
	unsigned count;
};

#define VIEWCONTROL_NAMES_MOST 12

struct viewcontrol {
	const struct viewrules *rules;
	struct map names; /* digests of names; bits of clearances */
	uint64_t controls[TYPE_COUNT]; /* clearances that are about it */
	uint64_t strict; /* of them: those that refuse the unknown */
	struct viewcontrol_name list[TYPE_COUNT][VIEWCONTROL_NAMES_MOST];
	unsigned counts[TYPE_COUNT];
	struct buf name; /* for work */
};

/* Reads the controlled types of the stream.  Release also after a failure. */
int viewcontrol_load(struct viewcontrol *c, const struct viewrules *rules,
    const struct spool *in, struct err *e) MUST_USE;
void viewcontrol_release(struct viewcontrol *c);

/*
 * The clearances (bits) that one needs to see the record, of which the
 * members in `shown` are seen (NULL: only the key).
 */
uint64_t viewcontrol_needs(struct viewcontrol *c, const struct record *r,
    const bool *shown);

/* The clearances that a record of the type might need. */
uint64_t viewcontrol_may_need(const struct viewcontrol *c,
    enum record_type type, const bool *shown);

/*
 * ERR_USAGE where a clearance that refuses the unknown asks for a member
 * that the stream does not supply: then nothing would ever be controlled.
 */
int viewcontrol_check_scope(const struct viewrules *rules,
    const struct scope *scope, const char *rules_name,
    struct err *e) MUST_USE;

#endif
