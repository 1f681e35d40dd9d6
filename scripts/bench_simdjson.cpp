/*
 * bench_simdjson.cpp - simdjson's DOM of every line of a file.
 *
 * usage: bench_simdjson FILE; used by scripts/bench
 *        bench_simdjson --version
 *
 * parse_many over chunks of whole lines in one buffer: of load_many, a parse
 * for each line and this the fastest, and the one whose memory stays flat.
 */
#include <simdjson.h>

#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

static const size_t chunk = 256 * 1024;

static bool
parse_lines(simdjson::dom::parser &parser, const char *at, size_t len,
    unsigned long &lines)
{
	simdjson::dom::document_stream stream;

	if (parser.parse_many(at, len, 2 * chunk).get(stream))
		return false;
	for (auto line : stream) {
		if (line.error())
			return false;
		lines++;
	}
	return true;
}

int
main(int argc, char **argv)
{
	static char buffer[2 * chunk + simdjson::SIMDJSON_PADDING];
	simdjson::dom::parser parser;
	unsigned long lines = 0;
	size_t kept = 0;
	ssize_t got;
	int fd;

	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		printf("simdjson %d.%d.%d (%s)\n",
		    simdjson::SIMDJSON_VERSION_MAJOR,
		    simdjson::SIMDJSON_VERSION_MINOR,
		    simdjson::SIMDJSON_VERSION_REVISION,
		    simdjson::get_active_implementation()->name().c_str());
		return 0;
	}
	fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
	if (fd < 0) {
		fprintf(stderr, "usage: bench_simdjson FILE\n");
		return 2;
	}
	while ((got = read(fd, buffer + kept, chunk)) > 0) {
		size_t filled = kept + (size_t)got;
		const char *last = (const char *)memrchr(buffer, '\n', filled);
		size_t whole = last ? (size_t)(last + 1 - buffer) : 0;

		if (filled - whole > chunk ||
		    !parse_lines(parser, buffer, whole, lines))
			return 1;
		kept = filled - whole;
		memmove(buffer, buffer + whole, kept);
	}
	printf("%lu\n", lines);
	return got < 0;
}
