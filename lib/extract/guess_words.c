/*
 * guess_words.c - the search in the table of phrases.
 *
 * Of several that stand in a header the one of most words wins, of these the
 * longest; so "manufacturer part number" is no part number, and "order
 * quantity" no quantity.
 */
#include "extract/guess_words.h"

#define WORDS_MOST ((size_t)4096)

/* --- folding --- */

enum letter { LETTER_NONE, LETTER_SMALL, LETTER_CAPITAL, LETTER_DIGIT };

static enum letter
letter_of(char byte)
{
	unsigned char c = (unsigned char)byte;

	if (c >= 'A' && c <= 'Z')
		return LETTER_CAPITAL;
	if (c >= '0' && c <= '9')
		return LETTER_DIGIT;
	return (c >= 'a' && c <= 'z') || c > 0x7f || c == '#' ? LETTER_SMALL
							      : LETTER_NONE;
}

/*
 * Words end at blanks and marks, where digits begin or end, at a capital
 * behind a small letter: PartNo; and before the last capital of several that
 * a small one follows: MFGName is "mfg name".
 */
static bool
new_word(struct slice s, size_t i)
{
	enum letter before = letter_of(s.at[i - 1]), now = letter_of(s.at[i]);
	enum letter after = i + 1 < s.len ? letter_of(s.at[i + 1])
					  : LETTER_NONE;

	if ((before == LETTER_DIGIT) != (now == LETTER_DIGIT) ||
	    s.at[i] == '#')
		return true;
	if (now != LETTER_CAPITAL)
		return false;
	return before == LETTER_SMALL ||
	    (before == LETTER_CAPITAL && after == LETTER_SMALL &&
	    i + 2 < s.len);
}

void
guess_words_fold(struct buf *b, struct slice header)
{
	bool gap = false;
	size_t i;

	for (i = 0; i < header.len; i++) {
		char c = header.at[i];

		if (letter_of(c) == LETTER_NONE) {
			gap = true;
			continue;
		}
		if (b->len && (gap || (i && new_word(header, i))))
			buf_add_byte(b, ' ');
		gap = false;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		/* À to Þ in UTF-8 */
		else if (i && header.at[i - 1] == '\xc3' &&
		    (unsigned char)c >= 0x80 && (unsigned char)c <= 0x9e)
			c = (char)(c + 0x20);
		buf_add_byte(b, c);
	}
}

/* --- searching --- */

static unsigned
count_words(struct slice s)
{
	unsigned n = s.len > 0;
	size_t i;

	for (i = 0; i < s.len; i++)
		n += s.at[i] == ' ';
	return n;
}

/* Whether the phrase stands in the text, between words. */
static bool
holds(struct slice text, struct slice phrase)
{
	const char *at = text.at, *end = text.at + text.len;

	while ((at = memmem(at, (size_t)(end - at), phrase.at,
	    phrase.len)) != NULL) {
		if ((at == text.at || at[-1] == ' ') &&
		    (at + phrase.len == end || at[phrase.len] == ' '))
			return true;
		at++;
	}
	return false;
}

/* Cuts off the number that ends a header, if other words stand before it. */
static unsigned
cut_number(struct slice *text)
{
	const char *blank = memrchr(text->at, ' ', text->len);
	uint64_t number;
	size_t len;

	if (!blank)
		return 0;
	len = (size_t)(blank - text->at);
	if (!text_to_number(slice_from(blank + 1, text->len - len - 1), 99,
	    &number))
		return 0;
	text->len = len;
	return (unsigned)number; /* at most 99 */
}

/* The phrase that says most about a folded text. */
static bool
find_phrase(struct guess_word *out, struct slice text)
{
	struct slice phrase;
	size_t best = 0, i;
	unsigned words;

	memset(out, 0, sizeof(*out));
	out->number = cut_number(&text);
	for (i = 0; i < guess_terms_count; i++) {
		phrase = slice_of(guess_terms[i].text);
		words = count_words(phrase);
		if (words < out->words || !holds(text, phrase) ||
		    (words == out->words && phrase.len <= best))
			continue;
		out->role = guess_terms[i].role;
		out->phrase = guess_terms[i].text;
		out->words = words;
		out->whole = phrase.len == text.len;
		best = phrase.len;
	}
	return out->words > 0;
}

/* The longest name of one side that the text begins with, or "". */
static struct slice
find_side(enum guess_role *role, struct slice text)
{
	struct slice found = SLICE(""), phrase;
	size_t i;

	for (i = 0; i < guess_terms_count; i++) {
		phrase = slice_of(guess_terms[i].text);
		if ((guess_terms[i].role != GUESS_PARENT &&
		    guess_terms[i].role != GUESS_COMPONENT) ||
		    phrase.len <= found.len || phrase.len >= text.len ||
		    !slice_begins(text, phrase) || text.at[phrase.len] != ' ')
			continue;
		found = phrase;
		*role = guess_terms[i].role;
	}
	return found;
}

/*
 * "Child Qty" is a quantity, "Component Item Number" the component, "Parent
 * Description" the parent's description.
 */
static void
take_side(struct guess_word *out, struct slice text)
{
	enum guess_role side = GUESS_NOTHING;
	struct slice phrase = find_side(&side, text);
	struct guess_word rest;

	if (!phrase.len || (out->whole && out->role != GUESS_NOTHING))
		return;
	text = slice_from(text.at + phrase.len + 1, text.len - phrase.len -
	    1);
	if (!find_phrase(&rest, text) || rest.role == GUESS_NOTHING ||
	    rest.role == GUESS_PARENT || rest.role == GUESS_COMPONENT)
		return;
	out->side = side == GUESS_PARENT ? GUESS_OF_PARENT
					 : GUESS_OF_COMPONENT;
	out->number = rest.number;
	out->whole = rest.whole;
	if (rest.role == GUESS_ITEM) {
		out->role = side;
		out->number_of = true;
	} else if (side == GUESS_PARENT && rest.role == GUESS_REVISION) {
		out->role = GUESS_PARENT_REVISION;
	} else {
		out->role = rest.role;
		out->phrase = rest.phrase;
	}
}

/* "UoM", "ReVision": capitals are no words there. */
static void
fold_plainly(struct buf *b, struct slice header)
{
	struct buf small = BUF_INIT(WORDS_MOST);
	size_t i;

	for (i = 0; i < header.len; i++)
		buf_add_byte(&small, letter_of(header.at[i]) ==
		    LETTER_CAPITAL ? (char)(header.at[i] - 'A' + 'a')
		    : header.at[i]);
	guess_words_fold(b, buf_slice(&small));
	buf_release(&small);
}

bool
guess_word_find(struct guess_word *out, struct slice header)
{
	struct buf folded = BUF_INIT(WORDS_MOST), plain = BUF_INIT(WORDS_MOST);
	struct guess_word other;
	struct slice text;
	bool found;

	guess_words_fold(&folded, header);
	fold_plainly(&plain, header);
	text = buf_slice(&folded);
	found = find_phrase(out, text);
	if (!(found && out->whole) && find_phrase(&other, buf_slice(&plain)) &&
	    (!found || other.whole)) {
		*out = other;
		text = buf_slice(&plain);
		found = true;
	}
	if (found)
		take_side(out, text);
	buf_release(&folded);
	buf_release(&plain);
	return found;
}

const char *
guess_words_unit(struct slice text)
{
	struct buf folded = BUF_INIT(WORDS_MOST);
	const char *code = NULL;
	size_t i;

	guess_words_fold(&folded, text);
	for (i = 0; i < guess_terms_unit_count && !code; i++)
		if (slice_is(buf_slice(&folded), guess_terms_units[i].text))
			code = guess_terms_units[i].code;
	buf_release(&folded);
	return code;
}
