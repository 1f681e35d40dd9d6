/*
 * guess_tree.c - counting what repeats, then listing what is in it.
 */
#include "extract/guess_tree.h"

#include "extract/guess_paths.h"
#include "extract/guess_yaml.h"
#include "format/xmlin.h"

#define PATH_MOST ((size_t)64 * 1024)
#define ELEMENTS_MOST 500000
#define ROWS_LOOKED_AT 2000

struct xml_walk {
	struct guess_paths *paths;
	struct buf path;
	size_t ends[XMLIN_DEPTH_MOST + 1]; /* of `path`, by depth */
	struct slice wanted; /* the element that is listed, or NULL */
	unsigned inside;     /* depth of the wanted one at hand, or 0 */
	uint64_t row, elements;
};

/* What is between the row and the place at hand: "a/b", or empty. */
static struct slice
within_row(const struct xml_walk *w)
{
	size_t from = w->wanted.len + 1;

	return w->path.len > from ? slice_from(w->path.at + from,
	    w->path.len - from) : SLICE("");
}

static void
list_attributes(struct xml_walk *w, const struct xmlin_event *event)
{
	struct buf name = BUF_INIT(PATH_MOST);
	size_t i;

	for (i = 0; i < event->count; i++) {
		buf_clear(&name);
		buf_add_slice(&name, within_row(w));
		buf_add_text(&name, name.len ? "/@" : "@");
		buf_add_slice(&name, event->attributes[i].name);
		guess_paths_put(w->paths, buf_slice(&name), w->row);
	}
	buf_release(&name);
}

static void
take_start(struct xml_walk *w, const struct xmlin_event *event)
{
	struct guess_place *p;

	if (event->depth > 1 && !w->wanted.at)
		guess_paths_place(w->paths, buf_slice(&w->path))->inner = true;
	buf_add_byte(&w->path, '/');
	buf_add_slice(&w->path, event->name);
	w->ends[event->depth] = w->path.len;
	w->elements++;
	if (!w->wanted.at) {
		p = guess_paths_place(w->paths, buf_slice(&w->path));
		p->count++;
		p->inner |= event->count > 0;
		return;
	}
	if (!w->inside && slice_equal(buf_slice(&w->path), w->wanted)) {
		w->inside = event->depth;
		w->row++;
	}
	if (w->inside && event->depth <= w->inside + 2)
		list_attributes(w, event);
}

static void
take_event(struct xml_walk *w, const struct xmlin_event *event)
{
	switch (event->kind) {
	case XMLIN_START:
		take_start(w, event);
		return;
	case XMLIN_TEXT:
		if (w->inside && event->depth > w->inside &&
		    event->depth <= w->inside + 2 &&
		    slice_trim(event->text).len)
			guess_paths_put(w->paths, within_row(w), w->row);
		return;
	case XMLIN_END:
		break;
	}
	if (w->inside == event->depth)
		w->inside = 0;
	w->path.len = event->depth > 1 ? w->ends[event->depth - 1] : 0;
}

static int
walk_xml(const char *path, struct guess_paths *paths, struct slice wanted,
    struct err *e)
{
	struct xml_walk w = {.paths = paths, .path = BUF_INIT(PATH_MOST),
	    .wanted = wanted};
	struct xmlin_event event;
	struct xmlin *in;
	int got = xmlin_open(&in, path, e);

	while (got == 0 && w.elements < ELEMENTS_MOST &&
	    w.row < ROWS_LOOKED_AT && (got = xmlin_next(in, &event, e)) > 0) {
		take_event(&w, &event);
		got = 0;
		if (event.kind == XMLIN_END && event.depth == 1)
			break;
	}
	xmlin_close(in);
	buf_release(&w.path);
	return got < 0 ? -1 : 0;
}

/* The path that comes most often, of those that hold something. */
static const struct map_entry *
most_frequent(const struct guess_paths *p)
{
	const struct map_entry *best = NULL;
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < p->names.count; i++) {
		if (!p->list[i].inner || p->list[i].count <= count)
			continue;
		count = p->list[i].count;
		best = &p->names.entries[i];
	}
	return best;
}

int
guess_tree_xml(struct buf *reading, const char *path, struct err *e)
{
	struct guess_paths elements = GUESS_PATHS_INIT;
	struct guess_paths columns = GUESS_PATHS_INIT;
	const struct map_entry *best = NULL;
	int rc = walk_xml(path, &elements, slice_from(NULL, 0), e);

	if (rc == 0 && !(best = most_frequent(&elements)))
		rc = err_set(e, ERR_INPUT, "%s: no element in it has anything "
		    "in it", path);
	if (rc == 0)
		rc = walk_xml(path, &columns, best->key, e);
	if (rc == 0) {
		buf_add_text(reading, "    format: xml\n    rows: ");
		guess_yaml_text(reading, best->key);
		buf_add_byte(reading, '\n');
		rc = guess_paths_write(reading, &columns, path, e);
	}
	guess_paths_release(&elements);
	guess_paths_release(&columns);
	return rc;
}
