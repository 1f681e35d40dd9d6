/*
 * source.h - what a profile says about one source of rows.
 *
 * The description only: extract/reader opens it.  Everything borrows from the
 * YAML document and from the arena of the profile.
 */
#ifndef EXTRACT_SOURCE_H
#define EXTRACT_SOURCE_H

#include "format/csvin.h"
#include "format/ydoc.h"

enum source_format {
	SOURCE_DELIMITED,
	SOURCE_JSON,
	SOURCE_JSONL,
	SOURCE_SQLITE,
};

struct source_column {
	struct slice name;
	struct slice pointer; /* of JSON: where the element has it */
};

/* One column of `where`: the values of which one must be met. */
struct source_where {
	const struct ydoc_node *node;
	struct slice column;
	struct ydoc_texts values; /* "" is met by nothing */
};

/* Which rows count: all of `wheres` hold, and so does `when`. */
struct source_filter {
	struct source_where *wheres;
	size_t where_count;
	const struct ydoc_node *when; /* an expression, or NULL */
};

struct source {
	const struct ydoc_node *node;
	struct slice name;
	const char *file; /* NULL: said on the command line only */
	enum source_format format;
	struct csvin_dialect dialect;
	bool header;
	struct slice rows; /* of JSON: where the array is */
	struct slice query;
	struct source_column *columns;
	size_t column_count;
	bool columns_known; /* they are all there are */
	bool trim, nul_empty;
	struct ydoc_texts absent; /* texts that mean nothing */
	struct source_filter filter;
	/*
	 * Columns that every row has beside its own; their names begin with
	 * '@', which a profile may not give to others.
	 */
	struct slice *derived;
	size_t derived_count;
};

/* The first derived columns of every source: what the file's name says, and
 * the number of the line. */
enum source_derived { SOURCE_FILE, SOURCE_STEM, SOURCE_LINE, SOURCE_DERIVED };

/* The keys of a source, ended by NULL. */
extern const char *const source_keys[];

/* Reads the entry of a source; `a` gets what the document has not. */
int source_read(struct source *s, const struct ydoc_node *n, struct arena *a,
    struct err *e) MUST_USE;

/*
 * Reads `where` and `when` of a map (a source or an entry of records) whose
 * rows come from `s`.
 */
int source_filter_read(struct source_filter *f, const struct ydoc_node *map,
    const struct source *s, struct arena *a, struct err *e) MUST_USE;

/*
 * ERR_USAGE with the place of `n` and the nearest name, if it is known by now
 * that the source has no column of this name.
 */
int source_check_column(const struct source *s, struct slice name,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/*
 * All columns that the profile knows of, the derived ones last: *names is
 * yours, with mem_free; the count comes back.
 */
size_t source_names(const struct source *s, struct slice **names);

/* `name` among `count` names, or -1; the nearest of them, or NULL. */
int source_column_find(const struct slice *names, size_t count,
    struct slice name);
const char *source_column_nearest(const struct slice *names, size_t count,
    struct slice name);

/* ERR_USAGE at `n`: there is no such column, perhaps another was meant. */
int source_no_column(const struct ydoc_node *n, struct slice name,
    const char *nearest, struct err *e);

#endif
