/* stream_out.c - figures added up on the way out. */
#include "model/stream_out.h"

#include "io/beside.h"
#include "io/log.h"

int
stream_out_open(struct stream_out *out, const char *path, bool gzip,
    struct err *e)
{
	*out = (struct stream_out)STREAM_OUT_INIT;
	buf_init(&out->line, ZIO_LINE_MOST + 1); /* and its newline */
	if (zio_out_open(&out->zio, path, gzip, e) < 0)
		return -1;
	out->open = true;
	return 0;
}

void
stream_out_beside(struct stream_out *out)
{
	out->beside = beside_new(&out->zio);
}

static int
write_bytes(struct stream_out *out, const char *at, size_t len, struct err *e)
{
	if (out->beside)
		return beside_add(out->beside, at, len, e);
	return zio_out_add(&out->zio, at, len, e);
}

/* The caller writes again. */
static int
end_beside(struct stream_out *out, struct err *e)
{
	int rc = beside_end(out->beside, e);

	out->beside = NULL;
	return rc;
}

/* No reader takes a line over the ceiling, so none is written. */
static int
check_length(const struct stream_out *out, size_t len, bool over,
    struct err *e)
{
	if (!over && len <= ZIO_LINE_MOST)
		return 0;
	return err_set(e, ERR_INPUT, "%s: a line is longer than %zu bytes",
	    out->zio.file.name, ZIO_LINE_MOST);
}

/* What stands in `line` goes out as one line. */
static int
put_line(struct stream_out *out, struct err *e)
{
	if (check_length(out, out->line.len, out->line.over, e) < 0)
		return -1;
	buf_add_byte(&out->line, '\n');
	return write_bytes(out, out->line.at, out->line.len, e);
}

int
stream_out_head(struct stream_out *out, const struct head *h, struct err *e)
{
	buf_clear(&out->line);
	head_add_line(&out->line, h);
	out->heads = mem_grow(out->heads, out->head_count + 1,
	    sizeof(*out->heads));
	out->heads[out->head_count++] = hash_128(out->line.at, out->line.len);
	return put_line(out, e);
}

int
stream_out_hashed(struct stream_out *out, const struct stream_line *line,
    struct err *e)
{
	if (check_length(out, line->text.len, false, e) < 0)
		return -1;
	figures_add(&out->figures, line->type, line->hash);
	if (write_bytes(out, line->text.at, line->text.len, e) < 0)
		return -1;
	return write_bytes(out, "\n", 1, e);
}

int
stream_out_line(struct stream_out *out, struct slice line,
    enum record_type type, struct err *e)
{
	struct stream_line hashed = {.text = line, .type = type};

	hashed.hash = hash_128(line.at, line.len);
	return stream_out_hashed(out, &hashed, e);
}

int
stream_out_record(struct stream_out *out, const struct record *r,
    struct err *e)
{
	buf_clear(&out->line);
	record_add_line(&out->line, r);
	if (check_length(out, out->line.len, out->line.over, e) < 0)
		return -1;
	return stream_out_line(out, buf_slice(&out->line), r->type, e);
}

/* One seal for each head: the first has the figures, the others nothing. */
int
stream_out_seal(struct stream_out *out, struct err *e)
{
	size_t i;

	for (i = 0; i < out->head_count; i++) {
		struct seal s = {.head = out->heads[i]};

		if (i == 0)
			s.figures = out->figures;
		buf_clear(&out->line);
		head_add_seal(&out->line, &s);
		if (put_line(out, e) < 0)
			return -1;
	}
	log_trace("stream", "%s: %" PRIu64 " records written",
	    out->zio.file.name, out->figures.records);
	if (end_beside(out, e) < 0)
		return -1;
	return zio_out_finish(&out->zio, e);
}

int
stream_out_publish(struct stream_out *out, struct err *e)
{
	if (stream_out_seal(out, e) < 0)
		return -1;
	return zio_out_publish(&out->zio, e);
}

void
stream_out_fail(struct stream_out *out, const char *tool,
    const struct err *why)
{
	struct err ignored = ERR_INIT;

	if (!out->open)
		return;
	/* what it could not write is why this is called, or no matter now */
	if (end_beside(out, &ignored) < 0)
		err_clear(&ignored);
	/* without a name it is closed: publishing it has failed */
	if (out->zio.file.name && !out->zio.file.path &&
	    !out->zio.file.broken_pipe) {
		buf_clear(&out->line);
		head_add_fail(&out->line, (int)why->kind, tool, why->text);
		/* it is told on stderr too: nothing more can be done here */
		if (put_line(out, &ignored) < 0 ||
		    zio_out_finish(&out->zio, &ignored) < 0)
			err_clear(&ignored);
	}
	zio_out_abandon(&out->zio);
	out->open = false;
}

void
stream_out_close(struct stream_out *out)
{
	struct err ignored = ERR_INIT;

	if (end_beside(out, &ignored) < 0)
		err_clear(&ignored);
	zio_out_abandon(&out->zio);
	buf_release(&out->line);
	mem_free(out->heads);
	*out = (struct stream_out)STREAM_OUT_INIT;
}
