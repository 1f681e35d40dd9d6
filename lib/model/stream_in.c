/*
 * stream_in.c - one reader for every shape a stream can have.
 *
 * An order or duplicate problem in a sealed stream is told at the end, with
 * the figure that differs: both together say what happened.
 */
#include "model/stream_in.h"

#include "io/log.h"
#include "io/path.h"
#include "model/headin.h"
#include "model/scan.h"
#include "model/unite.h"

/* --- heads and ends --- */

static int
cut_short(struct stream_in *in, const char *why, struct err *e)
{
	if (in->zio.file.regular)
		return err_set(e, ERR_INPUT, "%s: cut short: %s (a whole "
		    "stream ends in ~seal)", in->name, why);
	return err_set(e, ERR_AGAIN, "%s: cut short: %s (the command on the "
	    "left died; run it again)", in->name, why);
}

/*
 * A change stands in deltas, and in them nothing else does.  Asked when a
 * record has come and when a head has, which may stand behind its records.
 */
static int
check_changes(const struct stream_in *in, struct err *e)
{
	if (in->changed_line && in->head.kind != HEAD_DELTA)
		return err_set(e, ERR_INPUT, "%s:%lu: change: stands in a "
		    "stream of kind %s (only a delta has changes)", in->name,
		    in->changed_line, head_kind_name(in->head.kind));
	if (in->plain_line && in->head.kind == HEAD_DELTA)
		return err_set(e, ERR_INPUT, "%s:%lu: change: is missing in a "
		    "record of a delta", in->name, in->plain_line);
	return 0;
}

static int
take_head(struct stream_in *in, struct slice raw, struct err *e)
{
	struct head h;
	struct buf canonical = BUF_INIT(ZIO_LINE_MOST);
	bool over;

	raw = slice_copy(raw, &in->texts);
	if (headin_head(&h, raw, JSON_AT(in->name, in->zio.line), &in->texts,
	    e) < 0)
		return -1;
	head_add_line(&canonical, &h);
	in->heads_hash = hash_plus(in->heads_hash,
	    hash_128(canonical.at, canonical.len));
	over = canonical.over;
	buf_release(&canonical);
	if (over)
		return err_set(e, ERR_INPUT, "%s:%lu: the head is longer than "
		    "%zu bytes", in->name, in->zio.line, ZIO_LINE_MOST);
	in->said_sorted = h.sorted && !in->records_seen &&
	    (!in->head_count || in->said_sorted);
	in->head_count++;
	if (shards_add(&in->shards, &h, e) < 0)
		return err_in(e, "%s:%lu", in->name, in->zio.line);
	if (in->head_count == 1) {
		in->head = h;
		return check_changes(in, e);
	}
	if (h.kind != in->head.kind)
		return err_set(e, ERR_INPUT, "%s:%lu: kind: a stream of kind "
		    "%s is joined with one of kind %s", in->name, in->zio.line,
		    head_kind_name(h.kind), head_kind_name(in->head.kind));
	in->further = h;
	unite_scopes(&in->head.scope, &h.scope, &in->texts);
	in->head.sorted = in->head.sorted && h.sorted;
	in->head.lossy = in->head.lossy || h.lossy;
	in->head.shard_k = in->head.shard_n = 0;
	if (h.kind == HEAD_DELTA)
		in->head.has_base = in->head.has_result = false;
	return 0;
}

static int
take_seal(struct stream_in *in, struct slice raw, struct err *e)
{
	struct seal s;

	if (headin_seal(&s, raw, JSON_AT(in->name, in->zio.line), &in->texts,
	    e) < 0)
		return -1;
	in->seal_count++;
	figures_plus(&in->sealed, &s.figures);
	in->seals_head = hash_plus(in->seals_head, s.head);
	return 0;
}

static int
take_fail(struct stream_in *in, struct slice raw, struct err *e)
{
	struct fail f;

	if (headin_fail(&f, raw, JSON_AT(in->name, in->zio.line), &in->texts,
	    e) < 0)
		return -1;
	return err_set(e, (enum err_kind)f.status, "%s: %.*s failed: %.*s",
	    in->name, SLICE_ARGS(f.tool), SLICE_ARGS(f.message));
}

/* --- the verified end --- */

/* Names the first figure that differs; 0 where all agree. */
static int
compare_figures(struct stream_in *in, struct err *e)
{
	if (in->resealing)
		return 0;
	if (figures_compare(&in->figures, &in->sealed, in->name, e) < 0)
		return -1;
	if (in->seal_count != in->head_count ||
	    !hash_equal(in->heads_hash, in->seals_head))
		return err_set(e, ERR_INPUT, "%s: head: the seal is that of "
		    "another head", in->name);
	return 0;
}

static int
verify(struct stream_in *in, struct err *e)
{
	in->bare = !in->head_count && !in->seal_count;
	if (in->problem.kind) {
		struct err figures = ERR_INIT;

		if (!in->bare && compare_figures(in, &figures) < 0)
			return err_set(e, ERR_INPUT, "%s; %s",
			    in->problem.text, figures.text);
		return err_set(e, in->problem.kind, "%s", in->problem.text);
	}
	if (in->bare && !in->figures.records)
		return cut_short(in, "there is nothing in it", e);
	if (in->bare)
		return 0;
	if (!in->head_count)
		return err_set(e, ERR_INPUT, "%s: head: there is a seal but "
		    "no head (a line was lost)", in->name);
	if (in->seal_count < in->head_count)
		return cut_short(in, "the end is missing", e);
	if (compare_figures(in, e) < 0)
		return -1;
	if (shards_check(&in->shards, e) < 0)
		return err_in(e, "%s", in->name);
	log_trace("stream", "%s: verified, %" PRIu64 " records", in->name,
	    in->figures.records);
	return 0;
}

/* --- lines --- */

/* An unended last line that does not read is a stream that was cut. */
static int
line_error(struct stream_in *in, struct err *e)
{
	bool whole = in->head_count && in->seal_count == in->head_count;

	if (whole || in->zio.last_was_ended || e->kind != ERR_INPUT)
		return -1;
	err_clear(e);
	return cut_short(in, "the last line is not whole", e);
}

/* Of equal bytes all is known that was found out about the twin. */
static bool
equals_twin(const struct stream_in *in, struct slice text,
    struct stream_line *line)
{
	if (!in->twin || !slice_equal(in->twin->text, text))
		return false;
	*line = *in->twin;
	line->text = text;
	return true;
}

static int
take_record(struct stream_in *in, struct slice raw, struct stream_line *line,
    struct err *e)
{
	struct canon_line made = {.has_change = false};
	unsigned long *first;

	if (!in->records_seen && !in->head_count && *slice_trim(raw).at != '{')
		return err_set(e, ERR_INPUT, "%s:%lu: is no stream (expected "
		    "a JSON object a line; bom-extract makes a stream of an "
		    "export)", in->name, in->zio.line);

	if (!equals_twin(in, raw, line)) {
		if (canon_make(&in->canon, &made, raw, in->zio.line, e) < 0)
			return line_error(in, e);
		*line = (struct stream_line){made.text, made.type,
		    made.key_length, hash_128(made.text.at, made.text.len),
		    0, NULL};
	}
	line->number = in->zio.line;
	in->records_seen = true;
	first = made.has_change ? &in->changed_line : &in->plain_line;
	if (!*first)
		*first = in->zio.line;
	if (in->head_count && check_changes(in, e) < 0)
		return -1;
	figures_add(&in->figures, line->type, line->hash);
	return 0;
}

/* The next line that is not blank, without a byte order mark. */
static int
next_raw(struct stream_in *in, struct slice *raw, struct err *e)
{
	const struct slice mark = SLICE("\xef\xbb\xbf");
	int got;

	while ((got = zio_in_line(&in->zio, raw, e)) > 0) {
		if (slice_begins(*raw, mark)) {
			if (in->zio.line > 1)
				return err_set(e, ERR_INPUT, "%s:%lu: a byte "
				    "order mark stands inside the stream",
				    in->name, in->zio.line);
			*raw = slice_from(raw->at + 3, raw->len - 3);
		}
		if (slice_trim(*raw).len)
			return 1;
	}
	return got;
}

/*
 * The next line of the input: 1 a record in *line, 2 a head or end that was
 * taken, 0 the end, -1.
 */
static int
read_line(struct stream_in *in, struct stream_line *line, struct err *e)
{
	struct slice raw;
	int got = 2;

	if (in->has_held) {
		raw = in->held;
		in->has_held = false;
	} else {
		got = next_raw(in, &raw, e);
		if (got <= 0)
			return got;
	}
	switch (head_line_of(raw)) {
	case HEAD_LINE_RECORD:
		return take_record(in, raw, line, e) < 0 ? -1 : 1;
	case HEAD_LINE_HEAD:
		got = take_head(in, raw, e);
		break;
	case HEAD_LINE_SEAL:
		got = take_seal(in, raw, e);
		break;
	case HEAD_LINE_FAIL:
		got = take_fail(in, raw, e);
		return got < 0 && e->kind == ERR_INPUT ? line_error(in, e)
						       : got;
	}
	return got < 0 ? line_error(in, e) : 2;
}

static void
key_text_of(struct buf *b, struct slice line)
{
	struct arena a = ARENA_INIT;
	struct key k;

	if (key_parse_prefix(&k, line, &a))
		key_add_text(b, &k);
	arena_release(&a);
}

/* In a stream in order each key is greater than the one before. */
static void
check_order(struct stream_in *in, const struct stream_line *line)
{
	struct slice key = slice_from(line->text.at, line->key_length);
	struct buf text = BUF_INIT(KEY_MOST * 4);
	struct slice shown;
	int c = in->last_key.len ? slice_compare(buf_slice(&in->last_key), key)
				 : -1;

	if (c < 0) {
		buf_clear(&in->last_key);
		buf_add_slice(&in->last_key, key);
		in->last_number = line->number;
		return;
	}
	key_text_of(&text, line->text);
	shown = buf_slice(&text);
	if (!line->number)
		err_set(&in->problem, ERR_INPUT, "%s: key %.*s stands twice",
		    in->name, SLICE_ARGS(shown));
	else if (c == 0)
		err_set(&in->problem, ERR_INPUT, "%s:%lu: key %.*s stands "
		    "twice (first in line %lu)", in->name, line->number,
		    SLICE_ARGS(shown), in->last_number);
	else
		err_set(&in->problem, ERR_INPUT, "%s:%lu: key %.*s is out of "
		    "order in a stream that says it is sorted (sort it with "
		    "bom-transform --sort)", in->name, line->number,
		    SLICE_ARGS(shown));
	buf_release(&text);
}

static int
next_sorted(struct stream_in *in, struct stream_line *line, struct err *e)
{
	struct scan found;
	struct slice text;
	int got;

	/* found before: who asks on must not come to an end */
	if (in->problem.kind)
		return err_set(e, in->problem.kind, "%s", in->problem.text);
	got = sort_next(in->sort, &text, e);
	if (got <= 0)
		return got;
	if (!equals_twin(in, text, line)) {
		if (!scan_key(&found, text))
			BUG("the sort gave back another line");
		*line = (struct stream_line){.text = text,
		    .type = found.type, .key_length = found.key_length,
		    .hash = hash_128(text.at, text.len)};
	}
	line->number = 0;
	check_order(in, line);
	if (in->problem.kind)
		return err_set(e, in->problem.kind, "%s", in->problem.text);
	return 1;
}

/* --- opening --- */

/* The first key in the sort that stands twice becomes the problem. */
static int
find_double(struct stream_in *in, struct err *e)
{
	struct stream_line line;
	int got;

	do
		got = next_sorted(in, &line, e);
	while (got > 0);
	if (in->problem.kind)
		err_clear(e); /* verify tells it, with the figures */
	return in->problem.kind || got == 0 ? 0 : -1;
}

/*
 * Everything into the sort; the head and all figures are known behind it.
 * Where figures differ, a doubled key is told with them.
 */
static int
sort_all(struct stream_in *in, size_t memory, struct err *e)
{
	struct err figures = ERR_INIT;
	struct stream_line line;
	int got;

	in->sort = sort_new(memory);
	while ((got = read_line(in, &line, e)) > 0) {
		if (got == 2) {
			/* behind a further head a new order begins */
			in->sorted = in->sorted && !in->records_seen;
			continue;
		}
		if (in->sorted && in->order != STREAM_RESORTED &&
		    !in->problem.kind)
			check_order(in, &line);
		if (sort_put(in->sort, line.text, e) < 0)
			return -1;
	}
	if (got < 0 || sort_finish(in->sort, e) < 0)
		return -1;
	in->sorted = true;
	buf_clear(&in->last_key);
	if (verify(in, &figures) == 0)
		return 0;
	if (figures.kind == ERR_INPUT && !in->problem.kind) {
		if (find_double(in, e) < 0)
			return -1;
		if (in->problem.kind)
			return verify(in, e);
	}
	return err_set(e, figures.kind, "%s", figures.text);
}

/* Takes the heads at the start; holds the first line that is none. */
static int
read_heads(struct stream_in *in, struct err *e)
{
	struct slice raw;
	int got;

	while ((got = next_raw(in, &raw, e)) > 0) {
		if (head_line_of(raw) != HEAD_LINE_HEAD) {
			in->held = raw;
			in->has_held = true;
			return 0;
		}
		if (take_head(in, raw, e) < 0)
			return line_error(in, e);
	}
	return got;
}

int
stream_in_open(struct stream_in *in, const char *path,
    enum stream_order order, size_t memory, struct err *e)
{
	bool again;

	memset(in, 0, sizeof(*in));
	in->zio = (struct zio_in)ZIO_IN_INIT;
	in->resealing = order >= STREAM_RESEALED;
	if (in->resealing)
		order = order == STREAM_RESEALED ? STREAM_ANY
						 : STREAM_RESORTED;
	in->order = order;
	in->name = path_standard(path) ? "<stdin>" : path;
	canon_init(&in->canon, in->name);
	buf_init(&in->last_key, KEY_MOST * 2);
	head_init(&in->head, HEAD_UPSERT);
	if (zio_in_open(&in->zio, path, e) < 0 || read_heads(in, e) < 0)
		return -1;
	in->sorted = in->said_sorted;
	/* stdin, even a file, stands where reading has moved it */
	again = in->zio.file.regular && !path_standard(path);
	if (!in->head_count || (order != STREAM_ANY &&
	    (!in->sorted || !again || order == STREAM_RESORTED)))
		return sort_all(in, memory, e);
	return 0;
}

/* A head behind records: `cat a b`. */
static int
further_head(struct stream_in *in, struct stream_line *line, struct err *e)
{
	in->sorted = false;
	if (in->order == STREAM_ANY) {
		*line = (struct stream_line){.text = SLICE(""),
		    .head = &in->further};
		return 1;
	}
	in->wants_resort = true;
	return err_set(e, ERR_INPUT, "%s:%lu: a further stream behind the "
	    "first is out of order", in->name, in->zio.line);
}

int
stream_in_next(struct stream_in *in, struct stream_line *line, struct err *e)
{
	uint64_t heads = in->head_count;
	int got;

	if (in->done)
		return 0;
	if (in->sort) {
		got = next_sorted(in, line, e);
		in->done = got == 0;
		return got;
	}
	while ((got = read_line(in, line, e)) > 0) {
		/* a problem is told at the end, whatever comes before it */
		if (in->head_count != heads && !in->problem.kind)
			return further_head(in, line, e);
		if (got == 2)
			continue;
		if (in->sorted && !in->problem.kind)
			check_order(in, line);
		if (!in->problem.kind)
			return 1;
	}
	if (got < 0 || verify(in, e) < 0)
		return -1;
	in->done = true;
	return 0;
}

void
stream_in_close(struct stream_in *in)
{
	sort_free(in->sort);
	zio_in_close(&in->zio);
	canon_release(&in->canon);
	buf_release(&in->last_key);
	arena_release(&in->texts);
	shards_release(&in->shards);
	in->sort = NULL;
}
