/* cancel_test.c - what is left of two files, and what is for others. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/cancel.h"
#include "io/file.h"

#include <unistd.h>

#define LINES 50000

/* Which lines a side has, and how. */
struct side {
	unsigned step;     /* line i is i * step modulo LINES: an order */
	unsigned without;  /* each so manieth line is not there; 0: all are */
	unsigned changed;  /* each so manieth has another name */
	bool doubled;      /* the last one stands twice */
	const char *last;  /* or this stands at the end */
};

static const struct {
	const char *what;
	struct side sides[2];
	unsigned left; /* keys in the residue */
	int answer;
} cases[] = {
    {"equal, in one order", {{1, 0, 0, false, NULL}, {1, 0, 0, false, NULL}},
	0, 1},
    {"equal, in another order",
	{{1, 0, 0, false, NULL}, {7, 0, 0, false, NULL}}, 0, 1},
    {"each hundredth changed",
	{{3, 0, 0, false, NULL}, {7, 0, 100, false, NULL}}, LINES / 100, 1},
    {"each thousandth gone",
	{{3, 0, 0, false, NULL}, {7, 1000, 0, false, NULL}}, LINES / 1000, 1},
    {"a line twice", {{3, 0, 0, true, NULL}, {7, 0, 0, false, NULL}}, 0, 0},
    {"a line twice in the new",
	{{3, 0, 0, false, NULL}, {7, 0, 0, true, NULL}}, 0, 0},
    {"an odd spelling", {{3, 0, 0, false, NULL},
	{7, 0, 0, false, "{\"type\":\"item\", \"item\":\"X\"}\n"}}, 0, 0},
    {"a line without its end", {{3, 0, 0, false, "{\"type\":\"item\""},
	{7, 0, 0, false, NULL}}, 0, 0},
};

static int
write_side(const struct side *s, uint64_t *size)
{
	struct buf b = BUF_INIT(SIZE_MAX / 2);
	struct err e = ERR_INIT;
	int fd = file_scratch(&e);
	unsigned i, n = 0;

	assert_true(fd >= 0);
	for (i = 0; i < LINES + (unsigned)s->doubled; i++) {
		if (i < LINES)
			n = i * s->step % LINES;
		if (!s->without || n % s->without)
			buf_printf(&b, "{\"type\":\"item\",\"item\":\"%u\","
			    "\"name\":\"Part %s\"}\n", n,
			    s->changed && n % s->changed == 0 ? "new" : "old");
	}
	if (s->last)
		buf_add_text(&b, s->last);
	assert_int_equal(file_write_at(fd, b.at, b.len, 0, &e), 0);
	*size = b.len;
	buf_release(&b);
	return fd;
}

static void
equal_lines_cancel_whatever_their_order(void **state)
{
	static const size_t memories[] = {SORT_MEMORY_LEAST,
	    SORT_MEMORY_DEFAULT, 0};
	struct cancel_side sides[2];
	struct residue residues[2];
	struct residue_cursor c;
	struct residue_item item;
	struct err e = ERR_INIT;
	unsigned left;
	size_t i;
	int side, answer;

	(void)state;
	for (i = 0; i < COUNT_OF(cases) * COUNT_OF(memories); i++) {
		const size_t at = i / COUNT_OF(memories);

		memset(sides, 0, sizeof(sides));
		for (side = 0; side < 2; side++) {
			residue_init(&residues[side], SORT_MEMORY_LEAST);
			sides[side].fd = write_side(&cases[at].sides[side],
			    &sides[side].stop);
			sides[side].residue = &residues[side];
		}
		answer = cancel_run(sides, memories[i % COUNT_OF(memories)]);
		residue_cursor_init(&c, residues, 2);
		for (left = 0; answer && residue_next(&c, &item, &e) > 0;)
			left++;
		if (answer != cases[at].answer ||
		    (answer && left != cases[at].left))
			fail_msg("%s: %d, %u", cases[at].what, answer, left);
		assert_true(!answer || sides[0].sum.records == LINES);
		residue_cursor_release(&c);
		for (side = 0; side < 2; side++) {
			residue_release(&residues[side]);
			close(sides[side].fd);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equal_lines_cancel_whatever_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
