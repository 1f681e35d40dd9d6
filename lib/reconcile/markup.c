/* markup.c - masked first, then escaped. */
#include "reconcile/markup.h"

#include "base/show.h"

void
markup_text(struct buf *b, struct slice text, size_t most)
{
	struct buf masked = BUF_INIT(most * 2 + 64);

	show_plain(&masked, text, most);
	show_html(b, buf_slice(&masked));
	buf_release(&masked);
}

void
markup_cell(struct buf *b, struct slice text, size_t most)
{
	buf_add_text(b, "<td>");
	if (text.len)
		markup_text(b, text, most);
	else
		buf_add_text(b, "&ndash;");
	buf_add_text(b, "</td>");
}

void
markup_number(struct buf *b, uint64_t n)
{
	buf_printf(b, "<td class=\"n\">%" PRIu64 "</td>", n);
}

void
markup_data(struct buf *b, const char *name, struct slice text)
{
	buf_printf(b, " data-%s=\"", name);
	markup_text(b, text, 1024);
	buf_add_byte(b, '"');
}

void
markup_head(struct buf *b, const char *titles)
{
	struct slice rest = slice_of(titles);

	buf_add_text(b, "<thead><tr>");
	while (rest.at) {
		struct slice title = slice_cut(&rest, '|');
		bool number = title.len && title.at[0] == '#';

		buf_add_text(b, number ? "<th scope=\"col\" class=\"n\">"
		    : "<th scope=\"col\">");
		show_html(b, slice_from(title.at + number,
		    title.len - number));
		buf_add_text(b, "</th>");
	}
	buf_add_text(b, "</tr></thead>\n");
}

void
markup_words(struct buf *b, const char *name)
{
	struct slice rest = slice_of(name);
	const char *blank = "";

	while (rest.at) {
		struct slice word = slice_cut(&rest, '_');

		buf_add_text(b, blank);
		blank = " ";
		if (slice_is(word, "erp"))
			buf_add_text(b, "ERP");
		else if (slice_is(word, "plm"))
			buf_add_text(b, "PLM");
		else
			show_html(b, word);
	}
}
