/*
 * bom-diff - what changed between two streams, as a delta; or a delta
 * applied.
 */
#include "tool.h"

#include <unistd.h>

#include "diff/apply.h"
#include "diff/aside.h"
#include "diff/reporting.h"
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
	"the top assemblies that each change reaches (text, csv, html)"),
    OPT_FLAG(0, "structure", &words.structure.structure,
	"indirect changes, cycles, orphans, parts that a plant lacks"),
    OPT_FLAG(0, "flat-memory", &words.structure.flat_memory,
	"below 64 MiB: refuse these and --as-of"),
    OPT_TEXT(0, "explain", &words.explain, "KEY",
	"how the records of KEY were matched and compared"),
    OPT_TEXT(0, "published", &words.published, "TARGET",
	"what it acknowledged last is the old side"),
    OPT_TEXT(0, "state", &words.state, "FILE", "the state that knows it"),
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

/* A report is no stream: a failure ends it, but not in ~fail. */
static int
publish_report(struct job *j, struct err *e)
{
	struct zio_out zio = ZIO_OUT_INIT;

	if (zio_out_open(&zio, output, gzip, e) == 0 &&
	    reporting_write(&how, j, &zio, e) == 0)
		return zio_out_publish(&zio, e);
	zio_out_abandon(&zio);
	return -1;
}

static int
run_report(struct job *j, const char *const paths[2], struct err *e)
{
	return job_run(j, paths, &words, e) < 0 ? -1 : publish_report(j, e);
}

static int
run_delta(struct job *j, const char *const paths[2], struct err *e)
{
	struct stream_out out = STREAM_OUT_INIT;
	const struct diff_counts *counts = &j->diff.edits.counts;
	int rc = -1;

	if (stream_out_open(&out, output, gzip, e) == 0 &&
	    job_run(j, paths, &words, e) == 0 &&
	    write_delta(&j->diff, &out, e) == 0 &&
	    reporting_note(&how, j, e) == 0)
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

/* 1 if the records of the key differ. */
static int
run_explain(struct job *j, const char *const paths[2], struct err *e)
{
	struct buf text = BUF_INIT((size_t)ZIO_LINE_MOST * 4);
	struct zio_out zio = ZIO_OUT_INIT;
	int rc = -1;

	if (job_run(j, paths, &words, e) == 0)
		rc = job_explain(j, &text, e);
	if (rc >= 0 && (zio_out_open(&zio, output, gzip, e) < 0 ||
	    zio_out_add(&zio, text.at, text.len, e) < 0 ||
	    zio_out_publish(&zio, e) < 0))
		rc = -1;
	if (rc < 0)
		zio_out_abandon(&zio);
	buf_release(&text);
	return rc;
}

static int
run_diff(const char *const paths[2], struct err *e)
{
	struct job j;
	int rc;

	memset(&j, 0, sizeof(j));
	if (words.explain) {
		rc = run_explain(&j, paths, e);
		job_release(&j);
		return rc;
	}
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
		if (!reverse_head(&r, &h))
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

/* The two streams that are compared, or the stream and the delta. */
static int
choose_paths(const char *paths[2], int count, char **operands, struct err *e)
{
	paths[0] = operands[0];
	paths[1] = count > 1 ? operands[1] : "-";
	if (words.published && !applying) {
		paths[0] = NULL;
		paths[1] = operands[0];
		return count == 1 ? 0 : err_set(e, ERR_USAGE, "--published %s "
		    "is the old side: one stream is compared with it (%s is "
		    "one too many)", words.published, operands[1]);
	}
	if (strcmp(paths[0], "-") == 0 && strcmp(paths[1], "-") == 0)
		return err_set(e, ERR_USAGE, "both streams would be read from "
		    "stdin (name a file for one)");
	return 0;
}

static int
run(int count, char **operands, struct err *e)
{
	const char *paths[2];

	if (reversing && (applying || count > 1))
		return err_set(e, ERR_USAGE, "--reverse takes one delta and "
		    "nothing else");
	if ((applying || reversing) && job_check_unused(&words, format,
	    applying ? "apply" : "reverse", e) < 0)
		return -1;
	if (reversing)
		return run_reverse(operands[0], e);
	if (choose_paths(paths, count, operands, e) < 0 ||
	    reporting_choose(&how, format, !output && isatty(STDOUT_FILENO),
	    e) < 0)
		return -1;
	if (words.explain && format && how.format != REPORT_TEXT)
		return err_set(e, ERR_USAGE, "--explain is text (--format %s "
		    "has no place for it)", format);
	if (words.structure.where_used && aside_check(&how, e) < 0)
		return -1;
	how.old_name = paths[0];
	how.new_name = paths[1];
	return applying ? run_apply(paths[0], paths[1], e)
	    : run_diff(paths, e);
}

static const char *const usages[] = {
    "bom-diff [OPTION...] OLD [NEW]",
    "bom-diff --published TARGET --state FILE [OPTION...] NEW",
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
