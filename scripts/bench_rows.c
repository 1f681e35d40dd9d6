/*
 * bench_rows.c - the reading part of bom-extract alone: rows are counted.
 *
 * usage: bench_rows PROFILE FILE; used by scripts/bench
 *
 * FILE is read as the first source of the profile, as bom-extract does it:
 * opened, decoded, checked, split into fields, these trimmed.  Prints the
 * number of rows and of fields with something in them.
 */
#include "extract/profile.h"
#include "extract/reader.h"

static int
count(struct rows *r, struct err *e)
{
	unsigned long rows = 0, fields = 0;
	struct row row;
	size_t i;
	int got;

	while ((got = reader_next(r, &row, e)) > 0) {
		rows++;
		for (i = 0; i < r->column_count; i++)
			fields += row.fields[i].at != NULL;
	}
	if (got == 0)
		printf("%lu %lu\n", rows, fields);
	return got;
}

int
main(int argc, char **argv)
{
	struct profile p;
	struct rows *r = NULL;
	struct err e = ERR_INIT;
	int rc = -1;

	if (argc != 3) {
		fprintf(stderr, "usage: bench_rows PROFILE FILE\n");
		return 2;
	}
	if (profile_load(&p, argv[1], &e) == 0) {
		struct reader_file file = {argv[2], false, NULL};

		if (reader_open(&r, &p.sources[0], &file, &e) == 0)
			rc = count(r, &e);
		reader_close(r);
	}
	profile_release(&p);
	if (rc < 0)
		fprintf(stderr, "bench_rows: %s\n", e.text);
	return rc < 0 ? (int)e.kind : 0;
}
