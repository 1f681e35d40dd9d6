/*
 * bench_http.c - a server that gives one answer, and a bare loop that asks it.
 *
 * usage: bench_http serve URLFILE
 *        bench_http post URL BODIES CONNECTIONS
 *
 * serve: listens on loopback, writes its URL into URLFILE, goes into the
 * background, and answers every request with 201 and {"id":"1"} until that
 * file is gone.  post: sends each line of BODIES as a request, so many at a
 * time over kept-alive connections, with libcurl's multi interface and
 * nothing else; fails unless all are answered with 201.
 */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MOST 1024
#define READ_MOST 65536

/* --- the server --- */

static const char answer[] = "HTTP/1.1 201 Created\r\n"
    "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n"
    "{\"id\":\"1\"}";

struct peer {
	size_t len, body; /* bytes of the request, of its body still to come */
	char text[READ_MOST];
};

static struct peer *peers[CONNECTIONS_MOST];

/* How many whole requests stand at the start; what is left is moved there. */
static int
requests(struct peer *p)
{
	char *end, *length;
	size_t head, body, whole;
	int n = 0;

	for (;;) {
		if (p->body) {
			whole = p->body < p->len ? p->body : p->len;
			memmove(p->text, p->text + whole, p->len - whole);
			p->len -= whole;
			p->body -= whole;
			if (p->body)
				return n;
			n++;
		}
		p->text[p->len] = '\0';
		end = strstr(p->text, "\r\n\r\n");
		if (!end)
			return n;
		head = (size_t)(end + 4 - p->text);
		length = strcasestr(p->text, "\r\nContent-Length:");
		body = length && length < end
		    ? strtoul(length + 17, NULL, 10) : 0;
		memmove(p->text, p->text + head, p->len - head);
		p->len -= head;
		p->body = body;
		n += !body;
	}
}

static void
serve_one(int fd)
{
	struct peer *p = peers[fd];
	ssize_t got = recv(fd, p->text + p->len, READ_MOST - 1 - p->len, 0);
	int n;

	if (got <= 0) {
		close(fd);
		free(p);
		peers[fd] = NULL;
		return;
	}
	p->len += (size_t)got;
	for (n = requests(p); n > 0; n--)
		if (send(fd, answer, sizeof(answer) - 1, MSG_NOSIGNAL) < 0)
			return;
}

static void
welcome(int poller, int listener)
{
	struct epoll_event event = {.events = EPOLLIN};
	int fd = accept(listener, NULL, NULL), on = 1;

	if (fd < 0 || fd >= CONNECTIONS_MOST) {
		close(fd);
		return;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	peers[fd] = calloc(1, sizeof(*peers[fd]));
	event.data.fd = fd;
	if (!peers[fd] || epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) < 0)
		abort();
}

static int
serve(const char *url_file)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	struct epoll_event events[64], event = {.events = EPOLLIN};
	socklen_t size = sizeof(at);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	int poller = epoll_create1(0), n;
	FILE *f;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	event.data.fd = listener;
	if (bind(listener, (struct sockaddr *)&at, size) < 0 ||
	    getsockname(listener, (struct sockaddr *)&at, &size) < 0 ||
	    listen(listener, 64) < 0 ||
	    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event) < 0)
		return 1;
	f = fopen(url_file, "w");
	if (!f || fprintf(f, "http://127.0.0.1:%u/\n",
	    (unsigned)ntohs(at.sin_port)) < 0 || fclose(f) != 0)
		return 1;
	if (daemon(1, 0) < 0)
		return 1;
	while (access(url_file, F_OK) == 0)
		for (n = epoll_wait(poller, events, 64, 500); n-- > 0;)
			if (events[n].data.fd == listener)
				welcome(poller, listener);
			else
				serve_one(events[n].data.fd);
	return 0;
}

/* --- the bare loop --- */

static size_t
ignore(char *at, size_t one, size_t len, void *ctx)
{
	(void)at;
	(void)ctx;
	return one * len;
}

static int
next_body(FILE *f, CURLM *multi, CURL *easy, char **line, size_t *size)
{
	ssize_t len = getline(line, size, f);

	if (len <= 0)
		return 0;
	len -= (*line)[len - 1] == '\n';
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)len);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, *line);
	return curl_multi_add_handle(multi, easy) == CURLM_OK;
}

static int
post(const char *url, const char *bodies, int count)
{
	struct curl_slist *headers = curl_slist_append(NULL,
	    "Content-Type: application/json");
	char *lines[CONNECTIONS_MOST] = {NULL};
	size_t sizes[CONNECTIONS_MOST] = {0};
	CURLM *multi = curl_multi_init();
	FILE *f = fopen(bodies, "r");
	long status, done = 0;
	int i, left, running;

	if (!f || !multi || count > CONNECTIONS_MOST)
		return 1;
	for (i = 0; i < count; i++) {
		CURL *easy = curl_easy_init();

		curl_easy_setopt(easy, CURLOPT_URL, url);
		curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
		curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore);
		curl_easy_setopt(easy, CURLOPT_PRIVATE, (char *)0 + i);
		next_body(f, multi, easy, &lines[i], &sizes[i]);
	}
	do {
		CURLMsg *m;

		curl_multi_perform(multi, &running);
		while ((m = curl_multi_info_read(multi, &left)) != NULL) {
			char *number;
			CURL *easy = m->easy_handle;

			curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE,
			    &status);
			curl_easy_getinfo(easy, CURLINFO_PRIVATE, &number);
			if (m->data.result != CURLE_OK || status != 201)
				return 1;
			done++;
			curl_multi_remove_handle(multi, easy);
			i = (int)(number - (char *)0);
			running += next_body(f, multi, easy, &lines[i],
			    &sizes[i]);
		}
		if (running)
			curl_multi_poll(multi, NULL, 0, 1000, NULL);
	} while (running);
	fprintf(stderr, "%ld\n", done);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "serve") == 0)
		return serve(argv[2]);
	if (argc == 5 && strcmp(argv[1], "post") == 0)
		return post(argv[2], argv[3], atoi(argv[4]));
	return 2;
}
