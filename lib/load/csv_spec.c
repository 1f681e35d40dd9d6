/* csv_spec.c - reading it. */
#include "load/csv_spec.h"

#include "io/path.h"

#define PATH_TEXT_MOST 65536

const char *const csv_spec_keys[] = {"target", "kind", "types", "folder",
    "spool", "name", "mode", "operation", "delimiter", "line_end",
    "formulas", NULL};
const char *const csv_spec_section_keys[] = {"removal", "table", "columns",
    NULL};

static const char *const modes[] = {"changes", "full", NULL};
static const char *const formulas[] = {"keep", "guard", NULL};
static const char *const line_ends[] = {"lf", "crlf", NULL};

static int
read_path(const struct ydoc_node *n, const char *otherwise, const char **out,
    struct arena *a, struct err *e)
{
	struct buf b = BUF_INIT(PATH_TEXT_MOST);
	const char *path = otherwise;
	char *folder;

	if (ydoc_string(n, &path, e) < 0)
		return -1;
	if (!*path)
		return ydoc_error(n, e, "a path cannot be empty");
	folder = n ? path_folder(n->doc->name) : NULL;
	if (n && *path != '/' && strcmp(folder, "./") != 0)
		buf_add_text(&b, folder);
	buf_add_text(&b, path);
	*out = slice_copy(buf_slice(&b), a).at;
	buf_release(&b);
	mem_free(folder);
	return 0;
}

static int
read_places(struct csv_spec *s, const struct ydoc_node *root,
    struct arena *a, struct err *e)
{
	const struct ydoc_node *folder = ydoc_need(root, "folder", e);
	const struct ydoc_node *name = ydoc_get(root, "name");
	struct buf b = BUF_INIT(PATH_TEXT_MOST);
	int rc;

	if (!folder || read_path(folder, "", &s->folder, a, e) < 0 ||
	    ydoc_string(ydoc_need(root, "target", e), &s->name, e) < 0 ||
	    ydoc_string(name, &s->name, e) < 0)
		return -1;
	if (!*s->name || strchr(s->name, '/') || *s->name == '.')
		return ydoc_error(name ? name : root, e, "\"%s\" cannot be "
		    "what files are called", s->name);
	buf_printf(&b, "%s/.bomtools", s->folder);
	rc = read_path(ydoc_get(root, "spool"), slice_copy(buf_slice(&b),
	    a).at, &s->spool, a, e);
	buf_release(&b);
	return rc;
}

int
csv_spec_read(struct csv_spec *s, const struct ydoc_node *root,
    struct arena *a, struct err *e)
{
	const struct ydoc_node *mark = ydoc_get(root, "delimiter");
	const struct ydoc_node *operation = ydoc_get(root, "operation");
	struct slice delimiter = SLICE(",");
	int mode = 0, formula = 0, end = 0;

	memset(s, 0, sizeof(*s));
	s->operation = "operation";
	if (read_places(s, root, a, e) < 0 ||
	    ydoc_choice(ydoc_get(root, "mode"), modes, &mode, e) < 0 ||
	    ydoc_choice(ydoc_get(root, "formulas"), formulas, &formula,
	    e) < 0 ||
	    ydoc_choice(ydoc_get(root, "line_end"), line_ends, &end, e) < 0 ||
	    ydoc_text(mark, &delimiter, e) < 0 ||
	    ydoc_string(operation, &s->operation, e) < 0)
		return -1;
	s->full = mode;
	s->guard = formula;
	s->crlf = end;
	if (s->full && operation)
		return ydoc_error_key(operation, e, "a full drop has no "
		    "operations");
	if (delimiter.len != 1 || strchr("\"\r\n", *delimiter.at) ||
	    (unsigned char)*delimiter.at > 0x7e)
		return ydoc_error(mark, e, "a delimiter is one character of "
		    "ASCII, and no quote or line end");
	s->delimiter = *delimiter.at;
	return 0;
}
