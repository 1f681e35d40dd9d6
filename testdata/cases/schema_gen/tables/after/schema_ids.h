/* schema_ids.h - made by schema_gen from schemas/v1; not to be edited. */
#ifndef SCHEMA_IDS_H
#define SCHEMA_IDS_H

enum record_type {
	TYPE_BOX,
	TYPE_PART,
};

#define TYPE_COUNT 2

/* Members of box. */
enum {
	BOX_BOX,
};

/* Members of part. */
enum {
	PART_PLANT,
	PART_PART,
	PART_AT,
	PART_FROM,
	PART_SPARE,
	PART_NAMES,
	PART_COUNT,
	PART_NOTE,
};

#endif
