/* walk.c - stepping through an object, and the values that heads hold. */
#include "model/walk.h"

#include "base/decimal.h"
#include "model/value.h"

int
walk_known(struct walk *w, struct slice name, const char *const *names,
    unsigned *index, struct err *e)
{
	unsigned i;

	for (i = 0; names[i]; i++) {
		if (!slice_is(name, names[i]))
			continue;
		if (w->seen & 1u << i)
			return json_error(&w->json, e, "%s: stands twice",
			    names[i]);
		w->seen |= 1u << i;
		*index = i;
		return 1;
	}
	return 0;
}

int
walk_object(struct walk *w, struct slice name, walk_each each,
    struct err *e)
{
	unsigned outer = w->seen;
	struct json_value got;
	struct slice member;
	int more;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_OBJECT)
		return value_wrong_kind(&w->json, name, "an object", got.kind,
		    e);
	w->seen = 0;
	while ((more = json_member(&w->json, &member, e)) > 0)
		if (each(w, member, e) < 0)
			return -1;
	w->whole = w->seen;
	w->seen = outer;
	return more;
}

int
walk_line(struct walk *w, walk_each each, struct err *e)
{
	struct json_value got;
	struct slice name;
	int more;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	more = got.kind == JSON_OBJECT ? json_member(&w->json, &name, e) : 0;
	if (!more)
		return json_error(&w->json, e, "is neither head nor end");
	if (more < 0 || walk_object(w, name, each, e) < 0)
		return -1;
	more = json_member(&w->json, &name, e);
	if (more < 0)
		return -1;
	if (more)
		return json_error(&w->json, e, "\"%.*s\": must stand inside "
		    "(a line holds one head or end)", SLICE_ARGS(name));
	return json_end(&w->json, e);
}

int
walk_text(struct walk *w, struct slice name, struct slice *text,
    struct err *e)
{
	struct json_value got;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind != JSON_STRING)
		return value_wrong_kind(&w->json, name, "a string", got.kind,
		    e);
	*text = got.text;
	return value_check_text(&w->json, name, got.text, e);
}

int
walk_flag(struct walk *w, struct slice name, bool *flag, struct err *e)
{
	struct json_value got;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_TRUE && got.kind != JSON_FALSE &&
	    got.kind != JSON_NULL)
		return value_wrong_kind(&w->json, name, "true or false",
		    got.kind, e);
	*flag = got.kind == JSON_TRUE;
	return 0;
}

int
walk_whole(struct walk *w, struct slice name, uint64_t *out, struct err *e)
{
	struct json_value got;
	struct decimal d;
	char text[DECIMAL_TEXT_SIZE];

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_NUMBER && got.kind != JSON_STRING)
		return value_wrong_kind(&w->json, name, "a number", got.kind,
		    e);
	if (!decimal_parse(&d, got.text))
		return json_error(&w->json, e, "%.*s: \"%.*s\" is not a "
		    "number", SLICE_ARGS(name), SLICE_ARGS(got.text));
	if (!text_to_number(slice_from(text, decimal_print(text, d)),
	    UINT64_MAX / 2, out))
		return json_error(&w->json, e, "%.*s: %s is not a whole "
		    "number from 0 on", SLICE_ARGS(name), text);
	return 0;
}

int
walk_hash(struct walk *w, struct slice name, struct hash128 *out,
    struct err *e)
{
	struct slice text = {"", 0};

	if (walk_text(w, name, &text, e) < 0)
		return -1;
	if (!hash_parse(out, text))
		return json_error(&w->json, e, "%.*s: \"%.*s\" is not 32 "
		    "lower-case hex digits", SLICE_ARGS(name),
		    SLICE_ARGS(text));
	return 0;
}
