/* treefields_test.c - columns of JSON rows from what is around them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/reader.h"
#include "extract/source_read.h"

/* All rows as "LINE:field|field", "!" before what is wrong. */
static void
gives(const char *yaml, const char *text, const char *wanted)
{
	char path[] = "/tmp/bomtools-fields-XXXXXX";
	struct buf b = BUF_INIT(65536);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct rows *r = NULL;
	struct source s;
	struct ydoc doc;
	struct row row;
	int fd = mkstemp(path);
	size_t i;

	assert_int_equal(write(fd, text, strlen(text)),
	    (ssize_t)strlen(text));
	close(fd);
	assert_int_equal(ydoc_parse(&doc, "p.yaml", slice_of(yaml), &e), 0);
	if (source_read(&s, doc.root->first, &a, &e) < 0 || reader_open(&r,
	    &s, &(struct reader_file){path, false, NULL}, &e) < 0)
		fail_msg("%s", e.text);
	while (reader_next(r, &row, &e) > 0) {
		buf_printf(&b, "%lu:", row.line);
		for (i = 0; i < r->column_count; i++)
			buf_printf(&b, "%s%.*s", i ? "|" : "",
			    SLICE_ARGS(row.fields[i]));
		buf_printf(&b, "%s\n", row.wrong ? "!" : "");
	}
	buf_add_text(&b, e.text);
	assert_string_equal(buf_text(&b), wanted);
	reader_close(r);
	ydoc_release(&doc);
	arena_release(&a);
	buf_release(&b);
	unlink(path);
}

#define TEXT "{\"t\":\"T\",\"boms\":[\n{\"lines\":[{\"c\":1},\n{\"c\":2}]," \
	"\"id\":\"A\"},\n{\"id\":\"B\",\"lines\":[{\"c\":[3,4]}]}]}\n"

static void
looks_around_rows_of_a_document(void **state)
{
	(void)state;
	gives("s: {format: json, rows: /boms/*/lines/*, columns: {c: c, "
	    "id: ../../id, t: $/t, n: ../../name(), k: name(), "
	    "near: 'ancestor::boms/0/id', none: ../../../../../x}}", TEXT,
	    "2:1|A|T|0|0|A|\n3:2|A|T|0|1|A|\n4:[3,4]|B|T|1|0|A|\n");
	gives("s: {format: json, rows: /boms/*, columns: {id: /id, c: "
	    "'lines/*/c', n: {path: 'lines/*', several: count}, j: {path: "
	    "'lines/*/c', join: '+'}}}", TEXT,
	    "2:A|1 | 2|2|1+2!\n4:B|[3,4]|1|[3,4]\n");
}

static void
looks_around_rows_of_a_line(void **state)
{
	(void)state;
	gives("s: {format: jsonl, rows: '/l/*', columns: {c: c, id: ../../id, "
	    "root: $/id}}", "{\"id\":1,\"l\":[{\"c\":\"x\"},{\"c\":\"y\"}]}\n"
	    "{\"id\":2,\"l\":[]}\n{\"id\":3,\"l\":[{\"c\":\"z\"}]}\n",
	    "1:x|1|1\n1:y|1|1\n3:z|3|3\n");
	gives("s: {format: jsonl, columns: {a: '*'}}", "[1]\n[2,3]\n",
	    "1:1\n2:2 | 3!\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_around_rows_of_a_document),
		cmocka_unit_test(looks_around_rows_of_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
