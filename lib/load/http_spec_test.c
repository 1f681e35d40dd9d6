/* http_spec_test.c - what the reader of HTTP profiles refuses, and where. */
#include "load/http_spec.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/http_trial.h"

#define HEAD "target: erp\nkind: http\nserver: {url: 'http://127.0.0.1:1/'}\n"
#define SAFE "create: {method: PUT, url: x, body: {a: '${item}'}}"

static void
mistakes_are_refused_with_their_place(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
	    {"target: erp\nkind: http\ntypes: {}\n", "server"},
	    {HEAD "file: x\ntypes: {}\n", ":4:1: unknown key \"file\""},
	    {HEAD "odate: {}\ntypes: {}\n", "did you mean \"odata\"?"},
	    {HEAD "odata: {size: 0}\ntypes: {}\n", ":4:15"},
	    {HEAD "absent: drop\ntypes: {}\n", ":4:9"},
	    {HEAD "idempotency: 'a b'\ntypes: {}\n", "is no name of a header"},
	    {HEAD "breaker: 0\ntypes: {}\n", ":4:10"},
	    {HEAD "types: {item: {}}\n", "needs \"create\""},
	    {HEAD "types: {item: {table: x, " SAFE "}}\n", "\"table\""},
	    {HEAD "types: {item: {create: {url: x}}}\n",
	     "needs \"find\": what became of a \"create\""},
	    {HEAD "types: {item: {removal: delete, " SAFE "}}\n",
	     "needs the request \"remove\""},
	    {HEAD "types: {item: {lacks: [item], " SAFE "}}\n",
	     "is sent by create or update"},
	    {HEAD "types: {item: {lacks: [nam], " SAFE "}}\n",
	     "item has no member \"nam\" (nearest: name)"},
	    {HEAD "types: {item: {lacks: [bom.uom], " SAFE "}}\n",
	     "is no type of this section"},
	    {HEAD "types: {item: {create: [], find: {url: x}}}\n",
	     "is empty"},
	    {HEAD "types: {item: {" SAFE ", find: {url: x, batch: 5}}}\n",
	     "needs \"results\""},
	    {HEAD "types: {item: {find: {url: x}, create: {url: x}}}\n",
	     "needs \"matches\""},
	    {HEAD "types: {item: {create: {method: PUT, url: x, rows: ''}}}\n",
	     "belongs to \"find\""},
	    {HEAD "types: {item: {create: {method: PUT}}}\n", "url"},
	    {HEAD "types: {item: {create: {method: PUT, url: x, body: {}, "
	     "form: {}}}}\n", "\"body\" is there already"},
	    {HEAD "types: {item: {create: {method: PUT, url: x, headers: "
	     "{Authorization: x}}}}\n", "it belongs under auth"},
	    {HEAD "types: {item: {create: {method: PUT, url: x, when: "
	     "'a b'}}}\n", ":4:"},
	    {HEAD "types: {item: {create: {method: PUT, url: x, results: "
	     "{key: /a}}}}\n", "\"key\" and \"is\" go together"},
	    {HEAD "types: {item: {external_id: {header: A, pattern: 'x'}, "
	     SAFE "}}\n", "needs a group in parentheses"},
	    {HEAD "types: {item: {external_id: {header: A, pointer: /x}, "
	     SAFE "}}\n", "needs one of pointer, header and expression"},
	    {HEAD "types: {item: {create: {method: PUT, url: x, body: [{for: "
	     "record, each: 1}]}}}\n", "only the body of a request"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct http_trial t;

		memset(&t, 0, sizeof(t));
		assert_int_equal(http_trial_load(&t, cases[i].text), -1);
		assert_int_equal(t.e.kind, ERR_USAGE);
		if (!strstr(t.e.text, cases[i].words))
			fail_msg("%s: %s", cases[i].text, t.e.text);
		http_trial_close(&t);
	}
}

static void
a_method_fits_what_is_done_unless_it_is_said(void **state)
{
	static const char text[] = HEAD "idempotency: K\ntypes: {item: {"
	    "removal: delete, find: {url: x, matches: {}}, create: {url: x}, "
	    "update: {url: x, body: {}}, remove: {url: x}, "
	    "confirm: {url: x}}, bom: {find: {url: x, body: {}, matches: {}}, "
	    "create: {url: x, method: PATCH}}}\n";
	static const char *const methods[] = {
	    "GET", "POST", "PUT", "DELETE", "GET",
	};
	struct http_trial t;
	size_t op;

	(void)state;
	memset(&t, 0, sizeof(t));
	if (http_trial_load(&t, text) < 0)
		fail_msg("%s", t.e.text);
	for (op = 0; op < HTTP_OPS; op++)
		assert_string_equal(t.profile.sections[TYPE_ITEM].http->
		    ops[op].steps[0].method, methods[op]);
	assert_string_equal(t.profile.sections[TYPE_BOM].http->
	    ops[HTTP_FIND].steps[0].method, "POST");
	assert_string_equal(t.profile.sections[TYPE_BOM].http->
	    ops[HTTP_CREATE].steps[0].method, "PATCH");
	http_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mistakes_are_refused_with_their_place),
	    cmocka_unit_test(a_method_fits_what_is_done_unless_it_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
