/*
 * shrink.c - a merge of two snapshots, and a sort of what only the old has.
 *
 * Whether something is gone may depend on a withheld record, and those come
 * behind most types; so keys wait in a sort:
 *
 *	KEY PREFIX 0x01			only the old snapshot has it
 *	KEY PREFIX 0x01 CORE		the same of what may be renumbered
 *	FAMILY PREFIX 0x00 CORE		only the new one has it
 *	KEY PREFIX 0x02			the same
 *	KEY PREFIX 0x03			withheld in the old one, not in the new
 *
 * A family is what stands above a record that may be renumbered: the BOM of a
 * line, the routing of an operation.  Its prefix is followed by a comma in
 * the keys, so that what is new comes before them.  The core is what makes
 * two of a family the same under another number, as a hash: the component of
 * a line, the work center of an operation.  Without it a BOM could be
 * replaced by another of the same length, and nothing would be gone.
 *
 * What was withheld and neither came back nor is withheld now is gone as well:
 * else an export could lose its records in two steps, first withheld, then no
 * longer named, and no step would be one too many.
 */
#include "extract/shrink.h"

#include "base/hash.h"
#include "format/json_pointer.h"
#include "io/log.h"
#include "model/pairing.h"

#define KEYS_SHOWN 3
/* Bytes that stand in no key prefix, in this order. */
enum mark { CAME, LOST, THERE, HELD, MARKS };
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
	struct buf family; /* at hand while counting */
	struct map came;   /* its new cores, each to how many are left */
	struct buf there;  /* the key prefix that only the new one has */
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

/* What a record of a family keeps when it is renumbered, as a hash. */
static int
add_core(struct shrink *s, const struct key *k, struct slice text,
    struct err *e)
{
	struct slice core[2] = {SLICE_INIT(""), SLICE_INIT("")};
	struct json_value v;
	struct json j;
	int found;

	if (k->type == TYPE_OPERATION) {
		json_init(&j, text, s->job->name, 1, &s->arena);
		found = json_pointer(&j, SLICE("/work_center"), e);
		if (found < 0 || (found > 0 && json_value(&j, &v, e) < 0))
			return -1;
		if (found)
			core[0] = v.text;
	} else {
		core[0] = k->parts[k->type == TYPE_BOM_LINE
		    ? BOM_LINE_COMPONENT : SUBSTITUTE_COMPONENT];
		if (k->type == TYPE_SUBSTITUTE)
			core[1] = k->parts[SUBSTITUTE_SUBSTITUTE];
	}
	buf_printf(&s->text, "%016" PRIx64 "%016" PRIx64,
	    hash_64(core[0].at, core[0].len),
	    hash_64(core[1].at, core[1].len));
	return 0;
}

static int
put(struct shrink *s, const struct key *k, enum mark mark, struct err *e)
{
	buf_clear(&s->text);
	key_add_prefix(&s->text, k);
	buf_add_byte(&s->text, (char)mark);
	return sort_put(s->missing, buf_slice(&s->text), e);
}

/* Keeps the line, which one side lacks. */
static int
keep(struct shrink *s, const struct key *k, const struct stream_line *line,
    bool lost, struct err *e)
{
	struct key above = *k;

	above.count = family_parts(k->type);
	if (!lost && put(s, k, THERE, e) < 0)
		return -1;
	if (!above.count)
		return lost ? put(s, k, LOST, e) : 0;
	buf_clear(&s->text);
	key_add_prefix(&s->text, lost ? k : &above);
	buf_add_byte(&s->text, lost ? LOST : CAME);
	if (add_core(s, k, line->text, e) < 0)
		return -1;
	return sort_put(s->missing, buf_slice(&s->text), e);
}

static int
take_pair(struct shrink *s, const struct stream_line *before,
    const struct stream_line *now, struct err *e)
{
	const struct stream_line *line = before ? before : now;
	bool held = line->type == TYPE_WITHHELD;
	struct key k;

	if (held && now)
		return 0;
	arena_reset(&s->arena);
	if (held && withheld_about(&k, line->text, &s->arena, e) < 0)
		return -1;
	if (!held && !key_parse_prefix(&k, line->text, &s->arena))
		BUG("a line that was read has no key");
	if (before && scope_holds(&s->pair.right.in.head.scope, &k))
		group_of(s, &k)->known++;
	if (before && now)
		return 0;
	return held ? put(s, &k, HELD, e) : keep(s, &k, line, before != NULL,
	    e);
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
	return got;
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

/* One that has come: its family becomes the one at hand. */
static void
take_came(struct shrink *s, struct slice family, struct slice core)
{
	if (!slice_equal(family, buf_slice(&s->family))) {
		buf_clear(&s->family);
		buf_add_slice(&s->family, family);
		map_release(&s->came);
		s->came = (struct map)MAP_INIT;
	}
	++*map_put(&s->came, core, NULL);
}

/* True where one of the same core has come into the family, and uses it. */
static bool
renumbered(struct shrink *s, struct slice prefix, struct slice core)
{
	uint64_t *left;

	if (!core.len || !s->came.count ||
	    !slice_begins(prefix, buf_slice(&s->family)))
		return false;
	left = map_find(&s->came, core);
	if (!left || !*left)
		return false;
	--*left;
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

/* What a key that is not in the new snapshot, or a core in it, means. */
static void
take_missing(struct shrink *s, enum mark mark, struct slice prefix,
    struct slice core)
{
	struct key k;

	arena_reset(&s->arena);
	if (!key_parse_prefix(&k, prefix, &s->arena))
		BUG("a key that was written is none");
	if (!is_gone(s, &k) || (mark == LOST && renumbered(s, prefix, core)) ||
	    (mark == HELD && slice_equal(prefix, buf_slice(&s->there))))
		return;
	take_gone(s, &k);
}

static int
count_gone(struct shrink *s, struct err *e)
{
	struct slice line, prefix, core;
	size_t i;
	int got;

	if (sort_finish(s->missing, e) < 0)
		return -1;
	while ((got = sort_next(s->missing, &line, e)) > 0) {
		for (i = 0; (unsigned char)line.at[i] >= MARKS;)
			i++;
		prefix = slice_from(line.at, i);
		core = slice_from(line.at + i + 1, line.len - i - 1);
		switch ((enum mark)line.at[i]) {
		case CAME:
			take_came(s, prefix, core);
			break;
		case THERE:
			buf_clear(&s->there);
			buf_add_slice(&s->there, prefix);
			break;
		case LOST:
		case HELD:
			take_missing(s, (enum mark)line.at[i], prefix, core);
			break;
		case MARKS:
			BUG("count_gone: no such mark");
		}
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
	map_release(&s->came);
	pairing_release(&s->pair);
	sort_free(s->missing);
	arena_release(&s->arena);
	buf_release(&s->text);
	buf_release(&s->family);
	buf_release(&s->there);
}

int
shrink_check(const struct shrink_job *job, struct err *e)
{
	struct shrink s = {.job = job, .names = MAP_INIT, .came = MAP_INIT,
	    .arena = ARENA_INIT, .text = BUF_INIT(NAME_MOST),
	    .family = BUF_INIT(NAME_MOST),
	    .there = BUF_INIT(NAME_MOST)};
	int rc = -1;

	s.missing = sort_new(SORT_MEMORY_LEAST);
	if (merge(&s, STREAM_SORTED, e) == 0 && count_gone(&s, e) == 0)
		rc = judge(&s, e);
	release(&s);
	return rc;
}
