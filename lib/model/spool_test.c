/* spool_test.c - a stream on scratch: cursors, claims, streams put together. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "model/spool.h"
#include "model/stream_out.h"
#include "model/scopeword.h"

static char folder[64];
static char path[96], other_path[96], both_path[96];
static struct arena arena;

static void
check(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

/* A sealed stream of these lines in a file; scope in words. */
static void
write_lines(const char *to, const char *scope, const char *const *lines)
{
	struct canon canon;
	struct canon_line made;
	struct stream_out out;
	struct err e = ERR_INIT;
	struct head h;

	canon_init(&canon, to);
	check(stream_out_open(&out, to, false, &e), &e);
	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	check(scopeword_parse(&h.scope, slice_of(scope), &arena, &e), &e);
	check(stream_out_head(&out, &h, &e), &e);
	for (; *lines; lines++) {
		check(canon_make(&canon, &made, slice_of(*lines), 1, &e), &e);
		check(stream_out_line(&out, made.text, made.type, &e), &e);
	}
	check(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	canon_release(&canon);
}

#define BOM "{\"type\":\"bom\",\"parent\":\"A\",\"plant\":\"1000\"}"
#define LINE(number) "{\"type\":\"bom_line\",\"parent\":\"A\"," \
		     "\"plant\":\"1000\",\"find_number\":\"" number "\"," \
		     "\"component\":\"C\"}"
#define ITEM(item) "{\"type\":\"item\",\"item\":\"" item "\"}"

static const char *const mixed[] = {BOM, LINE("0010"), LINE("0020"),
    ITEM("A"), ITEM("C"),
    "{\"type\":\"withheld\",\"record_type\":\"bom\",\"record_key\":\"B////\","
    "\"reason\":\"held\"}",
    "{\"type\":\"withheld\",\"record_type\":\"item\",\"record_key\":\"H\","
    "\"reason\":\"held\"}", NULL};

/* Counts the lines between two types, checking order and types. */
static unsigned
count_lines(const struct spool *s, enum record_type first,
    enum record_type last)
{
	struct spool_cursor c;
	struct stream_line line;
	struct err e = ERR_INIT;
	struct buf before = BUF_INIT(2 * KEY_MOST);
	unsigned n = 0;
	int got;

	spool_cursor_open(&c, s, first, last);
	while ((got = spool_cursor_next(&c, &line, &e)) > 0) {
		assert_true(line.type >= first && line.type <= last);
		assert_true(slice_compare(buf_slice(&before),
		    slice_from(line.text.at, line.key_length)) < 0);
		buf_clear(&before);
		buf_add(&before, line.text.at, line.key_length);
		n++;
	}
	check(got, &e);
	assert_int_equal(spool_cursor_next(&c, &line, &e), 0);
	spool_cursor_close(&c);
	buf_release(&before);
	return n;
}

static void
cursors_give_the_records_of_a_range_of_types(void **state)
{
	const enum record_type all = (enum record_type)(TYPE_COUNT - 1);
	struct err e = ERR_INIT;
	struct spool s;

	(void)state;
	write_lines(path, "all", mixed);
	check(spool_load(&s, path, SORT_MEMORY_LEAST, &e), &e);
	assert_int_equal(count_lines(&s, (enum record_type)0, all), 7);
	assert_int_equal(count_lines(&s, TYPE_BOM, TYPE_BOM), 1);
	assert_int_equal(count_lines(&s, TYPE_BOM_LINE, TYPE_BOM_LINE), 2);
	assert_int_equal(count_lines(&s, TYPE_BOM, TYPE_BOM_LINE), 3);
	assert_int_equal(count_lines(&s, TYPE_BOM_LINE, TYPE_ITEM), 4);
	assert_int_equal(count_lines(&s, TYPE_ITEM, TYPE_ITEM), 2);
	assert_int_equal(count_lines(&s, TYPE_SUBSTITUTE, TYPE_SUBSTITUTE),
	    0);
	assert_int_equal(count_lines(&s, (enum record_type)0,
	    TYPE_APPROVED_SUPPLIER), 0);
	assert_int_equal(count_lines(&s, TYPE_WITHHELD, all), 2);
	assert_int_equal(s.withheld.keys.count, 2);
	spool_release(&s);
}

static void
an_empty_stream_has_no_lines_of_any_type(void **state)
{
	static const char *const none[] = {NULL};
	struct err e = ERR_INIT;
	struct spool s;

	(void)state;
	write_lines(path, "all", none);
	check(spool_load(&s, path, SORT_MEMORY_LEAST, &e), &e);
	assert_int_equal(count_lines(&s, (enum record_type)0,
	    (enum record_type)(TYPE_COUNT - 1)), 0);
	spool_release(&s);
}

static bool
claims(const struct spool *s, const char *text)
{
	struct err e = ERR_INIT;
	struct key k;

	check(key_parse_text(&k, slice_of(text), &arena, &e), &e);
	return spool_claims(s, &k);
}

static void
absence_is_claimed_in_scope_and_where_nothing_is_withheld(void **state)
{
	struct err e = ERR_INIT;
	struct spool s;

	(void)state;
	write_lines(path, "types=bom|bom_line|item|withheld,plants=1000|",
	    mixed);
	check(spool_load(&s, path, SORT_MEMORY_LEAST, &e), &e);
	assert_true(claims(&s, "item:Z"));
	assert_false(claims(&s, "item:H"));
	assert_false(claims(&s, "supplier:S"));
	assert_true(claims(&s, "bom:Z//1000//"));
	assert_false(claims(&s, "bom:Z//1100//"));
	assert_false(claims(&s, "bom:B////"));
	assert_false(claims(&s, "bom_line:B/////0010/C/"));
	assert_true(claims(&s, "bom_line:Z/////C/x/"));
	spool_release(&s);
	write_lines(path, "{\"removals\":{\"item\":false}}", mixed);
	check(spool_load(&s, path, SORT_MEMORY_LEAST, &e), &e);
	assert_false(claims(&s, "item:Z"));
	assert_true(claims(&s, "bom:Z//1100//"));
	spool_release(&s);
}

/* Appends one file to another, as cat does. */
static void
cat(const char *from, const char *to)
{
	struct buf b = BUF_INIT((size_t)1 << 26);
	struct err e = ERR_INIT;
	int fd = open(to, O_WRONLY | O_CREAT | O_APPEND, 0600);

	assert_true(fd >= 0);
	check(file_load(&b, from, b.most, &e), &e);
	assert_int_equal(write(fd, b.at, b.len), b.len);
	close(fd);
	buf_release(&b);
}

static void
write_both(void)
{
	static const char *const bs[] = {ITEM("B"), NULL};

	write_lines(path, "all", mixed);
	write_lines(other_path, "all", bs);
	unlink(both_path);
	cat(path, both_path);
	cat(other_path, both_path);
}

static void
streams_behind_each_other_are_put_in_order(void **state)
{
	struct err e = ERR_INIT;
	struct spool s;

	(void)state;
	write_both();
	check(spool_load(&s, both_path, SORT_MEMORY_LEAST, &e), &e);
	assert_int_equal(count_lines(&s, TYPE_ITEM, TYPE_ITEM), 3);
	assert_int_equal(count_lines(&s, TYPE_BOM, TYPE_WITHHELD), 8);
	spool_release(&s);
}

/* A file as stdin cannot be opened again: it is where reading left it. */
static void
streams_behind_each_other_come_from_stdin_too(void **state)
{
	struct err e = ERR_INIT;
	struct spool s;
	int saved = dup(0), fd;

	(void)state;
	write_both();
	fd = open(both_path, O_RDONLY);
	dup2(fd, 0);
	close(fd);
	check(spool_load(&s, "-", SORT_MEMORY_LEAST, &e), &e);
	assert_int_equal(count_lines(&s, TYPE_BOM, TYPE_WITHHELD), 8);
	spool_release(&s);
	dup2(saved, 0);
	close(saved);
}

static void
lines_longer_than_the_buffer_come_whole(void **state)
{
	static const size_t lengths[] = {10, 1000000, 262100, 524200, 5,
	    262144, 3000000, 20};
	struct buf line = BUF_INIT(ZIO_LINE_MOST);
	struct stream_out out;
	struct stream_line got;
	struct spool_cursor c;
	struct err e = ERR_INIT;
	struct spool s;
	size_t i, n;

	(void)state;
	check(stream_out_open(&out, path, false, &e), &e);
	for (i = 0; i < COUNT_OF(lengths); i++) {
		buf_clear(&line);
		buf_printf(&line, "{\"type\":\"item\",\"item\":\"%zu\","
		    "\"name\":\"", i);
		for (n = 0; n < lengths[i]; n++)
			buf_add_byte(&line, 'x');
		buf_add_text(&line, "\"}");
		check(stream_out_line(&out, buf_slice(&line), TYPE_ITEM, &e),
		    &e);
	}
	check(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	check(spool_load(&s, path, SORT_MEMORY_LEAST, &e), &e);
	spool_cursor_open(&c, &s, TYPE_ITEM, TYPE_ITEM);
	for (i = 0; i < COUNT_OF(lengths); i++) {
		assert_int_equal(spool_cursor_next(&c, &got, &e), 1);
		assert_int_equal(got.text.len, lengths[i] + 36);
		assert_int_equal(got.text.at[got.text.len - 1], '}');
	}
	assert_int_equal(spool_cursor_next(&c, &got, &e), 0);
	spool_cursor_close(&c);
	spool_release(&s);
	buf_release(&line);
}

static void
a_stream_that_is_cut_is_not_spooled(void **state)
{
	struct err e = ERR_INIT;
	struct spool s;
	struct buf b = BUF_INIT(1 << 20);

	(void)state;
	write_lines(path, "all", mixed);
	check(file_load(&b, path, b.most, &e), &e);
	assert_int_equal(truncate(path, (off_t)b.len - 200), 0);
	assert_int_equal(spool_load(&s, path, SORT_MEMORY_LEAST, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	spool_release(&s);
	err_clear(&e);
	assert_int_equal(spool_load(&s, "/nowhere/at/all", SORT_MEMORY_LEAST,
	    &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	spool_release(&s);
	buf_release(&b);
}

static int
make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/bomtools-spool-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/one", folder);
	snprintf(other_path, sizeof(other_path), "%s/other", folder);
	snprintf(both_path, sizeof(both_path), "%s/both", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	arena_release(&arena);
	unlink(path);
	unlink(other_path);
	unlink(both_path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cursors_give_the_records_of_a_range_of_types),
	    cmocka_unit_test(an_empty_stream_has_no_lines_of_any_type),
	    cmocka_unit_test(
		absence_is_claimed_in_scope_and_where_nothing_is_withheld),
	    cmocka_unit_test(streams_behind_each_other_are_put_in_order),
	    cmocka_unit_test(streams_behind_each_other_come_from_stdin_too),
	    cmocka_unit_test(lines_longer_than_the_buffer_come_whole),
	    cmocka_unit_test(a_stream_that_is_cut_is_not_spooled),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
