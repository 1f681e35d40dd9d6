/*
 * bom-transform - a stream through rules; or sorted, or sealed, or as it is.
 */
#include "tool.h"

#include "io/sort.h"
#include "transform/transform.h"

static struct transform_options options = {.memory = SORT_MEMORY_DEFAULT};
static const char *most_rejects;
static const char *most_held;
static bool check;

static const struct opt opts[] = {
    OPT_TEXT('r', "rules", &options.rules, "FILE",
	"map records by the rules in FILE, see bom-rules(5)"),
    OPT_FLAG(0, "check", &check, "only check the rules"),
    OPT_TEXT(0, "rejects", &options.rejects, "FILE",
	"keep the records that could not be mapped in FILE"),
    OPT_TEXT(0, "max-rejects", &most_rejects, "N|P%",
	"publish nothing when more are rejected"),
    OPT_TEXT(0, "held", &options.held, "FILE",
	"keep the records that are held in FILE"),
    OPT_TEXT(0, "max-held", &most_held, "N|P%",
	"publish nothing when more are held"),
    OPT_TEXT(0, "state", &options.state, "FILE",
	"note the run, exceptions and overrides in a state"),
    OPT_TEXT(0, "target", &options.target, "NAME",
	"judge the change against what NAME has acknowledged"),
    OPT_TEXT(0, "overrides", &options.overrides, "FILE",
	"who lets what pass, why and until when, as CSV"),
    OPT_TEXT(0, "exceptions", &options.exceptions, "FILE",
	"write what the gates found as exception records"),
    OPT_TEXT(0, "trace-lines", &options.trace_lines, "FILE",
	"write which lines each restructured line is made of"),
    OPT_TEXT(0, "as-of", &options.as_of, "DATE",
	"restructure what is effective on that day"),
    OPT_TEXT(0, "views", &options.views, "DIR",
	"write the views that the rules publish below DIR"),
    OPT_LIST(0, "view", &options.view, "NAME=FILE",
	"write the view of this audience to FILE"),
    OPT_FLAG(0, "seal", &options.seal, "seal a bare stream"),
    OPT_FLAG(0, "reseal", &options.reseal, "seal a filtered stream anew"),
    OPT_TEXT(0, "scope", &options.scope, "SCOPE",
	"all, or what the sealed stream is complete for"),
    OPT_FLAG(0, "sort", &options.sort, "bring the records into key order"),
    OPT_TEXT('o', "output", &options.output, "FILE",
	"write to FILE, whole or not at all"),
    OPT_SIZE('S', "buffer-size", &options.memory, "SIZE",
	"memory for sorting (256M)"),
    OPT_FLAG('z', "gzip", &options.gzip, "compress the output"),
    OPT_END,
};

static int
check_rules(struct err *e)
{
	if (!options.rules)
		return err_set(e, ERR_USAGE, "--check needs --rules");
	return transform_check(options.rules, e);
}

/* What makes no sense without rules. */
static int
check_needs_rules(struct err *e)
{
	const struct {
		const char *option;
		const char *value;
	} needs[] = {{"--rejects", options.rejects},
	    {"--max-rejects", most_rejects}, {"--held", options.held},
	    {"--max-held", most_held}, {"--state", options.state},
	    {"--target", options.target}, {"--overrides", options.overrides},
	    {"--exceptions", options.exceptions},
	    {"--trace-lines", options.trace_lines},
	    {"--as-of", options.as_of}, {"--views", options.views},
	    {"--view", options.view.count ? "" : NULL}};
	size_t i;

	for (i = 0; i < COUNT_OF(needs); i++)
		if (needs[i].value)
			return err_set(e, ERR_USAGE, "%s needs --rules: "
			    "without them records pass as they are",
			    needs[i].option);
	return 0;
}

static int
check_options(struct err *e)
{
	if (options.seal && options.reseal)
		return err_set(e, ERR_USAGE, "--seal is for bare streams, "
		    "--reseal for filtered ones (expected one of them)");
	if (options.scope && !options.seal && !options.reseal)
		return err_set(e, ERR_USAGE, "--scope needs --seal or "
		    "--reseal");
	if (!options.rules && check_needs_rules(e) < 0)
		return -1;
	if (options.target && !options.state)
		return err_set(e, ERR_USAGE, "--target needs --state: what it "
		    "has acknowledged stands in the state");
	if (limit_parse(&options.most_held, "--max-held", most_held, e) < 0)
		return -1;
	return limit_parse(&options.most_rejects, "--max-rejects",
	    most_rejects, e);
}

static int
run(int count, char **operands, struct err *e)
{
	if (check)
		return check_rules(e);
	if (check_options(e) < 0)
		return -1;
	if (tool_check_outputs((const char *const[]){options.output,
	    options.rejects, options.held, options.exceptions,
	    options.trace_lines, TOOL_END}, (const char *const[]){
	    options.rules, options.state, options.overrides, TOOL_END},
	    e) < 0)
		return -1;
	options.input = count ? operands[0] : "-";
	options.tool = tool_name();
	options.sign = tool_sign;
	options.sign_new = tool_sign_new;
	return transform_run(&options, e);
}

static const char *const usages[] = {
    "bom-transform [OPTION...] [STREAM]",
    "bom-transform --check --rules FILE",
    NULL,
};

static const struct tool bom_transform = {
    .name = "bom-transform",
    .summary = "Passes a canonical stream on: through rules that map its "
	       "records, sorted, sealed,\nor as it is.  Without STREAM, or "
	       "for -, reads stdin.",
    .usages = usages,
    .opts = opts,
    .notes = "Example: bom-transform -r plm-to-erp.yaml plm.jsonl -o "
	     "erp.jsonl",
    .least_operands = 0,
    .most_operands = 1,
    .run = run,
};

int
main(int argc, char **argv)
{
	return tool_main(&bom_transform, argc, argv);
}
