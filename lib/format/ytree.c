/*
 * ytree.c - libyaml's events made into a tree.
 *
 * Events instead of libyaml's own documents: those resolve aliases and lose
 * the place of keys.  The stack of open containers is an array, so that deep
 * nesting is refused by a number and not by the C stack.
 */
#include "format/ytree.h"

#include <yaml.h>

#include "base/map.h"
#include "io/file.h"

/* The words for both places of a node. */
static int
error_text(const struct ydoc_node *n, bool key, struct err *e, const char *text)
{
	return err_set(e, ERR_USAGE, "%s:%lu:%lu: %s", n->doc->name,
	    key ? n->key_line : n->line, key ? n->key_column : n->column, text);
}

int
ydoc_error(const struct ydoc_node *n, struct err *e, const char *fmt, ...)
{
	char text[ERR_TEXT_MOST];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return error_text(n, false, e, text);
}

int
ydoc_error_key(const struct ydoc_node *n, struct err *e, const char *fmt, ...)
{
	char text[ERR_TEXT_MOST];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return error_text(n, true, e, text);
}

bool
ydoc_null(const struct ydoc_node *n)
{
	return n->kind == YDOC_SCALAR && n->plain &&
	       (!n->text.len || slice_is(n->text, "~") ||
		   slice_is(n->text, "null"));
}

struct builder {
	struct ydoc *doc;
	yaml_parser_t parser;
	struct ydoc_node *open[YDOC_DEPTH_MOST];  /* containers */
	struct ydoc_node **link[YDOC_DEPTH_MOST]; /* where a child is hung */
	unsigned depth;
	struct ydoc_node key; /* read, its value is to come */
	bool have_key;
	struct map seen; /* keys of a map, to find doubled ones */
};

static int
error_at(const struct ydoc *d, const yaml_mark_t *mark, struct err *e,
    const char *what)
{
	return err_set(e, ERR_USAGE, "%s:%lu:%lu: %s", d->name,
	    (unsigned long)mark->line + 1, (unsigned long)mark->column + 1,
	    what);
}

/* Line and column of a byte. */
static yaml_mark_t
mark_of(struct slice text, size_t offset)
{
	yaml_mark_t mark = {offset, 0, 0};
	size_t i;

	for (i = 0; i < offset && i < text.len; i++) {
		if (text.at[i] == '\n') {
			mark.line++;
			mark.column = 0;
		} else if ((text.at[i] & 0xc0) != 0x80) {
			mark.column++;
		}
	}
	return mark;
}

static int
parser_error(struct builder *b, struct slice text, struct err *e)
{
	const yaml_parser_t *p = &b->parser;
	yaml_mark_t mark = p->problem_mark;
	char what[256];

	if (p->error == YAML_MEMORY_ERROR)
		return err_set(e, ERR_AGAIN, "%s: out of memory", b->doc->name);
	/* The reader counts bytes; a mark comes only from later stages. */
	if (p->error == YAML_READER_ERROR)
		mark = mark_of(text, p->problem_offset);
	snprintf(what, sizeof(what), "%s%s%s",
	    p->problem ? p->problem : "not YAML", p->context ? " " : "",
	    p->context ? p->context : "");
	return error_at(b->doc, &mark, e, what);
}

/* --- building --- */

static struct ydoc_node *
node_new(struct builder *b, enum ydoc_kind kind, const yaml_event_t *event)
{
	struct ydoc_node *n = arena_alloc(&b->doc->arena, sizeof(*n));

	*n = (struct ydoc_node){.doc = b->doc, .kind = kind};
	n->line = (unsigned long)event->start_mark.line + 1;
	n->column = (unsigned long)event->start_mark.column + 1;
	n->key_line = n->line;
	n->key_column = n->column;
	return n;
}

/* Hangs a node into the open container, or makes it the root. */
static void
node_add(struct builder *b, struct ydoc_node *n)
{
	struct ydoc_node *parent;

	if (!b->depth) {
		b->doc->root = n;
		return;
	}
	parent = b->open[b->depth - 1];
	if (parent->kind == YDOC_MAP) {
		n->key = b->key.text;
		n->key_line = b->key.line;
		n->key_column = b->key.column;
		b->have_key = false;
	}
	*b->link[b->depth - 1] = n;
	b->link[b->depth - 1] = &n->next;
	parent->count++;
}

/* The next node is a key and not a value. */
static bool
wants_key(const struct builder *b)
{
	return b->depth && b->open[b->depth - 1]->kind == YDOC_MAP &&
	       !b->have_key;
}

static int
scalar_add(struct builder *b, const yaml_event_t *event, struct err *e)
{
	size_t len = event->data.scalar.length;
	/* libyaml's bytes are unsigned. */
	const char *at = (const char *)event->data.scalar.value;
	struct ydoc_node *n = node_new(b, YDOC_SCALAR, event);

	if (len && memchr(at, '\0', len))
		return ydoc_error(n, e, "U+0000 is not allowed");
	n->text = slice_copy(slice_from(at, len), &b->doc->arena);
	n->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (!wants_key(b)) {
		node_add(b, n);
		return 0;
	}
	if (n->plain && slice_is(n->text, "<<"))
		return ydoc_error(n, e, "merge keys are not supported");
	if (ydoc_null(n))
		return ydoc_error(n, e, "key is empty");
	b->key = *n;
	b->have_key = true;
	return 0;
}

static int
container_open(struct builder *b, enum ydoc_kind kind,
    const yaml_event_t *event, struct err *e)
{
	struct ydoc_node *n = node_new(b, kind, event);

	if (wants_key(b))
		return ydoc_error(n, e, "key must be a text");
	if (b->depth == YDOC_DEPTH_MOST)
		return ydoc_error(
		    n, e, "nested deeper than %d", YDOC_DEPTH_MOST);
	node_add(b, n);
	b->open[b->depth] = n;
	b->link[b->depth] = &n->first;
	b->depth++;
	return 0;
}

static int
container_close(struct builder *b, struct err *e)
{
	const struct ydoc_node *map = b->open[--b->depth], *n;
	bool added = true;

	if (map->kind == YDOC_LIST)
		return 0;
	for (n = map->first; n; n = n->next) {
		map_put(&b->seen, n->key, &added);
		if (!added)
			break;
	}
	map_release(&b->seen);
	if (!n)
		return 0;
	return ydoc_error_key(
	    n, e, "key \"%.*s\" stands here twice", SLICE_ARGS(n->key));
}

/* What an anchor or a tag says is in three kinds of event. */
static int
properties_check(struct builder *b, const yaml_event_t *event, struct err *e)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	}
	if (anchor)
		return error_at(b->doc, &event->start_mark, e,
		    "anchors and aliases are not supported");
	if (tag)
		return error_at(
		    b->doc, &event->start_mark, e, "tags are not supported");
	return 0;
}

static int
event_take(struct builder *b, const yaml_event_t *event, struct err *e)
{
	if (properties_check(b, event, e) < 0)
		return -1;
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (b->doc->root)
			return error_at(b->doc, &event->start_mark, e,
			    "a second document in one file");
		return 0;
	case YAML_ALIAS_EVENT:
		return error_at(b->doc, &event->start_mark, e,
		    "anchors and aliases are not supported");
	case YAML_SCALAR_EVENT:
		return scalar_add(b, event, e);
	case YAML_SEQUENCE_START_EVENT:
		return container_open(b, YDOC_LIST, event, e);
	case YAML_MAPPING_START_EVENT:
		return container_open(b, YDOC_MAP, event, e);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return container_close(b, e);
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return 0;
	}
	return 0;
}

static int
build(struct builder *b, struct slice text, struct err *e)
{
	yaml_event_t event;
	bool end = false;
	int rc = 0;

	while (!end && rc == 0) {
		if (!yaml_parser_parse(&b->parser, &event))
			return parser_error(b, text, e);
		end = event.type == YAML_STREAM_END_EVENT;
		rc = event_take(b, &event, e);
		yaml_event_delete(&event);
	}
	return rc;
}

/* What libyaml would not refuse, or not with a place. */
static int
text_check(const struct ydoc *d, struct slice text, struct err *e)
{
	yaml_mark_t mark;
	size_t good = slice_utf8_length(text);

	if (text.len > YDOC_SIZE_MOST)
		return err_set(e, ERR_USAGE, "%s: is over %zu MiB", d->name,
		    YDOC_SIZE_MOST >> 20);
	if (good == text.len)
		return 0;
	mark = mark_of(text, good);
	return error_at(d, &mark, e, "not valid UTF-8");
}

int
ydoc_parse(struct ydoc *d, const char *name, struct slice text, struct err *e)
{
	struct builder b = {.doc = d, .seen = MAP_INIT};
	int rc;

	*d = (struct ydoc){mem_text(name), NULL, ARENA_INIT};
	/* libyaml would count the byte order mark as a column. */
	if (slice_begins(text, SLICE("\xef\xbb\xbf")))
		text = slice_from(text.at + 3, text.len - 3);
	if (text_check(d, text, e) < 0)
		return -1;
	if (!yaml_parser_initialize(&b.parser))
		return err_set(e, ERR_AGAIN, "%s: out of memory", name);
	yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
	/* libyaml's bytes are unsigned. */
	yaml_parser_set_input_string(&b.parser,
	    (const unsigned char *)(text.len ? text.at : ""), text.len);
	rc = build(&b, text, e);
	yaml_parser_delete(&b.parser);
	if (rc == 0 && !d->root)
		return err_set(e, ERR_USAGE, "%s: is empty", name);
	return rc;
}

int
ydoc_load(struct ydoc *d, const char *path, struct err *e)
{
	struct buf text = BUF_INIT(YDOC_SIZE_MOST);
	bool in = !path || strcmp(path, "-") == 0;
	int rc = -1;

	*d = (struct ydoc){NULL, NULL, ARENA_INIT};
	if (file_load(&text, path, YDOC_SIZE_MOST, e) < 0) {
		/* To file.c it is data, here it is the user's profile. */
		if (e->kind == ERR_INPUT)
			e->kind = ERR_USAGE;
		goto out;
	}
	rc = ydoc_parse(d, in ? "<stdin>" : path, buf_slice(&text), e);
out:
	buf_release(&text);
	return rc;
}

void
ydoc_release(struct ydoc *d)
{
	mem_free(d->name);
	arena_release(&d->arena);
	*d = (struct ydoc){NULL, NULL, ARENA_INIT};
}

const char *
ytree_library_version(void)
{
	return yaml_get_version_string();
}
