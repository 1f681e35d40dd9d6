/*
 * path.h - what the name of a file stands for, and opening it.
 *
 * Names in, names out: nothing here reads or writes.  What comes back as a
 * char * is the caller's, free with mem_free.
 */
#ifndef IO_PATH_H
#define IO_PATH_H

#include "base/text.h"

#include <sys/types.h>

/* True for NULL and "-": stdin or stdout. */
bool path_standard(const char *path);

/*
 * The descriptor that /dev/stdout, /dev/stderr or /dev/fd/N stands for, or
 * -1.  Opening such a name anew would begin at the start of the file, over
 * what others have written.
 */
int path_descriptor(const char *path);

/*
 * The path behind symbolic links, also where the last of them points to
 * nothing yet.  The folders on the way are left to the kernel.
 */
char *path_behind_links(const char *path);

/* The folder of a path with its slash; "./" where none is said. */
char *path_folder(const char *path);

/*
 * A name beside the target for this process, hidden: ".NAME.PID.tmp", with
 * N above 0 ".NAME.PID.N.tmp".
 */
char *path_temporary(const char *path, unsigned n);

/*
 * True if both names lead to one file: it is there, or would be made in the
 * same folder.  Standard names and NULL are the same as nothing.
 */
bool path_same(const char *a, const char *b);

/*
 * open(2), but close-on-exec, never a controlling terminal, again after
 * EINTR, and never one of the descriptors 0 to 2: a process that was started
 * without one of those would write data into its error messages.
 */
int path_open(const char *path, int flags, mode_t mode) MUST_USE;

#endif
