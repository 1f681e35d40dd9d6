/*
 * sqlite_target.h - a target that is an SQLite database of ordinary tables.
 *
 * A record is a row, found by its key members; writing is INSERT ... ON
 * CONFLICT DO UPDATE, so that doing it twice does it once.  A batch is one
 * transaction of the target.
 */
#ifndef LOAD_SQLITE_TARGET_H
#define LOAD_SQLITE_TARGET_H

#include "load/channel.h"

extern const struct channel_kind sqlite_target;

#endif
