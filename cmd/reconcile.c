/*
 * reconcile - where PLM and ERP disagree under a policy, and what would put
 * the ERP right.
 */
#include "tool.h"

#include "io/log.h"
#include "reconcile/allowance.h"
#include "reconcile/nightly.h"
#include "reconcile/recheck.h"

static const char *policy_path;
static const char *output;
static const char *format_name = "text";
static const char *json_path, *csv_path, *html_path;
static long most = -1;
static const char *streams[NIGHTLY_STREAMS];
static const char *limit_text;
static const char *state, *run_time;
static struct opt_list due;
static const char *accepted, *until, *reason, *by;
static long batch = CASEWORK_GROUP;
static size_t memory = SORT_MEMORY_DEFAULT;
static const char *evidence_folder, *evidence_before, *recheck_folder;

static const char *const usages[] = {
    "reconcile [OPTION...] PLM ERP",
    "reconcile --verify DIR [PLM ERP]",
    "reconcile --accept WHAT --state FILE --until DATE --reason TEXT --by NAME",
    NULL,
};

static const struct opt opts[] = {
    OPT_TEXT('p', "policy", &policy_path, "FILE",
	"compare by the policy in FILE"),
    OPT_TEXT('o', "output", &output, "FILE",
	"write the summary to FILE, whole or not at all"),
    OPT_TEXT(0, "format", &format_name, "FORMAT",
	"text, json, csv or html: the form of the summary (text)"),
    OPT_TEXT(0, "json", &json_path, "FILE", "write it as JSON, too"),
    OPT_TEXT(0, "csv", &csv_path, "FILE", "write all findings as CSV, too"),
    OPT_TEXT(0, "html", &html_path, "FILE", "write it as a web page, too"),
    OPT_COUNT(0, "max-findings", &most, 0, 1000000, "N",
	"list N findings at most (20; json, html: 1000; csv: all)"),
    OPT_TEXT(0, "corrections", &streams[NIGHTLY_CORRECTIONS], "FILE",
	"write a delta that puts the ERP right"),
    OPT_TEXT(0, "missing-in-erp", &streams[NIGHTLY_MISSING_IN_ERP], "FILE",
	"write PLM's records that the ERP lacks"),
    OPT_TEXT(0, "missing-in-plm", &streams[NIGHTLY_MISSING_IN_PLM], "FILE",
	"write the ERP's records that PLM lacks"),
    OPT_TEXT(0, "differ", &streams[NIGHTLY_DIFFER], "FILE",
	"write PLM's records that differ or conflict"),
    OPT_TEXT(0, "conflict", &streams[NIGHTLY_CONFLICT], "FILE",
	"write those that conflict apart"),
    OPT_TEXT(0, "match", &streams[NIGHTLY_MATCH], "FILE",
	"write PLM's records that match (takes longer)"),
    OPT_TEXT(0, "information", &streams[NIGHTLY_INFORMATION], "FILE",
	"write those that differ in what the ERP owns"),
    OPT_TEXT(0, "unknown", &streams[NIGHTLY_UNKNOWN], "FILE",
	"write records of which the other side cannot say"),
    OPT_TEXT(0, "max-corrections", &limit_text, "LIMIT",
	"N or P%: write nothing where more were needed"),
    OPT_TEXT(0, "state", &state, "FILE",
	"keep exceptions, progress and key figures in FILE"),
    OPT_TEXT(0, "run-time", &run_time, "TIME",
	"stop after TIME (2h, 90m), go on next time; needs --state"),
    OPT_COUNT('b', "batch", &batch, 1, 1000000, "N",
	"findings in one transaction of the state (10000)"),
    OPT_TEXT(0, "exceptions", &streams[NIGHTLY_EXCEPTIONS], "FILE",
	"write the findings as exception records"),
    OPT_LIST(0, "due", &due, "[SEVERITY=]DAYS",
	"a new exception is due in DAYS days"),
    OPT_TEXT(0, "accept", &accepted, "WHAT",
	"let an exception, or CLASS:KEY-PATTERN, pass for a time"),
    OPT_TEXT(0, "until", &until, "DATE", "until the end of DATE"),
    OPT_TEXT(0, "reason", &reason, "TEXT", "why it may pass"),
    OPT_TEXT(0, "by", &by, "NAME", "who says so"),
    OPT_TEXT(0, "evidence", &evidence_folder, "DIR",
	"leave evidence of this comparison in a new folder"),
    OPT_TEXT(0, "evidence-after", &evidence_before, "DIR",
	"chain it to the evidence in DIR"),
    OPT_TEXT(0, "verify", &recheck_folder, "DIR",
	"check evidence, against PLM and ERP if they are named"),
    OPT_SIZE('S', "buffer-size", &memory, "SIZE",
	"memory for each sort (256M)"),
    OPT_END,
};

/* --- options --- */

static int
check_names(char **operands, struct err *e)
{
	const char *outputs[NIGHTLY_STREAMS + 6];
	size_t i, n = 0;

	outputs[n++] = output;
	for (i = 0; i < NIGHTLY_STREAMS; i++)
		outputs[n++] = streams[i];
	outputs[n++] = json_path;
	outputs[n++] = csv_path;
	outputs[n++] = html_path;
	outputs[n] = TOOL_END;
	return tool_check_outputs(outputs, (const char *const[]){
	    policy_path, state, operands[0], operands[1], TOOL_END}, e);
}

static int
check_options(int count, char **operands, struct err *e)
{
	enum reports_format format;

	if (count != 2)
		return err_set(e, ERR_USAGE, "too few operands (usage: %s)",
		    usages[0]);
	if (evidence_before && !evidence_folder)
		return err_set(e, ERR_USAGE, "--evidence-after needs "
		    "--evidence");
	if (run_time && !state)
		return err_set(e, ERR_USAGE, "--run-time needs --state FILE, "
		    "which keeps how far it came");
	if (until || reason || by)
		return err_set(e, ERR_USAGE, "--until, --reason and --by go "
		    "with --accept");
	if (due.count && !state && !streams[NIGHTLY_EXCEPTIONS])
		return err_set(e, ERR_USAGE, "--due needs --state or "
		    "--exceptions");
	if (!reports_parse(&format, format_name))
		return err_set(e, ERR_USAGE, "--format: \"%s\" is none of "
		    "text, json, csv and html", format_name);
	return check_names(operands, e);
}

static void
want_reports(struct reports *r)
{
	enum reports_format format = REPORTS_TEXT;

	reports_init(r, most);
	if (json_path)
		reports_want(r, REPORTS_JSON, json_path);
	if (csv_path)
		reports_want(r, REPORTS_CSV, csv_path);
	if (html_path)
		reports_want(r, REPORTS_HTML, html_path);
	if (reports_parse(&format, format_name))
		reports_want(r, format, output);
}

/* --- checking evidence --- */

static void
warn(void *ctx, const char *text)
{
	(void)ctx;
	log_warning("%s", text);
}

/* 0: as it was written; 1: not, and the warnings say where. */
static int
verify(int count, char **operands, struct err *e)
{
	const char *const inputs[2] = {operands[0], count ? operands[1] : NULL};
	struct recheck_job job = {.folder = recheck_folder,
	    .inputs = count ? inputs : NULL, .memory = memory,
	    .problem = warn};
	struct recheck_result result;

	if (count == 1)
		return err_set(e, ERR_USAGE, "--verify: one input is named "
		    "(expected PLM and ERP, or none)");
	if (recheck_run(&job, &result, e) < 0)
		return -1;
	if (result.problems)
		return err_set(e, ERR_INPUT, "%s: is not as it was written: %"
		    PRIu64 " problem%s", recheck_folder, result.problems,
		    result.problems == 1 ? "" : "s");
	printf("%s: as it was written%s, seal %s\n", recheck_folder,
	    count ? ", and of these inputs" : "", result.seal);
	return 0;
}

/* --- reconciling --- */

static int
accept_some(int count, struct err *e)
{
	const struct allowance a = {.state = state, .what = accepted,
	    .until = until, .reason = reason, .by = by,
	    .sign = tool_sign_new};
	int64_t number;

	if (count)
		return err_set(e, ERR_USAGE, "--accept compares nothing "
		    "(usage: %s)", usages[2]);
	if (allowance_put(&a, &number, e) < 0)
		return -1;
	printf("override %" PRId64 "\n", number);
	return 0;
}

static int
work(const struct nightly_job *job, struct err *e)
{
	struct nightly_result result;

	if (nightly_run(job, &result, e) < 0)
		return -1;
	log_note("%" PRIu64 " findings", result.findings);
	if (result.seal[0])
		log_note("evidence in %s, seal %s", evidence_folder,
		    result.seal);
	return result.findings > 0;
}

static int
run(int count, char **operands, struct err *e)
{
	const char *const inputs[2] = {operands[0], count ? operands[1] : NULL};
	struct reports reports;
	struct policy policy;
	struct limit limit;
	struct nightly_job job = {.inputs = inputs, .policy = &policy,
	    .policy_path = policy_path, .limit = &limit,
	    .reports = &reports, .evidence = evidence_folder,
	    .evidence_before = evidence_before, .state = state,
	    .run_time = run_time, .due = &due, .batch = (size_t)batch,
	    .memory = memory, .tool = tool_name(), .sign = tool_sign_new};
	int rc = -1;

	if (recheck_folder)
		return verify(count, operands, e);
	if (accepted)
		return accept_some(count, e);
	memcpy(job.streams, streams, sizeof(streams));
	want_reports(&reports);
	policy_init(&policy);
	if (check_options(count, operands, e) == 0 &&
	    nightly_check(&job, e) == 0 &&
	    limit_parse(&limit, "--max-corrections", limit_text, e) == 0 &&
	    (!policy_path || policy_load(&policy, policy_path, e) == 0))
		rc = work(&job, e);
	policy_release(&policy);
	return rc;
}

static const struct tool reconcile = {
    .name = "reconcile",
    .summary = "Compares what PLM and the ERP hold, under a policy of who "
	       "owns what, and writes\na summary; on request also what would "
	       "put the ERP right, as a delta.",
    .usages = usages,
    .opts = opts,
    .notes = "Example: reconcile -p policy.yaml --corrections fix.jsonl "
	     "plm.jsonl erp.jsonl\n"
	     "Each night:  reconcile -p policy.yaml --state state.db "
	     "--run-time 2h -o report.txt\n"
	     "                 --html report.html plm.jsonl erp.jsonl",
    .least_operands = 0,
    .most_operands = 2,
    .run = run,
};

int
main(int argc, char **argv)
{
	return tool_main(&reconcile, argc, argv);
}
