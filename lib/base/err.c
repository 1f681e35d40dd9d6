/* err.c - filling and passing on one error. */
#include "base/err.h"

/*
 * Length of the well-formed UTF-8 sequence at p, 0 where there is none.  By
 * code point instead of text.c's table, since this floor lies below text.
 */
static size_t
sequence(const unsigned char *p)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t code;
	size_t i, n;

	if (p[0] < 0x80)
		return 1;
	n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (p[0] < 0xc0 || p[0] > 0xf7)
		return 0;
	code = p[0] & (0x7fU >> n);
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3f);
	}
	if (code < least[n] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	return n;
}

/*
 * True for the byte that is no text: C0, DEL, the first of a C1 control
 * (U+009B drives a terminal as ESC [ does), and what is not UTF-8.
 */
static bool
masked(const unsigned char *p)
{
	return p[0] < 0x20 || p[0] == 0x7f || !sequence(p) ||
	    (p[0] == 0xc2 && p[1] < 0xa0);
}

/* Copies with masked bytes shown as \xNN, cut between whole characters. */
static void
text_masked(char *to, size_t room, const char *from)
{
	/* unsigned, because UTF-8 speaks of byte values */
	const unsigned char *p = (const unsigned char *)from;
	size_t n = 0, fits = 0;

	while (*p) {
		bool mask = masked(p);
		size_t step = mask ? 1 : sequence(p);
		size_t need = mask ? 4 : step;

		if (n + 4 <= room)
			fits = n;
		if (n + need + 1 > room) {
			memcpy(to + fits, "...", 3);
			n = fits + 3;
			break;
		}
		if (mask) {
			n += (size_t)snprintf(to + n, 5, "\\x%02x", *p);
		} else {
			memcpy(to + n, p, step);
			n += step;
		}
		p += step;
	}
	to[n] = '\0';
}

static void
fill(struct err *e, enum err_kind kind, const char *text)
{
	e->kind = kind;
	text_masked(e->text, sizeof(e->text), text);
}

int
err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	char raw[ERR_TEXT_MOST + 8]; /* so much that fill sees it is too long */
	va_list args;

	if (e->kind)
		return -1;
	va_start(args, fmt);
	vsnprintf(raw, sizeof(raw), fmt, args);
	va_end(args);
	fill(e, kind, raw);
	return -1;
}

static enum err_kind
kind_of_errno(int number)
{
	switch (number) {
	case ENOENT:
	case ENOTDIR:
	case EISDIR:
	case EACCES:
	case EPERM:
	case ELOOP:
	case ENAMETOOLONG:
	case EROFS:
	case EINVAL:
		return ERR_USAGE;
	default:
		return ERR_AGAIN;
	}
}

int
err_sys(struct err *e, const char *fmt, ...)
{
	int number = errno;
	char raw[ERR_TEXT_MOST + 64];
	size_t n;
	va_list args;

	if (e->kind)
		return -1;
	va_start(args, fmt);
	vsnprintf(raw, sizeof(raw), fmt, args);
	va_end(args);
	n = strlen(raw);
	snprintf(raw + n, sizeof(raw) - n, ": %s", strerror(number));
	fill(e, kind_of_errno(number), raw);
	return -1;
}

int
err_in(struct err *e, const char *fmt, ...)
{
	char raw[ERR_TEXT_MOST * 2];
	size_t n;
	va_list args;

	if (!e->kind)
		BUG("err_in: context for an empty error");
	va_start(args, fmt);
	vsnprintf(raw, ERR_TEXT_MOST, fmt, args);
	va_end(args);
	n = strlen(raw);
	snprintf(raw + n, sizeof(raw) - n, ": %s", e->text);
	fill(e, e->kind, raw);
	return -1;
}

void
err_clear(struct err *e)
{
	e->kind = ERR_NONE;
	e->text[0] = '\0';
}
