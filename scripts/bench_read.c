/*
 * bench_read.c - reading a stream, and the bare loops below it.
 *
 * usage: bench_read stream|xxh3|newlines|read FILE; used by scripts/bench
 *
 *	stream    every line checked and canonical, up to the verified end
 *	xxh3      XXH3-128 of each line, nothing else
 *	newlines  the lines are found, nothing else
 *	read      read(2) alone
 *
 * Prints the number of lines (of bytes for read), so that no loop can be
 * left out by a compiler.
 */
#include "model/stream_in.h"

#include <fcntl.h>
#include <unistd.h>

#define CHUNK ((size_t)256 * 1024)

static int
read_stream(const char *path)
{
	struct stream_in in;
	struct stream_line line;
	struct err e = ERR_INIT;
	int got = stream_in_open(&in, path, STREAM_ANY, SORT_MEMORY_DEFAULT,
	    &e);

	if (got == 0)
		while ((got = stream_in_next(&in, &line, &e)) > 0)
			continue;
	if (got < 0)
		fprintf(stderr, "bench_read: %s\n", e.text);
	else
		printf("%" PRIu64 "\n", in.figures.records);
	stream_in_close(&in);
	return got < 0 ? 1 : 0;
}

/* Lines of at most CHUNK bytes, found with memchr in one buffer. */
static int
read_lines(int fd, bool hashing)
{
	static char buffer[2 * CHUNK];
	struct hash128 sum = {0, 0};
	unsigned long lines = 0;
	size_t kept = 0;
	ssize_t got;

	while ((got = read(fd, buffer + kept, CHUNK)) > 0) {
		char *at = buffer, *newline;
		char *end = buffer + kept + (size_t)got; /* positive */

		while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
			if (hashing)
				sum = hash_plus(sum, hash_128(at,
				    (size_t)(newline - at)));
			lines++;
			at = newline + 1;
		}
		kept = (size_t)(end - at);
		if (kept > CHUNK)
			return 1;
		memmove(buffer, at, kept);
	}
	printf("%lu %" PRIx64 "\n", lines, sum.low);
	return got < 0;
}

static int
read_bytes(int fd)
{
	static char buffer[CHUNK];
	unsigned long long bytes = 0;
	ssize_t got;

	while ((got = read(fd, buffer, CHUNK)) > 0)
		bytes += (unsigned long long)got; /* positive */
	printf("%llu\n", bytes);
	return got < 0;
}

int
main(int argc, char **argv)
{
	int fd = argc == 3 ? open(argv[2], O_RDONLY) : -1;

	if (fd < 0) {
		fprintf(stderr,
		    "usage: bench_read stream|xxh3|newlines|read FILE\n");
		return 2;
	}
	if (strcmp(argv[1], "stream") == 0)
		return read_stream(argv[2]);
	if (strcmp(argv[1], "read") == 0)
		return read_bytes(fd);
	return read_lines(fd, strcmp(argv[1], "xxh3") == 0);
}
