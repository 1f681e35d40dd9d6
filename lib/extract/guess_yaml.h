/*
 * guess_yaml.h - pieces of YAML, so that any text can stand in a profile.
 */
#ifndef EXTRACT_GUESS_YAML_H
#define EXTRACT_GUESS_YAML_H

#include "base/text.h"

/* A scalar that reads back as this text, in quotes where it needs them. */
void guess_yaml_text(struct buf *b, struct slice text);

/* A list of texts, [a, b], or the one text alone. */
void guess_yaml_texts(struct buf *b, const struct slice *texts, size_t count);

/*
 * A comment: "# " and the text in lines of at most 79 columns, each behind
 * so many blanks; control bytes are shown as "?".
 */
void guess_yaml_comment(struct buf *b, unsigned indent, struct slice text);

/* A column in an expression: "Name". */
void guess_yaml_column(struct buf *b, struct slice name);

#endif
