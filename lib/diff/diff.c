/*
 * diff.c - the merge, and the delta kept until both ends are verified.
 *
 * The delta's head says base and result, which are known only at the end of
 * both inputs, and whether a removal holds may depend on a withheld record
 * that comes later; so lines wait in a sort (in order already, which costs
 * nothing) and removals are judged on the way out.
 */
#include "diff/diff.h"

#include "diff/compare.h"
#include "io/log.h"
#include "model/recin.h"

/* Lines come in order, so more memory would sort nothing faster. */
#define DELTA_MEMORY ((size_t)2 * SORT_MEMORY_LEAST)

static const char removed_tail[] =
    ",\"change\":{\"op\":\"remove\",\"tags\":[\"remove\"]}}";
static const char added_tail[] =
    ",\"change\":{\"op\":\"add\",\"tags\":[\"add\"]}}";

/* Keeps the line of the delta that stands in d->line. */
static int
keep_line(struct diff *d, struct err *e)
{
	if (d->line.over)
		return err_set(e, ERR_INPUT, "the change of %.*s... is longer "
		    "than %zu bytes", SLICE_ARGS(buf_slice(&d->line)),
		    d->line.most);
	return sort_put(d->delta, buf_slice(&d->line), e);
}

/* Keeps a record line with a change put at its end. */
static int
keep(struct diff *d, struct slice line, const char *tail, struct err *e)
{
	buf_clear(&d->line);
	buf_add(&d->line, line.at, line.len - 1); /* without its `}` */
	buf_add_text(&d->line, tail);
	return keep_line(d, e);
}

static int
only_new(struct diff *d, const struct stream_line *b, struct err *e)
{
	d->counts.added++;
	d->result = hash_plus(d->result, b->hash);
	return keep(d, b->text, added_tail, e);
}

static int
on_both(struct diff *d, const struct stream_line *a,
    const struct stream_line *b, struct err *e)
{
	const struct stream_in *a_in = &d->pair.left.in;
	const struct stream_in *b_in = &d->pair.right.in;
	const struct compare_sides sides = {&a_in->head.scope,
	    &b_in->head.scope, &d->arena};
	struct record old, new;
	struct change change;

	if (slice_equal(a->text, b->text))
		return 0;
	arena_reset(&d->arena);
	if (recin_parse(&old, a->text, JSON_AT(a_in->name, a->number),
	    &d->arena, e) < 0 ||
	    recin_parse(&new, b->text, JSON_AT(b_in->name, b->number),
	    &d->arena, e) < 0)
		return -1;
	if (!compare_records(&change, &sides, &old, &new))
		return 0;
	d->counts.changed++;
	buf_clear(&d->line);
	record_add_line(&d->line, &new);
	d->result = hash_minus(d->result, a->hash);
	d->result = hash_plus(d->result, hash_128(d->line.at, d->line.len));
	new.change = &change;
	buf_clear(&d->line);
	record_add_line(&d->line, &new);
	return keep_line(d, e);
}

static int
merge(struct diff *d, struct err *e)
{
	const struct stream_line *a, *b;
	int got, rc;

	while ((got = pairing_next(&d->pair, &a, &b, e)) > 0) {
		if (!b)
			rc = keep(d, a->text, removed_tail, e);
		else if (!a)
			rc = only_new(d, b, e);
		else
			rc = on_both(d, a, b, e);
		if (rc < 0)
			return -1;
	}
	return got;
}

/* The new side may say that the key is gone. */
static bool
removal_holds(const struct diff *d, const struct key *k)
{
	return pairing_absence(&d->pair.right, &d->pair.left, k) ==
	    ABSENCE_GONE;
}

/*
 * Walks the kept lines: removals that do not hold are counted and dropped.
 * Without `out` it only counts, and works out the result.
 */
static int
judge(struct diff *d, struct sort *kept, struct err *e)
{
	const struct slice tail = {removed_tail, sizeof(removed_tail) - 1};
	struct slice line;
	int got;

	while ((got = sort_next(d->delta, &line, e)) > 0) {
		struct slice end = {line.at + line.len - tail.len, tail.len};
		struct key k;

		if (line.len > tail.len && slice_equal(end, tail)) {
			arena_reset(&d->arena);
			if (!key_parse_prefix(&k, line, &d->arena))
				BUG("a delta line without a key");
			if (!removal_holds(d, &k)) {
				d->counts.kept++;
				continue;
			}
			d->counts.removed++;
			buf_clear(&d->line);
			buf_add(&d->line, line.at, line.len - tail.len);
			buf_add_byte(&d->line, '}');
			d->result = hash_minus(d->result,
			    hash_128(d->line.at, d->line.len));
		}
		if (sort_put(kept, line, e) < 0)
			return -1;
	}
	if (got < 0)
		return -1;
	return sort_finish(kept, e);
}

static int
run(struct diff *d, const char *const paths[2], enum stream_order order,
    size_t memory, struct err *e)
{
	struct sort *kept;
	int rc;

	memset(d, 0, sizeof(*d));
	d->arena = (struct arena)ARENA_INIT;
	buf_init(&d->line, ZIO_LINE_MOST); /* a longer one nobody reads */
	d->delta = sort_new(DELTA_MEMORY);
	if (pairing_open(&d->pair, paths, order, memory, e) < 0 ||
	    merge(d, e) < 0 || sort_finish(d->delta, e) < 0)
		return -1;
	d->result = hash_plus(d->result, d->pair.left.in.figures.digest);
	kept = sort_new(DELTA_MEMORY);
	rc = judge(d, kept, e);
	sort_free(d->delta);
	d->delta = kept;
	return rc;
}

int
diff_run(struct diff *d, const char *old_path, const char *new_path,
    size_t memory, struct err *e)
{
	const char *const paths[2] = {old_path, new_path};

	if (run(d, paths, STREAM_SORTED, memory, e) == 0)
		return 0;
	if (!pairing_wants_resort(&d->pair))
		return -1;
	err_clear(e);
	diff_release(d);
	return run(d, paths, STREAM_RESORTED, memory, e);
}

void
diff_head(const struct diff *d, struct head *h)
{
	head_init(h, HEAD_DELTA);
	h->system = d->pair.right.in.head.system;
	h->sorted = true;
	h->scope = d->pair.right.in.head.scope;
	h->has_base = h->has_result = true;
	h->base = d->pair.left.in.figures.digest;
	h->result = d->result;
}

int
diff_write(struct diff *d, struct stream_out *out, struct err *e)
{
	struct slice line;
	struct key k;
	int got;

	while ((got = sort_next(d->delta, &line, e)) > 0) {
		arena_reset(&d->arena);
		if (!key_parse_prefix(&k, line, &d->arena))
			BUG("a delta line without a key");
		if (stream_out_line(out, line, k.type, e) < 0)
			return -1;
	}
	if (d->counts.kept)
		log_note("%" PRIu64 " records are absent from %s, which does "
		    "not say that they are gone: they are kept",
		    d->counts.kept, d->pair.right.in.name);
	return got;
}

void
diff_release(struct diff *d)
{
	pairing_release(&d->pair);
	sort_free(d->delta);
	arena_release(&d->arena);
	buf_release(&d->line);
	d->delta = NULL;
}
