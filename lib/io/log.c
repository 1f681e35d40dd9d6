/*
 * log.c - masking, composing and writing one line at a time.
 *
 * A line goes out in one fwrite, so that the lines of several tools in a pipe
 * do not mix.  Masking comes in two steps: secrets first, on the text as it
 * was given, then whatever could drive a terminal or forge a line.
 */
#include "io/log.h"

#include "base/clock.h"

#include <sys/ioctl.h>
#include <unistd.h>

#define LINE_MOST 16384
#define BAR_CELLS 20
#define CALLS_MOST 1024
/* How often progress is shown, in milliseconds: as a bar, as lines. */
#define BAR_EVERY 200
#define LINE_EVERY 10000

static struct {
	const char *tool;
	enum log_level most;
	enum log_format format;
	enum log_progress progress;
} how = {"bomtools", LOG_NOTE, LOG_TEXT, LOG_PROGRESS_AUTO};

static struct {
	char **texts;
	size_t count;
} secrets;

static struct {
	FILE *file;
	char *areas;
} tracing;

static struct {
	bool on;       /* progress is wanted at all */
	bool as_lines; /* stderr is no terminal, or speaks JSON */
	bool drawn;
	const char *given;
	char stage[64];
	uint64_t done, total, first;   /* first: done when the stage began */
	uint64_t began, looked, shown; /* clock_ticks */
	unsigned calls, step;
} bar;

/* The length of the longest secret that stands at the start of `s`, or 0. */
static size_t
secret_at(struct slice s)
{
	size_t i, longest = 0;

	for (i = 0; i < secrets.count; i++) {
		struct slice secret = slice_of(secrets.texts[i]);

		if (secret.len > longest && slice_begins(s, secret))
			longest = secret.len;
	}
	return longest;
}

void
log_masked(struct buf *to, struct slice s)
{
	while (s.len) {
		size_t n = secret_at(s);

		if (n)
			buf_add_text(to, "***");
		else
			buf_add_byte(to, s.at[n++]);
		s.at += n;
		s.len -= n;
	}
}

/*
 * How many of the bytes at the start may be shown as they are: a well-formed
 * character that is no control character of ASCII or of U+0080 to U+009F.
 */
static size_t
harmless(struct slice s)
{
	size_t n = slice_utf8_sequence(s);
	unsigned char first = (unsigned char)s.at[0]; /* byte values meant */
	unsigned char second = n == 2 ? (unsigned char)s.at[1] : 0xff;

	if (n == 1)
		return first >= 0x20 && first != 0x7f;
	if (first == 0xc2 && second < 0xa0)
		return 0;
	return n;
}

static void
add_masked(struct buf *to, struct slice s)
{
	while (s.len) {
		size_t n = harmless(s);

		if (n)
			buf_add(to, s.at, n);
		else
			buf_printf(to, "\\x%02x", (unsigned char)s.at[n++]);
		s.at += n;
		s.len -= n;
	}
}

/* The text with both masks, cut at the ceiling of a line. */
static void
add_safe(struct buf *to, struct slice s)
{
	struct buf open = BUF_INIT(SIZE_MAX / 4);
	struct slice shown;

	log_masked(&open, s);
	shown = buf_slice(&open);
	shown.len = open.len > LINE_MOST ? LINE_MOST : open.len;
	add_masked(to, shown);
	if (open.len > LINE_MOST)
		buf_add_text(to, "...");
	buf_release(&open);
}

static void
add_quoted(struct buf *to, struct slice s)
{
	size_t i;

	buf_add_byte(to, '"');
	for (i = 0; i < s.len; i++) {
		if (s.at[i] == '"' || s.at[i] == '\\')
			buf_add_byte(to, '\\');
		buf_add_byte(to, s.at[i]);
	}
	buf_add_byte(to, '"');
}

static void
add_json(struct buf *to, enum log_level level, struct slice safe)
{
	static const char *const names[] = {
	    [LOG_ERROR] = "error",
	    [LOG_WARNING] = "warning",
	    [LOG_NOTE] = "note",
	    [LOG_DETAIL] = "detail",
	};
	char now[CLOCK_TEXT_SIZE];

	clock_print(now, clock_now());
	buf_printf(to, "{\"time\":\"%s\",\"level\":\"%s\"", now, names[level]);
	buf_printf(to, ",\"tool\":\"%s\",\"message\":", how.tool);
	add_quoted(to, safe);
	buf_add_text(to, "}\n");
}

static void
bar_clear(void)
{
	if (bar.drawn)
		fwrite("\r\033[K", 1, 4, stderr);
	bar.drawn = false;
}

static void
emit(enum log_level level, struct slice text)
{
	struct buf safe = BUF_INIT(SIZE_MAX / 4);
	struct buf line = BUF_INIT(SIZE_MAX / 4);

	add_safe(&safe, text);
	if (how.format == LOG_JSON)
		add_json(&line, level, buf_slice(&safe));
	else
		buf_printf(&line, "%s: %s\n", how.tool, buf_text(&safe));
	bar_clear();
	fwrite(line.at, 1, line.len, stderr);
	fflush(stderr);
	buf_release(&line);
	buf_release(&safe);
}

/* All of the text, however long: a cut could leave half a secret in clear. */
PRINTF_LIKE(2, 0)
static void
add_formatted(struct buf *to, const char *fmt, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	/* n + 1 is at most INT_MAX; snprintf counts in int */
	if (n > 0 && buf_reserve(to, (size_t)n)) {
		vsnprintf(to->at + to->len, (size_t)n + 1, fmt, again);
		to->len += (size_t)n;
	}
	va_end(again);
}

PRINTF_LIKE(2, 0)
static void
emit_formatted(enum log_level level, const char *fmt, va_list args)
{
	struct buf text = BUF_INIT(SIZE_MAX / 4);

	if (level > how.most)
		return;
	add_formatted(&text, fmt, args);
	emit(level, buf_slice(&text));
	buf_release(&text);
}

/* BOM_TRACE=AREA[,AREA...]:FILE */
static void
trace_open(void)
{
	const char *spec = getenv("BOM_TRACE");
	const char *colon = spec ? strchr(spec, ':') : NULL;

	if (tracing.file)
		fclose(tracing.file);
	mem_free(tracing.areas);
	tracing.file = NULL;
	tracing.areas = NULL;
	if (!spec || !*spec)
		return;
	if (colon)
		tracing.file = fopen(colon + 1, "ae");
	if (!tracing.file) {
		log_warning("BOM_TRACE=%s: %s", spec,
		    colon ? strerror(errno) : "not AREA[,AREA...]:FILE");
		return;
	}
	tracing.areas = mem_text(spec);
	tracing.areas[colon - spec] = '\0';
}

void
log_init(const char *tool, enum log_level most, enum log_format format)
{
	how.tool = tool;
	how.most = most;
	how.format = format;
	log_progress_init(how.progress);
	trace_open();
}

void
log_error(const struct err *e)
{
	emit(LOG_ERROR, slice_of(e->text));
}

void
log_warning(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	emit_formatted(LOG_WARNING, fmt, args);
	va_end(args);
}

void
log_note(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	emit_formatted(LOG_NOTE, fmt, args);
	va_end(args);
}

void
log_detail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	emit_formatted(LOG_DETAIL, fmt, args);
	va_end(args);
}

static void
secret_add(const char *text)
{
	if (secret_at(slice_of(text)) == strlen(text))
		return; /* known already */
	secrets.texts =
	    mem_grow(secrets.texts, secrets.count + 1, sizeof(char *));
	secrets.texts[secrets.count++] = mem_text(text);
}

/*
 * An err shows control characters as \xNN already, so a secret that has some
 * is known in that spelling too.
 */
void
log_secret(struct slice text)
{
	struct buf copy = BUF_INIT(SIZE_MAX / 4);
	struct err e = ERR_INIT;

	buf_add_slice(&copy, text);
	if (*buf_text(&copy)) {
		secret_add(buf_text(&copy));
		(void)err_set(&e, ERR_USAGE, "%s", buf_text(&copy));
		if (strcmp(e.text, buf_text(&copy)) != 0)
			secret_add(e.text);
	}
	buf_release(&copy);
}

bool
log_on_terminal(void)
{
	return isatty(STDERR_FILENO) == 1;
}

void
log_progress_init(enum log_progress when)
{
	bool quiet = how.most < LOG_NOTE;
	bool terminal = log_on_terminal() && how.format == LOG_TEXT;

	how.progress = when;
	bar.as_lines = !terminal;
	bar.on = when == LOG_PROGRESS_ALWAYS ||
		 (when == LOG_PROGRESS_AUTO && terminal && !quiet);
}

/* "12 of 34 (35 %), 5/s, 0:04 left", as far as it is known. */
static void
add_figures(struct buf *to, uint64_t now)
{
	uint64_t elapsed = now - bar.began;
	uint64_t fresh = bar.done > bar.first ? bar.done - bar.first : 0;
	/* a rate for people to look at: floating point does no harm */
	double rate = elapsed ? (double)fresh * 1000 / (double)elapsed : 0;

	buf_printf(to, "%" PRIu64, bar.done);
	if (bar.total)
		buf_printf(to, " of %" PRIu64 " (%.0f %%)", bar.total,
		    100.0 * (double)bar.done / (double)bar.total);
	if (rate > 0)
		buf_printf(to, ", %.0f/s", rate);
	if (rate > 0 && bar.done < bar.total) {
		double left = (double)(bar.total - bar.done) / rate;

		if (left < 360000)
			buf_printf(to, ", %u:%02u left", (unsigned)left / 60,
			    (unsigned)left % 60);
	}
}

static void
add_cells(struct buf *to)
{
	double part = (double)bar.done / (double)bar.total;
	int i;

	buf_add_byte(to, '[');
	for (i = 0; i < BAR_CELLS; i++)
		buf_add_byte(to, i < part * BAR_CELLS ? '#' : '.');
	buf_add_text(to, "] ");
}

/* The last column stays free: some terminals go to the next line there. */
static size_t
terminal_width(void)
{
	struct winsize size;
	bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0;

	return known && size.ws_col > 1 ? size.ws_col - 1u : 79;
}

static void
bar_draw(uint64_t now)
{
	struct buf text = BUF_INIT(LINE_MOST);
	struct buf line = BUF_INIT(LINE_MOST);

	buf_printf(&text, "%s: ", bar.stage);
	if (!bar.as_lines && bar.total)
		add_cells(&text);
	add_figures(&text, now);
	if (bar.as_lines) {
		emit(LOG_NOTE, buf_slice(&text));
	} else {
		buf_printf(&line, "%s: ", how.tool);
		add_safe(&line, buf_slice(&text));
		if (line.len > terminal_width())
			line.len = terminal_width();
		bar_clear();
		fwrite(line.at, 1, line.len, stderr);
		fflush(stderr);
		bar.drawn = true;
	}
	bar.shown = now;
	buf_release(&line);
	buf_release(&text);
}

static void
bar_begin(const char *stage, uint64_t done)
{
	log_progress_end();
	bar.given = stage;
	snprintf(bar.stage, sizeof(bar.stage), "%s", stage);
	bar.first = done;
	bar.began = bar.looked = bar.shown = clock_ticks();
	bar.calls = 0;
	bar.step = 1;
}

/*
 * A stage is told by its address, which is cheap and right for literals.
 * The distance between two looks at the clock doubles while the calls come
 * fast, up to CALLS_MOST, and shrinks when they come slowly: a loader with
 * three calls a second shows a bar, too.
 */
void
log_progress(const char *stage, uint64_t done, uint64_t total)
{
	uint64_t now;

	if (!bar.on)
		return;
	if (bar.given != stage)
		bar_begin(stage, done);
	bar.done = done;
	bar.total = total;
	if (++bar.calls < bar.step)
		return;
	bar.calls = 0;
	now = clock_ticks();
	if (now - bar.looked < 20 && bar.step < CALLS_MOST)
		bar.step *= 2;
	else if (now - bar.looked > 100 && bar.step > 1)
		bar.step /= 2;
	bar.looked = now;
	if (now - bar.shown >= (bar.as_lines ? LINE_EVERY : BAR_EVERY))
		bar_draw(now);
}

void
log_progress_end(void)
{
	if (bar.given && bar.as_lines)
		bar_draw(clock_ticks());
	bar_clear();
	bar.given = NULL;
}

bool
log_traces(const char *area)
{
	struct slice rest, one, wanted;

	if (!tracing.file)
		return false;
	rest = slice_of(tracing.areas);
	wanted = slice_of(area);
	while (rest.len) {
		one = slice_cut(&rest, ',');
		if (slice_equal(one, wanted))
			return true;
	}
	return false;
}

void
log_trace(const char *area, const char *fmt, ...)
{
	struct buf text = BUF_INIT(SIZE_MAX / 4);
	struct buf line = BUF_INIT(SIZE_MAX / 4);
	char now[CLOCK_TEXT_SIZE];
	va_list args;

	if (!log_traces(area))
		return;
	va_start(args, fmt);
	add_formatted(&text, fmt, args);
	va_end(args);
	clock_print(now, clock_now());
	buf_printf(&line, "%s %s ", now, area);
	add_safe(&line, buf_slice(&text));
	buf_add_byte(&line, '\n');
	fwrite(line.at, 1, line.len, tracing.file);
	fflush(tracing.file);
	buf_release(&line);
	buf_release(&text);
}
