/*
 * viewcontrol.c - names as digests of a type and its texts.
 *
 * One map answers both questions, is it there and is it controlled: the
 * bit THERE, and a bit for each clearance.
 */
#include "transform/viewcontrol.h"

#include "model/recin.h"

#define THERE ((uint64_t)1 << 63)

/* --- how records are named --- */

/* By fewer members than their key has, or by two. */
static const struct {
	enum record_type type;
	unsigned parts;
} namings[] = {
	{TYPE_ITEM, 1},
	{TYPE_DOCUMENT, 1},
	{TYPE_CHANGE_ORDER, 1},
	{TYPE_MANUFACTURER, 1},
	{TYPE_SUPPLIER, 1},
	{TYPE_REVISION, 2},
	{TYPE_WORK_CENTER, 2},
};

static const struct {
	enum record_type named;
	const char *members[2];
} references[] = {
	{TYPE_ITEM, {"item", NULL}},
	{TYPE_ITEM, {"parent", NULL}},
	{TYPE_ITEM, {"component", NULL}},
	{TYPE_ITEM, {"substitute", NULL}},
	{TYPE_ITEM, {"alternate", NULL}},
	{TYPE_DOCUMENT, {"document", NULL}},
	{TYPE_DOCUMENT, {"drawing", NULL}},
	{TYPE_CHANGE_ORDER, {"change_order", NULL}},
	{TYPE_MANUFACTURER, {"manufacturer", NULL}},
	{TYPE_SUPPLIER, {"supplier", NULL}},
	{TYPE_REVISION, {"item", "revision"}},
	{TYPE_REVISION, {"item", "revision_from"}},
	{TYPE_REVISION, {"item", "revision_to"}},
	{TYPE_REVISION, {"parent", "parent_revision"}},
	{TYPE_REVISION, {"component", "component_revision"}},
	{TYPE_WORK_CENTER, {"plant", "work_center"}},
};

/* 0: by the whole key, and then only what hangs on it names it. */
static unsigned
naming_parts(enum record_type type)
{
	size_t i;

	for (i = 0; i < COUNT_OF(namings); i++)
		if (namings[i].type == type)
			return namings[i].parts;
	return 0;
}

/* Lengths stand in front, so that no two names are the same bytes. */
static void
add_part(struct buf *b, size_t number)
{
	buf_add(b, (const char *)&number, sizeof(number));
}

static struct hash128
digest(struct buf *b, enum record_type type, const struct slice *parts,
    unsigned count)
{
	unsigned i;

	buf_clear(b);
	add_part(b, (size_t)type);
	for (i = 0; i < count; i++) {
		add_part(b, parts[i].len);
		buf_add_slice(b, parts[i]);
	}
	return hash_128(b->at, b->len);
}

static void
note_references(struct viewcontrol *c, enum record_type type)
{
	size_t i;

	for (i = 0; i < COUNT_OF(references); i++) {
		struct viewcontrol_name *n = &c->list[type][c->counts[type]];
		int first, second = 0;

		first = schema_member_find(type,
		    slice_of(references[i].members[0]));
		if (references[i].members[1])
			second = schema_member_find(type,
			    slice_of(references[i].members[1]));
		if (!c->controls[references[i].named] || first < 0 ||
		    second < 0)
			continue;
		if (c->counts[type] == VIEWCONTROL_NAMES_MOST)
			BUG("a type that names more than there is room for");
		n->named = references[i].named;
		n->members[0] = (unsigned)first;
		n->members[1] = (unsigned)second;
		n->count = references[i].members[1] ? 2 : 1;
		c->counts[type]++;
	}
}

/* --- reading --- */

/* Unknown is controlled: a gate holds it too. */
static int
ask(uint64_t *bits, const struct viewrules *rules, const struct record *r,
    struct err *e)
{
	size_t i;

	*bits = THERE;
	for (i = 0; i < rules->clearance_count; i++) {
		struct condition *is = rules->clearances[i].types[r->type];
		uint64_t unknown;
		bool holds;

		if (!is)
			continue;
		unknown = is->unknown;
		if (condition_holds(is, r, &holds, e) < 0)
			return -1;
		if (holds || is->unknown != unknown)
			*bits |= (uint64_t)1 << i;
	}
	return 0;
}

static void
note(struct viewcontrol *c, const struct record *r, uint64_t bits)
{
	struct hash128 h;
	struct key k;
	unsigned parts = naming_parts(r->type);

	if (bits == THERE && !(c->controls[r->type] & c->strict))
		return;
	record_key(&k, r);
	h = digest(&c->name, r->type, k.parts, parts ? parts : k.count);
	*map_put(&c->names, slice_from((const char *)&h, sizeof(h)), NULL) |=
	    bits;
}

static int
load_type(struct viewcontrol *c, const struct spool *in,
    enum record_type type, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct spool_cursor cursor;
	struct stream_line line;
	int got;

	spool_cursor_open(&cursor, in, type, type);
	while ((got = spool_cursor_next(&cursor, &line, e)) > 0) {
		struct record r;
		uint64_t bits;

		arena_reset(&a);
		if (recin_parse(&r, line.text, JSON_AT(in->in.name, 1), &a,
		    e) < 0 || ask(&bits, c->rules, &r, e) < 0) {
			got = -1;
			break;
		}
		note(c, &r, bits);
	}
	spool_cursor_close(&cursor);
	arena_release(&a);
	return got;
}

int
viewcontrol_load(struct viewcontrol *c, const struct viewrules *rules,
    const struct spool *in, struct err *e)
{
	unsigned t;
	size_t i;

	memset(c, 0, sizeof(*c));
	buf_init(&c->name, 2 * KEY_MOST);
	c->rules = rules;
	for (i = 0; i < rules->clearance_count; i++) {
		const struct viewrules_clearance *is = &rules->clearances[i];

		if (!is->lenient)
			c->strict |= (uint64_t)1 << i;
		for (t = 0; t < TYPE_COUNT; t++)
			if (is->types[t])
				c->controls[t] |= (uint64_t)1 << i;
	}
	for (t = 0; t < TYPE_COUNT; t++)
		note_references(c, (enum record_type)t);
	for (t = 0; t < TYPE_COUNT; t++)
		if (c->controls[t] &&
		    load_type(c, in, (enum record_type)t, e) < 0)
			return -1;
	return 0;
}

void
viewcontrol_release(struct viewcontrol *c)
{
	map_release(&c->names);
	buf_release(&c->name);
	memset(c, 0, sizeof(*c));
}

/* --- asking --- */

static uint64_t
needs_name(struct viewcontrol *c, enum record_type named,
    const struct slice *parts, unsigned count)
{
	struct hash128 h = digest(&c->name, named, parts, count);
	const uint64_t *bits = map_find(&c->names,
	    slice_from((const char *)&h, sizeof(h)));

	if (!bits)
		return c->controls[named] & c->strict;
	return *bits & ~THERE;
}

static bool
seen(enum record_type type, unsigned member, const bool *shown)
{
	return member < schema_types[type].key_count ||
	    (shown && shown[member]);
}

static bool
name_seen(const struct viewcontrol_name *n, enum record_type type,
    const bool *shown)
{
	return seen(type, n->members[0], shown) &&
	    (n->count < 2 || seen(type, n->members[1], shown));
}

uint64_t
viewcontrol_needs(struct viewcontrol *c, const struct record *r,
    const bool *shown)
{
	uint64_t needs = 0;
	struct key k, above;
	bool more = true;
	unsigned i;

	for (i = 0; i < c->counts[r->type]; i++) {
		const struct viewcontrol_name *n = &c->list[r->type][i];
		struct slice parts[2];

		if (!name_seen(n, r->type, shown))
			continue;
		parts[0] = record_text(r, n->members[0]);
		parts[1] = record_text(r, n->members[1]);
		if (parts[n->count - 1].len)
			needs |= needs_name(c, n->named, parts, n->count);
	}
	for (record_key(&k, r); more; k = above) {
		if (c->controls[k.type] && !naming_parts(k.type))
			needs |= needs_name(c, k.type, k.parts, k.count);
		more = key_above(&above, &k);
	}
	return needs;
}

uint64_t
viewcontrol_may_need(const struct viewcontrol *c, enum record_type type,
    const bool *shown)
{
	uint64_t needs = 0;
	struct record r;
	struct key k, above;
	bool more = true;
	unsigned i;

	for (i = 0; i < c->counts[type]; i++)
		if (name_seen(&c->list[type][i], type, shown))
			needs |= c->controls[c->list[type][i].named];
	record_init(&r, type);
	for (record_key(&k, &r); more; k = above) {
		if (!naming_parts(k.type))
			needs |= c->controls[k.type];
		more = key_above(&above, &k);
	}
	return needs;
}

/* --- what the stream supplies --- */

static bool
asks_for(const struct condition *c, unsigned member)
{
	size_t i;

	for (i = 0; i < c->where_count; i++)
		if (c->where[i].slot.member == member)
			return true;
	return c->when && expr_reads(c->when, c->type, member);
}

/* The first member that is asked for and not supplied, NULL: none. */
static const char *
asked_in_vain(const struct condition *c, const struct scope *scope)
{
	const struct schema_type *t = &schema_types[c->type];
	unsigned m;

	for (m = t->key_count; m < t->member_count; m++)
		if (asks_for(c, m) && !scope_supplies(scope, c->type, m))
			return t->members[m].name.at;
	return asks_for(c, SLOT_ATTRS) &&
	    !scope_supplies(scope, c->type, SLOT_ATTRS) ? "attrs" : NULL;
}

int
viewcontrol_check_scope(const struct viewrules *rules,
    const struct scope *scope, const char *rules_name, struct err *e)
{
	const struct viewrules_clearance *is = rules->clearances;
	const char *vain;
	size_t i;
	unsigned t;

	for (i = 0; i < rules->clearance_count; i++, is++)
		for (t = 0; t < TYPE_COUNT; t++) {
			vain = is->types[t] && !is->lenient
			    ? asked_in_vain(is->types[t], scope) : NULL;
			if (vain)
				return err_set(e, ERR_USAGE, "%s: clearance "
				    "%.*s asks for %s of %.*s, which the "
				    "stream does not supply (unknown: pass "
				    "takes it as it is)", rules_name,
				    SLICE_ARGS(is->name), vain,
				    SLICE_ARGS(schema_types[t].name));
		}
	return 0;
}
