/*
 * tool.h - the frame that all tools share.
 *
 * One table says a tool's options (io/opt.h).  The frame does what is the
 * same everywhere: --help, --version, -q, -v, --log-format, --progress, the
 * environment, errors to stderr, the exit status.  A tool is a struct tool
 * and a run function; only the frame prints an error and only it exits.
 */
#ifndef CMD_TOOL_H
#define CMD_TOOL_H

#include "base/err.h"
#include "io/opt.h"
#include "model/head.h"

struct tool {
	const char *name;
	const char *summary;       /* one line: what it is for */
	const char *const *usages; /* "bom-diff [OPTION...] OLD NEW", NULL */
	const struct opt *opts;    /* ended by OPT_END; the tool's own */
	/* A few lines under the options: an example, where to read on. */
	const char *notes;
	int least_operands;
	int most_operands;
	/*
	 * The work: 0 done, 1 done with findings, -1 with *e filled.  Operands
	 * are ended by NULL.
	 */
	int (*run)(int count, char **operands, struct err *e);
};

/* Parses, runs, reports; what main returns. */
int tool_main(const struct tool *t, int argc, char **argv);

/*
 * This tool's line of provenance (name, version, arguments without secrets)
 * put into the head.  For a head that is born here also created, run and
 * traceparent ($TRACEPARENT, W3C).
 */
void tool_sign(struct head *h, struct arena *a);
void tool_sign_new(struct head *h, struct arena *a);

/*
 * ERR_USAGE when an output is another output too, or one of the files that
 * the command reads or keeps.  Lists are ended by TOOL_END; NULL and "-" in
 * them are passed over.
 */
int tool_check_outputs(const char *const *outputs, const char *const *others,
    struct err *e) MUST_USE;
#define TOOL_END ((const char *)&tool_end)
extern const char tool_end;

/* The name of the running tool, for ~fail. */
const char *tool_name(void);

#endif
