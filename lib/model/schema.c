/* schema.c - looking up in the generated tables. */
#include "model/schema.h"

/* 26 names that differ early: a linear search is as fast as a hash. */
bool
schema_find(enum record_type *out, struct slice name)
{
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++)
		if (slice_equal(schema_types[i].name, name)) {
			*out = (enum record_type)i;
			return true;
		}
	return false;
}

const char *
schema_nearest(struct slice name)
{
	const char *names[TYPE_COUNT + 1];
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++)
		names[i] = schema_types[i].name.at;
	names[TYPE_COUNT] = NULL;
	return slice_nearest(name, names);
}

int
schema_member_find(enum record_type type, struct slice name)
{
	const struct schema_type *t = &schema_types[type];
	unsigned i;

	for (i = 0; i < t->member_count; i++)
		if (slice_equal(t->members[i].name, name))
			return (int)i;
	return -1;
}

const char *
schema_member_nearest(enum record_type type, struct slice name)
{
	const struct schema_type *t = &schema_types[type];
	const char *names[SCHEMA_MEMBERS_MOST + 2];
	unsigned i;

	for (i = 0; i < t->member_count; i++)
		names[i] = t->members[i].name.at;
	names[i++] = "attrs";
	names[i] = NULL;
	return slice_nearest(name, names);
}

int
schema_plant(enum record_type type)
{
	return schema_member_find(type, SLICE("plant"));
}

int
schema_usage(enum record_type type)
{
	return schema_member_find(type, SLICE("usage"));
}
