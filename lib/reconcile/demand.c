/* demand.c - entries of `exists`, read and asked. */
#include "reconcile/demand.h"

const char *const demand_keys[] = {"when", "plants", DUTY_KEYS, NULL};
/* In the order of the enum. */
const char *const demand_words[] = {"change_orders", "scope", NULL};

static int
read_plants(struct demand *d, const struct ydoc_node *n, struct err *e)
{
	int word = 0;
	size_t i;

	d->from = DEMAND_LIST;
	if (n && n->kind == YDOC_LIST) {
		if (ydoc_texts(n, &d->plants, e) < 0)
			return -1;
		for (i = 0; i < d->plants.count; i++)
			if (!d->plants.at[i].len)
				return ydoc_error(n, e, "a plant must not be "
				    "empty");
		return 0;
	}
	if (ydoc_choice(n, demand_words, &word, e) < 0)
		return -1;
	d->from = (enum demand_plants)word;
	return 0;
}

static int
read_one(struct demand *d, struct duty_words *w, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *when;

	if (ydoc_check_keys(n, demand_keys, e) < 0 ||
	    read_plants(d, ydoc_need(n, "plants", e), e) < 0)
		return -1;
	when = ydoc_get(n, "when");
	if (when) {
		d->when = duty_condition(w, when, e);
		if (!d->when)
			return -1;
	}
	return duty_read(&d->duty, w, n, e);
}

int
demands_read(struct demands *d, struct duty_words *w,
    const struct ydoc_node *list, struct err *e)
{
	const struct ydoc_node *n;
	struct demand *all;
	size_t i = 0;

	*d = (struct demands){NULL, 0};
	if (!list)
		return 0;
	if (ydoc_check_list(list, e) < 0)
		return -1;
	all = arena_alloc(&w->arena, (list->count + 1) * sizeof(*all));
	memset(all, 0, (list->count + 1) * sizeof(*all));
	for (n = list->first; n; n = n->next)
		if (read_one(&all[i++], w, n, e) < 0)
			return -1;
	*d = (struct demands){all, i};
	return 0;
}

int
demand_holds(const struct demand *d, const struct record *item, bool *holds,
    struct err *e)
{
	struct expr_input in = {.record = item};

	if (d->when)
		return expr_holds(d->when, &in, holds, NULL, e);
	*holds = slice_is(record_text(item, ITEM_LIFECYCLE), "released");
	return 0;
}
