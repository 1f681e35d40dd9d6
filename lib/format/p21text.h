/*
 * p21text.h - the texts of a STEP file (ISO 10303-21), decoded.
 *
 * What stands between the quotes of a Part 21 file is ASCII with directives:
 * '' and \\ for themselves, \X\hh, \X2\hhhh...\X0\, \X4\hhhhhhhh...\X0\ for
 * characters of Unicode, \S\c and \PA\ for the sets ISO 8859-1 to -9, \N\ and
 * \F\ for a new line and page.  Newer files hold UTF-8 as it is, and
 * many of the older ones, against the rule, the bytes of some other set.  What
 * looks like a directive and is none, as in 'C:\Parts', stands for itself.
 */
#ifndef FORMAT_P21TEXT_H
#define FORMAT_P21TEXT_H

#include "base/err.h"
#include "base/text.h"

/*
 * Appends the text to `to`, in UTF-8.  `encoding` is the set of bytes above
 * 0x7f, NULL: UTF-8.  NULL comes back, or why the text cannot be had, a
 * constant; then what was appended means nothing.  A name of no set is a
 * reason too; charset_open says so before anything is read.
 */
const char *p21text_add(struct buf *to, struct slice quoted,
    const char *encoding) MUST_USE;

#endif
