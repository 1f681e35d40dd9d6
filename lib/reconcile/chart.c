/* chart.c - places in tenths of a unit of the drawing. */
#include "reconcile/chart.h"

#include "reconcile/markup.h"

#define WIDTH 420
#define LEFT 52
#define RIGHT 8
#define TOP 10
#define HEIGHT 110 /* of the axis */
#define LEGEND 16  /* of a line of it */
#define NAME_SHOWN 40
#define STYLES 6

static const char *const colours[STYLES] = {"#12427a", "#a33b00", "#1f6b2a",
    "#6a1b7a", "#00585c", "#4d3a30"};
static const char *const dashes[STYLES] = {"none", "6 3", "2 2", "8 3 2 3",
    "4 2", "1 3"};

struct axis {
	struct decimal from, to;
};

/* --- the axis --- */

/* The smallest of 1, 2 or 5 times a power of ten that is not below `least`. */
static struct decimal
round_up(struct decimal least)
{
	static const int64_t steps[] = {1, 2, 5};
	struct decimal unit = {1, 2, false}, ten = decimal_of(10);
	size_t i;

	for (;;) {
		for (i = 0; i < COUNT_OF(steps); i++) {
			struct decimal d;

			if (decimal_mul(&d, unit, decimal_of(steps[i])) &&
			    decimal_compare(d, least) >= 0)
				return d;
		}
		if (!decimal_mul(&unit, unit, ten))
			return least;
	}
}

void
chart_axis(struct decimal *from, struct decimal *to, struct decimal low,
    struct decimal high)
{
	struct decimal zero = DECIMAL_ZERO;

	*from = zero;
	*to = decimal_of(1);
	if (decimal_compare(low, zero) < 0)
		*from = decimal_negate(round_up(decimal_negate(low)));
	if (decimal_compare(high, zero) > 0)
		*to = round_up(high);
	else if (decimal_compare(low, zero) < 0)
		*to = zero;
}

static bool
of_chart(const struct standing_series *s, struct slice title)
{
	return slice_equal(s->chart, title);
}

static void
find_axis(struct axis *axis, const struct standing *st, struct slice title)
{
	struct decimal low = DECIMAL_ZERO, high = DECIMAL_ZERO;
	bool first = true, percent = true;
	size_t i, k;

	for (i = 0; i < st->series_count; i++) {
		const struct standing_series *s = &st->series[i];

		if (!of_chart(s, title))
			continue;
		percent = percent && slice_is(s->unit, "%");
		for (k = 0; k < st->run_count; k++) {
			if (!s->known[k])
				continue;
			if (first || decimal_compare(s->values[k], low) < 0)
				low = s->values[k];
			if (first || decimal_compare(s->values[k], high) > 0)
				high = s->values[k];
			first = false;
		}
	}
	chart_axis(&axis->from, &axis->to, low, high);
	/* above 90 % it is the last per cent that tells */
	if (percent && !first && decimal_compare(low, decimal_of(90)) >= 0 &&
	    decimal_compare(high, decimal_of(100)) <= 0) {
		axis->from = decimal_of(90);
		axis->to = decimal_of(100);
	}
}

/* --- places --- */

/* How far down a value stands, in tenths. */
static void
add_y(struct buf *b, const struct axis *axis, struct decimal value)
{
	struct decimal down, range, y;
	char text[DECIMAL_TEXT_SIZE];

	if (!decimal_sub(&down, axis->to, value) ||
	    !decimal_sub(&range, axis->to, axis->from) ||
	    !decimal_mul(&down, down, decimal_of(HEIGHT)) ||
	    !decimal_div(&y, down, range, 1, DECIMAL_HALF_EVEN) ||
	    !decimal_add(&y, y, decimal_of(TOP)))
		y = decimal_of(TOP);
	decimal_print(text, y);
	buf_add_text(b, text);
}

static unsigned
x_of(size_t run, size_t count)
{
	unsigned room = WIDTH - LEFT - RIGHT;

	/* below STANDING_RUNS */
	return LEFT + (count == 1 ? room / 2
	    : (unsigned)(run * room / (count - 1)));
}

static void
add_decimal(struct buf *b, struct decimal d)
{
	char text[DECIMAL_TEXT_SIZE];

	decimal_print(text, d);
	buf_add_text(b, text);
}

/* --- the drawing --- */

static void
add_grid(struct buf *b, const struct axis *axis, struct slice unit)
{
	struct decimal at = axis->from, step;
	unsigned i;

	if (!decimal_sub(&step, axis->to, axis->from) ||
	    !decimal_div(&step, step, decimal_of(2), 3, DECIMAL_HALF_EVEN))
		return;
	for (i = 0; i < 3; i++) {
		buf_printf(b, "<path class=\"g\" d=\"M%d ", LEFT);
		add_y(b, axis, at);
		buf_printf(b, "H%d\"/><text x=\"%d\" y=\"", WIDTH - RIGHT,
		    LEFT - 5);
		add_y(b, axis, at);
		buf_add_text(b, "\" dy=\"4\" text-anchor=\"end\">");
		add_decimal(b, at);
		if (slice_is(unit, "%"))
			buf_add_text(b, " %");
		buf_add_text(b, "</text>\n");
		if (!decimal_add(&at, at, step))
			return;
	}
}

/* The day of a time, YYYY-MM-DD. */
static void
add_day(struct buf *b, struct slice at)
{
	markup_text(b, slice_from(at.at, at.len < 10 ? at.len : 10), 64);
}

static void
add_dates(struct buf *b, const struct standing *st)
{
	const struct standing_run *last = &st->runs[st->run_count - 1];
	int y = TOP + HEIGHT + 15;

	buf_printf(b, "<text x=\"%d\" y=\"%d\"%s>",
	    (int)x_of(0, st->run_count), y,
	    st->run_count == 1 ? " text-anchor=\"middle\"" : "");
	add_day(b, st->runs[0].at);
	buf_add_text(b, "</text>\n");
	if (st->run_count == 1)
		return;
	buf_printf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">",
	    WIDTH - RIGHT, y);
	add_day(b, last->at);
	buf_add_text(b, "</text>\n");
}

static void
add_points(struct buf *b, const struct standing *st,
    const struct standing_series *s, const struct axis *axis,
    const char *colour)
{
	size_t k;

	for (k = 0; k < st->run_count; k++) {
		if (!s->known[k])
			continue;
		buf_printf(b, "<circle r=\"2\" fill=\"%s\" cx=\"%u\" cy=\"",
		    colour, x_of(k, st->run_count));
		add_y(b, axis, s->values[k]);
		buf_add_text(b, "\"><title>");
		markup_text(b, st->runs[k].at, 40);
		buf_add_text(b, ": ");
		add_decimal(b, s->values[k]);
		buf_add_text(b, "</title></circle>\n");
	}
}

static void
add_line(struct buf *b, const struct standing *st,
    const struct standing_series *s, const struct axis *axis, unsigned style)
{
	const char *pen = "M";
	size_t k;

	buf_printf(b, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" "
	    "stroke-dasharray=\"%s\" d=\"M0 0", colours[style],
	    dashes[style]);
	for (k = 0; k < st->run_count; k++) {
		if (!s->known[k]) {
			pen = "M";
			continue;
		}
		buf_printf(b, "%s%u ", pen, x_of(k, st->run_count));
		add_y(b, axis, s->values[k]);
		pen = "L";
	}
	buf_add_text(b, "\"/>\n");
	add_points(b, st, s, axis, colours[style]);
}

/* A sample of the line, its name, and the newest value. */
static void
add_legend(struct buf *b, const struct standing *st,
    const struct standing_series *s, unsigned style)
{
	int y = TOP + HEIGHT + 34;
	size_t last = st->run_count - 1;

	buf_printf(b, "<path stroke=\"%s\" stroke-width=\"2\" "
	    "stroke-dasharray=\"%s\" d=\"M%d %dh26\"/>"
	    "<text x=\"%d\" y=\"%d\">", colours[style % STYLES],
	    dashes[style % STYLES], LEFT, y + (int)style * LEGEND - 4,
	    LEFT + 32, y + (int)style * LEGEND);
	markup_text(b, s->name, NAME_SHOWN);
	buf_add_text(b, ": ");
	if (s->known[last]) {
		add_decimal(b, s->values[last]);
		if (s->unit.len)
			buf_add_byte(b, ' ');
		markup_text(b, s->unit, 20);
	} else {
		buf_add_text(b, "not known");
	}
	buf_add_text(b, "</text>\n");
}

static unsigned
count_series(const struct standing *st, struct slice title)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < st->series_count; i++)
		n += of_chart(&st->series[i], title);
	return n;
}

void
chart_add(struct buf *b, const struct standing *st, struct slice title)
{
	unsigned n = count_series(st, title), style = 0;
	int height = TOP + HEIGHT + 24 + (int)n * LEGEND;
	struct axis axis;
	size_t i;

	if (!st->run_count || !n)
		return;
	find_axis(&axis, st, title);
	buf_add_text(b, "<figure><figcaption>");
	markup_text(b, title, 100);
	buf_printf(b, "</figcaption>\n<svg viewBox=\"0 0 %d %d\" "
	    "role=\"img\" aria-label=\"", WIDTH, height);
	markup_text(b, title, 100);
	buf_printf(b, ", the last %zu run%s; the figures stand in the table "
	    "below\">\n", st->run_count, st->run_count == 1 ? "" : "s");
	for (i = 0; i < st->series_count; i++) {
		const struct standing_series *s = &st->series[i];

		if (!of_chart(s, title))
			continue;
		if (!style)
			add_grid(b, &axis, s->unit);
		add_line(b, st, s, &axis, style % STYLES);
		add_legend(b, st, s, style++);
	}
	add_dates(b, st);
	buf_add_text(b, "</svg></figure>\n");
}

void
chart_add_all(struct buf *b, const struct standing *st)
{
	size_t i, k;

	for (i = 0; i < st->series_count; i++) {
		for (k = 0; k < i; k++)
			if (of_chart(&st->series[k], st->series[i].chart))
				break;
		if (k == i)
			chart_add(b, st, st->series[i].chart);
	}
}
