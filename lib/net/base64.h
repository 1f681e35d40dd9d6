/*
 * base64.h - bytes as Base64 (RFC 4648, section 4), for headers.
 */
#ifndef NET_BASE64_H
#define NET_BASE64_H

#include "base/text.h"

/* Adds it with its padding and without line breaks. */
void base64_add(struct buf *to, struct slice text);

#endif
