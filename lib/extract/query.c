/*
 * query.c - a query found, loaded, and pointed into.
 *
 * The place of a byte within a query of the profile is not told: YAML may
 * have folded its lines.
 */
#include "extract/query.h"

#include "io/path.h"
#include "io/zio.h"

/* The name of the file as seen from the profile's folder. */
static int
find_file(struct query *q, struct arena *a, struct err *e)
{
	struct buf b = BUF_INIT(1024 * 1024);
	char *folder = path_folder(q->node->doc->name);
	const char *name = NULL;

	if (ydoc_string(q->node, &name, e) < 0 || !*name) {
		mem_free(folder);
		return ydoc_error(q->node, e, "names no file");
	}
	if (*name != '/' && strcmp(folder, "./") != 0)
		buf_add_text(&b, folder);
	buf_add_text(&b, name);
	q->file = arena_copy(a, b.at, b.len);
	mem_free(folder);
	buf_release(&b);
	return 0;
}

int
query_read(struct query *q, const struct ydoc_node *source, struct arena *a,
    struct err *e)
{
	const struct ydoc_node *text = ydoc_get(source, "query");
	const struct ydoc_node *file = ydoc_get(source, "query_file");

	*q = (struct query){text ? text : file, SLICE_INIT(""), NULL};
	if (text && file)
		return ydoc_error_key(file, e, "there is \"query\" already");
	if (!text && !file)
		return ydoc_error(source, e, "key \"query\" or "
		    "\"query_file\" is missing");
	if (file)
		return find_file(q, a, e);
	return ydoc_text(text, &q->text, e);
}

static int
load_file(const struct query *q, struct buf *text, struct err *e)
{
	struct zio_in in = ZIO_IN_INIT;
	char chunk[8192];
	ssize_t got = -1;

	if (zio_in_open(&in, q->file, e) == 0)
		while ((got = zio_in_read(&in, chunk, sizeof(chunk), e)) > 0)
			buf_add(text, chunk, (size_t)got);
	zio_in_close(&in);
	if (got < 0)
		return -1;
	if (text->over || text->len > QUERY_MOST)
		return err_set(e, ERR_USAGE, "%s: is over %zu bytes",
		    q->file, QUERY_MOST);
	if (slice_utf8_length(buf_slice(text)) != text->len)
		return err_set(e, ERR_USAGE, "%s: is not UTF-8", q->file);
	return 0;
}

int
query_load(const struct query *q, struct buf *text, struct err *e)
{
	if (!q->file)
		buf_add_slice(text, q->text);
	else if (load_file(q, text, e) < 0)
		return -1;
	while (text->len && strchr(" \t\r\n;", text->at[text->len - 1]))
		text->len--;
	if (!text->len)
		return query_error(q, SLICE(""), QUERY_NOWHERE, e,
		    "is empty (one SELECT was expected)");
	(void)buf_text(text);
	return 0;
}

int
query_error(const struct query *q, struct slice text, size_t at,
    struct err *e, const char *what)
{
	unsigned long line = 1, column = 1;
	size_t i;

	if (!q->file)
		return ydoc_error(q->node, e, "%s", what);
	if (at > text.len)
		return err_set(e, ERR_USAGE, "%s: %s", q->file, what);
	for (i = 0; i < at; i++) {
		/* Columns are in characters, as editors count them. */
		column += ((unsigned char)text.at[i] & 0xc0) != 0x80;
		if (text.at[i] == '\n') {
			line++;
			column = 1;
		}
	}
	return err_set(e, ERR_USAGE, "%s:%lu:%lu: %s", q->file, line, column,
	    what);
}
