/*
 * guess_rule.c - rules with what the values need to be read.
 */
#include "extract/guess_rule.h"

#include "extract/guess_yaml.h"

#define TEXT_MOST ((size_t)64 * 1024)

/* The alternative in an expression: "A" || ' ' || "B". */
static void
add_alternative(struct buf *b, const struct guess_part *p,
    const char *prefix, const struct guess_name *n)
{
	struct buf name = BUF_INIT(TEXT_MOST);
	int columns[2] = {n->first, n->second}, i;

	for (i = 0; i < 2 && columns[i] >= 0; i++) {
		buf_clear(&name);
		buf_add_text(&name, prefix);
		buf_add_slice(&name, p->table.names[columns[i]]);
		buf_add_text(b, i ? " || ' ' || " : "");
		guess_yaml_column(b, buf_slice(&name));
	}
	buf_release(&name);
}

static void
add_part_expression(struct buf *out, const struct guess_part *p,
    const char *prefix)
{
	const struct guess_shape *s = &p->shape;
	struct buf b = BUF_INIT(TEXT_MOST);
	size_t i;

	buf_add_text(&b, s->chain_count > 1 ? "coalesce(" : "");
	for (i = 0; i < s->chain_count; i++) {
		buf_add_text(&b, i ? ", " : "");
		add_alternative(&b, p, prefix, &s->chain[i]);
	}
	buf_add_text(&b, s->chain_count > 1 ? ")" : "");
	buf_add_text(out, "{expression: ");
	guess_yaml_text(out, buf_slice(&b));
	buf_add_byte(out, '}');
	buf_release(&b);
}

void
guess_rule_part(struct buf *out, const struct guess_part *p,
    const char *prefix, size_t count)
{
	const struct guess_shape *s = &p->shape;
	struct buf name = BUF_INIT(TEXT_MOST);
	struct arena texts = ARENA_INIT;
	struct slice names[GUESS_CHAIN];
	bool pair = false;
	size_t i;

	for (i = 0; i < count; i++) {
		pair |= s->chain[i].second >= 0;
		buf_clear(&name);
		buf_add_text(&name, prefix);
		buf_add_slice(&name, p->table.names[s->chain[i].first]);
		names[i] = slice_copy(buf_slice(&name), &texts);
	}
	/* the parent of a flat list is said by one column alone */
	if (pair && (count > 1 || !*prefix || s->kind == GUESS_LEVELS)) {
		add_part_expression(out, p, prefix);
	} else if (count == 1) {
		guess_yaml_text(out, names[0]);
	} else {
		buf_add_text(out, "{column: ");
		guess_yaml_texts(out, names, count);
		buf_add_byte(out, '}');
	}
	buf_release(&name);
	arena_release(&texts);
}

/* --- other members --- */

static void
add_number(struct buf *out, const struct guess_part *p, int column)
{
	enum guess_number how = GUESS_POINT;
	const struct guess_look *l = &p->table.looks[column];
	const struct guess_table *t = &p->table;

	if (guess_look_money(l)) {
		buf_add_text(out, "{column: ");
		guess_yaml_text(out, p->table.names[column]);
		buf_printf(out, ", strip: \"%s\"%s}", guess_look_money(l),
		    l->grouped ? ", thousands: \",\"" : "");
		return;
	}
	guess_look_number(l, &how);
	/* "1,500": who separates fields by commas has them in groups */
	if (how == GUESS_COMMA && !t->reading &&
	    strcmp(t->dialect.separator, ",") == 0 &&
	    l->numbers[GUESS_COMMA_GROUPS] == l->numbers[GUESS_COMMA])
		how = GUESS_COMMA_GROUPS;
	if (how == GUESS_POINT) {
		guess_yaml_text(out, p->table.names[column]);
		return;
	}
	buf_add_text(out, "{column: ");
	guess_yaml_text(out, p->table.names[column]);
	if (how != GUESS_COMMA_GROUPS)
		buf_add_text(out, ", decimal: \",\"");
	if (how != GUESS_COMMA)
		buf_printf(out, ", thousands: \"%c\"",
		    guess_look_numtext(how).thousands);
	buf_add_byte(out, '}');
}

static void
add_date(struct buf *out, const struct guess_part *p, int column)
{
	const char *format = guess_look_date(&p->table.looks[column]);
	const char *other = guess_look_other_date(
	    &p->table.looks[column]);

	if (!format || strcmp(format, guess_look_dates[0]) == 0) {
		guess_yaml_text(out, p->table.names[column]);
		return;
	}
	buf_add_text(out, "{column: ");
	guess_yaml_text(out, p->table.names[column]);
	buf_printf(out, ", date: \"%s\"}", format);
	if (other)
		buf_printf(out, "  # or is it %s?", other);
}

static void
add_refdes(struct buf *out, const struct guess_part *p, int column)
{
	static const char marks[GUESS_BETWEENS] = {',', ';', ' '};
	const struct guess_look *l = &p->table.looks[column];
	bool first = true;
	unsigned i;

	buf_add_text(out, "{column: ");
	guess_yaml_text(out, p->table.names[column]);
	buf_add_text(out, ", split: [");
	for (i = 0; i < GUESS_BETWEENS; i++) {
		if (!l->between[i])
			continue;
		buf_printf(out, "%s\"%c\"", first ? "" : ", ", marks[i]);
		first = false;
	}
	buf_printf(out, "%s]%s}", first ? "\",\"" : "",
	    l->ranges ? ", ranges: yes" : "");
}

/* Units that are known are brought to their codes. */
static void
add_uom(struct buf *out, const struct guess_part *p, int column)
{
	const struct map *texts = &p->table.looks[column].distinct;
	bool first = true;
	size_t i;

	for (i = 0; i < texts->count; i++) {
		struct slice text = texts->entries[i].key;
		const char *code = guess_words_unit(text);

		if (!code || slice_is(text, code))
			continue;
		buf_add_text(out, first ? "{column: " : ", ");
		if (first) {
			guess_yaml_text(out, p->table.names[column]);
			buf_add_text(out, ", map: {");
		}
		guess_yaml_text(out, text);
		buf_printf(out, ": %s", code);
		first = false;
	}
	if (first)
		guess_yaml_text(out, p->table.names[column]);
	else
		buf_add_text(out, "}, unmapped: keep}");
}

void
guess_rule(struct buf *out, const struct guess_part *p, enum guess_role role,
    int column)
{
	if (role == GUESS_QUANTITY || role == GUESS_PRICE ||
	    role == GUESS_LEAD_TIME || role == GUESS_MASS ||
	    role == GUESS_SCRAP)
		add_number(out, p, column);
	else if (role == GUESS_FROM || role == GUESS_TO)
		add_date(out, p, column);
	else if (role == GUESS_REFDES)
		add_refdes(out, p, column);
	else if (role == GUESS_UOM)
		add_uom(out, p, column);
	else
		guess_yaml_text(out, p->table.names[column]);
}

