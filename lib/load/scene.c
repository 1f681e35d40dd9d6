/*
 * scene.c - the functions, over what is at hand.
 *
 * In a trial, which the reader of a profile makes with each expression, there
 * is no record: the functions check the names that they are given and say
 * which members they would read.
 */
#include "load/scene.h"

#include "base/clock.h"

#define TEXT_MOST ((size_t)64 * 1024)
#define RECORD_MOST ((size_t)16 * 1024 * 1024)

static void
give(struct expr_value *out, struct slice text)
{
	if (!text.len)
		return;
	out->null = false;
	out->text = text;
}

/* --- of the unit --- */

static int
call_etag(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	const struct scene *s = ctx;

	(void)arguments;
	(void)count;
	(void)e;
	if (s->unit)
		give(out, s->unit->etag);
	return 0;
}

static int
call_idempotency(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	const struct scene *s = ctx;

	(void)arguments;
	(void)count;
	(void)e;
	if (s->unit)
		give(out, s->unit->idempotency);
	return 0;
}

static int
call_ticket(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	const struct scene *s = ctx;

	(void)arguments;
	(void)count;
	(void)e;
	if (s->unit)
		give(out, s->unit->ticket);
	return 0;
}

static int
call_key(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct scene *s = ctx;
	struct key k;

	(void)arguments;
	(void)count;
	(void)e;
	if (!s->record)
		return 0;
	record_key(&k, s->record);
	buf_clear(&s->text);
	key_add_text_without_type(&s->text, &k);
	give(out, buf_slice(&s->text));
	return 0;
}

static int
call_now(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct scene *s = ctx;

	(void)arguments;
	(void)count;
	(void)e;
	clock_print(s->time, clock_now());
	give(out, slice_of(s->time));
	return 0;
}

/* All of it: whatever changes in the record is sent. */
static int
call_record(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct scene *s = ctx;
	unsigned i;

	(void)arguments;
	(void)count;
	if (s->trial && s->note) {
		for (i = 0; i < schema_types[s->part_type].member_count; i++)
			s->note(s->note_ctx, s->part_type, i);
		s->note(s->note_ctx, s->part_type, SCHEMA_MEMBERS_MOST);
	}
	if (!s->record)
		return 0;
	buf_clear(&s->text);
	record_add_line(&s->text, s->record);
	if (s->text.over)
		return err_set(e, ERR_USAGE, "record(): has more than %zu "
		    "bytes", s->text.most);
	give(out, buf_slice(&s->text));
	return 0;
}

static int
call_taken(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	const struct scene *s = ctx;
	size_t i;

	(void)count;
	for (i = 0; s->names && arguments[0].at && i < s->names->count; i++)
		if (slice_equal(s->names->at[i], arguments[0])) {
			if (s->unit)
				give(out, s->unit->taken[i]);
			return 0;
		}
	return err_set(e, ERR_USAGE, "taken('%.*s'): no answer before is kept "
	    "under this name", SLICE_ARGS(arguments[0]));
}

static int
call_position(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct scene *s = ctx;
	int n = snprintf(s->digits, sizeof(s->digits), "%zu", s->position);

	(void)arguments;
	(void)count;
	(void)e;
	give(out, slice_from(s->digits, (size_t)n)); /* n > 0 */
	return 0;
}

static int
call_state(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	const struct scene *s = ctx;

	(void)arguments;
	(void)count;
	(void)e;
	if (s->part)
		give(out, slice_of(s->part->state));
	return 0;
}

/* --- members by name --- */

static int
member_of(enum record_type type, struct slice name, struct err *e)
{
	int at = schema_member_find(type, name);
	const char *nearest;

	if (at >= 0)
		return at;
	nearest = schema_member_nearest(type, name);
	return err_set(e, ERR_USAGE, "%.*s has no member \"%.*s\"%s%s%s",
	    SLICE_ARGS(schema_types[type].name), SLICE_ARGS(name),
	    nearest ? " (nearest: " : "", nearest ? nearest : "",
	    nearest ? ")" : "");
}

static void
note(const struct scene *s, enum record_type type, int member)
{
	if (s->trial && s->note)
		s->note(s->note_ctx, type, (unsigned)member); /* >= 0 */
}

static int
call_root(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	const struct scene *s = ctx;
	enum record_type type = s->trial ? s->root_type
	    : s->unit->root->type;
	int at = member_of(type, arguments[0], e);

	(void)count;
	if (at < 0)
		return -1;
	note(s, type, at);
	if (!s->trial)
		give(out, record_text(s->unit->root, (unsigned)at));
	return 0;
}

static int
call_total(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct scene *s = ctx;
	enum record_type type = s->trial ? s->part_type : s->record->type;
	struct decimal sum = DECIMAL_ZERO, one;
	char text[DECIMAL_TEXT_SIZE];
	int at = member_of(type, arguments[0], e);
	size_t i;

	(void)count;
	if (at < 0)
		return -1;
	if (schema_types[type].members[at].kind != MEMBER_NUMBER)
		return err_set(e, ERR_USAGE, "total('%.*s'): is no number",
		    SLICE_ARGS(arguments[0]));
	note(s, type, at);
	for (i = 0; i < s->group_count; i++)
		if (record_number(&one, s->group[i]->record, (unsigned)at) &&
		    !decimal_add(&sum, sum, one))
			return err_set(e, ERR_USAGE, "total('%.*s'): more than "
			    "38 digits", SLICE_ARGS(arguments[0]));
	buf_clear(&s->text);
	buf_add(&s->text, text, decimal_print(text, sum));
	give(out, buf_slice(&s->text));
	return 0;
}

/* --- ids --- */

static int
own_id(const struct scene *s, struct expr_value *out)
{
	if (s->part)
		give(out, s->part->external_id);
	else if (s->unit)
		give(out, s->unit->external_id);
	return 0;
}

static int
call_external_id(void *ctx, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct scene *s = ctx;
	const struct schema_type *t;
	struct slice id;
	struct key k;
	int got;

	if (!count)
		return own_id(s, out);
	if (!arguments[0].at || !schema_find(&k.type, arguments[0]))
		return err_set(e, ERR_USAGE, "external_id('%.*s'): is no "
		    "record type", SLICE_ARGS(arguments[0]));
	t = &schema_types[k.type];
	if (count > t->key_count + 1)
		return err_set(e, ERR_USAGE, "external_id('%.*s'): its key has "
		    "%u members", SLICE_ARGS(arguments[0]), t->key_count);
	for (k.count = 0; k.count < t->key_count; k.count++)
		k.parts[k.count] = k.count + 1 < count &&
		    arguments[k.count + 1].at ? arguments[k.count + 1]
		    : SLICE("");
	if (s->trial || !k.parts[0].len)
		return 0; /* a reference to nothing */
	got = s->find ? s->find(s->find_ctx, &k, &id, e) : 0;
	if (got > 0)
		give(out, id);
	if (got == 0 && !s->lacking.len)
		key_add_text(&s->lacking, &k);
	return got < 0 ? -1 : 0;
}

/* --- the scene --- */

int
scene_init(struct scene *s, struct err *e)
{
	const struct expr_function functions[] = {
	    {"external_id", 0, KEY_PARTS_MOST + 1, false, call_external_id, s},
	    {"etag", 0, 0, false, call_etag, s},
	    {"idempotency", 0, 0, false, call_idempotency, s},
	    {"ticket", 0, 0, false, call_ticket, s},
	    {"key", 0, 0, false, call_key, s},
	    {"now", 0, 0, false, call_now, s},
	    {"record", 0, 0, false, call_record, s},
	    {"taken", 1, 1, false, call_taken, s},
	    {"root", 1, 1, false, call_root, s},
	    {"total", 1, 1, true, call_total, s},
	    {"position", 0, 0, true, call_position, s},
	    {"state", 0, 0, false, call_state, s},
	};
	size_t i;

	memset(s, 0, sizeof(*s));
	buf_init(&s->lacking, TEXT_MOST);
	buf_init(&s->text, RECORD_MOST);
	s->env = expr_env_for_records(e);
	for (i = 0; s->env && i < COUNT_OF(functions); i++)
		if (expr_function_add(s->env, &functions[i], e) < 0)
			return -1;
	return s->env ? 0 : -1;
}

void
scene_release(struct scene *s)
{
	expr_env_free(s->env);
	buf_release(&s->lacking);
	buf_release(&s->text);
	s->env = NULL;
}

void
scene_enter(struct scene *s, const struct scene_unit *u)
{
	s->unit = u;
	s->record = u ? u->root : NULL;
	s->part = NULL;
	s->group = NULL;
	s->group_count = 0;
}

int
scene_name_add(struct scene_names *n, struct slice name)
{
	size_t i;

	for (i = 0; i < n->count; i++)
		if (slice_equal(n->at[i], name))
			return (int)i; /* < SCENE_NAMES_MOST */
	if (n->count == SCENE_NAMES_MOST)
		return -1;
	n->at[n->count] = name;
	return (int)n->count++; /* the same */
}
