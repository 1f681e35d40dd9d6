/*
 * relay.h - batches that go round between two threads.
 *
 * One side fills blank batches, the other uses full ones and gives them back:
 *
 *	relay_blank -> fill -> relay_pass    ...    relay_take -> use ->
 *	relay_return
 *
 * One side is the caller, the other a thread that relay_start begins; either
 * may be the one that fills.  The batches are all there are, so the side that
 * is ahead waits for the other, and memory does not follow the data.  They
 * come out in the order in which they went in, and an error of the thread
 * comes behind the batches that it filled before: what happens is what would
 * happen without the thread, only sooner.
 *
 * A batch belongs to the side that holds it, and so does what it points to.
 * Whatever else both sides use must be safe for two threads: err, mem, text
 * and the files of io are (each object in one thread at a time), io/log is
 * not, and is used by the caller alone.
 */
#ifndef BASE_RELAY_H
#define BASE_RELAY_H

#include "base/err.h"

/* With two, one is filled while the other is used. */
#define RELAY_BATCHES_MOST 8

struct relay;

/*
 * What the thread does: until relay_blank or relay_take says NULL, or until it
 * has nothing more to fill; 0, or -1 with *e filled.
 */
typedef int (*relay_work)(struct relay *r, void *ctx, struct err *e);

/*
 * Starts the thread with `count` blank batches (2 to RELAY_BATCHES_MOST),
 * which stay the caller's to free behind relay_end.  NULL and ERR_AGAIN where
 * no thread can be had.  End with relay_end.
 */
struct relay *relay_start(void *const *batches, unsigned count,
    relay_work work, void *ctx, struct err *e) MUST_USE;

/*
 * Ends the caller's side and waits for the thread: a thread that uses still
 * gets all that was passed, one that fills is told to stop.  0, or -1 with the
 * thread's error.  Accepts NULL.
 */
int relay_end(struct relay *r, struct err *e);

/*
 * Without batches: runs both, the second in a thread of its own where one can
 * be had, and comes back when both have ended.
 */
void relay_both(void (*run)(void *ctx), void *one, void *other);

/* --- the side that fills --- */

/* Waits for a blank batch; NULL: the other side has ended, so may this. */
void *relay_blank(struct relay *r);
void relay_pass(struct relay *r, void *batch);

/* --- the side that uses --- */

/* Waits for the next full batch; NULL: there are no more. */
void *relay_take(struct relay *r);
void relay_return(struct relay *r, void *batch);

#endif
