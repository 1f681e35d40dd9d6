/*
 * xmlin.h - an XML file pulled as events: start of an element, text, end.
 *
 * Streaming, on expat: memory is that of a block, a tag and a run of text,
 * whatever the file's size.  Text comes in one piece from tag to tag: CDATA,
 * character references, comments and processing instructions do not cut it;
 * runs of mere blanks are given like others.
 *
 * Nothing is loaded and nothing expands: a document type that declares
 * anything of its own is refused, an external one is not read, and entities
 * other than the five of XML are errors wherever they stand.  (A default that
 * an external document type would give an attribute is thus absent.)
 */
#ifndef FORMAT_XMLIN_H
#define FORMAT_XMLIN_H

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/zio.h"

/* Ceilings: over them is ERR_INPUT. */
#define XMLIN_DEPTH_MOST 256
#define XMLIN_TEXT_MOST ((size_t)16 * 1024 * 1024)
#define XMLIN_TAG_MOST ((size_t)16 * 1024 * 1024)

enum xmlin_kind { XMLIN_START, XMLIN_TEXT, XMLIN_END };

struct xmlin_attribute {
	struct slice uri;  /* of its namespace, or empty */
	struct slice name; /* local: without a prefix */
	struct slice value;
};

/* Borrowed until the next call.  A NUL stands behind each slice. */
struct xmlin_event {
	enum xmlin_kind kind;
	unsigned depth;     /* of the element, the root's is 1; of a text: of
			     * the element that it stands in */
	unsigned long line; /* where it begins, from 1 */
	unsigned long column;
	struct slice uri;   /* of an element's namespace, or empty */
	struct slice name;  /* of an element, local */
	struct slice text;
	const struct xmlin_attribute *attributes; /* of a start, in order */
	size_t count;                             /* of the file */
};

struct xmlin;

/*
 * Opens a path, "-" or NULL for stdin, gzipped or not.  The encoding is what
 * the file declares: UTF-8, UTF-16, or any set of single bytes that iconv
 * knows.  *out is yours, close it with xmlin_close; NULL after a failure.
 */
int xmlin_open(struct xmlin **out, const char *path, struct err *e) MUST_USE;

/* The same over `text`, which with `name` must outlive the reader. */
int xmlin_open_text(struct xmlin **out, const char *name, struct slice text,
    struct err *e) MUST_USE;

/* Messages call the file so; the name must outlive the reader. */
void xmlin_call(struct xmlin *in, const char *name);

/*
 * 1 and the next event, borrowed until the next call; 0 at the end of the
 * document; -1: ERR_INPUT "name:line:column: what", after which only
 * xmlin_close is allowed.  The events before an error are all given first.
 */
int xmlin_next(struct xmlin *in, struct xmlin_event *event, struct err *e)
    MUST_USE;

/* The attribute's value (of any namespace), or NULL. */
const struct slice *xmlin_get(const struct xmlin_event *event,
    const char *name);

/* Fills *e with ERR_INPUT, "name:line:column: " and the text; returns -1. */
int xmlin_error(const struct xmlin *in, const struct xmlin_event *event,
    struct err *e, const char *fmt, ...) PRINTF_LIKE(4, 5);

/* Accepts NULL. */
void xmlin_close(struct xmlin *in);

/* The version of expat that is linked; a constant. */
const char *xmlin_library_version(void);

#endif
