/*
 * fuzz_replay.c - runs a fuzz target over the files and folders given.
 *
 * Stands in for libFuzzer's driver, so that `make check` replays the corpus
 * with any compiler.  Each input is named before it is run: what follows the
 * last name is the trouble with it.
 */
#include "base/base.h"

#include <dirent.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long inputs;

static int
complain(const char *path)
{
	fprintf(stderr, "fuzz_replay: %s: %s\n", path, strerror(errno));
	return -1;
}

/* A block of exactly the input's size, so that one byte beyond is seen. */
static int
replay_file(const char *path, size_t size)
{
	FILE *in = fopen(path, "rb");
	uint8_t *data;
	size_t got;

	if (!in)
		return complain(path);
	data = malloc(size ? size : 1);
	if (!data) {
		fclose(in);
		return complain(path);
	}
	got = fread(data, 1, size, in);
	fclose(in);
	printf("%s: %zu bytes\n", path, got);
	fflush(stdout);
	LLVMFuzzerTestOneInput(data, got);
	free(data);
	inputs++;
	return 0;
}

static int replay(const char *path);

static int
is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* In the order of names, so that two runs print the same. */
static int
replay_folder(const char *path)
{
	struct dirent **names;
	int n = scandir(path, &names, is_input, alphasort);
	int rc = 0;
	char inner[PATH_MAX];

	if (n < 0)
		return complain(path);
	for (int i = 0; i < n; i++) {
		snprintf(inner, sizeof(inner), "%s/%s", path, names[i]->d_name);
		if (replay(inner) < 0)
			rc = -1;
		free(names[i]);
	}
	free(names);
	return rc;
}

static int
replay(const char *path)
{
	struct stat about;

	if (stat(path, &about) < 0)
		return complain(path);
	if (S_ISDIR(about.st_mode))
		return replay_folder(path);
	return replay_file(path, (size_t)about.st_size); /* never negative */
}

int
main(int argc, char **argv)
{
	int rc = 0;

	for (int i = 1; i < argc; i++)
		if (replay(argv[i]) < 0)
			rc = 1;
	if (inputs == 0) {
		fprintf(stderr, "fuzz_replay: no input\n");
		return 1;
	}
	return rc;
}
