/*
 * muster.c - three steps, each out of one sort into the next.
 *
 *	gathered  LINE 0x01             in key order: change_item, change_order,
 *	                                item, plant_item
 *	roll      ITEM NUL PLANT NUL    'H': it is there; 'W' NUMBER NUL IMPACT:
 *	                                a demand wants it
 *	missing   the 'W' of a place that has no 'H'
 */
#include "reconcile/muster.h"

#include "io/zio.h"
#include "model/recin.h"

#define MARK '\001'

void
muster_init(struct muster *m, const struct demands *demands, bool places)
{
	size_t i;
	int part;

	memset(m, 0, sizeof(*m));
	m->demands = demands;
	m->places = m->orders = (struct map)MAP_INIT;
	m->texts = m->arena = (struct arena)ARENA_INIT;
	buf_init(&m->line, (size_t)ZIO_LINE_MOST * 2);
	for (part = 0; part < 3 && demands->count; part++) {
		m->parts[part].lines = sort_new(SORT_MEMORY_LEAST);
		m->parts[part].places = places;
		buf_init(&m->parts[part].line, (size_t)ZIO_LINE_MOST + 2);
		for (i = 0; i < demands->count; i++)
			m->parts[part].orders |= demands->list[i].from ==
			    DEMAND_CHANGE_ORDERS;
	}
}

void
muster_release(struct muster *m)
{
	int part;

	for (part = 0; part < 3; part++) {
		sort_free(m->parts[part].lines);
		buf_release(&m->parts[part].line);
	}
	sort_free(m->missing);
	map_release(&m->places);
	map_release(&m->orders);
	mem_free(m->list);
	mem_free(m->plants);
	arena_release(&m->texts);
	arena_release(&m->arena);
	buf_release(&m->line);
	memset(m, 0, sizeof(*m));
}

/* --- gathering --- */

void
muster_part_clear(struct muster_part *part)
{
	if (part->lines)
		sort_clear(part->lines);
	err_clear(&part->problem);
}

void
muster_part_put(struct muster_part *part, enum record_type type,
    struct slice line, unsigned sides)
{
	if (!part->lines || part->problem.kind)
		return;
	if (type == TYPE_CHANGE_ITEM || type == TYPE_CHANGE_ORDER) {
		if (!part->orders)
			return;
		sides &= MUSTER_PLM;
	} else if (type == TYPE_ITEM) {
		sides &= MUSTER_PLM;
	} else if (type == TYPE_PLANT_ITEM) {
		sides &= part->places ? MUSTER_PLM | MUSTER_ERP : MUSTER_ERP;
	} else {
		return;
	}
	if (!sides)
		return;
	buf_clear(&part->line);
	buf_add_slice(&part->line, line);
	buf_add_byte(&part->line, MARK);
	/* what goes wrong here is told when all is called */
	if (sort_put(part->lines, buf_slice(&part->line), &part->problem) < 0)
		return;
}

/* --- change orders --- */

static void
note_place(struct muster *m, const struct record *r)
{
	uint64_t *last = map_put(&m->places, record_text(r, CHANGE_ITEM_ITEM),
	    NULL);

	if (m->count == m->size) {
		m->size = mem_next_size(m->size, m->count + 1);
		m->list = mem_grow(m->list, m->size, sizeof(*m->list));
	}
	m->list[m->count++] = (struct muster_place){
	    slice_copy(record_text(r, CHANGE_ITEM_CHANGE_ORDER), &m->texts),
	    slice_copy(record_text(r, CHANGE_ITEM_PLANT), &m->texts), *last};
	*last = m->count;
}

/* What was canceled brings nothing into a plant. */
static void
note_order(struct muster *m, const struct record *r)
{
	uint64_t *at = map_put(&m->orders,
	    record_text(r, CHANGE_ORDER_CHANGE_ORDER), NULL);
	const struct value *from = &r->values[CHANGE_ORDER_PLANTS];
	struct slice *list;
	size_t i;

	if (slice_is(record_text(r, CHANGE_ORDER_LIFECYCLE), "canceled"))
		return;
	if (m->order_count == m->order_size) {
		m->order_size = mem_next_size(m->order_size,
		    m->order_count + 1);
		m->plants = mem_grow(m->plants, m->order_size,
		    sizeof(*m->plants));
	}
	list = arena_alloc(&m->texts, (from->count + 1) * sizeof(*list));
	for (i = 0; from->kind == VALUE_SET && i < from->count; i++)
		list[i] = slice_copy(from->set[i], &m->texts);
	m->plants[m->order_count++] = (struct value){VALUE_SET, SLICE(""),
	    list, i};
	*at = m->order_count;
}

/* --- the roll --- */

struct roll {
	struct muster *m;
	const struct pairing *pair;
	struct sort *sort;
};

static void
begin_entry(struct roll *r, struct slice item, struct slice plant)
{
	buf_clear(&r->m->line);
	buf_add_slice(&r->m->line, item);
	buf_add_byte(&r->m->line, '\0');
	buf_add_slice(&r->m->line, plant);
	buf_add_byte(&r->m->line, '\0');
}

struct wish {
	struct slice item, impact;
	size_t number; /* of the demand */
};

static int
want(struct roll *r, const struct wish *w, struct slice plant, struct err *e)
{
	begin_entry(r, w->item, plant);
	buf_printf(&r->m->line, "W%08zx", w->number);
	buf_add_slice(&r->m->line, w->impact);
	return sort_put(r->sort, buf_slice(&r->m->line), e);
}

/* The plants of the change orders that affect an item. */
static int
want_by_orders(struct roll *r, const struct wish *w, struct err *e)
{
	const struct muster *m = r->m;
	const uint64_t *at = map_find(&m->places, w->item), *order;
	uint64_t next = at ? *at : 0;
	size_t i;

	for (; next; next = m->list[next - 1].earlier) {
		const struct muster_place *p = &m->list[next - 1];

		order = map_find(&m->orders, p->order);
		if (order && !*order)
			continue;
		if (p->plant.len && want(r, w, p->plant, e) < 0)
			return -1;
		/* without a plant of its own: in those of the order */
		for (i = 0; !p->plant.len && order &&
		    i < m->plants[*order - 1].count; i++)
			if (want(r, w, m->plants[*order - 1].set[i], e) < 0)
				return -1;
	}
	return 0;
}

static int
want_in(struct roll *r, const struct wish *w, const struct demand *d,
    struct err *e)
{
	const struct value *scope = &r->pair->right.in.head.scope.plants;
	size_t i;

	switch (d->from) {
	case DEMAND_CHANGE_ORDERS:
		return want_by_orders(r, w, e);
	case DEMAND_SCOPE:
		for (i = 0; i < scope->count; i++)
			if (scope->set[i].len &&
			    want(r, w, scope->set[i], e) < 0)
				return -1;
		return 0;
	case DEMAND_LIST:
		for (i = 0; i < d->plants.count; i++)
			if (want(r, w, d->plants.at[i], e) < 0)
				return -1;
		return 0;
	}
	BUG("a demand without plants");
}

static int
take_item(struct roll *r, const struct record *item, struct err *e)
{
	const struct demands *all = r->m->demands;
	struct wish w = {.item = record_text(item, ITEM_ITEM)};
	bool holds;

	for (w.number = 0; w.number < all->count; w.number++) {
		const struct demand *d = &all->list[w.number];

		if (demand_holds(d, item, &holds, e) < 0)
			return -1;
		if (holds && (duty_impact(&d->duty, item, &w.impact, e) < 0 ||
		    want_in(r, &w, d, e) < 0))
			return -1;
	}
	return 0;
}

static int
take_line(struct roll *r, struct slice line, struct err *e)
{
	struct record record;

	line.len--; /* the mark */
	arena_reset(&r->m->arena);
	if (recin_parse(&record, line, JSON_AT(r->pair->left.in.name, 0),
	    &r->m->arena, e) < 0)
		return -1;
	if (record.type == TYPE_CHANGE_ITEM) {
		note_place(r->m, &record);
	} else if (record.type == TYPE_CHANGE_ORDER) {
		note_order(r->m, &record);
	} else if (record.type == TYPE_ITEM) {
		return take_item(r, &record, e);
	} else {
		begin_entry(r, record_text(&record, PLANT_ITEM_ITEM),
		    record_text(&record, PLANT_ITEM_PLANT));
		buf_add_byte(&r->m->line, 'H');
		return sort_put(r->sort, buf_slice(&r->m->line), e);
	}
	return 0;
}

/*
 * Key order puts change orders before items, and each part is in key order:
 * so type by type is enough, and no part need wait for another one.
 */
static int
take_parts(struct roll *r, struct err *e)
{
	struct slice lines[3];
	int got[3], i, least;

	for (i = 0; i < 3; i++) {
		struct muster_part *p = &r->m->parts[i];

		if (p->problem.kind)
			return err_set(e, p->problem.kind, "%s",
			    p->problem.text);
		if (sort_finish(p->lines, e) < 0)
			return -1;
		got[i] = sort_next(p->lines, &lines[i], e);
		if (got[i] < 0)
			return -1;
	}
	for (;;) {
		for (least = -1, i = 0; i < 3; i++)
			if (got[i] && (least < 0 ||
			    slice_compare(lines[i], lines[least]) < 0))
				least = i;
		if (least < 0)
			return 0;
		if (take_line(r, lines[least], e) < 0)
			return -1;
		got[least] = sort_next(r->m->parts[least].lines,
		    &lines[least], e);
		if (got[least] < 0)
			return -1;
	}
}

/* --- who is missing --- */

/* Length of an entry's item and plant, with their NULs. */
static size_t
place_length(struct slice entry)
{
	size_t item = strnlen(entry.at, entry.len) + 1;

	return item + strnlen(entry.at + item, entry.len - item) + 1;
}

/* 'H' is below 'W': who is there comes first. */
static int
find_missing(struct roll *r, struct err *e)
{
	struct buf last = BUF_INIT((size_t)ZIO_LINE_MOST * 2);
	struct slice entry;
	int got;

	r->m->missing = sort_new(SORT_MEMORY_LEAST);
	while ((got = sort_next(r->sort, &entry, e)) > 0) {
		struct slice place = slice_from(entry.at, place_length(entry));

		/* of several demands the first one counts */
		if (slice_equal(place, buf_slice(&last)))
			continue;
		buf_clear(&last);
		buf_add_slice(&last, place);
		if (entry.at[place.len] == 'W' &&
		    sort_put(r->m->missing, entry, e) < 0) {
			got = -1;
			break;
		}
	}
	buf_release(&last);
	return got < 0 ? -1 : sort_finish(r->m->missing, e);
}

static int
check_scope(const struct muster *m, const struct pairing *pair, struct err *e)
{
	size_t i;

	for (i = 0; i < m->demands->count; i++)
		if (m->demands->list[i].from == DEMAND_SCOPE &&
		    !pair->right.in.head.scope.limits_plants)
			return err_set(e, ERR_USAGE, "%s: its scope names no "
			    "plants, from which the policy's `exists` would "
			    "take them", pair->right.in.name);
	return 0;
}

int
muster_call(struct muster *m, const struct pairing *pair, struct err *e)
{
	struct roll r = {m, pair, NULL};
	int rc;

	if (!m->demands->count)
		return 0;
	if (check_scope(m, pair, e) < 0)
		return -1;
	r.sort = sort_new(SORT_MEMORY_LEAST);
	rc = take_parts(&r, e) < 0 || sort_finish(r.sort, e) < 0 ||
	    find_missing(&r, e) < 0 ? -1 : 0;
	sort_free(r.sort);
	return rc;
}

int
muster_next(struct muster *m, struct muster_missing *one, struct err *e)
{
	struct slice entry;
	int got = m->missing ? sort_next(m->missing, &entry, e) : 0;
	unsigned i;
	size_t number = 0;

	if (got <= 0)
		return got;
	one->item = slice_from(entry.at, strnlen(entry.at, entry.len));
	entry.at += one->item.len + 1;
	entry.len -= one->item.len + 1;
	one->plant = slice_from(entry.at, strnlen(entry.at, entry.len));
	entry.at += one->plant.len + 2;
	entry.len -= one->plant.len + 2;
	for (i = 0; i < 8; i++)
		number = number * 16 + (size_t)(entry.at[i] <= '9'
		    ? entry.at[i] - '0' : entry.at[i] - 'a' + 10);
	one->demand = &m->demands->list[number];
	one->impact = slice_from(entry.at + 8, entry.len - 8);
	return 1;
}

int
muster_rewind(struct muster *m, struct err *e)
{
	return m->missing ? sort_rewind(m->missing, e) : 0;
}
