/*
 * bench_merge.c - two sorted files merged with memcmp: what differs.
 *
 * usage: bench_merge OLD NEW; used by scripts/bench
 *
 * The least that a comparison of sorted lines costs: nothing is checked and
 * nothing is understood.  Lines of OLD alone are printed with `-` in front,
 * those of NEW alone with `+`.
 */
#include "base/text.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct lines {
	struct slice line; /* with its newline; empty at the end */
	const char *end;
};

static void
next(struct lines *l)
{
	const char *at = l->line.at + l->line.len;
	const char *newline = memchr(at, '\n', (size_t)(l->end - at));

	l->line.at = at;
	l->line.len = (size_t)(newline ? newline + 1 - at : l->end - at);
}

static int
map(struct lines *l, const char *path)
{
	int fd = open(path, O_RDONLY);
	struct stat about;
	void *at;

	if (fd < 0 || fstat(fd, &about) < 0)
		return -1;
	at = mmap(NULL, (size_t)about.st_size, PROT_READ,
	    MAP_PRIVATE | MAP_POPULATE, fd, 0);
	close(fd);
	if (at == MAP_FAILED)
		return -1;
	(void)madvise(at, (size_t)about.st_size, MADV_SEQUENTIAL);
	l->line = slice_from(at, 0);
	l->end = l->line.at + about.st_size;
	next(l);
	return 0;
}

static void
print(int mark, struct lines *l)
{
	putchar(mark);
	fwrite(l->line.at, 1, l->line.len, stdout);
	next(l);
}

int
main(int argc, char **argv)
{
	struct lines old, new;

	if (argc != 3 || map(&old, argv[1]) < 0 || map(&new, argv[2]) < 0) {
		fprintf(stderr, "usage: bench_merge OLD NEW\n");
		return 2;
	}
	while (old.line.len || new.line.len) {
		int c = slice_compare(old.line, new.line);

		if (c == 0) {
			next(&old);
			next(&new);
		} else if (new.line.len && (!old.line.len || c > 0)) {
			print('+', &new);
		} else {
			print('-', &old);
		}
	}
	return fflush(stdout) == EOF;
}
