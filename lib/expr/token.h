/*
 * token.h - the words of an expression.
 *
 * SQLite's spelling of names, numbers and texts, less what an expression has
 * no use for: no comments, parameters, blobs, hexadecimal numbers, `;`.
 */
#ifndef EXPR_TOKEN_H
#define EXPR_TOKEN_H

#include "base/err.h"
#include "base/text.h"

enum token_kind {
	TOKEN_NAME,   /* quantity, AND, dec_add */
	TOKEN_QUOTED, /* "Part Number": never a word of the language */
	TOKEN_NUMBER, /* 2.50 */
	TOKEN_TEXT,   /* 'it''s' */
	TOKEN_SYMBOL, /* one of ( ) , + - * / % || = == <> != < <= > >= */
	TOKEN_END,
};

struct token {
	enum token_kind kind;
	struct slice text; /* without quotes; a doubled quote is one */
	struct slice rest; /* the source from here on, for messages */
};

/*
 * All tokens of a source, ended by TOKEN_END; in the arena, texts are slices
 * of the source or of the arena.  NULL with ERR_USAGE for what is no token.
 */
struct token *token_list(struct slice source, struct arena *a, struct err *e)
    MUST_USE;

/* True for a TOKEN_NAME that is this word in any case. */
bool token_word(const struct token *t, const char *word);
bool token_symbol(const struct token *t, const char *symbol);
/* A word of the language; a column of such a name stands in double quotes. */
bool token_reserved(const struct token *t);

/* Where a parser stands in the list. */
struct token_cursor {
	const struct token *at;
	struct err *e;
};

/* ERR_USAGE that names the place. */
void token_fail(struct token_cursor *c, const char *why);

/* True and behind the word or the symbol, if it stands here. */
bool token_take_word(struct token_cursor *c, const char *word);
bool token_take_symbol(struct token_cursor *c, const char *symbol);

/* The same; false is ERR_USAGE. */
bool token_expect_word(struct token_cursor *c, const char *word) MUST_USE;
bool token_expect_symbol(struct token_cursor *c, const char *symbol) MUST_USE;

#endif
