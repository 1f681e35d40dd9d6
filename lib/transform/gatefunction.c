/* gatefunction.c - arguments into keys, keys into answers. */
#include "transform/gatefunction.h"

/* A call, taken apart. */
struct asked {
	struct key key;     /* with all its parts; the last ones may be "" */
	unsigned count;     /* of parts that were said */
	bool null;          /* one of them is NULL */
	int member;         /* of member_of; attrs have none */
};

static int
wrong_type(struct gatefunction *f, struct slice type, struct err *e)
{
	const char *nearest = schema_nearest(type);

	f->misspelt = true;
	return err_set(e, ERR_USAGE, "%s(): unknown record type \"%.*s\"%s%s%s",
	    f->name, SLICE_ARGS(type), nearest ? " (did you mean \"" : "",
	    nearest ? nearest : "", nearest ? "\"?)" : "");
}

static int
wrong_member(struct gatefunction *f, enum record_type type,
    struct slice member, struct err *e)
{
	const char *nearest = schema_member_nearest(type, member);

	f->misspelt = true;
	return err_set(e, ERR_USAGE, "%s(): %s has no member \"%.*s\"%s%s%s",
	    f->name, schema_types[type].name.at, SLICE_ARGS(member),
	    nearest ? " (did you mean \"" : "", nearest ? nearest : "",
	    nearest ? "\"?)" : "");
}

/* 'TYPE', KEY...; `arguments` without what stands behind them. */
static int
take_key(struct gatefunction *f, struct asked *a,
    const struct slice *arguments, unsigned count, struct err *e)
{
	unsigned i;

	memset(a, 0, sizeof(*a));
	if (!arguments[0].at) {
		a->null = true;
		return 0;
	}
	if (!schema_find(&a->key.type, arguments[0]))
		return wrong_type(f, arguments[0], e);
	a->key.count = schema_types[a->key.type].key_count;
	a->count = count - 1;
	if (a->count > a->key.count) {
		f->misspelt = true;
		return err_set(e, ERR_USAGE, "%s(): %u key members (%s has "
		    "%u)", f->name, a->count,
		    schema_types[a->key.type].name.at, a->key.count);
	}
	for (i = 0; i < a->key.count; i++)
		a->key.parts[i] = SLICE("");
	for (i = 0; i < a->count; i++) {
		a->null = a->null || !arguments[1 + i].at;
		a->key.parts[i] = arguments[1 + i];
	}
	return 0;
}

static void
give_null(struct expr_value *out, bool number)
{
	out->null = true;
	out->number = number;
	out->text = SLICE("");
}

static void
give(struct expr_value *out, bool number, struct slice text)
{
	out->null = false;
	out->number = number;
	out->text = text;
}

static void
give_number(struct gatefunction *f, struct expr_value *out, uint64_t n)
{
	buf_clear(&f->text);
	buf_printf(&f->text, "%" PRIu64, n);
	give(out, true, buf_slice(&f->text));
}

static void
give_member(struct gatefunction *f, struct expr_value *out,
    const struct value *v)
{
	buf_clear(&f->text);
	give_null(out, false);
	if (v->kind == VALUE_ABSENT || v->kind == VALUE_NULL)
		return;
	if (v->kind == VALUE_FLAG)
		buf_add_text(&f->text, "1");
	else if (v->kind == VALUE_SET)
		value_add_texts(&f->text, v->set, v->count);
	else
		buf_add_slice(&f->text, v->text);
	give(out, false, buf_slice(&f->text));
}

static int
call_has_record(void *context, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct gatefunction *f = context;
	struct record r;
	struct asked a;
	int got;

	give_null(out, true);
	f->name = "has_record";
	if (take_key(f, &a, arguments, count, e) < 0)
		return -1;
	if (a.null || !f->around)
		return 0;
	arena_reset(&f->arena);
	a.key.count = a.count;
	got = around_get(f->around, &a.key, &r, &f->arena, e);
	if (got < 0)
		return -1;
	give_number(f, out, (uint64_t)got); /* 0 or 1 */
	return 0;
}

static int
call_count_records(void *context, const struct slice *arguments,
    unsigned count, struct expr_value *out, struct err *e)
{
	struct recordindex_cursor c = RECORDINDEX_CURSOR_INIT;
	struct gatefunction *f = context;
	struct slice line;
	struct asked a;
	uint64_t n = 0;
	int got;

	give_null(out, true);
	f->name = "count_records";
	if (take_key(f, &a, arguments, count, e) < 0)
		return -1;
	if (a.null || !f->around)
		return 0;
	around_open(f->around, &c, &a.key, a.count);
	while ((got = recordindex_next(&c, &line, e)) > 0)
		n++;
	recordindex_close(&c);
	give_number(f, out, n);
	return got;
}

static int
call_member_of(void *context, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct gatefunction *f = context;
	struct slice name = arguments[count - 1];
	struct record r;
	struct asked a;
	int got;

	give_null(out, false);
	f->name = "member_of";
	if (take_key(f, &a, arguments, count - 1, e) < 0)
		return -1;
	if (!a.null && name.at) {
		a.member = schema_member_find(a.key.type, name);
		if (a.member < 0)
			return wrong_member(f, a.key.type, name, e);
	}
	if (a.null || !name.at || !f->around)
		return 0;
	arena_reset(&f->arena);
	a.key.count = a.count;
	got = around_get(f->around, &a.key, &r, &f->arena, e);
	if (got > 0)
		give_member(f, out, &r.values[a.member]);
	return got < 0 ? -1 : 0;
}

static int
call_acknowledged(void *context, const struct slice *arguments,
    unsigned count, struct expr_value *out, struct err *e)
{
	struct gatefunction *f = context;
	struct record r;
	struct asked a;
	int got;

	give_null(out, true);
	f->name = "acknowledged";
	if (take_key(f, &a, arguments, count, e) < 0)
		return -1;
	if (a.null || !f->around)
		return 0;
	arena_reset(&f->arena);
	got = around_acknowledged(f->around, &a.key, &r, &f->arena, e);
	if (got < 0)
		return -1;
	give_number(f, out, (uint64_t)got); /* 0 or 1 */
	return 0;
}

static int
call_was(void *context, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct gatefunction *f = context;
	struct record r;
	struct key k;
	int member, got;

	(void)count;
	f->name = "was";
	give_null(out, false);
	if (!arguments[0].at || !f->record)
		return 0;
	member = schema_member_find(f->record->type, arguments[0]);
	if (member < 0)
		return wrong_member(f, f->record->type, arguments[0], e);
	if (!f->around)
		return 0;
	arena_reset(&f->arena);
	record_key(&k, f->record);
	got = around_acknowledged(f->around, &k, &r, &f->arena, e);
	if (got > 0)
		give_member(f, out, &r.values[member]);
	return got < 0 ? -1 : 0;
}

static int
call_finding(void *context, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	const struct gatefunction *f = context;

	(void)arguments, (void)count, (void)e;
	give_null(out, false);
	if (f->found.at)
		give(out, false, f->found);
	return 0;
}

int
gatefunction_add(struct gatefunction *f, struct expr_env *env, struct err *e)
{
	const unsigned most = KEY_PARTS_MOST + 1;
	const struct expr_function list[] = {
	    {"has_record", 2, most, true, call_has_record, f},
	    {"count_records", 1, most, true, call_count_records, f},
	    {"member_of", 3, most + 1, false, call_member_of, f},
	    {"acknowledged", 2, most, true, call_acknowledged, f},
	    {"was", 1, 1, false, call_was, f},
	    {"finding", 0, 0, false, call_finding, f},
	};
	size_t i;

	memset(f, 0, sizeof(*f));
	buf_init(&f->text, ZIO_LINE_MOST);
	for (i = 0; i < COUNT_OF(list); i++)
		if (expr_function_add(env, &list[i], e) < 0)
			return -1;
	return 0;
}

void
gatefunction_release(struct gatefunction *f)
{
	arena_release(&f->arena);
	buf_release(&f->text);
	memset(f, 0, sizeof(*f));
}
