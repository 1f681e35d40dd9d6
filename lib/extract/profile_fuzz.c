/*
 * profile_fuzz.c - any bytes as a profile, a number and a date.
 *
 * Whatever is refused says why, as a mistake of the profile; a number that is
 * read prints as one that reads as the same; a date is a real day; a list of
 * designators has a ceiling.
 */
#include "extract/datetext.h"
#include "extract/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_number(struct slice text, struct numtext how)
{
	char printed[DECIMAL_TEXT_SIZE];
	struct decimal d, again;
	const char *why;

	if (!numtext_parse(&d, text, how, &why))
		return;
	decimal_print(printed, d);
	if (!decimal_parse(&again, slice_of(printed)) ||
	    decimal_compare(d, again) != 0)
		BUG("a number does not read as it prints");
}

/* The first line is the format, the rest the date. */
static void
try_date(struct slice text)
{
	char date[CLOCK_DATE_SIZE], time[CLOCK_TEXT_SIZE];
	struct slice format = slice_cut(&text, '\n');
	struct clock_time t;

	if (datetext_check(format) || !text.at)
		return;
	if (datetext_date(date, text, format) &&
	    !clock_date_valid(slice_of(date)))
		BUG("a date is none");
	if (datetext_time(time, text, format) &&
	    !clock_parse(&t, slice_of(time)))
		BUG("a time is none");
}

/* Lists have texts that are not empty, and not too many of them. */
static void
try_list(struct slice text, bool ranges)
{
	const struct designators how = {{NULL, 0}, ranges};
	struct arena a = ARENA_INIT;
	struct designator_list l;
	const char *why;
	size_t i;

	if (designators_list(&l, text, &how, &a, &why)) {
		if (ranges && l.count > DESIGNATORS_MOST + text.len)
			BUG("a list is too long");
		for (i = 0; i < l.count; i++)
			if (!l.at[i].len)
				BUG("a text of a list is empty");
	}
	arena_release(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Bytes are looked at as char everywhere else. */
	struct slice text = slice_from((const char *)data, size);
	struct err e = ERR_INIT;
	struct profile p;

	if (profile_parse(&p, "p.yaml", text, &e) < 0 && e.kind != ERR_USAGE)
		BUG("a profile is refused, but not as a mistake in it");
	profile_release(&p);
	try_number(text, (struct numtext){0, 0});
	try_number(text, (struct numtext){',', '.'});
	try_date(text);
	try_list(text, false);
	try_list(text, true);
	return 0;
}
