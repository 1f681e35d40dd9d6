/* othername.c - the words of other systems first, then the nearest spelling. */
#include "extract/othername.h"

static const struct {
	const char *name, *member;
} others[] = {
	{"unit", "uom"}, {"units", "uom"}, {"unit_of_measure", "uom"},
	{"um", "uom"}, {"qty", "quantity"}, {"amount", "quantity"},
	{"count", "quantity"}, {"description", "name"}, {"title", "name"},
	{"part", "item"}, {"number", "item"}, {"part_number", "item"},
	{"material", "item"}, {"id", "item"}, {"child", "component"},
	{"item", "component"}, {"part", "component"},
	{"part_number", "component"}, {"number", "component"},
	{"assembly", "parent"}, {"bom", "parent"}, {"rev", "revision"},
	{"version", "revision"}, {"reference", "refdes"},
	{"references", "refdes"}, {"designator", "refdes"},
	{"designators", "refdes"}, {"weight", "mass"}, {"type", "kind"},
	{"status", "lifecycle"}, {"state", "lifecycle"},
	{"position", "find_number"}, {"pos", "find_number"},
	{"line", "find_number"}, {"vendor", "supplier"},
	{"maker", "manufacturer"}, {"mfr", "manufacturer"},
	{"manufacturer_part", "mpn"}, {"moq", "minimum_quantity"},
	{"scrap", "scrap_percent"}, {"cost", "standard_cost"},
	{"cost", "price"}, {"site", "plant"}, {"from", "effective_from"},
	{"to", "effective_to"}, {"parent", "item"},
};

const char *
othername_of(enum record_type type, struct slice name)
{
	const struct schema_type *t = &schema_types[type];
	size_t i;
	int at;

	for (i = 0; i < COUNT_OF(others); i++) {
		if (!slice_is(name, others[i].name))
			continue;
		at = schema_member_find(type, slice_of(others[i].member));
		if (at >= 0)
			return t->members[at].name.at;
	}
	return schema_member_nearest(type, name);
}

const struct schema_type *
othername_owner(struct slice name)
{
	unsigned type;

	for (type = 0; type < TYPE_COUNT; type++)
		if (type != TYPE_WITHHELD && schema_member_find(
		    (enum record_type)type, name) >= 0)
			return &schema_types[type];
	return NULL;
}
