/* live.c - fetch and resume put together. */
#include "extract/live.h"

#include "model/head.h"

static bool
has_rest(const struct profile *p)
{
	size_t i;

	for (i = 0; i < p->source_count; i++)
		if (p->sources[i].rest)
			return true;
	return false;
}

/*
 * With some of the lines of a BOM missing, those that are there would get
 * other numbers than in full.
 */
static int
check_since(const struct live_how *how, struct err *e)
{
	const struct profile *p = how->profile;
	const struct profile_entry *entry;
	const struct source *s;
	bool any = false;
	size_t i;

	if (how->from_rejects)
		return err_set(e, ERR_USAGE, "--since and --from-rejects do "
		    "not go together");
	for (i = 0; i < p->entry_count; i++) {
		entry = &p->entries[i];
		s = &p->sources[entry->source];
		if (!s->rest || !s->rest->since.node)
			continue;
		any = true;
		if (entry->numbered)
			return ydoc_error(entry->node, e, "with --since lines "
			    "cannot be counted: a rule for \"occurrence\" is "
			    "needed");
	}
	return any ? 0 : err_set(e, ERR_USAGE, "--since: no source of the "
	    "profile that is extracted has \"since\"");
}

/* What this tool would sign a stream with is what the run is known by. */
static struct run_info
info_of(const struct live_how *how, struct buf *words, struct arena *a)
{
	struct run_info info = {SLICE(""), SLICE(""), SLICE(""), SLICE(""),
	    SLICE("")};
	struct head h;
	size_t i;

	head_init(&h, HEAD_SNAPSHOT);
	how->sign(&h, a);
	info.traceparent = h.traceparent;
	if (!h.by_count)
		return info;
	for (i = 0; i < h.by[0].argument_count; i++) {
		if (i)
			buf_add_byte(words, ' ');
		buf_add_slice(words, h.by[0].arguments[i]);
	}
	info.tool = h.by[0].tool;
	info.version = h.by[0].version;
	info.arguments = buf_slice(words);
	return info;
}

static int
open_state(struct live *l, const struct live_job *job,
    const struct live_how *how, struct err *e)
{
	struct buf words = BUF_INIT((size_t)16 * 1024 * 1024);
	char rejects[] = "--from-rejects", *since;
	struct arena a = ARENA_INIT;
	struct resume_how resume;
	size_t count = 0, all = 0;
	char **arguments;
	int rc;

	while (how->operands[all])
		all++;
	arguments = mem_zero((all + 3) * sizeof(*arguments));
	for (count = 0; count < all; count++)
		arguments[count] = how->operands[count];
	since = mem_text(job->since ? job->since : "");
	arguments[count++] = since;
	if (how->from_rejects)
		arguments[count++] = rejects;
	resume = (struct resume_how){job->state, info_of(how, &words, &a),
	    how->profile->system, how->profile->doc.root, arguments,
	    how->profile->max_age_s, has_rest(how->profile)};
	rc = resume_open(&l->resume, &resume, e);
	mem_free(since);
	mem_free(arguments);
	buf_release(&words);
	arena_release(&a);
	return rc;
}

int
live_open(struct live *l, const struct live_job *job,
    const struct live_how *how, struct err *e)
{
	memset(l, 0, sizeof(*l));
	if (fetch_init(&l->fetch, job->since, e) < 0 ||
	    (job->since && check_since(how, e) < 0))
		return -1;
	if (!job->state)
		return 0;
	if (open_state(l, job, how, e) < 0)
		return -1;
	if (l->resume.keeps)
		l->fetch.store = &l->resume.store;
	return 0;
}

int
live_done(struct live *l, const struct run_counts *c, struct err *e)
{
	if (!l->resume.db)
		return 0;
	if (resume_stage(&l->resume, "extract", c, e) < 0)
		return -1;
	return resume_done(&l->resume, e);
}

void
live_close(struct live *l, int status, const struct err *why)
{
	fetch_release(&l->fetch);
	resume_close(&l->resume, status, why);
}
