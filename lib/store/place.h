/*
 * place.h - the file a state lies in: made with the right mode, on what kind
 * of file system, and who has it locked.
 *
 * What SQLite leaves to its user: it creates files by umask, trusts shared
 * memory on network file systems, and says "locked" without saying by whom.
 */
#ifndef STORE_PLACE_H
#define STORE_PLACE_H

#include "base/err.h"
#include "base/text.h"

/*
 * Makes the file empty and with exactly this mode (whatever the umask) if it
 * is not there; one that is there is left as it is.  -1 where it cannot be
 * made or is no regular file.
 */
int place_create(const char *path, unsigned mode, struct err *e) MUST_USE;

/*
 * True if the file lies where several machines may see it (NFS, SMB, CIFS,
 * FUSE of any kind, 9P, Ceph, Lustre ...): shared memory does not reach
 * across machines, so write-ahead logging is not safe there.
 */
bool place_networked(const char *path);
/* The same for a magic number of statfs(2). */
bool place_magic_networked(unsigned long magic);

/*
 * Appends who holds a write lock on the state or its -shm file, by the
 * kernel's list: "process 4711 (erp-load)", several with ", " between; or,
 * where the list shows none, "another process".
 */
void place_holders(struct buf *b, const char *path);

#endif
