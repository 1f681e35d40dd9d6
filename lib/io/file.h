/*
 * file.h - descriptors read, written and published; the only user of read,
 * write, fsync and rename.
 *
 * A file appears whole or not at all: it is written without a name (or beside
 * its name), synced, renamed into place, and its folder synced; every result
 * is checked.  A group publishes all of its files or none.  EINTR is handled
 * here and nowhere else.
 */
#ifndef IO_FILE_H
#define IO_FILE_H

#include "base/err.h"
#include "base/text.h"

/* --- reading --- */

struct file_in {
	int fd;
	char *name;    /* as in messages: the path, or "<stdin>"; owned */
	bool regular;  /* a regular file: it can be read again */
	uint64_t size; /* of a regular file, else 0 */
};

/* Opens a path; "-" or NULL is stdin.  Close with file_in_close. */
int file_in_open(struct file_in *in, const char *path, struct err *e) MUST_USE;
/* Up to `size` bytes: their count, 0 at the end, -1 on an error. */
ssize_t file_in_read(
    struct file_in *in, char *to, size_t size, struct err *e) MUST_USE;
void file_in_close(struct file_in *in);

/* A whole file of at most `most` bytes appended to `b`; more is ERR_INPUT. */
int file_load(
    struct buf *b, const char *path, size_t most, struct err *e) MUST_USE;

/* --- writing --- */

enum file_out_state {
	FILE_OUT_WRITING,   /* not at its path yet */
	FILE_OUT_NEW,	    /* at its path, where nothing was before */
	FILE_OUT_EXCHANGED, /* at its path; the old file has the temporary */
	FILE_OUT_REPLACED,  /* at its path; the old file is gone */
};

struct file_out {
	int fd;
	char *path; /* where it is to appear; NULL: written straight to fd */
	char *temporary; /* its name until then; NULL while it has none */
	char *name;	 /* as in messages; owned */
	char *buffer;
	size_t used;
	uint64_t written; /* bytes handed to write(2) so far */
	bool broken_pipe; /* the reader went away: EPIPE was seen */
	enum file_out_state state;
};

/*
 * Opens for writing; "-" or NULL is stdout.  A path that is not a regular
 * file (a device, a FIFO) or stands for a descriptor (/dev/fd/3) is written
 * straight.  A symbolic link stays, what it points to is replaced; the mode
 * of a replaced file is kept, and one that forbids writing is not replaced.
 * Close with file_out_publish or file_out_abandon.
 */
int file_out_open(
    struct file_out *out, const char *path, struct err *e) MUST_USE;
/*
 * Buffered.  A full disk or device is ERR_AGAIN, and so is a reader that went
 * away, with broken_pipe set (where SIGPIPE is ignored).
 */
int file_out_add(
    struct file_out *out, const char *at, size_t len, struct err *e) MUST_USE;
int file_out_flush(struct file_out *out, struct err *e) MUST_USE;
/*
 * Flush, sync, rename, sync the folder, close; the file is there, or -1.
 * Closed in either case; `written` and `broken_pipe` can still be read.
 */
int file_out_publish(struct file_out *out, struct err *e) MUST_USE;
/*
 * All or none: every file is flushed and synced before the first is renamed,
 * and renames are taken back when a later one fails (where the file system
 * can exchange names: ext4, xfs, btrfs, tmpfs do).  The last of the list, the
 * main output, is renamed last.  One that was never opened is passed over.
 */
int file_out_publish_all(
    struct file_out *const *outs, size_t count, struct err *e) MUST_USE;
/* Closes and leaves nothing behind; accepts one that was never opened. */
void file_out_abandon(struct file_out *out);

#define FILE_OUT_INIT                                                     \
	{                                                                 \
		-1, NULL, NULL, NULL, NULL, 0, 0, false, FILE_OUT_WRITING \
	}
#define FILE_IN_INIT               \
	{                          \
		-1, NULL, false, 0 \
	}

/* --- scratch --- */

/*
 * A temporary file without a name in $TMPDIR (or /tmp): gone when its
 * descriptor is closed or the process dies.  Returns the descriptor or -1.
 */
int file_scratch(struct err *e) MUST_USE;
/* All of `len` bytes at `offset`, or an error; no file position involved. */
int file_write_at(int fd, const char *at, size_t len, uint64_t offset,
    struct err *e) MUST_USE;
/* Up to `len` bytes at `offset`: count, 0 at the end, -1. */
ssize_t file_read_at(
    int fd, char *to, size_t len, uint64_t offset, struct err *e) MUST_USE;
/* Gives the disk space of what has been read back; a hint. */
void file_scratch_drop(int fd, uint64_t offset, uint64_t len);

#endif
