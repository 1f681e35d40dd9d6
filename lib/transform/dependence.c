/* dependence.c - the needs of each type. */
#include "transform/dependence.h"

static void
need(struct dependence *d, enum record_type type, struct slice first,
    struct slice second)
{
	if (!first.len || d->count == DEPENDENCE_MOST)
		return;
	d->keys[d->count++] = (struct key){.type = type,
	    .count = schema_types[type].key_count, .parts = {first, second}};
}

/* An item, its revision and its view in the plant, where they are named. */
static void
need_item(struct dependence *d, struct slice item, struct slice revision,
    struct slice plant)
{
	need(d, TYPE_ITEM, item, SLICE(""));
	if (revision.len)
		need(d, TYPE_REVISION, item, revision);
	if (plant.len)
		need(d, TYPE_PLANT_ITEM, item, plant);
}

static void
need_version(struct dependence *d, const struct record *r)
{
	struct slice item = record_text(r, PRODUCTION_VERSION_ITEM);
	struct slice plant = record_text(r, PRODUCTION_VERSION_PLANT);
	struct key *k;

	need_item(d, item, SLICE(""), plant);
	k = &d->keys[d->count++];
	*k = (struct key){.type = TYPE_BOM, .count = 5, .parts = {item,
	    SLICE(""), plant,
	    record_text(r, PRODUCTION_VERSION_BOM_USAGE),
	    record_text(r, PRODUCTION_VERSION_BOM_ALTERNATIVE)}};
	k = &d->keys[d->count++];
	*k = (struct key){.type = TYPE_ROUTING, .count = 4, .parts = {item,
	    SLICE(""), plant,
	    record_text(r, PRODUCTION_VERSION_ROUTING_ALTERNATIVE)}};
}

bool
dependence_has(enum record_type type)
{
	struct record r;
	struct dependence d;
	unsigned i;

	record_init(&r, type);
	for (i = 0; i < schema_types[type].member_count; i++)
		if (schema_types[type].members[i].kind == MEMBER_TEXT)
			r.values[i] = value_of_text(SLICE("x"));
	dependence_of(&d, &r);
	return d.count > 0;
}

void
dependence_of(struct dependence *d, const struct record *r)
{
	struct key k;

	d->count = 0;
	record_key(&k, r);
	if (r->type == TYPE_BOM || r->type == TYPE_ROUTING) {
		need_item(d, k.parts[0], k.parts[1], k.parts[2]);
	} else if (r->type == TYPE_BOM_LINE) {
		need_item(d, k.parts[0], k.parts[1], k.parts[2]);
		need_item(d, record_text(r, BOM_LINE_COMPONENT),
		    record_text(r, BOM_LINE_COMPONENT_REVISION), k.parts[2]);
	} else if (r->type == TYPE_SUBSTITUTE) {
		need_item(d, record_text(r, SUBSTITUTE_SUBSTITUTE), SLICE(""),
		    k.parts[2]);
	} else if (r->type == TYPE_OPERATION) {
		need_item(d, k.parts[0], k.parts[1], k.parts[2]);
		if (record_text(r, OPERATION_WORK_CENTER).len)
			need(d, TYPE_WORK_CENTER, k.parts[2],
			    record_text(r, OPERATION_WORK_CENTER));
		need(d, TYPE_SUPPLIER, record_text(r, OPERATION_SUPPLIER),
		    SLICE(""));
	} else if (r->type == TYPE_PRODUCTION_VERSION) {
		need_version(d, r);
	} else if (r->type == TYPE_ALTERNATE) {
		need(d, TYPE_ITEM, record_text(r, ALTERNATE_ALTERNATE),
		    SLICE(""));
	} else if (r->type == TYPE_APPROVED_SUPPLIER) {
		need(d, TYPE_SUPPLIER,
		    record_text(r, APPROVED_SUPPLIER_SUPPLIER), SLICE(""));
	} else if (r->type == TYPE_APPROVED_MANUFACTURER) {
		need(d, TYPE_MANUFACTURER,
		    record_text(r, APPROVED_MANUFACTURER_MANUFACTURER),
		    SLICE(""));
	} else if (r->type == TYPE_DOCUMENT_LINK) {
		need(d, TYPE_DOCUMENT, record_text(r, DOCUMENT_LINK_DOCUMENT),
		    record_text(r, DOCUMENT_LINK_DOCUMENT_REVISION));
	}
}
