/*
 * flight.h - a round: all calls sent, many at a time, until each has ended.
 */
#ifndef LOAD_FLIGHT_H
#define LOAD_FLIGHT_H

#include "load/settle.h"
#include "net/service.h"

/* What a round does with its calls. */
enum flight_round { FLIGHT_SEND, FLIGHT_FIND, FLIGHT_POLL };

struct flight {
	enum flight_round round; /* the next */
	struct settle settle;
	struct tasks tasks;
	struct service *service;
	const struct channel_wish *wish;
	size_t with_server; /* requests under way */
	uint64_t spans;     /* for traceparent: requests so far */
	char trace[33];     /* hex digits of the trace; empty: none */
};

/*
 * Removals go when all else has ended.  0: each call has an answer, UNSENT
 * where it was asked to stop.  -1: it has to end; NONE is unknown.
 */
int flight_run(struct flight *f, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e) MUST_USE;

#endif
