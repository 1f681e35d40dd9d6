/*
 * stages.h - what follows the mapping: restructuring, gates, views.
 *
 * A stage reads a spool and gives lines in key order; the last one gives them
 * to the main output.  What a stage rejects or holds is found again as it came
 * into the tool.  Without stages the mapping writes straight to the output and
 * nothing here is done but, where there is a state, noting the run in it.
 */
#ifndef TRANSFORM_STAGES_H
#define TRANSFORM_STAGES_H

#include "store/run.h"
#include "transform/gating.h"
#include "transform/lineage.h"
#include "transform/outputs.h"
#include "transform/restructure.h"
#include "transform/rules.h"

/* What a stage did, by its name. */
struct stages_counts {
	const char *name;
	struct run_counts counts;
};

#define STAGES_MOST 4

struct stages {
	struct restructure restructure;
	struct gating gating;
	bool restructures;
	bool gates;
	bool publishes; /* views are wanted */
	struct views views;
	/* the mapping's output, where there are stages: it fills them */
	struct spool mapped;
	struct spool_writer writer;
	struct lineage lineage;
	/* --- inside --- */
	const struct transform_options *o;
	const struct rules *rules;
	struct outputs *outs;
	struct spool restructured;
	struct spool released; /* behind the gates, for the views */
	struct gatework *work;
	struct stages_counts list[STAGES_MOST];
	unsigned count;
	struct db *db;
	char run[RUN_ID_SIZE];
	bool started; /* the run is in the state */
	struct arena arena;
};

void stages_init(struct stages *s);
void stages_release(struct stages *s);

/*
 * Reads the rules file whole, tables, steps and what the stages have in it.
 * The rules are yours to release, behind the stages, in any case.
 */
int stages_load(struct stages *s, struct rules *r,
    const struct transform_options *o, struct err *e) MUST_USE;

/* True if there is a stage; the views are one. */
bool stages_any(const struct stages *s);
/* The input is a delta, which can only be mapped: else ERR_USAGE. */
int stages_check_delta(struct stages *s, const char *name,
    struct err *e) MUST_USE;

/* Opens the state and the spool of the mapping. */
int stages_open(struct stages *s, const char *name, struct outputs *outs,
    struct err *e) MUST_USE;
/* The mapping has put all its lines. */
int stages_close_mapped(struct stages *s, struct err *e) MUST_USE;

/* What restructuring makes of the scope. */
void stages_scope(struct stages *s, struct scope *scope, struct arena *a);

/* Runs the stages, under the main output's head, which is written. */
int stages_run(struct stages *s, const struct head *h, struct err *e)
    MUST_USE;

/* Notes the counts of a stage, also in the state, if there is one. */
int stages_record(struct stages *s, const char *stage,
    const struct run_counts *c, struct err *e) MUST_USE;

/* A line for each stage that ran, and details of what it dropped. */
void stages_tell(const struct stages *s);

/* The end of the run, for the state: `rc` as transform_run gives it. */
int stages_end(struct stages *s, int rc, struct err *e) MUST_USE;

#endif
