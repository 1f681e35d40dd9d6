/*
 * othername.h - what people call the members of records.
 */
#ifndef EXTRACT_OTHERNAME_H
#define EXTRACT_OTHERNAME_H

#include "model/schema.h"

/*
 * For a name that is no member of the type: the member that is likely meant,
 * or NULL; a constant.
 */
const char *othername_of(enum record_type type, struct slice name);

/* The first type of which it is a member, or NULL. */
const struct schema_type *othername_owner(struct slice name);

#endif
