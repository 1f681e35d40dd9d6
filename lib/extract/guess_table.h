/*
 * guess_table.h - the dialect of a delimited file, found by trying.
 *
 * The beginning of the file is read with each separator; the one under which
 * most rows have the same number of fields is it.  Then the row that names
 * the columns is looked for, what stands above it, and where the table ends.
 */
#ifndef EXTRACT_GUESS_TABLE_H
#define EXTRACT_GUESS_TABLE_H

#include "extract/guess_look.h"
#include "format/csvin.h"

/* So many rows are looked at. */
#define GUESS_ROWS 50000

struct guess_row {
	struct slice *cells;
	size_t count;
	unsigned long line;
	bool blank_before; /* an empty line stands above it */
};

enum guess_footer { GUESS_NO_FOOTER, GUESS_BLANK_FOOTER, GUESS_TEXT_FOOTER };

struct guess_table {
	const char *path;
	/* The source's keys as YAML, where it is no delimited file. */
	const char *reading;
	struct arena texts;
	struct buf bytes;     /* as they stand in the file */
	bool whole;           /* that is all of it */
	struct csvin_dialect dialect;
	bool marked;          /* a byte order mark */
	bool quoted;          /* quotes were seen */
	struct guess_row *rows; /* all that were read */
	size_t row_count;
	size_t size;
	/* --- the table among them --- */
	bool header;          /* rows[head] names the columns */
	size_t head;
	bool short_header;    /* most rows have more fields than it names */
	size_t first, end;    /* its rows */
	size_t columns;
	struct slice *names;  /* as rows_name_columns would; see there */
	struct guess_look *looks;
	enum guess_footer footer;
	size_t footer_column;  /* of GUESS_TEXT_FOOTER */
	struct slice footer_text;
	size_t shorter;       /* rows with fewer fields than columns */
	size_t longer;        /* with more, the surplus being empty */
	size_t wrong;         /* with more that are not */
	size_t empty;         /* without any text */
	struct err trouble;   /* why reading ended early */
};

/*
 * Looks at the bytes of a file that holds a table.  ERR_INPUT where there is
 * no row at all.  Release in any case.
 */
int guess_table_read(struct guess_table *t, const char *path, struct err *e)
    MUST_USE;
void guess_table_release(struct guess_table *t);

/* Whether the header has a name for the column that a profile can have, too. */
bool guess_table_names(const struct guess_table *t, size_t column);

/* Trimmed; "" where there is nothing, or a word for it. */
struct slice guess_table_cell(const struct guess_table *t, size_t row,
    size_t column);

/* Counts what the values look like, once names and rows are there. */
void guess_table_look(struct guess_table *t);

#endif
