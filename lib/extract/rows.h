/*
 * rows.h - an open source: rows one after the other, whatever the format.
 *
 * What all formats share: the columns, the cleaning of texts, a file that
 * stays the same file however often it is read.  Each format is a table of
 * functions in a module of its own; extract/reader puts them together and is
 * what others call.
 */
#ifndef EXTRACT_ROWS_H
#define EXTRACT_ROWS_H

#include "extract/holding.h"
#include "extract/source.h"

struct layout;
struct outline;

/* Borrowed until the next row. */
struct row {
	const struct slice *fields; /* a NULL pointer in one: nothing */
	uint64_t ordinal;           /* the row's number, from 1 */
	unsigned long line;         /* where it is, for people */
	const char *wrong;          /* NULL, or "CODE: why" it is rejected */
	bool empty;                 /* there is nothing in any column */
	bool skip;                  /* a title or footer: skipped by rule */
	/* Of a source with a structure; see outline.h. */
	bool top;                  /* neither a row nor a root is above it */
	uint64_t parent;           /* the ordinal of the row above; 0: none */
	unsigned long parent_line; /* of it */
	const char *misplaced;     /* NULL, or why its place is not known */
};

/* What is added to a rejected row. */
struct rows_reject {
	struct slice where;  /* FILE:LINE */
	struct slice column;
	struct slice reason;
};

#define ROWS_REJECT_COLUMNS 3
/* In files with a header. */
extern const char *const rows_reject_columns[ROWS_REJECT_COLUMNS];

struct rows;
struct rows_rest;
struct fetch;

struct rows_format {
	/* Opens the file at hand, rows->path; names the columns. */
	int (*open)(struct rows *r, struct err *e);
	/* 1, 0, -1; puts texts with rows_put, sets line and wrong. */
	int (*next)(struct rows *r, struct row *row, struct err *e);
	int (*rewind)(struct rows *r, struct err *e);
	void (*close)(struct rows *r);
	/* Appends the file of rejects: what comes first, the row at hand. */
	void (*reject_head)(const struct rows *r, struct buf *b);
	void (*reject)(struct rows *r, struct buf *b,
	    const struct rows_reject *reject);
};

struct rows {
	const struct rows_format *format;
	const struct source *source;
	struct holding files;
	size_t at;         /* which of them is at hand */
	size_t reached;    /* the last that was read so far */
	uint64_t *before;  /* how many rows those in front of each have */
	const char *name;  /* of the file at hand, for messages; borrowed */
	const char *path;  /* by which the format opens it */
	struct slice file, stem; /* of its name, for derived columns */
	char line_text[24];      /* the number of the line, for one */
	bool rejects;      /* it is a file of rejects, in UTF-8 */
	struct slice where; /* the row at hand was rejected there, or empty */
	struct slice *columns; /* the format's, then the derived ones */
	size_t column_count;   /* of the format's */
	size_t all_count;
	struct slice *fields; /* all_count of them */
	uint64_t ordinal;
	struct layout *layout; /* of delimited files: what is asked for */
	bool *lacking;         /* which columns some file does not have */
	struct slice head, head_given; /* the first header; of rejects */
	struct arena names;  /* of columns */
	struct arena texts;  /* of the row at hand */
	void *state;         /* the format's */
	struct computed *computed; /* or NULL */
	struct outline *outline; /* of a source with a structure */
	struct rows *base;   /* of its rejects: the source that has it */
	unsigned long base_line; /* of the latest that was rejected */
	uint64_t base_ordinal;
	bool unplaced;       /* rows are not placed in it now */
	size_t raw_column;   /* plus one: the column that `raw` is of */
	struct slice raw;    /* as it stands, not cleaned */
	struct rows **open;  /* what is open beside it, or NULL */
	struct fetch *fetch; /* of REST: what asks the servers */
	bool changes;        /* of REST: only what has changed */
	struct rows_rest *rest;
	/* What the file of a row is called; NULL: the format keeps files. */
	const char *(*name_of)(const struct rows *r, uint64_t ordinal);
	struct rows *next;   /* in that list */
};

/*
 * Makes a file of the source the one at hand: name, path.  A source without
 * files has its own name.
 */
int rows_take_file(struct rows *r, size_t at, struct err *e) MUST_USE;

/* A file's name without its folder; the stem also without its endings. */
void rows_split_name(struct slice name, struct slice *file,
    struct slice *stem);

/* True for FILE:LINE, as a rejected row has it. */
bool rows_is_where(struct slice text);

/* The name of the file in which a row is that was read; borrowed. */
const char *rows_name_of(const struct rows *r, uint64_t ordinal);

/*
 * Names the columns of the format; texts are copied.  Only of the first file:
 * in the others it does nothing.
 */
void rows_name_columns(struct rows *r, const struct slice *names,
    size_t count);
/* The same from the profile. */
void rows_columns_of_profile(struct rows *r);

/* Puts a text into the row at hand, cleaned; NULL pointer: nothing. */
void rows_put(struct rows *r, size_t column, struct slice text);

/* Fills *e with ERR_INPUT, "file:line: " and the text; returns -1. */
int rows_error(const struct rows *r, unsigned long line, struct err *e,
    const char *fmt, ...) PRINTF_LIKE(4, 5);

/* One field of a delimited file: in quotes where it needs them. */
void rows_add_field(struct buf *b, struct slice text,
    const struct csvin_dialect *d);
/* The three fields of a reject, each with a separator in front. */
void rows_add_reject(struct buf *b, const struct rows_reject *reject,
    const struct csvin_dialect *d);

#endif
