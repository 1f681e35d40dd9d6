/* rejects_test.c - files of rejects, in order of rows, reasons together. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extract/rejects.h"

#define PROFILE "profile: p\nsystem: s\nsources:\n" \
	"  a: {file: a.csv}\n  b: {file: b.csv}\nrecords:\n" \
	"- {type: item, from: a, members: {item: X}}\n" \
	"- {type: item, from: b, members: {item: X}}\n"

static char folder[] = "/tmp/bomtools-rejects-XXXXXX";

static char *
path_of(const char *name)
{
	static char path[4][128];
	static unsigned next;
	char *at = path[next++ % 4];

	snprintf(at, sizeof(path[0]), "%s/%s", folder, name);
	return at;
}

static int
make_files(void **state)
{
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(folder));
	f = fopen(path_of("a.csv"), "w");
	fputs("X,Y\n1,one\n2,\"t\nwo\"\n3,three\n", f);
	fclose(f);
	f = fopen(path_of("b.csv"), "w");
	fputs("X\n7\n", f);
	return fclose(f);
}

static int
remove_files(void **state)
{
	(void)state;
	unlink(path_of("a.csv"));
	unlink(path_of("b.csv"));
	unlink(path_of("r/a.rejects"));
	unlink(path_of("r/b.rejects"));
	rmdir(path_of("r"));
	return rmdir(folder);
}

/* Rejects rows 3 and 2 of a; writes into `to`, or only counts. */
static void
reject(struct rejects *x, const char *to)
{
	char *operands[] = {folder, NULL};
	struct inputs_where where = {operands, NULL, NULL};
	struct inputs in = INPUTS_INIT;
	struct keytables tables;
	struct err e = ERR_INIT;
	struct profile p;
	struct gather g;
	struct origin two = {.ordinal = 2, .line = 3};
	struct origin three = {.ordinal = 3, .line = 5};
	struct zio_out *outs[2];

	*x = (struct rejects)REJECTS_INIT;
	assert_int_equal(profile_parse(&p, "p", SLICE(PROFILE), &e), 0);
	keytables_init(&tables, &p.names);
	if (inputs_open(&in, &p, &tables, &where, &e) < 0)
		fail_msg("%s", e.text);
	gather_init(&g, SORT_MEMORY_LEAST, &p.scope);
	assert_int_equal(gather_reject(&g, &three, SLICE("X"), SLICE("r: 3"),
	    &e), 0);
	assert_int_equal(gather_reject(&g, &two, SLICE("X"), SLICE("r: 2"),
	    &e), 0);
	two.entry = 1;
	assert_int_equal(gather_reject(&g, &two, SLICE("Y"), SLICE("s: 2"),
	    &e), 0);
	if (rejects_open(x, &in, to, &e) < 0 ||
	    rejects_write(x, &g, &in, &e) < 0)
		fail_msg("%s", e.text);
	if (to) {
		outs[0] = &x->outs[0];
		outs[1] = &x->outs[1];
		assert_int_equal(zio_out_publish_all(outs, 2, &e), 0);
	}
	gather_release(&g);
	inputs_release(&in);
	keytables_release(&tables);
	profile_release(&p);
}

static void
load(const char *path, struct buf *b)
{
	struct err e = ERR_INIT;

	buf_clear(b);
	if (file_load(b, path, 65536, &e) < 0)
		fail_msg("%s", e.text);
}

static void
rows_stand_in_their_order_with_all_reasons(void **state)
{
	struct buf b = BUF_INIT(65536), wanted = BUF_INIT(65536);
	struct rejects x;
	char where[128];

	(void)state;
	reject(&x, path_of("r"));
	assert_int_equal(x.total, 2);
	assert_int_equal(x.rows[0], 2);
	assert_int_equal(x.rows[1], 0);
	snprintf(where, sizeof(where), "%s", path_of("a.csv"));
	buf_printf(&wanted, "%s:3: X, Y: r: 2; s: 2", where);
	assert_string_equal(buf_text(&x.first), buf_text(&wanted));
	rejects_release(&x);
	load(path_of("r/a.rejects"), &b);
	buf_clear(&wanted);
	buf_printf(&wanted, "X,Y,reject:where,reject:column,reject:reason\n"
	    "2,\"t\nwo\",%s:3,\"X, Y\",r: 2; s: 2\n3,three,%s:5,X,r: 3\n",
	    where, where);
	assert_string_equal(buf_text(&b), buf_text(&wanted));
	load(path_of("r/b.rejects"), &b);
	assert_string_equal(buf_text(&b),
	    "X,reject:where,reject:column,reject:reason\n");
	buf_release(&b);
	buf_release(&wanted);
}

static void
without_a_folder_they_are_counted(void **state)
{
	struct rejects x;

	(void)state;
	reject(&x, NULL);
	assert_int_equal(x.total, 2);
	rejects_release(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_stand_in_their_order_with_all_reasons),
		cmocka_unit_test(without_a_folder_they_are_counted),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
