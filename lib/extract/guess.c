/*
 * guess.c - files put together into one profile.
 *
 * Files whose tables have one dialect and one header are one source; the
 * others get a source each.
 */
#include "extract/guess.h"

#include "extract/guess_format.h"
#include "extract/guess_records.h"
#include "extract/guess_rows.h"
#include "extract/guess_tree.h"
#include "extract/guess_write.h"
#include "extract/guess_yaml.h"
#include "extract/shipped.h"
#include "io/file.h"

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

/* Each table of a database that has rows is a source. */
static int
take_database(struct guess *g, const char *path, struct err *e)
{
	struct buf b = BUF_INIT(PATH_MAX * 4), query = BUF_INIT(PATH_MAX * 4);
	struct slice *tables;
	size_t count, i;
	int rc = guess_format_tables(&tables, &count, path, &g->texts, e);

	for (i = 0; i < count && rc == 0; i++) {
		buf_clear(&b);
		buf_clear(&query);
		buf_add_text(&query, "SELECT * FROM ");
		guess_yaml_column(&query, tables[i]);
		buf_add_text(&b, "    format: sqlite\n    query: ");
		guess_yaml_text(&b, buf_slice(&query));
		buf_add_byte(&b, '\n');
		rc = take_reading(g, path, tables[i].at, &b, e);
		if (rc < 0 && e->kind == ERR_INPUT) { /* it has no rows */
			err_clear(e);
			rc = 0;
		}
	}
	buf_release(&b);
	buf_release(&query);
	return rc;
}

static int
take_file(struct guess *g, const char *path, enum guess_format format,
    struct err *e)
{
	struct buf b = BUF_INIT(PROFILE_MOST);
	int rc = -1;

	switch (format) {
	case GUESS_DELIMITED:
		rc = take_delimited(g, path, e);
		break;
	case GUESS_SQLITE:
		rc = take_database(g, path, e);
		break;
	case GUESS_JSON:
		rc = guess_tree_json(&b, path, e);
		break;
	case GUESS_JSON_LINES:
		rc = guess_tree_lines(&b, path, e);
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

static void
write_shipped(struct buf *b, const char *name, char *const *files)
{
	const struct shipped *s = shipped_find(name);
	struct buf words = BUF_INIT(PROFILE_MOST);
	size_t i;

	if (!s)
		BUG("a profile that is guessed is not shipped");
	buf_printf(&words, "The shipped profile %s is for this: bom-extract "
	    "-p %s", name, name);
	for (i = 0; files[i]; i++)
		buf_printf(&words, " %s", files[i]);
	buf_add_text(&words, ". Here it is, to copy and change.");
	guess_yaml_comment(b, 0, buf_slice(&words));
	shipped_add_text(s, b);
	buf_release(&words);
}

static void
write_profile(struct buf *b, const struct guess *g)
{
	size_t i;

	guess_yaml_comment(b, 0, SLICE("A first profile, guessed from what "
	    "the files look like. Read the grounds, correct what is wrong "
	    "(man bom-profile), see with --explain what becomes of the first "
	    "rows, and keep it."));
	buf_add_text(b, "profile: ");
	guess_yaml_text(b, slice_of(g->parts[0]->name));
	buf_add_text(b, "\nsystem: unknown  # the name of the system that "
	    "this comes from\nsources:\n");
	for (i = 0; i < g->count; i++)
		guess_write_source(b, g->parts[i]);
	buf_add_text(b, "records:\n");
	for (i = 0; i < g->count; i++)
		guess_records_write(b, g->parts[i]);
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
		rc = put_out(&b, output, e);
	}
	for (i = 0; i < g.count; i++)
		part_free(g.parts[i]);
	mem_free(g.parts);
	arena_release(&g.texts);
	buf_release(&b);
	return rc;
}
