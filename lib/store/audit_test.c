/* audit_test.c - the chain of the audit log, and what breaks it. */
#include "store/audit.h"

#include "store/findings.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static int
set_up(void **state)
{
	static struct scratch s;

	scratch_open(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

static const struct audit_by by = {"run-1", "mara"};

static void
append(struct scratch *s, unsigned count)
{
	struct err e = ERR_INIT;
	char subject[32];
	unsigned i;

	for (i = 1; i <= count; i++) {
		struct audit_entry entry = {"exception.open", {NULL, 0},
		    SLICE_INIT("{\"class\":\"missing\"}")};

		snprintf(subject, sizeof(subject), "item:A-%u", i);
		entry.subject = slice_of(subject);
		assert_int_equal(audit_append(s->db, &by, &entry, &e), 0);
	}
}

static void
sha256_gives_the_published_sums(void **state)
{
	static const struct {
		const char *text;
		const char *hex;
	} cases[] = { /* FIPS 180-4, examples of NIST */
	    {"", "e3b0c44298fc1c149afbf4c8996fb924"
		"27ae41e4649b934ca495991b7852b855"},
	    {"abc", "ba7816bf8f01cfea414140de5dae2223"
		"b00361a396177a9cb410ff61f20015ad"},
	    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039"
		"a33ce45964ff2167f6ecedd419db06c1"},
	};
	struct audit_sha256 *s = audit_sha256_new();
	unsigned char hash[AUDIT_HASH_SIZE];
	char hex[AUDIT_HEX_SIZE];
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		audit_sha256(cases[i].text, strlen(cases[i].text), hash);
		audit_hex(hex, hash);
		assert_string_equal(hex, cases[i].hex);
		for (k = 0; cases[i].text[k]; k++)
			audit_sha256_add(s, cases[i].text + k, 1);
		audit_sha256_end(s, hash);
		audit_hex(hex, hash);
		assert_string_equal(hex, cases[i].hex);
	}
	audit_sha256_free(s);
	audit_sha256_free(NULL);
}

/* The bytes as audit.h draws them, put together by hand. */
static void
a_rows_hash_is_over_the_documented_bytes(void **state)
{
	static const char bytes[] =
	    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\0\0\0\1" "1"
	    "\0\0\0\0\0\0\0\24" "2026-11-22T01:02:03Z"
	    "\0\0\0\0\0\0\0\5" "run-1"
	    "\0\0\0\0\0\0\0\4" "mara"
	    "\0\0\0\0\0\0\0\16" "exception.open"
	    "\0\0\0\0\0\0\0\10" "item:A-1"
	    "\0\0\0\0\0\0\0\23" "{\"class\":\"missing\"}";
	struct scratch *s = *state;
	unsigned char hash[AUDIT_HASH_SIZE], head[AUDIT_HASH_SIZE];
	struct err e = ERR_INIT;
	int64_t sequence;

	assert_int_equal(audit_head(s->db, &sequence, head, &e), 0);
	assert_int_equal(sequence, 0);
	append(s, 1);
	audit_sha256(bytes, sizeof(bytes) - 1, hash);
	assert_int_equal(audit_head(s->db, &sequence, head, &e), 0);
	assert_int_equal(sequence, 1);
	assert_memory_equal(hash, head, AUDIT_HASH_SIZE);
}

static void
rows_come_back_in_order_and_the_chain_holds(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	struct audit_cursor c;
	struct audit_row row;
	int64_t n = 0;

	assert_int_equal(audit_verify(s->db, &e), 0);
	append(s, 600);
	assert_int_equal(audit_verify(s->db, &e), 0);
	audit_open(&c, s->db, 100);
	while (audit_next(&c, &row, &e) > 0)
		assert_int_equal(row.sequence, 101 + n++);
	audit_close(&c);
	assert_int_equal(n, 500);
	assert_true(e.kind == ERR_NONE);
}

static void
the_log_cannot_be_changed_by_sql(void **state)
{
	static const char *const attacks[] = {
	    "UPDATE audit SET actor = 'nobody' WHERE sequence = 2",
	    "DELETE FROM audit WHERE sequence = 2",
	    "DELETE FROM audit",
	    "INSERT OR REPLACE INTO audit VALUES(2, '', '', '', 'x', '', '',"
	    " zeroblob(32))",
	    "INSERT INTO audit VALUES(9, '', '', '', 'x', '', '',"
	    " zeroblob(32))",
	    "UPDATE audit_anchor SET through = 3",
	};
	struct scratch *s = *state;
	size_t i;

	append(s, 3);
	for (i = 0; i < COUNT_OF(attacks); i++) {
		struct err e = ERR_INIT;
		int rc = db_exec(s->db, attacks[i], &e);

		if (i == 5) { /* there is no anchor: no row to refuse */
			assert_int_equal(rc, 0);
			continue;
		}
		assert_int_equal(rc, -1);
		assert_int_equal(e.kind, ERR_INPUT);
		assert_non_null(strstr(e.text, "append only"));
	}
}

static void
whoever_removes_the_triggers_is_found_by_the_chain(void **state)
{
	static const struct {
		const char *attack;
		const char *words;
	} cases[] = {
	    {"UPDATE audit SET at = '2020-01-01T00:00:00Z' WHERE sequence = 4",
		"audit row 4 (2020-01-01T00:00:00Z, exception.open) is not as"},
	    {"UPDATE audit SET run = 'r' WHERE sequence = 5", "audit row 5 ("},
	    {"UPDATE audit SET actor = '' WHERE sequence = 1", "audit row 1 ("},
	    {"UPDATE audit SET subject = 'item:B' WHERE sequence = 9",
		"audit row 9 ("},
	    {"UPDATE audit SET detail = '{}' WHERE sequence = 10",
		"audit row 10 ("},
	    {"UPDATE audit SET hash = zeroblob(32) WHERE sequence = 3",
		"audit row 3 ("},
	    /* What moves over the border of two fields. */
	    {"UPDATE audit SET run = 'run-', actor = '1mara'"
		" WHERE sequence = 6", "audit row 6 ("},
	    {"DELETE FROM audit WHERE sequence = 7", "audit row 7 is missing"},
	    {"DELETE FROM audit WHERE sequence < 3", "audit row 1 is missing"},
	    {"DELETE FROM audit WHERE sequence > 8",
		"audit row 9 is missing: rows up to 10 were written"},
	    {"DELETE FROM audit", "audit row 1 is missing"},
	    {"INSERT INTO audit_anchor SELECT sequence, hash, 'f', ''"
		" FROM audit WHERE sequence = 4;"
		"DELETE FROM audit WHERE sequence <= 4",
		"rows up to 4 are gone, and no row says"},
	};
	struct scratch *s = *state;
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		struct findings f = FINDINGS_INIT(NULL, NULL);
		struct err e = ERR_INIT;

		db_close(s->db);
		s->db = NULL;
		unlink(s->path);
		scratch_reopen(s);
		append(s, 10);
		scratch_exec(s, "DROP TRIGGER audit_no_update;"
		    "DROP TRIGGER audit_no_delete");
		scratch_exec(s, cases[i].attack);
		assert_int_equal(audit_verify(s->db, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		if (!strstr(e.text, cases[i].words))
			fail_msg("%zu: %s", i, e.text);
		err_clear(&e);
		assert_int_equal(audit_check(s->db, &f, &e), 0);
		assert_int_equal(f.count, 1);
	}
}

static void
a_row_is_undone_with_the_transaction_that_it_tells_of(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;

	append(s, 1);
	assert_int_equal(db_begin(s->db, &e), 0);
	append(s, 2);
	db_rollback(s->db);
	append(s, 1);
	assert_int_equal(audit_verify(s->db, &e), 0);
}

static void
details_are_canonical_json(void **state)
{
	struct buf b = BUF_INIT(4096);

	(void)state;
	audit_detail_add(&b, "empty", SLICE(""));
	assert_int_equal(b.len, 0);
	audit_detail_add(&b, "a", SLICE("x\"\\/\x7f\xc3\xa9"));
	audit_detail_add(&b, "b", slice_from("\0\b\t\n\v\f\r\x1f", 8));
	assert_string_equal(buf_text(&b), "{\"a\":\"x\\\"\\\\/\x7f\xc3\xa9\","
	    "\"b\":\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\"}");
	buf_release(&b);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sha256_gives_the_published_sums),
	    T(a_rows_hash_is_over_the_documented_bytes),
	    T(rows_come_back_in_order_and_the_chain_holds),
	    T(the_log_cannot_be_changed_by_sql),
	    T(whoever_removes_the_triggers_is_found_by_the_chain),
	    T(a_row_is_undone_with_the_transaction_that_it_tells_of),
	    cmocka_unit_test(details_are_canonical_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
