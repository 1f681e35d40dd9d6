/* show.c - what must not be shown as it stands. */
#include "base/show.h"

static bool
masked(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) ||
	    code == 0x61c || code == 0x200e || code == 0x200f ||
	    (code >= 0x2028 && code <= 0x202e) ||
	    (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

static uint32_t
code_of(const char *at, size_t len)
{
	const unsigned char *p = (const unsigned char *)at; /* UTF-8 */
	uint32_t code = len > 1 ? p[0] & (0x7fU >> len) : p[0];
	size_t i;

	for (i = 1; i < len; i++)
		code = code << 6 | (p[i] & 0x3f);
	return code;
}

void
show_plain(struct buf *b, struct slice s, size_t most)
{
	size_t start = b->len;

	while (s.len) {
		size_t n = slice_utf8_sequence(s);
		uint32_t code = code_of(s.at, n);

		if (b->len - start >= most) {
			buf_add_text(b, "...");
			return;
		}
		if (!n)
			buf_printf(b, "\\x%02x", code);
		else if (masked(code))
			buf_printf(b, "\\u%04x", code);
		else
			buf_add(b, s.at, n);
		n += !n;
		s.at += n;
		s.len -= n;
	}
}

/* A number may begin with a sign; anything else with one may be run. */
static bool
runs(struct slice s)
{
	size_t i;

	if (!s.len || !strchr("=+-@\t\r", *s.at))
		return false;
	for (i = 1; i < s.len; i++)
		if (!strchr("0123456789.", s.at[i]))
			return true;
	return s.len == 1 || !strchr("+-", *s.at);
}

void
show_csv(struct buf *b, struct slice s)
{
	bool run = runs(s);
	size_t i;

	for (i = 0; i < s.len; i++)
		if (strchr("\",\r\n", s.at[i]))
			break;
	if (i == s.len) {
		if (run)
			buf_add_byte(b, '\'');
		buf_add_slice(b, s);
		return;
	}
	buf_add_text(b, run ? "\"'" : "\"");
	for (i = 0; i < s.len; i++) {
		if (s.at[i] == '"')
			buf_add_byte(b, '"');
		buf_add_byte(b, s.at[i]);
	}
	buf_add_byte(b, '"');
}

void
show_html(struct buf *b, struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		switch (s.at[i]) {
		case '&':
			buf_add_text(b, "&amp;");
			break;
		case '<':
			buf_add_text(b, "&lt;");
			break;
		case '>':
			buf_add_text(b, "&gt;");
			break;
		case '"':
			buf_add_text(b, "&quot;");
			break;
		case '\'':
			buf_add_text(b, "&#39;");
			break;
		default:
			buf_add_byte(b, s.at[i]);
		}
}
