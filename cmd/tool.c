/* tool.c - help, version, provenance, exit status. */
#include "tool.h"

#include <signal.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/hash.h"
#include "net/pgspec.h"
#include "format/xmlin.h"
#include "format/ytree.h"
#include "io/log.h"
#include "io/path.h"
#include "io/zio.h"
#include "net/http.h"
#include "store/db.h"

static const struct tool *tool;
static struct slice *arguments; /* as given, for the line of provenance */
static size_t argument_count;

static bool want_help;
static bool want_version;
static bool quiet;
static bool verbose;
static const char *log_format = "text";
static const char *progress = "auto";

static const struct opt common[] = {
    OPT_FLAG('q', "quiet", &quiet, "say nothing but errors"),
    OPT_FLAG('v', "verbose", &verbose, "say more of what is done"),
    OPT_TEXT(0, "log-format", &log_format, "FORMAT",
	"text or json: the form of messages on stderr"),
    OPT_TEXT(0, "progress", &progress, "WHEN",
	"auto, always or never: a bar on stderr"),
    OPT_FLAG('h', "help", &want_help, "show this help and end"),
    OPT_FLAG(0, "version", &want_version, "show the versions and end"),
    OPT_END,
};

const char *
tool_name(void)
{
	return tool->name;
}

/* --- help and version --- */

static void
print_help(void)
{
	const char *const *usage;

	for (usage = tool->usages; *usage; usage++)
		printf("%s %s\n", usage == tool->usages ? "usage:" : "      ",
		    *usage);
	printf("\n%s\n\n", tool->summary);
	opt_print(stdout, tool->opts);
	opt_print(stdout, common);
	printf("\n%s\nExit status: 0 done, 1 findings, 2 fix the command, "
	       "3 fix the data,\n4 try again later, 5 a person must decide. "
	       "Manual: man %s, man bomtools\n", tool->notes, tool->name);
}

static void
print_version(void)
{
	char libpq[24];

	printf("%s (bomtools) %s, %s build, stream version 1\n",
	    tool->name, BOM_VERSION, BOM_VARIANT);
	printf("SQLite %s, zlib %s, libyaml %s, %s\n", db_library_version(),
	    zio_library_version(), ytree_library_version(),
	    xmlin_library_version());
	pgspec_library_version(libpq);
	printf("libcurl %s, libpq %s\n", http_library_version(), libpq);
}

/* --- checks --- */

static int
check_operands(int count, struct err *e)
{
	if (count >= tool->least_operands && count <= tool->most_operands)
		return 0;
	return err_set(e, ERR_USAGE, "%s operands (usage: %s)",
	    count < tool->least_operands ? "too few" : "too many",
	    tool->usages[0]);
}

static int
set_up_log(struct err *e)
{
	enum log_level most = log_on_terminal() ? LOG_NOTE : LOG_WARNING;
	enum log_format format = LOG_TEXT;
	enum log_progress when = LOG_PROGRESS_AUTO;

	if (strcmp(log_format, "json") == 0)
		format = LOG_JSON;
	else if (strcmp(log_format, "text") != 0)
		return err_set(e, ERR_USAGE, "--log-format: \"%s\" is neither "
		    "text nor json", log_format);
	if (strcmp(progress, "always") == 0)
		when = LOG_PROGRESS_ALWAYS;
	else if (strcmp(progress, "never") == 0)
		when = LOG_PROGRESS_NEVER;
	else if (strcmp(progress, "auto") != 0)
		return err_set(e, ERR_USAGE, "--progress: \"%s\" is not auto, "
		    "always or never", progress);
	if (verbose)
		most = LOG_DETAIL;
	if (quiet)
		most = LOG_ERROR;
	log_init(tool->name, most, format);
	log_progress_init(quiet ? LOG_PROGRESS_NEVER : when);
	return 0;
}

/* --- provenance --- */

void
tool_sign(struct head *h, struct arena *a)
{
	struct head_tool by = {.arguments = arguments,
	    .argument_count = argument_count};

	by.tool = slice_of(tool->name);
	by.version = slice_of(BOM_VERSION);
	head_add_tool(h, &by, a);
}

/* The run's name: time and a hash of who runs what, not of the clock alone. */
static struct slice
run_name(const char *created, struct arena *a)
{
	struct buf b = BUF_INIT((size_t)16 * 1024 * 1024);
	struct slice name;
	size_t i;

	buf_add_text(&b, created);
	for (i = 0; i < argument_count; i++) {
		buf_add_byte(&b, '\0');
		buf_add_slice(&b, arguments[i]);
	}
	if (!getenv("BOM_NOW"))
		buf_printf(&b, "%ld", (long)getpid());
	buf_printf(&b, "%016" PRIx64, hash_64(b.at, b.len));
	name = slice_copy(slice_from(b.at + b.len - 16, 16), a);
	buf_release(&b);
	return name;
}

/* VERSION-TRACE-PARENT-FLAGS in lower-case hex, as W3C Trace Context has it. */
static bool
is_traceparent(const char *text)
{
	static const char form[] =
	    "xx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
	size_t i;

	for (i = 0; form[i]; i++)
		if (form[i] == '-' ? text[i] != '-'
		    : !text[i] || !strchr("0123456789abcdef", text[i]))
			return false;
	return !text[i];
}

void
tool_sign_new(struct head *h, struct arena *a)
{
	const char *parent = getenv("TRACEPARENT");
	char created[CLOCK_TEXT_SIZE];

	clock_print(created, clock_now());
	h->created = slice_copy(slice_of(created), a);
	h->run = run_name(created, a);
	if (parent && is_traceparent(parent))
		h->traceparent = slice_of(parent);
	tool_sign(h, a);
}

static void
keep_arguments(int argc, char **argv)
{
	int i;

	arguments = mem_zero((size_t)argc * sizeof(*arguments));
	for (i = 1; i < argc; i++)
		if (slice_utf8_length(slice_of(argv[i])) == strlen(argv[i]))
			arguments[argument_count++] = slice_of(argv[i]);
}

/* --- outputs --- */

const char tool_end;

static int
check_output(const char *output, const char *const *others, struct err *e)
{
	for (; *others != TOOL_END; others++)
		if (path_same(output, *others))
			return err_set(e, ERR_USAGE, "%s: would be written "
			    "over %s, which this command needs too (name "
			    "another file)", output, *others);
	return 0;
}

int
tool_check_outputs(const char *const *outputs, const char *const *others,
    struct err *e)
{
	for (; *outputs != TOOL_END; outputs++)
		if (check_output(*outputs, outputs + 1, e) < 0 ||
		    check_output(*outputs, others, e) < 0)
			return -1;
	return 0;
}

/* --- main --- */

static int
run(int argc, char **argv, struct err *e)
{
	char **operands = mem_zero(((size_t)argc + 1) * sizeof(*operands));
	struct opt_tables opts = {tool->name, tool->opts, common};
	int count = 0, rc = -1;

	if (opt_parse(&opts, argv, operands, &count, e) < 0 ||
	    set_up_log(e) < 0 || clock_check(e) < 0)
		goto out;
	if (want_help || want_version) {
		if (want_help)
			print_help();
		else
			print_version();
		rc = 0;
	} else if (check_operands(count, e) == 0) {
		rc = tool->run(count, operands, e);
	}
	if (fflush(stdout) != 0 && rc >= 0)
		rc = err_sys(e, "<stdout>");
out:
	mem_free(operands);
	return rc;
}

int
tool_main(const struct tool *t, int argc, char **argv)
{
	struct err e = ERR_INIT;
	int rc;

	tool = t;
	fault_init();
	log_init(t->name, LOG_WARNING, LOG_TEXT);
	keep_arguments(argc, argv);
	rc = run(argc, argv, &e);
	log_progress_end();
	if (rc < 0) {
		if (!e.kind)
			BUG("a tool failed without saying why");
		log_error(&e);
		rc = (int)e.kind;
	}
	mem_free(arguments);
	return rc;
}
