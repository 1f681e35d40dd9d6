/*
 * service.h - a server to talk with: logged in, at its pace, tried again.
 *
 * What bom-extract and erp-load use of this floor.  A request is sent when
 * the rate allows it, with the credentials of the profile; where these have
 * run out it logs in once for all; what failed for a while is sent again
 * after a delay, if that can do no harm (http_repeat).  One request after the
 * other:
 *
 *	if (service_do(s, &request, &answer, e) < 0 ||
 *	    http_answer_check(answer, e) < 0)
 *		return -1;
 *
 * or many at a time: service_submit while !service_full, then service_next.
 */
#ifndef NET_SERVICE_H
#define NET_SERVICE_H

#include "net/http.h"

struct service;

/*
 * Fetches the secrets; the server is first spoken to with the first request.
 * `server` is borrowed; `stop` may be NULL.  Close with service_close.
 */
int service_open(struct service **s, const struct server *server,
    const struct http_stop *stop, struct err *e) MUST_USE;
/*
 * What an answer that came means to the caller, beside its status: LATER, and
 * nothing was done, so that it can be sent again whatever the request; FINAL
 * whatever the status.
 */
enum service_sense { SERVICE_BY_STATUS, SERVICE_LATER, SERVICE_FINAL };

typedef enum service_sense (*service_judge)(void *ctx,
    const struct http_request *r, const struct http_answer *a);

/* From now on each answer is shown to `judge` first. */
void service_set_judge(struct service *s, service_judge judge, void *ctx);

/* Who asks, as login_identity: the same secrets, the same number. */
uint64_t service_identity(const struct service *s);
/* Logs out where the profile says how; accepts NULL. */
void service_close(struct service *s);

/*
 * One request and its final answer, whatever the status.  The URL may be
 * relative to the server's.  -1: no answer (all attempts used up,
 * unreachable, refused), the log-in failed, or it was asked to stop.  The
 * answer is borrowed until the next call.
 */
int service_do(struct service *s, const struct http_request *r,
    const struct http_answer **out, struct err *e) MUST_USE;

/*
 * Takes a request to be sent; borrowed until its answer has been given.
 * ERR_USAGE for an address of another server that the credentials must not
 * go to.
 */
int service_submit(struct service *s, const struct http_request *r,
    struct err *e) MUST_USE;
/* As many as may be on their way have been submitted. */
bool service_full(const struct service *s);

/*
 * The next final answer, in order of arrival: 1; 0 nothing is waited for; -1
 * as above, and the service is of no more use.  Look at `outcome`: an answer
 * that never came is given, too.
 */
int service_next(struct service *s, const struct http_answer **out,
    struct err *e) MUST_USE;

#endif
