/*
 * rows_xml_fuzz.c - two lines as paths to rows and to a column, the rest XML.
 *
 * Whatever the file is, its rows are the same when read again, and what is
 * wrong with it is an error in the data.
 */
#include "extract/reader.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A sum over all that the rows say. */
static uint64_t
rows_sum(struct rows *r, struct err *e)
{
	uint64_t sum = 0;
	struct row row;
	size_t i, k;

	while (reader_next(r, &row, e) > 0) {
		sum = sum * 31 + row.line + (row.wrong ? 7 : 0);
		for (i = 0; i < r->column_count; i++)
			for (k = 0; k < row.fields[i].len; k++)
				sum = sum * 31 +
				    (unsigned char)row.fields[i].at[k];
	}
	return sum;
}

static void
read_rows(const struct source *s, struct slice text)
{
	int fd = memfd_create("f.xml", MFD_CLOEXEC);
	struct err e = ERR_INIT, again = ERR_INIT;
	struct rows *r = NULL;
	char path[32];
	uint64_t sum;

	if (fd < 0 || write(fd, text.at, text.len) != (ssize_t)text.len)
		return;
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	if (reader_open(&r, s, &(struct reader_file){path, false, NULL},
	    &e) == 0) {
		sum = rows_sum(r, &e);
		if (reader_rewind(r, &again) < 0 ||
		    rows_sum(r, &again) != sum || again.kind != e.kind)
			BUG("the same file gives other rows");
	}
	if (e.kind && e.kind != ERR_INPUT)
		BUG("an error that is none of the file's");
	reader_close(r);
	close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Bytes are looked at as char everywhere else. */
	struct slice rest = slice_from((const char *)data, size);
	struct slice rows = slice_cut(&rest, '\n');
	struct slice path = slice_cut(&rest, '\n');
	struct source_column column = {.name = SLICE_INIT("c")};
	struct source s = {.name = SLICE_INIT("s"), .format = SOURCE_XML,
	    .columns = &column, .column_count = 1, .trim = true};
	struct arena a = ARENA_INIT;

	if (!path.at)
		path = SLICE("");
	if (!treepath_parse(&s.rows_path, rows, TREEPATH_XML, &a) &&
	    !treepath_rows(&s.rows_path, TREEPATH_XML, &a) &&
	    !treepath_parse(&column.tree.path, path, TREEPATH_XML, &a)) {
		if (s.rows_path.words.len && !column.tree.path.up &&
		    !column.tree.path.count && !column.tree.path.root)
			column.tree.word = true;
		read_rows(&s, rest.at ? rest : SLICE(""));
	}
	arena_release(&a);
	return 0;
}
