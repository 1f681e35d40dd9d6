/* converting.c - factors of units applied to numbers. */
#include "transform/converting.h"

#include "model/recin.h"

const char *const converting_keys[] = {"digits", "item", "rounding", "to",
    "to_member", "unit", NULL};

/* --- reading --- */

static int
read_rounding(struct converting *c, const struct ydoc_node *n, struct err *e)
{
	static const char *const names[] = {"half-even", "half-up", "down",
	    "up", "floor", "ceiling", NULL};
	const struct ydoc_node *digits = ydoc_get(n, "digits");
	long count = 0;
	int how = DECIMAL_HALF_UP;

	if (!digits && ydoc_get(n, "rounding"))
		return ydoc_error_key(ydoc_get(n, "rounding"), e, "rounding: "
		    "needs digits");
	if (ydoc_number(digits, (struct ydoc_range){0, DECIMAL_SCALE_MOST},
	    &count, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "rounding"), names, &how, e) < 0)
		return -1;
	c->rounds = digits != NULL;
	c->digits = (unsigned)count;           /* 0 to 38 */
	c->how = (enum decimal_rounding)how; /* names in its order */
	return 0;
}

/* A place for a unit: a text that no key has. */
static int
check_unit(const struct slot *slot, enum record_type type,
    const struct ydoc_node *n, struct err *e)
{
	const struct schema_member *m = slot_member(slot, type);

	if (m && (m->kind != MEMBER_TEXT || m->key))
		return ydoc_error(n, e, "%.*s holds no unit",
		    SLICE_ARGS(m->name));
	return 0;
}

const struct converting *
converting_read(struct shared *s, enum record_type type,
    const struct ydoc_node *n, struct err *e)
{
	struct converting *c = arena_alloc(&s->arena, sizeof(*c));
	const struct ydoc_node *to, *to_member, *item, *unit;

	memset(c, 0, sizeof(*c));
	c->table = &s->units;
	if (ydoc_check_keys(n, converting_keys, e) < 0)
		return NULL;
	to = ydoc_get(n, "to");
	to_member = ydoc_get(n, "to_member");
	item = ydoc_get(n, "item");
	unit = ydoc_need(n, "unit", e);
	if (!unit || slotin_one(&c->unit, type, unit, false, e) < 0 ||
	    check_unit(&c->unit, type, unit, e) < 0)
		return NULL;
	if (!to == !to_member) {
		ydoc_error(n, e, "needs either to, a unit, or to_member");
		return NULL;
	}
	c->to_is_slot = to_member != NULL;
	c->has_item = item != NULL;
	if (ydoc_text(to, &c->to, e) < 0 || (to_member && slotin_one(
	    &c->to_slot, type, to_member, false, e) < 0) || (item &&
	    slotin_one(&c->item, type, item, false, e) < 0) ||
	    read_rounding(c, n, e) < 0)
		return NULL;
	return c;
}

/* --- converting --- */

const char *
converting_quantity(struct decimal *out, const struct unit_table *t,
    const struct converting_wish *w)
{
	struct decimal quantity;
	struct factor factor;
	enum unit_answer answer;

	if (!decimal_parse(&quantity, w->quantity))
		return decimal_why(w->quantity);
	answer = unit_find(t, w->item, w->from, w->to, &factor);
	if (answer != UNIT_FOUND)
		return unit_answer_text(answer);
	if (w->rounds)
		return factor_rounded(out, quantity, &factor, w->digits,
		    w->how) ? NULL : "a number needs more than 38 digits";
	return factor_exact(out, quantity, &factor) ? NULL
	    : "the quantity has no exact value (digits says how to round)";
}

static struct slice
text_at(const struct slot *slot, const struct record *r)
{
	struct slice text;

	return slot_text(&text, slot_get(slot, r)) ? text : SLICE("");
}

int
converting_apply(const struct converting *c, const struct slot *to,
    struct record *r, struct arena *a, struct buf *why)
{
	struct converting_wish w = {.quantity = text_at(to, r),
	    .from = text_at(&c->unit, r),
	    .to = c->to_is_slot ? text_at(&c->to_slot, r) : c->to,
	    .item = c->has_item ? text_at(&c->item, r) : SLICE(""),
	    .rounds = c->rounds, .digits = c->digits, .how = c->how};
	struct decimal made;
	const char *problem = NULL;

	if (!w.quantity.len)
		return 1;
	if (!w.from.len)
		problem = "there is no unit";
	else if (!w.to.len)
		problem = "there is no unit to convert to";
	else if (slice_equal(w.from, w.to))
		return 1;
	else
		problem = converting_quantity(&made, c->table, &w);
	if (problem) {
		buf_printf(why, "convert: %.*s %.*s to %.*s: %s",
		    SLICE_ARGS(w.quantity), SLICE_ARGS(w.from),
		    SLICE_ARGS(w.to), problem);
		return 0;
	}
	slot_put(to, r, value_of_number(made, a), a);
	slot_put(&c->unit, r, value_of_text(slice_copy(w.to, a)), a);
	return 1;
}

/* --- convert() --- */

static int
call_convert(void *context, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct shared *s = context;
	struct converting_wish w = {.item = SLICE_INIT(""),
	    .how = DECIMAL_HALF_UP, .rounds = count > 4};
	const char *why;
	struct decimal made;
	uint64_t digits = 0;
	char *room;
	unsigned i;

	for (i = 0; i < count; i++)
		if (!arguments[i].at)
			return 0; /* NULL makes NULL */
	w.quantity = arguments[0];
	w.from = arguments[1];
	w.to = arguments[2];
	if (count > 3)
		w.item = arguments[3];
	if (count > 4 && !text_to_number(arguments[4], DECIMAL_SCALE_MOST,
	    &digits))
		return err_set(e, ERR_USAGE, "convert: digits are 0 to %d",
		    DECIMAL_SCALE_MOST);
	w.digits = (unsigned)digits; /* at most 38 */
	why = converting_quantity(&made, &s->units, &w);
	if (why)
		return err_set(e, ERR_USAGE, "convert: %.*s %.*s to %.*s: %s",
		    SLICE_ARGS(w.quantity), SLICE_ARGS(w.from),
		    SLICE_ARGS(w.to), why);
	out->null = false;
	room = s->converted[atomic_fetch_add(&s->converted_next, 1) %
	    COUNT_OF(s->converted)];
	out->text = slice_from(room, decimal_print(room, made));
	return 0;
}

/* --- conversions of the site --- */

static int
add_row(struct shared *s, const struct slice texts[5], struct err *e)
{
	struct unit_conversion c = {.item = texts[0].at ? texts[0] : SLICE(""),
	    .from = texts[1], .to = texts[2]};

	if (!texts[3].at || !decimal_parse(&c.numerator, texts[3]) ||
	    !texts[4].at || !decimal_parse(&c.denominator, texts[4]))
		return err_set(e, ERR_INPUT, "uom_conversion: %.*s to %.*s: "
		    "numerator or denominator is no number",
		    SLICE_ARGS(texts[1]), SLICE_ARGS(texts[2]));
	return unit_table_add(&s->units, &c, e);
}

/* The columns are the members of uom_conversion. */
static int
take_table(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	static const char *const names[] = {"item", "from_uom", "to_uom",
	    "numerator", "denominator"};
	const struct lookup *l = shared_table(s, n, e);
	int columns[COUNT_OF(names)];
	size_t i, k;

	if (!l)
		return -1;
	if (l->big)
		return ydoc_error(n, e, "the table is too large");
	for (k = 0; k < COUNT_OF(names); k++) {
		columns[k] = lookup_column(l, slice_of(names[k]));
		if (columns[k] < 0)
			return ydoc_error(n, e, "the table \"%s\" has no "
			    "column \"%s\"", l->name, names[k]);
	}
	for (i = 0; i < lookup_row_count(l); i++) {
		struct slice texts[COUNT_OF(names)];

		for (k = 0; k < COUNT_OF(names); k++)
			texts[k] = lookup_row(l, i)[columns[k]];
		if (add_row(s, texts, e) < 0) {
			e->kind = ERR_USAGE;
			return err_in(e, "table \"%s\"", l->name);
		}
	}
	return 0;
}

int
converting_load(struct shared *s, const struct ydoc_node *n,
    bool *from_input, struct err *e)
{
	struct expr_function f = {"convert", 3, 5, true, call_convert, s};
	struct slice name = {"", 0};

	*from_input = false;
	if (shared_need_env(s, e) < 0 || expr_function_add(s->env, &f, e) < 0)
		return -1;
	if (!n)
		return 0;
	if (ydoc_text(n, &name, e) < 0)
		return -1;
	*from_input = slice_is(name, "input");
	return *from_input ? 0 : take_table(s, n, e);
}

int
converting_take(struct shared *s, struct slice line, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct slice texts[5];
	struct record r;
	unsigned i;
	int rc;

	rc = recin_parse(&r, line, JSON_AT("<input>", 1), &a, e);
	for (i = 0; rc == 0 && i < COUNT_OF(texts); i++)
		texts[i] = record_text(&r, i);
	if (rc == 0 && !r.change)
		rc = add_row(s, texts, e);
	arena_release(&a);
	return rc;
}
