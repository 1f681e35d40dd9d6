/* path.c - links followed, folders cut off, temporary names made. */
#include "io/path.h"

#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

/* As many links in a row as Linux follows itself. */
#define LINKS_MOST 40

bool
path_standard(const char *path)
{
	return !path || strcmp(path, "-") == 0;
}

int
path_descriptor(const char *path)
{
	struct slice s = slice_of(path);
	uint64_t number;

	if (slice_is(s, "/dev/stdout"))
		return STDOUT_FILENO;
	if (slice_is(s, "/dev/stderr"))
		return STDERR_FILENO;
	if (!slice_begins(s, SLICE("/dev/fd/")))
		return -1;
	s = slice_from(path + 8, s.len - 8);
	/* at most INT_MAX here */
	return text_to_number(s, INT_MAX, &number) ? (int)number : -1;
}

static char *
detach(struct buf *b)
{
	char *text = mem_text(buf_text(b));

	buf_release(b);
	return text;
}

char *
path_behind_links(const char *path)
{
	char *at = mem_text(path);
	char link[PATH_MAX];
	int i;

	for (i = 0; i < LINKS_MOST; i++) {
		struct buf next = BUF_INIT(SIZE_MAX / 4);
		ssize_t n = readlink(at, link, sizeof(link));
		const char *slash = strrchr(at, '/');

		if (n <= 0)
			break;
		if (link[0] != '/' && slash)
			buf_add(&next, at, (size_t)(slash + 1 - at));
		buf_add(&next, link, (size_t)n); /* positive here */
		mem_free(at);
		at = detach(&next);
	}
	return at;
}

char *
path_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct buf b = BUF_INIT(SIZE_MAX / 4);

	if (slash)
		buf_add(&b, path, (size_t)(slash + 1 - path));
	else
		buf_add_text(&b, "./");
	return detach(&b);
}

char *
path_temporary(const char *path, unsigned n)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	struct buf b = BUF_INIT(SIZE_MAX / 4);

	buf_add(&b, path, (size_t)(name - path));
	/* a long name is cut: the folder's limit of 255 holds for ours too */
	buf_printf(&b, ".%.200s.%ld", name, (long)getpid());
	if (n)
		buf_printf(&b, ".%u", n);
	buf_add_text(&b, ".tmp");
	return detach(&b);
}

/* Are both in one folder, under one name? */
static bool
same_place(const char *a, const char *b)
{
	char *behind_a = path_behind_links(a);
	char *behind_b = path_behind_links(b);
	char *folder_a = path_folder(behind_a);
	char *folder_b = path_folder(behind_b);
	const char *name_a = strrchr(behind_a, '/');
	const char *name_b = strrchr(behind_b, '/');
	struct stat st_a, st_b;
	bool same;

	name_a = name_a ? name_a + 1 : behind_a;
	name_b = name_b ? name_b + 1 : behind_b;
	same = strcmp(name_a, name_b) == 0 && stat(folder_a, &st_a) == 0 &&
	    stat(folder_b, &st_b) == 0 && st_a.st_dev == st_b.st_dev &&
	    st_a.st_ino == st_b.st_ino;
	mem_free(folder_a);
	mem_free(folder_b);
	mem_free(behind_a);
	mem_free(behind_b);
	return same;
}

bool
path_same(const char *a, const char *b)
{
	struct stat st_a, st_b;

	if (path_standard(a) || path_standard(b))
		return false;
	if (stat(a, &st_a) == 0 && stat(b, &st_b) == 0)
		return S_ISREG(st_a.st_mode) && st_a.st_dev == st_b.st_dev &&
		    st_a.st_ino == st_b.st_ino;
	return same_place(a, b);
}

int
path_open(const char *path, int flags, mode_t mode)
{
	int fd, higher, number;

	do
		fd = open(path, flags | O_CLOEXEC | O_NOCTTY, mode);
	while (fd < 0 && errno == EINTR);
	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	higher = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	number = errno;
	close(fd);
	errno = number;
	return higher;
}
