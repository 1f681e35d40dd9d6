/*
 * log.h - words for people, on stderr, one line each.
 *
 * Data goes to stdout, words here.  Text form: "tool: message"; JSON form: one
 * object a line with time, level, tool and message.  A filled err is printed
 * by cmd/tool through log_error and by nobody else.  Secrets that have been
 * named with log_secret are masked in every line, here and nowhere else.
 */
#ifndef IO_LOG_H
#define IO_LOG_H

#include "base/err.h"
#include "base/text.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_NOTE, LOG_DETAIL };
enum log_format { LOG_TEXT, LOG_JSON };
enum log_progress {
	LOG_PROGRESS_AUTO,
	LOG_PROGRESS_ALWAYS,
	LOG_PROGRESS_NEVER
};

/*
 * Sets the tool's name (borrowed), the most talkative level that is shown,
 * and the form.  Before it is called: "bomtools", LOG_NOTE, text.
 */
void log_init(const char *tool, enum log_level most, enum log_format format);

void log_error(const struct err *e);
void log_warning(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* Shown unless -q: results that a person at a prompt wants to see. */
void log_note(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* Shown with -v. */
void log_detail(const char *fmt, ...) PRINTF_LIKE(1, 2);

/*
 * From now on this text is shown as "***"; copied.  Control characters, bytes
 * that are no UTF-8, and what is over 16 KiB are kept from the terminal, too.
 */
void log_secret(struct slice text);
/* Adds the text with the secrets masked: for what is kept or sent on. */
void log_masked(struct buf *to, struct slice text);

/*
 * Progress of one stage: a bar with rate, and time left where the total is
 * known (0: unknown).  AUTO: on a terminal, in text form, unless quiet.
 * ALWAYS: also elsewhere, there as a line every 10 seconds and one at the
 * end.  Cheap: the clock is looked at every 1024 calls where they come fast.
 * `stage` is a string literal: its address tells one stage from the next.
 * Any log line clears the bar first.  Called after log_init.
 */
void log_progress_init(enum log_progress when);
void log_progress(const char *stage, uint64_t done, uint64_t total);
void log_progress_end(void);

/* True when stderr is a terminal. */
bool log_on_terminal(void);

/*
 * BOM_TRACE=AREA[,AREA...]:FILE appends "time area what" lines to FILE;
 * log_traces is one test of a static flag where nothing is traced.
 */
bool log_traces(const char *area);
void log_trace(const char *area, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
