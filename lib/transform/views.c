/* views.c - which views are written, and a pass for each. */
#include "transform/views.h"

#include "io/log.h"
#include "io/path.h"

int
views_load(struct views *v, struct shared *s, const struct ydoc_node *n,
    struct err *e)
{
	v->rules_name = s->doc.name;
	return viewrules_read(&v->rules, s, n, e);
}

void
views_release(struct views *v)
{
	size_t i;

	for (i = 0; i < v->count; i++) {
		stream_out_close(&v->list[i].out);
		mem_free(v->list[i].path);
	}
	mem_free(v->list);
	memset(v, 0, sizeof(*v));
}

/* --- files --- */

static struct views_output *
add_output(struct views *v, const struct viewrules_view *view)
{
	struct views_output *o;
	size_t i;

	for (i = 0; i < v->count; i++)
		if (v->list[i].view == view)
			return &v->list[i];
	v->list = mem_grow(v->list, v->count + 1, sizeof(*v->list));
	o = &v->list[v->count++];
	memset(o, 0, sizeof(*o));
	o->view = view;
	o->out = (struct stream_out)STREAM_OUT_INIT;
	return o;
}

static void
set_path(struct views_output *o, const char *folder, const char *file)
{
	struct buf b = BUF_INIT((size_t)1024 * 1024);

	if (folder)
		buf_printf(&b, "%s%s", folder, *folder &&
		    folder[strlen(folder) - 1] == '/' ? "" : "/");
	buf_add_text(&b, file);
	mem_free(o->path);
	o->path = mem_text(buf_text(&b));
	buf_release(&b);
}

/* NAME=FILE */
static int
take_named(struct views *v, const char *text, struct err *e)
{
	struct slice rest = slice_of(text);
	struct slice name = slice_cut(&rest, '=');
	const struct viewrules_view *view = viewrules_find(&v->rules, name);
	const char *nearest;

	if (!rest.len || path_standard(rest.at))
		return err_set(e, ERR_USAGE, "--view: \"%s\" is no NAME=FILE",
		    text);
	if (view) {
		set_path(add_output(v, view), NULL, rest.at);
		return 0;
	}
	nearest = slice_nearest(name, v->rules.names);
	return err_set(e, ERR_USAGE, "--view: %s has no audience \"%.*s\""
	    "%s%s%s", v->rules_name, SLICE_ARGS(name),
	    nearest ? " (did you mean \"" : "", nearest ? nearest : "",
	    nearest ? "\"?)" : "");
}

static int
check_path(const struct views *v, size_t i, const struct views_wish *w,
    struct err *e)
{
	const char *path = v->list[i].path;
	size_t k;

	for (k = 0; k < i; k++)
		if (path_same(path, v->list[k].path))
			return err_set(e, ERR_USAGE, "%s: would be the view "
			    "of both %.*s and %.*s", path,
			    SLICE_ARGS(v->list[k].view->name),
			    SLICE_ARGS(v->list[i].view->name));
	for (k = 0; k < w->other_count; k++)
		if (path_same(path, w->others[k]))
			return err_set(e, ERR_USAGE, "%s: the view of %.*s "
			    "would be written over %s, which this command "
			    "needs too (name another file)", path,
			    SLICE_ARGS(v->list[i].view->name), w->others[k]);
	return 0;
}

int
views_open(struct views *v, const struct views_wish *w, struct err *e)
{
	size_t i;

	if ((w->folder || w->named->count) && !v->rules.view_count)
		return err_set(e, ERR_USAGE, "%s: publishes nothing, so there "
		    "are no views to be written", v->rules_name);
	for (i = 0; w->folder && i < v->rules.view_count; i++)
		set_path(add_output(v, &v->rules.views[i]), w->folder,
		    v->rules.views[i].file);
	for (i = 0; i < w->named->count; i++)
		if (take_named(v, w->named->texts[i], e) < 0)
			return -1;
	for (i = 0; i < v->count; i++)
		if (check_path(v, i, w, e) < 0)
			return -1;
	for (i = 0; i < v->count; i++)
		if (stream_out_open(&v->list[i].out, v->list[i].path, false,
		    e) < 0)
			return -1;
	return 0;
}

/* --- all of them --- */

int
views_write(struct views *v, const struct spool *in, const struct head *head,
    bool bare, struct err *e)
{
	struct viewcontrol control;
	size_t i;
	int rc;

	if (!bare && viewcontrol_check_scope(&v->rules, &head->scope,
	    v->rules_name, e) < 0)
		return -1;
	rc = viewcontrol_load(&control, &v->rules, in, e);
	for (i = 0; rc == 0 && i < v->count; i++) {
		struct viewpass pass = {.rules = &v->rules, .control = &control,
		    .view = v->list[i].view, .in = in,
		    .out = &v->list[i].out};

		rc = viewpass_run(&pass, head, bare, e);
		v->list[i].counts = pass.counts;
	}
	viewcontrol_release(&control);
	return rc;
}

int
views_seal(struct views *v, struct err *e)
{
	size_t i;

	for (i = 0; i < v->count; i++)
		if (stream_out_seal(&v->list[i].out, e) < 0)
			return -1;
	return 0;
}

void
views_abandon(struct views *v)
{
	size_t i;

	for (i = 0; i < v->count; i++)
		zio_out_abandon(&v->list[i].out.zio);
}

/* --- what it came to --- */

void
views_tell(const struct views *v)
{
	size_t i;

	for (i = 0; i < v->count; i++) {
		const struct views_output *o = &v->list[i];
		const struct viewpass_counts *c = &o->counts;

		log_note("view %.*s: %" PRIu64 " in: %" PRIu64 " given, %"
		    PRIu64 " not named, %" PRIu64 " of other plants, %" PRIu64
		    " refused, %" PRIu64 " withheld that it is not told of",
		    SLICE_ARGS(o->view->name), c->taken, c->given,
		    c->unnamed, c->elsewhere, c->refused, c->untold);
	}
}

void
views_fates(struct run_counts *to, const struct views_output *o)
{
	const struct viewpass_counts *c = &o->counts;

	*to = (struct run_counts){.taken = c->taken, .passed = c->given,
	    .given = c->given, .held = c->refused,
	    .dropped = c->unnamed + c->elsewhere + c->untold};
	if (to->taken != to->passed + to->held + to->dropped)
		BUG("a view: a record without a fate, or with two");
}
