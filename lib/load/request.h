/*
 * request.h - the request of a step for some units, as it goes out.
 */
#ifndef LOAD_REQUEST_H
#define LOAD_REQUEST_H

#include "load/http_spec.h"
#include "net/headers.h"

/* A body at most. */
#define REQUEST_BODY_MOST ((size_t)256 * 1024 * 1024)

struct request {
	struct http_request http; /* of the texts below */
	struct buf url, body;
	struct headers headers;
};

void request_init(struct request *r);
void request_release(struct request *r);

/*
 * Makes it for the units at hand in spec->scene (units, unit_count, and the
 * first entered).  1; 0: something that it needs is not there: a text without
 * a value in the address, or an id that spec->scene.lacking names; -1.
 */
int request_make(struct request *r, struct http_spec *spec,
    struct http_step *step, struct err *e) MUST_USE;

/* What several steps, one for each unit, are in an OData $batch. */
struct request_part {
	struct http_step *step;
	const struct scene_unit *unit;
};

/* The same of a $batch request. */
int request_make_batch(struct request *r, struct http_spec *spec,
    const struct request_part *parts, size_t count, struct err *e) MUST_USE;

/*
 * Adds headers that are not of the step: traceparent (empty: none) and the
 * idempotency key.
 */
void request_sign(struct request *r, const struct http_spec *spec,
    struct slice traceparent, struct slice idempotency);

#endif
