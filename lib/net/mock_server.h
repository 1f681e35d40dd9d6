/*
 * mock_server.h - a server for tests that answers by a script, or fails.
 *
 * A header only: nothing of it is in the library.  It runs in processes of
 * its own, one a connection, so that it can dawdle, break off and answer many
 * at a time; the test's function is called there for each request, with its
 * number, and writes what it likes.  What came in stands in a list that the
 * test reads.
 */
#ifndef NET_MOCK_SERVER_H
#define NET_MOCK_SERVER_H

#include "net/mock_request.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOCK_REQUESTS_MOST 64

/* Shared with the processes of the server. */
struct mock_shared {
	atomic_uint requests;
	atomic_uint connections;
	char texts[MOCK_REQUESTS_MOST][MOCK_REQUEST_MOST];
};

typedef void (*mock_script)(const struct mock_request *r);

struct mock_server {
	struct mock_shared *shared;
	pid_t pid;
	unsigned port;
	char url[64]; /* "http://127.0.0.1:PORT/" */
};

static inline void
mock_serve(struct mock_shared *shared, int fd, mock_script script)
{
	struct mock_request r = {.fd = fd};
	char text[MOCK_REQUEST_MOST];

	r.connection = atomic_fetch_add(&shared->connections, 1) + 1;
	r.text = text;
	while (mock_read(fd, text)) {
		r.number = atomic_fetch_add(&shared->requests, 1) + 1;
		if (r.number <= MOCK_REQUESTS_MOST)
			memcpy(shared->texts[r.number - 1], text,
			    sizeof(text));
		script(&r);
	}
}

static inline void
mock_accept(struct mock_shared *shared, int listener, mock_script script)
{
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd >= 0 && fork() == 0) {
			mock_serve(shared, fd, script);
			_exit(0);
		}
		close(fd);
	}
}

static inline void
mock_open(struct mock_server *m, mock_script script)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	m->shared = mmap(NULL, sizeof(*m->shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	/* the casts are those of the sockets interface */
	if (m->shared == MAP_FAILED ||
	    bind(fd, (struct sockaddr *)&address, size) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) < 0 ||
	    listen(fd, 64) < 0)
		abort();
	m->port = ntohs(address.sin_port);
	snprintf(m->url, sizeof(m->url), "http://127.0.0.1:%u/", m->port);
	m->pid = fork();
	if (m->pid == 0) {
		setpgid(0, 0); /* so that one signal ends all of them */
		mock_accept(m->shared, fd, script);
	}
	setpgid(m->pid, m->pid);
	close(fd);
}

static inline void
mock_close(struct mock_server *m)
{
	kill(-m->pid, SIGKILL);
	waitpid(m->pid, NULL, 0);
	munmap(m->shared, sizeof(*m->shared));
}

#endif
