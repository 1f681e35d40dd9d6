/* release.c - lines that do not hold the word are not parsed. */
#include "load/release.h"

#include "model/recin.h"

#define MEMBER "change_order"

void
release_release(struct release *r)
{
	map_release(&r->names);
	mem_free(r->orders);
}

struct release_order *
release_watch(struct release *r, struct slice name)
{
	bool added;
	uint64_t *at = map_put(&r->names, name, &added);

	if (added) {
		*at = r->names.count - 1;
		r->orders = mem_grow(r->orders, r->names.count,
		    sizeof(*r->orders));
		r->orders[*at] = (struct release_order){0, 0};
	}
	return &r->orders[*at];
}

/* The change order that a line names; empty: none. */
static struct slice
order_of(struct slice line, struct arena *a)
{
	struct err ignored = ERR_INIT;
	struct record r;
	int member;

	if (!memmem(line.at, line.len, MEMBER, sizeof(MEMBER) - 1) ||
	    recin_parse(&r, line, JSON_AT("<input>", 0), a, &ignored) < 0)
		return slice_from("", 0);
	member = schema_member_find(r.type, SLICE(MEMBER));
	return member < 0 ? slice_from("", 0)
	    : record_text(&r, (unsigned)member); /* not negative */
}

void
release_fail(struct release *r, struct slice line)
{
	struct arena a = ARENA_INIT;
	struct slice name = order_of(line, &a);

	if (name.len)
		release_watch(r, name)->failed++;
	arena_release(&a);
}

void
release_fail_step(struct release *r, const struct plan_step *step)
{
	size_t i;

	if (step->input.len)
		release_fail(r, step->input);
	for (i = 0; i < step->part_count; i++)
		if (step->parts[i].input.len)
			release_fail(r, step->parts[i].input);
}

int
release_count(struct release *r, const struct spool *input, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	struct arena a = ARENA_INIT;
	struct slice name;
	uint64_t *at;
	int got;

	if (!r->names.count)
		return 0;
	spool_cursor_open(&c, input, 0, TYPE_COUNT - 1);
	while ((got = spool_cursor_next(&c, &line, e)) > 0) {
		arena_reset(&a);
		name = order_of(line.text, &a);
		at = name.len ? map_find(&r->names, name) : NULL;
		if (at)
			r->orders[*at].records++;
	}
	spool_cursor_close(&c);
	arena_release(&a);
	return got;
}
