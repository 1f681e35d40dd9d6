/* withheld.c - a set of key prefixes, asked upwards. */
#include "model/withheld.h"

void
withheld_release(struct withheld *w)
{
	map_release(&w->keys);
}

int
withheld_about(struct key *k, struct slice line, struct arena *a,
    struct err *e)
{
	struct key mine;
	enum record_type type;

	if (!key_parse_prefix(&mine, line, a) || mine.type != TYPE_WITHHELD)
		BUG("withheld_about: not a withheld record");
	if (!schema_find(&type, mine.parts[WITHHELD_RECORD_TYPE]))
		return err_set(e, ERR_INPUT, "withheld: record_type \"%.*s\" "
		    "is unknown",
		    SLICE_ARGS(mine.parts[WITHHELD_RECORD_TYPE]));
	if (key_parse_record_key(k, type, mine.parts[WITHHELD_RECORD_KEY], a,
	    e) < 0) {
		e->kind = ERR_INPUT; /* it stands in the data */
		return err_in(e, "withheld");
	}
	return 0;
}

int
withheld_add(struct withheld *w, struct slice line, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct buf prefix = BUF_INIT(KEY_MOST * 2);
	struct key k;
	int rc = -1;

	if (withheld_about(&k, line, &a, e) < 0)
		goto out;
	key_add_prefix(&prefix, &k);
	if (prefix.over || prefix.len > KEY_MOST) {
		err_set(e, ERR_INPUT, "withheld: record_key: the key is longer "
		    "than %zu bytes", KEY_MOST);
		goto out;
	}
	map_put(&w->keys, buf_slice(&prefix), NULL);
	rc = 0;
out:
	buf_release(&prefix);
	arena_release(&a);
	return rc;
}

/* The entry of what covers the key: its own, or one above it; or NULL. */
static uint64_t *
find_cover(const struct withheld *w, const struct key *k)
{
	struct buf prefix = BUF_INIT(KEY_MOST * 2);
	struct key at = *k, above;
	uint64_t *found;

	if (!w->keys.count)
		return NULL;
	for (;;) {
		buf_clear(&prefix);
		key_add_prefix(&prefix, &at);
		found = map_find(&w->keys, buf_slice(&prefix));
		if (found || !key_above(&above, &at))
			break;
		at = above;
	}
	buf_release(&prefix);
	return found;
}

bool
withheld_covers(const struct withheld *w, const struct key *k)
{
	return find_cover(w, k) != NULL;
}

void
withheld_mark(struct withheld *w, const struct key *k)
{
	uint64_t *found = find_cover(w, k);

	if (found)
		*found = 1;
}

void
withheld_record(struct record *r, const struct key *k, const char *reason,
    struct arena *a)
{
	struct buf text = BUF_INIT(KEY_MOST * 4);

	record_init(r, TYPE_WITHHELD);
	key_add_text_without_type(&text, k);
	r->values[WITHHELD_RECORD_TYPE] =
	    value_of_text(schema_types[k->type].name);
	r->values[WITHHELD_RECORD_KEY] =
	    value_of_text(slice_copy(buf_slice(&text), a));
	r->values[WITHHELD_REASON] = value_of_text(slice_of(reason));
	buf_release(&text);
}
