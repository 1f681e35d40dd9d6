/* nightly.c - the order of things; see the header. */
#include "reconcile/nightly.h"

#include <sys/stat.h>

#include "base/clock.h"
#include "io/log.h"
#include "reconcile/indicator.h"
#include "reconcile/settlement.h"
#include "reconcile/recheck.h"

struct nightly {
	const struct nightly_job *job;
	struct evidence_job evidence_job;
	struct session_how how;
	struct buf words, dues; /* arguments; and what --due says */
	struct session session;
	struct casework casework;
	struct reconcile r;
	struct standing standing;
	struct evidence evidence;
	struct stream_out streams[NIGHTLY_STREAMS];
	struct arena arena;
	char before[AUDIT_HEX_SIZE];
	/* An earlier session had published the evidence, with this seal. */
	char published[AUDIT_HEX_SIZE];
};

/* --- evidence --- */

static void
warn(void *ctx, const char *text)
{
	(void)ctx;
	log_warning("%s", text);
}

/* The seal of the pack before, which must be sound. */
static int
read_before(struct nightly *n, struct err *e)
{
	struct recheck_job job = {.folder = n->job->evidence_before,
	    .problem = warn};
	struct recheck_result result;

	if (!n->job->evidence_before)
		return 0;
	if (recheck_run(&job, &result, e) < 0)
		return -1;
	if (result.problems)
		return err_set(e, ERR_INPUT, "%s: is not as it was written "
		    "(--verify names all of it)", n->job->evidence_before);
	memcpy(n->before, result.seal, AUDIT_HEX_SIZE);
	n->evidence_job.previous = n->before;
	return 0;
}

/* Is the folder there with the seal that an earlier session has noted? */
static int
find_published(struct nightly *n, struct err *e)
{
	const char *folder = n->job->evidence;
	struct pack_check check = {0};
	struct slice seal;
	struct stat st;

	if (session_sealed(&n->session, &seal, e) < 0)
		return -1;
	if (!seal.len || stat(folder, &st) < 0)
		return 0;
	if (pack_check(&check, folder, e) < 0)
		return -1;
	if (!check.problems && slice_is(seal, check.seal))
		memcpy(n->published, check.seal, AUDIT_HEX_SIZE);
	return 0;
}

static int
open_evidence(struct nightly *n, struct err *e)
{
	n->evidence_job.db = n->session.db;
	n->evidence_job.keys = n->job->policy->keys.file;
	if (n->job->evidence && find_published(n, e) < 0)
		return -1;
	if (n->published[0])
		n->evidence_job.folder = NULL;
	else if (read_before(n, e) < 0)
		return -1;
	if (evidence_open(&n->evidence, &n->evidence_job, e) < 0)
		return -1;
	if (n->evidence_job.folder)
		n->r.watch = (struct reconcile_watch){.see = evidence_see,
		    .found = evidence_found, .again = evidence_again,
		    .ctx = &n->evidence};
	return 0;
}

/* It was the evidence of these inputs only if the session goes on. */
static int
check_published(const struct nightly *n, struct err *e)
{
	if (!n->published[0] || n->session.again)
		return 0;
	return err_set(e, ERR_USAGE, "%s: is there already (expected a new "
	    "folder)", n->job->evidence);
}

/* --- writing --- */

static int
open_outputs(struct nightly *n, struct err *e)
{
	int i;

	for (i = 0; i < NIGHTLY_STREAMS; i++)
		if (n->job->streams[i] && stream_out_open(&n->streams[i],
		    n->job->streams[i], false, e) < 0)
			return -1;
	return reports_open(n->job->reports, e);
}

static struct stream_out *
wanted(struct nightly *n, enum nightly_stream which)
{
	return n->job->streams[which] ? &n->streams[which] : NULL;
}

static int
write_head(struct nightly *n, enum nightly_stream which, struct head *h,
    struct err *e)
{
	if (!n->job->streams[which])
		return 0;
	n->job->sign(h, &n->arena);
	return stream_out_head(&n->streams[which], h, e);
}

/* Which records go where, and whose the stream is. */
static const struct {
	enum nightly_stream stream;
	enum reconcile_class class;
	bool erp;
} record_streams[] = {
    {NIGHTLY_MISSING_IN_ERP, RECONCILE_MISSING_IN_ERP, false},
    {NIGHTLY_MISSING_IN_PLM, RECONCILE_MISSING_IN_PLM, true},
    {NIGHTLY_DIFFER, RECONCILE_DIFFER, false},
    {NIGHTLY_CONFLICT, RECONCILE_CONFLICT, false},
    {NIGHTLY_MATCH, RECONCILE_MATCH, false},
    {NIGHTLY_INFORMATION, RECONCILE_INFORMATION, false},
    {NIGHTLY_UNKNOWN, RECONCILE_UNKNOWN_IN_ERP, false},
};

static void
want_records(struct nightly *n, struct reconcile_outs *outs)
{
	size_t i;

	memset(outs, 0, sizeof(*outs));
	for (i = 0; i < COUNT_OF(record_streams); i++)
		outs->of[record_streams[i].class] = wanted(n,
		    record_streams[i].stream);
	outs->of[RECONCILE_UNKNOWN_IN_PLM] = wanted(n, NIGHTLY_UNKNOWN);
	if (!outs->of[RECONCILE_CONFLICT])
		outs->of[RECONCILE_CONFLICT] = wanted(n, NIGHTLY_DIFFER);
}

/* The heads of records and exceptions: what is in them is not known yet. */
static int
write_heads(struct nightly *n, struct err *e)
{
	struct head h;
	size_t i;

	for (i = 0; i < COUNT_OF(record_streams); i++) {
		reconciliation_records_head(record_streams[i].erp
		    ? &n->r.pair.right : &n->r.pair.left, &h);
		if (write_head(n, record_streams[i].stream, &h, e) < 0)
			return -1;
	}
	head_init(&h, HEAD_UPSERT);
	h.system = n->r.pair.right.in.head.system;
	h.sorted = true;
	return write_head(n, NIGHTLY_EXCEPTIONS, &h, e);
}

static int
write_corrections(struct nightly *n, struct err *e)
{
	struct stream_out *out = wanted(n, NIGHTLY_CORRECTIONS);
	struct slice line;
	struct head h;
	struct key k;
	int got;

	if (!out)
		return 0;
	reconciliation_corrections_head(&n->r, &h);
	if (write_head(n, NIGHTLY_CORRECTIONS, &h, e) < 0)
		return -1;
	while ((got = corrections_next(&n->r.corrections, &line, e)) > 0) {
		arena_reset(&n->r.arena);
		if (!key_parse_prefix(&k, line, &n->r.arena))
			BUG("a correction without a key");
		if (stream_out_line(out, line, k.type, e) < 0)
			return -1;
	}
	return got;
}

static int
check_brake(struct nightly *n, struct err *e)
{
	return corrections_check(&n->r.corrections, n->job->limit,
	    n->r.pair.right.in.figures.records, e);
}

/* --- the state --- */

/* Before anything is noted: as many corrections as there are to be. */
static int
brake_first(struct nightly *n, struct err *e)
{
	const struct reconcile_outs none = {0};
	const struct reconcile_watch watch = n->r.watch;
	int rc;

	if (!n->session.db || !n->job->limit->text)
		return 0;
	n->r.watch = (struct reconcile_watch){.find = casework_peek,
	    .find_ctx = &n->casework};
	rc = reconciliation_judge(&n->r, &none, 0, e);
	n->r.watch = watch;
	if (rc < 0 || check_brake(n, e) < 0)
		return -1;
	return reconciliation_rewind(&n->r, e);
}

static int
end_stage(struct nightly *n, const char *stage, uint64_t taken,
    uint64_t derived, struct err *e)
{
	const struct run_counts c = {.taken = taken, .passed = taken,
	    .derived = derived, .given = taken + derived};

	return run_stage_end(n->session.db, n->session.run, stage, &c, e);
}

static int
end_stages(struct nightly *n, struct err *e)
{
	const struct pairing *pair = &n->r.pair;

	if (!n->session.db)
		return 0;
	if (end_stage(n, "read", pair->left.in.figures.records +
	    pair->right.in.figures.records, 0, e) < 0 ||
	    end_stage(n, "find", 0, finding_list_total(&n->r.findings) +
	    n->r.findings.accepted, e) < 0)
		return -1;
	return end_stage(n, "correct", 0,
	    corrections_total(&n->r.corrections), e);
}

/* --- all in order --- */

static int
write_reports(struct nightly *n, struct err *e)
{
	struct summary s = {.r = &n->r};

	if (n->session.db) {
		if (indicator_put_all(&n->session, &n->r, e) < 0 ||
		    standing_load(&n->standing, &n->session, &n->r, e) < 0)
			return -1;
		s.standing = &n->standing;
	}
	if (evidence_write(&n->evidence, &s, e) < 0)
		return -1;
	if (n->job->evidence) {
		s.evidence = n->job->evidence;
		s.seal = n->published[0] ? n->published
		    : n->evidence.pack.seal;
	}
	return reports_write(n->job->reports, &s, e);
}

/* Both ends are verified: judges, and fills the outputs. */
static int
conclude(struct nightly *n, struct err *e)
{
	struct reconcile_outs outs;
	struct stream_out *exceptions = wanted(n, NIGHTLY_EXCEPTIONS);

	if (brake_first(n, e) < 0 || casework_note_all(&n->casework, e) < 0)
		return -1;
	if (n->session.db || exceptions) {
		n->r.watch.find = casework_fill;
		n->r.watch.find_ctx = &n->casework;
		n->casework.wants_records = exceptions != NULL;
	}
	want_records(n, &outs);
	if (write_heads(n, e) < 0 || reconciliation_judge(&n->r, &outs,
	    reports_listed(n->job->reports), e) < 0 ||
	    check_brake(n, e) < 0 || write_corrections(n, e) < 0 ||
	    (exceptions && casework_write(&n->casework, exceptions, e) < 0))
		return -1;
	return write_reports(n, e);
}

static int
publish(struct nightly *n, struct err *e)
{
	struct zio_out *all[NIGHTLY_STREAMS + REPORTS_MOST];
	size_t count = 0;
	int i;

	for (i = 0; i < NIGHTLY_STREAMS; i++) {
		if (!n->job->streams[i])
			continue;
		if (stream_out_seal(&n->streams[i], e) < 0)
			return -1;
		all[count++] = &n->streams[i].zio;
	}
	count = reports_outs(n->job->reports, all, count);
	if (n->evidence_job.folder && session_seal(&n->session,
	    n->evidence.pack.seal, e) < 0)
		return -1;
	if (zio_out_publish_all(all, count, e) < 0 ||
	    evidence_publish(&n->evidence, e) < 0 || end_stages(n, e) < 0)
		return -1;
	return settlement_end(&n->session, &n->r, e);
}

/* What this tool would sign a stream with is what the run is known by. */
static int
take_words(struct nightly *n, struct err *e)
{
	const struct nightly_job *job = n->job;
	const struct head_tool *by;
	uint64_t milliseconds;
	struct head h;
	size_t i;

	head_init(&h, HEAD_UPSERT);
	job->sign(&h, &n->arena);
	by = &h.by[0];
	for (i = 0; i < by->argument_count; i++)
		buf_printf(&n->words, "%s%.*s", i ? " " : "",
		    (int)by->arguments[i].len, by->arguments[i].at);
	/* the other arguments change nothing of what is found */
	for (i = 0; i < job->due->count; i++)
		buf_printf(&n->dues, "%s\n", job->due->texts[i]);
	n->how = (struct session_how){.state = job->state,
	    .info = {by->tool, by->version, SLICE_INIT(""),
	    buf_slice(&n->words), h.traceparent}, .inputs = job->inputs,
	    .policy = job->policy_path, .beside = job->policy->keys.file,
	    .arguments = buf_slice(&n->dues)};
	n->evidence_job = (struct evidence_job){.folder = job->evidence,
	    .inputs = job->inputs, .policy = job->policy_path,
	    .tool = by->tool, .version = by->version, .run = h.run};
	if (!job->run_time)
		return 0;
	if (!session_parse_time(&milliseconds, job->run_time))
		return err_set(e, ERR_USAGE, "--run-time: \"%s\" is no time "
		    "(expected 2h, 90m, 1h30m, 45s)", job->run_time);
	n->how.stop = clock_ticks() + milliseconds;
	n->how.stop += !n->how.stop;
	return 0;
}

static int
work(struct nightly *n, struct err *e)
{
	const struct nightly_job *job = n->job;

	n->r.shows_alike = job->streams[NIGHTLY_MATCH] ||
	    job->streams[NIGHTLY_INFORMATION];
	if (take_words(n, e) < 0 || session_open(&n->session, &n->how, e) < 0 ||
	    casework_take_due(&n->casework, job->due, e) < 0 ||
	    open_evidence(n, e) < 0 || open_outputs(n, e) < 0 ||
	    reconciliation_read(&n->r, job->inputs, job->policy, job->memory,
	    e) < 0 || session_begin(&n->session, &n->r.pair, e) < 0 ||
	    check_published(n, e) < 0 || conclude(n, e) < 0)
		return -1;
	return publish(n, e);
}

static void
init(struct nightly *n, const struct nightly_job *job)
{
	int i;

	n->job = job;
	n->arena = (struct arena)ARENA_INIT;
	buf_init(&n->words, SIZE_MAX / 4);
	buf_init(&n->dues, SIZE_MAX / 4);
	evidence_init(&n->evidence);
	n->r.pair.left.in.zio = n->r.pair.right.in.zio =
	    (struct zio_in)ZIO_IN_INIT;
	for (i = 0; i < NIGHTLY_STREAMS; i++)
		n->streams[i] = (struct stream_out)STREAM_OUT_INIT;
	casework_init(&n->casework, &n->session, &n->r);
	if (job->batch)
		n->casework.group_size = job->batch;
}

static void
release(struct nightly *n, int rc, const struct err *e)
{
	uint64_t found = rc < 0 ? 0 : finding_list_total(&n->r.findings);
	int i;

	for (i = 0; i < NIGHTLY_STREAMS; i++) {
		if (rc < 0)
			stream_out_fail(&n->streams[i], n->job->tool, e);
		stream_out_close(&n->streams[i]);
	}
	reports_abandon(n->job->reports);
	casework_release(&n->casework);
	standing_release(&n->standing);
	reconciliation_release(&n->r);
	evidence_release(&n->evidence);
	session_close(&n->session, rc < 0 ? (int)e->kind : found > 0, e);
	buf_release(&n->words);
	buf_release(&n->dues);
	arena_release(&n->arena);
}

static bool
is_standard(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

int
nightly_check(const struct nightly_job *job, struct err *e)
{
	int in = is_standard(job->policy_path) +
	    is_standard(job->inputs[0]) + is_standard(job->inputs[1]);
	int out = 0, i;
	size_t k;

	for (k = 0; k < job->reports->count; k++)
		out += !job->reports->list[k].path ||
		    is_standard(job->reports->list[k].path);
	for (i = 0; i < NIGHTLY_STREAMS; i++)
		out += is_standard(job->streams[i]);
	if (out > 1)
		return err_set(e, ERR_USAGE, "%d outputs would go to stdout "
		    "(name files; -o FILE for the summary)", out);
	if (in > 1)
		return err_set(e, ERR_USAGE, "%d inputs would be read from "
		    "stdin (name files)", in);
	return 0;
}

int
nightly_run(const struct nightly_job *job, struct nightly_result *result,
    struct err *e)
{
	struct nightly *n = mem_zero(sizeof(*n));
	int rc;

	init(n, job);
	rc = work(n, e);
	log_progress_end();
	if (rc == 0) {
		result->findings = finding_list_total(&n->r.findings);
		snprintf(result->seal, sizeof(result->seal), "%s",
		    !job->evidence ? "" : n->published[0]
		    ? n->published : n->evidence.pack.seal);
	}
	release(n, rc, e);
	mem_free(n);
	return rc;
}
