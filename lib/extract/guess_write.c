/*
 * guess_write.c - the entry under `sources`.
 */
#include "extract/guess_write.h"

#include "extract/guess_doubt.h"
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
	if (t->dialect.encoding && strcmp(t->dialect.encoding, "CP850") == 0)
		buf_add_text(&words, " (a code page of DOS; it may be CP437 "
		    "as well)");
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

/* Why a column has no role, and what becomes of it. */
static void
say_other(struct buf *words, const struct guess_part *p, size_t i)
{
	const struct guess_column *c = &p->columns.list[i];

	if (guess_outline_level(&p->shape.outline, (int)i)) {
		buf_add_text(words, "  a level of the structure");
		return;
	}
	if (!p->table.looks[i].filled)
		buf_add_text(words, "  not used: there is nothing in it");
	else if (p->used && p->used[i])
		buf_add_text(words, "  kept as it is");
	else
		buf_add_text(words, "  not used");
	if (p->table.looks[i].filled && c->sounds != GUESS_NOTHING)
		buf_printf(words, ", another column is the %s",
		    guess_role_name(c->sounds));
}

/* Every column has its line. */
static void
write_column_words(struct buf *b, const struct guess_part *p)
{
	struct buf words = BUF_INIT(TEXT_MOST);
	const struct guess_table *t = &p->table;
	size_t i;

	for (i = 0; i < t->columns; i++) {
		const struct guess_column *c = &p->columns.list[i];

		if (!*c->why && !t->looks[i].filled &&
		    !guess_table_names(t, i))
			continue;
		buf_clear(&words);
		guess_yaml_column(&words, t->names[i]);
		if (*c->why)
			buf_printf(&words, "  %s", c->why);
		else
			say_other(&words, p, i);
		if (c->role == GUESS_TO && guess_rule_last_day(p, (int)i))
			buf_add_text(&words, "; taken for the last day on "
			    "which it holds");
		else if (*c->why && p->used && !p->used[i] &&
		    c->role != GUESS_LEVEL && c->role != GUESS_PARENT)
			buf_add_text(&words, "; not used");
		guess_yaml_comment(b, 4, buf_slice(&words));
	}
	buf_release(&words);
}

static void
write_doubts(struct buf *b, struct guess_part *p)
{
	struct buf words = BUF_INIT(TEXT_MOST);
	struct guess_doubts d;
	size_t i;

	guess_doubts_find(&d, p);
	for (i = 0; i < d.count; i++) {
		buf_clear(&words);
		buf_printf(&words, "DOUBTFUL: %s.", d.texts[i]);
		guess_yaml_comment(b, 4, buf_slice(&words));
	}
	guess_doubts_release(&d);
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
	if (p->shape.sparse)
		buf_add_text(&words, " The parent stands in the first row of "
		    "its lines; rows without one go on with it.");
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

/* Rulers, and lines that have no separator in them. */
static void
write_noise(struct buf *b, const struct guess_table *t)
{
	struct buf stray = BUF_INIT(64);

	if (!t->rulers && !t->strays)
		return;
	buf_printf(&stray, "^[^%s]+$", t->dialect.separator);
	buf_add_text(b, "    skip_lines: [");
	if (t->rulers)
		buf_add_text(b, "\"^[ |+]*[-=_][-=_+:| ]*$\"");
	if (t->strays) {
		buf_add_text(b, t->rulers ? ", " : "");
		guess_yaml_text(b, buf_slice(&stray));
	}
	buf_add_text(b, "]\n");
	buf_release(&stray);
}

/* Only rows that have a place in the structure, and lines with a part. */
static void
write_when(struct buf *b, const struct guess_part *p)
{
	const struct guess_shape *s = &p->shape;
	const struct guess_outline *o = &s->outline;
	struct buf text = BUF_INIT(TEXT_MOST);
	size_t i;

	if (s->kind == GUESS_LEVELS && o->placeless) {
		if (!o->level_count)
			guess_yaml_column(&text, p->table.names[o->level]);
		for (i = 0; i < o->level_count; i++) {
			buf_add_text(&text, i ? ", " : "coalesce(");
			guess_yaml_column(&text, p->table.names[
			    o->levels[i]]);
		}
		buf_add_text(&text, o->level_count ? ") IS NOT NULL"
		    : " IS NOT NULL");
	}
	if (s->texts_only) {
		buf_add_text(&text, text.len ? " AND " : "");
		guess_yaml_column(&text, p->table.names[s->chain[0].first]);
		buf_add_text(&text, " IS NOT NULL");
	}
	if (text.len) {
		buf_add_text(b, "    when: ");
		guess_yaml_text(b, buf_slice(&text));
		buf_add_byte(b, '\n');
	}
	buf_release(&text);
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
	write_noise(b, t);
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

static void
write_level(struct buf *b, const struct guess_part *p)
{
	const struct guess_outline *o = &p->shape.outline;
	struct slice names[GUESS_DEPTH];
	size_t i;

	buf_add_text(b, "      level: ");
	for (i = 0; i < o->level_count; i++)
		names[i] = p->table.names[o->levels[i]];
	if (o->level_count)
		guess_yaml_texts(b, names, o->level_count);
	else
		guess_yaml_text(b, p->table.names[o->level]);
	if (o->mark) {
		buf_add_text(b, "\n      step: any\n      mark: ");
		guess_yaml_text(b, slice_of(o->mark));
	}
	buf_add_byte(b, '\n');
}

/* Rows without a parent stand below the last one that has one. */
static void
write_sparse(struct buf *b, const struct guess_part *p)
{
	struct slice parent = p->table.names[p->columns.best[GUESS_PARENT]];
	struct buf text = BUF_INIT(TEXT_MOST);

	buf_add_text(&text, "iif(");
	guess_yaml_column(&text, parent);
	buf_add_text(&text, " IS NULL, 1, 0)");
	buf_add_text(b, "    computed: {Further: ");
	guess_yaml_text(b, buf_slice(&text));
	buf_add_text(b, "}\n    structure: {style: level, level: "
	    "\"@Further\", parent: ");
	guess_yaml_text(b, parent);
	buf_add_text(b, "}\n");
	buf_release(&text);
}

static void
write_parent_columns(struct buf *b, const struct guess_part *p)
{
	const struct guess_shape *s = &p->shape;
	bool levels = s->kind == GUESS_LEVELS;
	int revision = p->columns.best[GUESS_REVISION];
	size_t i;

	buf_add_text(b, "      parent: [");
	for (i = 0; i < (levels ? s->chain_count : 1); i++) {
		buf_add_text(b, i ? ", " : "");
		guess_yaml_text(b, guess_shape_name(s, s->chain[i].first));
		if (levels && s->chain[i].second >= 0) {
			buf_add_text(b, ", ");
			guess_yaml_text(b, p->table.names[
			    s->chain[i].second]);
		}
	}
	if (levels && revision >= 0) {
		buf_add_text(b, ", ");
		guess_yaml_text(b, p->table.names[revision]);
	}
	buf_add_text(b, "]\n");
}

/* The columns that name the parent, and what stands above the top. */
static void
write_structure(struct buf *b, const struct guess_part *p)
{
	const struct guess_shape *s = &p->shape;
	bool levels = s->kind == GUESS_LEVELS;

	if (s->sparse)
		write_sparse(b, p);
	if (!levels && s->kind != GUESS_FLAT)
		return;
	buf_printf(b, "    structure:\n      style: %s\n",
	    levels ? s->outline.style : "flat");
	if (levels)
		write_level(b, p);
	write_parent_columns(b, p);
	if (levels && !s->outline.rooted)
		return;
	buf_add_text(b, "      root: {");
	guess_yaml_text(b, guess_shape_name(s, s->chain[0].first));
	buf_add_text(b, ": ");
	write_root(b, p->files[0]);
	buf_add_text(b, "}\n");
}

void
guess_write_source(struct buf *b, struct guess_part *p)
{
	buf_printf(b, "  %s:\n", p->name);
	write_dialect_words(b, &p->table);
	write_shape_words(b, p);
	write_doubts(b, p);
	write_column_words(b, p);
	write_dialect(b, p);
	write_when(b, p);
	write_structure(b, p);
}
