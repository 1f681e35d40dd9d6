/* outputs.c - opened together, published together. */
#include "transform/outputs.h"

static int
open_stream(struct stream_out *out, const char *path, struct err *e)
{
	return path ? stream_out_open(out, path, false, e) : 0;
}

int
outputs_open(struct outputs *o, const struct transform_options *options,
    struct err *e)
{
	o->options = options;
	if (open_stream(&o->rejects_out, options->rejects, e) < 0 ||
	    open_stream(&o->held_out, options->held, e) < 0 ||
	    open_stream(&o->exceptions, options->exceptions, e) < 0)
		return -1;
	return options->trace_lines ? zio_out_open(&o->traces,
	    options->trace_lines, false, e) : 0;
}

int
outputs_put(struct outputs *o, const struct spool *lines, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	int got;

	spool_cursor_open(&c, lines, 0, TYPE_COUNT - 1);
	while ((got = spool_cursor_next(&c, &line, e)) > 0)
		if (stream_out_line(&o->main, line.text, line.type, e) < 0) {
			got = -1;
			break;
		}
	spool_cursor_close(&c);
	return got;
}

static int
write_refusals(struct refusals *r, struct stream_out *out,
    const struct head *like, struct err *e)
{
	if (!out->open)
		return 0;
	if (refusals_write(r, out, like, e) < 0)
		return -1;
	return stream_out_seal(out, e);
}

int
outputs_publish(struct outputs *o, const struct head *like, struct err *e)
{
	size_t i, count = 0, views = o->views ? o->views->count : 0;
	struct zio_out **list;
	int rc;

	if (write_refusals(o->rejects, &o->rejects_out, like, e) < 0 ||
	    write_refusals(o->held, &o->held_out, like, e) < 0)
		return -1;
	if (o->exceptions.open && stream_out_seal(&o->exceptions, e) < 0)
		return -1;
	if (o->views && views_seal(o->views, e) < 0)
		return -1;
	if (stream_out_seal(&o->main, e) < 0)
		return -1;
	if (o->options->trace_lines && zio_out_finish(&o->traces, e) < 0)
		return -1;
	list = mem_grow(NULL, views + 5, sizeof(*list));
	if (o->rejects_out.open)
		list[count++] = &o->rejects_out.zio;
	if (o->held_out.open)
		list[count++] = &o->held_out.zio;
	if (o->exceptions.open)
		list[count++] = &o->exceptions.zio;
	if (o->options->trace_lines)
		list[count++] = &o->traces;
	for (i = 0; i < views; i++)
		list[count++] = &o->views->list[i].out.zio;
	list[count++] = &o->main.zio;
	rc = zio_out_publish_all(list, count, e);
	mem_free(list);
	return rc;
}

/* Nobody has read the others: no ~fail in them. */
void
outputs_fail(struct outputs *o, const char *tool, const struct err *why)
{
	zio_out_abandon(&o->rejects_out.zio);
	zio_out_abandon(&o->held_out.zio);
	zio_out_abandon(&o->exceptions.zio);
	zio_out_abandon(&o->traces);
	if (o->views)
		views_abandon(o->views);
	stream_out_fail(&o->main, tool, why);
}

void
outputs_close(struct outputs *o)
{
	stream_out_close(&o->main);
	stream_out_close(&o->rejects_out);
	stream_out_close(&o->held_out);
	stream_out_close(&o->exceptions);
	zio_out_abandon(&o->traces);
}
