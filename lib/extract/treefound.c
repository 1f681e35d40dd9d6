/* treefound.c - a growing array in an arena; blanks around texts count not. */
#include "extract/treefound.h"

void
treefound_add(struct treefound *f, struct slice text, struct arena *a)
{
	struct slice *grown;

	if (f->count == f->size) {
		f->size = f->size ? f->size * 2 : 4;
		grown = arena_alloc(a, f->size * sizeof(*grown));
		if (f->count)
			memcpy(grown, f->texts, f->count * sizeof(*grown));
		f->texts = grown;
	}
	f->texts[f->count++] = text;
}

bool
treefound_meets(const struct treepath_test *t, const struct treefound *f)
{
	bool met = false, nothing = true;
	size_t i;

	if (t->kind == TREEPATH_EXISTS)
		return f->count > 0;
	for (i = 0; i < f->count; i++) {
		struct slice text = slice_trim(f->texts[i]);

		nothing &= !text.len;
		met |= text.len && slice_equal(text, t->text);
	}
	if (!t->text.len)
		met = nothing;
	return met == (t->kind == TREEPATH_EQUAL);
}
