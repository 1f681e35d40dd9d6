/* template_test.c - texts filled for each place, and what is refused. */
#include "load/template.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/scene_trial.h"

static void
values_are_encoded_for_their_place(void **state)
{
	static const struct {
		const char *text;
		enum fill_place place;
		const char *out; /* NULL: without a value */
	} cases[] = {
	    {"a ${item} b", FILL_PLAIN, "a P/1 'x' b"},
	    {"p(${item})", FILL_URL, "p(P%2F1%20%27x%27)"},
	    {"p('${quoted: item}')", FILL_URL, "p('P%2F1%20%27%27x%27%27')"},
	    {"${xml: name}", FILL_PLAIN, "A &quot;B&quot; &amp; &lt;C&gt;"},
	    {"${name || char_is_no_name}", FILL_PLAIN, NULL},
	    {"$${item} $5 ${mass}", FILL_PLAIN,
	     "${item} $5 12345678901234567890.5"},
	    {"${phantom}", FILL_PLAIN, "true"},
	    {"x${description}", FILL_PLAIN, NULL},
	    {"${attrs}", FILL_PLAIN, "{\"n\":7,\"s\":\"t\"}"},
	    {"${'a: ' || coalesce(description, 'none')}", FILL_PLAIN,
	     "a: none"},
	};
	struct scene_trial t;
	struct template text;
	size_t i;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_ITEM);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(4096), yaml = BUF_INIT(4096);
		const struct ydoc_node *n;
		int rc;

		buf_add_quoted(&yaml, slice_of(cases[i].text), '\'');
		n = scene_trial_node(&t, buf_text(&yaml));
		rc = template_compile(&text, n, &t.maker, &t.e);
		if (strstr(cases[i].text, "char_is_no_name")) {
			assert_int_equal(rc, -1);
		} else {
			assert_int_equal(rc, 0);
			rc = template_text(&text, &t.scene, cases[i].place, &b,
			    &t.e);
			assert_int_equal(rc, cases[i].out ? 1 : 0);
			assert_string_equal(buf_text(&b), cases[i].out
			    ? cases[i].out : "");
		}
		template_free(&text);
		buf_release(&b);
		buf_release(&yaml);
	}
	scene_trial_close(&t);
}

static void
a_header_gets_no_control_bytes(void **state)
{
	struct scene_trial t;
	struct template text;
	struct buf b = BUF_INIT(4096);

	(void)state;
	scene_trial_open(&t, "{\"type\":\"item\",\"item\":\"a\\r\\nX: 1\"}");
	assert_int_equal(template_compile(&text, scene_trial_node(&t,
	    "'${item}'"), &t.maker, &t.e), 0);
	assert_int_equal(template_text(&text, &t.scene, FILL_HEADER, &b,
	    &t.e), 1);
	assert_string_equal(buf_text(&b), "aX: 1");
	template_free(&text);
	buf_release(&b);
	scene_trial_close(&t);
}

static void
json_values_have_their_kinds(void **state)
{
	static const struct {
		const char *text;
		int rc;
		const char *out;
	} cases[] = {
	    {"${item}", 1, "\"P/1 'x'\""},
	    {"${mass}", 1, "12345678901234567890.5"},
	    {"${text: mass}", 1, "\"12345678901234567890.5\""},
	    {"${phantom}", 1, "true"},
	    {"${flag: mass > 1}", 1, "true"},
	    {"${flag: mass < 1}", 1, "false"},
	    {"${number: '1.50'}", 1, "1.5"},
	    {"${number: item}", -1, ""},
	    {"${json: '[1,{}]'}", 1, "[1,{}]"},
	    {"${json: '[1'}", -1, ""},
	    {"${attrs}", 1, "{\"n\":7,\"s\":\"t\"}"},
	    {"${description}", 0, ""},
	    {"${null: description}", 2, ""},
	    {"${mass + 1}", 1, "12345678901234567891.5"},
	    {"n ${mass}", 1, "\"n 12345678901234567890.5\""},
	};
	struct scene_trial t;
	struct template text;
	size_t i;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_ITEM);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(4096), yaml = BUF_INIT(4096);

		buf_add_quoted(&yaml, slice_of(cases[i].text), '\'');
		assert_int_equal(template_compile(&text, scene_trial_node(&t,
		    buf_text(&yaml)), &t.maker, &t.e), 0);
		assert_int_equal(template_json(&text, &t.scene, &b, &t.e),
		    cases[i].rc);
		assert_string_equal(buf_text(&b), cases[i].out);
		template_free(&text);
		buf_release(&b);
		buf_release(&yaml);
	}
	scene_trial_close(&t);
}

static void
mistakes_are_refused_with_their_place(void **state)
{
	static const struct {
		const char *yaml, *words;
	} cases[] = {
	    {"'${itm}'", "p:1:1"},
	    {"'${item'", "p:1:1: has \"${\" without a name"},
	    {"'${txt: item}'", "must be one of text, number"},
	    {"\"${external_id('itm', item)}\"", "is no record type"},
	    {"\"${external_id('item', item, '', '')}\"", "its key has 1"},
	    {"\"${taken('x')}\"", "no answer before is kept"},
	    {"\"${root('nme')}\"", "has no member \"nme\" (nearest: name)"},
	    {"\"${total('name')}\"", "is no number"},
	};
	struct scene_trial t;
	struct template text;
	size_t i;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_ITEM);
	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct ydoc_node *n = scene_trial_node(&t,
		    cases[i].yaml);

		assert_int_equal(template_compile(&text, n, &t.maker, &t.e),
		    -1);
		assert_int_equal(t.e.kind, ERR_USAGE);
		if (!strstr(t.e.text, cases[i].words))
			fail_msg("%s: %s", cases[i].yaml, t.e.text);
		template_free(&text);
	}
	scene_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_encoded_for_their_place),
	    cmocka_unit_test(a_header_gets_no_control_bytes),
	    cmocka_unit_test(json_values_have_their_kinds),
	    cmocka_unit_test(mistakes_are_refused_with_their_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
