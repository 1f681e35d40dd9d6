/*
 * bom-diff - what changed between two streams, as a delta; or a delta
 * applied.
 */
#include "tool.h"

#include <unistd.h>

#include "diff/apply.h"
#include "diff/aside.h"
#include "diff/job.h"
#include "diff/webpage.h"
#include "diff/render.h"
#include "diff/reverse.h"
#include "io/log.h"

static const char *output;
static bool gzip;
static bool applying, reversing;
static struct job_words words = {.memory = SORT_MEMORY_DEFAULT};
static const char *format;
static struct report how;

static const struct opt opts[] = {
    OPT_FLAG('a', "apply", &applying,
	"apply DELTA to OLD and write the new stream"),
    OPT_FLAG('R', "reverse", &reversing,
	"turn DELTA around: from new to old"),
    OPT_TEXT('f', "format", &format, "FORMAT",
	"delta, text, csv, stat, names or html"),
    OPT_LIST(0, "ignore", &words.same.ignore, "FIELDS",
	"differences in these do not count"),
    OPT_LIST(0, "only", &words.same.only, "FIELDS", "only these count"),
    OPT_LIST(0, "tolerance", &words.same.tolerance, "FIELD=BOUND",
	"numbers so near (0.01, 2%) are the same"),
    OPT_LIST(0, "fold-case", &words.same.fold_case, "FIELDS",
	"upper and lower case are the same"),
    OPT_LIST(0, "fold-blanks", &words.same.fold_blanks, "FIELDS",
	"blanks around and between words do not count"),
    OPT_FLAG(0, "convert", &words.same.convert,
	"the same quantity in another unit is the same"),
    OPT_TEXT(0, "equality", &words.same.file, "FILE",
	"a YAML file that says these"),
    OPT_TEXT(0, "as-of", &words.part.as_of, "DATE",
	"what holds on DATE, or on OLD,NEW"),
    OPT_LIST(0, "plant", &words.part.plants, "PLANTS", "only these plants"),
    OPT_LIST(0, "usage", &words.part.usages, "USAGES", "only BOMs of these"),
    OPT_LIST(0, "map", &words.part.maps, "MAP",
	"old names: usage:OLD=NEW, plant:OLD=NEW, item:FILE"),
    OPT_FLAG(0, "sum", &words.part.sum, "one row a component in each BOM"),
    OPT_TEXT(0, "root", &words.structure.root, "ITEM[/REV]",
	"only what is below ITEM, or below OLD=NEW"),
    OPT_TEXT(0, "level", &words.structure.level, "LEVEL",
	"single, multi (default) or flat: rolled up"),
    OPT_FLAG(0, "where-used", &words.structure.where_used,
	"the top assemblies that each change reaches (text, csv)"),
    OPT_FLAG(0, "structure", &words.structure.structure,
	"indirect changes, cycles, orphans, parts that a plant lacks"),
    OPT_FLAG(0, "flat-memory", &words.structure.flat_memory, "refuse these"),
    OPT_TEXT(0, "max-changes", &words.most, "N", "stop above N, or P%"),
    OPT_TEXT('o', "output", &output, "FILE",
	"write to FILE, whole or not at all"),
    OPT_SIZE('S', "buffer-size", &words.memory, "SIZE",
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
take_line(void *ctx, struct slice line, struct err *e)
{
	return ordering_put(ctx, line, e);
}

/* The delta put into the order in which people read it, and into words. */
static int
write_report(struct job *j, struct zio_out *out, struct err *e)
{
	struct ordering changes;
	int rc = -1;

	ordering_init(&changes);
	if (diff_each(&j->diff, take_line, &changes, e) == 0 &&
	    ordering_begin(&changes, e) == 0)
		rc = how.format == REPORT_HTML
		    ? webpage_write(&how, &changes, out, e)
		    : render_write(&how, &changes, out, e);
	if (rc == 0 && j->telling)
		rc = aside_structure(&j->upshot, &how, out, e);
	ordering_release(&changes);
	return rc;
}

/* A report is no stream: a failure ends it, but not in ~fail. */
static int
publish_report(struct job *j, struct err *e)
{
	struct zio_out zio = ZIO_OUT_INIT;

	if (zio_out_open(&zio, output, gzip, e) == 0 &&
	    write_report(j, &zio, e) == 0)
		return zio_out_publish(&zio, e);
	zio_out_abandon(&zio);
	return -1;
}

static int
run_report(struct job *j, const char *const paths[2], struct err *e)
{
	struct aside aside;
	int rc;

	how.counts = &j->diff.edits.counts;
	if (job_run(j, paths, &words, e) < 0)
		return -1;
	aside_init(&aside, j->forests);
	how.more = words.structure.where_used ? aside_more : NULL;
	how.more_ctx = &aside;
	rc = publish_report(j, e);
	aside_release(&aside);
	return rc;
}

static int
run_delta(struct job *j, const char *const paths[2], struct err *e)
{
	struct stream_out out = STREAM_OUT_INIT;
	const struct diff_counts *counts = &j->diff.edits.counts;
	int rc = -1;

	if (stream_out_open(&out, output, gzip, e) == 0 &&
	    job_run(j, paths, &words, e) == 0 &&
	    write_delta(&j->diff, &out, e) == 0 && (!j->telling ||
	    aside_structure(&j->upshot, &how, NULL, e) == 0))
		rc = stream_out_publish(&out, e);
	if (rc < 0)
		stream_out_fail(&out, tool_name(), e);
	stream_out_close(&out);
	if (rc == 0)
		log_note("%" PRIu64 " added, %" PRIu64 " changed, %" PRIu64
		    " removed", counts->added, counts->changed,
		    counts->removed);
	return rc;
}

static int
run_diff(const char *const paths[2], struct err *e)
{
	struct job j;
	int rc;

	memset(&j, 0, sizeof(j));
	rc = how.format == REPORT_DELTA ? run_delta(&j, paths, e)
	    : run_report(&j, paths, e);
	if (rc == 0)
		rc = diff_empty(&j.diff) ? 0 : 1;
	job_release(&j);
	return rc;
}

static int
run_apply(const char *old_path, const char *delta_path, struct err *e)
{
	struct stream_out out = STREAM_OUT_INIT;
	struct apply p;
	struct head h;
	struct arena a = ARENA_INIT;
	int rc = -1;

	memset(&p, 0, sizeof(p));
	if (stream_out_open(&out, output, gzip, e) == 0 &&
	    apply_open(&p, old_path, delta_path, words.memory, e) == 0) {
		apply_head(&p, &h);
		tool_sign(&h, &a);
		if ((p.old.bare || stream_out_head(&out, &h, e) == 0) &&
		    apply_write(&p, &out, e) == 0)
			rc = stream_out_publish(&out, e);
	}
	if (rc < 0)
		stream_out_fail(&out, tool_name(), e);
	stream_out_close(&out);
	apply_release(&p);
	arena_release(&a);
	return rc;
}

static int
run_reverse(const char *path, struct err *e)
{
	struct stream_out out = STREAM_OUT_INIT;
	struct reverse r;
	struct head h;
	struct arena a = ARENA_INIT;
	int rc = -1;

	memset(&r, 0, sizeof(r));
	if (stream_out_open(&out, output, gzip, e) == 0 &&
	    reverse_open(&r, path, words.memory, e) == 0) {
		reverse_head(&r, &h);
		tool_sign(&h, &a);
		if ((r.in.bare || stream_out_head(&out, &h, e) == 0) &&
		    reverse_write(&r, &out, e) == 0)
			rc = stream_out_publish(&out, e);
	}
	if (rc < 0)
		stream_out_fail(&out, tool_name(), e);
	stream_out_close(&out);
	reverse_release(&r);
	arena_release(&a);
	return rc;
}

/* Text for people at a terminal, a delta for whatever reads a pipe. */
static int
choose_format(struct err *e)
{
	int i;

	how.format = output || !isatty(STDOUT_FILENO) ? REPORT_DELTA
	    : REPORT_TEXT;
	how.colour = !output && isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
	if (!format)
		return 0;
	for (i = 0; render_formats[i]; i++)
		if (strcmp(render_formats[i], format) == 0) {
			how.format = (enum report_format)i;
			return 0;
		}
	return err_set(e, ERR_USAGE, "--format: \"%s\" is none (expected "
	    "delta, text, csv, stat, names or html)", format);
}

static int
run(int count, char **operands, struct err *e)
{
	const char *const paths[2] = {operands[0],
	    count > 1 ? operands[1] : "-"};

	if (reversing && (applying || count > 1))
		return err_set(e, ERR_USAGE, "--reverse takes one delta and "
		    "nothing else");
	if ((applying || reversing) && job_check_unused(&words, format,
	    applying ? "apply" : "reverse", e) < 0)
		return -1;
	if (reversing)
		return run_reverse(paths[0], e);
	if (strcmp(paths[0], "-") == 0 && strcmp(paths[1], "-") == 0)
		return err_set(e, ERR_USAGE, "both streams would be read from "
		    "stdin (name a file for one)");
	if (choose_format(e) < 0)
		return -1;
	if (words.structure.where_used && aside_check(&how, e) < 0)
		return -1;
	how.old_name = paths[0];
	how.new_name = paths[1];
	return applying ? run_apply(paths[0], paths[1], e)
	    : run_diff(paths, e);
}

static const char *const usages[] = {
    "bom-diff [OPTION...] OLD [NEW]",
    "bom-diff --apply [OPTION...] OLD [DELTA]",
    "bom-diff --reverse [OPTION...] DELTA",
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
