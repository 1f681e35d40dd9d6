/*
 * alike.c - folding and tolerances.
 *
 * towlower would depend on the locale; here the letters that occur in names of
 * parts are folded by a table, and all others are left alone.
 */
#include "model/alike.h"

#include "base/clock.h"

/* Every step-th code point from first to last is an upper-case letter. */
static const struct {
	uint32_t first, last;
	int32_t to_lower;
	uint32_t step;
} letters[] = {
    {'A', 'Z', 32, 1},
    {0xb5, 0xb5, 0x3bc - 0xb5, 1}, /* micro sign: mu */
    {0xc0, 0xd6, 32, 1},
    {0xd8, 0xde, 32, 1},
    {0x100, 0x12e, 1, 2},
    {0x130, 0x130, 'i' - 0x130, 1},
    {0x132, 0x136, 1, 2},
    {0x139, 0x147, 1, 2},
    {0x14a, 0x176, 1, 2},
    {0x178, 0x178, 0xff - 0x178, 1},
    {0x179, 0x17d, 1, 2},
    {0x17f, 0x17f, 's' - 0x17f, 1},
    {0x386, 0x386, 38, 1},
    {0x388, 0x38a, 37, 1},
    {0x38c, 0x38c, 64, 1},
    {0x38e, 0x38f, 63, 1},
    {0x391, 0x3a1, 32, 1},
    {0x3a3, 0x3ab, 32, 1},
    {0x3c2, 0x3c2, 1, 1}, /* final sigma */
    {0x400, 0x40f, 80, 1},
    {0x410, 0x42f, 32, 1},
    {0x460, 0x480, 1, 2},
    {0x48a, 0x4be, 1, 2},
    {0x2126, 0x2126, 0x3c9 - 0x2126, 1}, /* ohm sign: omega */
    {0x212a, 0x212a, 'k' - 0x212a, 1},   /* kelvin sign */
    {0x212b, 0x212b, 0xe5 - 0x212b, 1},  /* angstrom sign */
};

/* Cuts the first code point off; a byte that is no UTF-8 counts as one. */
static uint32_t
take_code(struct slice *s)
{
	const unsigned char *p = (const unsigned char *)s->at; /* UTF-8 */
	size_t i, n = slice_utf8_sequence(*s);
	uint32_t code = p[0];

	if (n > 1)
		code &= 0x7fU >> n;
	for (i = 1; i < n; i++)
		code = code << 6 | (p[i] & 0x3f);
	s->at += n ? n : 1;
	s->len -= n ? n : 1;
	return code;
}

static bool
is_blank(uint32_t code)
{
	return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xa0;
}

static uint32_t
fold(uint32_t code)
{
	size_t i;

	for (i = 0; i < COUNT_OF(letters); i++)
		if (code >= letters[i].first && code <= letters[i].last &&
		    (code - letters[i].first) % letters[i].step == 0)
			return (uint32_t)((int32_t)code + letters[i].to_lower);
	return code;
}

/* A text that is read along, with what is to be folded in it. */
struct folding {
	struct slice rest;
	bool fold_letters, fold_blanks;
	bool begun;
};

/*
 * The next folded code point; ' ' for blanks between words, 0 at the end
 * (which U+0000 cannot be taken for: no stream holds it).
 */
static uint32_t
next_folded(struct folding *f)
{
	bool blank = false;

	while (f->rest.len) {
		struct slice here = f->rest;
		uint32_t code = take_code(&here);

		if (!f->fold_blanks || !is_blank(code)) {
			if (blank && f->begun)
				return ' ';
			f->begun = true;
			f->rest = here;
			return f->fold_letters ? fold(code) : code;
		}
		/* the last blank stays until what follows is known */
		blank = true;
		f->rest = here;
	}
	return 0;
}

bool
alike_texts(struct slice a, struct slice b, bool fold_letters,
    bool fold_blanks)
{
	struct folding x = {a, fold_letters, fold_blanks, false};
	struct folding y = {b, fold_letters, fold_blanks, false};
	uint32_t left, right;

	do {
		left = next_folded(&x);
		right = next_folded(&y);
	} while (left == right && left);
	return left == right;
}

bool
alike_folded(struct slice a, struct slice b)
{
	return alike_texts(a, b, true, true);
}

static bool
number_of(struct decimal *out, const struct value *v)
{
	return (v->kind == VALUE_NUMBER || v->kind == VALUE_TEXT) &&
	    decimal_parse(out, v->text);
}

/* |first - second| <= bound, or <= bound per cent of |first|. */
static bool
within(const struct alike_how *how, const struct value *first,
    const struct value *second)
{
	struct decimal is, was, bound = how->bound;

	if (!number_of(&is, first) || !number_of(&was, second) ||
	    !decimal_sub(&was, is, was))
		return false;
	was.negative = is.negative = false;
	if (how->way == ALIKE_PERCENT &&
	    (!decimal_mul(&bound, bound, is) ||
	    !decimal_mul(&was, was, decimal_of(100))))
		return false;
	return decimal_compare(was, bound) <= 0;
}

/* Of dates, and of the days (in UTC) of times. */
static bool
within_days(struct decimal bound, struct slice first, struct slice second)
{
	int64_t apart;

	if (first.len < CLOCK_DATE_SIZE - 1 || second.len < CLOCK_DATE_SIZE - 1)
		return false;
	first.len = second.len = CLOCK_DATE_SIZE - 1;
	if (!clock_date_valid(first) || !clock_date_valid(second))
		return false;
	apart = clock_days(first) - clock_days(second);
	return decimal_compare(decimal_of(apart < 0 ? -apart : apart),
	    bound) <= 0;
}

bool
alike(const struct alike_how *how, const struct value *first,
    const struct value *second)
{
	bool texts = first->kind == VALUE_TEXT && second->kind == VALUE_TEXT;

	if (value_equal(first, second))
		return true;
	if (first->kind == VALUE_ABSENT || second->kind == VALUE_ABSENT)
		return false;
	switch (how->way) {
	case ALIKE_EXACT:
	case ALIKE_SET:
		return false;
	case ALIKE_FOLDED:
		return texts && alike_folded(first->text, second->text);
	case ALIKE_DATE:
		return texts && first->text.len >= 10 &&
		    second->text.len >= 10 &&
		    memcmp(first->text.at, second->text.at, 10) == 0;
	case ALIKE_TOLERANCE:
	case ALIKE_PERCENT:
		return within(how, first, second);
	case ALIKE_DAYS:
		return texts && within_days(how->bound, first->text,
		    second->text);
	}
	BUG("alike: no such way");
}
