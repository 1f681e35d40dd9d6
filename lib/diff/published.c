/* published.c - rows of the ledger made a stream. */
#include "diff/published.h"

#include <unistd.h>

#include "io/file.h"
#include "io/log.h"
#include "model/scan.h"
#include "model/stream_out.h"
#include "store/db.h"
#include "store/ledger.h"
#include "store/toldscope.h"
#include "store/run.h"

struct reading {
	struct published *p;
	struct db *db;
	const char *target;
	bool known; /* some type was sent to it once */
	uint64_t states[LEDGER_STATES]; /* of the rows */
	struct buf filter; /* under which all of them were told */
};

void
published_release(struct published *p)
{
	if (p->path[0] && p->fd >= 0)
		close(p->fd);
	mem_free(p->name);
	*p = (struct published)PUBLISHED_INIT;
}

/* --- which types the target takes --- */

/* erp-load notes a section's form once the target has got records in it. */
static int
read_sections(struct reading *r, struct err *e)
{
	struct buf name = BUF_INIT(256);
	struct arena a = ARENA_INIT;
	struct slice hash;
	unsigned i;
	int got = 0;

	for (i = 0; i < TYPE_COUNT && got >= 0; i++) {
		buf_clear(&name);
		buf_printf(&name, "section:%.*s",
		    SLICE_ARGS(schema_types[i].name));
		got = run_checkpoint_get(r->db, &(struct run_checkpoint){
		    "erp-load", r->target, buf_text(&name)}, &hash, &a, e);
		r->p->types[i] = got > 0;
		r->known |= got > 0;
	}
	buf_release(&name);
	arena_release(&a);
	return got < 0 ? -1 : 0;
}

/* What never is a target's own record. */
static bool
of_no_target(unsigned type)
{
	return type == TYPE_WITHHELD || type == TYPE_ACKNOWLEDGMENT ||
	    type == TYPE_EXCEPTION;
}

/* Of many targets a few are named. */
#define OTHERS_MOST 5

static void
say_others(const struct reading *r, const char *const *names)
{
	struct buf b = BUF_INIT(4096);
	size_t i;

	for (i = 0; names[i] && i < OTHERS_MOST; i++)
		buf_printf(&b, "%s%s", i ? ", " : " (it knows ", names[i]);
	if (names[i])
		buf_add_text(&b, ", ...");
	log_note("%s: %s has acknowledged nothing yet: everything is new to "
	    "it%s%s", db_path(r->db), r->target, buf_text(&b),
	    b.len ? ")" : "");
	buf_release(&b);
}

static int
say_unknown(const struct reading *r, struct err *e)
{
	struct page page = PAGE_INIT;
	const struct page_cell *cell;
	const char **names = NULL, *nearest;
	size_t count = 0;

	if (ledger_targets(r->db, &page, e) < 0) {
		page_release(&page);
		return -1;
	}
	names = mem_zero((page.count + 1) * sizeof(*names));
	while ((cell = page_next(&page)) != NULL)
		names[count++] = cell[0].bytes.at;
	nearest = slice_nearest(slice_of(r->target), names);
	if (nearest)
		log_warning("%s: knows no target \"%s\" (did you mean %s?): "
		    "everything is new to it", db_path(r->db), r->target,
		    nearest);
	else
		say_others(r, names);
	mem_free(names);
	page_release(&page);
	return 0;
}

/* --- the rows --- */

/* The line that counts; empty: the target does not have the record. */
static struct slice
line_of(const struct ledger_row *row)
{
	if (row->state != LEDGER_ACCEPTED)
		return row->line;
	return slice_is(row->op, "remove") ? SLICE("") : row->intent;
}

static int
write_row(struct reading *r, const struct ledger_row *row,
    struct stream_out *out, struct err *e)
{
	struct slice line = line_of(row);
	struct scan scan;

	r->states[row->state]++;
	if (!line.len)
		return 0;
	if (!scan_key(&scan, line) || !slice_equal(row->key,
	    slice_from(line.at, scan.key_length)))
		return err_set(e, ERR_INPUT, "%s: %s: the row of %.*s holds "
		    "another record (erp-load --check-state looks for more)",
		    db_path(r->db), r->target, SLICE_ARGS(row->key));
	r->p->types[scan.type] = true;
	r->p->records++;
	return stream_out_line(out, line, scan.type, e);
}

static int
write_rows(struct reading *r, struct stream_out *out, struct err *e)
{
	struct ledger_cursor c;
	struct ledger_row row;
	int got;

	ledger_open(&c, r->db, r->target, SLICE(""));
	while ((got = ledger_next(&c, &row, e)) > 0)
		if (write_row(r, &row, out, e) < 0) {
			got = -1;
			break;
		}
	ledger_close(&c);
	return got;
}

/*
 * What a filter leaves out is not gone: where all rows were told under one,
 * it stands in the head, for the other side's to be compared with.
 */
static int
write_stream(struct reading *r, struct err *e)
{
	struct stream_out out = STREAM_OUT_INIT;
	struct head h;
	int rc = -1;

	if (stream_out_open(&out, r->p->path, false, e) < 0)
		goto out;
	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	h.system = slice_of(r->target);
	if (toldscope_filter(r->db, r->target, &r->filter, e) < 0)
		goto out;
	h.scope.filter = buf_slice(&r->filter);
	if (stream_out_head(&out, &h, e) < 0 || write_rows(r, &out, e) < 0)
		goto out;
	rc = stream_out_publish(&out, e);
out:
	if (rc < 0)
		stream_out_fail(&out, "bom-diff", e);
	stream_out_close(&out);
	return rc;
}

static void
say_under_way(const struct reading *r)
{
	struct buf b = BUF_INIT(1024);
	int i;

	for (i = LEDGER_POSTED + 1; i < LEDGER_STATES; i++)
		if (r->states[i])
			buf_printf(&b, "%s%" PRIu64 " %s", b.len ? ", " : "",
			    r->states[i],
			    ledger_state_name((enum ledger_state)i));
	if (b.len)
		log_note("%s: %s has records under way: %s (compared with "
		    "what it had last; what it accepted counts as had)",
		    db_path(r->db), r->target, buf_text(&b));
	buf_release(&b);
}

static int
read_target(struct reading *r, struct err *e)
{
	unsigned i;

	if (read_sections(r, e) < 0 || write_stream(r, e) < 0)
		return -1;
	if (!r->p->records && !r->known && say_unknown(r, e) < 0)
		return -1;
	for (i = 0; i < TYPE_COUNT; i++)
		if (!r->known && !r->p->records)
			r->p->types[i] = !of_no_target(i);
	say_under_way(r);
	return 0;
}

int
published_load(struct published *p, const char *target, const char *state,
    struct err *e)
{
	struct reading r = {.p = p, .target = target};
	struct buf name = BUF_INIT(KEY_MOST);
	int rc = -1;

	*p = (struct published)PUBLISHED_INIT;
	buf_init(&r.filter, ZIO_LINE_MOST);
	buf_printf(&name, "%s, as acknowledged", target);
	p->name = mem_text(buf_text(&name));
	buf_release(&name);
	p->fd = file_scratch(e);
	snprintf(p->path, sizeof(p->path), "/dev/fd/%d", p->fd);
	if (p->fd >= 0 && db_open(&r.db, state, DB_READ, e) == 0)
		rc = read_target(&r, e);
	db_close(r.db);
	buf_release(&r.filter);
	return rc;
}
