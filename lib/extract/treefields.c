/*
 * treefields.c - columns looked up one by one, and, around rows, only once.
 *
 * Rows in one array have the same values around them; to look for these anew
 * for each row would read the array anew for each row.
 */
#include "extract/treefields.h"

#include "format/json_pointer.h"

struct treefields_around {
	bool filled;
	uint64_t number; /* of the frame; 0: the document */
	struct slice text;
	const char *wrong;
	struct arena arena;
};

void
treefields_init(struct treefields *t, const struct rows *r)
{
	t->count = r->column_count;
	t->around = mem_zero((t->count + 1) * sizeof(*t->around));
	t->raw = mem_zero((t->count + 1) * sizeof(*t->raw));
}

void
treefields_release(struct treefields *t)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		arena_release(&t->around[i].arena);
	mem_free(t->around);
	mem_free(t->raw);
	memset(t, 0, sizeof(*t));
}

void
treefields_forget(struct treefields *t)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		t->around[i].filled = false;
}

/* One column at work. */
struct look {
	struct rows *r;
	size_t column;
	struct slice text;
	const char *wrong;
};

/* In this value, downward; *k gets text and reason from the arena. */
static int
look_in(struct look *k, const struct treejson_value *v, struct arena *a,
    struct err *e)
{
	const struct treecolumn *c = &k->r->source->columns[k->column].tree;
	struct treefound found = TREEFOUND_INIT;

	if (treejson_find(&c->path, v, &found, a, e) < 0)
		return -1;
	k->wrong = treecolumn_text(c, &found, k->r->columns[k->column],
	    &k->text, a);
	return 0;
}

/* The frequent case: one reader straight to the value. */
static int
look_at(struct look *k, const struct treejson_value *v, struct err *e)
{
	const struct treecolumn *c = &k->r->source->columns[k->column].tree;
	struct json j;
	int found;

	json_init(&j, v->raw, v->place.name, v->place.line, &k->r->texts);
	found = json_pointer(&j, c->path.text, e);
	if (found > 0)
		found = treejson_text(&j, &k->text, e);
	return found < 0 ? -1 : 0;
}

static int
look_around(struct treefields *t, struct look *k, struct err *e)
{
	struct jsonwalk *walk = t->walk;
	const struct treepath *p =
	    &k->r->source->columns[k->column].tree.path;
	struct treefields_around *around = &t->around[k->column];
	const struct jsonwalk_frame *f = NULL;
	struct treejson_value v;
	int rc = 0;

	if (!p->root) {
		f = p->up ? jsonwalk_above(walk, p->up)
		    : jsonwalk_named(walk, p->above);
		if (!f)
			return 0;
	}
	if (!around->filled || around->number != (f ? f->number : 0)) {
		around->filled = true;
		around->number = f ? f->number : 0;
		arena_reset(&around->arena);
		if (f)
			rc = jsonwalk_value(f, &v, e);
		else
			v = jsonwalk_root(walk);
		if (rc == 0)
			rc = look_in(k, &v, &around->arena, e);
		around->text = k->text.at ? slice_copy(k->text,
		    &around->arena) : k->text;
		around->wrong = k->wrong;
	}
	k->text = around->text;
	k->wrong = around->wrong;
	return rc;
}

int
treefields_put(struct treefields *t, struct rows *r, struct row *row,
    const struct treejson_value *v, struct err *e)
{
	const struct treecolumn *c;
	struct look k;
	size_t i;
	int rc;

	for (i = 0; i < r->column_count; i++) {
		c = &r->source->columns[i].tree;
		k = (struct look){r, i, {NULL, 0}, NULL};
		if (t->walk && (c->path.up || c->path.root ||
		    c->path.above.len))
			rc = look_around(t, &k, e);
		else if (c->path.pointer && c->several == TREECOLUMN_REJECT)
			rc = look_at(&k, v, e);
		else
			rc = look_in(&k, v, &r->texts, e);
		if (rc < 0)
			return -1;
		t->raw[i] = k.text;
		rows_put(r, i, k.text.at ? k.text : SLICE(""));
		if (k.wrong && !row->wrong)
			row->wrong = k.wrong;
	}
	return 0;
}
