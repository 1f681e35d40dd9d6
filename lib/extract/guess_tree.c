/*
 * guess_tree.c - counting what repeats, then listing what is in it.
 */
#include "extract/guess_tree.h"

#include "base/map.h"
#include "extract/guess_bytes.h"
#include "extract/guess_yaml.h"
#include "format/json.h"
#include "format/xmlin.h"
#include "io/zio.h"

#define PATH_MOST ((size_t)64 * 1024)
#define JSON_MOST ((size_t)1024 * 1024 * 1024)
#define ELEMENTS_MOST 500000
#define COLUMNS_MOST 500
#define ROWS_LOOKED_AT 2000

/* Paths in order of their first appearance, and what is known of each. */
struct paths {
	struct map names;
	struct place {
		uint64_t count;
		bool inner; /* there is something in it */
		bool text;
		bool several; /* in one row */
		uint64_t row; /* the last that had it */
	} *list;
};

static struct place *
place_of(struct paths *p, struct slice path)
{
	bool added;
	uint64_t *at = map_put(&p->names, path, &added);

	if (added) {
		*at = p->names.count - 1;
		p->list = mem_grow(p->list, p->names.count,
		    sizeof(*p->list));
		p->list[*at] = (struct place){0, false, false, false, 0};
	}
	return &p->list[*at];
}

static void
paths_release(struct paths *p)
{
	map_release(&p->names);
	mem_free(p->list);
}

/* A text in a row. */
static void
put_column(struct paths *p, struct slice path, uint64_t row)
{
	struct place *c;

	if (p->names.count >= COLUMNS_MOST || !path.len)
		return;
	c = place_of(p, path);
	c->several |= c->row == row;
	c->row = row;
	c->text = true;
}

/* "fields/part" is called fields_part, "@id" id. */
static void
add_column_name(struct buf *b, struct slice path, struct map *names)
{
	struct buf name = BUF_INIT(PATH_MOST + 32);
	uint64_t *times;
	size_t i;

	for (i = 0; i < path.len; i++)
		if (path.at[i] == '/' && name.len)
			buf_add_byte(&name, '_');
		else if (path.at[i] != '/' && path.at[i] != '@')
			buf_add_byte(&name, path.at[i]);
	times = map_put(names, buf_slice(&name), NULL);
	if ((*times)++)
		buf_printf(&name, "_%" PRIu64, *times);
	guess_yaml_text(b, buf_slice(&name));
	buf_release(&name);
}

static int
write_columns(struct buf *b, const struct paths *p, const char *path,
    struct err *e)
{
	struct map names = MAP_INIT;
	size_t i, count = 0;

	buf_add_text(b, "    columns:\n");
	for (i = 0; i < p->names.count; i++) {
		if (!p->list[i].text || p->list[i].several)
			continue;
		count++;
		buf_add_text(b, "      ");
		add_column_name(b, p->names.entries[i].key, &names);
		buf_add_text(b, ": ");
		guess_yaml_text(b, p->names.entries[i].key);
		buf_add_byte(b, '\n');
	}
	for (i = 0; i < p->names.count; i++)
		if (p->list[i].several)
			guess_yaml_comment(b, 6, slice_of("more below, several "
			    "a row (see Paths in bom-profile):")),
			guess_yaml_comment(b, 6, p->names.entries[i].key);
	map_release(&names);
	return count ? 0 : err_set(e, ERR_INPUT, "%s: nothing in it repeats "
	    "and has texts", path);
}

/* --- JSON --- */

struct json_walk {
	struct json j;
	struct paths *paths;
	struct buf path;
	struct slice wanted; /* the array whose elements are listed, or NULL */
	uint64_t row;
};

/* A member's name as a token of a JSON Pointer. */
static void
add_token(struct buf *b, struct slice name)
{
	size_t i;

	buf_add_byte(b, '/');
	for (i = 0; i < name.len; i++)
		if (name.at[i] == '~')
			buf_add_text(b, "~0");
		else if (name.at[i] == '/')
			buf_add_text(b, "~1");
		else
			buf_add_byte(b, name.at[i]);
}

/* Lists the scalars of an object that was entered, two levels deep. */
static int
list_object(struct json_walk *w, unsigned depth, struct err *e)
{
	size_t len = w->path.len;
	struct json_value v;
	struct slice name;
	int got;

	while ((got = json_member(&w->j, &name, e)) > 0) {
		if (json_value(&w->j, &v, e) < 0)
			return -1;
		add_token(&w->path, name);
		if (v.kind == JSON_OBJECT && depth < 2)
			got = list_object(w, depth + 1, e);
		else
			got = json_skip_rest(&w->j, &v, e);
		if (got == 0 && v.kind != JSON_OBJECT && v.kind != JSON_ARRAY)
			put_column(w->paths, buf_slice(&w->path), w->row);
		w->path.len = len;
		if (got < 0)
			return -1;
	}
	return got;
}

static int count_value(struct json_walk *w, struct err *e);

/* Elements that are objects count for the array. */
static int
count_array(struct json_walk *w, struct err *e)
{
	bool wanted = w->wanted.at && slice_equal(w->wanted,
	    buf_slice(&w->path));
	struct json_value v;
	uint64_t objects = 0;
	struct buf outer;
	int got;

	while ((got = json_element(&w->j, e)) > 0) {
		if (json_value(&w->j, &v, e) < 0)
			return -1;
		if (v.kind == JSON_OBJECT && wanted &&
		    w->row < ROWS_LOOKED_AT) {
			outer = w->path;
			buf_init(&w->path, PATH_MOST);
			w->row++;
			got = list_object(w, 1, e);
			buf_release(&w->path);
			w->path = outer;
		} else {
			got = json_skip_rest(&w->j, &v, e);
		}
		if (got < 0)
			return -1;
		objects += v.kind == JSON_OBJECT;
	}
	if (objects && !w->wanted.at) {
		struct place *p = place_of(w->paths, buf_slice(&w->path));

		p->count += objects;
		p->inner = true;
	}
	return got;
}

static int
count_object(struct json_walk *w, struct err *e)
{
	size_t len = w->path.len;
	struct slice name;
	int got;

	while ((got = json_member(&w->j, &name, e)) > 0) {
		add_token(&w->path, name);
		if (count_value(w, e) < 0)
			return -1;
		w->path.len = len;
	}
	return got;
}

static int
count_value(struct json_walk *w, struct err *e)
{
	struct json_value v;

	if (json_value(&w->j, &v, e) < 0)
		return -1;
	if (v.kind == JSON_OBJECT)
		return count_object(w, e);
	return v.kind == JSON_ARRAY ? count_array(w, e) : 0;
}

static int
walk_json(struct slice text, const char *path, struct paths *paths,
    struct slice wanted, struct err *e)
{
	struct arena texts = ARENA_INIT;
	struct json_walk w = {.paths = paths, .path = BUF_INIT(PATH_MOST),
	    .wanted = wanted};
	int rc;

	json_init(&w.j, text, path, 1, &texts);
	rc = count_value(&w, e);
	buf_release(&w.path);
	arena_release(&texts);
	return rc;
}

/* The path that comes most often, of those that hold something. */
static const struct map_entry *
most_frequent(const struct paths *p)
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
guess_tree_json(struct buf *reading, const char *path, struct err *e)
{
	struct buf text = BUF_INIT(JSON_MOST + 65536);
	struct paths arrays = {MAP_INIT, NULL}, columns = {MAP_INIT, NULL};
	const struct map_entry *best = NULL;
	bool whole;
	int rc = guess_bytes_load(&text, path, JSON_MOST, &whole, e);

	if (rc == 0)
		rc = walk_json(buf_slice(&text), path, &arrays,
		    slice_from(NULL, 0), e);
	if (rc == 0 && !(best = most_frequent(&arrays)))
		rc = err_set(e, ERR_INPUT, "%s: there is no list of objects "
		    "in it", path);
	if (rc == 0)
		rc = walk_json(buf_slice(&text), path, &columns,
		    best->key.at ? best->key : SLICE(""), e);
	if (rc == 0) {
		buf_add_text(reading, "    format: json\n    rows: ");
		guess_yaml_text(reading, best->key);
		buf_add_byte(reading, '\n');
		rc = write_columns(reading, &columns, path, e);
	}
	paths_release(&arrays);
	paths_release(&columns);
	buf_release(&text);
	return rc;
}

int
guess_tree_lines(struct buf *reading, const char *path, struct err *e)
{
	struct paths columns = {MAP_INIT, NULL};
	struct arena texts = ARENA_INIT;
	struct json_walk w = {.paths = &columns,
	    .path = BUF_INIT(PATH_MOST)};
	struct zio_in in;
	struct json_value v;
	struct slice line;
	int got = zio_in_open(&in, path, e);

	while (got == 0 && w.row < ROWS_LOOKED_AT &&
	    (got = zio_in_line(&in, &line, e)) > 0) {
		arena_reset(&texts);
		json_init(&w.j, line, path, in.line, &texts);
		got = slice_trim(line).len ? json_value(&w.j, &v, e) : 0;
		if (got == 0 && slice_trim(line).len &&
		    v.kind == JSON_OBJECT) {
			w.row++;
			got = list_object(&w, 1, e);
		}
	}
	zio_in_close(&in);
	if (got >= 0) {
		buf_add_text(reading, "    format: jsonl\n");
		got = write_columns(reading, &columns, path, e);
	}
	paths_release(&columns);
	buf_release(&w.path);
	arena_release(&texts);
	return got < 0 ? -1 : 0;
}

/* --- XML --- */

struct xml_walk {
	struct paths *paths;
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
		put_column(w->paths, buf_slice(&name), w->row);
	}
	buf_release(&name);
}

static void
take_start(struct xml_walk *w, const struct xmlin_event *event)
{
	struct place *p;

	if (event->depth > 1 && !w->wanted.at)
		place_of(w->paths, buf_slice(&w->path))->inner = true;
	buf_add_byte(&w->path, '/');
	buf_add_slice(&w->path, event->name);
	w->ends[event->depth] = w->path.len;
	w->elements++;
	if (!w->wanted.at) {
		p = place_of(w->paths, buf_slice(&w->path));
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
			put_column(w->paths, within_row(w), w->row);
		return;
	case XMLIN_END:
		break;
	}
	if (w->inside == event->depth)
		w->inside = 0;
	w->path.len = event->depth > 1 ? w->ends[event->depth - 1] : 0;
}

static int
walk_xml(const char *path, struct paths *paths, struct slice wanted,
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

int
guess_tree_xml(struct buf *reading, const char *path, struct err *e)
{
	struct paths elements = {MAP_INIT, NULL}, columns = {MAP_INIT, NULL};
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
		rc = write_columns(reading, &columns, path, e);
	}
	paths_release(&elements);
	paths_release(&columns);
	return rc;
}
