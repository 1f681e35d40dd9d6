/*
 * raw.h - what is not the same bytes in two streams, side by side.
 *
 * The first pass of a diff: a merge of two sorted streams that looks at bytes
 * only and keeps what differs.  Equal lines, nearly all of them, cost a
 * comparison; in two sealed files not even a merge, see sieve.h.  Once both
 * ends are verified the differences are given again, key by key and one kind
 * after the other, by now without the removals that the new side is not
 * entitled to claim (they are counted).  Memory is that of the sorts, and of
 * the names of parents whose BOMs differ.
 */
#ifndef DIFF_RAW_H
#define DIFF_RAW_H

#include "diff/cut.h"
#include "model/sieve.h"
#include "diff/slicemap.h"
#include "model/pairing.h"
#include "model/scan.h"
#include "model/unit.h"

enum raw_kind {
	RAW_HEADERS,     /* bom */
	RAW_LINES,       /* bom_line */
	RAW_SUBSTITUTES, /* substitute */
	RAW_OTHERS,
	RAW_KINDS
};

/* A key's lines, borrowed until the next call. */
struct raw_item {
	enum record_type type;
	size_t key_length; /* of the prefix that both have */
	struct slice old;  /* a NULL pointer: this side has none */
	struct slice new;
	/*
	 * Of RAW_LINES: no record, but the note that both sides have lines in
	 * the BOM whose key prefix stands in `old`, up to `alternative`.  It
	 * comes before them.
	 */
	bool shared;
};

struct raw;
struct edits;

/* What is done to both sides on the way; a NULL pointer: nothing. */
struct raw_view {
	struct cut *cuts; /* of the old and of the new side */
	/* Sees all lines that the cuts leave; NULL: a side has none. */
	int (*tap)(void *ctx, const struct stream_line *old,
	    const struct stream_line *new, struct err *e);
	/* Both sides are read, or will be read again from the start. */
	int (*ready)(void *ctx, const struct raw *r, struct err *e);
	void (*again)(void *ctx);
	/* False: differences in records with this key are left out. */
	bool (*chosen)(void *ctx, const struct key *k);
	/* Puts other changes among the edits than those between lines. */
	int (*instead)(void *ctx, const struct raw *r, struct edits *edits,
	    struct err *e);
	/* Sees each line of the delta as it is given out. */
	void (*seen)(void *ctx, struct slice line);
	void *ctx;
};

/* True if the view shows a part only. */
bool raw_view_partial(const struct raw_view *view);

struct raw {
	const struct raw_view *view;
	struct pairing pair; /* left: old, right: new */
	struct sieve sieve;  /* the fast way to read both, where there is one */
	/* By halves of the parents; the second one only if asked for. */
	struct residue kinds[2][RAW_KINDS];
	uint64_t counts[RAW_KINDS]; /* of lines in them */
	struct map parents;   /* whose headers or lines differ */
	struct slicemap sequences; /* of their revisions, see raw_sequence */
	struct unit_table units; /* of both sides' conversions */
	uint64_t kept; /* removals that the new side could not claim */
	/* --- inside --- */
	struct buf bom; /* the BOM at hand: its key prefix */
	bool bom_old, bom_new, bom_differs;
	bool halving;
	int half; /* of the BOM at hand */
	struct buf line;
	struct arena arena; /* of the line in flight */
};

/*
 * Reads both streams to their verified ends; "-" is stdin, for one of them.
 * `view` may be NULL; else it outlives the struct.  Release also after an
 * error.
 */
int raw_run(struct raw *r, const char *const paths[2], size_t memory,
    const struct raw_view *view, struct err *e) MUST_USE;
/* The same, and about half of the parents come in a second half. */
int raw_run_halved(struct raw *r, const char *const paths[2], size_t memory,
    const struct raw_view *view, struct err *e) MUST_USE;
void raw_release(struct raw *r);

/* A walk over the differences of one kind; each kind can be walked once. */
struct raw_cursor {
	struct raw *raw;
	struct residue_cursor from;
	struct arena arena;
	uint64_t kept; /* goes into the raw's when the cursor is closed */
};

/* Of RAW_HEADERS and RAW_LINES, whose halves can be walked by two threads. */
void raw_cursor_open_half(struct raw_cursor *c, struct raw *r,
    enum raw_kind kind, int half);
/* Where there are no halves. */
static inline void
raw_cursor_open(struct raw_cursor *c, struct raw *r, enum raw_kind kind)
{
	raw_cursor_open_half(c, r, kind, 0);
}
/* 1 and the next difference in key order, borrowed until next; 0; -1. */
int raw_cursor_next(struct raw_cursor *c, struct raw_item *item,
    struct err *e) MUST_USE;
void raw_cursor_close(struct raw_cursor *c);

/* Of a BOM line: the length of its key prefix up to `alternative`. */
size_t raw_bom_length(struct slice line);

/* The sequence of a revision of one of `parents`; empty: not known. */
struct slice raw_sequence(const struct raw *r, struct slice item,
    struct slice revision);

#endif
