/* duty.c - texts of a policy, and its conditions compiled. */
#include "reconcile/duty.h"

const char *const duty_impact_keys[] = {"when", "is", NULL};

void
duty_words_release(struct duty_words *w)
{
	size_t i;

	for (i = 0; i < w->count; i++)
		expr_free(w->list[i]);
	mem_free(w->list);
	expr_env_free(w->env);
	arena_release(&w->arena);
	*w = (struct duty_words)DUTY_WORDS_INIT;
}

struct expr *
duty_condition(struct duty_words *w, const struct ydoc_node *n, struct err *e)
{
	struct buf where = BUF_INIT((size_t)64 * 1024);
	struct slice text = SLICE("");
	struct expr *x;

	if (ydoc_text(n, &text, e) < 0)
		return NULL;
	if (!w->env)
		w->env = expr_env_for_records(e);
	if (!w->env)
		return NULL;
	buf_printf(&where, "%s:%lu:%lu", n->doc->name, n->line, n->column);
	x = expr_new(w->env, text, buf_text(&where), e);
	buf_release(&where);
	if (!x)
		return NULL;
	w->list = mem_grow(w->list, w->count + 1, sizeof(*w->list));
	w->list[w->count++] = x;
	return x;
}

static int
read_name(const struct ydoc_node *n, struct slice *name, struct err *e)
{
	if (ydoc_text(n, name, e) < 0)
		return -1;
	return n && !name->len ? ydoc_error(n, e, "must not be empty") : 0;
}

static int
read_entry(struct duty_impact *out, struct duty_words *w,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *when;

	if (ydoc_check_keys(n, duty_impact_keys, e) < 0 ||
	    read_name(ydoc_need(n, "is", e), &out->name, e) < 0)
		return -1;
	when = ydoc_get(n, "when");
	if (!when)
		return 0;
	out->when = duty_condition(w, when, e);
	return out->when ? 0 : -1;
}

static int
read_impacts(struct duty *d, struct duty_words *w, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *entry;
	struct duty_impact *list;
	bool one;

	if (!n)
		return 0;
	one = n->kind != YDOC_LIST;
	if (!one && ydoc_check_list(n, e) < 0)
		return -1;
	d->impact_count = one ? 1 : n->count;
	list = arena_alloc(&w->arena, (d->impact_count + 1) * sizeof(*list));
	memset(list, 0, (d->impact_count + 1) * sizeof(*list));
	d->impacts = list;
	if (one)
		return read_name(n, &list->name, e);
	for (entry = n->first; entry; entry = entry->next)
		if (read_entry(list++, w, entry, e) < 0)
			return -1;
	return 0;
}

int
duty_read(struct duty *d, struct duty_words *w, const struct ydoc_node *map,
    struct err *e)
{
	if (read_name(ydoc_get(map, "team"), &d->team, e) < 0 ||
	    read_name(ydoc_get(map, "severity"), &d->severity, e) < 0)
		return -1;
	return read_impacts(d, w, ydoc_get(map, "impact"), e);
}

void
duty_inherit(struct duty *d, const struct duty *own)
{
	if (own->team.len)
		d->team = own->team;
	if (own->severity.len)
		d->severity = own->severity;
	if (!own->impact_count)
		return;
	d->impacts = own->impacts;
	d->impact_count = own->impact_count;
}

int
duty_impact(const struct duty *d, const struct record *r,
    struct slice *impact, struct err *e)
{
	struct expr_input in = {.record = r};
	size_t i;

	*impact = SLICE("");
	for (i = 0; i < d->impact_count; i++) {
		bool holds = true;

		if (d->impacts[i].when &&
		    expr_holds(d->impacts[i].when, &in, &holds, NULL, e) < 0)
			return -1;
		if (holds) {
			*impact = d->impacts[i].name;
			return 0;
		}
	}
	return 0;
}
