/*
 * bench_csv.c - libcsv alone over a file: fields and rows are counted.
 *
 * usage: bench_csv FILE; used by scripts/bench
 *        bench_csv --version
 */
#include "base/base.h"

#include <csv.h>

#define CHUNK ((size_t)256 * 1024)

static unsigned long fields, rows;

static void
field(void *at, size_t len, void *context)
{
	(void)at;
	(void)len;
	(void)context;
	fields++;
}

static void
row(int end, void *context)
{
	(void)end;
	(void)context;
	rows++;
}

int
main(int argc, char **argv)
{
	static char buffer[CHUNK];
	struct csv_parser parser;
	FILE *in;
	size_t got;

	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		printf("libcsv %d.%d.%d\n", CSV_MAJOR, CSV_MINOR,
		    CSV_RELEASE);
		return 0;
	}
	in = argc == 2 ? fopen(argv[1], "rb") : NULL;

	if (!in || csv_init(&parser, CSV_STRICT) != 0) {
		fprintf(stderr, "usage: bench_csv FILE\n");
		return 2;
	}
	while ((got = fread(buffer, 1, sizeof(buffer), in)) > 0)
		if (csv_parse(&parser, buffer, got, field, row, NULL) != got)
			return 1;
	csv_fini(&parser, field, row, NULL);
	csv_free(&parser);
	fclose(in);
	printf("%lu %lu\n", rows, fields);
	return 0;
}
