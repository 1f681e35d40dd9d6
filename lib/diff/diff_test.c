/*
 * diff_test.c - the contract's deltas, and the law on random streams.
 *
 * For each contract pair the delta's record lines, base and result must be
 * those of the case, and applying it must give the case's records.  On 10,000
 * random pairs of snapshots applying the delta of A and B to A must give B.
 *
 * covers: S11, S12, S13
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diff/apply.h"
#include "diff/diff.h"
#include "io/log.h"

#define FOLDER "testdata/contract/deltas"
#define RANDOM_PAIRS 10000

static char folder[64];
static char path_a[96], path_b[96], path_delta[96], path_applied[96];

static void
check(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

/* Record lines of a stream, made canonical and sorted, each with newline. */
static void
load_lines(struct buf *b, const char *path)
{
	struct stream_in in;
	struct stream_line line;
	struct err e = ERR_INIT;
	int got;

	buf_init(b, (size_t)64 * 1024 * 1024);
	check(stream_in_open(&in, path, STREAM_RESORTED, SORT_MEMORY_LEAST,
	    &e), &e);
	while ((got = stream_in_next(&in, &line, &e)) > 0) {
		buf_add_slice(b, line.text);
		buf_add_byte(b, '\n');
	}
	check(got, &e);
	stream_in_close(&in);
}

static void
check_same(const char *what, const char *is_path, const char *wanted_path)
{
	struct buf is, wanted;

	load_lines(&is, is_path);
	load_lines(&wanted, wanted_path);
	if (!slice_equal(buf_slice(&is), buf_slice(&wanted)))
		fail_msg("%s: gives\n%snot\n%s", what, buf_text(&is),
		    buf_text(&wanted));
	buf_release(&is);
	buf_release(&wanted);
}

static int
run_diff(struct diff *d, const char *a, const char *b, struct err *e)
{
	static const struct diff_options options = {.memory =
	    SORT_MEMORY_LEAST};
	const char *const paths[2] = {a, b};

	return diff_run(d, paths, &options, e);
}

static void
write_diff(const char *a, const char *b, const char *to)
{
	struct diff d;
	struct head h;
	struct stream_out out;
	struct err e = ERR_INIT;

	check(run_diff(&d, a, b, &e), &e);
	check(stream_out_open(&out, to, false, &e), &e);
	diff_head(&d, &h);
	check(stream_out_head(&out, &h, &e), &e);
	check(diff_write(&d, &out, &e), &e);
	check(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	diff_release(&d);
}

static int
write_applied(const char *a, const char *delta, const char *to, struct err *e)
{
	struct apply p;
	struct head h;
	struct stream_out out = STREAM_OUT_INIT;
	int rc = -1;

	if (apply_open(&p, a, delta, SORT_MEMORY_LEAST, e) < 0)
		goto out;
	check(stream_out_open(&out, to, false, e), e);
	apply_head(&p, &h);
	check(stream_out_head(&out, &h, e), e);
	rc = apply_write(&p, &out, e);
	if (rc == 0)
		check(stream_out_publish(&out, e), e);
out:
	stream_out_close(&out);
	apply_release(&p);
	return rc;
}

static void
check_digests(const char *what, const char *is_path, const char *wanted_path)
{
	struct stream_in is, wanted;
	struct err e = ERR_INIT;

	check(stream_in_open(&is, is_path, STREAM_ANY, SORT_MEMORY_LEAST,
	    &e), &e);
	check(stream_in_open(&wanted, wanted_path, STREAM_ANY,
	    SORT_MEMORY_LEAST, &e), &e);
	if (!hash_equal(is.head.base, wanted.head.base))
		fail_msg("%s: another base", what);
	if (!hash_equal(is.head.result, wanted.head.result))
		fail_msg("%s: another result", what);
	stream_in_close(&is);
	stream_in_close(&wanted);
}

static void
run_case(const char *name)
{
	char a[256], b[256], delta[256], wanted[256], other[256];
	struct err e = ERR_INIT;

	snprintf(a, sizeof(a), "%s/a.jsonl", name);
	snprintf(b, sizeof(b), "%s/b.jsonl", name);
	snprintf(delta, sizeof(delta), "%s/delta.jsonl", name);
	snprintf(wanted, sizeof(wanted), "%s/apply-b.jsonl", name);
	snprintf(other, sizeof(other), "%s/other-a.jsonl", name);
	write_diff(a, b, path_delta);
	check_same(name, path_delta, delta);
	check_digests(name, path_delta, delta);
	check(write_applied(a, path_delta, path_applied, &e), &e);
	check_same(name, path_applied,
	    access(wanted, R_OK) == 0 ? wanted : b);
	if (access(other, R_OK) != 0)
		return;
	assert_int_equal(write_applied(other, delta, path_applied, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "base"));
}

static void
deltas_of_the_contract_are_made_and_applied(void **state)
{
	glob_t found;
	size_t i;

	(void)state;
	assert_int_equal(glob(FOLDER "/*", 0, NULL, &found), 0);
	for (i = 0; i < found.gl_pathc; i++)
		run_case(found.gl_pathv[i]);
	assert_true(found.gl_pathc > 40);
	globfree(&found);
}

/* xorshift64: the same pairs on every machine. */
static uint64_t seed = 20261122;

static unsigned
pick(unsigned most)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % most;
}

static struct value
some_text(struct arena *a)
{
	static const char *const texts[] = {"A", "B-1", "0010", "1E5", "a/b",
	    "\"q\"", "\xc3\xa9t\xc3\xa9", "x\ny", "\\", "text with blanks"};
	const char *text = texts[pick(COUNT_OF(texts))];

	return value_of_text(slice_copy(slice_of(text), a));
}

/* A record whose key comes from few, so that pairs meet. */
static void
some_record(struct record *r, struct arena *a)
{
	const enum record_type types[] = {TYPE_ITEM, TYPE_BOM_LINE,
	    TYPE_SUPPLIER, TYPE_PLANT_ITEM, TYPE_SUBSTITUTE};
	const struct schema_type *t;
	unsigned i;

	record_init(r, types[pick(COUNT_OF(types))]);
	t = &schema_types[r->type];
	for (i = 0; i < t->key_count; i++)
		if (t->members[i].required || pick(4) == 0)
			r->values[i] = some_text(a);
	for (; i < t->member_count; i++) {
		if (pick(4))
			continue;
		if (t->members[i].kind == MEMBER_TEXT)
			r->values[i] = some_text(a);
		else if (t->members[i].kind == MEMBER_NUMBER)
			r->values[i] = value_of_number(
			    decimal_of((int64_t)pick(5) - 2), a);
		else if (t->members[i].kind == MEMBER_FLAG)
			r->values[i].kind = VALUE_FLAG;
	}
	if (pick(3) == 0)
		extras_put(&r->attrs, SLICE("color"), some_text(a), a);
	if (pick(5) == 0)
		extras_put(&r->attrs, SLICE("size"), some_text(a), a);
	if (pick(5) == 0)
		extras_put(&r->others, SLICE("x"),
		    (struct value){VALUE_RAW, {"{\"a\":[1,2]}", 11}, NULL, 0},
		    a);
}

/* A snapshot of some records, or of a part of another one's changed. */
static void
write_random(const char *path, unsigned count)
{
	struct sort *sort = sort_new(SORT_MEMORY_LEAST);
	struct arena a = ARENA_INIT;
	struct buf line = BUF_INIT(1 << 20), last = BUF_INIT(1 << 20);
	struct stream_out out;
	struct head h;
	struct record r;
	struct slice text;
	struct err e = ERR_INIT;

	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	while (count--) {
		some_record(&r, &a);
		buf_clear(&line);
		record_add_line(&line, &r);
		check(sort_put(sort, buf_slice(&line), &e), &e);
	}
	check(sort_finish(sort, &e), &e);
	check(stream_out_open(&out, path, false, &e), &e);
	check(stream_out_head(&out, &h, &e), &e);
	while (sort_next(sort, &text, &e) > 0) {
		struct key k;
		size_t n = key_parse_prefix(&k, text, &a);

		if (slice_equal(buf_slice(&last), slice_from(text.at, n)))
			continue;
		buf_clear(&last);
		buf_add(&last, text.at, n);
		check(stream_out_line(&out, text, k.type, &e), &e);
	}
	check(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	sort_free(sort);
	arena_release(&a);
	buf_release(&line);
	buf_release(&last);
}

static void
applying_the_delta_of_a_and_b_to_a_gives_b(void **state)
{
	struct err e = ERR_INIT;
	unsigned i;

	(void)state;
	for (i = 0; i < RANDOM_PAIRS; i++) {
		struct buf applied, b;

		write_random(path_a, pick(40));
		write_random(path_b, pick(40));
		write_diff(path_a, path_b, path_delta);
		check(write_applied(path_a, path_delta, path_applied, &e),
		    &e);
		load_lines(&applied, path_applied);
		load_lines(&b, path_b);
		if (!slice_equal(buf_slice(&applied), buf_slice(&b)))
			fail_msg("pair %u: see %s", i, folder);
		buf_release(&applied);
		buf_release(&b);
	}
}

static void
a_stream_does_not_differ_from_itself(void **state)
{
	struct diff d;
	struct err e = ERR_INIT;

	(void)state;
	write_random(path_a, 200);
	check(run_diff(&d, path_a, path_a, &e), &e);
	assert_true(diff_empty(&d));
	diff_release(&d);
}

static int
make_folder(void **state)
{
	/* in memory where that is to be had: 40,000 files are synced */
	const char *where = access("/dev/shm", W_OK) == 0 ? "/dev/shm"
							   : "/tmp";

	(void)state;
	snprintf(folder, sizeof(folder), "%s/bomtools-diff-XXXXXX", where);
	if (!mkdtemp(folder))
		return -1;
	log_init("diff_test", LOG_ERROR, LOG_TEXT);
	snprintf(path_a, sizeof(path_a), "%s/a", folder);
	snprintf(path_b, sizeof(path_b), "%s/b", folder);
	snprintf(path_delta, sizeof(path_delta), "%s/delta", folder);
	snprintf(path_applied, sizeof(path_applied), "%s/applied", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	unlink(path_a);
	unlink(path_b);
	unlink(path_delta);
	unlink(path_applied);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(deltas_of_the_contract_are_made_and_applied),
	    cmocka_unit_test(applying_the_delta_of_a_and_b_to_a_gives_b),
	    cmocka_unit_test(a_stream_does_not_differ_from_itself),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
