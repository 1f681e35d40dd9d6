/*
 * expr.c - one connection in memory for an environment, one statement for an
 * expression.
 *
 * A column is a call of member(NUMBER), which reads the record in place.  A
 * virtual table would have cost opening a cursor for each evaluation, and a
 * bound parameter a copy of each value.
 */
#include "expr/expr.h"

#include "expr/decsql.h"
#include "expr/parse.h"
#include "expr/recsql.h"
#include "expr/textsql.h"
#include "expr/wall.h"

#include <sqlite3.h>

/* What a thread has for itself. */
struct lane {
	struct expr_env *env;
	unsigned number;
	sqlite3 *db; /* NULL: the lane is not in use */
	struct recsql input;
	struct err failure; /* of a function */
};

struct added {
	struct lane *lane;
	struct expr_function function;
};

struct expr_env {
	struct lane lanes[EXPR_LANES];
	struct lookup *lookups;
	size_t lookup_count;
	struct tree_function *functions;
	size_t function_count;
	struct added **added;
	size_t added_count;
};

struct expr {
	struct expr_env *env;
	sqlite3_stmt *stmts[EXPR_LANES];
	char *where;
	bool *reads;     /* by column */
	bool reads_site; /* attr() */
	bool number;     /* by its kind */
	char digits[EXPR_LANES][24]; /* of an INTEGER that came out */
};

/* --- functions --- */

/* lookup(TABLE, COLUMN, KEY...), with numbers for the names */
static void
call_lookup(sqlite3_context *c, int count, sqlite3_value **values)
{
	struct lane *lane = sqlite3_user_data(c);
	struct lookup *l = &lane->env->lookups[sqlite3_value_int(values[0])];
	struct slice keys[NAMES_ARGUMENTS_MOST];
	const struct slice *row;
	int i, got;

	for (i = 2; i < count; i++) {
		keys[i - 2] = decsql_bytes(values[i]);
		if (!keys[i - 2].at)
			return;
	}
	got = lookup_find(l, lane->number, keys, &row, &lane->failure);
	if (got < 0)
		sqlite3_result_error(c, lane->failure.text, -1);
	if (got > 0)
		row += sqlite3_value_int(values[1]);
	if (got > 0 && row->at)
		sqlite3_result_text64(c, row->at, row->len, SQLITE_STATIC,
		    SQLITE_UTF8);
}

static void
call_added(sqlite3_context *c, int count, sqlite3_value **values)
{
	struct added *a = sqlite3_user_data(c);
	struct err *failure = &a->lane->failure;
	struct expr_value out = {.null = true, .text = SLICE_INIT("")};
	struct slice arguments[NAMES_ARGUMENTS_MOST];
	int i;

	for (i = 0; i < count; i++)
		arguments[i] = decsql_bytes(values[i]);
	if (a->function.call(a->function.context, arguments, (unsigned)count,
	    &out, failure) < 0)
		sqlite3_result_error(c, failure->text, -1);
	else if (!out.null)
		sqlite3_result_text64(c, out.text.len ? out.text.at : "",
		    out.text.len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* --- the environment --- */

static int
register_functions(struct lane *lane)
{
	int rc = decsql_register(lane->db);

	if (rc == SQLITE_OK)
		rc = textsql_register(lane->db);
	if (rc == SQLITE_OK)
		rc = recsql_register(lane->db, &lane->input);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(lane->db, "lookup", -1,
		    SQLITE_UTF8, lane, call_lookup, NULL, NULL);
	return rc;
}

static void
add_function(struct expr_env *env, const struct tree_function *f)
{
	env->functions = mem_grow(env->functions, env->function_count + 1,
	    sizeof(*env->functions));
	env->functions[env->function_count++] = *f;
}

/* With its members set already. */
static int
lane_open(struct lane *lane, struct err *e)
{
	int rc;

	buf_init(&lane->input.joined, WALL_TEXT_MOST);
	rc = wall_open(&lane->db);
	if (rc == SQLITE_OK)
		rc = register_functions(lane);
	if (rc == SQLITE_OK)
		rc = wall_close_in(lane->db);
	if (rc == SQLITE_OK)
		return 0;
	return err_set(e, ERR_AGAIN, "expressions: %s", sqlite3_errstr(rc));
}

static struct expr_env *
env_new(bool records)
{
	struct expr_env *env = mem_zero(sizeof(*env));
	const struct tree_function *f;
	unsigned i;

	for (i = 0; i < EXPR_LANES; i++) {
		env->lanes[i].env = env;
		env->lanes[i].number = i;
	}
	for (f = names_functions; f->name; f++)
		if (records || strcmp(f->name, "attr") != 0)
			add_function(env, f);
	return env;
}

static struct expr_env *
env_open(struct expr_env *env, struct err *e)
{
	if (lane_open(&env->lanes[0], e) == 0)
		return env;
	expr_env_free(env);
	return NULL;
}

struct expr_env *
expr_env_new(const char *const *columns, struct err *e)
{
	struct expr_env *env = env_new(false);

	members_init_texts(&env->lanes[0].input.members, columns);
	return env_open(env, e);
}

struct expr_env *
expr_env_for_records(struct err *e)
{
	struct expr_env *env = env_new(true);

	members_init_records(&env->lanes[0].input.members);
	return env_open(env, e);
}

int
expr_env_add_lane(struct expr_env *env, struct err *e)
{
	if (env->added_count)
		BUG("expr_env_add_lane behind functions");
	members_init_records(&env->lanes[1].input.members);
	return lane_open(&env->lanes[1], e);
}

void
expr_env_free(struct expr_env *env)
{
	size_t i;

	if (!env)
		return;
	for (i = 0; i < EXPR_LANES; i++) {
		if (sqlite3_close(env->lanes[i].db) != SQLITE_OK)
			BUG("expr_env_free: an expression is left");
		members_release(&env->lanes[i].input.members);
		buf_release(&env->lanes[i].input.joined);
	}
	for (i = 0; i < env->lookup_count; i++)
		lookup_release(&env->lookups[i]);
	for (i = 0; i < env->added_count; i++)
		mem_free(env->added[i]);
	mem_free(env->lookups);
	mem_free(env->added);
	mem_free(env->functions);
	mem_free(env);
}

void
expr_env_set_line(struct expr_env *env, unsigned lane, unsigned long number)
{
	env->lanes[lane].input.line_number = number;
}

static struct lookup *
find_table(struct expr_env *env, const char *name)
{
	size_t i;

	for (i = 0; i < env->lookup_count; i++)
		if (strcmp(env->lookups[i].name, name) == 0)
			return &env->lookups[i];
	return NULL;
}

int
expr_table_new(struct expr_env *env, const char *name,
    const char *const *columns, unsigned key_count, struct err *e)
{
	struct lookup l;

	if (find_table(env, name))
		return err_set(e, ERR_USAGE, "table \"%s\" stands twice",
		    name);
	if (lookup_init(&l, name, columns, key_count, e) < 0)
		return -1;
	env->lookups = mem_grow(env->lookups, env->lookup_count + 1,
	    sizeof(*env->lookups));
	env->lookups[env->lookup_count++] = l;
	return 0;
}

int
expr_table_add(struct expr_env *env, const char *name,
    const struct slice *texts, struct err *e)
{
	struct lookup *l = find_table(env, name);

	if (!l)
		return err_set(e, ERR_USAGE, "there is no table \"%s\"", name);
	return lookup_add(l, texts, e);
}

struct lookup *
expr_table(struct expr_env *env, const char *name)
{
	return find_table(env, name);
}

static int
add_to_lane(struct lane *lane, const struct expr_function *f, struct err *e)
{
	struct expr_env *env = lane->env;
	struct added *a;

	if (!lane->db)
		return 0;
	a = mem_zero(sizeof(*a));
	a->lane = lane;
	a->function = *f;
	env->added = mem_grow(env->added, env->added_count + 1,
	    sizeof(*env->added));
	env->added[env->added_count++] = a;
	if (sqlite3_create_function(lane->db, f->name, -1, SQLITE_UTF8, a,
	    call_added, NULL, NULL) != SQLITE_OK)
		return err_set(e, ERR_AGAIN, "function %s(): %s", f->name,
		    sqlite3_errmsg(lane->db));
	return 0;
}

int
expr_function_add(struct expr_env *env, const struct expr_function *f,
    struct err *e)
{
	struct tree_function entry = {f->name, f->least, f->most, NULL,
	    f->number ? TREE_GIVES_NUMBER : TREE_GIVES_TEXT};
	size_t i;

	for (i = 0; i < env->function_count; i++)
		if (strcmp(env->functions[i].name, f->name) == 0)
			return err_set(e, ERR_USAGE, "function %s() stands "
			    "twice", f->name);
	for (i = 0; i < EXPR_LANES; i++)
		if (add_to_lane(&env->lanes[i], f, e) < 0)
			return -1;
	add_function(env, &entry);
	return 0;
}

/* --- expressions --- */

/* No deeper than the parser allows. */
static void
note_reads(struct expr *x, const struct tree *t)
{
	const struct tree *operand;

	if (t->op == TREE_COLUMN)
		x->reads[t->index] = true;
	if (t->op == TREE_CALL && strcmp(t->function->name, "attr") == 0)
		x->reads_site = true;
	for (operand = t->first; operand; operand = operand->next)
		note_reads(x, operand);
}

/* The SQL of the expression, and what it reads and gives. */
static int
make_sql(struct expr *x, struct slice text, struct buf *sql, struct err *e)
{
	struct expr_env *env = x->env;
	const struct members *m = &env->lanes[0].input.members;
	struct names names = {m->names, m->kinds, env->functions,
	    env->function_count, env->lookups, env->lookup_count};
	struct arena arena = ARENA_INIT;
	struct tree *t = NULL;

	if (text.len > EXPR_LENGTH_MOST)
		err_set(e, ERR_USAGE, "longer than %d bytes",
		    EXPR_LENGTH_MOST);
	else if (slice_utf8_length(text) != text.len)
		err_set(e, ERR_USAGE, "not UTF-8");
	else
		t = parse_expression(&names, text, &arena, e);
	if (t) {
		note_reads(x, t);
		x->number = t->kind == TREE_KIND_NUMBER;
		buf_add_text(sql, "SELECT ");
		tree_add_sql(sql, t);
	}
	arena_release(&arena);
	return t ? 0 : -1;
}

struct expr *
expr_new(struct expr_env *env, struct slice text, const char *where,
    struct err *e)
{
	struct buf sql = BUF_INIT(WALL_SQL_MOST);
	struct expr *x = mem_zero(sizeof(*x));
	unsigned i;
	int rc;

	x->env = env;
	x->where = mem_text(where);
	x->reads = mem_zero(env->lanes[0].input.members.count *
	    sizeof(*x->reads));
	rc = make_sql(x, text, &sql, e);
	/* what is left to go wrong is SQLite's depth and length */
	for (i = 0; rc == 0 && i < EXPR_LANES; i++) {
		sqlite3 *db = env->lanes[i].db;

		if (db && (sql.over || sqlite3_prepare_v3(db, buf_text(&sql),
		    (int)sql.len + 1, SQLITE_PREPARE_PERSISTENT,
		    &x->stmts[i], NULL) != SQLITE_OK))
			rc = err_set(e, ERR_USAGE, "too deep or too long (%s)",
			    sqlite3_errmsg(db));
	}
	buf_release(&sql);
	if (rc == 0)
		return x;
	err_in(e, "%s", where);
	expr_free(x);
	return NULL;
}

void
expr_free(struct expr *x)
{
	unsigned i;

	if (!x)
		return;
	for (i = 0; i < EXPR_LANES; i++)
		sqlite3_finalize(x->stmts[i]);
	mem_free(x->where);
	mem_free(x->reads);
	mem_free(x);
}

bool
expr_reads(const struct expr *x, enum record_type type, unsigned member)
{
	const struct members *m = &x->env->lanes[0].input.members;
	unsigned i;

	if (member == SCHEMA_MEMBERS_MOST)
		return x->reads_site;
	for (i = MEMBERS_FIRST; i < m->count; i++)
		if (m->index[i][type] == (int)member)
			return x->reads[i];
	return false;
}

bool
expr_reads_text(const struct expr *x, unsigned column)
{
	return column < x->env->lanes[0].input.members.count &&
	    x->reads[column];
}

/* The type of SQLite's that came out, or -1. */
static int
evaluate(struct expr *x, const struct expr_input *in, struct err *e)
{
	struct lane *lane = &x->env->lanes[in->lane];
	sqlite3_stmt *stmt = x->stmts[in->lane];
	int rc;

	lane->input.record = in->record;
	lane->input.texts = in->texts;
	sqlite3_reset(stmt);
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		return sqlite3_column_type(stmt, 0);
	if (lane->failure.kind != ERR_NONE)
		err_set(e, lane->failure.kind, "%s", lane->failure.text);
	else
		err_set(e, rc == SQLITE_NOMEM ? ERR_AGAIN : ERR_USAGE, "%s",
		    sqlite3_errmsg(lane->db));
	err_clear(&lane->failure);
	return err_in(e, "%s", x->where);
}

static struct slice
text_of(sqlite3_stmt *stmt)
{
	/* as a blob: no copy to put a NUL behind it */
	const char *at = sqlite3_column_blob(stmt, 0);

	return slice_from(at ? at : "",
	    (size_t)sqlite3_column_bytes(stmt, 0));
}

int
expr_eval(struct expr *x, const struct expr_input *in,
    struct expr_value *out, struct err *e)
{
	sqlite3_stmt *stmt = x->stmts[in->lane];
	char *digits = x->digits[in->lane];
	int n, type = evaluate(x, in, e);

	if (type < 0)
		return -1;
	out->null = type == SQLITE_NULL;
	out->number = false;
	out->text = SLICE("");
	if (type == SQLITE_INTEGER) {
		out->number = true;
		n = snprintf(digits, sizeof(x->digits[0]), "%" PRId64,
		    (int64_t)sqlite3_column_int64(stmt, 0));
		out->text = slice_from(digits, (size_t)n);
	} else if (type == SQLITE_TEXT) {
		out->number = x->number || sqlite3_value_subtype(
		    sqlite3_column_value(stmt, 0)) == RECSQL_NUMBER;
		out->text = text_of(stmt);
	}
	return 0;
}

int
expr_holds(struct expr *x, const struct expr_input *in, bool *holds,
    bool *unknown, struct err *e)
{
	sqlite3_stmt *stmt = x->stmts[in->lane];
	int type = evaluate(x, in, e);
	struct decimal d;

	if (type < 0)
		return -1;
	if (unknown)
		*unknown = type == SQLITE_NULL;
	*holds = type == SQLITE_INTEGER &&
	    sqlite3_column_int64(stmt, 0) != 0;
	if (type != SQLITE_TEXT)
		return 0;
	if (!decimal_parse(&d, text_of(stmt)))
		return err_set(e, ERR_USAGE, "%s: gives the text \"%.*s\", "
		    "not a condition", x->where, SLICE_ARGS(text_of(stmt)));
	*holds = !decimal_zero(d);
	return 0;
}
