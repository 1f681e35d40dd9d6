/* likeness_test.c - members compared, and why some are not. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/likeness.h"
#include "diff/sketch_job.h"

static const char *const old[] = {"{\"type\":\"item\",\"item\":\"P\","
    "\"name\":\"Pin\",\"mass\":2,\"uom\":\"EA\",\"attrs\":{\"c\":\"red\","
    "\"d\":1},\"zone\":1}", NULL};
static const char *const new[] = {"{\"type\":\"item\",\"item\":\"P\","
    "\"name\":\"Pen\",\"mass\":2.01,\"uom\":\"EA\",\"attrs\":{\"c\":"
    "\"red\",\"e\":1},\"zone\":2}", NULL};

/* Tells item:P of both sides, compared as `words` say. */
static void
tell(struct buf *out, struct job_words *words)
{
	struct likeness like;
	struct err e = ERR_INIT;
	struct buf lines[2] = {BUF_INIT(SKETCH_TEXT), BUF_INIT(SKETCH_TEXT)};
	struct job j;

	sketch_job(&j, words, old, new);
	sketch_record(&lines[0], old[0]);
	sketch_record(&lines[1], new[0]);
	like = (struct likeness){&j.diff, buf_slice(&lines[0]),
	    buf_slice(&lines[1])};
	sketch_must(likeness_add_members(out, &like, &e), &e);
	sketch_must(likeness_add_differences(out, &like, &e), &e);
	buf_release(&lines[0]);
	buf_release(&lines[1]);
	job_release(&j);
}

static void
members_are_told_with_what_became_of_them(void **state)
{
	struct job_words words = {.memory = 0};
	struct buf out = BUF_INIT(SKETCH_TEXT);

	(void)state;
	tell(&out, &words);
	assert_string_equal(buf_text(&out), "  name Pin -> Pen\n"
	    "  uom EA: equal\n  mass 2 -> 2.01\n  attrs.c red: equal\n"
	    "  attrs.d 1 -> (none)\n  attrs.e (none) -> 1\n"
	    "  zone 1 -> 2\n"
	    "differs in name Pin -> Pen, mass 2 -> 2.01, attrs.d 1 -> "
	    "(none), attrs.e (none) -> 1, zone 1 -> 2");
	buf_release(&out);
}

static void
what_does_not_count_says_why(void **state)
{
	const char *ignored[] = {"name"}, *bounds[] = {"mass=1%"};
	struct job_words words = {.same = {
	    .ignore = {ignored, 1}, .tolerance = {bounds, 1}}};
	struct buf out = BUF_INIT(SKETCH_TEXT);

	(void)state;
	tell(&out, &words);
	assert_non_null(strstr(buf_text(&out), "  name Pin -> Pen: left "
	    "aside: --ignore or --only says so\n"));
	assert_non_null(strstr(buf_text(&out), "  mass 2 -> 2.01: the same "
	    "by tolerance, folding or conversion\n"));
	assert_non_null(strstr(buf_text(&out), "  zone 1 -> 2\n"));
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(members_are_told_with_what_became_of_them),
	    cmocka_unit_test(what_does_not_count_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
