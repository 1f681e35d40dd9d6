/*
 * webpage.h - a delta as one HTML page that needs nothing else.
 *
 * Old and new side by side, BOM by BOM, with filters by kind of change, by tag
 * and by text.  No network: style and script stand in the page.  Without a
 * script everything is shown; printed, each BOM keeps together.
 */
#ifndef DIFF_WEBPAGE_H
#define DIFF_WEBPAGE_H

#include "diff/ordering.h"
#include "diff/render.h"

int webpage_write(const struct report *how, struct ordering *changes,
    struct zio_out *out, struct err *e) MUST_USE;

#endif
