/*
 * resolve.c - one walk along the first sort, a group of equal keys a time.
 *
 * A group begins with its rejected rows, if there are any, so that it is known
 * from the first line on whether it passes.  A contradiction shows only at
 * the second line that differs: the lines before it are all equal, so it is
 * enough to have kept where they came from.
 *
 * Lines that an entry combines are taken into one as they come; where one does
 * not fit, it is a contradiction like others.
 */
#include "extract/resolve.h"

#include "extract/combine.h"
#include "extract/origins.h"

enum state {
	PASSES,
	WITHHELD, /* a row of the key was rejected */
	CONFLICT, /* its rows contradict each other */
};

struct group {
	struct buf prefix;
	enum record_type type;
	struct buf rest; /* of the first line; numbered: of the latest */
	enum state state;
	bool numbered; /* its lines are counted, none is folded */
	const struct combine *combine; /* or NULL */
	bool combined; /* several lines are in `combining` */
	uint64_t count;
	struct origin first; /* of the lines that are equal so far */
	struct origins origins;
};

struct resolve {
	struct gather *gather;
	struct resolve_count *counts;
	struct outgoing out;
	struct group group;
	struct combining combining;
	struct buf blocked; /* ABOVE of a BOM whose lines are all rejected */
	struct buf line;
	struct buf why;
};

/* A line of the sort taken apart. */
struct part {
	struct slice prefix;
	struct slice rest;
	struct origin origin;
	bool rejected;
	bool blocks; /* all that begins with the prefix */
};

static struct part
take_apart(struct slice line)
{
	struct part p;
	struct slice rest;

	line.len -= ORIGIN_SIZE;
	p.origin = origin_parse(line.at + line.len);
	p.rejected = line.at[line.len - 1] == '\0';
	p.blocks = line.at[line.len - 1] == '\2';
	p.rest = SLICE("");
	if (p.rejected || p.blocks) {
		p.prefix = slice_from(line.at, line.len - 1);
		return p;
	}
	rest = line;
	p.prefix = slice_cut(&rest, '\1');
	slice_cut(&rest, '\1');
	p.rest = rest;
	return p;
}

static int
reject(struct resolve *r, const struct origin *o, const char *reason,
    struct err *e)
{
	r->counts[o->entry].rejected++;
	return gather_reject(r->gather, o, SLICE(""), slice_of(reason), e);
}

static const struct profile_entry *
entry_of(const struct resolve *r, const struct origin *o)
{
	const struct profile *p = r->gather->profile;

	return p && o->entry < p->entry_count ? &p->entries[o->entry] : NULL;
}

static enum damage_answer
answer_to(const struct resolve *r, enum damage d, const struct origin *o)
{
	const struct profile_entry *entry = entry_of(r, o);

	return entry ? entry->damage.other[d] : DAMAGE_IGNORE;
}

/* A word at the end about a row that passes. */
static void
warn(struct resolve *r, enum damage d, const struct origin *o)
{
	struct gather *g = r->gather;
	const struct damage_place place = {o->source, o->ordinal,
	    g->file ? g->file(o, g->ctx) : NULL, o->line};

	if (g->damage)
		damage_log_add(g->damage, d, &place, buf_slice(&r->why));
}

/* Counts it as folded until the group is found to contradict itself. */
static int
keep_origin(struct resolve *r, const struct origin *o, struct err *e)
{
	struct group *g = &r->group;

	if (!g->count)
		g->first = *o;
	else
		r->counts[o->entry].folded++;
	return origins_put(&g->origins, o, e);
}

/* --- what goes out --- */

/* The canonical line of a rest in the group, in r->line. */
static struct slice
print_line(struct resolve *r, struct slice rest, uint64_t occurrence)
{
	const struct group *g = &r->group;

	buf_clear(&r->line);
	packing_print_key(&r->line, buf_slice(&g->prefix));
	if (occurrence > 1) {
		/* The occurrence ends the prefix: "" becomes "2". */
		r->line.len--;
		buf_printf(&r->line, "%" PRIu64 "\"", occurrence);
	}
	packing_print_rest(&r->gather->packing, &r->line, g->type, rest);
	return buf_slice(&r->line);
}

static struct slice
first_line(struct resolve *r)
{
	return print_line(r, buf_slice(&r->group.rest), 1);
}

static int
put_numbered(struct resolve *r, struct slice rest, struct err *e)
{
	const struct group *g = &r->group;
	struct slice line = print_line(r, rest, g->count + 1);

	if (!g->count)
		return outgoing_put(&r->out, line, g->type, e);
	return outgoing_put_numbered(&r->out, line, e);
}

/* The key of a prefix; its texts live in the arena. */
static struct key
key_of(struct resolve *r, struct slice prefix, struct arena *a)
{
	struct key k;

	buf_clear(&r->line);
	packing_print_key(&r->line, prefix);
	if (!key_parse_prefix(&k, slice_copy(buf_slice(&r->line), a), a))
		BUG("a key that was written cannot be read");
	return k;
}

static int
put_withheld(struct resolve *r, struct err *e)
{
	struct group *g = &r->group;
	struct arena a = ARENA_INIT;
	uint64_t i, most = g->numbered ? g->count : 1;
	char number[24];
	struct key k = key_of(r, buf_slice(&g->prefix), &a);
	int rc = 0;

	for (i = 1; i <= most && rc == 0; i++) {
		snprintf(number, sizeof(number), "%" PRIu64, i);
		if (i > 1)
			k.parts[k.count - 1] = slice_of(number);
		rc = gather_withheld(r->gather, &k, e);
	}
	arena_release(&a);
	return rc;
}

static int conflict(struct resolve *r, const char *reason, struct err *e);

/* The lines that were combined: true if their designators are their number. */
static bool
combined_fits(struct resolve *r, const struct record *record)
{
	enum damage_answer answer = answer_to(r, DAMAGE_REFDES_COUNT,
	    &r->group.first);

	buf_clear(&r->why);
	if (answer == DAMAGE_IGNORE || damage_refdes_fit(record, &r->why))
		return true;
	if (answer == DAMAGE_REJECT)
		return false;
	warn(r, DAMAGE_REFDES_COUNT, &r->group.first);
	return true;
}

static int
combined_end(struct resolve *r, struct err *e)
{
	struct group *g = &r->group;
	const struct record *record;

	if (!g->combined)
		combining_begin(&r->combining, g->combine, first_line(r));
	record = combining_end(&r->combining);
	if (!combined_fits(r, record)) {
		buf_clear(&r->line);
		buf_add_text(&r->line, "refdes_count: ");
		buf_add_slice(&r->line, buf_slice(&r->why));
		if (conflict(r, buf_text(&r->line), e) < 0)
			return -1;
		return put_withheld(r, e);
	}
	r->counts[g->first.entry].passed++;
	buf_clear(&r->line);
	record_add_line(&r->line, record);
	return outgoing_put(&r->out, buf_slice(&r->line), g->type, e);
}

static int
group_end(struct resolve *r, struct err *e)
{
	struct group *g = &r->group;

	if (!g->prefix.len)
		return 0;
	if (g->state != PASSES)
		return put_withheld(r, e);
	if (g->numbered)
		return outgoing_end_group(&r->out, g->type, e);
	if (g->combine)
		return combined_end(r, e);
	r->counts[g->first.entry].passed++;
	return outgoing_put(&r->out, first_line(r), g->type, e);
}

static void
group_begin(struct resolve *r, const struct part *p)
{
	const struct profile_entry *entry = entry_of(r, &p->origin);
	struct group *g = &r->group;

	buf_clear(&g->prefix);
	buf_add_slice(&g->prefix, p->prefix);
	g->type = packing_type(p->prefix);
	g->state = p->rejected ? WITHHELD : PASSES;
	g->combine = entry ? entry->combine : NULL;
	g->combined = false;
	g->numbered = r->gather->numbered && !g->combine &&
	    g->type == TYPE_BOM_LINE;
	g->count = 0;
	origins_clear(&g->origins);
}

/* --- what comes in --- */

static const char contradicts[] = "conflicting_duplicate: other rows give "
    "another record with the same key";

/* The lines so far fit together; this one does not. */
static int
conflict(struct resolve *r, const char *reason, struct err *e)
{
	struct group *g = &r->group;
	uint64_t i;

	g->state = CONFLICT;
	for (i = 0; i < g->count; i++) {
		struct origin o;

		if (origins_get(&g->origins, i, &o, e) < 0)
			return -1;
		r->counts[o.entry].folded -= i > 0;
		if (reject(r, &o, reason, e) < 0)
			return -1;
	}
	return 0;
}

/* A line of a BOM that is wholly like the one before it. */
static int
add_repeat(struct resolve *r, const struct part *p, struct err *e)
{
	struct arena a = ARENA_INIT;
	char number[24];
	struct key k;
	int rc;

	if (reject(r, &p->origin, "duplicate: the line is in the BOM already, "
	    "with the same members", e) < 0)
		return -1;
	k = key_of(r, p->prefix, &a);
	snprintf(number, sizeof(number), "%" PRIu64, r->group.count + 1);
	k.parts[k.count - 1] = slice_of(number);
	rc = gather_withheld(r->gather, &k, e);
	arena_release(&a);
	return rc;
}

static void
say_repeat(struct resolve *r, const struct part *p)
{
	struct arena a = ARENA_INIT;
	struct key k = key_of(r, p->prefix, &a);

	buf_clear(&r->why);
	buf_printf(&r->why, "\"%.*s\" stands in the BOM of \"%.*s\" "
	    "already, with the same members", SLICE_ARGS(
	    k.parts[BOM_LINE_COMPONENT]), SLICE_ARGS(k.parts[0]));
	arena_release(&a);
}

static int
add_numbered(struct resolve *r, const struct part *p, struct err *e)
{
	struct group *g = &r->group;
	enum damage_answer answer = answer_to(r, DAMAGE_DUPLICATE, &p->origin);

	if (answer != DAMAGE_IGNORE) {
		if (g->count && slice_equal(buf_slice(&g->rest), p->rest)) {
			if (answer == DAMAGE_REJECT)
				return add_repeat(r, p, e);
			say_repeat(r, p);
			warn(r, DAMAGE_DUPLICATE, &p->origin);
		}
		buf_clear(&g->rest);
		buf_add_slice(&g->rest, p->rest);
	}
	r->counts[p->origin.entry].passed++;
	return put_numbered(r, p->rest, e);
}

/* Whether the line fits to those before it; else r->why says why not. */
static bool
fits(struct resolve *r, const struct part *p)
{
	struct group *g = &r->group;

	buf_clear(&r->why);
	if (!g->combine) {
		buf_add_text(&r->why, contradicts);
		return slice_equal(buf_slice(&g->rest), p->rest);
	}
	if (!g->combined)
		combining_begin(&r->combining, g->combine, first_line(r));
	g->combined = true;
	return combining_add(&r->combining, print_line(r, p->rest, 1),
	    &r->why);
}

static int
add_passing(struct resolve *r, const struct part *p, struct err *e)
{
	struct group *g = &r->group;

	if (g->numbered)
		return add_numbered(r, p, e);
	if (!g->count) {
		buf_clear(&g->rest);
		buf_add_slice(&g->rest, p->rest);
	} else if (!fits(r, p)) {
		if (conflict(r, buf_text(&r->why), e) < 0)
			return -1;
		return reject(r, &p->origin, buf_text(&r->why), e);
	}
	return keep_origin(r, &p->origin, e);
}

static int
add_to_group(struct resolve *r, const struct part *p, struct err *e)
{
	if (p->rejected)
		return 0;
	switch (r->group.state) {
	case PASSES:
		break;
	case WITHHELD:
		return reject(r, &p->origin, "with_rejected: another row of "
		    "the same key is rejected", e);
	case CONFLICT:
		return reject(r, &p->origin, r->group.combine
		    ? buf_text(&r->why) : contradicts, e);
	}
	return add_passing(r, p, e);
}

static int
add(struct resolve *r, const struct part *p, struct err *e)
{
	struct group *g = &r->group;
	int rc;

	if (p->blocks) {
		buf_clear(&r->blocked);
		buf_add_slice(&r->blocked, p->prefix);
		return 0;
	}
	if (r->blocked.len && slice_begins(p->prefix, buf_slice(&r->blocked)))
		return p->rejected ? 0 : reject(r, &p->origin, "expansion: "
		    "the parts of its BOM are listed several times and "
		    "differ", e);
	if (!g->prefix.len || !slice_equal(buf_slice(&g->prefix), p->prefix)) {
		if (group_end(r, e) < 0)
			return -1;
		group_begin(r, p);
	}
	rc = add_to_group(r, p, e);
	g->count++;
	return rc;
}

int
resolve_run(struct gather *gather, struct resolve_count *counts,
    outgoing_to to, void *ctx, struct err *e)
{
	struct resolve r = {.gather = gather, .counts = counts};
	struct slice line;
	struct part p;
	int got = -1;

	buf_init(&r.line, (size_t)64 * 1024 * 1024);
	buf_init(&r.group.prefix, (size_t)64 * 1024 * 1024);
	buf_init(&r.group.rest, (size_t)64 * 1024 * 1024);
	buf_init(&r.blocked, KEY_MOST * 2);
	buf_init(&r.why, ERR_TEXT_MOST);
	combining_init(&r.combining);
	origins_init(&r.group.origins);
	outgoing_init(&r.out, gather->withheld, to, ctx);
	if (sort_finish(gather->records, e) < 0)
		goto out;
	while ((got = sort_next(gather->records, &line, e)) > 0) {
		p = take_apart(line);
		if (add(&r, &p, e) < 0) {
			got = -1;
			break;
		}
	}
	if (got == 0)
		got = group_end(&r, e);
	if (got == 0)
		got = outgoing_end(&r.out, e);
out:
	outgoing_release(&r.out);
	origins_release(&r.group.origins);
	buf_release(&r.line);
	buf_release(&r.group.prefix);
	buf_release(&r.group.rest);
	buf_release(&r.blocked);
	buf_release(&r.why);
	combining_release(&r.combining);
	return got;
}
