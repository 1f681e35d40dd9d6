/* exchange_fuzz.c - any bytes as what a server says: words, cookies, when to
 * come back, where to go. */
#include "net/exchange.h"

#include "net/known.h"
#include "net/retry.h"
#include "net/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* bytes are bytes */
	struct slice text = slice_from((const char *)data, size);
	const struct http_header headers[] = {
		{SLICE_INIT("Set-Cookie"), text},
		{SLICE_INIT("Location"), text},
	};
	const struct http_request r = {.method = "GET"};
	struct http_answer a = {.request = &r, .status = 302,
	    .headers = headers, .header_count = 2, .body = text,
	    .url = SLICE_INIT("https://h/a/b")};
	struct buf b = BUF_INIT(65536);
	struct err e = ERR_INIT;
	uint64_t ms;

	(void)!http_answer_check(&a, &e);
	a.status = 500;
	err_clear(&e);
	(void)!http_answer_check(&a, &e);
	(void)http_answer_cookie(&a, SLICE("a"));
	(void)known_json(&a, SLICE("/a/0"), &b);
	(void)retry_after(text, 0, &ms);
	err_clear(&e);
	buf_clear(&b);
	if (url_resolve(&b, a.url, text, &e) == 0) {
		err_clear(&e);
		(void)!url_check(buf_slice(&b), false, &e);
		url_set_query(&b, SLICE("a"), text);
	}
	buf_release(&b);
	return 0;
}
