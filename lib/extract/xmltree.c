/* xmltree.c - which events become nodes, and paths followed over them. */
#include "extract/xmltree.h"

/* What children of an open element are held against. */
struct xmltree_pending {
	const struct xmltree_want **wants;
	size_t count, size;
	bool whole; /* all that is in the element is kept */
	unsigned skipped; /* what is open between it and the one around */
	struct xmltree_pending *outer; /* of the kept element around */
};

/* --- what is wanted --- */

static struct xmltree_want *
want_below(struct xmltree_want *w, const struct treepath_step *s,
    struct arena *a)
{
	struct slice name = s->kind == TREEPATH_ANY ? SLICE("") : s->name;
	struct xmltree_want **at;

	for (at = &w->below; *at; at = &(*at)->next)
		if ((*at)->deep == s->deep && slice_equal((*at)->name, name))
			return *at;
	*at = arena_alloc(a, sizeof(**at));
	**at = (struct xmltree_want)XMLTREE_WANT_INIT;
	(*at)->name = name;
	(*at)->deep = s->deep;
	return *at;
}

void
xmltree_want_tests(struct xmltree_want *root, const struct treepath_test *t,
    struct arena *a)
{
	for (; t; t = t->next)
		if (t->path)
			xmltree_want(root, t->path, a);
}

void
xmltree_want(struct xmltree_want *root, const struct treepath *p,
    struct arena *a)
{
	const struct treepath_step *s;
	struct xmltree_want *w = root;
	size_t i;

	for (i = 0; i < p->count; i++) {
		s = &p->steps[i];
		if (s->kind == TREEPATH_ATTRIBUTE ||
		    s->kind == TREEPATH_OWN_NAME)
			return;
		w = want_below(w, s, a);
		xmltree_want_tests(w, s->tests, a);
	}
	w->whole = true;
}

/* --- growing --- */

static void
pend(struct xmltree_pending *p, const struct xmltree_want *w, struct arena *a)
{
	const struct xmltree_want **grown;
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->wants[i] == w)
			return;
	if (p->count == p->size) {
		p->size = p->size ? p->size * 2 : 4;
		grown = arena_alloc(a, p->size * sizeof(*grown));
		for (i = 0; i < p->count; i++)
			grown[i] = p->wants[i];
		p->wants = grown;
	}
	p->wants[p->count++] = w;
}

static void
pend_below(struct xmltree_pending *p, const struct xmltree_want *w,
    struct arena *a)
{
	const struct xmltree_want *child;

	p->whole |= w->whole;
	for (child = w->below; child; child = child->next)
		pend(p, child, a);
}

struct xmltree_node *
xmltree_start(const struct xmlin_event *start, struct arena *a)
{
	struct xmltree_node *n = arena_alloc(a, sizeof(*n));
	size_t i;

	memset(n, 0, sizeof(*n));
	n->name = n->text = SLICE("");
	if (!start)
		return n;
	n->name = slice_copy(start->name, a);
	n->line = start->line;
	n->count = start->count;
	n->attributes = arena_alloc(a, (n->count + 1) *
	    sizeof(*n->attributes));
	for (i = 0; i < n->count; i++) {
		n->attributes[i].name = slice_copy(start->attributes[i].name,
		    a);
		n->attributes[i].value = slice_copy(
		    start->attributes[i].value, a);
	}
	return n;
}

static struct xmltree_pending *
pending_new(struct xmltree *t)
{
	struct xmltree_pending *p = arena_alloc(t->arena, sizeof(*p));

	memset(p, 0, sizeof(*p));
	p->outer = t->pending;
	return p;
}

void
xmltree_begin(struct xmltree *t, const struct xmltree_want *want,
    const struct xmlin_event *start, struct arena *a)
{
	*t = (struct xmltree){.arena = a};
	t->root = t->open = xmltree_start(start, a);
	t->pending = pending_new(t);
	pend_below(t->pending, want, a);
}

static void
append(struct xmltree *t, struct xmltree_node *n)
{
	struct xmltree_node *parent = t->open;

	n->parent = parent;
	if (parent->last)
		parent->last->next = n;
	else
		parent->first = n;
	parent->last = n;
}

static struct xmltree_node *
start_take(struct xmltree *t, const struct xmlin_event *event,
    const struct xmltree_want *want)
{
	struct xmltree_pending *outer = t->pending, *p = pending_new(t);
	const struct xmltree_want *w;
	struct xmltree_node *n;
	size_t i;

	p->whole = outer->whole;
	for (i = 0; i < outer->count && !t->skipped; i++) {
		w = outer->wants[i];
		if (w->deep)
			pend(p, w, t->arena);
		if (!w->name.len || slice_equal(w->name, event->name))
			pend_below(p, w, t->arena);
	}
	if (want)
		pend_below(p, want, t->arena);
	n = xmltree_start(event, t->arena);
	append(t, n);
	n->apart = t->skipped > 0;
	p->skipped = t->skipped;
	t->skipped = 0;
	t->open = n;
	t->pending = p;
	return n;
}

/* Whether anything is asked of an element of this name, or below it. */
static bool
kept(const struct xmltree_pending *p, struct slice name)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->wants[i]->deep || !p->wants[i]->name.len ||
		    slice_equal(p->wants[i]->name, name))
			return true;
	return p->whole;
}

struct xmltree_node *
xmltree_take(struct xmltree *t, const struct xmlin_event *event,
    const struct xmltree_want *want)
{
	struct xmltree_node *n;

	switch (event->kind) {
	case XMLIN_START:
		if (want || (!t->skipped && kept(t->pending, event->name))) {
			n = start_take(t, event, want);
			return want ? n : NULL;
		}
		t->skipped++;
		break;
	case XMLIN_TEXT:
		if (t->skipped || !t->pending->whole)
			break;
		n = arena_alloc(t->arena, sizeof(*n));
		memset(n, 0, sizeof(*n));
		n->text = slice_copy(event->text, t->arena);
		append(t, n);
		break;
	case XMLIN_END:
		if (t->skipped) {
			t->skipped--;
			break;
		}
		t->open = t->open->parent;
		t->skipped = t->pending->skipped;
		t->pending = t->pending->outer;
		break;
	}
	return NULL;
}

struct xmltree_node *
xmltree_next(struct xmltree_node *n)
{
	if (n->first)
		return n->first;
	while (n && !n->next)
		n = n->parent;
	return n ? n->next : NULL;
}

/* --- paths --- */

struct look {
	const struct treepath *path;
	struct treefound *found;
	struct arena *arena;
};

static size_t
text_length(const struct xmltree_node *n)
{
	const struct xmltree_node *child;
	size_t len = n->text.len;

	for (child = n->first; child; child = child->next)
		len += text_length(child);
	return len;
}

static char *
text_copy(const struct xmltree_node *n, char *to)
{
	const struct xmltree_node *child;

	if (n->text.len)
		memcpy(to, n->text.at, n->text.len);
	to += n->text.len;
	for (child = n->first; child; child = child->next)
		to = text_copy(child, to);
	return to;
}

static struct slice
text_of(const struct xmltree_node *n, struct arena *a)
{
	struct slice text;
	char *to;

	if (!n->first)
		return SLICE("");
	if (!n->first->next && !n->first->name.len)
		return n->first->text;
	text.len = text_length(n);
	text.at = to = arena_alloc(a, text.len + 1);
	*text_copy(n, to) = '\0';
	return text;
}

static void
attribute(const struct look *k, const struct xmltree_node *n,
    struct slice name)
{
	size_t i;

	for (i = 0; i < n->count; i++)
		if (slice_equal(n->attributes[i].name, name)) {
			treefound_add(k->found, n->attributes[i].value,
			    k->arena);
			return;
		}
}

static bool
meets(const struct treepath_test *t, const struct xmltree_node *n,
    unsigned long *seen)
{
	struct arena a = ARENA_INIT;
	bool met = true;

	for (; t && met; t = t->next) {
		struct treefound found = TREEFOUND_INIT;

		if (t->kind == TREEPATH_AT) {
			met = ++*seen++ == t->position;
			continue;
		}
		xmltree_find(t->path, n, &found, &a);
		met = treefound_meets(t, &found);
	}
	arena_release(&a);
	return met;
}

bool
xmltree_meets(const struct treepath_test *t, const struct xmltree_node *n)
{
	return meets(t, n, NULL);
}

static void
follow(const struct look *k, const struct xmltree_node *n, size_t step)
{
	const struct treepath_test *t;
	const struct treepath_step *s;
	const struct xmltree_node *c;
	unsigned long *seen;
	size_t count = 1;

	if (step == k->path->count) {
		treefound_add(k->found, text_of(n, k->arena), k->arena);
		return;
	}
	s = &k->path->steps[step];
	if (s->kind == TREEPATH_OWN_NAME)
		treefound_add(k->found, n->name, k->arena);
	if (s->kind == TREEPATH_ATTRIBUTE)
		attribute(k, n, s->name);
	if (s->kind == TREEPATH_OWN_NAME || s->kind == TREEPATH_ATTRIBUTE)
		return;
	for (t = s->tests; t; t = t->next)
		count++;
	seen = arena_alloc(k->arena, count * sizeof(*seen));
	memset(seen, 0, count * sizeof(*seen));
	for (c = n->first; c; c = c->next) {
		if (!c->name.len || c->apart)
			continue;
		if (treepath_names(s, c->name) && meets(s->tests, c, seen))
			follow(k, c, step + 1);
		if (s->deep)
			follow(k, c, step);
	}
}

void
xmltree_find(const struct treepath *p, const struct xmltree_node *n,
    struct treefound *found, struct arena *a)
{
	const struct look k = {p, found, a};

	follow(&k, n, 0);
}
