/*
 * shrink.c - a merge of two snapshots, and a sort of what only the old has.
 *
 * Whether something is gone may depend on a withheld record, and those come
 * behind most types; so keys wait in a sort:
 *
 *	KEY PREFIX			only the old snapshot has it
 *	FAMILY PREFIX 0x00 NUMBER	so many of the family only the new has
 *
 * A family is what stands above a record that may be renumbered: the BOM of a
 * line, the routing of an operation.  Its prefix is followed by a comma in
 * the keys, so that the number comes before them.
 */
#include "extract/shrink.h"

#include "io/log.h"
#include "model/pairing.h"

#define KEYS_SHOWN 3
#define NAME_MOST (2 * KEY_MOST)

/* One type and plant. */
struct group {
	uint64_t known; /* records of it in the old snapshot */
	uint64_t gone;
	struct buf keys; /* the first that are gone, in their text form */
};

struct shrink {
	const struct shrink_job *job;
	struct pairing pair;
	struct sort *missing;
	struct map names; /* type and plant, to an index of groups */
	struct group *groups;
	struct arena arena; /* of the key at hand */
	struct buf text;
	/* The family at hand: while merging, then while counting. */
	struct buf family;
	uint64_t lost, came;
};

/* How many key members lead to what stands above; 0: nothing does. */
static unsigned
family_parts(enum record_type type)
{
	if (type == TYPE_BOM_LINE || type == TYPE_SUBSTITUTE)
		return BOM_LINE_FIND_NUMBER;
	return type == TYPE_OPERATION ? OPERATION_OPERATION : 0;
}

static struct group *
group_of(struct shrink *s, const struct key *k)
{
	int plant = schema_plant(k->type);
	uint64_t *at;
	bool added;

	buf_clear(&s->text);
	buf_add_slice(&s->text, schema_types[k->type].name);
	buf_add_byte(&s->text, '\0');
	if (plant >= 0 && plant < (int)k->count)
		buf_add_slice(&s->text, k->parts[plant]);
	at = map_put(&s->names, buf_slice(&s->text), &added);
	if (added) {
		*at = s->names.count - 1;
		s->groups = mem_grow(s->groups, s->names.count,
		    sizeof(*s->groups));
		s->groups[*at] = (struct group){0, 0, BUF_INIT(NAME_MOST)};
	}
	return &s->groups[*at];
}

/* --- the merge --- */

/* Says how many members of the family at hand are new. */
static int
end_family(struct shrink *s, struct err *e)
{
	int rc = 0;

	if (s->lost && s->came) {
		buf_add_byte(&s->family, '\0');
		buf_printf(&s->family, "%" PRIu64, s->came);
		rc = sort_put(s->missing, buf_slice(&s->family), e);
	}
	buf_clear(&s->family);
	s->lost = s->came = 0;
	return rc;
}

/* Counts the line, which one side lacks, for its family. */
static int
count_family(struct shrink *s, struct key *k, bool lost, struct err *e)
{
	unsigned parts = family_parts(k->type);
	struct key above = *k;

	if (!parts)
		return end_family(s, e);
	above.count = parts;
	buf_clear(&s->text);
	key_add_prefix(&s->text, &above);
	if (!slice_equal(buf_slice(&s->text), buf_slice(&s->family))) {
		if (end_family(s, e) < 0)
			return -1;
		buf_add_slice(&s->family, buf_slice(&s->text));
	}
	s->lost += lost;
	s->came += !lost;
	return 0;
}

static int
take_pair(struct shrink *s, const struct stream_line *before,
    const struct stream_line *now, struct err *e)
{
	const struct stream_line *line = before ? before : now;
	struct key k;

	if (line->type == TYPE_WITHHELD)
		return 0;
	arena_reset(&s->arena);
	if (!key_parse_prefix(&k, line->text, &s->arena))
		BUG("a line that was read has no key");
	if (before && scope_holds(&s->pair.right.in.head.scope, &k))
		group_of(s, &k)->known++;
	if (before && now)
		return 0;
	if (count_family(s, &k, before != NULL, e) < 0)
		return -1;
	return now ? 0 : sort_put(s->missing, slice_from(line->text.at,
	    line->key_length), e);
}

static int
merge(struct shrink *s, enum stream_order order, struct err *e)
{
	const char *const paths[2] = {s->job->before, s->job->now};
	const struct stream_line *before, *now;
	int got;

	if (pairing_open(&s->pair, paths, order, s->job->memory, e) < 0)
		return -1;
	while ((got = pairing_next(&s->pair, &before, &now, e)) > 0)
		if (take_pair(s, before, now, e) < 0)
			return -1;
	return got < 0 ? -1 : end_family(s, e);
}

/* --- what is gone --- */

static bool
is_gone(const struct shrink *s, const struct key *k)
{
	const struct scope *before = &s->pair.left.in.head.scope;
	const struct scope *now = &s->pair.right.in.head.scope;

	return scope_holds(before, k) && scope_holds(now, k) &&
	    slice_equal(before->filter, now->filter) &&
	    !withheld_covers(&s->pair.right.withheld, k);
}

/* True for a key of the family at hand while new members are left. */
static bool
renumbered(struct shrink *s, struct slice prefix)
{
	if (!s->came || !slice_begins(prefix, buf_slice(&s->family)))
		return false;
	s->came--;
	return true;
}

static void
take_gone(struct shrink *s, const struct key *k)
{
	struct group *g = group_of(s, k);

	buf_clear(&s->text);
	key_add_text(&s->text, k);
	log_detail("gone: %s", buf_text(&s->text));
	if (g->gone++ < KEYS_SHOWN) {
		buf_add_text(&g->keys, g->keys.len ? ", " : "");
		buf_add_slice(&g->keys, buf_slice(&s->text));
	}
}

static int
count_gone(struct shrink *s, struct err *e)
{
	struct slice line, rest;
	struct key k;
	int got;

	if (sort_finish(s->missing, e) < 0)
		return -1;
	while ((got = sort_next(s->missing, &line, e)) > 0) {
		rest = line;
		line = slice_cut(&rest, '\0');
		if (rest.len) {
			buf_clear(&s->family);
			buf_add_slice(&s->family, line);
			if (!text_to_number(rest, UINT64_MAX, &s->came))
				BUG("a number that was written is none");
			continue;
		}
		arena_reset(&s->arena);
		if (!key_parse_prefix(&k, line, &s->arena))
			BUG("a key that was written is none");
		if (is_gone(s, &k) && !renumbered(s, line))
			take_gone(s, &k);
	}
	return got;
}

/* --- the brake --- */

static bool
too_much(const struct shrink *s, const struct group *g)
{
	struct err ignored = ERR_INIT;
	struct limit part;

	if (s->job->limit->text)
		return limit_over(s->job->limit, g->gone, g->known);
	if (limit_parse(&part, "", SHRINK_PERCENT, &ignored) < 0)
		BUG("the default is no limit");
	return g->gone > SHRINK_RECORDS &&
	    limit_over(&part, g->gone, g->known);
}

static void
add_words(struct buf *b, struct slice name, const struct group *g)
{
	struct slice plant = name, type = slice_cut(&plant, '\0');
	struct slice keys = buf_slice(&g->keys);

	buf_printf(b, "%s%" PRIu64 " of %" PRIu64 " %.*s records",
	    b->len ? "; " : "", g->gone, g->known, SLICE_ARGS(type));
	if (plant.len)
		buf_printf(b, " of plant %.*s", SLICE_ARGS(plant));
	buf_printf(b, " (%.*s%s)", SLICE_ARGS(keys),
	    g->gone > KEYS_SHOWN || keys.len > 200 ? " ..." : "");
}

static int
judge(const struct shrink *s, struct err *e)
{
	struct buf words = BUF_INIT(ERR_TEXT_MOST);
	struct buf all = BUF_INIT(ERR_TEXT_MOST);
	char most[40];
	size_t i;

	for (i = 0; i < s->names.count; i++) {
		if (!s->groups[i].gone)
			continue;
		add_words(&all, s->names.entries[i].key, &s->groups[i]);
		if (too_much(s, &s->groups[i]))
			add_words(&words, s->names.entries[i].key,
			    &s->groups[i]);
	}
	snprintf(most, sizeof(most), "%d and %s", SHRINK_RECORDS,
	    SHRINK_PERCENT);
	if (words.len)
		err_set(e, ERR_DECIDE, "gone since %s: %s: more than %s: "
		    "nothing is published (-v names all of them; "
		    "--max-shrink 100%% accepts it)", s->job->name,
		    buf_text(&words), s->job->limit->text
		    ? s->job->limit->text : most);
	else if (all.len)
		log_note("gone since %s: %s", s->job->name, buf_text(&all));
	buf_release(&words);
	buf_release(&all);
	return e->kind ? -1 : 0;
}

static void
release(struct shrink *s)
{
	size_t i;

	for (i = 0; i < s->names.count; i++)
		buf_release(&s->groups[i].keys);
	mem_free(s->groups);
	map_release(&s->names);
	pairing_release(&s->pair);
	sort_free(s->missing);
	arena_release(&s->arena);
	buf_release(&s->text);
	buf_release(&s->family);
}

int
shrink_check(const struct shrink_job *job, struct err *e)
{
	struct shrink s = {.job = job, .names = MAP_INIT,
	    .arena = ARENA_INIT, .text = BUF_INIT(NAME_MOST),
	    .family = BUF_INIT(NAME_MOST)};
	int rc = -1;

	s.missing = sort_new(SORT_MEMORY_LEAST);
	if (merge(&s, STREAM_SORTED, e) == 0 && count_gone(&s, e) == 0)
		rc = judge(&s, e);
	release(&s);
	return rc;
}
