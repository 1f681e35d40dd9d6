/*
 * recin_test.c - the contract's records: any spelling, its canonical line.
 *
 * Also holds scan.h to it: what scan_line calls canonical is what reading and
 * printing gives, and nearly all canonical lines are recognised.
 *
 * covers: S1, S2, S3, S4, S5
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <glob.h>

#include "io/zio.h"
#include "model/canon.h"
#include "model/recin.h"
#include "model/scan.h"

#define CASES "testdata/contract/records/*.txt"

static unsigned cases_run;

/* Reads and prints; false with the message in *e. */
static bool
canonical_of(struct buf *b, struct slice spelling, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct record r;
	int rc = recin_parse(&r, spelling, JSON_AT("case", 1), &a, e);

	buf_clear(b);
	if (rc == 0)
		record_add_line(b, &r);
	arena_release(&a);
	return rc == 0;
}

static void
check_accepted(const char *path, unsigned long line, struct slice spelling,
    struct slice wanted)
{
	struct buf got = BUF_INIT(ZIO_LINE_MOST);
	struct err e = ERR_INIT;
	struct scan found;

	if (!canonical_of(&got, spelling, &e))
		fail_msg("%s:%lu: refused: %s", path, line, e.text);
	if (!slice_equal(buf_slice(&got), wanted))
		fail_msg("%s:%lu: gives %s", path, line, buf_text(&got));
	if (!canonical_of(&got, wanted, &e) ||
	    !slice_equal(buf_slice(&got), wanted))
		fail_msg("%s:%lu: read again gives %s", path, line,
		    buf_text(&got));
	if (scan_line(&found, spelling) && !slice_equal(spelling, wanted))
		fail_msg("%s:%lu: scan calls it canonical", path, line);
	buf_release(&got);
}

static void
check_refused(const char *path, unsigned long line, struct slice spelling,
    struct slice wanted)
{
	struct buf got = BUF_INIT(ZIO_LINE_MOST);
	struct err e = ERR_INIT;
	struct scan found;

	if (canonical_of(&got, spelling, &e))
		fail_msg("%s:%lu: accepted as %s", path, line, buf_text(&got));
	if (wanted.len && !memmem(e.text, strlen(e.text), wanted.at,
	    wanted.len))
		fail_msg("%s:%lu: the message lacks \"%.*s\": %s", path, line,
		    SLICE_ARGS(wanted), e.text);
	assert_int_equal(e.kind, ERR_INPUT);
	if (scan_line(&found, spelling))
		fail_msg("%s:%lu: scan calls it canonical", path, line);
	buf_release(&got);
}

static void
run_file(const char *path)
{
	struct zio_in in;
	struct err e = ERR_INIT;
	struct slice line;
	struct buf spelling = BUF_INIT(ZIO_LINE_MOST);

	assert_int_equal(zio_in_open(&in, path, &e), 0);
	while (zio_in_line(&in, &line, &e) > 0) {
		struct slice rest = {line.at + 2, line.len - 2};

		if (line.len < 2 || line.at[1] != ' ')
			continue;
		if (line.at[0] == '<') {
			buf_clear(&spelling);
			buf_add_slice(&spelling, rest);
		} else if (line.at[0] == '>') {
			check_accepted(path, in.line, buf_slice(&spelling),
			    rest);
			cases_run++;
		} else if (line.at[0] == '!') {
			check_refused(path, in.line, buf_slice(&spelling),
			    rest);
			cases_run++;
		}
	}
	assert_string_equal(e.text, "");
	zio_in_close(&in);
	buf_release(&spelling);
}

static void
every_spelling_of_the_contract_gives_its_canonical_line(void **state)
{
	glob_t found;
	size_t i;

	(void)state;
	assert_int_equal(glob(CASES, 0, NULL, &found), 0);
	for (i = 0; i < found.gl_pathc; i++)
		run_file(found.gl_pathv[i]);
	globfree(&found);
	assert_true(cases_run > 300);
}

static void
canonical_lines_are_recognised_without_parsing(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"\xc3\xa9 \\\"x\\\" "
	    "\\u001f\",\"uom\":\"EA\",\"mass\":0.5,\"phantom\":true}",
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":"
	    "\"1234567890123456.5\",\"attrs\":{\"a\":1,\"b\":\"x\"}}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision\":\"\","
	    "\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\","
	    "\"find_number\":\"0010\",\"component\":\"P\",\"occurrence\":\"\","
	    "\"quantity\":2.5,\"refdes\":[\"R1\",\"R2\",\"R10\"],"
	    "\"effective_from\":\"2026-01-01\"}",
	};
	struct scan found;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(lines); i++)
		assert_true(scan_line(&found, slice_of(lines[i])));
	assert_int_equal(found.type, TYPE_BOM_LINE);
	assert_memory_equal(lines[3] + found.key_length - 15,
	    "\"occurrence\":\"\"", 15);
}

/* A key that would be cut off must not become another, valid one. */
static void
an_old_key_has_the_ceiling_of_a_key(void **state)
{
	struct buf line = BUF_INIT(1 << 20), got = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	buf_add_text(&line, "{\"type\":\"item\",\"item\":\"A\",\"change\":"
	    "{\"op\":\"change\",\"was\":{\"item\":\"");
	for (i = 0; i < KEY_MOST; i++)
		buf_add_byte(&line, 'x');
	buf_add_text(&line, "\"}}}");
	assert_false(canonical_of(&got, buf_slice(&line), &e));
	assert_non_null(strstr(e.text, "old key is longer"));
	err_clear(&e);
	assert_false(canonical_of(&got, SLICE("{\"type\":\"item\","
	    "\"item\":\"A\",\"change\":{\"op\":\"change\","
	    "\"was\":{\"item\":\"\"}}}"), &e));
	buf_release(&line);
	buf_release(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		every_spelling_of_the_contract_gives_its_canonical_line),
	    cmocka_unit_test(canonical_lines_are_recognised_without_parsing),
	    cmocka_unit_test(an_old_key_has_the_ceiling_of_a_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
