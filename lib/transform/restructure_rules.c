/* restructure_rules.c - a reader for each key of `restructure`. */
#include "transform/restructure_rules.h"

#include "base/clock.h"
#include "model/filter.h"
#include "transform/restructure_words.h"

const char *const restructure_rules_keys[] = {"add", "alternatives", "change",
    "collapse", "drop", "effectivity", "from", "others", "plants", "renumber",
    "roll", "rounding", "to", NULL};

static const char *const from_keys[] = {"usage", "when", "where", NULL};
static const char *const to_keys[] = {"usage", NULL};
static const char *const alternative_keys[] = {"from", "plants", "to", NULL};
static const char *const plants_keys[] = {"by", "components", "expression",
    "list", "none", "when", "where", NULL};
static const char *const effectivity_keys[] = {
    "as_of", "dates", "merge", NULL};
static const char *const collapse_keys[] = {"conditions", "find_number",
    "keep_boms", "kind", "lifecycle", "said_by", "special_procurement",
    "without_bom", NULL};
static const char *const renumber_keys[] = {
    "order", "share", "start", "step", "width", NULL};
static const char *const rounding_keys[] = {"digits", "mode", NULL};

const struct restructure_rules_part_keys restructure_rules_parts[] = {
	{"/$defs/restructure_from", from_keys},
	{"/$defs/restructure_to", to_keys},
	{"/$defs/restructure_alternative", alternative_keys},
	{"/$defs/restructure_plants", plants_keys},
	{"/$defs/restructure_effectivity", effectivity_keys},
	{"/$defs/restructure_drop", restructure_entries_drop_keys},
	{"/$defs/restructure_collapse", collapse_keys},
	{"/$defs/restructure_change", restructure_entries_change_keys},
	{"/$defs/restructure_add", restructure_entries_add_keys},
	{"/$defs/restructure_renumber", renumber_keys},
	{"/$defs/restructure_rounding", rounding_keys},
	{NULL, NULL},
};

bool
restructure_rules_listed(const struct ydoc_texts *list, struct slice text)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (slice_equal(list->at[i], text))
			return true;
	return !list->count;
}

/* --- small readers --- */

static struct ydoc_texts
quoted(const struct ydoc_texts *list, struct arena *a)
{
	struct slice *made = arena_alloc(a, (list->count + 1) * sizeof(*made));
	size_t i;

	for (i = 0; i < list->count; i++)
		made[i] = rawline_of_text(list->at[i], a);
	return (struct ydoc_texts){made, list->count};
}

/* A list of texts, in quotes; `otherwise` (ended by NULL) without the key. */
static int
read_quoted(struct ydoc_texts *out, struct restructure_rules *r,
    const struct ydoc_node *n, const char *otherwise, struct err *e)
{
	struct slice one = slice_of(otherwise);

	*out = (struct ydoc_texts){&one, 1};
	if (ydoc_texts(n, out, e) < 0)
		return -1;
	*out = quoted(out, &r->shared->arena);
	return 0;
}

static int
read_none(enum restructure_none *out, const struct ydoc_node *n,
    struct err *e)
{
	static const char *const words[] = {"keep", "drop", "reject", NULL};
	int choice = (int)*out;

	if (ydoc_choice(n, words, &choice, e) < 0)
		return -1;
	*out = (enum restructure_none)choice;
	return 0;
}

/* --- from, to, alternatives --- */

static int
read_from(struct restructure_rules *r, const struct ydoc_node *n,
    struct err *e)
{
	r->from_text = SLICE("eng");
	if (n && (ydoc_check_keys(n, from_keys, e) < 0 ||
	    ydoc_text(ydoc_get(n, "usage"), &r->from_text, e) < 0 ||
	    condition_read(&r->from_condition, r->shared, TYPE_BOM, n, e) < 0))
		return -1;
	r->from = rawline_of_text(r->from_text, &r->shared->arena);
	return 0;
}

static int
read_to(struct restructure_rules *r, const struct ydoc_node *root,
    struct err *e)
{
	static const char *const words[] = {"pass", "drop", NULL};
	const struct ydoc_node *n = ydoc_get(root, "to");
	int others = 0;

	r->to_text = SLICE("mfg");
	if (n && (ydoc_check_keys(n, to_keys, e) < 0 ||
	    ydoc_text(ydoc_get(n, "usage"), &r->to_text, e) < 0))
		return -1;
	if (ydoc_choice(ydoc_get(root, "others"), words, &others, e) < 0)
		return -1;
	r->drops_others = others == 1;
	r->to = rawline_of_text(r->to_text, &r->shared->arena);
	return 0;
}

static int
read_alternatives(struct restructure_rules *r, const struct ydoc_node *n,
    struct err *e)
{
	struct restructure_alternative *list;
	const struct ydoc_node *child;
	struct arena *a = &r->shared->arena;

	if (!n)
		return 0;
	if (ydoc_check_list(n, e) < 0)
		return -1;
	list = arena_alloc(a, (n->count + 1) * sizeof(*list));
	for (child = n->first; child; child = child->next) {
		struct restructure_alternative *to =
		    &list[r->alternative_count++];

		*to = (struct restructure_alternative){.plants = {NULL, 0}};
		if (ydoc_check_keys(child, alternative_keys, e) < 0 ||
		    ydoc_text(ydoc_need(child, "from", e), &to->from,
		    e) < 0 ||
		    ydoc_text(ydoc_need(child, "to", e), &to->to, e) < 0 ||
		    ydoc_texts(ydoc_get(child, "plants"), &to->plants, e) < 0)
			return -1;
		to->from = rawline_of_text(to->from, a);
		to->to = rawline_of_text(to->to, a);
		to->plants = quoted(&to->plants, a);
	}
	r->alternatives = list;
	return 0;
}

/* --- plants --- */

static int
read_plants(struct restructure_rules *r, const struct ydoc_node *n,
    struct err *e)
{
	static const char *const words[] = {
	    "plant_item", "change_order", "list", "expression", NULL};
	struct restructure_plants *p = &r->plants;
	const struct ydoc_node *list = ydoc_get(n, "list"), *expression;
	int by = 0;

	p->none = NONE_DROP;
	if (ydoc_check_keys(n, plants_keys, e) < 0 ||
	    ydoc_choice(ydoc_need(n, "by", e), words, &by, e) < 0 ||
	    ydoc_texts(list, &p->list, e) < 0 ||
	    condition_read(&p->condition, r->shared, TYPE_PLANT_ITEM, n,
	    e) < 0 ||
	    read_none(&p->none, ydoc_get(n, "none"), e) < 0 ||
	    read_none(&p->components, ydoc_get(n, "components"), e) < 0)
		return -1;
	p->by = (enum restructure_by)(by + PLANTS_BY_PLANT_ITEM);
	if (p->by == PLANTS_BY_LIST && !p->list.count)
		return ydoc_error(n, e, "by: list needs list, the plants");
	expression = ydoc_get(n, "expression");
	if ((p->by == PLANTS_BY_EXPRESSION) != (expression != NULL))
		return ydoc_error(n, e, "by: expression and expression go "
		    "together");
	if (condition_asks(&p->condition) && p->by != PLANTS_BY_PLANT_ITEM)
		return ydoc_error(n, e, "where and when are about plant_item "
		    "records (expected by: plant_item)");
	if (expression) {
		p->expression = shared_expr(r->shared, expression, e);
		if (!p->expression)
			return -1;
	}
	p->list = quoted(&p->list, &r->shared->arena);
	return 0;
}

/* --- effectivity --- */

static int
read_as_of(struct restructure_rules *r, const struct ydoc_node *n,
    struct err *e)
{
	char today[CLOCK_TEXT_SIZE];

	if (ydoc_text(n, &r->as_of, e) < 0)
		return -1;
	if (slice_is(r->as_of, "today")) {
		clock_print(today, clock_now());
		r->as_of = slice_copy(slice_from(today, CLOCK_DATE_SIZE - 1),
		    &r->shared->arena);
	}
	if (!clock_date_valid(r->as_of))
		return ydoc_error(n, e, "as_of: \"%.*s\" is no date (expected "
		    "YYYY-MM-DD or today)", SLICE_ARGS(r->as_of));
	return 0;
}

static int
read_effectivity(struct restructure_rules *r, const struct ydoc_node *n,
    struct err *e)
{
	static const char *const words[] = {"keep", "remove", NULL};
	const struct ydoc_node *as_of = ydoc_get(n, "as_of");
	int dates = 0;

	if (ydoc_check_keys(n, effectivity_keys, e) < 0 ||
	    (as_of && read_as_of(r, as_of, e) < 0) ||
	    ydoc_choice(ydoc_get(n, "dates"), words, &dates, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "merge"), &r->merges_dates, e) < 0)
		return -1;
	r->removes_dates = dates == 1;
	if (r->removes_dates && !as_of)
		return ydoc_error(n, e, "dates: remove needs as_of: lines of "
		    "several times would all hold");
	return 0;
}

/* --- collapse --- */

static int
read_said_by(struct restructure_collapse *c, const struct ydoc_node *n,
    struct err *e)
{
	static const char *const words[] = {
	    "line", "plant_item", "item", NULL};
	bool *said[] = {&c->by_line, &c->by_plant_item, &c->by_item};
	const struct ydoc_node *child;
	int which = 0;

	if (!n) {
		c->by_line = c->by_plant_item = c->by_item = true;
		return 0;
	}
	if (ydoc_check_list(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next) {
		if (ydoc_choice(child, words, &which, e) < 0)
			return -1;
		*said[which] = true;
	}
	return 0;
}

static int
read_collapse(struct restructure_rules *r, const struct ydoc_node *n,
    struct err *e)
{
	static const char *const finds[] = {"path", "line", "own", NULL};
	struct restructure_collapse *c = &r->collapse;
	int find = 0;

	c->on = true;
	c->conditions = SLICE(" AND ");
	if (ydoc_check_keys(n, collapse_keys, e) < 0 ||
	    read_said_by(c, ydoc_get(n, "said_by"), e) < 0 ||
	    read_quoted(&c->special_procurement, r,
	    ydoc_get(n, "special_procurement"), "50", e) < 0 ||
	    read_quoted(&c->kinds, r, ydoc_get(n, "kind"), "phantom",
	    e) < 0 ||
	    read_quoted(&c->lifecycles, r, ydoc_get(n, "lifecycle"),
	    "released", e) < 0 ||
	    read_none(&c->without_bom, ydoc_get(n, "without_bom"), e) < 0 ||
	    ydoc_flag(ydoc_get(n, "keep_boms"), &c->keep_boms, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "find_number"), finds, &find, e) < 0 ||
	    ydoc_text(ydoc_get(n, "conditions"), &c->conditions, e) < 0)
		return -1;
	c->find = (enum restructure_find)find;
	return 0;
}

/* --- the end of it: roll, rounding, renumber --- */

static int
read_rounding(struct restructure_rules *r, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *mode;
	const struct ydoc_range range = {0, DECIMAL_SCALE_MOST};
	struct slice text = SLICE("half-up");
	long digits = 12;

	r->digits = 12;
	r->rounding = DECIMAL_HALF_UP;
	if (!n)
		return 0;
	mode = ydoc_get(n, "mode");
	if (ydoc_check_keys(n, rounding_keys, e) < 0 ||
	    ydoc_number(ydoc_get(n, "digits"), range, &digits, e) < 0 ||
	    ydoc_text(mode, &text, e) < 0)
		return -1;
	r->digits = (unsigned)digits;
	if (!decimal_rounding_parse(&r->rounding, text))
		return ydoc_error(mode, e, "there is no rounding \"%.*s\" "
		    "(expected half-even, half-up, down, up, floor or "
		    "ceiling)", SLICE_ARGS(text));
	return 0;
}

static int
read_order(struct restructure_renumber *to, struct restructure_rules *r,
    const struct ydoc_node *n, struct err *e)
{
	static const unsigned usual[] = {BOM_LINE_FIND_NUMBER,
	    BOM_LINE_COMPONENT, BOM_LINE_OCCURRENCE};
	const struct ydoc_node *child;
	unsigned *order;

	to->order = usual;
	to->order_count = COUNT_OF(usual);
	if (!n)
		return 0;
	if (ydoc_check_list(n, e) < 0)
		return -1;
	order = arena_alloc(&r->shared->arena,
	    (n->count + 1) * sizeof(*order));
	to->order_count = 0;
	for (child = n->first; child; child = child->next) {
		struct slot slot;

		if (changein_slot(&slot, TYPE_BOM_LINE, child, false, e) < 0)
			return -1;
		if (slot.member == SLOT_ATTRS)
			return ydoc_error(child, e, "lines are ordered by "
			    "members, not by site fields");
		order[to->order_count++] = slot.member;
	}
	to->order = order;
	return 0;
}

static int
read_renumber(struct restructure_rules *r, const struct ydoc_node *n,
    struct err *e)
{
	struct restructure_renumber *to = &r->renumber;
	const struct ydoc_range numbers = {1, 1000000}, widths = {1, 18};

	to->on = true;
	to->start = to->step = 10;
	to->width = 4;
	if (ydoc_check_keys(n, renumber_keys, e) < 0 ||
	    ydoc_number(ydoc_get(n, "start"), numbers, &to->start, e) < 0 ||
	    ydoc_number(ydoc_get(n, "step"), numbers, &to->step, e) < 0 ||
	    ydoc_number(ydoc_get(n, "width"), widths, &to->width, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "share"), &to->share, e) < 0)
		return -1;
	return read_order(to, r, ydoc_get(n, "order"), e);
}

static void
name_parts(struct restructure_rules *r)
{
	static const char *const names[PART_COUNT] = {"from", "others",
	    "alternatives", "plants", "effectivity", "BOMs of phantoms",
	    "phantoms of which nothing is left", "substitutes of phantoms",
	    "substitutes of no line", "components without a plant view"};
	size_t i;

	r->part_count = PART_COUNT + r->drops.count;
	r->parts = arena_alloc(&r->shared->arena,
	    r->part_count * sizeof(*r->parts));
	for (i = 0; i < r->part_count; i++)
		r->parts[i] = (struct restructure_part){i < PART_COUNT
		    ? names[i] : r->drops.list[i - PART_COUNT].name, 0};
}

int
restructure_rules_read(struct restructure_rules *r, struct shared *s,
    const struct ydoc_node *n, struct err *e)
{
	static const char *const rolls[] = {"none", "together", "apart", NULL};
	const struct ydoc_node *plants = ydoc_get(n, "plants");
	const struct ydoc_node *effectivity = ydoc_get(n, "effectivity");
	const struct ydoc_node *collapse = ydoc_get(n, "collapse");
	const struct ydoc_node *renumber = ydoc_get(n, "renumber");
	int roll = 0;

	*r = (struct restructure_rules){.shared = s, .as_of = SLICE("")};
	if (ydoc_check_keys(n, restructure_rules_keys, e) < 0 ||
	    read_from(r, ydoc_get(n, "from"), e) < 0 ||
	    read_to(r, n, e) < 0 ||
	    read_alternatives(r, ydoc_get(n, "alternatives"), e) < 0 ||
	    (plants && read_plants(r, plants, e) < 0) ||
	    (effectivity && read_effectivity(r, effectivity, e) < 0) ||
	    (collapse && read_collapse(r, collapse, e) < 0) ||
	    read_rounding(r, ydoc_get(n, "rounding"), e) < 0 ||
	    restructure_entries_drops(&r->drops, s,
	    ydoc_get(n, "drop"), e) < 0 ||
	    restructure_entries_changes(&r->changes, s,
	    ydoc_get(n, "change"), e) < 0 ||
	    restructure_entries_adds(&r->adds, s,
	    ydoc_get(n, "add"), e) < 0 ||
	    (renumber && read_renumber(r, renumber, e) < 0) ||
	    ydoc_choice(ydoc_get(n, "roll"), rolls, &roll, e) < 0)
		return -1;
	r->roll = (enum restructure_roll)roll;
	r->words = filter_unite(restructure_words("make bom",
	    ydoc_get(n, "from"), &s->arena), restructure_words(
	    "make bom by plant_item", plants, &s->arena), &s->arena);
	name_parts(r);
	return 0;
}
