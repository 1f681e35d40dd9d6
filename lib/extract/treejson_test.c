/* treejson_test.c - paths followed in JSON. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/treejson.h"

static const char text[] = "{\"a\":{\"b\":1.50,\"b\":2},\"l\":[{\"n\":\"x\","
    "\"v\":\"8\"},{\"n\":\"y\",\"v\":null},{\"n\":\"x\",\"v\":[1, 2]}],"
    "\"m\":{\"k\":true,\"j\":{\"k\":\"\"}}, \"*\":{\"\":7}}";

/* What is found, each with a "|" behind it. */
static void
finds(const char *path, const char *wanted)
{
	struct treejson_value v = {slice_of(text), SLICE_INIT("top"),
	    {"f.json", 1}};
	struct treefound found = TREEFOUND_INIT;
	struct buf b = BUF_INIT(65536);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct treepath p;
	size_t i;

	assert_null(treepath_parse(&p, slice_of(path), TREEPATH_JSON, &a));
	assert_int_equal(treejson_find(&p, &v, &found, &a, &e), 0);
	for (i = 0; i < found.count; i++) {
		buf_add_slice(&b, found.texts[i]);
		buf_add_byte(&b, '|');
	}
	if (strcmp(buf_text(&b), wanted) != 0)
		fail_msg("%s: found %s", path, buf_text(&b));
	buf_release(&b);
	arena_release(&a);
}

static void
follows_names_indexes_and_depth(void **state)
{
	(void)state;
	finds("/a/b", "1.50|");
	finds("a/b", "1.50|");
	finds("/a/c", "");
	finds("/a/b/c", "");
	finds("/l/0/n", "x|");
	finds("/l/3/n", "");
	finds("/l/*/n", "x|y|x|");
	finds("/l/2/v", "[1,2]|");
	finds("/l/1/v", "");
	finds("/m/*", "true|{\"k\":\"\"}|");
	finds("//k", "true||");
	finds("//n", "x|y|x|");
	finds("/m/*/name()", "k|j|");
	finds("name()", "top|");
	finds("/'*'/''", "7|");
	finds("/a//b", "1.50|2|");
}

static void
picks_by_conditions(void **state)
{
	(void)state;
	finds("/l/[n=x]/v", "8|[1,2]|");
	finds("/l[n=x]/v", "8|[1,2]|");
	finds("/l[n=x][2]/v", "[1,2]|");
	finds("/l[2]/n", "y|");
	finds("/l[v='']/n", "y|");
	finds("/l[v!='']/n", "x|x|");
	finds("/l[v=8]/n", "x|");
	finds("/l[z]/n", "");
	finds("/m[k=true]/j/k", "|");
	finds("/m[k=false]/j/k", "");
	finds("/*[b=1.50]/b", "1.50|");
	finds("/l[n=x]/*[.=8]", "8|");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(follows_names_indexes_and_depth),
		cmocka_unit_test(picks_by_conditions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
