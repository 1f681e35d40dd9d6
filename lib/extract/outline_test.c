/* outline_test.c - parents of rows, in each style, and rows out of place. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/outline.h"

/*
 * Places rows of two columns L and N, "L|N" each; what comes out, for each
 * "N<PARENT" with @level and @position behind it, or "N!WHY".
 */
static struct source source;
static struct slice columns[16], fields[16];

struct world {
	struct ydoc doc;
	struct arena arena;
	struct rows rows;
	struct err e;
};

static int
open_world(struct world *w, const char *structure, const char *root)
{
	struct buf b = BUF_INIT(10000);
	int rc;

	memset(w, 0, sizeof(*w));
	buf_printf(&b, "s: %s\n", structure);
	if (ydoc_parse(&w->doc, "p.yaml", buf_slice(&b), &w->e) < 0)
		fail_msg("%s", w->e.text);
	buf_release(&b);
	memset(&source, 0, sizeof(source));
	source.name = SLICE("report");
	source.trim = true;
	rc = outline_spec_read(&source.structure, ydoc_get(w->doc.root, "s"),
	    &w->arena, &w->e);
	if (rc == 0 && root)
		rc = outline_spec_set_root(source.structure, root, &w->arena,
		    &w->e);
	if (rc < 0)
		return -1;
	columns[0] = SLICE("L");
	columns[1] = SLICE("N");
	outline_spec_name(source.structure, columns + 2, &w->arena);
	w->rows = (struct rows){.source = &source, .name = "r.csv",
	    .file = SLICE_INIT("BOM_A.csv"), .stem = SLICE_INIT("BOM_A"),
	    .columns = columns, .column_count = 2, .fields = fields,
	    .all_count = 2 + outline_spec_derived(source.structure)};
	return outline_new(&w->rows.outline, &w->rows, &w->e);
}

static void
close_world(struct world *w)
{
	outline_free(w->rows.outline);
	ydoc_release(&w->doc);
	arena_release(&w->arena);
}

static void
place(struct world *w, const char *text, struct row *row)
{
	const char *bar = strchr(text, '|');

	*row = (struct row){.fields = fields, .ordinal = row->ordinal + 1,
	    .line = row->line + 1};
	if (*text == '#') {
		row->wrong = "fields: test";
		text++;
	}
	w->rows.raw = slice_from(text, (size_t)(bar - text));
	fields[0] = slice_trim(w->rows.raw);
	if (!fields[0].len)
		fields[0].at = NULL;
	fields[1] = slice_of(bar + 1);
	assert_int_equal(outline_place(w->rows.outline, &w->rows, row, &w->e),
	    0);
}

static void
show(const struct row *row, struct buf *out)
{
	const struct slice *derived = fields + 2;

	buf_add_slice(out, fields[1]);
	if (row->misplaced) {
		buf_printf(out, "!%s\n", row->misplaced);
		return;
	}
	buf_printf(out, "<%.*s %.*s.%.*s\n", SLICE_ARGS(
	    derived[OUTLINE_AT_PARENT]), SLICE_ARGS(derived[OUTLINE_AT_LEVEL]),
	    SLICE_ARGS(derived[OUTLINE_AT_POSITION]));
}

static const struct {
	const char *structure;
	const char *rows[12];
	const char *out;
} cases[] = {
	{"{style: level, level: L, parent: N}",
	    {"0|A", "1|B", "2|C", "2|D", "1|E", "2|F", "0|G", "1|H"},
	    "A< 0.1\nB<A 1.1\nC<B 2.1\nD<B 2.2\nE<A 1.2\nF<E 2.1\nG< 0.2\n"
	    "H<G 1.1\n"},
	{"{style: level, level: L, parent: [N], root: {N: R}}",
	    {"1|A", "2|B", "1|C", "2.0|D"},
	    "A<R 0.1\nB<A 1.1\nC<R 0.2\nD<C 1.1\n"},
	{"{style: level, level: L, parent: N, first: 5}",
	    {"5|A", "6|B"}, "A< 0.1\nB<A 1.1\n"},
	{"{style: level, level: {column: L, pattern: 'L([0-9]+)'}, parent: N}",
	    {"L1|A", "(L2)|B"}, "A< 0.1\nB<A 1.1\n"},
	{"{style: dotted, level: L, parent: N}",
	    {"1|A", "1.1|B", "1.1.1|C", "1.2|D", "2|E", "2.1|F"},
	    "A< 0.1\nB<A 1.1\nC<B 2.1\nD<A 1.2\nE< 0.2\nF<E 1.1\n"},
	{"{style: dotted, level: L, parent: N}",
	    {"0|A", "1|B", "1.1|C", "2|D", "0|E", "1|F"},
	    "A< 0.1\nB<A 1.1\nC<B 2.1\nD<A 1.2\nE< 0.2\nF<E 1.1\n"},
	{"{style: dotted, level: L, parent: N}",
	    {"0|A", "0.1|B", "0.1.7|C"}, "A< 0.1\nB<A 1.1\nC<B 2.1\n"},
	{"{style: dotted, level: L, parent: N, mark: '-', first: 2}",
	    {"7-1|A", "7-1-2|B", "7-2|C"}, "A< 0.1\nB<A 1.1\nC< 0.2\n"},
	{"{style: dots, level: L, parent: N}",
	    {".1|A", "..2|B", "...3|C", "..2|D"},
	    "A< 0.1\nB<A 1.1\nC<B 2.1\nD<A 1.2\n"},
	{"{style: dots, level: L, parent: '@label', mark: '-'}",
	    {"P|A", "- Q|B", "--R|C", "-S|D"},
	    "A< 0.1\nB<P 1.1\nC<Q 2.1\nD<P 1.2\n"},
	{"{style: indent, level: L, parent: '@label'}",
	    {"P|A", "  Q|B", "    R|C", "  S|D", "T|E"},
	    "A< 0.1\nB<P 1.1\nC<Q 2.1\nD<P 1.2\nE< 0.2\n"},
	{"{style: indent, level: L, parent: N}",
	    {" P|A", "\t\tQ|B", "\t\t\tR|C", "  Q|D"},
	    "A< 0.1\nB<A 1.1\nC<B 2.1\nD<A 1.2\n"},
	{"{style: indent, level: L, parent: N, step: any}",
	    {"P|A", "  Q|B", "       R|C", "  S|D"},
	    "A< 0.1\nB<A 1.1\nC<B 2.1\nD<A 1.2\n"},
	{"{style: columns, level: [L, N], parent: '@label'}",
	    {"P|", " |Q", "R|x", " |S"},
	    "< 0.1\nQ<P 1.1\nx< 0.2\nS<R 1.1\n"},
	{"{style: flat, parent: N, root: {N: '@stem'}}",
	    {"|A", "|B"}, "A<BOM_A 0.1\nB<BOM_A 0.2\n"},
	{"{style: flat, parent: [N, L], root: {N: {column: '@file', "
	    "pattern: '_([^.]*)'}, L: x}}", {"|A"}, "A<A 0.1\n"},
};

static void
rows_get_their_parents_in_each_style(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf out = BUF_INIT(10000);
		struct row row = {.ordinal = 0};
		struct world w;

		if (open_world(&w, cases[i].structure, NULL) < 0)
			fail_msg("case %zu: %s", i, w.e.text);
		for (k = 0; cases[i].rows[k]; k++) {
			place(&w, cases[i].rows[k], &row);
			show(&row, &out);
		}
		assert_string_equal(buf_text(&out), cases[i].out);
		close_world(&w);
		buf_release(&out);
	}
}

/* As above, but each misplaced row makes the path doubtful. */
static const struct {
	const char *structure;
	const char *rows[12];
	const char *out;
} wrong[] = {
	{"{style: level, level: L, parent: N}",
	    {"0|A", "1|B", "2|C", "5|D", "6|E", "2|F", "3|G", "4|H"},
	    "A< 0.1\nB<A 1.1\nC<B 2.1\n"
	    "D!level 5 comes after level 2 in line 3: what stands between is "
	    "missing\nE!stands below line 4, which is rejected\nF<B 2.2\n"
	    "G<F 3.1\nH<G 4.1\n"},
	{"{style: level, level: L, parent: N}",
	    {"0|A", "1|B", "5|D", "4|E", "2|F"},
	    "A< 0.1\nB<A 1.1\nD!level 5 comes after level 1 in line 2: what "
	    "stands between is missing\nE!what it stands below is missing\n"
	    "F<B 2.1\n"},
	{"{style: level, level: L, parent: N}",
	    {"2|A", "0|B", "1|C"}, "A!the first row stands below the root: "
	    "its level is 2 (\"first\" says where the rows on top are)\n"
	    "B< 0.1\nC<B 1.1\n"},
	{"{style: level, level: L, parent: N, first: 0}",
	    {"1|A", "0|B"}, "A!the first row stands below the root: its level "
	    "is 1, that on top 0\nB< 0.1\n"},
	{"{style: level, level: L, parent: N}",
	    {"1|A", "2|B", "x|C", "2|D", "3|E", "1|F", "2|G"},
	    "A< 0.1\nB<A 1.1\nC!level \"x\" is no level number\nD!may stand "
	    "below line 3, of which nobody knows where it stands\nE!stands "
	    "below line 4, which is rejected\nF< 0.2\nG<F 1.1\n"},
	{"{style: level, level: L, parent: N}",
	    {"1|A", "0|B", "1|C"}, "A< 0.1\nB!level 0 is above that of the "
	    "first row, 1\nC!may stand below line 2, of which nobody knows "
	    "where it stands\n"},
	{"{style: level, level: L, parent: N}",
	    {"1|A", " |B"}, "A< 0.1\nB!there is no level\n"},
	{"{style: level, level: L, parent: N}",
	    {"0|A", "#1|B", "2|C", "1|D"}, "A< 0.1\nB<A 1.1\nC!stands below "
	    "line 2, which is rejected\nD<A 1.2\n"},
	{"{style: dotted, level: L, parent: N}",
	    {"1|A", "1.2|B", "1.1.2|C", "1.1.2.1|D", "1.3|E", "1.3.1|F"},
	    "A< 0.1\nB<A 1.1\nC!1.1.2 comes before its parent \"1.1\"\n"
	    "D!stands below line 3, which is rejected\nE<A 1.2\nF<E 2.1\n"},
	{"{style: dotted, level: L, parent: N}",
	    {"1|A", "1.9|B", "1.1|C", "1.1.1|D", "1.11|E"},
	    "A< 0.1\nB<A 1.1\nC!1.1 comes after number 9: a spreadsheet has "
	    "dropped the zero of 10\nD!stands below line 3, which is "
	    "rejected\nE<A 1.2\n"},
	{"{style: dotted, level: L, parent: N}",
	    {"1|A", "1..1|B"}, "A< 0.1\nB!level \"1..1\" is no path of "
	    "positions\n"},
	{"{style: indent, level: L, parent: N}",
	    {"P|A", "  Q|B", "      R|C", "    S|D", "   T|E", "  U|F"},
	    "A< 0.1\nB<A 1.1\nC!is indented by 4 more than line 2, not by 2\n"
	    "D<B 2.1\nE!is indented by 3, as no row "
	    "above it\nF!may stand below line 5, of which nobody knows where "
	    "it stands\n"},
	{"{style: level, level: L, parent: N}",
	    {"0|A", "1|B", "2|B", "3|C", "1|A", "1|B"},
	    "A< 0.1\nB<A 1.1\nB!\"B\" stands below itself, see line 2\nC!"
	    "stands "
	    "below line 3, which is rejected\nA!\"A\" stands below itself, see "
	    "line 1\nB<A 1.2\n"},
	{"{style: level, level: L, parent: N, recursive: yes}",
	    {"0|A", "1|A"}, "A< 0.1\nA<A 1.1\n"},
	{"{style: flat, parent: N, root: {N: A}}",
	    {"|B", "|A"}, "B<A 0.1\nA!\"A\" stands below itself, see "
	    "the root\n"},
	{"{style: columns, level: [L, N], parent: N}",
	    {" |A", "P|B"}, "A!the first row stands below the root: its level "
	    "is 1 (\"first\" says where the rows on top are)\nB< 0.1\n"},
};

static void
rows_out_of_place_are_told_and_do_not_mislead_others(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		struct buf out = BUF_INIT(10000);
		struct row row = {.ordinal = 0};
		struct world w;

		assert_int_equal(open_world(&w, wrong[i].structure, NULL), 0);
		for (k = 0; wrong[i].rows[k]; k++) {
			place(&w, wrong[i].rows[k], &row);
			show(&row, &out);
			outline_doubt(w.rows.outline, &row);
		}
		assert_string_equal(buf_text(&out), wrong[i].out);
		close_world(&w);
		buf_release(&out);
	}
}

static void
a_row_that_is_passed_over_does_not_make_the_path_doubtful(void **state)
{
	struct buf out = BUF_INIT(10000);
	struct row row = {.ordinal = 0};
	struct world w;

	(void)state;
	assert_int_equal(open_world(&w, "{style: level, level: L, parent: N}",
	    NULL), 0);
	place(&w, "0|A", &row);
	place(&w, "Total|x", &row);
	assert_non_null(row.misplaced);
	place(&w, "1|B", &row);
	show(&row, &out);
	assert_string_equal(buf_text(&out), "B<A 1.1\n");
	assert_int_equal(row.parent, 1);
	assert_int_equal(row.parent_line, 1);
	assert_false(row.top);
	close_world(&w);
	buf_release(&out);
}

static void
each_file_and_each_pass_begins_anew(void **state)
{
	struct buf out = BUF_INIT(10000);
	struct row row = {.ordinal = 0};
	struct world w;

	(void)state;
	assert_int_equal(open_world(&w, "{style: level, level: L, parent: N}",
	    NULL), 0);
	place(&w, "0|A", &row);
	assert_true(row.top);
	w.rows.at = 1;
	place(&w, "1|B", &row);
	assert_true(row.top);
	show(&row, &out);
	outline_restart(w.rows.outline);
	place(&w, "0|C", &row);
	show(&row, &out);
	assert_string_equal(buf_text(&out), "B< 0.1\nC< 0.1\n");
	close_world(&w);
	buf_release(&out);
}

static void
the_root_comes_from_the_command_line_or_the_files_name(void **state)
{
	static const char two[] = "{style: flat, parent: [N, L]}";
	static const char named[] = "{style: flat, parent: N, root: {N: "
	    "{column: '@stem', pattern: '^X_(.*)'}}}";
	struct row row = {.ordinal = 0};
	struct world w;

	(void)state;
	assert_int_equal(open_world(&w, two, "A%2f1/B"), 0);
	place(&w, "|x", &row);
	assert_true(slice_is(fields[2 + OUTLINE_AT_PARENT], "A/1"));
	assert_true(slice_is(fields[3 + OUTLINE_AT_PARENT], "B"));
	close_world(&w);
	assert_int_equal(open_world(&w, two, "A/B/C"), -1);
	assert_string_equal(w.e.text, "--root: \"A/B/C\" has more texts than "
	    "\"parent\" of the profile has columns (2)");
	close_world(&w);
	assert_int_equal(open_world(&w, two, "A%zz"), -1);
	assert_non_null(strstr(w.e.text, "hexadecimal"));
	close_world(&w);
	assert_int_equal(open_world(&w, two, NULL), -1);
	assert_non_null(strstr(w.e.text, "style flat needs a root"));
	close_world(&w);
	assert_int_equal(open_world(&w, named, NULL), 0);
	row = (struct row){.fields = fields};
	assert_int_equal(outline_place(w.rows.outline, &w.rows, &row, &w.e),
	    -1);
	assert_non_null(strstr(w.e.text, "the name of r.csv does not match"));
	close_world(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_get_their_parents_in_each_style),
		cmocka_unit_test(
		    rows_out_of_place_are_told_and_do_not_mislead_others),
		cmocka_unit_test(
		    a_row_that_is_passed_over_does_not_make_the_path_doubtful),
		cmocka_unit_test(each_file_and_each_pass_begins_anew),
		cmocka_unit_test(
		    the_root_comes_from_the_command_line_or_the_files_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
