/* request.c - address, headers and body from templates and skeletons. */
#include "load/request.h"

#include "format/json_add.h"
#include "net/url.h"

#define URL_MOST ((size_t)64 * 1024)

void
request_init(struct request *r)
{
	memset(r, 0, sizeof(*r));
	buf_init(&r->url, URL_MOST);
	buf_init(&r->body, REQUEST_BODY_MOST);
}

void
request_release(struct request *r)
{
	buf_release(&r->url);
	buf_release(&r->body);
	headers_release(&r->headers);
}

/* --- pieces --- */

static int
add_headers(struct request *r, struct http_step *step, struct scene *s,
    struct err *e)
{
	size_t i;
	int got;

	headers_release(&r->headers);
	for (i = 0; i < step->header_count; i++) {
		struct buf value = BUF_INIT(URL_MOST);

		got = template_text(&step->headers[i].value, s, FILL_HEADER,
		    &value, e);
		/* a header without a value is left out */
		if (got > 0)
			headers_add(&r->headers, step->headers[i].name,
			    buf_slice(&value));
		buf_release(&value);
		if (got < 0)
			return -1;
	}
	return 0;
}

static void
content_type(struct request *r, const char *type)
{
	const struct http_header h = {SLICE_INIT("Content-Type"),
	    slice_of(type)};

	headers_add_missing(&r->headers, &h, 1);
}

static int
add_form(struct request *r, struct http_step *step, struct scene *s,
    struct err *e)
{
	struct buf value = BUF_INIT(REQUEST_BODY_MOST);
	size_t i;
	int got = 1;

	for (i = 0; i < step->form_count && got >= 0; i++) {
		buf_clear(&value);
		got = template_text(&step->form[i].value, s, FILL_PLAIN,
		    &value, e);
		if (got <= 0)
			continue;
		if (r->body.len)
			buf_add_byte(&r->body, '&');
		url_encode(&r->body, step->form[i].name);
		buf_add_byte(&r->body, '=');
		url_encode(&r->body, buf_slice(&value));
	}
	buf_release(&value);
	return got < 0 ? -1 : 1;
}

static int
add_body(struct request *r, struct http_step *step, struct scene *s,
    struct err *e)
{
	int got = 1;

	if (step->json)
		got = body_add(step->json, s, step->absent, &r->body, e);
	else if (step->text.node)
		got = template_text(&step->text, s, FILL_PLAIN, &r->body, e);
	else if (step->has_form)
		got = add_form(r, step, s, e);
	if (r->body.over)
		return err_set(e, ERR_INPUT, "a body is over %zu MiB",
		    REQUEST_BODY_MOST / 1024 / 1024);
	return got;
}

static int
over(const struct buf *url, struct err *e)
{
	return url->over ? err_set(e, ERR_INPUT, "an address is over %zu "
	    "bytes", url->most) : 0;
}

/* --- whole requests --- */

static void
finish(struct request *r, const char *method, bool has_body)
{
	r->http = (struct http_request){.method = method,
	    .url = buf_slice(&r->url), .headers = r->headers.at,
	    .header_count = r->headers.count};
	if (has_body)
		r->http.body = r->body.len ? buf_slice(&r->body) : SLICE("");
}

int
request_make(struct request *r, struct http_spec *spec,
    struct http_step *step, struct err *e)
{
	struct scene *s = &spec->scene;
	int got;

	buf_clear(&r->url);
	buf_clear(&r->body);
	buf_clear(&s->lacking);
	got = template_text(&step->url, s, FILL_URL, &r->url, e);
	if (got <= 0)
		return got;
	if (over(&r->url, e) < 0 || add_headers(r, step, s, e) < 0)
		return -1;
	got = add_body(r, step, s, e);
	if (got <= 0)
		return got;
	if (step->json)
		content_type(r, "application/json");
	if (step->has_form)
		content_type(r, "application/x-www-form-urlencoded");
	finish(r, step->method, step->json || step->text.node ||
	    step->has_form);
	if (step->repeat || spec->idempotency.len)
		r->http.repeat = HTTP_REPEAT_SAFE;
	return s->lacking.len ? 0 : 1;
}

/* One request within a $batch. */
static int
add_part(struct request *r, struct http_spec *spec,
    const struct request_part *p, size_t number, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct request one;
	size_t i;
	int got;

	request_init(&one);
	scene_enter(&spec->scene, p->unit);
	got = request_make(&one, spec, p->step, e);
	if (got > 0) {
		buf_printf(&r->body, "%s{\"id\":\"%zu\",", number > 1 ? ","
		    : "", number);
		if (spec->odata_atomic)
			buf_add_text(&r->body, "\"atomicityGroup\":\"g\",");
		buf_printf(&r->body, "\"method\":\"%s\",\"url\":",
		    p->step->method);
		json_add_string(&r->body, one.http.url);
		buf_add_text(&r->body, ",\"headers\":{");
		for (i = 0; i < one.headers.count; i++) {
			if (i)
				buf_add_byte(&r->body, ',');
			/* some servers know them in small letters only */
			json_add_string(&r->body, slice_lower(
			    one.headers.at[i].name, &a));
			buf_add_byte(&r->body, ':');
			json_add_string(&r->body, one.headers.at[i].value);
		}
		buf_add_byte(&r->body, '}');
		if (one.http.body.len) {
			buf_add_text(&r->body, ",\"body\":");
			buf_add_slice(&r->body, one.http.body);
		}
		buf_add_byte(&r->body, '}');
	}
	request_release(&one);
	arena_release(&a);
	return got;
}

int
request_make_batch(struct request *r, struct http_spec *spec,
    const struct request_part *parts, size_t count, struct err *e)
{
	int got = 1;
	bool safe = true;
	size_t i;

	buf_clear(&r->url);
	buf_clear(&r->body);
	headers_release(&r->headers);
	buf_add_slice(&r->url, spec->odata_url);
	buf_add_text(&r->body, "{\"requests\":[");
	for (i = 0; i < count && got > 0; i++) {
		got = add_part(r, spec, &parts[i], i + 1, e);
		safe = safe && (parts[i].step->repeat ||
		    spec->idempotency.len ||
		    strcmp(parts[i].step->method, "PUT") == 0 ||
		    strcmp(parts[i].step->method, "GET") == 0 ||
		    strcmp(parts[i].step->method, "DELETE") == 0);
	}
	buf_add_text(&r->body, "]}");
	if (got <= 0)
		return got;
	if (r->body.over)
		return err_set(e, ERR_INPUT, "a $batch is over %zu MiB",
		    REQUEST_BODY_MOST / 1024 / 1024);
	content_type(r, "application/json");
	headers_add(&r->headers, SLICE("Accept"), SLICE("application/json"));
	if (!spec->odata_atomic)
		headers_add(&r->headers, SLICE("Prefer"),
		    SLICE("odata.continue-on-error"));
	finish(r, "POST", true);
	if (safe)
		r->http.repeat = HTTP_REPEAT_SAFE;
	return 1;
}

void
request_sign(struct request *r, const struct http_spec *spec,
    struct slice traceparent, struct slice idempotency)
{
	if (spec->idempotency.len && idempotency.len) {
		const struct http_header h = {spec->idempotency, idempotency};

		headers_add_missing(&r->headers, &h, 1);
	}
	if (traceparent.len) {
		const struct http_header h = {SLICE_INIT("traceparent"),
		    traceparent};

		headers_add_missing(&r->headers, &h, 1);
	}
	r->http.headers = r->headers.at;
	r->http.header_count = r->headers.count;
}
