/* edits_test.c - the delta in the making: order, words, digest. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/edits.h"
#include "diff/sketch_change.h"

struct making {
	struct scope all;
	struct edits edits;
	struct arena a;
};

static struct slice
line(struct making *m, const char *text)
{
	struct buf b = BUF_INIT(SKETCH_TEXT);
	struct slice made;

	sketch_record(&b, text);
	made = slice_copy(buf_slice(&b), &m->a);
	buf_release(&b);
	return made;
}

static struct hash128
hash_of(struct making *m, const char *text)
{
	struct slice made = line(m, text);

	return hash_128(made.at, made.len);
}

static void
begin(struct making *m)
{
	memset(m, 0, sizeof(*m));
	scope_init(&m->all);
	edits_init(&m->edits, &m->all, &m->all);
}

static void
end(struct making *m, const char *wanted)
{
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct err e = ERR_INIT;
	struct slice text;
	int got;

	sketch_must(edits_finish(&m->edits, &e), &e);
	while ((got = edits_next(&m->edits, &text, &e)) > 0)
		sketch_change(&is, text);
	assert_int_equal(got, 0);
	assert_string_equal(buf_text(&is), wanted);
	buf_release(&is);
	edits_release(&m->edits);
	arena_release(&m->a);
}

static void
edits_leave_in_order_of_their_keys_and_are_counted(void **state)
{
	const struct edit_words words = {.tags = {SLICE_INIT("replace")},
	    .tag_count = 1, .match = SLICE_INIT("place"),
	    .group = SLICE_INIT("g")};
	struct err e = ERR_INIT;
	struct making m;

	(void)state;
	begin(&m);
	sketch_must(edits_remove(&m.edits, line(&m, "B 10 P 1"), NULL, &e),
	    &e);
	sketch_must(edits_add(&m.edits, line(&m, "A 30 Q 1"), &words, &e),
	    &e);
	sketch_must(edits_change(&m.edits, line(&m, "A 10 P 1"),
	    line(&m, "A 10 P 2"), NULL, &e), &e);
	assert_int_equal(m.edits.counts.added, 1);
	assert_int_equal(m.edits.counts.changed, 1);
	assert_int_equal(m.edits.counts.removed, 1);
	end(&m, "~ A 10 P quantity:1>2 [quantity]\n"
	    "+ A 30 Q [replace] by place in g\n- B 10 P\n");
}

static void
the_digest_is_that_of_what_comes_and_what_goes(void **state)
{
	struct err e = ERR_INIT;
	struct hash128 plus, minus;
	struct making m;

	(void)state;
	begin(&m);
	sketch_must(edits_remove(&m.edits, line(&m, "B 10 P 1"), NULL, &e),
	    &e);
	sketch_must(edits_add(&m.edits, line(&m, "A 30 Q 1"), NULL, &e), &e);
	sketch_must(edits_change(&m.edits, line(&m, "A 10 P 1"),
	    line(&m, "A 20 P 2"), NULL, &e), &e);
	plus = hash_plus(hash_of(&m, "A 30 Q 1"), hash_of(&m, "A 20 P 2"));
	minus = hash_plus(hash_of(&m, "B 10 P 1"), hash_of(&m, "A 10 P 1"));
	assert_true(hash_equal(m.edits.plus, plus));
	assert_true(hash_equal(m.edits.minus, minus));
	end(&m, "~ A 20 P find_number:10>20 quantity:1>2 "
	    "[find_number quantity]\n+ A 30 Q\n- B 10 P\n");
}

static void
no_change_is_put_where_nothing_differs(void **state)
{
	struct equality q;
	struct err e = ERR_INIT;
	struct making m;

	(void)state;
	begin(&m);
	equality_init(&q);
	sketch_must(equality_ignore(&q, "quantity", &e), &e);
	m.edits.equality = &q;
	sketch_must(edits_change(&m.edits, line(&m, "A 10 P 1"),
	    line(&m, "A 10 P 2"), NULL, &e), &e);
	assert_int_equal(m.edits.counts.changed, 0);
	end(&m, "");
	equality_release(&q);
}

static void
lines_with_another_key_are_followed_on_request(void **state)
{
	static const bool follow[] = {false, true};
	struct err e = ERR_INIT;
	struct making m;
	struct slice old, new, moved;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(follow); i++) {
		begin(&m);
		m.edits.follow = follow[i];
		old = line(&m, "A 10 P 1");
		new = line(&m, "A 20 P 1");
		sketch_must(edits_change(&m.edits, old, new, NULL, &e), &e);
		/* the key prefix: without ,"quantity":1} */
		old.len -= strlen(",\"quantity\":1}");
		new.len -= strlen(",\"quantity\":1}");
		moved = edits_moved(&m.edits, old);
		assert_int_equal(moved.at != NULL, follow[i]);
		if (follow[i])
			assert_true(slice_equal(moved, new));
		assert_null(edits_moved(&m.edits, new).at);
		end(&m, "~ A 20 P find_number:10>20 [find_number]\n");
	}
}

static void
keys_are_compared_and_nothing_else(void **state)
{
	struct making m;

	(void)state;
	begin(&m);
	assert_true(edits_same_key(line(&m, "A 10 P 1"),
	    line(&m, "A 10 P 2 R1")));
	assert_false(edits_same_key(line(&m, "A 10 P 1"),
	    line(&m, "A 10 P#2 1")));
	end(&m, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		edits_leave_in_order_of_their_keys_and_are_counted),
	    cmocka_unit_test(the_digest_is_that_of_what_comes_and_what_goes),
	    cmocka_unit_test(no_change_is_put_where_nothing_differs),
	    cmocka_unit_test(lines_with_another_key_are_followed_on_request),
	    cmocka_unit_test(keys_are_compared_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
