/* token.c - one pass over the source, a function for each kind of token. */
#include "expr/token.h"

#include <strings.h>

struct token_in {
	struct slice left;
	struct arena *arena;
	struct err *e;
};

/* Longer ones first. */
static const char *const symbols[] = {"||", "==", "<>", "!=", "<=", ">=", "(",
    ")", ",", "+", "-", "*", "/", "%", "=", "<", ">"};

static const struct {
	const char *start;
	const char *why;
} refused[] = {
    {"--", "an expression has no comments"},
    {"/*", "an expression has no comments"},
    {";", "one expression only"},
    {"->", "an expression has no JSON operators"},
    {"<<", "an expression has no bit operators"},
    {">>", "an expression has no bit operators"},
};

bool
token_word(const struct token *t, const char *word)
{
	return t->kind == TOKEN_NAME && t->text.len == strlen(word) &&
	    strncasecmp(t->text.at, word, t->text.len) == 0;
}

bool
token_symbol(const struct token *t, const char *symbol)
{
	return t->kind == TOKEN_SYMBOL && slice_is(t->text, symbol);
}

bool
token_reserved(const struct token *t)
{
	static const char *const words[] = {"and", "as", "between", "else",
	    "end", "escape", "glob", "in", "is", "isnull", "like", "not",
	    "notnull", "or", "then", "when"};
	size_t i;

	for (i = 0; i < COUNT_OF(words); i++)
		if (token_word(t, words[i]))
			return true;
	return false;
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
name_start(char c)
{
	/* every byte of a letter beyond ASCII is above 0x7f */
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (unsigned char)c > 0x7f;
}

/* As much of the rest as names the place, in whole characters. */
static int
fail_near(struct slice rest, const char *why, struct err *e)
{
	size_t n = 0, more;

	while (n < 20 && n < rest.len) {
		more = slice_utf8_sequence(slice_from(rest.at + n,
		    rest.len - n));
		n += more ? more : 1;
	}
	return err_set(e, ERR_USAGE, "near \"%.*s\": %s",
	    (int)n, rest.at, why);
}

static int
fail(struct token_in *in, const char *why)
{
	return fail_near(in->left, why, in->e);
}

static void
take(struct token *t, struct token_in *in, enum token_kind kind, size_t n)
{
	t->kind = kind;
	t->text = slice_from(in->left.at, n);
	in->left.at += n;
	in->left.len -= n;
}

/* 'text' or "name", in which the doubled quote stands for itself. */
static int
take_quoted(struct token *t, struct token_in *in)
{
	struct slice s = in->left;
	char *text = arena_alloc(in->arena, s.len);
	size_t i, n = 0;

	for (i = 1; i < s.len; i++) {
		if (s.at[i] == '\0')
			return fail(in, "U+0000 is not allowed");
		if (s.at[i] == s.at[0] &&
		    (++i == s.len || s.at[i] != s.at[0])) {
			take(t, in, s.at[0] == '"' ? TOKEN_QUOTED : TOKEN_TEXT,
			    i);
			t->text = slice_from(text, n);
			return 0;
		}
		text[n++] = s.at[i];
	}
	return fail(in, "the closing quote is missing");
}

static size_t
count_digits(struct slice s, size_t from)
{
	size_t i = from;

	while (i < s.len && digit(s.at[i]))
		i++;
	return i - from;
}

/* JSON's numbers; SQLite's .5 and 5. are refused. */
static int
take_number(struct token *t, struct token_in *in)
{
	struct slice s = in->left;
	size_t n = count_digits(s, 0);

	if (n > 1 && s.at[0] == '0')
		return fail(in, "a number has no leading zeros (an identifier"
		    " stands in quotes: '0010')");
	if (n < s.len && s.at[n] == '.') {
		size_t digits = count_digits(s, n + 1);

		if (!n || !digits)
			return fail(in, "a number has digits on both sides of "
			    "its point");
		n += 1 + digits;
	}
	if (n < s.len && (s.at[n] == 'e' || s.at[n] == 'E')) {
		size_t sign = n + 1 < s.len &&
		    (s.at[n + 1] == '+' || s.at[n + 1] == '-');
		size_t digits = count_digits(s, n + 1 + sign);

		if (!digits)
			return fail(in, "the exponent has no digits");
		n += 1 + sign + digits;
	}
	if (n < s.len && (name_start(s.at[n]) || s.at[n] == '.'))
		return fail(in, "not a number");
	take(t, in, TOKEN_NUMBER, n);
	return 0;
}

static int
take_symbol(struct token *t, struct token_in *in)
{
	size_t i;

	for (i = 0; i < COUNT_OF(refused); i++)
		if (slice_begins(in->left, slice_of(refused[i].start)))
			return fail(in, refused[i].why);
	for (i = 0; i < COUNT_OF(symbols); i++)
		if (slice_begins(in->left, slice_of(symbols[i]))) {
			take(t, in, TOKEN_SYMBOL, strlen(symbols[i]));
			return 0;
		}
	return fail(in, "not part of an expression");
}

static int
take_token(struct token *t, struct token_in *in)
{
	struct slice s = in->left;
	size_t n = 0;

	if (s.at[0] == '\'' || s.at[0] == '"')
		return take_quoted(t, in);
	if (digit(s.at[0]) || (s.at[0] == '.' && count_digits(s, 1)))
		return take_number(t, in);
	if (!name_start(s.at[0]))
		return take_symbol(t, in);
	while (n < s.len && (name_start(s.at[n]) || digit(s.at[n])))
		n++;
	take(t, in, TOKEN_NAME, n);
	return 0;
}

struct token *
token_list(struct slice source, struct arena *a, struct err *e)
{
	struct token_in in = {slice_trim(source), a, e};
	/* each token has a byte at least; one more for the end */
	struct token *list = arena_alloc(a, (in.left.len + 1) * sizeof(*list));
	struct token *t = list;

	while (in.left.len) {
		t->rest = in.left;
		if (take_token(t, &in) < 0)
			return NULL;
		t++;
		while (in.left.len && strchr(" \t\r\n", in.left.at[0]) &&
		    in.left.at[0]) {
			in.left.at++;
			in.left.len--;
		}
	}
	*t = (struct token){TOKEN_END, SLICE(""), SLICE("")};
	return list;
}

void
token_fail(struct token_cursor *c, const char *why)
{
	if (c->at->kind == TOKEN_END)
		err_set(c->e, ERR_USAGE, "at the end: %s", why);
	else
		fail_near(c->at->rest, why, c->e);
}

bool
token_take_word(struct token_cursor *c, const char *word)
{
	if (!token_word(c->at, word))
		return false;
	c->at++;
	return true;
}

bool
token_take_symbol(struct token_cursor *c, const char *symbol)
{
	if (!token_symbol(c->at, symbol))
		return false;
	c->at++;
	return true;
}

bool
token_expect_word(struct token_cursor *c, const char *word)
{
	char why[40];

	if (token_take_word(c, word))
		return true;
	snprintf(why, sizeof(why), "%s was expected", word);
	token_fail(c, why);
	return false;
}

bool
token_expect_symbol(struct token_cursor *c, const char *symbol)
{
	char why[40];

	if (token_take_symbol(c, symbol))
		return true;
	snprintf(why, sizeof(why), "\"%s\" was expected", symbol);
	token_fail(c, why);
	return false;
}
