/* gatecheck.c - one function a check. */
#include "transform/gatecheck.h"

#include "base/clock.h"
#include "model/recin.h"

void
gatecheck_init(struct gatecheck *c, struct around *a)
{
	memset(c, 0, sizeof(*c));
	c->around = a;
	if (!clock_date_print(c->today, clock_now().seconds / (24 * 60 * 60)))
		BUG("today is no date");
}

void
gatecheck_release(struct gatecheck *c)
{
	unit_table_release(&c->units);
	map_release(&c->unit_items);
	arena_release(&c->arena);
	memset(c, 0, sizeof(*c));
}

bool
gatecheck_holds_on(struct slice from, struct slice to, struct slice day)
{
	return (!from.len || slice_compare(from, day) <= 0) &&
	    (!to.len || slice_compare(day, to) < 0);
}

static struct key
key_of(enum record_type type, struct slice first, struct slice second)
{
	return (struct key){.type = type,
	    .count = schema_types[type].key_count, .parts = {first, second}};
}

/* The item record: 1, 0, -1. */
static int
get_item(struct gatecheck *c, struct slice item, struct record *r,
    struct err *e)
{
	struct key k = key_of(TYPE_ITEM, item, SLICE(""));

	return around_get(c->around, &k, r, &c->arena, e);
}

static bool
in_texts(const struct ydoc_texts *t, struct slice text)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (slice_equal(t->at[i], text))
			return true;
	return false;
}

/* What a line or a substitute calls for. */
static struct slice
component_of(const struct record *r)
{
	return record_text(r, r->type == TYPE_SUBSTITUTE
	    ? (unsigned)SUBSTITUTE_SUBSTITUTE
	    : (unsigned)BOM_LINE_COMPONENT);
}

/* --- structure --- */

/* 1: nowhere; 0: somewhere, or withheld; -1. */
static int
missing(struct gatecheck *c, const struct key *k, struct err *e)
{
	enum around_where where;

	if (around_where(c->around, k, &where, e) < 0)
		return -1;
	return where == AROUND_NOWHERE;
}

static int
check_orphan(struct gatecheck *c, const struct record *r, struct buf *found,
    struct err *e)
{
	struct slice parent = record_text(r, BOM_PARENT);
	struct key k = key_of(TYPE_ITEM, parent, SLICE(""));
	int rc = missing(c, &k, e);

	if (rc > 0)
		buf_printf(found, "there is no item %.*s",
		    SLICE_ARGS(parent));
	return rc;
}

/* Without any plant view in the stream nothing is asked about them. */
static int
check_missing(struct gatecheck *c, const struct record *r, struct buf *found,
    struct err *e)
{
	struct slice component = component_of(r);
	struct slice plant = r->values[schema_plant(r->type)].text;
	struct key k = key_of(TYPE_ITEM, component, SLICE(""));
	int rc = missing(c, &k, e);

	if (rc > 0)
		buf_printf(found, "there is no item %.*s",
		    SLICE_ARGS(component));
	if (rc != 0 || !plant.len ||
	    !around_has_type(c->around, TYPE_PLANT_ITEM))
		return rc;
	k = key_of(TYPE_PLANT_ITEM, component, plant);
	rc = missing(c, &k, e);
	if (rc > 0)
		buf_printf(found, "item %.*s has no view in plant %.*s",
		    SLICE_ARGS(component), SLICE_ARGS(plant));
	return rc;
}

/* --- lifecycle --- */

/* Of the revision that is named, where it says one, else of the item. */
static int
check_lifecycle(struct gatecheck *c, const struct gate *g,
    const struct record *r, struct buf *found, struct err *e)
{
	struct slice component = component_of(r), revision = SLICE("");
	struct slice lifecycle = SLICE("");
	struct record other;
	struct key k;
	int got = 0;

	if (r->type == TYPE_BOM_LINE)
		revision = record_text(r, BOM_LINE_COMPONENT_REVISION);
	k = key_of(TYPE_REVISION, component, revision);
	if (revision.len)
		got = around_get(c->around, &k, &other, &c->arena, e);
	if (got > 0)
		lifecycle = record_text(&other, REVISION_LIFECYCLE);
	if (got >= 0 && !lifecycle.len) {
		revision = SLICE("");
		got = get_item(c, component, &other, e);
		if (got > 0)
			lifecycle = record_text(&other, ITEM_LIFECYCLE);
	}
	if (got < 0 || !lifecycle.len || !in_texts(&g->lifecycles, lifecycle))
		return got < 0 ? -1 : 0;
	buf_printf(found, "%.*s%s%.*s is %.*s", SLICE_ARGS(component),
	    revision.len ? " revision " : "", SLICE_ARGS(revision),
	    SLICE_ARGS(lifecycle));
	return 1;
}

/* --- sourcing --- */

/* For the plant or for all; in force today; not blocked. */
static bool
supplies(const struct gatecheck *c, const struct record *s,
    struct slice plant)
{
	struct slice status = record_text(s, APPROVED_SUPPLIER_STATUS);
	struct slice of = record_text(s, APPROVED_SUPPLIER_PLANT);

	return (!plant.len || !of.len || slice_equal(of, plant)) &&
	    !slice_is(status, "blocked") &&
	    !slice_is(status, "disqualified") &&
	    gatecheck_holds_on(
	    record_text(s, APPROVED_SUPPLIER_EFFECTIVE_FROM),
	    record_text(s, APPROVED_SUPPLIER_EFFECTIVE_TO),
	    slice_of(c->today));
}

static int
check_supplier(struct gatecheck *c, const struct gate *g,
    const struct record *r, struct buf *found, struct err *e)
{
	struct recordindex_cursor at = RECORDINDEX_CURSOR_INIT;
	bool view = r->type == TYPE_PLANT_ITEM;
	struct slice item = r->values[0].text;
	struct slice plant = view ? record_text(r, PLANT_ITEM_PLANT)
	    : SLICE("");
	struct key k = key_of(TYPE_APPROVED_SUPPLIER, item, SLICE(""));
	struct record supplier;
	struct slice line;
	bool any = false;
	int got;

	if (!in_texts(&g->procurement, view
	    ? record_text(r, PLANT_ITEM_PROCUREMENT)
	    : record_text(r, ITEM_MAKE_BUY)))
		return 0;
	around_open(c->around, &at, &k, 1);
	while (!any && (got = recordindex_next(&at, &line, e)) > 0) {
		if (recin_parse(&supplier, line, JSON_AT("<record>", 1),
		    &c->arena, e) < 0) {
			got = -1;
			break;
		}
		any = supplies(c, &supplier, plant);
	}
	recordindex_close(&at);
	if (any || got < 0)
		return any ? 0 : -1;
	buf_printf(found, "%.*s is bought%s%.*s, but has no approved supplier "
	    "in force", SLICE_ARGS(item), view ? " by plant " : "",
	    SLICE_ARGS(plant));
	return 1;
}

/* --- routing --- */

/* Plant "" stands for every one, on both sides. */
static bool
in_plant(struct slice routing, struct slice bom)
{
	return !routing.len || !bom.len || slice_equal(routing, bom);
}

static int
check_no_routing(struct gatecheck *c, const struct record *r,
    struct buf *found, struct err *e)
{
	struct slice parent = record_text(r, BOM_PARENT);
	struct slice plant = record_text(r, BOM_PLANT);
	struct recordindex_cursor at = RECORDINDEX_CURSOR_INIT;
	struct key k = key_of(TYPE_ROUTING, parent, SLICE(""));
	struct key routing;
	struct slice line;
	bool any = false;
	int got;

	if (!plant.len)
		return 0;
	around_open(c->around, &at, &k, 1);
	while (!any && (got = recordindex_next(&at, &line, e)) > 0)
		any = key_parse_prefix(&routing, line, &c->arena) &&
		    in_plant(routing.parts[2], plant);
	recordindex_close(&at);
	if (any || got < 0)
		return any ? 0 : -1;
	buf_printf(found, "%.*s has no routing in plant %.*s",
	    SLICE_ARGS(parent), SLICE_ARGS(plant));
	return 1;
}

/* Any routing of the parent in the plant may have the operation. */
static int
check_operation(struct gatecheck *c, const struct record *r,
    struct buf *found, struct err *e)
{
	struct recordindex_cursor at = RECORDINDEX_CURSOR_INIT;
	struct slice operation = record_text(r, BOM_LINE_OPERATION);
	struct slice plant = record_text(r, BOM_LINE_PLANT);
	struct slice parent = record_text(r, BOM_LINE_PARENT);
	struct slice revision = record_text(r, BOM_LINE_PARENT_REVISION);
	struct key k = key_of(TYPE_OPERATION, parent, SLICE(""));
	struct key o;
	struct slice line;
	bool any = false;
	int got;

	if (!operation.len)
		return 0;
	around_open(c->around, &at, &k, 1);
	while (!any && (got = recordindex_next(&at, &line, e)) > 0)
		any = key_parse_prefix(&o, line, &c->arena) &&
		    slice_equal(o.parts[4], operation) &&
		    in_plant(o.parts[2], plant) && (!o.parts[1].len ||
		    slice_equal(o.parts[1], revision));
	recordindex_close(&at);
	if (any || got < 0)
		return any ? 0 : -1;
	buf_printf(found, "operation %.*s is in no routing of %.*s%s%.*s",
	    SLICE_ARGS(operation), SLICE_ARGS(parent),
	    plant.len ? " in plant " : "", SLICE_ARGS(plant));
	return 1;
}

/* --- units --- */

static int
add_conversion(struct gatecheck *c, struct slice line, struct err *e)
{
	struct unit_conversion u;
	struct err refused = ERR_INIT;
	struct record r;

	if (recin_parse(&r, line, JSON_AT("<record>", 1), &c->arena, e) < 0)
		return -1;
	u.item = record_text(&r, UOM_CONVERSION_ITEM);
	u.from = record_text(&r, UOM_CONVERSION_FROM_UOM);
	u.to = record_text(&r, UOM_CONVERSION_TO_UOM);
	if (!record_number(&u.numerator, &r, UOM_CONVERSION_NUMERATOR) ||
	    !record_number(&u.denominator, &r, UOM_CONVERSION_DENOMINATOR))
		return 0;
	/* one that makes no sense converts nothing */
	if (unit_table_add(&c->units, &u, &refused) < 0)
		err_clear(&refused);
	return 0;
}

static int
load_conversions(struct gatecheck *c, struct slice item, struct err *e)
{
	struct recordindex_cursor at = RECORDINDEX_CURSOR_INIT;
	struct key k = key_of(TYPE_UOM_CONVERSION, item, SLICE(""));
	struct slice line;
	bool added;
	int got;

	map_put(&c->unit_items, item, &added);
	if (!added)
		return 0;
	around_open(c->around, &at, &k, 1);
	while ((got = recordindex_next(&at, &line, e)) > 0)
		if (add_conversion(c, line, e) < 0) {
			got = -1;
			break;
		}
	recordindex_close(&at);
	return got;
}

static int
check_uom(struct gatecheck *c, const struct record *r, struct buf *found,
    struct err *e)
{
	struct slice uom = record_text(r, BOM_LINE_UOM), of;
	struct slice component = component_of(r);
	enum unit_answer answer;
	struct factor factor;
	struct record item;
	int got;

	if (!uom.len)
		return 0;
	got = get_item(c, component, &item, e);
	if (got <= 0)
		return got;
	of = record_text(&item, ITEM_UOM);
	if (!of.len) {
		buf_printf(found, "item %.*s has no unit of measure",
		    SLICE_ARGS(component));
		return 1;
	}
	if (load_conversions(c, SLICE(""), e) < 0 ||
	    load_conversions(c, component, e) < 0)
		return -1;
	answer = unit_find(&c->units, component, uom, of, &factor);
	if (answer == UNIT_FOUND)
		return 0;
	buf_printf(found, "%.*s: %.*s to %.*s: %s", SLICE_ARGS(component),
	    SLICE_ARGS(uom), SLICE_ARGS(of), unit_answer_text(answer));
	return 1;
}

/* --- all --- */

bool
gatecheck_by_record(enum gate_check check)
{
	return check == GATE_MISSING_COMPONENT || check == GATE_NO_ROUTING ||
	    check == GATE_NO_SUPPLIER || check == GATE_OBSOLETE_COMPONENT ||
	    check == GATE_ORPHAN || check == GATE_ROUTING_CONFLICT ||
	    check == GATE_UNRELEASED_COMPONENT || check == GATE_UOM;
}

int
gatecheck_record(struct gatecheck *c, const struct gate *g,
    const struct record *r, struct buf *found, struct err *e)
{
	arena_reset(&c->arena);
	switch (g->check) {
	case GATE_MISSING_COMPONENT:
		return check_missing(c, r, found, e);
	case GATE_NO_ROUTING:
		return check_no_routing(c, r, found, e);
	case GATE_NO_SUPPLIER:
		return check_supplier(c, g, r, found, e);
	case GATE_OBSOLETE_COMPONENT:
	case GATE_UNRELEASED_COMPONENT:
		return check_lifecycle(c, g, r, found, e);
	case GATE_ORPHAN:
		return check_orphan(c, r, found, e);
	case GATE_ROUTING_CONFLICT:
		return check_operation(c, r, found, e);
	case GATE_UOM:
		return check_uom(c, r, found, e);
	case GATE_EXPRESSION:
	case GATE_CYCLE:
	case GATE_DUPLICATE:
	case GATE_GAP:
	case GATE_INVENTORY:
	case GATE_OVERLAP:
	case GATE_CHECKS:
		break;
	}
	BUG("gatecheck_record: no such check");
}
