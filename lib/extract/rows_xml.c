/*
 * rows_xml.c - a tree for each outermost row, and its rows one by one.
 *
 * Rows may stand in rows, and the outer one must come first although its
 * element ends last: so the tree is grown to the end of the outermost, and
 * then walked.  What a row needs of the elements around it is noted when it
 * starts, while these are open.
 */
#include "extract/rows_xml.h"

#include "extract/rows_plain.h"
#include "extract/xmlabove.h"

/* What is noted of a row at its start, for each column. */
struct around {
	uint64_t number;   /* of the element that the column looks from */
	struct slice text; /* if its start tag is all that is asked */
	const char *wrong;
};

struct state {
	struct xmlwalk walk;
	struct xmlabove above;
	struct xmltree_want want; /* of a row */
	struct xmltree tree;
	unsigned depth;          /* of its root */
	struct arena nodes;      /* of the tree */
	struct arena wants;
	struct xmltree_node *at; /* the next that may be a row */
	struct xmltree_node *element; /* that is the row, or has it */
	struct slice words;      /* those of it that are still to come */
	struct slice word;       /* that is the row at hand */
	struct slice *raw;       /* texts as found, for rejects */
};

static int
rewind_xml(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	s->at = s->tree.root = NULL;
	s->words = SLICE("");
	return xmlwalk_open(&s->walk, &r->source->rows_path, r->path, r->name,
	    e);
}

static int
open_xml(struct rows *r, struct err *e)
{
	const struct source *source = r->source;
	const struct treepath *path = &source->rows_path, *p;
	struct state *s = r->state = mem_zero(sizeof(*s));
	size_t i;

	rows_columns_of_profile(r);
	s->raw = mem_zero((r->column_count + 1) * sizeof(*s->raw));
	xmlwalk_init(&s->walk);
	xmlabove_init(&s->above, source);
	s->want = (struct xmltree_want)XMLTREE_WANT_INIT;
	xmltree_want_tests(&s->want, path->steps[path->count - 1].tests,
	    &s->wants);
	for (i = 0; i < r->column_count; i++) {
		p = &source->columns[i].tree.path;
		if (!p->up && !p->root && !p->above.len)
			xmltree_want(&s->want, p, &s->wants);
	}
	if (xmlabove_read(&s->above, r->path, r->name, e) < 0)
		return -1;
	return rewind_xml(r, e);
}

static void
around_take(struct rows *r, struct around *a, size_t column)
{
	const struct treecolumn *c = &r->source->columns[column].tree;
	struct treefound found = TREEFOUND_INIT;
	struct state *s = r->state;
	const struct xmlwalk_frame *f;

	*a = (struct around){0, {NULL, 0}, NULL};
	if (c->path.root || (!c->path.up && !c->path.above.len))
		return;
	f = c->path.up ? xmlwalk_above(&s->walk, c->path.up)
	    : xmlwalk_named(&s->walk, c->path.above);
	if (!f)
		return;
	a->number = f->number;
	if (xmlabove_has(&c->path))
		return;
	xmltree_find(&c->path, f->start, &found, &s->nodes);
	a->wrong = treecolumn_text(c, &found, r->columns[column], &a->text,
	    &s->nodes);
	if (a->text.at)
		a->text = slice_copy(a->text, &s->nodes);
}

static void
row_start(struct rows *r, const struct xmlin_event *event)
{
	struct state *s = r->state;
	struct xmltree_node *n;
	struct around *around;
	size_t i;

	if (s->tree.root) {
		n = xmltree_take(&s->tree, event, &s->want);
	} else {
		arena_reset(&s->nodes);
		xmltree_begin(&s->tree, &s->want, event, &s->nodes);
		s->depth = event->depth;
		n = s->tree.root;
	}
	n->mark = around = arena_alloc(&s->nodes, (r->column_count + 1) *
	    sizeof(*around));
	for (i = 0; i < r->column_count; i++)
		around_take(r, &around[i], i);
}

/* Grows the next tree: 1, 0 at the end of the file, -1. */
static int
tree_next(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	struct xmlin_event event;
	int got;

	s->tree.root = NULL;
	while ((got = xmlwalk_next(&s->walk, &event, e)) > 0) {
		if (s->walk.row) {
			row_start(r, &event);
		} else if (!s->tree.root) {
			continue;
		} else if (event.kind == XMLIN_END && event.depth ==
		    s->depth) {
			s->at = s->tree.root;
			return 1;
		} else {
			(void)xmltree_take(&s->tree, &event, NULL);
		}
	}
	return got;
}

/* The next word of the attribute whose words are the rows; false: none. */
static bool
word_next(struct state *s)
{
	size_t i = 0;

	s->words = slice_trim(s->words);
	while (i < s->words.len && !strchr(" \t\r\n", s->words.at[i]))
		i++;
	s->word = slice_from(s->words.at, i);
	s->words.at += i;
	s->words.len -= i;
	return i > 0;
}

static void
words_begin(struct state *s, const struct xmltree_node *n, struct slice name)
{
	size_t i;

	s->words = SLICE("");
	for (i = 0; i < n->count; i++)
		if (slice_equal(n->attributes[i].name, name))
			s->words = n->attributes[i].value;
}

static struct xmlabove_text
column_text(struct rows *r, const struct xmltree_node *n, size_t column)
{
	const struct treecolumn *c = &r->source->columns[column].tree;
	const struct around *around = n->mark;
	struct treefound found = TREEFOUND_INIT;
	struct state *s = r->state;
	struct xmlabove_text out;

	if (c->word) {
		treefound_add(&found, s->word, &r->texts);
		out.wrong = treecolumn_text(c, &found, r->columns[column],
		    &out.text, &r->texts);
		return out;
	}
	if (xmlabove_has(&c->path)) {
		if (!c->path.root && !around[column].number)
			return (struct xmlabove_text){{NULL, 0}, NULL};
		return xmlabove_get(&s->above, around[column].number, column);
	}
	if (c->path.up || c->path.above.len)
		return (struct xmlabove_text){around[column].text,
		    around[column].wrong};
	xmltree_find(&c->path, n, &found, &r->texts);
	out.wrong = treecolumn_text(c, &found, r->columns[column], &out.text,
	    &r->texts);
	return out;
}

/* The next element that is a row, or whose attribute has rows. */
static int
element_next(struct rows *r, struct xmltree_node **n, struct err *e)
{
	const struct treepath *path = &r->source->rows_path;
	const struct treepath_test *tests =
	    path->steps[path->count - 1].tests;
	struct state *s = r->state;
	int got;

	do {
		if (!s->at && (got = tree_next(r, e)) <= 0)
			return got;
		*n = s->at;
		s->at = xmltree_next(*n);
	} while (!(*n)->mark || !xmltree_meets(tests, *n));
	return 1;
}

static int
next_xml(struct rows *r, struct row *row, struct err *e)
{
	const struct treepath *path = &r->source->rows_path;
	struct state *s = r->state;
	struct xmlabove_text t;
	size_t i;
	int got;

	while (!path->words.len || !word_next(s)) {
		got = element_next(r, &s->element, e);
		if (got <= 0)
			return got;
		if (!path->words.len)
			break;
		words_begin(s, s->element, path->words);
	}
	row->line = s->element->line;
	for (i = 0; i < r->column_count; i++) {
		t = column_text(r, s->element, i);
		s->raw[i] = t.text;
		rows_put(r, i, t.text.at ? t.text : SLICE(""));
		if (t.wrong && !row->wrong)
			row->wrong = t.wrong;
	}
	return 1;
}

static void
close_xml(struct rows *r)
{
	struct state *s = r->state;

	if (!s)
		return;
	xmlwalk_release(&s->walk);
	xmlabove_release(&s->above);
	arena_release(&s->nodes);
	arena_release(&s->wants);
	mem_free(s->raw);
	mem_free(s);
}

static void
reject_xml(struct rows *r, struct buf *b, const struct rows_reject *reject)
{
	const struct state *s = r->state;

	rows_plain_reject(r, b, s->raw, reject);
}

const struct rows_format rows_xml_format = {
	open_xml, next_xml, rewind_xml, close_xml,
	rows_plain_head, reject_xml,
};
