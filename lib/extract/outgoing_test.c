/* outgoing_test.c - whatever comes, it goes in order and once. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/outgoing.h"

static int
take(void *ctx, struct slice line, enum record_type type, struct err *e)
{
	struct buf *out = ctx;

	if (out->len > 500)
		return err_set(e, ERR_AGAIN, "no more room");
	assert_true(slice_begins(line, schema_types[type].lead));
	/* Only the end of the key. */
	buf_add(out, line.at + line.len - 3, 1);
	return 0;
}

#define ITEM(c) SLICE("{\"type\":\"item\",\"item\":\"" c "\"}")
#define CENTER(c) SLICE("{\"type\":\"work_center\",\"plant\":\"\"," \
	"\"work_center\":\"" c "\"}")
#define WITHHELD(c) SLICE("{\"type\":\"withheld\",\"record_type\":\"item\"," \
	"\"record_key\":\"" c "\"}")

static void
what_stands_behind_others_waits_for_them(void **state)
{
	struct sort *withheld = sort_new(SORT_MEMORY_LEAST);
	struct buf out = BUF_INIT(1000);
	struct err e = ERR_INIT;
	struct outgoing o;

	(void)state;
	outgoing_init(&o, withheld, take, &out);
	assert_int_equal(sort_put(withheld, WITHHELD("e"), &e), 0);
	assert_int_equal(outgoing_put(&o, ITEM("a"), TYPE_ITEM, &e), 0);
	assert_int_equal(outgoing_end_group(&o, TYPE_ITEM, &e), 0);
	assert_int_equal(sort_put(withheld, WITHHELD("d"), &e), 0);
	assert_int_equal(sort_put(withheld, WITHHELD("e"), &e), 0);
	assert_int_equal(outgoing_put(&o, ITEM("b"), TYPE_ITEM, &e), 0);
	assert_int_equal(outgoing_put(&o, CENTER("y"), TYPE_WORK_CENTER, &e),
	    0);
	assert_int_equal(sort_put(withheld, WITHHELD("c"), &e), 0);
	assert_int_equal(outgoing_put(&o, CENTER("z"), TYPE_WORK_CENTER, &e),
	    0);
	assert_string_equal(buf_text(&out), "ab");
	assert_int_equal(outgoing_end(&o, &e), 0);
	assert_string_equal(buf_text(&out), "abcdeyz");
	outgoing_release(&o);
	sort_free(withheld);
	buf_release(&out);
}

static void
lines_of_a_group_are_sorted_behind_its_first(void **state)
{
	static const char order[] = "9182734655";
	struct sort *withheld = sort_new(SORT_MEMORY_LEAST);
	struct buf out = BUF_INIT(1000), line = BUF_INIT(1000);
	struct err e = ERR_INIT;
	struct outgoing o;
	unsigned round, i;

	(void)state;
	outgoing_init(&o, withheld, take, &out);
	for (round = 0; round < 3; round++) {
		assert_int_equal(outgoing_put(&o, ITEM("0"), TYPE_ITEM, &e),
		    0);
		for (i = 0; order[i]; i++) {
			buf_clear(&line);
			buf_printf(&line, "{\"type\":\"item\",\"item\":\"%c\"}",
			    order[i]);
			assert_int_equal(outgoing_put_numbered(&o,
			    buf_slice(&line), &e), 0);
		}
		assert_int_equal(outgoing_end_group(&o, TYPE_ITEM, &e), 0);
	}
	assert_int_equal(outgoing_end(&o, &e), 0);
	assert_string_equal(buf_text(&out), "012345567890123455678901234556789");
	outgoing_release(&o);
	sort_free(withheld);
	buf_release(&out);
	buf_release(&line);
}

static void
who_takes_the_lines_may_fail(void **state)
{
	struct sort *withheld = sort_new(SORT_MEMORY_LEAST);
	struct buf out = BUF_INIT(1000);
	struct err e = ERR_INIT;
	struct outgoing o;

	(void)state;
	while (out.len <= 500)
		buf_add_byte(&out, 'x');
	outgoing_init(&o, withheld, take, &out);
	assert_int_equal(outgoing_put(&o, ITEM("a"), TYPE_ITEM, &e), -1);
	assert_string_equal(e.text, "no more room");
	assert_int_equal(outgoing_put_numbered(&o, ITEM("b"), &e), 0);
	assert_int_equal(outgoing_end_group(&o, TYPE_ITEM, &e), -1);
	assert_int_equal(sort_put(withheld, WITHHELD("c"), &e), 0);
	assert_int_equal(outgoing_end(&o, &e), -1);
	outgoing_release(&o);
	sort_free(withheld);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_behind_others_waits_for_them),
		cmocka_unit_test(lines_of_a_group_are_sorted_behind_its_first),
		cmocka_unit_test(who_takes_the_lines_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
