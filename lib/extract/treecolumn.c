/* treecolumn.c - reading columns, and one text out of several. */
#include "extract/treecolumn.h"

#define BETWEEN " | "
#define WRONG_MOST 512

const char *const treecolumn_keys[] = {
	"path", "several", "join", "prefix", "words", NULL,
};

/* In the order of the enum; a join has a key of its own. */
static const char *const severals[] = {
	"reject", "same", "first", "last", "count", NULL,
};

static int
several_read(struct treecolumn *c, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *several = ydoc_get(n, "several");
	const struct ydoc_node *join = ydoc_get(n, "join");
	int choice = TREECOLUMN_REJECT;

	if (ydoc_choice(several, severals, &choice, e) < 0 ||
	    ydoc_text(join, &c->join, e) < 0)
		return -1;
	c->several = (enum treecolumn_several)choice;
	if (!join)
		return 0;
	if (several)
		return ydoc_error_key(several, e, "either \"several\" or "
		    "\"join\"");
	if (!c->join.len)
		return ydoc_error(join, e, "is empty");
	c->several = TREECOLUMN_JOIN;
	return 0;
}

int
treecolumn_read(struct treecolumn *c, const struct ydoc_node *n,
    enum treepath_dialect dialect, struct arena *a, struct err *e)
{
	const struct ydoc_node *path = n;
	struct slice text = SLICE_INIT("");
	const char *why;

	c->several = TREECOLUMN_REJECT;
	c->join = c->prefix = SLICE("");
	c->words = c->word = false;
	if (n->kind == YDOC_MAP) {
		if (ydoc_check_keys(n, treecolumn_keys, e) < 0)
			return -1;
		path = ydoc_need(n, "path", e);
		if (!path || several_read(c, n, e) < 0 ||
		    ydoc_text(ydoc_get(n, "prefix"), &c->prefix, e) < 0 ||
		    ydoc_flag(ydoc_get(n, "words"), &c->words, e) < 0)
			return -1;
	}
	if (ydoc_text(path, &text, e) < 0)
		return -1;
	why = treepath_parse(&c->path, text, dialect, a);
	return why ? ydoc_error(path, e, "is no path: it %s", why) : 0;
}

int
treecolumn_of_word(struct treecolumn *c, const struct ydoc_node *n,
    struct err *e)
{
	if (c->path.root || c->path.above.len)
		return 0;
	if (!c->path.up && c->path.count)
		return ydoc_error(n, e, "the rows are words, with nothing in "
		    "them (\".\" is the word, \"..\" its element)");
	c->word = !c->path.up;
	c->path.up -= c->path.up > 0;
	return 0;
}

/* --- texts --- */

static struct slice
joined(const struct treefound *f, struct slice between, struct arena *a)
{
	size_t len = 0, i;
	char *to, *at;

	for (i = 0; i < f->count; i++)
		len += f->texts[i].len + between.len;
	to = at = arena_alloc(a, len + 1);
	for (i = 0; i < f->count; i++) {
		if (i) {
			memcpy(at, between.at, between.len);
			at += between.len;
		}
		memcpy(at, f->texts[i].at, f->texts[i].len);
		at += f->texts[i].len;
	}
	*at = '\0';
	return slice_from(to, (size_t)(at - to));
}

PRINTF_LIKE(2, 3)
static const char *
wrong(struct arena *a, const char *fmt, ...)
{
	char *text = arena_alloc(a, WRONG_MOST);
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, WRONG_MOST, fmt, args);
	va_end(args);
	return text;
}

static const char *
join(const struct treecolumn *c, const struct treefound *f,
    struct slice name, struct slice *out, struct arena *a)
{
	size_t i;

	*out = joined(f, c->join, a);
	for (i = 0; i < f->count; i++)
		if (memmem(f->texts[i].at, f->texts[i].len, c->join.at,
		    c->join.len))
			return wrong(a, "join: %.*s \"%.*s\" has the text "
			    "\"%.*s\" in it, with which several are joined",
			    SLICE_ARGS(name), SLICE_ARGS(f->texts[i]),
			    SLICE_ARGS(c->join));
	return NULL;
}

static const char *
several(const struct treecolumn *c, const struct treefound *f,
    struct slice name, struct slice *out, struct arena *a)
{
	size_t i;

	*out = f->texts[c->several == TREECOLUMN_LAST ? f->count - 1 : 0];
	if (f->count == 1 || c->several == TREECOLUMN_FIRST ||
	    c->several == TREECOLUMN_LAST)
		return NULL;
	for (i = 1; i < f->count; i++)
		if (c->several != TREECOLUMN_SAME ||
		    !slice_equal(f->texts[i], f->texts[0]))
			break;
	if (i == f->count)
		return NULL;
	*out = joined(f, SLICE(BETWEEN), a);
	return wrong(a, "several: %.*s has %zu texts and the profile expects "
	    "one: \"%.*s\"", SLICE_ARGS(name), f->count, SLICE_ARGS(*out));
}

static struct slice
without(const struct treecolumn *c, struct slice text)
{
	if (c->prefix.len && slice_begins(text, c->prefix)) {
		text.at += c->prefix.len;
		text.len -= c->prefix.len;
	}
	return text;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* What is there of a text; blanks between words are those of XML. */
static void
texts_add(const struct treecolumn *c, struct treefound *f,
    struct slice text, struct arena *a)
{
	size_t i;

	text = slice_trim(text);
	while (text.len) {
		for (i = 0; i < text.len; i++)
			if (c->words && blank(text.at[i]))
				break;
		treefound_add(f, without(c, slice_from(text.at, i)), a);
		text = slice_trim(slice_from(text.at + i, text.len - i));
	}
}

const char *
treecolumn_text(const struct treecolumn *c,
    const struct treefound *found, struct slice name, struct slice *out,
    struct arena *a)
{
	struct treefound f = TREEFOUND_INIT;
	char digits[24];
	size_t i;

	*out = slice_from(NULL, 0);
	if (c->several == TREECOLUMN_COUNT) {
		snprintf(digits, sizeof(digits), "%zu", found->count);
		*out = slice_copy(slice_of(digits), a);
		return NULL;
	}
	if (found->count == 1 && c->several != TREECOLUMN_JOIN && !c->words) {
		*out = without(c, found->texts[0]);
		return NULL;
	}
	for (i = 0; i < found->count; i++)
		texts_add(c, &f, found->texts[i], a);
	if (!f.count)
		return NULL;
	if (c->several == TREECOLUMN_JOIN)
		return join(c, &f, name, out, a);
	return several(c, &f, name, out, a);
}
