/* mapper.c - steps in order, for records, changes and withheld records. */
#include "transform/mapper.h"

#include "transform/rechange.h"

#define WHY_MOST ((size_t)64 * 1024)

void
mapper_init(struct mapper *m, const struct rules *r)
{
	memset(m, 0, sizeof(*m));
	m->rules = r;
	m->hits = mem_zero((r->count + 1) * sizeof(*m->hits));
	m->unknown = mem_zero((r->count + 1) * sizeof(*m->unknown));
	buf_init(&m->why, WHY_MOST);
	buf_init(&m->more, WHY_MOST);
}

void
mapper_plus(struct mapper *m, const struct mapper *other)
{
	size_t i;

	for (i = 0; i <= m->rules->count; i++) {
		m->hits[i] += other->hits[i];
		m->unknown[i] += other->unknown[i];
	}
	m->vanished += other->vanished;
}

void
mapper_clear(struct mapper *m)
{
	size_t i;

	for (i = 0; i <= m->rules->count; i++)
		m->hits[i] = m->unknown[i] = 0;
	m->vanished = 0;
}

void
mapper_release(struct mapper *m)
{
	mem_free(m->hits);
	mem_free(m->unknown);
	mem_free(m->derived);
	buf_release(&m->why);
	buf_release(&m->more);
	memset(m, 0, sizeof(*m));
}

static bool
conditional(const struct rule_step *step)
{
	return step->where_count || step->when;
}

bool
mapper_drops_type(const struct mapper *m, enum record_type type, size_t *rule)
{
	const struct rules_type *t = &m->rules->types[type];
	size_t i;

	for (i = 0; i < t->count; i++) {
		if (!t->list[i].drops)
			return false;
		if (!conditional(&t->list[i])) {
			*rule = t->list[i].rule;
			return true;
		}
	}
	return false;
}

/* --- records --- */

/* One step with the record: what it is about, for the helpers below. */
struct passage {
	struct mapper *mapper;
	struct record *record;
	struct arena *arena;
	enum mapper_fate fate;
};

static bool
refused(const struct passage *p)
{
	return p->fate == MAPPER_REJECTED || p->fate == MAPPER_HELD;
}

/* The first reason counts; what is rejected for another is not just held. */
static void
refuse(struct passage *p, size_t rule, enum mapper_fate fate)
{
	if (!refused(p)) {
		p->mapper->rule = rule;
		p->fate = fate;
	} else if (p->fate == MAPPER_HELD && fate == MAPPER_REJECTED) {
		p->mapper->rule = rule;
		p->fate = fate;
		buf_clear(&p->mapper->why);
		buf_add_slice(&p->mapper->why, buf_slice(&p->mapper->more));
	}
}

static struct buf *
reason(struct passage *p)
{
	buf_clear(&p->mapper->more);
	return refused(p) ? &p->mapper->more : &p->mapper->why;
}

/* The key is known only as far as it stands before this slot. */
static void
lose_key(struct passage *p, const struct operation *o)
{
	struct mapper *m = p->mapper;
	unsigned member = 0;

	if (o && slot_in_key(&o->to, p->record->type))
		member = o->to.member;
	if (!m->key_lost || member < m->key_known)
		m->key_known = member;
	m->key_lost = true;
}

static int
operate(struct passage *p, const struct rule_step *step, struct err *e)
{
	const struct changein *ops = &step->operations;
	struct operating w = {.arena = p->arena, .lane = p->mapper->lane};
	size_t i;

	for (i = 0; i < ops->count; i++) {
		int got;

		w.why = reason(p);
		w.held = false;
		got = operation_apply(&ops->list[i], p->record, &w, e);

		if (got < 0)
			return -1;
		if (got)
			continue;
		refuse(p, step->rule, w.held ? MAPPER_HELD : MAPPER_REJECTED);
		if (operation_touches_key(&ops->list[i], p->record->type))
			lose_key(p, &ops->list[i]);
	}
	return 0;
}

/* It waits until it is known that the record passes. */
static int
derive(struct passage *p, const struct rule_step *step, struct err *e)
{
	struct mapper *m = p->mapper;
	struct operating w = {.arena = p->arena, .lane = m->lane};
	struct record *made = arena_alloc(p->arena, sizeof(*made));
	int got;

	w.why = reason(p);
	got = deriving_make(step->derive, p->record, made, &w, e);
	if (got < 0)
		return -1;
	if (!got) {
		refuse(p, step->rule, MAPPER_REJECTED);
		return 0;
	}
	if (m->derived_count == m->derived_size) {
		m->derived_size = mem_next_size(m->derived_size,
		    m->derived_count + 1);
		m->derived = mem_grow(m->derived, m->derived_size,
		    sizeof(*m->derived));
	}
	m->derived[m->derived_count++] = (struct mapper_derived){made,
	    step->rule, MAPPER_PASSED};
	return 0;
}

/* 1: go on with the next step, 0: the record is dropped. */
static int
take_step(struct passage *p, const struct rule_step *step, struct err *e)
{
	struct mapper *m = p->mapper;
	struct expr_input in = {p->record, NULL, m->lane};
	bool holds;

	if (rules_holds(step, &in, &holds, &m->unknown[step->rule], e) < 0) {
		if (e->kind != ERR_USAGE) /* not for what the record has */
			return -1;
		buf_add_text(reason(p), e->text);
		err_clear(e);
		refuse(p, step->rule, MAPPER_REJECTED);
		lose_key(p, NULL);
		return 1;
	}
	if (step->drops) {
		if (holds == step->inverse || refused(p))
			return 1;
		p->fate = MAPPER_DROPPED;
		m->rule = step->rule;
		return 0;
	}
	if (!holds)
		return 1;
	m->hits[step->rule]++;
	if (step->derive)
		return derive(p, step, e) < 0 ? -1 : 1;
	return operate(p, step, e) < 0 ? -1 : 1;
}

static void
check_key(struct passage *p)
{
	const struct schema_type *t = &schema_types[p->record->type];
	size_t total = 0;
	unsigned i;

	for (i = 0; i < t->key_count; i++)
		total += p->record->values[i].text.len + t->members[i].lead.len
		    + 2;
	if (total <= KEY_MOST)
		return;
	buf_printf(reason(p), "the key becomes longer than %zu bytes",
	    KEY_MOST);
	refuse(p, 0, MAPPER_REJECTED);
	lose_key(p, NULL);
}

/* The steps from a rule on. */
static int
pass(struct passage *p, size_t rule, struct err *e)
{
	const struct rules_type *t =
	    &p->mapper->rules->types[p->record->type];
	size_t i;
	int got = 1;

	buf_clear(&p->mapper->why);
	p->mapper->key_lost = false;
	for (i = 0; i < t->count && got > 0; i++)
		if (t->list[i].rule >= rule)
			got = take_step(p, &t->list[i], e);
	if (got > 0 && t->touches_key)
		check_key(p);
	return got < 0 ? -1 : 0;
}

int
mapper_record(struct mapper *m, struct record *r, enum mapper_fate *fate,
    struct arena *a, struct err *e)
{
	struct passage p = {m, r, a, MAPPER_PASSED};
	size_t i;

	m->derived_count = 0;
	if (pass(&p, 0, e) < 0)
		return -1;
	/* derived ones may be derived from, by later rules */
	for (i = 0; p.fate == MAPPER_PASSED && i < m->derived_count; i++) {
		struct passage made = {m, m->derived[i].record, a,
		    MAPPER_PASSED};

		if (pass(&made, m->derived[i].rule + 1, e) < 0)
			return -1;
		m->derived[i].fate = made.fate;
		if (made.fate == MAPPER_DROPPED)
			m->hits[m->rule]++;
		m->key_lost = false;
		if (refused(&made))
			p.fate = made.fate;
	}
	*fate = p.fate;
	return 0;
}

/* --- changes --- */

static void
settle_change(struct passage *old, struct passage *new)
{
	struct mapper *m = new->mapper;
	struct record *r = new->record;
	struct change *change = r->change;

	if (refused(new))
		return;
	if (old->fate == MAPPER_DROPPED && new->fate == MAPPER_DROPPED)
		return;
	if (old->fate == MAPPER_DROPPED) {
		rechange_turn(r, CHANGE_ADD, new->arena);
		return;
	}
	if (new->fate == MAPPER_DROPPED) {
		*r = *old->record;
		r->change = change;
		rechange_turn(r, CHANGE_REMOVE, new->arena);
		new->fate = MAPPER_PASSED;
		return;
	}
	if (!rechange_compare(old->record, r, new->arena)) {
		m->vanished++;
		new->fate = MAPPER_DROPPED;
		m->rule = m->rules->count;
	}
}

int
mapper_change(struct mapper *m, struct record *r, enum mapper_fate *fate,
    struct arena *a, struct err *e)
{
	struct passage new = {m, r, a, MAPPER_PASSED}, old = new;

	if (r->change->op != CHANGE_CHANGE || !r->change->was)
		return mapper_record(m, r, fate, a, e);
	old.record = rechange_old(r, a);
	if (pass(&old, 0, e) < 0)
		return -1;
	if (refused(&old)) {
		*fate = old.fate;
		*r = *old.record;
		return 0;
	}
	if (pass(&new, 0, e) < 0)
		return -1;
	settle_change(&old, &new);
	*fate = new.fate;
	return 0;
}

/* --- withheld records --- */

/* True if the step says what becomes of a record by its key alone. */
static bool
known_by_key(const struct rule_step *step, enum record_type type)
{
	const struct changein *ops = &step->operations;
	size_t i;

	if (step->when)
		return false;
	for (i = 0; i < step->where_count; i++)
		if (!slot_in_key(&step->where[i].slot, type))
			return false;
	for (i = 0; i < ops->count; i++)
		if (operation_touches_key(&ops->list[i], type) &&
		    !operation_native(&ops->list[i]))
			return false;
	return true;
}

static bool
step_touches_key(const struct rule_step *step, enum record_type type)
{
	size_t i;

	for (i = 0; i < step->operations.count; i++)
		if (operation_touches_key(&step->operations.list[i], type))
			return true;
	return false;
}

static int
map_key(struct passage *p, const struct rule_step *step, struct err *e)
{
	const struct changein *ops = &step->operations;
	struct expr_input in = {p->record, NULL, p->mapper->lane};
	uint64_t ignored = 0;
	bool holds;
	size_t i;

	if (!known_by_key(step, p->record->type)) {
		p->mapper->key_lost = true;
		return 0;
	}
	if (rules_holds(step, &in, &holds, &ignored, e) < 0)
		return -1;
	for (i = 0; holds && i < ops->count; i++) {
		const struct operation *o = &ops->list[i];
		struct operating w = {.arena = p->arena, .why = reason(p),
		    .lane = p->mapper->lane};
		int got = 1;

		if (operation_touches_key(o, p->record->type))
			got = operation_apply(o, p->record, &w, e);
		if (got < 0)
			return -1;
		if (!got)
			p->mapper->key_lost = true;
	}
	return 0;
}

static void
put_record_key(struct record *r, const struct record *about, struct arena *a)
{
	struct buf text = BUF_INIT(KEY_MOST * 4);
	struct key k;

	record_key(&k, about);
	key_add_text_without_type(&text, &k);
	r->values[WITHHELD_RECORD_KEY] =
	    value_of_text(slice_copy(buf_slice(&text), a));
	buf_release(&text);
}

int
mapper_withheld(struct mapper *m, struct record *r, enum mapper_fate *fate,
    struct arena *a, struct err *e)
{
	struct record about;
	struct passage p = {m, &about, a, MAPPER_PASSED};
	struct err no_key = ERR_INIT;
	const struct rules_type *t;
	enum record_type type;
	struct key k;
	size_t i;

	*fate = MAPPER_PASSED;
	m->key_lost = false;
	buf_clear(&m->why);
	if (!schema_find(&type, record_text(r, WITHHELD_RECORD_TYPE)) ||
	    key_parse_record_key(&k, type, record_text(r, WITHHELD_RECORD_KEY),
	    a, &no_key) < 0)
		return 0;
	if (mapper_drops_type(m, type, &m->rule)) {
		*fate = MAPPER_DROPPED;
		return 0;
	}
	record_init(&about, type);
	record_set_key(&about, &k);
	t = &m->rules->types[type];
	for (i = 0; i < t->count; i++)
		if (step_touches_key(&t->list[i], type) &&
		    map_key(&p, &t->list[i], e) < 0)
			return -1;
	if (t->touches_key && !m->key_lost)
		put_record_key(r, &about, a);
	return 0;
}
