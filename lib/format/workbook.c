/* workbook.c - magic numbers, and the first words of markup. */
#include "format/workbook.h"

#include "io/zio.h"

#define LOOKED_AT 4096

static bool
holds(struct slice s, const char *text)
{
	return memmem(s.at, s.len, text, strlen(text)) != NULL;
}

/* Begins with the word, whatever its case. */
static bool
begins(struct slice s, const char *word)
{
	size_t len = strlen(word);

	return s.len >= len && strncasecmp(s.at, word, len) == 0;
}

const char *
workbook_find(struct slice first)
{
	struct slice text = first;

	if (slice_begins(first, SLICE("PK\x03\x04")))
		return holds(first, "mimetypeapplication/vnd.oasis")
		    ? "an OpenDocument spreadsheet"
		    : "an Excel workbook (or another zip archive)";
	if (slice_begins(first, SLICE("\xd0\xcf\x11\xe0")))
		return "an Excel workbook (of Excel 97 to 2003)";
	if (slice_begins(text, SLICE("\xef\xbb\xbf")))
		text = slice_from(text.at + 3, text.len - 3);
	text = slice_trim(text);
	if (begins(text, "<html") || begins(text, "<!doctype html") ||
	    begins(text, "<table") || begins(text, "<meta "))
		return "an HTML page, as some programs save for Excel";
	if (begins(text, "<?xml") &&
	    holds(text, "urn:schemas-microsoft-com:office:spreadsheet"))
		return "an Excel workbook (XML Spreadsheet 2003)";
	return NULL;
}

int
workbook_refuse(const char *path, const char *name, struct err *e)
{
	struct zio_in in = ZIO_IN_INIT;
	char first[LOOKED_AT];
	const char *what;
	size_t len = 0;
	ssize_t got = -1;

	if (zio_in_open(&in, path, e) == 0)
		while (len < sizeof(first) && (got = zio_in_read(&in,
		    first + len, sizeof(first) - len, e)) > 0)
			len += (size_t)got; /* positive here */
	zio_in_close(&in);
	if (got < 0 && e->kind)
		return -1;
	what = workbook_find(slice_from(first, len));
	if (!what)
		return 0;
	return err_set(e, ERR_INPUT, "%s: is %s: save it as \"CSV UTF-8\" "
	    "and give that", name, what);
}
