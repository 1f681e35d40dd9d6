/*
 * publish.h - the snapshot store: finished snapshots by date and run.
 *
 *	DIR/SYSTEM/PROFILE/2026-11-23/183000-9f0c51d2a7e04b16.jsonl.gz
 *	DIR/SYSTEM/PROFILE/latest -> 2026-11-23/183000-9f0c51d2a7e04b16...
 *	DIR/SYSTEM/PROFILE/.lock
 *
 * Names sort by time (UTC).  Only a snapshot that is sealed, on the disk and
 * not much smaller than the last one gets a name, then `latest` is switched
 * to it, then old ones go: whenever the process dies, `latest` is a whole
 * snapshot, the old or the new.
 */
#ifndef EXTRACT_PUBLISH_H
#define EXTRACT_PUBLISH_H

#include "extract/shrink.h"
#include "model/stream_out.h"

struct publish {
	/* The snapshot; published by the caller with its other outputs. */
	struct stream_out out;
	/* --- inside --- */
	const struct publish_job *job;
	struct arena texts;
	const char *folder; /* DIR/SYSTEM/PROFILE, with a slash */
	const char *day;    /* the folder of its date */
	const char *name;   /* 2026-11-23/183000-RUN.jsonl.gz */
	const char *last;   /* the name of the last one, or NULL */
	struct limit shrink;
	int lock;
};

struct publish_job {
	const char *store;      /* DIR; NULL: nothing is published */
	long keep;              /* days; 0: all of them */
	const char *max_shrink; /* N or P%, or NULL */
	size_t memory;
};

#define PUBLISH_INIT {.out = STREAM_OUT_INIT, .texts = ARENA_INIT, .lock = -1}

/*
 * Makes the folder of this system and profile, locks it, and finds the last
 * snapshot.  ERR_AGAIN while another run has the lock.  Does nothing without
 * a store.  The job must outlive it; close in any case.
 */
int publish_open(struct publish *p, const struct publish_job *job,
    struct slice system, struct slice profile, struct err *e) MUST_USE;

/*
 * Opens `out` under the name that the head's time and run give, and writes
 * it; ERR_USAGE where it is none of a snapshot.
 */
int publish_head(struct publish *p, const struct head *h, struct err *e)
    MUST_USE;

/* One canonical line; nothing where nothing is published. */
int publish_line(struct publish *p, const struct stream_line *line,
    struct err *e) MUST_USE;

/*
 * Seals, and reads back what was written beside the last snapshot:
 * ERR_DECIDE when more is gone than --max-shrink allows.
 */
int publish_check(struct publish *p, struct err *e) MUST_USE;

/* After `out` is published: switches `latest`, removes what is too old. */
int publish_finish(struct publish *p, struct err *e) MUST_USE;

void publish_close(struct publish *p);

#endif
