/*
 * scratch.h - a state in a folder of its own, for tests.
 *
 * A header only: nothing of it is in the library.  The clock is fixed, faults
 * are armed by name, and a piece of work can be done in a process of its own
 * that may be killed.  What fails here is the test's own ground: it aborts.
 */
#ifndef STORE_SCRATCH_H
#define STORE_SCRATCH_H

#include "base/fault.h"
#include "store/db.h"

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRATCH_NOW "2026-11-22T01:02:03Z"

struct scratch {
	char folder[64];
	char path[80]; /* of the state */
	struct db *db;
};

static inline void
scratch_must(int rc, const struct err *e)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "scratch: %s\n", e->text);
	abort();
}

/* The time that clock_now gives from now on. */
static inline void
scratch_now(const char *time)
{
	if (setenv("BOM_NOW", time, 1) < 0)
		abort();
}

/* Arms a fault, as BOM_FAULT does; "" disarms. */
static inline void
scratch_fault(const char *spec)
{
	if (setenv("BOM_FAULT", spec, 1) < 0)
		abort();
	fault_init();
}

/* A new folder, without a state in it. */
static inline void
scratch_folder(struct scratch *s)
{
	const char *base = getenv("TMPDIR");

	scratch_fault("");
	scratch_now(SCRATCH_NOW);
	s->db = NULL;
	snprintf(s->folder, sizeof(s->folder), "%.40s/bom-XXXXXX",
	    base ? base : "/tmp");
	if (!mkdtemp(s->folder))
		abort();
	snprintf(s->path, sizeof(s->path), "%s/state.db", s->folder);
}

/* Closes the state, if it is open, and opens it (again). */
static inline void
scratch_reopen(struct scratch *s)
{
	struct err e = ERR_INIT;

	db_close(s->db);
	scratch_must(db_open(&s->db, s->path, DB_WRITE, &e), &e);
}

static inline void
scratch_open(struct scratch *s)
{
	scratch_folder(s);
	scratch_reopen(s);
}

/* Closes the state and removes the folder with all that is in it. */
static inline void
scratch_close(struct scratch *s)
{
	char path[400];
	struct dirent *entry;
	DIR *folder;

	scratch_fault("");
	db_close(s->db);
	s->db = NULL;
	folder = opendir(s->folder);
	while (folder && (entry = readdir(folder)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", s->folder, entry->d_name);
		unlink(path);
	}
	if (folder)
		closedir(folder);
	rmdir(s->folder);
}

static inline void
scratch_exec(struct scratch *s, const char *sql)
{
	struct err e = ERR_INIT;

	scratch_must(db_exec(s->db, sql, &e), &e);
}

/* The one number that a constant query gives. */
static inline int64_t
scratch_number(struct scratch *s, const char *sql)
{
	struct err e = ERR_INIT;
	struct db_query *q = db_query(s->db, sql, &e);
	int64_t number = -1;

	scratch_must(q ? 0 : -1, &e);
	if (db_step(q, &e) > 0)
		number = db_int(q, 0);
	scratch_must(e.kind ? -1 : 0, &e);
	db_done(q);
	return number;
}

/*
 * Does the work in a child, which must open the state itself, and returns
 * how it ended, as waitpid says it; no end of its own is _exit(0).
 */
static inline int
scratch_child(struct scratch *s, void (*work)(struct scratch *s))
{
	int status = -1;
	pid_t child = fork();

	if (child == 0) {
		s->db = NULL;
		work(s);
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		abort();
	return status;
}

#endif
