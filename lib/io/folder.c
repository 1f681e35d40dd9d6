/*
 * folder.c - mkdir, readdir, flock, symlink, rename.
 *
 * flock(2) and not fcntl(2): its lock belongs to the open file, so that
 * opening and closing the same file elsewhere in the process drops nothing.
 */
#include "io/folder.h"

#include "base/fault.h"
#include "io/path.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_MOST 100

/* A file system that cannot sync folders has no better to offer. */
static int
sync_folder_of(const char *path, struct err *e)
{
	char *folder = path_folder(path);
	int fd = path_open(folder, O_RDONLY | O_DIRECTORY, 0);
	int rc = 0;

	if (fd < 0 ? errno != EACCES : fsync(fd) < 0 && errno != EINVAL)
		rc = err_sys(e, "%s", folder);
	if (fd >= 0)
		close(fd);
	mem_free(folder);
	return rc;
}

static int
make_one(const char *path, struct err *e)
{
	struct stat st;

	if (mkdir(path, 0777) == 0)
		return sync_folder_of(path, e);
	if (errno != EEXIST && errno != EISDIR)
		return err_sys(e, "%s", path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	return err_set(e, ERR_USAGE, "%s: is no folder", path);
}

int
folder_make(const char *path, struct err *e)
{
	char *way = mem_text(path), *slash = way;
	size_t len = strlen(way);
	struct stat st;
	int rc = 0;

	while (len > 1 && way[len - 1] == '/')
		way[--len] = '\0';
	while (rc == 0 && (slash = strchr(slash + 1, '/')) != NULL) {
		*slash = '\0';
		if (stat(way, &st) < 0)
			rc = make_one(way, e);
		*slash = '/';
	}
	if (rc == 0)
		rc = make_one(way, e);
	mem_free(way);
	return rc;
}

static int
by_bytes(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;

	return slice_compare(*x, *y);
}

int
folder_list(struct slice **names, size_t *count, const char *path,
    struct arena *a, struct err *e)
{
	DIR *folder = opendir(path);
	struct slice *list = NULL;
	struct dirent *entry;
	size_t size = 0;
	int rc = 0;

	*names = NULL;
	*count = 0;
	if (!folder)
		return errno == ENOENT ? 0 : err_sys(e, "%s", path);
	while (errno = 0, (entry = readdir(folder)) != NULL) {
		struct slice name = slice_of(entry->d_name);

		if (slice_is(name, ".") || slice_is(name, ".."))
			continue;
		if (*count == size) {
			size = mem_next_size(size, *count + 1);
			list = mem_grow(list, size, sizeof(*list));
		}
		list[(*count)++] = slice_copy(name, a);
	}
	if (errno != 0)
		rc = err_sys(e, "%s", path);
	closedir(folder);
	if (*count) {
		size = *count * sizeof(*list);
		qsort(list, *count, sizeof(*list), by_bytes);
		*names = arena_alloc(a, size);
		memcpy(*names, list, size);
	}
	mem_free(list);
	return rc;
}

int
folder_lock(int *fd, const char *path, struct err *e)
{
	int rc;

	*fd = path_open(path, O_RDWR | O_CREAT, 0666);
	if (*fd < 0)
		return err_sys(e, "%s", path);
	do
		rc = flock(*fd, LOCK_EX | LOCK_NB);
	while (rc < 0 && errno == EINTR);
	if (rc == 0)
		return 1;
	rc = errno == EWOULDBLOCK ? 0 : err_sys(e, "%s", path);
	close(*fd);
	*fd = -1;
	return rc;
}

/* A link under a temporary name, which is yours; NULL with errno. */
static char *
temporary_link(const char *link, const char *target)
{
	unsigned n;

	for (n = 0; n < NAMES_MOST; n++) {
		char *name = path_temporary(link, n);

		if (symlink(target, name) == 0)
			return name;
		mem_free(name);
		if (errno != EEXIST)
			break;
	}
	return NULL;
}

int
folder_switch(const char *link, const char *target, struct err *e)
{
	struct stat st;
	char *name;
	int rc = -1;

	if (lstat(link, &st) == 0 && !S_ISLNK(st.st_mode))
		return err_set(e, ERR_USAGE, "%s: is there, and no link",
		    link);
	name = temporary_link(link, target);
	if (!name)
		return err_sys(e, "%s", link);
	if (fault_fires("folder.before-switch"))
		errno = EIO;
	else
		rc = rename(name, link);
	if (rc < 0) {
		(void)err_sys(e, "%s", link);
		unlink(name);
	}
	mem_free(name);
	return rc < 0 ? -1 : sync_folder_of(link, e);
}

int
folder_move(const char *from, const char *to, struct err *e)
{
	if (rename(from, to) < 0)
		return errno == ENOENT && access(from, F_OK) < 0 ? 0
		    : err_sys(e, "%s", to);
	if (sync_folder_of(to, e) < 0 || sync_folder_of(from, e) < 0)
		return -1;
	return 1;
}

int
folder_link(const char **target, const char *link, struct arena *a,
    struct err *e)
{
	char text[PATH_MAX];
	ssize_t len = readlink(link, text, sizeof(text));

	*target = NULL;
	if (len < 0 && errno == ENOENT)
		return 0;
	if (len < 0 && errno == EINVAL)
		return err_set(e, ERR_USAGE, "%s: is there, and no link",
		    link);
	if (len < 0)
		return err_sys(e, "%s", link);
	*target = arena_copy(a, text, (size_t)len); /* not negative here */
	return 1;
}

int
folder_publish(const char *from, const char *to, struct err *e)
{
	char *inside = mem_grow(NULL, strlen(from) + 2, 1);
	struct stat st;
	int rc = -1;

	snprintf(inside, strlen(from) + 2, "%s/", from);
	if (lstat(to, &st) == 0)
		(void)err_set(e, ERR_USAGE, "%s: is there already (expected "
		    "the name of a folder to be made)", to);
	else if (sync_folder_of(inside, e) == 0) {
		if (fault_fires("folder.before-publish"))
			errno = EIO;
		else
			rc = rename(from, to);
		rc = rc < 0 ? err_sys(e, "%s", to) : sync_folder_of(to, e);
	}
	mem_free(inside);
	return rc;
}

int
folder_remove(const char *path, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct buf name = BUF_INIT((size_t)2 * PATH_MAX);
	struct slice *names;
	size_t count, i;
	int rc = folder_list(&names, &count, path, &a, e);

	for (i = 0; rc == 0 && i < count; i++) {
		buf_clear(&name);
		buf_printf(&name, "%s/%s", path, names[i].at);
		if (unlink(buf_text(&name)) < 0 && errno != ENOENT)
			rc = err_sys(e, "%s", buf_text(&name));
	}
	if (rc == 0 && rmdir(path) < 0 && errno != ENOENT)
		rc = err_sys(e, "%s", path);
	buf_release(&name);
	arena_release(&a);
	return rc;
}
