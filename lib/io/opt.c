/* opt.c - parsing command lines along a table. */
#include "io/opt.h"

#include "io/sort.h"

static const struct opt *
find_in(const struct opt *opts, char letter, struct slice name)
{
	for (; opts->name; opts++)
		if (letter ? opts->letter == letter
			   : slice_is(name, opts->name))
			return opts;
	return NULL;
}

static const struct opt *
find_opt(const struct opt_tables *t, char letter, struct slice name)
{
	const struct opt *opt = find_in(t->own, letter, name);

	return opt ? opt : find_in(t->common, letter, name);
}

static int
unknown_opt(const struct opt_tables *t, const char *given, struct slice name,
    struct err *e)
{
	const char *names[128];
	const struct opt *opt;
	const char *nearest;
	size_t n = 0;

	for (opt = t->own; opt->name && n < 100; opt++)
		names[n++] = opt->name;
	for (opt = t->common; opt->name && n < 127; opt++)
		names[n++] = opt->name;
	names[n] = NULL;
	nearest = name.len ? slice_nearest(name, names) : NULL;
	return err_set(e, ERR_USAGE, "unknown option %s%s%s%s (%s --help "
	    "lists them)", given, nearest ? ", did you mean --" : "",
	    nearest ? nearest : "", nearest ? "?" : "", t->tool);
}

static int
set_count(const struct opt *opt, const char *value, struct err *e)
{
	uint64_t n;

	if (!text_to_number(slice_of(value), (uint64_t)opt->most, &n) ||
	    (long)n < opt->least)
		return err_set(e, ERR_USAGE, "--%s: \"%s\" is not a whole "
		    "number from %ld to %ld", opt->name, value, opt->least,
		    opt->most);
	*(long *)opt->into = (long)n;
	return 0;
}

static int
set_opt(const struct opt *opt, const char *value, struct err *e)
{
	struct opt_list *list;

	switch (opt->kind) {
	case OPT_KIND_FLAG:
		*(bool *)opt->into = true;
		return 0;
	case OPT_KIND_TEXT:
		*(const char **)opt->into = value;
		return 0;
	case OPT_KIND_LIST:
		list = opt->into;
		list->texts = mem_grow(list->texts, list->count + 1,
		    sizeof(*list->texts));
		list->texts[list->count++] = value;
		return 0;
	case OPT_KIND_MAYBE_COUNT:
		if (!value) {
			*(long *)opt->into = opt->without;
			return 0;
		}
		return set_count(opt, value, e);
	case OPT_KIND_COUNT:
		return set_count(opt, value, e);
	case OPT_KIND_SIZE:
		if (!sort_size_parse(opt->into, slice_of(value)))
			return err_set(e, ERR_USAGE, "--%s: \"%s\" is not a "
			    "size (expected bytes, or 64K, 100M, 2G)",
			    opt->name, value);
		return 0;
	}
	BUG("set_opt: no such kind");
}

/* The number that may follow, or NULL where something else does. */
static const char *
maybe_value(const char *behind, char ***argv)
{
	const char *next = (*argv)[1];
	uint64_t number;

	if (behind || !next ||
	    !text_to_number(slice_of(next), UINT64_MAX, &number))
		return behind;
	return *++*argv;
}

/* The value of an option: behind it, or the next argument. */
static const char *
take_value(const struct opt *opt, const char *behind, char ***argv,
    struct err *e)
{
	if (behind)
		return behind;
	if (!(*argv)[1]) {
		err_set(e, ERR_USAGE, "--%s: needs a value (%s)", opt->name,
		    opt->value);
		return NULL;
	}
	return *++*argv;
}

static int
parse_long(const struct opt_tables *t, char ***argv, struct err *e)
{
	const char *given = **argv;
	const char *equals = strchr(given, '=');
	struct slice name = slice_of(given + 2);
	const struct opt *opt;
	const char *value = NULL;

	if (equals)
		name.len = (size_t)(equals - given) - 2;
	opt = find_opt(t, 0, name);
	if (!opt)
		return unknown_opt(t, given, name, e);
	if (opt->kind == OPT_KIND_FLAG && equals)
		return err_set(e, ERR_USAGE, "--%s: takes no value",
		    opt->name);
	if (opt->kind == OPT_KIND_MAYBE_COUNT) {
		value = maybe_value(equals ? equals + 1 : NULL, argv);
	} else if (opt->kind != OPT_KIND_FLAG) {
		value = take_value(opt, equals ? equals + 1 : NULL, argv, e);
		if (!value)
			return -1;
	}
	return set_opt(opt, value, e);
}

/* -nqS64K: letters in a row; the rest behind one with a value is it. */
static int
parse_letters(const struct opt_tables *t, char ***argv, struct err *e)
{
	const char *p;

	for (p = **argv + 1; *p; p++) {
		const struct opt *opt = find_opt(t, *p, SLICE(""));
		const char *value;

		if (!opt) {
			char letter[3] = {'-', *p, '\0'};

			return unknown_opt(t, letter, SLICE(""), e);
		}
		if (opt->kind == OPT_KIND_FLAG) {
			if (set_opt(opt, NULL, e) < 0)
				return -1;
			continue;
		}
		if (opt->kind == OPT_KIND_MAYBE_COUNT)
			return set_opt(opt, maybe_value(p[1] ? p + 1 : NULL,
			    argv), e);
		value = take_value(opt, p[1] ? p + 1 : NULL, argv, e);
		return value ? set_opt(opt, value, e) : -1;
	}
	return 0;
}

int
opt_parse(const struct opt_tables *t, char **argv, char **operands,
    int *count, struct err *e)
{
	bool only_operands = false;

	for (argv++; *argv; argv++) {
		int rc = 0;

		if (only_operands || **argv != '-' || !(*argv)[1])
			operands[(*count)++] = *argv;
		else if (strcmp(*argv, "--") == 0)
			only_operands = true;
		else if ((*argv)[1] == '-')
			rc = parse_long(t, &argv, e);
		else
			rc = parse_letters(t, &argv, e);
		if (rc < 0)
			return -1;
	}
	operands[*count] = NULL;
	return 0;
}

void
opt_print(FILE *to, const struct opt *opts)
{
	for (; opts->name; opts++) {
		char left[64];
		int n;

		n = opts->letter
		    ? snprintf(left, sizeof(left), "-%c, ", opts->letter)
		    : snprintf(left, sizeof(left), "    ");
		snprintf(left + n, sizeof(left) - (size_t)n, "--%s%s%s",
		    opts->name, opts->value ? " " : "",
		    opts->value ? opts->value : "");
		fprintf(to, "  %-24s %s\n", left, opts->help);
	}
}
