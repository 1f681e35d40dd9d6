/* server.c - reading the map of a server, with what is usual where it is
 * silent. */
#include "net/server.h"

#include "io/path.h"
#include "net/url.h"

const char *const server_keys[] = {
	"url", "plain", "http2", "keep_alive", "gzip", "headers", "auth", "ca",
	"certificate", "key", "key_password", "proxy", "proxy_user",
	"proxy_password", "timeouts", "connections", "rate", "retry",
	"answer_most", "signature", NULL,
};
const char *const server_timeout_keys[] = {"connect", "stall", "total", NULL};
const char *const server_retry_keys[] = {
	"attempts", "first", "most", "statuses", NULL,
};

static int
path_read(const struct ydoc_node *n, const char **out, struct arena *a,
    struct err *e)
{
	struct buf b = BUF_INIT(PATH_MAX);
	const char *path = NULL;
	char *folder;

	if (ydoc_string(n, &path, e) < 0)
		return -1;
	if (!path)
		return 0;
	if (!*path)
		return ydoc_error(n, e, "is empty");
	folder = path_folder(n->doc->name);
	buf_printf(&b, "%s%s", *path == '/' ? "" : folder, path);
	mem_free(folder);
	*out = slice_copy(buf_slice(&b), a).at;
	buf_release(&b);
	return 0;
}

static int
tls_read(struct server *s, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct ydoc_node *key = ydoc_get(n, "key");

	if (path_read(ydoc_get(n, "ca"), &s->ca, a, e) < 0 ||
	    path_read(ydoc_get(n, "certificate"), &s->certificate, a, e) < 0 ||
	    path_read(key, &s->key, a, e) < 0 ||
	    secret_read(&s->key_password, ydoc_get(n, "key_password"), a,
	    e) < 0)
		return -1;
	if (key && !s->certificate)
		return ydoc_error_key(key, e, "without a \"certificate\"");
	if (s->key_password.node && !s->certificate)
		return ydoc_error_key(s->key_password.node, e, "without a "
		    "\"certificate\"");
	return 0;
}

static int
proxy_read(struct server *s, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct ydoc_node *proxy = ydoc_get(n, "proxy");
	const struct ydoc_node *user = ydoc_get(n, "proxy_user");

	s->proxy_user = SLICE("");
	if (ydoc_string(proxy, &s->proxy, e) < 0 ||
	    ydoc_text(user, &s->proxy_user, e) < 0 ||
	    secret_read(&s->proxy_password, ydoc_get(n, "proxy_password"), a,
	    e) < 0)
		return -1;
	if (!user != !s->proxy_password.node)
		return ydoc_error(n, e, "\"proxy_user\" and "
		    "\"proxy_password\" go together");
	if (!proxy)
		return 0;
	if (strcmp(s->proxy, "none") == 0)
		s->proxy = "";
	else if (url_check(slice_of(s->proxy), true, e) < 0)
		return err_in(e, "%s:%lu:%lu", n->doc->name, proxy->line,
		    proxy->column);
	return 0;
}

static int
timeouts_read(struct server *s, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_range seconds = {1, 86400};

	s->connect_s = 30;
	s->stall_s = 120;
	s->total_s = 600;
	if (!n)
		return 0;
	if (ydoc_check_keys(n, server_timeout_keys, e) < 0 ||
	    ydoc_number(ydoc_get(n, "connect"), seconds, &s->connect_s,
	    e) < 0 ||
	    ydoc_number(ydoc_get(n, "stall"), seconds, &s->stall_s, e) < 0)
		return -1;
	return ydoc_number(ydoc_get(n, "total"), seconds, &s->total_s, e);
}

static int
statuses_read(struct retry_policy *p, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *one;

	if (!n)
		return 0;
	if (ydoc_check_list(n, e) < 0)
		return -1;
	for (one = n->first; one; one = one->next) {
		if (p->status_count == RETRY_STATUSES_MOST)
			return ydoc_error(one, e, "has too many statuses");
		if (ydoc_number(one, (struct ydoc_range){300, 599},
		    &p->statuses[p->status_count], e) < 0)
			return -1;
		p->status_count++;
	}
	return 0;
}

/* Seconds, with at most three decimals, in thousandths. */
static int
thousandths_read(const struct ydoc_node *n, uint64_t most, uint64_t *out,
    struct err *e)
{
	struct slice text = SLICE_INIT("0"), whole, fraction;
	uint64_t number = 0, part = 0;
	size_t i;

	if (ydoc_text(n, &text, e) < 0)
		return -1;
	if (!n)
		return 0;
	fraction = text;
	whole = slice_cut(&fraction, '.');
	if (text_to_number(whole, most, &number) && (!fraction.at ||
	    (fraction.len <= 3 && text_to_number(fraction, 999, &part)))) {
		for (i = fraction.len; fraction.at && i < 3; i++)
			part *= 10;
		*out = number * 1000 + part;
		if (*out)
			return 0;
	}
	return ydoc_error(n, e, "must be a number above 0, at most %" PRIu64
	    ", with at most three decimals, is \"%.*s\"", most,
	    SLICE_ARGS(text));
}

static int
retry_read(struct server *s, const struct ydoc_node *n, struct err *e)
{
	struct retry_policy *p = &s->retry;

	*p = (struct retry_policy)RETRY_POLICY_INIT;
	if (!n)
		return 0;
	if (ydoc_check_keys(n, server_retry_keys, e) < 0 ||
	    ydoc_number(ydoc_get(n, "attempts"), (struct ydoc_range){1, 100},
	    &p->attempts, e) < 0 ||
	    thousandths_read(ydoc_get(n, "first"), 3600, &p->first_ms,
	    e) < 0 ||
	    thousandths_read(ydoc_get(n, "most"), 86400, &p->most_ms, e) < 0)
		return -1;
	if (p->most_ms < p->first_ms)
		return ydoc_error(n, e, "\"most\" is below \"first\"");
	return statuses_read(p, ydoc_get(n, "statuses"), e);
}

static int
limits_read(struct server *s, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_range connections = {1, SERVER_CONNECTIONS_MOST};
	long mebibytes = 64;

	s->connections = 4;
	if (ydoc_number(ydoc_get(n, "connections"), connections,
	    &s->connections, e) < 0 ||
	    thousandths_read(ydoc_get(n, "rate"), 1000000, &s->rate, e) < 0 ||
	    ydoc_number(ydoc_get(n, "answer_most"),
	    (struct ydoc_range){1, 4096}, &mebibytes, e) < 0)
		return -1;
	s->answer_most = (size_t)mebibytes * 1024 * 1024; /* 1 to 4096 */
	return 0;
}

/* The url has been checked: there is a scheme, and no credentials. */
static struct slice
origin_of(struct slice url, struct arena *a)
{
	struct buf b = BUF_INIT(65536);
	struct slice host = url, s;

	(void)slice_cut(&host, '/');
	(void)slice_cut(&host, '/');
	s = slice_cut(&host, '/');
	buf_add(&b, url.at, (size_t)(s.at - url.at) + s.len);
	buf_add_byte(&b, '/');
	s = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return s;
}

static int
url_read(struct server *s, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct ydoc_node *url = ydoc_need(n, "url", e);

	if (ydoc_text(url, &s->url, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "plain"), &s->plain, e) < 0)
		return -1;
	if (url_check(s->url, s->plain, e) < 0)
		return err_in(e, "%s:%lu:%lu", n->doc->name, url->line,
		    url->column);
	if (memchr(s->url.at, '?', s->url.len) ||
	    memchr(s->url.at, '#', s->url.len))
		return ydoc_error(url, e, "must end before \"?\" and \"#\"");
	s->origin = origin_of(s->url, a);
	return 0;
}

bool
server_home(const struct server *s, struct slice url)
{
	size_t i;

	if (!s->origin.len || !slice_begins(url, s->origin))
		return false;
	for (i = s->origin.len; i < url.len; i++)
		if ((unsigned char)url.at[i] <= ' ' || url.at[i] == '#' ||
		    (unsigned char)url.at[i] >= 0x7f)
			return false;
	return true;
}

/* A link that only stands behind its folder: nothing else in it counts. */
static bool
is_simple(struct slice link)
{
	size_t path = 0;

	while (path < link.len && !strchr("?#", link.at[path]))
		path++;
	return link.len && !strchr("/?#.", *link.at) &&
	    !memchr(link.at, ':', path) && !memmem(link.at, path, "/.", 2) &&
	    !memchr(link.at, '\\', path) &&
	    !memchr(link.at, '\0', link.len);
}

/*
 * Most addresses are put together from their bytes: asking libcurl's parser
 * three times a request would cost as much as sending it.
 */
int
server_resolve(const struct server *s, struct buf *to, struct slice link,
    struct err *e)
{
	struct buf base = BUF_INIT(65536);
	size_t from = to->len;
	int rc;

	buf_add_slice(&base, s->url);
	if (link.len && s->url.at[s->url.len - 1] != '/')
		buf_add_byte(&base, '/');
	if (is_simple(link)) {
		buf_add_slice(to, buf_slice(&base));
		buf_add_slice(to, link);
		if (!to->over && server_home(s, slice_from(to->at + from,
		    to->len - from))) {
			buf_release(&base);
			return 0;
		}
		to->len = from;
	}
	rc = url_resolve(to, buf_slice(&base), link, e);
	buf_release(&base);
	if (rc < 0)
		return -1;
	return url_check(slice_from(to->at + from, to->len - from), s->plain,
	    e);
}

/* A token's address may be another server's. */
static int
check_token_url(const struct server *s, struct err *e)
{
	const struct auth_oauth2 *o = &s->auth.oauth2;
	struct buf full = BUF_INIT(65536);
	int rc = 0;

	if (!o->node)
		return 0;
	if (server_resolve(s, &full, o->token_url, e) < 0)
		rc = err_in(e, "%s:%lu:%lu", o->node->doc->name,
		    o->node->line, o->node->column);
	buf_release(&full);
	return rc;
}

int
server_read(struct server *s, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	bool keep_alive = true;

	memset(s, 0, sizeof(*s));
	s->node = n;
	s->http2 = true;
	if (ydoc_check_keys(n, server_keys, e) < 0 ||
	    url_read(s, n, a, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "http2"), &s->http2, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "keep_alive"), &keep_alive, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "gzip"), &s->gzip, e) < 0)
		return -1;
	s->no_keep_alive = !keep_alive;
	if (signature_read(&s->signature, ydoc_get(n, "signature"), a, e) < 0)
		return -1;
	if (s->signature.node && s->gzip)
		return ydoc_error_key(s->signature.node, e, "cannot go with "
		    "gzip (what is signed is the body as it was)");
	s->headers = ydoc_get(n, "headers");
	if (auth_check_headers(s->headers, false, e) < 0 ||
	    auth_read(&s->auth, ydoc_get(n, "auth"), a, e) < 0 ||
	    tls_read(s, n, a, e) < 0 || proxy_read(s, n, a, e) < 0 ||
	    timeouts_read(s, ydoc_get(n, "timeouts"), e) < 0 ||
	    retry_read(s, ydoc_get(n, "retry"), e) < 0)
		return -1;
	if (check_token_url(s, e) < 0)
		return -1;
	return limits_read(s, n, e);
}
