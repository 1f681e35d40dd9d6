/*
 * keytable.c - maps from keys to values, sums kept as exact decimals.
 *
 * A value that cannot be added spoils its key only: the rows that ask for it
 * are rejected, with the reason, and all others are not held up.
 */
#include "extract/keytable.h"

struct entry {
	struct slice value;
	struct decimal sum;
	unsigned long line; /* of the first row */
	bool bad;
};

struct keytable {
	const struct rule_lookup *lookup;
	int key, value; /* columns */
	struct map keys; /* to indexes of entries */
	struct entry *entries;
	size_t size;
	struct arena texts;
};

void
keytables_init(struct keytables *t, const struct rule_names *names)
{
	const struct rule_lookup *l;

	t->count = names->table_count;
	t->tables = mem_zero((t->count + 1) * sizeof(*t->tables));
	for (l = names->lookups; l; l = l->next)
		t->tables[l->table].lookup = l;
}

void
keytables_release(struct keytables *t)
{
	size_t i;

	for (i = 0; i < t->count; i++) {
		map_release(&t->tables[i].keys);
		arena_release(&t->tables[i].texts);
		mem_free(t->tables[i].entries);
	}
	mem_free(t->tables);
	*t = (struct keytables)KEYTABLES_INIT;
}

bool
keytables_need(const struct keytables *t, unsigned source)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (t->tables[i].lookup->source == source)
			return true;
	return false;
}

static int
find_column(const struct rows *r, const struct rule_lookup *l,
    const char *key, struct slice name, struct err *e)
{
	int at = source_column_find(r->columns, r->all_count, name);

	if (at >= 0)
		return at;
	return source_no_column(ydoc_get(l->node, key), name,
	    source_column_nearest(r->columns, r->all_count, name), e);
}

int
keytables_bind(struct keytables *t, unsigned source, const struct rows *r,
    struct err *e)
{
	const struct rule_lookup *l;
	size_t i;

	for (i = 0; i < t->count; i++) {
		l = t->tables[i].lookup;
		if (l->source != source)
			continue;
		t->tables[i].key = find_column(r, l, "key", l->key, e);
		if (t->tables[i].key < 0)
			return -1;
		t->tables[i].value = find_column(r, l, "value", l->value, e);
		if (t->tables[i].value < 0)
			return -1;
	}
	return 0;
}

static void
sum_add(struct entry *entry, struct slice text)
{
	const char *why;
	struct decimal d;

	if (!text.len || entry->bad)
		return;
	entry->bad = !numtext_parse(&d, text, (struct numtext){0, 0}, &why) ||
	    !decimal_add(&entry->sum, entry->sum, d);
	/* Something is there: a sum of 0 is not the same as nothing. */
	entry->value = SLICE("0");
}

static int
table_add(struct keytable *t, const struct rows *r, const struct row *row,
    struct err *e)
{
	struct slice key = row->fields[t->key], value = row->fields[t->value];
	struct entry *entry;
	uint64_t *at;
	bool added;

	if (!key.len)
		return 0;
	at = map_put(&t->keys, key, &added);
	if (added) {
		*at = t->keys.count - 1;
		if (*at >= t->size) {
			t->size = mem_next_size(t->size, *at + 1);
			t->entries = mem_grow(t->entries, t->size,
			    sizeof(*t->entries));
		}
		t->entries[*at] = (struct entry){
			.value = SLICE_INIT(""), .line = row->line};
	}
	entry = &t->entries[*at];
	if (t->lookup->several == RULE_SUM) {
		sum_add(entry, value);
		return 0;
	}
	if (added)
		entry->value = slice_copy(value, &t->texts);
	else if (t->lookup->several == RULE_FIRST)
		return 0;
	else if (!slice_equal(entry->value, value))
		return rows_error(r, row->line, e, "%.*s \"%.*s\" stands "
		    "twice with different %.*s, which is looked up (first at "
		    "line %lu)", SLICE_ARGS(t->lookup->key), SLICE_ARGS(key),
		    SLICE_ARGS(t->lookup->value), entry->line);
	return 0;
}

int
keytables_add(struct keytables *t, unsigned source, const struct rows *r,
    const struct row *row, struct err *e)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (t->tables[i].lookup->source == source &&
		    table_add(&t->tables[i], r, row, e) < 0)
			return -1;
	return 0;
}

enum keytable_result
keytables_find(const struct keytables *t, const struct rule_lookup *l,
    struct slice key, struct slice *value, struct arena *a)
{
	const struct keytable *table = &t->tables[l->table];
	const uint64_t *at = map_find(&table->keys, key);
	char text[DECIMAL_TEXT_SIZE];
	const struct entry *entry;
	size_t n;

	if (!at)
		return KEYTABLE_MISSING;
	entry = &table->entries[*at];
	if (entry->bad)
		return KEYTABLE_BAD;
	*value = entry->value;
	if (l->several == RULE_SUM && entry->value.len) {
		n = decimal_print(text, entry->sum);
		*value = slice_from(arena_copy(a, text, n), n);
	}
	return KEYTABLE_FOUND;
}
