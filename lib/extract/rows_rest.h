/*
 * rows_rest.h - the rows of the pages that an API gave.
 *
 * All pages are fetched when the source is opened; then they are JSON lines,
 * which extract/rows_json reads.  A row is named by its page and its number
 * in the page.
 */
#ifndef EXTRACT_ROWS_REST_H
#define EXTRACT_ROWS_REST_H

#include "extract/rows.h"

/* What rows_format asks for; see bom-profile(5), "REST". */
extern const struct rows_format rows_rest_format;

#endif
