/*
 * resolve.c - one walk along the first sort, a group of equal keys a time.
 *
 * A group begins with its rejected rows, if there are any, so that it is known
 * from the first line on whether it passes.  A contradiction shows only at
 * the second line that differs: the lines before it are all equal, so it is
 * enough to have kept where they came from, a block of them in memory and all
 * earlier ones in scratch, since a table may repeat one row for ever.
 *
 * What goes out is sorted once more, because numbering disturbs the order
 * ("10" stands before "2") and withheld records stand among all others.
 */
#include "extract/resolve.h"

#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"

#define ORIGINS_HELD 4096

enum state {
	PASSES,
	WITHHELD, /* a row of the key was rejected */
	CONFLICT, /* its rows contradict each other */
};

struct group {
	struct buf prefix;
	struct buf rest; /* of the first line */
	enum state state;
	bool numbered; /* its lines are counted, none is folded */
	uint64_t count;
	struct origin first; /* of the lines that are equal so far */
	char *origins;       /* the last of them */
	int scratch;         /* whole blocks before these, or -1 */
};

struct resolve {
	struct gather *gather;
	struct resolve_count *counts;
	struct group group;
	struct buf line;
};

/* A line of the sort taken apart. */
struct part {
	struct slice prefix;
	struct slice rest;
	struct origin origin;
	bool rejected;
};

static struct part
take_apart(struct slice line)
{
	struct part p;
	struct slice rest;

	line.len -= ORIGIN_SIZE;
	p.origin = origin_parse(line.at + line.len);
	p.rejected = line.at[line.len - 1] == '\0';
	p.rest = SLICE("");
	if (p.rejected) {
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

/* Counts it as folded until the group is found to contradict itself. */
static int
keep_origin(struct resolve *r, const struct origin *o, struct err *e)
{
	const size_t block = (size_t)ORIGINS_HELD * ORIGIN_SIZE;
	struct group *g = &r->group;
	size_t at = (size_t)(g->count % ORIGINS_HELD);

	if (!g->count)
		g->first = *o;
	else
		r->counts[o->entry].folded++;
	if (g->count && !at) {
		if (g->scratch < 0 && (g->scratch = file_scratch(e)) < 0)
			return -1;
		if (file_write_at(g->scratch, g->origins, block,
		    g->count * ORIGIN_SIZE - block, e) < 0)
			return -1;
	}
	origin_print(g->origins + at * ORIGIN_SIZE, o);
	return 0;
}

/* The origin of the line `i` of those that are equal so far. */
static int
get_origin(const struct group *g, uint64_t i, struct origin *o, struct err *e)
{
	char bytes[ORIGIN_SIZE];
	ssize_t got;

	if (i / ORIGINS_HELD == (g->count - 1) / ORIGINS_HELD) {
		*o = origin_parse(g->origins + i % ORIGINS_HELD * ORIGIN_SIZE);
		return 0;
	}
	got = file_read_at(g->scratch, bytes, sizeof(bytes), i * ORIGIN_SIZE,
	    e);
	if (got < 0)
		return -1;
	if (got != ORIGIN_SIZE)
		BUG("what was written to scratch is not there");
	*o = origin_parse(bytes);
	return 0;
}

/* --- what goes out --- */

static int
put_line(struct resolve *r, struct slice rest, uint64_t occurrence,
    struct err *e)
{
	struct group *g = &r->group;

	buf_clear(&r->line);
	buf_add_slice(&r->line, buf_slice(&g->prefix));
	if (occurrence > 1) {
		/* The occurrence ends the prefix: "" becomes "2". */
		r->line.len--;
		buf_printf(&r->line, "%" PRIu64 "\"", occurrence);
	}
	buf_add_slice(&r->line, rest);
	return sort_put(r->gather->resolved, buf_slice(&r->line), e);
}

static int
put_withheld(struct resolve *r, struct err *e)
{
	struct group *g = &r->group;
	struct arena a = ARENA_INIT;
	uint64_t i, most = g->numbered ? g->count : 1;
	char number[24];
	struct key k;
	int rc = 0;

	if (!key_parse_prefix(&k, buf_slice(&g->prefix), &a))
		BUG("a key that was written cannot be read");
	for (i = 1; i <= most && rc == 0; i++) {
		snprintf(number, sizeof(number), "%" PRIu64, i);
		if (i > 1)
			k.parts[k.count - 1] = slice_of(number);
		rc = gather_withheld(r->gather, &k, e);
	}
	arena_release(&a);
	return rc;
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
		return 0;
	r->counts[g->first.entry].passed++;
	return put_line(r, buf_slice(&g->rest), 1, e);
}

static void
group_begin(struct resolve *r, const struct part *p)
{
	struct group *g = &r->group;

	buf_clear(&g->prefix);
	buf_add_slice(&g->prefix, p->prefix);
	g->state = p->rejected ? WITHHELD : PASSES;
	g->numbered = r->gather->numbered && slice_begins(p->prefix,
	    schema_types[TYPE_BOM_LINE].lead);
	g->count = 0;
}

/* --- what comes in --- */

/* The lines so far are equal; this one is not. */
static int
conflict(struct resolve *r, struct err *e)
{
	struct group *g = &r->group;
	uint64_t i;

	g->state = CONFLICT;
	for (i = 0; i < g->count; i++) {
		struct origin o;

		if (get_origin(g, i, &o, e) < 0)
			return -1;
		r->counts[o.entry].folded -= i > 0;
		if (reject(r, &o, "conflicting_duplicate: other rows give "
		    "another record with the same key", e) < 0)
			return -1;
	}
	return 0;
}

static int
add_passing(struct resolve *r, const struct part *p, struct err *e)
{
	struct group *g = &r->group;

	if (g->numbered) {
		r->counts[p->origin.entry].passed++;
		return put_line(r, p->rest, g->count + 1, e);
	}
	if (!g->count) {
		buf_clear(&g->rest);
		buf_add_slice(&g->rest, p->rest);
	} else if (!slice_equal(buf_slice(&g->rest), p->rest)) {
		if (conflict(r, e) < 0)
			return -1;
		return reject(r, &p->origin, "conflicting_duplicate: other "
		    "rows give another record with the same key", e);
	}
	return keep_origin(r, &p->origin, e);
}

static int
add(struct resolve *r, const struct part *p, struct err *e)
{
	struct group *g = &r->group;
	int rc = 0;

	if (!g->prefix.len || !slice_equal(buf_slice(&g->prefix), p->prefix)) {
		if (group_end(r, e) < 0)
			return -1;
		group_begin(r, p);
	}
	if (!p->rejected) {
		switch (g->state) {
		case PASSES:
			rc = add_passing(r, p, e);
			break;
		case WITHHELD:
			rc = reject(r, &p->origin, "with_rejected: another "
			    "row of the same key is rejected", e);
			break;
		case CONFLICT:
			rc = reject(r, &p->origin, "conflicting_duplicate: "
			    "other rows give another record with the same "
			    "key", e);
			break;
		}
	}
	g->count++;
	return rc;
}

int
resolve_run(struct gather *gather, struct resolve_count *counts,
    struct err *e)
{
	struct resolve r = {.gather = gather, .counts = counts};
	struct slice line;
	struct part p;
	int got = -1;

	buf_init(&r.line, (size_t)64 * 1024 * 1024);
	buf_init(&r.group.prefix, (size_t)64 * 1024 * 1024);
	buf_init(&r.group.rest, (size_t)64 * 1024 * 1024);
	r.group.scratch = -1;
	r.group.origins = mem_zero((size_t)ORIGINS_HELD * ORIGIN_SIZE);
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
out:
	buf_release(&r.line);
	buf_release(&r.group.prefix);
	buf_release(&r.group.rest);
	mem_free(r.group.origins);
	if (r.group.scratch >= 0)
		close(r.group.scratch);
	return got;
}
