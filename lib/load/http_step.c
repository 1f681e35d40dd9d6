/* http_step.c - reading one request: what is sent, and what comes back. */
#include "load/http_step.h"

#include "net/auth.h"

const char *const http_step_keys[] = {
	"when", "method", "url", "headers", "body", "form", "absent", "repeat",
	"asks", "batch", "results", "take", "answers", "external_id", "etag",
	"ticket", "rows", "matches", "settle", NULL,
};
const char *const http_step_results_keys[] = {
	"at", "key", "is", "status", "body", "headers", NULL,
};
const char *const http_step_place_keys[] = {
	"pointer", "header", "pattern", "expression", NULL,
};
static const char *const absent_names[] = {"leave_out", "null", NULL};
static const char *const methods[] = {
	"GET", "POST", "PUT", "PATCH", "DELETE", "MERGE", NULL,
};

/* --- places --- */

static int
read_pattern(struct http_place *p, const struct ydoc_node *n, struct err *e)
{
	const char *text = NULL;
	char why[200];
	int rc;

	if (!n)
		return 0;
	if (ydoc_string(n, &text, e) < 0)
		return -1;
	rc = regcomp(&p->pattern, text, REG_EXTENDED);
	if (rc) {
		regerror(rc, &p->pattern, why, sizeof(why));
		return ydoc_error(n, e, "\"%s\": %s", text, why);
	}
	p->has_pattern = true;
	if (!p->pattern.re_nsub)
		return ydoc_error(n, e, "needs a group in parentheses: what "
		    "it matches is taken");
	return 0;
}

int
http_step_place(struct http_place *p, const struct ydoc_node *n,
    struct template_maker *m, struct err *e)
{
	const struct ydoc_node *pointer, *header, *expression;
	struct slice text = SLICE_INIT("");

	if (!n)
		return 0;
	p->node = n;
	if (n->kind == YDOC_SCALAR)
		return ydoc_pointer(n, &p->what, e);
	if (ydoc_check_keys(n, http_step_place_keys, e) < 0)
		return -1;
	pointer = ydoc_get(n, "pointer");
	header = ydoc_get(n, "header");
	expression = ydoc_get(n, "expression");
	if (!pointer + !header + !expression != 2)
		return ydoc_error(n, e, "needs one of pointer, header and "
		    "expression");
	if (ydoc_pointer(pointer, &p->what, e) < 0 ||
	    ydoc_text(header, &p->what, e) < 0 ||
	    ydoc_text(expression, &text, e) < 0)
		return -1;
	p->header = header != NULL;
	if (expression) {
		p->expr = template_expression(expression, text, m, e);
		if (!p->expr)
			return -1;
	}
	return read_pattern(p, ydoc_get(n, "pattern"), e);
}

void
http_step_place_release(struct http_place *p)
{
	expr_free(p->expr);
	p->expr = NULL;
	if (p->has_pattern)
		regfree(&p->pattern);
	p->has_pattern = false;
}

/* --- what is sent --- */

static int
read_named(struct http_header_spec **out, size_t *count,
    const struct ydoc_node *map, struct http_step_maker *m, struct err *e)
{
	const struct ydoc_node *n;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	*out = arena_alloc(m->texts.arena, (map->count + 1) * sizeof(**out));
	for (n = map->first; n; n = n->next) {
		struct http_header_spec *h = &(*out)[(*count)++];

		h->name = n->key;
		if (template_compile(&h->value, n, &m->texts, e) < 0)
			return -1;
	}
	return 0;
}

static int
read_body(struct http_step *s, const struct ydoc_node *n,
    struct http_step_maker *m, struct err *e)
{
	const struct ydoc_node *body = ydoc_get(n, "body");
	const struct ydoc_node *form = ydoc_get(n, "form");

	if (body && form)
		return ydoc_error_key(form, e, "\"body\" is there already");
	s->has_form = form != NULL;
	if (read_named(&s->form, &s->form_count, form, m, e) < 0)
		return -1;
	if (!body)
		return 0;
	if (body->kind == YDOC_SCALAR)
		return template_compile(&s->text, body, &m->texts, e);
	m->parts.records = s->batch > 1;
	s->json = skeleton_compile(body, &m->parts, &m->texts, e);
	m->parts.records = false;
	return s->json ? 0 : -1;
}

static int
read_sent(struct http_step *s, const struct ydoc_node *n,
    struct http_step_maker *m, struct err *e)
{
	const struct ydoc_node *headers = ydoc_get(n, "headers");
	const struct ydoc_node *batch = ydoc_get(n, "batch");
	static const int usual[] = {0, 1, 2, 4, 0}; /* by enum http_op */
	int method, absent = (int)m->absent;

	if (ydoc_flag(ydoc_get(n, "asks"), &s->asks, e) < 0)
		return -1;
	method = s->asks ? 0 : usual[m->op];
	if (ydoc_get(n, "body") || ydoc_get(n, "form"))
		method = m->op == HTTP_UPDATE && !s->asks ? 2 : 1;
	s->batch = 1;
	s->batch_said = batch != NULL;
	if (ydoc_choice(ydoc_get(n, "method"), methods, &method, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "absent"), absent_names, &absent,
	    e) < 0 || ydoc_flag(ydoc_get(n, "repeat"), &s->repeat, e) < 0 ||
	    ydoc_number(batch, (struct ydoc_range){1, 10000}, &s->batch,
	    e) < 0 || auth_check_headers(headers, false, e) < 0)
		return -1;
	s->method = methods[method];
	s->repeat = s->repeat || s->asks;
	s->absent = (enum body_absent)absent; /* names in its order */
	if (template_compile(&s->url, ydoc_need(n, "url", e), &m->texts,
	    e) < 0 || e->kind ||
	    read_named(&s->headers, &s->header_count, headers, m, e) < 0)
		return -1;
	return read_body(s, n, m, e);
}

/* --- what its answer holds --- */

static int
read_keys(struct http_results *r, const struct ydoc_node *n, struct err *e)
{
	size_t i;

	if (ydoc_texts(n, &r->keys, e) < 0)
		return -1;
	for (i = 0; i < r->keys.count; i++)
		if (r->keys.at[i].len && *r->keys.at[i].at != '/')
			return ydoc_error(n, e, "\"%.*s\" must be empty or "
			    "begin with \"/\"", SLICE_ARGS(r->keys.at[i]));
	return 0;
}

static int
read_results(struct http_step *s, const struct ydoc_node *n,
    struct http_step_maker *m, struct err *e)
{
	struct http_results *r = &s->results;
	const struct ydoc_node *key, *is;

	if (!n) {
		return s->batch > 1 && m->op == HTTP_FIND
		    ? ydoc_error(s->node, e, "needs \"results\": whose is "
		    "which part of the answer?") : 0;
	}
	r->node = n;
	if (ydoc_check_keys(n, http_step_results_keys, e) < 0)
		return -1;
	key = ydoc_get(n, "key");
	is = ydoc_get(n, "is");
	r->at = SLICE("");
	r->by_key = key != NULL;
	if (!key != !is)
		return ydoc_error(n, e, "\"key\" and \"is\" go together");
	if (ydoc_pointer(ydoc_get(n, "at"), &r->at, e) < 0 ||
	    read_keys(r, key, e) < 0 ||
	    (is && template_compile(&r->is, is, &m->texts, e) < 0) ||
	    ydoc_pointer(ydoc_get(n, "status"), &r->status, e) < 0 ||
	    ydoc_pointer(ydoc_get(n, "body"), &r->body, e) < 0)
		return -1;
	return ydoc_pointer(ydoc_get(n, "headers"), &r->headers, e);
}

static int
read_taken(struct http_step *s, const struct ydoc_node *map,
    struct http_step_maker *m, struct err *e)
{
	const struct ydoc_node *n;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	s->taken = arena_alloc(m->texts.arena,
	    (map->count + 1) * sizeof(*s->taken));
	for (n = map->first; n; n = n->next) {
		struct http_taken *t = &s->taken[s->taken_count++];

		memset(t, 0, sizeof(*t));
		t->name = scene_name_add(m->names, n->key);
		if (t->name < 0)
			return ydoc_error_key(n, e, "is a name too many (%d "
			    "in a section)", SCENE_NAMES_MOST);
		if (http_step_place(&t->place, n, &m->texts, e) < 0)
			return -1;
	}
	return 0;
}

static int
read_found(struct http_step *s, const struct ydoc_node *n,
    struct http_step_maker *m, struct err *e)
{
	static const char *const only[] = {"rows", "matches", "settle"};
	const struct ydoc_node *matches = ydoc_get(n, "matches");
	const struct ydoc_node *wrong;
	size_t i;

	for (i = 0; (m->op != HTTP_FIND || !m->last) && i < COUNT_OF(only);
	    i++) {
		wrong = ydoc_get(n, only[i]);
		if (wrong && !(m->op == HTTP_FIND && i != 1) &&
		    !(s->asks && i == 0))
			return ydoc_error_key(wrong, e, "belongs to \"find\" "
			    "(to its last request)");
	}
	if (ydoc_pointer(ydoc_get(n, "rows"), &s->rows, e) < 0 ||
	    ydoc_duration(ydoc_get(n, "settle"), &s->settle_s, e) < 0)
		return -1;
	if (!matches)
		return 0;
	s->matches = skeleton_compile(matches, &m->parts, &m->texts, e);
	return s->matches ? 0 : -1;
}

int
http_step_read(struct http_step *s, const struct ydoc_node *n,
    struct http_step_maker *m, struct err *e)
{
	const struct ydoc_node *when;
	struct slice text = SLICE_INIT("");

	s->node = n;
	if (ydoc_check_keys(n, http_step_keys, e) < 0)
		return -1;
	when = ydoc_get(n, "when");
	if (ydoc_text(when, &text, e) < 0)
		return -1;
	if (when) {
		s->when = template_expression(when, text, &m->texts, e);
		if (!s->when)
			return -1;
	}
	if (read_sent(s, n, m, e) < 0 ||
	    read_results(s, ydoc_get(n, "results"), m, e) < 0 ||
	    read_taken(s, ydoc_get(n, "take"), m, e) < 0 ||
	    verdict_read(&s->answers, ydoc_get(n, "answers"), m->texts.arena,
	    e) < 0 ||
	    http_step_place(&s->external_id, ydoc_get(n, "external_id"),
	    &m->texts, e) < 0 ||
	    http_step_place(&s->etag, ydoc_get(n, "etag"), &m->texts,
	    e) < 0 ||
	    http_step_place(&s->ticket, ydoc_get(n, "ticket"), &m->texts,
	    e) < 0)
		return -1;
	return read_found(s, n, m, e);
}

void
http_step_release(struct http_step *s)
{
	size_t i;

	expr_free(s->when);
	s->when = NULL;
	template_free(&s->url);
	template_free(&s->text);
	for (i = 0; i < s->header_count; i++)
		template_free(&s->headers[i].value);
	for (i = 0; i < s->form_count; i++)
		template_free(&s->form[i].value);
	for (i = 0; i < s->taken_count; i++)
		http_step_place_release(&s->taken[i].place);
	s->header_count = s->form_count = s->taken_count = 0;
	template_free(&s->results.is);
	skeleton_release(s->json);
	skeleton_release(s->matches);
	s->json = s->matches = NULL;
	verdict_release(&s->answers);
	http_step_place_release(&s->external_id);
	http_step_place_release(&s->etag);
	http_step_place_release(&s->ticket);
}
