/* refusals.c - kept in a sort of their own, since they come in any order. */
#include "transform/refusals.h"

#include "format/json_add.h"
#include "io/log.h"
#include "model/recin.h"
#include "model/scan.h"

#define SHOWN_MOST 5

void
refusals_init(struct refusals *r, bool kept)
{
	memset(r, 0, sizeof(*r));
	buf_init(&r->line, ZIO_LINE_MOST * 2);
	if (kept)
		r->lines = sort_new(SORT_MEMORY_LEAST);
}

void
refusals_init_held(struct refusals *r, bool kept)
{
	refusals_init(r, kept);
	r->held = true;
}

void
refusals_release(struct refusals *r)
{
	sort_free(r->lines);
	arena_release(&r->arena);
	buf_release(&r->line);
	memset(r, 0, sizeof(*r));
}

static void
tell(const struct refusals *r, const struct record *record, const char *rule,
    const char *why)
{
	struct buf text = BUF_INIT(KEY_MOST * 4);
	struct key k;

	if (r->count > SHOWN_MOST)
		return;
	record_key(&k, record);
	key_add_text(&text, &k);
	log_warning("%s %s by %s: %s", buf_text(&text),
	    r->held ? "held" : "rejected", rule, why);
	if (r->count == SHOWN_MOST && r->held)
		log_warning("further held records are not told one by one%s",
		    r->lines ? "" : " (--held FILE keeps them)");
	else if (r->count == SHOWN_MOST)
		log_warning("further rejections are not told one by one%s",
		    r->lines ? "" : " (--rejects FILE keeps them)");
	buf_release(&text);
}

/* `label` is "rule" or "exception". */
static struct value
mark(const char *label, const char *by, const char *why, struct arena *a)
{
	struct value v = {VALUE_RAW, {"", 0}, NULL, 0};
	struct buf b = BUF_INIT((size_t)16 * 1024 * 1024);

	buf_printf(&b, "{\"%s\":", label);
	json_add_string(&b, slice_of(by));
	buf_add_text(&b, ",\"why\":");
	json_add_string(&b, slice_of(why));
	buf_add_byte(&b, '}');
	v.text = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return v;
}

/* What is put: a line, with the label and the text of what did it. */
struct refusal {
	struct slice line;
	const char *label;
	const char *by;
	const char *why;
	bool tell;
};

static int
put(struct refusals *r, const struct refusal *refusal, struct err *e)
{
	struct record record;

	arena_reset(&r->arena);
	r->count++;
	if (recin_parse(&record, refusal->line, JSON_AT("<record>", 1),
	    &r->arena, e) < 0)
		return -1;
	refusals_unmark(&record, &r->arena);
	if (refusal->tell)
		tell(r, &record, refusal->by, refusal->why);
	r->changes += record.change != NULL;
	if (!r->lines)
		return 0;
	extras_put(&record.others, r->held ? SLICE("held") : SLICE("rejected"),
	    mark(refusal->label, refusal->by, refusal->why, &r->arena),
	    &r->arena);
	buf_clear(&r->line);
	record_add_line(&r->line, &record);
	return sort_put(r->lines, buf_slice(&r->line), e);
}

int
refusals_put(struct refusals *r, struct slice line, const char *rule,
    const char *why, struct err *e)
{
	struct refusal refusal = {line, "rule", rule, why, true};

	return put(r, &refusal, e);
}

int
refusals_put_exception(struct refusals *r, struct slice line,
    const char *exception, const char *why, struct err *e)
{
	struct refusal refusal = {line, "exception", exception, why, false};

	return put(r, &refusal, e);
}

int
refusals_write(struct refusals *r, struct stream_out *out,
    const struct head *like, struct err *e)
{
	struct head h = *like;
	struct slice line;
	int got;

	h.kind = r->changes ? HEAD_DELTA : HEAD_UPSERT;
	h.sorted = true;
	h.shard_k = h.shard_n = 0;
	h.has_base = h.has_result = false;
	/* records and changes in one have no common kind: they go bare */
	if ((!r->changes || r->changes == r->count) &&
	    stream_out_head(out, &h, e) < 0)
		return -1;
	if (sort_finish(r->lines, e) < 0)
		return -1;
	while ((got = sort_next(r->lines, &line, e)) > 0) {
		struct scan found;

		if (!scan_key(&found, line))
			BUG("the sort gave back another line");
		if (stream_out_line(out, line, found.type, e) < 0)
			return -1;
	}
	return got;
}

bool
refusals_marked(struct slice line)
{
	const struct slice rejected = SLICE(",\"rejected\":{");
	const struct slice held = SLICE(",\"held\":{");

	return memmem(line.at, line.len, rejected.at, rejected.len) ||
	    memmem(line.at, line.len, held.at, held.len);
}

void
refusals_unmark(struct record *r, struct arena *a)
{
	extras_put(&r->others, SLICE("rejected"),
	    (struct value)VALUE_INIT, a);
	extras_put(&r->others, SLICE("held"), (struct value)VALUE_INIT, a);
}
