/*
 * pgmerge.c - texts cast to what the columns are, keys compared bytewise.
 *
 * The stage holds texts, so that a value which a column cannot hold fails in
 * the merge, where the batch can be halved, and not in the COPY.  A cast
 * names the type without what is in its brackets: an explicit cast to
 * varchar(3) would cut off in silence, an assignment refuses.
 */
#include "load/pgmerge.h"

#include "load/column.h"

static void
add_name(struct buf *b, const char *name)
{
	buf_add_quoted(b, slice_of(name), '"');
}

static void
add_range(struct buf *b, struct pgmerge_range r)
{
	buf_printf(b, "s.n BETWEEN %zu AND %zu", r.first, r.last);
}

/* The staged column, cast: what is assigned. */
static void
add_value(struct buf *b, const struct pgtable_column *c, size_t i)
{
	if (c->family == PGTABLE_TEXT)
		buf_printf(b, "s.c%zu", i + 1);
	else
		buf_printf(b, "CAST(s.c%zu AS %.*s)", i + 1,
		    SLICE_ARGS(c->base));
}

/* t."key" = s.c1 AND ... */
static void
add_keys(struct buf *b, const struct pgtable *t)
{
	const struct target_section *s = t->section;
	const char *word = "";
	size_t i;

	for (i = 0; i < s->count; i++) {
		if (!s->columns[i].key)
			continue;
		buf_printf(b, "%st.", word);
		add_name(b, s->columns[i].name);
		buf_printf(b, " = s.c%zu", i + 1);
		if (t->columns[i].collate.len)
			buf_printf(b, " COLLATE %.*s",
			    SLICE_ARGS(t->columns[i].collate));
		word = " AND ";
	}
}

/* --- the stage --- */

void
pgmerge_stage(struct buf *b, size_t columns)
{
	size_t i;

	buf_add_text(b, "CREATE TEMPORARY TABLE bom_stage(n bigint");
	for (i = 0; i < columns; i++)
		buf_printf(b, ", c%zu text", i + 1);
	buf_add_text(b, ") ON COMMIT DELETE ROWS");
}

void
pgmerge_copy(struct buf *b, size_t columns)
{
	size_t i;

	buf_add_text(b, "COPY " PGMERGE_STAGE "(n");
	for (i = 0; i < columns; i++)
		buf_printf(b, ", c%zu", i + 1);
	buf_add_text(b, ") FROM STDIN");
}

static void
add_copied(struct buf *b, struct slice text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '\\' || c == '\t' || c == '\n' || c == '\r')
			buf_add_byte(b, '\\');
		buf_add_byte(b, c == '\t' ? 't' : c == '\n' ? 'n'
		    : c == '\r' ? 'r' : c);
	}
}

void
pgmerge_add_row(struct buf *b, size_t n, const struct channel_call *call,
    size_t columns)
{
	size_t i;

	buf_printf(b, "%zu", n);
	for (i = 0; i < columns; i++) {
		buf_add_byte(b, '\t');
		if (i < call->section->count && !call->values[i].null)
			add_copied(b, call->values[i].text);
		else
			buf_add_text(b, "\\N");
	}
	buf_add_byte(b, '\n');
}

/* --- what would be lost --- */

static bool
loses(const struct pgtable *t, size_t i)
{
	return !t->columns[i].exact;
}

/* As the column has it, and back, it is another value. */
static void
add_loss(struct buf *b, const struct pgtable_column *c, size_t i)
{
	static const char *const back[] = {"text", "numeric",
	    "timestamp with time zone", "text"};
	const char *as = back[c->family];

	buf_printf(b, "(CAST(CAST(s.c%zu AS %.*s) AS %s) <> CAST(s.c%zu AS "
	    "%s)", i + 1, SLICE_ARGS(c->full), as, i + 1, as);
	/* A server's clock counts microseconds, a stream nanoseconds. */
	if (c->family == PGTABLE_TIME)
		buf_printf(b, " OR s.c%zu ~ '[.][0-9]{7}'", i + 1);
	buf_add_byte(b, ')');
}

bool
pgmerge_lossy(struct buf *b, const struct pgtable *t, struct pgmerge_range r)
{
	const struct target_section *s = t->section;
	const char *word = "";
	bool any = false;
	size_t i;

	for (i = 0; i < s->count; i++)
		any = any || loses(t, i);
	if (!any)
		return false;
	buf_add_text(b, "SELECT s.n, CASE");
	for (i = 0; i < s->count; i++)
		if (loses(t, i)) {
			buf_add_text(b, " WHEN ");
			add_loss(b, &t->columns[i], i);
			buf_printf(b, " THEN %zu", i);
		}
	buf_add_text(b, " END FROM " PGMERGE_STAGE " s WHERE ");
	add_range(b, r);
	buf_add_text(b, " AND (");
	for (i = 0; i < s->count; i++)
		if (loses(t, i)) {
			buf_add_text(b, word);
			add_loss(b, &t->columns[i], i);
			word = " OR ";
		}
	buf_add_text(b, ") LIMIT 1");
	return true;
}

/* --- writing --- */

static void
add_column_list(struct buf *b, const struct target_section *s, bool keys)
{
	const char *word = "(";
	size_t i;

	for (i = 0; i < s->count; i++)
		if (!keys || s->columns[i].key) {
			buf_add_text(b, word);
			add_name(b, s->columns[i].name);
			word = ", ";
		}
	buf_add_byte(b, ')');
}

static void
add_update(struct buf *b, const char *word, const char *name)
{
	buf_add_text(b, word);
	add_name(b, name);
	buf_add_text(b, " = excluded.");
	add_name(b, name);
}

/*
 * A column that the source does not supply stays as it is.  Where nothing is
 * left a key is set to itself: a row that is there counts as written.
 */
static void
add_updates(struct buf *b, const struct target_section *s,
    const struct scope *scope)
{
	const char *word = " DO UPDATE SET ";
	size_t i;

	for (i = 0; i < s->count; i++)
		if (!s->columns[i].key && column_supplied(s, i, scope)) {
			add_update(b, word, s->columns[i].name);
			word = ", ";
		}
	for (i = 0; *word != ','; i++)
		if (s->columns[i].key) {
			add_update(b, word, s->columns[i].name);
			word = ", ";
		}
}

void
pgmerge_put(struct buf *b, const struct pgtable *t, const struct scope *scope,
    struct pgmerge_range r)
{
	const struct target_section *s = t->section;
	size_t i;

	buf_add_text(b, "INSERT INTO ");
	buf_add_slice(b, t->name);
	add_column_list(b, s, false);
	buf_add_text(b, " SELECT ");
	for (i = 0; i < s->count; i++) {
		buf_add_text(b, i ? ", " : "");
		add_value(b, &t->columns[i], i);
	}
	buf_add_text(b, " FROM " PGMERGE_STAGE " s WHERE ");
	add_range(b, r);
	buf_add_text(b, " ORDER BY s.n ON CONFLICT ");
	add_column_list(b, s, true);
	add_updates(b, s, scope);
}

void
pgmerge_remove(struct buf *b, const struct pgtable *t, struct pgmerge_range r)
{
	const struct target_section *s = t->section;

	if (s->removal == TARGET_DEACTIVATE) {
		const struct pgtable_column *c = &t->columns[s->mark];

		buf_add_text(b, "UPDATE ");
		buf_add_slice(b, t->name);
		buf_add_text(b, " t SET ");
		add_name(b, s->columns[s->mark].name);
		buf_add_text(b, " = CAST(");
		buf_add_quoted(b, s->mark_value, '\'');
		buf_printf(b, " AS %.*s) FROM ", SLICE_ARGS(c->base));
	} else {
		buf_add_text(b, "DELETE FROM ");
		buf_add_slice(b, t->name);
		buf_add_text(b, " t USING ");
	}
	buf_add_text(b, PGMERGE_STAGE " s WHERE ");
	add_keys(b, t);
	buf_add_text(b, " AND ");
	add_range(b, r);
}

/* --- looking --- */

static void
add_join(struct buf *b, const struct pgtable *t, struct pgmerge_range r)
{
	buf_add_text(b, " FROM " PGMERGE_STAGE " s JOIN ");
	buf_add_slice(b, t->name);
	buf_add_text(b, " t ON ");
	add_keys(b, t);
	buf_add_text(b, " WHERE ");
	add_range(b, r);
}

/* Is the column as `value`, an SQL text, would be in it? */
static void
add_same(struct buf *b, const struct pgtable *t, size_t i, const char *value)
{
	const struct pgtable_column *c = &t->columns[i];
	bool number = c->family == PGTABLE_NUMBER;

	buf_add_text(b, "CAST(t.");
	add_name(b, t->section->columns[i].name);
	buf_printf(b, " AS %s) IS NOT DISTINCT FROM ", number ? "numeric"
	    : "text");
	if (number)
		buf_printf(b, "CAST(%s AS numeric)", value);
	else if (c->family == PGTABLE_TEXT)
		buf_printf(b, "CAST(%s AS text) COLLATE \"C\"", value);
	else
		buf_printf(b, "CAST(CAST(%s AS %.*s) AS text) COLLATE \"C\"",
		    value, SLICE_ARGS(c->full));
}

void
pgmerge_count(struct buf *b, const struct pgtable *t, struct pgmerge_range r)
{
	buf_add_text(b, "SELECT count(*)");
	add_join(b, t, r);
}

void
pgmerge_find(struct buf *b, const struct pgtable *t, struct pgmerge_range r)
{
	const struct target_section *s = t->section;
	char value[32];
	size_t i;

	buf_add_text(b, "SELECT s.n, true");
	for (i = 0; i < s->count; i++)
		if (!s->columns[i].key) {
			snprintf(value, sizeof(value), "s.c%zu", i + 1);
			buf_add_text(b, " AND ");
			add_same(b, t, i, value);
		}
	add_join(b, t, r);
}

void
pgmerge_gone(struct buf *b, const struct pgtable *t, struct pgmerge_range r)
{
	const struct target_section *s = t->section;
	struct buf value = BUF_INIT(1024 * 1024);

	buf_add_text(b, "SELECT s.n, ");
	if (s->removal == TARGET_DEACTIVATE) {
		buf_add_quoted(&value, s->mark_value, '\'');
		add_same(b, t, s->mark, buf_text(&value));
	} else {
		buf_add_text(b, "false");
	}
	add_join(b, t, r);
	buf_release(&value);
}

void
pgmerge_empty(struct buf *b, const struct pgtable *t)
{
	buf_add_text(b, "SELECT NOT EXISTS(SELECT 1 FROM ");
	buf_add_slice(b, t->name);
	buf_add_byte(b, ')');
}

/* --- making tables --- */

static const char *
type_of(const struct target_section *s, const struct target_column *c)
{
	if (c->source == TARGET_PARTS ||
	    (c->source == TARGET_MEMBER && c->member == TARGET_ATTRS))
		return "jsonb";
	if (c->source != TARGET_MEMBER)
		return "text";
	switch (schema_types[s->type].members[c->member].kind) {
	case MEMBER_NUMBER:
		return "numeric";
	case MEMBER_FLAG:
		return "boolean";
	case MEMBER_DATE:
		return "date";
	case MEMBER_TEXT:
	case MEMBER_SET:
	case MEMBER_TIME:
		break;
	}
	return "text";
}

void
pgmerge_create(struct buf *b, const struct target_section *s)
{
	size_t i;

	buf_add_text(b, "CREATE TABLE IF NOT EXISTS ");
	pgtable_add_name(b, s->table);
	buf_add_text(b, "(\n");
	for (i = 0; i < s->count; i++) {
		buf_add_byte(b, ' ');
		add_name(b, s->columns[i].name);
		if (s->columns[i].key)
			buf_add_text(b, " text COLLATE \"C\" NOT NULL,\n");
		else
			buf_printf(b, " %s,\n", type_of(s, &s->columns[i]));
	}
	buf_add_text(b, " PRIMARY KEY");
	add_column_list(b, s, true);
	buf_add_byte(b, ')');
}
