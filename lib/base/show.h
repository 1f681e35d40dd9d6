/*
 * show.h - texts of others made fit to be shown: terminals, CSV, HTML.
 *
 * Data may hold anything.  On a terminal control characters and marks that
 * turn the direction of writing around could hide or forge what stands there,
 * in a spreadsheet a cell that begins with `=` runs, in a page a `<` is a tag.
 */
#ifndef BASE_SHOW_H
#define BASE_SHOW_H

#include "base/text.h"

/*
 * Appends the text with control characters, bytes that are no UTF-8 and marks
 * of direction as \u202e or \xff; after about `most` bytes "..." ends it.
 */
void show_plain(struct buf *b, struct slice s, size_t most);

/*
 * Appends one field of a CSV file (RFC 4180), in quotes where it needs them.
 * Before what a spreadsheet would take for a formula stands an apostrophe.
 */
void show_csv(struct buf *b, struct slice s);

/* Appends the text for an HTML page, in content or in an attribute. */
void show_html(struct buf *b, struct slice s);

#endif
