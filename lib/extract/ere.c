/*
 * ere.c - regcomp and regexec of the C library.
 *
 * Profiles are documents with an arena and free nothing, so a pattern is only
 * checked when the profile is read (ere_check) and compiled by who opens the
 * source and also closes it.
 */
#include "extract/ere.h"

#include <regex.h>

#define PATTERN_MOST 10000

struct ere {
	regex_t compiled;
};

static struct ere *
compile(const char *pattern, char *room, size_t size)
{
	struct ere *p = mem_zero(sizeof(*p));
	int rc = regcomp(&p->compiled, pattern, REG_EXTENDED);

	if (rc == 0)
		return p;
	regerror(rc, &p->compiled, room, size);
	mem_free(p);
	return NULL;
}

static struct ere *
make(struct slice pattern, bool whole, char *room, size_t size)
{
	struct buf b = BUF_INIT(PATTERN_MOST + 8);
	struct ere *p = NULL;

	if (whole)
		buf_add_text(&b, "^(");
	buf_add_slice(&b, pattern);
	if (whole)
		buf_add_text(&b, ")$");
	if (b.over)
		snprintf(room, size, "over %d bytes", PATTERN_MOST);
	else if (pattern.len && memchr(pattern.at, '\0', pattern.len))
		snprintf(room, size, "U+0000 in it");
	else
		p = compile(buf_text(&b), room, size);
	buf_release(&b);
	return p;
}

struct ere *
ere_new(struct slice pattern, char *room, size_t size)
{
	return make(pattern, false, room, size);
}

struct ere *
ere_new_whole(struct slice pattern, char *room, size_t size)
{
	return make(pattern, true, room, size);
}

struct ere *
ere_checked(struct slice pattern)
{
	char why[200];
	struct ere *p = ere_new(pattern, why, sizeof(why));

	if (!p)
		BUG("a pattern that was checked cannot be compiled");
	return p;
}

void
ere_free(struct ere *p)
{
	if (!p)
		return;
	regfree(&p->compiled);
	mem_free(p);
}

/*
 * The text in a copy with a NUL behind it: REG_STARTEND alone would do for
 * the library, but checkers of memory read on to a NUL.
 */
static bool
run(const struct ere *p, struct slice text, regmatch_t at[2])
{
	char room[256], *copy = room;
	int rc;

	if (text.len >= sizeof(room))
		copy = mem_zero(text.len + 1);
	if (text.len)
		memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	rc = regexec(&p->compiled, copy, 2, at, REG_STARTEND);
	if (copy != room)
		mem_free(copy);
	return rc == 0;
}

bool
ere_find(const struct ere *p, struct slice text, struct slice *found)
{
	regmatch_t at[2] = {{0, (regoff_t)text.len}, {-1, -1}};
	const char *start = text.at ? text.at : "";

	if (!run(p, text, at))
		return false;
	if (at[1].rm_so < 0)
		at[1] = at[0];
	if (found)
		*found = slice_from(start + at[1].rm_so,
		    (size_t)(at[1].rm_eo - at[1].rm_so));
	return true;
}

int
ere_check(const struct ydoc_node *n, struct err *e)
{
	struct slice text = SLICE_INIT("");
	char why[200];
	struct ere *p;

	if (ydoc_text(n, &text, e) < 0)
		return -1;
	if (!n)
		return 0;
	p = text.len ? ere_new(text, why, sizeof(why)) : NULL;
	if (!text.len)
		snprintf(why, sizeof(why), "is empty");
	if (!p)
		return ydoc_error(n, e, "is no pattern: %s", why);
	ere_free(p);
	return 0;
}
