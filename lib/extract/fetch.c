/*
 * fetch.c - the loop over the pages.
 *
 * Where it stands is what extract/pages knows: the number of the last page,
 * its rows, what the next is asked for by.  So a run that goes on and one
 * that was never stopped ask for the same.
 *
 * A server may give fewer rows than were asked for, so a short page is no
 * end: only one without rows is, or what the answer says itself.
 */
#include "extract/fetch.h"

#include "extract/answer.h"
#include "extract/ask.h"
#include "io/log.h"
#include "net/service.h"
#include "net/url.h"

#define URL_MOST ((size_t)64 * 1024)

/* A server that is spoken with. */
struct fetch_server {
	struct fetch_server *next;
	struct server server; /* with the address that is asked */
	struct service *service;
};

struct run {
	struct fetch *fetch;
	const struct fetch_source *source;
	struct fetch_server *server;
	struct ask ask;
	struct http_request request; /* its answer refers to it */
	struct answer answer;
	struct buf name;  /* of the page at hand, for messages */
	struct buf asked; /* the URL that the last link came from */
};

int
fetch_init(struct fetch *f, const char *since, struct err *e)
{
	memset(f, 0, sizeof(*f));
	if (!since)
		return 0;
	f->since = true;
	if (clock_parse(&f->since_time, slice_of(since)))
		return 0;
	return err_set(e, ERR_USAGE, "--since: \"%s\" is no time as "
	    "2026-11-22T01:02:03Z", since);
}

void
fetch_release(struct fetch *f)
{
	struct fetch_server *s, *next;

	for (s = f->servers; s; s = next) {
		next = s->next;
		service_close(s->service);
		mem_free(s);
	}
	f->servers = NULL;
}

/* --- servers --- */

static int
server_get(struct fetch *f, const struct rest *r, struct fetch_server **out,
    struct err *e)
{
	struct fetch_server *s;

	for (s = f->servers; s; s = s->next)
		if (s->server.node == r->server.node) {
			*out = s;
			return 0;
		}
	if (f->base && f->servers)
		return err_set(e, ERR_USAGE, "%s: the profile has several "
		    "servers, and only one URL is given", f->base);
	s = mem_zero(sizeof(*s));
	s->server = r->server;
	s->next = f->servers;
	f->servers = s;
	*out = s;
	if (f->base) {
		s->server.url = slice_of(f->base);
		if (url_check(s->server.url, s->server.plain, e) < 0)
			return -1;
	}
	return service_open(&s->service, &s->server, NULL, e);
}

/* --- one page --- */

/* What the values of a request are for the page behind the last. */
static void
stand(struct run *x)
{
	const struct pages *p = x->source->pages;
	const struct rest_paging *paging = &x->source->rest->paging;
	/* Counts of what fits on a disk stay far below the sign. */
	int64_t first = paging->first;

	x->ask.number = p->last.number;
	x->ask.position = paging->style == REST_PAGE
	    ? first + (int64_t)p->last.number
	    : first + (int64_t)p->last.rows;
	x->ask.next = p->last.number ? p->last.next : slice_from(NULL, 0);
	x->ask.plain = p->last.plain;
}

static void
wait_ms(uint64_t ms)
{
	struct timespec left;

	left.tv_sec = (time_t)(ms / 1000); /* minutes at most */
	left.tv_nsec = (long)(ms % 1000) * 1000000;
	while (nanosleep(&left, &left) < 0 && errno == EINTR)
		;
}

static int
request_send(struct run *x, const struct http_answer **http, struct err *e)
{
	x->request = (struct http_request){.repeat = HTTP_REPEAT_SAFE};
	if (ask_fill(&x->ask, &x->request, e) < 0)
		return -1;
	return service_do(x->server->service, &x->request, http, e);
}

/* 1 an answer, 0 the page is behind the last one, -1. */
static int
page_get(struct run *x, const struct http_answer **http, struct err *e)
{
	const struct rest *r = x->source->rest;
	const struct retry_policy *retry = &x->server->server.retry;
	long attempt;
	int got;

	for (attempt = 1;; attempt++) {
		if (request_send(x, http, e) < 0)
			return -1;
		if (x->ask.number && r->paging.end &&
		    (*http)->outcome == HTTP_ANSWERED &&
		    (*http)->status == r->paging.end)
			return 0;
		if (http_answer_check(*http, e) < 0)
			return -1;
		got = answer_read(&x->answer, r, *http, buf_text(&x->name), e);
		if (got != 0)
			return got;
		if (attempt >= retry->attempts)
			return err_set(e, ERR_AGAIN, "%s: the server says: %s "
			    "(after %ld attempts)", buf_text(&x->name),
			    buf_text(&x->answer.words), attempt);
		log_detail("%s: the server says: %s; trying again",
		    buf_text(&x->name), buf_text(&x->answer.words));
		wait_ms(retry_delay(retry, attempt + 1, hash_64(x->name.at,
		    x->name.len)));
	}
}

/* Is it the last page? */
static bool
is_last(const struct run *x)
{
	const struct answer *a = &x->answer;
	const struct pages *p = x->source->pages;
	const struct rest_paging *paging = &x->source->rest->paging;
	uint64_t rows = p->last.rows + a->rows;

	if (a->more == 0)
		return true;
	switch (paging->style) {
	case REST_WHOLE:
		return true;
	case REST_CURSOR:
	case REST_LINK:
		return !a->next.at;
	case REST_OFFSET:
	case REST_PAGE:
		if (a->total >= 0 && rows >= (uint64_t)a->total)
			return true;
		break;
	case REST_KEYSET:
		break;
	}
	return a->rows == 0 && a->more != 1;
}

static int
changed(struct run *x, const char *words, struct err *e)
{
	if (pages_forget(x->source->pages, e) < 0)
		return -1;
	return err_set(e, ERR_AGAIN, "%s: %s: it has changed while it was "
	    "read, try again", buf_text(&x->name), words);
}

/*
 * The total that all pages are held to.  Of a keyset only the first page can
 * say it: later ones may count what is left.
 */
static int
total_check(struct run *x, int64_t *total, struct err *e)
{
	const struct pages *p = x->source->pages;
	const struct answer *a = &x->answer;

	*total = p->last.total;
	if (!p->last.number)
		*total = a->total;
	else if (x->source->rest->paging.style != REST_KEYSET &&
	    a->total >= 0 && a->total != *total)
		return changed(x, "says another total than the first page", e);
	return 0;
}

static int
repeat_check(struct run *x, bool last, struct err *e)
{
	enum rest_style style = x->source->rest->paging.style;
	const struct pages *p = x->source->pages;
	const struct answer *a = &x->answer;

	if (last)
		return 0;
	if (!a->rows && !a->next.at && style != REST_PAGE)
		return err_set(e, ERR_INPUT, "%s: has no rows, but says that "
		    "there are more", buf_text(&x->name));
	if (a->next.at && pages_seen(p, a->next))
		return err_set(e, ERR_INPUT, "%s: the page behind it is asked "
		    "for by \"%.*s\", and so was one before: there would be "
		    "no end", buf_text(&x->name), SLICE_ARGS(a->next));
	if ((style == REST_OFFSET || style == REST_PAGE) && a->rows &&
	    p->last.number && hash_equal(p->last.hash,
	    hash_128(a->lines.at, a->lines.len)))
		return err_set(e, ERR_INPUT, "%s: has the same rows as the "
		    "page before: does the server know the parameters of "
		    "the paging?", buf_text(&x->name));
	if (p->last.number + 1 >= (uint64_t)x->source->rest->paging.pages)
		return err_set(e, ERR_INPUT, "%s: there are more pages than "
		    "\"pages\" allows (%ld)", buf_text(&x->name),
		    x->source->rest->paging.pages);
	return 0;
}

/* A link is kept as the whole address that it means. */
static int
resolve_link(struct run *x, const struct http_answer *http, struct err *e)
{
	struct answer *a = &x->answer;

	if (x->source->rest->paging.style != REST_LINK || !a->next.at)
		return 0;
	buf_clear(&x->asked);
	if (url_resolve(&x->asked, http->url, a->next, e) < 0)
		return err_in(e, "%s: next", buf_text(&x->name));
	if (!url_same_server(buf_slice(&x->asked), x->server->server.url))
		return err_set(e, ERR_INPUT, "%s: the next page is on another "
		    "server, \"%.*s\"", buf_text(&x->name),
		    SLICE_ARGS(a->next));
	a->next = buf_slice(&x->asked);
	return 0;
}

static int
page_take(struct run *x, struct err *e)
{
	struct answer *a = &x->answer;
	struct pages *p = x->source->pages;
	struct extraction_page page = {.next = SLICE(""), .total = -1};
	const struct http_answer *http;
	int got;

	buf_clear(&x->name);
	stand(x);
	buf_printf(&x->name, "%.*s %s page %" PRIu64,
	    SLICE_ARGS(x->source->name), buf_text(x->source->url),
	    p->last.number + 1);
	got = page_get(x, &http, e);
	if (got < 0)
		return -1;
	if (got == 0) {
		page.last = true;
		page.total = p->last.total;
		return pages_add(p, SLICE(""), 0, &page, e);
	}
	page.last = is_last(x);
	if (resolve_link(x, http, e) < 0 || total_check(x, &page.total,
	    e) < 0 || repeat_check(x, page.last, e) < 0)
		return -1;
	/* A keyset stays where it is on a page without rows. */
	page.next = a->next.at ? a->next : p->last.next;
	page.plain = a->next.at ? a->plain : p->last.plain;
	return pages_add(p, buf_slice(&a->lines), a->rows, &page, e);
}

/* --- all of them --- */

static int
pages_get(struct run *x, struct err *e)
{
	struct pages *p = x->source->pages;
	char words[80];

	while (!p->last.last) {
		if (page_take(x, e) < 0)
			return -1;
		log_progress("pages", p->last.number, 0);
	}
	log_progress_end();
	log_detail("%.*s: %" PRIu64 " pages, %" PRIu64 " rows from %s",
	    SLICE_ARGS(x->source->name), p->last.number, p->last.rows,
	    buf_text(x->source->url));
	if (p->last.total < 0 || p->last.rows == (uint64_t)p->last.total)
		return 0;
	snprintf(words, sizeof(words), "%" PRIu64 " rows came, but %" PRId64
	    " were announced", p->last.rows, p->last.total);
	return changed(x, words, e);
}

int
fetch_pages(struct fetch *f, const struct fetch_source *s, bool changes,
    struct err *e)
{
	struct run x = {.fetch = f, .source = s};
	struct buf name = BUF_INIT(4096);
	struct arena texts = ARENA_INIT;
	int rc = -1;

	buf_init(&x.name, URL_MOST);
	buf_init(&x.asked, URL_MOST);
	answer_init(&x.answer);
	buf_printf(&name, "%.*s%s", SLICE_ARGS(s->name),
	    changes ? ".since" : "");
	if (server_get(f, s->rest, &x.server, e) < 0)
		goto out;
	ask_init(&x.ask, s->rest, x.server->server.url,
	    changes ? &f->since_time : NULL);
	if (ask_address(&x.ask, s->url, e) < 0)
		goto out;
	if (pages_open(s->pages, f->store, slice_copy(buf_slice(&name),
	    &texts), e) == 0)
		rc = pages_get(&x, e);
	s->pages->source = s->name;
out:
	ask_release(&x.ask);
	answer_release(&x.answer);
	buf_release(&x.name);
	buf_release(&x.asked);
	buf_release(&name);
	arena_release(&texts);
	return rc;
}
