/*
 * report.h - a delta for people: text, CSV, names, figures; page.h is HTML.
 */
#ifndef DIFF_REPORT_H
#define DIFF_REPORT_H

#include "diff/edits.h"
#include "diff/reading.h"
#include "io/zio.h"

enum report_format {
	REPORT_DELTA, /* none of these: the stream itself */
	REPORT_TEXT,
	REPORT_CSV,
	REPORT_STAT,
	REPORT_NAMES,
	REPORT_HTML, /* page.h */
};

/* The formats' names, ended by NULL. */
extern const char *const report_formats[];

struct report {
	enum report_format format;
	bool colour;
	const char *old_name, *new_name;
	const struct diff_counts *counts;
};

/* Writes the changes, which reading_begin has set in order. */
int report_write(const struct report *how, struct reading *changes,
    struct zio_out *out, struct err *e) MUST_USE;

#endif
