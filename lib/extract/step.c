/*
 * step.c - where a text comes from, what it becomes.
 *
 * A text that cannot be used is refused with a code and words; nothing here
 * ends the run but what is none of the row's doing.
 */
#include "extract/step.h"

#include "expr/expr.h"
#include "extract/damagetext.h"
#include "extract/datetext.h"
#include "extract/ere.h"

int
step_refuse(const struct step *s, const char *fmt, ...)
{
	char text[STEP_REASON_MOST / 2];
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

static void
tell(const struct step *s, const char *what)
{
	const struct convert_step step = {s->rule, s->name, what, s->text};

	if (s->c->watch)
		s->c->watch(s->c->watch_ctx, &step);
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
		step_refuse(s, "expression: %s", e->text);
		err_clear(e);
		return 0;
	}
	s->text = v.null ? SLICE("") : slice_copy(v.text, &s->c->arena);
	return 1;
}

static int
take(struct step *s, struct err *e)
{
	size_t i;

	switch (s->rule->from) {
	case RULE_COLUMN:
		s->text = s->row->fields[s->rule->column];
		for (i = 1; i < s->rule->columns.count && !s->text.len; i++)
			s->text = s->row->fields[s->rule->others[i - 1]];
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

/* What the pattern finds; it must not cut a character in two. */
static bool
match(struct step *s)
{
	struct slice found;

	if (ere_find(s->rule->ere, s->text, &found)) {
		if (slice_utf8_length(found) != found.len)
			return step_refuse(s, "pattern: %.*s \"%.*s\" would be "
			    "cut inside a character", SLICE_ARGS(s->name),
			    SLICE_ARGS(s->text));
		s->text = found;
		return true;
	}
	switch (s->rule->unmatched) {
	case RULE_KEEP:
		return true;
	case RULE_ABSENT:
		s->text = SLICE("");
		return true;
	case RULE_SKIP:
		s->c->skipped = true;
		return false;
	case RULE_REJECT:
		break;
	}
	return step_refuse(s, "unmatched: %.*s \"%.*s\" does not match the "
	    "pattern", SLICE_ARGS(s->name), SLICE_ARGS(s->text));
}

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
		return step_refuse(s, "lookup: %.*s of %.*s \"%.*s\" is not a "
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
	case RULE_SKIP:
		s->c->skipped = true;
		return false;
	case RULE_REJECT:
		break;
	}
	return step_refuse(s, "not_found: \"%.*s\" has no %.*s \"%.*s\"",
	    SLICE_ARGS(source->name), SLICE_ARGS(l->key), SLICE_ARGS(s->text));
}

static bool
map_text(struct step *s)
{
	const struct rule_map *map = s->rule->map;
	const uint64_t *at = map_find(&map->keys, s->text);

	if (at) {
		s->text = map->values[*at];
		tell(s, "map");
		return true;
	}
	switch (s->rule->unmapped) {
	case RULE_KEEP:
		return true;
	case RULE_ABSENT:
		s->text = SLICE("");
		return true;
	case RULE_SKIP:
		s->c->skipped = true;
		return false;
	case RULE_REJECT:
		break;
	}
	return step_refuse(s, "unmapped: %.*s \"%.*s\" is not in the map",
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
	tell(s, "case");
}

static bool
change_text(struct step *s)
{
	size_t i;

	if (s->rule->ere && s->text.len) {
		if (!match(s))
			return false;
		tell(s, "pattern");
	}
	for (i = 0; i < s->rule->lookup_count && s->text.len; i++) {
		if (!look_up(s, s->rule->lookups[i]))
			return false;
		tell(s, "lookup");
	}
	change_case(s);
	return !s->rule->map || !s->text.len || map_text(s);
}

/* --- text to value: false refused --- */

bool
step_judged(const struct step *s, bool passes, struct buf *why)
{
	if (!passes)
		step_refuse(s, "%s", buf_text(why));
	buf_release(why);
	return passes;
}

static bool
not_a_number(struct step *s)
{
	struct buf words = BUF_INIT(STEP_REASON_MOST);
	struct buf why = BUF_INIT(STEP_REASON_MOST);
	bool passes;

	buf_printf(&words, "%.*s \"%.*s\" is not a number",
	    SLICE_ARGS(s->name), SLICE_ARGS(s->text));
	passes = damage_passes(&s->c->judge, DAMAGE_NOT_A_NUMBER, false,
	    buf_slice(&words), &why);
	buf_release(&words);
	return step_judged(s, passes, &why);
}

/* A text as it is going to be loaded; what the profile says is not judged. */
static bool
sound(struct step *s)
{
	const struct damage_text t = {s->name, s->text, s->rule->identifier,
	    s->rule->like_ere};
	struct buf why = BUF_INIT(STEP_REASON_MOST);

	return s->rule->from == RULE_CONSTANT || step_judged(s,
	    damage_text_passes(&s->c->judge, &t, &why), &why);
}

static bool
number_of(struct step *s, struct value *v)
{
	const char *why;
	struct decimal d;

	s->c->as_required |= s->words && damagetext_as_required(s->text);
	if (s->words && s->c->as_required)
		return true;
	if (s->rule->strip.count)
		s->text = numtext_strip(s->text, s->rule->strip, &s->c->arena);
	if (!s->text.len)
		return true;
	if (!numtext_parse(&d, s->text, s->rule->number, &why))
		return strcmp(why, "is not a number") == 0
		    ? not_a_number(s) : step_refuse(s, "number: %.*s \"%.*s\" "
		    "%s", SLICE_ARGS(s->name), SLICE_ARGS(s->text), why);
	if (s->rule->multiplied && !decimal_mul(&d, d, s->rule->factor))
		return step_refuse(s, "number: %.*s \"%.*s\" needs more than "
		    "38 digits when multiplied", SLICE_ARGS(s->name),
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
		return step_refuse(s, "date: %.*s \"%.*s\" is not \"%.*s\"",
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

static bool
set_of(struct step *s, struct value *v)
{
	struct designator_list list;
	const char *why;

	if (!designators_list(&list, s->text, &s->rule->how, &s->c->arena,
	    &why))
		return step_refuse(s, "list: %.*s \"%.*s\" %s",
		    SLICE_ARGS(s->name), SLICE_ARGS(s->text), why);
	if (!list.count)
		return true;
	*v = (struct value){VALUE_SET, {"", 0}, list.at, list.count};
	value_set_sort(v);
	return true;
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
		return step_refuse(s, "text: %.*s has U+0000 in it",
		    SLICE_ARGS(s->name));
	if (m.kind == MEMBER_NUMBER)
		return number_of(s, v);
	if (m.kind == MEMBER_SET && s->rule->list)
		return set_of(s, v);
	if ((m.kind == MEMBER_DATE || m.kind == MEMBER_TIME) && !date_of(s))
		return false;
	if (m.kind == MEMBER_TEXT && !sound(s))
		return false;
	if (value_parse(v, &m, s->text, &s->c->arena, &why))
		return true;
	return step_refuse(s, "%s: %.*s \"%.*s\" %s", codes[m.kind],
	    SLICE_ARGS(s->name), SLICE_ARGS(s->text), why);
}

int
step_apply(struct step *s, struct value *v, struct err *e)
{
	struct schema_member m = {.kind = s->rule->kind};
	const char *why;
	int got = take(s, e);

	if (got <= 0)
		return got;
	tell(s, NULL);
	if (!change_text(s) || !value_of(s, v))
		return 0;
	if (v->kind == VALUE_ABSENT && s->rule->fallback.len &&
	    !(s->words && s->c->as_required) &&
	    !value_parse(v, &m, s->rule->fallback, &s->c->arena, &why))
		BUG("a default that was checked does not fit");
	return 1;
}
