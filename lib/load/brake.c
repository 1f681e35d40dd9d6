/* brake.c - removals by type and plant, against what is known. */
#include "load/brake.h"

#include "store/ledger.h"

#define NAME_MOST (2 * KEY_MOST)
#define WORDS_MOST ((size_t)1024)

int
brake_parse(struct brake_limit *out, const char *text, struct err *e)
{
	struct slice s = slice_of(text ? text : "");
	uint64_t n;

	*out = (struct brake_limit){BRAKE_RECORDS, BRAKE_PERCENT};
	if (!text)
		return 0;
	*out = (struct brake_limit){0, 0};
	if (s.len && s.at[s.len - 1] == '%') {
		s.len--;
		if (text_to_number(s, 100, &n)) {
			out->percent = (unsigned)n; /* at most 100 */
			return 0;
		}
	} else if (text_to_number(s, INT64_MAX, &out->records)) {
		return 0;
	}
	return err_set(e, ERR_USAGE, "--max-remove: \"%s\" is neither a number "
	    "of records nor a percentage such as 5%%", text);
}

void
brake_init(struct brake *b, struct brake_limit limit)
{
	*b = (struct brake){.limit = limit, .names = MAP_INIT};
}

void
brake_release(struct brake *b)
{
	map_release(&b->names);
	mem_free(b->groups);
}

/* "TYPE" and, behind a NUL, the plant. */
static void
add_name(struct buf *name, const struct key *k)
{
	int plant = schema_plant(k->type);

	buf_clear(name);
	buf_add_slice(name, schema_types[k->type].name);
	buf_add_byte(name, '\0');
	if (plant >= 0 && plant < (int)k->count)
		buf_add_slice(name, k->parts[plant]);
}

void
brake_count(struct brake *b, const struct key *k)
{
	struct buf name = BUF_INIT(NAME_MOST);
	uint64_t *at;
	bool added;

	add_name(&name, k);
	at = map_put(&b->names, buf_slice(&name), &added);
	if (added) {
		*at = b->names.count - 1;
		b->groups = mem_grow(b->groups, b->names.count,
		    sizeof(*b->groups));
		b->groups[*at] = (struct brake_group){0, 0};
	}
	b->groups[*at].removed++;
	buf_release(&name);
}

/* Counts the type's records that the target has, for groups that there are. */
static int
count_known(struct brake *b, struct db *db, const char *target,
    enum record_type type, struct err *e)
{
	struct buf name = BUF_INIT(NAME_MOST), prefix = BUF_INIT(KEY_MOST);
	struct arena a = ARENA_INIT;
	struct ledger_cursor c;
	struct ledger_row row;
	struct key k;
	uint64_t *at;
	int got;

	buf_add_slice(&prefix, schema_types[type].lead);
	buf_add_byte(&prefix, ',');
	ledger_open(&c, db, target, buf_slice(&prefix));
	while ((got = ledger_next(&c, &row, e)) > 0) {
		arena_reset(&a);
		if (!row.line.len || !key_parse_prefix(&k, row.key, &a))
			continue;
		add_name(&name, &k);
		at = map_find(&b->names, buf_slice(&name));
		if (at)
			b->groups[*at].known++;
	}
	ledger_close(&c);
	arena_release(&a);
	buf_release(&name);
	buf_release(&prefix);
	return got;
}

static uint64_t
allowed(const struct brake *b, const struct brake_group *g)
{
	/* Not known * percent, which could overflow. */
	uint64_t part = g->known / 100 * b->limit.percent +
	    g->known % 100 * b->limit.percent / 100;

	return part > b->limit.records ? part : b->limit.records;
}

static void
add_words(struct buf *b, struct slice name, const struct brake_group *g)
{
	struct slice plant = name, type = slice_cut(&plant, '\0');

	buf_printf(b, "%s%" PRIu64 " of %" PRIu64 " %.*s records",
	    b->len ? "; " : "", g->removed, g->known, SLICE_ARGS(type));
	if (plant.len)
		buf_printf(b, " of plant %.*s", SLICE_ARGS(plant));
}

static int
judge(const struct brake *b, const char *target, struct err *e)
{
	struct buf words = BUF_INIT(WORDS_MOST);
	uint64_t least = 0, wanted = 0;
	size_t i;

	for (i = 0; i < b->names.count; i++) {
		const struct brake_group *g = &b->groups[i];

		if (g->removed <= allowed(b, g))
			continue;
		if (g->removed > wanted)
			wanted = g->removed;
		if (!words.len || allowed(b, g) < least)
			least = allowed(b, g);
		add_words(&words, b->names.entries[i].key, g);
	}
	if (words.len)
		err_set(e, ERR_DECIDE, "%s that %s has would be removed, more "
		    "than %" PRIu64 " (nothing was sent; --max-remove %" PRIu64
		    " would allow it)", buf_text(&words), target, least,
		    wanted);
	buf_release(&words);
	return e->kind ? -1 : 0;
}

int
brake_check(struct brake *b, struct db *db, const char *target,
    struct err *e)
{
	bool count[TYPE_COUNT] = {false};
	enum record_type type;
	size_t i;

	for (i = 0; i < b->names.count; i++) {
		struct slice rest = b->names.entries[i].key;

		if (b->groups[i].removed > b->limit.records &&
		    schema_find(&type, slice_cut(&rest, '\0')))
			count[type] = true;
	}
	for (i = 0; i < TYPE_COUNT; i++)
		if (count[i] && db && count_known(b, db, target,
		    (enum record_type)i, e) < 0) /* an index is a type */
			return -1;
	return judge(b, target, e);
}
