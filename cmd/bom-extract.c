/*
 * bom-extract - an export, or a database, becomes a canonical snapshot.
 *
 * What the rows mean is in the source profile, bom-profile(5); the work is in
 * lib/extract/.
 */
#include "tool.h"

#include "extract/extract.h"
#include "io/log.h"
#include "io/sort.h"

static const char *profile;
static const char *output;
static const char *rejects;
static const char *from_rejects;
static const char *max_rejects;
static size_t memory = SORT_MEMORY_DEFAULT;
static bool gzip;
static bool check;

static const struct opt opts[] = {
    OPT_TEXT('p', "profile", &profile, "FILE",
	"the source profile (required)"),
    OPT_TEXT('o', "output", &output, "FILE", "write the stream to FILE"),
    OPT_FLAG('z', "gzip", &gzip, "compress the stream"),
    OPT_TEXT(0, "rejects", &rejects, "DIR",
	"write rejected rows to DIR/SOURCE.rejects"),
    OPT_TEXT(0, "from-rejects", &from_rejects, "DIR",
	"read corrected rows from DIR instead: an upsert"),
    OPT_TEXT(0, "max-rejects", &max_rejects, "N|P%",
	"publish nothing if more rows are rejected"),
    OPT_FLAG(0, "check", &check, "only check the profile"),
    OPT_SIZE('S', "buffer-size", &memory, "SIZE",
	"memory for sorting (default 256M)"),
    OPT_END,
};

static const char *const usages[] = {
    "bom-extract -p FILE [OPTION...] [DIR | SOURCE=FILE]...",
    "bom-extract -p FILE --check",
    NULL,
};

static int
run(int count, char **operands, struct err *e)
{
	struct extract_job job = {profile, operands, output, gzip, rejects,
	    from_rejects, max_rejects, memory, tool_name(), tool_sign_new};

	if (!profile)
		return err_set(e, ERR_USAGE, "no profile: -p FILE is needed");
	if (memory < SORT_MEMORY_LEAST)
		return err_set(e, ERR_USAGE, "--buffer-size: at least 4M");
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
