/* views_test.c - which views are written, where, and what is counted. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/viewscratch.h"

static const char yaml[] =
    "audiences:\n"
    "- {name: portal, records: [{type: item, members: [name]}]}\n"
    "- {name: mes, file: shop.jsonl.gz, records: []}\n";

static void
options_say_which_views_are_written(void **state)
{
	static const struct {
		const char *folder; /* "F": the scratch folder */
		const char *named[2];
		const char *told; /* the error, or the paths */
	} cases[] = {
	    {NULL, {"mes"}, "no NAME=FILE"},
	    {NULL, {"mes="}, "no NAME=FILE"},
	    {NULL, {"mes=-"}, "no NAME=FILE"},
	    {NULL, {"mess=x"}, "did you mean \"mes\"?"},
	    {NULL, {"mes=F/x", "portal=F/x"}, "both mes and portal"},
	    {NULL, {"mes=F/other"}, "needs too"},
	    {NULL, {"mes=F/x"}, "F/x "},
	    {"F", {NULL}, "F/portal.jsonl F/shop.jsonl.gz "},
	    {"F/", {"portal=F/x", NULL}, "F/x F/shop.jsonl.gz "},
	};
	struct viewscratch v;
	size_t i, k;

	(void)state;
	viewscratch_open(&v);
	for (i = 0; i < COUNT_OF(cases); i++) {
		const char *folder = v.ground.state.folder;
		char named[2][200], other[200], below[200], got[600] = "";
		const char *texts[2], *const others[] = {NULL, other};
		struct opt_list list = {texts, 0};
		struct views_wish w = {NULL, &list, others, 2};
		struct err e = ERR_INIT;

		scratch_must(viewscratch_rules(&v, yaml, &e), &e);
		snprintf(other, sizeof(other), "%.90s/other", folder);
		snprintf(below, sizeof(below), "%.90s%s", folder,
		    cases[i].folder ? cases[i].folder + 1 : "");
		w.folder = cases[i].folder ? below : NULL;
		for (k = 0; k < 2 && cases[i].named[k]; k++) {
			const char *at = strstr(cases[i].named[k], "=F");

			texts[k] = named[k];
			list.count++;
			snprintf(named[k], sizeof(named[k]), "%s",
			    cases[i].named[k]);
			if (at)
				snprintf(named[k], sizeof(named[k]),
				    "%.*s=%.90s%s", (int)(at -
				    cases[i].named[k]), cases[i].named[k],
				    folder, at + 2);
		}
		if (views_open(&v.views, &w, &e) < 0) {
			assert_int_equal(e.kind, ERR_USAGE);
			if (!strstr(e.text, cases[i].told))
				fail_msg("%s", e.text);
			continue;
		}
		for (k = 0; k < v.views.count; k++)
			snprintf(got + strlen(got), sizeof(got) - strlen(got),
			    "F%s ", v.views.list[k].path + strlen(folder));
		assert_string_equal(got, cases[i].told);
		views_abandon(&v.views);
	}
	viewscratch_close(&v);
}

static void
all_are_written_and_their_counts_add_up(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"n\"}",
	    "{\"type\":\"supplier\",\"supplier\":\"S\"}", NULL};
	struct opt_list none = {NULL, 0};
	struct views_wish w = {NULL, &none, NULL, 0};
	struct err e = ERR_INIT;
	struct viewscratch v;
	struct run_counts c;
	struct head h;

	(void)state;
	head_init(&h, HEAD_SNAPSHOT);
	viewscratch_open(&v);
	scratch_must(viewscratch_rules(&v, yaml, &e), &e);
	gatescratch_spool(&v.ground, lines);
	w.folder = v.ground.state.folder;
	scratch_must(views_open(&v.views, &w, &e), &e);
	scratch_must(views_write(&v.views, &v.ground.spool, &h, false, &e),
	    &e);
	scratch_must(views_seal(&v.views, &e), &e);
	views_tell(&v.views);
	views_fates(&c, &v.views.list[0]);
	scratch_must(run_counts_check(&c, &e), &e);
	assert_int_equal(c.taken, 2);
	assert_int_equal(c.given, 1);
	assert_int_equal(v.views.list[0].out.figures.records, 1);
	assert_int_equal(v.views.list[1].out.figures.records, 0);
	views_abandon(&v.views);
	viewscratch_close(&v);
}

static void
rules_that_publish_nothing_have_no_views(void **state)
{
	struct opt_list none = {NULL, 0};
	struct views_wish w = {"/tmp", &none, NULL, 0};
	struct err e = ERR_INIT;
	struct viewscratch v;

	(void)state;
	viewscratch_open(&v);
	scratch_must(viewscratch_rules(&v, "audiences: []\n", &e), &e);
	assert_int_equal(views_open(&v.views, &w, &e), -1);
	assert_non_null(strstr(e.text, "publishes nothing"));
	viewscratch_close(&v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(options_say_which_views_are_written),
	    cmocka_unit_test(all_are_written_and_their_counts_add_up),
	    cmocka_unit_test(rules_that_publish_nothing_have_no_views),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
