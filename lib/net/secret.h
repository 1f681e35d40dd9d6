/*
 * secret.h - a secret that a profile names and does not contain.
 *
 *	{env: NAME}              a variable of the environment
 *	{file: PATH}             a file that only its owner and group can read
 *	{command: [ARGV, ...]}   what a program prints
 *
 * A text in its place is refused: it would stand in version control.  What
 * has been fetched is masked in all messages from then on.  One newline at
 * the end is cut.  The masking keeps a copy until the process ends; the
 * copies here are overwritten when they are released.
 */
#ifndef NET_SECRET_H
#define NET_SECRET_H

#include "format/ydoc.h"

#define SECRET_MOST ((size_t)64 * 1024)
/* A command that takes longer, in seconds, is given up. */
#define SECRET_COMMAND_S 30

enum secret_kind { SECRET_ENV, SECRET_FILE, SECRET_COMMAND };

struct secret {
	const struct ydoc_node *node; /* for messages */
	enum secret_kind kind;
	struct slice name; /* of the variable; the path, as it is opened */
	struct ydoc_texts argv;
	long command_s; /* how long it may take */
};

/* The keys of a secret, ended by NULL. */
extern const char *const secret_keys[];

/*
 * Reads the form only: nothing is looked up or run.  A file's path is
 * relative to the folder of the document ("~/" is $HOME).  Borrows from the
 * document and the arena.
 */
int secret_read(struct secret *s, const struct ydoc_node *n, struct arena *a,
    struct err *e) MUST_USE;

/*
 * The secret into `to`, which is made for it (release with secret_release).
 * ERR_USAGE where there is none, it is empty or has a NUL, or where others
 * than owner and group may read the file; messages name the place in the
 * profile, the variable or the path, never what was found.  A command that
 * fails is ERR_USAGE, one that does not end ERR_AGAIN.
 */
int secret_fetch(const struct secret *s, struct buf *to, struct err *e)
    MUST_USE;

/* Overwrites and gives back; accepts empty. */
void secret_release(struct buf *b);

/* Masks the text in all its usual spellings: plain, %-encoded, in JSON. */
void secret_hide(struct slice text);

#endif
