/*
 * subtotals.c - a walk along the line up to the unit.
 *
 * The scan before it has found the line canonical, so members stand in schema
 * order and what is cut out is what stands there, but for escapes: a line with
 * one in its plant or unit is parsed.
 */
#include "reconcile/subtotals.h"

#include "model/recin.h"

void
subtotals_init(struct subtotals *s)
{
	unsigned type;

	memset(s, 0, sizeof(*s));
	s->index = (struct map)MAP_INIT;
	s->texts = (struct arena)ARENA_INIT;
	s->arena = (struct arena)ARENA_INIT;
	/* a plant of a key and a unit, as long as lines are */
	buf_init(&s->key, (size_t)64 * 1024 * 1024);
	for (type = 0; type < TYPE_COUNT; type++)
		s->wanted[type] = totals_members(&s->members[type],
		    (enum record_type)type);
}

void
subtotals_release(struct subtotals *s)
{
	map_release(&s->index);
	mem_free(s->list);
	arena_release(&s->texts);
	arena_release(&s->arena);
	buf_release(&s->key);
}

/* --- cells --- */

static struct subtotals_cell *
put_cell(struct subtotals *s, const struct subtotals_cell *like, size_t *at)
{
	uint64_t *place;
	bool added;

	buf_clear(&s->key);
	buf_printf(&s->key, "%d %zu ", (int)like->type, like->plant.len);
	buf_add_slice(&s->key, like->plant);
	buf_add_slice(&s->key, like->unit);
	place = map_put(&s->index, buf_slice(&s->key), &added);
	if (added) {
		*place = s->count;
		if (s->count == s->size) {
			s->size = mem_next_size(s->size, s->count + 1);
			s->list = mem_grow(s->list, s->size,
			    sizeof(*s->list));
		}
		s->list[s->count++] = (struct subtotals_cell){
		    .type = like->type,
		    .plant = slice_copy(like->plant, &s->texts),
		    .unit = slice_copy(like->unit, &s->texts)};
	}
	*at = (size_t)*place;
	return &s->list[*at];
}

/* Lines of few plants and units follow each other: seldom looked up. */
static struct subtotals_cell *
find_cell(struct subtotals *s, const struct subtotals_cell *like)
{
	size_t mix = like->plant.len * 3 + like->unit.len * 5 + like->type, at;
	struct subtotals_cell *cell;

	if (like->plant.len)
		mix += (unsigned char)like->plant.at[like->plant.len - 1] * 7;
	if (like->unit.len)
		mix += (unsigned char)like->unit.at[0] * 11;
	mix %= SUBTOTALS_RECENT;
	if (s->recent[mix]) {
		cell = &s->list[s->recent[mix] - 1];
		if (cell->type == like->type &&
		    slice_equal(cell->plant, like->plant) &&
		    slice_equal(cell->unit, like->unit))
			return cell;
	}
	cell = put_cell(s, like, &at);
	if (at < UINT32_MAX)
		s->recent[mix] = (uint32_t)at + 1;
	return cell;
}

/* --- numbers --- */

static void
add_decimal(struct totals_sum *sum, struct decimal d)
{
	if (!sum->overflow && !decimal_add(&sum->sum, sum->sum, d))
		sum->overflow = true;
}

static struct decimal
scaled(int64_t n, unsigned scale)
{
	static const int64_t powers[SUBTOTALS_SCALES] = {1, 10, 100, 1000,
	    10000, 100000, 1000000};
	struct decimal d = decimal_of(n), part = decimal_of(powers[scale]);

	/* 19 digits and 6 decimals fit: exact */
	if (!decimal_div(&d, d, part, scale, DECIMAL_DOWN))
		BUG("a small number does not fit");
	return d;
}

/* True for a number of at most 17 digits, few of them behind the point. */
static bool
small(struct slice text, int64_t *number, unsigned *scale)
{
	const char *p = text.at, *end = text.at + text.len, *point = NULL;
	bool negative = p < end && *p == '-';
	int64_t n = 0;

	if (text.len > 17)
		return false;
	for (p += negative; p < end; p++) {
		if (*p == '.')
			point = p;
		else
			n = n * 10 + (*p - '0');
	}
	*scale = point ? (unsigned)(end - point - 1) : 0;
	*number = negative ? -n : n;
	return *scale < SUBTOTALS_SCALES;
}

static void
add_value(struct subtotals_cell *cell, struct slice text)
{
	struct decimal d;
	unsigned scale;
	int64_t n;

	cell->values++;
	if (small(text, &n, &scale)) {
		if (!__builtin_add_overflow(cell->sums[scale], n,
		    &cell->sums[scale]))
			return;
		/* what has wrapped around is undone, then moved */
		cell->sums[scale] = (int64_t)((uint64_t)cell->sums[scale] -
		    (uint64_t)n);
		add_decimal(&cell->rest, scaled(cell->sums[scale], scale));
		cell->sums[scale] = n;
		return;
	}
	if (!decimal_parse(&d, text))
		BUG("a canonical line with a number that is none");
	add_decimal(&cell->rest, d);
}

/* --- lines --- */

/* Behind the value that begins at `p`, of a canonical line. */
static const char *
behind(const char *p, const char *end)
{
	if (*p == '[') {
		for (p++; *p != ']'; p = *p == ',' ? p + 1 : p)
			p = behind(p, end);
		return p + 1;
	}
	if (*p != '"') {
		while (p < end && *p != ',' && *p != '}')
			p++;
		return p;
	}
	for (p++; *p != '"'; p++)
		if (*p == '\\')
			p++;
	return p + 1;
}

/* Without its quotes, if it has some. */
static struct slice
bare(struct slice value)
{
	if (value.len && value.at[0] == '"')
		return slice_from(value.at + 1, value.len - 2);
	return value;
}

/* Of members behind the key: those that are summed. */
static void
cut_values(const struct totals_members *m, const struct schema_type *t,
    struct slice rest, struct slice *value, struct slice *unit)
{
	unsigned last = m->value > m->unit ? m->value : m->unit, i;
	const char *p = rest.at, *end = rest.at + rest.len, *start;

	for (i = t->key_count; i <= last; i++) {
		struct slice lead = t->members[i].lead;

		if ((size_t)(end - p) < lead.len ||
		    memcmp(p, lead.at, lead.len) != 0)
			continue;
		start = p + lead.len;
		p = behind(start, end);
		if (i == m->value)
			*value = bare(slice_from(start, (size_t)(p - start)));
		if (i == m->unit)
			*unit = bare(slice_from(start, (size_t)(p - start)));
	}
}

static bool
escaped(struct slice text)
{
	return text.len && memchr(text.at, '\\', text.len) != NULL;
}

static void
add_parsed(struct subtotals *s, struct slice line)
{
	const struct totals_members *m;
	struct subtotals_cell like, *cell;
	struct record r;
	struct err e = ERR_INIT;

	arena_reset(&s->arena);
	if (recin_parse(&r, line, JSON_AT("", 0), &s->arena, &e) < 0)
		BUG("a canonical line that cannot be read");
	m = &s->members[r.type];
	like.type = r.type;
	like.plant = record_text(&r, m->plant);
	like.unit = m->summed ? record_text(&r, m->unit) : SLICE("");
	cell = find_cell(s, &like);
	cell->records++;
	if (m->summed && r.values[m->value].kind == VALUE_NUMBER)
		add_value(cell, r.values[m->value].text);
}

void
subtotals_add(void *ctx, struct slice line, const struct scan *scan)
{
	struct subtotals *s = ctx;
	const struct totals_members *m = &s->members[scan->type];
	const struct schema_type *t = &schema_types[scan->type];
	struct subtotals_cell like, *cell;
	struct slice value = SLICE_INIT("");
	const char *plant;

	if (!s->wanted[scan->type])
		return;
	like.type = scan->type;
	like.unit = SLICE("");
	plant = line.at + scan->starts[m->plant];
	like.plant = bare(slice_from(plant, (size_t)(behind(plant, line.at +
	    line.len) - plant)));
	if (m->summed)
		cut_values(m, t, slice_from(line.at + scan->key_length,
		    line.len - scan->key_length), &value, &like.unit);
	if (escaped(like.plant) || escaped(like.unit)) {
		add_parsed(s, line);
		return;
	}
	cell = find_cell(s, &like);
	cell->records++;
	if (value.len)
		add_value(cell, value);
}

void
subtotals_into(const struct subtotals *s, struct totals *t,
    enum totals_side side)
{
	size_t i;
	unsigned scale;

	for (i = 0; i < s->count; i++) {
		const struct subtotals_cell *cell = &s->list[i];
		struct totals_group like = {.type = cell->type,
		    .member = TOTALS_RECORDS, .plant = cell->plant,
		    .unit = SLICE_INIT("")};
		struct totals_sum sum = {.overflow = false};

		/* counts of what fits on a disk stay far below the sign */
		sum.sum = decimal_of((int64_t)cell->records);
		totals_add_sum(t, side, &like, sum);
		if (!cell->values)
			continue;
		like.member = s->members[cell->type].value;
		like.unit = cell->unit;
		sum = cell->rest;
		for (scale = 0; scale < SUBTOTALS_SCALES; scale++)
			add_decimal(&sum, scaled(cell->sums[scale], scale));
		totals_add_sum(t, side, &like, sum);
	}
}
