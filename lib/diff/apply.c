/* apply.c - old stream and delta, merged. */
#include "diff/apply.h"

#include "model/recin.h"

/* A line of the delta: what to do, and the record without its change. */
struct step {
	enum change_op op;
	enum record_type type;
	struct buf key;
	struct buf line;
};

static const char advice[] = "(apply it to the stream it was made against)";

static int
does_not_fit(const struct apply *p, struct slice line, const char *why,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct buf text = BUF_INIT(KEY_MOST * 4);
	struct slice shown;
	struct key k;

	if (key_parse_prefix(&k, line, &a))
		key_add_text(&text, &k);
	shown = buf_slice(&text);
	err_set(e, ERR_INPUT, "%s: is not the base of the delta: %.*s %s %s",
	    p->old.name, SLICE_ARGS(shown), why, advice);
	buf_release(&text);
	arena_release(&a);
	return -1;
}

/* The old key of a renumbered line, if it has another than the new one. */
static int
note_moved(struct apply *p, const struct record *r, struct err *e)
{
	const struct schema_type *t = &schema_types[r->type];
	const struct record *was = r->change->was;
	struct key k;
	bool moved = false;
	unsigned i;

	record_key(&k, r);
	for (i = 0; was && i < t->key_count; i++) {
		if (was->values[i].kind != VALUE_TEXT)
			continue;
		moved = moved || !slice_equal(k.parts[i],
		    was->values[i].text);
		k.parts[i] = was->values[i].text;
	}
	if (!moved)
		return 0;
	buf_clear(&p->line);
	key_add_prefix(&p->line, &k);
	return sort_put(p->moved, buf_slice(&p->line), e);
}

static int
read_delta(struct apply *p, struct err *e)
{
	struct stream_line line;
	struct record r;
	int got;

	while ((got = stream_in_next(&p->delta, &line, e)) > 0) {
		arena_reset(&p->arena);
		if (recin_parse(&r, line.text,
		    JSON_AT(p->delta.name, line.number), &p->arena, e) < 0)
			return -1;
		if (!r.change)
			return err_set(e, ERR_INPUT, "%s: a record without "
			    "change (expected a delta, as bom-diff writes it)",
			    p->delta.name);
		if (note_moved(p, &r, e) < 0 ||
		    sort_put(p->changes, line.text, e) < 0)
			return -1;
	}
	if (got < 0 || sort_finish(p->moved, e) < 0)
		return -1;
	return sort_finish(p->changes, e);
}

static int
check_delta(struct apply *p, struct err *e)
{
	const struct head *h = &p->delta.head;

	p->lenient = p->delta.bare;
	if (p->lenient)
		return 0;
	if (h->kind != HEAD_DELTA)
		return err_set(e, ERR_USAGE, "%s: is of kind %s (expected a "
		    "delta, as bom-diff writes it)", p->delta.name,
		    head_kind_name(h->kind));
	if (h->lossy)
		return err_set(e, ERR_USAGE, "%s: is lossy: made for reading, "
		    "not for applying (make it without ignored members, "
		    "tolerances or slices)", p->delta.name);
	return 0;
}

static int
open_in_order(struct apply *p, const char *const paths[2],
    enum stream_order order, size_t memory, struct err *e)
{
	memset(p, 0, sizeof(*p));
	p->arena = (struct arena)ARENA_INIT;
	buf_init(&p->line, 2 * ZIO_LINE_MOST);
	p->gone = SLICE("");
	p->moved = sort_new(SORT_MEMORY_LEAST);
	p->changes = sort_new(memory);
	if (stream_in_open(&p->delta, paths[1], order, memory, e) < 0 ||
	    check_delta(p, e) < 0 || read_delta(p, e) < 0 ||
	    stream_in_open(&p->old, paths[0], order, memory, e) < 0)
		return -1;
	if (p->old.changed_line ||
	    (!p->old.bare && p->old.head.kind == HEAD_DELTA))
		return err_set(e, ERR_USAGE, "%s: is a delta itself (expected "
		    "a snapshot)", p->old.name);
	return 0;
}

int
apply_open(struct apply *p, const char *old_path, const char *delta_path,
    size_t memory, struct err *e)
{
	const char *const paths[2] = {old_path, delta_path};

	if (open_in_order(p, paths, STREAM_SORTED, memory, e) == 0)
		return 0;
	if (!p->old.wants_resort && !p->delta.wants_resort)
		return -1;
	err_clear(e);
	apply_release(p);
	return open_in_order(p, paths, STREAM_RESORTED, memory, e);
}

void
apply_head(const struct apply *p, struct head *h)
{
	*h = p->old.head;
	h->sorted = true;
}

static int
put(struct apply *p, struct stream_out *out, struct slice line,
    enum record_type type, struct err *e)
{
	figures_add(&p->figures, type, hash_128(line.at, line.len));
	return stream_out_line(out, line, type, e);
}

/* The next line of the delta, taken apart: 1, 0 at the end, -1. */
static int
next_step(struct apply *p, struct step *s, struct err *e)
{
	struct record r;
	struct slice line;
	struct key k;
	int got = sort_next(p->changes, &line, e);

	if (got <= 0)
		return got;
	arena_reset(&p->arena);
	if (recin_parse(&r, line, JSON_AT(p->delta.name, 0), &p->arena, e) < 0)
		return -1;
	s->op = r.change->op;
	s->type = r.type;
	r.change = NULL;
	buf_clear(&s->line);
	record_add_line(&s->line, &r);
	record_key(&k, &r);
	buf_clear(&s->key);
	key_add_prefix(&s->key, &k);
	return 1;
}

/* True if the key was moved away; keys are asked in ascending order. */
static int
is_moved(struct apply *p, struct slice key, bool *moved, struct err *e)
{
	int c = 1, got = 1;

	while (got > 0 && (!p->gone.len ||
	    (c = slice_compare(p->gone, key)) < 0)) {
		got = sort_next(p->moved, &p->gone, e);
		if (got == 0)
			p->gone = SLICE("");
	}
	*moved = got > 0 && c == 0;
	return got < 0 ? -1 : 0;
}

/* A record that only the old stream has. */
static int
only_old(struct apply *p, struct stream_out *out, const struct stream_line *a,
    struct err *e)
{
	bool moved;

	if (is_moved(p, slice_from(a->text.at, a->key_length), &moved, e) < 0)
		return -1;
	return moved ? 0 : put(p, out, a->text, a->type, e);
}

/*
 * A key that only the delta has: new, or new after a renumbering.  Whether a
 * moved line was there is what base and result say.
 */
static int
only_delta(struct apply *p, struct stream_out *out, const struct step *s,
    struct err *e)
{
	if (s->op == CHANGE_REMOVE) {
		if (p->lenient)
			return 0;
		return does_not_fit(p, buf_slice(&s->line),
		    "is to be removed and is not there", e);
	}
	return put(p, out, buf_slice(&s->line), s->type, e);
}

static int
on_both(struct apply *p, struct stream_out *out, const struct stream_line *a,
    const struct step *s, struct err *e)
{
	bool moved;

	if (is_moved(p, slice_from(a->text.at, a->key_length), &moved, e) < 0)
		return -1;
	if (s->op == CHANGE_REMOVE) {
		if (!p->lenient && !slice_equal(a->text, buf_slice(&s->line)))
			return does_not_fit(p, a->text,
			    "is to be removed and is another", e);
		return 0;
	}
	if (s->op == CHANGE_ADD && !p->lenient && !moved)
		return does_not_fit(p, a->text,
		    "is to be added and is there already", e);
	return put(p, out, buf_slice(&s->line), s->type, e);
}

static int
merge(struct apply *p, struct stream_out *out, struct step *s, struct err *e)
{
	struct stream_line a;
	int more_a = stream_in_next(&p->old, &a, e);
	int more_s = more_a < 0 ? -1 : next_step(p, s, e);

	while (more_a > 0 || more_s > 0) {
		int c = !more_a ? 1 : !more_s ? -1 : 0;
		int rc;

		if (more_a < 0 || more_s < 0)
			return -1;
		if (!c)
			c = slice_compare(slice_from(a.text.at, a.key_length),
			    buf_slice(&s->key));
		if (c < 0)
			rc = only_old(p, out, &a, e);
		else if (c > 0)
			rc = only_delta(p, out, s, e);
		else
			rc = on_both(p, out, &a, s, e);
		if (rc < 0)
			return -1;
		if (c <= 0)
			more_a = stream_in_next(&p->old, &a, e);
		if (c >= 0 && more_a >= 0)
			more_s = next_step(p, s, e);
	}
	return more_a < 0 || more_s < 0 ? -1 : 0;
}

static int
check_digests(const struct apply *p, struct err *e)
{
	const struct head *h = &p->delta.head;
	char said[HASH_TEXT_SIZE], is[HASH_TEXT_SIZE];

	if (p->lenient)
		return 0;
	hash_print(said, h->base);
	hash_print(is, p->old.figures.digest);
	if (h->has_base && strcmp(said, is) != 0)
		return err_set(e, ERR_INPUT, "%s: is not the base of the "
		    "delta: its digest is %s, the delta's base is %s %s",
		    p->old.name, is, said, advice);
	hash_print(said, h->result);
	hash_print(is, p->figures.digest);
	if (h->has_result && strcmp(said, is) != 0)
		return err_set(e, ERR_INPUT, "%s: applied gives the digest "
		    "%s, not its result %s (the delta was edited)",
		    p->delta.name, is, said);
	return 0;
}

int
apply_write(struct apply *p, struct stream_out *out, struct err *e)
{
	struct step s = {.key = BUF_INIT(KEY_MOST * 2),
	    .line = BUF_INIT(2 * ZIO_LINE_MOST)};
	int rc = merge(p, out, &s, e);

	buf_release(&s.key);
	buf_release(&s.line);
	return rc < 0 ? -1 : check_digests(p, e);
}

void
apply_release(struct apply *p)
{
	stream_in_close(&p->old);
	stream_in_close(&p->delta);
	sort_free(p->moved);
	sort_free(p->changes);
	arena_release(&p->arena);
	buf_release(&p->line);
	p->moved = p->changes = NULL;
}
