/* schema_tables.c - made by schema_gen from schemas/v1; not to be edited. */
#include "model/schema.h"

static const struct schema_member box_members[] = {
	{SLICE_INIT("box"),
	    SLICE_INIT(",\"box\":"),
	    MEMBER_TEXT, true, false},
};
_Static_assert(COUNT_OF(box_members) <= SCHEMA_MEMBERS_MOST,
    "SCHEMA_MEMBERS_MOST is too small");

static const struct schema_member part_members[] = {
	{SLICE_INIT("plant"),
	    SLICE_INIT(",\"plant\":"),
	    MEMBER_TEXT, true, false},
	{SLICE_INIT("part"),
	    SLICE_INIT(",\"part\":"),
	    MEMBER_TEXT, true, true},
	{SLICE_INIT("at"),
	    SLICE_INIT(",\"at\":"),
	    MEMBER_TIME, false, false},
	{SLICE_INIT("from"),
	    SLICE_INIT(",\"from\":"),
	    MEMBER_DATE, false, false},
	{SLICE_INIT("spare"),
	    SLICE_INIT(",\"spare\":"),
	    MEMBER_FLAG, false, false},
	{SLICE_INIT("names"),
	    SLICE_INIT(",\"names\":"),
	    MEMBER_SET, false, false},
	{SLICE_INIT("count"),
	    SLICE_INIT(",\"count\":"),
	    MEMBER_NUMBER, false, false},
	{SLICE_INIT("note"),
	    SLICE_INIT(",\"note\":"),
	    MEMBER_TEXT, false, false},
};
_Static_assert(COUNT_OF(part_members) <= SCHEMA_MEMBERS_MOST,
    "SCHEMA_MEMBERS_MOST is too small");

const struct schema_type schema_types[] = {
	[TYPE_BOX] = {SLICE_INIT("box"),
	    SLICE_INIT("{\"type\":\"box\""), 1, 1,
	    box_members},
	[TYPE_PART] = {SLICE_INIT("part"),
	    SLICE_INIT("{\"type\":\"part\""), 2, 8,
	    part_members},
};
