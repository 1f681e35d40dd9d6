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

#include <sqlite3.h>

/* Of the SQL made from an expression of EXPR_LENGTH_MOST. */
#define SQL_MOST (1024 * 1024)

struct added {
	struct expr_env *env;
	struct expr_function function;
};

struct expr_env {
	sqlite3 *db;
	struct recsql input;
	struct lookup *lookups;
	size_t lookup_count;
	struct tree_function *functions;
	size_t function_count;
	struct added **added;
	size_t added_count;
	struct err failure; /* of an added function */
};

struct expr {
	struct expr_env *env;
	sqlite3_stmt *stmt;
	char *where;
	bool *reads;     /* by column */
	bool reads_site; /* attr() */
	bool number;     /* by its kind */
	char digits[24]; /* of an INTEGER that came out */
};

/* --- functions --- */

/* lookup(TABLE, COLUMN, KEY...), with numbers for the names */
static void
call_lookup(sqlite3_context *c, int count, sqlite3_value **values)
{
	struct expr_env *env = sqlite3_user_data(c);
	struct lookup *l = &env->lookups[sqlite3_value_int(values[0])];
	struct slice keys[NAMES_ARGUMENTS_MOST];
	const struct slice *row;
	int i;

	for (i = 2; i < count; i++) {
		keys[i - 2] = decsql_bytes(values[i]);
		if (!keys[i - 2].at)
			return;
	}
	row = lookup_find(l, keys);
	if (row)
		row += sqlite3_value_int(values[1]);
	if (row && row->at)
		sqlite3_result_text64(c, row->at, row->len, SQLITE_STATIC,
		    SQLITE_UTF8);
}

static void
call_added(sqlite3_context *c, int count, sqlite3_value **values)
{
	struct added *a = sqlite3_user_data(c);
	struct err *failure = &a->env->failure;
	struct expr_value out = {true, false, SLICE_INIT("")};
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

/* What SQLite asks an authorizer: six parameters are its choice. */
#define QUESTION \
	void *unused, int action, const char *a, const char *b, \
	    const char *base, const char *from

/* Behind the parser a second wall: values and functions, nothing else. */
static int
authorize(QUESTION)
{
	(void)unused;
	(void)a;
	(void)b;
	(void)base;
	(void)from;
	return action == SQLITE_SELECT || action == SQLITE_FUNCTION
	    ? SQLITE_OK : SQLITE_DENY;
}

static int
restrict_connection(struct expr_env *env)
{
	static const int switches[][2] = {{SQLITE_DBCONFIG_DQS_DML, 0},
	    {SQLITE_DBCONFIG_DQS_DDL, 0}, {SQLITE_DBCONFIG_DEFENSIVE, 1},
	    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
	    {SQLITE_DBCONFIG_ENABLE_VIEW, 0}};
	static const int limits[][2] = {{SQLITE_LIMIT_LENGTH, EXPR_TEXT_MOST},
	    {SQLITE_LIMIT_SQL_LENGTH, SQL_MOST}, {SQLITE_LIMIT_ATTACHED, 0},
	    {SQLITE_LIMIT_COMPOUND_SELECT, 1}, {SQLITE_LIMIT_COLUMN, 1},
	    {SQLITE_LIMIT_VARIABLE_NUMBER, 0},
	    {SQLITE_LIMIT_TRIGGER_DEPTH, 0},
	    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000}};
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; rc == SQLITE_OK && i < COUNT_OF(switches); i++)
		rc = sqlite3_db_config(env->db, switches[i][0], switches[i][1],
		    NULL);
	for (i = 0; i < COUNT_OF(limits); i++)
		sqlite3_limit(env->db, limits[i][0], limits[i][1]);
	return rc == SQLITE_OK
	    ? sqlite3_set_authorizer(env->db, authorize, NULL) : rc;
}

static int
register_functions(struct expr_env *env)
{
	int rc = decsql_register(env->db);

	if (rc == SQLITE_OK)
		rc = textsql_register(env->db);
	if (rc == SQLITE_OK)
		rc = recsql_register(env->db, &env->input);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(env->db, "lookup", -1,
		    SQLITE_UTF8, env, call_lookup, NULL, NULL);
	return rc;
}

static void
add_function(struct expr_env *env, const struct tree_function *f)
{
	env->functions = mem_grow(env->functions, env->function_count + 1,
	    sizeof(*env->functions));
	env->functions[env->function_count++] = *f;
}

/* With its members set already; `records`: attr is there. */
static struct expr_env *
env_open(struct expr_env *env, bool records, struct err *e)
{
	const struct tree_function *f;
	int rc;

	buf_init(&env->input.joined, EXPR_TEXT_MOST);
	for (f = names_functions; f->name; f++)
		if (records || strcmp(f->name, "attr") != 0)
			add_function(env, f);
	rc = sqlite3_open_v2(":memory:", &env->db, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK)
		rc = register_functions(env);
	if (rc == SQLITE_OK)
		rc = restrict_connection(env);
	if (rc == SQLITE_OK)
		return env;
	err_set(e, ERR_AGAIN, "expressions: %s", sqlite3_errstr(rc));
	expr_env_free(env);
	return NULL;
}

struct expr_env *
expr_env_new(const char *const *columns, struct err *e)
{
	struct expr_env *env = mem_zero(sizeof(*env));

	members_init_texts(&env->input.members, columns);
	return env_open(env, false, e);
}

struct expr_env *
expr_env_for_records(struct err *e)
{
	struct expr_env *env = mem_zero(sizeof(*env));

	members_init_records(&env->input.members);
	return env_open(env, true, e);
}

void
expr_env_free(struct expr_env *env)
{
	size_t i;

	if (!env)
		return;
	if (sqlite3_close(env->db) != SQLITE_OK)
		BUG("expr_env_free: an expression is left");
	for (i = 0; i < env->lookup_count; i++)
		lookup_release(&env->lookups[i]);
	for (i = 0; i < env->added_count; i++)
		mem_free(env->added[i]);
	mem_free(env->lookups);
	mem_free(env->added);
	mem_free(env->functions);
	members_release(&env->input.members);
	buf_release(&env->input.joined);
	mem_free(env);
}

void
expr_env_set_line(struct expr_env *env, unsigned long number)
{
	env->input.line_number = number;
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

int
expr_function_add(struct expr_env *env, const struct expr_function *f,
    struct err *e)
{
	struct tree_function entry = {f->name, f->least, f->most, NULL,
	    f->number ? TREE_GIVES_NUMBER : TREE_GIVES_TEXT};
	struct added *a;
	size_t i;

	for (i = 0; i < env->function_count; i++)
		if (strcmp(env->functions[i].name, f->name) == 0)
			return err_set(e, ERR_USAGE, "function %s() stands "
			    "twice", f->name);
	a = mem_zero(sizeof(*a));
	a->env = env;
	a->function = *f;
	env->added = mem_grow(env->added, env->added_count + 1,
	    sizeof(*env->added));
	env->added[env->added_count++] = a;
	if (sqlite3_create_function(env->db, f->name, -1, SQLITE_UTF8, a,
	    call_added, NULL, NULL) != SQLITE_OK)
		return err_set(e, ERR_AGAIN, "function %s(): %s", f->name,
		    sqlite3_errmsg(env->db));
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
	struct names names = {env->input.members.names,
	    env->input.members.kinds, env->functions, env->function_count,
	    env->lookups, env->lookup_count};
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
	struct buf sql = BUF_INIT(SQL_MOST);
	struct expr *x = mem_zero(sizeof(*x));
	int rc;

	x->env = env;
	x->where = mem_text(where);
	x->reads = mem_zero(env->input.members.count * sizeof(*x->reads));
	rc = make_sql(x, text, &sql, e);
	/* what is left to go wrong is SQLite's depth and length */
	if (rc == 0 && (sql.over || sqlite3_prepare_v3(env->db,
	    buf_text(&sql), (int)sql.len + 1, SQLITE_PREPARE_PERSISTENT,
	    &x->stmt, NULL) != SQLITE_OK))
		rc = err_set(e, ERR_USAGE, "too deep or too long (%s)",
		    sqlite3_errmsg(env->db));
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
	if (!x)
		return;
	sqlite3_finalize(x->stmt);
	mem_free(x->where);
	mem_free(x->reads);
	mem_free(x);
}

bool
expr_reads(const struct expr *x, enum record_type type, unsigned member)
{
	const struct members *m = &x->env->input.members;
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
	return column < x->env->input.members.count && x->reads[column];
}

/* The type of SQLite's that came out, or -1. */
static int
evaluate(struct expr *x, const struct expr_input *in, struct err *e)
{
	struct expr_env *env = x->env;
	int rc;

	env->input.record = in->record;
	env->input.texts = in->texts;
	sqlite3_reset(x->stmt);
	rc = sqlite3_step(x->stmt);
	if (rc == SQLITE_ROW)
		return sqlite3_column_type(x->stmt, 0);
	if (env->failure.kind != ERR_NONE)
		err_set(e, env->failure.kind, "%s", env->failure.text);
	else
		err_set(e, rc == SQLITE_NOMEM ? ERR_AGAIN : ERR_USAGE, "%s",
		    sqlite3_errmsg(env->db));
	err_clear(&env->failure);
	return err_in(e, "%s", x->where);
}

static struct slice
text_of(struct expr *x)
{
	/* as a blob: no copy to put a NUL behind it */
	const char *at = sqlite3_column_blob(x->stmt, 0);

	return slice_from(at ? at : "",
	    (size_t)sqlite3_column_bytes(x->stmt, 0));
}

int
expr_eval(struct expr *x, const struct expr_input *in,
    struct expr_value *out, struct err *e)
{
	int n, type = evaluate(x, in, e);

	if (type < 0)
		return -1;
	*out = (struct expr_value){type == SQLITE_NULL, false, SLICE_INIT("")};
	if (type == SQLITE_INTEGER) {
		out->number = true;
		n = snprintf(x->digits, sizeof(x->digits), "%" PRId64,
		    (int64_t)sqlite3_column_int64(x->stmt, 0));
		out->text = slice_from(x->digits, (size_t)n);
	} else if (type == SQLITE_TEXT) {
		out->number = x->number || sqlite3_value_subtype(
		    sqlite3_column_value(x->stmt, 0)) == RECSQL_NUMBER;
		out->text = text_of(x);
	}
	return 0;
}

int
expr_holds(struct expr *x, const struct expr_input *in, bool *holds,
    bool *unknown, struct err *e)
{
	int type = evaluate(x, in, e);
	struct decimal d;

	if (type < 0)
		return -1;
	if (unknown)
		*unknown = type == SQLITE_NULL;
	*holds = type == SQLITE_INTEGER &&
	    sqlite3_column_int64(x->stmt, 0) != 0;
	if (type != SQLITE_TEXT)
		return 0;
	if (!decimal_parse(&d, text_of(x)))
		return err_set(e, ERR_USAGE, "%s: gives the text \"%.*s\", "
		    "not a condition", x->where, SLICE_ARGS(text_of(x)));
	*holds = !decimal_zero(d);
	return 0;
}
