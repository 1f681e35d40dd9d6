/* presence.c - a word, or the first entry that holds. */
#include "reconcile/presence.h"

const char *const presence_keys[] = {"when", "is", NULL};

static int
read_word(enum policy_presence *is, const struct ydoc_node *n,
    const char *const *words, struct err *e)
{
	int word = (int)*is;

	if (ydoc_choice(n, words, &word, e) < 0)
		return -1;
	*is = (enum policy_presence)word;
	return 0;
}

int
presence_read(struct presence *p, struct duty_words *w,
    const struct ydoc_node *n, const char *const *words, struct err *e)
{
	const struct ydoc_node *entry, *when;
	struct presence_case *one;

	if (!n || n->kind != YDOC_LIST)
		return read_word(&p->otherwise, n, words, e);
	one = arena_alloc(&w->arena, (n->count + 1) * sizeof(*one));
	memset(one, 0, (n->count + 1) * sizeof(*one));
	p->cases = one;
	p->count = n->count;
	for (entry = n->first; entry; entry = entry->next, one++) {
		if (ydoc_check_keys(entry, presence_keys, e) < 0 ||
		    read_word(&one->is, ydoc_need(entry, "is", e), words,
		    e) < 0)
			return -1;
		when = ydoc_get(entry, "when");
		one->when = when ? duty_condition(w, when, e) : NULL;
		if (when && !one->when)
			return -1;
	}
	return 0;
}

bool
presence_may_be(const struct presence *p, enum policy_presence is)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->cases[i].is == is)
			return true;
	return p->otherwise == is;
}

int
presence_of(const struct presence *p, const struct record *r,
    enum policy_presence *is, struct err *e)
{
	struct expr_input in = {.record = r};
	size_t i;

	*is = p->otherwise;
	for (i = 0; i < p->count; i++) {
		bool holds = true;

		if (p->cases[i].when && expr_holds(p->cases[i].when, &in,
		    &holds, NULL, e) < 0)
			return -1;
		if (!holds)
			continue;
		*is = p->cases[i].is;
		return 0;
	}
	return 0;
}
