/*
 * gatebom.c - records of one kind side by side.
 *
 * All headers of a parent, or all lines of a BOM, are read at once and put
 * into groups that must not overlap: headers of one plant, usage and
 * alternative, lines of one find number.
 */
#include "transform/gatebom.h"

#include "model/recin.h"

struct member {
	struct record record;
	bool changed;
	struct slice from, to; /* "": without end */
};

struct members {
	struct gatecheck *check;
	struct member *list;
	size_t count;
	size_t size;
	struct arena arena;
	const struct gatebom_tell *tell;
	struct buf words;
};

bool
gatebom_checks(enum gate_check check)
{
	return check == GATE_OVERLAP || check == GATE_GAP ||
	    check == GATE_DUPLICATE;
}

/* --- reading --- */

/* What is void already overlaps nothing. */
static bool
dead(const struct record *r)
{
	struct slice lifecycle = r->type == TYPE_BOM
	    ? record_text(r, BOM_LIFECYCLE) : SLICE("");

	return slice_is(lifecycle, "obsolete") ||
	    slice_is(lifecycle, "canceled") ||
	    slice_is(lifecycle, "superseded");
}

static int
add(struct members *m, struct slice line, uint64_t ordinal, struct err *e)
{
	const struct known *known = &m->check->around->known;
	struct member *to;
	bool bom;

	if (m->count == m->size) {
		m->size = mem_next_size(m->size, m->count + 1);
		m->list = mem_grow(m->list, m->size, sizeof(*m->list));
	}
	to = &m->list[m->count];
	if (recin_parse(&to->record, slice_copy(line, &m->arena),
	    JSON_AT("<record>", 1), &m->arena, e) < 0)
		return -1;
	bom = to->record.type == TYPE_BOM;
	to->changed = known_get(known, ordinal) != KNOWN_SAME;
	to->from = record_text(&to->record, bom
	    ? (unsigned)BOM_EFFECTIVE_FROM
	    : (unsigned)BOM_LINE_EFFECTIVE_FROM);
	to->to = record_text(&to->record, bom ? (unsigned)BOM_EFFECTIVE_TO
	    : (unsigned)BOM_LINE_EFFECTIVE_TO);
	m->count += !dead(&to->record);
	return 0;
}

static int
read_members(struct members *m, const struct key *k, unsigned count,
    struct err *e)
{
	struct recordindex_cursor at = RECORDINDEX_CURSOR_INIT;
	struct slice line;
	int got;

	around_open(m->check->around, &at, k, count);
	while ((got = recordindex_next(&at, &line, e)) > 0)
		if (add(m, line, at.ordinal, e) < 0) {
			got = -1;
			break;
		}
	recordindex_close(&at);
	return got;
}

static void
release(struct members *m)
{
	mem_free(m->list);
	arena_release(&m->arena);
	buf_release(&m->words);
}

/* --- comparing --- */

static bool
same(const struct member *a, const struct member *b, unsigned member)
{
	return slice_equal(record_text(&a->record, member),
	    record_text(&b->record, member));
}

/* Headers of one alternative, lines of one find number. */
static bool
one_group(const struct member *a, const struct member *b)
{
	if (a->record.type == TYPE_BOM)
		return same(a, b, BOM_PLANT) && same(a, b, BOM_USAGE) &&
		    same(a, b, BOM_ALTERNATIVE);
	return same(a, b, BOM_LINE_FIND_NUMBER) &&
	    record_text(&a->record, BOM_LINE_FIND_NUMBER).len;
}

/*
 * The members that may be of one group with member i lie from *first to
 * before *end: lines of a find number side by side, headers anywhere.
 */
static void
neighbours(const struct members *m, size_t i, size_t *first, size_t *end)
{
	const struct member *x = &m->list[i];

	*first = 0;
	*end = m->count;
	if (x->record.type == TYPE_BOM)
		return;
	for (*first = i; *first && one_group(&m->list[*first - 1], x);)
		--*first;
	for (*end = i + 1; *end < m->count && one_group(&m->list[*end], x);)
		++*end;
}

static bool
dated(const struct member *m)
{
	return m->from.len || m->to.len;
}

/* By begin; what has none begins first. */
static bool
begins_before(const struct member *a, const struct member *b)
{
	return slice_compare(a->from, b->from) < 0;
}

static void
add_period(struct buf *b, const struct member *m)
{
	if (!dated(m))
		buf_add_text(b, "without dates");
	if (m->from.len)
		buf_printf(b, "from %.*s", SLICE_ARGS(m->from));
	if (m->to.len)
		buf_printf(b, "%sbefore %.*s", m->from.len ? " " : "",
		    SLICE_ARGS(m->to));
}

/* Of the two the one that changed; of both the second. */
static int
tell_pair(struct members *m, const struct member *first,
    const struct member *second, const char *verb, struct err *e)
{
	const struct member *about = second->changed ? second : first;
	const struct member *other = about == second ? first : second;
	struct key k;

	record_key(&k, &other->record);
	buf_clear(&m->words);
	add_period(&m->words, about);
	buf_printf(&m->words, ": %s ", verb);
	key_add_text(&m->words, &k);
	buf_add_text(&m->words, ", ");
	add_period(&m->words, other);
	return m->tell->tell(m->tell->ctx, &about->record,
	    buf_slice(&m->words), e);
}

static int
find_overlaps(struct members *m, struct err *e)
{
	size_t i, k, first, end;

	for (i = 0; i < m->count; i++) {
		neighbours(m, i, &first, &end);
		for (k = i + 1; k < end; k++) {
			const struct member *a = &m->list[i];
			const struct member *b = &m->list[k];

			if (begins_before(b, a)) {
				a = b;
				b = &m->list[i];
			}
			/* a period without any date is no statement */
			if (!one_group(a, b) || (!dated(a) && !dated(b)) ||
			    (!a->changed && !b->changed) || (a->to.len &&
			    slice_compare(a->to, b->from) <= 0) ||
			    (b->to.len && a->from.len &&
			    slice_compare(b->to, a->from) <= 0))
				continue;
			if (tell_pair(m, a, b, "overlaps", e) < 0)
				return -1;
		}
	}
	return 0;
}

/* The first of its group that begins after it, unless one covers its end. */
static const struct member *
follower(const struct members *m, const struct member *of)
{
	const struct member *next = NULL;
	size_t i, end;

	neighbours(m, (size_t)(of - m->list), &i, &end);
	for (; i < end; i++) {
		const struct member *x = &m->list[i];

		if (x == of || !one_group(of, x))
			continue;
		if (gatecheck_holds_on(x->from, x->to, of->to))
			return NULL;
		if (x->from.len && slice_compare(x->from, of->to) > 0 &&
		    (!next || begins_before(x, next)))
			next = x;
	}
	return next;
}

/* A gap that is over is nobody's work any more. */
static int
find_gaps(struct members *m, struct err *e)
{
	size_t i;

	for (i = 0; i < m->count; i++) {
		const struct member *a = &m->list[i];
		const struct member *b = a->to.len ? follower(m, a) : NULL;

		if (!b || (!a->changed && !b->changed) ||
		    slice_compare(b->from, slice_of(m->check->today)) <= 0)
			continue;
		if (tell_pair(m, a, b, "leaves a gap to", e) < 0)
			return -1;
	}
	return 0;
}

static bool
duplicates(const struct member *a, const struct member *b)
{
	static const unsigned members[] = {BOM_LINE_FIND_NUMBER,
	    BOM_LINE_COMPONENT, BOM_LINE_COMPONENT_REVISION,
	    BOM_LINE_EFFECTIVE_FROM, BOM_LINE_EFFECTIVE_TO,
	    BOM_LINE_SERIAL_FROM, BOM_LINE_SERIAL_TO, BOM_LINE_CONDITION,
	    BOM_LINE_OPERATION};
	size_t i;

	for (i = 0; i < COUNT_OF(members); i++)
		if (!same(a, b, members[i]))
			return false;
	return true;
}

/* Keys differ in the occurrence only: such lines stand side by side. */
static int
find_duplicates(struct members *m, struct err *e)
{
	size_t i;

	for (i = 1; i < m->count; i++) {
		const struct member *a = &m->list[i - 1];
		const struct member *b = &m->list[i];

		if (!duplicates(a, b) || (!a->changed && !b->changed))
			continue;
		if (tell_pair(m, a, b, "says the same as", e) < 0)
			return -1;
	}
	return 0;
}

static int
find(struct members *m, enum gate_check check, struct err *e)
{
	if (check == GATE_OVERLAP)
		return find_overlaps(m, e);
	if (check == GATE_GAP)
		return find_gaps(m, e);
	if (m->count && m->list[0].record.type == TYPE_BOM_LINE)
		return find_duplicates(m, e);
	return 0;
}

int
gatebom_lines(struct gatecheck *c, enum gate_check check,
    const struct key *bom, const struct gatebom_tell *to, struct err *e)
{
	struct members m = {.check = c, .tell = to,
	    .words = BUF_INIT(KEY_MOST * 16)};
	struct key k = *bom;
	int rc;

	k.type = TYPE_BOM_LINE;
	rc = read_members(&m, &k, bom->count, e);
	if (rc == 0)
		rc = find(&m, check, e);
	release(&m);
	return rc;
}

int
gatebom_headers(struct gatecheck *c, enum gate_check check,
    struct slice parent, const struct gatebom_tell *to, struct err *e)
{
	struct members m = {.check = c, .tell = to,
	    .words = BUF_INIT(KEY_MOST * 16)};
	struct key k = {.type = TYPE_BOM, .count = 1, .parts = {parent}};
	int rc = read_members(&m, &k, 1, e);

	if (rc == 0)
		rc = find(&m, check, e);
	release(&m);
	return rc;
}
