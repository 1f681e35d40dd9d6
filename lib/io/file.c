/*
 * file.c - reading, and publishing by a name that appears last.
 *
 * Where the file system can (O_TMPFILE), a file being written has no name, so
 * that kill -9 leaves nothing behind.  Publishing a file goes
 *
 *     write, fsync      the bytes are on the disk
 *     linkat            a temporary name beside the target
 *     rename            the target is the new file
 *     fsync the folder  the name is on the disk
 *
 * and a group takes each step together.  All but its last are exchanged with
 * what was there, which can be taken back if a later one fails.
 */
#include "io/file.h"

#include "base/fault.h"
#include "io/path.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define OUT_BUFFER ((size_t)128 * 1024)
#define NAMES_MOST 100

/* Fails as the fault point asks: sets errno and answers true. */
#define FAILS(point, number) (fault_fires(point) && (errno = (number)) != 0)

/* True if the call is to be made again: interrupted, or not ready yet. */
static bool
call_again(int fd, short events)
{
	struct pollfd wait = {fd, events, 0};

	if (errno == EINTR)
		return true;
	return errno == EAGAIN && (poll(&wait, 1, -1) >= 0 || errno == EINTR);
}

int
file_in_open(struct file_in *in, const char *path, struct err *e)
{
	bool standard = path_standard(path);
	struct stat st;

	*in = (struct file_in)FILE_IN_INIT;
	in->name = mem_text(standard ? "<stdin>" : path);
	in->fd = standard ? STDIN_FILENO : path_open(path, O_RDONLY, 0);
	if (in->fd < 0 || fstat(in->fd, &st) < 0)
		goto fail;
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		goto fail;
	}
	in->regular = S_ISREG(st.st_mode);
	in->size = in->regular ? (uint64_t)st.st_size : 0; /* not negative */
	(void)posix_fadvise(in->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return 0;
fail:
	(void)err_sys(e, "%s", in->name);
	file_in_close(in);
	return -1;
}

ssize_t
file_in_read(struct file_in *in, char *to, size_t size, struct err *e)
{
	ssize_t n;

	if (FAILS("file.read", EIO))
		return err_sys(e, "%s", in->name);
	do
		n = read(in->fd, to, size);
	while (n < 0 && call_again(in->fd, POLLIN));
	return n < 0 ? err_sys(e, "%s", in->name) : n;
}

void
file_in_close(struct file_in *in)
{
	if (in->fd > STDERR_FILENO)
		close(in->fd);
	mem_free(in->name);
	*in = (struct file_in)FILE_IN_INIT;
}

int
file_load(struct buf *b, const char *path, size_t most, struct err *e)
{
	struct file_in in;
	char chunk[16384];
	size_t loaded = 0;
	ssize_t got;

	if (file_in_open(&in, path, e) < 0)
		return -1;
	while ((got = file_in_read(&in, chunk, sizeof(chunk), e)) > 0) {
		loaded += (size_t)got; /* positive here */
		if (loaded <= most)
			buf_add(b, chunk, (size_t)got);
		if (loaded > most || b->over) {
			got = err_set(e, ERR_INPUT,
			    "%s: over %zu bytes, too "
			    "long for what it is",
			    in.name, most);
			break;
		}
	}
	file_in_close(&in);
	return got < 0 ? -1 : 0;
}

/*
 * Gives the file of `fd` a free name beside `path`, or makes a new one under
 * that name if `fd` is -1.  Only a name that is taken makes it try the next:
 * what holds it may belong to a living process.
 */
static int
temporary_make(const char *path, int fd, mode_t mode, char **temporary)
{
	char self[64], *name;
	unsigned n;
	int rc = -1;

	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	for (n = 0; n < NAMES_MOST; n++) {
		name = path_temporary(path, n);
		if (fd < 0)
			rc = path_open(name, O_RDWR | O_CREAT | O_EXCL, mode);
		else
			rc = linkat(
			    AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
		if (rc >= 0) {
			*temporary = name;
			return rc;
		}
		mem_free(name);
		if (errno != EEXIST)
			break;
	}
	return rc;
}

/*
 * A file without a name, where the file system can and /proc is there to name
 * it later (linkat by AT_EMPTY_PATH wants a privilege); else one with a name,
 * which *temporary then is.
 */
static int
open_hidden(const char *path, mode_t mode, char **temporary)
{
	char *folder;
	int fd;

	if (access("/proc/self/fd", X_OK) < 0)
		return temporary_make(path, -1, mode, temporary);
	folder = path_folder(path);
	fd = FAILS("file.tmpfile", EOPNOTSUPP)
		 ? -1
		 : path_open(folder, O_RDWR | O_TMPFILE, mode);
	mem_free(folder);
	if (fd < 0 &&
	    (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
		return temporary_make(path, -1, mode, temporary);
	return fd;
}

/*
 * Close says of a network file system that it could not write after all.  On
 * Linux the descriptor is gone after EINTR, too.
 */
static int
close_checked(int fd)
{
	return fd < 0 || (close(fd) < 0 && errno != EINTR) ? -1 : 0;
}

/*
 * What the new file takes over from the one it replaces.  The owner only
 * where we may; then the mode, since a change of owner clears parts of it.
 */
static int
take_over(int fd, const struct stat *old)
{
	struct stat now;

	if (fstat(fd, &now) < 0)
		return -1;
	if ((now.st_uid != old->st_uid || now.st_gid != old->st_gid) &&
	    fchown(fd, old->st_uid, old->st_gid) < 0 && errno != EPERM)
		return -1;
	return fchmod(fd, old->st_mode & 07777);
}

static int
open_path(struct file_out *out, const char *path)
{
	struct stat old;
	bool exists = stat(path, &old) == 0;
	int number = path_descriptor(path);

	if (number >= 0)
		return fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (exists && !S_ISREG(old.st_mode))
		return path_open(path, O_WRONLY, 0);
	/* a file that forbids writing is not to be replaced either */
	if (exists && faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0)
		return -1;
	out->path = path_behind_links(path);
	number = open_hidden(out->path, 0666, &out->temporary);
	if (number >= 0 && exists && take_over(number, &old) < 0) {
		(void)close_checked(number);
		return -1;
	}
	return number;
}

int
file_out_open(struct file_out *out, const char *path, struct err *e)
{
	bool standard = path_standard(path);

	*out = (struct file_out)FILE_OUT_INIT;
	out->name = mem_text(standard ? "<stdout>" : path);
	out->buffer = mem_grow(NULL, OUT_BUFFER, 1);
	out->fd = standard ? STDOUT_FILENO : open_path(out, path);
	if (out->fd >= 0)
		return 0;
	(void)err_sys(e, "%s", out->name);
	file_out_abandon(out);
	return -1;
}

static int
write_all(struct file_out *out, const char *at, size_t len, struct err *e)
{
	while (len) {
		ssize_t n;

		if (FAILS("file.write", ENOSPC))
			return err_sys(e, "%s", out->name);
		n = write(out->fd, at, len);
		if (n < 0 && call_again(out->fd, POLLOUT))
			continue;
		if (n < 0) {
			out->broken_pipe = errno == EPIPE;
			return err_sys(e, "%s", out->name);
		}
		at += n; /* not negative here */
		len -= (size_t)n;
		out->written += (uint64_t)n;
	}
	return 0;
}

int
file_out_add(struct file_out *out, const char *at, size_t len, struct err *e)
{
	if (len > OUT_BUFFER - out->used && file_out_flush(out, e) < 0)
		return -1;
	if (len > OUT_BUFFER)
		return write_all(out, at, len, e);
	if (len)
		memcpy(out->buffer + out->used, at, len);
	out->used += len;
	return 0;
}

int
file_out_flush(struct file_out *out, struct err *e)
{
	size_t used = out->used;

	out->used = 0;
	return write_all(out, out->buffer, used, e);
}

/* All bytes on the disk, or with the reader. */
static int
settle(struct file_out *out, struct err *e)
{
	int rc;

	if (!out->name)
		return 0;
	if (file_out_flush(out, e) < 0)
		return -1;
	if (out->path)
		rc = FAILS("file.before-sync", EIO) ? -1 : fsync(out->fd);
	else /* a copy is closed: stdout itself stays open for others */
		rc = close_checked(fcntl(out->fd, F_DUPFD_CLOEXEC, 0));
	return rc < 0 ? err_sys(e, "%s", out->name) : 0;
}

/* Gives a file without a name its temporary one. */
static int
step_link(struct file_out *out, struct err *e)
{
	int fd = out->fd;

	if (!out->path)
		return 0;
	if (FAILS("file.before-link", ENOSPC))
		return err_sys(e, "%s", out->name);
	if (!out->temporary &&
	    temporary_make(out->path, fd, 0, &out->temporary) < 0)
		return err_sys(e, "%s", out->name);
	out->fd = -1;
	return close_checked(fd) < 0 ? err_sys(e, "%s", out->name) : 0;
}

static int
step_rename(struct file_out *out, bool last, struct err *e)
{
	const char *from = out->temporary;
	bool fresh;

	if (!out->path)
		return 0;
	if (FAILS("file.before-rename", EIO))
		return err_sys(e, "%s", out->name);
	if (!last && renameat2(AT_FDCWD, from, AT_FDCWD, out->path,
			 RENAME_EXCHANGE) == 0) {
		out->state = FILE_OUT_EXCHANGED;
		return 0;
	}
	/* nothing there to exchange with, or a file system that cannot */
	fresh = !last && errno == ENOENT;
	if (rename(from, out->path) < 0)
		return err_sys(e, "%s", out->name);
	out->state = fresh ? FILE_OUT_NEW : FILE_OUT_REPLACED;
	mem_free(out->temporary);
	out->temporary = NULL;
	return 0;
}

/* What cannot be taken back is a file replaced without an exchange. */
static void
take_back(struct file_out *out)
{
	if (out->state == FILE_OUT_EXCHANGED)
		(void)renameat2(AT_FDCWD, out->temporary, AT_FDCWD, out->path,
		    RENAME_EXCHANGE);
	else if (out->state == FILE_OUT_NEW)
		unlink(out->path);
}

/*
 * A folder that may not be read, or a file system that knows no syncing of
 * folders, is no failure: more cannot be had there.
 */
static int
step_sync_folder(const struct file_out *out, struct err *e)
{
	char *folder;
	int fd, rc;

	if (!out->path)
		return 0;
	folder = path_folder(out->path);
	fd = path_open(folder, O_RDONLY | O_DIRECTORY, 0);
	mem_free(folder);
	if (fd < 0 && errno == EACCES)
		return 0;
	rc = fd < 0 || FAILS("file.after-rename", EIO) ? -1 : fsync(fd);
	if (rc < 0 && errno != EINVAL)
		(void)err_sys(e, "%s: its folder", out->name);
	else
		rc = 0;
	if (fd >= 0)
		close(fd);
	return rc;
}

int
file_out_publish(struct file_out *out, struct err *e)
{
	return file_out_publish_all(&out, 1, e);
}

static int
publish(struct file_out *const *outs, size_t count, struct err *e)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < count; i++)
		if (settle(outs[i], e) < 0)
			return -1;
	for (i = 0; i < count; i++)
		if (step_link(outs[i], e) < 0)
			return -1;
	for (i = 0; i < count; i++)
		if (step_rename(outs[i], i + 1 == count, e) < 0)
			goto back;
	for (i = 0; i < count; i++)
		if (step_sync_folder(outs[i], e) < 0)
			rc = -1;
	return rc;
back:
	while (i-- > 0)
		take_back(outs[i]);
	return -1;
}

int
file_out_publish_all(struct file_out *const *outs, size_t count, struct err *e)
{
	int rc = publish(outs, count, e);
	size_t i;

	/* closes them, and removes old files that were exchanged */
	for (i = 0; i < count; i++)
		file_out_abandon(outs[i]);
	return rc;
}

void
file_out_abandon(struct file_out *out)
{
	bool broken_pipe = out->broken_pipe;
	uint64_t written = out->written;

	if (out->fd > STDERR_FILENO)
		close(out->fd);
	if (out->temporary)
		unlink(out->temporary);
	mem_free(out->temporary);
	mem_free(out->path);
	mem_free(out->name);
	mem_free(out->buffer);
	*out = (struct file_out)FILE_OUT_INIT;
	out->broken_pipe = broken_pipe;
	out->written = written;
}

static const char *
scratch_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder && *folder ? folder : "/tmp";
}

int
file_scratch(struct err *e)
{
	struct buf path = BUF_INIT(SIZE_MAX / 4);
	char *name = NULL;
	int fd;

	buf_printf(&path, "%s/bomtools", scratch_folder());
	fd = open_hidden(buf_text(&path), 0600, &name);
	if (name)
		unlink(name);
	mem_free(name);
	buf_release(&path);
	return fd < 0 ? err_sys(e, "%s: scratch file", scratch_folder()) : fd;
}

void
file_scratch_drop(int fd, uint64_t offset, uint64_t len)
{
	(void)fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
	    (off_t)offset, (off_t)len);
}

int
file_write_at(
    int fd, const char *at, size_t len, uint64_t offset, struct err *e)
{
	while (len) {
		/* files end far below the sign bit of off_t */
		ssize_t n = pwrite(fd, at, len, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, "%s: scratch file", scratch_folder());
		at += n;
		len -= (size_t)n;
		offset += (uint64_t)n;
	}
	return 0;
}

ssize_t
file_read_at(int fd, char *to, size_t len, uint64_t offset, struct err *e)
{
	ssize_t n = -1;

	if (!FAILS("file.read", EIO))
		do
			n = pread(fd, to, len, (off_t)offset);
		while (n < 0 && errno == EINTR);
	return n < 0 ? err_sys(e, "%s: scratch file", scratch_folder()) : n;
}
