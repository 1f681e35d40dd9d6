/* job.c - the parts of a comparison put together. */
#include "diff/job.h"

#include "diff/flat.h"
#include "io/log.h"

static int
take(void *ctx, const struct stream_line *old, const struct stream_line *new,
    struct err *e)
{
	struct job *j = ctx;

	if (old && forest_put(&j->forests[0], old, e) < 0)
		return -1;
	return new ? forest_put(&j->forests[1], new, e) : 0;
}

static void
plant(void *ctx)
{
	struct job *j = ctx;
	int i;

	for (i = 0; i < 2; i++) {
		forest_release(&j->forests[i]);
		forest_init(&j->forests[i]);
	}
}

static int
ready(void *ctx, const struct raw *r, struct err *e)
{
	struct job *j = ctx;
	int i;

	for (i = 0; i < 2; i++) {
		forest_end(&j->forests[i], &r->units);
		if (j->forests[i].rounded)
			log_note("%" PRIu64 " quantities for one in %s have no "
			    "end: they are rounded to 12 decimals",
			    j->forests[i].rounded, i ? r->pair.right.in.name
			    : r->pair.left.in.name);
		if (j->forests[i].apart)
			log_note("%" PRIu64 " uses in %s are in a unit without "
			    "a factor to that of their BOM: taken as 1",
			    j->forests[i].apart, i ? r->pair.right.in.name
			    : r->pair.left.in.name);
	}
	return j->view.chosen || j->view.instead ? root_reach(&j->root, e)
	    : 0;
}

static int
write_flat(void *ctx, const struct raw *r, struct edits *edits,
    struct err *e)
{
	struct job *j = ctx;

	return flat_write(&j->root, &r->units, edits,
	    stream_in_complete(&r->pair.right.in), e);
}

static bool
chosen(void *ctx, const struct key *k)
{
	struct job *j = ctx;

	return root_chosen(&j->root, k);
}

static void
seen(void *ctx, struct slice line)
{
	struct job *j = ctx;
	struct arena a = ARENA_INIT;
	struct key k;

	if (!key_parse_prefix(&k, line, &a))
		BUG("a delta line without a key");
	upshot_changed(&j->upshot, &k);
	arena_release(&a);
}

static int
read_structure(struct job *j, const struct asked_structure *words,
    struct err *e)
{
	const char *need = words->root ? "root" : words->where_used
	    ? "where-used" : words->structure ? "structure" : NULL;

	if (need && words->flat_memory)
		return err_set(e, ERR_USAGE, "--%s needs memory for the whole "
		    "structure, which --flat-memory refuses", need);
	j->planted = need != NULL;
	j->telling = words->structure;
	if (!words->root && words->level)
		return err_set(e, ERR_USAGE, "--level: there is no --root");
	if (!words->root)
		return 0;
	if (root_read(&j->root, words->root, words->level, e) < 0 ||
	    root_cut(&j->root, &j->cuts, e) < 0)
		return -1;
	j->root.forests = j->forests;
	if (j->root.level == ROOT_FLAT) {
		j->view.instead = write_flat;
		return 0;
	}
	j->view.chosen = chosen;
	return 0;
}

/* "20", or "2.5%"; an exact number either way. */
static int
read_most(const char *text, struct decimal *most, bool *percent,
    struct err *e)
{
	struct slice s = slice_of(text);

	*percent = s.len && s.at[s.len - 1] == '%';
	if (*percent)
		s.len--;
	if (decimal_parse(most, s) && !most->negative && (*percent ||
	    most->scale == 0))
		return 0;
	return err_set(e, ERR_USAGE, "--max-changes: \"%s\" is no bound "
	    "(expected a whole number, or a percentage as 2%%)", text);
}

/* The brake: a percentage is of the old side's records. */
static int
check_most(const struct job *j, const char *text, struct err *e)
{
	const struct diff_counts *c = &j->diff.edits.counts;
	uint64_t changes = c->added + c->changed + c->removed;
	uint64_t records = j->diff.raw.pair.left.in.figures.records;
	struct decimal most, limit;
	bool percent;

	if (read_most(text, &most, &percent, e) < 0)
		return -1;
	limit = most;
	if (percent && (!decimal_mul(&limit, most,
	    decimal_of((int64_t)records)) ||
	    !decimal_mul(&limit, limit, (struct decimal){1, 2, false})))
		return 0; /* more than can be counted */
	if (decimal_compare(decimal_of((int64_t)changes), limit) <= 0)
		return 0;
	return err_set(e, ERR_DECIDE, "%" PRIu64 " changes against %" PRIu64
	    " records: more than --max-changes %s", changes, records, text);
}

int
job_run(struct job *j, const char *const paths[2],
    const struct job_words *words, struct err *e)
{
	struct decimal most;
	bool percent;

	memset(j, 0, sizeof(*j));
	equality_init(&j->equality);
	if (words->most && read_most(words->most, &most, &percent, e) < 0)
		return -1;
	j->options.equality = &j->equality;
	j->options.memory = words->memory;
	if (asked_equality(&j->equality, &words->same, e) < 0 ||
	    asked_part(&j->cuts, &words->part, words->memory, e) < 0 ||
	    read_structure(j, &words->structure, e) < 0)
		return -1;
	j->view.cuts = j->cuts.sides;
	j->view.ctx = j;
	upshot_init(&j->upshot, &j->forests[1]);
	if (j->telling)
		j->view.seen = seen;
	if (j->planted) {
		plant(j);
		j->view.tap = take;
		j->view.ready = ready;
		j->view.again = plant;
	}
	if (diff_run_view(&j->diff, paths, &j->options, &j->view, e) < 0)
		return -1;
	return words->most ? check_most(j, words->most, e) : 0;
}

int
job_check_unused(const struct job_words *words, const char *format,
    const char *mode, struct err *e)
{
	const struct asked_equality *same = &words->same;
	const struct asked_part *part = &words->part;
	const struct asked_structure *structure = &words->structure;
	const struct {
		bool given;
		const char *name;
	} all[] = {
	    {format != NULL, "format"}, {same->ignore.count > 0, "ignore"},
	    {same->only.count > 0, "only"},
	    {same->tolerance.count > 0, "tolerance"},
	    {same->fold_case.count > 0, "fold-case"},
	    {same->fold_blanks.count > 0, "fold-blanks"},
	    {same->convert, "convert"}, {same->file != NULL, "equality"},
	    {part->as_of != NULL, "as-of"}, {part->plants.count > 0, "plant"},
	    {part->usages.count > 0, "usage"}, {part->maps.count > 0, "map"},
	    {part->sum, "sum"}, {structure->root != NULL, "root"},
	    {structure->level != NULL, "level"},
	    {structure->where_used, "where-used"},
	    {structure->structure, "structure"},
	    {structure->flat_memory, "flat-memory"},
	    {words->most != NULL, "max-changes"},
	};
	size_t i;

	for (i = 0; i < COUNT_OF(all); i++)
		if (all[i].given)
			return err_set(e, ERR_USAGE, "--%s: nothing is "
			    "compared with --%s", all[i].name, mode);
	return 0;
}

void
job_release(struct job *j)
{
	diff_release(&j->diff);
	asked_release(&j->cuts);
	equality_release(&j->equality);
	upshot_release(&j->upshot);
	forest_release(&j->forests[0]);
	forest_release(&j->forests[1]);
	root_release(&j->root);
	memset(j, 0, sizeof(*j));
}
