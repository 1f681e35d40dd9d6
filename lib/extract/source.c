/*
 * source.c - reading the entries under `sources`.
 *
 * Keys that another format has are refused as well: who writes `header: no`
 * beside `query` has misunderstood something and should hear of it.
 */
#include "extract/source.h"

const char *const source_keys[] = {
	"file", "format", "columns", "trim", "absent", "nul_empty", "where",
	"when", "separator", "quote", "row_end", "encoding", "header", "rows",
	"query", NULL,
};

/* In the order of enum source_format. */
static const char *const formats[] = {
	"delimited", "json", "jsonl", "sqlite", NULL,
};

/* Which formats know a key: bits by enum source_format. */
static const struct {
	const char *key;
	unsigned formats;
} special[] = {
	{"separator", 1 << SOURCE_DELIMITED},
	{"quote", 1 << SOURCE_DELIMITED},
	{"row_end", 1 << SOURCE_DELIMITED},
	{"encoding", 1 << SOURCE_DELIMITED},
	{"header", 1 << SOURCE_DELIMITED},
	{"nul_empty", 1 << SOURCE_DELIMITED},
	{"rows", 1 << SOURCE_JSON},
	{"query", 1 << SOURCE_SQLITE},
};

int
source_column_find(const struct slice *names, size_t count,
    struct slice name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (slice_equal(names[i], name))
			return (int)i;
	return -1;
}

const char *
source_column_nearest(const struct slice *names, size_t count,
    struct slice name)
{
	const char **list = mem_zero((count + 1) * sizeof(*list));
	const char *nearest;
	size_t i;

	for (i = 0; i < count; i++)
		list[i] = names[i].at;
	nearest = slice_nearest(name, list);
	mem_free(list);
	return nearest;
}

int
source_no_column(const struct ydoc_node *n, struct slice name,
    const char *nearest, struct err *e)
{
	return ydoc_error(n, e, "the source has no column \"%.*s\"%s%s%s",
	    SLICE_ARGS(name), nearest ? " (did you mean \"" : "",
	    nearest ? nearest : "", nearest ? "\"?)" : "");
}

size_t
source_names(const struct source *s, struct slice **names)
{
	size_t count = 0, i;

	*names = mem_zero((s->column_count + s->derived_count + 1) *
	    sizeof(**names));
	for (i = 0; i < s->column_count; i++)
		(*names)[count++] = s->columns[i].name;
	for (i = 0; i < s->derived_count; i++)
		(*names)[count++] = s->derived[i];
	return count;
}

int
source_check_column(const struct source *s, struct slice name,
    const struct ydoc_node *n, struct err *e)
{
	struct slice *names;
	size_t count;
	int rc = 0;

	if (!s->columns_known)
		return 0;
	count = source_names(s, &names);
	if (source_column_find(names, count, name) < 0)
		rc = source_no_column(n, name, source_column_nearest(names,
		    count, name), e);
	mem_free(names);
	return rc;
}

/* --- filters --- */

static int
where_read(struct source_where *w, const struct ydoc_node *n,
    const struct source *s, struct err *e)
{
	w->node = n;
	w->column = n->key;
	w->values = (struct ydoc_texts){NULL, 0};
	if (source_check_column(s, n->key, n, e) < 0)
		return -1;
	if (ydoc_texts(n, &w->values, e) < 0)
		return -1;
	if (!w->values.count)
		return ydoc_error(n, e, "is an empty list: no row would do");
	return 0;
}

int
source_filter_read(struct source_filter *f, const struct ydoc_node *map,
    const struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *where = ydoc_get(map, "where"), *n;
	struct slice text;

	*f = (struct source_filter){NULL, 0, ydoc_get(map, "when")};
	if (f->when && ydoc_text(f->when, &text, e) < 0)
		return -1;
	if (!where)
		return 0;
	if (ydoc_check_map(where, e) < 0)
		return -1;
	f->wheres = arena_alloc(a, (where->count + 1) * sizeof(*f->wheres));
	for (n = where->first; n; n = n->next)
		if (where_read(&f->wheres[f->where_count++], n, s, e) < 0)
			return -1;
	return 0;
}

/* --- columns --- */

static int
column_put(struct source *s, const struct ydoc_node *n, struct slice name,
    struct err *e)
{
	size_t i;

	if (!name.len)
		return ydoc_error(n, e, "a column needs a name");
	if (*name.at == '@')
		return ydoc_error(n, e, "names with @ are those of derived "
		    "columns");
	for (i = 0; i < s->column_count; i++)
		if (slice_equal(s->columns[i].name, name))
			return ydoc_error(n, e, "column \"%.*s\" stands "
			    "twice", SLICE_ARGS(name));
	s->columns[s->column_count].name = name;
	s->columns[s->column_count++].pointer = SLICE("");
	return 0;
}

static int
column_names(struct source *s, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;
	struct slice name = SLICE_INIT("");

	if (ydoc_check_list(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next)
		if (ydoc_text(child, &name, e) < 0 ||
		    column_put(s, child, name, e) < 0)
			return -1;
	return 0;
}

static int
column_pointers(struct source *s, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;
	struct slice pointer = SLICE_INIT("");

	if (ydoc_check_map(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next) {
		if (column_put(s, child, child->key, e) < 0 ||
		    ydoc_text(child, &pointer, e) < 0)
			return -1;
		if (pointer.len && *pointer.at != '/')
			return ydoc_error(child, e, "is no JSON Pointer "
			    "(\"\", or begins with \"/\")");
		s->columns[s->column_count - 1].pointer = pointer;
	}
	return 0;
}

static int
columns_read(struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "columns");
	bool json = s->format == SOURCE_JSON || s->format == SOURCE_JSONL;

	s->columns_known = json || !s->header;
	if (s->format == SOURCE_SQLITE)
		s->columns_known = false;
	if (!n)
		return s->columns_known ? ydoc_error(s->node, e, "key "
		    "\"columns\" is missing: nothing else names them") : 0;
	s->columns = arena_alloc(a, (n->count + 1) * sizeof(*s->columns));
	if ((json ? column_pointers(s, n, e) : column_names(s, n, e)) < 0)
		return -1;
	if (!s->column_count)
		return ydoc_error(n, e, "is empty");
	return 0;
}

static void
derive(struct source *s, struct arena *a)
{
	static const struct slice names[SOURCE_DERIVED] = {
		SLICE_INIT("@file"), SLICE_INIT("@stem"), SLICE_INIT("@line"),
	};

	s->derived = arena_alloc(a, sizeof(names));
	memcpy(s->derived, names, sizeof(names));
	s->derived_count = SOURCE_DERIVED;
}

/* --- the rest --- */

static int
quote_read(struct source *s, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "quote");
	struct slice text = SLICE_INIT("\"");

	if (ydoc_text(n, &text, e) < 0)
		return -1;
	if (slice_is(text, "none"))
		s->dialect.quote = CSVIN_NO_QUOTE;
	else if (text.len == 1 && (unsigned char)*text.at < 0x80)
		s->dialect.quote = *text.at;
	else
		return ydoc_error(n, e, "must be one ASCII character or "
		    "none, is \"%.*s\"", SLICE_ARGS(text));
	return 0;
}

static int
delimited_read(struct source *s, struct err *e)
{
	const struct ydoc_node *n = s->node, *separator;
	struct csvin_dialect *d = &s->dialect;

	separator = ydoc_get(n, "separator");
	if (quote_read(s, e) < 0 ||
	    ydoc_string(separator, &d->separator, e) < 0 ||
	    ydoc_string(ydoc_get(n, "row_end"), &d->row_end, e) < 0 ||
	    ydoc_string(ydoc_get(n, "encoding"), &d->encoding, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "header"), &s->header, e) < 0)
		return -1;
	if (d->separator && !*d->separator)
		return ydoc_error(separator, e, "is empty");
	if (d->separator && strlen(d->separator) > 1 &&
	    d->quote != CSVIN_NO_QUOTE)
		return ydoc_error(separator, e, "of several characters needs "
		    "quote: none");
	return 0;
}

static int
format_read(struct source *s, struct err *e)
{
	const struct ydoc_node *n;
	int format = SOURCE_DELIMITED;
	size_t i;

	if (ydoc_choice(ydoc_get(s->node, "format"), formats, &format, e) < 0)
		return -1;
	s->format = (enum source_format)format;
	for (i = 0; i < COUNT_OF(special); i++) {
		n = ydoc_get(s->node, special[i].key);
		if (n && !(special[i].formats & 1u << format))
			return ydoc_error_key(n, e, "format %s has no \"%s\"",
			    formats[format], special[i].key);
	}
	switch (s->format) {
	case SOURCE_DELIMITED:
		return delimited_read(s, e);
	case SOURCE_JSON:
		n = ydoc_get(s->node, "rows");
		if (ydoc_text(n, &s->rows, e) < 0)
			return -1;
		if (s->rows.len && *s->rows.at != '/')
			return ydoc_error(n, e, "is no JSON Pointer (\"\", "
			    "or begins with \"/\")");
		return 0;
	case SOURCE_SQLITE:
		return ydoc_text(ydoc_need(s->node, "query", e), &s->query, e);
	case SOURCE_JSONL:
		break;
	}
	return 0;
}

int
source_read(struct source *s, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	memset(s, 0, sizeof(*s));
	s->node = n;
	s->name = n->key;
	s->header = true;
	s->trim = true;
	s->rows = s->query = SLICE("");
	derive(s, a);
	if (ydoc_check_keys(n, source_keys, e) < 0 ||
	    ydoc_string(ydoc_get(n, "file"), &s->file, e) < 0 ||
	    format_read(s, e) < 0 || columns_read(s, a, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "trim"), &s->trim, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "nul_empty"), &s->nul_empty, e) < 0 ||
	    ydoc_texts(ydoc_get(n, "absent"), &s->absent, e) < 0)
		return -1;
	return source_filter_read(&s->filter, n, s, a, e);
}
