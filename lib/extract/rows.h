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

#include "extract/source.h"
#include "io/file.h"

/* Borrowed until the next row. */
struct row {
	const struct slice *fields; /* a NULL pointer in one: nothing */
	uint64_t ordinal;           /* the row's number, from 1 */
	unsigned long line;         /* where it is, for people */
	const char *wrong;          /* NULL, or "CODE: why" it is rejected */
	bool empty;                 /* there is nothing in any column */
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

struct rows_format {
	/* Reads what names the columns; `path` is rows->path. */
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
	const char *name;  /* of the file, for messages; borrowed */
	struct slice file, stem; /* of its name, for derived columns */
	char line_text[24];      /* the number of the line, for one */
	bool rejects;      /* it is a file of rejects, in UTF-8 */
	int fd;            /* kept open, so that it stays the same file */
	char path[32];     /* by which the format opens it again */
	struct slice *columns; /* the format's, then the derived ones */
	size_t column_count;   /* of the format's */
	size_t all_count;
	struct slice *fields; /* all_count of them */
	uint64_t ordinal;
	struct arena names;  /* of columns */
	struct arena texts;  /* of the row at hand */
	void *state;         /* the format's */
	struct rows **open;  /* what is open beside it, or NULL */
	struct rows *next;   /* in that list */
};

/* Names the columns of the format; texts are copied. */
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
