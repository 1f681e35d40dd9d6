/* decimal.c - exact decimals on 128 bits, with 256 bits in between. */
#include "base/decimal.h"

/* The greatest coefficient, 10^38 - 1. */
#define COEFFICIENT_MOST (wide_power(DECIMAL_DIGITS_MOST) - 1)

/*
 * Makes w * 10^-scale a normalised decimal.  Whether it fits is decided when
 * its trailing zeros are gone: 4 * 0.25 is 1, not 1.00, at 39 digits too.
 */
static bool
settle(struct decimal *out, bool negative, struct wide w, unsigned scale)
{
	while (scale && !(w.low & 1)) {
		struct wide tenth = w;

		if (wide_cut_digit(&tenth))
			break;
		w = tenth;
		scale--;
	}
	if (w.high || w.low > COEFFICIENT_MOST || scale > DECIMAL_SCALE_MOST)
		return false;
	/* just held to at most 38 */
	*out = (struct decimal){w.low, (uint8_t)scale, negative && w.low};
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
digits_end(const char *p, const char *end)
{
	while (p < end && is_digit(*p))
		p++;
	return p;
}

/*
 * 64 bits and one pass do for most quantities: short, without an exponent.
 * Answers false for whatever is not of that kind, wrong or not.
 */
static bool
parse_short(struct decimal *out, struct slice text)
{
	const char *p = text.at, *end, *fraction;
	uint64_t c = 0;
	unsigned scale = 0;
	bool negative;

	if (!text.len || text.len > 18)
		return false;
	end = p + text.len;
	negative = *p == '-';
	p += negative;
	if (p == end || !is_digit(*p) ||
	    (*p == '0' && end - p > 1 && p[1] != '.'))
		return false;
	for (; p < end && is_digit(*p); p++)
		c = c * 10 + (uint64_t)(*p - '0');
	if (p < end) {
		fraction = p + 1;
		if (*p != '.' || fraction == end)
			return false;
		for (p = fraction; p < end && is_digit(*p); p++)
			c = c * 10 + (uint64_t)(*p - '0');
		if (p < end)
			return false;
		scale = (unsigned)(p - fraction);
		for (; scale && c % 10 == 0; scale--)
			c /= 10;
	}
	/* text.len bounds scale */
	*out = (struct decimal){c, (uint8_t)scale, negative && c};
	return true;
}

/* A number by JSON's grammar, of any size: where its parts lie. */
struct spelling {
	bool negative;
	const char *from;  /* first digit */
	const char *point; /* behind the whole part: the point, if any */
	const char *to;	   /* behind the last digit before an exponent */
	int64_t exponent;  /* held to +-10^16, far beyond any text's length */
};

static bool
exponent_read(int64_t *exponent, const char *p, const char *end)
{
	bool negative = p < end && *p == '-';
	int64_t n = 0;

	if (p < end && (*p == '-' || *p == '+'))
		p++;
	if (p == end || digits_end(p, end) != end)
		return false;
	for (; p < end; p++)
		if (n < INT64_C(1000000000000000))
			n = n * 10 + (*p - '0');
	*exponent = negative ? -n : n;
	return true;
}

static bool
spelling_read(struct spelling *s, struct slice text)
{
	const char *p = text.at, *end;

	if (!text.len)
		return false;
	end = p + text.len;
	s->negative = *p == '-';
	s->from = p + s->negative;
	p = digits_end(s->from, end);
	if (p == s->from || (*s->from == '0' && p - s->from > 1))
		return false;
	s->point = p;
	if (p < end && *p == '.') {
		p = digits_end(p + 1, end);
		if (p == s->point + 1)
			return false;
	}
	s->to = p;
	s->exponent = 0;
	if (p == end)
		return true;
	return (*p == 'e' || *p == 'E') &&
	       exponent_read(&s->exponent, p + 1, end);
}

/*
 * Why a text is refused, NULL if it is not.  Only the digits from the first
 * to the last that is not 0 are looked at, so neither the length of the text
 * nor its exponent can overflow anything.
 */
static const char *
parse_any(struct decimal *out, struct slice text)
{
	struct spelling s;
	const char *first, *last, *p;
	wide_half c = 0;
	int64_t digits, exponent;

	if (!spelling_read(&s, text))
		return "not a number";
	first = s.from;
	while (first < s.to && (*first == '0' || *first == '.'))
		first++;
	*out = (struct decimal)DECIMAL_ZERO;
	if (first == s.to)
		return NULL;
	last = s.to - 1;
	while (*last == '0' || *last == '.')
		last--;
	digits = last - first + 1 - (first < s.point && s.point < last);
	exponent = s.exponent + (s.point - last) - (last < s.point);
	if (digits + (exponent > 0 ? exponent : 0) > DECIMAL_DIGITS_MOST)
		return "more than 38 significant digits";
	if (-exponent > DECIMAL_SCALE_MOST)
		return "more than 38 decimal places";
	for (p = first; p <= last; p++)
		if (p != s.point)
			c = c * 10 + (wide_half)(*p - '0');
	/* both casts are of values just held to 38 */
	if (exponent > 0)
		c *= wide_power((unsigned)exponent);
	else
		out->scale = (uint8_t)-exponent;
	out->coefficient = c;
	out->negative = s.negative;
	return NULL;
}

bool
decimal_parse(struct decimal *out, struct slice text)
{
	struct decimal d;

	if (parse_short(out, text))
		return true;
	if (parse_any(&d, text))
		return false;
	*out = d;
	return true;
}

const char *
decimal_why(struct slice text)
{
	struct decimal d;
	const char *why = parse_any(&d, text);

	if (!why)
		BUG("decimal_why: nothing is wrong with the text");
	return why;
}

bool
decimal_canonical(struct slice text, unsigned *digits)
{
	const char *p, *end, *whole, *fraction;
	size_t n, decimals = 0;

	if (!text.len)
		return false;
	end = text.at + text.len;
	whole = text.at + (*text.at == '-');
	p = fraction = digits_end(whole, end);
	if (p == whole || (*whole == '0' && p - whole > 1))
		return false;
	if (p < end) {
		fraction = p + 1;
		p = digits_end(fraction, end);
		if (fraction[-1] != '.' || p == fraction || p < end ||
		    p[-1] == '0')
			return false;
		decimals = (size_t)(p - fraction);
	} else if (*text.at == '-' && *whole == '0') {
		return false;
	}
	n = text.len - (size_t)(whole - text.at) - (decimals > 0);
	if (*whole == '0' && decimals)
		for (n--; *fraction == '0'; fraction++)
			n--;
	if (n > DECIMAL_DIGITS_MOST || decimals > DECIMAL_SCALE_MOST)
		return false;
	if (digits)
		*digits = (unsigned)n; /* at most 38 */
	return true;
}

/* The digits of c, without leading zeros, right-aligned before `end`. */
static char *
digits_print(char *end, wide_half c)
{
	const uint64_t part = (uint64_t)wide_power(19); /* fits in 64 bits */
	uint64_t low;
	int n;

	for (; c > UINT64_MAX; c /= part) {
		low = (uint64_t)(c % part); /* below 10^19 */
		for (n = 0; n < 19; n++, low /= 10)
			*--end = (char)('0' + low % 10);
	}
	/* at most 64 bits are left */
	for (low = (uint64_t)c; low; low /= 10)
		*--end = (char)('0' + low % 10);
	return end;
}

size_t
decimal_print(char text[DECIMAL_TEXT_SIZE], struct decimal d)
{
	char digits[DECIMAL_TEXT_SIZE], *end = digits + sizeof(digits);
	char *from = digits_print(end, d.coefficient), *to = text;
	size_t whole;

	while (from > end - d.scale - 1)
		*--from = '0';
	whole = (size_t)(end - from) - d.scale;
	if (d.negative)
		*to++ = '-';
	memcpy(to, from, whole);
	to += whole;
	if (d.scale) {
		*to++ = '.';
		memcpy(to, from + whole, d.scale);
		to += d.scale;
	}
	*to = '\0';
	return (size_t)(to - text);
}

unsigned
decimal_digits(struct decimal d)
{
	unsigned n = 1;

	while (n < DECIMAL_DIGITS_MOST && d.coefficient >= wide_power(n))
		n++;
	return n;
}

struct decimal
decimal_of(int64_t n)
{
	/* negated as unsigned, because -INT64_MIN is no int64_t */
	uint64_t c = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	return (struct decimal){c, 0, n < 0};
}

int
decimal_compare(struct decimal a, struct decimal b)
{
	unsigned scale = a.scale > b.scale ? a.scale : b.scale;
	int c;

	if (a.negative != b.negative)
		return a.negative ? -1 : 1;
	c = wide_compare(wide_mul(a.coefficient, wide_power(scale - a.scale)),
	    wide_mul(b.coefficient, wide_power(scale - b.scale)));
	return a.negative ? -c : c;
}

struct decimal
decimal_negate(struct decimal d)
{
	d.negative = !d.negative && d.coefficient;
	return d;
}

bool
decimal_add(struct decimal *out, struct decimal a, struct decimal b)
{
	unsigned scale = a.scale > b.scale ? a.scale : b.scale;
	struct wide x = wide_mul(a.coefficient, wide_power(scale - a.scale));
	struct wide y = wide_mul(b.coefficient, wide_power(scale - b.scale));

	if (a.negative == b.negative)
		return settle(out, a.negative, wide_add(x, y), scale);
	if (wide_compare(x, y) >= 0)
		return settle(out, a.negative, wide_sub(x, y), scale);
	return settle(out, b.negative, wide_sub(y, x), scale);
}

bool
decimal_sub(struct decimal *out, struct decimal a, struct decimal b)
{
	return decimal_add(out, a, decimal_negate(b));
}

bool
decimal_mul(struct decimal *out, struct decimal a, struct decimal b)
{
	return settle(out, a.negative != b.negative,
	    wide_mul(a.coefficient, b.coefficient),
	    (unsigned)a.scale + b.scale);
}

/*
 * Whether the magnitude goes up by one.  `half` tells how what is cut off
 * compares with one half; `rest` that it is not 0.
 */
static bool
rounds_up(
    enum decimal_rounding how, bool negative, bool odd, bool rest, int half)
{
	switch (how) {
	case DECIMAL_HALF_EVEN:
		return half > 0 || (half == 0 && odd);
	case DECIMAL_HALF_UP:
		return half >= 0;
	case DECIMAL_DOWN:
		return false;
	case DECIMAL_UP:
		return rest;
	case DECIMAL_FLOOR:
		return rest && negative;
	case DECIMAL_CEILING:
		return rest && !negative;
	}
	BUG("there is no such rounding");
}

/*
 * a / by where the divisor has grown because fewer digits are wanted than a
 * has.  *rest and *half become what rounds_up wants.
 */
static wide_half
div_short(wide_half a, struct wide by, bool *rest, int *half)
{
	wide_half q = by.high ? 0 : a / by.low;
	wide_half r = by.high ? a : a % by.low;

	*rest = r != 0;
	*half = wide_compare(wide_mul(r, 2), by);
	return q;
}

/* Brings *rest, less than twice `by`, below it: 1 if it had to. */
static unsigned
fold(wide_half *rest, wide_half by)
{
	unsigned over = *rest >= by;

	*rest -= over ? by : 0;
	return over;
}

/*
 * The next digit of a long division; *rest becomes what is left of ten times
 * itself.  Ten times 10^38 would leave 128 bits, twice does not: so by way of
 * 2, 4, 5 and 10 times, each brought below `by` at once.
 */
static unsigned
next_digit(wide_half *rest, wide_half by)
{
	wide_half r = *rest * 2;
	unsigned digit = fold(&r, by);

	r *= 2;
	digit = digit * 2 + fold(&r, by);
	r += *rest;
	digit += fold(&r, by);
	r *= 2;
	digit = digit * 2 + fold(&r, by);
	*rest = r;
	return digit;
}

/*
 * a * 10^steps / by, *rest being a at first.  False when the quotient reaches
 * 10^76: at most 38 of its digits are decimals, so it is too long.
 */
static bool
div_long(struct wide *q, wide_half *rest, wide_half by, int steps)
{
	const struct wide most = wide_mul(wide_power(38), wide_power(38));

	*q = (struct wide){0, *rest / by};
	*rest %= by;
	for (; steps > 0; steps--) {
		wide_add_digit(q, next_digit(rest, by));
		if (wide_compare(*q, most) >= 0)
			return false;
	}
	return true;
}

bool
decimal_div(struct decimal *out, struct decimal a, struct decimal b,
    unsigned scale, enum decimal_rounding how)
{
	bool negative = a.negative != b.negative, more;
	int steps = (int)scale + b.scale - a.scale, half;
	struct wide q = {0, 0};
	wide_half rest = a.coefficient;

	if (!b.coefficient || scale > DECIMAL_SCALE_MOST)
		return false;
	if (steps < 0) {
		/* the cast: a's scale bounds -steps */
		q.low = div_short(rest,
		    wide_mul(b.coefficient, wide_power((unsigned)-steps)),
		    &more, &half);
	} else {
		if (!div_long(&q, &rest, b.coefficient, steps))
			return false;
		more = rest != 0;
		half = wide_compare(
		    wide_mul(rest, 2), (struct wide){0, b.coefficient});
	}
	if (rounds_up(how, negative, q.low & 1, more, half))
		q = wide_add(q, (struct wide){0, 1});
	return settle(out, negative, q, scale);
}

struct decimal
decimal_round(struct decimal d, unsigned scale, enum decimal_rounding how)
{
	wide_half q;
	bool more;
	int half;

	if (d.scale <= scale)
		return d;
	q = div_short(d.coefficient,
	    (struct wide){0, wide_power(d.scale - scale)}, &more, &half);
	q += rounds_up(how, d.negative, q & 1, more, half);
	if (!settle(&d, d.negative, (struct wide){0, q}, scale))
		BUG("decimal_round: fewer digits do not fit");
	return d;
}

bool
decimal_rounding_parse(enum decimal_rounding *out, struct slice name)
{
	static const char *const names[] = {
	    [DECIMAL_HALF_EVEN] = "half-even",
	    [DECIMAL_HALF_UP] = "half-up",
	    [DECIMAL_DOWN] = "down",
	    [DECIMAL_UP] = "up",
	    [DECIMAL_FLOOR] = "floor",
	    [DECIMAL_CEILING] = "ceiling",
	};
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++) {
		if (!slice_is(name, names[i]))
			continue;
		*out = (enum decimal_rounding)i; /* the table's own index */
		return true;
	}
	return false;
}
