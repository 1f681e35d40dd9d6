/* changein.c - one reader for each word, and what each word may be said of. */
#include "transform/changein.h"

const char *const changein_keys[] = {"compute", "convert", "copy", "default",
    "join", "lower", "map", "name", "pattern", "remove", "rename", "scale",
    "select", "set", "split", "trim", "type", "upper", "when", "where", NULL};
const char *const changein_pattern_keys[] = {"match", "to", "unmatched", NULL};
const char *const changein_join_keys[] = {"of", "with", NULL};
const char *const changein_split_keys[] = {"into", "with", NULL};

struct reading {
	struct changein *out;
	struct shared *shared;
	enum record_type type;
	enum operation_kind kind;
};

/* --- slots --- */

int
changein_slot(struct slot *slot, enum record_type type,
    const struct ydoc_node *n, bool at_key, struct err *e)
{
	return slotin_read(slot, type, n, at_key, e);
}

static bool
takes_all_attrs(enum operation_kind kind)
{
	return kind == OPERATION_REMOVE || kind == OPERATION_SELECT;
}

/* A slot, and that this operation may be done to it. */
static int
need_slot(struct reading *r, struct slot *slot, const struct ydoc_node *n,
    bool at_key, struct err *e)
{
	const struct schema_member *m;

	if (changein_slot(slot, r->type, n, at_key, e) < 0)
		return -1;
	m = slot_member(slot, r->type);
	if (!m && !slot->attr.len && !takes_all_attrs(r->kind))
		return (at_key ? ydoc_error_key : ydoc_error)(n, e, "attrs: "
		    "one site field is meant here (expected attrs.NAME)");
	if (m && m->required && r->kind == OPERATION_REMOVE)
		return (at_key ? ydoc_error_key : ydoc_error)(n, e, "%.*s: a "
		    "key member that must not be empty", SLICE_ARGS(m->name));
	return 0;
}

static struct operation *
add(struct reading *r)
{
	struct changein *c = r->out;
	struct operation *grown;

	grown = arena_alloc(&r->shared->arena,
	    (c->count + 1) * sizeof(*grown));
	if (c->count)
		memcpy(grown, c->list, c->count * sizeof(*grown));
	c->list = grown;
	grown[c->count] = (struct operation){.kind = r->kind};
	return &grown[c->count++];
}

/* --- readers: each takes one entry --- */

typedef int (*entry_reader)(struct reading *r, const struct ydoc_node *n,
    struct err *e);

static int
read_move(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	const struct schema_member *from, *to;
	struct operation *o = add(r);
	bool moves = r->kind == OPERATION_RENAME;

	if (need_slot(r, &o->from, n, true, e) < 0 ||
	    need_slot(r, &o->to, n, false, e) < 0)
		return -1;
	from = slot_member(&o->from, r->type);
	to = slot_member(&o->to, r->type);
	if (moves && from && from->required)
		return ydoc_error_key(n, e, "%.*s: a key member that must not "
		    "be empty (copy it)", SLICE_ARGS(from->name));
	if (from && from->kind == MEMBER_SET &&
	    (!to || to->kind != MEMBER_SET))
		return ydoc_error(n, e, "%.*s is a set and fits no other kind "
		    "of member", SLICE_ARGS(from->name));
	if (o->from.member == o->to.member &&
	    slice_equal(o->from.attr, o->to.attr))
		return ydoc_error(n, e, "both are the same member");
	return 0;
}

static int
read_constant_set(struct reading *r, const struct ydoc_node *n,
    struct value *v, struct err *e)
{
	struct ydoc_texts texts = {NULL, 0};
	size_t i;

	if (ydoc_texts(n, &texts, e) < 0)
		return -1;
	*v = (struct value){VALUE_SET, {"", 0}, NULL, texts.count};
	v->set = arena_alloc(&r->shared->arena,
	    (texts.count + 1) * sizeof(*v->set));
	for (i = 0; i < texts.count; i++)
		v->set[i] = texts.at[i];
	value_set_sort(v);
	if (!v->count || !v->set[0].len)
		return ydoc_error(n, e, "the set or a text in it is empty");
	return 0;
}

static int
read_constant(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct operation *o = add(r);
	const struct schema_member *m;
	struct slice text = {"", 0};
	const char *why;

	if (need_slot(r, &o->to, n, true, e) < 0)
		return -1;
	m = slot_member(&o->to, r->type);
	if (m && m->kind == MEMBER_SET)
		return read_constant_set(r, n, &o->constant, e);
	if (ydoc_text(n, &text, e) < 0)
		return -1;
	if (!text.len && !(m && m->key))
		return ydoc_error(n, e, "is empty (to empty a member: remove)");
	why = slot_fit(&o->constant, &o->to, r->type, text,
	    &r->shared->arena);
	if (why)
		return ydoc_error(n, e, "%.*s: \"%.*s\" %s",
		    SLICE_ARGS(n->key), SLICE_ARGS(text), why);
	return 0;
}

static int
read_map(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct operation *o = add(r);

	if (need_slot(r, &o->to, n, true, e) < 0)
		return -1;
	o->map = shared_map(r->shared, n, e);
	return o->map ? 0 : -1;
}

static int
read_scale(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct operation *o = add(r);
	const struct schema_member *m;

	if (need_slot(r, &o->to, n, true, e) < 0)
		return -1;
	m = slot_member(&o->to, r->type);
	if (m && m->kind != MEMBER_NUMBER)
		return ydoc_error_key(n, e, "%.*s is no number",
		    SLICE_ARGS(m->name));
	return ydoc_decimal(n, &o->factor, e);
}

static int
read_compute(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct operation *o = add(r);

	if (need_slot(r, &o->to, n, true, e) < 0)
		return -1;
	o->expr = shared_expr(r->shared, n, e);
	return o->expr ? 0 : -1;
}

/* remove, trim, upper, lower: an entry of a list. */
static int
read_listed(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct operation *o = add(r);
	const struct schema_member *m;

	if (need_slot(r, &o->to, n, false, e) < 0)
		return -1;
	m = slot_member(&o->to, r->type);
	if (r->kind != OPERATION_REMOVE && m && m->kind != MEMBER_TEXT &&
	    m->kind != MEMBER_SET)
		return ydoc_error(n, e, "%.*s is no text",
		    SLICE_ARGS(m->name));
	return 0;
}

/* select: one operation for all entries. */
static int
read_select(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct operation *o = add(r);
	const struct ydoc_node *child;
	bool *selected;

	selected = arena_alloc(&r->shared->arena,
	    (SLOT_ATTRS + 1) * sizeof(*selected));
	memset(selected, 0, (SLOT_ATTRS + 1) * sizeof(*selected));
	o->selected = selected;
	if (ydoc_check_list(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next) {
		struct slot slot;

		if (need_slot(r, &slot, child, false, e) < 0)
			return -1;
		if (slot.attr.len)
			return ydoc_error(child, e, "site fields are selected "
			    "all together, as attrs");
		selected[slot.member] = true;
	}
	return 0;
}

/* --- taking apart and putting together --- */

static int
read_pattern(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	static const char *const words[] = {
	    "reject", "keep", "absent", "hold", NULL};
	struct operation_pattern *made;
	struct operation *o = add(r);
	struct slice match = {"", 0}, to = {"\\0", 2};
	const struct schema_member *m;
	int unmatched = VALUEMAP_REJECT;
	char why[256];

	if (need_slot(r, &o->to, n, true, e) < 0 ||
	    ydoc_check_keys(n, changein_pattern_keys, e) < 0 ||
	    ydoc_text(ydoc_need(n, "match", e), &match, e) < 0 ||
	    ydoc_text(ydoc_get(n, "to"), &to, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "unmatched"), words, &unmatched, e) < 0)
		return -1;
	m = slot_member(&o->to, r->type);
	if (m && m->kind != MEMBER_TEXT && m->kind != MEMBER_SET)
		return ydoc_error_key(n, e, "%.*s is no text",
		    SLICE_ARGS(m->name));
	made = arena_alloc(&r->shared->arena, sizeof(*made));
	made->unmatched = (enum valuemap_unmapped)unmatched;
	made->pattern = pattern_new(match, to, why, sizeof(why));
	if (!made->pattern)
		return ydoc_error(ydoc_get(n, "match"), e, "\"%.*s\": %s",
		    SLICE_ARGS(match), why);
	shared_keep_pattern(r->shared, made->pattern);
	o->pattern = made;
	return 0;
}

static struct operation_parts *
read_parts(struct reading *r, const struct ydoc_node *members,
    const struct ydoc_node *with, struct err *e)
{
	struct operation_parts *p;

	p = arena_alloc(&r->shared->arena, sizeof(*p));
	p->between = SLICE("");
	if (slotin_all(&p->members, r->type, members, &r->shared->arena,
	    e) < 0 || ydoc_text(with, &p->between, e) < 0)
		return NULL;
	return p;
}

static int
read_join(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct operation *o = add(r);
	const struct schema_member *m;

	if (need_slot(r, &o->to, n, true, e) < 0 ||
	    ydoc_check_keys(n, changein_join_keys, e) < 0)
		return -1;
	m = slot_member(&o->to, r->type);
	if (m && m->kind == MEMBER_SET)
		return ydoc_error_key(n, e, "%.*s is a set",
		    SLICE_ARGS(m->name));
	o->parts = read_parts(r, ydoc_need(n, "of", e), ydoc_get(n, "with"),
	    e);
	return o->parts ? 0 : -1;
}

/* One operation for each place. */
static int
read_split(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *into, *with;
	const struct schema_member *m;
	struct operation_parts *p;
	struct slot from;
	unsigned i;

	if (need_slot(r, &from, n, true, e) < 0 ||
	    ydoc_check_keys(n, changein_split_keys, e) < 0)
		return -1;
	into = ydoc_need(n, "into", e);
	with = into ? ydoc_need(n, "with", e) : NULL;
	p = with ? read_parts(r, into, with, e) : NULL;
	if (!p)
		return -1;
	if (!p->between.len)
		return ydoc_error(with, e, "is empty");
	m = slot_member(&from, r->type);
	if (m && m->kind == MEMBER_SET)
		return ydoc_error_key(n, e, "%.*s is a set",
		    SLICE_ARGS(m->name));
	for (i = 0; i < p->members.count; i++) {
		struct operation *o = add(r);

		m = slot_member(&p->members.at[i], r->type);
		if (m && m->kind == MEMBER_SET && p->members.count > 1)
			return ydoc_error(into, e, "%.*s is a set and takes "
			    "all parts", SLICE_ARGS(m->name));
		o->from = from;
		o->to = p->members.at[i];
		o->parts = p;
		o->part = i;
	}
	return 0;
}

static int
read_convert(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct operation *o = add(r);
	const struct schema_member *m;

	if (need_slot(r, &o->to, n, true, e) < 0)
		return -1;
	m = slot_member(&o->to, r->type);
	if (m && m->kind != MEMBER_NUMBER)
		return ydoc_error_key(n, e, "%.*s is no number",
		    SLICE_ARGS(m->name));
	o->converting = converting_read(r->shared, r->type, n, e);
	return o->converting ? 0 : -1;
}

/* --- all words --- */

static const struct word {
	const char *key;
	enum operation_kind kind;
	bool list;
	entry_reader read;
} words[] = {
	{"rename", OPERATION_RENAME, false, read_move},
	{"copy", OPERATION_COPY, false, read_move},
	{"set", OPERATION_SET, false, read_constant},
	{"default", OPERATION_DEFAULT, false, read_constant},
	{"remove", OPERATION_REMOVE, true, read_listed},
	{"map", OPERATION_MAP, false, read_map},
	{"scale", OPERATION_SCALE, false, read_scale},
	{"trim", OPERATION_TRIM, true, read_listed},
	{"upper", OPERATION_UPPER, true, read_listed},
	{"lower", OPERATION_LOWER, true, read_listed},
	{"compute", OPERATION_COMPUTE, false, read_compute},
	{"pattern", OPERATION_PATTERN, false, read_pattern},
	{"join", OPERATION_JOIN, false, read_join},
	{"split", OPERATION_SPLIT, false, read_split},
	{"convert", OPERATION_CONVERT, false, read_convert},
};

static int
read_entries(struct reading *r, const struct word *word,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	r->kind = word->kind;
	if (word->list && n->kind == YDOC_SCALAR)
		return word->read(r, n, e);
	if ((word->list ? ydoc_check_list(n, e) : ydoc_check_map(n, e)) < 0)
		return -1;
	for (child = n->first; child; child = child->next)
		if (word->read(r, child, e) < 0)
			return -1;
	return 0;
}

int
changein_read(struct changein *c, struct shared *s, enum record_type type,
    const struct ydoc_node *n, struct err *e)
{
	struct reading r = {c, s, type, OPERATION_SELECT};
	const struct ydoc_node *child;
	size_t i;

	*c = (struct changein){NULL, 0};
	for (child = n->first; child; child = child->next) {
		if (slice_is(child->key, "select")) {
			r.kind = OPERATION_SELECT;
			if (read_select(&r, child, e) < 0)
				return -1;
		}
		for (i = 0; i < COUNT_OF(words); i++)
			if (slice_is(child->key, words[i].key) &&
			    read_entries(&r, &words[i], child, e) < 0)
				return -1;
	}
	return 0;
}

/* One operation for each member that is filled. */
int
changein_read_enrich(struct changein *c, struct shared *s,
    enum record_type type, const struct ydoc_node *n, struct err *e)
{
	struct reading r = {c, s, type, OPERATION_ENRICH};
	const struct enriching *x = enriching_read(s, type, n, e);
	unsigned i;

	*c = (struct changein){NULL, 0};
	if (!x)
		return -1;
	for (i = 0; i < x->count; i++) {
		struct operation *o = add(&r);

		o->to = x->fills[i].to;
		o->enriching = x;
		o->fill = i;
	}
	return 0;
}

void
changein_map_member(struct changein *c, struct shared *s, unsigned member,
    const struct valuemap *map)
{
	struct reading r = {c, s, TYPE_ITEM, OPERATION_MAP};
	struct operation *o = add(&r);

	o->to.member = member;
	o->to.attr = SLICE("");
	o->map = map;
}

bool
changein_may_hold(const struct changein *c)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (operation_may_hold(&c->list[i]))
			return true;
	return false;
}
