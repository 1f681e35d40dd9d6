/* guess_dialect.c - each separator tried on the first rows. */
#include "extract/guess_dialect.h"

#define TRIED 400
#define WIDTHS 512

static const char *const separators[] = {",", ";", "\t", "|", "^", "~",
    "\x1f"};

struct source_text {
	const char *path;
	struct slice bytes;
};

/* How many rows of the first ones have the most frequent width, above 1. */
static size_t
try_dialect(const struct source_text *t, const struct csvin_dialect *d,
    size_t *width, bool *wrong)
{
	size_t widths[WIDTHS] = {0}, best = 0, i, n = 0;
	struct err ignored = ERR_INIT;
	struct csvin_row row;
	struct csvin in;
	int got = -1;

	if (csvin_open_text(&in, t->path, t->bytes, d,
	    &ignored) == 0)
		while (n++ < TRIED && (got = csvin_next(&in, &row,
		    &ignored)) > 0)
			if (row.count > 1 && row.count < WIDTHS)
				widths[row.count]++;
	csvin_close(&in);
	*wrong = got < 0;
	*width = 1;
	for (i = 2; i < WIDTHS; i++) {
		if (widths[i] < best || !widths[i])
			continue;
		best = widths[i];
		*width = i;
	}
	return best;
}

/*
 * More rows, of these the wider ones.  In a report with many titles commas of
 * numbers may stand in a few lines more than its rows are.
 */
static bool
better(size_t rows, size_t width, size_t than, size_t than_width)
{
	if (rows * 2 >= than && width > than_width * 3 && than_width > 1)
		return true;
	if (than * 2 >= rows && than_width > width * 3)
		return false;
	return rows > than || (rows == than && width > than_width);
}

void
guess_dialect_find(struct csvin_dialect *out, const char *path,
    struct slice bytes)
{
	const struct source_text text = {path, bytes}, *t = &text;
	struct csvin_dialect d = *out, found = d;
	size_t best = 0, best_width = 0, width, rows, i;
	bool wrong, unquoted_wrong, best_wrong = false;

	for (i = 0; i < COUNT_OF(separators); i++) {
		d.separator = separators[i];
		rows = try_dialect(t, &d, &width, &wrong);
		if (!better(rows, width, best, best_width))
			continue;
		best = rows;
		best_width = width;
		best_wrong = wrong;
		found = d;
	}
	if (!best) {
		found.separator = ",";
		try_dialect(t, &found, &width, &best_wrong);
	}
	d = found;
	d.quote = CSVIN_NO_QUOTE;
	if (best_wrong && try_dialect(t, &d, &width, &unquoted_wrong) >= best
	    && !unquoted_wrong)
		found = d;
	*out = found;
}
