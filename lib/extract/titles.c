/* titles.c - for each pattern the first line that has it. */
#include "extract/titles.h"

#include "extract/oddtext.h"

/* A title is one text of a line. */
#define TITLE_MOST ((size_t)64 * 1024)

int
titles_read(struct titles_spec **out, const struct ydoc_node *n,
    struct arena *a, struct err *e)
{
	struct titles_spec *s = arena_alloc(a, sizeof(*s));
	const struct ydoc_node *child;
	char *name;

	memset(s, 0, sizeof(*s));
	*out = s;
	if (ydoc_check_map(n, e) < 0)
		return -1;
	s->names = arena_alloc(a, (n->count + 1) * sizeof(*s->names));
	s->patterns = arena_alloc(a, (n->count + 1) * sizeof(*s->patterns));
	for (child = n->first; child; child = child->next) {
		if (!child->key.len)
			return ydoc_error_key(child, e, "a title needs a "
			    "name");
		if (ere_check(child, e) < 0 || ydoc_text(child,
		    &s->patterns[s->count], e) < 0)
			return -1;
		name = arena_alloc(a, child->key.len + sizeof("@title."));
		snprintf(name, child->key.len + sizeof("@title."),
		    "@title.%s", child->key.at);
		s->names[s->count++] = slice_of(name);
	}
	return 0;
}

struct titles *
titles_new(const struct titles_spec *spec)
{
	struct titles *t = mem_zero(sizeof(*t));
	size_t i;

	t->spec = spec;
	t->patterns = mem_zero((spec->count + 1) * sizeof(struct ere *));
	t->texts = mem_zero((spec->count + 1) * sizeof(*t->texts));
	t->found = mem_zero((spec->count + 1) * sizeof(*t->found));
	for (i = 0; i < spec->count; i++) {
		t->patterns[i] = ere_checked(spec->patterns[i]);
		buf_init(&t->texts[i], TITLE_MOST);
	}
	return t;
}

void
titles_free(struct titles *t)
{
	size_t i;

	if (!t)
		return;
	for (i = 0; i < t->spec->count; i++) {
		ere_free(t->patterns[i]);
		buf_release(&t->texts[i]);
	}
	mem_free(t->patterns);
	mem_free(t->texts);
	mem_free(t->found);
	mem_free(t);
}

void
titles_begin(struct titles *t)
{
	size_t i;

	for (i = 0; i < t->spec->count; i++) {
		buf_clear(&t->texts[i]);
		t->found[i] = false;
	}
}

void
titles_look(struct titles *t, struct slice line)
{
	struct slice found;
	size_t i;

	for (i = 0; i < t->spec->count; i++) {
		if (t->found[i] || !ere_find(t->patterns[i], line, &found))
			continue;
		/* a character that the pattern has cut in two is none */
		found.len = slice_utf8_length(found);
		buf_add_slice(&t->texts[i], oddtext_trim(found));
		t->found[i] = true;
	}
}

static struct slice
text_at(const struct titles *t, size_t i)
{
	return t->texts[i].len ? buf_slice(&t->texts[i])
	    : slice_from(NULL, 0);
}

void
titles_put(const struct titles *t, struct slice *fields)
{
	size_t i;

	for (i = 0; i < t->spec->count; i++)
		fields[i] = text_at(t, i);
}

struct slice
titles_text(const struct titles *t, struct slice name)
{
	size_t i;

	for (i = 0; i < t->spec->count; i++)
		if (slice_equal(t->spec->names[i], name))
			return text_at(t, i);
	return slice_from(NULL, 0);
}
