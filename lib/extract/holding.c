/*
 * holding.c - descriptors, and what fstat says of them.
 *
 * A source may have more files than a process may have open, so only what
 * could not be opened again is kept.
 */
#include "extract/holding.h"

#include <unistd.h>

#include "io/file.h"

void
holding_init(struct holding *h, const char *const *paths, size_t count)
{
	struct holding_file *f;
	size_t i;

	*h = (struct holding)HOLDING_INIT;
	h->files = mem_zero((count + 1) * sizeof(*h->files));
	h->count = count;
	for (i = 0; i < count; i++) {
		f = &h->files[i];
		f->path = paths[i];
		f->name = strcmp(paths[i], "-") == 0 ? "<stdin>" : paths[i];
		f->fd = -1;
	}
}

/* A pipe read out to scratch; the descriptor, or -1. */
static int
copy_to_scratch(struct file_in *in, struct err *e)
{
	int fd = file_scratch(e);
	uint64_t at = 0;
	char chunk[65536];
	ssize_t got = -1;

	if (fd < 0)
		return -1;
	while ((got = file_in_read(in, chunk, sizeof(chunk), e)) > 0) {
		if (file_write_at(fd, chunk, (size_t)got, at, e) < 0) {
			got = -1;
			break;
		}
		at += (uint64_t)got;
	}
	if (got == 0)
		return fd;
	close(fd);
	return -1;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	    a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The descriptor of a regular file, checked; -1. */
static int
take_regular(struct holding_file *f, const struct file_in *in, struct err *e)
{
	struct stat st;
	int fd;

	if (fstat(in->fd, &st) < 0)
		return err_sys(e, "%s", f->name);
	if (f->seen && !same_file(&st, &f->was))
		return err_set(e, ERR_AGAIN, "%s: has changed while it was "
		    "read", f->name);
	f->seen = true;
	f->was = st;
	fd = dup(in->fd);
	return fd < 0 ? err_sys(e, "%s", f->name) : fd;
}

static int
open_file(struct holding *h, struct holding_file *f, struct err *e)
{
	struct file_in in;
	int fd;

	if (file_in_open(&in, f->path, e) < 0)
		return -1;
	fd = in.regular ? take_regular(f, &in, e) : copy_to_scratch(&in, e);
	if (h->count == 1 || !in.regular)
		f->fd = fd;
	else
		h->fd = fd;
	file_in_close(&in);
	return fd;
}

int
holding_take(struct holding *h, size_t at, struct err *e)
{
	struct holding_file *f = &h->files[at];
	int fd = f->fd;

	if (h->fd >= 0)
		close(h->fd);
	h->fd = -1;
	if (fd < 0)
		fd = open_file(h, f, e);
	snprintf(h->path, sizeof(h->path), "/dev/fd/%d", fd);
	return fd < 0 ? -1 : 0;
}

void
holding_release(struct holding *h)
{
	size_t i;

	for (i = 0; i < h->count; i++)
		if (h->files[i].fd >= 0)
			close(h->files[i].fd);
	if (h->fd >= 0)
		close(h->fd);
	mem_free(h->files);
	*h = (struct holding)HOLDING_INIT;
}
