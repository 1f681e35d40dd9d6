/* reading_test.c - rows of an outline made records, strictly and leniently. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/reading.h"
#include "io/log.h"

static const char profile_text[] = "profile: p\nsystem: s\nsources: {r: {"
    "where: {K: P}, structure: {style: level, level: L, parent: N}}}\n"
    "records:\n- {type: item, from: r, members: {item: N}}\n"
    "- {type: bom_line, from: r, members: {parent: '@parent.N', component: "
    "N}}\n";

struct world {
	struct profile profile;
	struct keytables tables;
	struct inputs inputs;
	struct gather gather;
	struct convert convert;
	struct explain explain;
	struct damage_log damage;
	struct source_count sources[1];
	struct resolve_count entries[2];
	struct reading reading;
};

static int
read_rows(struct world *w, const char *rows, bool lenient, struct err *e)
{
	char path[] = "/tmp/bomtools-reading-XXXXXX", operand[64];
	char *operands[] = {operand, NULL};
	struct inputs_where where = {.operands = operands};
	int fd = mkstemp(path), rc;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, rows, strlen(rows)), strlen(rows));
	close(fd);
	snprintf(operand, sizeof(operand), "r=%s", path);
	memset(w, 0, sizeof(*w));
	if (profile_parse(&w->profile, "p", SLICE(""), e) == 0)
		fail();
	err_clear(e);
	profile_release(&w->profile);
	if (profile_parse(&w->profile, "p", slice_of(profile_text), e) < 0)
		fail_msg("%s", e->text);
	w->inputs = (struct inputs)INPUTS_INIT;
	keytables_init(&w->tables, &w->profile.names);
	gather_init(&w->gather, SORT_MEMORY_LEAST, &w->profile.scope);
	gather_expect_outlines(&w->gather, SORT_MEMORY_LEAST);
	w->gather.profile = &w->profile;
	convert_init(&w->convert, &w->profile, &w->tables);
	damage_log_init(&w->damage);
	w->reading = (struct reading){.profile = &w->profile,
	    .tables = &w->tables, .inputs = &w->inputs, .gather = &w->gather,
	    .convert = &w->convert, .explain = &w->explain,
	    .damage = &w->damage, .sources = w->sources,
	    .entries = w->entries, .lenient = lenient,
	    .wrong = BUF_INIT(1000)};
	if (inputs_open(&w->inputs, &w->profile, &w->tables, &where, e) < 0)
		fail_msg("%s", e->text);
	rc = reading_run(&w->reading, e);
	unlink(path);
	return rc;
}

static void
release(struct world *w)
{
	buf_release(&w->reading.wrong);
	damage_log_release(&w->damage);
	convert_release(&w->convert);
	gather_release(&w->gather);
	inputs_release(&w->inputs);
	keytables_release(&w->tables);
	profile_release(&w->profile);
}

static void
a_row_out_of_place_ends_the_run_or_is_rejected(void **state)
{
	static const char rows[] = "L,N,K\n0,A,P\n1,B,P\nx,note,T\n3,C,P\n"
	    "1,D,P\n";
	struct err e = ERR_INIT;
	struct world w;

	(void)state;
	log_init("test", LOG_ERROR, LOG_TEXT);
	assert_int_equal(read_rows(&w, rows, false, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, ":5: level 3 comes after level 1 in "
	    "line 3: what stands between is missing (--lenient rejects such "
	    "rows)"));
	release(&w);
	err_clear(&e);
	assert_int_equal(read_rows(&w, rows, true, &e), 0);
	assert_int_equal(w.sources[0].rows, 5);
	assert_int_equal(w.sources[0].skipped, 1);
	assert_int_equal(w.entries[0].made, 4);
	assert_int_equal(w.entries[0].rejected, 0);
	/* The row on top has no parent: the entry passes it over. */
	assert_int_equal(w.entries[1].made, 3);
	assert_int_equal(w.entries[1].rejected, 1);
	assert_true(w.profile.scope.no_removals[TYPE_BOM_LINE]);
	assert_false(w.profile.scope.no_removals[TYPE_ITEM]);
	release(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_row_out_of_place_ends_the_run_or_is_rejected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
