/*
 * secret.c - secrets from the environment, files and programs.
 *
 * The buf is given its whole room before anything is put in, so that it never
 * moves and leaves no copy behind.
 */
#include "net/secret.h"

#include "format/json_add.h"
#include "io/file.h"
#include "io/log.h"
#include "io/path.h"
#include "net/url.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

const char *const secret_keys[] = {"env", "file", "command", NULL};

extern char **environ;

/* --- reading the form --- */

/* As it is opened: "~/" is the home folder, else the profile's. */
static struct slice
place(const struct ydoc_node *n, struct slice path, struct arena *a)
{
	struct buf b = BUF_INIT(PATH_MAX);
	const char *home = getenv("HOME");
	char *folder;
	struct slice s;

	if (!path.len || *path.at == '/')
		return path;
	if (slice_begins(path, SLICE("~/")) && home) {
		buf_printf(&b, "%s%s", home, path.at + 1);
	} else {
		folder = path_folder(n->doc->name);
		buf_printf(&b, "%s%s", folder, path.at);
		mem_free(folder);
	}
	s = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return s;
}

static int
command_read(struct secret *s, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	size_t i;

	if (ydoc_texts(n, &s->argv, e) < 0)
		return -1;
	if (!s->argv.count || !s->argv.at[0].len)
		return ydoc_error(n, e, "names no program");
	for (i = 0; i < s->argv.count; i++)
		if (memchr(s->argv.at[i].at, '\0', s->argv.at[i].len))
			return ydoc_error(n, e, "has a NUL in it");
	s->name = s->argv.at[0];
	if (memchr(s->name.at, '/', s->name.len))
		s->name = place(n, s->name, a);
	return 0;
}

int
secret_read(struct secret *s, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	memset(s, 0, sizeof(*s));
	if (!n) /* ydoc_need has said it, or the caller does without */
		return e->kind ? -1 : 0;
	s->node = n;
	s->command_s = SECRET_COMMAND_S;
	if (n->kind != YDOC_MAP)
		return ydoc_error(n, e, "a secret does not stand in a "
		    "profile (say {env: NAME}, {file: PATH} or "
		    "{command: [PROGRAM, ...]})");
	if (ydoc_check_keys(n, secret_keys, e) < 0)
		return -1;
	if (n->count != 1)
		return ydoc_error(n, e, "must be one of {env: NAME}, "
		    "{file: PATH} and {command: [PROGRAM, ...]}");
	if (slice_is(n->first->key, "command")) {
		s->kind = SECRET_COMMAND;
		return command_read(s, n->first, a, e);
	}
	s->kind = slice_is(n->first->key, "env") ? SECRET_ENV : SECRET_FILE;
	if (ydoc_text(n->first, &s->name, e) < 0)
		return -1;
	if (!s->name.len)
		return ydoc_error(n->first, e, "is empty");
	if (s->kind == SECRET_FILE)
		s->name = place(n, s->name, a);
	return 0;
}

/* --- fetching --- */

static int
from_env(const struct secret *s, struct buf *to, struct err *e)
{
	const char *text = getenv(s->name.at);

	if (!text)
		return ydoc_error(s->node, e, "the environment has no "
		    "variable %s (set it)", s->name.at);
	buf_add_text(to, text);
	return 0;
}

/* All that comes, as far as there is room. */
static int
read_all(struct file_in *in, struct buf *to, struct err *e)
{
	char part[4096];
	ssize_t got;

	while ((got = file_in_read(in, part, sizeof(part), e)) > 0)
		buf_add(to, part, (size_t)got);
	explicit_bzero(part, sizeof(part));
	return got < 0 ? -1 : 0;
}

/* Nobody but its owner and group may read it; whose is it? */
static int
check_mode(const struct secret *s, int fd, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_sys(e, "%s", s->name.at);
	if (!S_ISREG(st.st_mode))
		return 0;
	if (st.st_mode & (S_IROTH | S_IWOTH))
		return ydoc_error(s->node, e, "%s can be read or written by "
		    "everybody, mode %04o (chmod 600)", s->name.at,
		    (unsigned)st.st_mode & 07777u);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return ydoc_error(s->node, e, "%s belongs to another user "
		    "(chown)", s->name.at);
	return 0;
}

static int
from_file(const struct secret *s, struct buf *to, struct err *e)
{
	struct file_in in = FILE_IN_INIT;
	int rc = -1;

	if (file_in_open(&in, s->name.at, e) < 0)
		return err_in(e, "%s:%lu:%lu", s->node->doc->name,
		    s->node->line, s->node->column);
	if (check_mode(s, in.fd, e) == 0)
		rc = read_all(&in, to, e);
	file_in_close(&in);
	return rc;
}

/* Starts the program with its output in `fd` and no input. */
static int
start(const struct secret *s, pid_t *pid, int fd, struct err *e)
{
	posix_spawn_file_actions_t actions;
	char **argv = mem_zero((s->argv.count + 1) * sizeof(*argv));
	size_t i;
	int rc;

	for (i = 0; i < s->argv.count; i++)
		argv[i] = mem_text(s->argv.at[i].at);
	posix_spawn_file_actions_init(&actions);
	rc = posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
		    "/dev/null", O_RDONLY, 0);
	if (rc == 0)
		rc = posix_spawnp(pid, s->name.at, &actions, NULL, argv,
		    environ);
	posix_spawn_file_actions_destroy(&actions);
	for (i = 0; i < s->argv.count; i++)
		mem_free(argv[i]);
	mem_free(argv);
	errno = rc;
	return rc ? ydoc_error(s->node, e, "%s: %s", s->name.at,
	    strerror(rc)) : 0;
}

/* What it prints, until it closes its output or its time is over. */
static int
listen_to(const struct secret *s, struct file_in *in, struct buf *to,
    struct err *e)
{
	uint64_t end = clock_ticks() + (uint64_t)s->command_s * 1000;
	struct pollfd ready = {in->fd, POLLIN, 0};
	char part[4096];
	ssize_t got = 1;

	while (got > 0) {
		uint64_t now = clock_ticks();

		if (now >= end)
			return err_set(e, ERR_AGAIN, "%s:%lu: %s has not "
			    "ended after %ld s", s->node->doc->name,
			    s->node->line, s->name.at, s->command_s);
		if (poll(&ready, 1, (int)(end - now)) <= 0)
			continue; /* a signal or the end of the time */
		got = file_in_read(in, part, sizeof(part), e);
		if (got > 0)
			buf_add(to, part, (size_t)got);
	}
	explicit_bzero(part, sizeof(part));
	return got < 0 ? -1 : 0;
}

static int
check_end(const struct secret *s, int status, struct err *e)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFSIGNALED(status))
		return ydoc_error(s->node, e, "%s was ended by signal %d",
		    s->name.at, WTERMSIG(status));
	return ydoc_error(s->node, e, "%s ended with status %d", s->name.at,
	    WEXITSTATUS(status));
}

static int
from_command(const struct secret *s, struct buf *to, struct err *e)
{
	struct file_in in = FILE_IN_INIT;
	int ends[2], status = 0, rc = -1;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_sys(e, "%s", s->name.at);
	in.fd = ends[0];
	in.name = mem_text(s->name.at);
	rc = start(s, &pid, ends[1], e);
	close(ends[1]);
	if (rc == 0) {
		rc = listen_to(s, &in, to, e);
		if (rc < 0)
			kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		if (rc == 0)
			rc = check_end(s, status, e);
	}
	file_in_close(&in);
	return rc;
}

static int
check_text(const struct secret *s, const struct buf *b, struct err *e)
{
	if (b->over)
		return ydoc_error(s->node, e, "the secret is over %zu bytes",
		    SECRET_MOST);
	if (!b->len)
		return ydoc_error(s->node, e, "the secret is empty");
	if (memchr(b->at, '\0', b->len))
		return ydoc_error(s->node, e, "the secret has a NUL in it");
	return 0;
}

int
secret_fetch(const struct secret *s, struct buf *to, struct err *e)
{
	int rc = -1;

	buf_init(to, SECRET_MOST);
	(void)buf_reserve(to, SECRET_MOST);
	switch (s->kind) {
	case SECRET_ENV:
		rc = from_env(s, to, e);
		break;
	case SECRET_FILE:
		rc = from_file(s, to, e);
		break;
	case SECRET_COMMAND:
		rc = from_command(s, to, e);
		break;
	}
	if (rc == 0 && to->len && to->at[to->len - 1] == '\n')
		to->len--;
	if (rc == 0 && to->len && to->at[to->len - 1] == '\r')
		to->len--;
	if (rc == 0)
		rc = check_text(s, to, e);
	if (rc == 0)
		secret_hide(buf_slice(to));
	else
		secret_release(to);
	return rc;
}

void
secret_release(struct buf *b)
{
	if (b->at)
		explicit_bzero(b->at, b->size);
	buf_release(b);
}

void
secret_hide(struct slice text)
{
	struct buf b = BUF_INIT(SIZE_MAX / 4);

	log_secret(text);
	url_encode(&b, text);
	log_secret(buf_slice(&b));
	buf_clear(&b);
	json_add_string(&b, text);
	if (b.len > 2) /* without its quotes */
		log_secret(slice_from(b.at + 1, b.len - 2));
	secret_release(&b);
}
