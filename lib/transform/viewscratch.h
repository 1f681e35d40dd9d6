/*
 * viewscratch.h - rules that publish, over a spool of a few lines, for tests.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef TRANSFORM_VIEWSCRATCH_H
#define TRANSFORM_VIEWSCRATCH_H

#include "transform/gatescratch.h"
#include "transform/views.h"

struct viewscratch {
	struct gatescratch ground;
	struct views views;
};

/* Reads the text as the value of `publish`; 0 or -1. */
static inline int
viewscratch_rules(struct viewscratch *v, const char *yaml, struct err *e)
{
	struct shared *s = &v->ground.shared;

	views_release(&v->views);
	shared_release(s);
	if (shared_parse(s, "r.yaml", slice_of(yaml), e) < 0)
		return -1;
	return views_load(&v->views, s, s->doc.root, e);
}

static inline void
viewscratch_open(struct viewscratch *v)
{
	memset(v, 0, sizeof(*v));
	gatescratch_open(&v->ground);
}

static inline void
viewscratch_close(struct viewscratch *v)
{
	views_release(&v->views);
	gatescratch_close(&v->ground);
}

#endif
