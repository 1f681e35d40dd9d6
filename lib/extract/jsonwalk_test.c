/* jsonwalk_test.c - values that a path names, and what is around them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/jsonwalk.h"

static const char text[] = "{\"boms\":\n[{\"id\":\"A\",\"lines\":[{\"c\":1},\n"
    "{\"c\":2}]},\n{\"lines\":[{\"c\":3}],\"id\":\"B\"}],\"map\":"
    "{\"x\":{\"c\":4},\"y\":5},\n\"s\":{\"s\":[{\"s\":[{\"c\":6}]}]}}";

/* "LINE:NAME=VALUE;" and the name of the container `up` levels above. */
static void
walks(const char *path, unsigned up, const char *wanted)
{
	struct buf b = BUF_INIT(65536);
	struct arena a = ARENA_INIT, texts = ARENA_INIT;
	const struct jsonwalk_frame *f;
	struct treejson_value v, around;
	struct err e = ERR_INIT;
	struct jsonwalk w;
	struct treepath p;
	int got;

	assert_null(treepath_parse(&p, slice_of(path), TREEPATH_JSON, &a));
	assert_null(treepath_rows(&p, TREEPATH_JSON, &a));
	jsonwalk_init(&w);
	jsonwalk_begin(&w, &p, JSON_AT("f.json", 1), slice_of(text), &texts);
	while ((got = jsonwalk_next(&w, &v, &e)) > 0) {
		buf_printf(&b, "%lu:%.*s=%.*s", v.place.line,
		    SLICE_ARGS(v.name), SLICE_ARGS(v.raw));
		f = up ? jsonwalk_above(&w, up) : NULL;
		if (f) {
			assert_int_equal(jsonwalk_value(f, &around, &e), 0);
			buf_printf(&b, " in %.*s %zu", SLICE_ARGS(around.name),
			    around.raw.len);
		}
		buf_add_byte(&b, ';');
	}
	assert_int_equal(got, 0);
	assert_string_equal(buf_text(&b), wanted);
	jsonwalk_release(&w);
	arena_release(&a);
	arena_release(&texts);
	buf_release(&b);
}

static void
gives_elements_members_and_nested_values(void **state)
{
	(void)state;
	walks("/boms/*/lines/*/c", 0, "2:c=1;3:c=2;4:c=3;");
	walks("/boms/*/lines", 2, "2:0={\"c\":1} in 0 37;"
	    "3:1={\"c\":2} in 0 37;4:0={\"c\":3} in 1 28;");
	walks("/map/*", 1, "4:x={\"c\":4} in map 19;4:y=5 in map 19;");
	walks("/boms/[id=B]/lines/*", 0, "4:0={\"c\":3};");
	walks("/boms[2]/id", 0, "4:id=\"B\";");
	walks("/map", 0, "4:map={\"x\":{\"c\":4},\"y\":5};");
	walks("/none", 0, "");
	walks("//c", 5, "2:c=1 in  134;3:c=2 in  134;4:c=3 in  134;4:c=4;"
	    "5:c=6 in s 23;");
}

static void
gives_the_outer_of_nested_values_first(void **state)
{
	(void)state;
	walks("//s/*", 1, "5:s=[{\"s\":[{\"c\":6}]}] in s 23;"
	    "5:0={\"s\":[{\"c\":6}]} in s 17;5:0={\"c\":6} in s 9;");
}

static void
finds_the_nearest_of_a_name(void **state)
{
	struct arena a = ARENA_INIT;
	struct treejson_value v;
	struct err e = ERR_INIT;
	struct jsonwalk w;
	struct treepath p;

	(void)state;
	assert_null(treepath_parse(&p, SLICE("//c"), TREEPATH_JSON, &a));
	jsonwalk_init(&w);
	jsonwalk_begin(&w, &p, JSON_AT("f.json", 1), slice_of(text), &a);
	assert_int_equal(jsonwalk_next(&w, &v, &e), 1);
	assert_non_null(jsonwalk_named(&w, SLICE("boms")));
	assert_null(jsonwalk_named(&w, SLICE("map")));
	assert_null(jsonwalk_above(&w, 6));
	assert_int_equal(jsonwalk_root(&w).raw.len, sizeof(text) - 1);
	jsonwalk_release(&w);
	arena_release(&a);
}

static void
refuses_what_is_no_json_wherever_it_stands(void **state)
{
	static const char *const texts[] = {"", "{", "{\"a\":[1,]}",
	    "{\"b\":tru,\"a\":[1]}", "{\"a\":[1]} x", "{\"a\":[1]"};
	struct arena a = ARENA_INIT;
	struct treejson_value v;
	struct jsonwalk w;
	struct treepath p;
	struct err e;
	size_t i;
	int got;

	(void)state;
	assert_null(treepath_parse(&p, SLICE("/a/*"), TREEPATH_JSON, &a));
	jsonwalk_init(&w);
	for (i = 0; i < COUNT_OF(texts); i++) {
		e = (struct err)ERR_INIT;
		jsonwalk_begin(&w, &p, JSON_AT("f.json", 1),
		    slice_of(texts[i]), &a);
		while ((got = jsonwalk_next(&w, &v, &e)) > 0)
			continue;
		assert_int_equal(got, -1);
		assert_int_equal(e.kind, ERR_INPUT);
	}
	jsonwalk_release(&w);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_elements_members_and_nested_values),
		cmocka_unit_test(gives_the_outer_of_nested_values_first),
		cmocka_unit_test(finds_the_nearest_of_a_name),
		cmocka_unit_test(refuses_what_is_no_json_wherever_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
