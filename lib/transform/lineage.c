/*
 * lineage.c - joins of sorted files by key.
 *
 * A line of a sort is a key prefix, a byte 1 and what belongs to the key, in
 * parts with a byte 2 between them.  Keys hold no such bytes, and in the parts
 * they become question marks.
 */
#include "transform/lineage.h"

#include "base/hash.h"
#include "base/map.h"
#include "format/json_add.h"
#include "model/scan.h"

#define KEY_END '\1'
#define PART_END '\2'
#define TEXT_MOST (ZIO_LINE_MOST * 2)

void
lineage_init(struct lineage *o)
{
	memset(o, 0, sizeof(*o));
	buf_init(&o->line, TEXT_MOST);
}

void
lineage_release(struct lineage *o)
{
	sort_free(o->inputs);
	sort_free(o->traces);
	sort_free(o->asked_out);
	sort_free(o->asked_in);
	buf_release(&o->line);
	memset(o, 0, sizeof(*o));
}

static struct slice
key_of(struct slice line)
{
	struct scan found;

	if (!scan_key(&found, line))
		BUG("a line without a key");
	return slice_from(line.at, found.key_length);
}

static void
add_part(struct buf *b, const char *text)
{
	for (; *text; text++)
		buf_add_byte(b, *text == KEY_END || *text == PART_END ? '?'
		    : *text);
}

static int
put(struct sort **s, struct buf *line, struct err *e)
{
	if (!*s)
		*s = sort_new(SORT_MEMORY_LEAST * 4);
	return sort_put(*s, buf_slice(line), e);
}

static void
start(struct lineage *o, struct slice key)
{
	buf_clear(&o->line);
	buf_add_slice(&o->line, key);
	buf_add_byte(&o->line, KEY_END);
}

int
lineage_note(struct lineage *o, struct slice mapped, struct slice original,
    struct err *e)
{
	start(o, key_of(mapped));
	buf_add_slice(&o->line, original);
	return put(&o->inputs, &o->line, e);
}

int
lineage_trace(struct lineage *o, const struct lineage_trace *t, struct err *e)
{
	start(o, key_of(t->out));
	buf_add_slice(&o->line, key_of(t->in));
	buf_add_byte(&o->line, PART_END);
	add_part(&o->line, t->rule);
	return put(&o->traces, &o->line, e);
}

int
lineage_ask(struct lineage *o, const struct lineage_fate *f, struct err *e)
{
	start(o, key_of(f->line));
	buf_add_byte(&o->line, f->held ? 'h' : 'r');
	add_part(&o->line, f->by);
	buf_add_byte(&o->line, PART_END);
	add_part(&o->line, f->why);
	return put(f->out ? &o->asked_out : &o->asked_in, &o->line, e);
}

/* --- walking a sort --- */

struct walk {
	struct sort *sort; /* NULL: there is nothing */
	struct buf text;   /* the line that stands here */
	struct slice key;
	struct slice rest;
	bool more;
};

static int
step(struct walk *w, struct err *e)
{
	struct slice line;
	int got = w->sort ? sort_next(w->sort, &line, e) : 0;

	w->more = got > 0;
	if (got <= 0)
		return got;
	buf_clear(&w->text);
	buf_add_slice(&w->text, line);
	w->rest = buf_slice(&w->text);
	w->key = slice_cut(&w->rest, KEY_END);
	return 1;
}

/* A sort of which some lines were walked before is at its start again. */
static int
walk_open(struct walk *w, struct sort *s, bool again, struct err *e)
{
	*w = (struct walk){.sort = s, .text = BUF_INIT(TEXT_MOST)};
	if (s && !again && sort_finish(s, e) < 0)
		return -1;
	return step(w, e) < 0 ? -1 : 0;
}

/* Goes on to the first line whose key is not smaller: 1 if it is equal. */
static int
reach(struct walk *w, struct slice key, struct err *e)
{
	while (w->more && slice_compare(w->key, key) < 0)
		if (step(w, e) < 0)
			return -1;
	return w->more && slice_equal(w->key, key);
}

/* --- from keys that came out to keys that went in --- */

static int
ask_in(struct lineage *o, struct slice key, struct slice fate, struct err *e)
{
	start(o, key);
	buf_add_slice(&o->line, fate);
	return put(&o->asked_in, &o->line, e);
}

/* A line without a trace comes from the one of the same key. */
static int
ask_traced(struct lineage *o, struct walk *asked, struct walk *traces,
    struct err *e)
{
	struct buf fates = BUF_INIT(TEXT_MOST), key = BUF_INIT(TEXT_MOST);
	int got, rc = -1;

	buf_add_slice(&key, asked->key);
	buf_add_slice(&fates, asked->rest);
	/* the first fate of a key stands for all */
	while (asked->more && slice_equal(asked->key, buf_slice(&key)))
		if (step(asked, e) < 0)
			goto out;
	got = reach(traces, buf_slice(&key), e);
	if (got < 0)
		goto out;
	if (!got && ask_in(o, buf_slice(&key), buf_slice(&fates), e) < 0)
		goto out;
	while (traces->more && slice_equal(traces->key, buf_slice(&key))) {
		struct slice rest = traces->rest;

		if (ask_in(o, slice_cut(&rest, PART_END), buf_slice(&fates),
		    e) < 0 || step(traces, e) < 0)
			goto out;
	}
	rc = 0;
out:
	buf_release(&fates);
	buf_release(&key);
	return rc;
}

static int
trace_back(struct lineage *o, struct err *e)
{
	struct walk asked, traces;
	int rc = -1;

	if (!o->asked_out)
		return 0;
	traces = (struct walk){.text = BUF_INIT(0)};
	if (walk_open(&asked, o->asked_out, false, e) < 0 ||
	    walk_open(&traces, o->traces, o->traces_walked, e) < 0)
		goto out;
	while (asked.more)
		if (ask_traced(o, &asked, &traces, e) < 0)
			goto out;
	rc = 0;
out:
	buf_release(&asked.text);
	buf_release(&traces.text);
	return rc;
}

/* --- from mapped keys to the lines that came in --- */

struct answer {
	struct walk asked;
	struct walk inputs;
	struct spool_cursor cursor;
	struct stream_line line; /* the mapped one that stands here */
	int more;
	struct refusals *held;
	struct refusals *rejected;
	struct map given; /* digests of what came in, and held or rejected */
	struct arena arena;
};

/* Of one record several may be made and held: it came in once. */
static bool
given_before(struct answer *a, struct slice line, bool held)
{
	struct hash128 h = hash_128(line.at, line.len);
	bool added;

	h.low ^= held;
	(void)map_put(&a->given, slice_from((const char *)&h, sizeof(h)),
	    &added);
	return !added;
}

static int
give(struct answer *a, struct slice line, struct err *e)
{
	struct slice rest = a->asked.rest;
	struct slice by, why;
	bool held = *rest.at == 'h';

	if (given_before(a, line, held))
		return 0;
	arena_reset(&a->arena);
	rest = slice_from(rest.at + 1, rest.len - 1);
	by = slice_copy(slice_cut(&rest, PART_END), &a->arena);
	why = slice_copy(rest.at ? rest : SLICE(""), &a->arena);
	return held
	    ? refusals_put_exception(a->held, line, by.at, why.at, e)
	    : refusals_put(a->rejected, line, by.at, why.at, e);
}

/* The mapped line is what came in where nothing else is noted. */
static int
give_unchanged(struct answer *a, struct slice key, struct err *e)
{
	while (a->more > 0) {
		struct slice is = slice_from(a->line.text.at,
		    a->line.key_length);
		int order = slice_compare(is, key);

		if (order == 0)
			return give(a, a->line.text, e);
		if (order > 0)
			return 0;
		a->more = spool_cursor_next(&a->cursor, &a->line, e);
	}
	return a->more;
}

static int
answer_key(struct answer *a, struct err *e)
{
	struct buf key = BUF_INIT(TEXT_MOST);
	int got, rc = -1;

	buf_add_slice(&key, a->asked.key);
	got = reach(&a->inputs, buf_slice(&key), e);
	if (got < 0)
		goto out;
	if (!got && give_unchanged(a, buf_slice(&key), e) < 0)
		goto out;
	while (a->inputs.more &&
	    slice_equal(a->inputs.key, buf_slice(&key)))
		if (give(a, a->inputs.rest, e) < 0 ||
		    step(&a->inputs, e) < 0)
			goto out;
	/* one fate for a record, the first in order */
	while (a->asked.more &&
	    slice_equal(a->asked.key, buf_slice(&key)))
		if (step(&a->asked, e) < 0)
			goto out;
	rc = 0;
out:
	buf_release(&key);
	return rc;
}

int
lineage_answer(struct lineage *o, const struct spool *mapped,
    struct refusals *held, struct refusals *rejected, struct err *e)
{
	struct answer a = {.held = held, .rejected = rejected,
	    .inputs = {.text = BUF_INIT(0)}, .given = MAP_INIT,
	    .arena = ARENA_INIT};
	int rc = -1;

	if (trace_back(o, e) < 0)
		return -1;
	if (!o->asked_in)
		return 0;
	spool_cursor_open(&a.cursor, mapped, 0, TYPE_COUNT - 1);
	if (walk_open(&a.asked, o->asked_in, false, e) < 0 ||
	    walk_open(&a.inputs, o->inputs, false, e) < 0)
		goto out;
	a.more = spool_cursor_next(&a.cursor, &a.line, e);
	while (a.more >= 0 && a.asked.more)
		if (answer_key(&a, e) < 0)
			goto out;
	rc = a.more < 0 ? -1 : 0;
out:
	spool_cursor_close(&a.cursor);
	buf_release(&a.asked.text);
	buf_release(&a.inputs.text);
	map_release(&a.given);
	arena_release(&a.arena);
	return rc;
}

/* --- the traces, for people --- */

static void
add_key_text(struct buf *b, struct slice key, struct arena *a)
{
	struct buf text = BUF_INIT(KEY_MOST * 4);
	struct key k;

	if (!key_parse_prefix(&k, key, a))
		BUG("a trace without a key");
	key_add_text(&text, &k);
	json_add_string(b, buf_slice(&text));
	buf_release(&text);
}

/* The lines of one key; rules are told once each, in order of the keys. */
static int
write_trace(struct walk *w, struct buf *b, struct zio_out *out,
    struct err *e)
{
	struct buf key = BUF_INIT(TEXT_MOST), rules = BUF_INIT(TEXT_MOST);
	struct arena a = ARENA_INIT;
	int rc = 0;

	buf_add_slice(&key, w->key);
	buf_clear(b);
	buf_add_text(b, "{\"line\":");
	add_key_text(b, w->key, &a);
	buf_add_text(b, ",\"from\":[");
	while (rc == 0 && w->more && slice_equal(w->key, buf_slice(&key))) {
		struct slice rule = w->rest;
		struct slice from = slice_cut(&rule, PART_END);

		if (b->at[b->len - 1] != '[')
			buf_add_byte(b, ',');
		add_key_text(b, from, &a);
		if (rule.len && !(rules.len && memmem(rules.at, rules.len,
		    rule.at, rule.len))) {
			if (rules.len)
				buf_add_text(&rules, ", ");
			buf_add_slice(&rules, rule);
		}
		rc = step(w, e) < 0 ? -1 : 0;
	}
	buf_add_text(b, "],\"rule\":");
	json_add_string(b, buf_slice(&rules));
	buf_add_text(b, "}\n");
	if (rc == 0)
		rc = zio_out_add(out, b->at, b->len, e);
	arena_release(&a);
	buf_release(&key);
	buf_release(&rules);
	return rc;
}

int
lineage_write_traces(struct lineage *o, struct zio_out *out, struct err *e)
{
	struct buf b = BUF_INIT(SIZE_MAX / 2);
	struct walk w;
	int rc = 0;

	if (!o->traces)
		return 0;
	rc = walk_open(&w, o->traces, o->traces_walked, e);
	while (rc == 0 && w.more)
		rc = write_trace(&w, &b, out, e);
	buf_release(&b);
	buf_release(&w.text);
	/* once more from the start for who asks back */
	o->traces_walked = true;
	return rc == 0 ? sort_rewind(o->traces, e) : -1;
}
