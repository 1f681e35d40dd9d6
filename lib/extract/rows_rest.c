/*
 * rows_rest.c - around the reader of JSON lines: fetching before, finding
 * rows that came twice, pages for line numbers.
 */
#include "extract/rows_rest.h"

#include "extract/fetch.h"
#include "extract/rows_json.h"
#include "format/json.h"
#include "format/json_pointer.h"
#include "io/zio.h"

struct rows_rest {
	struct pages pages;
	struct buf url;
	struct buf name; /* SOURCE URL page N; of a row that was asked for */
	struct buf at_hand; /* the same of the page at hand */
	uint64_t page;
	char path[32];
	/*
	 * Of each page that was reached: how many rows there were before it;
	 * an element of the answer may be several rows.
	 */
	uint64_t *before;
	uint64_t reached; /* pages */
	uint64_t *twice; /* elements that came before, ascending */
	size_t count, size, at;
};

/* --- rows that came twice --- */

/*
 * The hash of a row's id; an id that is missing is the row's own mistake, and
 * its members will say so.
 */
static int
id_of(const struct rows *r, struct slice line, struct hash128 *id,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct json_value v;
	struct json j;
	int got;

	json_init(&j, line, r->rest->name.at, 1, &a);
	got = json_pointer(&j, r->source->rest->id, e);
	if (got > 0)
		got = json_value(&j, &v, e) < 0 ? -1 : v.kind == JSON_STRING ||
		    v.kind == JSON_NUMBER;
	if (got > 0)
		*id = hash_128(v.text.at, v.text.len);
	arena_release(&a);
	return got;
}

static int
take_line(struct rows *r, struct map *ids, struct slice line,
    uint64_t ordinal, struct err *e)
{
	struct rows_rest *x = r->rest;
	struct hash128 id;
	uint64_t *value, hash;
	bool added;
	int got = id_of(r, line, &id, e);

	if (got <= 0)
		return got;
	hash = hash_64(line.at, line.len);
	value = map_put(ids, slice_from((const char *)&id, sizeof(id)),
	    &added);
	if (added) {
		*value = hash;
		return 0;
	}
	if (*value != hash) {
		if (pages_forget(&x->pages, e) < 0)
			return -1;
		return err_set(e, ERR_AGAIN, "%s: row %" PRIu64 " has the id "
		    "of one before and is another: it has changed while it "
		    "was read, try again", buf_text(&x->url), ordinal);
	}
	if (x->count == x->size) {
		x->size = mem_next_size(x->size, x->count + 1);
		x->twice = mem_grow(x->twice, x->size, sizeof(*x->twice));
	}
	x->twice[x->count++] = ordinal;
	return 0;
}

static int
find_twice(struct rows *r, struct err *e)
{
	struct zio_in in = ZIO_IN_INIT;
	struct map ids = MAP_INIT;
	uint64_t ordinal = 0;
	struct slice line;
	int got = -1;

	if (!r->source->rest->id.at)
		return 0;
	if (zio_in_open(&in, r->path, e) == 0)
		while ((got = zio_in_line(&in, &line, e)) > 0)
			if (take_line(r, &ids, line, ++ordinal, e) < 0) {
				got = -1;
				break;
			}
	zio_in_close(&in);
	map_release(&ids);
	return got;
}

/* --- names --- */

static const char *
name_page(const struct rows *r, struct buf *b, uint64_t page)
{
	buf_clear(b);
	buf_printf(b, "%s %s page %" PRIu64, r->source->name.at,
	    buf_text(&r->rest->url), page);
	return buf_text(b);
}

/* Of a row, by its number; what it is called is kept until the next call. */
static const char *
name_of(const struct rows *r, uint64_t ordinal)
{
	struct rows_rest *x = r->rest;
	uint64_t low = 0, high = x->reached;

	/* The last page with fewer rows before it. */
	while (low + 1 < high) {
		uint64_t middle = low + (high - low) / 2;

		if (x->before[middle] < ordinal)
			low = middle;
		else
			high = middle;
	}
	return name_page(r, &x->name, low + 1);
}

/* The row at hand comes from this page. */
static void
take_page(struct rows *r, uint64_t page, uint64_t ordinal)
{
	struct rows_rest *x = r->rest;

	if (page == x->page)
		return;
	x->page = page;
	while (x->reached < page)
		x->before[x->reached++] = ordinal - 1;
	r->name = name_page(r, &x->at_hand, page);
}

/* --- rows --- */

static int
open_rest(struct rows *r, struct err *e)
{
	struct rows_rest *x = mem_zero(sizeof(*x));
	const struct fetch_source from = {r->source->rest, r->source->name,
	    &x->pages, &x->url};

	r->rest = x;
	x->pages.file = (struct append)APPEND_INIT;
	buf_init(&x->url, 4096);
	buf_init(&x->name, 8192);
	buf_init(&x->at_hand, 8192);
	if (!r->fetch)
		BUG("a REST source without a fetch");
	if (fetch_pages(r->fetch, &from, r->changes, e) < 0)
		return -1;
	snprintf(x->path, sizeof(x->path), "/dev/fd/%d", x->pages.file.fd);
	r->path = x->path;
	x->before = mem_grow(NULL, (size_t)x->pages.last.number + 1,
	    sizeof(*x->before));
	r->name = name_page(r, &x->at_hand, 1);
	r->name_of = name_of;
	if (find_twice(r, e) < 0)
		return -1;
	return rows_json_lines_format.open(r, e);
}

static int
next_rest(struct rows *r, struct row *row, struct err *e)
{
	struct rows_rest *x = r->rest;
	uint64_t element, in_page;
	int got = rows_json_lines_format.next(r, row, e);

	if (got <= 0)
		return got;
	element = row->line;
	take_page(r, pages_find(&x->pages, element, &in_page), row->ordinal);
	row->line = (unsigned long)in_page;
	while (x->at < x->count && x->twice[x->at] < element)
		x->at++;
	row->skip = x->at < x->count && x->twice[x->at] == element;
	return 1;
}

static int
rewind_rest(struct rows *r, struct err *e)
{
	r->rest->at = 0;
	return rows_json_lines_format.rewind(r, e);
}

static void
close_rest(struct rows *r)
{
	struct rows_rest *x = r->rest;

	rows_json_lines_format.close(r);
	if (!x)
		return;
	pages_close(&x->pages);
	buf_release(&x->url);
	buf_release(&x->name);
	buf_release(&x->at_hand);
	mem_free(x->twice);
	mem_free(x->before);
	mem_free(x);
	r->rest = NULL;
}

static void
reject_head_rest(const struct rows *r, struct buf *b)
{
	rows_json_lines_format.reject_head(r, b);
}

static void
reject_rest(struct rows *r, struct buf *b, const struct rows_reject *reject)
{
	rows_json_lines_format.reject(r, b, reject);
}

const struct rows_format rows_rest_format = {
	open_rest, next_rest, rewind_rest, close_rest, reject_head_rest,
	reject_rest,
};
