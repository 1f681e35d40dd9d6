/* phantomlevel.c - member by member: which wins, or how both are joined. */
#include "transform/phantomlevel.h"

/* --- members that join --- */

static struct slice
joined(struct slice a, struct slice b, const char *mark, struct arena *arena)
{
	struct buf text = BUF_INIT(KEY_MOST * 4);
	struct slice made;

	if (!rawline_says(a) || !rawline_says(b))
		return rawline_says(a) ? a : b;
	buf_add_byte(&text, '"');
	buf_add_slice(&text, rawline_plain(a));
	buf_add_text(&text, mark);
	buf_add_slice(&text, rawline_plain(b));
	buf_add_byte(&text, '"');
	made = slice_copy(buf_slice(&text), arena);
	buf_release(&text);
	return made;
}

static struct slice
both_conditions(const struct phantomlevel *up, struct slice a, struct slice b)
{
	struct buf text = BUF_INIT((size_t)16 * 1024 * 1024);
	struct arena *arena = &up->m->arena;
	struct slice made;

	if (!a.len || !b.len || slice_equal(a, b))
		return a.len ? a : b;
	buf_add_text(&text, "\"(");
	buf_add_slice(&text, rawline_plain(a));
	buf_add_byte(&text, ')');
	buf_add_slice(&text, rawline_plain(
	    rawline_of_text(up->m->rules->collapse.conditions, arena)));
	buf_add_byte(&text, '(');
	buf_add_slice(&text, rawline_plain(b));
	buf_add_text(&text, ")\"");
	made = slice_copy(buf_slice(&text), arena);
	buf_release(&text);
	return made;
}

static struct slice
later(struct slice a, struct slice b)
{
	return slice_compare(a, b) > 0 ? a : b;
}

static struct slice
earlier(struct slice a, struct slice b)
{
	if (!a.len || !b.len)
		return a.len ? a : b;
	return slice_compare(a, b) < 0 ? a : b;
}

/* Both periods; false where they have no day in common. */
static bool
join_dates(struct slice *raw, struct slice from, struct slice to)
{
	struct slice *mine_from = &raw[BOM_LINE_EFFECTIVE_FROM];
	struct slice *mine_to = &raw[BOM_LINE_EFFECTIVE_TO];

	*mine_from = later(*mine_from, from);
	*mine_to = earlier(*mine_to, to);
	return !mine_from->len || !mine_to->len ||
	    slice_compare(*mine_from, *mine_to) < 0;
}

static int
join_serials(struct mbom_line *l, const struct phantomlevel *up)
{
	struct mbom *m = up->m;
	static const unsigned members[] = {
	    BOM_LINE_SERIAL_FROM, BOM_LINE_SERIAL_TO};
	size_t i;

	for (i = 0; i < COUNT_OF(members); i++) {
		struct slice *mine = &l->raw.raw[members[i]];
		struct slice theirs = up->line.raw.raw[members[i]];

		if (mine->len && theirs.len && !slice_equal(*mine, theirs))
			return mbom_reject(m, "collapse", "%s: it and the "
			    "phantom %s have serial numbers, which cannot be "
			    "joined", mbom_name(m, l),
			    mbom_name(m, &up->line));
		if (!mine->len)
			*mine = theirs;
	}
	return 0;
}

/* Both offsets, and yields multiplied: 100 - s is what is left of 100. */
static int
join_numbers(struct mbom_line *l, const struct phantomlevel *up, bool scrapped)
{
	struct mbom *m = up->m;
	const struct slice *theirs = up->line.raw.raw;
	struct slice *mine = l->raw.raw;
	const struct decimal hundred = decimal_of(100);
	struct decimal a, b;

	if (rawline_number(&a, theirs[BOM_LINE_LEAD_TIME_OFFSET_DAYS])) {
		if (!rawline_number(&b, mine[BOM_LINE_LEAD_TIME_OFFSET_DAYS]))
			b = decimal_of(0);
		if (!decimal_add(&a, a, b))
			return mbom_reject(m, "collapse", "%s: the lead time "
			    "offset needs more than 38 digits",
			    mbom_name(m, l));
		mine[BOM_LINE_LEAD_TIME_OFFSET_DAYS] =
		    rawline_of_number(a, &m->arena);
	}
	if (!scrapped || !rawline_number(&a, theirs[BOM_LINE_SCRAP_PERCENT]))
		return 0;
	if (!rawline_number(&b, mine[BOM_LINE_SCRAP_PERCENT]))
		b = decimal_of(0);
	if (!decimal_sub(&a, hundred, a) || !decimal_sub(&b, hundred, b) ||
	    !decimal_mul(&a, a, b) ||
	    !decimal_mul(&a, a, (struct decimal){1, 2, false}) ||
	    !decimal_sub(&a, hundred, a))
		return mbom_reject(m, "collapse", "%s: the scrap needs more "
		    "than 38 digits", mbom_name(m, l));
	mine[BOM_LINE_SCRAP_PERCENT] = rawline_of_number(a, &m->arena);
	return 0;
}

/* --- quantities --- */

static bool
per_order(const struct mbom_line *l)
{
	return slice_is(l->raw.raw[BOM_LINE_BASIS], "\"per_order\"");
}

/*
 * The phantom's number times the line's; a quantity for the whole order stays
 * what it is, and what is in a phantom for the whole order is for it too.
 */
static int
multiply(struct mbom_line *l, const struct phantomlevel *up)
{
	struct mbom *m = up->m;
	struct fraction mine;
	bool some;

	if (!up->counted) {
		l->raw.raw[BOM_LINE_QUANTITY] = slice_from("", 0);
		l->computed = false;
		l->raw.raw[BOM_LINE_AS_REQUIRED] = SLICE("true");
		return 0;
	}
	if (mbom_quantity(m, l, &mine, &some))
		return 1;
	if (!some || per_order(l))
		return 0;
	if (!fraction_mul(&l->quantity, &mine, &up->each))
		return mbom_reject(m, "collapse", "%s: the quantity in the "
		    "phantom %s needs more than 38 digits", mbom_name(m, l),
		    mbom_name(m, &up->line));
	l->computed = true;
	if (per_order(&up->line))
		l->raw.raw[BOM_LINE_BASIS] = SLICE("\"per_order\"");
	return 0;
}

static int
convert(struct phantomlevel *to, struct slice uom)
{
	struct mbom *m = to->m;
	struct fraction by = fraction_one();
	struct slice mine = to->line.raw.raw[BOM_LINE_UOM];
	enum unit_answer answer;

	if (!mine.len || !uom.len || slice_equal(mine, uom))
		return 0;
	answer = unit_find(&to->phantoms->units,
	    rawline_plain(to->line.raw.raw[BOM_LINE_COMPONENT]),
	    rawline_plain(mine), rawline_plain(uom), &by.size);
	if (answer != UNIT_FOUND)
		return mbom_reject(m, "collapse", "%s: %.*s of the line to "
		    "%.*s of the phantom's BOM: %s", mbom_name(m, &to->line),
		    SLICE_ARGS(rawline_plain(mine)),
		    SLICE_ARGS(rawline_plain(uom)),
		    unit_answer_text(answer));
	if (!fraction_mul(&to->each, &to->each, &by))
		return mbom_reject(m, "collapse", "%s: the quantity needs more "
		    "than 38 digits", mbom_name(m, &to->line));
	return 0;
}

int
phantomlevel_count(struct phantomlevel *to)
{
	struct mbom *m = to->m;
	struct decimal base = decimal_of(1);
	struct rawline header;

	memset(&header, 0, sizeof(header));
	if (to->bom->header.len)
		rawline_cut(&header, TYPE_BOM, to->bom->header);
	to->from = header.raw[BOM_EFFECTIVE_FROM];
	to->to = header.raw[BOM_EFFECTIVE_TO];
	if (mbom_quantity(m, &to->line, &to->each, &to->counted))
		return 1;
	if (!to->counted) {
		if (to->line.raw.raw[BOM_LINE_AS_REQUIRED].len)
			return 0;
		return mbom_reject(m, "collapse", "%s: the phantom has no "
		    "quantity", mbom_name(m, &to->line));
	}
	if (convert(to, header.raw[BOM_UOM]))
		return 1;
	if (!rawline_number(&base, header.raw[BOM_BASE_QUANTITY]))
		return 0;
	if (base.negative || decimal_zero(base))
		return mbom_reject(m, "collapse", "%s: the base quantity of "
		    "the phantom's BOM is not above 0",
		    mbom_name(m, &to->line));
	if (!fraction_div(&to->each, &to->each, base))
		return mbom_reject(m, "collapse", "%s: the quantity needs more "
		    "than 38 digits", mbom_name(m, &to->line));
	return 0;
}

/* --- a line below a phantom --- */

static void
join_key(struct mbom_line *l, const struct phantomlevel *up)
{
	struct mbom *m = up->m;
	const struct slice *theirs = up->line.raw.raw;
	struct slice *mine = l->raw.raw;

	switch (m->rules->collapse.find) {
	case FIND_PATH:
		mine[BOM_LINE_FIND_NUMBER] = joined(
		    theirs[BOM_LINE_FIND_NUMBER], mine[BOM_LINE_FIND_NUMBER],
		    ".", &m->arena);
		break;
	case FIND_LINE:
		mine[BOM_LINE_FIND_NUMBER] = theirs[BOM_LINE_FIND_NUMBER];
		break;
	case FIND_OWN:
		break;
	}
	mine[BOM_LINE_OCCURRENCE] = joined(theirs[BOM_LINE_OCCURRENCE],
	    mine[BOM_LINE_OCCURRENCE], ".", &m->arena);
}

int
phantomlevel_join(struct mbom_line *l, const struct phantomlevel *up,
    bool *gone)
{
	const struct slice *theirs = up->line.raw.raw;
	struct slice *mine = l->raw.raw;

	*gone = !join_dates(mine, theirs[BOM_LINE_EFFECTIVE_FROM],
	    theirs[BOM_LINE_EFFECTIVE_TO]) ||
	    !join_dates(mine, up->from, up->to);
	if (*gone)
		return 0;
	if (join_numbers(l, up, !per_order(l) || per_order(&up->line)) ||
	    multiply(l, up) || join_serials(l, up))
		return 1;
	join_key(l, up);
	mine[BOM_LINE_CONDITION] = both_conditions(up,
	    theirs[BOM_LINE_CONDITION], mine[BOM_LINE_CONDITION]);
	if (theirs[BOM_LINE_OPERATION].len)
		mine[BOM_LINE_OPERATION] = theirs[BOM_LINE_OPERATION];
	if (theirs[BOM_LINE_OPTIONAL].len)
		mine[BOM_LINE_OPTIONAL] = theirs[BOM_LINE_OPTIONAL];
	if (!mine[BOM_LINE_CHANGE_ORDER].len)
		mine[BOM_LINE_CHANGE_ORDER] = theirs[BOM_LINE_CHANGE_ORDER];
	return 0;
}

int
phantomlevel_check(const struct phantomlevel *to)
{
	const struct phantomlevel *path[PHANTOMLEVEL_MOST + 1];
	struct mbom *m = to->m;
	struct slice name = to->line.raw.raw[BOM_LINE_COMPONENT];
	bool loop = slice_equal(name, m->keys[BOM_PARENT]);
	struct buf text = BUF_INIT(1000);
	const struct phantomlevel *at;
	unsigned n = 0;

	for (at = to->up; at; at = at->up)
		loop = loop || slice_equal(name,
		    at->line.raw.raw[BOM_LINE_COMPONENT]);
	if (!loop && to->depth <= PHANTOMLEVEL_MOST)
		return 0;
	for (at = to; at && n < COUNT_OF(path); at = at->up)
		path[n++] = at;
	buf_add_slice(&text, rawline_plain(m->keys[BOM_PARENT]));
	while (loop && n) {
		buf_add_text(&text, " > ");
		buf_add_slice(&text, rawline_plain(
		    path[--n]->line.raw.raw[BOM_LINE_COMPONENT]));
	}
	if (loop)
		mbom_reject(m, "collapse", "a cycle through phantoms: %s",
		    buf_text(&text));
	else
		mbom_reject(m, "collapse", "phantoms in phantoms over more "
		    "than %d levels", PHANTOMLEVEL_MOST);
	buf_release(&text);
	return 1;
}
