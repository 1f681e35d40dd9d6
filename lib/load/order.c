/*
 * order.c - the order as a list, the references as a table.
 *
 * The list is written down instead of being computed: it is short, people
 * want to look it up, and order_test.c holds it against the table.
 */
#include "load/order.h"

const enum record_type order_types[ORDER_COUNT] = {
    TYPE_CHANGE_ORDER,
    TYPE_SUPPLIER,
    TYPE_MANUFACTURER,
    TYPE_DOCUMENT,
    TYPE_WORK_CENTER,
    TYPE_ITEM,
    TYPE_UOM_CONVERSION,
    TYPE_REVISION,
    TYPE_PLANT_ITEM,
    TYPE_ALTERNATE,
    TYPE_DOCUMENT_LINK,
    TYPE_APPROVED_MANUFACTURER,
    TYPE_APPROVED_SUPPLIER,
    TYPE_CHANGE_ITEM,
    TYPE_QUALITY_HOLD,
    TYPE_INSPECTION,
    TYPE_ROUTING,
    TYPE_OPERATION,
    TYPE_BOM,
    TYPE_BOM_LINE,
    TYPE_SUBSTITUTE,
    TYPE_PRODUCTION_VERSION,
};

bool
order_sendable(enum record_type type)
{
	unsigned i;

	for (i = 0; i < ORDER_COUNT; i++)
		if (order_types[i] == type)
			return true;
	return false;
}

bool
order_part(enum record_type root, enum record_type part)
{
	const struct schema_type *a = &schema_types[root];
	const struct schema_type *b = &schema_types[part];
	unsigned i;

	if (!order_sendable(part) || b->key_count <= a->key_count)
		return false;
	for (i = 0; i < a->key_count; i++)
		if (!slice_equal(a->members[i].name, b->members[i].name))
			return false;
	return true;
}

/* A record of type `from` names one of type `to` by these members. */
static const struct {
	enum record_type from, to;
	unsigned count;
	unsigned members[KEY_PARTS_MOST];
} references[] = {
    {TYPE_UOM_CONVERSION, TYPE_ITEM, 1, {UOM_CONVERSION_ITEM}},
    {TYPE_REVISION, TYPE_ITEM, 1, {REVISION_ITEM}},
    {TYPE_PLANT_ITEM, TYPE_ITEM, 1, {PLANT_ITEM_ITEM}},
    {TYPE_ALTERNATE, TYPE_ITEM, 1, {ALTERNATE_ITEM}},
    {TYPE_ALTERNATE, TYPE_ITEM, 1, {ALTERNATE_ALTERNATE}},
    {TYPE_DOCUMENT_LINK, TYPE_ITEM, 1, {DOCUMENT_LINK_ITEM}},
    {TYPE_DOCUMENT_LINK, TYPE_DOCUMENT, 2,
	{DOCUMENT_LINK_DOCUMENT, DOCUMENT_LINK_DOCUMENT_REVISION}},
    {TYPE_APPROVED_MANUFACTURER, TYPE_ITEM, 1, {APPROVED_MANUFACTURER_ITEM}},
    {TYPE_APPROVED_MANUFACTURER, TYPE_MANUFACTURER, 1,
	{APPROVED_MANUFACTURER_MANUFACTURER}},
    {TYPE_APPROVED_SUPPLIER, TYPE_ITEM, 1, {APPROVED_SUPPLIER_ITEM}},
    {TYPE_APPROVED_SUPPLIER, TYPE_SUPPLIER, 1, {APPROVED_SUPPLIER_SUPPLIER}},
    {TYPE_CHANGE_ITEM, TYPE_CHANGE_ORDER, 1, {CHANGE_ITEM_CHANGE_ORDER}},
    {TYPE_CHANGE_ITEM, TYPE_ITEM, 1, {CHANGE_ITEM_ITEM}},
    {TYPE_QUALITY_HOLD, TYPE_ITEM, 1, {QUALITY_HOLD_ITEM}},
    {TYPE_INSPECTION, TYPE_ITEM, 1, {INSPECTION_ITEM}},
    {TYPE_ROUTING, TYPE_ITEM, 1, {ROUTING_ITEM}},
    {TYPE_OPERATION, TYPE_ITEM, 1, {OPERATION_ITEM}},
    {TYPE_OPERATION, TYPE_ROUTING, 4,
	{OPERATION_ITEM, OPERATION_REVISION, OPERATION_PLANT,
	    OPERATION_ALTERNATIVE}},
    {TYPE_OPERATION, TYPE_WORK_CENTER, 2,
	{OPERATION_PLANT, OPERATION_WORK_CENTER}},
    {TYPE_OPERATION, TYPE_SUPPLIER, 1, {OPERATION_SUPPLIER}},
    {TYPE_BOM, TYPE_ITEM, 1, {BOM_PARENT}},
    {TYPE_BOM, TYPE_REVISION, 2, {BOM_PARENT, BOM_PARENT_REVISION}},
    {TYPE_BOM_LINE, TYPE_ITEM, 1, {BOM_LINE_PARENT}},
    {TYPE_BOM_LINE, TYPE_ITEM, 1, {BOM_LINE_COMPONENT}},
    {TYPE_BOM_LINE, TYPE_REVISION, 2,
	{BOM_LINE_COMPONENT, BOM_LINE_COMPONENT_REVISION}},
    {TYPE_BOM_LINE, TYPE_BOM, 5,
	{BOM_LINE_PARENT, BOM_LINE_PARENT_REVISION, BOM_LINE_PLANT,
	    BOM_LINE_USAGE, BOM_LINE_ALTERNATIVE}},
    {TYPE_SUBSTITUTE, TYPE_ITEM, 1, {SUBSTITUTE_PARENT}},
    {TYPE_SUBSTITUTE, TYPE_ITEM, 1, {SUBSTITUTE_COMPONENT}},
    {TYPE_SUBSTITUTE, TYPE_ITEM, 1, {SUBSTITUTE_SUBSTITUTE}},
    {TYPE_SUBSTITUTE, TYPE_BOM_LINE, 8,
	{SUBSTITUTE_PARENT, SUBSTITUTE_PARENT_REVISION, SUBSTITUTE_PLANT,
	    SUBSTITUTE_USAGE, SUBSTITUTE_ALTERNATIVE, SUBSTITUTE_FIND_NUMBER,
	    SUBSTITUTE_COMPONENT, SUBSTITUTE_OCCURRENCE}},
    {TYPE_PRODUCTION_VERSION, TYPE_ITEM, 1, {PRODUCTION_VERSION_ITEM}},
};

bool
order_reference(struct key *k, const struct record *r, unsigned i)
{
	size_t at;
	unsigned n;

	for (at = 0; at < COUNT_OF(references); at++)
		if (references[at].from == r->type && i-- == 0)
			break;
	if (at == COUNT_OF(references))
		return false;
	k->type = references[at].to;
	k->count = references[at].count;
	for (n = 0; n < k->count; n++)
		k->parts[n] = record_text(r, references[at].members[n]);
	return true;
}
