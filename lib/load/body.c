/*
 * body.c - the tree of a skeleton walked once for each request.
 *
 * Loops put their record at hand and put back what was there before.
 */
#include "load/body.h"

#include "base/map.h"

/* A body as it is written: the choice about absent values goes along. */
struct writer {
	struct scene *scene;
	enum body_absent absent;
	struct buf *to;
};

static int write_node(const struct writer *, struct skeleton *, struct err *);

/* Elements of one list; those of loops have no brackets of their own. */
static int write_element(const struct writer *, struct skeleton *,
    bool *first, struct err *);

static int
holds(struct expr *x, struct scene *s, bool *yes, struct err *e)
{
	const struct expr_input in = {.record = s->record};

	*yes = true;
	return x ? expr_holds(x, &in, yes, NULL, e) : 0;
}

static bool
state_wanted(const struct skeleton *k, const struct scene_part *p)
{
	size_t i;

	for (i = 0; skeleton_states[i]; i++)
		if (strcmp(skeleton_states[i], p->state) == 0)
			return k->only[i];
	return false;
}

/* The parts of the loop, in order; sorted into groups if it has `by`. */
struct chosen {
	struct skeleton *loop;
	const struct scene_part **at;
	size_t count;
	uint64_t *group; /* of each, in order of the first of it */
	size_t groups;
};

static int
group_of(struct skeleton *k, struct scene *s, struct map *groups,
    uint64_t *out, struct err *e)
{
	const struct expr_input in = {.record = s->record};
	struct expr_value v;
	uint64_t *at;
	bool added;

	*out = groups->count;
	if (!k->by) /* each by itself: the number of those before */
		return 0;
	if (expr_eval(k->by, &in, &v, e) < 0)
		return -1;
	at = map_put(groups, v.null ? SLICE("") : v.text, &added);
	if (added)
		*at = groups->count - 1;
	*out = *at;
	return 0;
}

static void
at_hand(struct scene *s, const struct scene_part *p)
{
	s->part = p;
	s->record = p->record;
}

static int
choose(struct skeleton *k, struct scene *s, struct chosen *c, struct err *e)
{
	const struct scene_unit *u = s->unit;
	size_t i, all = u->part_count + u->gone_count;
	struct map groups = MAP_INIT;
	int rc = 0;
	bool yes;

	c->at = mem_grow(NULL, all + 1, sizeof(*c->at));
	c->group = mem_grow(NULL, all + 1, sizeof(*c->group));
	for (i = 0; i < all && rc == 0; i++) {
		const struct scene_part *p = &u->parts[i];

		if (p->type != k->type || !state_wanted(k, p))
			continue;
		at_hand(s, p);
		rc = holds(k->when, s, &yes, e);
		if (rc < 0 || !yes)
			continue;
		rc = group_of(k, s, &groups, &c->group[c->count], e);
		c->at[c->count++] = p;
	}
	c->groups = k->by ? groups.count : c->count;
	map_release(&groups);
	return rc;
}

/* All that is written in one round of the loop. */
static int
write_elements(const struct writer *w, const struct skeleton *loop,
    bool *first, struct err *e)
{
	struct skeleton *one;

	for (one = loop->first; one; one = one->next)
		if (write_element(w, one, first, e) < 0)
			return -1;
	return 0;
}

/* One round of the loop: a part, or the parts of one group. */
static int
write_round(const struct writer *w, const struct chosen *c, size_t round,
    bool *first, struct err *e)
{
	const struct scene_part **group = NULL;
	struct scene *s = w->scene;
	size_t i, count = 0;
	int rc;

	if (!c->loop->by) {
		s->group = &c->at[round];
		s->group_count = 1;
	} else {
		group = mem_grow(NULL, c->count + 1,
		    sizeof(struct scene_part *));
		for (i = 0; i < c->count; i++)
			if (c->group[i] == round)
				group[count++] = c->at[i];
		s->group = group;
		s->group_count = count;
	}
	at_hand(s, s->group[0]);
	s->position = round + 1;
	rc = write_elements(w, c->loop, first, e);
	mem_free(group);
	return rc;
}

static int
write_parts(const struct writer *w, struct skeleton *k, bool *first,
    struct err *e)
{
	struct chosen c = {.loop = k};
	int rc = choose(k, w->scene, &c, e);
	size_t i;

	for (i = 0; i < c.groups && rc == 0; i++)
		rc = write_round(w, &c, i, first, e);
	mem_free(c.at);
	mem_free(c.group);
	return rc;
}

static int
write_units(const struct writer *w, struct skeleton *k, bool *first,
    struct err *e)
{
	struct scene *s = w->scene;
	size_t i;
	bool yes;

	for (i = 0; i < s->unit_count; i++) {
		scene_enter(s, s->units[i]);
		s->position = i + 1;
		if (holds(k->when, s, &yes, e) < 0 ||
		    (yes && write_elements(w, k, first, e) < 0))
			return -1;
	}
	return 0;
}

/* What is at hand is the same behind the loop. */
static int
write_loop(const struct writer *w, struct skeleton *k, bool *first,
    struct err *e)
{
	struct scene *s = w->scene;
	const struct scene before = *s;
	int rc = k->records ? write_units(w, k, first, e)
	    : write_parts(w, k, first, e);

	s->unit = before.unit;
	s->record = before.record;
	s->part = before.part;
	s->group = before.group;
	s->group_count = before.group_count;
	s->position = before.position;
	return rc;
}

static int
write_list(const struct writer *w, struct skeleton *k, struct err *e)
{
	struct skeleton *child;
	bool first = true;

	buf_add_byte(w->to, '[');
	for (child = k->first; child; child = child->next)
		if (write_element(w, child, &first, e) < 0)
			return -1;
	buf_add_byte(w->to, ']');
	return 1;
}

static int
write_map(const struct writer *w, struct skeleton *k, struct err *e)
{
	struct skeleton *child;
	bool first = true;
	int got;

	buf_add_byte(w->to, '{');
	for (child = k->first; child; child = child->next) {
		size_t from = w->to->len;

		if (!first)
			buf_add_byte(w->to, ',');
		buf_add_slice(w->to, child->lead);
		got = write_node(w, child, e);
		if (got < 0)
			return -1;
		if (got == 2 || (got == 0 && w->absent == BODY_NULL)) {
			buf_add_text(w->to, "null");
			got = 1;
		}
		if (got == 0)
			w->to->len = from;
		first = first && got == 0;
	}
	buf_add_byte(w->to, '}');
	return 1;
}

/* The one of the two that is chosen, or NULL. */
static int
branch(const struct writer *w, struct skeleton *k, struct skeleton **out,
    struct err *e)
{
	bool yes;

	if (holds(k->when, w->scene, &yes, e) < 0)
		return -1;
	*out = yes ? k->first : k->first->next;
	return 0;
}

/* 1 written, 0 without a value, 2 to be null, -1. */
static int
write_node(const struct writer *w, struct skeleton *k, struct err *e)
{
	struct skeleton *chosen = NULL;
	bool first = true;

	switch (k->kind) {
	case SKELETON_MAP:
		return write_map(w, k, e);
	case SKELETON_LIST:
		return write_list(w, k, e);
	case SKELETON_TEXT:
		return template_json(&k->text, w->scene, w->to, e);
	case SKELETON_PLAIN:
		buf_add_slice(w->to, k->plain);
		return 1;
	case SKELETON_FOR:
		buf_add_byte(w->to, '[');
		if (write_loop(w, k, &first, e) < 0)
			return -1;
		buf_add_byte(w->to, ']');
		return 1;
	case SKELETON_WHEN:
		if (branch(w, k, &chosen, e) < 0)
			return -1;
		return chosen ? write_node(w, chosen, e) : 0;
	}
	BUG("a part of a body of no kind");
}

static int
write_element(const struct writer *w, struct skeleton *k, bool *first,
    struct err *e)
{
	struct skeleton *chosen = k;
	int got;

	if (k->kind == SKELETON_FOR)
		return write_loop(w, k, first, e);
	while (chosen && chosen->kind == SKELETON_WHEN)
		if (branch(w, chosen, &chosen, e) < 0)
			return -1;
	if (!chosen)
		return 0;
	if (chosen != k)
		return write_element(w, chosen, first, e);
	if (!*first)
		buf_add_byte(w->to, ',');
	*first = false;
	got = write_node(w, k, e);
	if (got == 0 || got == 2) /* positions in a list count */
		buf_add_text(w->to, "null");
	return got < 0 ? -1 : 0;
}

int
body_add(struct skeleton *k, struct scene *s, enum body_absent absent,
    struct buf *to, struct err *e)
{
	const struct writer w = {s, absent, to};
	int got = write_node(&w, k, e);

	if (got == 2) {
		buf_add_text(to, "null");
		got = 1;
	}
	return got;
}
