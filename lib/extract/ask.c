/* ask.c - values into address, headers and body. */
#include "extract/ask.h"

#include "net/url.h"

#define URL_MOST ((size_t)64 * 1024)
#define BODY_MOST ((size_t)16 * 1024 * 1024)

enum { URL, BODY, HEADERS, SCRAP };

/* --- values --- */

static struct slice
number_text(struct ask *a, int64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, number);
	return slice_copy(slice_of(text), &a->arena);
}

/* A JSON number, in the spelling that fill takes for one. */
static bool
is_number(const struct ydoc_node *n)
{
	struct decimal d;

	return n->plain && decimal_parse(&d, n->text);
}

static void
next_value(struct ask *a, struct fill_value *out)
{
	const struct ydoc_node *start = a->rest->paging.start;

	if (a->next.at) {
		out->kind = a->plain ? FILL_VALUE : FILL_TEXT;
		out->text = a->next;
	} else if (start) {
		out->kind = is_number(start) ? FILL_VALUE : FILL_TEXT;
		out->text = start->text;
	}
}

/* Each ' twice, for texts in filters. */
static void
double_quotes(struct ask *a, struct fill_value *out)
{
	struct buf *b = &a->texts[SCRAP];
	size_t i;

	if (out->kind == FILL_ABSENT)
		return;
	buf_clear(b);
	for (i = 0; i < out->text.len; i++) {
		if (out->text.at[i] == '\'')
			buf_add_byte(b, '\'');
		buf_add_byte(b, out->text.at[i]);
	}
	out->text = slice_copy(buf_slice(b), &a->arena);
}

static int
find(void *ctx, struct slice name, struct fill_value *out, struct err *e)
{
	struct ask *a = ctx;
	int at = 0;

	(void)e;
	while (rest_values[at] && !slice_is(name, rest_values[at]))
		at++;
	switch ((enum rest_value)at) {
	case REST_LIMIT:
		*out = (struct fill_value){FILL_VALUE,
		    number_text(a, a->rest->paging.size)};
		break;
	case REST_AT_OFFSET:
	case REST_AT_PAGE:
		*out = (struct fill_value){FILL_VALUE,
		    number_text(a, a->position)};
		break;
	case REST_AFTER:
	case REST_AT_CURSOR:
		next_value(a, out);
		break;
	case REST_AFTER_QUOTED:
		next_value(a, out);
		double_quotes(a, out);
		break;
	case REST_AT_SINCE:
		if (a->changes)
			*out = (struct fill_value){
			    slice_is(a->rest->since.format, "%s") ? FILL_VALUE
			    : FILL_TEXT, a->since};
		break;
	case REST_VALUES:
		return 0;
	}
	a->missing |= out->kind == FILL_ABSENT;
	return 1;
}

/* The time as the source writes it: UTC. */
static void
since_print(struct ask *a, struct clock_time t)
{
	const struct rest_since *s = &a->rest->since;
	static const char letters[] = "YmdHMS";
	static const struct {
		size_t at, len;
	} parts[] = {{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}};
	struct buf *b = &a->texts[SCRAP];
	char text[CLOCK_TEXT_SIZE];
	const char *letter;
	size_t i;

	t.nanos = 0;
	t.seconds -= s->overlap_s;
	clock_print(text, t);
	buf_clear(b);
	for (i = 0; i < s->format.len; i++) {
		if (s->format.at[i] != '%') {
			buf_add_byte(b, s->format.at[i]);
			continue;
		}
		letter = strchr(letters, s->format.at[++i]);
		if (letter)
			buf_add(b, text + parts[letter - letters].at,
			    parts[letter - letters].len);
		else if (s->format.at[i] == 's')
			buf_printf(b, "%" PRId64, t.seconds);
		else
			buf_add_byte(b, '%');
	}
	a->since = slice_copy(buf_slice(b), &a->arena);
}

/* --- address --- */

static int
add_parameters(struct ask *a, const struct ydoc_node *map, struct err *e)
{
	const struct fill_names names = {find, a};
	struct buf *value = &a->texts[HEADERS];
	const struct ydoc_node *n;

	for (n = map ? map->first : NULL; n; n = n->next) {
		buf_clear(value);
		a->missing = false;
		if (fill_text(value, n, FILL_PLAIN, &names, e) < 0)
			return -1;
		if (!a->missing)
			url_set_query(&a->texts[URL], n->key,
			    buf_slice(value));
	}
	return 0;
}

/* `limit` and `parameter` of the paging. */
static void
add_position(struct ask *a)
{
	const struct rest_paging *p = &a->rest->paging;
	struct fill_value value = {FILL_ABSENT, {NULL, 0}};

	if (p->limit.len)
		url_set_query(&a->texts[URL], p->limit,
		    number_text(a, p->size));
	if (!p->parameter.len)
		return;
	if (p->style == REST_OFFSET || p->style == REST_PAGE)
		value = (struct fill_value){FILL_VALUE,
		    number_text(a, a->position)};
	else
		next_value(a, &value);
	if (value.kind != FILL_ABSENT)
		url_set_query(&a->texts[URL], p->parameter, value.text);
}

/* Nothing said is the server's address itself; else it lies below that. */
static int
add_address(struct ask *a, struct err *e)
{
	const struct fill_names names = {find, a};
	struct buf *link = &a->texts[HEADERS], *base = &a->texts[SCRAP];

	buf_clear(link);
	if (a->rest->url && fill_text(link, a->rest->url, FILL_URL, &names,
	    e) < 0)
		return -1;
	if (!link->len) {
		buf_add_slice(&a->texts[URL], a->base);
		return 0;
	}
	buf_clear(base);
	buf_add_slice(base, a->base);
	if (base->len && base->at[base->len - 1] != '/')
		buf_add_byte(base, '/');
	if (url_resolve(&a->texts[URL], buf_slice(base), buf_slice(link),
	    e) == 0)
		return 0;
	return err_in(e, "%s:%lu:%lu", a->rest->url->doc->name,
	    a->rest->url->line, a->rest->url->column);
}

static int
fill_address(struct ask *a, struct err *e)
{
	const struct rest *r = a->rest;

	buf_clear(&a->texts[URL]);
	if (r->paging.style == REST_LINK && a->next.at) {
		buf_add_slice(&a->texts[URL], a->next);
		return 0;
	}
	if (add_address(a, e) < 0 ||
	    add_parameters(a, r->parameters, e) < 0)
		return -1;
	add_position(a);
	return a->changes ? add_parameters(a, r->since.parameters, e) : 0;
}

/* --- headers, body --- */

static int
fill_headers(struct ask *a, struct http_request *out, struct err *e)
{
	const struct fill_names names = {find, a};
	const struct ydoc_node *map = a->rest->headers, *n;
	struct buf *value = &a->texts[HEADERS];
	size_t count = 0;

	a->headers = arena_alloc(&a->arena,
	    ((map ? map->count : 0) + 2) * sizeof(*a->headers));
	if (out->body.at)
		a->headers[count++] = (struct http_header){
		    SLICE("Content-Type"), SLICE("application/json")};
	for (n = map ? map->first : NULL; n; n = n->next) {
		buf_clear(value);
		a->missing = false;
		if (fill_text(value, n, FILL_HEADER, &names, e) < 0)
			return -1;
		if (!a->missing)
			a->headers[count++] = (struct http_header){n->key,
			    slice_copy(buf_slice(value), &a->arena)};
	}
	out->headers = a->headers;
	out->header_count = count;
	return 0;
}

static int
fill_body(struct ask *a, struct http_request *out, struct err *e)
{
	const struct fill_names names = {find, a};
	const struct rest *r = a->rest;
	const struct ydoc_node *n = a->changes ? r->since.body : r->body;

	if (!n)
		return 0;
	buf_clear(&a->texts[BODY]);
	if (fill_json(&a->texts[BODY], n, &names, e) < 0)
		return -1;
	out->body = buf_slice(&a->texts[BODY]);
	return 0;
}

/* --- all of it --- */

void
ask_init(struct ask *a, const struct rest *r, struct slice base,
    const struct clock_time *since)
{
	size_t i;

	memset(a, 0, sizeof(*a));
	a->rest = r;
	a->base = base;
	for (i = 0; i < COUNT_OF(a->texts); i++)
		buf_init(&a->texts[i], i == BODY ? BODY_MOST : URL_MOST);
	if (since && r->since.node) {
		a->changes = true;
		since_print(a, *since);
	}
}

void
ask_release(struct ask *a)
{
	size_t i;

	for (i = 0; i < COUNT_OF(a->texts); i++)
		buf_release(&a->texts[i]);
	arena_release(&a->arena);
}

int
ask_address(struct ask *a, struct buf *to, struct err *e)
{
	if (add_address(a, e) < 0)
		return -1;
	url_show(to, buf_slice(&a->texts[URL]));
	buf_clear(&a->texts[URL]);
	return 0;
}

int
ask_fill(struct ask *a, struct http_request *out, struct err *e)
{
	size_t i;

	if (fill_address(a, e) < 0 || fill_body(a, out, e) < 0 ||
	    fill_headers(a, out, e) < 0)
		return -1;
	for (i = 0; i < COUNT_OF(a->texts); i++)
		if (a->texts[i].over)
			return err_set(e, ERR_INPUT, "%.*s: a request would "
			    "be too long", SLICE_ARGS(a->base));
	out->method = a->rest->method;
	out->url = buf_slice(&a->texts[URL]);
	return 0;
}
