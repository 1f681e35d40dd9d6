/*
 * making.h - made BOMs on their way out, and what became of their records.
 *
 * BOMs are put at once, their lines and substitutes wait in lanes, withheld
 * records in a sort.  A record passes where an output line is what it was;
 * it is folded where it is in one only beside others.
 */
#ifndef TRANSFORM_MAKING_H
#define TRANSFORM_MAKING_H

#include "io/sort.h"
#include "transform/lane.h"
#include "transform/mbom.h"
#include "transform/targets.h"

/* Where lines go; each -1 with *e filled ends the run. */
struct restructure_out {
	/* A canonical line.  They come in key order, each key once. */
	int (*put)(void *ctx, struct slice line, struct err *e);
	/*
	 * An input line that was rejected, by what and why.  The withheld
	 * records for what would have been made of it are put, not asked for.
	 */
	int (*reject)(void *ctx, struct slice line, const char *rule,
	    const char *why, struct err *e);
	/*
	 * NULL, or: this output line (a whole line) has this input line in it,
	 * by this part of the rules.  Called for each pair, once, for all
	 * lines whose key or whose making is not plain.
	 */
	int (*trace)(void *ctx, struct slice to, struct slice from,
	    const char *rule, struct err *e);
	void *ctx;
};

/*
 * The fates of the records of the input: their sum is what came in, and
 * passed + derived + withheld is what was put.
 */
struct restructure_counts {
	uint64_t passed;
	uint64_t folded;   /* what it says is in lines of others */
	uint64_t rejected;
	uint64_t dropped;  /* the sum of those below */
	uint64_t derived;  /* output lines beyond those that passed */
	uint64_t withheld; /* withheld records that were not in the input */
	const struct restructure_part *parts; /* dropped, by name */
	size_t part_count;
};

struct making {
	const struct restructure_rules *rules;
	const struct restructure_out *out;
	struct lane lines, subs;
	struct sort *tail; /* withheld records; NULL until needed */
	uint64_t put;      /* records, but for those */
	uint64_t withheld;
	/* of the BOM that was made last: its lines, its substitutes */
	struct making_block {
		struct buf text;    /* printed, each with its newline */
		struct slice *list; /* of them, in order */
		size_t count, size;
	} blocks[2];
	struct buf line;
};

void making_init(struct making *k, const struct restructure_rules *r,
    const struct restructure_out *out);
void making_release(struct making *k);

/* True if a BOM with this header (or empty) holds as of the rules' date. */
bool making_in_effect(const struct restructure_rules *r, struct slice header);

/*
 * The substitutes of a line of the BOM, from number *at on, which goes behind
 * them.  making_skip_orphans goes over those that come before the line and are
 * of no line; with an empty line over all.
 */
const struct mbom_substitute *making_substitutes(struct assembly_bom *b,
    struct slice line, size_t *at, size_t *count, struct arena *a);
size_t making_skip_orphans(struct assembly_bom *b, struct slice line,
    size_t at);

/* A BOM that no rule is about. */
int making_pass(struct making *k, struct assembly_bom *b,
    struct err *e) MUST_USE;
/* A BOM that was made; its lines are printed, sorted and traced. */
int making_emit(struct making *k, struct mbom *m, const struct target *t,
    struct err *e) MUST_USE;
/*
 * The BOM that was made last once more, with the keys of this target: for
 * rules by which it is the same but for them.
 */
int making_again(struct making *k, struct mbom *m, const struct target *t,
    struct err *e) MUST_USE;
/* One that could not be: by the name of the target. */
int making_withhold(struct making *k, struct slice name, const char *reason,
    struct err *e) MUST_USE;

/* Puts the lines of the type that wait. */
int making_give(struct making *k, enum record_type type,
    struct err *e) MUST_USE;
/*
 * Puts the withheld records: those of the stream but for those about the BOMs
 * that were made anew, and those that came up here.
 */
int making_give_withheld(struct making *k, const struct spool *in,
    struct restructure_counts *counts, struct err *e) MUST_USE;

#endif
