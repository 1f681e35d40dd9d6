/*
 * rows_query.h - the columns of sources that are queries.
 */
#ifndef EXTRACT_ROWS_QUERY_H
#define EXTRACT_ROWS_QUERY_H

#include "extract/rows.h"

/*
 * Names the columns of the result; of several with one name each gets a
 * number, NAME#1, as in delimited files.  ERR_USAGE where one is missing that
 * the profile lists.
 */
int rows_query_columns(struct rows *r, const struct slice *names,
    size_t count, struct err *e) MUST_USE;

#endif
