/*
 * inputs.c - from operands to open sources.
 *
 * When corrected rejects are read, a source is there twice: its rejects give
 * the records, while others still look things up in all of it.
 */
#include "extract/inputs.h"

#include <unistd.h>

#include "extract/reader.h"
#include "io/path.h"

/* --- where the files are --- */

static char *
join(const char *folder, const char *name, const char *suffix)
{
	struct buf b = BUF_INIT(1024 * 1024);
	char *path;

	if (folder && *name != '/') {
		buf_add_text(&b, folder);
		buf_add_byte(&b, '/');
	}
	buf_add_text(&b, name);
	buf_add_text(&b, suffix);
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

static int
find_files(struct inputs *in, const struct inputs_where *where,
    struct err *e)
{
	const struct profile *p = in->profile;
	const char *folder = NULL, *file;
	char *const *o;
	size_t i;
	int at;

	for (o = where->operands; *o; o++) {
		at = operand_source(p, *o);
		if (at < 0 && folder)
			return err_set(e, ERR_USAGE, "\"%s\" is a second "
			    "folder, or names no source of the profile", *o);
		if (at < 0 && strchr(*o, '=') && access(*o, F_OK) != 0)
			return err_set(e, ERR_USAGE, "\"%s\" is no folder, "
			    "and names no source of the profile (expected "
			    "SOURCE=FILE)", *o);
		if (at < 0) {
			folder = *o;
		} else {
			mem_free(in->list[at].path);
			in->list[at].path = mem_text(strchr(*o, '=') + 1);
		}
	}
	for (i = 0; i < p->source_count; i++) {
		file = p->sources[i].file;
		if (!in->list[i].path && file)
			in->list[i].path = join(folder, file, "");
		if (path_same(where->output, in->list[i].path))
			return err_set(e, ERR_USAGE, "%s: is the source "
			    "\"%.*s\", and would be written over (name "
			    "another file)", where->output,
			    SLICE_ARGS(p->sources[i].name));
		if (where->rejects)
			in->list[i].rejects_path = join(where->rejects,
			    p->sources[i].name.at, ".rejects");
	}
	return 0;
}

/* --- opening --- */

static int
view_open(struct input_view *v, const struct source *s,
    const struct reader_file *file, struct err *e)
{
	if (!file->path)
		return err_set(e, ERR_USAGE, "source \"%.*s\" has no file: "
		    "give it as %.*s=FILE", SLICE_ARGS(s->name),
		    SLICE_ARGS(s->name));
	if (reader_open(&v->rows, s, file, e) < 0)
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
	bool looked_up = keytables_need(tables, at);
	const struct reader_file all = {input->path, false, &in->open};
	const struct reader_file some = {input->rejects_path, true, &in->open};
	struct input_view *full;

	if (input->extracted && !in->of_rejects &&
	    view_open(&input->main, s, &all, e) < 0)
		return -1;
	if (input->extracted && in->of_rejects &&
	    access(input->rejects_path, F_OK) == 0 &&
	    view_open(&input->main, s, &some, e) < 0)
		return -1;
	if (!looked_up)
		return 0;
	if ((in->of_rejects || !input->extracted) &&
	    view_open(&input->full, s, &all, e) < 0)
		return -1;
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
	if (find_files(in, where, e) < 0)
		return -1;
	for (i = 0; i < p->entry_count; i++)
		in->list[p->entries[i].source].extracted = true;
	for (i = 0; i < p->source_count; i++)
		if (open_one(in, i, tables, e) < 0)
			return -1;
	return bind_entries(in, e);
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
		mem_free(in->list[i].path);
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
