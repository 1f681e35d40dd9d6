/* leveltext.c - the text of a level, read as its style says. */
#include "extract/leveltext.h"

#include "extract/ere.h"
#include "extract/level.h"

PRINTF_LIKE(2, 3)
static bool
because(struct buf *why, const char *fmt, ...)
{
	char text[ERR_TEXT_MOST / 2];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	buf_add_text(why, text);
	return false;
}

/* The first column that has a text. */
static bool
first_text(const struct leveltext *t, const struct rows *r, long *level,
    struct slice *label)
{
	size_t i;

	for (i = 0; i < t->spec->levels.count; i++) {
		*label = r->fields[t->columns[i]];
		*level = (long)i;
		if (label->len)
			return true;
	}
	return because(t->why, "none of the columns of levels has a text");
}

bool
leveltext_read(const struct leveltext *t, const struct rows *r, long *level,
    struct slice *label)
{
	const struct outline_spec *s = t->spec;
	struct slice text = r->raw;

	if (s->style == OUTLINE_FLAT)
		return true;
	if (s->style == OUTLINE_COLUMNS)
		return first_text(t, r, level, label);
	if (!text.at)
		text = r->fields[t->columns[0]];
	if (!slice_trim(text).len)
		return because(t->why, "there is no level");
	if (t->pattern && !ere_find(t->pattern, text, &text))
		return because(t->why, "level \"%.*s\" does not match the "
		    "pattern", SLICE_ARGS(slice_trim(text)));
	*label = slice_trim(text);
	if (s->style == OUTLINE_INDENT)
		*level = level_width(text, s->marks, label);
	else if (s->style == OUTLINE_DOTS)
		*level = level_marks(text, s->marks, label);
	else if (s->style == OUTLINE_DOTTED
	    ? !level_path(t->path, level, text, s->marks)
	    : !level_number(level, text))
		return because(t->why, "level \"%.*s\" is no %s",
		    SLICE_ARGS(*label), s->style == OUTLINE_DOTTED
		    ? "path of positions" : "level number");
	return *level <= LEVEL_MOST || because(t->why, "level \"%.*s\" is over "
	    "%d", SLICE_ARGS(*label), LEVEL_MOST);
}
