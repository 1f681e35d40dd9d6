/* rejected.c - the refused line, with a change that says it is to be sent. */
#include "load/rejected.h"

#include "model/scan.h"
#include "store/ledger.h"

#define LINE_MOST (2 * ZIO_LINE_MOST)

/* LINE} becomes LINE,"change":{...}}; a removal needs its key alone. */
static void
add_line(struct buf *b, const struct ledger_row *row)
{
	struct slice line = row->intent;
	struct change change = {.op = CHANGE_CHANGE};

	if (slice_is(row->op, "remove"))
		change.op = CHANGE_REMOVE;
	else if (slice_is(row->op, "add"))
		change.op = CHANGE_ADD;
	buf_clear(b);
	if (line.len)
		buf_add(b, line.at, line.len - 1);
	else
		buf_add_slice(b, row->key);
	record_add_change(b, &change);
	buf_add_byte(b, '}');
}

static bool
taken(const struct target_profile *p, struct slice name)
{
	enum record_type type;

	return schema_find(&type, name) && (p->sections[type].used ||
	    p->sections[type].part);
}

static int
put_line(struct spool_writer *w, struct slice text, struct err *e)
{
	struct stream_line line = {.text = text};
	struct scan found;

	if (!scan_key(&found, text))
		BUG("a line of the ledger has no key");
	line.type = found.type;
	line.key_length = found.key_length;
	return spool_put(w, &line, e);
}

int
rejected_spool(struct spool *s, struct db *db,
    const struct target_profile *profile, struct err *e)
{
	struct buf line = BUF_INIT(LINE_MOST);
	struct spool_writer writer;
	struct ledger_cursor c;
	struct ledger_row row;
	int got;

	if (spool_begin(&writer, s, "<rejects>", e) < 0)
		return spool_end(&writer, -1, e);
	s->in.bare = true;
	ledger_open_state(&c, db, profile->name, LEDGER_REJECTED);
	while ((got = ledger_next(&c, &row, e)) > 0) {
		if (!taken(profile, row.type))
			continue;
		add_line(&line, &row);
		got = put_line(&writer, buf_slice(&line), e);
		if (got < 0)
			break;
	}
	ledger_close(&c);
	buf_release(&line);
	return spool_end(&writer, got, e);
}
