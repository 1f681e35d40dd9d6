/* job.c - the parts of a comparison put together. */
#include "diff/job.h"

#include "diff/explanation.h"
#include "diff/flat.h"
#include "io/log.h"
#include "io/path.h"

static int
take(void *ctx, const struct stream_line *old, const struct stream_line *new,
    struct err *e)
{
	struct job *j = ctx;

	if (j->explaining && inquiry_take(&j->explain, old, new, e) < 0)
		return -1;
	if (j->telling && new)
		upshot_line(&j->upshot, new);
	if (!j->planted)
		return 0;
	if (old && forest_put(&j->forests[0], old, e) < 0)
		return -1;
	return new ? forest_put(&j->forests[1], new, e) : 0;
}

static void
plant(void *ctx)
{
	struct job *j = ctx;
	int i;

	if (j->explaining)
		inquiry_again(&j->explain);
	upshot_again(&j->upshot);
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
			    j->forests[i].rounded, j->names[i]);
		if (j->forests[i].apart)
			log_note("%" PRIu64 " uses in %s are in a unit without "
			    "a factor to that of their BOM: taken as 1",
			    j->forests[i].apart, j->names[i]);
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

static size_t
more_tags(void *ctx, const struct record *line, struct slice *list)
{
	struct job *j = ctx;

	return upshot_tags(&j->upshot, line, list);
}

/* What needs memory in proportion to a structure, or to what is left out. */
static int
check_flat(const struct job_words *words, struct err *e)
{
	const struct asked_structure *s = &words->structure;
	const char *need = s->root ? "root" : s->where_used ? "where-used"
	    : s->structure ? "structure" : words->part.as_of ? "as-of" : NULL;

	if (!need || !s->flat_memory)
		return 0;
	return err_set(e, ERR_USAGE, "--%s needs memory that grows with "
	    "the input, which --flat-memory refuses", need);
}

static int
read_structure(struct job *j, const struct asked_structure *words,
    struct err *e)
{
	j->planted = words->root || words->where_used || words->structure;
	j->telling = words->structure;
	j->reaching = words->where_used;
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

/* --- what the delta claims --- */

static void
add_words(struct buf *b, const char *words, struct slice name)
{
	buf_printf(b, "%s%s", b->len ? "; " : "", words);
	buf_add_slice(b, name);
}

/* Plants and usages are lists in a scope; what is none is said in words. */
static void
limit_claim(struct job *j, const struct job_words *words)
{
	const struct cut *cut = &j->cuts.sides[1];
	struct buf *b = &j->claim_words;

	buf_init(b, KEY_MOST * 8);
	j->claim.plants = cut->plants;
	j->claim.usages = cut->usages;
	if (cut->as_of.len)
		add_words(b, "as of ", cut->as_of);
	if (words->structure.root)
		add_words(b, words->structure.level && strcmp(
		    words->structure.level, "single") == 0 ? "only "
		    : "below ", slice_of(words->structure.root));
	if (words->structure.level && strcmp(words->structure.level, "flat")
	    == 0)
		add_words(b, "rolled up", SLICE(""));
	if (words->part.sum)
		add_words(b, "summed by component", SLICE(""));
	j->claim.filter = buf_slice(b);
	j->options.claim = &j->claim;
}

/* --- one key --- */

static int
open_explain(struct job *j, const struct job_words *words, struct err *e)
{
	if (!words->explain)
		return 0;
	if (j->view.instead)
		return err_set(e, ERR_USAGE, "--explain: rows of --level flat "
		    "are sums, no lines that were matched");
	j->explaining = true;
	j->options.watch = (struct parent_watch){inquiry_see, &j->explain};
	return inquiry_read(&j->explain, words->explain, e);
}

static int
see_line(void *ctx, struct slice line, struct err *e)
{
	struct job *j = ctx;

	(void)e;
	inquiry_seen(&j->explain, line);
	return 0;
}

int
job_explain(struct job *j, struct buf *out, struct err *e)
{
	if (diff_each(&j->diff, see_line, j, e) < 0 ||
	    inquiry_end(&j->explain, e) < 0 ||
	    explanation_add(out, &j->explain, &j->diff, j->names, e) < 0)
		return -1;
	return j->explain.change.len > 0;
}

/* --- what the old side is --- */

static int
open_published(struct job *j, const char *paths[2],
    const struct job_words *words, struct err *e)
{
	if (!words->published && words->state)
		return err_set(e, ERR_USAGE, "--state: there is no "
		    "--published TARGET");
	if (!words->published)
		return 0;
	if (!words->state)
		return err_set(e, ERR_USAGE, "--published: there is no "
		    "--state FILE");
	if (published_load(&j->published, words->published, words->state,
	    e) < 0)
		return -1;
	paths[0] = j->published.path;
	j->names[0] = j->published.name;
	j->options.types = j->claim.types = j->published.types;
	return 0;
}

static void
say_passed_over(const struct job *j, const struct job_words *words)
{
	if (j->diff.passed_over)
		log_note("records of types that %s does not take are left "
		    "out: %" PRIu64, words->published, j->diff.passed_over);
}

int
job_run(struct job *j, const char *const operands[2],
    const struct job_words *words, struct err *e)
{
	const char *paths[2] = {operands[0], operands[1]};
	struct decimal most;
	bool percent;
	int i;

	memset(j, 0, sizeof(*j));
	j->published = (struct published)PUBLISHED_INIT;
	for (i = 0; i < 2; i++)
		j->names[i] = paths[i] && path_standard(paths[i])
		    ? "<stdin>" : paths[i];
	equality_init(&j->equality);
	if (words->most && read_most(words->most, &most, &percent, e) < 0)
		return -1;
	j->options.equality = &j->equality;
	j->options.memory = words->memory;
	j->options.flat = words->structure.flat_memory;
	if (check_flat(words, e) < 0 ||
	    asked_equality(&j->equality, &words->same, e) < 0 ||
	    asked_part(&j->cuts, &words->part, words->memory, e) < 0 ||
	    read_structure(j, &words->structure, e) < 0)
		return -1;
	limit_claim(j, words);
	if (open_explain(j, words, e) < 0 ||
	    open_published(j, paths, words, e) < 0)
		return -1;
	j->view.cuts = j->cuts.sides;
	j->view.ctx = j;
	upshot_init(&j->upshot, &j->forests[1]);
	if (j->telling) {
		j->view.seen = seen;
		j->options.more_tags = more_tags;
		j->options.more_ctx = j;
	}
	if (j->planted || j->explaining) {
		plant(j);
		j->view.tap = take;
		j->view.again = plant;
	}
	if (j->planted)
		j->view.ready = ready;
	if (diff_run_view(&j->diff, paths, &j->options, &j->view, e) < 0)
		return -1;
	say_passed_over(j, words);
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
	    {words->explain != NULL, "explain"},
	    {words->published != NULL, "published"},
	    {words->state != NULL, "state"},
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
	published_release(&j->published);
	inquiry_release(&j->explain);
	buf_release(&j->claim_words);
	memset(j, 0, sizeof(*j));
}
