/*
 * portion.c - the work of a mapper's thread.
 *
 * What no rule is about is not looked into, and what is canonical already,
 * nearly everything, is read the short way.
 */
#include "transform/portion.h"

#include "model/recin.h"
#include "model/scan.h"
#include "transform/refusals.h"

/* About as much as the second-level cache of a core. */
#define LINES_MOST 1024
#define BYTES_MOST ((size_t)256 * 1024)

void
portion_worker_init(struct portion_worker *w, const struct rules *r,
    const char *name, unsigned lane)
{
	*w = (struct portion_worker){.name = name, .record = ARENA_INIT,
	    .line = BUF_INIT(ZIO_LINE_MOST)};
	mapper_init(&w->mapper, r);
	w->mapper.lane = lane;
}

void
portion_worker_release(struct portion_worker *w)
{
	mapper_release(&w->mapper);
	arena_release(&w->record);
	buf_release(&w->line);
}

void
portion_release(struct portion *b)
{
	mem_free(b->lines);
	mem_free(b->results);
	arena_release(&b->arena);
	memset(b, 0, sizeof(*b));
}

void
portion_clear(struct portion *b)
{
	b->count = b->result_count = 0;
	arena_reset(&b->arena);
	err_clear(&b->error);
}

void
portion_add(struct portion *b, const struct stream_line *line)
{
	if (b->count == b->size) {
		b->size = mem_next_size(b->size, b->count + 1);
		b->lines = mem_grow(b->lines, b->size, sizeof(*b->lines));
	}
	b->lines[b->count] = *line;
	b->lines[b->count++].text = slice_copy(line->text, &b->arena);
}

bool
portion_full(const struct portion *b)
{
	return b->count >= LINES_MOST || b->arena.used >= BYTES_MOST;
}

static struct portion_result *
add_result(struct portion *b, enum portion_fate fate,
    const struct stream_line *line)
{
	struct portion_result *r;

	if (b->result_count == b->result_size) {
		b->result_size = mem_next_size(b->result_size,
		    b->result_count + 1);
		b->results = mem_grow(b->results, b->result_size,
		    sizeof(*b->results));
	}
	r = &b->results[b->result_count++];
	r->fate = fate;
	r->line = *line;
	r->original = SLICE("");
	r->lost = false;
	return r;
}

static struct portion_result *
last_result(struct portion *b)
{
	return &b->results[b->result_count - 1];
}

/* --- one line --- */

/* The line on its way, for the helpers below. */
struct passing {
	struct portion *portion;
	struct portion_worker *worker;
	const struct stream_line *line;
	struct record record;
};

static const char *
rule_name(const struct rules *r, size_t rule)
{
	if (rule == r->count)
		return "(nothing was left of the change)";
	return r->list[rule].name;
}

static void
copy_key(struct key *k, struct arena *a)
{
	unsigned i;

	for (i = 0; i < k->count; i++)
		k->parts[i] = slice_copy(k->parts[i], a);
}

/* The key that it would have; a line of a BOM is known by that of the BOM. */
static void
set_key(struct passing *p, struct portion_result *result)
{
	const struct mapper *m = &p->worker->mapper;
	struct key above = {.count = 0}, at;
	enum record_type type = p->record.type;

	record_key(&result->key, &p->record);
	if (m->key_lost && result->fate == PORTION_HELD) {
		at = result->key;
		while (key_above(&above, &at))
			at = above;
		if (above.count && above.count <= m->key_known) {
			result->key = above;
			copy_key(&result->key, &p->portion->arena);
			return;
		}
	}
	if (m->key_lost) {
		if (!key_parse_prefix(&result->key, p->line->text,
		    &p->portion->arena))
			BUG("a canonical line without a key");
		result->lost = m->rules->types[type].touches_key;
		result->lost_type = type;
	}
	copy_key(&result->key, &p->portion->arena);
}

static void
refuse(struct passing *p, enum portion_fate fate)
{
	struct mapper *m = &p->worker->mapper;
	struct portion_result *result = add_result(p->portion, fate, p->line);

	result->rule = rule_name(m->rules, m->rule);
	result->why = slice_copy(buf_slice(&m->why), &p->portion->arena).at;
	set_key(p, result);
}

/* The record's canonical line in the portion; the key's length is known. */
static int
print(struct passing *p, const struct record *r, struct stream_line *out,
    struct err *e)
{
	struct portion_worker *w = p->worker;
	struct scan found;

	buf_clear(&w->line);
	record_add_line(&w->line, r);
	if (w->line.over)
		return err_set(e, ERR_INPUT, "%s: a record becomes longer "
		    "than %zu bytes", w->name, w->line.most);
	*out = (struct stream_line){.type = r->type,
	    .number = p->line->number};
	if (slice_equal(buf_slice(&w->line), p->line->text)) {
		*out = *p->line;
		return 0;
	}
	out->text = slice_copy(buf_slice(&w->line), &p->portion->arena);
	out->key_length = p->line->key_length;
	if (w->mapper.rules->types[r->type].touches_key ||
	    r != &p->record || r->type == TYPE_WITHHELD) {
		if (!scan_key(&found, out->text))
			BUG("a record without a canonical key");
		out->key_length = found.key_length;
	}
	out->hash = hash_128(out->text.at, out->text.len);
	return 0;
}

static int
pass(struct passing *p, struct err *e)
{
	struct portion_result *result;
	struct stream_line mapped = {.number = 0};

	if (print(p, &p->record, &mapped, e) < 0)
		return -1;
	result = add_result(p->portion, PORTION_PASSED, &mapped);
	if (mapped.text.at != p->line->text.at)
		result->original = p->line->text;
	return 0;
}

static int
pass_derived(struct passing *p, struct err *e)
{
	const struct mapper *m = &p->worker->mapper;
	struct stream_line made = {.number = 0};
	size_t i;

	for (i = 0; i < m->derived_count; i++) {
		if (m->derived[i].fate != MAPPER_PASSED)
			continue;
		if (print(p, m->derived[i].record, &made, e) < 0)
			return -1;
		add_result(p->portion, PORTION_DERIVED, &made)->original =
		    p->line->text;
	}
	return 0;
}

static int
map_withheld(struct passing *p, enum mapper_fate *fate, struct err *e)
{
	struct mapper *m = &p->worker->mapper;

	return mapper_withheld(m, &p->record, fate, &p->worker->record, e);
}

static int
map_record(struct passing *p, enum mapper_fate *fate, struct err *e)
{
	struct portion_worker *w = p->worker;
	const struct shared *shared = &w->mapper.rules->shared;
	struct slice text = p->line->text;

	arena_reset(&w->record);
	if (recin_parse(&p->record, text, JSON_AT(w->name, p->line->number),
	    &w->record, e) < 0)
		return -1;
	refusals_unmark(&p->record, &w->record);
	if (shared->env)
		expr_env_set_line(shared->env, w->mapper.lane,
		    p->line->number);
	if (p->record.type == TYPE_WITHHELD)
		return map_withheld(p, fate, e);
	if (p->record.change)
		return mapper_change(&w->mapper, &p->record, fate, &w->record,
		    e);
	return mapper_record(&w->mapper, &p->record, fate, &w->record, e);
}

static void
note_lost(struct passing *p, struct portion_result *result)
{
	enum record_type about;

	if (p->record.type == TYPE_WITHHELD && p->worker->mapper.key_lost &&
	    schema_find(&about, record_text(&p->record,
	    WITHHELD_RECORD_TYPE))) {
		result->lost = true;
		result->lost_type = about;
	}
}

static int
map_line(struct passing *p, struct err *e)
{
	struct mapper *m = &p->worker->mapper;
	enum mapper_fate fate = MAPPER_PASSED;

	m->derived_count = 0;
	if (map_record(p, &fate, e) < 0)
		return err_in(e, "%s: %s", p->worker->name, m->rules->name);
	switch (fate) {
	case MAPPER_PASSED:
		if (pass(p, e) < 0)
			return -1;
		note_lost(p, last_result(p->portion));
		return pass_derived(p, e);
	case MAPPER_DROPPED:
		m->hits[m->rule]++;
		note_lost(p, add_result(p->portion, PORTION_DROPPED, p->line));
		return 0;
	case MAPPER_REJECTED:
		refuse(p, PORTION_REJECTED);
		return 0;
	case MAPPER_HELD:
		refuse(p, PORTION_HELD);
		return 0;
	}
	BUG("map_line: no such fate");
}

static int
take_line(struct passing *p, struct err *e)
{
	struct mapper *m = &p->worker->mapper;
	enum record_type type = p->line->type;
	size_t rule;

	if (mapper_drops_type(m, type, &rule)) {
		m->hits[rule]++;
		add_result(p->portion, PORTION_DROPPED, p->line);
		return 0;
	}
	if (!m->rules->types[type].count && type != TYPE_WITHHELD &&
	    !refusals_marked(p->line->text)) {
		add_result(p->portion, PORTION_PASSED, p->line);
		return 0;
	}
	return map_line(p, e);
}

void
portion_map(struct portion *b, struct portion_worker *w)
{
	struct passing p = {.portion = b, .worker = w};
	size_t i;

	for (i = 0; i < b->count; i++) {
		p.line = &b->lines[i];
		if (take_line(&p, &b->error) < 0)
			return;
	}
}
