/* guess_fixed.c - a header, and lines that keep to its columns. */
#include "extract/guess_fixed.h"

#include "extract/guess_bytes.h"
#include "extract/guess_yaml.h"

#define LOOKED_AT ((size_t)256 * 1024)
#define COLUMNS_MOST 64
#define LINES_BELOW 20

struct columns {
	struct slice line; /* the header */
	size_t starts[COLUMNS_MOST];
	struct slice names[COLUMNS_MOST];
	size_t count;
};

/* Names with two blanks or more between. */
static void
find_names(struct columns *c, struct slice line)
{
	size_t i = 0, from;

	*c = (struct columns){.line = line};
	while (i < line.len && c->count < COLUMNS_MOST) {
		while (i < line.len && line.at[i] == ' ')
			i++;
		from = i;
		while (i < line.len && !(line.at[i] == ' ' &&
		    (i + 1 == line.len || line.at[i + 1] == ' ')))
			i++;
		if (i == from)
			break;
		c->starts[c->count] = from;
		c->names[c->count++] = slice_from(line.at + from, i - from);
	}
	if (c->count)
		c->starts[0] = 0;
}

/* No text of the line goes over where a column begins. */
static bool
keeps_to(const struct columns *c, struct slice line)
{
	size_t i, texts = 0;

	for (i = 0; i < c->count; i++) {
		size_t at = c->starts[i];

		if (at && at < line.len && line.at[at - 1] != ' ')
			return false;
		texts += at < line.len && line.at[at] != ' ';
	}
	return texts > 1;
}

static bool
is_header(const struct columns *c, struct slice below)
{
	size_t seen = 0, kept = 0;

	if (c->count < 3 || slice_utf8_length(c->line) != c->line.len ||
	    memchr(c->line.at, '|', c->line.len) ||
	    memchr(c->line.at, '\t', c->line.len))
		return false;
	while (below.len && seen < LINES_BELOW) {
		struct slice line = slice_cut(&below, '\n');

		if (!slice_trim(line).len)
			continue;
		seen++;
		kept += keeps_to(c, line);
	}
	return kept >= 2 && kept * 10 >= seen * 8;
}

/* How many characters stand before a byte of the line. */
static size_t
characters(struct slice line, size_t bytes)
{
	size_t i, n = 0;

	for (i = 0; i < bytes; i++)
		n += ((unsigned char)line.at[i] & 0xc0) != 0x80;
	return n;
}

static void
add_computed(struct buf *b, const struct columns *c, size_t i)
{
	size_t from = characters(c->line, c->starts[i]);
	struct buf text = BUF_INIT(4096);

	buf_printf(&text, "nullif(trim(substr(Line, %zu", from + 1);
	if (i + 1 < c->count)
		buf_printf(&text, ", %zu", characters(c->line,
		    c->starts[i + 1]) - from);
	buf_add_text(&text, ")), '')");
	buf_add_text(b, "      ");
	guess_yaml_text(b, c->names[i]);
	buf_add_text(b, ": ");
	guess_yaml_text(b, buf_slice(&text));
	buf_add_byte(b, '\n');
	buf_release(&text);
}

static void
add_source(struct buf *b, const struct columns *c, const char *encoding)
{
	struct buf below = BUF_INIT(LOOKED_AT);
	size_t i;

	buf_add(&below, c->line.at, (size_t)(c->names[1].at +
	    c->names[1].len - c->line.at));
	buf_add_byte(&below, '*');
	guess_yaml_comment(b, 4, SLICE("The columns have no separator: each "
	    "line is cut where the names in the header begin."));
	buf_add_text(b, "    separator: \"\\x01\"\n    quote: none\n"
	    "    header: no\n    trim: no\n    columns: [Line]\n    below: ");
	guess_yaml_text(b, buf_slice(&below));
	if (encoding)
		buf_printf(b, "\n    encoding: %s", encoding);
	buf_add_text(b, "\n    skip_lines: \"^[-= ]+$\"\n    computed:\n");
	for (i = 0; i < c->count; i++)
		add_computed(b, c, i);
	buf_release(&below);
}

int
guess_fixed(struct buf *reading, const char *path, struct err *e)
{
	struct buf bytes = BUF_INIT(LOOKED_AT + 65536);
	struct columns c;
	struct slice rest, line;
	const char *encoding;
	bool whole, marked;
	size_t i;
	int rc = guess_bytes_load(&bytes, path, LOOKED_AT, &whole, e);

	for (i = 0; i < bytes.len; i++) /* CRLF ends with blanks */
		if (bytes.at[i] == '\r')
			bytes.at[i] = ' ';
	rest = buf_slice(&bytes);
	encoding = guess_bytes_encoding(rest, whole, &marked);
	/* of characters that are not bytes, only those of UTF-8 are counted */
	while (rc == 0 && rest.len && !reading->len &&
	    !memchr(bytes.at, '\0', bytes.len)) {
		line = slice_cut(&rest, '\n');
		find_names(&c, line);
		if (is_header(&c, rest))
			add_source(reading, &c, encoding);
	}
	buf_release(&bytes);
	return rc;
}
