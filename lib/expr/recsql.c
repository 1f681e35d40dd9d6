/* recsql.c - values are handed to SQLite where they stand, without copies. */
#include "expr/recsql.h"

#include <sqlite3.h>

/* Without a copy: the text outlives the evaluation. */
static void
give_text(sqlite3_context *c, struct slice text)
{
	sqlite3_result_text64(c, text.len ? text.at : "", text.len,
	    SQLITE_STATIC, SQLITE_UTF8);
}

static void
give_set(sqlite3_context *c, struct buf *b, const struct value *v)
{
	size_t i;

	buf_clear(b);
	for (i = 0; i < v->count; i++) {
		if (i)
			buf_add_byte(b, ',');
		buf_add_slice(b, v->set[i]);
	}
	if (b->over)
		sqlite3_result_error_toobig(c);
	else
		sqlite3_result_text64(c, buf_text(b), b->len, SQLITE_TRANSIENT,
		    SQLITE_UTF8);
}

static void
give_value(sqlite3_context *c, struct recsql *in, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NUMBER:
		give_text(c, v->text);
		sqlite3_result_subtype(c, RECSQL_NUMBER);
		break;
	case VALUE_TEXT:
	case VALUE_RAW:
		give_text(c, v->text);
		break;
	case VALUE_FLAG:
		sqlite3_result_int(c, 1);
		break;
	case VALUE_SET:
		give_set(c, &in->joined, v);
		break;
	case VALUE_ABSENT:
	case VALUE_NULL:
		break; /* the result is NULL */
	}
}

static void
give_member(sqlite3_context *c, struct recsql *in, unsigned column)
{
	const struct record *r = in->record;
	const struct value *v;

	if (column == MEMBERS_TYPE) {
		give_text(c, schema_types[r->type].name);
	} else if (column == MEMBERS_LINE_NUMBER) {
		/* no file has 2^63 lines */
		if (in->line_number)
			sqlite3_result_int64(c, (int64_t)in->line_number);
	} else if (column == MEMBERS_CHANGE) {
		if (r->change)
			give_text(c, slice_of(change_op_name(r->change->op)));
	} else {
		v = members_value(&in->members, column, r);
		if (v && v->kind == VALUE_ABSENT &&
		    in->members.kinds[column] == TREE_KIND_INTEGER)
			sqlite3_result_int(c, 0); /* an absent flag */
		else if (v)
			give_value(c, in, v);
	}
}

/* member(COLUMN) */
static void
call_member(sqlite3_context *c, int count, sqlite3_value **values)
{
	struct recsql *in = sqlite3_user_data(c);
	/* the number that tree.c has put there */
	unsigned column = (unsigned)sqlite3_value_int(values[0]);

	(void)count;
	if (in->record)
		give_member(c, in, column);
	else if (in->texts[column].at)
		give_text(c, in->texts[column]);
}

/* attr(NAME) */
static void
call_attr(sqlite3_context *c, int count, sqlite3_value **values)
{
	struct recsql *in = sqlite3_user_data(c);
	const char *name = sqlite3_value_blob(values[0]);
	const struct value *v;

	(void)count;
	if (!name)
		return;
	v = extras_find(&in->record->attrs, slice_from(name,
	    (size_t)sqlite3_value_bytes(values[0])));
	if (v)
		give_value(c, in, v);
}

/* varying(VALUE) */
static void
call_varying(sqlite3_context *c, int count, sqlite3_value **values)
{
	(void)count;
	sqlite3_result_value(c, values[0]);
}

int
recsql_register(struct sqlite3 *db, struct recsql *r)
{
	/* not deterministic: SQLite must not keep what they gave */
	int rc = sqlite3_create_function(db, "member", 1, SQLITE_UTF8, r,
	    call_member, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(db, "attr", 1, SQLITE_UTF8, r,
		    call_attr, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(db, "varying", 1, SQLITE_UTF8, r,
		    call_varying, NULL, NULL);
	return rc;
}
