/*
 * gatewhole.h - the gates that look at whole BOMs, over all that changed.
 */
#ifndef TRANSFORM_GATEWHOLE_H
#define TRANSFORM_GATEWHOLE_H

#include "transform/gatework.h"

int gatewhole_judge(struct gatework *w, struct err *e) MUST_USE;

#endif
