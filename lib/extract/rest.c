/*
 * rest.c - reading what a REST source has beside the others.
 *
 * All that can be wrong without asking the server is found here: a cursor
 * that no answer has, a ${page} where offsets are counted.
 */
#include "extract/rest.h"

#include "extract/graft.h"

#define SIZE_DEFAULT 100
#define PAGES_DEFAULT 100000
#define PAGES_MOST 10000000

const char *const rest_values[] = {
	"limit", "offset", "page", "after", "after:quoted", "cursor", "since",
	NULL,
};

const char *const rest_paging_keys[] = {
	"style", "size", "limit", "parameter", "first", "start", "next",
	"after", "more", "end", "pages", NULL,
};
const char *const rest_errors_keys[] = {"at", "message", "again", NULL};
const char *const rest_since_keys[] = {
	"format", "overlap", "parameters", "add", NULL,
};

/* In the order of enum rest_style. */
static const char *const styles[] = {
	"", "offset", "page", "cursor", "link", "keyset", NULL,
};

/* --- small values --- */

int
rest_duration(const struct ydoc_node *n, long *out, struct err *e)
{
	static const struct {
		char unit;
		long seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
	struct slice text = SLICE_INIT("");
	uint64_t number;
	size_t i;

	if (ydoc_text(n, &text, e) < 0)
		return -1;
	if (!n)
		return 0;
	for (i = 0; i < COUNT_OF(units) && text.len > 1; i++)
		if (text.at[text.len - 1] == units[i].unit &&
		    text_to_number(slice_from(text.at, text.len - 1), 100000,
		    &number)) {
			*out = (long)number * units[i].seconds;
			return 0;
		}
	return ydoc_error(n, e, "is no duration (a number and s, m, h or d, "
	    "as 90s)");
}

static int
pointer_read(const struct ydoc_node *n, struct slice *out, struct err *e)
{
	if (ydoc_text(n, out, e) < 0)
		return -1;
	if (n && out->len && *out->at != '/')
		return ydoc_error(n, e, "is no JSON Pointer (\"\", or begins "
		    "with \"/\")");
	return 0;
}

static int
pointers_read(const struct ydoc_node *n, struct ydoc_texts *out,
    struct err *e)
{
	size_t i;

	if (ydoc_texts(n, out, e) < 0)
		return -1;
	for (i = 0; n && i < out->count; i++)
		if (out->at[i].len && *out->at[i].at != '/')
			return ydoc_error(n, e, "\"%.*s\" is no JSON Pointer",
			    SLICE_ARGS(out->at[i]));
	return 0;
}

/* --- what is taken from another source --- */

/* The source that `like` names: one that stands before, so no circles. */
static const struct ydoc_node *
like_find(const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *like = ydoc_get(n, "like"), *sources, *other;
	struct slice name = SLICE_INIT("");

	if (!like || ydoc_text(like, &name, e) < 0)
		return NULL;
	sources = ydoc_get(n->doc->root, "sources");
	for (other = sources->first; other && other != n; other = other->next)
		if (slice_equal(other->key, name))
			return other;
	ydoc_error(like, e, "no source \"%.*s\" stands before this one",
	    SLICE_ARGS(name));
	return NULL;
}

/* The value of a key, of this source or of the one it is like. */
static const struct ydoc_node *
find(const struct ydoc_node *n, const char *key, struct err *e)
{
	const struct ydoc_node *value;

	for (; n && n->kind == YDOC_MAP; n = like_find(n, e)) {
		value = ydoc_get(n, key);
		if (value)
			return value;
	}
	return NULL;
}

/* --- parts --- */

static int
style_check(const struct rest_paging *p, struct err *e)
{
	static const struct {
		const char *key;
		unsigned styles;
	} known[] = {
		{"first", 1 << REST_OFFSET | 1 << REST_PAGE},
		{"start", 1 << REST_CURSOR | 1 << REST_KEYSET},
		{"next", 1 << REST_CURSOR | 1 << REST_LINK},
		{"after", 1 << REST_KEYSET},
		{"end", 1 << REST_OFFSET | 1 << REST_PAGE | 1 << REST_KEYSET},
	};
	const struct ydoc_node *n;
	size_t i;

	for (i = 0; i < COUNT_OF(known); i++) {
		n = ydoc_get(p->node, known[i].key);
		if (n && !(known[i].styles & 1u << p->style))
			return ydoc_error_key(n, e, "style %s has no \"%s\"",
			    styles[p->style], known[i].key);
	}
	if (p->style == REST_KEYSET && !p->after.at)
		return ydoc_error(p->node, e, "key \"after\" is missing");
	if ((p->style == REST_CURSOR || p->style == REST_LINK) &&
	    !p->next.at && !p->by_header)
		return ydoc_error(p->node, e, "key \"next\" is missing");
	if (p->style == REST_LINK && p->parameter.len)
		return ydoc_error(p->node, e, "a link needs no parameter");
	return 0;
}

static int
paging_read(struct rest_paging *p, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *next;
	int style = REST_WHOLE;

	p->node = n;
	p->size = SIZE_DEFAULT;
	p->pages = PAGES_DEFAULT;
	if (!n)
		return 0;
	if (ydoc_check_keys(n, rest_paging_keys, e) < 0 ||
	    ydoc_choice(ydoc_need(n, "style", e), styles, &style, e) < 0)
		return -1;
	if (style == REST_WHOLE)
		return ydoc_error(ydoc_get(n, "style"), e, "is empty");
	p->style = (enum rest_style)style;
	p->first = style == REST_PAGE;
	next = ydoc_get(n, "next");
	p->start = ydoc_get(n, "start");
	p->by_header = next && next->kind == YDOC_SCALAR &&
	    style == REST_LINK && slice_is(next->text, "Link");
	if (ydoc_number(ydoc_get(n, "size"), (struct ydoc_range){1, 1000000},
	    &p->size, e) < 0 ||
	    ydoc_number(ydoc_get(n, "first"), (struct ydoc_range){0, 1000000},
	    &p->first, e) < 0 ||
	    ydoc_number(ydoc_get(n, "end"), (struct ydoc_range){300, 599},
	    &p->end, e) < 0 ||
	    ydoc_number(ydoc_get(n, "pages"), (struct ydoc_range){1,
	    PAGES_MOST}, &p->pages, e) < 0 ||
	    ydoc_text(ydoc_get(n, "limit"), &p->limit, e) < 0 ||
	    ydoc_text(ydoc_get(n, "parameter"), &p->parameter, e) < 0 ||
	    (!p->by_header && pointer_read(next, &p->next, e) < 0) ||
	    pointer_read(ydoc_get(n, "after"), &p->after, e) < 0 ||
	    pointer_read(ydoc_get(n, "more"), &p->more, e) < 0)
		return -1;
	if (p->start && p->start->kind != YDOC_SCALAR)
		return ydoc_error(p->start, e, "must be a text");
	return style_check(p, e);
}

static int
errors_read(struct rest_errors *x, const struct ydoc_node *n, struct err *e)
{
	if (!n)
		return 0;
	if (ydoc_check_keys(n, rest_errors_keys, e) < 0 ||
	    pointer_read(ydoc_need(n, "at", e), &x->at, e) < 0 ||
	    pointers_read(ydoc_get(n, "message"), &x->messages, e) < 0)
		return -1;
	return ydoc_texts(ydoc_get(n, "again"), &x->again, e);
}

/* The body when only changes are asked for. */
static int
since_add(struct rest *r, const struct ydoc_node *add, struct arena *a,
    struct err *e)
{
	const struct ydoc_node *n;

	r->since.body = r->body;
	if (!add)
		return 0;
	if (ydoc_check_map(add, e) < 0)
		return -1;
	if (!r->body)
		return ydoc_error_key(add, e, "there is no body");
	for (n = add->first; n; n = n->next) {
		r->since.body = graft(r->since.body, n->key, n, a, e);
		if (!r->since.body)
			return -1;
	}
	return 0;
}

static int
since_read(struct rest_since *s, const struct ydoc_node *n, struct err *e)
{
	static const char letters[] = "YmdHMSs%";
	const struct ydoc_node *format;
	size_t i;

	s->node = n;
	s->format = SLICE("%Y-%m-%dT%H:%M:%SZ");
	if (!n)
		return 0;
	format = n->kind == YDOC_MAP ? ydoc_get(n, "format") : NULL;
	if (ydoc_check_keys(n, rest_since_keys, e) < 0 ||
	    ydoc_text(format, &s->format, e) < 0 ||
	    rest_duration(ydoc_get(n, "overlap"), &s->overlap_s, e) < 0)
		return -1;
	for (i = 0; i < s->format.len; i++)
		if (s->format.at[i] == '%' && (++i == s->format.len ||
		    !strchr(letters, s->format.at[i])))
			return ydoc_error(format, e, "has a %% without one of "
			    "Y, m, d, H, M, S, s, %% behind it");
	s->parameters = ydoc_get(n, "parameters");
	return 0;
}

/* --- ${NAME} --- */

static int
known(void *ctx, struct slice name, struct fill_value *out, struct err *e)
{
	const unsigned *allowed = ctx;
	size_t i;

	(void)out;
	(void)e;
	for (i = 0; i < REST_VALUES; i++)
		if (slice_is(name, rest_values[i]))
			return (*allowed & 1u << i) != 0;
	return 0;
}

static unsigned
values_of(const struct rest *r)
{
	unsigned values = 1u << REST_LIMIT;

	switch (r->paging.style) {
	case REST_OFFSET:
		values |= 1u << REST_AT_OFFSET;
		break;
	case REST_PAGE:
		values |= 1u << REST_AT_PAGE;
		break;
	case REST_CURSOR:
		values |= 1u << REST_AT_CURSOR;
		break;
	case REST_KEYSET:
		values |= 1u << REST_AFTER | 1u << REST_AFTER_QUOTED;
		break;
	case REST_WHOLE:
		return 0;
	case REST_LINK:
		break;
	}
	return values;
}

static int
texts_check(const struct ydoc_node *map, const struct fill_names *names,
    struct err *e)
{
	const struct ydoc_node *n;
	struct slice text;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	for (n = map->first; n; n = n->next)
		if (ydoc_text(n, &text, e) < 0 || fill_check(n, names, e) < 0)
			return -1;
	return 0;
}

static int
body_check(const struct ydoc_node *n, const struct fill_names *names,
    struct err *e)
{
	if (!n)
		return 0;
	if (n->kind == YDOC_SCALAR)
		return ydoc_error(n, e, "must be a map or a list, which is "
		    "sent as JSON");
	return fill_check(n, names, e);
}

static int
values_check(const struct rest *r, struct err *e)
{
	unsigned values = values_of(r) |
	    (r->since.node ? 1u << REST_AT_SINCE : 0);
	const struct fill_names names = {known, &values};
	struct slice text;

	if (r->url && (ydoc_text(r->url, &text, e) < 0 ||
	    fill_check(r->url, &names, e) < 0))
		return -1;
	if (auth_check_headers(r->headers, false, e) < 0 ||
	    texts_check(r->headers, &names, e) < 0 ||
	    texts_check(r->parameters, &names, e) < 0 ||
	    texts_check(r->since.parameters, &names, e) < 0 ||
	    body_check(r->body, &names, e) < 0)
		return -1;
	return body_check(r->since.body, &names, e);
}

/* --- all of it --- */

static int
server_of(struct rest *r, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct ydoc_node *server = find(n, "server", e);

	if (!server)
		server = ydoc_get(n->doc->root, "server");
	if (!server)
		return ydoc_error(n, e, "key \"server\" is missing (here or "
		    "at the top)");
	return server_read(&r->server, server, a, e);
}

int
rest_read(struct rest **out, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	static const char *const methods[] = {"GET", "POST", NULL};
	struct rest *r = arena_alloc(a, sizeof(*r));
	int method;

	memset(r, 0, sizeof(*r));
	*out = r;
	r->node = n;
	r->url = find(n, "url", e);
	r->headers = find(n, "headers", e);
	r->parameters = find(n, "parameters", e);
	r->body = find(n, "body", e);
	r->rows = SLICE("");
	method = r->body != NULL;
	if (e->kind || server_of(r, n, a, e) < 0 ||
	    ydoc_choice(find(n, "method", e), methods, &method, e) < 0 ||
	    pointer_read(find(n, "rows", e), &r->rows, e) < 0 ||
	    pointer_read(find(n, "id", e), &r->id, e) < 0 ||
	    pointer_read(find(n, "total", e), &r->total, e) < 0 ||
	    paging_read(&r->paging, find(n, "paging", e), e) < 0 ||
	    errors_read(&r->errors, find(n, "errors", e), e) < 0 ||
	    since_read(&r->since, find(n, "since", e), e) < 0 ||
	    since_add(r, r->since.node ? ydoc_get(r->since.node, "add") : NULL,
	    a, e) < 0)
		return -1;
	r->method = methods[method];
	if (method == 0 && r->body)
		return ydoc_error(r->body, e, "GET has no body");
	return values_check(r, e);
}
