/* exchange.c - looking at requests and answers, and putting them in words. */
#include "net/exchange.h"

#include "io/log.h"
#include "net/url.h"

#include <strings.h>

#define WORDS_MOST 200

static bool
same_name(struct slice a, struct slice b)
{
	return a.len == b.len && strncasecmp(a.at, b.at, a.len) == 0;
}

struct slice
http_answer_header(const struct http_answer *a, const char *name)
{
	size_t i;

	for (i = 0; i < a->header_count; i++)
		if (same_name(a->headers[i].name, slice_of(name)))
			return a->headers[i].value;
	return SLICE("");
}

struct slice
http_answer_cookie(const struct http_answer *a, struct slice name)
{
	struct slice rest, pair, key;
	size_t i;

	for (i = 0; i < a->header_count; i++) {
		if (!same_name(a->headers[i].name, SLICE("Set-Cookie")))
			continue;
		rest = a->headers[i].value;
		pair = slice_cut(&rest, ';');
		key = slice_trim(slice_cut(&pair, '='));
		if (pair.at && slice_equal(key, name))
			return slice_trim(pair);
	}
	return (struct slice){NULL, 0};
}

bool
http_request_repeatable(const struct http_request *r)
{
	static const char *const methods[] = {
		"GET", "HEAD", "OPTIONS", "PUT", "DELETE",
	};
	size_t i;

	switch (r->repeat) {
	case HTTP_REPEAT_SAFE:
		return true;
	case HTTP_REPEAT_NEVER:
		return false;
	case HTTP_REPEAT_METHOD:
		break;
	}
	for (i = 0; i < COUNT_OF(methods); i++)
		if (strcmp(r->method, methods[i]) == 0)
			return true;
	return false;
}

/* --- words --- */

/* Without tags where it begins like markup, runs of blanks as one. */
static void
add_plain(struct buf *to, struct slice text)
{
	bool markup = slice_begins(slice_trim(text), SLICE("<"));
	bool in_tag = false, blank = true;
	size_t i;

	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (markup && c == '<')
			in_tag = true;
		if (in_tag || c <= ' ') {
			if (!blank)
				buf_add_byte(to, ' ');
			blank = true;
			in_tag = in_tag && c != '>';
		} else {
			buf_add_byte(to, text.at[i]);
			blank = false;
		}
	}
}

void
http_answer_words(struct buf *to, const struct http_answer *a)
{
	struct buf plain = BUF_INIT(65536), masked = BUF_INIT(4 * 65536);
	struct slice text = a->body;

	if (text.len > 16384)
		text.len = 16384;
	/* what is no text has nothing to say */
	if (text.len && !memchr(text.at, '\0', text.len))
		add_plain(&plain, text);
	log_masked(&masked, buf_slice(&plain));
	text = slice_trim(buf_slice(&masked));
	buf_add(to, text.at, text.len > WORDS_MOST ? WORDS_MOST : text.len);
	if (text.len > WORDS_MOST)
		buf_add_text(to, "...");
	buf_release(&plain);
	buf_release(&masked);
}

/* What people call the usual ones. */
static const char *
status_name(long status)
{
	static const struct {
		long status;
		const char *name;
	} names[] = {
		{400, " Bad Request"}, {401, " Unauthorized"},
		{403, " Forbidden"}, {404, " Not Found"},
		{405, " Method Not Allowed"}, {406, " Not Acceptable"},
		{407, " Proxy Authentication Required"},
		{408, " Request Timeout"}, {409, " Conflict"}, {410, " Gone"},
		{412, " Precondition Failed"}, {413, " Content Too Large"},
		{415, " Unsupported Media Type"}, {422, " Unprocessable"},
		{429, " Too Many Requests"}, {500, " Internal Server Error"},
		{501, " Not Implemented"}, {502, " Bad Gateway"},
		{503, " Service Unavailable"}, {504, " Gateway Timeout"},
	};
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++)
		if (names[i].status == status)
			return names[i].name;
	return "";
}

static const char *
status_advice(const struct http_answer *a)
{
	if (a->later)
		return "try again later";
	switch (a->status) {
	case 401:
		return "check auth in the profile";
	case 403:
		return "the user lacks a right, or auth is wrong";
	case 404:
	case 405:
	case 410:
		return "check the address in the profile";
	case 407:
		return "check proxy_user and proxy_password in the profile";
	default:
		return "check the request in the profile";
	}
}

static int
fail_status(const struct http_answer *a, const char *where, struct err *e)
{
	enum err_kind kind = a->later ? ERR_AGAIN : ERR_USAGE;
	struct slice to = http_answer_header(a, "Location");
	struct buf words = BUF_INIT(1024);

	if (a->status >= 300 && a->status < 400 && to.len) {
		url_show(&words, to);
		(void)err_set(e, kind, "%s: %ld: the server sends on to %s "
		    "(that is not followed: write that address)", where,
		    a->status, buf_text(&words));
	} else {
		http_answer_words(&words, a);
		(void)err_set(e, kind, "%s: %ld%s%s%s (%s)", where,
		    a->status, status_name(a->status), words.len ? ": " : "",
		    buf_text(&words), status_advice(a));
	}
	buf_release(&words);
	return -1;
}

int
http_answer_check(const struct http_answer *a, struct err *e)
{
	struct buf where = BUF_INIT(1024);
	int rc = -1;

	if (a->outcome == HTTP_ANSWERED && a->status >= 200 && a->status < 300)
		return 0;
	buf_add_text(&where, a->request->method);
	buf_add_byte(&where, ' ');
	url_show(&where, a->url);
	switch (a->outcome) {
	case HTTP_ANSWERED:
		rc = fail_status(a, buf_text(&where), e);
		break;
	case HTTP_UNREACHABLE:
	case HTTP_LOST:
		rc = err_set(e, ERR_AGAIN, "%s: %s", buf_text(&where),
		    a->words);
		break;
	case HTTP_REFUSED:
	case HTTP_TOO_LARGE:
		rc = err_set(e, ERR_USAGE, "%s: %s", buf_text(&where),
		    a->words);
		break;
	}
	buf_release(&where);
	return rc;
}
