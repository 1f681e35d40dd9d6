/*
 * asked.h - what a command line asks of a diff, made what the modules take.
 *
 * The tool's table of options fills the words; here they are read, before
 * any stream is.
 */
#ifndef DIFF_ASKED_H
#define DIFF_ASKED_H

#include "diff/cut.h"
#include "diff/equality.h"
#include "io/opt.h"

/* Which differences count. */
struct asked_equality {
	struct opt_list ignore, only, fold_case, fold_blanks, tolerance;
	bool convert;
	const char *file;
};

/* The file's words first, then those of the options.  ERR_USAGE. */
int asked_equality(struct equality *q, const struct asked_equality *words,
    struct err *e) MUST_USE;

/* Which part of the sides is compared. */
struct asked_part {
	const char *as_of; /* DATE, or OLD,NEW */
	struct opt_list plants, usages, maps;
	bool sum;
};

/* What needs the whole structure; root.h reads it. */
struct asked_structure {
	const char *root, *level;
	bool structure;
	bool where_used;
	bool flat_memory; /* refuses these */
};

struct asked_cuts {
	struct cut sides[2]; /* of the old and of the new side */
	struct keymap map;   /* of the old one */
	struct value plants, usages;
	struct arena arena;
};

/* Release also after an error, which is ERR_USAGE. */
int asked_part(struct asked_cuts *cuts, const struct asked_part *words,
    size_t memory, struct err *e) MUST_USE;
void asked_release(struct asked_cuts *cuts);

#endif
