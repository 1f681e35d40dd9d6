/*
 * statement.c - parameter ?N is column N of the section, in every statement.
 */
#include "load/statement.h"

#include "load/column.h"
#include "model/scope.h"

static void
add_name(struct buf *b, const char *name)
{
	buf_add_quoted(b, slice_of(name), '"');
}

static void
add_comma(struct buf *b, bool *first)
{
	if (!*first)
		buf_add_text(b, ", ");
	*first = false;
}

/* " WHERE "key" = ?1 AND ..." */
static void
add_where(struct buf *b, const struct target_section *s)
{
	const char *word = " WHERE ";
	size_t i;

	for (i = 0; i < s->count; i++)
		if (s->columns[i].key) {
			buf_add_text(b, word);
			add_name(b, s->columns[i].name);
			buf_printf(b, " = ?%zu", i + 1);
			word = " AND ";
		}
}

/* A column that the source does not supply stays as it is in the target. */
static void
add_updates(struct buf *b, const struct target_section *s,
    const struct scope *scope)
{
	const char *word = "UPDATE SET ";
	size_t i;

	for (i = 0; i < s->count; i++) {
		if (s->columns[i].key || !column_supplied(s, i, scope))
			continue;
		buf_add_text(b, word);
		add_name(b, s->columns[i].name);
		buf_add_text(b, " = excluded.");
		add_name(b, s->columns[i].name);
		word = ", ";
	}
	if (*word == 'U')
		buf_add_text(b, "NOTHING");
}

void
statement_put(struct buf *b, const struct target_section *s,
    const struct scope *scope)
{
	bool first = true;
	size_t i;

	buf_add_text(b, "INSERT INTO ");
	add_name(b, s->table);
	buf_add_byte(b, '(');
	for (i = 0; i < s->count; i++) {
		add_comma(b, &first);
		add_name(b, s->columns[i].name);
	}
	buf_add_text(b, ") VALUES(");
	for (first = true, i = 0; i < s->count; i++) {
		add_comma(b, &first);
		buf_printf(b, "?%zu", i + 1);
	}
	buf_add_text(b, ") ON CONFLICT(");
	for (first = true, i = 0; i < s->count; i++)
		if (s->columns[i].key) {
			add_comma(b, &first);
			add_name(b, s->columns[i].name);
			buf_add_text(b, " COLLATE BINARY");
		}
	buf_add_text(b, ") DO ");
	add_updates(b, s, scope);
}

/* IS compares by the column's affinity, as the value was stored. */
void
statement_find(struct buf *b, const struct target_section *s)
{
	size_t i;

	buf_add_text(b, "SELECT 1");
	for (i = 0; i < s->count; i++)
		if (!s->columns[i].key) {
			buf_add_text(b, " AND ");
			add_name(b, s->columns[i].name);
			buf_printf(b, " IS ?%zu COLLATE BINARY", i + 1);
		}
	buf_add_text(b, " FROM ");
	add_name(b, s->table);
	add_where(b, s);
}

void
statement_remove(struct buf *b, const struct target_section *s)
{
	if (s->removal == TARGET_DEACTIVATE) {
		buf_add_text(b, "UPDATE ");
		add_name(b, s->table);
		buf_add_text(b, " SET ");
		add_name(b, s->columns[s->mark].name);
		buf_printf(b, " = ?%zu", s->mark + 1);
	} else {
		buf_add_text(b, "DELETE FROM ");
		add_name(b, s->table);
	}
	add_where(b, s);
}

void
statement_gone(struct buf *b, const struct target_section *s)
{
	buf_add_text(b, "SELECT ");
	if (s->removal == TARGET_DEACTIVATE) {
		add_name(b, s->columns[s->mark].name);
		buf_printf(b, " IS ?%zu COLLATE BINARY", s->mark + 1);
	} else {
		buf_add_byte(b, '0');
	}
	buf_add_text(b, " FROM ");
	add_name(b, s->table);
	add_where(b, s);
}

void
statement_empty(struct buf *b, const struct target_section *s)
{
	buf_add_text(b, "SELECT NOT EXISTS(SELECT 1 FROM ");
	add_name(b, s->table);
	buf_add_byte(b, ')');
}

void
statement_create(struct buf *b, const struct target_section *s)
{
	bool first = true;
	size_t i;

	buf_add_text(b, "CREATE TABLE IF NOT EXISTS ");
	add_name(b, s->table);
	buf_add_text(b, "(\n");
	for (i = 0; i < s->count; i++) {
		const struct target_column *col = &s->columns[i];
		bool flag = col->source == TARGET_MEMBER &&
		    col->member != TARGET_ATTRS &&
		    schema_types[s->type].members[col->member].kind ==
		    MEMBER_FLAG;

		buf_add_byte(b, ' ');
		add_name(b, col->name);
		buf_printf(b, " %s%s,\n", flag ? "INTEGER" : "TEXT",
		    col->key ? " NOT NULL" : "");
	}
	buf_add_text(b, " PRIMARY KEY(");
	for (i = 0; i < s->count; i++)
		if (s->columns[i].key) {
			add_comma(b, &first);
			add_name(b, s->columns[i].name);
		}
	buf_add_text(b, ")) WITHOUT ROWID;\n");
}
