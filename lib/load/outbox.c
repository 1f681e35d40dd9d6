/* outbox.c - two streams and a set of keys. */
#include "load/outbox.h"

#include "io/log.h"
#include "load/order.h"

#define KEY_TEXT_MOST (4 * KEY_MOST)

int
outbox_open(struct outbox *o, const char *target, const char *rejects,
    const char *answers, struct err *e)
{
	memset(o, 0, sizeof(*o));
	o->target = target;
	o->rejects = (struct stream_out)STREAM_OUT_INIT;
	o->answers = (struct stream_out)STREAM_OUT_INIT;
	clock_print(o->now, clock_now());
	if (rejects && stream_out_open(&o->rejects, rejects, false, e) < 0)
		return -1;
	if (answers && stream_out_open(&o->answers, answers, false, e) < 0)
		return -1;
	return 0;
}

int
outbox_begin(struct outbox *o, const struct stream_in *in,
    outbox_sign sign, outbox_sign sign_new, struct err *e)
{
	struct head h;

	if (o->rejects.open && !in->bare) {
		h = in->head;
		h.kind = in->head.kind == HEAD_DELTA ? HEAD_DELTA : HEAD_UPSERT;
		h.sorted = h.has_base = h.has_result = false;
		h.shard_k = h.shard_n = 0;
		sign(&h, &o->heads);
		if (stream_out_head(&o->rejects, &h, e) < 0)
			return -1;
	}
	if (o->answers.open) {
		head_init(&h, HEAD_UPSERT);
		h.system = slice_of(o->target);
		sign_new(&h, &o->heads);
		if (stream_out_head(&o->answers, &h, e) < 0)
			return -1;
	}
	return 0;
}

int
outbox_answer(struct outbox *o, const struct outbox_answer *a, struct err *e)
{
	struct buf text = BUF_INIT(KEY_TEXT_MOST), hex = BUF_INIT(64);
	struct record r;
	struct key k;
	int rc;

	if (!o->answers.open)
		return 0;
	arena_reset(&o->arena);
	if (!key_parse_prefix(&k, a->key, &o->arena))
		BUG("outbox: a key that is none");
	key_add_text_without_type(&text, &k);
	if (a->digest.len)
		/* bytes as such */
		buf_add_hex(&hex, (const unsigned char *)a->digest.at,
		    a->digest.len);
	record_init(&r, TYPE_ACKNOWLEDGMENT);
	r.values[ACKNOWLEDGMENT_TARGET] = value_of_text(slice_of(o->target));
	r.values[ACKNOWLEDGMENT_RECORD_TYPE] =
	    value_of_text(schema_types[k.type].name);
	r.values[ACKNOWLEDGMENT_RECORD_KEY] = value_of_text(buf_slice(&text));
	r.values[ACKNOWLEDGMENT_STATUS] = value_of_text(slice_of(a->status));
	r.values[ACKNOWLEDGMENT_EXTERNAL_ID] = value_of_text(a->external_id);
	r.values[ACKNOWLEDGMENT_DIGEST] = value_of_text(buf_slice(&hex));
	r.values[ACKNOWLEDGMENT_AT] = value_of_text(slice_of(o->now));
	r.values[ACKNOWLEDGMENT_MESSAGE] = value_of_text(a->words);
	rc = stream_out_record(&o->answers, &r, e);
	buf_release(&text);
	buf_release(&hex);
	return rc;
}

int
outbox_reject(struct outbox *o, struct slice line, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct key k;
	int rc;

	if (!o->rejects.open)
		return 0;
	if (!key_parse_prefix(&k, line, &a))
		BUG("outbox: a line without a key");
	rc = stream_out_line(&o->rejects, line, k.type, e);
	arena_release(&a);
	return rc;
}

void
outbox_lack(struct outbox *o, struct slice key)
{
	map_put(&o->lacking, key, NULL);
}

bool
outbox_holds(const struct outbox *o, const struct record *r,
    struct buf *because)
{
	struct buf prefix = BUF_INIT(2 * KEY_MOST);
	struct key k;
	bool held = false;
	unsigned i;

	/* The usual case first: nothing was refused. */
	if (!o->lacking.count)
		return false;
	for (i = 0; !held && order_reference(&k, r, i); i++) {
		buf_clear(&prefix);
		key_add_prefix(&prefix, &k);
		held = map_find(&o->lacking, buf_slice(&prefix)) != NULL;
		if (held)
			key_add_text(because, &k);
	}
	buf_release(&prefix);
	return held;
}

void
outbox_add_key(struct buf *b, struct slice key)
{
	struct arena a = ARENA_INIT;
	struct key k;

	if (key_parse_prefix(&k, key, &a))
		key_add_text(b, &k);
	else
		buf_add_slice(b, key);
	arena_release(&a);
}

void
outbox_warn(struct outbox *o, const char *what, struct slice key,
    struct slice words)
{
	struct buf text = BUF_INIT(KEY_TEXT_MOST);

	if (o->warned++ < OUTBOX_WARNINGS) {
		outbox_add_key(&text, key);
		log_warning("%s: %s %.*s%s%.*s", o->target, what,
		    SLICE_ARGS(buf_slice(&text)), words.len ? ": " : "",
		    SLICE_ARGS(words));
	}
	buf_release(&text);
}

void
outbox_warn_rest(const struct outbox *o)
{
	if (o->warned > OUTBOX_WARNINGS)
		log_warning("%s: and %" PRIu64 " more", o->target,
		    o->warned - OUTBOX_WARNINGS);
}

int
outbox_publish(struct outbox *o, struct err *e)
{
	struct zio_out *outs[] = {&o->rejects.zio, &o->answers.zio};

	if ((o->rejects.open && stream_out_seal(&o->rejects, e) < 0) ||
	    (o->answers.open && stream_out_seal(&o->answers, e) < 0))
		return -1;
	return zio_out_publish_all(outs, COUNT_OF(outs), e);
}

void
outbox_fail(struct outbox *o, const char *tool, const struct err *why)
{
	stream_out_fail(&o->rejects, tool, why);
	stream_out_fail(&o->answers, tool, why);
}

void
outbox_close(struct outbox *o)
{
	stream_out_close(&o->rejects);
	stream_out_close(&o->answers);
	map_release(&o->lacking);
	arena_release(&o->arena);
	arena_release(&o->heads);
}
