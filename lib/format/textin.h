/*
 * textin.h - lines of text from a file in any encoding, with any line end.
 *
 * The floor under csvin.  Lines come as slices of one buffer of UTF-8, and
 * lines that belong together (a row with line breaks between its quotes)
 * stay together in it, so that their text as it stood is a slice as well.
 */
#ifndef FORMAT_TEXTIN_H
#define FORMAT_TEXTIN_H

#include "base/err.h"
#include "base/text.h"
#include "format/charset.h"
#include "io/zio.h"

/* Over it, from textin_begin on, is ERR_INPUT. */
#define TEXTIN_MOST ((size_t)64 * 1024 * 1024)
#define TEXTIN_SLACK 64

struct textin_line {
	struct slice text;    /* without its end */
	struct slice end;     /* as it stands; empty when the file lacks it */
	unsigned long number; /* of its first line in the file, from 1 */
};

/* How bytes become lines; the texts must outlive the reader. */
struct textin_how {
	const char *encoding; /* as in charset.h; NULL: UTF-8 */
	const char *line_end; /* NULL: each of LF, CRLF, CR */
};

struct textin {
	const char *name;     /* for messages */
	struct zio_in *file;  /* NULL when the text comes from memory */
	struct slice memory;  /* what is left of it */
	struct textin_how how;
	struct charset charset;
	char *bytes;    /* as read, not yet decoded; NULL: at text + end */
	size_t pending; /* their count */
	bool full;      /* some of them wait only for room */
	bool bad;       /* they are not in the encoding */
	bool eof;
	bool begun;     /* the byte order mark is dealt with */
	char *text;     /* decoded: [ first ... next ... scan ... end ] */
	size_t size;
	size_t first;   /* what is kept together starts here */
	size_t next;    /* behind the lines given */
	size_t scan;    /* no line end starts between next and here */
	size_t end;
	unsigned long line;       /* lines of the file given */
	unsigned long first_line; /* number of the line at `first` */
};

/*
 * Opens a path, "-" or NULL for stdin, gzipped or not.  A byte order mark is
 * skipped.  ERR_USAGE for an unknown encoding or a file that is not there.
 * Close with textin_close, also after a failure.
 */
int textin_open(struct textin *in, const char *path, struct textin_how how,
    struct err *e) MUST_USE;

/* The same over `text`, which with `name` must outlive the reader. */
int textin_open_text(struct textin *in, const char *name, struct slice text,
    struct textin_how how, struct err *e) MUST_USE;

/*
 * 1 and the next line, borrowed until the next call; 0 at the end; -1:
 * ERR_INPUT "name:line:column: ..." for bytes that are not in the encoding
 * (after the lines in front of them), or too much text.
 */
int textin_next(struct textin *in, struct textin_line *line, struct err *e)
    MUST_USE;

/* Lets go of all lines given so far; the next one starts what is kept. */
void textin_begin(struct textin *in);

/*
 * For a reader that finds line ends by itself: text behind the lines given,
 * as much of it as is at hand, borrowed as a line is.  It ends anywhere, also
 * inside a line.  If there is any, TEXTIN_SLACK bytes behind it may be read,
 * but mean nothing; there is a NUL among them.
 */
struct slice textin_window(const struct textin *in);
/* The line that the window begins with, and the one line end behind it. */
struct textin_line textin_take(struct textin *in, size_t len, size_t end_len);

/* All text given since textin_begin, line ends included; borrowed likewise. */
struct slice textin_kept(const struct textin *in);

/* Accepts an empty one. */
void textin_close(struct textin *in);

#endif
