/* page.c - copying rows out. */
#include "store/page.h"

#include "store/db.h"

static struct page_cell *
row_add(struct page *p)
{
	size_t need = (p->count + 1) * p->columns;

	if (need > p->size) {
		p->size = mem_next_size(p->size, need);
		p->cells = mem_grow(p->cells, p->size, sizeof(*p->cells));
	}
	return p->cells + p->count++ * p->columns;
}

int
page_load(struct page *p, struct db_query *q, size_t columns, struct err *e)
{
	size_t i;
	int got;

	arena_reset(&p->arena);
	p->columns = columns;
	p->count = 0;
	p->at = 0;
	while ((got = db_step(q, e)) > 0) {
		struct page_cell *cells = row_add(p);
		struct slice bytes;

		for (i = 0; i < columns; i++) {
			/* Few columns: no fear of the int. */
			int column = (int)i;

			cells[i] = (struct page_cell){{"", 0},
			    db_int(q, column)};
			if (cells[i].number)
				continue;
			bytes = db_bytes(q, column);
			if (bytes.len)
				cells[i].bytes = slice_copy(bytes, &p->arena);
		}
	}
	if (got < 0)
		p->count = 0;
	return got;
}

const struct page_cell *
page_next(struct page *p)
{
	return p->at < p->count ? p->cells + p->at++ * p->columns : NULL;
}

void
page_release(struct page *p)
{
	arena_release(&p->arena);
	mem_free(p->cells);
	*p = (struct page)PAGE_INIT;
}
