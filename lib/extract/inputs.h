/*
 * inputs.h - the sources of a run: found, opened, bound to the profile.
 */
#ifndef EXTRACT_INPUTS_H
#define EXTRACT_INPUTS_H

#include "extract/bind.h"
#include "extract/keytable.h"
#include "extract/pathlist.h"
#include "extract/profile.h"

/* A source that is open, and its filter. */
struct input_view {
	struct rows *rows; /* NULL: nothing to read */
	struct bind bind;
	struct bind_filter filter;
};

struct input {
	struct pathlist files;
	char *rejects_path; /* its corrected rejects, if these are read */
	bool extracted;     /* entries of the profile read it */
	bool named;         /* its files stand on the command line */
	/* The rows that become records; those that are looked up. */
	struct input_view main, full;
};

struct inputs {
	struct profile *profile;
	struct input *list;         /* by the profile's sources */
	struct bind_filter *filters; /* by its entries */
	struct rows *open; /* all that is */
	bool of_rejects;
	struct fetch *fetch; /* for REST; set before opening */
};

#define INPUTS_INIT {NULL, NULL, NULL, NULL, false, NULL}

/* What the command line says. */
struct inputs_where {
	/* A folder, any number of SOURCE=FILE and FILE; ended by NULL. */
	char *const *operands;
	const char *rejects;   /* folder with corrected rejects, or NULL */
	const char *output;    /* must be none of the sources; or NULL */
};

/*
 * Opens the sources that the profile uses, binds rules and look-ups.  Release
 * with inputs_release in any case, before the profile and the tables.
 */
int inputs_open(struct inputs *in, struct profile *p, struct keytables *tables,
    const struct inputs_where *where, struct err *e) MUST_USE;
void inputs_release(struct inputs *in);

/*
 * Only what can be checked without data: compiles the expressions of sources
 * whose columns the profile lists.
 */
int inputs_check(struct profile *p, struct err *e) MUST_USE;

/* The rows to look up of a source, or NULL. */
struct input_view *inputs_full(struct input *in);

#endif
