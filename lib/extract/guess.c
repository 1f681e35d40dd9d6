/*
 * guess.c - files put together into one profile.
 *
 * Files whose tables have one dialect and one header are one source; the
 * others get a source each.
 */
#include "extract/guess.h"

#include "extract/guess_doubt.h"
#include "extract/guess_fixed.h"
#include "extract/guess_format.h"
#include "extract/guess_json.h"
#include "extract/guess_records.h"
#include "extract/guess_rows.h"
#include "extract/guess_tree.h"
#include "extract/guess_write.h"
#include "extract/guess_yaml.h"
#include "format/shipped.h"
#include "io/file.h"
#include "io/log.h"

/* More are given as patterns. */
#define FILES_MOST 256
#define PROFILE_MOST ((size_t)16 * 1024 * 1024)

struct guess {
	struct guess_part **parts;
	size_t count;
	struct arena texts;
};

static const char *
file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The file's name up to its first point, in letters of source names. */
static const char *
source_name(struct guess *g, const char *path)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	struct buf b = BUF_INIT(PATH_MAX + 32);
	const char *p = file_name(path), *name;
	size_t i, same = 1;

	for (; *p && *p != '.'; p++) {
		if (strchr(letters, *p))
			buf_add_byte(&b, *p);
		else if (b.len && b.at[b.len - 1] != '_')
			buf_add_byte(&b, '_');
	}
	if (!b.len)
		buf_add_text(&b, "table");
	name = arena_copy(&g->texts, b.at, b.len);
	for (i = 0; i < g->count; i++) {
		if (strcmp(g->parts[i]->name, name) != 0)
			continue;
		buf_printf(&b, "_%zu", ++same);
		name = arena_copy(&g->texts, b.at, b.len);
		i = (size_t)-1; /* once more from the first */
	}
	buf_release(&b);
	return name;
}

/* --- parts --- */

static bool
same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* One source can read both: all that the profile says is the same. */
static bool
same_table(const struct guess_table *a, const struct guess_table *b)
{
	size_t i;

	if (!a->header || !b->header || a->columns != b->columns ||
	    a->head != b->head || a->footer != b->footer ||
	    a->dialect.quote != b->dialect.quote ||
	    !same_text(a->dialect.separator, b->dialect.separator) ||
	    !same_text(a->dialect.encoding, b->dialect.encoding))
		return false;
	for (i = 0; i < a->columns; i++)
		if (!slice_equal(a->names[i], b->names[i]))
			return false;
	return true;
}

static void
part_free(struct guess_part *p)
{
	guess_shape_release(&p->shape);
	guess_columns_release(&p->columns);
	guess_table_release(&p->table);
	mem_free(p->files);
	mem_free(p->used);
	mem_free(p);
}

static void
add_file(struct guess_part *p, const char *path)
{
	p->files = mem_grow(p->files, p->file_count + 1, sizeof(*p->files));
	p->files[p->file_count++] = slice_of(path);
}

/* Takes the part, whose table has been read. */
static int
take_part(struct guess *g, struct guess_part *p, const char *path,
    const char *name)
{
	size_t i;

	for (i = 0; i < g->count && !p->table.reading; i++) {
		if (!same_table(&g->parts[i]->table, &p->table))
			continue;
		add_file(g->parts[i], path);
		part_free(p);
		return 0;
	}
	p->name = source_name(g, name);
	add_file(p, path);
	guess_columns_find(&p->columns, &p->table);
	guess_shape_find(&p->shape, &p->columns);
	g->parts = mem_grow(g->parts, g->count + 1, sizeof(*g->parts));
	g->parts[g->count++] = p;
	return 0;
}

static int
take_delimited(struct guess *g, const char *path, struct err *e)
{
	struct guess_part *p = mem_zero(sizeof(*p));

	if (guess_table_read(&p->table, path, e) == 0)
		return take_part(g, p, path, path);
	part_free(p);
	return -1;
}

/* A source with these keys; `name` is what it is called after. */
static int
take_reading(struct guess *g, const char *path, const char *name,
    struct buf *reading, struct err *e)
{
	struct guess_part *p = mem_zero(sizeof(*p));

	if (guess_rows_read(&p->table, path, buf_text(reading), e) == 0)
		return take_part(g, p, path, name);
	part_free(p);
	return -1;
}

/* No separator fits: the columns may stand one below the other. */
static int
take_text(struct guess *g, const char *path, struct err *e)
{
	struct buf fixed = BUF_INIT(PROFILE_MOST);
	struct guess_table t;
	bool one;
	int rc;

	rc = guess_table_read(&t, path, e);
	one = rc == 0 && t.columns == 1;
	guess_table_release(&t);
	if (one)
		rc = guess_fixed(&fixed, path, e);
	if (rc == 0)
		rc = fixed.len ? take_reading(g, path, path, &fixed, e)
		    : take_delimited(g, path, e);
	buf_release(&fixed);
	return rc;
}

/* A list whose rows have an id, and nothing that a part has. */
static bool
is_other(const struct guess_part *p)
{
	static const enum guess_role roles[] = {GUESS_NAME,
	    GUESS_DESCRIPTION, GUESS_UOM, GUESS_REVISION, GUESS_MPN,
	    GUESS_SUPPLIER_ITEM, GUESS_PLANT};
	int item = p->columns.best[GUESS_ITEM];
	const char *phrase;
	size_t i;

	if (p->shape.kind != GUESS_LIST)
		return false;
	for (i = 0; i < COUNT_OF(roles); i++)
		if (p->columns.best[roles[i]] >= 0)
			return false;
	phrase = item < 0 ? NULL : p->columns.list[item].phrase;
	return !phrase || strcmp(phrase, "id") == 0;
}

/* Of a database that has tables of parts the others stay out. */
static void
drop_others(struct guess *g, size_t first)
{
	size_t i, n = first, others = 0;

	for (i = first; i < g->count; i++)
		others += is_other(g->parts[i]);
	if (others == g->count - first)
		return;
	for (i = first; i < g->count; i++) {
		if (!is_other(g->parts[i])) {
			g->parts[n++] = g->parts[i];
			continue;
		}
		log_warning("%s: the table %s does not look like parts, and "
		    "is left out", g->parts[i]->table.path,
		    g->parts[i]->name);
		part_free(g->parts[i]);
	}
	g->count = n;
}

/* Each table of a database that has rows is a source. */
static int
take_database(struct guess *g, const char *path, struct err *e)
{
	struct buf b = BUF_INIT(PATH_MAX * 4), query = BUF_INIT(PATH_MAX * 4);
	struct guess_keys_table *tables;
	size_t count, first = g->count, i;
	int rc = guess_format_tables(&tables, &count, path, &g->texts, e);

	for (i = 0; i < count && rc == 0; i++) {
		buf_clear(&b);
		buf_clear(&query);
		guess_keys_select(&query, tables, count, i);
		buf_add_text(&b, "    format: sqlite\n    query: ");
		guess_yaml_text(&b, buf_slice(&query));
		buf_add_byte(&b, '\n');
		rc = take_reading(g, path, tables[i].name.at, &b, e);
		if (rc < 0 && e->kind == ERR_INPUT) { /* it has no rows */
			err_clear(e);
			rc = 0;
		}
	}
	if (rc == 0)
		drop_others(g, first);
	buf_release(&b);
	buf_release(&query);
	return rc;
}

static int
take_file(struct guess *g, const char *path, enum guess_format format,
    struct err *e)
{
	struct buf b = BUF_INIT(PROFILE_MOST), inner = BUF_INIT(PROFILE_MOST);
	int rc = -1;

	switch (format) {
	case GUESS_DELIMITED:
		rc = take_text(g, path, e);
		break;
	case GUESS_SQLITE:
		rc = take_database(g, path, e);
		break;
	case GUESS_JSON:
		rc = guess_json(&b, &inner, path, e);
		break;
	case GUESS_JSON_LINES:
		rc = guess_json_lines(&b, path, e);
		break;
	case GUESS_XML:
		rc = guess_tree_xml(&b, path, e);
		break;
	case GUESS_STEP:
		rc = err_set(e, ERR_INPUT, "%s: a STEP file needs a profile "
		    "of its own", path);
	}
	if (rc == 0 && b.len)
		rc = take_reading(g, path, path, &b, e);
	if (rc == 0 && inner.len)
		rc = take_reading(g, path, path, &inner, e);
	buf_release(&inner);
	buf_release(&b);
	return rc;
}

/*
 * Finds out what the files are.  Where they are what a shipped profile reads,
 * its name comes back; others have become parts.
 */
static int
take_files(struct guess *g, char *const *files, const char **shipped,
    struct err *e)
{
	enum guess_format format;
	const char *name;
	size_t i;

	*shipped = NULL;
	for (i = 0; files[i]; i++) {
		if (guess_format_find(&format, &name, files[i], e) < 0)
			return -1;
		if (i && !same_text(name, *shipped))
			return err_set(e, ERR_USAGE, "%s: the shipped profile "
			    "%s is for it, but not for the files before it; "
			    "guess them apart", name ? files[i] : files[0],
			    name ? name : *shipped);
		*shipped = name;
		if (!name && take_file(g, files[i], format, e) < 0)
			return -1;
	}
	if (!*shipped && !g->count)
		return err_set(e, ERR_INPUT, "%s: there is no row in it",
		    files[0]);
	return 0;
}

/* Where there is a list of parts, BOMs need not say what parts are. */
static void
share_items(struct guess *g)
{
	bool list = false;
	size_t i;

	for (i = 0; i < g->count; i++)
		list |= g->parts[i]->shape.kind == GUESS_LIST;
	for (i = 0; i < g->count; i++)
		g->parts[i]->items = !list;
}

/* --- the profile --- */

static bool
is_source(struct slice line)
{
	return line.len > 3 && memcmp(line.at, "  ", 2) == 0 &&
	    line.at[2] != ' ' && line.at[2] != '#' &&
	    line.at[line.len - 1] == ':';
}

/* The text of the profile, in which each source has the files. */
static void
add_with_files(struct buf *b, struct slice text, char *const *files)
{
	struct slice names[FILES_MOST], line;
	bool within = false;
	size_t count;

	for (count = 0; files[count] && count < FILES_MOST; count++)
		names[count] = slice_of(files[count]);
	while (text.len) {
		line = slice_cut(&text, '\n');
		buf_add_slice(b, line);
		buf_add_byte(b, '\n');
		if (line.len && *line.at != ' ' && *line.at != '#')
			within = slice_is(line, "sources:");
		if (!within || !is_source(line))
			continue;
		buf_add_text(b, "    file: ");
		guess_yaml_texts(b, names, count);
		buf_add_byte(b, '\n');
	}
}

static void
write_shipped(struct buf *b, const char *name, char *const *files)
{
	const struct shipped *s = shipped_find(&shipped_sources, name);
	struct buf words = BUF_INIT(PROFILE_MOST);
	struct buf text = BUF_INIT(PROFILE_MOST);
	size_t i;

	if (!s)
		BUG("a profile that is guessed is not shipped");
	buf_printf(&words, "The shipped profile %s is for this: bom-extract "
	    "-p %s", name, name);
	for (i = 0; files[i]; i++)
		buf_printf(&words, " %s", files[i]);
	buf_add_text(&words, ". Here it is, to copy and change.");
	guess_yaml_comment(b, 0, buf_slice(&words));
	shipped_add_text(s, &text);
	add_with_files(b, buf_slice(&text), files);
	buf_release(&text);
	buf_release(&words);
}

static void
write_profile(struct buf *b, const struct guess *g)
{
	struct buf records = BUF_INIT(PROFILE_MOST);
	bool plants = false;
	size_t i;

	for (i = 0; i < g->count; i++) {
		guess_records_write(&records, g->parts[i]);
		plants |= g->parts[i]->columns.best[GUESS_PLANT] >= 0;
	}

	guess_yaml_comment(b, 0, SLICE("A first profile, guessed from what "
	    "the files look like. Read the grounds, correct what is wrong "
	    "(man bom-profile), see with --explain what becomes of the first "
	    "rows, and keep it."));
	buf_add_text(b, "profile: ");
	guess_yaml_text(b, slice_of(g->parts[0]->name));
	buf_add_text(b, "\nsystem: unknown  # the name of the system that "
	    "this comes from\n");
	buf_add_text(b, plants ? "scope: {plants: all}\nsources:\n"
	    : "sources:\n");
	for (i = 0; i < g->count; i++)
		guess_write_source(b, g->parts[i]);
	buf_add_text(b, "records:\n");
	buf_add_slice(b, buf_slice(&records));
	buf_release(&records);
}

/* What may give wrong records without a word later. */
static void
warn(const struct guess *g)
{
	struct guess_doubts d;
	size_t i, n;

	for (i = 0; i < g->count; i++) {
		guess_doubts_find(&d, g->parts[i]);
		for (n = 0; n < d.count; n++)
			log_warning("%s: %s", g->parts[i]->table.path,
			    d.texts[n]);
		guess_doubts_release(&d);
	}
}

static int
put_out(const struct buf *b, const char *output, struct err *e)
{
	struct file_out out;

	if (b->over)
		return err_set(e, ERR_INPUT, "the profile would be longer "
		    "than %zu bytes", PROFILE_MOST);
	if (file_out_open(&out, output, e) < 0)
		return -1;
	if (file_out_add(&out, b->at, b->len, e) == 0)
		return file_out_publish(&out, e);
	file_out_abandon(&out);
	return -1;
}

int
guess_run(char *const *files, const char *output, struct err *e)
{
	struct guess g = {NULL, 0, ARENA_INIT};
	struct buf b = BUF_INIT(PROFILE_MOST);
	const char *shipped;
	int rc = take_files(&g, files, &shipped, e);
	size_t i;

	if (rc == 0) {
		share_items(&g);
		if (shipped)
			write_shipped(&b, shipped, files);
		else
			write_profile(&b, &g);
		if (!shipped)
			warn(&g);
		rc = put_out(&b, output, e);
	}
	for (i = 0; i < g.count; i++)
		part_free(g.parts[i]);
	mem_free(g.parts);
	arena_release(&g.texts);
	buf_release(&b);
	return rc;
}
