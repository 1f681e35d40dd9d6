/*
 * csvin.h - rows of a CSV file, or of anything with separators.
 *
 * The caller pulls rows; a row is an array of fields, and also its text as it
 * stood in the file, so that a rejected row can be given back unchanged.
 * Nothing is trimmed, nothing is guessed, no line is a header: blanks around
 * a field are part of it, a NUL is a byte like others, rows may differ in
 * their count of fields.  What cannot be read for sure (a quote left open,
 * text behind a closing quote, bytes that are not in the encoding) is an
 * error with its line, never a row that looks good.
 *
 * A quote mark inside a field that does not begin with one is data (`5" pipe`
 * means five inches).  Lines without any byte are not rows; nothing else is
 * passed over.
 */
#ifndef FORMAT_CSVIN_H
#define FORMAT_CSVIN_H

#include "base/err.h"
#include "base/text.h"
#include "format/textin.h"

/* Ceilings: over them is ERR_INPUT. */
#define CSVIN_FIELD_MOST ((size_t)16 * 1024 * 1024)
#define CSVIN_ROW_MOST TEXTIN_MOST
#define CSVIN_COLUMNS_MOST 4096

#define CSVIN_NO_QUOTE (-1)

/* All zero is RFC 4180: commas, double quotes, any line end, UTF-8. */
struct csvin_dialect {
	const char *separator; /* NULL: ","; longer ones only without quotes */
	const char *row_end;   /* NULL: each of LF, CRLF, CR */
	const char *encoding;  /* NULL: UTF-8; else a name that iconv knows */
	int quote;             /* a byte; 0: '"'; CSVIN_NO_QUOTE: none */
};

/*
 * Borrowed until the next call.  `raw` and `end` are the row as it stands, but
 * in UTF-8: rows given back from a file in another encoding are to be read as
 * UTF-8 when they return.
 */
struct csvin_row {
	const struct slice *fields;
	size_t count;       /* of fields, at least 1 */
	unsigned long line; /* where the row starts in the file, from 1 */
	unsigned long blank; /* lines without any byte in front of it */
	struct slice raw;   /* without its end */
	struct slice end;   /* empty where the file ends without one */
};

struct csv_parser;

struct csvin {
	struct textin in;
	struct csvin_dialect dialect; /* with nothing left open */
	struct csv_parser *parser;    /* NULL without quotes */
	struct slice *fields;         /* CSVIN_COLUMNS_MOST of them */
	size_t count;
	struct buf unquoted; /* the fields of a row with quotes */
	bool row_done;       /* the parser has seen the row's end */
	bool field_over, columns_over;
	bool short_rows; /* the dialect allows the short way */
};

/*
 * Opens a path, "-" or NULL for stdin, gzipped or not.  `d` may be NULL; its
 * texts must outlive the reader.  ERR_USAGE for a dialect that cannot work
 * (quotes with a long separator, marks that contain each other) or a file
 * that is not there.  Close with csvin_close, also after a failure.
 */
int csvin_open(struct csvin *in, const char *path,
    const struct csvin_dialect *d, struct err *e) MUST_USE;

/* The same over bytes in memory, which with `name` must outlive the reader. */
int csvin_open_text(struct csvin *in, const char *name, struct slice text,
    const struct csvin_dialect *d, struct err *e) MUST_USE;

/*
 * 1 and the next row, borrowed until the next call; 0 at the end; -1:
 * ERR_INPUT "name:line[:column]: what", after which only csvin_close is
 * allowed.  Columns count characters from 1.  The rows before an error are
 * all given first.
 */
int csvin_next(struct csvin *in, struct csvin_row *row, struct err *e)
    MUST_USE;

/* Accepts an empty one. */
void csvin_close(struct csvin *in);

/* Fills *e with ERR_INPUT, "name:line: " and the text; returns -1. */
int csvin_error(const struct csvin *in, const struct csvin_row *row,
    struct err *e, const char *fmt, ...) PRINTF_LIKE(4, 5);

#endif
