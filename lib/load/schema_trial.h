/*
 * schema_trial.h - a JSON Schema held against the keys that a reader takes.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef LOAD_SCHEMA_TRIAL_H
#define LOAD_SCHEMA_TRIAL_H

#include "format/json.h"
#include "format/json_pointer.h"

/* What cannot be has happened: the test is no test. */
static inline void schema_trial_fail(const char *fmt, ...) PRINTF_LIKE(1, 2);

static inline void
schema_trial_fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	abort();
}

static inline void
schema_trial_check(struct slice name, const char *pointer,
    const char *const *names)
{
	for (; *names; names++)
		if (slice_is(name, *names))
			return;
	schema_trial_fail("%s: the reader knows no \"%.*s\"", pointer,
	    SLICE_ARGS(name));
}

/* An object's members, or an array's texts, are just these names. */
static inline void
schema_trial_compare(struct slice schema, const char *pointer,
    const char *const *names)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json j;
	struct json_value v, text;
	struct slice name;
	size_t count = 0, want = 0;
	int got;

	while (names[want])
		want++;
	json_init(&j, schema, "target.schema.json", 1, &a);
	if (json_pointer(&j, slice_of(pointer), &e) <= 0 ||
	    json_value(&j, &v, &e) < 0)
		schema_trial_fail("%s: is not in the schema", pointer);
	while ((got = v.kind == JSON_OBJECT ? json_member(&j, &name, &e)
	    : json_element(&j, &e)) > 0) {
		if (v.kind == JSON_OBJECT) {
			if (json_skip(&j, &e) < 0)
				schema_trial_fail("%s", e.text);
		} else {
			if (json_value(&j, &text, &e) < 0)
				schema_trial_fail("%s", e.text);
			name = text.text;
		}
		schema_trial_check(name, pointer, names);
		count++;
	}
	if (got < 0)
		schema_trial_fail("%s", e.text);
	if (count != want)
		schema_trial_fail("%s: has %zu names, the reader %zu", pointer,
		    count, want);
	arena_release(&a);
}

#endif
