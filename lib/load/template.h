/*
 * template.h - a text of a target profile with ${EXPRESSION} in it, compiled.
 *
 *	${EXPRESSION}        its value; the name of a member alone is that
 *	                     member, with its kind: a set is a list
 *	${text: EXPRESSION}  as a text, also where it is a number
 *	${number: ...}       as a number, also where it is a text
 *	${flag: ...}         true or false; nothing is nothing
 *	${json: ...}         a text that is JSON, as it is
 *	${null: ...}         null where there is nothing, also where absent
 *	                     values are left out
 *	${quoted: ...}       each single quote in it twice
 *	${xml: ...}          escaped for XML
 *
 * "$${" is "${".  What is put in is encoded for its place (net/fill.h).
 */
#ifndef LOAD_TEMPLATE_H
#define LOAD_TEMPLATE_H

#include "load/scene.h"
#include "net/fill.h"

struct template_piece;

struct template {
	const struct ydoc_node *node; /* for messages */
	struct template_piece *pieces;
	size_t count;
};

/* What all texts of a section are compiled with. */
struct template_maker {
	struct scene *scene;
	struct arena *arena;    /* of the profile */
	enum record_type root;
	enum record_type type;  /* of which the members are */
	scene_note note;        /* for each member that is read; may be NULL */
	void *note_ctx;
};

/*
 * Compiles the text of a node: unknown names, functions and members are
 * ERR_USAGE with the place.  Free with template_free in any case.
 */
int template_compile(struct template *t, const struct ydoc_node *n,
    struct template_maker *m, struct err *e) MUST_USE;
void template_free(struct template *t);

/* An expression alone, as for `when`.  NULL on an error; expr_free. */
struct expr *template_expression(const struct ydoc_node *n, struct slice text,
    struct template_maker *m, struct err *e) MUST_USE;

/*
 * Appends the text for what is at hand: 1; 0 and nothing appended where one
 * of its ${} has no value; -1.
 */
int template_text(const struct template *t, struct scene *s,
    enum fill_place place, struct buf *to, struct err *e) MUST_USE;

/*
 * Appends it as a JSON value: of a text that is one ${} the value of its
 * kind.  1; 0 it has none: left out; 2: it has none, and is to be null; -1.
 */
int template_json(const struct template *t, struct scene *s, struct buf *to,
    struct err *e) MUST_USE;

#endif
