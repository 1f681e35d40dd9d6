/* reporting.c - ordering, the format's writer, and what stands aside. */
#include "diff/reporting.h"

#include "diff/aside.h"
#include "diff/webpage.h"

int
reporting_choose(struct report *how, const char *format, bool terminal,
    struct err *e)
{
	int i;

	how->format = terminal ? REPORT_TEXT : REPORT_DELTA;
	how->colour = terminal && !getenv("NO_COLOR");
	if (!format)
		return 0;
	for (i = 0; render_formats[i]; i++)
		if (strcmp(render_formats[i], format) == 0) {
			how->format = (enum report_format)i;
			return 0;
		}
	return err_set(e, ERR_USAGE, "--format: \"%s\" is none (expected "
	    "delta, text, csv, stat, names or html)", format);
}

static int
take_line(void *ctx, struct slice line, struct err *e)
{
	return ordering_put(ctx, line, e);
}

static int
tail(void *ctx, const struct report *how, struct zio_out *out, struct err *e)
{
	struct job *j = ctx;

	return aside_structure(&j->upshot, how, out, e);
}

static int
write_changes(const struct report *how, struct job *j, struct zio_out *out,
    struct err *e)
{
	struct ordering changes;
	int rc = -1;

	ordering_init(&changes);
	if (diff_each(&j->diff, take_line, &changes, e) == 0 &&
	    ordering_begin(&changes, e) == 0)
		rc = how->format == REPORT_HTML
		    ? webpage_write(how, &changes, out, e)
		    : render_write(how, &changes, out, e);
	ordering_release(&changes);
	return rc;
}

int
reporting_write(const struct report *how, struct job *j, struct zio_out *out,
    struct err *e)
{
	struct report with = *how;
	struct aside aside;
	int rc;

	with.counts = &j->diff.edits.counts;
	with.old_name = j->names[0];
	with.new_name = j->names[1];
	memset(&aside, 0, sizeof(aside));
	if (j->reaching)
		aside_init(&aside, j->forests, how->format == REPORT_CSV
		    ? SIZE_MAX : ASIDE_MOST);
	with.more = j->reaching ? aside_more : NULL;
	with.more_ctx = &aside;
	with.tail = j->telling ? tail : NULL;
	with.tail_ctx = j;
	rc = write_changes(&with, j, out, e);
	aside_release(&aside);
	return rc;
}

int
reporting_note(const struct report *how, struct job *j, struct err *e)
{
	return j->telling ? aside_structure(&j->upshot, how, NULL, e) : 0;
}
