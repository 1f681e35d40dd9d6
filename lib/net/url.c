/*
 * url.c - libcurl's parser does the work: it is the one that will connect,
 * so no two parsers can disagree about which host an address means.
 */
#include "net/url.h"

#include "io/log.h"

#include <curl/curl.h>
#include <strings.h>

#define URL_MOST ((size_t)64 * 1024)
#define SHOWN_MOST 300

/* A parsed address; NULL with *e. */
static CURLU *
parse(struct slice url, struct err *e)
{
	struct buf text = BUF_INIT(URL_MOST);
	CURLU *u = curl_url();
	CURLUcode rc = CURLUE_OUT_OF_MEMORY;

	buf_add_slice(&text, url);
	if (memchr(url.len ? url.at : "", '\0', url.len))
		rc = CURLUE_BAD_HOSTNAME;
	else if (text.over)
		rc = CURLUE_MALFORMED_INPUT;
	else if (u)
		rc = curl_url_set(u, CURLUPART_URL, buf_text(&text), 0);
	buf_release(&text);
	if (!rc)
		return u;
	curl_url_cleanup(u);
	buf_init(&text, URL_MOST);
	url_show(&text, url);
	(void)err_set(e, ERR_USAGE, "\"%s\" is no address: %s (wanted is "
	    "http://... or https://...)", buf_text(&text),
	    curl_url_strerror(rc));
	buf_release(&text);
	return NULL;
}

/* A part of it, to be given back with curl_free, or NULL. */
static char *
part(CURLU *u, CURLUPart which)
{
	unsigned flags = which == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0;
	char *text = NULL;

	return curl_url_get(u, which, &text, flags) == CURLUE_OK ? text : NULL;
}

static bool
has(CURLU *u, CURLUPart which)
{
	char *text = part(u, which);
	bool there = text != NULL;

	curl_free(text);
	return there;
}

/*
 * A name that ends in ".localhost" may lead elsewhere by a resolver's
 * mistake, so only what cannot counts; libcurl itself knows "localhost".
 */
static bool
is_loopback(const char *host)
{
	static const char digits[] = "0123456789.";

	return strcasecmp(host, "localhost") == 0 ||
	    strcmp(host, "[::1]") == 0 ||
	    (strncmp(host, "127.", 4) == 0 &&
	    host[strspn(host, digits)] == '\0');
}

static bool
has_blank(struct slice url)
{
	size_t i;

	for (i = 0; i < url.len; i++)
		if ((unsigned char)url.at[i] <= ' ' || url.at[i] == 0x7f)
			return true;
	return false;
}

static int
check_parsed(CURLU *u, struct slice url, bool plain, struct err *e)
{
	struct buf shown = BUF_INIT(URL_MOST);
	char *scheme = part(u, CURLUPART_SCHEME), *host;
	int rc = -1;

	host = part(u, CURLUPART_HOST);
	url_show(&shown, url);
	if (!scheme || (strcmp(scheme, "http") && strcmp(scheme, "https")))
		(void)err_set(e, ERR_USAGE, "\"%s\": the address must begin "
		    "with https:// or http://", buf_text(&shown));
	else if (has(u, CURLUPART_USER) || has(u, CURLUPART_PASSWORD))
		(void)err_set(e, ERR_USAGE, "\"%s\": an address has no user "
		    "and password here (they belong under auth)",
		    buf_text(&shown));
	else if (!plain && !strcmp(scheme, "http") &&
	    (!host || !is_loopback(host)))
		(void)err_set(e, ERR_USAGE, "\"%s\": http would send all in "
		    "clear to another machine (use https, or say "
		    "\"plain: yes\")", buf_text(&shown));
	else
		rc = 0;
	curl_free(scheme);
	curl_free(host);
	buf_release(&shown);
	return rc;
}

int
url_check(struct slice url, bool plain, struct err *e)
{
	struct buf shown = BUF_INIT(URL_MOST);
	CURLU *u;
	int rc;

	if (has_blank(url)) {
		url_show(&shown, url);
		(void)err_set(e, ERR_USAGE, "\"%s\": an address has no "
		    "blanks or control characters (encode them as %%20)",
		    buf_text(&shown));
		buf_release(&shown);
		return -1;
	}
	u = parse(url, e);
	if (!u)
		return -1;
	rc = check_parsed(u, url, plain, e);
	curl_url_cleanup(u);
	return rc;
}

bool
url_loopback(struct slice url)
{
	struct err e = ERR_INIT;
	CURLU *u = parse(url, &e);
	char *host = u ? part(u, CURLUPART_HOST) : NULL;
	bool loopback = host && is_loopback(host);

	curl_free(host);
	curl_url_cleanup(u);
	return loopback;
}

/*
 * libcurl resolves a link by setting it on what is parsed already.  It has no
 * notion of the empty link, which is the base itself.
 */
int
url_resolve(struct buf *to, struct slice base, struct slice link,
    struct err *e)
{
	struct buf text = BUF_INIT(URL_MOST);
	CURLU *u = parse(base, e);
	CURLUcode rc = CURLUE_OK;
	char *full = NULL;

	if (!u)
		return -1;
	buf_add_slice(&text, link);
	if (has_blank(link) || text.over)
		rc = CURLUE_MALFORMED_INPUT;
	else if (link.len)
		rc = curl_url_set(u, CURLUPART_URL, buf_text(&text), 0);
	if (!rc)
		rc = curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
	if (!rc)
		rc = curl_url_get(u, CURLUPART_URL, &full, 0);
	if (!rc) {
		buf_add_text(to, full);
	} else {
		buf_clear(&text);
		url_show(&text, link);
		(void)err_set(e, ERR_USAGE, "\"%s\" is no address: %s",
		    buf_text(&text), curl_url_strerror(rc));
	}
	curl_free(full);
	curl_url_cleanup(u);
	buf_release(&text);
	return rc ? -1 : 0;
}

static bool
same_part(CURLU *a, CURLU *b, CURLUPart which)
{
	char *x = part(a, which), *y = part(b, which);
	bool same = x && y && strcasecmp(x, y) == 0;

	curl_free(x);
	curl_free(y);
	return same;
}

bool
url_same_server(struct slice a, struct slice b)
{
	struct err e = ERR_INIT;
	CURLU *x = parse(a, &e), *y = parse(b, &e);
	bool same = x && y && same_part(x, y, CURLUPART_SCHEME) &&
	    same_part(x, y, CURLUPART_HOST) && same_part(x, y, CURLUPART_PORT);

	curl_url_cleanup(x);
	curl_url_cleanup(y);
	return same;
}

/* --- text --- */

void
url_encode(struct buf *to, struct slice text)
{
	static const char open[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (memchr(open, text.at[i], sizeof(open) - 1))
			buf_add_byte(to, text.at[i]);
		else /* bytes are 0 to 255 */
			buf_printf(to, "%%%02X", (unsigned char)text.at[i]);
	}
}

void
url_add_query(struct buf *url, struct slice name, struct slice value)
{
	char last = url->len ? url->at[url->len - 1] : '\0';

	if (!url->len || !memchr(url->at, '?', url->len))
		buf_add_byte(url, '?');
	else if (last != '?' && last != '&')
		buf_add_byte(url, '&');
	url_encode(url, name);
	buf_add_byte(url, '=');
	url_encode(url, value);
}

void
url_set_query(struct buf *url, struct slice name, struct slice value)
{
	struct buf kept = BUF_INIT(url->most), wanted = BUF_INIT(url->most);
	struct slice rest = buf_slice(url), one, key;
	const char *mark = url->len ? memchr(url->at, '?', url->len) : NULL;
	bool first = true;

	if (mark) {
		url_encode(&wanted, name);
		one = slice_cut(&rest, '?');
		buf_add_slice(&kept, one);
		while (rest.at) {
			one = slice_cut(&rest, '&');
			key = one;
			key = slice_cut(&key, '=');
			if (slice_equal(key, buf_slice(&wanted)) ||
			    slice_equal(key, name))
				continue;
			buf_add_byte(&kept, first ? '?' : '&');
			buf_add_slice(&kept, one);
			first = false;
		}
		buf_clear(url);
		buf_add_slice(url, buf_slice(&kept));
	}
	buf_release(&kept);
	buf_release(&wanted);
	url_add_query(url, name, value);
}

/* By bytes, not by the parser: it has to do for what is no address, too. */
static void
add_without_credentials(struct buf *to, struct slice url)
{
	struct slice rest = url, open = slice_cut(&rest, '#');
	const char *mark = NULL;
	size_t from, i, at = 0;

	if (open.len > URL_MOST / 2)
		open.len = URL_MOST / 2;
	if (open.len)
		mark = memmem(open.at, open.len, "://", 3);
	from = mark ? (size_t)(mark - open.at) + 3 : 0;
	/* they end at the last "@" before the path */
	for (i = from; i < open.len && !strchr("/?", open.at[i]); i++)
		if (open.at[i] == '@')
			at = i;
	if (at) {
		buf_add(to, open.at, from);
		buf_add_text(to, "***");
		open.at += at;
		open.len -= at;
	}
	buf_add_slice(to, open);
}

void
url_show(struct buf *to, struct slice url)
{
	struct buf text = BUF_INIT(URL_MOST), masked = BUF_INIT(URL_MOST * 4);
	struct slice shown;

	add_without_credentials(&text, url);
	log_masked(&masked, buf_slice(&text));
	shown = buf_slice(&masked);
	if (shown.len > SHOWN_MOST)
		shown.len = SHOWN_MOST;
	buf_add_slice(to, shown);
	if (shown.len < masked.len)
		buf_add_text(to, "...");
	buf_release(&text);
	buf_release(&masked);
}
