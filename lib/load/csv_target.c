/* csv_target.c - the log filled, asked, and made a drop of. */
#include "load/csv_target.h"

#include <unistd.h>

#include "base/fault.h"
#include "base/map.h"
#include "io/folder.h"
#include "load/csv_drop.h"

#define TEXT_MOST ((size_t)65536)

struct csv_channel {
	struct channel base;
	struct csv_log log;
	struct csv_drop drop;
	struct map sent; /* by idempotency key; filled when it is asked */
	bool known;
	struct buf place;
	int lock;
};

static void
csv_close(struct channel *base)
{
	struct csv_channel *c = (struct csv_channel *)base; /* its own */

	csv_log_close(&c->log);
	map_release(&c->sent);
	buf_release(&c->place);
	if (c->lock >= 0)
		close(c->lock);
	mem_free(c);
}

/* Two at a time would write one log. */
static int
lock(struct csv_channel *c, const struct csv_spec *spec, struct err *e)
{
	struct buf path = BUF_INIT(TEXT_MOST);
	int got;

	buf_printf(&path, "%s/%s.lock", spec->spool, spec->name);
	got = folder_lock(&c->lock, buf_text(&path), e);
	buf_release(&path);
	return got == 0 ? err_set(e, ERR_AGAIN, "%s: another run is at it",
	    spec->spool) : got < 0 ? -1 : 0;
}

static int
set_up(struct csv_channel *c, const struct channel_wish *wish, struct err *e)
{
	const struct csv_spec *spec = wish->profile->csv;
	struct buf path = BUF_INIT(TEXT_MOST);
	char *real;
	int rc;

	c->drop = (struct csv_drop){spec, wish->profile, wish->db, &c->log};
	if (folder_make(spec->folder, e) < 0 ||
	    folder_make(spec->spool, e) < 0 || lock(c, spec, e) < 0)
		return -1;
	buf_printf(&path, "%s/%s.log", spec->spool, spec->name);
	rc = csv_log_open(&c->log, buf_text(&path), e);
	buf_release(&path);
	if (rc < 0)
		return -1;
	real = realpath(spec->folder, NULL);
	if (!real)
		return err_sys(e, "%s", spec->folder);
	buf_printf(&c->place, "%s/%s", real, spec->name);
	free(real);
	c->base.place = buf_text(&c->place);
	return csv_drop_resume(&c->drop, e);
}

static int
csv_open(struct channel **out, const struct channel_wish *wish,
    struct err *e)
{
	struct csv_channel *c;

	if (wish->file)
		return err_set(e, ERR_USAGE, "%s: a folder is no file "
		    "(--target-file)", wish->profile->doc.name);
	c = mem_zero(sizeof(*c));
	c->base.kind = &csv_target;
	c->lock = -1;
	c->log.file = (struct append)APPEND_INIT;
	buf_init(&c->place, TEXT_MOST);
	if (set_up(c, wish, e) < 0) {
		csv_close(&c->base);
		return -1;
	}
	*out = &c->base;
	return 0;
}

static int
know(struct csv_channel *c, struct err *e)
{
	struct csv_row *row;
	struct csv_cursor cursor;
	int got;

	if (c->known)
		return 0;
	row = mem_zero(sizeof(*row));
	csv_log_walk(&c->log, &cursor);
	while ((got = csv_log_row(&cursor, row, e)) > 0)
		*map_put(&c->sent, row->idempotency, NULL) = 1;
	mem_free(row);
	c->known = got == 0;
	return got;
}

/* What is in the log will be dropped; of older drops nothing is in doubt. */
static int
csv_find(struct channel *base, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	struct csv_channel *c = (struct csv_channel *)base; /* its own */
	size_t i;

	(void)a;
	if (know(c, e) < 0)
		return -1;
	for (i = 0; i < count; i++)
		calls[i].answer = calls[i].idempotency.len && map_find(
		    &c->sent, calls[i].idempotency) ? CHANNEL_DONE
		    : calls[i].op == CHANGE_REMOVE ? CHANNEL_NOT
		    : CHANNEL_ABSENT;
	return 0;
}

static int
csv_send(struct channel *base, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	struct csv_channel *c = (struct csv_channel *)base; /* its own */
	size_t i;

	(void)a;
	if (fault_fires("load.target-step"))
		return err_set(e, ERR_AGAIN, "%s: nothing was written",
		    c->log.path);
	if (csv_log_add(&c->log, calls, count, e) < 0)
		return -1;
	c->known = false;
	if (fault_fires("load.after-target-commit"))
		return err_set(e, ERR_AGAIN, "%s: was written", c->log.path);
	for (i = 0; i < count; i++)
		calls[i].answer = CHANNEL_DONE;
	return 0;
}

static int
csv_finish(struct channel *base, struct err *e)
{
	struct csv_channel *c = (struct csv_channel *)base; /* its own */

	return csv_drop_make(&c->drop, e);
}

const struct channel_kind csv_target = {
    .name = "csv",
    .open = csv_open,
    .find = csv_find,
    .send = csv_send,
    .finish = csv_finish,
    .close = csv_close,
};
