/* canon.c - the fast way for what is canonical, the slow one for the rest. */
#include "model/canon.h"

#include "io/log.h"
#include "io/zio.h"
#include "model/recin.h"

void
canon_init(struct canon *c, const char *name)
{
	memset(c, 0, sizeof(*c));
	c->name = name;
	buf_init(&c->line, ZIO_LINE_MOST);
}

void
canon_release(struct canon *c)
{
	arena_release(&c->record);
	buf_release(&c->line);
}

static int
respell(struct canon *c, struct canon_line *out, struct slice raw,
    unsigned long number, struct err *e)
{
	struct record r;

	arena_reset(&c->record);
	if (recin_parse(&r, raw, JSON_AT(c->name, number), &c->record, e) < 0)
		return -1;
	if (r.others.count && !c->noted) {
		log_detail("%s:%lu: unknown member \"%.*s\" is kept (noted "
		    "once)", c->name, number,
		    SLICE_ARGS(r.others.list[0].name));
		c->noted = true;
	}
	buf_clear(&c->line);
	record_add_line(&c->line, &r);
	if (c->line.over)
		return err_set(e, ERR_INPUT, "%s:%lu: the record is longer "
		    "than %zu bytes", c->name, number, c->line.most);
	out->has_change = r.change != NULL;
	out->text = buf_slice(&c->line);
	return 0;
}

int
canon_make(struct canon *c, struct canon_line *out, struct slice raw,
    unsigned long number, struct err *e)
{
	out->has_change = false;
	out->text = raw;
	/* nor need lines that end in CR LF go the slow way */
	if (raw.len && raw.at[raw.len - 1] == '\r')
		out->text.len--;
	if (!scan_next(&c->scan, out->text, 0)) {
		if (respell(c, out, raw, number, e) < 0)
			return -1;
		if (!scan_key(&c->scan, out->text))
			BUG("a canonical line without a canonical key");
	}
	out->type = c->scan.type;
	out->key_length = c->scan.key_length;
	return 0;
}
