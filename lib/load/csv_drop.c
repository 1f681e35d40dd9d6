/* csv_drop.c - files made in the spool, then moved, the marker last. */
#include "load/csv_drop.h"

#include <unistd.h>

#include "base/fault.h"
#include "io/folder.h"
#include "load/csv_file.h"
#include "load/order.h"
#include "model/recin.h"
#include "store/ledger.h"

#define TEXT_MOST ((size_t)1024 * 1024)

struct making {
	const struct csv_drop *drop;
	struct csv_file *files[TYPE_COUNT]; /* those that have rows */
	struct buf totals;
	struct buf marker;
	struct arena arena;
};

/* --- names --- */

/* In the arena: what a file of this drop is called, without a folder. */
static const char *
name_of(const struct csv_drop *d, const char *rest, struct arena *a)
{
	struct buf b = BUF_INIT(TEXT_MOST);
	const char *name;

	buf_printf(&b, "%s-%06" PRIu64 "%s", d->spec->name, d->log->sequence,
	    rest);
	name = slice_copy(buf_slice(&b), a).at;
	buf_release(&b);
	return name;
}

static const char *
name_of_table(const struct csv_drop *d, const struct target_section *s,
    struct arena *a)
{
	struct buf b = BUF_INIT(TEXT_MOST);
	const char *name;

	buf_printf(&b, "-%s.csv", s->table);
	name = name_of(d, buf_text(&b), a);
	buf_release(&b);
	return name;
}

static const char *
in(const char *folder, const char *name, struct arena *a)
{
	struct buf b = BUF_INIT(TEXT_MOST);
	const char *path;

	buf_printf(&b, "%s/%s", folder, name);
	path = slice_copy(buf_slice(&b), a).at;
	buf_release(&b);
	return path;
}

/* --- making --- */

static struct csv_file *
file_of(struct making *m, const struct target_section *s, struct err *e)
{
	const struct csv_drop *d = m->drop;
	struct csv_file **f = &m->files[s->type];

	if (*f)
		return *f;
	*f = mem_zero(sizeof(**f));
	return csv_file_open(*f, d->spec, s, in(d->spec->spool,
	    name_of_table(d, s, &m->arena), &m->arena), e) < 0 ? NULL : *f;
}

static int
add_logged(struct making *m, const struct csv_row *row, struct err *e)
{
	const struct csv_drop *d = m->drop;
	const struct target_section *s = &d->profile->sections[row->type];
	struct csv_file *f;
	char hash[17] = "";

	if (s->used)
		csv_log_hash(hash, s);
	if (!slice_is(row->hash, hash) || row->count != s->count)
		return err_set(e, ERR_USAGE, "%s: has rows of %.*s with other "
		    "columns than %s has (finish the drop with the profile "
		    "that began it)", d->log->path,
		    SLICE_ARGS(schema_types[row->type].name),
		    d->profile->doc.name);
	f = file_of(m, s, e);
	return f ? csv_file_add(f, row->op, row->values, e) : -1;
}

static int
add_changes(struct making *m, struct err *e)
{
	struct csv_row *row = mem_zero(sizeof(*row));
	struct csv_cursor c;
	int got;

	csv_log_walk(m->drop->log, &c);
	while ((got = csv_log_row(&c, row, e)) > 0)
		if (add_logged(m, row, e) < 0) {
			got = -1;
			break;
		}
	mem_free(row);
	return got;
}

static int
add_known(struct making *m, const struct target_section *s,
    const struct ledger_row *row, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct column_value *values = arena_alloc(&a,
	    (s->count + 1) * sizeof(*values));
	struct csv_file *f = file_of(m, s, e);
	struct record *r = arena_alloc(&a, sizeof(*r));
	int rc = f ? 0 : -1;

	if (rc == 0 && row->line.len) {
		rc = recin_parse(r, row->line, JSON_AT("<ledger>", 0), &a, e);
		if (rc == 0)
			rc = column_values(s, r, values, &a, e);
		if (rc == 0)
			rc = csv_file_add(f, CHANGE_ADD, values, e);
	}
	arena_release(&a);
	return rc;
}

/* All that the ledger has, in order of keys; a type without rows, too. */
static int
add_all(struct making *m, struct err *e)
{
	const struct target_profile *p = m->drop->profile;
	struct buf prefix = BUF_INIT(TEXT_MOST);
	unsigned i;
	int got = 0;

	for (i = 0; i < ORDER_COUNT && got == 0; i++) {
		const struct target_section *s = &p->sections[order_types[i]];
		struct ledger_cursor c;
		struct ledger_row row;

		if (!s->used)
			continue;
		if (!file_of(m, s, e)) {
			got = -1;
			break;
		}
		buf_clear(&prefix);
		buf_add_slice(&prefix, schema_types[s->type].lead);
		buf_add_byte(&prefix, ',');
		ledger_open(&c, m->drop->db, p->name, buf_slice(&prefix));
		while ((got = ledger_next(&c, &row, e)) > 0)
			if (add_known(m, s, &row, e) < 0) {
				got = -1;
				break;
			}
		ledger_close(&c);
	}
	buf_release(&prefix);
	return got;
}

static int
write_text(const char *path, const struct buf *text, struct err *e)
{
	struct file_out out = FILE_OUT_INIT;

	if (file_out_open(&out, path, e) < 0)
		return -1;
	if (text->len && file_out_add(&out, text->at, text->len, e) < 0) {
		file_out_abandon(&out);
		return -1;
	}
	return file_out_publish(&out, e);
}

/* The files are whole in the spool; totals and marker beside them. */
static int
finish_files(struct making *m, struct err *e)
{
	const struct csv_drop *d = m->drop;
	const char *spool = d->spec->spool, *totals;
	unsigned i;

	buf_printf(&m->totals, "file%ccolumn%ctotal%s", d->spec->delimiter,
	    d->spec->delimiter, d->spec->crlf ? "\r\n" : "\n");
	for (i = 0; i < ORDER_COUNT; i++) {
		struct csv_file *f = m->files[order_types[i]];
		const char *name;

		if (!f)
			continue;
		name = name_of_table(d, f->section, &m->arena);
		csv_file_add_totals(&m->totals, f, name);
		buf_printf(&m->marker, "%s\n", name);
		if (fault_fires("load.drop-file"))
			return err_set(e, ERR_AGAIN, "%s: %s", spool, name);
		if (csv_file_publish(f, e) < 0)
			return -1;
	}
	totals = name_of(d, ".totals.csv", &m->arena);
	buf_printf(&m->marker, "%s\n", totals);
	if (write_text(in(spool, totals, &m->arena), &m->totals, e) < 0)
		return -1;
	return write_text(in(spool, name_of(d, ".done", &m->arena),
	    &m->arena), &m->marker, e);
}

static int
make_files(const struct csv_drop *d, struct err *e)
{
	struct making m = {.drop = d};
	unsigned i;
	int rc;

	buf_init(&m.totals, TEXT_MOST);
	buf_init(&m.marker, TEXT_MOST);
	rc = d->spec->full ? add_all(&m, e) : add_changes(&m, e);
	if (rc == 0)
		rc = finish_files(&m, e);
	for (i = 0; i < TYPE_COUNT; i++) {
		if (m.files[i])
			csv_file_abandon(m.files[i]);
		mem_free(m.files[i]);
	}
	buf_release(&m.totals);
	buf_release(&m.marker);
	arena_release(&m.arena);
	return rc;
}

/* --- moving --- */

/* One that is not in the spool any more has moved before. */
static int
move(const struct csv_drop *d, const char *name, struct arena *a,
    struct err *e)
{
	if (fault_fires("load.drop-move"))
		return err_set(e, ERR_AGAIN, "%s: %s", d->spec->folder, name);
	return folder_move(in(d->spec->spool, name, a), in(d->spec->folder,
	    name, a), e) < 0 ? -1 : 0;
}

/* What the marker lists, then itself. */
static int
move_all(const struct csv_drop *d, struct slice list, struct arena *a,
    struct err *e)
{
	while (list.len) {
		struct slice name = slice_copy(slice_cut(&list, '\n'), a);

		if (move(d, name.at, a, e) < 0)
			return -1;
	}
	return move(d, name_of(d, ".done", a), a, e);
}

int
csv_drop_resume(const struct csv_drop *d, struct err *e)
{
	struct buf list = BUF_INIT(TEXT_MOST);
	struct arena a = ARENA_INIT;
	const char *marker;
	int rc = 0;

	if (!d->log->closing)
		return 0;
	marker = in(d->spec->spool, name_of(d, ".done", &a), &a);
	/* Without it all has moved, and only the log is behind. */
	if (access(marker, F_OK) == 0) {
		rc = file_load(&list, marker, TEXT_MOST, e);
		if (rc == 0)
			rc = move_all(d, buf_slice(&list), &a, e);
	}
	if (rc == 0 && fault_fires("load.drop-done"))
		rc = err_set(e, ERR_AGAIN, "%s: the drop is there",
		    d->spec->folder);
	buf_release(&list);
	arena_release(&a);
	return rc < 0 ? -1 : csv_log_next(d->log, e);
}

int
csv_drop_make(const struct csv_drop *d, struct err *e)
{
	if (!d->log->rows)
		return 0;
	if (make_files(d, e) < 0 || csv_log_closing(d->log, e) < 0)
		return -1;
	return csv_drop_resume(d, e);
}
