/*
 * gatefinding.h - what gates found, and how it came out.
 *
 * One finding a gate and record, by the identity of its exception; what is
 * said twice of one is put together.
 */
#ifndef TRANSFORM_GATEFINDING_H
#define TRANSFORM_GATEFINDING_H

#include "store/exceptions.h"
#include "transform/gate.h"

enum gatefinding_fate {
	GATEFINDING_HOLDS,
	GATEFINDING_OVERRIDDEN,
	GATEFINDING_APPROVED,
	GATEFINDING_WARNS,
};

struct gatefinding {
	const struct gate *gate;
	uint32_t bundle;
	char id[EXCEPTIONS_ID_SIZE];
	enum gatefinding_fate fate;
	struct slice about, plant, message, impact, change_order;
	char content[EXCEPTIONS_ID_SIZE]; /* to be signed; else "" */
	enum exceptions_state state;      /* once it was recorded */
};

struct gatefindings {
	struct gatefinding *list;
	size_t count;
	size_t size;
	struct map ids;
	struct arena texts;
	const char *target;
};

void gatefindings_init(struct gatefindings *f, const char *target);
void gatefindings_release(struct gatefindings *f);

/* A gate, what it found of a record, in words, and the record's bundle. */
struct gatefinding_new {
	struct gate *gate;
	const struct record *record;
	uint32_t bundle;
	struct slice found;
};

int gatefindings_add(struct gatefindings *f, struct gates *gates,
    const struct gatefinding_new *n, struct err *e) MUST_USE;

/* What the store is told of one; due_at is text of the caller's. */
void gatefinding_note(struct exceptions_note *note,
    const struct gatefinding *f, const char *target,
    char due_at[CLOCK_TEXT_SIZE]);

#endif
