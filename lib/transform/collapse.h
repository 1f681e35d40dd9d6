/*
 * collapse.h - phantoms replaced by what is in them.
 *
 * A line that calls for a phantom goes; the lines of the phantom's BOM stand
 * in its place, for as many phantoms as were called for.  Phantoms in
 * phantoms too.  What becomes of each member of the lines is in bom-rules(5).
 */
#ifndef TRANSFORM_COLLAPSE_H
#define TRANSFORM_COLLAPSE_H

#include "transform/keyset.h"
#include "transform/mbom.h"
#include "transform/phantoms.h"

struct collapse {
	const struct restructure_rules *rules;
	struct phantoms *phantoms;
	struct slice source_plant; /* of the BOM that is made anew */
	struct slice source_alternative;
	uint64_t stamp;            /* of the BOM that is being made */
	const struct keyset *views; /* plant views; NULL: not to be asked */
	/* of a stream that is not complete: its items; else NULL */
	const struct keyset *items;
	struct arena scratch;
	struct mbom *m; /* the BOM that is being made */
};

/* Why a line of the source BOM is not in what is made. */
#define COLLAPSE_TAKEN SIZE_MAX

/*
 * Takes a line of a source BOM, the last that was pushed, which is cut and
 * has its origin and substitutes: it stays, is taken off again, or is replaced
 * by others.  *part is the part of the rules that left it out, or
 * COLLAPSE_TAKEN.  0; 1 where the BOM is rejected; -1.
 */
int collapse_line(struct collapse *c, struct mbom *m, size_t *part,
    struct err *e) MUST_USE;

/*
 * The substitutes of a line (both cut from one BOM), from *rest on, which
 * goes behind them: *count, in the arena, from number *source on.
 */
const struct mbom_substitute *collapse_substitutes(struct slice line,
    struct slice *rest, uint32_t *source, size_t *count, struct arena *a);

#endif
