/* noise.c - a list of patterns, of which one is enough. */
#include "extract/noise.h"

int
noise_read(struct ydoc_texts *out, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	if (ydoc_texts(n, out, e) < 0)
		return -1;
	if (!n)
		return 0;
	if (!out->count)
		return ydoc_error(n, e, "is an empty list");
	if (n->kind != YDOC_LIST)
		return ere_check(n, e);
	for (child = n->first; child; child = child->next)
		if (ere_check(child, e) < 0)
			return -1;
	return 0;
}

void
noise_init(struct noise *x, struct ydoc_texts patterns)
{
	size_t i;

	*x = (struct noise)NOISE_INIT;
	if (!patterns.count)
		return;
	x->patterns = mem_zero(patterns.count * sizeof(struct ere *));
	for (i = 0; i < patterns.count; i++)
		x->patterns[x->count++] = ere_checked(patterns.at[i]);
}

void
noise_release(struct noise *x)
{
	size_t i;

	for (i = 0; i < x->count; i++)
		ere_free(x->patterns[i]);
	mem_free(x->patterns);
	*x = (struct noise)NOISE_INIT;
}

bool
noise_meets(const struct noise *x, struct slice line)
{
	size_t i;

	for (i = 0; i < x->count; i++)
		if (ere_find(x->patterns[i], line, NULL))
			return true;
	return false;
}
