/*
 * parse.h - from the text of an expression to its parts.
 *
 * The grammar is SQLite's for expressions, with its precedence, less
 * subqueries, row values, COLLATE, bit and JSON operators, and less the
 * division signs: dec_div says how to round.  Parsing it here, instead of
 * handing the text on, makes sure that a text is one expression and nothing
 * else, and lets numbers compute as exact decimals where SQLite would take
 * binary floating point.
 */
#ifndef EXPR_PARSE_H
#define EXPR_PARSE_H

#include "expr/names.h"

/*
 * Takes an expression apart, into the arena; texts are slices of the source
 * or of the arena.  NULL with ERR_USAGE that says near what.
 */
struct tree *parse_expression(const struct names *names, struct slice source,
    struct arena *a, struct err *e) MUST_USE;

#endif
