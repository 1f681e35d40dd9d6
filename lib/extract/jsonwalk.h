/*
 * jsonwalk.h - the values of a JSON text that a path names, one after the
 * other, with a look at what stands around each.
 *
 * One reader goes through the text once, depth first; a value that lies in
 * another one that was given is given after it.
 */
#ifndef EXTRACT_JSONWALK_H
#define EXTRACT_JSONWALK_H

#include "extract/treejson.h"

/* A container that the walk is in. */
struct jsonwalk_frame {
	struct json start;   /* stands before it */
	struct slice name;
	uint32_t pending;    /* the steps that its children may be */
	bool object;
	unsigned long index; /* of the next element */
	uint64_t number;     /* no other frame of the walk has it */
	struct treejson_seen seen[TREEPATH_STEPS_MOST];
	struct arena names;
};

struct jsonwalk {
	struct json json;
	const struct treepath *path;
	struct slice text;
	struct json_place place;
	struct jsonwalk_frame *frames; /* JSON_DEPTH_MOST of them */
	unsigned depth;
	unsigned around; /* frames around the value at hand */
	uint64_t numbers;
	bool begun;
	struct arena names; /* of the value at hand */
};

void jsonwalk_init(struct jsonwalk *w);
void jsonwalk_release(struct jsonwalk *w);

/*
 * From the start of a text, which stands at `place`; it and the arena (of
 * decoded strings, which the caller resets between values) must outlive the
 * walk.
 */
void jsonwalk_begin(struct jsonwalk *w, const struct treepath *path,
    struct json_place place, struct slice text, struct arena *a);

/* 1 and the next value, 0 at the end of the text, -1 ERR_INPUT. */
int jsonwalk_next(struct jsonwalk *w, struct treejson_value *v,
    struct err *e) MUST_USE;

/*
 * The container `up` levels above the value given last (1 is the one that it
 * stands in): NULL where there is none, else *v is its text and name.
 */
const struct jsonwalk_frame *jsonwalk_above(struct jsonwalk *w, unsigned up);
/* The nearest container around it that has this name, or NULL. */
const struct jsonwalk_frame *jsonwalk_named(struct jsonwalk *w,
    struct slice name);
int jsonwalk_value(const struct jsonwalk_frame *f, struct treejson_value *v,
    struct err *e) MUST_USE;

/* The whole text. */
struct treejson_value jsonwalk_root(const struct jsonwalk *w);

#endif
