/*
 * head.h - the lines of a stream that are no records: head, seal, fail.
 *
 *	{"@stream":{"format":"bomtools","version":1,"kind":"snapshot",...}}
 *	{"~seal":{"records":2,"counts":{...},"digest":"...","head":"..."}}
 *	{"~fail":{"status":4,"tool":"bom-extract","message":"..."}}
 *
 * `@` sorts before every record and `~` behind, so sort(1) leaves them at
 * their ends.  Texts live in the arena that was given to the reader.
 */
#ifndef MODEL_HEAD_H
#define MODEL_HEAD_H

#include "base/clock.h"
#include "model/figures.h"
#include "model/scope.h"

enum head_kind { HEAD_SNAPSHOT, HEAD_UPSERT, HEAD_DELTA };

/* A tool that the stream has passed: a line of provenance. */
struct head_tool {
	struct slice tool;
	struct slice version;
	struct slice *arguments; /* without secrets */
	size_t argument_count;
	struct extras others; /* members of later versions: kept */
};

struct head {
	enum head_kind kind;
	struct slice system; /* "windchill"; "" is unknown */
	bool sorted;
	bool lossy; /* a delta for reading, not for applying */
	struct scope scope;
	unsigned shard_k; /* 1 to shard_n; 0: no shard */
	unsigned shard_n;
	bool has_base; /* of a delta: digests it leads from and to */
	bool has_result;
	struct hash128 base;
	struct hash128 result;
	struct slice created;
	struct slice run;
	struct slice traceparent; /* W3C Trace Context */
	struct head_tool *by;     /* first tool first */
	size_t by_count;
	struct extras others; /* members of later versions: kept */
};

struct seal {
	struct figures figures;
	struct hash128 head; /* XXH3-128 of the canonical head line */
};

struct fail {
	int status; /* 2 to 5 */
	struct slice tool;
	struct slice message;
};

enum head_line { HEAD_LINE_RECORD, HEAD_LINE_HEAD, HEAD_LINE_SEAL,
	HEAD_LINE_FAIL };

/* An empty head of the kind, without scope limits. */
void head_init(struct head *h, enum head_kind kind);

/*
 * What a line is, by its first member's name; anything that is not one of the
 * three is said to be a record (and may yet be garbage).
 */
enum head_line head_line_of(struct slice line);

/* Append the canonical lines, without newline. */
void head_add_line(struct buf *b, const struct head *h);
void head_add_seal(struct buf *b, const struct seal *s);
void head_add_fail(struct buf *b, int status, const char *tool,
    const char *message);

/* Puts one more line of provenance at the end; borrows its texts. */
void head_add_tool(struct head *h, const struct head_tool *tool,
    struct arena *a);

/* "snapshot", "upsert", "delta", and back. */
const char *head_kind_name(enum head_kind kind);

#endif
