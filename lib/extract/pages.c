/* pages.c - data first, then the mark: what restarting needs, and no more. */
#include "extract/pages.h"

#include "base/fault.h"
#include "io/log.h"
#include "store/db.h"
#include "store/lease.h"
#include "store/transaction.h"

#include <sys/stat.h>
#include <unistd.h>

#define NEXT_MOST ((size_t)1024 * 1024)

static void
note(struct pages *p, const struct extraction_page *page)
{
	if (page->number > p->size) {
		p->size = mem_next_size(p->size, (size_t)page->number);
		p->ends = mem_grow(p->ends, p->size, sizeof(*p->ends));
	}
	p->ends[page->number - 1] = page->rows;
	if (page->next.len)
		(void)map_put(&p->seen, page->next, NULL);
	buf_clear(&p->next);
	buf_add_slice(&p->next, page->next);
	p->last = *page;
	p->last.next = buf_slice(&p->next);
}

/*
 * A page's rows and the mark are two things; a power cut may have kept the
 * mark alone.
 */
static bool
page_good(const struct pages *p, const struct extraction_page *page)
{
	struct err why = ERR_INIT;
	struct hash128 hash;

	if (page->number != p->last.number + 1 ||
	    page->bytes < p->last.bytes || page->bytes > p->file.size)
		return false;
	return append_hash(&p->file, p->last.bytes, page->bytes, &hash,
	    &why) == 0 && hash_equal(hash, page->hash);
}

static int
take_up(struct pages *p, struct err *e)
{
	const struct pages_store *s = p->store;
	struct extraction_page page;
	struct page list = PAGE_INIT;
	int rc = extraction_pages(s->db, &list, s->identity, p->source, e);

	while (rc == 0 && extraction_page_next(&list, &page)) {
		if (!page_good(p, &page))
			break;
		note(p, &page);
	}
	page_release(&list);
	if (rc < 0 || extraction_pages_drop(s->db, s->identity, p->source,
	    p->last.number, e) < 0)
		return -1;
	return append_cut(&p->file, p->last.bytes, e);
}

/* The folder of the identity, in that of all pages; for the owner only. */
static int
make_folders(const char *folder, struct err *e)
{
	char *above = mem_text(folder), *slash = strrchr(above, '/');
	int rc;

	if (slash)
		*slash = '\0';
	rc = slash && mkdir(above, 0700) < 0 && errno != EEXIST ? -1 : 0;
	if (rc == 0 && mkdir(folder, 0700) < 0 && errno != EEXIST)
		rc = -1;
	if (rc < 0)
		err_sys(e, "%s", folder);
	mem_free(above);
	return rc;
}

int
pages_open(struct pages *p, const struct pages_store *store,
    struct slice source, struct err *e)
{
	struct buf path = BUF_INIT(1024 * 1024);

	*p = (struct pages){.store = store, .source = source,
	    .file = APPEND_INIT, .seen = MAP_INIT, .next = BUF_INIT(NEXT_MOST)};
	p->last.total = -1;
	p->last.next = SLICE("");
	if (!store)
		return append_open(&p->file, NULL, e);
	buf_printf(&path, "%s/%.*s.jsonl", store->folder,
	    SLICE_ARGS(source));
	p->path = mem_text(buf_text(&path));
	buf_release(&path);
	if (make_folders(store->folder, e) < 0 ||
	    append_open(&p->file, p->path, e) < 0 || take_up(p, e) < 0)
		return -1;
	if (p->last.number)
		log_note("%.*s: goes on behind page %" PRIu64 " of a run that "
		    "was stopped", SLICE_ARGS(source), p->last.number);
	return 0;
}

void
pages_close(struct pages *p)
{
	append_close(&p->file);
	mem_free(p->path);
	mem_free(p->ends);
	map_release(&p->seen);
	buf_release(&p->next);
	memset(p, 0, sizeof(*p));
	p->file = (struct append)APPEND_INIT;
}

static int
mark(const struct pages *p, const struct extraction_page *page,
    struct err *e)
{
	const struct pages_store *s = p->store;
	bool mine;
	int rc;

	if (fault_fires("pages.before-mark"))
		return err_set(e, ERR_AGAIN, "%s: not noted", p->path);
	if (transaction_enter(s->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(s->db, s->lease, e);
	if (rc == 0)
		rc = extraction_page_put(s->db, s->identity, p->source, page,
		    e);
	return transaction_leave(s->db, mine, rc, e);
}

int
pages_add(struct pages *p, struct slice lines, uint64_t rows,
    const struct extraction_page *page, struct err *e)
{
	struct extraction_page own = *page;

	own.number = p->last.number + 1;
	own.rows = p->last.rows + rows;
	own.bytes = p->last.bytes + lines.len;
	own.hash = hash_128(lines.at, lines.len);
	if (append_add(&p->file, lines.at, lines.len, e) < 0 ||
	    (p->store && mark(p, &own, e) < 0))
		return -1;
	note(p, &own);
	return 0;
}

bool
pages_seen(const struct pages *p, struct slice next)
{
	return map_find(&p->seen, next) != NULL;
}

int
pages_forget(struct pages *p, struct err *e)
{
	const struct pages_store *s = p->store;

	if (s && extraction_pages_drop(s->db, s->identity, p->source, 0,
	    e) < 0)
		return -1;
	memset(&p->last, 0, sizeof(p->last));
	return append_cut(&p->file, 0, e);
}

uint64_t
pages_find(const struct pages *p, uint64_t row, uint64_t *in_page)
{
	uint64_t low = 0, high = p->last.number;

	/* The first page whose end is not before the row. */
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (p->ends[middle] < row)
			low = middle + 1;
		else
			high = middle;
	}
	*in_page = row - (low ? p->ends[low - 1] : 0);
	return low + 1;
}
