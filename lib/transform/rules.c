/*
 * rules.c - from the file's tree to steps by type.
 *
 * A rule that names several types is read once for each, since members are
 * places that differ from type to type.
 */
#include "transform/rules.h"

#include "transform/tables.h"

const char *const rules_keys[] = {"conversions", "gates", "people",
    "publish", "restructure", "rules", "steps", "tables", NULL};
const char *const rules_step_keys[] = {"change", "derive", "drop", "enrich",
    "keep", "renumber", NULL};
const char *const rules_drop_keys[] = {
    "filter", "name", "type", "when", "where", NULL};

/* --- conditions --- */

static bool
where_holds(const struct rule_where *w, const struct record *r)
{
	const struct value *v = slot_get(&w->slot, r);
	size_t i, k;

	for (i = 0; i < w->texts.count; i++) {
		struct slice text;

		if (slot_text(&text, v) && slice_equal(text, w->texts.at[i]))
			return true;
		for (k = 0; v->kind == VALUE_SET && k < v->count; k++)
			if (slice_equal(v->set[k], w->texts.at[i]))
				return true;
	}
	return false;
}

int
rules_holds(const struct rule_step *step, const struct expr_input *in,
    bool *holds, uint64_t *unknown, struct err *e)
{
	bool null = false;
	size_t i;

	*holds = true;
	for (i = 0; i < step->where_count && *holds; i++)
		*holds = where_holds(&step->where[i], in->record);
	if (!*holds || !step->when)
		return 0;
	if (expr_holds(step->when, in, holds, &null, e) < 0)
		return -1;
	*unknown += null;
	return 0;
}

static int
read_where(struct rule_step *step, struct rules *r, enum record_type type,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;
	struct rule_where *list;
	size_t i = 0;

	if (!n)
		return 0;
	if (ydoc_check_map(n, e) < 0)
		return -1;
	list = arena_alloc(&r->shared.arena, (n->count + 1) * sizeof(*list));
	for (child = n->first; child; child = child->next, i++) {
		list[i].texts = (struct ydoc_texts){NULL, 0};
		if (changein_slot(&list[i].slot, type, child, true, e) < 0 ||
		    ydoc_texts(child, &list[i].texts, e) < 0)
			return -1;
		if (list[i].slot.member == SLOT_ATTRS &&
		    !list[i].slot.attr.len)
			return ydoc_error_key(child, e, "attrs: one site field "
			    "is meant here (expected attrs.NAME)");
	}
	step->where = list;
	step->where_count = i;
	return 0;
}

/* --- steps --- */

static void
add_step(struct rules *r, enum record_type type, const struct rule_step *step)
{
	struct rules_type *t = &r->types[type];
	size_t i;

	t->list = mem_grow(t->list, t->count + 1, sizeof(*t->list));
	t->list[t->count++] = *step;
	for (i = 0; i < step->operations.count; i++)
		if (operation_touches_key(&step->operations.list[i], type))
			t->touches_key = true;
	r->touches_keys = r->touches_keys || t->touches_key;
	r->derives = r->derives || step->derive;
	r->may_hold = r->may_hold || changein_may_hold(&step->operations);
}

/* What an entry of `steps` is, by its key. */
static const struct step_word {
	enum rule_kind kind;
	const char *const *keys;
	bool renumbers;
} step_words[] = { /* in order of rules_step_keys */
	{RULE_CHANGE, changein_keys, false},
	{RULE_DERIVE, deriving_keys, false},
	{RULE_DROP, rules_drop_keys, false},
	{RULE_CHANGE, enriching_keys, false},
	{RULE_KEEP, rules_drop_keys, false},
	{RULE_CHANGE, renumbering_keys, true},
};

static int
read_operations(struct rules *r, struct rule_step *step,
    enum record_type type, const struct ydoc_node *n, struct err *e)
{
	const struct rule *rule = &r->list[step->rule];

	if (rule->kind == RULE_DERIVE) {
		step->derive = deriving_read(&r->shared, type, n, e);
		return step->derive ? 0 : -1;
	}
	if (rule->kind != RULE_CHANGE)
		return 0;
	if (slice_is(n->key, "enrich"))
		return changein_read_enrich(&step->operations, &r->shared,
		    type, n, e);
	if (changein_read(&step->operations, &r->shared, type, n, e) < 0)
		return -1;
	if (!step->operations.count)
		return ydoc_error(n, e, "changes nothing (expected set, "
		    "rename, map, compute, ...)");
	return 0;
}

static int
read_step(struct rules *r, struct rule *rule, enum record_type type,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *when = ydoc_get(n, "when");
	struct rule_step step = {.rule = (size_t)(rule - r->list)};

	step.drops = rule->kind == RULE_DROP || rule->kind == RULE_KEEP;
	step.inverse = rule->kind == RULE_KEEP;
	if (read_where(&step, r, type, ydoc_get(n, "where"), e) < 0)
		return -1;
	if (when) {
		step.when = shared_expr(&r->shared, when, e);
		if (!step.when)
			return -1;
	}
	if (read_operations(r, &step, type, n, e) < 0)
		return -1;
	add_step(r, type, &step);
	return 0;
}

/* A keep without condition: every type that it does not name goes. */
static void
drop_the_others(struct rules *r, const struct rule *rule)
{
	struct rule_step step = {.rule = (size_t)(rule - r->list),
	    .drops = true};
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++)
		if (!rule->types[i] && i != TYPE_WITHHELD)
			add_step(r, (enum record_type)i, &step);
}

/* --- rules --- */

static int
set_type(struct rule *rule, const struct ydoc_node *n, struct slice name,
    struct err *e)
{
	const char *nearest;
	enum record_type type;

	if (!schema_find(&type, name)) {
		nearest = schema_nearest(name);
		return ydoc_error(n, e, "unknown record type \"%.*s\"%s%s%s",
		    SLICE_ARGS(name), nearest ? " (did you mean \"" : "",
		    nearest ? nearest : "", nearest ? "\"?)" : "");
	}
	if (type == TYPE_WITHHELD)
		return ydoc_error(n, e, "withheld records follow the records "
		    "that they are about");
	rule->types[type] = true;
	return 0;
}

static int
read_types(struct rule *rule, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;
	struct slice name;

	if (!n)
		return -1;
	if (n->kind == YDOC_SCALAR) {
		if (ydoc_text(n, &name, e) < 0)
			return -1;
		return set_type(rule, n, name, e);
	}
	if (ydoc_check_list(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next)
		if (ydoc_text(child, &name, e) < 0 ||
		    set_type(rule, child, name, e) < 0)
			return -1;
	return 0;
}

/* A list, as `a|b`; blanks of any length become one. */
static void
add_words(struct buf *b, const struct ydoc_node *n)
{
	const struct ydoc_node *child;
	size_t i;
	bool blank = false;

	for (child = n->first; child; child = child->next) {
		if (child != n->first)
			buf_add_byte(b, '|');
		add_words(b, child);
	}
	if (n->kind == YDOC_SCALAR && !n->text.len)
		buf_add_text(b, "\"\"");
	for (i = 0; i < n->text.len; i++) {
		char c = n->text.at[i];
		bool white = c == ' ' || c == '\t' || c == '\n';

		if (!white || !blank)
			buf_add_byte(b, white ? ' ' : c);
		blank = white;
	}
}

/*
 * "drop bom_line where line_kind=text when quantity = 0": says what was left
 * out, so that equal words on two sides mean the same.
 */
static struct slice
describe(struct rules *r, const struct ydoc_node *n)
{
	const struct ydoc_node *where = ydoc_get(n, "where"), *child;
	const struct ydoc_node *when = ydoc_get(n, "when");
	struct buf b = BUF_INIT((size_t)64 * 1024);
	struct slice text;

	buf_add_slice(&b, n->key);
	if (ydoc_get(n, "type")) {
		buf_add_byte(&b, ' ');
		add_words(&b, ydoc_get(n, "type"));
	}
	for (child = where ? where->first : NULL; child;
	    child = child->next) {
		buf_add_text(&b, child == where->first ? " where " : ",");
		buf_add_slice(&b, child->key);
		buf_add_byte(&b, '=');
		add_words(&b, child);
	}
	if (when) {
		buf_add_text(&b, " when ");
		add_words(&b, when);
	}
	text = slice_copy(slice_trim(buf_slice(&b)), &r->shared.arena);
	buf_release(&b);
	return text;
}

/* Every member that holds an item number, of all types or those named. */
static int
read_renumber(struct rules *r, struct rule *rule, const struct ydoc_node *n,
    struct err *e)
{
	const struct valuemap *map = renumbering_read(&r->shared, n, e);
	unsigned i, m;

	if (!map)
		return -1;
	for (i = 0; i < TYPE_COUNT; i++) {
		struct rule_step step = {.rule = (size_t)(rule - r->list)};

		if (ydoc_get(n, "type") && !rule->types[i])
			continue;
		for (m = 0; m < schema_types[i].member_count; m++)
			if (renumbering_member((enum record_type)i, m))
				changein_map_member(&step.operations,
				    &r->shared, m, map);
		rule->types[i] = step.operations.count > 0;
		if (rule->types[i])
			add_step(r, (enum record_type)i, &step);
		else if (ydoc_get(n, "type") && i != TYPE_WITHHELD)
			return ydoc_error(ydoc_get(n, "type"), e, "%.*s holds "
			    "no item number", SLICE_ARGS(schema_types[i].name));
	}
	return 0;
}

static int
read_rule(struct rules *r, const struct ydoc_node *n, struct err *e)
{
	struct rule *rule = &r->list[r->count++];
	const struct step_word *word = step_words;
	const struct ydoc_node *type;
	struct slice words;
	unsigned i;

	while (!slice_is(n->key, rules_step_keys[word - step_words]))
		word++;
	rule->kind = word->kind;
	if (ydoc_check_keys(n, word->keys, e) < 0)
		return -1;
	type = word->renumbers ? ydoc_get(n, "type")
	    : ydoc_need(n, "type", e);
	if ((type || !word->renumbers) && read_types(rule, type, e) < 0)
		return -1;
	rule->conditional = ydoc_get(n, "where") || ydoc_get(n, "when");
	words = describe(r, n);
	rule->name = words.at;
	rule->filter = words;
	if (ydoc_string(ydoc_get(n, "name"), &rule->name, e) < 0 ||
	    ydoc_text(ydoc_get(n, "filter"), &rule->filter, e) < 0)
		return -1;
	if (!rule->conditional || !(rule->kind == RULE_DROP ||
	    rule->kind == RULE_KEEP))
		rule->filter = SLICE("");
	if (rule->kind == RULE_KEEP && !rule->conditional) {
		drop_the_others(r, rule);
		return 0;
	}
	if (word->renumbers)
		return read_renumber(r, rule, n, e);
	for (i = 0; i < TYPE_COUNT; i++)
		if (rule->types[i] &&
		    read_step(r, rule, (enum record_type)i, n, e) < 0)
			return -1;
	return 0;
}

static int
read_steps(struct rules *r, const struct ydoc_node *steps, struct err *e)
{
	const struct ydoc_node *n;

	if (!steps || ydoc_check_list(steps, e) < 0)
		return -1;
	r->list = mem_zero((steps->count + 1) * sizeof(*r->list));
	for (n = steps->first; n; n = n->next) {
		if (ydoc_check_keys(n, rules_step_keys, e) < 0)
			return -1;
		if (n->count != 1)
			return ydoc_error(n, e, "a step is one of change, "
			    "derive, drop, enrich, keep and renumber, is %zu "
			    "of them", n->count);
		if (read_rule(r, n->first, e) < 0)
			return -1;
	}
	return 0;
}

/* Tables, units and functions, before what names them. */
static int
read_ground(struct rules *r, const struct ydoc_node *root, struct err *e)
{
	if (shared_need_env(&r->shared, e) < 0 ||
	    renumbering_load(&r->shared, e) < 0 ||
	    tables_load(&r->shared, ydoc_get(root, "tables"), e) < 0)
		return -1;
	return converting_load(&r->shared, ydoc_get(root, "conversions"),
	    &r->input_converts, e);
}

static int
read_all(struct rules *r, struct err *e)
{
	const struct ydoc_node *root = r->shared.doc.root;

	if (ydoc_check_keys(root, rules_keys, e) < 0 ||
	    ydoc_string(ydoc_need(root, "rules", e), &r->name, e) < 0 ||
	    read_ground(r, root, e) < 0)
		return -1;
	if (read_steps(r, ydoc_need(root, "steps", e), e) < 0)
		return -1;
	r->sorts = r->touches_keys || r->may_hold || r->derives;
	return 0;
}

int
rules_load_with(struct rules *r, const char *path,
    const struct shared_state *state, struct err *e)
{
	memset(r, 0, sizeof(*r));
	if (shared_load(&r->shared, path, e) < 0)
		return -1;
	r->shared.state = *state;
	return read_all(r, e);
}

int
rules_load(struct rules *r, const char *path, struct err *e)
{
	const struct shared_state none = {.db = NULL};

	return rules_load_with(r, path, &none, e);
}

int
rules_parse(struct rules *r, const char *name, struct slice text,
    struct err *e)
{
	memset(r, 0, sizeof(*r));
	if (shared_parse(&r->shared, name, text, e) < 0)
		return -1;
	return read_all(r, e);
}

void
rules_release(struct rules *r)
{
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++)
		mem_free(r->types[i].list);
	mem_free(r->list);
	shared_release(&r->shared);
	memset(r, 0, sizeof(*r));
}
