/*
 * order.h - which record types a target takes, in what order, and which
 * records a record refers to.
 *
 * A record is sent after those that it refers to and removed before them, so
 * that the target's own references never break.
 */
#ifndef LOAD_ORDER_H
#define LOAD_ORDER_H

#include "model/record.h"

/* The types that can be sent; each comes after those it refers to. */
#define ORDER_COUNT 22
extern const enum record_type order_types[ORDER_COUNT];

/* True if records of the type can be sent to a target at all. */
bool order_sendable(enum record_type type);

/* True if a part's key members begin with all of the root's, by name. */
bool order_part(enum record_type root, enum record_type part);

/*
 * The key of the i-th record, from 0, that `r` refers to; its parts borrow
 * from `r` and may be empty.  False when there are no more.
 */
bool order_reference(struct key *k, const struct record *r, unsigned i);

#endif
