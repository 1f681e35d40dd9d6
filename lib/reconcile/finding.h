/*
 * finding.h - the findings that are to be listed.
 *
 * All are counted; of each impact and class the first ones by key are kept, in
 * a sort that spills to disk: the gravest impact first.  When the list is
 * shorter than the findings, each impact and class gets a fair share of it, so
 * that a thousand missing records do not hide the one conflict.
 */
#ifndef RECONCILE_FINDING_H
#define RECONCILE_FINDING_H

#include "io/sort.h"
#include "model/value.h"
#include "reconcile/policy.h"

/* In the order of the list: what needs a person first. */
enum finding_class {
	FINDING_CONFLICT,
	FINDING_MISSING_IN_ERP,
	FINDING_MISSING_IN_PLM,
	FINDING_DIFFER,
	/* Of the structure of one side, see anatomy.h. */
	FINDING_CYCLE,
	FINDING_MISSING_COMPONENT,
	FINDING_ORPHAN,
	FINDING_OBSOLETE_COMPONENT,
	FINDING_DUPLICATE,
	FINDING_EFFECTIVITY,
	FINDING_REVISION_BEHIND,
	FINDING_CLASSES,
};

struct finding {
	enum finding_class class;
	enum policy_owner owner;
	struct slice key;    /* text form */
	/* As policies spell it; "": the record itself. */
	struct slice member;
	struct slice plm;    /* canonical JSON; "": absent */
	struct slice erp;
	/* As the policy says; empty where it does not. */
	struct slice team, severity, impact;
	struct slice plant;   /* of the record; may be empty */
	struct slice match;   /* how a line was found again; "": by its key */
	/* Top assemblies that it gets into: how many, the first ones' names. */
	uint64_t reach_count;
	struct slice reaches; /* with ", " between them */
	/* By the state; empty without one.  Times are RFC 3339. */
	struct slice exception, state, opened_at, due_at;
};

/*
 * The impact's place among others, 0 the gravest: line_stop, compliance,
 * launch, cost, a site's own word, none, cosmetic.  What an override accepts
 * comes last of all.
 */
#define FINDING_RANKS 8
#define FINDING_ACCEPTED (FINDING_RANKS - 1)
unsigned finding_rank(const struct finding *one);

/* True if an override accepts it: it is no finding, but counted apart. */
bool finding_accepted(const struct finding *one);

struct finding_list {
	uint64_t counts[FINDING_CLASSES]; /* without accepted ones */
	uint64_t accepted;
	uint64_t most;                    /* that can be listed */
	uint64_t listed;                  /* once finished */
	struct finding_cell {
		uint64_t count;
		uint64_t share; /* of the list, once finished */
	} cells[FINDING_RANKS][FINDING_CLASSES];
	struct sort *sort;
	struct buf line;
};

void finding_list_init(struct finding_list *f, uint64_t most, size_t memory);
void finding_list_release(struct finding_list *f);

/* Counts it, and keeps a copy if it may be listed.  In key order. */
int finding_list_put(struct finding_list *f, const struct finding *one,
    struct err *e) MUST_USE;

/* No more findings: shares out the list. */
int finding_list_finish(struct finding_list *f, struct err *e) MUST_USE;

/* 1 and the next of the list, borrowed until next; 0; -1. */
int finding_list_next(struct finding_list *f, struct finding *one,
    struct err *e) MUST_USE;

/* From its first again, shared out anew for `most` at most. */
int finding_list_rewind(struct finding_list *f, uint64_t most, struct err *e)
    MUST_USE;

uint64_t finding_list_total(const struct finding_list *f);
/* conflict, missing_in_erp, missing_in_plm, differ */
const char *finding_class_name(enum finding_class class);

#endif
