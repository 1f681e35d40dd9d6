/*
 * diff_law_test.c - the laws of a diff, on 10,000 random pairs of structures.
 *
 * The second structure is the first one after what engineers do to BOMs: they
 * renumber, replace, split, merge and move lines, exchange designators and
 * start new revisions.  For each pair, A and B:
 *
 *	1  A and A do not differ
 *	2  the delta of A and B applied to A gives B
 *	3  reversed and applied to B it gives A
 *	4  reversed twice it is itself, byte for byte
 *	5  A and B in any order of lines give the same delta
 *	6  each line that only A has, and each that only B has, is in exactly
 *	   one change; what the changes say was and is are these lines alone
 *
 * In the end each word must have been said so often that the laws were tried
 * on it.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/sketch_file.h"
#include "diff/sketch_pick.h"

#define PAIRS 10000
#define OFTEN 50
#define LINES_MOST 48

static uint64_t seed = 20261122;

static unsigned
pick(unsigned most)
{
	return sketch_pick(&seed, most);
}

/* --- structures --- */

struct line {
	unsigned parent, revision, plant;
	unsigned find, component, occurrence;
	unsigned quantity, note;
	unsigned refdes;      /* a bit for each of eight */
	unsigned substitutes, own; /* of three; the source's line number */
};

struct structure {
	struct line lines[LINES_MOST];
	size_t count;
	unsigned headers; /* a bit for each parent; shown by its revision */
	bool sequences, own; /* numbers of the lines as occurrences */
};

static struct line
some_line(void)
{
	static unsigned own;

	return (struct line){pick(3), 1, pick(8) ? 0 : 1 + pick(2), pick(6),
	    pick(5), pick(6) == 0, 1 + pick(4), pick(8) == 0,
	    pick(3) ? 0 : pick(256), pick(5) ? 0 : pick(8), ++own};
}

static void
some_structure(struct structure *s)
{
	size_t i;

	memset(s, 0, sizeof(*s));
	s->count = pick(16);
	for (i = 0; i < s->count; i++)
		s->lines[i] = some_line();
	s->headers = pick(8);
	s->sequences = pick(2) == 0;
	s->own = pick(4) == 0;
}

static void
divide(struct structure *s, struct line *l)
{
	struct line *other;

	if (s->count == LINES_MOST || l->quantity < 2)
		return;
	other = &s->lines[s->count++];
	*other = *l;
	other->find = 6 + pick(4);
	other->quantity = 1;
	other->own = some_line().own;
	l->quantity--;
}

static void
unite(struct structure *s, struct line *l)
{
	struct line *last = &s->lines[s->count - 1];

	if (last == l)
		return;
	if (last->component == l->component && last->parent == l->parent)
		l->quantity += last->quantity;
	s->count--;
}

static void
start_revision(struct structure *s, unsigned parent)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (s->lines[i].parent == parent)
			s->lines[i].revision++;
}

/* What is done to a structure, once. */
static void
work_on(struct structure *s)
{
	struct line *l = &s->lines[s->count ? pick((unsigned)s->count) : 0];

	if (!s->count || (pick(8) == 0 && s->count < LINES_MOST))
		*(l = &s->lines[s->count++]) = some_line();
	switch (pick(12)) {
	case 0: l->find = pick(10); break;
	case 1: l->component = pick(5); break;
	case 2: l->quantity = 1 + pick(5); break;
	case 3: l->refdes = pick(256); break;
	case 4: l->refdes ^= 1u << pick(8); break;
	case 5: l->parent = pick(3); break;
	case 6: l->occurrence = pick(2); break;
	case 7: l->substitutes = pick(8); break;
	case 8: divide(s, l); break;
	case 9: unite(s, l); break;
	case 10: start_revision(s, pick(3)); break;
	default: *l = s->lines[--s->count];
	}
	if (pick(10) == 0)
		s->headers = pick(8);
}

static void
put(struct sort *to, struct buf *b)
{
	struct buf line = BUF_INIT(SKETCH_TEXT);
	struct err e = ERR_INIT;

	sketch_record(&line, buf_text(b));
	sketch_must(sort_put(to, buf_slice(&line), &e), &e);
	buf_release(&line);
	buf_clear(b);
}

static void
put_line(struct sort *to, const struct line *l, bool own, struct buf *b)
{
	static const char *const plants[] = {"", "P1", "P1/mfg"};
	unsigned number = own ? l->own : 2, i;
	char occurrence[24] = "";

	if (own || l->occurrence)
		snprintf(occurrence, sizeof(occurrence), "#%u", number);
	buf_printf(b, "A%u/%u/%s %u0 P%u%s %u ", l->parent, l->revision,
	    plants[l->plant], l->find, l->component, occurrence,
	    l->quantity);
	for (i = 0; i < 8; i++)
		if (l->refdes >> i & 1)
			buf_printf(b, "R%u,", i);
	buf_add_text(b, l->refdes ? "" : "-");
	buf_add_text(b, l->note ? " note=n" : "");
	put(to, b);
	for (i = 0; i < 3; i++)
		if (l->substitutes >> i & 1) {
			buf_printf(b, "A%u/%u/%s %u0 P%u%s > S%u status=%u",
			    l->parent, l->revision, plants[l->plant],
			    l->find, l->component, occurrence, i, l->note);
			put(to, b);
		}
}

/* All records of a structure, of one key maybe several, in a sort. */
static struct sort *
records_of(const struct structure *s)
{
	struct sort *to = sort_new(SORT_MEMORY_LEAST);
	struct buf b = BUF_INIT(SKETCH_TEXT);
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < s->count; i++) {
		const struct line *l = &s->lines[i];

		put_line(to, l, s->own, &b);
		if (s->headers >> l->parent & 1) {
			buf_printf(&b, "A%u/%u = lifecycle=released",
			    l->parent, l->revision);
			put(to, &b);
		}
		if (s->sequences) {
			buf_printf(&b, "{\"type\":\"revision\",\"item\":"
			    "\"A%u\",\"revision\":\"%u\",\"sequence\":%u}",
			    l->parent, l->revision, l->revision);
			put(to, &b);
		}
	}
	sketch_must(sort_finish(to, &e), &e);
	buf_release(&b);
	return to;
}

/* Lines of a stream, sorted. */
struct text {
	struct slice *lines;
	size_t count, size;
};

static void
text_add(struct text *t, struct slice line, struct arena *a)
{
	if (t->count == t->size) {
		t->size = mem_next_size(t->size, t->count + 1);
		t->lines = mem_grow(t->lines, t->size, sizeof(*t->lines));
	}
	t->lines[t->count++] = slice_copy(line, a);
}

static void
text_of(struct text *t, const struct structure *s, struct arena *a)
{
	struct sort *from = records_of(s);
	struct slice line, last = {NULL, 0};
	struct err e = ERR_INIT;

	while (sort_next(from, &line, &e) > 0) {
		if (last.at && edits_same_key(line, last))
			continue;
		text_add(t, line, a);
		last = t->lines[t->count - 1];
	}
	sort_free(from);
}

static void
write_text(const char *path, const struct text *t, bool shuffled)
{
	struct stream_out out = STREAM_OUT_INIT;
	struct err e = ERR_INIT;
	struct scan scan;
	struct head h;
	size_t i, from = shuffled && t->count ? pick((unsigned)t->count) : 0;

	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = !shuffled;
	sketch_must(stream_out_open(&out, path, false, &e), &e);
	sketch_must(stream_out_head(&out, &h, &e), &e);
	for (i = 0; i < t->count; i++) {
		/* backwards from somewhere: nothing is where it was */
		struct slice line = t->lines[shuffled ? (from + t->count - i) %
		    t->count : i];

		if (!scan_key(&scan, line))
			fail_msg("a line without a key");
		sketch_must(stream_out_line(&out, line, scan.type, &e), &e);
	}
	sketch_must(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
}

static struct sketch sketch;
static char delta_path[96], back_path[96], forth_path[96], out_path[96];

static void
same_files(unsigned pair, const char *what, const char *a, const char *b)
{
	struct buf x = BUF_INIT(SKETCH_TEXT), y = BUF_INIT(SKETCH_TEXT);
	struct err e = ERR_INIT;

	sketch_must(file_load(&x, a, x.most, &e), &e);
	sketch_must(file_load(&y, b, y.most, &e), &e);
	if (!slice_equal(buf_slice(&x), buf_slice(&y)))
		fail_msg("pair %u: %s:\n%s\nis not\n%s", pair, what,
		    buf_text(&x), buf_text(&y));
	buf_release(&x);
	buf_release(&y);
}

/* The record as it was, from what the change says, without other help. */
static void
undo(struct record *r)
{
	const struct record *was = r->change->was;
	unsigned i;

	for (i = 0; was && i < schema_types[r->type].member_count; i++)
		if (was->values[i].kind == VALUE_NULL)
			r->values[i].kind = VALUE_ABSENT;
		else if (was->values[i].kind != VALUE_ABSENT)
			r->values[i] = was->values[i];
}

static int
compare_slices(const void *a, const void *b)
{
	return slice_compare(*(const struct slice *)a,
	    *(const struct slice *)b);
}

/* The lines that `a` has and `b` has not; both are in order. */
static void
only_in(struct text *out, const struct text *a, const struct text *b,
    struct arena *arena)
{
	size_t i, j = 0;

	for (i = 0; i < a->count; i++) {
		while (j < b->count && slice_compare(b->lines[j],
		    a->lines[i]) < 0)
			j++;
		if (j == b->count || !slice_equal(b->lines[j], a->lines[i]))
			text_add(out, a->lines[i], arena);
	}
}

static void
same_lines(unsigned pair, const char *what, struct text *is,
    const struct text *wanted)
{
	size_t i;

	if (is->count != wanted->count)
		fail_msg("pair %u: %s: %zu lines, not %zu", pair, what,
		    is->count, wanted->count);
	if (is->count)
		qsort(is->lines, is->count, sizeof(*is->lines),
		    compare_slices);
	for (i = 0; i < is->count; i++)
		if (!slice_equal(is->lines[i], wanted->lines[i]))
			fail_msg("pair %u: %s: %.*s", pair, what,
			    SLICE_ARGS(is->lines[i]));
}

/* How often a word was said: tags, matches. */
static struct map said;

static void
note_words(const struct change *c)
{
	size_t i;

	for (i = 0; i < c->tag_count; i++)
		(*map_put(&said, c->tags[i], NULL))++;
	if (c->match.len)
		(*map_put(&said, c->match, NULL))++;
}

static void
add_record(struct text *to, const struct record *r, struct arena *a)
{
	struct buf b = BUF_INIT(SKETCH_TEXT);
	struct record plain = *r;

	plain.change = NULL;
	record_add_line(&b, &plain);
	text_add(to, buf_slice(&b), a);
	buf_release(&b);
}

static void
each_line_is_in_one_change(unsigned pair, const struct text *a,
    const struct text *b, struct arena *arena)
{
	struct text was = {.count = 0}, is = was, gone = was, come = was;
	struct stream_in in;
	struct stream_line line;
	struct record r;
	struct err e = ERR_INIT;

	sketch_must(stream_in_open(&in, delta_path, STREAM_SORTED,
	    SORT_MEMORY_LEAST, &e), &e);
	while (stream_in_next(&in, &line, &e) > 0) {
		sketch_must(recin_parse(&r, line.text, JSON_AT("delta",
		    line.number), arena, &e), &e);
		note_words(r.change);
		if (r.change->op != CHANGE_REMOVE)
			add_record(&is, &r, arena);
		undo(&r);
		if (r.change->op != CHANGE_ADD)
			add_record(&was, &r, arena);
	}
	stream_in_close(&in);
	only_in(&gone, a, b, arena);
	only_in(&come, b, a, arena);
	same_lines(pair, "what was", &was, &gone);
	same_lines(pair, "what is", &is, &come);
	mem_free(was.lines);
	mem_free(is.lines);
	mem_free(gone.lines);
	mem_free(come.lines);
}

/* --- all of them --- */

static void
hold_the_laws(unsigned pair, const struct structure *a,
    const struct structure *b)
{
	struct text x = {.count = 0}, y = x;
	struct arena arena = ARENA_INIT;

	text_of(&x, a, &arena);
	text_of(&y, b, &arena);
	write_text(sketch.paths[0], &x, false);
	write_text(sketch.paths[1], &x, false);
	sketch_diff(&sketch, NULL);
	if (sketch.delta.len)
		fail_msg("pair %u: A is not A: %s", pair,
		    buf_text(&sketch.delta));
	write_text(sketch.paths[1], &y, false);
	sketch_delta(&sketch, delta_path);
	sketch_applied(sketch.paths[0], delta_path, out_path);
	same_files(pair, "A with the delta", out_path, sketch.paths[1]);
	sketch_reversed(delta_path, back_path);
	sketch_applied(sketch.paths[1], back_path, out_path);
	same_files(pair, "B and back", out_path, sketch.paths[0]);
	sketch_reversed(back_path, forth_path);
	same_files(pair, "reversed twice", forth_path, delta_path);
	each_line_is_in_one_change(pair, &x, &y, &arena);
	write_text(sketch.paths[0], &x, true);
	write_text(sketch.paths[1], &y, true);
	sketch_delta(&sketch, forth_path);
	same_files(pair, "of shuffled streams", forth_path, delta_path);
	mem_free(x.lines);
	mem_free(y.lines);
	arena_release(&arena);
}

static void
the_laws_hold_on_random_structures(void **state)
{
	static const char *const words[] = {"add", "remove", "quantity",
	    "refdes+", "refdes-", "find_number", "header", "attr:note",
	    "replace", "split", "merge", "move", "refdes-moved",
	    "refdes-reused", "refdes-count", "substitute", "key", "refdes",
	    "component", "place", "designators", "designator", "line",
	    "revision", "occurrence"};
	struct structure a, b;
	unsigned i, work;
	uint64_t *times;

	(void)state;
	for (i = 0; i < PAIRS; i++) {
		some_structure(&a);
		b = a;
		for (work = pick(10); work > 0; work--)
			work_on(&b);
		hold_the_laws(i, &a, &b);
	}
	for (i = 0; i < COUNT_OF(words); i++) {
		times = map_find(&said, slice_of(words[i]));
		if (!times || *times < OFTEN)
			fail_msg("\"%s\" was said %lu times", words[i],
			    times ? (unsigned long)*times : 0);
	}
}

static int
open_folder(void **state)
{
	(void)state;
	sketch_open(&sketch);
	snprintf(delta_path, 96, "%s/delta", sketch.folder);
	snprintf(back_path, 96, "%s/back", sketch.folder);
	snprintf(forth_path, 96, "%s/forth", sketch.folder);
	snprintf(out_path, 96, "%s/out", sketch.folder);
	return 0;
}

static int
close_folder(void **state)
{
	(void)state;
	unlink(delta_path);
	unlink(back_path);
	unlink(forth_path);
	unlink(out_path);
	map_release(&said);
	sketch_close(&sketch);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_laws_hold_on_random_structures),
	};

	return cmocka_run_group_tests(tests, open_folder, close_folder);
}
