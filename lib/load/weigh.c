/*
 * weigh.c - equal lines first: nearly all of a nightly run end there, without
 * being parsed.
 */
#include "load/weigh.h"

#include "model/recin.h"

#define LINE_MOST (2 * ZIO_LINE_MOST)

void
weigh_init(struct weigh *w, const struct plan_source *source,
    const struct target_section *section)
{
	memset(w, 0, sizeof(*w));
	w->source = source;
	w->section = section;
	w->complete = stream_in_complete(&source->spool->in);
	buf_init(&w->merged, LINE_MOST);
	buf_init(&w->scratch, 4 * LINE_MOST);
	buf_init(&w->old_key, 2 * KEY_MOST);
}

void
weigh_release(struct weigh *w)
{
	page_release(&w->old.page);
	arena_release(&w->arena);
	buf_release(&w->merged);
	buf_release(&w->scratch);
	buf_release(&w->old_key);
}

struct weigh_record
weigh_begin(enum record_type type, const struct course_entry *entry)
{
	struct weigh_record r = {.type = type, .row = entry->row};

	if (entry->line) {
		r.input = entry->line->text;
		r.key = slice_from(r.input.at, entry->line->key_length);
	} else {
		r.key = entry->row->key;
	}
	if (entry->row)
		r.acked = entry->row->line;
	return r;
}

struct weigh_record
weigh_begin_kept(enum record_type type, const struct course_entry *entry,
    struct arena *a)
{
	struct weigh_record r = weigh_begin(type, entry);

	if (entry->line) {
		r.input = slice_copy(r.input, a);
		r.key = slice_from(r.input.at, r.key.len);
	} else {
		r.key = slice_copy(r.key, a);
	}
	if (entry->row) {
		r.row = course_keep_row(entry->row, r.key, a);
		r.acked = r.row->line;
	}
	return r;
}

bool
weigh_unknown(const struct ledger_row *row)
{
	static const char zeros[COLUMN_DIGEST_SIZE];

	return row && row->digest.len == sizeof(zeros) &&
	    memcmp(row->digest.at, zeros, sizeof(zeros)) == 0;
}

static bool
under_way(const struct ledger_row *row)
{
	return row->state == LEDGER_SENT || row->state == LEDGER_ACCEPTED ||
	    row->state == LEDGER_IN_DOUBT;
}

static struct slice
filter_of(const struct weigh *w)
{
	return w->source->spool->in.head.scope.filter;
}

static void
same(const struct weigh *w, struct weigh_record *r)
{
	r->is = PART_SAME;
	r->tidy = r->row->state != LEDGER_POSTED || (w->complete &&
	    !slice_equal(r->row->scope, filter_of(w)));
}

static int
digest(struct weigh *w, const struct weigh_record *r,
    const struct record *record, struct hash128 *out, struct err *e)
{
	const struct sent_room room = {&w->arena, &w->scratch,
	    record == &w->acked ? w->acked_values : w->values};

	if (r->type == w->section->type)
		return sent_root(out, w->section, record, &room, e);
	*out = sent_part(sent_part_of(w->section, r->type), record, &room);
	return 0;
}

/*
 * The input lacks it: gone where the input may say so; else it stays as it
 * was acknowledged or, where nothing ever was, as it was refused.
 */
static int
absent(struct weigh *w, struct weigh_record *r, struct err *e)
{
	struct slice filter = filter_of(w);
	struct key k;

	r->is = PART_SAME;
	r->line = r->acked;
	if (!w->complete || !key_parse_prefix(&k, r->key, &w->arena) ||
	    !spool_claims(w->source->spool, &k)) {
		if (r->acked.len || r->row->state != LEDGER_REJECTED ||
		    !r->row->intent.len)
			return 0;
		r->is = PART_NEW;
		r->line = r->row->intent;
		return recin_parse(&w->part, r->line, JSON_AT("<ledger>", 0),
		    &w->arena, e) < 0 ? -1
		    : digest(w, r, &w->part, &r->digest, e);
	}
	if (!r->acked.len) {
		r->is = PART_GONE;
		r->drop = true;
	} else if (!filter.len || slice_equal(filter, r->row->scope)) {
		r->is = PART_GONE;
		r->line = slice_from("", 0);
	}
	return 0;
}

/*
 * Members that the source does not supply are as they were acknowledged; so
 * are unknown ones, which a list of members cannot name.
 */
static void
keep_members(const struct weigh *w, struct record *r)
{
	const struct scope *scope = &w->source->spool->in.head.scope;
	const struct schema_type *t = &schema_types[r->type];
	unsigned i;

	for (i = t->key_count; i < t->member_count; i++)
		if (!scope_supplies(scope, r->type, i))
			r->values[i] = w->acked.values[i];
	if (!scope_supplies(scope, r->type, SCHEMA_MEMBERS_MOST))
		r->attrs = w->acked.attrs;
	r->others = w->acked.others;
}

/* The key that a renumbered record had before, if it had another. */
static int
find_old_key(struct weigh *w, const struct weigh_record *r,
    const struct record *record, const struct change *change, struct err *e)
{
	struct key k;
	unsigned i;
	bool other = false;

	if (!change->was)
		return 0;
	record_key(&k, record);
	for (i = 0; i < k.count; i++)
		if (change->was->values[i].kind != VALUE_ABSENT) {
			k.parts[i] = change->was->values[i].text;
			other = true;
		}
	if (other)
		key_add_prefix(&w->old_key, &k);
	/* A part that has no room is left out: the rest is another key. */
	return w->old_key.over || w->old_key.len > KEY_MOST
	    ? err_set(e, ERR_INPUT, "%.*s: the key that it had is longer than "
	    "%zu bytes", SLICE_ARGS(r->key), (size_t)KEY_MOST) : 0;
}

/*
 * The line under which the target knows the record, as it is or under its
 * old key: 1 and w->acked, 0, -1.
 */
static int
find_acked(struct weigh *w, const struct weigh_record *r, struct err *e)
{
	struct slice line = r->acked;
	int got;

	if (!line.len && w->old_key.len && w->source->db) {
		got = ledger_get(w->source->db, w->source->profile->name,
		    buf_slice(&w->old_key), &w->old, e);
		if (got < 0)
			return -1;
		if (got > 0)
			line = w->old.row.line;
	}
	if (!line.len)
		return 0;
	return recin_parse(&w->acked, line, JSON_AT("<ledger>", 0), &w->arena,
	    e) < 0 ? -1 : 1;
}

static int
put_line(struct weigh *w, struct weigh_record *r,
    const struct record *record, struct err *e)
{
	buf_clear(&w->merged);
	record_add_line(&w->merged, record);
	if (w->merged.over)
		return err_set(e, ERR_INPUT, "%.*s: with what was acknowledged "
		    "the record is longer than %zu bytes", SLICE_ARGS(r->key),
		    w->merged.most);
	r->line = slice_copy(buf_slice(&w->merged), &w->arena);
	return 0;
}

/* A record that is to be there: new, changed, or the same already. */
static int
wanted(struct weigh *w, struct weigh_record *r, struct record *record,
    struct err *e)
{
	const struct scope *scope = &w->source->spool->in.head.scope;
	struct hash128 before;
	int acked = find_acked(w, r, e);

	if (acked < 0)
		return -1;
	if (acked && scope_names_members(scope, r->type))
		keep_members(w, record);
	if (digest(w, r, record, &r->digest, e) < 0 ||
	    put_line(w, r, record, e) < 0)
		return -1;
	r->is = r->acked.len ? PART_CHANGED : PART_NEW;
	if (!r->acked.len || r->changed || w->source->resend[r->type] ||
	    weigh_unknown(r->row))
		return 0;
	if (digest(w, r, &w->acked, &before, e) < 0)
		return -1;
	if (hash_equal(before, r->digest))
		same(w, r);
	return 0;
}

static bool
equal_lines(const struct weigh *w, const struct weigh_record *r)
{
	return r->acked.len && !w->source->resend[r->type] &&
	    slice_equal(r->acked, r->input) && !weigh_unknown(r->row);
}

int
weigh_record(struct weigh *w, struct weigh_record *r, struct err *e)
{
	struct record *record = r->type == w->section->type ? &w->record
	    : &w->part;
	const struct change *change;

	buf_clear(&w->old_key);
	r->waits = r->row && under_way(r->row);
	if (r->waits)
		return 0;
	if (!r->input.len)
		return absent(w, r, e);
	if (equal_lines(w, r)) {
		r->line = r->input;
		same(w, r);
		return 0;
	}
	if (recin_parse(record, r->input, JSON_AT(w->source->spool->in.name,
	    0), &w->arena, e) < 0)
		return -1;
	change = record->change;
	record->change = NULL;
	r->changed = change != NULL;
	if (change && change->op == CHANGE_REMOVE) {
		r->is = PART_GONE;
		r->line = slice_from("", 0);
		r->drop = r->row && !r->acked.len;
		return 0;
	}
	r->adds = change && change->op == CHANGE_ADD;
	if (change && find_old_key(w, r, record, change, e) < 0)
		return -1;
	return wanted(w, r, record, e);
}

int
weigh_root(struct weigh *w, struct weigh_record *root, struct err *e)
{
	if (recin_parse(&w->record, root->line, JSON_AT("<ledger>", 0),
	    &w->arena, e) < 0)
		return -1;
	return digest(w, root, &w->record, &root->digest, e);
}
