/*
 * source.h - what a profile says about one source of rows.
 *
 * The description only: extract/reader opens it.  Everything borrows from the
 * YAML document and from the arena of the profile.
 */
#ifndef EXTRACT_SOURCE_H
#define EXTRACT_SOURCE_H

#include "extract/outline_spec.h"
#include "net/pgspec.h"
#include "extract/query.h"
#include "extract/rest_spec.h"
#include "extract/steppath.h"
#include "extract/table.h"
#include "extract/treecolumn.h"
#include "format/csvin.h"

enum source_format {
	SOURCE_DELIMITED,
	SOURCE_JSON,
	SOURCE_JSONL,
	SOURCE_SQLITE,
	SOURCE_XML,
	SOURCE_STEP,
	SOURCE_REST,
	SOURCE_POSTGRES,
};

struct source_column {
	struct slice name;
	struct slice pointer; /* of JSON: where the element has it */
	struct treecolumn tree; /* of JSON and XML */
};

/* How the header may call a column of the profile, or where it stands. */
struct source_spelling {
	struct ydoc_texts texts;
	size_t position; /* from 1; 0: it is found by its name */
};

/* A column that some rule, filter or look-up names. */
struct source_ask {
	struct source_ask *next;
	struct slice name;
};

struct source_asks {
	struct source_ask *first;
	struct arena *arena;
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
	struct ydoc_texts files; /* none: said on the command line only */
	enum source_format format;
	struct csvin_dialect dialect;
	bool header;
	struct slice rows; /* of JSON: where the array is */
	struct treepath rows_path; /* of JSON and XML */
	bool around; /* columns of these look at what is around a row */
	struct query query;             /* of databases */
	const struct pgspec *postgres; /* its connection */
	const struct steppath_plan *step; /* of STEP */
	struct rest_spec *rest;                /* of REST */
	struct source_column *columns;
	size_t column_count;
	struct source_spelling *spellings; /* of the columns, or NULL */
	bool columns_known; /* they are all there are */
	struct table table;
	struct source_asks *asks; /* NULL where nobody reads a profile */
	long least_rows;
	bool trim, nul_empty;
	struct ydoc_texts absent; /* texts that mean nothing */
	struct source_filter filter;
	/*
	 * Columns that every row has beside its own; their names begin with
	 * '@', which a profile may not give to others.
	 */
	struct slice *derived;
	size_t derived_count;
	const struct ydoc_node *computed; /* a map of expressions, or NULL */
	size_t computed_at; /* their place among the derived columns */
	const struct titles_spec *titles; /* or NULL */
	struct ydoc_texts carry; /* columns that are filled from above */
	struct outline_spec *structure; /* or NULL */
	/* A BOM of which several files have lines has the same in each. */
	bool boms_per_file;
};

/* The first derived columns of every source; @part: of entries with `each`. */
enum source_derived {
	SOURCE_FILE, SOURCE_STEM, SOURCE_LINE, SOURCE_PART, SOURCE_DERIVED
};

/*
 * Reads `where` and `when` of a map (a source or an entry of records) whose
 * rows come from `s`.
 */
int source_filter_read(struct source_filter *f, const struct ydoc_node *map,
    const struct source *s, struct arena *a, struct err *e) MUST_USE;

/*
 * Notes that somebody asks for this column.  ERR_USAGE with the place of `n`
 * and the nearest name, if it is known by now that the source has none.
 */
int source_check_column(const struct source *s, struct slice name,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* ERR_INPUT if fewer rows of a file count than the profile wants at least. */
int source_check_rows(const struct source *s, const char *file, uint64_t rows,
    struct err *e) MUST_USE;

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

#define SOURCE_FOUND_SIZE 300
/* For a message: "A", "B" and 3 more; derived columns are left out. */
void source_found_text(char text[SOURCE_FOUND_SIZE],
    const struct slice *names, size_t count);

/* ERR_USAGE at `n`: there is no such column, perhaps another was meant. */
int source_no_column(const struct ydoc_node *n, struct slice name,
    const char *nearest, struct err *e);

#endif
