/*
 * guess_write.c - the entry under `sources`.
 */
#include "extract/guess_write.h"

#include "extract/guess_yaml.h"

#define TEXT_MOST ((size_t)64 * 1024)

static const char *
separator_name(const char *separator)
{
	static const char *const names[][2] = {{",", "commas"},
	    {";", "semicolons"}, {"\t", "tabs"}, {"|", "bars"}};
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++)
		if (strcmp(separator, names[i][0]) == 0)
			return names[i][1];
	return "unusual marks";
}

/* What was seen, in words. */
static void
write_dialect_words(struct buf *b, const struct guess_table *t)
{
	struct buf words = BUF_INIT(TEXT_MOST);

	buf_printf(&words, "%s: %zu rows looked at%s, %zu columns", t->path,
	    t->end - t->first, t->whole ? "" : " (there are more)",
	    t->columns);
	if (t->reading) {
		guess_yaml_comment(b, 4, buf_slice(&words));
		buf_release(&words);
		return;
	}
	buf_printf(&words, " between %s, %s",
	    separator_name(t->dialect.separator), t->dialect.encoding
	    ? t->dialect.encoding : t->marked ? "UTF-8 with a mark"
	    : "UTF-8");
	if (t->header)
		buf_printf(&words, "; line %lu names the columns",
		    t->rows[t->head].line);
	else
		buf_add_text(&words, "; no row names the columns: give them "
		    "names, and say what they are");
	if (t->header && t->head)
		buf_printf(&words, ", %zu row%s above it", t->head,
		    t->head == 1 ? "" : "s");
	if (t->empty)
		buf_printf(&words, "; %zu empty rows", t->empty);
	if (t->footer == GUESS_BLANK_FOOTER)
		buf_printf(&words, "; the table ends at an empty line above "
		    "line %lu", t->rows[t->end].line);
	if (t->footer == GUESS_TEXT_FOOTER)
		buf_printf(&words, "; line %lu is a total",
		    t->rows[t->end].line);
	if (t->shorter || t->longer || t->wrong)
		buf_printf(&words, "; %zu rows have fewer fields than the "
		    "header, %zu more", t->shorter, t->longer + t->wrong);
	if (t->trouble.kind)
		buf_printf(&words, "; it cannot be read further: %s",
		    t->trouble.text);
	guess_yaml_comment(b, 4, buf_slice(&words));
	buf_release(&words);
}

static void
write_column_words(struct buf *b, const struct guess_part *p)
{
	struct buf words = BUF_INIT(TEXT_MOST);
	const struct guess_table *t = &p->table;
	size_t i;

	for (i = 0; i < t->columns; i++) {
		const struct guess_column *c = &p->columns.list[i];

		if (!*c->why)
			continue;
		buf_clear(&words);
		guess_yaml_column(&words, t->names[i]);
		buf_printf(&words, "  %s", c->why);
		guess_yaml_comment(b, 4, buf_slice(&words));
	}
	buf_release(&words);
}

static void
write_shape_words(struct buf *b, const struct guess_part *p)
{
	static const char *const kinds[] = {
	    "A list: each row is a part.",
	    "Each row is a line of a BOM, with its parent and its component.",
	    "An indented BOM.",
	    "The components of one assembly, which the file is named after.",
	};
	struct buf words = BUF_INIT(TEXT_MOST);

	buf_add_text(&words, kinds[p->shape.kind]);
	if (p->shape.placements)
		buf_printf(&words, " Each row is one placement (one "
		    "designator): rows of one component become one line.");
	if (p->shape.unnamed)
		buf_printf(&words, " %" PRIu64 " rows do not say which part "
		    "they are about; they will be rejected.",
		    p->shape.unnamed);
	guess_yaml_comment(b, 4, buf_slice(&words));
	buf_release(&words);
}

/* Words for nothing, as far as they were seen. */
static void
write_absent(struct buf *b, const struct guess_table *t)
{
	struct slice seen[GUESS_NOTHINGS];
	unsigned bits = 0, i;
	size_t n, count = 0;

	for (n = 0; n < t->columns; n++)
		bits |= t->looks[n].nothings;
	for (i = 0; i < GUESS_NOTHINGS; i++)
		if (bits >> i & 1)
			seen[count++] = slice_of(guess_look_nothings[i]);
	if (!count)
		return;
	buf_add_text(b, "    absent: ");
	guess_yaml_texts(b, seen, count);
	buf_add_byte(b, '\n');
}

/* A header that does not name all columns is only where they begin. */
static void
write_below(struct buf *b, const struct guess_table *t)
{
	const struct guess_row *r = &t->rows[t->head];
	size_t i;

	for (i = 0; i < r->count && !guess_table_names(t, i); i++)
		;
	if (i == r->count)
		return;
	buf_add_text(b, "    below: ");
	guess_yaml_text(b, slice_trim(r->cells[i]));
	buf_add_byte(b, '\n');
}

static void
write_header(struct buf *b, const struct guess_table *t)
{
	size_t i;
	bool first = true;

	if (t->header && t->head && !t->short_header)
		buf_add_text(b, "    header: find\n");
	if (t->short_header)
		write_below(b, t);
	if (!t->header || t->short_header) {
		buf_add_text(b, "    header: no\n    columns: ");
		buf_add_byte(b, '[');
		for (i = 0; i < t->columns; i++) {
			buf_add_text(b, i ? ", " : "");
			guess_yaml_text(b, t->names[i]);
		}
		buf_add_text(b, "]\n");
	}
	/* columns that the header does not name have a position only */
	for (i = 0; t->header && !t->short_header && i < t->columns; i++) {
		if (guess_table_names(t, i) || !t->looks[i].filled)
			continue;
		buf_printf(b, "%scolumn%zu: %zu", first ? "    columns: {"
		    : ", ", i + 1, i + 1);
		first = false;
	}
	buf_add_text(b, first ? "" : "}\n");
}

static void
write_footer(struct buf *b, const struct guess_table *t)
{
	struct buf pattern = BUF_INIT(TEXT_MOST);
	struct slice text = t->footer_text;

	if (t->footer == GUESS_BLANK_FOOTER)
		buf_add_text(b, "    footer: blank\n");
	if (t->footer == GUESS_TEXT_FOOTER) {
		buf_add_slice(&pattern, slice_cut(&text, ' '));
		buf_add_byte(&pattern, '*');
		buf_add_text(b, "    footer: {");
		guess_yaml_text(b, t->names[t->footer_column]);
		buf_add_text(b, ": ");
		guess_yaml_text(b, buf_slice(&pattern));
		buf_add_text(b, "}\n");
	}
	buf_release(&pattern);
}

/* A name that is not UTF-8 cannot stand in a profile. */
static void
write_files(struct buf *b, const struct guess_part *p)
{
	bool valid = true;
	size_t i;

	for (i = 0; i < p->file_count; i++)
		valid &= slice_utf8_length(p->files[i]) == p->files[i].len &&
		    !slice_is(p->files[i], "-");
	if (!valid) {
		buf_printf(b, "    # the file is to be given as %s=FILE\n",
		    p->name);
		return;
	}
	buf_add_text(b, "    file: ");
	guess_yaml_texts(b, p->files, p->file_count);
	buf_add_byte(b, '\n');
}

static void
write_dialect(struct buf *b, const struct guess_part *p)
{
	const struct guess_table *t = &p->table;

	write_files(b, p);
	if (t->reading) {
		buf_add_text(b, t->reading);
		write_absent(b, t);
		return;
	}
	if (strcmp(t->dialect.separator, ",") != 0) {
		buf_add_text(b, "    separator: ");
		guess_yaml_text(b, slice_of(t->dialect.separator));
		buf_add_byte(b, '\n');
	}
	if (t->dialect.quote == CSVIN_NO_QUOTE)
		buf_add_text(b, "    quote: none\n");
	if (t->dialect.encoding)
		buf_printf(b, "    encoding: %s\n", t->dialect.encoding);
	write_header(b, t);
	if (t->shorter || t->longer || t->wrong)
		buf_add_text(b, "    fields: fill\n");
	write_footer(b, t);
	write_absent(b, t);
}

/* True for a file's name that ends in a day, as board_2026-11-23.csv. */
static bool
has_day(struct slice path)
{
	const char *slash = memrchr(path.at, '/', path.len), *end, *p;
	unsigned digits = 0;

	p = slash ? slash + 1 : path.at;
	end = memchr(p, '.', (size_t)(path.at + path.len - p));
	for (; end && end > p && end[-1] >= 'a' && end[-1] <= 'z'; end--)
		;
	for (; end && end > p && (end[-1] == '-' || (end[-1] >= '0' &&
	    end[-1] <= '9')); end--)
		digits += end[-1] != '-';
	return digits == 8 && end > p + 1 && strchr("@_ ", end[-1]);
}

/* An assembly is the same one tomorrow, though its file has another name. */
static void
write_root(struct buf *b, struct slice path)
{
	if (has_day(path))
		buf_add_text(b, "{column: \"@stem\", pattern: "
		    "\"^(.+)[@_ ][0-9]{4}-?[0-9]{2}-?[0-9]{2}[a-z]?$\"}");
	else
		buf_add_text(b, "\"@stem\"");
}

/* The columns that name the parent, and what stands above the top. */
static void
write_structure(struct buf *b, const struct guess_part *p)
{
	const struct guess_shape *s = &p->shape;
	const struct guess_table *t = &p->table;
	int revision = p->columns.best[GUESS_REVISION];
	bool levels = s->kind == GUESS_LEVELS;
	size_t i;

	if (!levels && s->kind != GUESS_FLAT)
		return;
	buf_printf(b, "    structure:\n      style: %s\n",
	    levels ? s->style : "flat");
	if (levels) {
		buf_add_text(b, "      level: ");
		guess_yaml_text(b, t->names[s->level]);
		buf_add_byte(b, '\n');
	}
	buf_add_text(b, "      parent: [");
	for (i = 0; i < (levels ? s->chain_count : 1); i++) {
		buf_add_text(b, i ? ", " : "");
		guess_yaml_text(b, t->names[s->chain[i].first]);
		if (levels && s->chain[i].second >= 0) {
			buf_add_text(b, ", ");
			guess_yaml_text(b, t->names[s->chain[i].second]);
		}
	}
	if (levels && revision >= 0) {
		buf_add_text(b, ", ");
		guess_yaml_text(b, t->names[revision]);
	}
	buf_add_text(b, "]\n");
	if (levels && !s->rooted)
		return;
	buf_add_text(b, "      root: {");
	guess_yaml_text(b, t->names[s->chain[0].first]);
	buf_add_text(b, ": ");
	write_root(b, p->files[0]);
	buf_add_text(b, "}\n");
}

void
guess_write_source(struct buf *b, const struct guess_part *p)
{
	buf_printf(b, "  %s:\n", p->name);
	write_dialect_words(b, &p->table);
	write_shape_words(b, p);
	write_column_words(b, p);
	write_dialect(b, p);
	write_structure(b, p);
}
