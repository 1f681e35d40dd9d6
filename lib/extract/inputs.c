/*
 * inputs.c - from operands to open sources.
 *
 * When corrected rejects are read, a source is there twice: its rejects give
 * the records, while others still look things up in all of it.
 */
#include "extract/inputs.h"

#include <sys/stat.h>
#include <unistd.h>

#include "extract/fetch.h"
#include "extract/narrow.h"
#include "extract/reader.h"
#include "io/path.h"

/* --- where the files are --- */

static char *
rejects_path(const char *folder, const struct source *s)
{
	struct buf b = BUF_INIT(1024 * 1024);
	char *path;

	buf_printf(&b, "%s/%s.rejects", folder, s->name.at);
	path = mem_text(buf_text(&b));
	buf_release(&b);
	return path;
}

/* The source that SOURCE=FILE names; -1: the operand is a folder. */
static int
operand_source(const struct profile *p, const char *operand)
{
	const char *equals = strchr(operand, '=');
	size_t i;

	for (i = 0; i < p->source_count && equals; i++)
		if (slice_equal(p->sources[i].name, slice_from(operand,
		    (size_t)(equals - operand))))
			return (int)i;
	return -1;
}

/* A plain file, which is that of all sources for which none is named. */
static bool
operand_file(const char *operand)
{
	struct stat st;

	return stat(operand, &st) == 0 && !S_ISDIR(st.st_mode);
}

/*
 * Files that no source was named for: read by all for which the profile names
 * none either.
 */
static int
share_files(struct inputs *in, char *const *operands, struct err *e)
{
	const struct profile *p = in->profile;
	char *const *o;
	bool taken;
	size_t i;

	for (o = operands; *o; o++) {
		if (operand_source(p, *o) >= 0 || !operand_file(*o))
			continue;
		taken = false;
		for (i = 0; i < p->source_count; i++) {
			if (p->sources[i].files.count || in->list[i].named ||
			    p->sources[i].format == SOURCE_REST ||
			    p->sources[i].format == SOURCE_POSTGRES)
				continue;
			taken = true;
			if (pathlist_add(&in->list[i].files, *o, e) < 0)
				return -1;
		}
		if (!taken)
			return err_set(e, ERR_USAGE, "\"%s\" is a file, and "
			    "every source of the profile has one: name the "
			    "source (SOURCE=FILE)", *o);
	}
	return 0;
}

/* What the command line says: the folder, and the files it names. */
static int
take_operands(struct inputs *in, char *const *operands, const char **folder,
    struct err *e)
{
	char *const *o;
	int at;

	*folder = NULL;
	for (o = operands; *o; o++) {
		at = operand_source(in->profile, *o);
		if (at < 0 && operand_file(*o))
			continue;
		if (at >= 0) {
			in->list[at].named = true;
			if (pathlist_add(&in->list[at].files,
			    strchr(*o, '=') + 1, e) < 0)
				return -1;
			continue;
		}
		if (strstr(*o, "://") && in->fetch && !in->fetch->base) {
			in->fetch->base = *o;
			continue;
		}
		if (*folder)
			return err_set(e, ERR_USAGE, "\"%s\" is a second "
			    "folder, or names no source of the profile", *o);
		if (strchr(*o, '=') && access(*o, F_OK) != 0)
			return err_set(e, ERR_USAGE, "\"%s\" is no folder, "
			    "and names no source of the profile (expected "
			    "SOURCE=FILE)", *o);
		if (access(*o, F_OK) < 0)
			return err_sys(e, "%s", *o);
		*folder = *o;
	}
	return share_files(in, operands, e);
}

static int
check_output(const struct input *input, const struct source *s,
    const char *output, struct err *e)
{
	size_t i;

	for (i = 0; i < input->files.count; i++)
		if (path_same(output, input->files.paths[i]))
			return err_set(e, ERR_USAGE, "%s: is the source "
			    "\"%.*s\", and would be written over (name "
			    "another file)", output, SLICE_ARGS(s->name));
	return 0;
}

/* Only those of sources that are read: a pattern may have none for others. */
static int
find_files(struct inputs *in, const struct keytables *tables,
    const struct inputs_where *where, struct err *e)
{
	const struct profile *p = in->profile;
	const struct source *s;
	struct input *input;
	const char *folder;
	size_t i, k;
	bool given;

	if (take_operands(in, where->operands, &folder, e) < 0)
		return -1;
	for (i = 0; i < p->source_count; i++) {
		s = &p->sources[i];
		input = &in->list[i];
		if (where->rejects)
			input->rejects_path = rejects_path(where->rejects, s);
		if (!input->extracted && !keytables_need(tables, (unsigned)i))
			continue;
		given = input->files.count > 0;
		for (k = 0; k < s->files.count && !given; k++)
			if (pathlist_add_name(&input->files, folder,
			    s->files.at[k].at, e) < 0)
				return -1;
		if (check_output(input, s, where->output, e) < 0)
			return -1;
	}
	return 0;
}

/* --- opening --- */

static int
view_open(struct input_view *v, const struct source *s,
    const struct reader_files *files, struct err *e)
{
	if (!files->count && s->format != SOURCE_REST &&
	    s->format != SOURCE_POSTGRES)
		return err_set(e, ERR_USAGE, "source \"%.*s\" has no file: "
		    "give it as %.*s=FILE", SLICE_ARGS(s->name),
		    SLICE_ARGS(s->name));
	if (reader_open_files(&v->rows, s, files, e) < 0)
		return -1;
	bind_init(&v->bind, v->rows->columns, v->rows->all_count);
	return bind_filter(&v->bind, &v->filter, &s->filter, e);
}

static void
view_close(struct input_view *v)
{
	bind_filter_release(&v->filter);
	bind_release(&v->bind);
	reader_close(v->rows);
	v->rows = NULL;
}

static int
open_one(struct inputs *in, unsigned at, struct keytables *tables,
    struct err *e)
{
	const struct source *s = &in->profile->sources[at];
	struct input *input = &in->list[at];
	bool looked_up = keytables_need(tables, at), joined;
	const char *rejects = input->rejects_path;
	const struct reader_files all = {
	    (const char *const *)input->files.paths, input->files.count, false,
	    &in->open, in->fetch, false};
	const struct reader_files some = {&rejects, 1, true, &in->open, NULL,
	    false};
	struct reader_files changes = all;
	struct input_view *full;

	changes.changes = in->fetch && in->fetch->since && s->rest &&
	    s->rest->since.node;
	if (s->rest && input->files.count)
		return err_set(e, ERR_USAGE, "source \"%.*s\" is read from "
		    "its server: give a URL instead of a folder",
		    SLICE_ARGS(s->name));
	if (input->extracted && !in->of_rejects &&
	    view_open(&input->main, s, &changes, e) < 0)
		return -1;
	if (input->extracted && in->of_rejects &&
	    access(input->rejects_path, F_OK) == 0 &&
	    view_open(&input->main, s, &some, e) < 0)
		return -1;
	joined = in->of_rejects && s->structure && input->main.rows;
	if (!looked_up && !joined)
		return 0;
	if ((in->of_rejects || !input->extracted || changes.changes) &&
	    view_open(&input->full, s, &all, e) < 0)
		return -1;
	if (joined)
		reader_join(input->main.rows, input->full.rows);
	if (!looked_up)
		return 0;
	full = inputs_full(input);
	return keytables_bind(tables, at, full->rows, e);
}

static int
bind_entries(struct inputs *in, struct err *e)
{
	struct profile *p = in->profile;
	struct input_view *view;
	size_t i;

	for (i = 0; i < p->entry_count; i++) {
		view = &in->list[p->entries[i].source].main;
		if (view->rows && (bind_filter(&view->bind, &in->filters[i],
		    &p->entries[i].filter, e) < 0 ||
		    bind_entry(&view->bind, &p->entries[i], e) < 0))
			return -1;
	}
	return 0;
}

/* What optional columns that are missing take from the scope. */
static void
narrow(struct inputs *in)
{
	struct profile *p = in->profile;
	struct narrow_source *sources = mem_zero((p->source_count + 1) *
	    sizeof(*sources));
	struct input *input;
	size_t i;

	for (i = 0; i < p->source_count; i++) {
		input = &in->list[i];
		sources[i].main = input->main.rows;
		sources[i].filter = &input->main.filter;
		sources[i].full = inputs_full(input)->rows;
	}
	narrow_scope(p, sources, in->filters);
	mem_free(sources);
}

struct input_view *
inputs_full(struct input *in)
{
	if (in->full.rows)
		return &in->full;
	return &in->main;
}

int
inputs_open(struct inputs *in, struct profile *p, struct keytables *tables,
    const struct inputs_where *where, struct err *e)
{
	unsigned i;

	in->profile = p;
	in->of_rejects = where->rejects != NULL;
	in->list = mem_zero((p->source_count + 1) * sizeof(*in->list));
	in->filters = mem_zero((p->entry_count + 1) * sizeof(*in->filters));
	if (in->of_rejects && access(where->rejects, F_OK) < 0)
		return err_sys(e, "%s", where->rejects);
	for (i = 0; i < p->entry_count; i++)
		in->list[p->entries[i].source].extracted = true;
	if (find_files(in, tables, where, e) < 0)
		return -1;
	for (i = 0; i < p->source_count; i++)
		if (open_one(in, i, tables, e) < 0)
			return -1;
	if (bind_entries(in, e) < 0)
		return -1;
	narrow(in);
	return 0;
}

void
inputs_release(struct inputs *in)
{
	struct profile *p = in->profile;
	size_t i;

	for (i = 0; in->filters && i < p->entry_count; i++) {
		bind_filter_release(&in->filters[i]);
		bind_entry_release(&p->entries[i]);
	}
	for (i = 0; in->list && i < p->source_count; i++) {
		view_close(&in->list[i].main);
		view_close(&in->list[i].full);
		pathlist_release(&in->list[i].files);
		mem_free(in->list[i].rejects_path);
	}
	mem_free(in->filters);
	mem_free(in->list);
	*in = (struct inputs)INPUTS_INIT;
}

/* --- without data --- */

static int
check_source(struct profile *p, unsigned at, struct err *e)
{
	const struct source *s = &p->sources[at];
	struct bind_filter filter = {NULL, NULL, NULL};
	struct slice *names;
	struct bind b;
	size_t count, i;
	int rc = -1;

	count = source_names(s, &names);
	bind_init(&b, names, count);
	if (bind_filter(&b, &filter, &s->filter, e) < 0)
		goto out;
	for (i = 0; i < p->entry_count; i++) {
		struct bind_filter own = {NULL, NULL, NULL};

		if (p->entries[i].source != at)
			continue;
		rc = bind_filter(&b, &own, &p->entries[i].filter, e);
		if (rc == 0)
			rc = bind_entry(&b, &p->entries[i], e);
		bind_filter_release(&own);
		bind_entry_release(&p->entries[i]);
		if (rc < 0)
			goto out;
	}
	rc = 0;
out:
	bind_filter_release(&filter);
	bind_release(&b);
	mem_free(names);
	return rc;
}

int
inputs_check(struct profile *p, struct err *e)
{
	unsigned i;

	for (i = 0; i < p->source_count; i++)
		if (p->sources[i].columns_known && check_source(p, i, e) < 0)
			return -1;
	return 0;
}
