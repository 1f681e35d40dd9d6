/*
 * bom-extract - an export, or a database, becomes a canonical snapshot.
 *
 * What the rows mean is in the source profile, bom-profile(5); the work is in
 * lib/extract/.
 */
#include "tool.h"

#include "extract/extract.h"
#include "extract/guess.h"
#include "format/shipped.h"
#include "io/log.h"
#include "io/sort.h"

static const char *profile;
static const char *output;
static const char *rejects;
static const char *from_rejects;
static const char *max_rejects;
static size_t memory = SORT_MEMORY_DEFAULT;
static const char *store;
static const char *max_shrink;
static long keep;
static long explain;
static const char *state;
static const char *since;
static const char *root;
static bool lenient;
static bool gzip;
static bool check;
static bool guess;
static bool profiles;
static const char *show;

static const struct opt opts[] = {
    OPT_TEXT('p', "profile", &profile, "FILE|NAME",
	"the source profile, a file or a shipped one"),
    OPT_FLAG(0, "profiles", &profiles, "list the shipped profiles"),
    OPT_TEXT(0, "show", &show, "NAME",
	"write a shipped profile, to copy and change"),
    OPT_TEXT('o', "output", &output, "FILE", "write the stream to FILE"),
    OPT_FLAG('z', "gzip", &gzip, "compress the stream"),
    OPT_TEXT(0, "rejects", &rejects, "DIR",
	"write rejected rows to DIR/SOURCE.rejects"),
    OPT_TEXT(0, "from-rejects", &from_rejects, "DIR",
	"read corrected rows from DIR instead: an upsert"),
    OPT_TEXT(0, "max-rejects", &max_rejects, "N|P%",
	"publish nothing if more rows are rejected"),
    OPT_TEXT(0, "publish", &store, "DIR",
	"put the snapshot into the store DIR by date and run"),
    OPT_COUNT(0, "keep", &keep, 1, 100000, "DAYS",
	"remove what was published before the last DAYS days"),
    OPT_TEXT(0, "max-shrink", &max_shrink, "N|P%",
	"publish nothing if more records are gone"),
    OPT_MAYBE_COUNT(0, "explain", &explain, 1, 1000000, "[N]", 5,
	"show how the first rows of each source become records"),
    OPT_TEXT(0, "state", &state, "FILE",
	"keep what is fetched until it is published, note the run"),
    OPT_TEXT(0, "since", &since, "TIME",
	"only what has changed since then: an upsert"),
    OPT_FLAG(0, "guess", &guess, "write a profile for the files named"),
    OPT_TEXT(0, "root", &root, "ITEM[/REV]",
	"what the rows on top of an outline stand below"),
    OPT_FLAG(0, "lenient", &lenient,
	"reject rows of an outline whose place is not known"),
    OPT_FLAG(0, "check", &check, "only check the profile"),
    OPT_SIZE('S', "buffer-size", &memory, "SIZE",
	"memory for sorting (default 256M)"),
    OPT_END,
};

static const char *const usages[] = {
    "bom-extract -p FILE [OPTION...] [DIR | SOURCE=FILE]...",
    "bom-extract -p FILE --check",
    "bom-extract --guess FILE...",
    "bom-extract --profiles | --show NAME",
    NULL,
};

static int
run_guess(int count, char **operands, struct err *e)
{
	if (!count)
		return err_set(e, ERR_USAGE, "--guess needs the files");
	if (profile || check || explain || store)
		return err_set(e, ERR_USAGE, "--guess extracts nothing: it "
		    "writes a profile for -p");
	return guess_run(operands, output, e);
}

static int
run(int count, char **operands, struct err *e)
{
	struct extract_job job = {profile, operands, output, gzip, rejects,
	    from_rejects, max_rejects, memory,
	    {explain ? NULL : store, keep, max_shrink, memory},
	    (uint64_t)explain, /* not negative */
	    {explain ? NULL : state, since},
	    lenient, root, tool_name(), tool_sign_new};

	if (guess)
		return run_guess(count, operands, e);
	if (profiles || show)
		return profiles ? shipped_list(&shipped_sources, output, e)
		    : shipped_show(&shipped_sources, show, output, e);
	if (!profile)
		return err_set(e, ERR_USAGE, "no profile: -p FILE is needed");
	if (memory < SORT_MEMORY_LEAST)
		return err_set(e, ERR_USAGE, "--buffer-size: at least 4M");
	if (!store && (keep || max_shrink))
		return err_set(e, ERR_USAGE, "--keep and --max-shrink are for "
		    "--publish");
	if (store && (from_rejects || since))
		return err_set(e, ERR_USAGE, "--publish takes whole "
		    "snapshots, %s gives an upsert", since ? "--since"
		    : "--from-rejects");
	if (tool_check_outputs((const char *const[]){output, TOOL_END},
	    (const char *const[]){profile, count ? operands[0] : NULL,
	    TOOL_END}, e) < 0)
		return -1;
	if (!check)
		return extract_run(&job, e);
	if (count)
		return err_set(e, ERR_USAGE, "--check reads no sources");
	if (extract_check(profile, e) < 0)
		return -1;
	log_note("%s: nothing to object to", profile);
	return 0;
}

static const struct tool tool = {
    .name = "bom-extract",
    .summary = "Extracts master data from an export, through a source "
	"profile, as a\nsorted, sealed snapshot.",
    .usages = usages,
    .opts = opts,
    .notes = "Example: bom-extract -p erp.profile.yaml -o erp.jsonl.gz "
	"export/\nProfiles: man bom-profile.",
    .least_operands = 0,
    .most_operands = 1000,
    .run = run,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
