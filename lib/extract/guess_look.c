/*
 * guess_look.c - one pass over the values of a column.
 */
#include "extract/guess_look.h"

#include "extract/datetext.h"

const char *const guess_look_dates[GUESS_DATES] = {
    "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%d.%m.%Y",
    "%d.%m.%Y %H:%M:%S", "%d.%m.%y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y",
    "%d/%m/%y", "%Y/%m/%d", "%Y%m%d", "%d-%b-%Y", "%d-%b-%y",
};

const char *const guess_look_nothings[GUESS_NOTHINGS] = {
    "NULL", "null", "None", "N/A", "n/a", "#N/A", "NaN", "~", "-", "--",
};

#define PREFIX_MOST 8
#define DIGITS_MOST 5

void
guess_look_release(struct guess_look *l)
{
	map_release(&l->distinct);
	map_release(&l->ref_names);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

bool
guess_look_nothing(struct slice text)
{
	unsigned i;

	for (i = 0; i < GUESS_NOTHINGS; i++)
		if (slice_is(text, guess_look_nothings[i]))
			return true;
	return !text.len;
}

/* --- designators --- */

/* R12, IC3A, TP_4; the length of it at the start of the text, 0: none. */
static size_t
ref_length(struct slice s)
{
	size_t letters = 0, digits = 0, i;

	while (letters < s.len && is_letter(s.at[letters]))
		letters++;
	while (letters + digits < s.len && is_digit(s.at[letters + digits]))
		digits++;
	if (!letters || letters > PREFIX_MOST || !digits ||
	    digits > DIGITS_MOST)
		return 0;
	i = letters + digits;
	if (i < s.len && is_letter(s.at[i]))
		i++;
	return i;
}

/* One designator, or a range: R1-R4, R1-4; *range says which. */
static bool
is_ref(struct slice s, bool *range)
{
	size_t n = ref_length(s);
	struct slice rest = slice_from(s.at + n, s.len - n);
	uint64_t number;

	*range = false;
	if (!n || !rest.len)
		return n > 0;
	if (*rest.at != '-' || rest.len < 2)
		return false;
	*range = true;
	rest = slice_from(rest.at + 1, rest.len - 1);
	return ref_length(rest) == rest.len ||
	    text_to_number(rest, UINT32_MAX, &number);
}

/* Cuts off the next piece of a list; *mark becomes what stood behind it. */
static struct slice
next_piece(struct slice *rest, unsigned *marks)
{
	size_t i = 0, end;

	while (i < rest->len && !strchr(",; \t\r\n", rest->at[i]))
		i++;
	end = i;
	*marks = 0;
	while (i < rest->len && strchr(",; \t\r\n", rest->at[i])) {
		if (rest->at[i] == ',')
			*marks |= 1u << GUESS_BY_COMMA;
		else if (rest->at[i] == ';')
			*marks |= 1u << GUESS_BY_SEMICOLON;
		i++;
	}
	if (!*marks && i > end && i < rest->len)
		*marks = 1u << GUESS_BY_BLANK;
	*rest = slice_from(rest->at + i, rest->len - i);
	return slice_from(rest->at - i, end);
}

static void
look_at_refs(struct guess_look *l, struct slice text)
{
	bool all = true, ranges = false, range;
	unsigned seen = 0, marks;
	struct slice piece;
	uint64_t count = 0;
	unsigned i;

	while (text.len && memchr(text.at, '\0', text.len) == NULL) {
		piece = next_piece(&text, &marks);
		seen |= marks;
		if (!piece.len)
			continue;
		count++;
		all &= is_ref(piece, &range);
		ranges |= range;
		(*map_put(&l->ref_names, piece, NULL))++;
	}
	if (!count || !all)
		return;
	l->refs++;
	l->ref_count += count;
	l->single += count == 1 && !ranges;
	l->ranges += ranges;
	for (i = 0; i < GUESS_BETWEENS; i++)
		l->between[i] += (seen >> i) & 1;
}

/* --- numbers --- */

struct numtext
guess_look_numtext(enum guess_number how)
{
	static const struct numtext hows[GUESS_NUMBERS] = {
	    {'.', 0}, {',', 0}, {'.', ','}, {',', '.'},
	};

	return hows[how];
}

static void
look_at_number(struct guess_look *l, struct slice text)
{
	struct decimal d, one = decimal_of(1);
	const char *why;
	uint64_t number;
	bool digits;
	unsigned i;

	for (i = 0; i < GUESS_NUMBERS; i++) {
		/* an enumerator, since it is below GUESS_NUMBERS */
		enum guess_number how = (enum guess_number)i;

		if (!numtext_parse(&d, text, guess_look_numtext(how), &why))
			continue;
		l->numbers[i]++;
		if (i == GUESS_POINT)
			l->ones += decimal_compare(d, one) == 0;
	}
	digits = text_to_number(text, UINT32_MAX, &number);
	if (digits) {
		l->whole++;
		l->counting += l->was_number ? number == l->before + 1
					     : number <= 1;
		l->before = number;
	}
	l->was_number = digits;
}

static const char *const signs[] = {"$", "\xe2\x82\xac", "\xc2\xa3"};

/* The number beside the sign, or all of the text where it has none. */
static struct slice
without_sign(struct slice text, const char *sign)
{
	size_t len = strlen(sign);

	if (text.len <= len)
		return text;
	if (memcmp(text.at, sign, len) == 0)
		text.at += len;
	else if (memcmp(text.at + text.len - len, sign, len) != 0)
		return text;
	text.len -= len;
	return slice_trim(text);
}

static void
look_at_money(struct guess_look *l, struct slice text)
{
	struct slice number;
	struct decimal d;
	const char *why;
	size_t i;

	for (i = 0; i < COUNT_OF(signs); i++) {
		number = without_sign(text, signs[i]);
		if (number.len < text.len && numtext_parse(&d, number,
		    guess_look_numtext(GUESS_COMMA_GROUPS), &why)) {
			l->money++;
			l->grouped += memchr(number.at, ',',
			    number.len) != NULL;
			l->signs |= 1u << i;
		}
	}
}

const char *
guess_look_money(const struct guess_look *l)
{
	size_t i;

	for (i = 0; i < COUNT_OF(signs); i++)
		if (l->filled && l->money == l->filled &&
		    l->signs == 1u << i)
			return signs[i];
	return NULL;
}

static bool
is_required(struct slice text)
{
	static const char *const words[] = {
	    "AR", "A/R", "a/r", "ar", "A.R.", "as required", "As required",
	    "As Required", "AS REQUIRED", "n.B.", "nach Bedarf",
	};
	size_t i;

	for (i = 0; i < COUNT_OF(words); i++)
		if (slice_is(text, words[i]))
			return true;
	return false;
}

/* --- dates, levels --- */

static void
look_at_date(struct guess_look *l, struct slice text)
{
	char out[CLOCK_DATE_SIZE], time[CLOCK_TEXT_SIZE];
	unsigned i;

	if (text.len < 6 || text.len > 40)
		return;
	for (i = 0; i < GUESS_DATES; i++)
		l->dates[i] += datetext_date(out, text,
		    slice_of(guess_look_dates[i])) || datetext_time(time, text,
		    slice_of(guess_look_dates[i]));
}

static void
look_at_level(struct guess_look *l, struct slice text)
{
	size_t i, marks = 0;
	bool dot = false, dotted = text.len && is_digit(*text.at);

	for (i = 0; dotted && i < text.len; i++) {
		if (text.at[i] == '.') {
			dotted = i + 1 < text.len &&
			    is_digit(text.at[i + 1]);
			dot = true;
		} else {
			dotted = is_digit(text.at[i]);
		}
	}
	l->dotted += dotted;
	l->deep += dotted && dot;
	while (marks < text.len && (text.at[marks] == '.' ||
	    text.at[marks] == '-' || text.at[marks] == '+' ||
	    text.at[marks] == '>' || text.at[marks] == '*'))
		marks++;
	/* "-5" and ".5" are numbers */
	l->dots += marks > 0 && marks < text.len &&
	    (marks > 1 || text.at[0] == '.' || text.at[marks] == ' ');
}

void
guess_look_add(struct guess_look *l, struct slice text)
{
	struct slice trimmed = slice_trim(text);
	unsigned i;

	l->rows++;
	if (guess_look_nothing(trimmed)) {
		for (i = 0; i < GUESS_NOTHINGS; i++)
			if (slice_is(trimmed, guess_look_nothings[i]))
				l->nothings |= 1u << i;
		return;
	}
	l->filled++;
	if (trimmed.len > l->longest)
		l->longest = trimmed.len;
	l->indented += trimmed.at > text.at;
	(*map_put(&l->distinct, trimmed, NULL))++;
	look_at_number(l, trimmed);
	look_at_money(l, trimmed);
	l->required += is_required(trimmed);
	look_at_date(l, trimmed);
	look_at_refs(l, trimmed);
	look_at_level(l, trimmed);
}

/* --- what it comes to --- */

bool
guess_look_most(const struct guess_look *l, uint64_t count)
{
	return l->filled && count * 10 >= l->filled * 9;
}

bool
guess_look_number(const struct guess_look *l, enum guess_number *how)
{
	uint64_t best = 0;
	unsigned i;

	for (i = 0; i < GUESS_NUMBERS; i++) {
		if (l->numbers[i] <= best)
			continue;
		best = l->numbers[i];
		*how = (enum guess_number)i; /* below GUESS_NUMBERS */
	}
	return guess_look_most(l, best + l->required);
}

const char *
guess_look_date(const struct guess_look *l)
{
	unsigned i;

	for (i = 0; i < GUESS_DATES; i++)
		if (l->filled && l->dates[i] == l->filled)
			return guess_look_dates[i];
	return NULL;
}

const char *
guess_look_other_date(const struct guess_look *l)
{
	const char *first = guess_look_date(l);
	unsigned i;

	for (i = 0; first && i < GUESS_DATES; i++)
		if (guess_look_dates[i] != first && l->dates[i] == l->filled)
			return guess_look_dates[i];
	return NULL;
}

bool
guess_look_unique(const struct guess_look *l)
{
	return l->filled && l->filled == l->rows &&
	    l->distinct.count == l->filled;
}
