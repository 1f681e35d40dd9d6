/*
 * guess_json.c - one walk through the document, in which each list of objects
 * is a table of what its elements hold.
 */
#include "extract/guess_json.h"

#include "extract/guess_bytes.h"
#include "extract/guess_paths.h"
#include "extract/guess_words.h"
#include "extract/guess_yaml.h"
#include "format/json.h"
#include "io/zio.h"

#define PATH_MOST ((size_t)64 * 1024)
#define JSON_MOST ((size_t)1024 * 1024 * 1024)
#define ROWS_LOOKED_AT 2000
#define LISTS_MOST 200
/* Objects within a row, whose texts are columns of it. */
#define DEPTH_MOST 4

/* A list of objects; the first is the document, which is none. */
struct list {
	struct slice path;  /* from the root; elements are not named */
	struct slice inner; /* the same from the outer list's element */
	struct list *outer; /* in whose elements it stands; NULL: none */
	uint64_t objects;
	struct guess_paths columns;
};

struct walk {
	struct json j;
	struct list *lists[LISTS_MOST];
	size_t count;
	struct arena texts;
};

/* What is entered: of which list, which element, where in it. */
struct place {
	struct list *list;
	uint64_t row;
	struct buf path;
	unsigned depth;
};

static void
walk_release(struct walk *w)
{
	size_t i;

	for (i = 0; i < w->count; i++) {
		guess_paths_release(&w->lists[i]->columns);
		mem_free(w->lists[i]);
	}
	arena_release(&w->texts);
}

/* The list at the place; NULL: there are too many. */
static struct list *
list_at(struct walk *w, const struct place *p)
{
	struct slice inner = buf_slice(&p->path), path;
	struct list *l = p->list;
	struct buf b = BUF_INIT(PATH_MOST);
	size_t i;

	/* children of children are children */
	if (l && l->outer && slice_equal(l->inner, inner))
		return l;
	if (l)
		buf_add_slice(&b, l->path);
	buf_add_slice(&b, inner);
	path = slice_copy(buf_slice(&b), &w->texts);
	buf_release(&b);
	for (i = 0; i < w->count; i++)
		if (w->lists[i]->outer == l && slice_equal(w->lists[i]->path,
		    path))
			return w->lists[i];
	if (w->count == LISTS_MOST)
		return NULL;
	l = mem_zero(sizeof(*l));
	*l = (struct list){.path = path, .inner = slice_copy(inner,
	    &w->texts), .outer = p->list, .columns = GUESS_PATHS_INIT};
	w->lists[w->count++] = l;
	return l;
}

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

static int walk_value(struct walk *w, struct place *p, struct err *e);

static int
walk_object(struct walk *w, struct place *p, struct err *e)
{
	size_t len = p->path.len;
	struct slice name;
	int got;

	while ((got = json_member(&w->j, &name, e)) > 0) {
		add_token(&p->path, name);
		p->depth++;
		if (walk_value(w, p, e) < 0)
			return -1;
		p->depth--;
		p->path.len = len;
	}
	return got;
}

static int
walk_array(struct walk *w, const struct place *p, struct err *e)
{
	struct list *l = list_at(w, p);
	struct json_value v;
	struct place in;
	int got;

	while ((got = json_element(&w->j, e)) > 0) {
		if (json_value(&w->j, &v, e) < 0)
			return -1;
		if (!l || v.kind != JSON_OBJECT) {
			if (json_skip_rest(&w->j, &v, e) < 0)
				return -1;
			continue;
		}
		in = (struct place){l, ++l->objects, BUF_INIT(PATH_MOST), 0};
		got = walk_object(w, &in, e);
		buf_release(&in.path);
		if (got < 0)
			return -1;
	}
	return got;
}

static int
walk_value(struct walk *w, struct place *p, struct err *e)
{
	struct json_value v;

	if (json_value(&w->j, &v, e) < 0)
		return -1;
	if (v.kind == JSON_OBJECT)
		return p->list && p->list->outer && p->depth > DEPTH_MOST
		    ? json_skip_rest(&w->j, &v, e) : walk_object(w, p, e);
	if (v.kind == JSON_ARRAY)
		return walk_array(w, p, e);
	if (p->list && p->row <= ROWS_LOOKED_AT)
		guess_paths_put(&p->list->columns, buf_slice(&p->path),
		    p->row);
	return 0;
}

/* --- which list --- */

/* In an element of another list, not only in the document. */
static bool
nested(const struct list *l)
{
	return l->outer && l->outer->outer;
}

static const struct list *
largest(const struct walk *w)
{
	const struct list *best = NULL;
	size_t i;

	for (i = 1; i < w->count; i++)
		if (w->lists[i]->objects && !nested(w->lists[i]) &&
		    (!best || w->lists[i]->objects > best->objects))
			best = w->lists[i];
	return best;
}

/* True if the rows say how many, as lines of a BOM do. */
static bool
has_quantity(const struct list *l)
{
	struct guess_word w;
	size_t i;

	for (i = 0; i < l->columns.names.count; i++)
		if (guess_word_find(&w, l->columns.names.entries[i].key) &&
		    (w.role == GUESS_QUANTITY || w.role == GUESS_REFDES))
			return true;
	return false;
}

/* Most of what its elements hold, those around it hold as well. */
static bool
alike(const struct list *l)
{
	size_t i, same = 0;

	for (i = 0; i < l->columns.names.count; i++)
		same += map_find(&l->outer->columns.names,
		    l->columns.names.entries[i].key) != NULL;
	return same && same * 2 >= l->columns.names.count &&
	    (has_quantity(l) || !has_quantity(l->outer));
}

/* --- what the object around the rows is known by --- */

/* The member of the object around the list, or "". */
static struct slice
member_around(const struct list *l, struct slice path)
{
	const char *slash = memrchr(l->inner.at, '/', l->inner.len);
	size_t len = slash ? (size_t)(slash - l->inner.at) + 1 : 0;
	struct slice name;

	if (!len || path.len <= len || memcmp(path.at, l->inner.at, len) != 0)
		return SLICE("");
	name = slice_from(path.at + len, path.len - len);
	return memchr(name.at, '/', name.len) ? SLICE("") : name;
}

/* How well the member names a part. */
static int
names_part(struct slice member)
{
	struct guess_word w;

	if (!guess_word_find(&w, member))
		return 0;
	if (w.role == GUESS_ITEM)
		return slice_is(member, "id") || slice_is(member, "Id") ? 1
		    : w.whole ? 4 : 3;
	return w.role == GUESS_NAME && w.whole ? 2 : 0;
}

static void
add_parent(struct buf *b, const char *as, struct slice member)
{
	struct buf path = BUF_INIT(PATH_MOST);

	buf_add_text(&path, "../../");
	buf_add_slice(&path, member);
	buf_printf(b, "      %s: ", as);
	guess_yaml_text(b, buf_slice(&path));
	buf_add_byte(b, '\n');
	buf_release(&path);
}

static void
add_parents(struct buf *b, const struct list *l)
{
	const struct map *around = &l->outer->columns.names;
	struct slice best = SLICE(""), revision = SLICE(""), member;
	struct guess_word w;
	int score = 0;
	size_t i;

	if (!has_quantity(l))
		return;
	for (i = 0; i < around->count; i++) {
		member = member_around(l, around->entries[i].key);
		if (!member.len)
			continue;
		if (names_part(member) > score) {
			best = member;
			score = names_part(member);
		}
		if (guess_word_find(&w, member) && w.whole &&
		    w.role == GUESS_REVISION)
			revision = member;
	}
	if (best.len)
		add_parent(b, "parent_number", best);
	if (best.len && revision.len)
		add_parent(b, "parent_revision", revision);
}

/* --- the source --- */

static void
add_rows(struct buf *b, const struct list *l)
{
	const char *slash;

	if (!nested(l)) {
		buf_add_slice(b, l->path);
		return;
	}
	slash = memrchr(l->inner.at, '/', l->inner.len);
	add_rows(b, l->outer);
	buf_add_byte(b, '/');
	buf_add(b, slash, (size_t)(l->inner.at + l->inner.len - slash));
}

/* Lists in the rows that are no rows themselves. */
static void
add_more(struct buf *b, const struct walk *w, const struct list *l)
{
	struct buf words = BUF_INIT(PATH_MOST);
	size_t i;

	for (i = 1; i < w->count; i++) {
		const struct list *in = w->lists[i];

		if (in->outer != l || !in->objects || alike(in))
			continue;
		buf_clear(&words);
		buf_add_text(&words, "more below, a source of its own "
		    "(columns of the row around it: ../../NAME), rows: ");
		add_rows(&words, in);
		guess_yaml_comment(b, 6, buf_slice(&words));
	}
	buf_release(&words);
}

static int
add_source(struct buf *b, const struct walk *w, const struct list *l,
    const char *path, struct err *e)
{
	struct buf rows = BUF_INIT(PATH_MOST);

	add_rows(&rows, l);
	buf_add_text(b, "    format: json\n    rows: ");
	guess_yaml_text(b, buf_slice(&rows));
	buf_add_byte(b, '\n');
	buf_release(&rows);
	if (guess_paths_write(b, &l->columns, path, e) < 0)
		return -1;
	add_parents(b, l);
	add_more(b, w, l);
	return 0;
}

/* Reads one document as the element of a list that stands around it. */
static int
walk_document(struct walk *w, struct slice text, const char *path,
    struct list *whole, struct err *e)
{
	struct place p = {whole, 1, BUF_INIT(PATH_MOST), 0};
	int rc;

	json_init(&w->j, text, path, 1, &w->texts);
	rc = walk_value(w, &p, e);
	buf_release(&p.path);
	return rc;
}

static struct list *
add_whole(struct walk *w)
{
	struct list *l = mem_zero(sizeof(*l));

	*l = (struct list){.columns = GUESS_PATHS_INIT};
	w->lists[w->count++] = l;
	return l;
}

int
guess_json(struct buf *reading, struct buf *inner, const char *path,
    struct err *e)
{
	struct buf text = BUF_INIT(JSON_MOST + 65536);
	struct walk w = {.texts = ARENA_INIT};
	const struct list *best = NULL;
	bool whole;
	size_t i;
	int rc = guess_bytes_load(&text, path, JSON_MOST, &whole, e);

	if (rc == 0)
		rc = walk_document(&w, buf_slice(&text), path, add_whole(&w),
		    e);
	if (rc == 0 && !(best = largest(&w)))
		rc = err_set(e, ERR_INPUT, "%s: there is no list of objects "
		    "in it", path);
	if (rc == 0)
		rc = add_source(reading, &w, best, path, e);
	for (i = 1; i < w.count && rc == 0 && !inner->len; i++)
		if (w.lists[i]->outer == best && w.lists[i]->objects &&
		    alike(w.lists[i]))
			rc = add_source(inner, &w, w.lists[i], path, e);
	walk_release(&w);
	buf_release(&text);
	return rc;
}

int
guess_json_lines(struct buf *reading, const char *path, struct err *e)
{
	struct walk w = {.texts = ARENA_INIT};
	struct list *whole = add_whole(&w);
	struct zio_in in;
	struct slice line;
	int got = zio_in_open(&in, path, e);

	while (got == 0 && whole->objects < ROWS_LOOKED_AT &&
	    (got = zio_in_line(&in, &line, e)) > 0) {
		struct place p = {whole, whole->objects + 1,
		    BUF_INIT(PATH_MOST), 0};

		got = 0;
		if (!slice_trim(line).len)
			continue;
		whole->objects++;
		json_init(&w.j, line, path, in.line, &w.texts);
		got = walk_value(&w, &p, e);
		buf_release(&p.path);
	}
	zio_in_close(&in);
	if (got >= 0) {
		buf_add_text(reading, "    format: jsonl\n");
		got = guess_paths_write(reading, &whole->columns, path, e);
	}
	walk_release(&w);
	return got < 0 ? -1 : 0;
}
