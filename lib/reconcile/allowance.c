/* allowance.c - a wish, checked and handed to triage. */
#include "reconcile/allowance.h"

#include <unistd.h>

#include "reconcile/finding.h"
#include "store/db.h"
#include "store/run.h"
#include "store/triage.h"

/* The end of a day is the beginning of the next. */
static bool
parse_until(struct clock_time *out, const char *text)
{
	struct slice s = slice_of(text);

	if (!clock_date_valid(s))
		return clock_parse(out, s);
	*out = (struct clock_time){(clock_days(s) + 1) * 86400, 0};
	return true;
}

static bool
is_identity(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!(s.at[i] >= '0' && s.at[i] <= '9') &&
		    !(s.at[i] >= 'a' && s.at[i] <= 'f'))
			return false;
	return s.len == EXCEPTIONS_ID_SIZE - 1;
}

static bool
is_class(struct slice s)
{
	unsigned i;

	for (i = 0; i < FINDING_CLASSES; i++)
		if (slice_is(s, finding_class_name((enum finding_class)i)))
			return true;
	return false;
}

static int
take_what(struct override_wish *w, const char *what, struct err *e)
{
	struct slice rest = slice_of(what);

	if (is_identity(rest)) {
		w->exception = rest;
		return 0;
	}
	w->class = slice_cut(&rest, ':');
	w->pattern = rest;
	if (w->pattern.len && is_class(w->class))
		return 0;
	return err_set(e, ERR_USAGE, "--accept: \"%s\" is neither the 32 hex "
	    "digits of an exception nor CLASS:PATTERN "
	    "(missing_in_plm:item:*)", what);
}

static int
check_all(const struct allowance *a, struct err *e)
{
	const char *missing = !a->state ? "--state" : !a->until ? "--until"
	    : !a->reason ? "--reason" : !a->by ? "--by" : NULL;

	if (missing)
		return err_set(e, ERR_USAGE, "--accept needs %s", missing);
	/* an empty new state would hide a misspelt name */
	if (access(a->state, F_OK) < 0)
		return err_sys(e, "%s", a->state);
	return 0;
}

/* The run that gives it, with the pattern in place of all arguments. */
static int
start(struct db *db, const struct allowance *a, char run[RUN_ID_SIZE],
    struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct run_info info;
	struct head h;
	int rc;

	head_init(&h, HEAD_UPSERT);
	a->sign(&h, &arena);
	info = (struct run_info){h.by[0].tool, h.by[0].version,
	    SLICE_INIT(""), slice_of(a->what), h.traceparent};
	rc = run_start(db, &info, run, e);
	arena_release(&arena);
	return rc;
}

static int
put(struct db *db, const struct allowance *a,
    const struct override_wish *wish, int64_t *number, struct err *e)
{
	struct err ignored = ERR_INIT;
	char run[RUN_ID_SIZE];
	struct audit_by by;
	int rc;

	if (start(db, a, run, e) < 0)
		return -1;
	by = (struct audit_by){run, a->by};
	rc = triage_override(db, wish, &by, number, e);
	if (run_end(db, run, rc < 0 ? (int)e->kind : 0, SLICE(""),
	    &ignored) < 0)
		err_clear(&ignored);
	return rc;
}

int
allowance_put(const struct allowance *a, int64_t *number, struct err *e)
{
	struct override_wish wish = {.who = SLICE_INIT("")};
	struct db *db;
	int rc;

	if (check_all(a, e) < 0 || take_what(&wish, a->what, e) < 0)
		return -1;
	if (!parse_until(&wish.until, a->until))
		return err_set(e, ERR_USAGE, "--until: \"%s\" is neither a "
		    "date nor a time (2026-12-31)", a->until);
	wish.who = slice_of(a->by);
	wish.why = slice_of(a->reason);
	if (db_open(&db, a->state, DB_WRITE, e) < 0)
		return -1;
	rc = put(db, a, &wish, number, e);
	db_close(db);
	return rc;
}
