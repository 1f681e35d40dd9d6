/*
 * postgres_target.h - a target that is a PostgreSQL database of ordinary
 * tables.
 *
 * The session holds a lock that goes with it, so that what a run that died
 * has begun is over, one way or the other, before the next one looks.
 */
#ifndef LOAD_POSTGRES_TARGET_H
#define LOAD_POSTGRES_TARGET_H

#include "load/channel.h"

extern const struct channel_kind postgres_target;

#endif
