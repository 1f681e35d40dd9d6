/*
 * scene.h - what an expression in a request to a target sees.
 *
 * The members of the record at hand are columns, as everywhere; what a
 * request needs beyond the record comes by functions:
 *
 *	external_id([TYPE, KEY...])  the target's own id of the record at hand,
 *	                             or of another record
 *	etag() idempotency() ticket() key()
 *	                             of the unit
 *	record()                     the record at hand, whole, as JSON
 *	now()                        when the request is made
 *	taken(NAME)                  what an answer before held
 *	root(MEMBER)                 of the root, while a part is at hand
 *	total(MEMBER)                the sum over the parts taken together
 *	position()                   of the record in the innermost loop, from 1
 *	state()                      of a part: same, new, changed, gone
 */
#ifndef LOAD_SCENE_H
#define LOAD_SCENE_H

#include "expr/expr.h"

/* Names under which answers are kept, in one section. */
#define SCENE_NAMES_MOST 16

/* A record that goes along with the root. */
struct scene_part {
	enum record_type type;
	const char *state; /* a constant */
	const struct record *record;
	struct slice external_id;
};

/* What goes over in one request: a root and its parts. */
struct scene_unit {
	const struct record *root;
	const struct scene_part *parts; /* those that are gone come last */
	size_t part_count, gone_count;
	struct slice key; /* encoded prefix */
	struct slice external_id, etag, idempotency, ticket;
	struct slice taken[SCENE_NAMES_MOST]; /* at NULL: nothing */
};

/* The target's id of a record with this key: 1 (borrowed), 0 none, -1. */
typedef int (*scene_find)(void *ctx, const struct key *k, struct slice *id,
    struct err *e);

/* The names of a section, in the order in which they were taken. */
struct scene_names {
	struct slice at[SCENE_NAMES_MOST];
	size_t count;
};

/* Called for each member that a trial reads by a function. */
typedef void (*scene_note)(void *ctx, enum record_type type, unsigned member);

struct scene {
	struct expr_env *env;
	scene_find find;
	void *find_ctx;
	/* --- at hand --- */
	const struct scene_unit *const *units; /* of the request */
	size_t unit_count;
	const struct scene_unit *unit;
	const struct record *record;   /* of which the members are */
	const struct scene_part *part; /* NULL: the root */
	const struct scene_part *const *group; /* parts taken together */
	size_t group_count;
	size_t position;
	const struct scene_names *names;
	/* The key, as text, whose id was asked for and is not there; empty. */
	struct buf lacking;
	/* --- a trial: nothing is at hand, but names are checked --- */
	bool trial;
	enum record_type root_type, part_type;
	scene_note note;
	void *note_ctx;
	/* --- inside --- */
	struct buf text;
	char digits[24];
	char time[32];
};

/* Makes its environment.  Release with scene_release in any case. */
int scene_init(struct scene *s, struct err *e) MUST_USE;
void scene_release(struct scene *s);

/* Puts a unit at hand: its root; NULL: none. */
void scene_enter(struct scene *s, const struct scene_unit *u);

/* The index of a name, added if it is new; -1: there are too many. */
int scene_name_add(struct scene_names *n, struct slice name);

#endif
