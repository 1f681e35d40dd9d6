/* enriching.c - a table's key out of a record, a row's cells into it. */
#include "transform/enriching.h"

const char *const enriching_keys[] = {"default", "key", "many", "name",
    "none", "set", "table", "type", "when", "where", NULL};

#define KEYS_MOST 32

/* key: {COLUMN: MEMBER, ...}, each column of the table's key once. */
static int
read_key(struct enriching *x, enum record_type type,
    const struct ydoc_node *n, struct arena *a, struct err *e)
{
	const struct ydoc_node *child;
	unsigned i;

	if (!n || ydoc_check_map(n, e) < 0)
		return -1;
	if (x->table->key_count > KEYS_MOST)
		return ydoc_error(n, e, "the table's key has more than %d "
		    "columns", KEYS_MOST);
	x->keys = arena_alloc(a, x->table->key_count * sizeof(*x->keys));
	for (i = 0; i < x->table->key_count; i++) {
		child = ydoc_get(n, x->table->columns[i]);
		if (!child)
			return ydoc_error(n, e, "the table's key column "
			    "\"%s\" is missing", x->table->columns[i]);
		if (slotin_one(&x->keys[i], type, child, false, e) < 0)
			return -1;
	}
	for (child = n->first; child; child = child->next) {
		int at = lookup_column(x->table, child->key);

		if (at < 0 || (unsigned)at >= x->table->key_count)
			return ydoc_error_key(child, e, "\"%.*s\" is no column "
			    "of the table's key", SLICE_ARGS(child->key));
	}
	return 0;
}

/* set: {MEMBER: COLUMN, ...} */
static int
read_fills(struct enriching *x, enum record_type type,
    const struct ydoc_node *n, struct arena *a, struct err *e)
{
	const struct ydoc_node *child;

	if (!n || ydoc_check_map(n, e) < 0)
		return -1;
	x->fills = arena_alloc(a, (n->count + 1) * sizeof(*x->fills));
	for (child = n->first; child; child = child->next) {
		struct enriching_fill *f = &x->fills[x->count++];

		f->has_otherwise = false;
		if (slotin_one(&f->to, type, child, true, e) < 0 ||
		    shared_column(&f->column, x->table, child, e) < 0)
			return -1;
	}
	return x->count ? 0 : ydoc_error(n, e, "is empty");
}

static struct enriching_fill *
fill_of(struct enriching *x, const struct slot *to)
{
	size_t i;

	for (i = 0; i < x->count; i++)
		if (x->fills[i].to.member == to->member &&
		    slice_equal(x->fills[i].to.attr, to->attr))
			return &x->fills[i];
	return NULL;
}

/* default: {MEMBER: TEXT, ...} for members that are set. */
static int
read_default(struct enriching *x, enum record_type type,
    const struct ydoc_node *n, struct arena *a, struct err *e)
{
	const struct ydoc_node *child;

	if (ydoc_check_map(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next) {
		struct enriching_fill *f;
		struct slice text = {"", 0};
		struct slot to;
		const char *why;

		if (slotin_one(&to, type, child, true, e) < 0 ||
		    ydoc_text(child, &text, e) < 0)
			return -1;
		f = fill_of(x, &to);
		if (!f)
			return ydoc_error_key(child, e, "%.*s: is not among "
			    "what is set", SLICE_ARGS(child->key));
		why = slot_fit(&f->otherwise, &to, type, text, a);
		if (why)
			return ydoc_error(child, e, "%.*s: \"%.*s\" %s",
			    SLICE_ARGS(child->key), SLICE_ARGS(text), why);
		f->has_otherwise = true;
	}
	return 0;
}

static int
read_answers(struct enriching *x, enum record_type type,
    const struct ydoc_node *n, struct arena *a, struct err *e)
{
	static const char *const nones[] = {"reject", "hold", "absent",
	    "keep", "default", NULL};
	static const char *const manies[] = {"reject", "hold", "first", NULL};
	const struct ydoc_node *many = ydoc_get(n, "many");
	const struct ydoc_node *otherwise = ydoc_get(n, "default");
	int none = ENRICHING_NONE_REJECT, several = ENRICHING_MANY_REJECT;

	if (otherwise)
		none = ENRICHING_NONE_DEFAULT;
	if (ydoc_choice(ydoc_get(n, "none"), nones, &none, e) < 0 ||
	    ydoc_choice(many, manies, &several, e) < 0)
		return -1;
	x->none = (enum enriching_none)none;     /* words in its order */
	x->many = (enum enriching_many)several;
	if (many && !x->table->many)
		return ydoc_error_key(many, e, "many: in the table \"%s\" each "
		    "key stands once (order, there, allows more)",
		    x->table->name);
	if (!otherwise != (x->none != ENRICHING_NONE_DEFAULT))
		return ydoc_error(n, e, "none: default and default: belong "
		    "together");
	return otherwise ? read_default(x, type, otherwise, a, e) : 0;
}

const struct enriching *
enriching_read(struct shared *s, enum record_type type,
    const struct ydoc_node *n, struct err *e)
{
	struct enriching *x = arena_alloc(&s->arena, sizeof(*x));
	const struct ydoc_node *table = ydoc_need(n, "table", e);

	memset(x, 0, sizeof(*x));
	x->table = table ? shared_table(s, table, e) : NULL;
	if (!x->table || read_key(x, type, ydoc_need(n, "key", e), &s->arena,
	    e) < 0 || read_fills(x, type, ydoc_need(n, "set", e), &s->arena,
	    e) < 0 || read_answers(x, type, n, &s->arena, e) < 0)
		return NULL;
	return x;
}

int
enriching_find(struct enriching_found *f, const struct enriching *x,
    const struct record *r, unsigned lane, struct err *e)
{
	struct slice keys[KEYS_MOST];
	const struct slice *rows = NULL;
	unsigned i;
	int count;

	*f = (struct enriching_found){NULL, NULL, false};
	for (i = 0; i < x->table->key_count; i++)
		if (!slot_text(&keys[i], slot_get(&x->keys[i], r)))
			keys[i] = SLICE("");
	count = lookup_find(x->table, lane, keys, &rows, e);
	if (count < 0)
		return -1;
	if (!count) {
		f->held = x->none == ENRICHING_NONE_HOLD;
		if (f->held || x->none == ENRICHING_NONE_REJECT)
			f->refused = "no row fits";
		return 0;
	}
	f->row = rows;
	if (count > 1 && x->many != ENRICHING_MANY_FIRST) {
		f->held = x->many == ENRICHING_MANY_HOLD;
		f->refused = "several rows fit";
	}
	return 0;
}
