/* collapse.c - down through phantoms, a level of the path at a time. */
#include "transform/collapse.h"

#include "transform/phantomchoice.h"
#include "transform/phantomlevel.h"

static int take(struct collapse *c, const struct phantomlevel *up, size_t *part,
    struct err *e);

const struct mbom_substitute *
collapse_substitutes(struct slice line, struct slice *rest, uint32_t *source,
    size_t *count, struct arena *a)
{
	struct slice keys =
	    rawline_keys(TYPE_BOM_LINE, line, BOM_LINE_OCCURRENCE + 1);
	struct mbom_substitute *list = NULL;
	size_t n = 0, room = 0;

	while (rest->len) {
		struct slice after = *rest;
		struct slice text = slice_cut(&after, '\n');

		if (!slice_equal(rawline_keys(TYPE_SUBSTITUTE, text,
		    SUBSTITUTE_OCCURRENCE + 1), keys))
			break;
		if (n == room) {
			struct mbom_substitute *grown;

			room = room ? room * 2 : 4;
			grown = arena_alloc(a, room * sizeof(*grown));
			if (n)
				memcpy(grown, list, n * sizeof(*grown));
			list = grown;
		}
		list[n++] = (struct mbom_substitute){text,
		    source ? (*source)++ : MBOM_NO_SOURCE};
		*rest = after;
	}
	*count = n;
	return list;
}

static int
go_down(struct collapse *c, const struct phantomlevel *to, struct err *e)
{
	struct mbom *m = c->m;
	struct slice lines = to->bom->lines, subs = to->bom->subs;

	while (lines.len) {
		struct slice line = slice_cut(&lines, '\n');
		struct mbom_line *l = mbom_push(m);
		size_t part;
		int rc;

		if (m->count > MBOM_LINES_MOST)
			return mbom_reject(m, "collapse", "more than %zu lines "
			    "once its phantoms are replaced", MBOM_LINES_MOST);
		rawline_cut(&l->raw, TYPE_BOM_LINE, line);
		while (subs.len && slice_compare(rawline_keys(TYPE_SUBSTITUTE,
		    subs, SUBSTITUTE_OCCURRENCE + 1),
		    rawline_keys(TYPE_BOM_LINE, line,
		    BOM_LINE_OCCURRENCE + 1)) < 0)
			slice_cut(&subs, '\n');
		l->subs = collapse_substitutes(line, &subs, NULL,
		    &l->sub_count, &m->arena);
		l->origins = mbom_origin(m, line, MBOM_NO_SOURCE, "collapse",
		    to->line.origins);
		rc = take(c, to, &part, e);
		if (rc)
			return rc;
	}
	return 0;
}

/* The last line calls for this phantom's BOM: it goes, what is in it comes. */
static int
replace(struct collapse *c, const struct phantomlevel *up,
    struct phantoms_bom *bom, size_t *part, struct err *e)
{
	struct mbom *m = c->m;
	struct phantomlevel to = {.up = up, .bom = bom,
	    .phantoms = c->phantoms, .m = m, .line = m->lines[--m->count],
	    .depth = up ? up->depth + 1 : 1};
	size_t before = m->count;
	int rc;

	if (bom->unknown)
		return mbom_reject(m, "collapse", "%s: a part of the phantom's "
		    "BOM is withheld", mbom_name(m, &to.line));
	if (phantomlevel_check(&to) || phantomlevel_count(&to))
		return 1;
	rc = phantoms_read(c->phantoms, bom, c->stamp, &m->arena, e);
	if (rc < 0)
		return -1;
	rc = go_down(c, &to, e);
	*part = m->count > before ? COLLAPSE_TAKEN : PART_PHANTOM_EMPTY;
	return rc;
}

/* --- any line --- */

/* Whether an entry of drop leaves it out, or its dates do. */
static int
leaves_out(struct collapse *c, const struct mbom_line *l, size_t *part,
    struct err *e)
{
	const struct restructure_rules *r = c->rules;
	bool drops = false;
	size_t i;

	if (!phantomchoice_in_effect(r, l->raw.raw[BOM_LINE_EFFECTIVE_FROM],
	    l->raw.raw[BOM_LINE_EFFECTIVE_TO])) {
		*part = PART_EFFECTIVITY;
		return 0;
	}
	for (i = 0; i < r->drops.count; i++) {
		if (condition_holds_raw(&r->drops.list[i].condition, &l->raw,
		    &drops, &c->scratch, e) < 0)
			return -1;
		if (drops) {
			*part = PART_COUNT + i;
			break;
		}
	}
	arena_reset(&c->scratch);
	return 0;
}

static int
check_view(struct collapse *c, struct mbom *m, struct mbom_line *l,
    size_t *part)
{
	enum restructure_none none = c->rules->plants.components;

	if (!c->views || none == NONE_KEEP || m->keys[BOM_PLANT].len == 2 ||
	    keyset_has(c->views, l->raw.raw[BOM_LINE_COMPONENT],
	    m->keys[BOM_PLANT]))
		return 0;
	if (none == NONE_REJECT)
		return mbom_reject(m, "plants", "%s: the component has no "
		    "plant_item in the plant %.*s", mbom_name(m, l),
		    SLICE_ARGS(rawline_plain(m->keys[BOM_PLANT])));
	*part = PART_COMPONENTS;
	m->count--;
	return 0;
}

/* The BOM that a line calls for; without one 1 where that is no way. */
static int
find_bom(struct collapse *c, const struct mbom_line *l,
    struct phantoms_bom **bom)
{
	const struct slice *raw = l->raw.raw;
	struct phantomchoice_wish w = {raw[BOM_LINE_COMPONENT],
	    raw[BOM_LINE_COMPONENT_REVISION], c->m->keys[BOM_PLANT],
	    c->source_plant, c->source_alternative};
	const char *why;

	*bom = phantomchoice_find(c->phantoms, &w, &why);
	if (!*bom && c->items)
		return mbom_reject(c->m, "collapse", "%s: the phantom %s in "
		    "the input, which is not complete", mbom_name(c->m, l),
		    why);
	if (*bom || c->rules->collapse.without_bom != NONE_REJECT)
		return 0;
	return mbom_reject(c->m, "collapse", "%s: the phantom %s",
	    mbom_name(c->m, l), why);
}

static int
take_in_effect(struct collapse *c, const struct phantomlevel *up, size_t *part,
    struct err *e)
{
	struct mbom *m = c->m;
	struct mbom_line *l = &m->lines[m->count - 1];
	struct phantoms_bom *bom;

	switch (phantoms_ask(c->phantoms, &l->raw, m->keys[BOM_PLANT])) {
	case PHANTOMS_UNKNOWN:
		return mbom_reject(m, "collapse", "%s: whether it is a phantom "
		    "is withheld", mbom_name(m, l));
	case PHANTOMS_YES:
		if (find_bom(c, l, &bom))
			return 1;
		if (bom)
			return replace(c, up, bom, part, e);
		if (c->rules->collapse.without_bom == NONE_KEEP)
			break;
		m->count--;
		*part = PART_PHANTOM_EMPTY;
		return 0;
	case PHANTOMS_NO:
		if (!c->items || keyset_has(c->items,
		    l->raw.raw[BOM_LINE_COMPONENT], SLICE("")))
			break;
		return mbom_reject(m, "collapse", "%s: whether it is a phantom "
		    "cannot be told: its item is not in the input, which is "
		    "not complete", mbom_name(m, l));
	}
	return check_view(c, m, l, part);
}

/* The last line: in its own BOM, then as the path above makes it. */
static int
take(struct collapse *c, const struct phantomlevel *up, size_t *part,
    struct err *e)
{
	struct mbom *m = c->m;
	struct mbom_line *l = &m->lines[m->count - 1];
	bool gone = false;

	*part = COLLAPSE_TAKEN;
	memcpy(&l->raw.raw[BOM_LINE_PLANT], &m->keys[BOM_PLANT],
	    3 * sizeof(m->keys[0])); /* plant, usage, alternative */
	if (leaves_out(c, l, part, e) < 0)
		return -1;
	if (*part == COLLAPSE_TAKEN && up && phantomlevel_join(l, up, &gone))
		return 1;
	if (*part != COLLAPSE_TAKEN || gone) {
		m->count--;
		if (gone)
			*part = PART_EFFECTIVITY;
		return 0;
	}
	memcpy(l->raw.raw, m->keys, 2 * sizeof(m->keys[0]));
	return take_in_effect(c, up, part, e);
}

int
collapse_line(struct collapse *c, struct mbom *m, size_t *part, struct err *e)
{
	c->m = m;
	return take(c, NULL, part, e);
}
