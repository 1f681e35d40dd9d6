/*
 * plan.c - the merge, and what a record's line means beside its ledger row.
 *
 * A complete snapshot walks the ledger beside the input.  Everything else
 * says nothing about absence, so its keys are looked up one by one: a delta of
 * ten records costs ten look-ups, however large the ledger is.
 */
#include "load/plan.h"

#include "model/recin.h"

#define LINE_MOST (2 * ZIO_LINE_MOST)

void
plan_open(struct plan *p, const struct plan_source *source,
    enum record_type type)
{
	memset(p, 0, sizeof(*p));
	p->source = source;
	p->section = &source->profile->sections[type];
	p->complete = stream_in_complete(&source->spool->in);
	spool_cursor_open(&p->cursor, source->spool, type, type);
	p->row_is = PLAN_ENDED;
	buf_init(&p->merged, LINE_MOST);
	buf_init(&p->scratch, 4 * LINE_MOST);
	buf_init(&p->old_key, 2 * KEY_MOST);
	if (p->complete && source->db) {
		struct buf prefix = BUF_INIT(KEY_MOST);

		buf_add_slice(&prefix, schema_types[type].lead);
		buf_add_byte(&prefix, ',');
		ledger_open(&p->ledger, source->db, source->profile->name,
		    buf_slice(&prefix));
		buf_release(&prefix);
		p->row_is = PLAN_WANTED;
	}
}

void
plan_close(struct plan *p)
{
	spool_cursor_close(&p->cursor);
	ledger_close(&p->ledger);
	page_release(&p->found.page);
	page_release(&p->old.page);
	arena_release(&p->arena);
	buf_release(&p->merged);
	buf_release(&p->scratch);
	buf_release(&p->old_key);
}

/* --- beside the ledger --- */

static bool
under_way(const struct ledger_row *row)
{
	return row->state == LEDGER_SENT || row->state == LEDGER_ACCEPTED ||
	    row->state == LEDGER_IN_DOUBT;
}

/* The row of a key that the record had before: 1, 0, -1. */
static int
look_up_old(struct plan *p, struct slice key, struct err *e)
{
	if (!p->source->db)
		return 0;
	return ledger_get(p->source->db, p->source->profile->name, key,
	    &p->old, e);
}

static const struct slice *
filter_of(const struct plan *p)
{
	return &p->source->spool->in.head.scope.filter;
}

static void
same(const struct plan *p, struct plan_step *s)
{
	s->what = PLAN_SAME;
	s->tidy = s->row->state != LEDGER_POSTED || (p->complete &&
	    !slice_equal(s->row->scope, *filter_of(p)));
}

static void
removal(struct plan *p, struct plan_step *s, const struct key *k)
{
	s->what = p->section->removal == TARGET_REPORT ? PLAN_REPORT
	    : PLAN_REMOVE;
	s->line = s->row ? s->row->line : slice_from("", 0);
	column_key_values(p->section, k, p->values);
	s->values = p->values;
}

/* A row that the input lacks: true if there is something to do about it. */
static bool
absent(struct plan *p, struct plan_step *s)
{
	const struct ledger_row *row = &p->row;
	struct slice filter = *filter_of(p);
	struct key k;

	if (!key_parse_prefix(&k, row->key, &p->arena) || under_way(row) ||
	    !spool_claims(p->source->spool, &k))
		return false;
	*s = (struct plan_step){.key = row->key, .row = row,
	    .known = row->line.len > 0};
	if (!s->known) {
		s->what = PLAN_DROP;
		return true;
	}
	if (filter.len && !slice_equal(filter, row->scope))
		return false;
	removal(p, s, &k);
	return true;
}

/* --- lines --- */

/*
 * Members that the source does not supply are as they were acknowledged; so
 * are unknown ones, which a list of members cannot name.
 */
static void
keep_members(struct plan *p)
{
	const struct scope *scope = &p->source->spool->in.head.scope;
	const struct schema_type *t = &schema_types[p->record.type];
	unsigned i;

	for (i = t->key_count; i < t->member_count; i++)
		if (!scope_supplies(scope, p->record.type, i))
			p->record.values[i] = p->acked.values[i];
	if (!scope_supplies(scope, p->record.type, SCHEMA_MEMBERS_MOST))
		p->record.attrs = p->acked.attrs;
	p->record.others = p->acked.others;
}

static int
values_of(struct plan *p, const struct record *r, struct column_value *values,
    struct hash128 *digest, struct err *e)
{
	if (column_values(p->section, r, values, &p->arena, e) < 0)
		return -1;
	*digest = column_digest(values, p->section->count, &p->scratch);
	return 0;
}

/* The key that a renumbered record had before, if it had another. */
static int
find_old_key(struct plan *p, const struct change *change, struct err *e)
{
	struct key k;
	unsigned i;
	bool other = false;

	buf_clear(&p->old_key);
	if (!change || !change->was)
		return 0;
	record_key(&k, &p->record);
	for (i = 0; i < k.count; i++)
		if (change->was->values[i].kind != VALUE_ABSENT) {
			k.parts[i] = change->was->values[i].text;
			other = true;
		}
	if (other)
		key_add_prefix(&p->old_key, &k);
	/* A part that has no room is left out: the rest is another key. */
	return p->old_key.over || p->old_key.len > KEY_MOST
	    ? err_set(e, ERR_INPUT, "%.*s: the key that it had is longer than "
	    "%zu bytes", SLICE_ARGS(slice_from(p->line.text.at,
	    p->line.key_length)), (size_t)KEY_MOST) : 0;
}

/*
 * The line under which the target knows the record, as it is or under its
 * old key: 1 and p->acked, 0, -1.
 */
static int
find_acked(struct plan *p, const struct plan_step *s, struct err *e)
{
	struct slice line = {"", 0};
	int got;

	if (s->known) {
		line = s->row->line;
	} else if (p->old_key.len) {
		got = look_up_old(p, buf_slice(&p->old_key), e);
		if (got < 0)
			return -1;
		if (got > 0)
			line = p->old.row.line;
	}
	if (!line.len)
		return 0;
	return recin_parse(&p->acked, line, JSON_AT("<ledger>", 0), &p->arena,
	    e) < 0
	    ? -1 : 1;
}

/* A record that is to be there: created, updated, or the same already. */
static int
wanted(struct plan *p, struct plan_step *s, const struct change *change,
    struct err *e)
{
	const struct scope *scope = &p->source->spool->in.head.scope;
	enum record_type type = p->record.type;
	struct hash128 before;
	int acked = find_acked(p, s, e);

	if (acked < 0)
		return -1;
	if (acked && scope_names_members(scope, type))
		keep_members(p);
	if (values_of(p, &p->record, p->values, &s->digest, e) < 0)
		return -1;
	if (s->known && !change && !p->source->resend[type]) {
		if (values_of(p, &p->acked, p->acked_values, &before, e) < 0)
			return -1;
		if (hash_equal(before, s->digest)) {
			same(p, s);
			return 1;
		}
	}
	s->what = (change ? change->op == CHANGE_ADD : !s->known)
	    ? PLAN_CREATE : PLAN_UPDATE;
	buf_clear(&p->merged);
	record_add_line(&p->merged, &p->record);
	if (p->merged.over)
		return err_set(e, ERR_INPUT, "%.*s: with what was acknowledged "
		    "the record is longer than %zu bytes", SLICE_ARGS(s->key),
		    p->merged.most);
	s->line = buf_slice(&p->merged);
	s->record = &p->record;
	s->values = p->values;
	return 1;
}

/* A line of the input beside its row, if it has one. */
static int
weigh(struct plan *p, struct plan_step *s, const struct ledger_row *row,
    struct err *e)
{
	const struct stream_in *in = &p->source->spool->in;
	const struct change *change;
	struct key k;

	*s = (struct plan_step){.what = PLAN_WAIT, .input = p->line.text,
	    .key = slice_from(p->line.text.at, p->line.key_length),
	    .row = row, .known = row && row->line.len};
	p->beside = row;
	if (row && under_way(row))
		return 1;
	/* Nearly all lines of a nightly run end here. */
	if (s->known && !p->source->resend[p->line.type] &&
	    slice_equal(row->line, p->line.text)) {
		same(p, s);
		return 1;
	}
	if (recin_parse(&p->record, p->line.text, JSON_AT(in->name, 0),
	    &p->arena, e) < 0)
		return -1;
	change = p->record.change;
	p->record.change = NULL;
	if (change && change->op == CHANGE_REMOVE) {
		record_key(&k, &p->record);
		removal(p, s, &k);
		return 1;
	}
	return find_old_key(p, change, e) < 0 ? -1
	    : wanted(p, s, change, e);
}

/* The removal of an old key, as a step behind that of the record. */
static int
moved(struct plan *p, struct plan_step *s, struct err *e)
{
	struct slice key;
	struct key k;
	int got;

	arena_reset(&p->arena);
	key = slice_copy(buf_slice(&p->old_key), &p->arena);
	buf_clear(&p->old_key);
	got = look_up_old(p, key, e);
	if (got < 0)
		return -1;
	if (!key_parse_prefix(&k, key, &p->arena))
		BUG("plan: an old key that is none");
	*s = (struct plan_step){.key = key, .moved = true,
	    .row = got ? &p->old.row : NULL, .arrived = p->beside,
	    .input = p->line.text};
	s->known = s->row && s->row->line.len;
	removal(p, s, &k);
	return 1;
}

/* Fetches the next line and row where the last one has been given. */
static int
advance(struct plan *p, struct err *e)
{
	int got;

	if (p->line_is == PLAN_WANTED) {
		got = spool_cursor_next(&p->cursor, &p->line, e);
		if (got < 0)
			return -1;
		p->line_is = got ? PLAN_HAS : PLAN_ENDED;
	}
	if (p->row_is == PLAN_WANTED) {
		got = ledger_next(&p->ledger, &p->row, e);
		if (got < 0)
			return -1;
		p->row_is = got ? PLAN_HAS : PLAN_ENDED;
	}
	return 0;
}

/* Which of the two is first: the line (<0), the row (>0), both (0). */
static int
compare(const struct plan *p)
{
	if (p->line_is == PLAN_ENDED)
		return 1;
	if (p->row_is == PLAN_ENDED)
		return -1;
	return slice_compare(slice_from(p->line.text.at, p->line.key_length),
	    p->row.key);
}

/* A line without a row beside it; it may have one where none is walked. */
static int
line_alone(struct plan *p, struct plan_step *step, struct err *e)
{
	int got = 0;

	p->line_is = PLAN_WANTED;
	if (!p->complete && p->source->db)
		got = ledger_get(p->source->db, p->source->profile->name,
		    slice_from(p->line.text.at, p->line.key_length),
		    &p->found, e);
	if (got < 0)
		return -1;
	return weigh(p, step, got > 0 ? &p->found.row : NULL, e);
}

int
plan_next(struct plan *p, struct plan_step *step, struct err *e)
{
	int order;

	if (p->old_key.len)
		return moved(p, step, e);
	for (;;) {
		arena_reset(&p->arena);
		if (advance(p, e) < 0)
			return -1;
		if (p->line_is == PLAN_ENDED && p->row_is == PLAN_ENDED)
			return 0;
		order = compare(p);
		if (order < 0)
			return line_alone(p, step, e);
		p->row_is = PLAN_WANTED;
		if (order == 0) {
			p->line_is = PLAN_WANTED;
			return weigh(p, step, &p->row, e);
		}
		if (absent(p, step))
			return 1;
	}
}
