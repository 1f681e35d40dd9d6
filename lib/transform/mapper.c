/* mapper.c - steps in order, for records, changes and withheld records. */
#include "transform/mapper.h"

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
mapper_release(struct mapper *m)
{
	mem_free(m->hits);
	mem_free(m->unknown);
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

static void
reject(struct mapper *m, size_t rule, enum mapper_fate *fate)
{
	if (*fate != MAPPER_REJECTED)
		m->rule = rule;
	*fate = MAPPER_REJECTED;
}

/* The first reason counts. */
static struct buf *
reason(struct mapper *m, enum mapper_fate fate)
{
	buf_clear(&m->more);
	return fate == MAPPER_REJECTED ? &m->more : &m->why;
}

/* One step with the record: what it is about, for the helpers below. */
struct passage {
	struct mapper *mapper;
	struct record *record;
	struct arena *arena;
	enum mapper_fate fate;
};

static int
operate(struct passage *p, const struct rule_step *step, struct err *e)
{
	const struct changein *ops = &step->operations;
	size_t i;

	for (i = 0; i < ops->count; i++) {
		int got = operation_apply(&ops->list[i], p->record, p->arena,
		    reason(p->mapper, p->fate), e);

		if (got < 0)
			return -1;
		if (got)
			continue;
		reject(p->mapper, step->rule, &p->fate);
		if (operation_touches_key(&ops->list[i], p->record->type))
			p->mapper->key_lost = true;
	}
	return 0;
}

/* 1: go on with the next step, 0: the record is dropped. */
static int
take_step(struct passage *p, const struct rule_step *step, struct err *e)
{
	struct mapper *m = p->mapper;
	bool holds;

	if (rules_holds(step, p->record, &holds, &m->unknown[step->rule],
	    e) < 0) {
		if (e->kind != ERR_USAGE) /* not for what the record has */
			return -1;
		buf_add_text(reason(m, p->fate), e->text);
		err_clear(e);
		reject(m, step->rule, &p->fate);
		m->key_lost = true;
		return 1;
	}
	if (step->drops) {
		if (holds == step->inverse || p->fate == MAPPER_REJECTED)
			return 1;
		p->fate = MAPPER_DROPPED;
		m->rule = step->rule;
		return 0;
	}
	if (!holds)
		return 1;
	m->hits[step->rule]++;
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
	buf_printf(reason(p->mapper, p->fate), "the key becomes longer than "
	    "%zu bytes", KEY_MOST);
	reject(p->mapper, 0, &p->fate);
	p->mapper->key_lost = true;
}

static int
pass(struct passage *p, struct err *e)
{
	const struct rules_type *t =
	    &p->mapper->rules->types[p->record->type];
	size_t i;
	int got = 1;

	buf_clear(&p->mapper->why);
	p->mapper->key_lost = false;
	for (i = 0; i < t->count && got > 0; i++)
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
	int rc = pass(&p, e);

	*fate = p.fate;
	return rc;
}

/* --- changes --- */

static struct extras
copied(struct extras x, struct arena *a)
{
	struct extras own = {
	    arena_alloc(a, (x.count + 1) * sizeof(*own.list)), x.count};

	if (x.count)
		memcpy(own.list, x.list, x.count * sizeof(*own.list));
	return own;
}

/* The record as it was before its change. */
static struct record *
old_record(const struct record *r, struct arena *a)
{
	const struct record *was = r->change->was;
	struct record *old = arena_alloc(a, sizeof(*old));
	size_t i;

	*old = *r;
	old->change = NULL;
	old->others = copied(r->others, a);
	for (i = 0; i < schema_types[r->type].member_count; i++) {
		struct value v = was->values[i];

		if (v.kind == VALUE_ABSENT)
			continue;
		if (v.kind == VALUE_NULL)
			v = (struct value)VALUE_INIT;
		old->values[i] = v;
	}
	if (was->attrs_null || was->attrs.count)
		old->attrs = was->attrs;
	for (i = 0; i < was->others.count; i++) {
		struct value v = was->others.list[i].value;

		if (v.kind == VALUE_NULL)
			v = (struct value)VALUE_INIT;
		extras_put(&old->others, was->others.list[i].name, v, a);
	}
	return old;
}

static void
put_was_other(struct record *was, struct slice name, const struct value *v,
    struct arena *a)
{
	struct value old = v ? *v : (struct value)VALUE_INIT;

	if (old.kind == VALUE_ABSENT)
		old.kind = VALUE_NULL;
	extras_put(&was->others, name, old, a);
}

static void
compare_others(struct record *was, const struct record *old,
    const struct record *r, struct arena *a)
{
	size_t i;

	for (i = 0; i < old->others.count; i++) {
		const struct extra *x = &old->others.list[i];
		const struct value *v = extras_find(&r->others, x->name);

		if (!v || !value_equal(v, &x->value))
			put_was_other(was, x->name, &x->value, a);
	}
	for (i = 0; i < r->others.count; i++)
		if (!extras_find(&old->others, r->others.list[i].name))
			put_was_other(was, r->others.list[i].name, NULL, a);
}

/* What `was` says now; false when nothing is left of the change. */
static bool
compare_anew(const struct record *old, struct record *r, struct arena *a)
{
	const struct schema_type *t = &schema_types[r->type];
	struct record *was;
	unsigned i;

	if (record_equal(old, r))
		return false;
	was = arena_alloc(a, sizeof(*was));
	record_init(was, r->type);
	for (i = 0; i < t->member_count; i++) {
		was->values[i] = (struct value)VALUE_INIT;
		if (value_equal(&old->values[i], &r->values[i]))
			continue;
		was->values[i] = old->values[i];
		if (was->values[i].kind == VALUE_ABSENT)
			was->values[i].kind = VALUE_NULL;
	}
	if (!extras_equal(&old->attrs, &r->attrs)) {
		was->attrs = old->attrs;
		was->attrs_null = !old->attrs.count;
	}
	compare_others(was, old, r, a);
	r->change->was = was;
	return true;
}

/* Only one of old and new passes: the change is an add or a removal. */
static void
turn_into(struct record *r, enum change_op op, struct arena *a)
{
	struct change *c = arena_alloc(a, sizeof(*c));

	*c = *r->change;
	c->op = op;
	c->was = NULL;
	c->tags = arena_alloc(a, sizeof(*c->tags));
	c->tags[0] = slice_of(change_op_name(op));
	c->tag_count = 1;
	r->change = c;
}

static void
settle_change(struct passage *old, struct passage *new)
{
	struct mapper *m = new->mapper;
	struct record *r = new->record;
	struct change *change = r->change;

	if (new->fate == MAPPER_REJECTED)
		return;
	if (old->fate == MAPPER_DROPPED && new->fate == MAPPER_DROPPED)
		return;
	if (old->fate == MAPPER_DROPPED) {
		turn_into(r, CHANGE_ADD, new->arena);
		return;
	}
	if (new->fate == MAPPER_DROPPED) {
		*r = *old->record;
		r->change = change;
		turn_into(r, CHANGE_REMOVE, new->arena);
		new->fate = MAPPER_PASSED;
		return;
	}
	if (!compare_anew(old->record, r, new->arena)) {
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
	old.record = old_record(r, a);
	if (pass(&old, e) < 0)
		return -1;
	if (old.fate == MAPPER_REJECTED) {
		*fate = MAPPER_REJECTED;
		*r = *old.record;
		return 0;
	}
	if (pass(&new, e) < 0)
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
	uint64_t ignored = 0;
	bool holds;
	size_t i;

	if (!known_by_key(step, p->record->type)) {
		p->mapper->key_lost = true;
		return 0;
	}
	if (rules_holds(step, p->record, &holds, &ignored, e) < 0)
		return -1;
	for (i = 0; holds && i < ops->count; i++) {
		const struct operation *o = &ops->list[i];
		int got = 1;

		if (operation_touches_key(o, p->record->type))
			got = operation_apply(o, p->record, p->arena,
			    reason(p->mapper, p->fate), e);
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
