/* call.c - copies, and lines parsed once more where a kind wants records. */
#include "load/call.h"

#include "model/recin.h"

static const struct record *
parse(struct slice line, struct arena *a, struct err *e)
{
	struct record *r = arena_alloc(a, sizeof(*r));

	return recin_parse(r, line, JSON_AT("<unit>", 0), a, e) < 0 ? NULL : r;
}

/* Of what nobody knows more of: the key members alone. */
static const struct record *
key_record(struct slice key, struct arena *a, struct err *e)
{
	struct record *r;
	struct key k;

	if (!key_parse_prefix(&k, key, a)) {
		err_set(e, ERR_INPUT, "<ledger>: \"%.*s\" is no key",
		    SLICE_ARGS(key));
		return NULL;
	}
	r = arena_alloc(a, sizeof(*r));
	record_init(r, k.type);
	record_set_key(r, &k);
	return r;
}

static int
fill_records(struct channel_call *call, struct arena *a, struct err *e)
{
	size_t i;

	call->record = call->line.len ? parse(call->line, a, e)
	    : key_record(call->key, a, e);
	if (!call->record)
		return -1;
	for (i = 0; i < call->part_count + call->gone_count; i++) {
		struct channel_part *p = &call->parts[i];

		p->record = p->line.len ? parse(p->line, a, e)
		    : key_record(p->key, a, e);
		if (!p->record)
			return -1;
	}
	return 0;
}

static int
fill_values(struct channel_call *call, struct arena *a, struct err *e)
{
	const struct target_section *s = call->section;
	struct column_value *values = arena_alloc(a,
	    (s->count + 1) * sizeof(*values));
	const struct record *r = call->record;
	struct key k;

	call->values = values;
	if (call->op == CHANGE_REMOVE) {
		if (!key_parse_prefix(&k, call->key, a))
			return err_set(e, ERR_INPUT, "<ledger>: \"%.*s\" is no "
			    "key", SLICE_ARGS(call->key));
		column_key_values(s, &k, values);
		return 0;
	}
	if (!r)
		r = parse(call->line, a, e);
	return r ? column_values(s, r, values, a, e) : -1;
}

/* The parts of a type as a JSON array of their lines. */
static struct slice
parts_text(const struct channel_call *call, enum record_type type,
    struct arena *a)
{
	struct buf b = BUF_INIT(SIZE_MAX / 2);
	struct slice text;
	size_t i;

	buf_add_byte(&b, '[');
	for (i = 0; i < call->part_count; i++)
		if (call->parts[i].type == type) {
			buf_add_text(&b, b.len > 1 ? "," : "");
			buf_add_slice(&b, call->parts[i].line);
		}
	buf_add_byte(&b, ']');
	text = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return text;
}

static void
fill_part_columns(struct channel_call *call, struct arena *a)
{
	const struct target_section *s = call->section;
	struct column_value *values;
	size_t i;

	if (!s->part_count || call->op == CHANGE_REMOVE)
		return;
	values = arena_alloc(a, (s->count + 1) * sizeof(*values));
	memcpy(values, call->values, s->count * sizeof(*values));
	for (i = 0; i < s->count; i++)
		if (s->columns[i].source == TARGET_PARTS)
			values[i] = (struct column_value){false,
			    parts_text(call, s->columns[i].parts, a)};
	call->values = values;
}

int
call_fill(struct channel_call *call, const struct channel_kind *kind,
    struct arena *a, struct err *e)
{
	if (kind->records && fill_records(call, a, e) < 0)
		return -1;
	if (!call->section->columns)
		return 0;
	if (!call->values && fill_values(call, a, e) < 0)
		return -1;
	fill_part_columns(call, a);
	return 0;
}

static enum change_op
op_of(const struct plan_step *step, const struct channel_kind *kind)
{
	if (step->what == PLAN_REMOVE)
		return CHANGE_REMOVE;
	/* What is there is not created again, whatever a delta calls it. */
	if (step->what == PLAN_CREATE && !(kind->records && step->known))
		return CHANGE_ADD;
	return CHANGE_CHANGE;
}

static void
copy_values(struct channel_call *call, const struct column_value *from,
    struct arena *a)
{
	size_t count = call->section->count, i;
	struct column_value *values;

	values = arena_alloc(a, (count + 1) * sizeof(*values));
	for (i = 0; i < count; i++)
		values[i] = (struct column_value){from[i].null,
		    slice_copy(from[i].text, a)};
	call->values = values;
}

/* Those that stay first, those that go behind; of a removal all stay. */
static void
copy_parts(struct channel_call *call, const struct plan_step *step,
    struct arena *a)
{
	bool removes = call->op == CHANGE_REMOVE;
	struct channel_part *at;
	size_t i;
	int gone;

	if (!step->part_count)
		return;
	call->parts = at = arena_alloc(a, step->part_count * sizeof(*at));
	for (gone = 0; gone < 2; gone++)
		for (i = 0; i < step->part_count; i++) {
			const struct weigh_record *r = &step->parts[i];
			struct slice line = r->line.len && !removes ? r->line
			    : r->acked;

			/* What was never there need not go. */
			if ((r->is == PART_GONE && !removes) != gone ||
			    !line.len)
				continue;
			*at++ = (struct channel_part){.type = r->type,
			    .is = r->is, .digest = r->digest,
			    .key = slice_copy(r->key, a),
			    .line = slice_copy(line, a), .external_id = r->row
			    ? slice_copy(r->row->external_id, a)
			    : slice_from("", 0)};
			call->part_count += !gone;
			call->gone_count += (size_t)gone; /* 0 or 1 */
		}
}

int
call_of_step(struct channel_call *call, const struct plan_step *step,
    const struct channel_kind *kind, struct arena *a, struct err *e)
{
	*call = (struct channel_call){.op = op_of(step, kind),
	    .section = step->section, .key = slice_copy(step->key, a),
	    .line = slice_copy(step->line, a)};
	if (step->row) {
		call->external_id = slice_copy(step->row->external_id, a);
		call->etag = slice_copy(step->row->etag, a);
	}
	if (step->values)
		copy_values(call, step->values, a);
	copy_parts(call, step, a);
	return call_fill(call, kind, a, e);
}

#define TEXT_MOST (SIZE_MAX / 2)

struct slice
call_idempotency(const struct channel_call *call, const char *run,
    struct arena *a)
{
	struct buf all = BUF_INIT(TEXT_MOST);
	char text[HASH_TEXT_SIZE];
	size_t i;

	buf_add_text(&all, run);
	buf_add_byte(&all, '\0');
	buf_add_text(&all, change_op_name(call->op));
	buf_add_slice(&all, call->key);
	buf_add_slice(&all, call->line);
	for (i = 0; i < call->part_count; i++)
		buf_add_slice(&all, call->parts[i].line);
	hash_print(text, hash_128(all.at, all.len));
	buf_release(&all);
	return slice_copy(slice_of(text), a);
}
