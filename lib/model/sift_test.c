/* sift_test.c - two stretches of lines, and what is in the residue then. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/sift.h"
#include "io/file.h"

#include <unistd.h>

/*
 * A stretch is a text of one letter a line: the find number; a capital one is
 * in another BOM, a digit behind it the quantity; '!' is a line that is none,
 * '@' a revision.
 */
static const struct {
	const char *what, *old, *new;
	/* - old, + new, = shared, for each what is in the residue */
	const char *residue;
	int answer;
	unsigned equal, only[2];
} cases[] = {
    {"empty", "", "", "", 1, 0, {0, 0}},
    {"equal", "abc", "abc", "", 1, 3, {0, 0}},
    {"one more", "ac", "abc", "=+b", 1, 2, {0, 1}},
    {"one less at the start", "abc", "bc", "-a-b+b", 1, 2, {1, 0}},
    {"the last one", "ab", "abc", "=+c", 1, 2, {0, 1}},
    {"all of one side", "", "ab", "+a+b", 1, 0, {0, 2}},
    {"a quantity", "a1b", "a2b", "-a+a-b+b", 1, 1, {1, 1}},
    {"another BOM is not told of", "Aab1", "Aab2", "=-b+b", 1, 2, {1, 1}},
    {"two BOMs, of which one differs", "Aa", "A2a", "-A+A", 1, 1, {1, 1}},
    {"a revision is there though equal", "a@", "a@", "-@+@", 1, 2, {0, 0}},
    {"a line that is none", "a!", "a!", "", 0, 0, {0, 0}},
    {"out of order", "ba", "ba", "", 0, 0, {0, 0}},
    {"out of order on one side", "ab", "ba", "", 0, 0, {0, 0}},
    {"twice", "aa", "aa", "", 0, 0, {0, 0}},
    {"twice with other values", "a1a2", "a1", "", 0, 0, {0, 0}},
};

static void
add_line(struct buf *b, char letter, char quantity)
{
	if (letter == '!')
		buf_add_text(b, "{\"type\":\"thing\"}");
	else if (letter == '@')
		buf_add_text(b, "{\"type\":\"revision\",\"item\":\"A\","
		    "\"revision\":\"1\"}");
	else
		buf_printf(b, "{\"type\":\"bom_line\",\"parent\":\"%s\","
		    "\"parent_revision\":\"\",\"plant\":\"\",\"usage\":\"\","
		    "\"alternative\":\"\",\"find_number\":\"%c\","
		    "\"component\":\"P\",\"occurrence\":\"\",\"quantity\":%c}",
		    letter < 'a' ? "A" : "B", letter, quantity);
	buf_add_byte(b, '\n');
}

static int
write_stretch(struct span *s, const char *text)
{
	struct buf b = BUF_INIT(100000);
	struct err e = ERR_INIT;
	int fd = file_scratch(&e);

	assert_true(fd >= 0);
	for (; *text; text++) {
		bool digit = text[1] >= '0' && text[1] <= '9';

		add_line(&b, *text, digit ? text[1] : '1');
		text += digit;
	}
	if (b.len)
		assert_int_equal(file_write_at(fd, b.at, b.len, 0, &e), 0);
	span_init(s, fd, 0, b.len);
	buf_release(&b);
	return fd;
}

/* The sides of an item, a note each: in key order, old before new. */
static void
add_item(struct buf *is, const struct residue_item *item)
{
	static const char find[] = "\"find_number\":\"";
	const char *at;
	int side;

	if (item->shared) {
		buf_add_byte(is, '=');
		return;
	}
	for (side = 0; side < 2; side++) {
		if (!item->lines[side].at)
			continue;
		at = memmem(item->lines[side].at, item->lines[side].len, find,
		    sizeof(find) - 1);
		buf_printf(is, "%c%c", "-+"[side], at ? at[sizeof(find) - 1]
		    : '@');
	}
}

static void
equal_lines_are_left_aside(void **state)
{
	struct buf is = BUF_INIT(1000);
	struct residue_cursor c;
	struct residue_item item;
	struct residue r;
	struct err e = ERR_INIT;
	struct sift s;
	size_t i;
	int fds[2], answer;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		residue_init(&r, SORT_MEMORY_LEAST);
		sift_init(&s, &r);
		fds[0] = write_stretch(&s.sides[0], cases[i].old);
		fds[1] = write_stretch(&s.sides[1], cases[i].new);
		answer = sift_run(&s);
		buf_clear(&is);
		residue_cursor_init(&c, &r, 1);
		while (answer && residue_next(&c, &item, &e) > 0)
			add_item(&is, &item);
		if (answer != cases[i].answer || (answer &&
		    (s.equal.records != cases[i].equal ||
		    s.only[0].records != cases[i].only[0] ||
		    s.only[1].records != cases[i].only[1])))
			fail_msg("%s: %d, %d %d %d", cases[i].what, answer,
			    (int)s.equal.records, (int)s.only[0].records,
			    (int)s.only[1].records);
		if (answer && !slice_is(buf_slice(&is), cases[i].residue))
			fail_msg("%s: %s", cases[i].what, buf_text(&is));
		residue_cursor_release(&c);
		residue_release(&r);
		sift_release(&s);
		close(fds[0]);
		close(fds[1]);
	}
	buf_release(&is);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equal_lines_are_left_aside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
