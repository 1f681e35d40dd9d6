/* ancestry.c - steps keep their room when the path gets shorter. */
#include "extract/ancestry.h"

#define TEXT_MOST ((size_t)64 * 1024 * 1024)

void
ancestry_init(struct ancestry *a, size_t text_count)
{
	memset(a, 0, sizeof(*a));
	a->text_count = text_count;
}

void
ancestry_release(struct ancestry *a)
{
	size_t i;

	for (i = 0; i < a->size; i++) {
		buf_release(&a->steps[i].path);
		buf_release(&a->steps[i].texts);
		mem_free(a->steps[i].lens);
	}
	mem_free(a->steps);
	memset(a, 0, sizeof(*a));
}

static void
grow(struct ancestry *a, size_t need)
{
	size_t size = mem_next_size(a->size, need);
	struct step *s;

	a->steps = mem_grow(a->steps, size, sizeof(*a->steps));
	for (; a->size < size; a->size++) {
		s = &a->steps[a->size];
		memset(s, 0, sizeof(*s));
		buf_init(&s->path, TEXT_MOST);
		buf_init(&s->texts, TEXT_MOST);
		s->lens = mem_zero((a->text_count + 1) * sizeof(*s->lens));
	}
}

struct step *
ancestry_put(struct ancestry *a, size_t at, enum step_state state)
{
	struct step *s;

	if (at > a->count)
		BUG("a step without those above it");
	if (at >= a->size)
		grow(a, at + 1);
	a->count = at + 1;
	s = &a->steps[at];
	s->state = state;
	s->ordinal = s->children = s->last = 0;
	s->line = 0;
	s->level = 0;
	buf_clear(&s->path);
	buf_clear(&s->texts);
	memset(s->lens, 0, (a->text_count + 1) * sizeof(*s->lens));
	return s;
}

void
step_add_text(struct step *s, size_t at, struct slice text)
{
	s->lens[at] = text.len;
	buf_add_slice(&s->texts, text);
}

const struct step *
ancestry_again(const struct ancestry *a)
{
	const struct step *last = &a->steps[a->count - 1], *s;
	size_t size = a->text_count * sizeof(*last->lens);

	for (s = a->steps; s < last && last->texts.len; s++)
		if (s->texts.len == last->texts.len &&
		    memcmp(s->lens, last->lens, size) == 0 &&
		    memcmp(s->texts.at, last->texts.at, s->texts.len) == 0)
			return s;
	return NULL;
}

void
ancestry_texts(const struct ancestry *a, const struct step *s,
    struct slice *texts)
{
	const char *at = s->texts.at;
	size_t i;

	for (i = 0; i < a->text_count; i++) {
		texts[i] = s->lens[i] ? slice_from(at, s->lens[i])
		    : slice_from(NULL, 0);
		at += s->lens[i];
	}
}
