/*
 * p21in.c - statements cut at their semicolons, and the wanted ones parsed.
 *
 * Two passes over each statement.  The first only finds its end, minding
 * quotes and comments; where the name in front says that nobody asks for it,
 * that was all, and a statement longer than a block is then not even kept.
 * The second takes the statement apart in p21.
 *
 *	ISO-10303-21;
 *	HEADER; FILE_NAME(...); ... ENDSEC;
 *	DATA; #1=PRODUCT(...); #2=(A(...)B(...)); ... ENDSEC;
 *	END-ISO-10303-21;
 */
#include "format/p21in.h"

#include <strings.h>

#include "io/zio.h"

#define BLOCK_SIZE ((size_t)256 * 1024)

enum section { OUTSIDE, HEADER, DATA, PASSED_OVER };

struct p21in {
	const char *name;
	struct zio_in file;
	struct slice memory; /* what is left of a text */
	bool from_memory, opened;
	char *block;
	size_t size, at, end; /* of the block: not yet looked at, filled */
	bool eof;
	unsigned long line; /* at `at` */
	enum section section;
	bool begun, ended;
	const struct slice *wanted;
	size_t wanted_count;
	struct arena arena;
};

static int
fail(const struct p21in *in, unsigned long line, struct err *e,
    const char *what)
{
	return err_set(e, ERR_INPUT, "%s:%lu: %s", in->name, line, what);
}

/* --- bytes --- */

static ssize_t
read_more(struct p21in *in, char *to, size_t size, struct err *e)
{
	if (!in->from_memory)
		return zio_in_read(&in->file, to, size, e);
	if (size > in->memory.len)
		size = in->memory.len;
	if (size)
		memcpy(to, in->memory.at, size);
	in->memory.at += size;
	in->memory.len -= size;
	return (ssize_t)size;
}

/* Keeps what stands behind *start, which becomes 0, and reads on. */
static int
fill(struct p21in *in, size_t *start, struct err *e)
{
	ssize_t got;

	if (in->end > *start)
		memmove(in->block, in->block + *start, in->end - *start);
	in->at -= *start;
	in->end -= *start;
	*start = 0;
	if (in->end == in->size) {
		if (in->size > P21IN_INSTANCE_MOST)
			return fail(in, in->line, e, "an instance is too "
			    "long");
		in->size = in->size ? in->size * 2 : BLOCK_SIZE;
		in->block = mem_grow(in->block, in->size, 1);
	}
	got = read_more(in, in->block + in->end, in->size - in->end, e);
	if (got < 0)
		return -1;
	in->eof = got == 0;
	in->end += (size_t)got;
	return 0;
}

/* --- statements --- */

static bool
names_wanted(const struct p21in *in, struct slice name)
{
	size_t i;

	for (i = 0; i < in->wanted_count; i++)
		if (in->wanted[i].len == name.len && strncasecmp(
		    in->wanted[i].at, name.at, name.len) == 0)
			return true;
	return !in->wanted;
}

/* False if its beginning says that nobody asks for it. */
static bool
perhaps_wanted(const struct p21in *in, struct slice statement)
{
	struct slice name = p21_name(statement);

	return !name.len || names_wanted(in, name);
}

/* Where the search for the end of a statement stands. */
enum within {
	PLAIN,
	SLASH, /* behind a slash, which may begin a comment */
	TEXT,
	BINARY,
	COMMENT,
	STAR, /* in a comment, behind a star */
};

/* What each of these bytes makes of being in plain text. */
static enum within
plain(char c)
{
	switch (c) {
	case '/':
		return SLASH;
	case '\'':
		return TEXT;
	case '"':
		return BINARY;
	default:
		return PLAIN;
	}
}

static enum within
step(enum within w, char c)
{
	switch (w) {
	case PLAIN:
		break;
	case SLASH:
		return c == '*' ? COMMENT : plain(c);
	case TEXT:
		return c == '\'' ? PLAIN : TEXT;
	case BINARY:
		return c == '"' ? PLAIN : BINARY;
	case STAR:
		if (c == '/')
			return PLAIN;
		/* fall through */
	case COMMENT:
		return c == '*' ? STAR : COMMENT;
	}
	return plain(c);
}

/*
 * Goes on to the end of the statement or of the block: true when the
 * semicolon was found, `at` stands behind it.  This is where the time goes:
 * bytes that change nothing are passed in the inner loop.
 */
static bool
scan_block(struct p21in *in, enum within *within)
{
	static const bool stops[256] = {
		['\n'] = true, ['/'] = true, ['\''] = true, ['"'] = true,
		[';'] = true, ['*'] = true,
	};
	const char *at = in->block + in->at, *end = in->block + in->end;
	enum within w = *within;
	bool found = false;

	while (at < end && !found) {
		while (w != SLASH && w != STAR && at < end &&
		    !stops[(unsigned char)*at])
			at++;
		if (at == end)
			break;
		in->line += *at == '\n';
		found = *at == ';' && (w == PLAIN || w == SLASH);
		w = step(w, *at++);
	}
	*within = w;
	in->at = (size_t)(at - in->block);
	return found;
}

/* Blanks, and comments, which are not part of any statement. */
static int
skip_blanks(struct p21in *in, struct err *e)
{
	size_t start;

	for (;;) {
		while (in->at < in->end && ((unsigned char)
		    in->block[in->at] <= ' ' || in->block[in->at] == 0x1a))
			in->line += in->block[in->at++] == '\n';
		start = in->at;
		if (in->end - in->at < 4 && !in->eof) {
			if (fill(in, &start, e) < 0)
				return -1;
			continue;
		}
		if (in->end - in->at < 2 ||
		    memcmp(in->block + in->at, "/*", 2) != 0)
			return 0;
		for (in->at += 2;; in->at++) {
			if (in->end - in->at < 2 && !in->eof) {
				start = in->at;
				if (fill(in, &start, e) < 0)
					return -1;
			}
			if (in->end - in->at < 2)
				return fail(in, in->line, e,
				    "a comment does not end");
			in->line += in->block[in->at] == '\n';
			if (memcmp(in->block + in->at, "*/", 2) == 0)
				break;
		}
		in->at += 2;
	}
}

/*
 * 1 and the next statement without its semicolon, 0 at the end of the file,
 * -1.  An empty one: nobody asks for it.
 */
static int
next_statement(struct p21in *in, struct slice *statement,
    unsigned long *line, struct err *e)
{
	enum within within = PLAIN;
	bool dropped = false;
	size_t start;

	*statement = SLICE("");
	if (skip_blanks(in, e) < 0)
		return -1;
	*line = in->line;
	start = in->at;
	if (in->at == in->end)
		return 0;
	while (!scan_block(in, &within)) {
		if (in->eof)
			return fail(in, *line, e, "is cut short: what begins "
			    "here does not end");
		if (dropped || (in->end - start >= BLOCK_SIZE &&
		    !perhaps_wanted(in, slice_from(in->block + start,
		    in->end - start)))) {
			dropped = true;
			start = in->end;
		}
		if (fill(in, &start, e) < 0)
			return -1;
	}
	if (!dropped)
		*statement = slice_from(in->block + start,
		    in->at - start - 1);
	return 1;
}

/* --- sections --- */

static bool
is_word(struct slice s, const char *word)
{
	s = slice_trim(s);
	return s.len == strlen(word) && strncasecmp(s.at, word, s.len) == 0;
}

/* DATA may have parameters: DATA('part',('SCHEMA')). */
static bool
begins_data(struct slice s)
{
	struct slice word = slice_cut(&s, '(');

	return is_word(word, "DATA");
}

/* True if the statement only begins or ends a section. */
static bool
section_changes(struct p21in *in, struct slice s)
{
	if (in->section != OUTSIDE) {
		if (s.len < 6 || !is_word(slice_from(s.at + s.len - 6, 6),
		    "ENDSEC") || *s.at == '#')
			return false;
		in->section = OUTSIDE;
		return true;
	}
	in->ended = is_word(s, "END-ISO-10303-21");
	if (is_word(s, "HEADER"))
		in->section = HEADER;
	else if (begins_data(s))
		in->section = DATA;
	else if (is_word(s, "ANCHOR") || is_word(s, "REFERENCE"))
		in->section = PASSED_OVER;
	else
		return in->ended;
	return true;
}

static int
begin(struct p21in *in, struct err *e)
{
	struct slice statement;
	unsigned long line;
	size_t start = 0;

	in->begun = true;
	in->line = 1;
	if (fill(in, &start, e) < 0)
		return -1;
	if (in->end >= 3 && memcmp(in->block, "\xef\xbb\xbf", 3) == 0)
		in->at = 3;
	/* Whatever else it is, it may have no semicolon at all. */
	if (skip_blanks(in, e) < 0)
		return -1;
	if (in->end - in->at < 12 || strncasecmp(in->block + in->at,
	    "ISO-10303-21", 12) != 0)
		return fail(in, 1, e, "is no STEP file (it does not begin "
		    "with ISO-10303-21;)");
	if (next_statement(in, &statement, &line, e) < 0)
		return -1;
	return is_word(statement, "ISO-10303-21") ? 0 :
	    fail(in, 1, e, "is no STEP file (ISO-10303-21; was expected)");
}

/* A statement that is none of a section's bounds; 0: nobody asks for it. */
static int
give(struct p21in *in, struct slice statement, struct p21_instance *out,
    struct err *e)
{
	const struct p21_part *part;

	if (in->section == PASSED_OVER || !statement.len ||
	    !perhaps_wanted(in, statement))
		return 0;
	if (in->section == OUTSIDE)
		return fail(in, out->line, e, "stands in no section");
	arena_reset(&in->arena);
	if (p21_parse(out, &in->arena, statement, in->name, e) < 0)
		return -1;
	for (part = out->first; part; part = part->next)
		if (names_wanted(in, part->name))
			return 1;
	return 0;
}

int
p21in_next(struct p21in *in, struct p21_instance *out, struct err *e)
{
	struct slice statement;
	int got;

	if (!in->begun && begin(in, e) < 0)
		return -1;
	while (!in->ended) {
		got = next_statement(in, &statement, &out->line, e);
		if (got < 0)
			return -1;
		if (!got)
			return fail(in, in->line, e, "is cut short: it ends "
			    "without END-ISO-10303-21;");
		if (section_changes(in, statement))
			continue;
		got = give(in, statement, out, e);
		if (got)
			return got;
	}
	return 0;
}

/* --- from open to close --- */

void
p21in_want(struct p21in *in, const struct slice *names, size_t count)
{
	in->wanted = names;
	in->wanted_count = count;
}

int
p21in_open(struct p21in **out, const char *path, const char *name,
    struct err *e)
{
	struct p21in *in = mem_zero(sizeof(*in));

	*out = NULL;
	in->name = name;
	in->file = (struct zio_in)ZIO_IN_INIT;
	if (zio_in_open(&in->file, path, e) < 0) {
		mem_free(in);
		return -1;
	}
	in->opened = true;
	*out = in;
	return 0;
}

int
p21in_open_text(struct p21in **out, const char *name, struct slice text,
    struct err *e)
{
	struct p21in *in = mem_zero(sizeof(*in));

	(void)e;
	in->name = name;
	in->memory = text;
	in->from_memory = true;
	*out = in;
	return 0;
}

void
p21in_close(struct p21in *in)
{
	if (!in)
		return;
	if (in->opened)
		zio_in_close(&in->file);
	arena_release(&in->arena);
	mem_free(in->block);
	mem_free(in);
}
