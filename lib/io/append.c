/* append.c - pwrite, fdatasync, ftruncate. */
#include "io/append.h"

#include "base/fault.h"
#include "io/file.h"
#include "io/path.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int
append_open(struct append *a, const char *path, struct err *e)
{
	struct stat st;

	*a = (struct append)APPEND_INIT;
	a->durable = path != NULL;
	a->name = mem_text(path ? path : "scratch file");
	a->fd = path ? path_open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600)
	    : file_scratch(e);
	if (a->fd < 0)
		return path ? err_sys(e, "%s", path) : -1;
	if (fstat(a->fd, &st) < 0)
		return err_sys(e, "%s", a->name);
	/* The size of a file is never negative. */
	a->size = (uint64_t)st.st_size;
	return 0;
}

void
append_close(struct append *a)
{
	if (a->fd >= 0)
		close(a->fd);
	mem_free(a->name);
	*a = (struct append)APPEND_INIT;
}

int
append_cut(struct append *a, uint64_t size, struct err *e)
{
	if (size > a->size)
		return err_set(e, ERR_INPUT, "%s: is shorter than it was",
		    a->name);
	if (ftruncate(a->fd, (off_t)size) < 0)
		return err_sys(e, "%s", a->name);
	a->size = size;
	return 0;
}

int
append_add(struct append *a, const char *at, size_t len, struct err *e)
{
	int rc;

	if (fault_fires("append.before-write")) {
		errno = ENOSPC;
		return err_sys(e, "%s", a->name);
	}
	if (file_write_at(a->fd, at, len, a->size, e) < 0)
		return err_in(e, "%s", a->name);
	if (a->durable) {
		errno = EIO;
		rc = fault_fires("append.before-sync") ? -1
		    : fdatasync(a->fd);
		if (rc < 0)
			return err_sys(e, "%s", a->name);
	}
	a->size += len;
	return 0;
}

int
append_hash(const struct append *a, uint64_t from, uint64_t to,
    struct hash128 *hash, struct err *e)
{
	struct buf b = BUF_INIT(SIZE_MAX / 4);
	size_t len = (size_t)(to - from);
	ssize_t got = 1;
	int rc = -1;

	(void)buf_reserve(&b, len + 1);
	while (b.len < len && got > 0) {
		got = file_read_at(a->fd, b.at + b.len, len - b.len,
		    from + b.len, e);
		if (got > 0)
			b.len += (size_t)got;
	}
	if (got == 0)
		err_set(e, ERR_INPUT, "%s: is shorter than it was", a->name);
	if (got > 0 || !len) {
		*hash = hash_128(b.at, len);
		rc = 0;
	}
	buf_release(&b);
	return rc;
}
