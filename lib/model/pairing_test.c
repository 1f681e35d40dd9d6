/* pairing_test.c - the merge, and what an absence means. */
#include "model/pairing.h"

#include <setjmp.h>

#include <cmocka.h>
#include <unistd.h>

#include "model/stream_out.h"

static char folder[] = "/tmp/bom-pairing-XXXXXX";
static char left_path[64], right_path[64];

static void
check(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

static struct slice
letter(const char *at)
{
	return slice_from(at, 1);
}

/*
 * A stream of the items in `items`, a letter each; of letters in upper case
 * the item is withheld.
 */
static void
write_stream(const char *path, const struct head *h, const char *items)
{
	struct arena a = ARENA_INIT;
	struct stream_out out;
	struct err e = ERR_INIT;

	check(stream_out_open(&out, path, false, &e), &e);
	check(stream_out_head(&out, h, &e), &e);
	for (; *items; items++) {
		struct record r, held;
		struct key k;

		record_init(&r, TYPE_ITEM);
		r.values[ITEM_ITEM].text = letter(items);
		if (*items < 'a') {
			char lower = (char)(*items + 'a' - 'A');

			r.values[ITEM_ITEM].text = slice_copy(
			    letter(&lower), &a);
			record_key(&k, &r);
			withheld_record(&held, &k, "held", &a);
			r = held;
		}
		check(stream_out_record(&out, &r, &e), &e);
	}
	check(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	arena_release(&a);
}

/* Writes and opens both sides, sorting what is not in order. */
static void
open_pair(struct pairing *p, const struct head *left, const char *left_items,
    const struct head *right, const char *right_items)
{
	const char *const paths[2] = {left_path, right_path};
	struct err e = ERR_INIT;

	write_stream(left_path, left, left_items);
	write_stream(right_path, right, right_items);
	check(pairing_open(p, paths, STREAM_RESORTED, SORT_MEMORY_LEAST, &e),
	    &e);
}

static void
every_key_comes_once_with_the_sides_that_have_it(void **state)
{
	static const struct {
		const char *left, *right, *wanted;
	} table[] = {
	    {"", "", ""},
	    {"abc", "", "a-b-c-"},
	    {"", "abc", "-a-b-c"},
	    {"abc", "abc", "aabbcc"},
	    {"ace", "bcd", "a--bcc-de-"},
	    {"b", "abc", "-abb-c"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		const struct stream_line *l, *r;
		struct buf got = BUF_INIT(100);
		struct pairing p;
		struct head h;
		struct err e = ERR_INIT;

		head_init(&h, HEAD_SNAPSHOT);
		open_pair(&p, &h, table[i].left, &h, table[i].right);
		while (pairing_next(&p, &l, &r, &e) > 0) {
			/* the last byte of the key but its quote */
			buf_add_byte(&got, l ? l->text.at[l->key_length - 2]
					     : '-');
			buf_add_byte(&got, r ? r->text.at[r->key_length - 2]
					     : '-');
		}
		check(e.kind ? -1 : 0, &e);
		assert_string_equal(buf_text(&got), table[i].wanted);
		buf_release(&got);
		pairing_release(&p);
	}
}

static void
limit_types(struct scope *s, enum record_type type)
{
	s->limits_types = true;
	s->types[type] = true;
}

/* What it means that the right side lacks item:x. */
static void
assert_absence(const struct head *left, const struct head *right,
    const char *right_items, enum absence wanted)
{
	const struct stream_line *l, *r;
	struct pairing p;
	struct key k = {TYPE_ITEM, 1, {SLICE("x")}};
	struct err e = ERR_INIT;

	open_pair(&p, left, "x", right, right_items);
	while (pairing_next(&p, &l, &r, &e) > 0)
		;
	check(e.kind ? -1 : 0, &e);
	assert_int_equal(pairing_absence(&p.right, &p.left, &k), wanted);
	pairing_release(&p);
}

static void
an_absence_means_something_only_where_it_is_claimed(void **state)
{
	struct head all, some;

	(void)state;
	head_init(&all, HEAD_SNAPSHOT);
	assert_absence(&all, &all, "a", ABSENCE_GONE);
	assert_absence(&all, &all, "aX", ABSENCE_WITHHELD);
	assert_absence(&all, &all, "aA", ABSENCE_GONE);
	head_init(&some, HEAD_UPSERT);
	assert_absence(&all, &some, "a", ABSENCE_INCOMPLETE);
	assert_absence(&some, &all, "a", ABSENCE_GONE);
	head_init(&some, HEAD_SNAPSHOT);
	some.scope.no_removals[TYPE_ITEM] = true;
	assert_absence(&all, &some, "a", ABSENCE_INCOMPLETE);
	head_init(&some, HEAD_SNAPSHOT);
	limit_types(&some.scope, TYPE_BOM);
	assert_absence(&all, &some, "", ABSENCE_OUT_OF_SCOPE);
	limit_types(&some.scope, TYPE_ITEM);
	assert_absence(&all, &some, "", ABSENCE_GONE);
	head_init(&some, HEAD_SNAPSHOT);
	some.scope.filter = SLICE("released only");
	assert_absence(&all, &some, "a", ABSENCE_FILTERED);
	assert_absence(&some, &all, "a", ABSENCE_GONE);
	assert_absence(&some, &some, "a", ABSENCE_GONE);
}

static void
a_delta_is_refused(void **state)
{
	const char *const paths[2] = {left_path, right_path};
	struct head snapshot, delta;
	struct pairing p;
	struct err e = ERR_INIT;

	(void)state;
	head_init(&snapshot, HEAD_SNAPSHOT);
	head_init(&delta, HEAD_DELTA);
	write_stream(left_path, &snapshot, "a");
	write_stream(right_path, &delta, "");
	assert_int_equal(pairing_open(&p, paths, STREAM_SORTED,
	    SORT_MEMORY_LEAST, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "is a delta"));
	assert_false(pairing_wants_resort(&p));
	pairing_release(&p);
}

static int
make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(left_path, sizeof(left_path), "%s/left.jsonl", folder);
	snprintf(right_path, sizeof(right_path), "%s/right.jsonl", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	unlink(left_path);
	unlink(right_path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_key_comes_once_with_the_sides_that_have_it),
	    cmocka_unit_test(
		an_absence_means_something_only_where_it_is_claimed),
	    cmocka_unit_test(a_delta_is_refused),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
