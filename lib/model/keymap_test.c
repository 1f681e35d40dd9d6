/* keymap_test.c - names of the old side made those of the new one. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "model/keymap.h"

static const char *const files[] = {
	"old,new\nP,P-9\nQ,Q-9\n", "P,P-9\r\nQ,Q-9\r\n", NULL,
};

/* A map of eng to mfg, plant P1 to P2, and the items of a file. */
static void
fill(struct keymap *m, const char *file)
{
	char path[] = "/tmp/keymap_test.XXXXXX", said[64];
	int fd = mkstemp(path);
	struct err e = ERR_INIT;

	memset(m, 0, sizeof(*m));
	assert_true(fd >= 0);
	assert_int_equal(write(fd, file, strlen(file)), strlen(file));
	close(fd);
	snprintf(said, sizeof(said), "item:%s", path);
	assert_int_equal(keymap_add(m, "usage:eng=mfg", &e), 0);
	assert_int_equal(keymap_add(m, "plant:P1=P2", &e), 0);
	assert_int_equal(keymap_add(m, said, &e), 0);
	unlink(path);
}

static void
rewrites_what_names_a_usage_a_plant_or_an_item(void **state)
{
	static const struct {
		const char *key, *wanted;
		bool displaced;
	} cases[] = {
	    {"bom:P/A/P1/eng/", "bom:P-9/A/P2/mfg/", false},
	    {"bom_line:X/P//eng//10/Q/P", "bom_line:X/P//mfg//10/Q-9/P",
		false},
	    {"item:Q", "item:Q-9", false},
	    {"alternate:P/Q", "alternate:P-9/Q-9", false},
	    {"substitute:X/////10/Q//P", "substitute:X/////10/Q-9//P-9",
		false},
	    {"item:P1", "item:P1", false},
	    {"document:P/A", "document:P/A", false},
	    {"bom:X///mfg/", "bom:X///mfg/", true},
	    {"plant_item:X/P2", "plant_item:X/P2", true},
	    {"plant_item:X/P3", "plant_item:X/P3", false},
	};
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct buf text = BUF_INIT(1000);
	struct keymap m;
	struct key k;
	size_t i, j;

	(void)state;
	for (j = 0; files[j]; j++) {
		fill(&m, files[j]);
		for (i = 0; i < COUNT_OF(cases); i++) {
			assert_int_equal(key_parse_text(&k,
			    slice_of(cases[i].key), &a, &e), 0);
			assert_int_equal(keymap_displaced(&m, &k),
			    cases[i].displaced);
			assert_int_equal(keymap_rewrite(&m, &k),
			    strcmp(cases[i].key, cases[i].wanted) != 0);
			buf_clear(&text);
			key_add_text(&text, &k);
			assert_string_equal(buf_text(&text),
			    cases[i].wanted);
		}
		keymap_release(&m);
	}
	buf_release(&text);
	arena_release(&a);
}

static void
refuses_what_is_no_map(void **state)
{
	static const struct {
		const char *said, *text;
	} cases[] = {
	    {"eng=mfg", "--map: \"eng=mfg\" is no map (expected "
		"usage:OLD=NEW, plant:OLD=NEW or item:FILE)"},
	    {"usage:eng", "--map usage: \"eng\" has no \"=\" (expected "
		"OLD=NEW)"},
	    {"usage:eng=svc", "--map usage: \"eng\" would become both "
		"\"mfg\" and \"svc\""},
	};
	struct keymap m;
	size_t i;

	(void)state;
	fill(&m, files[0]);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(keymap_add(&m, cases[i].said, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_string_equal(e.text, cases[i].text);
	}
	keymap_release(&m);
}

static void
rewrites_what_a_scope_says(void **state)
{
	struct slice plants[] = {SLICE_INIT("P1"), SLICE_INIT("P2"),
	    SLICE_INIT("P3")};
	struct arena a = ARENA_INIT;
	struct scope s;
	struct keymap m;

	(void)state;
	fill(&m, files[0]);
	scope_init(&s);
	s.limits_plants = true;
	s.plants = (struct value){VALUE_SET, {"", 0}, plants, 3};
	keymap_scope(&m, &s, &a);
	assert_int_equal(s.plants.count, 2);
	assert_true(slice_is(s.plants.set[0], "P2"));
	assert_true(slice_is(s.plants.set[1], "P3"));
	keymap_release(&m);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rewrites_what_names_a_usage_a_plant_or_an_item),
	    cmocka_unit_test(refuses_what_is_no_map),
	    cmocka_unit_test(rewrites_what_a_scope_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
