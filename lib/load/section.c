/* section.c - sections and columns of tables, with defaults filled in. */
#include "load/section.h"

#include "expr/expr.h"
#include "load/order.h"

#define TEXT_MOST ((size_t)1024 * 1024)

const char *const section_deactivate_keys[] = {"column", "value", NULL};
const char *const section_column_keys[] = {"member", "constant", "expression",
    "parts", NULL};
const char *const section_removals[] = {"delete", "deactivate", "report",
    NULL};
const char *const section_conflicts[] = {"hold", "skip", "overwrite", NULL};

/* --- columns --- */

static int
read_member(struct target_column *c, enum record_type type,
    const struct ydoc_node *n, struct err *e)
{
	const char *nearest;
	struct slice name;
	int at;

	if (ydoc_text(n, &name, e) < 0)
		return -1;
	c->source = TARGET_MEMBER;
	c->member = TARGET_ATTRS;
	if (slice_is(name, "attrs"))
		return 0;
	at = schema_member_find(type, name);
	if (at < 0) {
		nearest = schema_member_nearest(type, name);
		return ydoc_error(n, e, "%.*s has no member \"%.*s\"%s%s%s",
		    SLICE_ARGS(schema_types[type].name), SLICE_ARGS(name),
		    nearest ? " (nearest: " : "", nearest ? nearest : "",
		    nearest ? ")" : "");
	}
	c->member = (unsigned)at; /* not negative */
	c->key = schema_types[type].members[at].key;
	return 0;
}

static int
read_expression(struct section_maker *m, struct target_column *c,
    const struct ydoc_node *n, struct err *e)
{
	struct buf where = BUF_INIT(TEXT_MOST);

	c->source = TARGET_EXPRESSION;
	if (ydoc_text(n, &c->text, e) < 0)
		return -1;
	if (!*m->env)
		*m->env = expr_env_for_records(e);
	buf_printf(&where, "%s:%lu:%lu", n->doc->name, n->line, n->column);
	if (*m->env)
		c->expr = expr_new(*m->env, c->text, buf_text(&where), e);
	buf_release(&where);
	return c->expr ? 0 : -1;
}

static int
read_parts(const struct section_maker *m, struct target_column *c,
    enum record_type root, const struct ydoc_node *n, struct err *e)
{
	const struct target_section *s = &m->sections[root];
	struct slice name;
	size_t i;

	c->source = TARGET_PARTS;
	if (ydoc_text(n, &name, e) < 0)
		return -1;
	for (i = 0; i < s->part_count; i++) {
		c->parts = s->parts[i].type;
		if (slice_equal(name, schema_types[c->parts].name))
			return 0;
	}
	return ydoc_error(n, e, "\"%.*s\" is not among the types that go along "
	    "(with)", SLICE_ARGS(name));
}

static int
read_column(struct section_maker *m, struct target_column *c,
    enum record_type type, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	c->name = n->key.at; /* with a NUL behind it */
	if (!n->key.len)
		return ydoc_error_key(n, e, "a column needs a name");
	if (n->kind == YDOC_SCALAR)
		return read_member(c, type, n, e);
	if (ydoc_check_keys(n, section_column_keys, e) < 0)
		return -1;
	if (n->count != 1)
		return ydoc_error(n, e, "a column has one of member, constant, "
		    "expression and parts");
	child = n->first;
	if (slice_is(child->key, "member"))
		return read_member(c, type, child, e);
	if (slice_is(child->key, "expression"))
		return read_expression(m, c, child, e);
	if (slice_is(child->key, "parts"))
		return read_parts(m, c, type, child, e);
	c->source = TARGET_CONSTANT;
	return ydoc_text(child, &c->text, e);
}

/* Two records must never share a row: each key member has its column. */
static int
check_keys(const struct target_section *s, const struct ydoc_node *n,
    struct err *e)
{
	const struct schema_type *t = &schema_types[s->type];
	unsigned member;
	size_t i;

	for (member = 0; member < t->key_count; member++) {
		unsigned found = 0;

		for (i = 0; i < s->count; i++)
			if (s->columns[i].key && s->columns[i].member == member)
				found++;
		if (found != 1)
			return ydoc_error_key(n, e, "the key member \"%.*s\" "
			    "of %.*s stands in %u columns (it needs one)",
			    SLICE_ARGS(t->members[member].name),
			    SLICE_ARGS(t->name), found);
	}
	return 0;
}

static int
read_columns(struct section_maker *m, struct target_section *s,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	if (ydoc_check_map(n, e) < 0)
		return -1;
	if (n->count > TARGET_COLUMNS_MOST)
		return ydoc_error(n, e, "more than %d columns",
		    TARGET_COLUMNS_MOST);
	s->columns = mem_zero((n->count + 1) * sizeof(*s->columns));
	for (child = n->first; child; child = child->next)
		if (read_column(m, &s->columns[s->count++], s->type, child,
		    e) < 0)
			return -1;
	return check_keys(s, n, e);
}

/* A column for each member, attrs, and type of parts, of the same name. */
static void
default_columns(struct section_maker *m, struct target_section *s)
{
	const struct schema_type *t = &schema_types[s->type];
	size_t n;
	unsigned i;

	s->count = t->member_count + 1 + s->part_count;
	s->columns = mem_zero(s->count * sizeof(*s->columns));
	for (i = 0; i < t->member_count; i++) {
		s->columns[i].name = slice_copy(t->members[i].name,
		    m->arena).at;
		s->columns[i].member = i;
		s->columns[i].key = t->members[i].key;
	}
	s->columns[i].name = "attrs";
	s->columns[i].member = TARGET_ATTRS;
	for (n = 0; n < s->part_count; n++) {
		struct target_column *c = &s->columns[++i];

		c->parts = s->parts[n].type;
		c->name = slice_copy(schema_types[c->parts].name,
		    m->arena).at;
		c->source = TARGET_PARTS;
	}
}

/* --- sections --- */

static int
read_deactivate(struct target_section *s, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *column;
	struct slice name;
	size_t i;

	if (ydoc_check_keys(n, section_deactivate_keys, e) < 0)
		return -1;
	column = ydoc_need(n, "column", e);
	if (ydoc_text(column, &name, e) < 0 ||
	    ydoc_text(ydoc_need(n, "value", e), &s->mark_value, e) < 0)
		return -1;
	for (i = 0; i < s->count; i++)
		if (slice_is(name, s->columns[i].name))
			break;
	if (i == s->count || s->columns[i].key)
		return ydoc_error(column, e, "\"%.*s\" is not among the "
		    "columns that hold no key (a record that comes back is "
		    "made active again by its column)", SLICE_ARGS(name));
	s->mark = i;
	return 0;
}

static int
read_removal(struct target_section *s, const struct ydoc_node *n,
    struct err *e)
{
	int choice = s->type == TYPE_BOM_LINE || s->type == TYPE_SUBSTITUTE
	    ? TARGET_DELETE : TARGET_REPORT;

	if (ydoc_choice(ydoc_get(n, "removal"), section_removals, &choice,
	    e) < 0)
		return -1;
	s->removal = (enum target_removal)choice; /* names in its order */
	return 0;
}

static int
read_mark(struct target_section *s, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *mark = ydoc_get(n, "deactivate");

	if (s->removal == TARGET_DEACTIVATE && !mark)
		return ydoc_error(n, e, "removal: deactivate needs deactivate: "
		    "{column: ..., value: ...}");
	if (s->removal != TARGET_DEACTIVATE && mark)
		return ydoc_error_key(mark, e, "deactivate needs removal: "
		    "deactivate");
	return mark ? read_deactivate(s, mark, e) : 0;
}

/* One type that goes along: its keys must begin with those of the root. */
static int
read_with_type(struct section_maker *m, struct target_section *s,
    const struct ydoc_node *n, struct err *e)
{
	struct target_section *child;
	struct target_part *part;
	enum record_type type;
	struct slice name;

	if (ydoc_text(n, &name, e) < 0)
		return -1;
	if (!schema_find(&type, name) || !order_part(s->type, type))
		return ydoc_error(n, e, "\"%.*s\" records cannot go along with "
		    "%.*s records (their key does not begin with the other's)",
		    SLICE_ARGS(name), SLICE_ARGS(schema_types[s->type].name));
	child = &m->sections[type];
	if (child->part)
		return ydoc_error(n, e, "%.*s records go along with %.*s "
		    "records already", SLICE_ARGS(name),
		    SLICE_ARGS(schema_types[child->root].name));
	if (s->part_count == TARGET_PARTS_MOST)
		return ydoc_error(n, e, "more than %d types that go along",
		    TARGET_PARTS_MOST);
	child->part = true;
	child->root = s->type;
	child->type = type;
	part = &s->parts[s->part_count++];
	part->type = type;
	memset(part->sends, true, sizeof(part->sends));
	return 0;
}

static int
compare_parts(const void *a, const void *b)
{
	const struct target_part *x = a, *y = b;

	return (int)x->type - (int)y->type; /* a handful of values */
}

static int
read_with(struct section_maker *m, struct target_section *s,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	if (!n)
		return 0;
	if (ydoc_check_list(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next)
		if (read_with_type(m, s, child, e) < 0)
			return -1;
	qsort(s->parts, s->part_count, sizeof(*s->parts), compare_parts);
	return 0;
}

static int
read_conflict(struct target_section *s, const struct ydoc_node *n,
    struct err *e)
{
	int choice = TARGET_HOLD;

	if (ydoc_choice(ydoc_get(n, "conflict"), section_conflicts, &choice,
	    e) < 0)
		return -1;
	s->conflict = (enum target_conflict)choice; /* names in its order */
	return 0;
}

static void
add_part(struct buf *b, struct slice s)
{
	buf_printf(b, "%zu:", s.len);
	buf_add_slice(b, s);
}

static void
hash_section(struct target_section *s)
{
	struct buf b = BUF_INIT(TEXT_MOST * 64);
	size_t i;

	for (i = 0; i < s->part_count; i++)
		add_part(&b, schema_types[s->parts[i].type].name);
	add_part(&b, slice_of(s->table));
	for (i = 0; i < s->count; i++) {
		const struct target_column *c = &s->columns[i];

		add_part(&b, slice_of(c->name));
		buf_printf(&b, "%d", (int)c->source);
		if (c->source == TARGET_PARTS)
			add_part(&b, schema_types[c->parts].name);
		else if (c->source != TARGET_MEMBER)
			add_part(&b, c->text);
		else if (c->member == TARGET_ATTRS)
			add_part(&b, SLICE("attrs"));
		else
			add_part(&b,
			    schema_types[s->type].members[c->member].name);
	}
	s->hash = hash_128(b.at, b.len);
	buf_release(&b);
}

int
section_read_common(struct section_maker *m, struct target_section *s,
    const struct ydoc_node *n, struct err *e)
{
	memset(s->sends, true, sizeof(s->sends));
	if (read_with(m, s, ydoc_get(n, "with"), e) < 0 ||
	    read_conflict(s, n, e) < 0)
		return -1;
	return read_removal(s, n, e);
}

int
section_read_table(struct section_maker *m, struct target_section *s,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *columns = ydoc_get(n, "columns");
	struct buf table = BUF_INIT(TEXT_MOST);

	buf_printf(&table, "%.*ss", SLICE_ARGS(schema_types[s->type].name));
	s->table = slice_copy(buf_slice(&table), m->arena).at;
	buf_release(&table);
	if (ydoc_string(ydoc_get(n, "table"), &s->table, e) < 0)
		return -1;
	if (!columns)
		default_columns(m, s);
	else if (read_columns(m, s, columns, e) < 0)
		return -1;
	hash_section(s);
	return read_mark(s, n, e);
}

void
section_release(struct target_section *s)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		expr_free(s->columns[i].expr);
	mem_free(s->columns);
}
