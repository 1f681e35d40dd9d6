/* target.c - the profile's YAML read strictly, with defaults filled in. */
#include "load/target.h"

#include "expr/expr.h"
#include "io/path.h"
#include "load/order.h"

#define TEXT_MOST ((size_t)1024 * 1024)

const char *const target_keys[] = {"target", "kind", "file", "create",
    "schema", "types", NULL};
const char *const target_section_keys[] = {"table", "columns", "removal",
    "deactivate", NULL};
const char *const target_deactivate_keys[] = {"column", "value", NULL};
const char *const target_column_keys[] = {"member", "constant", "expression",
    NULL};
const char *const target_kinds[] = {"sqlite", NULL};
const char *const target_removals[] = {"delete", "deactivate", "report",
    NULL};

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
read_expression(struct target_profile *p, struct target_column *c,
    const struct ydoc_node *n, struct err *e)
{
	struct buf where = BUF_INIT(TEXT_MOST);

	c->source = TARGET_EXPRESSION;
	if (ydoc_text(n, &c->text, e) < 0)
		return -1;
	if (!p->env)
		p->env = expr_env_for_records(e);
	buf_printf(&where, "%s:%lu:%lu", p->doc.name, n->line, n->column);
	if (p->env)
		c->expr = expr_new(p->env, c->text, buf_text(&where), e);
	buf_release(&where);
	return c->expr ? 0 : -1;
}

static int
read_column(struct target_profile *p, struct target_column *c,
    enum record_type type, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	c->name = n->key.at; /* with a NUL behind it */
	if (!n->key.len)
		return ydoc_error_key(n, e, "a column needs a name");
	if (n->kind == YDOC_SCALAR)
		return read_member(c, type, n, e);
	if (ydoc_check_keys(n, target_column_keys, e) < 0)
		return -1;
	if (n->count != 1)
		return ydoc_error(n, e, "a column has one of member, constant "
		    "and expression");
	child = n->first;
	if (slice_is(child->key, "member"))
		return read_member(c, type, child, e);
	if (slice_is(child->key, "expression"))
		return read_expression(p, c, child, e);
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
read_columns(struct target_profile *p, struct target_section *s,
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
		if (read_column(p, &s->columns[s->count++], s->type, child,
		    e) < 0)
			return -1;
	return check_keys(s, n, e);
}

/* A column for each member and for attrs, of the same name. */
static void
default_columns(struct target_profile *p, struct target_section *s)
{
	const struct schema_type *t = &schema_types[s->type];
	unsigned i;

	s->count = t->member_count + 1;
	s->columns = mem_zero(s->count * sizeof(*s->columns));
	for (i = 0; i < t->member_count; i++) {
		s->columns[i].name = slice_copy(t->members[i].name,
		    &p->arena).at;
		s->columns[i].member = i;
		s->columns[i].key = t->members[i].key;
	}
	s->columns[i].name = "attrs";
	s->columns[i].member = TARGET_ATTRS;
}

/* --- sections --- */

static int
read_deactivate(struct target_section *s, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *column;
	struct slice name;
	size_t i;

	if (ydoc_check_keys(n, target_deactivate_keys, e) < 0)
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
	const struct ydoc_node *mark = ydoc_get(n, "deactivate");
	int choice = s->type == TYPE_BOM_LINE || s->type == TYPE_SUBSTITUTE
	    ? TARGET_DELETE : TARGET_REPORT;

	if (ydoc_choice(ydoc_get(n, "removal"), target_removals, &choice,
	    e) < 0)
		return -1;
	s->removal = (enum target_removal)choice; /* names in its order */
	if (s->removal == TARGET_DEACTIVATE && !mark)
		return ydoc_error(n, e, "removal: deactivate needs deactivate: "
		    "{column: ..., value: ...}");
	if (s->removal != TARGET_DEACTIVATE && mark)
		return ydoc_error_key(mark, e, "deactivate needs removal: "
		    "deactivate");
	return mark ? read_deactivate(s, mark, e) : 0;
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

	add_part(&b, slice_of(s->table));
	for (i = 0; i < s->count; i++) {
		const struct target_column *c = &s->columns[i];

		add_part(&b, slice_of(c->name));
		buf_printf(&b, "%d", (int)c->source);
		if (c->source != TARGET_MEMBER)
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

static int
read_section(struct target_profile *p, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *columns;
	struct target_section *s;
	enum record_type type;
	struct buf table = BUF_INIT(TEXT_MOST);
	bool known;

	known = schema_find(&type, n->key);
	if (!known || !order_sendable(type)) {
		const char *nearest = known ? NULL : schema_nearest(n->key);

		return ydoc_error_key(n, e, "\"%.*s\" is no record type that "
		    "can be sent%s%s%s", SLICE_ARGS(n->key),
		    nearest ? " (nearest: " : "", nearest ? nearest : "",
		    nearest ? ")" : "");
	}
	if (ydoc_check_keys(n, target_section_keys, e) < 0)
		return -1;
	s = &p->sections[type];
	s->type = type;
	s->used = true;
	buf_printf(&table, "%.*ss", SLICE_ARGS(schema_types[type].name));
	s->table = slice_copy(buf_slice(&table), &p->arena).at;
	buf_release(&table);
	if (ydoc_string(ydoc_get(n, "table"), &s->table, e) < 0)
		return -1;
	columns = ydoc_get(n, "columns");
	if (!columns)
		default_columns(p, s);
	else if (read_columns(p, s, columns, e) < 0)
		return -1;
	hash_section(s);
	return read_removal(s, n, e);
}

/* --- the top --- */

/* A path of the profile, which begins at the profile's own folder. */
static int
read_path(const struct target_profile *p, const struct ydoc_node *n,
    char **out, struct err *e)
{
	struct buf b = BUF_INIT(TEXT_MOST);
	struct slice text = {NULL, 0};
	char *folder;

	if (ydoc_text(n, &text, e) < 0)
		return -1;
	if (!text.at)
		return 0;
	if (!text.len)
		return ydoc_error(n, e, "a path cannot be empty");
	folder = path_folder(p->doc.name);
	if (*text.at != '/' && strcmp(folder, "./") != 0)
		buf_add_text(&b, folder);
	buf_add_slice(&b, text);
	*out = mem_text(buf_text(&b));
	buf_release(&b);
	mem_free(folder);
	return 0;
}

static int
read_top(struct target_profile *p, struct err *e)
{
	const struct ydoc_node *root = p->doc.root, *types, *child;
	int kind = 0;

	if (ydoc_check_keys(root, target_keys, e) < 0 ||
	    ydoc_string(ydoc_need(root, "target", e), &p->name, e) < 0 ||
	    ydoc_choice(ydoc_need(root, "kind", e), target_kinds, &kind,
	    e) < 0 ||
	    read_path(p, ydoc_get(root, "file"), &p->file, e) < 0 ||
	    read_path(p, ydoc_get(root, "schema"), &p->schema, e) < 0 ||
	    ydoc_flag(ydoc_get(root, "create"), &p->create, e) < 0)
		return -1;
	p->kind = target_kinds[kind];
	if (!*p->name)
		return ydoc_error(ydoc_get(root, "target"), e,
		    "a target needs a name");
	if (p->create && p->schema)
		return ydoc_error(ydoc_get(root, "schema"), e,
		    "either create or schema makes the tables, not both");
	types = ydoc_need(root, "types", e);
	if (!types || ydoc_check_map(types, e) < 0)
		return -1;
	for (child = types->first; child; child = child->next)
		if (read_section(p, child, e) < 0)
			return -1;
	return 0;
}

int
target_profile_load(struct target_profile *p, const char *path,
    struct err *e)
{
	memset(p, 0, sizeof(*p));
	if (ydoc_load(&p->doc, path, e) < 0)
		return -1;
	return read_top(p, e);
}

void
target_profile_release(struct target_profile *p)
{
	size_t i, n;

	for (i = 0; i < TYPE_COUNT; i++) {
		for (n = 0; n < p->sections[i].count; n++)
			expr_free(p->sections[i].columns[n].expr);
		mem_free(p->sections[i].columns);
	}
	expr_env_free(p->env);
	mem_free(p->file);
	mem_free(p->schema);
	ydoc_release(&p->doc);
	arena_release(&p->arena);
	memset(p, 0, sizeof(*p));
}
