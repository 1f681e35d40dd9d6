/*
 * rejects.c - the third sort against the sources, read once more.
 *
 * Rejects come in order of source and row, so the rows are found by one walk
 * along each source; a source without rejects is not read again.  A row that
 * several entries reject stands once, with all reasons.
 */
#include "extract/rejects.h"

#include <sys/stat.h>
#include <unistd.h>

#include "extract/reader.h"

struct walk {
	struct rejects *out;
	struct inputs *in;
	struct origin at; /* the row whose reasons are being gathered */
	bool has_row;
	struct buf columns, reasons;
	struct buf text;
	int reading; /* the source whose rows are walked along, or -1 */
	struct row row;
};

static int
make_folder(struct rejects *x, const char *folder, struct err *e)
{
	struct stat st;

	if (mkdir(folder, 0777) == 0) {
		x->made = folder;
		return 0;
	}
	if (errno == EEXIST && stat(folder, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	return err_sys(e, "%s", folder);
}

static int
open_files(struct rejects *x, struct inputs *in, const char *folder,
    struct err *e)
{
	const struct profile *p = in->profile;
	struct buf b = BUF_INIT(64 * 1024 * 1024);
	struct rows *rows;
	size_t i;
	int rc = make_folder(x, folder, e);

	for (i = 0; i < p->source_count && rc == 0; i++) {
		if (!in->list[i].extracted)
			continue;
		buf_clear(&b);
		buf_printf(&b, "%s/%s.rejects", folder, p->sources[i].name.at);
		rc = zio_out_open(&x->outs[i], buf_text(&b), false, e);
		rows = in->list[i].main.rows;
		if (rc < 0 || !rows)
			continue;
		buf_clear(&b);
		if (reader_rewind(rows, e) < 0) {
			rc = -1;
			break;
		}
		rows->format->reject_head(rows, &b);
		rc = zio_out_add(&x->outs[i], b.at, b.len, e);
	}
	buf_release(&b);
	return rc;
}

/* The row at hand becomes the one that was rejected. */
static int
find_row(struct walk *w, struct rows *rows, struct err *e)
{
	int got;

	if (w->reading != (int)w->at.source) {
		w->reading = (int)w->at.source;
		if (reader_rewind(rows, e) < 0)
			return -1;
	}
	while ((got = reader_next(rows, &w->row, e)) > 0)
		if (w->row.ordinal == w->at.ordinal)
			return 0;
	return got < 0 ? -1 : err_set(e, ERR_AGAIN, "%s: has changed while "
	    "it was read", rows->name);
}

/* All reasons of a row are known. */
static int
row_end(struct walk *w, struct err *e)
{
	struct zio_out *out = &w->out->outs[w->at.source];
	struct rows *rows = w->in->list[w->at.source].main.rows;
	struct rows_reject reject;
	char where[4200];

	if (!w->has_row)
		return 0;
	snprintf(where, sizeof(where), "%s:%lu", rows_name_of(rows,
	    w->at.ordinal), w->at.line);
	w->out->rows[w->at.source]++;
	if (!w->out->total++) {
		buf_printf(&w->out->first, "%s: %s%s%s", where,
		    buf_text(&w->columns), w->columns.len ? ": " : "",
		    buf_text(&w->reasons));
		(void)buf_text(&w->out->first);
	}
	if (!out->file.name)
		return 0;
	if (find_row(w, rows, e) < 0)
		return -1;
	reject = (struct rows_reject){slice_of(where), buf_slice(&w->columns),
	    buf_slice(&w->reasons)};
	buf_clear(&w->text);
	rows->format->reject(rows, &w->text, &reject);
	return zio_out_add(out, w->text.at, w->text.len, e);
}

/* Adds one of several; the same twice in a row stands once. */
static void
add_word(struct buf *b, struct slice word, const char *between)
{
	if (b->len >= word.len && slice_equal(word, slice_from(b->at + b->len -
	    word.len, word.len)))
		return;
	if (b->len)
		buf_add_text(b, between);
	buf_add_slice(b, word);
}

static int
take_line(struct walk *w, struct slice line, struct err *e)
{
	struct origin o = origin_parse(line.at);
	struct slice column, reason;

	reason = slice_from(line.at + ORIGIN_SIZE, line.len - ORIGIN_SIZE);
	column = slice_cut(&reason, '\1');
	if (!w->has_row || o.source != w->at.source ||
	    o.ordinal != w->at.ordinal) {
		if (row_end(w, e) < 0)
			return -1;
		w->has_row = true;
		w->at = o;
		buf_clear(&w->columns);
		buf_clear(&w->reasons);
	}
	add_word(&w->columns, column, ", ");
	add_word(&w->reasons, reason, "; ");
	return 0;
}

int
rejects_open(struct rejects *x, struct inputs *in, const char *folder,
    struct err *e)
{
	size_t i, count = in->profile->source_count;

	x->count = count;
	x->rows = mem_zero((count + 1) * sizeof(*x->rows));
	x->outs = mem_zero((count + 1) * sizeof(*x->outs));
	for (i = 0; i < count; i++)
		x->outs[i] = (struct zio_out)ZIO_OUT_INIT;
	return folder ? open_files(x, in, folder, e) : 0;
}

int
rejects_write(struct rejects *x, struct gather *g, struct inputs *in,
    struct err *e)
{
	struct walk w = {.out = x, .in = in, .reading = -1};
	struct slice line;
	int got = -1;

	buf_init(&w.columns, 4096);
	buf_init(&w.reasons, 4096);
	buf_init(&w.text, (size_t)128 * 1024 * 1024);
	if (sort_finish(g->rejects, e) < 0)
		goto out;
	while ((got = sort_next(g->rejects, &line, e)) > 0)
		if (take_line(&w, line, e) < 0)
			break;
	if (got == 0)
		got = row_end(&w, e);
out:
	buf_release(&w.columns);
	buf_release(&w.reasons);
	buf_release(&w.text);
	return got == 0 ? 0 : -1;
}

void
rejects_release(struct rejects *x)
{
	size_t i;

	for (i = 0; i < x->count; i++)
		zio_out_abandon(&x->outs[i]);
	/* Where nothing was published it is empty, else this does nothing. */
	if (x->made)
		rmdir(x->made);
	mem_free(x->outs);
	mem_free(x->rows);
	buf_release(&x->first);
	*x = (struct rejects)REJECTS_INIT;
}
