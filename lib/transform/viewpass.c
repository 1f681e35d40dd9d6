/*
 * viewpass.c - a pass over the lines for one view.
 *
 * What a view withholds stands in one order, of the withheld records, and is
 * found in another, of what they are about; so these lines wait in a sort,
 * and what stands behind them in key order with them.
 */
#include "transform/viewpass.h"

#include "io/sort.h"
#include "model/recin.h"
#include "model/scan.h"
#include "transform/viewscope.h"

enum fate { GIVEN, UNNAMED, ELSEWHERE, REFUSED };

static bool
plant_fits(const struct viewpass *w, const struct record *r,
    const bool *shown)
{
	int plant = schema_plant(r->type);
	const struct value *plants;
	size_t i;

	if (plant >= 0)
		return viewscope_plant(w->rules, w->view,
		    record_text(r, (unsigned)plant));
	if (r->type != TYPE_CHANGE_ORDER || !shown[CHANGE_ORDER_PLANTS])
		return true;
	/* one that names a plant which stays elsewhere */
	plants = &r->values[CHANGE_ORDER_PLANTS];
	for (i = 0; i < plants->count; i++)
		if (viewscope_kept(w->rules, w->view, plants->set[i]))
			return false;
	return true;
}

/* The clearances that this audience lacks for the record. */
static uint64_t
lacks(const struct viewpass *w, const struct record *r, const bool *shown)
{
	return viewcontrol_needs(w->control, r, shown) & ~w->view->cleared;
}

static int
decide(struct viewpass *w, const struct record *r, enum fate *fate,
    uint64_t *lacking, struct err *e)
{
	struct viewrules_records *records = w->view->types[r->type];
	bool holds;

	if (condition_holds(&records->condition, r, &holds, e) < 0)
		return -1;
	*lacking = 0;
	*fate = !holds ? UNNAMED :
	    !plant_fits(w, r, records->shown) ? ELSEWHERE : GIVEN;
	if (*fate != GIVEN)
		return 0;
	*lacking = lacks(w, r, records->shown);
	if (*lacking)
		*fate = REFUSED;
	return 0;
}

/* --- withheld records --- */

static int
put_withheld(struct viewpass *w, const struct key *k, struct slice reason,
    struct err *e)
{
	struct buf text = BUF_INIT(2 * KEY_MOST);
	struct record r;

	key_add_text_without_type(&text, k);
	record_init(&r, TYPE_WITHHELD);
	r.values[WITHHELD_RECORD_TYPE] =
	    value_of_text(schema_types[k->type].name);
	r.values[WITHHELD_RECORD_KEY] = value_of_text(buf_slice(&text));
	r.values[WITHHELD_REASON] = value_of_text(reason);
	buf_clear(&w->line);
	record_add_line(&w->line, &r);
	buf_release(&text);
	return sort_put(w->tail, buf_slice(&w->line), e);
}

/*
 * A BOM that is refused itself stands for its lines: their keys would say
 * more.
 */
static int
withhold_refused(struct viewpass *w, const struct record *r, struct err *e)
{
	struct key k, above;

	record_key(&k, r);
	while (key_above(&above, &k)) {
		struct record top;

		record_init(&top, above.type);
		record_set_key(&top, &above);
		if (!lacks(w, &top, NULL))
			break;
		k = above;
	}
	return put_withheld(w, &k, SLICE("audience"), e);
}

/* The view's types that are unknown where this one is withheld. */
static void
make_unclear(struct viewpass *w, enum record_type type)
{
	unsigned t;

	for (t = 0; t < TYPE_COUNT; t++) {
		struct record r;
		struct key k, above;
		bool more = true;

		record_init(&r, (enum record_type)t);
		for (record_key(&k, &r); more && w->view->types[t];
		    k = above) {
			if (k.type == type)
				w->unclear[t] = true;
			more = key_above(&above, &k);
		}
	}
}

/* The type of the view that a withheld record is about; -1: none. */
static int
type_concerned(const struct viewpass *w, enum record_type type)
{
	if (w->view->types[type])
		return (int)type;
	if (type == TYPE_BOM && w->view->types[TYPE_BOM_LINE])
		return TYPE_BOM_LINE;
	if ((type == TYPE_BOM || type == TYPE_BOM_LINE) &&
	    w->view->types[TYPE_SUBSTITUTE])
		return TYPE_SUBSTITUTE;
	if (type == TYPE_ROUTING && w->view->types[TYPE_OPERATION])
		return TYPE_OPERATION;
	return -1;
}

/* Can be said of a withheld key whether its record would be in the view? */
static bool
judgeable(const struct viewpass *w, enum record_type type,
    enum record_type concerned)
{
	const struct viewrules_records *r = w->view->types[concerned];

	return type == concerned ? r->by_key : !condition_asks(&r->condition);
}

/* As far as the key tells. */
static int
decide_withheld(struct viewpass *w, const struct key *k,
    enum record_type concerned, enum fate *fate, struct err *e)
{
	int plant = schema_plant(k->type);
	uint64_t lacking = 0;
	struct record r;

	*fate = GIVEN;
	record_init(&r, k->type);
	record_set_key(&r, k);
	if (plant >= 0 && !viewscope_plant(w->rules, w->view,
	    k->parts[plant])) {
		*fate = ELSEWHERE;
		return 0;
	}
	if (!judgeable(w, k->type, concerned)) {
		*fate = REFUSED;
		return 0;
	}
	if (k->type == concerned) {
		if (decide(w, &r, fate, &lacking, e) < 0)
			return -1;
	} else {
		lacking = lacks(w, &r, NULL);
	}
	if (*fate == REFUSED || lacking)
		*fate = lacking & w->silent ? REFUSED : GIVEN;
	return 0;
}

/*
 * Of one that cannot be judged, or would tell too much, only this is told:
 * that the view is not complete for its types.
 */
static int
pass_withheld(struct viewpass *w, const struct record *withheld,
    struct err *e)
{
	struct slice reason = record_text(withheld, WITHHELD_REASON);
	enum record_type type;
	enum fate fate = UNNAMED;
	struct key k;
	int concerned;

	if (!schema_find(&type, record_text(withheld, WITHHELD_RECORD_TYPE)) ||
	    key_parse_record_key(&k, type, record_text(withheld,
	    WITHHELD_RECORD_KEY), &w->arena, e) < 0)
		BUG("a withheld record without a key has come through");
	concerned = type_concerned(w, type);
	if (concerned >= 0 && decide_withheld(w, &k,
	    (enum record_type)concerned, &fate, e) < 0)
		return -1;
	w->counts.elsewhere += fate == ELSEWHERE;
	w->counts.unnamed += fate == UNNAMED;
	w->counts.untold += fate == REFUSED;
	w->counts.given += fate == GIVEN;
	if (fate == REFUSED)
		make_unclear(w, type);
	return fate == GIVEN ? put_withheld(w, &k, reason, e) : 0;
}

/* --- records --- */

/* The key, and what the view names. */
static void
cut_record(struct record *to, const struct record *from,
    const struct viewrules_records *records, struct arena *a)
{
	struct key k;
	size_t i;

	record_init(to, from->type);
	record_key(&k, from);
	record_set_key(to, &k);
	for (i = 0; i < records->slot_count; i++)
		slot_put(&records->slots[i], to,
		    *slot_get(&records->slots[i], from), a);
}

static int
give(struct viewpass *w, const struct record *r, struct err *e)
{
	struct record cut;

	cut_record(&cut, r, w->view->types[r->type], &w->arena);
	if (r->type < TYPE_WITHHELD)
		return stream_out_record(w->out, &cut, e);
	buf_clear(&w->line);
	record_add_line(&w->line, &cut);
	return sort_put(w->tail, buf_slice(&w->line), e);
}

static int
take_record(struct viewpass *w, const struct record *r, struct err *e)
{
	uint64_t lacking;
	enum fate fate;

	if (decide(w, r, &fate, &lacking, e) < 0)
		return -1;
	w->counts.unnamed += fate == UNNAMED;
	w->counts.elsewhere += fate == ELSEWHERE;
	w->counts.refused += fate == REFUSED;
	w->counts.given += fate == GIVEN;
	if (fate == GIVEN)
		return give(w, r, e);
	if (fate == REFUSED && !(lacking & w->silent))
		return withhold_refused(w, r, e);
	return 0;
}

static int
take_type(struct viewpass *w, enum record_type type, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	int got;

	spool_cursor_open(&c, w->in, type, type);
	while ((got = spool_cursor_next(&c, &line, e)) > 0) {
		struct record r;

		arena_reset(&w->arena);
		w->counts.taken++;
		if (!w->view->types[type] && type != TYPE_WITHHELD) {
			w->counts.unnamed++;
			continue;
		}
		if (recin_parse(&r, line.text, JSON_AT(w->in->in.name, 1),
		    &w->arena, e) < 0 || (type == TYPE_WITHHELD
		    ? pass_withheld(w, &r, e) : take_record(w, &r, e)) < 0) {
			got = -1;
			break;
		}
	}
	spool_cursor_close(&c);
	return got;
}

/* --- the whole view --- */


/* What is refused without a word must never read as removed. */
static void
find_unclear(struct viewpass *w)
{
	size_t i;
	unsigned t;

	for (i = 0; i < w->rules->clearance_count; i++)
		if (w->rules->clearances[i].silent)
			w->silent |= (uint64_t)1 << i;
	w->silent &= ~w->view->cleared;
	for (t = 0; t < TYPE_COUNT; t++)
		w->unclear[t] = w->view->types[t] &&
		    (viewcontrol_may_need(w->control, (enum record_type)t,
		    w->view->types[t]->shown) & w->silent);
}

static int
write_head(struct viewpass *w, const struct head *head, bool bare,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct head h;
	int rc;

	viewscope_head(&h, head, bare, &a);
	viewscope_apply(&h.scope, w->rules, w->view, w->unclear, &a);
	rc = stream_out_head(w->out, &h, e);
	arena_release(&a);
	return rc;
}

/* One that was withheld already, and is refused too, stands twice. */
static int
write_tail(struct viewpass *w, struct err *e)
{
	struct buf last = BUF_INIT(2 * KEY_MOST);
	struct slice line;
	int got;

	if (sort_finish(w->tail, e) < 0)
		return -1;
	while ((got = sort_next(w->tail, &line, e)) > 0) {
		struct scan found;
		struct slice key;

		if (!scan_key(&found, line))
			BUG("a view made a line without a key");
		key = slice_from(line.at, found.key_length);
		if (slice_equal(key, buf_slice(&last)))
			continue;
		buf_clear(&last);
		buf_add_slice(&last, key);
		got = stream_out_line(w->out, line, found.type, e);
		if (got < 0)
			break;
	}
	buf_release(&last);
	return got;
}

static int
write_view(struct viewpass *w, const struct head *head, bool bare,
    struct err *e)
{
	unsigned t;

	find_unclear(w);
	if (take_type(w, TYPE_WITHHELD, e) < 0 ||
	    write_head(w, head, bare, e) < 0)
		return -1;
	for (t = 0; t < TYPE_COUNT; t++)
		if (t != TYPE_WITHHELD &&
		    take_type(w, (enum record_type)t, e) < 0)
			return -1;
	return write_tail(w, e);
}

int
viewpass_run(struct viewpass *w, const struct head *head, bool bare,
    struct err *e)
{
	int rc;

	w->arena = (struct arena)ARENA_INIT;
	buf_init(&w->line, ZIO_LINE_MOST);
	w->tail = sort_new(SORT_MEMORY_LEAST);
	rc = write_view(w, head, bare, e);
	sort_free(w->tail);
	arena_release(&w->arena);
	buf_release(&w->line);
	return rc;
}
