/*
 * http_target.h - a target that is spoken to by HTTP requests of its profile.
 */
#ifndef LOAD_HTTP_TARGET_H
#define LOAD_HTTP_TARGET_H

#include "load/channel.h"

extern const struct channel_kind http_target;

#endif
