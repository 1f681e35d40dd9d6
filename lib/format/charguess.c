/* charguess.c - marks, validity, and where the NULs are. */
#include "format/charguess.h"

#include "io/zio.h"

/* Longer marks first: that of UTF-32 begins as that of UTF-16 does. */
static const struct {
	struct slice mark;
	const char *name;
} marks[] = {
	{SLICE_INIT("\xef\xbb\xbf"), NULL},
	{SLICE_INIT("\xff\xfe\0\0"), "UTF-32LE"},
	{SLICE_INIT("\0\0\xfe\xff"), "UTF-32BE"},
	{SLICE_INIT("\xff\xfe"), "UTF-16LE"},
	{SLICE_INIT("\xfe\xff"), "UTF-16BE"},
};

static void
find_mark(struct charguess *g, struct slice piece)
{
	size_t i;

	for (i = 0; i < COUNT_OF(marks); i++) {
		if (!slice_begins(piece, marks[i].mark))
			continue;
		g->name = marks[i].name;
		g->marked = true;
		return;
	}
}

static void
count_nuls(struct charguess *g, struct slice piece)
{
	const char *at = piece.at, *end = at + piece.len;

	while ((at = memchr(at, '\0', (size_t)(end - at))) != NULL) {
		g->nuls[(g->size + (size_t)(at - piece.at)) & 1]++;
		if (++at == end)
			break;
	}
}

/* Completes a character that the last piece cut; false: it is none. */
static bool
complete(struct charguess *g, struct slice *piece)
{
	size_t n;

	while (g->cut_len && piece->len && g->cut_len < sizeof(g->cut)) {
		g->cut[g->cut_len++] = *piece->at++;
		piece->len--;
		n = slice_utf8_length(slice_from(g->cut, g->cut_len));
		if (n == g->cut_len)
			g->cut_len = 0;
	}
	return g->cut_len < sizeof(g->cut);
}

static void
check_utf8(struct charguess *g, struct slice piece)
{
	size_t n;

	if (g->invalid)
		return;
	g->invalid = !complete(g, &piece);
	n = slice_utf8_length(piece);
	if (piece.len - n >= sizeof(g->cut)) {
		g->invalid = true;
	} else if (piece.len > n) {
		memcpy(g->cut, piece.at + n, piece.len - n);
		g->cut_len = piece.len - n;
	}
}

void
charguess_add(struct charguess *g, struct slice piece)
{
	if (!g->size)
		find_mark(g, piece);
	if (!g->marked && piece.len) {
		count_nuls(g, piece);
		check_utf8(g, piece);
	}
	g->size += piece.len;
}

/*
 * Even of a text in Chinese an eighth is separators, digits, line ends, whose
 * other half is NUL; the few that stand at the other offsets are characters
 * such as U+0100.  What is valid UTF-8 is no Chinese, and mostly NULs then.
 */
static const char *
utf16_name(const struct charguess *g)
{
	uint64_t units = g->size / 2, share = g->invalid ? 8 : 2;

	if (g->nuls[1] * share >= units && g->nuls[0] * 8 <= g->nuls[1])
		return "UTF-16LE";
	if (g->nuls[0] * share >= units && g->nuls[1] * 8 <= g->nuls[0])
		return "UTF-16BE";
	return NULL;
}

void
charguess_end(struct charguess *g, bool whole, bool nuls)
{
	if (g->marked)
		return;
	if (whole && g->cut_len)
		g->invalid = true;
	if (!nuls && g->size > 1 && !(whole && g->size & 1))
		g->name = utf16_name(g);
	if (!g->name && g->invalid)
		g->name = "windows-1252";
}

int
charguess_file(struct charguess *g, const char *path, bool nuls,
    struct err *e)
{
	struct zio_in in = ZIO_IN_INIT;
	char chunk[65536];
	ssize_t got = -1;

	*g = (struct charguess)CHARGUESS_INIT;
	if (zio_in_open(&in, path, e) == 0)
		while ((got = zio_in_read(&in, chunk, sizeof(chunk), e)) > 0) {
			charguess_add(g, slice_from(chunk, (size_t)got));
			if (g->marked || g->size >= CHARGUESS_MOST)
				break;
		}
	zio_in_close(&in);
	if (got < 0)
		return -1;
	charguess_end(g, got == 0, nuls);
	return 0;
}
