/*
 * textin.c - file -> bytes -> (charset) -> text -> lines.
 *
 * UTF-8 is read to where its text stands, and only checked there.
 * What was taken is shifted out of the buffer when room is needed, and never
 * while it is kept together.  A search for a line end goes on where the last
 * one gave up, so a long line is looked at once however often it is refilled.
 */
#include "format/textin.h"

#define BLOCK_SIZE ((size_t)64 * 1024)

/* Where the bytes wait that are not yet text. */
static char *
waiting(const struct textin *in)
{
	return in->bytes ? in->bytes : in->text + in->end;
}

/* Room behind the text for a block, by shifting out what was taken. */
static void
room_make(struct textin *in)
{
	size_t pending = in->bytes ? 0 : in->pending, need;

	if (in->first) {
		memmove(in->text, in->text + in->first,
		    in->end + pending - in->first);
		in->next -= in->first;
		in->scan -= in->first;
		in->end -= in->first;
		in->first = 0;
	}
	need = in->end + BLOCK_SIZE + TEXTIN_SLACK;
	if (in->size >= need)
		return;
	/* no more than is needed at first: what is used again stays near */
	in->size = in->size ? mem_next_size(in->size, need) : 2 * need;
	in->text = mem_grow(in->text, in->size, 1);
}

/* More bytes behind those that wait, or eof. */
static int
bytes_read(struct textin *in, struct err *e)
{
	size_t room = BLOCK_SIZE - in->pending, n;
	ssize_t got;

	if (in->file) {
		got = zio_in_read(in->file, waiting(in) + in->pending, room,
		    e);
		if (got < 0)
			return -1;
		n = (size_t)got;
	} else {
		n = in->memory.len < room ? in->memory.len : room;
		if (n)
			memcpy(waiting(in) + in->pending, in->memory.at, n);
		in->memory.at = n ? in->memory.at + n : in->memory.at;
		in->memory.len -= n;
	}
	in->pending += n;
	in->eof = n == 0;
	return 0;
}

/* Skips U+FEFF, which as a first character only says "this is Unicode". */
static void
order_mark_skip(struct textin *in)
{
	if (in->end < 3 && !in->eof && !in->bad)
		return;
	in->begun = true;
	if (in->end >= 3 && memcmp(in->text, "\xef\xbb\xbf", 3) == 0)
		in->first = in->next = in->scan = 3;
}

/* The bytes that wait become text. */
static void
decode(struct textin *in)
{
	struct slice from = {in->bytes, in->pending};
	enum charset_result result;
	size_t added, room = in->size - TEXTIN_SLACK - in->end;

	result = charset_decode(&in->charset, &from, in->text + in->end, room,
	    &added);
	in->end += added;
	if (from.len)
		memmove(in->bytes, from.at, from.len);
	in->pending = from.len;
	in->full = result == CHARSET_FULL;
	in->bad = result == CHARSET_BAD || (in->eof && !in->full && from.len);
	if (in->full)
		in->eof = false;
	if (in->eof && !in->bad)
		in->end += charset_end(&in->charset, in->text + in->end,
		    room - added);
}

/* The bytes that stand behind the text are text, as far as they are good. */
static void
check(struct textin *in)
{
	struct slice from = {in->text + in->end, in->pending};
	size_t good;

	in->bad = charset_check(from, &good) == CHARSET_BAD;
	in->end += good;
	in->pending -= good;
	if (in->eof && in->pending)
		in->bad = true;
}

/*
 * More text, or eof or bad.  What cannot be decoded is not reported before
 * the lines that stand in front of it are given.
 */
static int
fill(struct textin *in, struct err *e)
{
	room_make(in);
	if (!in->full && bytes_read(in, e) < 0)
		return -1;
	if (in->bytes)
		decode(in);
	else
		check(in);
	memset(in->text + in->end + (in->bytes ? 0 : in->pending), 0,
	    TEXTIN_SLACK);
	if (!in->begun)
		order_mark_skip(in);
	return 0;
}

/* Says where the first byte is that could not be decoded. */
static int
bad_error(struct textin *in, struct err *e)
{
	const char *bytes = waiting(in);
	bool unicode = in->end == 0 && in->pending > 1 &&
		       (memcmp(bytes, "\xff\xfe", 2) == 0 ||
			   memcmp(bytes, "\xfe\xff", 2) == 0);
	unsigned long line = in->line + 1, column = 1;
	size_t i;

	for (i = in->next; i < in->end; i++) {
		if (in->text[i] == '\n') {
			line++;
			column = 1;
		} else if ((in->text[i] & 0xc0) != 0x80) {
			column++;
		}
	}
	return err_set(e, ERR_INPUT, "%s:%lu:%lu: byte 0x%02x is not %s%s",
	    in->name, line, column, (unsigned char)*bytes,
	    in->charset.name,
	    unicode   ? " (the file begins as UTF-16 does)"
	    : in->eof ? " (the file ends inside a character)"
		      : "");
}

/* Each of LF, CRLF and CR. */
static bool
any_end_find(struct textin *in, size_t *end_len)
{
	const char *text = in->text;
	size_t i = in->scan;

	while (i < in->end && text[i] != '\n' && text[i] != '\r')
		i++;
	in->scan = i;
	if (i == in->end)
		return false;
	*end_len = 1;
	if (text[i] == '\r') {
		if (i + 1 == in->end && !in->eof && !in->bad)
			return false;
		if (i + 1 < in->end && text[i + 1] == '\n')
			*end_len = 2;
	}
	return true;
}

/* The one that was named; leaves scan at it. */
static bool
given_end_find(struct textin *in, size_t *end_len)
{
	size_t n = strlen(in->how.line_end), left = in->end - in->scan;
	const char *at =
	    left < n ? NULL
		     : memmem(in->text + in->scan, left, in->how.line_end, n);

	if (!at) {
		if (left >= n)
			in->scan = in->end - (n - 1);
		return false;
	}
	in->scan = (size_t)(at - in->text);
	*end_len = n;
	return true;
}

/*
 * Takes what stands before scan, and the end there.  With a line end of the
 * user's own the file's lines are counted by their LF, or by CR when that is
 * what the end has.
 */
static void
line_take(struct textin *in, size_t end_len, struct textin_line *line)
{
	const char *end = in->how.line_end;
	char mark =
	    end && !strchr(end, '\n') && strchr(end, '\r') ? '\r' : '\n';
	size_t i, from = in->next;

	line->text = slice_from(in->text + from, in->scan - from);
	line->end = slice_from(in->text + in->scan, end_len);
	line->number = in->line + 1;
	in->scan += end_len;
	in->next = in->scan;
	if (!end)
		in->line += end_len > 0;
	for (i = from; end && i < in->next; i++)
		in->line += in->text[i] == mark;
}

int
textin_next(struct textin *in, struct textin_line *line, struct err *e)
{
	size_t end_len = 0;

	/* Until the first fill has looked for the mark there is no text. */
	while (!in->begun || !(in->how.line_end ? given_end_find(in, &end_len)
						: any_end_find(in, &end_len))) {
		if (in->bad)
			return bad_error(in, e);
		if (in->end - in->first > TEXTIN_MOST)
			return err_set(e, ERR_INPUT,
			    "%s:%lu: over %zu MiB "
			    "without an end (a quote left open?)",
			    in->name, in->first_line, TEXTIN_MOST >> 20);
		if (in->eof) {
			if (in->end == in->next)
				return 0;
			in->scan = in->end;
			break;
		}
		if (fill(in, e) < 0)
			return -1;
	}
	line_take(in, end_len, line);
	return 1;
}

struct slice
textin_window(const struct textin *in)
{
	if (!in->begun)
		return SLICE("");
	return slice_from(in->text + in->next, in->end - in->next);
}

struct textin_line
textin_take(struct textin *in, size_t len, size_t end_len)
{
	struct textin_line line;

	in->scan = in->next + len;
	line_take(in, end_len, &line);
	return line;
}

void
textin_begin(struct textin *in)
{
	in->first = in->next;
	in->first_line = in->line + 1;
}

struct slice
textin_kept(const struct textin *in)
{
	return slice_from(in->text + in->first, in->next - in->first);
}

/* All but the source. */
static int
reader_init(struct textin *in, struct textin_how how, struct err *e)
{
	memset(in, 0, sizeof(*in));
	in->how = how;
	in->first_line = 1;
	if (charset_open(&in->charset, how.encoding, e) < 0)
		return -1;
	if (!charset_plain(&in->charset))
		in->bytes = mem_grow(NULL, BLOCK_SIZE, 1);
	return 0;
}

int
textin_open(
    struct textin *in, const char *path, struct textin_how how, struct err *e)
{
	struct zio_in *file;

	if (reader_init(in, how, e) < 0)
		return -1;
	file = mem_zero(sizeof(*file));
	if (zio_in_open(file, path, e) < 0) {
		mem_free(file);
		return -1;
	}
	in->file = file;
	in->name = file->file.name;
	return 0;
}

int
textin_open_text(struct textin *in, const char *name, struct slice text,
    struct textin_how how, struct err *e)
{
	if (reader_init(in, how, e) < 0)
		return -1;
	in->name = name;
	in->memory = text;
	return 0;
}

void
textin_close(struct textin *in)
{
	if (in->file)
		zio_in_close(in->file);
	mem_free(in->file);
	charset_close(&in->charset);
	mem_free(in->bytes);
	mem_free(in->text);
	memset(in, 0, sizeof(*in));
}
