/* http_table_test.c - look-up tables, and requests that only ask. */
#include "load/http_table.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/http_trial.h"

static const char profile[] =
    "target: erp\n"
    "kind: http\n"
    "server: {url: '@', connections: 1, keep_alive: no,\n"
    "  retry: {attempts: 2, first: 0.01, most: 1}}\n"
    "answers:\n"
    "  - {at: /error, pattern: 'busy', is: retry}\n"
    "  - {at: /error, is: refused}\n"
    "tables:\n"
    "  unit: {values: {EA: piece, KGM: kg}}\n"
    "  uom: {url: uoms, body: {all: yes}, rows: /rows, key: /name,\n"
    "    columns: {id: /id}}\n"
    "types:\n"
    "  item:\n"
    "    conflict: overwrite\n"
    "    find: {url: 'items/${item}', matches: {}}\n"
    "    create:\n"
    "      - asks: yes\n"
    "        url: ask\n"
    "        batch: 10\n"
    "        body: [{for: record, each: '${item}'}]\n"
    "        results: {at: /rows, key: [/unit, /count], is:\n"
    "          \"${uom}/${number: 1}\"}\n"
    "        take: {old: /id}\n"
    "      - url: items\n"
    "        batch: 10\n"
    "        body: [{for: record, elements: ['${item}',\n"
    "          \"${number: lookup('uom', lookup('unit', uom, 'value'),\n"
    "          'id')}\", \"${taken('old')}\"]}]\n"
    "      - asks: yes\n"
    "        url: 'last/${item}'\n"
    "        rows: /rows\n"
    "        take: {old: /id}\n"
    "    update: {url: x, body: {}}\n";

static bool busy;

static void
script(const struct mock_request *r)
{
	const char *rows = "{}";

	if (http_play_asks(r, "/uoms"))
		rows = busy ? "{\"error\":\"busy\"}"
		    : "{\"rows\":[{\"name\":\"piece\",\"id\":17},"
		    "{\"id\":18},{\"name\":\"kg\",\"id\":\"19\"}]}";
	else if (http_play_asks(r, "/ask"))
		rows = "{\"rows\":[{\"unit\":\"EA\",\"count\":1.0,"
		    "\"id\":\"E\"},{\"unit\":\"KGM\",\"count\":2,"
		    "\"id\":\"K\"}]}";
	else if (http_play_asks(r, "/last/P-0"))
		rows = "{\"rows\":[]}";
	else if (http_play_asks(r, "/last/P-1")) {
		mock_answer(r, 404, "", "{}");
		return;
	} else if (http_play_asks(r, "/last/P-2"))
		rows = "{\"rows\":[{\"id\":1},{\"id\":2}]}";
	mock_answer(r, 200, "Content-Type: application/json\r\n", rows);
}

static void
a_table_is_asked_for_once_and_before_all_else(void **state)
{
	struct http_trial t;

	(void)state;
	busy = false;
	http_trial_open(&t, script, profile);
	http_trial_items(&t, 2);
	assert_int_equal(t.mock.shared->requests, 0);
	assert_int_equal(http_trial_send(&t, 2), 0);
	assert_int_equal(http_trial_send(&t, 2), 0);
	assert_string_equal(http_trial_body(&t, 1), "{\"all\":\"yes\"}");
	assert_int_equal(t.mock.shared->requests, 1 + 4 + 4);
	/* keep_alive: no */
	assert_int_equal(t.mock.shared->connections, 1 + 4 + 4);
	http_trial_close(&t);
}

static void
several_units_take_from_one_element_and_some_from_none(void **state)
{
	struct http_trial t;

	(void)state;
	busy = false;
	http_trial_open(&t, script, profile);
	http_trial_items(&t, 2);
	http_trial_call(&t, 2, CHANGE_ADD, "{\"type\":\"item\",\"item\":"
	    "\"P-8\",\"uom\":\"KGM\"}");
	http_trial_call(&t, 3, CHANGE_ADD, "{\"type\":\"item\",\"item\":"
	    "\"P-9\",\"uom\":\"MTR\"}");
	assert_int_equal(http_trial_send(&t, 4), 0);
	/* 1.0 is 1, and 2 is not; what is not in the table is nothing */
	assert_string_equal(http_trial_body(&t, 3), "[\"P-0\",17,\"E\","
	    "\"P-1\",17,\"E\",\"P-8\",19,null,\"P-9\",null,null]");
	http_trial_close(&t);
}

static void
to_find_nothing_is_an_answer_and_to_find_several_is_none(void **state)
{
	struct http_trial t;

	(void)state;
	busy = false;
	http_trial_open(&t, script, profile);
	http_trial_items(&t, 3);
	assert_int_equal(http_trial_send(&t, 3), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_int_equal(t.calls[1].answer, CHANNEL_DONE);
	assert_int_equal(t.calls[2].answer, CHANNEL_REFUSED);
	assert_true(slice_is(t.calls[2].words, "several records over there "
	    "answer to it"));
	http_trial_close(&t);
}

static void
without_its_tables_nothing_is_sent(void **state)
{
	struct http_trial t;

	(void)state;
	busy = true;
	http_trial_open(&t, script, profile);
	http_trial_items(&t, 2);
	assert_int_equal(http_trial_send(&t, 2), -1);
	assert_int_equal(t.e.kind, ERR_AGAIN);
	assert_non_null(strstr(t.e.text, "table uom: the answer has no list "
	    "at \"rows\": busy"));
	assert_int_equal(t.calls[0].answer, CHANNEL_UNSENT);
	assert_int_equal(t.calls[1].answer, CHANNEL_UNSENT);
	assert_int_equal(t.mock.shared->requests, 1);
	http_trial_close(&t);
}

static void
what_is_wrong_with_a_table_is_said_with_its_place(void **state)
{
	static const struct {
		const char *table, *words;
	} cases[] = {
	    {"{valus: {}}", "unknown key \"valus\""},
	    {"{values: {a: b}, url: x}", "either \"values\""},
	    {"{key: /a, columns: {}}", "\"url\""},
	    {"{url: x, columns: {}}", "\"key\""},
	    {"{url: x, key: /a}", "\"columns\""},
	    {"{url: x, key: a, columns: {}}", "is no JSON Pointer"},
	    {"{url: x, key: /a, columns: {b: c}}", "is no JSON Pointer"},
	    {"{url: x, method: PUT, key: /a, columns: {}}", "\"PUT\""},
	    {"{url: x, body: '${item}', key: /a, columns: {}}", "item"},
	    {"{url: x, key: /a, columns: {key: /b}}", "key"},
	};
	struct buf b = BUF_INIT(65536);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct target_profile p;
		struct err e = ERR_INIT;

		buf_clear(&b);
		buf_printf(&b, "target: erp\nkind: http\nserver: {url: "
		    "'http://localhost/'}\ntables:\n  t: %s\ntypes: {}\n",
		    cases[i].table);
		assert_int_equal(target_profile_parse(&p, "p.yaml",
		    buf_slice(&b), &e), -1);
		if (e.kind != ERR_USAGE || !strstr(e.text, cases[i].words))
			fail_msg("%s: %s", cases[i].table, e.text);
		target_profile_release(&p);
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_table_is_asked_for_once_and_before_all_else),
	    cmocka_unit_test(
		several_units_take_from_one_element_and_some_from_none),
	    cmocka_unit_test(
		to_find_nothing_is_an_answer_and_to_find_several_is_none),
	    cmocka_unit_test(without_its_tables_nothing_is_sent),
	    cmocka_unit_test(
		what_is_wrong_with_a_table_is_said_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
