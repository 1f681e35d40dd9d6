/*
 * source_read.c - reading the entries under `sources`.
 *
 * Keys that another format has are refused as well: who writes `header: no`
 * beside `query` has misunderstood something and should hear of it.
 */
#include "extract/source_read.h"

const char *const source_read_keys[] = {
	"file", "format", "columns", "optional", "trim", "absent", "nul_empty",
	"where", "when", "least_rows", "separator", "quote", "row_end",
	"encoding", "header", "below", "footer", "fields", "rows",
	"query", "query_file", "connection", "structure", "boms", "server",
	"like", "each", "url", "parameters", "method", "headers", "body",
	"paging", "id", "total", "errors", "since", "computed", NULL,
};

/* In the order of enum source_format. */
static const char *const formats[] = {
	"delimited", "json", "jsonl", "sqlite", "xml", "step", "rest",
	"postgres", NULL,
};

/* Which formats know a key: bits by enum source_format. */
static const struct {
	const char *key;
	unsigned formats;
} special[] = {
	{"separator", 1 << SOURCE_DELIMITED},
	{"quote", 1 << SOURCE_DELIMITED},
	{"row_end", 1 << SOURCE_DELIMITED},
	{"encoding", 1 << SOURCE_DELIMITED | 1 << SOURCE_STEP},
	{"header", 1 << SOURCE_DELIMITED},
	{"below", 1 << SOURCE_DELIMITED},
	{"footer", 1 << SOURCE_DELIMITED},
	{"fields", 1 << SOURCE_DELIMITED},
	{"optional", 1 << SOURCE_DELIMITED},
	{"nul_empty", 1 << SOURCE_DELIMITED},
	{"rows", 1 << SOURCE_JSON | 1 << SOURCE_JSONL | 1 << SOURCE_XML |
	    1 << SOURCE_STEP | 1 << SOURCE_REST},
	{"file", ~(1u << SOURCE_REST | 1u << SOURCE_POSTGRES)},
	{"server", 1 << SOURCE_REST},
	{"like", 1 << SOURCE_REST},
	{"each", 1 << SOURCE_REST},
	{"url", 1 << SOURCE_REST},
	{"parameters", 1 << SOURCE_REST},
	{"method", 1 << SOURCE_REST},
	{"headers", 1 << SOURCE_REST},
	{"body", 1 << SOURCE_REST},
	{"paging", 1 << SOURCE_REST},
	{"id", 1 << SOURCE_REST},
	{"total", 1 << SOURCE_REST},
	{"errors", 1 << SOURCE_REST},
	{"since", 1 << SOURCE_REST},
	{"query", 1 << SOURCE_SQLITE | 1 << SOURCE_POSTGRES},
	{"query_file", 1 << SOURCE_SQLITE | 1 << SOURCE_POSTGRES},
	{"connection", 1 << SOURCE_POSTGRES},
};

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

/* A plain number is a position, all else how the header spells it. */
static int
spelling_read(struct source *s, const struct ydoc_node *n, struct err *e)
{
	struct source_spelling *x = &s->spellings[s->column_count];
	uint64_t position = 0;

	x->texts = (struct ydoc_texts){NULL, 0};
	x->position = 0;
	if (column_put(s, n, n->key, e) < 0 || ydoc_texts(n, &x->texts, e) < 0)
		return -1;
	if (!x->texts.count)
		return ydoc_error(n, e, "is an empty list: no column would "
		    "do");
	if (n->kind == YDOC_SCALAR && n->plain &&
	    text_to_number(n->text, CSVIN_COLUMNS_MOST, &position)) {
		x->position = (size_t)position;
		if (!position)
			return ydoc_error(n, e, "columns are counted from 1");
	}
	if (!position && !s->header)
		return ydoc_error(n, e, "without a header columns have only "
		    "positions");
	return 0;
}

static int
column_spellings(struct source *s, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct ydoc_node *child;

	if (n->kind != YDOC_MAP)
		return column_names(s, n, e);
	s->spellings = arena_alloc(a, (n->count + 1) * sizeof(*s->spellings));
	for (child = n->first; child; child = child->next)
		if (spelling_read(s, child, e) < 0)
			return -1;
	return 0;
}

static int
column_paths(struct source *s, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	enum treepath_dialect dialect = s->format == SOURCE_XML
	    ? TREEPATH_XML : TREEPATH_JSON;
	const struct ydoc_node *child;
	struct source_column *c;

	if (ydoc_check_map(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next) {
		c = &s->columns[s->column_count];
		if (column_put(s, child, child->key, e) < 0 ||
		    treecolumn_read(&c->tree, child, dialect, a, e) < 0)
			return -1;
		c->pointer = c->tree.path.text;
		if (s->rows_path.words.len &&
		    treecolumn_of_word(&c->tree, child, e) < 0)
			return -1;
		s->around |= treepath_around(&c->tree.path);
	}
	return 0;
}

/* Where the rows are; without it the document, or the line, is the row. */
static int
rows_read(struct source *s, struct arena *a, struct err *e)
{
	enum treepath_dialect dialect = s->format == SOURCE_XML
	    ? TREEPATH_XML : TREEPATH_JSON;
	const struct ydoc_node *n = ydoc_get(s->node, "rows");
	const char *why;

	if (!n && s->format == SOURCE_XML)
		n = ydoc_need(s->node, "rows", e);
	if (ydoc_text(n, &s->rows, e) < 0)
		return -1;
	if (!n && s->format == SOURCE_JSONL)
		return 0;
	why = treepath_parse(&s->rows_path, s->rows, dialect, a);
	if (!why)
		why = treepath_rows(&s->rows_path, dialect, a);
	return why ? ydoc_error(n, e, "is no path to rows: it %s", why) : 0;
}

/* Without it what the array of an answer has are the rows themselves. */
static int
each_read(struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "each");
	struct slice text;
	const char *why;

	if (!n)
		return 0;
	if (ydoc_text(n, &text, e) < 0)
		return -1;
	why = treepath_parse(&s->rows_path, text, TREEPATH_JSON, a);
	if (!why)
		why = treepath_rows(&s->rows_path, TREEPATH_JSON, a);
	return why ? ydoc_error(n, e, "is no path to rows: it %s", why) : 0;
}

/* Only their names: what they are is read by the format. */
static int
column_keys(struct source *s, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	if (ydoc_check_map(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next)
		if (column_put(s, child, child->key, e) < 0)
			return -1;
	return 0;
}

static int
columns_read(struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "columns");
	bool tree = s->format == SOURCE_JSON || s->format == SOURCE_JSONL ||
	    s->format == SOURCE_XML || s->format == SOURCE_REST;
	int rc;

	s->columns_known = tree || !s->header || s->format == SOURCE_STEP;
	if (s->format == SOURCE_SQLITE || s->format == SOURCE_POSTGRES)
		s->columns_known = false;
	if (!n)
		return s->columns_known ? ydoc_error(s->node, e, "key "
		    "\"columns\" is missing: nothing else names them") : 0;
	s->columns = arena_alloc(a, (n->count + 1) * sizeof(*s->columns));
	if (tree)
		rc = column_paths(s, n, a, e);
	else if (s->format == SOURCE_DELIMITED)
		rc = column_spellings(s, n, a, e);
	else if (s->format == SOURCE_STEP)
		rc = column_keys(s, n, e);
	else
		rc = column_names(s, n, e);
	if (rc < 0)
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
delimited_read(struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *n = s->node, *separator;
	struct csvin_dialect *d = &s->dialect;

	separator = ydoc_get(n, "separator");
	if (quote_read(s, e) < 0 ||
	    ydoc_string(separator, &d->separator, e) < 0 ||
	    ydoc_string(ydoc_get(n, "row_end"), &d->row_end, e) < 0 ||
	    ydoc_string(ydoc_get(n, "encoding"), &d->encoding, e) < 0 ||
	    table_read(&s->table, &s->header, n, a, e) < 0)
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
postgres_read(struct source *s, struct arena *a, struct err *e)
{
	struct pgspec *spec = arena_alloc(a, sizeof(*spec));

	s->postgres = spec;
	if (query_read(&s->query, s->node, a, e) < 0)
		return -1;
	return pgspec_read(spec, s->node, a, e);
}

static int
step_read(struct source *s, struct arena *a, struct err *e)
{
	struct steppath_plan *plan = arena_alloc(a, sizeof(*plan));

	s->step = plan;
	if (ydoc_string(ydoc_get(s->node, "encoding"), &s->dialect.encoding,
	    e) < 0)
		return -1;
	return steppath_read(plan, s->node, a, e);
}

static int
format_read(struct source *s, struct arena *a, struct err *e)
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
		return delimited_read(s, a, e);
	case SOURCE_JSON:
	case SOURCE_JSONL:
	case SOURCE_XML:
		return rows_read(s, a, e);
	case SOURCE_SQLITE:
		return query_read(&s->query, s->node, a, e);
	case SOURCE_POSTGRES:
		return postgres_read(s, a, e);
	case SOURCE_STEP:
		return step_read(s, a, e);
	case SOURCE_REST:
		return each_read(s, a, e) < 0 ? -1
		    : rest_read(&s->rest, s->node, a, e);
	}
	return 0;
}

static int
boms_read(struct source *s, struct err *e)
{
	static const char *const words[] = {"together", "per_file", NULL};
	int word = 0;

	if (ydoc_choice(ydoc_get(s->node, "boms"), words, &word, e) < 0)
		return -1;
	s->boms_per_file = word == 1;
	return 0;
}

static int
structure_check(const struct source *s, struct err *e)
{
	const struct outline_spec *o = s->structure;
	const struct ydoc_node *n = ydoc_get(o->node, "level");
	size_t i;

	for (i = 0; i < o->levels.count; i++)
		if (source_check_column(s, o->levels.at[i], n, e) < 0)
			return -1;
	n = ydoc_get(o->node, "parent");
	for (i = 0; i < o->parents.count; i++)
		if (source_check_column(s, o->parents.at[i], n, e) < 0)
			return -1;
	return 0;
}

/* A name with "@" in front, behind the derived columns so far. */
static int
computed_read(struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "computed"), *child;
	struct slice *derived, text;

	if (!n)
		return 0;
	if (ydoc_check_map(n, e) < 0)
		return -1;
	s->computed = n;
	s->computed_at = s->derived_count;
	derived = arena_alloc(a, (s->derived_count + n->count + 1) *
	    sizeof(*derived));
	memcpy(derived, s->derived, s->derived_count * sizeof(*derived));
	s->derived = derived;
	for (child = n->first; child; child = child->next) {
		char *name = arena_alloc(a, child->key.len + 2);

		if (!child->key.len || *child->key.at == '@')
			return ydoc_error_key(child, e, "is no name: it "
			    "gets its @ by itself");
		if (ydoc_text(child, &text, e) < 0)
			return -1;
		snprintf(name, child->key.len + 2, "@%s", child->key.at);
		if (source_column_find(derived, s->derived_count,
		    slice_of(name)) >= 0)
			return ydoc_error_key(child, e, "there is a column "
			    "%s already", name);
		derived[s->derived_count++] = slice_of(name);
	}
	return 0;
}

/* Its derived columns come behind those that every source has. */
static int
structure_read(struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "structure");
	struct slice *derived;
	size_t count;

	if (!n)
		return 0;
	if (s->boms_per_file)
		return ydoc_error_key(n, e, "makes boms: per_file needless: "
		    "repeats fold in any case");
	if (outline_spec_read(&s->structure, n, a, e) < 0)
		return -1;
	s->structure->derived_at = s->derived_count;
	count = s->derived_count + outline_spec_derived(s->structure);
	derived = arena_alloc(a, count * sizeof(*derived));
	memcpy(derived, s->derived, s->derived_count * sizeof(*derived));
	outline_spec_name(s->structure, derived + s->derived_count, a);
	s->derived = derived;
	s->derived_count = count;
	return structure_check(s, e);
}

/* The columns of footers are asked for as others are. */
static int
footers_check(const struct source *s, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "footer");
	const struct table_footer *f;
	size_t i, k;

	for (i = 0; i < s->table.footer_count; i++) {
		f = &s->table.footers[i];
		for (k = 0; k < f->count; k++)
			if (source_check_column(s, f->marks[k].column, n,
			    e) < 0)
				return -1;
	}
	return 0;
}

int
source_read(struct source *s, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct ydoc_range any = {0, LONG_MAX};

	memset(s, 0, sizeof(*s));
	s->asks = arena_alloc(a, sizeof(*s->asks));
	*s->asks = (struct source_asks){NULL, a};
	s->node = n;
	s->name = n->key;
	s->header = true;
	s->trim = true;
	s->rows = SLICE("");
	derive(s, a);
	if (ydoc_check_keys(n, source_read_keys, e) < 0 ||
	    ydoc_texts(ydoc_get(n, "file"), &s->files, e) < 0 ||
	    format_read(s, a, e) < 0 || columns_read(s, a, e) < 0 ||
	    computed_read(s, a, e) < 0 || boms_read(s, e) < 0 ||
	    structure_read(s, a, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "trim"), &s->trim, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "nul_empty"), &s->nul_empty, e) < 0 ||
	    ydoc_texts(ydoc_get(n, "absent"), &s->absent, e) < 0 ||
	    ydoc_number(ydoc_get(n, "least_rows"), any, &s->least_rows,
	    e) < 0 || footers_check(s, e) < 0)
		return -1;
	return source_filter_read(&s->filter, n, s, a, e);
}
