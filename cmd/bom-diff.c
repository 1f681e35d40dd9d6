/*
 * bom-diff - what changed between two streams, as a delta; or a delta
 * applied.
 */
#include "tool.h"

#include "diff/apply.h"
#include "diff/diff.h"
#include "io/log.h"

static const char *output;
static bool gzip;
static bool applying;
static size_t memory = SORT_MEMORY_DEFAULT;

static const struct opt opts[] = {
    OPT_FLAG('a', "apply", &applying,
	"apply DELTA to OLD and write the new stream"),
    OPT_TEXT('o', "output", &output, "FILE",
	"write to FILE, whole or not at all"),
    OPT_SIZE('S', "buffer-size", &memory, "SIZE",
	"memory for sorting what is not in order (256M)"),
    OPT_FLAG('z', "gzip", &gzip, "compress the output"),
    OPT_END,
};

static int
write_delta(struct diff *d, struct stream_out *out, struct err *e)
{
	struct head h;
	struct arena a = ARENA_INIT;
	int rc;

	diff_head(d, &h);
	tool_sign_new(&h, &a);
	rc = stream_out_head(out, &h, e);
	if (rc == 0)
		rc = diff_write(d, out, e);
	arena_release(&a);
	return rc;
}

static int
run_diff(const char *old_path, const char *new_path, struct stream_out *out,
    struct err *e)
{
	struct diff d;
	int rc = -1;

	if (diff_run(&d, old_path, new_path, memory, e) == 0 &&
	    write_delta(&d, out, e) == 0) {
		log_note("%" PRIu64 " added, %" PRIu64 " changed, %" PRIu64
		    " removed", d.counts.added, d.counts.changed,
		    d.counts.removed);
		rc = diff_empty(&d) ? 0 : 1;
	}
	diff_release(&d);
	return rc;
}

static int
run_apply(const char *old_path, const char *delta_path,
    struct stream_out *out, struct err *e)
{
	struct apply p;
	struct head h;
	struct arena a = ARENA_INIT;
	int rc = -1;

	if (apply_open(&p, old_path, delta_path, memory, e) < 0)
		goto out;
	apply_head(&p, &h);
	tool_sign(&h, &a);
	if ((p.old.bare || stream_out_head(out, &h, e) == 0) &&
	    apply_write(&p, out, e) == 0)
		rc = 0;
out:
	apply_release(&p);
	arena_release(&a);
	return rc;
}

static int
run(int count, char **operands, struct err *e)
{
	struct stream_out out = STREAM_OUT_INIT;
	const char *second = count > 1 ? operands[1] : "-";
	int rc = -1;

	if (strcmp(operands[0], "-") == 0 && strcmp(second, "-") == 0)
		return err_set(e, ERR_USAGE, "both streams would be read from "
		    "stdin (name a file for one)");
	if (stream_out_open(&out, output, gzip, e) == 0)
		rc = applying ? run_apply(operands[0], second, &out, e)
			      : run_diff(operands[0], second, &out, e);
	if (rc >= 0 && stream_out_publish(&out, e) < 0)
		rc = -1;
	if (rc < 0)
		stream_out_fail(&out, tool_name(), e);
	stream_out_close(&out);
	return rc;
}

static const char *const usages[] = {
    "bom-diff [OPTION...] OLD [NEW]",
    "bom-diff --apply [OPTION...] OLD [DELTA]",
    NULL,
};

static const struct tool bom_diff = {
    .name = "bom-diff",
    .summary = "Compares two canonical streams record by record and writes "
	       "what changed as a\ndelta; or applies a delta.  Without NEW "
	       "or DELTA, or for -, reads stdin.",
    .usages = usages,
    .opts = opts,
    .notes = "Example: bom-diff monday.jsonl tuesday.jsonl | jq -c .change",
    .least_operands = 1,
    .most_operands = 2,
    .run = run,
};

int
main(int argc, char **argv)
{
	return tool_main(&bom_diff, argc, argv);
}
