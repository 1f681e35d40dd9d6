/*
 * decsql.h - exact decimals as functions and collations of SQLite.
 *
 *	dec_add dec_sub dec_mul (a, b)      abs (a)
 *	dec_div (a, b, digits[, rounding])  dec_round (a, digits[, rounding])
 *	arithmetic_integer, arithmetic_decimal (signs, a, b, ...)
 *	cast_integer, cast_decimal (a)
 *
 * Arguments are INTEGERs and texts that are numbers in JSON's grammar; results
 * are canonical decimals as texts, or INTEGERs from the functions so named.
 * NULL makes NULL.  All else (not a number, more than 38 digits, division by
 * zero, a result beyond INTEGER) is an error: nothing is rounded unasked.
 * The rounding is half-up where none is named.
 *
 * The collation `decimal` compares numbers in JSON's grammar by value, `loose`
 * only those in canonical form, so that texts which differ are never equal.
 * In both all other texts stand behind the numbers, in byte order.
 */
#ifndef EXPR_DECSQL_H
#define EXPR_DECSQL_H

#include "base/base.h"
#include "base/text.h"

struct sqlite3;
struct sqlite3_value;

/* Makes them known to a connection; a result code of SQLite. */
int decsql_register(struct sqlite3 *db) MUST_USE;

/* An argument of a function as a text, SQLite's; a NULL pointer for NULL. */
struct slice decsql_bytes(struct sqlite3_value *v);

#endif
