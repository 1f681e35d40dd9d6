/*
 * http_table.c - rows of answers, put under their keys.
 *
 * The requests are texts as they stand: there is no record at hand when they
 * are sent.
 */
#include "load/http_table.h"

#include "format/json.h"
#include "format/json_pointer.h"
#include "net/auth.h"
#include "net/fill.h"

#define COLUMNS_MOST 16
#define BODY_MOST ((size_t)1024 * 1024)

const char *const http_table_keys[] = {
	"values", "method", "url", "body", "rows", "key", "columns", NULL,
};
static const char *const methods[] = {"GET", "POST", NULL};

struct http_table {
	const struct ydoc_node *node;
	const char *name, *method;
	struct slice url, body; /* body.at NULL: none */
	struct slice rows;
	struct slice places[COLUMNS_MOST]; /* the key's, then the columns' */
	size_t count;
};

/* --- reading --- */

static int
none(void *ctx, struct slice name, struct fill_value *out, struct err *e)
{
	(void)ctx;
	(void)name;
	(void)out;
	(void)e;
	return 0;
}

static int
read_values(const struct ydoc_node *n, const char *name,
    struct expr_env *env, struct err *e)
{
	static const char *const columns[] = {"key", "value", NULL};
	const struct ydoc_node *one;
	struct slice texts[2];

	if (ydoc_check_map(n, e) < 0 ||
	    expr_table_new(env, name, columns, 1, e) < 0)
		return -1;
	for (one = n->first; one; one = one->next) {
		texts[0] = one->key;
		if (ydoc_text(one, &texts[1], e) < 0 ||
		    expr_table_add(env, name, texts, e) < 0)
			return -1;
	}
	return 0;
}

static int
read_body(struct http_table *t, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct fill_names names = {none, NULL};
	struct buf b = BUF_INIT(BODY_MOST);
	int rc;

	t->body = (struct slice){NULL, 0};
	if (!n)
		return 0;
	rc = fill_json(&b, n, &names, e);
	t->body = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return rc;
}

static int
read_columns(struct http_table *t, const struct ydoc_node *n,
    struct expr_env *env, struct arena *a, struct err *e)
{
	const char *names[COLUMNS_MOST + 1] = {"key"};
	const struct ydoc_node *map = ydoc_need(n, "columns", e);
	const struct ydoc_node *key = ydoc_need(n, "key", e), *one;

	if (!map || !key || ydoc_check_map(map, e) < 0 ||
	    ydoc_pointer(key, &t->places[0], e) < 0)
		return -1;
	t->count = 1;
	for (one = map->first; one; one = one->next) {
		if (t->count == COLUMNS_MOST)
			return ydoc_error_key(one, e, "is a column too many");
		/* with a NUL behind it */
		names[t->count] = slice_copy(one->key, a).at;
		if (ydoc_pointer(one, &t->places[t->count], e) < 0)
			return -1;
		t->count++;
	}
	return expr_table_new(env, t->name, names, 1, e);
}

static int
read_table(struct http_tables *all, const struct ydoc_node *n,
    struct expr_env *env, struct arena *a, struct err *e)
{
	static const char *const asked[] = {"method", "url", "body", "rows",
	    "key", "columns"};
	const struct ydoc_node *values = ydoc_get(n, "values"), *wrong;
	const char *name = slice_copy(n->key, a).at;
	struct http_table *t = &all->at[all->count];
	int method = ydoc_get(n, "body") ? 1 : 0;
	size_t i;

	if (ydoc_check_keys(n, http_table_keys, e) < 0)
		return -1;
	for (i = 0; values && i < COUNT_OF(asked); i++)
		if ((wrong = ydoc_get(n, asked[i])) != NULL)
			return ydoc_error_key(wrong, e, "either \"values\", or "
			    "what the target is asked for");
	if (values)
		return read_values(values, name, env, e);
	*t = (struct http_table){.node = n, .name = name,
	    .url = SLICE_INIT(""), .rows = SLICE_INIT("")};
	if (ydoc_choice(ydoc_get(n, "method"), methods, &method, e) < 0 ||
	    ydoc_text(ydoc_need(n, "url", e), &t->url, e) < 0 || e->kind ||
	    read_body(t, ydoc_get(n, "body"), a, e) < 0 ||
	    ydoc_pointer(ydoc_get(n, "rows"), &t->rows, e) < 0 ||
	    read_columns(t, n, env, a, e) < 0)
		return -1;
	t->method = methods[method];
	all->count++;
	return 0;
}

int
http_tables_read(struct http_tables *t, const struct ydoc_node *map,
    struct expr_env *env, struct arena *a, struct err *e)
{
	const struct ydoc_node *n;

	memset(t, 0, sizeof(*t));
	t->env = env;
	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	t->at = arena_alloc(a, (map->count + 1) * sizeof(*t->at));
	for (n = map->first; n; n = n->next)
		if (read_table(t, n, env, a, e) < 0)
			return -1;
	return 0;
}

/* --- filling --- */

/* A text or number by its characters; *out at NULL: there is none. */
static void
text_at(struct slice row, struct slice pointer, struct slice *out,
    struct arena *a)
{
	struct err e = ERR_INIT;
	struct json_value v;
	struct json j;

	*out = (struct slice){NULL, 0};
	json_init(&j, row, "answer", 1, a);
	if (json_pointer(&j, pointer, &e) > 0 && json_value(&j, &v, &e) == 0 &&
	    (v.kind == JSON_STRING || v.kind == JSON_NUMBER))
		*out = v.text;
}

static int
add_row(struct http_tables *all, const struct http_table *t,
    struct slice row, struct err *e)
{
	struct slice texts[COLUMNS_MOST];
	struct arena a = ARENA_INIT;
	size_t i;
	int rc = 0;

	for (i = 0; i < t->count; i++)
		text_at(row, t->places[i], &texts[i], &a);
	if (texts[0].at)
		rc = expr_table_add(all->env, t->name, texts, e);
	arena_release(&a);
	return rc;
}

/* 1; 0 there is no list; -1. */
static int
add_rows(struct http_tables *all, const struct http_table *t,
    const struct http_answer *answer, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct err why = ERR_INIT;
	struct json_value v;
	struct slice row;
	struct json j;
	int got, rc = 0;

	json_init(&j, answer->body, "answer", 1, &a);
	got = json_pointer(&j, t->rows, &why) > 0 &&
	    json_value(&j, &v, &why) == 0 && v.kind == JSON_ARRAY ? 1 : -1;
	while (got > 0 && rc == 0 && (got = json_element(&j, &why)) > 0) {
		if (json_raw(&j, &row, &why) < 0)
			got = -1;
		else
			rc = add_row(all, t, row, e);
	}
	arena_release(&a);
	return rc < 0 ? -1 : got == 0;
}

static int
fill(struct http_tables *all, const struct http_table *t, struct service *s,
    const struct verdict_rules *rules, struct err *e)
{
	static const struct http_header json = {
	    SLICE_INIT("Content-Type"), SLICE_INIT("application/json")};
	const struct http_request r = {.method = t->method, .url = t->url,
	    .headers = &json, .header_count = t->body.at ? 1 : 0,
	    .body = t->body, .repeat = HTTP_REPEAT_SAFE};
	const struct verdict_rules *lists[2] = {rules, NULL};
	const struct verdict_rule *rule;
	const struct http_answer *answer;
	struct verdict_answer whole;
	struct buf b = BUF_INIT(BODY_MOST);
	bool again;
	int got;

	if (service_do(s, &r, &answer, e) < 0 ||
	    http_answer_check(answer, e) < 0)
		return -1;
	whole = (struct verdict_answer){answer->status, answer->body};
	rule = verdict_find(lists, &whole);
	got = rule && rule->is != VERDICT_DONE ? 0
	    : add_rows(all, t, answer, e);
	if (got)
		return got < 0 ? -1 : 0;
	again = rule && (rule->is == VERDICT_RETRY ||
	    rule->is == VERDICT_UNKNOWN);
	verdict_words(&b, rule, &whole);
	(void)err_set(e, again ? ERR_AGAIN : ERR_USAGE, "%s:%lu: table %s: the "
	    "answer has no list at \"rows\": %s", t->node->doc->name,
	    t->node->line, t->name, buf_text(&b));
	buf_release(&b);
	return -1;
}

int
http_tables_fill(struct http_tables *t, struct service *s,
    const struct verdict_rules *rules, struct err *e)
{
	size_t i;

	if (t->filled)
		return 0;
	service_set_judge(s, NULL, NULL);
	for (i = 0; i < t->count; i++)
		if (fill(t, &t->at[i], s, rules, e) < 0)
			return -1;
	t->filled = true;
	return 0;
}
