/*
 * oddtext.h - characters that look like others, or like nothing.
 *
 * Copies from documents and web pages bring no-break spaces, typographic
 * hyphens and marks of no width with them; to people the text looks right,
 * and nothing finds it.
 */
#ifndef EXTRACT_ODDTEXT_H
#define EXTRACT_ODDTEXT_H

#include "base/text.h"

/* Without blanks at both ends, those of Unicode included. */
struct slice oddtext_trim(struct slice s);

/*
 * The code point of the first character in it that is a blank, hyphen or
 * minus of Unicode, or has no width, or is a control character; 0: there is
 * none.
 */
uint32_t oddtext_find(struct slice s);

#endif
