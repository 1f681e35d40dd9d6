/*
 * xmlabove.c - the pass before the rows.
 *
 * Each element that may have rows below it gets a tree of what is asked of
 * it; the tree is thrown away at its end, unless a row was seen.
 */
#include "extract/xmlabove.h"

struct xmlabove_tree {
	struct xmltree tree;
	const struct xmlabove_group *group;
	unsigned depth; /* of the element; 0: the document */
	uint64_t number;
	bool has_row;
	struct arena arena;
	struct xmlabove_tree *outer;
};

bool
xmlabove_has(const struct treepath *p)
{
	if (p->root)
		return true;
	return (p->up || p->above.len) && (!p->count || (p->steps[0].kind !=
	    TREEPATH_ATTRIBUTE && p->steps[0].kind != TREEPATH_OWN_NAME));
}

static bool
group_has(const struct xmlabove_group *g, const struct treepath *p)
{
	return g->up == p->up && slice_equal(g->above, p->above);
}

static bool
of_document(const struct xmlabove_group *g)
{
	return !g->up && !g->above.len;
}

static struct xmlabove_group *
group_get(struct xmlabove *x, const struct treepath *p)
{
	struct xmlabove_group *g;
	size_t i;

	for (i = 0; i < x->group_count; i++)
		if (group_has(&x->groups[i], p))
			return &x->groups[i];
	g = &x->groups[x->group_count++];
	*g = (struct xmlabove_group){p->up, p->above, XMLTREE_WANT_INIT};
	return g;
}

void
xmlabove_init(struct xmlabove *x, const struct source *s)
{
	const struct treepath *p;
	size_t i;

	memset(x, 0, sizeof(*x));
	x->source = s;
	x->groups = mem_zero((s->column_count + 1) * sizeof(*x->groups));
	for (i = 0; i < s->column_count; i++) {
		p = &s->columns[i].tree.path;
		if (xmlabove_has(p))
			xmltree_want(&group_get(x, p)->want, p, &x->arena);
	}
}

static void
trees_free(struct xmlabove_tree *t)
{
	struct xmlabove_tree *outer;

	for (; t; t = outer) {
		outer = t->outer;
		arena_release(&t->arena);
		mem_free(t);
	}
}

void
xmlabove_release(struct xmlabove *x)
{
	trees_free(x->trees);
	trees_free(x->spare);
	map_release(&x->index);
	mem_free(x->texts);
	mem_free(x->groups);
	arena_release(&x->arena);
	memset(x, 0, sizeof(*x));
}

/* --- collecting --- */

static void
tree_begin(struct xmlabove *x, const struct xmlabove_group *g,
    const struct xmlwalk *w, const struct xmlin_event *start)
{
	struct xmlabove_tree *t = x->spare;

	if (t)
		x->spare = t->outer;
	else
		t = mem_zero(sizeof(*t));
	arena_reset(&t->arena);
	t->group = g;
	t->depth = start ? w->depth : 0;
	t->number = start ? w->frames[w->depth].number : 0;
	t->has_row = false;
	t->outer = x->trees;
	x->trees = t;
	xmltree_begin(&t->tree, &g->want, start, &t->arena);
}

static void
column_keep(struct xmlabove *x, const struct xmlabove_tree *t, size_t column)
{
	const struct treecolumn *c = &x->source->columns[column].tree;
	struct treefound found = TREEFOUND_INIT;
	uint64_t key[2] = {t->number, column};
	struct xmlabove_text *text;
	struct arena scratch = ARENA_INIT;

	if (x->count == x->size) {
		x->size = mem_next_size(x->size, x->count + 1);
		x->texts = mem_grow(x->texts, x->size, sizeof(*x->texts));
	}
	text = &x->texts[x->count];
	xmltree_find(&c->path, t->tree.root, &found, &scratch);
	text->wrong = treecolumn_text(c, &found,
	    x->source->columns[column].name, &text->text, &scratch);
	if (text->text.at) {
		text->text = slice_copy(text->text, &x->arena);
		if (text->wrong)
			text->wrong = arena_copy(&x->arena, text->wrong,
			    strlen(text->wrong));
		*map_put(&x->index, slice_from((const char *)key,
		    sizeof(key)), NULL) = x->count++;
	}
	arena_release(&scratch);
}

static void
tree_end(struct xmlabove *x)
{
	struct xmlabove_tree *t = x->trees;
	const struct treepath *p;
	size_t i;

	for (i = 0; t->has_row && i < x->source->column_count; i++) {
		p = &x->source->columns[i].tree.path;
		if (xmlabove_has(p) && group_has(t->group, p))
			column_keep(x, t, i);
	}
	x->trees = t->outer;
	t->outer = x->spare;
	x->spare = t;
}

/* A row begins: it is in this tree, unless a nearer one has its name. */
static void
row_note(struct xmlabove *x, struct xmlabove_tree *t, unsigned depth)
{
	const struct xmlabove_tree *nearer;

	for (nearer = x->trees; nearer != t; nearer = nearer->outer)
		if (nearer->group == t->group && t->group->above.len)
			return;
	t->has_row |= !t->group->up || t->depth + t->group->up == depth;
}

static bool
may_be_base(const struct xmlwalk *w, const struct xmlabove_group *g)
{
	const struct xmlwalk_frame *f = xmlwalk_above(w, 0);

	if (g->above.len)
		return f->pending && slice_equal(g->above, f->start->name);
	return g->up && xmlwalk_may_be_above(w, f, g->up);
}

static void
start_take(struct xmlabove *x, const struct xmlwalk *w,
    const struct xmlin_event *event)
{
	struct xmlabove_tree *t;
	size_t i;

	for (t = x->trees; t; t = t->outer) {
		(void)xmltree_take(&t->tree, event, NULL);
		if (w->row)
			row_note(x, t, w->depth);
	}
	for (i = 0; i < x->group_count; i++)
		if (may_be_base(w, &x->groups[i]))
			tree_begin(x, &x->groups[i], w, event);
}

static void
event_take(struct xmlabove *x, const struct xmlwalk *w,
    const struct xmlin_event *event)
{
	struct xmlabove_tree *t;

	if (event->kind == XMLIN_START) {
		start_take(x, w, event);
		return;
	}
	while (event->kind == XMLIN_END && x->trees && x->trees->depth ==
	    event->depth)
		tree_end(x);
	for (t = x->trees; t; t = t->outer)
		(void)xmltree_take(&t->tree, event, NULL);
}

int
xmlabove_read(struct xmlabove *x, const char *file, const char *name,
    struct err *e)
{
	struct xmlin_event event;
	struct xmlwalk w;
	size_t i;
	int got = -1;

	if (!x->group_count)
		return 0;
	xmlwalk_init(&w);
	if (xmlwalk_open(&w, &x->source->rows_path, file, name, e) < 0)
		goto out;
	for (i = 0; i < x->group_count; i++)
		if (of_document(&x->groups[i]))
			tree_begin(x, &x->groups[i], &w, NULL);
	while ((got = xmlwalk_next(&w, &event, e)) > 0)
		event_take(x, &w, &event);
	while (got == 0 && x->trees)
		tree_end(x);
out:
	xmlwalk_release(&w);
	return got;
}

struct xmlabove_text
xmlabove_get(const struct xmlabove *x, uint64_t number, size_t column)
{
	uint64_t key[2] = {number, column}, *at;

	at = map_find(&x->index, slice_from((const char *)key, sizeof(key)));
	return at ? x->texts[*at] : (struct xmlabove_text){{NULL, 0}, NULL};
}
