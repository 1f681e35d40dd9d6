/* span.c - a window that moves over the part. */
#include "io/span.h"

#include "io/file.h"
#include "io/zio.h"

/* Two of them fit into a second-level cache. */
#define SPAN_SIZE ((size_t)256 * 1024)

void
span_init(struct span *s, int fd, uint64_t start, uint64_t stop)
{
	memset(s, 0, sizeof(*s));
	s->fd = fd;
	s->next = start;
	s->stop = stop;
}

void
span_release(struct span *s)
{
	mem_free(s->buffer);
	s->buffer = NULL;
	s->size = s->at = s->end = 0;
}

int
span_more(struct span *s, struct err *e)
{
	size_t rest = s->end - s->at, room;
	ssize_t n;

	if (s->next == s->stop)
		return 0;
	if (rest > ZIO_LINE_MOST)
		return err_set(e, ERR_INPUT, "a line is over %zu MiB",
		    ZIO_LINE_MOST >> 20);
	if (s->at && rest)
		memmove(s->buffer, s->buffer + s->at, rest);
	s->at = 0;
	s->end = rest;
	if (rest == s->size) {
		s->size = s->size ? s->size * 2 : SPAN_SIZE;
		s->buffer = mem_grow(s->buffer, s->size, 1);
	}
	room = s->size - s->end;
	if (room > s->stop - s->next)
		room = (size_t)(s->stop - s->next);
	n = file_read_at(s->fd, s->buffer + s->end, room, s->next, e);
	if (n < 0)
		return -1;
	if (!n)
		return err_set(e, ERR_INPUT, "the file has become shorter");
	s->end += (size_t)n; /* not negative here */
	s->next += (uint64_t)n;
	return 1;
}

void
span_seek(struct span *s, uint64_t offset)
{
	uint64_t first = s->next - s->end;

	if (offset >= first && offset <= s->next) {
		s->at = (size_t)(offset - first);
		return;
	}
	s->at = s->end = 0;
	s->next = offset;
}

int
span_line(struct span *s, struct slice *line, struct err *e)
{
	size_t searched = 0;
	const char *newline;
	int got;

	for (;;) {
		*line = span_ahead(s);
		newline = line->len == searched ? NULL
		    : memchr(line->at + searched, '\n', line->len - searched);
		if (newline) {
			line->len = (size_t)(newline - line->at);
			return 1;
		}
		searched = line->len;
		got = span_more(s, e);
		if (got < 0)
			return -1;
		if (!got)
			return searched ? err_set(e, ERR_INPUT,
			    "the last line is not whole") : 0;
	}
}
