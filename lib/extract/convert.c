/*
 * convert.c - the steps of a rule, in their one order.
 *
 * After the first member that fails the others are still tried, because what
 * the key is decides what a reject withholds: the record, its BOM, or any
 * conclusion about the type.  The reason told is the first one.
 */
#include "extract/convert.h"

#include "expr/expr.h"
#include "extract/datetext.h"
#include "io/zio.h"

#define REASON_MOST 1024

void
convert_init(struct convert *c, const struct profile *p,
    const struct keytables *tables)
{
	memset(c, 0, sizeof(*c));
	c->profile = p;
	c->tables = tables;
	buf_init(&c->reason, REASON_MOST);
}

void
convert_release(struct convert *c)
{
	arena_release(&c->arena);
	buf_release(&c->reason);
}

/* One conversion: the rule, and the text as far as it has come. */
struct step {
	struct convert *c;
	const struct rule *rule;
	struct slice name; /* of the member or site field */
	const struct row *row;
	struct slice text;
};

/* Notes why a row is rejected, unless something was wrong before; 0. */
PRINTF_LIKE(2, 3)
static int
refuse(const struct step *s, const char *fmt, ...)
{
	char text[REASON_MOST / 2];
	struct convert *c = s->c;
	va_list args;

	if (c->reason.len)
		return 0;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	buf_add_text(&c->reason, text);
	c->column = s->rule && s->rule->from == RULE_COLUMN ? s->rule->text
	    : s->name;
	return 0;
}

/* --- where the text comes from: 1, 0 refused, -1 --- */

static int
evaluate(struct step *s, struct err *e)
{
	struct expr_input input = {.texts = s->row->fields};
	struct expr_value v;

	if (expr_eval(s->rule->expression, &input, &v, e) < 0) {
		if (e->kind != ERR_USAGE)
			return -1;
		refuse(s, "expression: %s", e->text);
		err_clear(e);
		return 0;
	}
	s->text = v.null ? SLICE("") : slice_copy(v.text, &s->c->arena);
	return 1;
}

static int
take(struct step *s, struct err *e)
{
	switch (s->rule->from) {
	case RULE_COLUMN:
		s->text = s->row->fields[s->rule->column];
		return 1;
	case RULE_CONSTANT:
		s->text = s->rule->text;
		return 1;
	case RULE_EXPRESSION:
		break;
	}
	return evaluate(s, e);
}

/* --- text to text: false refused --- */

static bool
look_up(struct step *s, const struct rule_lookup *l)
{
	const struct source *source = &s->c->profile->sources[l->source];
	struct slice found;

	switch (keytables_find(s->c->tables, l, s->text, &found,
	    &s->c->arena)) {
	case KEYTABLE_FOUND:
		s->text = found;
		return true;
	case KEYTABLE_BAD:
		return refuse(s, "lookup: %.*s of %.*s \"%.*s\" is not a "
		    "number in \"%.*s\"", SLICE_ARGS(l->value),
		    SLICE_ARGS(l->key), SLICE_ARGS(s->text),
		    SLICE_ARGS(source->name));
	case KEYTABLE_MISSING:
		break;
	}
	switch (l->missing) {
	case RULE_KEEP:
		return true;
	case RULE_ABSENT:
		s->text = SLICE("");
		return true;
	case RULE_REJECT:
		break;
	}
	return refuse(s, "not_found: \"%.*s\" has no %.*s \"%.*s\"",
	    SLICE_ARGS(source->name), SLICE_ARGS(l->key), SLICE_ARGS(s->text));
}

static bool
map_text(struct step *s)
{
	const struct rule_map *map = s->rule->map;
	const uint64_t *at = map_find(&map->keys, s->text);

	if (at) {
		s->text = map->values[*at];
		return true;
	}
	switch (s->rule->unmapped) {
	case RULE_KEEP:
		return true;
	case RULE_ABSENT:
		s->text = SLICE("");
		return true;
	case RULE_REJECT:
		break;
	}
	return refuse(s, "unmapped: %.*s \"%.*s\" is not in the map",
	    SLICE_ARGS(s->name), SLICE_ARGS(s->text));
}

static void
change_case(struct step *s)
{
	char *copy, from, to;
	size_t i;

	if (s->rule->letters == RULE_AS_IS || !s->text.len)
		return;
	from = s->rule->letters == RULE_UPPER ? 'a' : 'A';
	to = s->rule->letters == RULE_UPPER ? 'A' : 'a';
	copy = arena_copy(&s->c->arena, s->text.at, s->text.len);
	for (i = 0; i < s->text.len; i++)
		if (copy[i] >= from && copy[i] < from + 26)
			copy[i] = (char)(copy[i] - from + to);
	s->text.at = copy;
}

static bool
change_text(struct step *s)
{
	size_t i;

	for (i = 0; i < s->rule->lookup_count && s->text.len; i++)
		if (!look_up(s, s->rule->lookups[i]))
			return false;
	change_case(s);
	return !s->rule->map || !s->text.len || map_text(s);
}

/* --- text to value: false refused --- */

static bool
number_of(struct step *s, struct value *v)
{
	const char *why;
	struct decimal d;

	if (!numtext_parse(&d, s->text, s->rule->number, &why))
		return refuse(s, "number: %.*s \"%.*s\" %s",
		    SLICE_ARGS(s->name), SLICE_ARGS(s->text), why);
	if (s->rule->multiplied && !decimal_mul(&d, d, s->rule->factor))
		return refuse(s, "number: %.*s \"%.*s\" needs more than 38 "
		    "digits when multiplied", SLICE_ARGS(s->name),
		    SLICE_ARGS(s->text));
	*v = value_of_number(d, &s->c->arena);
	return true;
}

/* Into the stream's form, if the rule has a format. */
static bool
date_of(struct step *s)
{
	char text[CLOCK_TEXT_SIZE], after[CLOCK_DATE_SIZE];
	const struct rule *r = s->rule;
	bool fits = true;

	if (r->date.len && r->kind == MEMBER_TIME)
		fits = datetext_time(text, s->text, r->date);
	else if (r->date.len)
		fits = datetext_date(text, s->text, r->date);
	if (!fits)
		return refuse(s, "date: %.*s \"%.*s\" is not \"%.*s\"",
		    SLICE_ARGS(s->name), SLICE_ARGS(s->text),
		    SLICE_ARGS(r->date));
	if (r->date.len)
		s->text = slice_copy(slice_of(text), &s->c->arena);
	if (!r->inclusive || !clock_date_valid(s->text))
		return true;
	s->text = datetext_next_day(after, s->text)
	    ? slice_copy(slice_of(after), &s->c->arena)
	    : SLICE("9999-12-31");
	return true;
}

static void
set_of(struct step *s, struct value *v)
{
	struct slice split = s->rule->split, rest = s->text, one;
	const char *cut;
	size_t room = 2;
	const char *p;

	for (p = rest.at; p < rest.at + rest.len; p++)
		room += *p == *split.at;
	*v = (struct value){VALUE_SET, {"", 0},
	    arena_alloc(&s->c->arena, room * sizeof(*v->set)), 0};
	while (rest.at) {
		cut = memmem(rest.at, rest.len, split.at, split.len);
		one = slice_trim(slice_from(rest.at, cut
		    ? (size_t)(cut - rest.at) : rest.len));
		if (one.len)
			v->set[v->count++] = one;
		rest.len -= cut ? (size_t)(cut - rest.at) + split.len : 0;
		rest.at = cut ? cut + split.len : NULL;
	}
	if (!v->count)
		*v = (struct value)VALUE_INIT;
	value_set_sort(v);
}

static bool
value_of(struct step *s, struct value *v)
{
	static const char *const codes[] = {
		"text", "number", "flag", "text", "date", "time",
	};
	struct schema_member m = {.kind = s->rule->kind};
	const char *why;

	*v = (struct value)VALUE_INIT;
	if (!s->text.len)
		return true;
	if (memchr(s->text.at, '\0', s->text.len))
		return refuse(s, "text: %.*s has U+0000 in it",
		    SLICE_ARGS(s->name));
	if (m.kind == MEMBER_NUMBER)
		return number_of(s, v);
	if (m.kind == MEMBER_SET && s->rule->split.len) {
		set_of(s, v);
		return true;
	}
	if ((m.kind == MEMBER_DATE || m.kind == MEMBER_TIME) && !date_of(s))
		return false;
	if (value_parse(v, &m, s->text, &s->c->arena, &why))
		return true;
	return refuse(s, "%s: %.*s \"%.*s\" %s", codes[m.kind],
	    SLICE_ARGS(s->name), SLICE_ARGS(s->text), why);
}

/* All steps: 1, 0 refused, -1. */
static int
apply(struct step *s, struct value *v, struct err *e)
{
	struct schema_member m = {.kind = s->rule->kind};
	const char *why;
	int got = take(s, e);

	if (got <= 0)
		return got;
	if (!change_text(s) || !value_of(s, v))
		return 0;
	if (v->kind == VALUE_ABSENT && s->rule->fallback.len &&
	    !value_parse(v, &m, s->rule->fallback, &s->c->arena, &why))
		BUG("a default that was checked does not fit");
	return 1;
}

/* --- the record --- */

static bool
key_check(struct step *s, const struct profile_entry *entry, unsigned member,
    struct value *v)
{
	const struct schema_member *m =
	    &schema_types[entry->type].members[member];

	if (v->kind == VALUE_ABSENT && m->required)
		return refuse(s, "required: %.*s is empty",
		    SLICE_ARGS(m->name));
	if (v->kind == VALUE_ABSENT)
		*v = (struct value){VALUE_TEXT, SLICE_INIT(""), NULL, 0};
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
	struct value v;
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
		got = apply(&s, &v, e);
		if (got < 0)
			return -1;
		if (got && member < type->key_count)
			got = key_check(&s, entry, member, &v);
		if (got)
			out->values[member] = v;
		else if (member < type->key_count)
			known[member] = false;
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
		got = apply(&s, &v, e);
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
		refuse(&s, "out_of_scope: plant \"%.*s\" is not in the scope",
		    SLICE_ARGS(r->values[plant].text));
	}
	if (scope->limits_usages && usage >= 0 &&
	    !value_set_has(&scope->usages, r->values[usage].text)) {
		s.name = SLICE("usage");
		refuse(&s, "out_of_scope: usage \"%.*s\" is not in the scope",
		    SLICE_ARGS(r->values[usage].text));
	}
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
	if (row->wrong) {
		refuse(&s, "%s", row->wrong);
		return 0;
	}
	if (members_convert(c, out, entry, row, e) < 0 ||
	    attrs_convert(c, out, entry, row, e) < 0)
		return -1;
	if (c->key_known)
		scope_check(c, out);
	return !c->reason.len;
}
