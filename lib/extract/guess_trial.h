/*
 * guess_trial.h - for tests of guessing: a file made of a text.
 */
#ifndef EXTRACT_GUESS_TRIAL_H
#define EXTRACT_GUESS_TRIAL_H

#include "base/base.h"

#include <unistd.h>

static char trial_path[] = "/tmp/guess_trial.XXXXXX";

/* The text as a file, whose path comes back; trial_remove takes it away. */
static inline const char *
trial_bytes(const char *text, size_t len)
{
	static bool made;
	FILE *f;
	int fd;

	if (!made && (fd = mkstemp(trial_path)) >= 0)
		close(fd);
	made = true;
	f = fopen(trial_path, "w");
	if (!f || fwrite(text, 1, len, f) != len || fclose(f) != 0)
		BUG("the file of a trial cannot be written");
	return trial_path;
}

static inline const char *
trial_file(const char *text)
{
	return trial_bytes(text, strlen(text));
}

static inline int
trial_remove(void **state)
{
	(void)state;
	unlink(trial_path);
	return 0;
}

#endif
