/*
 * recin_fuzz.c - any bytes as the line of a record.
 *
 * Laws held on the way: what is read and printed is read and printed as the
 * same bytes again; what scan_line calls canonical is; a line that was
 * printed has a canonical key; and its key's text form leads back to it.
 */
#include "base/base.h"

#include "model/recin.h"
#include "model/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LINE_MOST ((size_t)1 << 26)

/* False when the line is refused. */
static bool
print(struct buf *b, struct slice line)
{
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record r;
	bool read = recin_parse(&r, line, JSON_AT("fuzz", 1), &arena, &e) == 0;

	if (read)
		record_add_line(b, &r);
	else if (e.kind != ERR_INPUT || strncmp(e.text, "fuzz:", 5) != 0)
		BUG("a record refused without its place");
	arena_release(&arena);
	return read;
}

static void
check_key(struct slice line)
{
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT(LINE_MOST), prefix = BUF_INIT(LINE_MOST);
	struct err e = ERR_INIT;
	struct scan found;
	struct key k, back;

	if (!scan_key(&found, line))
		BUG("a printed line without a canonical key");
	if (key_parse_prefix(&k, line, &arena) != found.key_length)
		BUG("two opinions on where the key ends");
	key_add_text(&text, &k);
	if (key_parse_text(&back, buf_slice(&text), &arena, &e) < 0)
		BUG("a key's text form is refused");
	key_add_prefix(&prefix, &back);
	if (!slice_equal(buf_slice(&prefix),
	    slice_from(line.at, found.key_length)))
		BUG("a key's text form leads to another key");
	buf_release(&text);
	buf_release(&prefix);
	arena_release(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* bytes are bytes */
	struct slice line = {(const char *)data, size};
	struct buf once = BUF_INIT(LINE_MOST), twice = BUF_INIT(LINE_MOST);
	struct scan found;
	bool read = print(&once, line);

	if (scan_line(&found, line) &&
	    (!read || !slice_equal(buf_slice(&once), line)))
		BUG("called canonical, which it is not");
	if (read) {
		if (!print(&twice, buf_slice(&once)) ||
		    !slice_equal(buf_slice(&once), buf_slice(&twice)))
			BUG("a canonical line has another canonical line");
		check_key(buf_slice(&once));
	}
	buf_release(&once);
	buf_release(&twice);
	return 0;
}
