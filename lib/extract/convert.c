/*
 * convert.c - the steps of a rule, in their one order.
 *
 * After the first member that fails the others are still tried, because what
 * the key is decides what a reject withholds: the record, its BOM, or any
 * conclusion about the type.  The reason told is the first one.
 */
#include "extract/convert.h"

void
convert_init(struct convert *c, const struct profile *p,
    const struct keytables *tables)
{
	memset(c, 0, sizeof(*c));
	c->profile = p;
	c->tables = tables;
	buf_init(&c->reason, STEP_REASON_MOST);
}

void
convert_release(struct convert *c)
{
	arena_release(&c->arena);
	buf_release(&c->reason);
}

static const struct value empty_text = {VALUE_TEXT, SLICE_INIT(""), NULL, 0};

static bool
key_check(struct step *s, const struct profile_entry *entry, unsigned member,
    struct value *v)
{
	const struct schema_member *m =
	    &schema_types[entry->type].members[member];

	if (v->kind == VALUE_ABSENT && m->required)
		return step_refuse(s, "required: %.*s is empty",
		    SLICE_ARGS(m->name));
	if (v->kind == VALUE_ABSENT)
		*v = empty_text;
	return true;
}

/* The key members, all of them; then the others while nothing is wrong. */
static int
members_convert(struct convert *c, struct record *out,
    const struct profile_entry *entry, const struct row *row, struct err *e)
{
	const struct schema_type *type = &schema_types[entry->type];
	struct step s = {.c = c, .row = row};
	bool known[KEY_PARTS_MOST];
	struct value *v;
	unsigned member;
	size_t i;
	int got;

	memset(known, 1, sizeof(known));
	for (i = 0; i < entry->member_count; i++) {
		member = entry->members[i].member;
		if (member >= type->key_count && c->reason.len)
			break;
		s.rule = &entry->members[i].rule;
		s.name = type->members[member].name;
		s.words = entry->words && member == BOM_LINE_QUANTITY;
		v = &out->values[member];
		got = step_apply(&s, v, e);
		if (got < 0)
			return -1;
		if (got && member < type->key_count)
			got = key_check(&s, entry, member, v);
		if (got)
			continue;
		*v = (struct value)VALUE_INIT;
		if (member < type->key_count) {
			*v = empty_text;
			known[member] = false;
		}
	}
	while (c->keys_known < type->key_count && known[c->keys_known])
		c->keys_known++;
	c->key_known = c->keys_known == type->key_count;
	return 0;
}

static int
attrs_convert(struct convert *c, struct record *out,
    const struct profile_entry *entry, const struct row *row, struct err *e)
{
	struct step s = {.c = c, .row = row};
	struct value v;
	size_t i;
	int got;

	for (i = 0; i < entry->attr_count && !c->reason.len; i++) {
		s.rule = &entry->attrs[i].rule;
		s.name = entry->attrs[i].name;
		got = step_apply(&s, &v, e);
		if (got < 0)
			return -1;
		if (got)
			extras_put(&out->attrs, s.name, v, &c->arena);
	}
	return 0;
}

/* A record of which the head says that this stream does not speak. */
static void
scope_check(struct convert *c, const struct record *r)
{
	const struct scope *scope = &c->profile->scope;
	int plant = schema_plant(r->type), usage = schema_usage(r->type);
	struct step s = {.c = c};

	if (scope->limits_plants && plant >= 0 &&
	    !value_set_has(&scope->plants, r->values[plant].text)) {
		s.name = SLICE("plant");
		step_refuse(&s, "out_of_scope: plant \"%.*s\" is not in the "
		    "scope", SLICE_ARGS(r->values[plant].text));
	}
	if (scope->limits_usages && usage >= 0 &&
	    !value_set_has(&scope->usages, r->values[usage].text)) {
		s.name = SLICE("usage");
		step_refuse(&s, "out_of_scope: usage \"%.*s\" is not in the "
		    "scope", SLICE_ARGS(r->values[usage].text));
	}
}

/* Members that no rule gives. */
static void
add_members(struct convert *c, struct record *r,
    const struct profile_entry *entry)
{
	struct buf words = BUF_INIT(STEP_REASON_MOST);
	struct buf why = BUF_INIT(STEP_REASON_MOST);
	struct step s = {.c = c, .name = SLICE_INIT("refdes")};
	bool passes = true;
	unsigned i;

	if (c->as_required)
		r->values[BOM_LINE_AS_REQUIRED].kind = VALUE_FLAG;
	for (i = 0; entry->combine && i < SCHEMA_MEMBERS_MOST; i++)
		if (entry->combine->counted[i])
			r->values[i] = (struct value){VALUE_NUMBER,
			    SLICE_INIT("1"), NULL, 0};
	if (!entry->combine && !damage_refdes_fit(r, damage_wants_words(
	    &c->judge, DAMAGE_REFDES_COUNT, false) ? &words : NULL))
		passes = damage_passes(&c->judge, DAMAGE_REFDES_COUNT, false,
		    buf_slice(&words), &why);
	buf_release(&words);
	step_judged(&s, passes, &why);
}

/*
 * The BOM that the key names, if it names one, is incomplete: it is withheld
 * rather than a line.  Headers say nothing of what is below them.
 */
static void
refuse_misplaced(struct convert *c, const struct profile_entry *entry,
    const struct row *row)
{
	unsigned least = schema_types[entry->type].key_count - 1;
	struct step s = {.c = c, .name = SLICE_INIT("@level")};

	buf_clear(&c->reason);
	step_refuse(&s, "structure: %s", row->misplaced);
	if (entry->type == TYPE_BOM)
		c->keys_known = 0;
	else if (c->key_known)
		c->keys_known = least;
	c->key_known = false;
}

int
convert_row(struct convert *c, struct record *out,
    const struct profile_entry *entry, const struct row *row, struct err *e)
{
	struct step s = {.c = c};

	record_init(out, entry->type);
	buf_clear(&c->reason);
	c->column = s.name = SLICE("");
	c->key_known = false;
	c->keys_known = 0;
	c->skipped = false;
	c->as_required = false;
	c->judge.answers = &entry->damage;
	c->judge.place.ordinal = row->ordinal;
	c->judge.place.line = row->line;
	if (row->wrong) {
		step_refuse(&s, "%s", row->wrong);
		return 0;
	}
	if (members_convert(c, out, entry, row, e) < 0 ||
	    attrs_convert(c, out, entry, row, e) < 0)
		return -1;
	if (row->misplaced && entry->placed) {
		refuse_misplaced(c, entry, row);
		return 0;
	}
	if (!c->reason.len)
		add_members(c, out, entry);
	if (c->key_known)
		scope_check(c, out);
	return !c->reason.len && !c->skipped;
}
