/*
 * guess_yaml.c - quoting.
 */
#include "extract/guess_yaml.h"

#define LINE_MOST 79

/* Plain are words that YAML takes for nothing but a text. */
static bool
plain(struct slice s)
{
	static const char *const words[] = {
	    "yes", "no", "true", "false", "null", "on", "off", "y", "n",
	};
	size_t i;

	if (!s.len || !((*s.at >= 'A' && *s.at <= 'Z') ||
	    (*s.at >= 'a' && *s.at <= 'z')))
		return false;
	for (i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') &&
		    !(c >= '0' && c <= '9') && c != '_' && c != '-' &&
		    c != '.' && c != '/' &&
		    !(c == ' ' && i + 1 < s.len && s.at[i + 1] != '#'))
			return false;
	}
	for (i = 0; i < COUNT_OF(words); i++)
		if (s.len == strlen(words[i]) &&
		    strncasecmp(s.at, words[i], s.len) == 0)
			return false;
	return true;
}

/*
 * How many bytes at `i` are a character that YAML has only as an escape, and
 * its number; 0: none.  C0, DEL, C1, the mark of byte order, noncharacters.
 */
static size_t
special(struct slice s, size_t i, unsigned *code)
{
	size_t len = slice_utf8_sequence(slice_from(s.at + i, s.len - i));
	unsigned char c = (unsigned char)s.at[i];

	*code = c;
	if (c < 0x20 || c == 0x7f)
		return 1;
	if (len == 2 && c == 0xc2 && (unsigned char)s.at[i + 1] < 0xa0) {
		*code = (unsigned char)s.at[i + 1];
		return 2;
	}
	if (len == 3 && memcmp(s.at + i, "\xef\xbb\xbf", 3) == 0)
		*code = 0xfeff;
	else if (len == 3 && memcmp(s.at + i, "\xef\xbf\xbe", 3) == 0)
		*code = 0xfffe;
	else if (len == 3 && memcmp(s.at + i, "\xef\xbf\xbf", 3) == 0)
		*code = 0xffff;
	return *code > 0xff ? 3 : 0;
}

static void
add_double_quoted(struct buf *b, struct slice s)
{
	unsigned code;
	size_t i, n;

	buf_add_byte(b, '"');
	for (i = 0; i < s.len; i += n) {
		n = special(s, i, &code);
		if (n) {
			buf_printf(b, code > 0xff ? "\\u%04X" : "\\x%02X",
			    code);
			continue;
		}
		if (s.at[i] == '"' || s.at[i] == '\\')
			buf_add_byte(b, '\\');
		buf_add_byte(b, s.at[i]);
		n = 1;
	}
	buf_add_byte(b, '"');
}

void
guess_yaml_text(struct buf *b, struct slice text)
{
	bool escapes = false, quotes = false;
	unsigned code;
	size_t i;

	if (plain(text)) {
		buf_add_slice(b, text);
		return;
	}
	for (i = 0; i < text.len; i++) {
		escapes |= special(text, i, &code) > 0;
		quotes |= text.at[i] == '"' || text.at[i] == '\\';
	}
	if (escapes || !quotes) {
		add_double_quoted(b, text);
		return;
	}
	buf_add_byte(b, '\'');
	for (i = 0; i < text.len; i++) {
		if (text.at[i] == '\'')
			buf_add_byte(b, '\'');
		buf_add_byte(b, text.at[i]);
	}
	buf_add_byte(b, '\'');
}

void
guess_yaml_texts(struct buf *b, const struct slice *texts, size_t count)
{
	size_t i;

	if (count == 1) {
		guess_yaml_text(b, *texts);
		return;
	}
	buf_add_byte(b, '[');
	for (i = 0; i < count; i++) {
		buf_add_text(b, i ? ", " : "");
		guess_yaml_text(b, texts[i]);
	}
	buf_add_byte(b, ']');
}

/* What cannot stand in a comment, and bytes that are not UTF-8, as "?". */
static void
add_shown(struct buf *b, struct slice s)
{
	unsigned code;
	size_t i, n;

	for (i = 0; i < s.len; i += n) {
		n = special(s, i, &code);
		if (!n)
			n = slice_utf8_sequence(slice_from(s.at + i,
			    s.len - i));
		else
			code = 0;
		if (n && code)
			buf_add(b, s.at + i, n);
		else
			buf_add_byte(b, '?');
		n += !n;
	}
}

void
guess_yaml_comment(struct buf *b, unsigned indent, struct slice text)
{
	size_t room = LINE_MOST - indent - 2, n;

	do {
		n = text.len;
		if (n > room) {
			for (n = room; n > 0 && text.at[n] != ' '; n--)
				;
			while (n == 0 || (n < text.len && text.at[n] != ' '))
				n++;
		}
		buf_printf(b, "%*s# ", (int)indent, "");
		add_shown(b, slice_from(text.at, n));
		buf_add_byte(b, '\n');
		n += n < text.len;
		text = slice_from(text.at + n, text.len - n);
	} while (text.len);
}

void
guess_yaml_column(struct buf *b, struct slice name)
{
	size_t i;

	buf_add_byte(b, '"');
	for (i = 0; i < name.len; i++) {
		if (name.at[i] == '"')
			buf_add_byte(b, '"');
		buf_add_byte(b, name.at[i]);
	}
	buf_add_byte(b, '"');
}
