/*
 * plan.c - the records of a unit gathered, and what becomes of the whole.
 *
 * A complete snapshot walks the ledger beside the input.  Everything else
 * says nothing about absence, so its units are looked up one by one: a delta of
 * ten records costs ten look-ups, however large the ledger is.
 */
#include "load/plan.h"

static void
open_lanes(struct plan *p, const struct plan_source *source,
    enum record_type type, bool walks)
{
	const struct target_section *s = &source->profile->sections[type];
	size_t i;

	memset(p, 0, sizeof(*p));
	p->source = source;
	p->section = s;
	weigh_init(&p->weigh, source, s);
	p->course_source = (struct course_source){source->spool, source->db,
	    source->profile->name, type, walks};
	p->course_count = 1 + s->part_count;
	course_open(&p->lanes[0], &p->course_source, type);
	for (i = 0; i < s->part_count; i++)
		course_open(&p->lanes[1 + i], &p->course_source,
		    s->parts[i].type);
}

void
plan_open(struct plan *p, const struct plan_source *source,
    enum record_type type)
{
	open_lanes(p, source, type, stream_in_complete(&source->spool->in));
}

void
plan_open_units(struct plan *p, const struct plan_source *source,
    enum record_type type)
{
	open_lanes(p, source, type, false);
}

void
plan_seek(struct plan *p, const uint64_t *places, struct slice unit)
{
	size_t i;

	p->sought = unit;
	p->move_at = p->move_count = 0;

	for (i = 0; i < p->course_count; i++)
		course_seek(&p->lanes[i], places[i]);
}

void
plan_close(struct plan *p)
{
	size_t i;

	for (i = 0; i < p->course_count; i++)
		course_close(&p->lanes[i]);
	weigh_release(&p->weigh);
	mem_free(p->parts);
	mem_free(p->moves);
	arena_release(&p->moved);
	page_release(&p->found.page);
	page_release(&p->arrived.page);
}

/* --- gathering --- */

static struct weigh_record *
add_part(struct plan *p)
{
	if (p->part_count == p->part_size) {
		p->part_size = mem_next_size(p->part_size, p->part_size + 1);
		p->parts = mem_grow(p->parts, p->part_size,
		    sizeof(*p->parts));
	}
	return &p->parts[p->part_count++];
}

/* What it was before: a step of its own, later. */
static void
note_move(struct plan *p, struct slice to)
{
	if (!p->weigh.old_key.len)
		return;
	p->moves = mem_grow(p->moves, p->move_count + 1, sizeof(*p->moves));
	p->moves[p->move_count++] = (struct plan_move){
	    slice_copy(buf_slice(&p->weigh.old_key), &p->moved),
	    slice_copy(to, &p->moved)};
}

static int
weigh_entry(struct plan *p, struct weigh_record *r, struct err *e)
{
	p->inputs += r->input.len > 0;
	if (weigh_record(&p->weigh, r, e) < 0)
		return -1;
	note_move(p, r->key);
	return 0;
}

static int
gather_root(struct plan *p, struct err *e)
{
	struct course_entry entry;
	int got = course_next(&p->lanes[0], p->unit, &entry, e);

	p->root = (struct weigh_record){.type = p->section->type,
	    .is = PART_GONE};
	if (got <= 0)
		return got;
	p->root = weigh_begin(p->section->type, &entry);
	return weigh_entry(p, &p->root, e);
}

static int
gather_parts(struct plan *p, struct course *l, struct err *e)
{
	struct course_entry entry;
	struct weigh_record *r;
	int got;

	while ((got = course_next(l, p->unit, &entry, e)) > 0) {
		r = add_part(p);
		*r = weigh_begin_kept(l->type, &entry, &p->weigh.arena);
		if (weigh_entry(p, r, e) < 0)
			return -1;
	}
	return got;
}

static void
begin_unit(struct plan *p)
{
	arena_reset(&p->weigh.arena);
	p->part_count = 0;
	p->inputs = 0;
}

/* The first unit of all lanes: 1, 0, -1. */
static int
first_unit(struct plan *p, struct err *e)
{
	struct slice unit;
	bool any = false;
	size_t i;
	int got;

	for (i = 0; i < p->course_count; i++) {
		got = course_unit(&p->lanes[i], &unit, e);
		if (got < 0)
			return -1;
		if (got && (!any || slice_compare(unit, p->unit) < 0)) {
			p->unit = unit;
			any = true;
		}
		p->places[i] = course_place(&p->lanes[i]);
	}
	if (p->sought.len)
		p->unit = p->sought;
	any |= p->sought.len > 0;
	p->sought.len = 0;
	return any;
}

static int
gather(struct plan *p, struct err *e)
{
	size_t i;

	/* A root alone is one entry: its unit is not needed again. */
	if (p->course_count > 1 || !p->course_source.walks)
		p->unit = slice_copy(p->unit, &p->weigh.arena);
	for (i = 0; i < p->course_count && !p->course_source.walks; i++)
		course_ask(&p->lanes[i], p->unit);
	if (gather_root(p, e) < 0)
		return -1;
	for (i = 1; i < p->course_count; i++)
		if (gather_parts(p, &p->lanes[i], e) < 0)
			return -1;
	return 0;
}

/* The same from the ledger alone, of the unit that a key belongs to. */
static int
gather_rows(struct plan *p, struct slice key, enum record_type type,
    struct err *e)
{
	struct course_entry entry = {NULL, NULL};
	size_t i;
	int got = 0;

	begin_unit(p);
	p->unit = slice_copy(course_unit_of(key, type, p->section->type),
	    &p->weigh.arena);
	p->root = (struct weigh_record){.type = p->section->type};
	for (i = 0; i < p->course_count; i++) {
		course_ask(&p->lanes[i], p->unit);
		while ((got = course_next_row(&p->lanes[i], &entry.row,
		    e)) > 0) {
			struct weigh_record *r = i ? add_part(p) : &p->root;

			*r = weigh_begin_kept(p->lanes[i].type, &entry,
			    &p->weigh.arena);
			r->line = r->acked;
			r->is = PART_SAME;
		}
		if (got < 0)
			return -1;
	}
	return 0;
}

/* --- judging --- */

/*
 * A renumbered part leaves its old key behind within the unit: one body, no
 * step of its own.  What the input has under that key it has anew.
 */
static void
settle_moves(struct plan *p)
{
	enum record_type root = p->section->type;
	size_t i, n, kept = p->move_at;

	for (i = p->move_at; i < p->move_count; i++) {
		struct plan_move *m = &p->moves[i];
		enum record_type type;
		bool inside = course_type_of(&type, m->from) && type != root &&
		    slice_equal(course_unit_of(m->from, type, root), p->unit);

		for (n = 0; inside && n < p->part_count; n++) {
			struct weigh_record *r = &p->parts[n];

			if (!r->input.len && slice_equal(r->key, m->from)) {
				r->is = PART_GONE;
				r->line = slice_from("", 0);
			}
		}
		if (!inside)
			p->moves[kept++] = *m;
	}
	p->move_count = kept;
}

static void
removal(struct plan *p, struct plan_step *s)
{
	struct key k;

	s->what = p->section->removal == TARGET_REPORT ? PLAN_REPORT
	    : PLAN_REMOVE;
	s->line = p->root.acked.len ? p->root.acked : slice_from("", 0);
	if (!key_parse_prefix(&k, s->key, &p->weigh.arena))
		BUG("plan: a key that is none");
	if (p->section->columns) {
		column_key_values(p->section, &k, p->weigh.values);
		s->values = p->weigh.values;
	}
}

/* The root is to be sent with all its parts. */
static int
sending(struct plan *p, struct plan_step *s, struct err *e)
{
	bool parsed = p->root.input.len && p->root.is != PART_SAME;

	s->what = (p->root.changed ? p->root.adds : !s->known)
	    ? PLAN_CREATE : PLAN_UPDATE;
	if (!parsed && weigh_root(&p->weigh, &p->root, e) < 0)
		return -1;
	s->line = p->root.line;
	s->record = &p->weigh.record;
	s->digest = p->root.digest;
	if (p->section->columns)
		s->values = p->weigh.values;
	return 1;
}

/* What the records of the unit have in common. */
struct unit_look {
	bool waits, differs, tidy, drops;
	bool parts_given; /* lines of parts that are to be there */
};

static void
look_at_record(struct unit_look *u, const struct weigh_record *r,
    const struct plan_source *source)
{
	u->waits |= r->waits;
	u->tidy |= r->tidy;
	u->drops |= r->drop;
	/* What the input does not speak of is no reason to send. */
	if (r->input.len)
		u->differs |= r->changed || r->is != PART_SAME ||
		    source->resend[r->type];
	else
		u->differs |= r->is == PART_GONE && r->acked.len;
}

static struct unit_look
look(const struct plan *p)
{
	struct unit_look u = {false, false, false, false, false};
	size_t i;

	if (p->root.key.len)
		look_at_record(&u, &p->root, p->source);
	for (i = 0; i < p->part_count; i++) {
		look_at_record(&u, &p->parts[i], p->source);
		u.parts_given |= p->parts[i].input.len && p->parts[i].line.len;
	}
	return u;
}

/* The root is not to be there: 1 and what that means, 0 nothing. */
static int
without_root(struct plan *p, struct plan_step *s, const struct unit_look *u)
{
	if (u->parts_given) {
		s->what = PLAN_ORPHAN;
		return 1;
	}
	if (p->root.key.len && (p->root.acked.len || p->root.input.len)) {
		removal(p, s);
		return 1;
	}
	s->what = PLAN_DROP;
	if (p->inputs)
		s->what = PLAN_ORPHAN; /* removals of nothing */
	return u->drops || p->inputs > 0;
}

static int
judge(struct plan *p, struct plan_step *s, struct err *e)
{
	const struct unit_look u = look(p);
	struct buf key = BUF_INIT(2 * KEY_MOST);

	*s = (struct plan_step){.what = PLAN_SAME, .key = p->root.key,
	    .input = p->root.input, .row = p->root.row,
	    .known = p->root.acked.len > 0, .tidy = u.tidy,
	    .root = &p->root, .parts = p->parts,
	    .part_count = p->part_count, .inputs = p->inputs,
	    .section = p->section, .places = p->places};
	if (!s->key.len) {
		course_add_prefix(&key, p->section->type, p->section->type,
		    p->unit);
		s->key = slice_copy(buf_slice(&key), &p->weigh.arena);
		buf_release(&key);
	}
	if (u.waits) {
		s->what = PLAN_WAIT;
		return p->inputs > 0;
	}
	if (!p->root.line.len)
		return without_root(p, s, &u);
	if (u.differs)
		return sending(p, s, e);
	return p->inputs > 0 || u.drops;
}

/* --- steps --- */

/* The removal of an old key, as a step behind that of the record. */
static int
moved(struct plan *p, struct plan_step *s, struct err *e)
{
	const struct plan_move *m = &p->moves[p->move_at++];
	struct db *db = p->source->db;
	enum record_type type;
	int got, arrived;

	if (!course_type_of(&type, m->from))
		BUG("plan: an old key that is none");
	got = db ? ledger_get(db, p->source->profile->name, m->from,
	    &p->found, e) : 0;
	arrived = got < 0 || !db ? got : ledger_get(db,
	    p->source->profile->name, m->to, &p->arrived, e);
	if (got < 0 || arrived < 0)
		return -1;
	if (gather_rows(p, m->from, type, e) < 0)
		return -1;
	*s = (struct plan_step){.key = m->from, .moved = true,
	    .what = PLAN_REMOVE, .detach = type != p->section->type,
	    .row = got ? &p->found.row : NULL, .root = &p->root,
	    .parts = p->parts, .part_count = p->part_count,
	    .section = p->section,
	    .arrived = arrived ? &p->arrived.row : NULL,
	    .known = got && p->found.row.line.len};
	if (!s->detach) {
		if (!p->root.key.len)
			p->root.key = m->from;
		removal(p, s);
	}
	return 1;
}

int
plan_detach(struct plan *p, struct plan_step *step, struct err *e)
{
	struct slice gone = step->key; /* of a move: it stays */
	enum record_type type;
	size_t i;

	if (!course_type_of(&type, gone) || gather_rows(p, gone, type, e) < 0)
		return -1;
	for (i = 0; i < p->part_count; i++)
		if (slice_equal(p->parts[i].key, gone)) {
			p->parts[i].is = PART_GONE;
			p->parts[i].line = slice_from("", 0);
		}
	if (!p->root.acked.len)
		return 0;
	*step = (struct plan_step){.key = p->root.key, .row = p->root.row,
	    .known = true, .root = &p->root, .parts = p->parts,
	    .part_count = p->part_count, .section = p->section};
	return sending(p, step, e);
}

/*
 * Nearly all records of a nightly run: the same bytes on both sides, and
 * nothing to do.  1 and the step, 0 the long way, -1.
 */
static int
twin(struct plan *p, struct plan_step *step, struct err *e)
{
	struct course_entry entry;
	int got;

	if (p->course_count > 1 || !p->course_source.walks)
		return 0;
	got = course_twin(&p->lanes[0], &entry, e);
	if (got <= 0)
		return got;
	begin_unit(p);
	p->root = weigh_begin(p->section->type, &entry);
	if (weigh_entry(p, &p->root, e) < 0)
		return -1;
	p->unit = course_unit_of(p->root.key, p->section->type,
	    p->section->type);
	if (p->root.is != PART_SAME || p->root.waits)
		return judge(p, step, e);
	*step = (struct plan_step){.what = PLAN_SAME, .known = true,
	    .tidy = p->root.tidy, .key = p->root.key,
	    .input = p->root.input, .row = p->root.row, .root = &p->root,
	    .section = p->section, .inputs = 1, .places = p->places};
	return 1;
}

int
plan_next(struct plan *p, struct plan_step *step, struct err *e)
{
	int got;

	if (p->move_at < p->move_count)
		return moved(p, step, e);
	if (p->move_count) {
		p->move_at = p->move_count = 0;
		arena_reset(&p->moved);
	}
	for (;;) {
		got = twin(p, step, e);
		if (got != 0)
			return got;
		begin_unit(p);
		got = first_unit(p, e);
		if (got <= 0)
			return got;
		if (gather(p, e) < 0)
			return -1;
		settle_moves(p);
		got = judge(p, step, e);
		if (got != 0)
			return got;
		if (p->move_at < p->move_count)
			return moved(p, step, e);
	}
}
