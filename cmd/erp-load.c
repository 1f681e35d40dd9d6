/*
 * erp-load - brings a target to what a stream says, and keeps what the target
 * has acknowledged.
 */
#include "tool.h"

#include <signal.h>

#include "format/shipped.h"
#include "io/log.h"
#include "load/tally.h"

static const char *profile;
static bool profiles;
static const char *show;
static const char *target_file;
static const char *state;
static bool checking;
static bool dry_run;
static const char *max_remove;
static struct opt_list resend;
static bool adopt;
static bool retry_rejects;
static struct opt_list forget;
static const char *run_time;
static long concurrency;
static volatile sig_atomic_t stop_signal;
static const char *output;
static const char *rejects;
static long batch = 1000;
static size_t memory = SORT_MEMORY_DEFAULT;

static const struct opt opts[] = {
    OPT_TEXT('t', "target", &profile, "FILE",
	"the target profile, a file or a shipped one"),
    OPT_FLAG(0, "profiles", &profiles, "list the shipped profiles"),
    OPT_TEXT(0, "show", &show, "NAME", "write a shipped profile"),
    OPT_TEXT(0, "target-file", &target_file, "FILE",
	"the target's database, instead of the profile's"),
    OPT_TEXT(0, "state", &state, "FILE", "the state database"),
    OPT_FLAG(0, "check-state", &checking, "only check the state"),
    OPT_FLAG('n', "dry-run", &dry_run,
	"print what would be done, change nothing"),
    OPT_TEXT(0, "max-remove", &max_remove, "LIMIT",
	"remove at most N records, or P%, of a type and plant"),
    OPT_LIST(0, "resend", &resend, "TYPE",
	"send all records of the type again"),
    OPT_FLAG(0, "adopt", &adopt,
	"only take what is there already into the ledger"),
    OPT_LIST(0, "forget", &forget, "WHAT",
	"forget what was acknowledged of a type, or of TYPE:KEY"),
    OPT_FLAG(0, "retry-rejects", &retry_rejects,
	"only send again what was refused"),
    OPT_TEXT(0, "run-time", &run_time, "TIME",
	"stop after so long, such as 90s, 15m or 2h"),
    OPT_COUNT(0, "concurrency", &concurrency, 1, 1000, "N",
	"requests under way at a time, instead of the profile's"),
    OPT_TEXT('o', "output", &output, "FILE",
	"write acknowledgments to FILE, whole or not at all"),
    OPT_TEXT(0, "rejects", &rejects, "FILE",
	"write what was refused or held to FILE"),
    OPT_COUNT('b', "batch", &batch, 1, 100000, "N",
	"units between two notes in the ledger (1000)"),
    OPT_SIZE('S', "buffer-size", &memory, "SIZE",
	"memory for sorting what is not in order (256M)"),
    OPT_END,
};

/* --- checking --- */

static void
say_finding(const char *text, void *ctx)
{
	(void)ctx;
	puts(text);
}

static int
check(int count, char **operands, struct err *e)
{
	struct findings f = FINDINGS_INIT(say_finding, NULL);

	if ((state != NULL) == (count > 0))
		return err_set(e, ERR_USAGE, "--check-state needs one state "
		    "(as an operand, or with --state)");
	if (load_check_state(state ? state : operands[0], &f, e) < 0)
		return -1;
	return f.count > 0;
}

/* --- loading --- */

static void
say_line(const char *text)
{
	puts(text);
}

static int
take_resend(struct load_options *o, struct err *e)
{
	enum record_type type;
	size_t i;

	for (i = 0; i < resend.count; i++) {
		struct slice name = slice_of(resend.texts[i]);
		const char *nearest = schema_nearest(name);

		if (!schema_find(&type, name))
			return err_set(e, ERR_USAGE, "--resend: \"%s\" is no "
			    "record type%s%s%s", resend.texts[i],
			    nearest ? " (nearest: " : "",
			    nearest ? nearest : "", nearest ? ")" : "");
		o->resend[type] = true;
	}
	return 0;
}

/* What this tool would sign a stream with is what the run is known by. */
static void
take_info(struct load_options *o, struct buf *words, struct arena *a)
{
	struct head h;
	size_t i;

	head_init(&h, HEAD_UPSERT);
	tool_sign_new(&h, a);
	for (i = 0; i < h.by[0].argument_count; i++) {
		if (i)
			buf_add_byte(words, ' ');
		buf_add_slice(words, h.by[0].arguments[i]);
	}
	o->info = (struct run_info){.tool = h.by[0].tool,
	    .version = h.by[0].version, .arguments = buf_slice(words),
	    .traceparent = h.traceparent};
}

static void
say_counts(const struct load_result *r)
{
	struct buf words = BUF_INIT(4096);

	if (adopt)
		tally_adopted(&words, r);
	else
		tally_sent(&words, r);
	log_note("%s", buf_text(&words));
	buf_release(&words);
}

/* --- stopping --- */

static void
note_signal(int number)
{
	stop_signal = number;
}

/* What is in flight is finished; a second signal ends it at once. */
static void
arm(void)
{
	static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
	struct sigaction act = {.sa_handler = note_signal,
	    .sa_flags = (int)(SA_RESTART | SA_RESETHAND)}; /* a bit more */
	struct sigaction before;
	size_t i;

	sigemptyset(&act.sa_mask);
	for (i = 0; i < COUNT_OF(numbers); i++)
		if (sigaction(numbers[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			sigaction(numbers[i], &act, NULL);
}

/* All is consistent and closed: the shell is to see the signal. */
static void
end_by_signal(const struct err *e)
{
	log_error(e);
	signal(stop_signal, SIG_DFL);
	raise(stop_signal);
}

static int
load(struct load_options *o, struct err *e)
{
	struct load_result r;
	int rc;

	if (brake_parse(&o->limit, max_remove, e) < 0 ||
	    take_resend(o, e) < 0 ||
	    tally_time(&o->run_time_s, run_time, e) < 0)
		return -1;
	rc = load_run(o, &r, e);
	if (rc < 0 && r.signal && e->kind == ERR_AGAIN)
		end_by_signal(e);
	if (rc < 0)
		return -1;
	if (!dry_run)
		say_counts(&r);
	return load_finds(&r);
}

static int
forget_all(const struct load_options *o, struct err *e)
{
	uint64_t count;

	if (load_forget(o, forget.texts, forget.count, &count, e) < 0)
		return -1;
	log_note("%" PRIu64 " records forgotten", count);
	return 0;
}

static int
check_use(int operands, struct err *e)
{
	if (!profile || !state)
		return err_set(e, ERR_USAGE, "%s is missing", profile
		    ? "--state FILE" : "-t TARGET, the target profile,");
	if (adopt + retry_rejects + (forget.count > 0) > 1)
		return err_set(e, ERR_USAGE, "only one of --adopt, "
		    "--retry-rejects and --forget at a time");
	if (operands && (retry_rejects || forget.count))
		return err_set(e, ERR_USAGE, "%s takes no stream",
		    retry_rejects ? "--retry-rejects" : "--forget");
	if (dry_run && (adopt || forget.count))
		return err_set(e, ERR_USAGE, "%s cannot be tried with -n",
		    adopt ? "--adopt" : "--forget");
	return 0;
}

static int
run(int count, char **operands, struct err *e)
{
	struct load_options o = {.profile = profile,
	    .target_file = target_file, .state = state,
	    .stream = operands[0], .answers = output, .rejects = rejects,
	    .adopt = adopt, .retry = retry_rejects, .arm = arm,
	    .stop = &stop_signal, .concurrency = (unsigned)concurrency,
	    .dry_run = dry_run, .batch = (size_t)batch, /* at least 1 */
	    .memory = memory, .sign = tool_sign, .sign_new = tool_sign_new,
	    .say = say_line};
	struct buf words = BUF_INIT((size_t)4 * 1024 * 1024);
	struct arena a = ARENA_INIT;
	int rc;

	/* A reader of acknowledgments that goes away stops it at a batch. */
	signal(SIGPIPE, SIG_IGN);
	if (profiles || show)
		return profiles ? shipped_list(&shipped_targets, output, e)
		    : shipped_show(&shipped_targets, show, output, e);
	if (checking)
		return check(count, operands, e);
	if (check_use(count, e) < 0)
		return -1;
	if (tool_check_outputs((const char *const[]){output, rejects,
	    TOOL_END}, (const char *const[]){state, profile, target_file,
	    operands[0], TOOL_END}, e) < 0)
		return -1;
	take_info(&o, &words, &a);
	rc = forget.count ? forget_all(&o, e) : load(&o, e);
	buf_release(&words);
	arena_release(&a);
	return rc;
}

static const char *const usages[] = {
    "erp-load -t TARGET --state FILE [OPTION...] [STREAM]",
    "erp-load -t TARGET --state FILE --retry-rejects | --forget WHAT",
    "erp-load --check-state FILE",
    "erp-load --profiles | --show NAME",
    NULL,
};

static const struct tool erp_load = {
    .name = "erp-load",
    .summary = "Sends to a target what a canonical stream says and the target "
	       "has not yet\nacknowledged.  Without STREAM, or for -, reads "
	       "stdin.",
    .usages = usages,
    .opts = opts,
    .notes = "Example: erp-load -n -t erp.yaml --state state.db bom.jsonl",
    .least_operands = 0,
    .most_operands = 1,
    .run = run,
};

int
main(int argc, char **argv)
{
	return tool_main(&erp_load, argc, argv);
}
