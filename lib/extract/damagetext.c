/* damagetext.c - small recognisers, cheapest test first. */
#include "extract/damagetext.h"

#include "extract/ere.h"

struct walk {
	const char *at, *end;
};

static bool
digit(const struct walk *w)
{
	return w->at < w->end && *w->at >= '0' && *w->at <= '9';
}

/* Takes between least and most digits. */
static bool
take_digits(struct walk *w, size_t least, size_t most, unsigned *value)
{
	size_t n = 0;

	*value = 0;
	for (; n < most && digit(w); n++)
		*value = *value * 10 + (unsigned)(*w->at++ - '0');
	return n >= least && !digit(w);
}

static bool
take(struct walk *w, const char *any)
{
	if (w->at == w->end || !*w->at || !strchr(any, *w->at))
		return false;
	w->at++;
	return true;
}

bool
damagetext_scientific(struct slice text)
{
	struct walk w = {text.at, text.at + text.len};
	unsigned n;

	if (text.len < 5 || text.len > 30)
		return false;
	(void)take(&w, "-");
	if (!take_digits(&w, 1, 1, &n))
		return false;
	if (take(&w, ".,"))
		while (digit(&w))
			w.at++;
	return take(&w, "Ee") && take(&w, "+-") &&
	    take_digits(&w, 2, 3, &n) && w.at == w.end;
}

/* --- dates --- */

/*
 * The months as spreadsheets abbreviate them: English, German, French,
 * Spanish, Italian, Dutch, Portuguese, without accents' variants.
 */
static const char months[] =
    " jan feb mar apr may jun jul aug sep oct nov dec"
    " jän mrz märz mär mai juni juli sept okt dez"
    " janv fevr févr avr juin juil août aout déc"
    " ene abr ago dic mag giu lug set ott gen mrt mei fev out ";

/*
 * Letters, then blank, so that a word is found between blanks.  A capital
 * may stand in front only: MAR is somebody's prefix.
 */
static bool
take_month(struct walk *w)
{
	char word[12] = " ";
	size_t n = 1;

	while (w->at < w->end && n < sizeof(word) - 2 &&
	    ((*w->at >= 'a' && *w->at <= 'z') || (*w->at & 0x80) ||
	    (n == 1 && *w->at >= 'A' && *w->at <= 'Z')))
		word[n++] = *w->at++;
	if (n < 4)
		return false;
	if (word[1] >= 'A' && word[1] <= 'Z')
		word[1] = (char)(word[1] + ('a' - 'A'));
	word[n] = ' ';
	word[n + 1] = '\0';
	return strstr(months, word) != NULL;
}

/* The end, or a time of day before it. */
static bool
at_end(struct walk *w)
{
	unsigned n;

	if (w->at == w->end)
		return true;
	return take(w, " T") && take_digits(w, 1, 2, &n) && n < 24 &&
	    take(w, ":") && take_digits(w, 2, 2, &n) && n < 60 &&
	    (w->at == w->end || (take(w, ":") && take_digits(w, 2, 2, &n) &&
	    n < 61 && w->at == w->end));
}

static bool
take_year(struct walk *w)
{
	const char *start = w->at;
	unsigned n;

	if (!take_digits(w, 2, 4, &n) || w->at - start == 3)
		return false;
	return w->at - start == 2 || (n >= 1900 && n < 2100);
}

/* Mar-05, Mar-2005; 5-Mar, 05. Mrz, 5-Mar-05. */
static bool
with_month(struct walk w)
{
	unsigned day;

	if (!digit(&w))
		return take_month(&w) && take(&w, "-") && take_year(&w) &&
		    w.at == w.end;
	if (!take_digits(&w, 1, 2, &day) || !day || day > 31)
		return false;
	if (take(&w, "."))
		(void)take(&w, " ");
	else if (!take(&w, "-"))
		return false;
	if (!take_month(&w))
		return false;
	(void)take(&w, ".");
	return w.at == w.end || (take(&w, "- ") && take_year(&w) &&
	    at_end(&w));
}

/* 2005-03-01; 3/1/2005; 01.03.2005. */
static bool
with_numbers(struct walk w)
{
	const char *start = w.at;
	unsigned a, b, year;

	if (!take_digits(&w, 1, 4, &a) || w.at - start == 3)
		return false;
	if (w.at - start == 4)
		return a >= 1900 && a < 2100 && take(&w, "-") &&
		    take_digits(&w, 2, 2, &b) && b >= 1 && b <= 12 &&
		    take(&w, "-") && take_digits(&w, 2, 2, &b) && b >= 1 &&
		    b <= 31 && at_end(&w);
	if (!a || a > 31 || w.at == w.end || (*w.at != '/' && *w.at != '.'))
		return false;
	start = w.at++;
	if (!take_digits(&w, 1, 2, &b) || !b || b > 31 || (a > 12 && b > 12))
		return false;
	if (w.at == w.end || *w.at++ != *start)
		return false;
	start = w.at;
	return take_digits(&w, 4, 4, &year) && year >= 1900 && year < 2100 &&
	    at_end(&w);
}

bool
damagetext_date(struct slice text)
{
	struct walk w = {text.at, text.at + text.len};

	if (text.len < 5 || text.len > 24)
		return false;
	return with_month(w) || with_numbers(w);
}

/* --- lengths and characters --- */

bool
damagetext_cut(struct slice text)
{
	size_t i, n = 0;

	if (text.len < 255)
		return false;
	for (i = 0; i < text.len; i++)
		n += ((unsigned char)text.at[i] & 0xc0) != 0x80;
	return n == 255 || n == 32767;
}

/* The characters of 0x80 to 0x9f in Windows-1252; 0 where there is none. */
static const uint16_t windows[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6,
	0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019,
	0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161,
	0x203a, 0x0153, 0, 0x017e, 0x0178,
};

/* The byte that the character at the start was read from; its length. */
static size_t
take_byte(struct slice text, unsigned *byte)
{
	size_t n = text.len ? slice_utf8_sequence(text) : 0, i;
	const unsigned char *at = (const unsigned char *)text.at;
	unsigned c;

	if (n != 2 && n != 3)
		return 0;
	c = n == 2 ? (at[0] & 0x1fu) << 6 | (at[1] & 0x3fu)
	    : (at[0] & 0xfu) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
	*byte = c;
	if (c < 0x100)
		return n;
	for (i = 0; i < COUNT_OF(windows); i++)
		if (windows[i] == c)
			break;
	*byte = 0x80 + (unsigned)i;
	return i < COUNT_OF(windows) ? n : 0;
}

/*
 * How many bytes of UTF-8 begin with this one, of those that are told apart
 * from real text: Latin, Greek and Cyrillic letters, and what takes three.
 * D8 is left out, for the sign of diameters stands before fractions.
 */
static unsigned
sequence_of(unsigned byte)
{
	if ((byte >= 0xc2 && byte <= 0xc5) || (byte >= 0xce && byte <= 0xd1))
		return 2;
	return byte >= 0xe2 && byte <= 0xef ? 3 : 0;
}

/* The length of the spoilt character at the start, or 0. */
static size_t
spoilt(struct slice text)
{
	size_t n, len;
	unsigned byte, left;

	if (slice_begins(text, SLICE("\xef\xbf\xbd")))
		return 3;
	len = take_byte(text, &byte);
	if (!len)
		return 0;
	left = sequence_of(byte);
	if (!left)
		return 0;
	while (--left > 0) {
		n = take_byte(slice_from(text.at + len, text.len - len),
		    &byte);
		if (!n || byte < 0x80 || byte > 0xbf)
			return 0;
		len += n;
	}
	return len;
}

/* True if the next eight bytes are ASCII: most of most texts. */
static bool
ascii_eight(struct slice text, size_t at)
{
	uint64_t word;

	if (text.len - at < sizeof(word))
		return false;
	memcpy(&word, text.at + at, sizeof(word));
	return !(word & UINT64_C(0x8080808080808080));
}

bool
damagetext_mojibake(struct slice text, struct slice *found)
{
	size_t i, n;

	for (i = 0; i < text.len; i++) {
		if (ascii_eight(text, i)) {
			i += 7;
			continue;
		}
		if ((unsigned char)text.at[i] < 0xc3)
			continue;
		n = spoilt(slice_from(text.at + i, text.len - i));
		if (n) {
			*found = slice_from(text.at + i, n);
			return true;
		}
	}
	return false;
}

/* --- against what identifiers look like --- */

unsigned
damagetext_zeros(const struct ere *like, struct slice text)
{
	struct buf b = BUF_INIT(1024);
	unsigned n = 0, i;

	if (text.len > 200 || ere_find(like, text, NULL))
		return 0;
	for (i = 1; i <= 20; i++)
		buf_add_byte(&b, '0');
	buf_add_slice(&b, text);
	(void)buf_text(&b); /* sanitizers look for a NUL */
	for (i = 1; i <= 20 && !n; i++)
		if (ere_find(like, slice_from(b.at + 20 - i, text.len + i),
		    NULL))
			n = i;
	buf_release(&b);
	return n;
}

static bool
take_word(struct walk *w, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(w->end - w->at) < n ||
	    strncasecmp(w->at, word, n) != 0)
		return false;
	w->at += n;
	return true;
}

/* Between number and revision, and all of it: " Rev. B", "_B", "(02)". */
static bool
revision_behind(struct slice tail, struct slice *revision)
{
	static const char *const words[] = {
		"revision", "rev", "version", "ver", "issue", "iss", "index",
	};
	struct walk w = {tail.at, tail.at + tail.len};
	bool apart = false, word = false;
	const char *start;
	size_t i;

	while (take(&w, " _-/.,;:(["))
		apart = true;
	for (i = 0; i < COUNT_OF(words) && !word; i++)
		word = take_word(&w, words[i]);
	while (word && take(&w, " _-.:="))
		;
	start = w.at;
	while (w.at < w.end && w.at - start < 3 && (digit(&w) ||
	    (*w.at >= 'A' && *w.at <= 'Z') || (*w.at >= 'a' &&
	    *w.at <= 'z')))
		w.at++;
	*revision = slice_from(start, (size_t)(w.at - start));
	(void)take(&w, ")]");
	return revision->len && w.at == w.end && (apart || word);
}

bool
damagetext_fused(const struct ere *like, struct slice text,
    struct slice *revision)
{
	size_t i;

	if (ere_find(like, text, NULL))
		return false;
	for (i = text.len; i-- > 1;) {
		if (text.len - i > 20)
			break;
		if (revision_behind(slice_from(text.at + i, text.len - i),
		    revision) && ere_find(like, slice_from(text.at, i), NULL))
			return true;
	}
	return false;
}

/* --- words for quantities --- */

bool
damagetext_as_required(struct slice text)
{
	static const char *const words[] = {
		"AR", "ASREQ", "ASREQD", "ASREQUIRED", "ASNEEDED",
	};
	char letters[16];
	size_t i, n = 0;
	char c;

	if (text.len < 2 || text.len > 20)
		return false;
	for (i = 0; i < text.len; i++) {
		c = text.at[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c >= 'A' && c <= 'Z' && n < sizeof(letters) - 1)
			letters[n++] = c;
		else if (!strchr(" ./-'", c) || !c)
			return false;
	}
	letters[n] = '\0';
	for (i = 0; i < COUNT_OF(words); i++)
		if (strcmp(letters, words[i]) == 0)
			return true;
	return false;
}
