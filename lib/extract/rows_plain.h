/*
 * rows_plain.h - rejects of formats without lines of text: the columns, as
 * CSV with a header.
 */
#ifndef EXTRACT_ROWS_PLAIN_H
#define EXTRACT_ROWS_PLAIN_H

#include "extract/rows.h"

/* Appends the header; fits rows_format's reject_head. */
void rows_plain_head(const struct rows *r, struct buf *b);

/* Appends a row: the texts of the format's columns, and why. */
void rows_plain_reject(const struct rows *r, struct buf *b,
    const struct slice *texts, const struct rows_reject *reject);

#endif
