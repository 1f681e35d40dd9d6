/* outgoing.c - straight through, or through one of two sorts. */
#include "extract/outgoing.h"

#include "io/zio.h"
#include "model/scan.h"

void
outgoing_init(struct outgoing *o, struct sort *withheld, outgoing_to to,
    void *ctx)
{
	*o = (struct outgoing){to, ctx, withheld, sort_new(SORT_MEMORY_LEAST),
	    false};
}

void
outgoing_release(struct outgoing *o)
{
	sort_free(o->numbered);
	o->numbered = NULL;
}

int
outgoing_put(struct outgoing *o, struct slice line, enum record_type type,
    struct err *e)
{
	if (type > TYPE_WITHHELD)
		return sort_put(o->withheld, line, e);
	return o->to(o->ctx, line, type, e);
}

int
outgoing_put_numbered(struct outgoing *o, struct slice line, struct err *e)
{
	o->any_numbered = true;
	return sort_put(o->numbered, line, e);
}

int
outgoing_end_group(struct outgoing *o, enum record_type type, struct err *e)
{
	struct slice line;
	int got;

	if (!o->any_numbered)
		return 0;
	o->any_numbered = false;
	if (sort_finish(o->numbered, e) < 0)
		return -1;
	while ((got = sort_next(o->numbered, &line, e)) > 0)
		if (outgoing_put(o, line, type, e) < 0)
			return -1;
	sort_clear(o->numbered);
	return got;
}

int
outgoing_end(struct outgoing *o, struct err *e)
{
	struct buf last = BUF_INIT(ZIO_LINE_MOST * 2);
	struct slice line;
	struct scan scan;
	int got = -1;

	if (sort_finish(o->withheld, e) < 0)
		return -1;
	while ((got = sort_next(o->withheld, &line, e)) > 0) {
		if (slice_equal(line, buf_slice(&last)))
			continue;
		buf_clear(&last);
		buf_add_slice(&last, line);
		if (!scan_key(&scan, line))
			BUG("a line that was written has no key");
		if (o->to(o->ctx, line, scan.type, e) < 0) {
			got = -1;
			break;
		}
	}
	buf_release(&last);
	return got;
}
