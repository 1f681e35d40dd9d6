/*
 * recheck.c - the entries of a pack read again.
 *
 * What a comparison gave is held against the manifest as text: its members
 * must stand there between the entry's name and `previous`, byte by byte.
 */
#include "reconcile/recheck.h"

#include "reconcile/acceptance.h"
#include "reconcile/evidence.h"

#define PATH_CEILING ((size_t)64 * 1024)

struct recheck {
	const struct recheck_job *job;
	struct pack_check check;
	struct arena texts;
	bool policy, overrides;  /* the pack has them */
	const char **results;    /* lines of counts, totals and findings */
	size_t result_count, result_size;
	size_t at;               /* of them: the next to be met */
	unsigned inputs;         /* entries seen */
};

/* --- the manifest --- */

static int
check_input(struct recheck *v, struct slice line, struct err *e)
{
	struct slice side, sum;
	char hex[AUDIT_HEX_SIZE];
	const char *path;
	uint64_t bytes;

	v->inputs++;
	if (!v->job->inputs)
		return 0;
	if (pack_member(&side, line, "side", &v->texts, e) < 0 ||
	    pack_member(&sum, line, "sha256", &v->texts, e) < 0)
		return -1;
	path = v->job->inputs[slice_is(side, "erp")];
	if (pack_hash_file(path, &bytes, hex, e) < 0)
		return -1;
	if (!slice_is(sum, hex))
		pack_problem(&v->check, "%s: has SHA-256 %s (expected %.*s): "
		    "it is not the file that was compared", path, hex,
		    SLICE_ARGS(sum));
	return 0;
}

static int
take_entry(void *ctx, struct slice entry, struct slice line, struct err *e)
{
	struct recheck *v = ctx;
	struct slice name;

	if (slice_is(entry, "input"))
		return check_input(v, line, e);
	if (slice_is(entry, "file")) {
		if (pack_member(&name, line, "name", &v->texts, e) < 0)
			return -1;
		v->policy = v->policy || slice_is(name, EVIDENCE_POLICY);
		v->overrides = v->overrides ||
		    slice_is(name, EVIDENCE_OVERRIDES);
	}
	if (!slice_is(entry, "counts") && !slice_is(entry, "total") &&
	    !slice_is(entry, "findings") && !slice_is(entry, "records"))
		return 0;
	if (v->result_count == v->result_size) {
		v->result_size = mem_next_size(v->result_size,
		    v->result_count + 1);
		v->results = mem_grow(v->results, v->result_size,
		    sizeof(*v->results));
	}
	v->results[v->result_count++] = arena_copy(&v->texts, line.at,
	    line.len);
	return 0;
}

/* --- the comparison --- */

static int
meet(void *ctx, const char *entry, struct slice members, struct err *e)
{
	struct recheck *v = ctx;
	struct buf want = BUF_INIT((size_t)1024 * 1024);
	const char *have = v->at < v->result_count ? v->results[v->at] : "";

	(void)e;
	v->at++;
	buf_printf(&want, "{\"entry\":\"%s\",", entry);
	buf_add_slice(&want, members);
	buf_add_text(&want, ",\"previous\":");
	if (strncmp(have, buf_text(&want), want.len) != 0)
		pack_problem(&v->check, "comparing anew gives %s {%.*s} "
		    "(expected %.200s)", entry, SLICE_ARGS(members),
		    *have ? have : "nothing");
	buf_release(&want);
	return 0;
}

static char *
path_of(const struct recheck *v, const char *name)
{
	struct buf b = BUF_INIT(PATH_CEILING);
	char *path;

	buf_printf(&b, "%s/%s", v->job->folder, name);
	path = mem_text(buf_text(&b));
	buf_release(&b);
	return path;
}

/* Both files of the pack that decide what a comparison gives. */
static int
load(const struct recheck *v, struct policy *policy, struct acceptance *a,
    struct err *e)
{
	char *path = path_of(v, EVIDENCE_POLICY);
	int rc = v->policy ? policy_load(policy, path, e) : 0;

	mem_free(path);
	if (rc < 0 || !v->overrides)
		return rc;
	path = path_of(v, EVIDENCE_OVERRIDES);
	rc = acceptance_load(a, path, e);
	mem_free(path);
	return rc;
}

static int
judge(struct recheck *v, const struct policy *policy, struct acceptance *a,
    struct err *e)
{
	const struct reconcile_outs none = {.of = {NULL}};
	struct reconcile r = {0};
	struct witness w;
	int rc = -1;

	witness_init(&w);
	r.watch = (struct reconcile_watch){.find = acceptance_mark,
	    .find_ctx = a, .see = witness_see, .found = witness_found,
	    .again = witness_again, .ctx = &w};
	if (reconciliation_read(&r, v->job->inputs, policy, v->job->memory,
	    e) == 0 && reconciliation_judge(&r, &none, 0, e) == 0 &&
	    witness_finish(&w, e) == 0)
		rc = evidence_results(&r, &w, meet, v, e);
	reconciliation_release(&r);
	witness_release(&w);
	return rc;
}

static int
compare(struct recheck *v, struct err *e)
{
	struct acceptance a;
	struct policy policy;
	int rc;

	policy_init(&policy);
	acceptance_init(&a);
	rc = load(v, &policy, &a, e);
	if (rc == 0)
		rc = judge(v, &policy, &a, e);
	if (rc == 0 && v->at < v->result_count)
		pack_problem(&v->check, "comparing anew does not give %.200s",
		    v->results[v->at]);
	if (rc == 0 && acceptance_unmet(&a))
		pack_problem(&v->check, EVIDENCE_OVERRIDES ": accepts %" PRIu64
		    " that comparing anew does not find",
		    acceptance_unmet(&a));
	acceptance_release(&a);
	policy_release(&policy);
	return rc;
}

int
recheck_run(const struct recheck_job *job, struct recheck_result *result,
    struct err *e)
{
	struct recheck v = {.job = job, .texts = ARENA_INIT,
	    .check = {.entry = take_entry, .problem = job->problem,
	    .problem_ctx = job->ctx}};
	int rc;

	v.check.ctx = &v;
	rc = pack_check(&v.check, job->folder, e);
	if (rc == 0 && v.inputs != 2)
		pack_problem(&v.check, PACK_MANIFEST ": has %u inputs "
		    "(expected 2)", v.inputs);
	/* what is not the file that was compared cannot be compared again */
	if (rc == 0 && job->inputs && !v.check.problems)
		rc = compare(&v, e);
	memcpy(result->seal, v.check.seal, sizeof(result->seal));
	result->problems = v.check.problems;
	mem_free(v.results);
	arena_release(&v.texts);
	return rc;
}
