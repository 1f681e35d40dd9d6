/* expansion_test.c - lists of parts of one BOM: alike or different. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/expansion.h"
#include "model/recin.h"

struct world {
	struct gather gather;
	struct scope scope;
	struct profile profile;
	struct resolve_count counts[1];
	uint64_t rows;
	struct arena arena;
};

static void
start(struct world *w)
{
	memset(w, 0, sizeof(*w));
	scope_init(&w->scope);
	w->profile.entry_count = 1;
	gather_init(&w->gather, SORT_MEMORY_LEAST, &w->scope);
	gather_expect_outlines(&w->gather, SORT_MEMORY_LEAST);
	w->gather.profile = &w->profile;
}

/*
 * A line "COMPONENT QUANTITY" of the BOM of P, below the row of this ordinal;
 * with '!' in front its key is rejected, with '?' nobody knows it.
 */
static void
put(struct world *w, unsigned parent, const char *text)
{
	const char *mark = strchr("!?", *text) ? text++ : "";
	char line[200];
	struct origin o = {.ordinal = ++w->rows,
	    .line = (unsigned long)w->rows, .expands = true,
	    .parent = parent, .parent_line = parent};
	struct err e = ERR_INIT;
	struct record r;
	const char *why;

	snprintf(line, sizeof(line), "{\"type\":\"bom_line\",\"parent\":\"P\","
	    "\"component\":\"%.*s\",\"quantity\":%s}", (int)strcspn(text, " "),
	    text, strchr(text, ' '));
	if (recin_parse(&r, slice_of(line), JSON_AT("t", 1), &w->arena, &e) < 0)
		fail_msg("%s", e.text);
	w->counts[0].made++;
	if (!*mark) {
		assert_int_equal(gather_record(&w->gather, &r, &o, &why, &e),
		    1);
		return;
	}
	w->counts[0].rejected++;
	assert_int_equal(gather_withhold(&w->gather, &r, *mark == '!'
	    ? schema_types[r.type].key_count : 6, &o, &e), 0);
}

/* Counts the lines that go on, by what stands in front of their origin. */
static void
count_lines(struct world *w, unsigned counts[3])
{
	struct err e = ERR_INIT;
	struct slice line;
	char mark;

	memset(counts, 0, 3 * sizeof(*counts));
	assert_int_equal(sort_finish(w->gather.records, &e), 0);
	while (sort_next(w->gather.records, &line, &e) > 0) {
		mark = line.at[line.len - ORIGIN_SIZE - 1];
		counts[mark == '\0' ? 1 : mark == '\2' ? 2 : 0]++;
	}
}

/* Each list is "PARENT COMPONENT QUANTITY". */
static const struct {
	const char *lines[10];
	const char *error; /* of a strict run, or NULL */
	/* Of a lenient one. */
	unsigned passed, folded, rejected;
	unsigned blocked; /* marks for lines and substitutes */
} cases[] = {
	{{"1 A 1", "1 B 2", "2 A 1", "2 B 2", "3 B 2.0", "3 A 1"}, NULL, 2, 4,
	    0, 0},
	{{"1 A 1", "1 A 1", "2 A 1", "2 A 1"}, NULL, 2, 2, 0, 0},
	{{"1 A 1", "1 A 1", "2 A 1"}, "line 2: the parts of \"P\" are listed "
	    "without \"A\", which they have in line 2", 2, 0, 1, 2},
	{{"1 A 1", "2 A 2"}, "line 2: the parts of \"P\" are listed again and "
	    "differ: quantity of \"A\" is 2, but 1 in line 1", 1, 0, 1, 2},
	{{"1 A 1", "2 A 1", "2 B 1"}, "line 1: the parts of \"P\" are listed "
	    "without \"B\", which they have in line 3", 1, 0, 2, 2},
	{{"1 A 1", "2 B 1", "3 A 1"}, "line 2: the parts of \"P\" are listed "
	    "without \"A\", which they have in line 1", 1, 1, 1, 2},
	{{"1 A 1", "1 !B 1", "2 A 1", "2 B 7"}, NULL, 2, 1, 1, 0},
	{{"1 A 1", "1 ?B 1", "2 A 1"}, NULL, 1, 1, 1, 0},
	{{"1 A 1", "1 ?B 1", "2 A 1", "2 C 1"}, NULL, 1, 0, 3, 2},
};

static void
put_all(struct world *w, size_t i)
{
	const char *const *line;

	start(w);
	for (line = cases[i].lines; *line; line++)
		put(w, (unsigned)(**line - '0'), *line + 2);
}

static void
finish(struct world *w)
{
	gather_release(&w->gather);
	arena_release(&w->arena);
}

static void
equal_lists_fold_and_different_ones_are_told(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		unsigned counts[3];
		struct world w;
		int rc;

		put_all(&w, i);
		rc = expansion_run(&w.gather, w.counts, false, &e);
		if ((rc < 0) != (cases[i].error != NULL) || (rc < 0 &&
		    strcmp(e.text, cases[i].error) != 0))
			fail_msg("case %zu: %s", i, e.text);
		finish(&w);
		put_all(&w, i);
		err_clear(&e);
		if (expansion_run(&w.gather, w.counts, true, &e) < 0)
			fail_msg("case %zu: %s", i, e.text);
		count_lines(&w, counts);
		if (counts[0] != cases[i].passed || counts[2] !=
		    cases[i].blocked || w.counts[0].folded != cases[i].folded ||
		    w.counts[0].rejected != cases[i].rejected)
			fail_msg("case %zu: %u passed, %u blocked, %d folded, "
			    "%d rejected", i, counts[0], counts[2],
			    (int)w.counts[0].folded,
			    (int)w.counts[0].rejected);
		finish(&w);
	}
}

static void
many_uses_of_long_lists_fold_in_little_memory(void **state)
{
	struct err e = ERR_INIT;
	unsigned use, i, counts[3];
	struct world w;
	char text[40];

	(void)state;
	start(&w);
	for (use = 1; use <= 50; use++)
		for (i = 0; i < 400; i++) {
			snprintf(text, sizeof(text), "C%u 1", (i * 7 + use) %
			    400);
			put(&w, use, text);
			arena_reset(&w.arena);
		}
	assert_int_equal(expansion_run(&w.gather, w.counts, false, &e), 0);
	count_lines(&w, counts);
	assert_int_equal(counts[0], 400);
	assert_int_equal(w.counts[0].folded, 49 * 400);
	finish(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_lists_fold_and_different_ones_are_told),
		cmocka_unit_test(
		    many_uses_of_long_lists_fold_in_little_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
