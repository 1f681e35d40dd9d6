/*
 * scan_test.c - what scan_line calls canonical is so, whatever happened to it.
 *
 * The law: scan_line true means that reading the line and printing it gives
 * the same bytes.  Held on all canonical lines of the contract, and on each
 * of them with every byte changed, taken out and put in.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <glob.h>

#include "io/zio.h"
#include "model/recin.h"
#include "model/scan.h"

#define CASES "testdata/contract/records/*.txt"

/* Bytes that mean something somewhere in a line, and some that do not. */
static const char marks[] = "\"\\,:{}[]0159.-+eEtu aZ/\x01\x1f\n\x7f\xc3\xa9";

static unsigned lines_seen;
static unsigned lines_recognised;
static unsigned long mutants_recognised;

static bool
canonical_of(struct buf *b, struct slice line)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record r;
	bool read = recin_parse(&r, line, JSON_AT("line", 1), &a, &e) == 0;

	buf_clear(b);
	if (read)
		record_add_line(b, &r);
	arena_release(&a);
	return read;
}

/* Holds the law; true if the line was recognised. */
static bool
hold(struct slice line)
{
	struct buf printed = BUF_INIT(2 * ZIO_LINE_MOST);
	struct arena a = ARENA_INIT;
	struct scan found;
	struct key k;

	if (!scan_line(&found, line))
		return false;
	if (!canonical_of(&printed, line))
		fail_msg("called canonical, yet refused: %.*s",
		    SLICE_ARGS(line));
	if (!slice_equal(buf_slice(&printed), line))
		fail_msg("called canonical, yet printed as %s: %.*s",
		    buf_text(&printed), SLICE_ARGS(line));
	assert_int_equal(key_parse_prefix(&k, line, &a), found.key_length);
	assert_int_equal(k.type, found.type);
	buf_release(&printed);
	arena_release(&a);
	return true;
}

/* The line with the bytes from `at` on replaced by `with`. */
static void
mutate(struct slice line, size_t at, size_t cut, struct slice with)
{
	char *text = mem_grow(NULL, line.len + with.len + 1, 1);
	size_t n = at;

	memcpy(text, line.at, at);
	memcpy(text + n, with.at, with.len);
	n += with.len;
	memcpy(text + n, line.at + at + cut, line.len - at - cut);
	n += line.len - at - cut;
	mutants_recognised += hold(slice_from(text, n));
	mem_free(text);
}

static void
mutate_everywhere(struct slice line)
{
	size_t at, i;

	for (at = 0; at < line.len; at++) {
		mutate(line, at, 1, SLICE(""));
		/* twice, and with its neighbour in front */
		mutate(line, at, 0, slice_from(line.at + at, 1));
		for (i = 0; i < sizeof(marks); i++) { /* NUL too */
			mutate(line, at, 1, slice_from(marks + i, 1));
			mutate(line, at, 0, slice_from(marks + i, 1));
		}
	}
}

typedef void (*line_taker)(struct slice line);

static void
each_canonical_line(line_taker take)
{
	struct err e = ERR_INIT;
	struct slice line;
	struct zio_in in;
	glob_t found;
	size_t i;

	assert_int_equal(glob(CASES, 0, NULL, &found), 0);
	for (i = 0; i < found.gl_pathc; i++) {
		assert_int_equal(zio_in_open(&in, found.gl_pathv[i], &e), 0);
		while (zio_in_line(&in, &line, &e) > 0)
			if (slice_begins(line, SLICE("> ")))
				take(slice_from(line.at + 2, line.len - 2));
		zio_in_close(&in);
	}
	assert_int_equal(e.kind, ERR_NONE);
	globfree(&found);
}

static void
take_as_it_is(struct slice line)
{
	lines_seen++;
	lines_recognised += hold(line);
}

static void
the_contract_s_canonical_lines_are_recognised(void **state)
{
	(void)state;
	each_canonical_line(take_as_it_is);
	assert_true(lines_seen > 150);
	/* the others have a change, unknown members or escapes in a set */
	assert_true(lines_recognised > lines_seen * 6 / 10);
}

static void
take_mutants(struct slice line)
{
	/* the long ones are of many equal parts */
	if (line.len <= 400)
		mutate_everywhere(line);
}

static void
no_mutant_is_called_canonical_that_is_not(void **state)
{
	(void)state;
	each_canonical_line(take_mutants);
	/* another letter in a text is another canonical line */
	assert_true(mutants_recognised > 10000);
}

static void
every_type_and_kind_is_recognised(void **state)
{
	unsigned type, m;

	(void)state;
	for (type = 0; type < TYPE_COUNT; type++) {
		const struct schema_type *t = &schema_types[type];
		static const char *const values[] = {"\"x\"", "2.5", "true",
		    "[\"R1\",\"R2\",\"R10\"]", "\"2026-11-22\"",
		    "\"2026-11-22T01:00:00Z\""};
		struct buf line = BUF_INIT(65536);
		struct scan found;

		buf_add_slice(&line, t->lead);
		for (m = 0; m < t->member_count; m++) {
			buf_add_slice(&line, t->members[m].lead);
			buf_add_text(&line, m < t->key_count ? "\"k\""
			    : values[t->members[m].kind]);
		}
		buf_add_text(&line, ",\"attrs\":{\"a\":1,\"b\":true,"
		    "\"c\":\"x\"}}");
		if (!hold(buf_slice(&line)))
			fail_msg("not recognised: %s", buf_text(&line));
		assert_true(scan_line(&found, buf_slice(&line)));
		assert_int_equal(found.type, type);
		mutate_everywhere(buf_slice(&line));
		buf_release(&line);
	}
}

/* Counts in *held that the law is held with this escape in a name. */
static void
hold_escape(unsigned *held, const char *escape)
{
	char line[96];

	snprintf(line, sizeof(line),
	    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"x%s\"}", escape);
	*held += hold(slice_of(line));
}

/* Of the escapes only those are canonical that have no other form. */
static void
every_escape_is_held_to_the_law(void **state)
{
	unsigned c, lower = 0, upper = 0, high = 0, letters = 0;
	char escape[16];

	(void)state;
	for (c = 1; c < 256; c++) {
		snprintf(escape, sizeof(escape), "\\u00%02x", c);
		hold_escape(&lower, escape);
		snprintf(escape, sizeof(escape), "\\u00%02X", c);
		hold_escape(&upper, escape);
		snprintf(escape, sizeof(escape), "\\u20%02x", c);
		hold_escape(&high, escape);
		snprintf(escape, sizeof(escape), "\\%c", (int)c);
		hold_escape(&letters, escape);
	}
	hold_escape(&lower, "\\u0000");
	assert_int_equal(lower, 31 - 5);
	/* those without a letter digit: 01 to 07, 10 to 19 */
	assert_int_equal(upper, 7 + 10);
	assert_int_equal(high, 0);
	assert_int_equal(letters, strlen("\"\\btnfr"));
}

/* An item whose key prefix has this many bytes. */
static void
add_item(struct buf *b, size_t prefix)
{
	size_t n = prefix - strlen("{\"type\":\"item\",\"item\":\"\"");

	buf_clear(b);
	buf_add_text(b, "{\"type\":\"item\",\"item\":\"");
	while (n--)
		buf_add_byte(b, 'A');
	buf_add_text(b, "\"}");
}

static void
a_key_prefix_is_at_most_64_kib_however_it_is_read(void **state)
{
	struct buf line = BUF_INIT(4 * KEY_MOST);
	struct buf printed = BUF_INIT(8 * KEY_MOST);
	struct scan found;
	size_t n;

	(void)state;
	add_item(&line, KEY_MOST);
	assert_true(hold(buf_slice(&line)));
	assert_true(scan_key(&found, buf_slice(&line)));
	assert_int_equal(found.key_length, KEY_MOST);
	add_item(&line, KEY_MOST + 1);
	assert_false(scan_line(&found, buf_slice(&line)));
	assert_false(scan_key(&found, buf_slice(&line)));
	assert_false(canonical_of(&printed, buf_slice(&line)));
	/* what counts is the encoded length: six bytes for a control byte */
	buf_clear(&line);
	buf_add_text(&line, "{\"type\":\"item\",\"item\":\"");
	for (n = 0; n < KEY_MOST / 5; n++)
		buf_add_text(&line, "\\u0001");
	buf_add_text(&line, "\"}");
	assert_false(scan_line(&found, buf_slice(&line)));
	assert_false(canonical_of(&printed, buf_slice(&line)));
	buf_release(&line);
	buf_release(&printed);
}

static void
add_attrs(struct buf *b, unsigned count)
{
	unsigned i;

	buf_clear(b);
	buf_add_text(b, "{\"type\":\"item\",\"item\":\"A\",\"attrs\":{");
	for (i = 0; i < count; i++)
		buf_printf(b, "%s\"a%06u\":1", i ? "," : "", i);
	buf_add_text(b, "}}");
}

static void
attrs_have_at_most_100_000_members_however_they_are_read(void **state)
{
	struct buf line = BUF_INIT(ZIO_LINE_MOST);
	struct buf printed = BUF_INIT(ZIO_LINE_MOST);
	struct scan found;

	(void)state;
	add_attrs(&line, RECIN_MEMBERS_MOST);
	assert_true(hold(buf_slice(&line)));
	add_attrs(&line, RECIN_MEMBERS_MOST + 1);
	assert_false(scan_line(&found, buf_slice(&line)));
	assert_false(canonical_of(&printed, buf_slice(&line)));
	buf_release(&line);
	buf_release(&printed);
}

static void
a_key_alone_is_looked_at_without_the_rest(void **state)
{
	struct scan found;

	(void)state;
	assert_true(scan_key(&found, SLICE("{\"type\":\"plant_item\","
	    "\"item\":\"A\",\"plant\":\"1\",garbage")));
	assert_int_equal(found.type, TYPE_PLANT_ITEM);
	assert_int_equal(found.key_length, 43);
	assert_false(scan_key(&found, SLICE("{\"type\":\"plant_item\","
	    "\"item\":\"A\",\"plant\":\"\"}")));
	assert_false(scan_key(&found, SLICE("{\"type\":\"plant_item\"")));
	assert_false(scan_key(&found, SLICE("{\"type\":\"nothing\"}")));
	assert_false(scan_key(&found, SLICE("")));
}

/* Lines of one type and of others, long and short, canonical and not. */
static const char *const sequence[] = {
    "{\"type\":\"item\",\"item\":\"A\"}",
    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"x\",\"mass\":1}",
    "{\"type\":\"item\",\"item\":\"AB\",\"mass\":1}",
    "{\"type\":\"item\",\"item\":\"AB\",\"mass\":1,\"name\":\"x\"}",
    "{\"type\":\"item\",\"item\":\"\",\"mass\":1}",
    "{\"type\":\"item\",\"item\":\"A\\\"\",\"mass\":1}",
    "{\"type\":\"item\",\"item\":\"A\\\\\",\"mass\":1}",
    "{\"type\":\"item\",\"item\":\"\xc3\xa9\"}",
    "{\"type\":\"item\",\"item\":\"\xc3\xa8\"}",
    "{\"type\":\"item\",\"item\":\"\xc3\"}",
    "{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"\"}",
    "{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"1\"}",
    "{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"1\","
	"\"sequence\":1,\"attrs\":{\"a\":1}}",
    "{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"2\","
	"\"sequence\":1.0}",
    "{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"\","
	"\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\"}",
    "{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"1\","
	"\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\"}",
    "{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"1\","
	"\"plant\":\"\",\"usage\":\"\"}",
    "{\"type\":\"bo\",\"parent\":\"A\"}",
    "", "{",
};

static size_t
common(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

/* Whatever line came before, and however much of the common start is said. */
static void
what_one_line_told_does_not_mislead_about_the_next(void **state)
{
	struct scan scan, keyed, alone;
	size_t i, j, k, n, same;
	bool good;

	(void)state;
	for (n = 0; n < (size_t)TYPE_COUNT; n++)
		assert_true(schema_types[n].key_count <= SCAN_KEYS_MOST);
	for (i = 0; i < COUNT_OF(sequence); i++)
		for (j = 0; j < COUNT_OF(sequence); j++) {
			n = common(sequence[i], sequence[j]);
			good = scan_line(&alone, slice_of(sequence[j]));
			for (k = 0; k < 4; k++) {
				memset(&scan, 0, sizeof(scan));
				same = scan_next(&scan, slice_of(sequence[i]),
				    0) ? n * k / 3 : 0;
				keyed = scan;
				if (scan_next(&scan, slice_of(sequence[j]),
				    same) != good)
					fail_msg("%s behind %s", sequence[j],
					    sequence[i]);
				if (scan_next_key(&keyed,
				    slice_of(sequence[j]), same))
					assert_true(scan_key(&alone,
					    slice_of(sequence[j])));
				else
					assert_false(good);
				if (!good)
					continue;
				assert_int_equal(scan.type, alone.type);
				assert_int_equal(scan.key_length,
				    alone.key_length);
				assert_memory_equal(scan.starts, alone.starts,
				    schema_types[scan.type].key_count *
				    sizeof(*scan.starts));
			}
		}
}

static void
lines_of_one_bom_begin_with_it(void **state)
{
	const struct slice bom = SLICE("{\"type\":\"bom_line\",\"parent\":"
	    "\"A \\\"1\\\",\",\"parent_revision\":\"B\",\"plant\":\"\","
	    "\"usage\":\"eng\",\"alternative\":\"\"");
	static const char *const ends[] = {
	    ",\"find_number\":\"\",\"component\":\"P\",\"occurrence\":"
	    "\"\"}",
	    ",\"find_number\":\"10\",\"component\":\",\\\"find_number\\\":"
	    "\",\"occurrence\":\"2\",\"quantity\":3}",
	};
	struct buf line = BUF_INIT(1000);
	struct scan scan;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(ends); i++) {
		buf_clear(&line);
		buf_add_slice(&line, bom);
		buf_add_text(&line, ends[i]);
		assert_true(scan_line(&scan, buf_slice(&line)));
		assert_true(slice_equal(scan_bom(&scan, buf_slice(&line)),
		    bom));
	}
	buf_release(&line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_contract_s_canonical_lines_are_recognised),
	    cmocka_unit_test(no_mutant_is_called_canonical_that_is_not),
	    cmocka_unit_test(every_type_and_kind_is_recognised),
	    cmocka_unit_test(every_escape_is_held_to_the_law),
	    cmocka_unit_test(
		a_key_prefix_is_at_most_64_kib_however_it_is_read),
	    cmocka_unit_test(
		attrs_have_at_most_100_000_members_however_they_are_read),
	    cmocka_unit_test(a_key_alone_is_looked_at_without_the_rest),
	    cmocka_unit_test(
		what_one_line_told_does_not_mislead_about_the_next),
	    cmocka_unit_test(lines_of_one_bom_begin_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
