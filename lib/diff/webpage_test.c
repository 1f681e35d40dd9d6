/*
 * webpage_test.c - the page holds each change, names nobody else's server, and
 * lets no text become markup.  scripts/check-page looks at it in a browser.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/webpage.h"
#include "diff/sketch_diff.h"

static const char *const old[] = {
	"A/B 10 P 1 R1", "A/B 20 Q 1 R2", "A/B 30 V 1", "Z 10 P 1",
	"{\"type\":\"item\",\"item\":\"<i>\",\"name\":\"</script><b x='\"}",
	NULL,
};
static const char *const new[] = {
	"A/C 10 P 2 R1,R2", "A/C 30 V 1", "Z 10 P 1", "Z 20 V 1 R9 uom=EA",
	"{\"type\":\"item\",\"item\":\"<i>\",\"name\":\"\\u202e&amp;\"}",
	NULL,
};

static const char *const parts[] = {
	"<title>old&lt; &rarr; new</title>",
	"<p>1 added, 3 changed, 1 removed</p>",
	"<h2>A revision B &rarr; C</h2>",
	"<tr class=\"change\" data-kind=\"change\" data-tags=\"header "
	    "quantity refdes+ refdes-reused\" data-name=\"10 P\">",
	"<td>~</td><td>10 P</td><td>quantity</td><td>1</td><td>2</td>",
	"<tfoot><tr><td>=</td><td colspan=\"5\">1 line as before</td>",
	"<td>refdes</td><td>R1</td><td>R1 R2</td>",
	"<span class=\"tag alarm\">refdes-reused</span>",
	"<tr class=\"remove\" data-kind=\"remove\" data-tags=\"refdes-reused "
	    "remove\" data-name=\"20 Q\"><td>&minus;</td><td>20 Q</td>"
	    "<td>quantity</td><td>1</td><td></td>",
	"<td>quantity</td><td></td><td>1</td>",
	"<td></td><td></td><td>refdes</td><td></td><td>R9</td>",
	"<td>&lt;i&gt;</td><td>name</td>"
	    "<td>&lt;/script&gt;&lt;b x=&#39;</td>"
	    "<td>\\u202e&amp;amp;</td>",
};

static int
take(void *ctx, struct slice line, struct err *e)
{
	return ordering_put(ctx, line, e);
}

static void
write_page(struct sketch *s, struct buf *is)
{
	const struct diff_options options = {.memory = SORT_MEMORY_LEAST};
	const char *const paths[2] = {s->paths[0], s->paths[1]};
	struct report how = {.format = REPORT_HTML, .old_name = "old<",
	    .new_name = "new"};
	struct zio_out out = ZIO_OUT_INIT;
	struct ordering r;
	struct diff d;
	struct err e = ERR_INIT;
	char to[96];

	snprintf(to, sizeof(to), "%s/page", s->folder);
	ordering_init(&r);
	sketch_must(diff_run(&d, paths, &options, &e), &e);
	how.counts = &d.edits.counts;
	sketch_must(diff_each(&d, take, &r, &e), &e);
	sketch_must(ordering_begin(&r, &e), &e);
	sketch_must(zio_out_open(&out, to, false, &e), &e);
	sketch_must(webpage_write(&how, &r, &out, &e), &e);
	sketch_must(zio_out_publish(&out, &e), &e);
	sketch_must(file_load(is, to, is->most, &e), &e);
	unlink(to);
	ordering_release(&r);
	diff_release(&d);
}

/* How often a text stands in another one. */
static size_t
times(const char *text, const char *part)
{
	size_t n = 0;

	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		n++;
	}
	return n;
}

static void
the_page_holds_all_changes_and_nothing_else(void **state)
{
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct sketch s;
	size_t i;

	(void)state;
	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, old);
	sketch_stream(s.paths[1], NULL, new);
	write_page(&s, &is);
	for (i = 0; i < COUNT_OF(parts); i++)
		if (!strstr(buf_text(&is), parts[i]))
			fail_msg("no %s in\n%s", parts[i], buf_text(&is));
	/* quantity and refdes of P and Q, three of V, the item's name */
	assert_int_equal(times(buf_text(&is), "<tr class="), 8);
	assert_int_equal(times(buf_text(&is), "<section"), 3);
	assert_int_equal(times(buf_text(&is), "</section>"), 3);
	assert_int_equal(times(buf_text(&is), "</script>"), 1);
	sketch_close(&s);
	buf_release(&is);
}

static void
the_page_asks_no_server_for_anything(void **state)
{
	static const char *const none[] = {"http:", "https:", "src=", "href=",
	    "url(", "@import", "fetch(", "XMLHttp", "\033", "\xe2\x80\xae"};
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct sketch s;
	size_t i;

	(void)state;
	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, old);
	sketch_stream(s.paths[1], NULL, new);
	write_page(&s, &is);
	for (i = 0; i < COUNT_OF(none); i++)
		if (strstr(buf_text(&is), none[i]))
			fail_msg("%s stands in the page", none[i]);
	sketch_close(&s);
	buf_release(&is);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_page_holds_all_changes_and_nothing_else),
	    cmocka_unit_test(the_page_asks_no_server_for_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
