/*
 * reconcile - where PLM and ERP disagree under a policy, and what would put
 * the ERP right.
 */
#include "tool.h"

#include "io/log.h"
#include "reconcile/policy.h"
#include "reconcile/reconciliation.h"
#include "reconcile/report.h"
#include "reconcile/report_json.h"

static const char *policy_path;
static const char *output;
static const char *format = "text";
static long most = -1;
static const char *limit_text;
static size_t memory = SORT_MEMORY_DEFAULT;

/* The files beside the summary; a path of NULL is not wanted. */
enum { CORRECTIONS, MISSING_IN_ERP, MISSING_IN_PLM, DIFFER, STREAMS };
static const char *paths[STREAMS];

static const struct opt opts[] = {
    OPT_TEXT('p', "policy", &policy_path, "FILE",
	"compare by the policy in FILE"),
    OPT_TEXT('o', "output", &output, "FILE",
	"write the summary to FILE, whole or not at all"),
    OPT_TEXT(0, "format", &format, "FORMAT",
	"text or json: the form of the summary (text)"),
    OPT_COUNT(0, "max-findings", &most, 0, 1000000, "N",
	"list N findings at most (20; json: 1000)"),
    OPT_TEXT(0, "corrections", &paths[CORRECTIONS], "FILE",
	"write a delta that puts the ERP right"),
    OPT_TEXT(0, "missing-in-erp", &paths[MISSING_IN_ERP], "FILE",
	"write PLM's records that the ERP lacks"),
    OPT_TEXT(0, "missing-in-plm", &paths[MISSING_IN_PLM], "FILE",
	"write the ERP's records that PLM lacks"),
    OPT_TEXT(0, "differ", &paths[DIFFER], "FILE",
	"write PLM's records that differ or conflict"),
    OPT_TEXT(0, "max-corrections", &limit_text, "LIMIT",
	"N or P%: write nothing where more were needed"),
    OPT_SIZE('S', "buffer-size", &memory, "SIZE",
	"memory for each sort (256M)"),
    OPT_END,
};

/* All that is written, published together; the summary last. */
struct outputs {
	struct stream_out streams[STREAMS];
	struct zio_out summary;
};

static int
check_options(char **operands, struct err *e)
{
	bool json = strcmp(format, "json") == 0;
	int i, on_stdout = !output || strcmp(output, "-") == 0;

	if (!json && strcmp(format, "text") != 0)
		return err_set(e, ERR_USAGE, "--format: \"%s\" is neither text "
		    "nor json", format);
	if (most < 0)
		most = json ? 1000 : 20;
	for (i = 0; i < STREAMS; i++)
		on_stdout += paths[i] && strcmp(paths[i], "-") == 0;
	if (on_stdout > 1)
		return err_set(e, ERR_USAGE, "%d outputs would go to stdout "
		    "(name files; -o FILE for the summary)", on_stdout);
	i = policy_path && strcmp(policy_path, "-") == 0;
	i += strcmp(operands[0], "-") == 0;
	i += strcmp(operands[1], "-") == 0;
	if (i > 1)
		return err_set(e, ERR_USAGE, "%d inputs would be read from "
		    "stdin (name files)", i);
	return tool_check_outputs((const char *const[]){output,
	    paths[CORRECTIONS], paths[MISSING_IN_ERP], paths[MISSING_IN_PLM],
	    paths[DIFFER], TOOL_END}, (const char *const[]){policy_path,
	    operands[0], operands[1], TOOL_END}, e);
}

static int
open_outputs(struct outputs *o, struct err *e)
{
	int i;

	for (i = 0; i < STREAMS; i++)
		if (paths[i] && stream_out_open(&o->streams[i], paths[i],
		    false, e) < 0)
			return -1;
	return zio_out_open(&o->summary, output, false, e);
}

static struct stream_out *
wanted(struct outputs *o, int which)
{
	return paths[which] ? &o->streams[which] : NULL;
}

/* Writes the head of one side's records, if they are wanted. */
static int
write_head(struct outputs *o, int which, const struct pairing_side *side,
    struct arena *a, struct err *e)
{
	struct head h;

	if (!paths[which])
		return 0;
	reconcile_records_head(side, &h);
	tool_sign_new(&h, a);
	return stream_out_head(&o->streams[which], &h, e);
}

static int
write_corrections(struct reconcile *r, struct outputs *o, struct arena *a,
    struct err *e)
{
	struct stream_out *out = wanted(o, CORRECTIONS);
	struct slice line;
	struct head h;
	struct key k;
	int got;

	if (!out)
		return 0;
	reconcile_corrections_head(r, &h);
	tool_sign_new(&h, a);
	if (stream_out_head(out, &h, e) < 0)
		return -1;
	while ((got = corrections_next(&r->corrections, &line, e)) > 0) {
		arena_reset(&r->arena);
		if (!key_parse_prefix(&k, line, &r->arena))
			BUG("a correction without a key");
		if (stream_out_line(out, line, k.type, e) < 0)
			return -1;
	}
	return got;
}

/* Both ends are verified: judges, and fills the outputs. */
static int
conclude(struct reconcile *r, const struct limit *limit,
    struct outputs *o, struct arena *a, struct err *e)
{
	struct reconcile_outs outs = {wanted(o, MISSING_IN_ERP),
	    wanted(o, MISSING_IN_PLM), wanted(o, DIFFER)};

	if (write_head(o, MISSING_IN_ERP, &r->pair.left, a, e) < 0 ||
	    write_head(o, MISSING_IN_PLM, &r->pair.right, a, e) < 0 ||
	    write_head(o, DIFFER, &r->pair.left, a, e) < 0 ||
	    reconcile_judge(r, &outs, (uint64_t)most, e) < 0 ||
	    corrections_check(&r->corrections, limit,
	    r->pair.right.in.figures.records, e) < 0 ||
	    write_corrections(r, o, a, e) < 0)
		return -1;
	return strcmp(format, "json") == 0 ? report_json(&o->summary, r, e)
					   : report_text(&o->summary, r, e);
}

static int
publish(struct outputs *o, struct err *e)
{
	struct zio_out *all[STREAMS + 1];
	size_t count = 0;
	int i;

	for (i = 0; i < STREAMS; i++) {
		if (!paths[i])
			continue;
		if (stream_out_seal(&o->streams[i], e) < 0)
			return -1;
		all[count++] = &o->streams[i].zio;
	}
	all[count++] = &o->summary;
	return zio_out_publish_all(all, count, e);
}

/* 0 without findings, 1 with, -1; nothing is published but by success. */
static int
work(char **operands, const struct policy *policy,
    const struct limit *limit, struct outputs *o, struct err *e)
{
	const char *const inputs[2] = {operands[0], operands[1]};
	struct arena a = ARENA_INIT;
	struct reconcile r;
	int rc = -1;

	if (reconcile_read(&r, inputs, policy, memory, e) == 0 &&
	    conclude(&r, limit, o, &a, e) == 0 && publish(o, e) == 0) {
		uint64_t found = finding_list_total(&r.findings);

		log_note("%" PRIu64 " findings", found);
		rc = found > 0;
	}
	reconcile_release(&r);
	arena_release(&a);
	return rc;
}

static int
run(int count, char **operands, struct err *e)
{
	struct outputs o = {.summary = ZIO_OUT_INIT};
	struct limit limit;
	struct policy policy;
	int i, rc = -1;

	(void)count;
	policy_init(&policy);
	for (i = 0; i < STREAMS; i++)
		o.streams[i] = (struct stream_out)STREAM_OUT_INIT;
	if (check_options(operands, e) == 0 &&
	    limit_parse(&limit, "--max-corrections", limit_text, e) == 0 &&
	    (!policy_path || policy_load(&policy, policy_path, e) == 0) &&
	    open_outputs(&o, e) == 0)
		rc = work(operands, &policy, &limit, &o, e);
	for (i = 0; i < STREAMS; i++) {
		if (rc < 0)
			stream_out_fail(&o.streams[i], tool_name(), e);
		stream_out_close(&o.streams[i]);
	}
	zio_out_abandon(&o.summary);
	policy_release(&policy);
	return rc;
}

static const char *const usages[] = {
    "reconcile [OPTION...] PLM ERP",
    NULL,
};

static const struct tool reconcile = {
    .name = "reconcile",
    .summary = "Compares what PLM and the ERP hold, under a policy of who "
	       "owns what, and writes\na summary; on request also what would "
	       "put the ERP right, as a delta.",
    .usages = usages,
    .opts = opts,
    .notes = "Example: reconcile -p policy.yaml --corrections fix.jsonl "
	     "plm.jsonl erp.jsonl",
    .least_operands = 2,
    .most_operands = 2,
    .run = run,
};

int
main(int argc, char **argv)
{
	return tool_main(&reconcile, argc, argv);
}
