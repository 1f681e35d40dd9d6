/*
 * folder.h - folders: made, listed, locked; and a link that is switched.
 *
 * What a folder of published files needs beside file.h, with the same care:
 * what is said to be there is on the disk, and a name leads to the old thing
 * or to the new one, never to nothing.
 */
#ifndef IO_FOLDER_H
#define IO_FOLDER_H

#include "base/err.h"
#include "base/text.h"

/*
 * Makes the folder and those on the way to it, as far as they are missing;
 * each is on the disk when this returns.
 */
int folder_make(const char *path, struct err *e) MUST_USE;

/*
 * The names in a folder but "." and "..", in byte order; a folder that is
 * not there has none.  *names and the texts live in the arena.
 */
int folder_list(struct slice **names, size_t *count, const char *path,
    struct arena *a, struct err *e) MUST_USE;

/*
 * Locks a file, made if need be, against other processes: 1, 0 while another
 * one has it, -1.  *fd is yours; closing it, or dying, unlocks.
 */
int folder_lock(int *fd, const char *path, struct err *e) MUST_USE;

/*
 * A symbolic link to `target`, in place of the link that may be there, in
 * one step.  What is there and is no link is an error.
 */
int folder_switch(const char *link, const char *target, struct err *e)
    MUST_USE;

/*
 * Moves a file to another name on the same file system, over what is there:
 * 1; 0 where it is not there; -1.
 */
int folder_move(const char *from, const char *to, struct err *e) MUST_USE;

/*
 * Where a link leads, in the arena: 1; 0 where it is not there; -1, also for
 * what is no link.
 */
int folder_link(const char **target, const char *link, struct arena *a,
    struct err *e) MUST_USE;

/*
 * A folder that was filled under the name `from` gets the name `to`, where
 * nothing may be: whole, and on the disk.  ERR_USAGE where something is.
 */
int folder_publish(const char *from, const char *to, struct err *e)
    MUST_USE;

/*
 * Removes a folder and the files in it, such as a kill has left; fine where it
 * is not there.  A folder inside it is an error.
 */
int folder_remove(const char *path, struct err *e) MUST_USE;

#endif
