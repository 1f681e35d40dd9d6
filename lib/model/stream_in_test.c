/*
 * stream_in_test.c - the contract's whole streams, from a file and a pipe.
 *
 * Each is read as it stands and sorted; the record lines, the status and the
 * message must be those of the case.
 *
 * covers: S7, S8, S9, S10
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/stream_in.h"

#define FOLDER "testdata/contract/streams"

/* What reading a stream gave. */
struct outcome {
	int status;
	struct buf lines;
	struct err e;
	bool bare;
	bool sorted;
	bool resorted; /* by the reader */
	enum head_kind kind;
};

static void
load_file(struct buf *b, const char *folder, const char *name)
{
	char path[512];
	struct err e = ERR_INIT;

	buf_init(b, (size_t)64 * 1024 * 1024);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (access(path, R_OK) == 0 &&
	    file_load(b, path, b->most, &e) < 0)
		fail_msg("%s", e.text);
}

static void
read_in_order(struct outcome *o, const char *path, enum stream_order order)
{
	struct stream_in in;
	struct stream_line line;
	int got = -1;

	buf_init(&o->lines, (size_t)64 * 1024 * 1024);
	err_clear(&o->e);
	if (stream_in_open(&in, path, order, SORT_MEMORY_LEAST, &o->e) == 0)
		while ((got = stream_in_next(&in, &line, &o->e)) > 0) {
			if (line.head)
				continue;
			buf_add_slice(&o->lines, line.text);
			buf_add_byte(&o->lines, '\n');
		}
	if (got < 0 && in.wants_resort) {
		stream_in_close(&in);
		buf_release(&o->lines);
		read_in_order(o, path, STREAM_RESORTED);
		return;
	}
	o->status = got < 0 ? (int)o->e.kind : 0;
	o->bare = in.bare;
	o->sorted = in.sorted && !in.sort;
	o->resorted = in.sort != NULL;
	o->kind = in.head.kind;
	stream_in_close(&in);
}

/* Reads through a pipe, which a child process fills. */
static void
read_piped(struct outcome *o, const char *path, enum stream_order order)
{
	int ends[2], saved = dup(0), status;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], 1);
		close(ends[0]);
		close(ends[1]);
		execlp("cat", "cat", path, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	dup2(ends[0], 0);
	close(ends[0]);
	read_in_order(o, "-", order);
	dup2(saved, 0);
	close(saved);
	waitpid(child, &status, 0);
}

static int
compare_lines(const void *a, const void *b)
{
	const struct slice *left = a, *right = b;

	return slice_compare(*left, *right);
}

static void
sort_lines(struct buf *b)
{
	struct slice lines[4096];
	struct slice rest = buf_slice(b);
	struct buf sorted = BUF_INIT(b->most);
	size_t i, n = 0;

	while (rest.len && n < COUNT_OF(lines))
		lines[n++] = slice_cut(&rest, '\n');
	qsort(lines, n, sizeof(*lines), compare_lines);
	for (i = 0; i < n; i++) {
		buf_add_slice(&sorted, lines[i]);
		buf_add_byte(&sorted, '\n');
	}
	buf_release(b);
	*b = sorted;
}

static int
number_in(const char *folder, const char *name, int otherwise)
{
	struct buf b;
	int n = otherwise;

	load_file(&b, folder, name);
	if (b.len)
		n = buf_text(&b)[0] - '0';
	buf_release(&b);
	return n;
}

static void
check_outcome(const char *folder, const char *way, struct outcome *o,
    int status, bool sorted)
{
	struct buf wanted;

	if (o->status != status)
		fail_msg("%s: %s: status %d, not %d: %s", folder, way,
		    o->status, status, o->e.text);
	if (status) {
		load_file(&wanted, folder, "err");
		while (wanted.len && wanted.at[wanted.len - 1] == '\n')
			wanted.len--;
		if (!strstr(o->e.text, buf_text(&wanted)))
			fail_msg("%s: %s: the message lacks \"%s\": %s",
			    folder, way, buf_text(&wanted), o->e.text);
	} else {
		load_file(&wanted, folder, "out.jsonl");
		if (sorted)
			sort_lines(&wanted);
		if (!slice_equal(buf_slice(&wanted), buf_slice(&o->lines)))
			fail_msg("%s: %s: gives\n%s", folder, way,
			    buf_text(&o->lines));
	}
	buf_release(&wanted);
	buf_release(&o->lines);
}

static void
check_info(const char *folder, const struct outcome *o)
{
	struct buf info;
	struct slice rest;

	load_file(&info, folder, "info");
	rest = buf_slice(&info);
	while (rest.len) {
		struct slice value = slice_cut(&rest, '\n');
		struct slice name = slice_cut(&value, ' ');
		const char *is = "";

		if (slice_is(name, "kind"))
			is = head_kind_name(o->kind);
		else if (slice_is(name, "bare"))
			is = o->bare ? "yes" : "no";
		else if (slice_is(name, "sealed"))
			is = o->bare ? "no" : "yes";
		else if (slice_is(name, "sorted"))
			is = o->sorted ? "yes" : "no";
		if (!slice_is(value, is))
			fail_msg("%s: %.*s is %s", folder, SLICE_ARGS(name),
			    is);
	}
	buf_release(&info);
}

static void
run_case(const char *folder)
{
	char path[512];
	struct outcome o;
	int status = number_in(folder, "status", 0);
	int piped = number_in(folder, "status-pipe", status);
	bool unsorted_double = strstr(folder, "duplicate-") && status;

	snprintf(path, sizeof(path), "%s/in.jsonl", folder);
	if (access(path, R_OK) != 0)
		snprintf(path, sizeof(path), "%s/in.jsonl.gz", folder);
	if (!unsorted_double) {
		read_in_order(&o, path, STREAM_ANY);
		if (!status)
			check_info(folder, &o);
		/* where a head may come late all was sorted to find it */
		check_outcome(folder, "as it stands", &o, status, o.resorted);
		read_piped(&o, path, STREAM_ANY);
		check_outcome(folder, "piped", &o, piped, o.resorted);
	}
	read_in_order(&o, path, STREAM_SORTED);
	check_outcome(folder, "sorted", &o, status, true);
	read_piped(&o, path, STREAM_SORTED);
	check_outcome(folder, "sorted, piped", &o, piped, true);
}

static void
every_stream_of_the_contract_is_read_as_it_says(void **state)
{
	glob_t found;
	size_t i;

	(void)state;
	assert_int_equal(glob(FOLDER "/*", 0, NULL, &found), 0);
	for (i = 0; i < found.gl_pathc; i++)
		run_case(found.gl_pathv[i]);
	assert_true(found.gl_pathc > 100);
	globfree(&found);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_stream_of_the_contract_is_read_as_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
