/*
 * markup.h - pieces of an HTML page from texts of others.
 *
 * Nothing that comes from data can become markup, turn the direction of
 * writing or hide: control characters show as \u0000, the five signs of HTML
 * as their entities.
 */
#ifndef RECONCILE_MARKUP_H
#define RECONCILE_MARKUP_H

#include "base/text.h"

/* Appends a text, cut after about `most` bytes. */
void markup_text(struct buf *b, struct slice text, size_t most);

/* Appends <td>text</td>, with a dash for an empty one. */
void markup_cell(struct buf *b, struct slice text, size_t most);
/* Appends <td class="n">n</td>. */
void markup_number(struct buf *b, uint64_t n);

/* Appends ` data-NAME="text"`. */
void markup_data(struct buf *b, const char *name, struct slice text);

/*
 * Appends <th scope="col">...</th> for each title in "a|b|c"; one that begins
 * with `#` is of a column of numbers.  Within a <thead><tr>.
 */
void markup_head(struct buf *b, const char *titles);

/* "missing_in_erp" as "missing in ERP". */
void markup_words(struct buf *b, const char *name);

#endif
