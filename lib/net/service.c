/*
 * service.c - requests as jobs that wait, go, come back, and perhaps wait
 * again.
 *
 *	waiting --(its time has come, logged in, the rate allows)--> sent
 *	sent --(answer is final)--> given
 *	sent --(later, and it may be repeated)--> waiting, with a delay
 *	sent --(credentials have run out)--> waiting, for the next log-in
 *
 * The log-in is a job of its own that goes before all others.  Jobs keep the
 * order in which they came as far as their times allow.
 */
#include "net/service.h"

#include "base/clock.h"
#include "base/hash.h"
#include "io/log.h"
#include "net/headers.h"
#include "net/login.h"
#include "net/url.h"

#include <unistd.h>

#define URL_MOST ((size_t)64 * 1024)
/* How often it is looked whether to stop, in milliseconds. */
#define LOOK_EVERY 200
#define LOGIN_TRIES 2

struct job {
	const struct http_request *request; /* the caller's */
	struct http_request sent;           /* as it goes out */
	struct buf url;  /* absolute */
	struct buf full; /* and with the API key, if it goes there */
	struct headers headers;
	long attempts;
	unsigned logins; /* log-ins that it has asked for */
	uint64_t not_before, generation, seed;
	struct job *next;
};

struct service {
	const struct server *server;
	struct http_stop stop;
	service_judge judge; /* NULL: the status says it all */
	void *judge_ctx;
	struct http *http;
	struct login *login;
	struct headers fixed; /* of the profile */
	struct buf signing;   /* the secret that bodies are signed with */
	struct retry_rate rate;
	struct job *all, *free, *waiting, *given;
	struct job login_job;
	bool login_sent;
	uint64_t pause; /* nothing goes before: the server asked for it */
	uint64_t numbers; /* of requests, for the draw of delays */
	struct http_answer answer;
	struct buf words;
	size_t open; /* submitted and not answered */
};

/* --- opening and closing --- */

static void
jobs_init(struct service *s)
{
	size_t i, count = (size_t)s->server->connections + 1; /* <= 65 */

	s->all = mem_zero(count * sizeof(*s->all));
	for (i = count; i-- > 0;) {
		buf_init(&s->all[i].url, URL_MOST);
		buf_init(&s->all[i].full, URL_MOST);
		s->all[i].next = s->free;
		s->free = &s->all[i];
	}
	buf_init(&s->login_job.url, URL_MOST);
	buf_init(&s->login_job.full, URL_MOST);
}

int
service_open(struct service **out, const struct server *server,
    const struct http_stop *stop, struct err *e)
{
	struct service *s = mem_zero(sizeof(*s));
	const struct ydoc_node *n;

	*out = s;
	s->server = server;
	if (stop)
		s->stop = *stop;
	s->rate.thousandths = server->rate;
	s->numbers = retry_first_number();
	buf_init(&s->words, 4096);
	jobs_init(s);
	for (n = server->headers ? server->headers->first : NULL; n;
	    n = n->next)
		headers_add(&s->fixed, n->key, n->text);
	/* stopping is ours: what is on its way is waited for */
	if (http_open(&s->http, server, NULL, e) < 0 ||
	    signature_fetch(&server->signature, &s->signing, e) < 0)
		return -1;
	return login_open(&s->login, server, e);
}

static void
job_release(struct job *j)
{
	secret_release(&j->url); /* of a log-in: with what it needs */
	secret_release(&j->full);
	headers_release(&j->headers);
}

/* Without patience: a session that is left open ends by itself. */
static void
log_out(struct service *s)
{
	const struct http_request *r = NULL;
	const struct http_answer *a;
	struct err e = ERR_INIT;

	if (!s->http || !s->login || http_in_flight(s->http))
		return;
	if (login_out_request(s->login, &r, &e) < 0 || (r &&
	    (http_do(s->http, r, &a, &e) < 0 || http_answer_check(a, &e) < 0)))
		log_detail("log-out: %s", e.text);
}

void
service_close(struct service *s)
{
	size_t i;

	if (!s)
		return;
	log_out(s);
	http_close(s->http);
	login_close(s->login);
	for (i = 0; i <= (size_t)s->server->connections; i++)
		job_release(&s->all[i]);
	job_release(&s->login_job);
	headers_release(&s->fixed);
	secret_release(&s->signing);
	mem_free(s->all);
	buf_release(&s->words);
	mem_free(s);
}

void
service_set_judge(struct service *s, service_judge judge, void *ctx)
{
	s->judge = judge;
	s->judge_ctx = ctx;
}

/* --- submitting --- */

uint64_t
service_identity(const struct service *s)
{
	return login_identity(s->login);
}

bool
service_full(const struct service *s)
{
	return s->open >= (size_t)s->server->connections; /* 1 to 64 */
}

static void
put_waiting(struct service *s, struct job *j)
{
	struct job **at = &s->waiting;

	while (*at && (*at)->not_before <= j->not_before)
		at = &(*at)->next;
	j->next = *at;
	*at = j;
}

static int
check_server(const struct service *s, struct slice url, struct err *e)
{
	struct buf shown = BUF_INIT(1024);

	if (!s->server->auth.node || server_home(s->server, url) ||
	    url_same_server(s->server->url, url))
		return 0;
	url_show(&shown, url);
	(void)err_set(e, ERR_USAGE, "%s is on another server than the "
	    "profile's url, and credentials are not sent there",
	    buf_text(&shown));
	buf_release(&shown);
	return -1;
}

int
service_submit(struct service *s, const struct http_request *r, struct err *e)
{
	struct job *j = s->free;

	if (service_full(s) || !j)
		BUG("more requests than connections");
	buf_clear(&j->url);
	if (server_resolve(s->server, &j->url, r->url, e) < 0 ||
	    check_server(s, buf_slice(&j->url), e) < 0)
		return -1;
	s->free = j->next;
	s->open++;
	j->request = r;
	j->attempts = 0;
	j->logins = 0;
	j->not_before = 0;
	j->seed = s->numbers++;
	put_waiting(s, j);
	return 0;
}

/* --- sending --- */

/* The request as it goes out: what it has itself comes first. */
static void
dress(struct service *s, struct job *j, bool with_login)
{
	const struct http_header *ours;
	size_t count;

	headers_release(&j->headers);
	headers_add_missing(&j->headers, j->request->headers,
	    j->request->header_count);
	ours = login_headers(s->login, &count);
	if (with_login) {
		headers_add_missing(&j->headers, ours, count);
		signature_put(&j->headers, &s->server->signature, &s->signing,
		    j->request->body);
	}
	headers_add_missing(&j->headers, s->fixed.at, s->fixed.count);
	buf_clear(&j->full);
	buf_add_slice(&j->full, buf_slice(&j->url));
	login_add_query(s->login, &j->full);
	j->sent = *j->request;
	j->sent.url = buf_slice(&j->full);
	j->sent.headers = j->headers.at;
	j->sent.header_count = j->headers.count;
	j->sent.ctx = j;
}

static int
send_job(struct service *s, struct job *j, struct err *e)
{
	j->attempts++;
	j->generation = login_generation(s->login);
	dress(s, j, j != &s->login_job);
	return http_submit(s->http, &j->sent, e);
}

/* The log-in, if it is due; 1 when it holds the others back. */
static int
send_login(struct service *s, uint64_t now, uint64_t *wait, struct err *e)
{
	struct job *j = &s->login_job;

	if (s->login_sent)
		return 1;
	if (!login_due(s->login, now)) {
		j->attempts = 0;
		return 0;
	}
	if (http_full(s->http))
		return 1; /* all on their way are older than this */
	if (j->not_before > now) {
		*wait = j->not_before - now;
		return 1;
	}
	if (login_request(s->login, &j->request, e) < 0)
		return -1;
	buf_clear(&j->url);
	buf_add_slice(&j->url, j->request->url);
	j->seed = s->numbers++;
	s->login_sent = true;
	return send_job(s, j, e) < 0 ? -1 : 1;
}

/* All that may go; *wait is when to look again, in ms. */
static int
send_due(struct service *s, uint64_t *wait, struct err *e)
{
	uint64_t now = clock_ticks(), ms;
	struct job *j;
	int held;

	*wait = UINT64_MAX;
	held = s->waiting ? send_login(s, now, wait, e) : 1;
	if (held)
		return held < 0 ? -1 : 0;
	while ((j = s->waiting) != NULL && !http_full(s->http)) {
		ms = j->not_before > s->pause ? j->not_before : s->pause;
		*wait = ms > now ? ms - now : retry_rate_take(&s->rate, now);
		if (*wait)
			break;
		*wait = UINT64_MAX;
		s->waiting = j->next;
		if (send_job(s, j, e) < 0)
			return -1;
	}
	return 0;
}

/* --- answers --- */

static enum service_sense
sense_of(const struct service *s, const struct job *j,
    const struct http_answer *a)
{
	if (!s->judge || a->outcome != HTTP_ANSWERED || j == &s->login_job)
		return SERVICE_BY_STATUS;
	return s->judge(s->judge_ctx, j->request, a);
}

/* In how many ms to try again; false: this answer is the final one. */
static bool
again(struct service *s, const struct job *j, const struct http_answer *a,
    uint64_t *ms)
{
	const struct retry_policy *p = &s->server->retry;
	bool repeatable = http_request_repeatable(j->request), after;
	bool answered = a->outcome == HTTP_ANSWERED;
	enum service_sense sense = sense_of(s, j, a);
	uint64_t asked;

	if (j->attempts >= p->attempts || sense == SERVICE_FINAL ||
	    (answered && !a->later && sense != SERVICE_LATER) ||
	    a->outcome == HTTP_REFUSED || a->outcome == HTTP_TOO_LARGE)
		return false;
	after = answered && retry_after(http_answer_header(a, "Retry-After"),
	    clock_now().seconds, &asked);
	if (!repeatable && sense != SERVICE_LATER &&
	    a->outcome != HTTP_UNREACHABLE &&
	    !(answered && retry_status_undone(a->status, after)))
		return false;
	*ms = retry_delay(p, j->attempts + 1, hash_64((const char *)&j->seed,
	    sizeof(j->seed)));
	if (!after)
		return true;
	if (asked > p->most_ms)
		return false;
	if (asked > *ms)
		*ms = asked;
	if (clock_ticks() + asked > s->pause)
		s->pause = clock_ticks() + asked;
	return true;
}

static void
say_again(const struct job *j, const struct http_answer *a, uint64_t ms,
    const struct retry_policy *p)
{
	struct buf url = BUF_INIT(1024);
	char status[24];

	url_show(&url, buf_slice(&j->url));
	snprintf(status, sizeof(status), "%ld", a->status);
	log_detail("%s %s: %s, again in %" PRIu64 " ms (attempt %ld of %ld)",
	    j->request->method, buf_text(&url), a->outcome == HTTP_ANSWERED
	    ? status : a->words, ms, j->attempts + 1, p->attempts);
	buf_release(&url);
}

static bool
stopping(const struct service *s)
{
	return (s->stop.asked && s->stop.asked(s->stop.ctx)) ||
	    (s->stop.deadline && clock_ticks() >= s->stop.deadline);
}

/* The job waits again, or not: then its answer is final. */
static bool
put_off(struct service *s, struct job *j, const struct http_answer *a)
{
	uint64_t ms = 0;

	if (j != &s->login_job && j->logins < LOGIN_TRIES &&
	    login_expired(s->login, a, j->generation)) {
		/* once more under a new log-in; that is no attempt */
		j->logins += j->generation == login_generation(s->login);
		j->attempts--;
		j->not_before = 0;
	} else if (again(s, j, a, &ms) && !stopping(s)) {
		say_again(j, a, ms, &s->server->retry);
		j->not_before = clock_ticks() + ms;
	} else {
		return false;
	}
	if (j != &s->login_job)
		put_waiting(s, j);
	return true;
}

static int
login_done(struct service *s, const struct http_answer *a, struct err *e)
{
	s->login_sent = false;
	if (put_off(s, &s->login_job, a))
		return 0;
	return login_answered(s->login, a, clock_ticks(), e);
}

static void
give(struct service *s, struct job *j, const struct http_answer *a,
    const struct http_answer **out)
{
	s->answer = *a;
	s->answer.request = j->request;
	s->answer.attempts = j->attempts;
	/* what callers keep of it should not hold the key */
	if (slice_equal(a->url, buf_slice(&j->full)))
		s->answer.url = buf_slice(&j->url);
	*out = &s->answer;
	s->given = j;
	s->open--;
}

static void
take_back_given(struct service *s)
{
	if (!s->given)
		return;
	s->given->next = s->free;
	s->free = s->given;
	s->given = NULL;
}

static int
check_stop(const struct service *s, struct err *e)
{
	if (!stopping(s) || http_in_flight(s->http))
		return 0;
	return err_set(e, ERR_AGAIN, s->stop.asked &&
	    s->stop.asked(s->stop.ctx) ? "stopped, as was asked"
	    : "the time for this run is over");
}

/* How long to wait for an answer before looking at the rest again. */
static uint64_t
one_wait(const struct service *s, uint64_t wait)
{
	uint64_t now = clock_ticks(), left;

	if (s->stop.asked && wait > LOOK_EVERY)
		wait = LOOK_EVERY;
	if (!s->stop.deadline || s->stop.deadline <= now)
		return wait;
	left = s->stop.deadline - now;
	return wait > left ? left : wait;
}

int
service_next(struct service *s, const struct http_answer **out,
    struct err *e)
{
	const struct http_answer *a;
	uint64_t wait;
	struct job *j;
	int got;

	take_back_given(s);
	while (s->open) {
		if (check_stop(s, e) < 0)
			return -1;
		wait = 60000;
		if (!stopping(s) && send_due(s, &wait, e) < 0)
			return -1;
		got = http_next(s->http, one_wait(s, wait), &a, e);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		j = a->request->ctx;
		if (j == &s->login_job) {
			if (login_done(s, a, e) < 0)
				return -1;
		} else if (!put_off(s, j, a)) {
			give(s, j, a, out);
			return 1;
		}
	}
	return 0;
}

int
service_do(struct service *s, const struct http_request *r,
    const struct http_answer **out, struct err *e)
{
	if (s->open)
		BUG("service_do amid other requests");
	take_back_given(s);
	if (service_submit(s, r, e) < 0 || service_next(s, out, e) < 0)
		return -1;
	return (*out)->outcome == HTTP_ANSWERED ? 0
	    : http_answer_check(*out, e);
}
