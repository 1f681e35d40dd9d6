/* waiver.c - a strict CSV file, rows of the state, and who matches. */
#include "transform/waiver.h"

#include "format/csvin.h"
#include "store/db.h"
#include "store/override.h"

#define COLUMNS 8

const char *const waiver_columns[] = {"who", "what", "class", "pattern",
    "exception", "content", "why", "until", NULL};

enum { WHO, WHAT, CLASS, PATTERN, EXCEPTION, CONTENT, WHY, UNTIL };

void
waivers_release(struct waivers *w)
{
	mem_free(w->list);
	arena_release(&w->arena);
	*w = (struct waivers)WAIVERS_INIT;
}

static struct waiver *
add(struct waivers *w)
{
	if (w->count == w->size) {
		w->size = mem_next_size(w->size, w->count + 1);
		w->list = mem_grow(w->list, w->size, sizeof(*w->list));
	}
	memset(&w->list[w->count], 0, sizeof(*w->list));
	return &w->list[w->count++];
}

/* --- the file --- */

struct reading {
	struct waivers *waivers;
	struct csvin csv;
	int column[COLUMNS]; /* of the file; -1: it has none */
	size_t count;
};

static int
read_header(struct reading *r, const struct csvin_row *row, struct err *e)
{
	static const int needed[] = {WHO, WHY, UNTIL};
	size_t i;
	int k;

	for (k = 0; k < COLUMNS; k++)
		r->column[k] = -1;
	r->count = row->count;
	for (i = 0; i < row->count; i++) {
		const char *near = slice_nearest(row->fields[i],
		    waiver_columns);

		for (k = 0; k < COLUMNS; k++)
			if (slice_is(row->fields[i], waiver_columns[k]))
				break;
		if (k == COLUMNS)
			return csvin_error(&r->csv, row, e, "unknown column "
			    "\"%.*s\"%s%s%s", SLICE_ARGS(row->fields[i]),
			    near ? " (did you mean \"" : "", near ? near : "",
			    near ? "\"?)" : "");
		if (r->column[k] >= 0)
			return csvin_error(&r->csv, row, e, "column \"%s\" "
			    "stands twice", waiver_columns[k]);
		r->column[k] = (int)i; /* at most CSVIN_COLUMNS_MOST */
	}
	for (i = 0; i < COUNT_OF(needed); i++)
		if (r->column[needed[i]] < 0)
			return csvin_error(&r->csv, row, e, "there is no "
			    "column \"%s\"", waiver_columns[needed[i]]);
	return 0;
}

/* A time, or a day, which is in force to its end. */
static bool
parse_until(struct clock_time *until, struct slice text)
{
	if (clock_date_valid(text)) {
		*until = (struct clock_time){
		    (clock_days(text) + 1) * 24 * 60 * 60, 0};
		return true;
	}
	return clock_parse(until, text);
}

static int
check_row(const struct reading *r, const struct csvin_row *row,
    const struct waiver *w, struct err *e)
{
	bool one = w->exception.len && !w->class.len && !w->pattern.len;
	bool many = !w->exception.len && w->class.len && w->pattern.len;
	bool approves = w->deed == PEOPLE_APPROVE;

	if (!w->who.len)
		return csvin_error(&r->csv, row, e, "who is empty");
	if (!w->why.len)
		return csvin_error(&r->csv, row, e, "why is empty");
	if (!one && !many)
		return csvin_error(&r->csv, row, e, "it is for nothing certain "
		    "(expected an exception, or a class and a pattern)");
	if (approves && (!one || w->content.len != 32))
		return csvin_error(&r->csv, row, e, "an approval needs an "
		    "exception and the content that is signed (32 digits)");
	if (!approves && w->content.len)
		return csvin_error(&r->csv, row, e, "content is for approvals "
		    "(expected what: approve)");
	return 0;
}

static int
read_row(struct reading *r, const struct csvin_row *row, struct err *e)
{
	struct waiver *w = add(r->waivers);
	struct arena *a = &r->waivers->arena;
	struct slice cells[COLUMNS];
	struct buf place = BUF_INIT(4096);
	int k;

	if (row->count != r->count)
		return csvin_error(&r->csv, row, e, "%zu fields (expected %zu, "
		    "as in the header)", row->count, r->count);
	for (k = 0; k < COLUMNS; k++)
		cells[k] = r->column[k] < 0 ? SLICE("") : slice_copy(
		    slice_trim(row->fields[r->column[k]]), a);
	if (slice_is(cells[WHAT], "approve"))
		w->deed = PEOPLE_APPROVE;
	else if (cells[WHAT].len && !slice_is(cells[WHAT], "override"))
		return csvin_error(&r->csv, row, e, "what is \"%.*s\" "
		    "(expected override or approve)", SLICE_ARGS(cells[WHAT]));
	if (!parse_until(&w->until, cells[UNTIL]))
		return csvin_error(&r->csv, row, e, "until \"%.*s\" is no day "
		    "and no time (expected 2026-12-24 or RFC 3339)",
		    SLICE_ARGS(cells[UNTIL]));
	w->who = cells[WHO];
	w->class = cells[CLASS];
	w->pattern = cells[PATTERN];
	w->exception = cells[EXCEPTION];
	w->content = cells[CONTENT];
	w->why = cells[WHY];
	buf_printf(&place, "%s:%lu", r->csv.in.name, row->line);
	w->place = slice_copy(buf_slice(&place), a);
	buf_release(&place);
	return check_row(r, row, w, e);
}

static int
read_rows(struct reading *r, struct err *e)
{
	struct csvin_row row;
	int got = csvin_next(&r->csv, &row, e);

	if (got < 0)
		return -1;
	if (!got)
		return err_set(e, ERR_USAGE, "%s: is empty (expected a header "
		    "with the names of the columns)", r->csv.in.name);
	if (read_header(r, &row, e) < 0)
		return -1;
	while ((got = csvin_next(&r->csv, &row, e)) > 0)
		if (read_row(r, &row, e) < 0)
			return -1;
	return got;
}

int
waivers_load(struct waivers *w, const char *path, struct err *e)
{
	struct reading r = {.waivers = w};
	int rc = -1;

	if (csvin_open(&r.csv, path, NULL, e) == 0)
		rc = read_rows(&r, e);
	if (rc < 0 && e->kind == ERR_INPUT)
		e->kind = ERR_USAGE; /* it belongs to the command */
	csvin_close(&r.csv);
	return rc;
}

/* --- the state --- */

int
waivers_load_state(struct waivers *w, struct db *db, struct err *e)
{
	struct page page = PAGE_INIT;
	struct override o;
	int rc = override_load(db, &page, e);

	while (rc == 0 && override_next(&page, &o)) {
		struct waiver *to = add(w);
		struct buf place = BUF_INIT(64);

		buf_printf(&place, "override %" PRId64, o.number);
		to->deed = o.content.len ? PEOPLE_APPROVE : PEOPLE_OVERRIDE;
		to->exception = slice_copy(o.exception, &w->arena);
		to->class = slice_copy(o.class, &w->arena);
		to->pattern = slice_copy(o.pattern, &w->arena);
		to->content = slice_copy(o.content, &w->arena);
		to->who = slice_copy(o.who, &w->arena);
		to->why = slice_copy(o.why, &w->arena);
		to->place = slice_copy(buf_slice(&place), &w->arena);
		to->in_state = true;
		to->revoked = o.revoked.len > 0;
		if (!clock_parse(&to->until, o.until))
			to->until = (struct clock_time){0, 0};
		buf_release(&place);
	}
	page_release(&page);
	return rc;
}

/* --- finding --- */

static bool
about(const struct waiver *w, const struct waiver_about *what)
{
	if (w->exception.len)
		return slice_equal(w->exception, what->exception);
	return slice_equal(w->class, what->class) &&
	    override_matches(w->pattern, what->about);
}

static bool
later(struct clock_time a, struct clock_time b)
{
	return a.seconds > b.seconds ||
	    (a.seconds == b.seconds && a.nanos > b.nanos);
}

/* The same words in the state: of a file that was used before. */
static const struct waiver *
in_state(const struct waivers *ws, const struct waiver *w)
{
	size_t i;

	for (i = 0; i < ws->count; i++) {
		const struct waiver *s = &ws->list[i];

		if (s->in_state && s->deed == w->deed &&
		    s->until.seconds == w->until.seconds &&
		    slice_equal(s->exception, w->exception) &&
		    slice_equal(s->class, w->class) &&
		    slice_equal(s->pattern, w->pattern) &&
		    slice_equal(s->content, w->content) &&
		    slice_equal(s->who, w->who) && slice_equal(s->why, w->why))
			return s;
	}
	return NULL;
}

/* NULL: it counts; else what is wrong with it. */
static const char *
flaw(const struct waivers *ws, const struct waiver *w,
    const struct people *p, const struct waiver_about *what)
{
	const struct waiver *same = w->in_state ? w : in_state(ws, w);

	if (same && same->revoked)
		return "was revoked";
	if (!later(w->until, clock_now()))
		return "has expired";
	if (!people_may(p, w->deed, what->class, w->who))
		return w->deed == PEOPLE_APPROVE
		    ? "may not approve this class"
		    : "may not override this class";
	if (w->deed != what->deed)
		return what->deed == PEOPLE_APPROVE
		    ? "is an override, but this needs an approval"
		    : "is an approval, but this needs an override";
	if (w->deed == PEOPLE_APPROVE &&
	    !slice_equal(w->content, what->content))
		return "is for another content";
	return NULL;
}

static void
explain(struct buf *why, const struct waiver *w, const char *what)
{
	char until[CLOCK_TEXT_SIZE];

	clock_print(until, w->until);
	buf_printf(why, "%s%.*s: %s of %.*s until %s %s", why->len ? "; " : "",
	    SLICE_ARGS(w->place), w->deed == PEOPLE_APPROVE ? "approval"
	    : "override", SLICE_ARGS(w->who), until, what);
}

struct waiver *
waivers_find(struct waivers *ws, const struct people *p,
    const struct waiver_about *what, struct buf *why)
{
	struct waiver *best = NULL;
	size_t i;

	for (i = 0; i < ws->count; i++) {
		struct waiver *w = &ws->list[i];
		const char *bad;

		if (!about(w, what))
			continue;
		bad = flaw(ws, w, p, what);
		/* one of the file that is in the state is told once */
		if (bad && (w->in_state || !in_state(ws, w)))
			explain(why, w, bad);
		if (!bad && (!best || later(w->until, best->until)))
			best = w;
	}
	if (best)
		best->used++;
	return best;
}

/* --- recording --- */

int
waivers_record(struct waivers *ws, struct db *db, const struct audit_by *by,
    struct err *e)
{
	size_t i;

	for (i = 0; i < ws->count; i++) {
		struct waiver *w = &ws->list[i];
		const struct override_wish wish = {w->exception, w->class,
		    w->pattern, w->who, w->why, w->until, w->content};
		int64_t number;

		if (w->in_state || !w->used || in_state(ws, w))
			continue;
		if (override_add(db, &wish, by, &number, e) < 0)
			return -1;
		w->in_state = true;
	}
	return 0;
}
