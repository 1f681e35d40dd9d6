/*
 * opt.h - the options of a command line, said once, in a table.
 *
 * The table is the only place an option is said: parsing and --help read it,
 * and the manual is checked against --help.  Options and operands stand in
 * any order; `--` ends the options; `-nqS64K` and `--name=value` work.
 */
#ifndef IO_OPT_H
#define IO_OPT_H

#include "base/err.h"
#include "base/text.h"

enum opt_kind {
	OPT_KIND_FLAG,
	OPT_KIND_TEXT,
	OPT_KIND_LIST,
	OPT_KIND_COUNT,
	OPT_KIND_SIZE,
	OPT_KIND_MAYBE_COUNT,
};

/* What an option that may stand several times has gathered. */
struct opt_list {
	const char **texts;
	size_t count;
};

struct opt {
	char letter; /* 0: long only */
	const char *name;
	enum opt_kind kind;
	void *into;
	long least, most;  /* OPT_KIND_COUNT */
	const char *value; /* FILE, N: what --help calls it */
	const char *help;
	long without; /* OPT_KIND_MAYBE_COUNT: where no number is given */
};

/* The macros check the type of what they fill: `into` must be a TYPE *. */
#define OPT_INTO(type, into) (1 ? (into) : (type *)0)
#define OPT_FLAG(letter, name, into, help) \
	{letter, name, OPT_KIND_FLAG, OPT_INTO(bool, into), 0, 0, NULL, help, \
	    0}
#define OPT_TEXT(letter, name, into, value, help) \
	{letter, name, OPT_KIND_TEXT, OPT_INTO(const char *, into), 0, 0, \
	    value, help, 0}
#define OPT_LIST(letter, name, into, value, help) \
	{letter, name, OPT_KIND_LIST, OPT_INTO(struct opt_list, into), 0, 0, \
	    value, help, 0}
#define OPT_COUNT(letter, name, into, least, most, value, help) \
	{letter, name, OPT_KIND_COUNT, OPT_INTO(long, into), least, most, \
	    value, help, 0}
/* The number may be left out: it is taken where digits alone follow. */
#define OPT_MAYBE_COUNT(letter, name, into, least, most, value, without, \
    help) \
	{letter, name, OPT_KIND_MAYBE_COUNT, OPT_INTO(long, into), least, \
	    most, value, help, without}
/* 64K, 100M, 2G, as sort(1)'s -S. */
#define OPT_SIZE(letter, name, into, value, help) \
	{letter, name, OPT_KIND_SIZE, OPT_INTO(size_t, into), 0, 0, value, \
	    help, 0}
#define OPT_END \
	{0, NULL, OPT_KIND_FLAG, NULL, 0, 0, NULL, NULL, 0}

/* A tool's own options and those that all tools share. */
struct opt_tables {
	const char *tool;
	const struct opt *own;
	const struct opt *common;
};

/*
 * Parses argv (from [1] on, ended by NULL); fills what the tables point to and
 * gathers operands, ended by NULL, for which there must be room.  Values
 * borrow from argv.  0, or -1 with ERR_USAGE.
 */
int opt_parse(const struct opt_tables *t, char **argv, char **operands,
    int *count, struct err *e) MUST_USE;

/* One line an option, as --help shows it. */
void opt_print(FILE *to, const struct opt *opts);

#endif
