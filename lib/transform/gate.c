/* gate.c - reading gates, asking them, wording what they found. */
#include "transform/gate.h"

#include "net/fill.h"

const char *const gate_keys[] = {"action", "check", "class", "due", "impact",
    "lifecycles", "message", "name", "procurement", "require", "severity",
    "team", "type", "when", "where", NULL};
const char *const gate_impact_keys[] = {"impact", "when", NULL};
const char *const gate_classes[] = {"plant_applicability",
    "sourcing_readiness", "inventory_impact", "routing_conflict", "structure",
    "lifecycle", "uom", "effectivity", "compliance", "export_control",
    "duplicate", "custom", NULL};
const char *const gate_checks[] = {"cycle", "duplicate", "gap", "inventory",
    "missing_component", "no_routing", "no_supplier", "obsolete_component",
    "orphan", "overlap", "routing_conflict", "unreleased_component", "uom",
    NULL};

static const char *const actions[] = {"hold", "approve", "warn", NULL};

/* What a check is about; the second type may be chosen, or is meant, too. */
static const struct check {
	const char *class;
	enum record_type first, second; /* TYPE_COUNT: none */
	bool both;                      /* unless `type` chooses */
} checks[GATE_CHECKS] = {
    [GATE_CYCLE] = {"structure", TYPE_BOM_LINE, TYPE_COUNT, false},
    [GATE_DUPLICATE] = {"duplicate", TYPE_BOM_LINE, TYPE_COUNT, false},
    [GATE_GAP] = {"effectivity", TYPE_BOM, TYPE_BOM_LINE, true},
    [GATE_INVENTORY] = {"inventory_impact", TYPE_BOM_LINE, TYPE_COUNT, false},
    [GATE_MISSING_COMPONENT] = {"structure", TYPE_BOM_LINE, TYPE_SUBSTITUTE,
	true},
    [GATE_NO_ROUTING] = {"routing_conflict", TYPE_BOM, TYPE_COUNT, false},
    [GATE_NO_SUPPLIER] = {"sourcing_readiness", TYPE_ITEM, TYPE_PLANT_ITEM,
	false},
    [GATE_OBSOLETE_COMPONENT] = {"lifecycle", TYPE_BOM_LINE, TYPE_SUBSTITUTE,
	true},
    [GATE_ORPHAN] = {"structure", TYPE_BOM, TYPE_COUNT, false},
    [GATE_OVERLAP] = {"effectivity", TYPE_BOM, TYPE_BOM_LINE, true},
    [GATE_ROUTING_CONFLICT] = {"routing_conflict", TYPE_BOM_LINE, TYPE_COUNT,
	false},
    [GATE_UNRELEASED_COMPONENT] = {"lifecycle", TYPE_BOM_LINE,
	TYPE_SUBSTITUTE, true},
    [GATE_UOM] = {"uom", TYPE_BOM_LINE, TYPE_COUNT, false},
};

/* --- messages --- */

struct telling {
	struct gates *gates;
	const struct ydoc_node *node;
	const struct record *record; /* NULL: only compile */
};

/* The reader of ${...} says the place, too. */
static void
drop_place(const struct ydoc_node *n, struct err *e)
{
	struct buf place = BUF_INIT((size_t)64 * 1024);
	size_t len;

	buf_printf(&place, "%s:%lu:%lu: ", n->doc->name, n->line, n->column);
	len = place.len;
	if (strncmp(e->text, buf_text(&place), len) == 0)
		memmove(e->text, e->text + len, strlen(e->text + len) + 1);
	buf_release(&place);
}

static struct expr *
part_of(struct telling *t, struct slice text, struct err *e)
{
	struct gates *g = t->gates;
	struct ydoc_node piece = *t->node;
	struct expr *x;
	size_t i;

	for (i = 0; i < g->part_count; i++)
		if (slice_equal(g->parts[i].text, text))
			return g->parts[i].expr;
	piece.kind = YDOC_SCALAR;
	piece.plain = false;
	piece.text = text;
	x = shared_expr(g->shared, &piece, e);
	if (!x) {
		drop_place(t->node, e);
		return NULL;
	}
	g->parts = mem_grow(g->parts, g->part_count + 1, sizeof(*g->parts));
	g->parts[g->part_count++] = (struct gate_part){
	    slice_copy(text, &g->shared->arena), x};
	return x;
}

static int
tell_part(void *ctx, struct slice name, struct fill_value *out,
    struct err *e)
{
	struct telling *t = ctx;
	struct expr *x = part_of(t, name, e);
	struct expr_input in = {.record = t->record};
	struct expr_value got;

	if (!x)
		return -1;
	if (!t->record)
		return 1;
	if (expr_eval(x, &in, &got, e) < 0)
		return -1;
	if (!got.null)
		*out = (struct fill_value){FILL_TEXT, got.text};
	return 1;
}

/* --- reading --- */

static int
read_types(struct gate *g, const struct ydoc_node *n, struct err *e)
{
	const struct check *c = &checks[g->check];
	struct ydoc_texts texts = {NULL, 0};
	enum record_type type;
	size_t i;

	if (!n && g->check == GATE_EXPRESSION)
		return -1;
	if (!n) {
		g->types[c->first] = true;
		if (c->both)
			g->types[c->second] = true;
		return 0;
	}
	if (ydoc_texts(n, &texts, e) < 0)
		return -1;
	for (i = 0; i < texts.count; i++) {
		const char *nearest = schema_nearest(texts.at[i]);

		if (!schema_find(&type, texts.at[i]))
			return ydoc_error(n, e, "unknown record type "
			    "\"%.*s\"%s%s%s", SLICE_ARGS(texts.at[i]),
			    nearest ? " (did you mean \"" : "",
			    nearest ? nearest : "", nearest ? "\"?)" : "");
		if (type == TYPE_WITHHELD)
			return ydoc_error(n, e, "withheld records are held "
			    "already");
		if (g->check != GATE_EXPRESSION && type != c->first &&
		    type != c->second)
			return ydoc_error(n, e, "%s does not look at %.*s "
			    "(expected %s%s%s)", gate_checks[g->check - 1],
			    SLICE_ARGS(texts.at[i]),
			    schema_types[c->first].name.at,
			    c->second == TYPE_COUNT ? "" : " or ",
			    c->second == TYPE_COUNT ? ""
			    : schema_types[c->second].name.at);
		g->types[type] = true;
	}
	return 0;
}

/*
 * Asks once of an empty record, so that a misspelt type or member in a
 * function is found here; what else fails may hold of real ones.
 */
static int
try_out(struct gates *all, const struct gate *g, struct expr *x,
    const struct ydoc_node *n, struct err *e)
{
	struct expr_input in = {.record = NULL};
	struct expr_value got;
	struct record r;
	struct err tried = ERR_INIT;
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++) {
		if (!g->types[i])
			continue;
		record_init(&r, (enum record_type)i);
		in.record = &r;
		all->functions.record = &r;
		if (expr_eval(x, &in, &got, &tried) < 0 &&
		    all->functions.misspelt) {
			all->functions.record = NULL;
			/* the message has the place in front */
			(void)n;
			return err_set(e, ERR_USAGE, "%s", tried.text);
		}
		err_clear(&tried);
	}
	all->functions.record = NULL;
	return 0;
}

static int
read_expr(struct gates *all, const struct gate *g, const struct ydoc_node *n,
    struct expr **out, struct err *e)
{
	*out = NULL;
	if (!n)
		return 0;
	*out = shared_expr(all->shared, n, e);
	return *out ? try_out(all, g, *out, n, e) : -1;
}

static int
read_impacts(struct gates *all, struct gate *g, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *child;
	struct gate_impact *list;

	if (!n)
		return 0;
	list = arena_alloc(&all->shared->arena,
	    (n->count + 1) * sizeof(*list));
	g->impacts = list;
	list[0] = (struct gate_impact){NULL, SLICE("")};
	if (n->kind == YDOC_SCALAR) {
		g->impact_count = 1;
		return ydoc_text(n, &list[0].impact, e);
	}
	if (ydoc_check_list(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next) {
		struct gate_impact *i = &list[g->impact_count++];

		*i = (struct gate_impact){NULL, SLICE("")};
		if (ydoc_check_keys(child, gate_impact_keys, e) < 0 ||
		    ydoc_text(ydoc_need(child, "impact", e), &i->impact,
		    e) < 0 || read_expr(all, g, ydoc_get(child, "when"),
		    &i->when, e) < 0)
			return -1;
	}
	return 0;
}

static int
read_question(struct gates *all, struct gate *g, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *require = ydoc_get(n, "require");
	bool check = g->check != GATE_EXPRESSION;

	if (check == (require != NULL) &&
	    (check || g->action != GATE_APPROVE))
		return ydoc_error(n, e, "a gate asks one thing (expected "
		    "require or check)");
	if (require)
		g->words = require->text.at;
	return read_expr(all, g, require, &g->require, e);
}

static int
read_class(struct gate *g, const struct ydoc_node *n, struct err *e)
{
	int index = -1;

	if (ydoc_choice(n, gate_classes, &index, e) < 0)
		return -1;
	g->class = index >= 0 ? gate_classes[index]
	    : g->check != GATE_EXPRESSION ? checks[g->check].class : "custom";
	return 0;
}

static int
read_words(struct gates *all, struct gate *g, const struct ydoc_node *n,
    struct err *e)
{
	struct telling t = {all, ydoc_get(n, "message"), NULL};
	struct fill_names names = {tell_part, &t};

	g->due_s = -1;
	if (ydoc_text(ydoc_get(n, "team"), &g->team, e) < 0 ||
	    ydoc_text(ydoc_get(n, "severity"), &g->severity, e) < 0 ||
	    ydoc_duration(ydoc_get(n, "due"), &g->due_s, e) < 0)
		return -1;
	g->message = t.node;
	if (!t.node)
		return 0;
	if (t.node->kind != YDOC_SCALAR)
		return ydoc_error(t.node, e, "message: expected a text");
	return fill_check(t.node, &names, e);
}

/* Lists that only some of the checks look at. */
static int
read_lists(struct gate *g, const struct ydoc_node *n, struct err *e)
{
	static const struct slice obsolete[] = {SLICE_INIT("obsolete"),
	    SLICE_INIT("canceled")};
	static const struct slice unreleased[] = {SLICE_INIT("in_work"),
	    SLICE_INIT("in_review")};
	static const struct slice bought[] = {SLICE_INIT("buy")};
	const struct ydoc_node *lifecycles = ydoc_get(n, "lifecycles");
	const struct ydoc_node *procurement = ydoc_get(n, "procurement");

	if (g->check == GATE_OBSOLETE_COMPONENT)
		g->lifecycles = (struct ydoc_texts){obsolete, 2};
	else if (g->check == GATE_UNRELEASED_COMPONENT)
		g->lifecycles = (struct ydoc_texts){unreleased, 2};
	else if (lifecycles)
		return ydoc_error_key(lifecycles, e, "is for the checks "
		    "obsolete_component and unreleased_component");
	if (g->check == GATE_NO_SUPPLIER)
		g->procurement = (struct ydoc_texts){bought, 1};
	else if (procurement)
		return ydoc_error_key(procurement, e, "is for the check "
		    "no_supplier");
	if (ydoc_texts(lifecycles, &g->lifecycles, e) < 0)
		return -1;
	return ydoc_texts(procurement, &g->procurement, e);
}

static int
read_conditions(struct gates *all, struct gate *g, const struct ydoc_node *n,
    struct err *e)
{
	unsigned i;

	g->conditions = arena_alloc(&all->shared->arena,
	    TYPE_COUNT * sizeof(*g->conditions));
	memset(g->conditions, 0, TYPE_COUNT * sizeof(*g->conditions));
	for (i = 0; i < TYPE_COUNT; i++) {
		if (!g->types[i])
			continue;
		if (condition_read(&g->conditions[i], all->shared,
		    (enum record_type)i, n, e) < 0)
			return -1;
		if (g->conditions[i].when && try_out(all, g,
		    g->conditions[i].when, n, e) < 0)
			return -1;
	}
	return 0;
}

static int
read_gate(struct gates *all, struct gate *g, const struct ydoc_node *n,
    struct err *e)
{
	int check = -1, action = GATE_HOLD;
	size_t i;

	if (ydoc_check_keys(n, gate_keys, e) < 0 ||
	    ydoc_string(ydoc_need(n, "name", e), &g->name, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "check"), gate_checks, &check, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "action"), actions, &action, e) < 0)
		return -1;
	if (!g->name[0])
		return ydoc_error(ydoc_get(n, "name"), e, "a gate without a "
		    "name");
	for (i = 0; i < all->count; i++)
		if (&all->list[i] != g &&
		    strcmp(all->list[i].name, g->name) == 0)
			return ydoc_error(ydoc_get(n, "name"), e, "gate "
			    "\"%s\" stands twice", g->name);
	g->check = (enum gate_check)(check + 1); /* -1: an expression */
	g->action = (enum gate_action)action; /* an index of the words */
	if (read_class(g, ydoc_get(n, "class"), e) < 0 ||
	    read_types(g, g->check == GATE_EXPRESSION
	    ? ydoc_need(n, "type", e) : ydoc_get(n, "type"), e) < 0 ||
	    read_question(all, g, n, e) < 0 ||
	    read_lists(g, n, e) < 0 || read_conditions(all, g, n, e) < 0 ||
	    read_impacts(all, g, ydoc_get(n, "impact"), e) < 0)
		return -1;
	return read_words(all, g, n, e);
}

int
gates_read(struct gates *g, struct shared *s, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *child;

	memset(g, 0, sizeof(*g));
	g->shared = s;
	if (!n)
		return 0;
	if (ydoc_check_list(n, e) < 0 || shared_need_env(s, e) < 0 ||
	    gatefunction_add(&g->functions, s->env, e) < 0)
		return -1;
	g->list = mem_zero((n->count + 1) * sizeof(*g->list));
	for (child = n->first; child; child = child->next)
		if (read_gate(g, &g->list[g->count++], child, e) < 0)
			return -1;
	return 0;
}

void
gates_release(struct gates *g)
{
	gatefunction_release(&g->functions);
	mem_free(g->list);
	mem_free(g->parts);
	memset(g, 0, sizeof(*g));
}

/* --- asking --- */

int
gate_about(const struct gate *g, const struct record *r, bool *is,
    struct err *e)
{
	*is = g->types[r->type];
	if (!*is)
		return 0;
	return condition_holds(&g->conditions[r->type], r, is, e);
}

int
gate_requires(struct gate *g, const struct record *r, bool *holds,
    struct buf *words, struct err *e)
{
	struct expr_input in = {.record = r};
	bool unknown = false;

	*holds = false;
	if (!g->require) {
		buf_add_text(words, "needs approval");
		return 0;
	}
	if (expr_holds(g->require, &in, holds, &unknown, e) < 0)
		return -1;
	g->unknown += unknown;
	if (!*holds)
		buf_printf(words, "%s: %s", unknown ? "it is unknown whether"
		    : "does not hold", g->words);
	return 0;
}

int
gate_message(struct gates *gates, const struct gate *g,
    const struct record *r, struct buf *to, struct err *e)
{
	struct telling t = {gates, g->message, r};
	struct fill_names names = {tell_part, &t};

	gates->functions.record = r;
	if (g->message)
		return fill_text(to, g->message, FILL_PLAIN, &names, e);
	buf_add_slice(to, gates->functions.found);
	return 0;
}

int
gate_impact(const struct gate *g, const struct record *r,
    struct slice *impact, struct err *e)
{
	struct expr_input in = {.record = r};
	size_t i;

	*impact = SLICE("");
	for (i = 0; i < g->impact_count; i++) {
		bool holds = true;

		if (g->impacts[i].when && expr_holds(g->impacts[i].when, &in,
		    &holds, NULL, e) < 0)
			return -1;
		if (holds) {
			*impact = g->impacts[i].impact;
			return 0;
		}
	}
	return 0;
}
