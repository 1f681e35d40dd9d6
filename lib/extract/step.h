/*
 * step.h - the steps of one rule: a text taken from the row, changed, and made
 * a value.
 *
 * What the data did wrong is noted in struct convert, the first thing only.
 */
#ifndef EXTRACT_STEP_H
#define EXTRACT_STEP_H

#include "extract/keytable.h"
#include "extract/profile.h"
#include "model/record.h"

#define STEP_REASON_MOST 1024

/* A step of a rule that was done, and the text it has left. */
struct convert_step {
	const struct rule *rule;
	struct slice name; /* of the member or site field */
	const char *what;  /* its key in the profile; NULL: the first text */
	struct slice text;
};

struct convert {
	const struct profile *profile;
	const struct keytables *tables;
	struct arena arena; /* of the row in flight; reset by the caller */
	struct buf reason;  /* of the last reject: "CODE: words" */
	struct slice column; /* what it is about: a column, or a member */
	bool skipped;        /* a rule says: no record of this row */
	bool key_known;      /* of the last reject: all key members are fine */
	unsigned keys_known; /* how many of them from the first on */
	/* What a spoilt text does; the caller says file, source and log. */
	struct damage_judge judge;
	bool as_required;    /* the quantity at hand is "AR" */
	/* For --explain, else NULL: is told each step. */
	void (*watch)(void *ctx, const struct convert_step *step);
	void *watch_ctx;
};

/* One conversion: the rule, and the text as far as it has come. */
struct step {
	struct convert *c;
	const struct rule *rule;
	struct slice name; /* of the member or site field */
	const struct row *row;
	struct slice text;
	bool words; /* "AR" may stand for a quantity */
};

/* Notes why a row is rejected, unless something was wrong before; 0. */
int step_refuse(const struct step *s, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/* What the judge of damage says: notes *why if not; releases it. */
bool step_judged(const struct step *s, bool passes, struct buf *why);

/* All steps of the rule, in their one order: 1, 0 refused, -1. */
int step_apply(struct step *s, struct value *v, struct err *e) MUST_USE;

#endif
