/* render_test.c - a delta in words, as CSV, as names and as figures. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/render.h"
#include "diff/sketch_diff.h"

static const char *const old[] = {
	"A/B/P1/mfg = lifecycle=released",
	"A/B/P1/mfg 10 P 2 R1,R2 uom=EA",
	"A/B/P1/mfg 20 Q 1 C1",
	"A/B/P1/mfg 30 S 1",
	"A/B/P1/mfg 30 S > U",
	"A/B/P1/mfg 40 T 1",
	"A/B/P1/mfg 40 T > U",
	"B 10 M 1",
	"Z 10 P 1 - note==1+1",
	"{\"type\":\"item\",\"item\":\"P\",\"name\":\"a,\\\"b\\\"\"}",
	"{\"type\":\"supplier\",\"supplier\":\"s/1\"}",
	NULL,
};
static const char *const new[] = {
	"A/C/P1/mfg = lifecycle=released",
	"A/C/P1/mfg 10 P 1 R1 uom=EA",
	"A/C/P1/mfg 20 X 1 C1 uom=EA",
	"A/C/P1/mfg 30 S 1",
	"A/C/P1/mfg 30 S > U",
	"A/C/P1/mfg 45 T 1",
	"A/C/P1/mfg 45 T > U priority=1",
	"A/C/P1/mfg 50 V 1 R2",
	"Z 10 P 1",
	"Z 20 M 1",
	"{\"type\":\"item\",\"item\":\"P\",\"name\":\"\\u001b[2J\\u202e\","
	    "\"mass\":1.5}",
	NULL,
};

static const char text[] =
	"A revision B -> C, plant P1, usage mfg\n"
	"  ~ 10 P  quantity 2 -> 1, refdes -R2  [refdes-reused]\n"
	"  - 20 Q  quantity 1 at C1  [replace by X]\n"
	"  + 20 X  quantity 1 EA at C1  [replace]\n"
	"  ~ 45 T  find_number 40 -> 45\n"
	"  ~ 45 T substitute U  find_number 40 -> 45, priority (none) -> 1\n"
	"  + 50 V  quantity 1 at R2  [refdes-reused]\n"
	"  = 1 line as before\n"
	"B\n"
	"  - 10 M  quantity 1  [move to Z]\n"
	"Z\n"
	"  ~ 10 P  note =1+1 -> (none)\n"
	"  + 20 M  quantity 1  [move]\n"
	"item\n"
	"  ~ P  name a,\"b\" -> \\u001b[2J\\u202e, mass (none) -> 1.5\n"
	"supplier\n"
	"  - s/1\n"
	"3 added, 8 changed (3 by the revision of their BOM only), "
	"3 removed\n";

static const char csv[] =
	"change,type,key,field,old,new,tags,match,group\r\n";

static const char names[] =
	"bom A revision B -> C, plant P1, usage mfg\n"
	"bom B\n"
	"bom Z\n"
	"item P\n"
	"supplier s/1\n";

static const char stat[] =
	" A revision B -> C, plant P1, usage mfg   |      6 ++~~~-\n"
	" B                                        |      1 -\n"
	" Z                                        |      2 +~\n"
	" item                                     |      1 ~\n"
	" supplier                                 |      1 -\n"
	"3 added, 8 changed (3 by the revision of their BOM only), "
	"3 removed\n";

static int
take(void *ctx, struct slice line, struct err *e)
{
	return ordering_put(ctx, line, e);
}

/* The report of what lies between the sketch's streams, into `is`. */
static void
report(struct sketch *s, struct report *how, struct buf *is)
{
	const struct diff_options options = {.memory = SORT_MEMORY_LEAST};
	const char *const paths[2] = {s->paths[0], s->paths[1]};
	struct zio_out out = ZIO_OUT_INIT;
	struct ordering r;
	struct diff d;
	struct err e = ERR_INIT;
	char to[96];

	snprintf(to, sizeof(to), "%s/report", s->folder);
	ordering_init(&r);
	sketch_must(diff_run(&d, paths, &options, &e), &e);
	how->counts = &d.edits.counts;
	sketch_must(diff_each(&d, take, &r, &e), &e);
	sketch_must(ordering_begin(&r, &e), &e);
	sketch_must(zio_out_open(&out, to, false, &e), &e);
	sketch_must(render_write(how, &r, &out, &e), &e);
	sketch_must(zio_out_publish(&out, &e), &e);
	buf_clear(is);
	sketch_must(file_load(is, to, is->most, &e), &e);
	unlink(to);
	ordering_release(&r);
	diff_release(&d);
}

static void
each_format_says_the_same_changes(void **state)
{
	static const struct {
		enum report_format format;
		const char *wanted;
	} formats[] = {
	    {REPORT_TEXT, text}, {REPORT_NAMES, names}, {REPORT_STAT, stat},
	};
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct sketch s;
	size_t i;

	(void)state;
	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, old);
	sketch_stream(s.paths[1], NULL, new);
	for (i = 0; i < COUNT_OF(formats); i++) {
		struct report how = {.format = formats[i].format,
		    .old_name = "old", .new_name = "new"};

		report(&s, &how, &is);
		assert_string_equal(buf_text(&is), formats[i].wanted);
	}
	sketch_close(&s);
	buf_release(&is);
}

static const char *const rows[] = {
	"change,bom_line,bom_line:A/C/P1/mfg//10/P/,quantity,2,1,"
	    "header quantity refdes- refdes-reused,key,\r\n",
	"change,bom_line,bom_line:A/C/P1/mfg//10/P/,refdes,R1 R2,R1,",
	"remove,bom_line,bom_line:A/B/P1/mfg//20/Q/,quantity,1,,"
	    "remove replace,designators,bom_line:A/C/P1/mfg//20/X/\r\n",
	"remove,bom_line,bom_line:A/B/P1/mfg//20/Q/,refdes,C1,,"
	    "remove replace,designators,"
	    "bom_line:A/C/P1/mfg//20/X/\r\n",
	/* what a spreadsheet would run stands behind an apostrophe */
	"change,bom_line,bom_line:Z/////10/P/,note,'=1+1,,attr:note,,\r\n",
	"change,item,item:P,name,\"a,\"\"b\"\"\",\\u001b[2J\\u202e,",
	"change,item,item:P,mass,,1.5,",
	"remove,supplier,supplier:s%2F1,,,,remove,,\r\n",
};

static void
csv_has_a_row_for_each_field(void **state)
{
	struct report how = {.format = REPORT_CSV, .old_name = "old",
	    .new_name = "new"};
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct sketch s;
	size_t i;

	(void)state;
	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, old);
	sketch_stream(s.paths[1], NULL, new);
	report(&s, &how, &is);
	assert_memory_equal(buf_text(&is), csv, strlen(csv));
	for (i = 0; i < COUNT_OF(rows); i++)
		if (!strstr(buf_text(&is), rows[i]))
			fail_msg("no %s in\n%s", rows[i], buf_text(&is));
	sketch_close(&s);
	buf_release(&is);
}

static void
colour_stands_where_it_is_asked_for_only(void **state)
{
	struct report how = {.format = REPORT_TEXT, .old_name = "old",
	    .new_name = "new", .colour = true};
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct sketch s;

	(void)state;
	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, old);
	sketch_stream(s.paths[1], NULL, new);
	report(&s, &how, &is);
	assert_non_null(strstr(buf_text(&is),
	    "\033[32m  + 50 V  quantity 1 at R2  "
	    "[\033[1;31mrefdes-reused\033[0m\033[32m]\033[0m\n"));
	how.colour = false;
	report(&s, &how, &is);
	assert_null(strchr(buf_text(&is), '\033'));
	sketch_close(&s);
	buf_release(&is);
}

static void
long_lists_are_cut_and_say_so(void **state)
{
	static const char *const none[] = {"A 10 P 1", NULL};
	const char *many[] = {NULL, NULL};
	struct report how = {.format = REPORT_TEXT, .old_name = "old",
	    .new_name = "new"};
	struct buf is = BUF_INIT(SKETCH_TEXT), line = BUF_INIT(SKETCH_TEXT);
	struct sketch s;
	unsigned i;

	(void)state;
	buf_add_text(&line, "A 10 P 1 R1");
	for (i = 2; i <= 1000; i++)
		buf_printf(&line, ",R%u", i);
	many[0] = buf_text(&line);
	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, none);
	sketch_stream(s.paths[1], NULL, many);
	report(&s, &how, &is);
	assert_non_null(strstr(buf_text(&is), "refdes +R1 +R2 +R3 "));
	assert_non_null(strstr(buf_text(&is), " and 974 more  "));
	assert_true(is.len < 400);
	sketch_close(&s);
	buf_release(&is);
	buf_release(&line);
}

#define NAME "\\u001b[2J\\u202e\\u0007\\r\\n"
#define EVIL(quantity, refdes) "{\"type\":\"bom_line\",\"parent\":\"A" NAME \
	"\",\"plant\":\"" NAME "\",\"find_number\":\"" NAME "\"," \
	"\"component\":\"" NAME "\",\"occurrence\":\"" NAME "\"," \
	"\"quantity\":" quantity ",\"refdes\":[\"" NAME refdes "\"]," \
	"\"" NAME "\":" quantity ",\"uom\":\"" NAME "\"," \
	"\"attrs\":{\"" NAME "\":\"" NAME refdes "\"}}"

static void
no_text_steers_the_terminal(void **state)
{
	static const char *const evil_old[] = {EVIL("1", "1"),
	    "{\"type\":\"supplier\",\"supplier\":\"" NAME "\"}", NULL};
	static const char *const evil_new[] = {EVIL("2", "2"),
	    "{\"type\":\"item\",\"item\":\"" NAME "\"}", NULL};
	struct report how = {.old_name = "old", .new_name = "new"};
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct sketch s;
	size_t i;
	int format;

	(void)state;
	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, evil_old);
	sketch_stream(s.paths[1], NULL, evil_new);
	for (format = REPORT_TEXT; format <= REPORT_NAMES; format++) {
		how.format = (enum report_format)format;
		report(&s, &how, &is);
		assert_true(is.len > 50);
		assert_null(strstr(buf_text(&is), "\xe2\x80\xae"));
		for (i = 0; i < is.len; i++)
			if ((unsigned char)is.at[i] < ' ' && is.at[i] !=
			    '\n' && (is.at[i] != '\r' ||
			    is.at[i + 1] != '\n'))
				fail_msg("%s: byte %d", render_formats[format],
				    is.at[i]);
	}
	sketch_close(&s);
	buf_release(&is);
}

static void
what_cannot_be_concluded_is_said(void **state)
{
	static const struct sketch_head upsert = {HEAD_UPSERT, NULL};
	static const char *const one[] = {"A 10 P 1", NULL};
	static const char *const other[] = {"A 20 Q 1", NULL};
	struct report how = {.format = REPORT_TEXT, .old_name = "old",
	    .new_name = "new"};
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct sketch s;

	(void)state;
	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, one);
	sketch_stream(s.paths[1], &upsert, other);
	report(&s, &how, &is);
	assert_string_equal(buf_text(&is), "A\n"
	    "  + 20 Q  quantity 1\n"
	    "1 added, 0 changed, 0 removed, 1 kept (absent from new, "
	    "which does not say that they are gone)\n");
	sketch_close(&s);
	buf_release(&is);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_format_says_the_same_changes),
	    cmocka_unit_test(csv_has_a_row_for_each_field),
	    cmocka_unit_test(colour_stands_where_it_is_asked_for_only),
	    cmocka_unit_test(long_lists_are_cut_and_say_so),
	    cmocka_unit_test(no_text_steers_the_terminal),
	    cmocka_unit_test(what_cannot_be_concluded_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
