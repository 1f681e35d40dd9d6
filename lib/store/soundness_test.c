/* soundness_test.c - one damage in each table is one finding. */
#include "store/soundness.h"

#include "io/file.h"
#include "store/audit.h"
#include "store/exceptions.h"
#include "store/findings.h"
#include "store/intent.h"
#include "store/kpi.h"
#include "store/lease.h"
#include "store/run.h"
#include "store/scratch.h"
#include "store/triage.h"
#include "store/xref.h"

#include <setjmp.h>

#include <cmocka.h>

#define KEY "{\"type\":\"item\",\"item\":\"A\""

static void
keep(const char *text, void *ctx)
{
	struct buf *all = ctx;

	buf_printf(all, "%s\n", text);
}

/* A night's work: something in every table. */
static void
work(struct scratch *s)
{
	const struct run_info info = {SLICE("erp-load"), SLICE("0.1.0"),
	    SLICE("sap"), SLICE(""), SLICE("")};
	const struct run_counts counts = {.taken = 1, .passed = 1, .given = 1};
	const struct intent in = {SLICE(KEY), SLICE("item"), SLICE("add"),
	    SLICE(KEY "}"), SLICE("0123456789abcdef"), SLICE("k")};
	const struct exceptions_note note = {.class = SLICE("missing"),
	    .about = SLICE("item:B")};
	const struct kpi k = {.name = SLICE("held"), .value = SLICE("1")};
	char run[RUN_ID_SIZE];
	struct lease lease = {"erp-load", "sap", run};
	struct ledger_group g = {"sap", run, SLICE("")};
	struct audit_by by = {run, "mara"};
	struct xref x = {SLICE("sap"), SLICE("item"), SLICE("A"), SLICE("1")};
	struct override_wish wish = {.who = SLICE("mara"), .why = SLICE("ok")};
	struct exceptions_seen seen;
	struct err e = ERR_INIT;
	int64_t number;

	scratch_must(run_start(s->db, &info, run, &e), &e);
	scratch_must(lease_take(s->db, &lease, NULL, &e), &e);
	scratch_must(intent_put(s->db, &g, &in, 1, &e), &e);
	scratch_must(intent_sent(s->db, &g, &in.key, 1, &e), &e);
	scratch_must(xref_put(s->db, &x, 1, run, &e), &e);
	scratch_must(exceptions_see(s->db, &note, &by, &seen, &e), &e);
	wish.exception = slice_of(seen.id);
	assert_true(clock_parse(&wish.until, SLICE("2027-01-01T00:00:00Z")));
	scratch_must(triage_override(s->db, &wish, &by, &number, &e), &e);
	scratch_must(kpi_put(s->db, run, &k, 1, &e), &e);
	scratch_must(run_stage_end(s->db, run, "load", &counts, &e), &e);
	scratch_must(run_end(s->db, run, 0, SLICE(""), &e), &e);
}

static void
a_damage_in_any_table_is_found_and_named(void **state)
{
	static const struct {
		const char *damage;
		const char *words; /* NULL: it is none */
	} cases[] = {
	    {"SELECT 1", NULL},
	    {"UPDATE run SET ended = '2020'", "run 2026"},
	    {"PRAGMA ignore_check_constraints = ON; UPDATE stage SET given = 2;"
		"PRAGMA ignore_check_constraints = OFF",
		"stage load: 2 records written, 1 passed"},
	    {"DROP TRIGGER audit_no_update; UPDATE audit SET actor = ''",
		"audit row 1 ("},
	    {"UPDATE lease SET run = 'x'", "lease erp-load on sap: run x"},
	    {"UPDATE ledger SET type = 'bom'", "the key is not of type bom"},
	    {"UPDATE ledger SET intent = '{}'", "the intent has another key"},
	    {"UPDATE xref SET run = 'x'", "xref sap: item:A"},
	    {"UPDATE override SET revoked = '2020'", "override 1: revoked"},
	    {"UPDATE exception SET rule = 'x'", "exception "},
	    {"UPDATE kpi SET value = '1.0'", "figure held"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf all = BUF_INIT(65536);
		struct findings f = FINDINGS_INIT(keep, &all);
		struct err e = ERR_INIT;
		struct scratch s;

		scratch_open(&s);
		work(&s);
		scratch_exec(&s, cases[i].damage);
		db_close(s.db);
		assert_int_equal(db_open(&s.db, s.path, DB_READ, &e), 0);
		assert_int_equal(soundness_check(s.db, &f, &e), 0);
		assert_int_equal(f.count, cases[i].words ? 1 : 0);
		if (cases[i].words && !strstr(buf_text(&all), cases[i].words))
			fail_msg("%zu: %s", i, buf_text(&all));
		buf_release(&all);
		scratch_close(&s);
	}
}

static void
damaged_pages_are_found_before_rows_are_read(void **state)
{
	struct findings f = FINDINGS_INIT(NULL, NULL);
	struct buf file = BUF_INIT(1 << 24);
	struct file_out out = FILE_OUT_INIT;
	struct err e = ERR_INIT;
	struct scratch s;
	int rc;

	(void)state;
	scratch_open(&s);
	work(&s);
	db_close(s.db);
	s.db = NULL;
	assert_int_equal(file_load(&file, s.path, 1 << 24, &e), 0);
	/* Pages have 8192 bytes; the first holds the list of tables. */
	memset(file.at + 3 * 8192, 0xff, 8192);
	assert_int_equal(file_out_open(&out, s.path, &e), 0);
	assert_int_equal(file_out_add(&out, file.at, file.len, &e), 0);
	assert_int_equal(file_out_publish(&out, &e), 0);
	assert_int_equal(db_open(&s.db, s.path, DB_READ, &e), 0);
	rc = soundness_check(s.db, &f, &e);
	assert_true(rc < 0 ? e.kind == ERR_INPUT : f.count > 0);
	buf_release(&file);
	scratch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_damage_in_any_table_is_found_and_named),
	    cmocka_unit_test(damaged_pages_are_found_before_rows_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
