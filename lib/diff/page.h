/*
 * page.h - a delta as one HTML page that needs nothing else.
 *
 * Old and new side by side, BOM by BOM, with filters by kind of change, by tag
 * and by text.  No network: style and script stand in the page.  Without a
 * script everything is shown; printed, each BOM keeps together.
 */
#ifndef DIFF_PAGE_H
#define DIFF_PAGE_H

#include "diff/reading.h"
#include "diff/report.h"

int page_write(const struct report *how, struct reading *changes,
    struct zio_out *out, struct err *e) MUST_USE;

#endif
