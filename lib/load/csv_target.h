/*
 * csv_target.h - a target that is a folder where files are dropped.
 *
 * What is sent is in the drop's log, on the disk; at the end of the run the
 * drop appears.  A run that ends before leaves its log to the next, whose
 * rows come in the same drop: nothing is dropped twice.
 */
#ifndef LOAD_CSV_TARGET_H
#define LOAD_CSV_TARGET_H

#include "load/channel.h"

extern const struct channel_kind csv_target;

#endif
