/*
 * lookup.c - a map from encoded keys to rows in one array of cells.
 *
 * Rows that share a key are chained, and brought into order when they are
 * asked for: there are few of a key, and most keys are never asked for.
 */
#include "expr/lookup.h"

#include "base/decimal.h"
#include "expr/bigtable.h"

/* More than SQLite hands over: 127 arguments of 16 MiB. */
#define KEY_MOST ((size_t)1 << 32)

/* Each part behind its length, so that ("a", "bc") is not ("ab", "c"). */
static struct slice
encode(struct lookup *l, unsigned lane, const struct slice *keys)
{
	struct buf *key = &l->lanes[lane].key;
	unsigned i;

	if (l->key_count == 1)
		return keys[0];
	buf_clear(key);
	for (i = 0; i < l->key_count; i++) {
		buf_add(key, (const char *)&keys[i].len, sizeof(keys[i].len));
		buf_add_slice(key, keys[i]);
	}
	return buf_slice(key);
}

int
lookup_init(struct lookup *l, const char *name, const char *const *columns,
    unsigned key_count, struct err *e)
{
	unsigned i;

	memset(l, 0, sizeof(*l));
	for (i = 0; i < LOOKUP_LANES; i++) {
		buf_init(&l->lanes[i].key, KEY_MOST);
		buf_init(&l->lanes[i].texts, KEY_MOST);
	}
	l->memory = LOOKUP_MEMORY;
	l->name = mem_text(name);
	l->key_count = key_count;
	while (columns[l->column_count])
		l->column_count++;
	l->columns = mem_zero((l->column_count + 1) * sizeof(*l->columns));
	for (i = 0; i < l->column_count; i++) {
		if (lookup_column(l, slice_of(columns[i])) >= 0) {
			err_set(e, ERR_USAGE, "table \"%s\": column \"%s\" "
			    "stands twice", name, columns[i]);
			goto fail;
		}
		l->columns[i] = mem_text(columns[i]);
	}
	if (key_count && key_count <= l->column_count)
		return 0;
	err_set(e, ERR_USAGE, "table \"%s\": the key must have 1 to %u "
	    "columns, has %u", name, l->column_count, key_count);
fail:
	lookup_release(l);
	return -1;
}

void
lookup_release(struct lookup *l)
{
	unsigned i;

	for (i = 0; l->columns && l->columns[i]; i++)
		mem_free(l->columns[i]);
	for (i = 0; i < LOOKUP_LANES; i++) {
		buf_release(&l->lanes[i].key);
		buf_release(&l->lanes[i].texts);
		mem_free(l->lanes[i].rows);
	}
	mem_free(l->columns);
	mem_free(l->name);
	mem_free(l->cells);
	mem_free(l->next);
	mem_free(l->order);
	map_release(&l->keys);
	bigtable_free(l->big);
	memset(l, 0, sizeof(*l));
}

void
lookup_allow_many(struct lookup *l, const struct lookup_order *order,
    unsigned count)
{
	l->many = true;
	l->order = mem_grow(l->order, count + 1, sizeof(*order));
	if (count)
		memcpy(l->order, order, count * sizeof(*order));
	l->order_count = count;
}

int
lookup_column(const struct lookup *l, struct slice name)
{
	int i;

	for (i = 0; l->columns[i]; i++)
		if (slice_is(name, l->columns[i]))
			return i;
	return -1;
}

/* --- adding --- */

static int
stands_twice(const struct lookup *l, const struct slice *texts,
    struct err *e)
{
	return err_set(e, ERR_USAGE, "table \"%s\": two rows have the "
	    "key \"%.*s\"%s", l->name, SLICE_ARGS(texts[0]),
	    l->key_count > 1 ? ", ..." : "");
}

/* From here on rows go to a scratch database, and so do these. */
static int
move_out(struct lookup *l, struct err *e)
{
	size_t i;

	l->big = bigtable_new(l->column_count, e);
	if (!l->big)
		return -1;
	for (i = 0; i < l->row_count; i++)
		if (bigtable_add(l->big, encode(l, 0, lookup_row(l, i)),
		    lookup_row(l, i), l->many, e) < 0)
			return -1;
	mem_free(l->cells);
	mem_free(l->next);
	l->cells = NULL;
	l->next = NULL;
	l->row_size = 0;
	map_release(&l->keys);
	return 0;
}

static void
grow(struct lookup *l)
{
	if (l->row_count < l->row_size)
		return;
	l->row_size = mem_next_size(l->row_size, l->row_count + 1);
	l->cells = mem_grow(l->cells, l->row_size * l->column_count,
	    sizeof(*l->cells));
	if (l->many)
		l->next = mem_grow(l->next, l->row_size, sizeof(*l->next));
}

static int
add_in_memory(struct lookup *l, const struct slice *texts, struct err *e)
{
	struct slice *cells;
	unsigned i;
	bool added;
	uint64_t *row;

	row = map_put(&l->keys, encode(l, 0, texts), &added);
	if (!added && !l->many)
		return stands_twice(l, texts, e);
	grow(l);
	if (l->many)
		l->next[l->row_count] = added ? 0 : *row + 1;
	*row = l->row_count;
	cells = l->cells + l->row_count++ * l->column_count;
	for (i = 0; i < l->column_count; i++)
		cells[i] = texts[i].at ? slice_copy(texts[i], &l->keys.keys)
				       : slice_from(NULL, 0);
	return 0;
}

int
lookup_add(struct lookup *l, const struct slice *texts, struct err *e)
{
	unsigned i;
	int got;

	for (i = 0; i < l->key_count; i++)
		if (!texts[i].at)
			return err_set(e, ERR_USAGE, "table \"%s\": key column"
			    " \"%s\" is absent", l->name, l->columns[i]);
	if (!l->big && l->keys.keys.used + l->row_size * l->column_count *
	    sizeof(*l->cells) > l->memory && move_out(l, e) < 0)
		return -1;
	if (!l->big)
		return add_in_memory(l, texts, e);
	got = bigtable_add(l->big, encode(l, 0, texts), texts, l->many, e);
	if (got == 0)
		return stands_twice(l, texts, e);
	l->row_count++;
	return got < 0 ? -1 : 0;
}

/* --- finding --- */

/* Numbers by value, then texts by bytes, then what is absent. */
static int
compare_cells(struct slice a, struct slice b)
{
	struct decimal x, y;
	bool number_a, number_b;

	if (!a.at || !b.at)
		return !a.at - !b.at;
	number_a = decimal_parse(&x, a);
	number_b = decimal_parse(&y, b);
	if (number_a && number_b)
		return decimal_compare(x, y);
	if (number_a != number_b)
		return number_a ? -1 : 1;
	return slice_compare(a, b);
}

static int
compare_rows(const struct lookup *l, const struct slice *a,
    const struct slice *b)
{
	unsigned i;
	int order;

	for (i = 0; i < l->order_count; i++) {
		unsigned at = l->order[i].column;

		order = compare_cells(a[at], b[at]);
		/* what is absent is last in both directions */
		if (order)
			return l->order[i].down && a[at].at && b[at].at
			    ? -order : order;
	}
	for (i = 0; i < l->column_count; i++) {
		order = compare_cells(a[i], b[i]);
		if (order)
			return order;
	}
	return 0;
}

/* By insertion: rows of a key are few. */
static void
put_in_order(const struct lookup *l, struct slice *rows, int count,
    const struct slice *row)
{
	size_t width = l->column_count;

	while (count && compare_rows(l, rows + (size_t)(count - 1) * width,
	    row) > 0) {
		memcpy(rows + (size_t)count * width,
		    rows + (size_t)(count - 1) * width,
		    width * sizeof(*rows));
		count--;
	}
	memcpy(rows + (size_t)count * width, row, width * sizeof(*rows));
}

/* Room for one more row in the lane. */
static struct slice *
room(struct lookup *l, unsigned lane, int count)
{
	struct lookup_lane *at = &l->lanes[lane];
	size_t need = ((size_t)count + 1) * l->column_count;

	if (need > at->size) {
		at->size = mem_next_size(at->size, need);
		at->rows = mem_grow(at->rows, at->size, sizeof(*at->rows));
	}
	return at->rows;
}

/* Of a database: rows whose texts are copied into the lane. */
static int
find_outside(struct lookup *l, unsigned lane, struct slice key,
    struct err *e)
{
	struct lookup_lane *at = &l->lanes[lane];
	struct bigtable_rows found = {.texts = &at->texts};
	size_t width = l->column_count;
	struct slice *row;
	int count = 0, got;

	buf_clear(&at->texts);
	if (bigtable_find(l->big, lane, key, &found, e) < 0)
		return -1;
	row = mem_grow(NULL, width, sizeof(*row));
	while ((got = bigtable_row(&found, row)) > 0) {
		put_in_order(l, room(l, lane, count), count, row);
		count++;
	}
	mem_free(row);
	return count;
}

int
lookup_find(struct lookup *l, unsigned lane, const struct slice *keys,
    const struct slice **rows, struct err *e)
{
	struct slice key = encode(l, lane, keys);
	const uint64_t *first;
	size_t row;
	int count = 0;

	if (l->big) {
		count = find_outside(l, lane, key, e);
		*rows = l->lanes[lane].rows;
		return count;
	}
	first = map_find(&l->keys, key);
	if (!first)
		return 0;
	*rows = lookup_row(l, *first);
	if (!l->many || !l->next[*first])
		return 1;
	for (row = *first + 1; row; row = l->next[row - 1]) {
		put_in_order(l, room(l, lane, count), count,
		    lookup_row(l, row - 1));
		count++;
	}
	*rows = l->lanes[lane].rows;
	return count;
}

size_t
lookup_row_count(const struct lookup *l)
{
	return l->row_count;
}

const struct slice *
lookup_row(const struct lookup *l, size_t row)
{
	return l->cells + row * l->column_count;
}
