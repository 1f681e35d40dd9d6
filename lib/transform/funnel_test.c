/* funnel_test.c - order, folding, conflicts and withheld records. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "io/log.h"
#include "model/scan.h"
#include "transform/funnel.h"

#define ITEM(name, rest) "{\"type\":\"item\",\"item\":\"" name "\"" rest "}"
#define HELD(type, key, reason) \
	"{\"type\":\"withheld\",\"record_type\":\"" type \
	"\",\"record_key\":\"" key "\",\"reason\":\"" reason "\"}"
#define CENTER(name, rest) \
	"{\"type\":\"work_center\",\"plant\":\"1\",\"work_center\":\"" name \
	"\"" rest "}"
#define LINE(rest) \
	"{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision\":\"\"," \
	"\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\"," \
	"\"find_number\":\"\",\"component\":\"B\",\"occurrence\":\"\"" rest "}"

struct setting {
	char path[32];
	struct stream_out out;
	struct refusals refusals;
	struct funnel funnel;
};

static void
set_up(struct setting *s, bool sorts)
{
	struct err e = ERR_INIT;
	int fd;

	snprintf(s->path, sizeof(s->path), "/tmp/funnel_test.XXXXXX");
	fd = mkstemp(s->path);
	assert_true(fd >= 0);
	close(fd);
	if (stream_out_open(&s->out, s->path, false, &e) < 0)
		fail_msg("%s", e.text);
	refusals_init(&s->refusals, false);
	funnel_init(&s->funnel, &s->out, &s->refusals,
	    sorts ? SORT_MEMORY_LEAST : 0);
}

static void
put(struct setting *s, const char *text, const char *original)
{
	struct stream_line line = {.text = slice_of(text)};
	struct err e = ERR_INIT;
	struct scan found;

	assert_true(scan_key(&found, line.text));
	line.type = found.type;
	line.key_length = found.key_length;
	line.hash = hash_128(line.text.at, line.text.len);
	if (funnel_put(&s->funnel, &line, slice_of(original), &e) < 0)
		fail_msg("%s", e.text);
}

static void
withhold(struct setting *s, const char *key)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct key k;

	if (key_parse_text(&k, slice_of(key), &a, &e) < 0 ||
	    funnel_withhold(&s->funnel, &k, &e) < 0)
		fail_msg("%s", e.text);
	arena_release(&a);
}

/* Finishes and compares what was written; NULL ends the lines. */
static void
gives(struct setting *s, const char *const *lines)
{
	struct buf is = BUF_INIT(1024 * 1024), wanted = BUF_INIT(1024 * 1024);
	struct err e = ERR_INIT;

	if (funnel_finish(&s->funnel, &e) < 0 ||
	    stream_out_publish(&s->out, &e) < 0 ||
	    file_load(&is, s->path, is.most, &e) < 0)
		fail_msg("%s", e.text);
	for (; *lines; lines++) {
		buf_add_text(&wanted, *lines);
		buf_add_byte(&wanted, '\n');
	}
	assert_string_equal(buf_text(&is), buf_text(&wanted));
	buf_release(&is);
	buf_release(&wanted);
	funnel_release(&s->funnel);
	refusals_release(&s->refusals);
	stream_out_close(&s->out);
	unlink(s->path);
}

static void
withheld_records_come_in_their_place(void **state)
{
	static const char *const lines[] = {ITEM("A", ""), ITEM("C", ""),
	    HELD("item", "B", "rejected"), HELD("item", "X", "held"),
	    CENTER("W", ""), NULL};
	struct setting s;

	(void)state;
	set_up(&s, false);
	s.funnel.sorted = true;
	put(&s, ITEM("A", ""), "");
	withhold(&s, "item:B");
	put(&s, ITEM("C", ""), "");
	put(&s, HELD("item", "X", "held"), "");
	put(&s, CENTER("W", ""), "");
	withhold(&s, "item:B");
	gives(&s, lines);
}

static void
unsorted_lines_keep_their_order(void **state)
{
	static const char *const lines[] = {CENTER("W", ""), ITEM("C", ""),
	    ITEM("A", ""), HELD("item", "B", "held"), NULL};
	struct setting s;

	(void)state;
	set_up(&s, false);
	put(&s, CENTER("W", ""), "");
	put(&s, ITEM("C", ""), "");
	put(&s, HELD("item", "B", "held"), "");
	/* withheld twice for two reasons is withheld once */
	withhold(&s, "item:B");
	put(&s, ITEM("A", ""), "");
	gives(&s, lines);
}

static void
lines_that_come_to_one_key_fold_or_are_rejected(void **state)
{
	static const char *const lines[] = {ITEM("A", ""), ITEM("Z", ""),
	    HELD("bom_line", "A/////" "/B/", "rejected"),
	    HELD("item", "C", "rejected"),
	    HELD("work_center", "1/W", "rejected"), CENTER("X", ""), NULL};
	struct setting s;

	(void)state;
	set_up(&s, true);
	put(&s, CENTER("X", ""), "");
	put(&s, ITEM("A", ""), ITEM("a", ""));
	put(&s, ITEM("Z", ""), "");
	put(&s, ITEM("C", ""), ITEM("c1", ""));
	put(&s, ITEM("A", ""), "");
	put(&s, ITEM("C", ",\"name\":\"x\""), ITEM("c2", ",\"name\":\"x\""));
	put(&s, ITEM("C", ",\"name\":\"y\""), "");
	put(&s, LINE(",\"quantity\":1"), "");
	put(&s, LINE(",\"quantity\":1"), LINE(",\"quantity\":1.0"));
	put(&s, CENTER("W", ",\"name\":\"1\""), "");
	put(&s, CENTER("W", ",\"name\":\"2\""), "");
	gives(&s, lines);
}

static void
the_figures_say_what_became_of_each(void **state)
{
	struct err e = ERR_INIT;
	struct setting s;

	(void)state;
	set_up(&s, true);
	put(&s, ITEM("A", ""), "");
	put(&s, ITEM("A", ""), "");
	put(&s, ITEM("B", ""), "");
	put(&s, ITEM("B", ",\"name\":\"x\""), "");
	put(&s, HELD("item", "C", "held"), "");
	withhold(&s, "item:C");
	assert_int_equal(funnel_finish(&s.funnel, &e), 0);
	assert_int_equal(s.funnel.passed, 2);
	assert_int_equal(s.funnel.folded, 1);
	assert_int_equal(s.funnel.withheld, 1);
	assert_int_equal(s.refusals.count, 2);
	assert_int_equal(s.out.figures.records, 3);
	funnel_release(&s.funnel);
	refusals_release(&s.refusals);
	stream_out_close(&s.out);
	unlink(s.path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(withheld_records_come_in_their_place),
	    cmocka_unit_test(unsorted_lines_keep_their_order),
	    cmocka_unit_test(lines_that_come_to_one_key_fold_or_are_rejected),
	    cmocka_unit_test(the_figures_say_what_became_of_each),
	};

	log_init("funnel_test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
