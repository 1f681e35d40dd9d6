/* apply_test.c - deltas that move lines, and deltas that do not fit. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "diff/apply.h"

#define LINE(number, quantity) \
	"{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision\":\"\"," \
	"\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\"," \
	"\"find_number\":\"" number "\",\"component\":\"P\"," \
	"\"occurrence\":\"\",\"quantity\":" quantity

struct apply_case {
	const char *delta; /* bare lines; NULL ends */
	bool sealed;       /* as a delta stream, without base and result */
	const char *wanted; /* what comes out, or a word of the message */
	int status;
};

static const char old_lines[] = LINE("10", "1") "}\n" LINE("20", "2") "}\n";

static const struct apply_case cases[] = {
    {LINE("15", "1") ",\"change\":{\"op\":\"change\",\"was\":"
	"{\"find_number\":\"10\"}}}\n", true,
	LINE("15", "1") "}\n" LINE("20", "2") "}\n", 0},
    /* two lines that change places */
    {LINE("10", "2") ",\"change\":{\"op\":\"change\",\"was\":"
	"{\"find_number\":\"20\"}}}\n"
	LINE("20", "1") ",\"change\":{\"op\":\"change\",\"was\":"
	"{\"find_number\":\"10\"}}}\n", true,
	LINE("10", "2") "}\n" LINE("20", "1") "}\n", 0},
    {LINE("10", "1") ",\"change\":{\"op\":\"add\"}}\n", true, "there already",
	3},
    {LINE("30", "1") ",\"change\":{\"op\":\"remove\"}}\n", true,
	"is not there", 3},
    {LINE("10", "9") ",\"change\":{\"op\":\"remove\"}}\n", true,
	"is another", 3},
    /* bare: lenient */
    {LINE("10", "5") ",\"change\":{\"op\":\"add\"}}\n", false,
	LINE("10", "5") "}\n" LINE("20", "2") "}\n", 0},
    {LINE("30", "1") ",\"change\":{\"op\":\"remove\"}}\n", false, old_lines,
	0},
    {LINE("10", "5") "}\n", false, "without change", 3},
};

static void
write_stream(char *path, const char *lines, bool sealed, struct err *e)
{
	struct slice rest = slice_of(lines);
	struct stream_out out;
	struct head h;

	head_init(&h, HEAD_DELTA);
	close(mkstemp(path));
	assert_int_equal(stream_out_open(&out, path, false, e), 0);
	if (sealed)
		assert_int_equal(stream_out_head(&out, &h, e), 0);
	while (rest.len)
		assert_int_equal(stream_out_line(&out,
		    slice_cut(&rest, '\n'), TYPE_BOM_LINE, e), 0);
	assert_int_equal(stream_out_publish(&out, e), 0);
	stream_out_close(&out);
}

static void
run_case(const struct apply_case *c)
{
	char old[] = "/tmp/bomtools-apply-XXXXXX";
	char delta[] = "/tmp/bomtools-apply-XXXXXX";
	char to[] = "/tmp/bomtools-apply-XXXXXX";
	struct apply p;
	struct stream_out out;
	struct err e = ERR_INIT;
	struct buf lines = BUF_INIT(1 << 20);
	int rc;

	write_stream(old, old_lines, false, &e);
	write_stream(delta, c->delta, c->sealed, &e);
	close(mkstemp(to));
	assert_int_equal(stream_out_open(&out, to, false, &e), 0);
	rc = apply_open(&p, old, delta, SORT_MEMORY_LEAST, &e);
	if (rc == 0)
		rc = apply_write(&p, &out, &e);
	if (rc == 0)
		rc = stream_out_publish(&out, &e);
	assert_int_equal(rc == 0 ? 0 : (int)e.kind, c->status);
	if (c->status) {
		assert_non_null(strstr(e.text, c->wanted));
	} else {
		assert_int_equal(file_load(&lines, to, 1 << 20, &e), 0);
		assert_string_equal(buf_text(&lines), c->wanted);
	}
	buf_release(&lines);
	stream_out_close(&out);
	apply_release(&p);
	unlink(old);
	unlink(delta);
	unlink(to);
}

static void
deltas_are_applied_or_refused_with_the_reason(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		run_case(&cases[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(deltas_are_applied_or_refused_with_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
