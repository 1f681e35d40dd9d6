/* reports.c - a table of forms. */
#include "reconcile/reports.h"

#include "reconcile/report.h"
#include "reconcile/report_csv.h"
#include "reconcile/report_html.h"
#include "reconcile/report_json.h"

const char *const reports_formats[] = {"text", "json", "csv", "html", NULL};

static const struct form {
	int (*write)(struct zio_out *out, const struct summary *s,
	    struct err *e) MUST_USE;
	uint64_t most; /* findings listed where nobody says how many */
} forms[REPORTS_FORMATS] = {
    {report_text, 20},
    {report_json, 1000},
    {report_csv, UINT64_MAX},
    {report_html, 1000},
};

bool
reports_parse(enum reports_format *format, const char *name)
{
	unsigned i;

	for (i = 0; reports_formats[i]; i++)
		if (strcmp(reports_formats[i], name) == 0) {
			*format = (enum reports_format)i;
			return true;
		}
	return false;
}

void
reports_init(struct reports *r, long most)
{
	memset(r, 0, sizeof(*r));
	r->most = most;
}

void
reports_want(struct reports *r, enum reports_format format, const char *path)
{
	if (r->count == REPORTS_MOST)
		BUG("more reports than there is room for");
	r->list[r->count].format = format;
	r->list[r->count].path = path;
	r->list[r->count++].out = (struct zio_out)ZIO_OUT_INIT;
}

static uint64_t
listed(const struct reports *r, enum reports_format format)
{
	return r->most < 0 ? forms[format].most : (uint64_t)r->most;
}

uint64_t
reports_listed(const struct reports *r)
{
	uint64_t most = 0;
	size_t i;

	for (i = 0; i < r->count; i++)
		if (listed(r, r->list[i].format) > most)
			most = listed(r, r->list[i].format);
	return most;
}

int
reports_open(struct reports *r, struct err *e)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (zio_out_open(&r->list[i].out, r->list[i].path, false,
		    e) < 0)
			return -1;
	return 0;
}

int
reports_write(struct reports *r, struct summary *s, struct err *e)
{
	size_t i;

	for (i = 0; i < r->count; i++) {
		s->most = listed(r, r->list[i].format);
		if (forms[r->list[i].format].write(&r->list[i].out, s, e) < 0)
			return -1;
	}
	return 0;
}

size_t
reports_outs(struct reports *r, struct zio_out **outs, size_t count)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		outs[count++] = &r->list[i].out;
	return count;
}

void
reports_abandon(struct reports *r)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		zio_out_abandon(&r->list[i].out);
}
