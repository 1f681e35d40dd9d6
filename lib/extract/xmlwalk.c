/* xmlwalk.c - the path as a set of pending steps, as in jsonwalk.c. */
#include "extract/xmlwalk.h"

void
xmlwalk_init(struct xmlwalk *w)
{
	memset(w, 0, sizeof(*w));
	w->frames = mem_zero((XMLIN_DEPTH_MOST + 1) * sizeof(*w->frames));
}

static void
close_file(struct xmlwalk *w)
{
	xmlin_close(w->in);
	w->in = NULL;
}

void
xmlwalk_release(struct xmlwalk *w)
{
	unsigned i;

	close_file(w);
	for (i = 0; w->frames && i <= XMLIN_DEPTH_MOST; i++)
		arena_release(&w->frames[i].arena);
	mem_free(w->frames);
	memset(w, 0, sizeof(*w));
}

int
xmlwalk_open(struct xmlwalk *w, const struct treepath *path, const char *file,
    const char *name, struct err *e)
{
	close_file(w);
	w->path = path;
	w->depth = 0;
	w->numbers = 0;
	w->ended = w->row = false;
	/* Frame 0 stands for the document. */
	w->frames[0].pending = 1;
	if (xmlin_open(&w->in, file, e) < 0)
		return err_in(e, "%s", name);
	xmlin_call(w->in, name);
	return 0;
}

static bool
last(const struct xmlwalk *w, size_t step)
{
	return step + 1 == w->path->count;
}

static void
enter(struct xmlwalk *w, const struct xmlin_event *start)
{
	const struct xmlwalk_frame *outer = &w->frames[w->depth];
	struct xmlwalk_frame *f = &w->frames[++w->depth];
	const struct treepath_step *s;
	size_t i;

	arena_reset(&f->arena);
	f->number = ++w->numbers;
	f->pending = 0;
	f->start = xmltree_start(start, &f->arena);
	for (i = 0; i < w->path->count; i++) {
		if (!(outer->pending & UINT32_C(1) << i))
			continue;
		s = &w->path->steps[i];
		if (s->deep)
			f->pending |= UINT32_C(1) << i;
		if (!treepath_names(s, start->name) ||
		    (!treepath_tests_deep(s->tests) &&
		    !xmltree_meets(s->tests, f->start)))
			continue;
		if (last(w, i))
			w->row = true;
		else
			f->pending |= UINT32_C(1) << (i + 1);
	}
}

/* A path to another kind of file finds nothing, and should say so. */
static int
root_check(const struct xmlwalk *w, const struct xmlin_event *start,
    struct err *e)
{
	const struct treepath_step *s = &w->path->steps[0];

	if (s->deep || s->kind != TREEPATH_NAME ||
	    slice_equal(s->name, start->name))
		return 0;
	return xmlin_error(w->in, start, e, "the root element is \"%.*s\", "
	    "where \"%.*s\" is expected (rows: %.*s)",
	    SLICE_ARGS(start->name), SLICE_ARGS(s->name),
	    SLICE_ARGS(w->path->text));
}

int
xmlwalk_next(struct xmlwalk *w, struct xmlin_event *event, struct err *e)
{
	int got;

	w->row = false;
	if (w->ended) {
		w->depth--;
		w->ended = false;
	}
	got = xmlin_next(w->in, event, e);
	if (got <= 0)
		return got;
	switch (event->kind) {
	case XMLIN_START:
		if (!w->depth && root_check(w, event, e) < 0)
			return -1;
		enter(w, event);
		break;
	case XMLIN_END:
		w->ended = true;
		break;
	case XMLIN_TEXT:
		break;
	}
	return 1;
}

const struct xmlwalk_frame *
xmlwalk_above(const struct xmlwalk *w, unsigned up)
{
	return up < w->depth ? &w->frames[w->depth - up] : NULL;
}

const struct xmlwalk_frame *
xmlwalk_named(const struct xmlwalk *w, struct slice name)
{
	unsigned i;

	for (i = w->depth; i-- > 1;)
		if (slice_equal(w->frames[i].start->name, name))
			return &w->frames[i];
	return NULL;
}

bool
xmlwalk_may_be_above(const struct xmlwalk *w, const struct xmlwalk_frame *f,
    unsigned up)
{
	size_t i, left, count = w->path->count;
	bool deep = false;

	for (i = count; i-- > 0;) {
		deep |= w->path->steps[i].deep;
		left = count - i;
		if ((f->pending & UINT32_C(1) << i) && (left == up ||
		    (deep && left < up)))
			return true;
	}
	return false;
}
