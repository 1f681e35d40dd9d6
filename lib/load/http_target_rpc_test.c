/* http_target_rpc_test.c - batches, requests in a row, $batch, polling. */
#include "load/http_target.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/http_trial.h"

/* Parts of a call, one line each, ended by NULL. */
static void
add_parts(struct http_trial *t, struct channel_call *c,
    const char *const *lines)
{
	size_t count = 0, i;

	while (lines[count])
		count++;
	c->parts = arena_alloc(&t->arena, (count + 1) * sizeof(*c->parts));
	memset(c->parts, 0, (count + 1) * sizeof(*c->parts));
	for (i = 0; i < count; i++) {
		const struct record *r = http_trial_record(t, lines[i]);

		c->parts[i] = (struct channel_part){.type = r->type,
		    .is = PART_NEW, .line = slice_of(lines[i]), .record = r,
		    .key = http_trial_key(t, r)};
	}
	c->part_count = count;
}

/* --- JSON-RPC: arrays by position, errors with status 200 --- */

static const char rpc[] =
    "target: erp\n"
    "kind: http\n"
    "server:\n"
    "  url: '@'\n"
    "  connections: 2\n"
    "  retry: {attempts: 3, first: 0.01, most: 1}\n"
    "  auth:\n"
    "    session:\n"
    "      secrets: {password: {env: BOM_TEST_PW}}\n"
    "      log_in: {url: '', body: {id: 1, method: login,\n"
    "        params: [bom, {password: '${password}'}]}}\n"
    "      take: {user: /result/0, key: /result/1}\n"
    "      base64: {ticket: 'bom:${user}:${key}'}\n"
    "      headers: {Authorization: 'Session ${ticket}'}\n"
    "answers:\n"
    "  - {at: /error, pattern: 'must be unique', message: /error/1/0,\n"
    "     is: exists}\n"
    "  - {at: /error/0, pattern: 'could not serialize', is: retry}\n"
    "  - {at: /error, message: /error/1/0, is: refused}\n"
    "types:\n"
    "  item:\n"
    "    external_id: ''\n"
    "    create:\n"
    "      url: ''\n"
    "      batch: 10\n"
    "      body: {id: 1, method: create, params: [[{for: record, each:\n"
    "        {code: '${item}', name: '${name}'}}], {}]}\n"
    "      results: {at: /result}\n"
    "    find:\n"
    "      url: ''\n"
    "      batch: 10\n"
    "      body: {id: 1, method: search, params: [[{for: record, each:\n"
    "        '${item}'}], {}]}\n"
    "      results: {at: /result, key: /code, is: '${item}'}\n"
    "      external_id: /id\n"
    "      matches: {name: '${name}'}\n";

static void
answer_ids(const struct mock_request *r)
{
	struct buf b = BUF_INIT(65536);
	const char *at = r->text;

	buf_add_text(&b, "{\"id\":1,\"result\":[");
	while ((at = strstr(at, "\"code\":\"P-")) != NULL) {
		at += 10;
		buf_printf(&b, "%s%lu", b.at[b.len - 1] == '[' ? "" : ",",
		    1000 + strtoul(at, NULL, 10));
	}
	buf_add_text(&b, "]}");
	mock_answer(r, 200, "Content-Type: application/json\r\n",
	    buf_text(&b));
	buf_release(&b);
}

static void
script_rpc(const struct mock_request *r)
{
	if (http_play_asks(r, "\"method\":\"login\""))
		mock_answer(r, 200, "", http_play_asks(r, "pass word")
		    ? "{\"id\":1,\"result\":[7,\"s3cret-session\"]}" : "{}");
	else if (!http_play_asks(r, "Authorization: Session "
	    "Ym9tOjc6czNjcmV0LXNlc3Npb24="))
		mock_answer(r, 401, "", "");
	else if (r->number == 2)
		mock_answer(r, 200, "", "{\"id\":1,\"error\":[\"could not "
		    "serialize access\",\"\"]}");
	else if (http_play_asks(r, "\"P-13\""))
		mock_answer(r, 200, "", "{\"id\":1,\"error\":[\"UserError\","
		    "[\"The value of P-13 is bad\",\"\",null]]}");
	else if (http_play_asks(r, "\"P-17\""))
		mock_answer(r, 200, "", "{\"id\":1,\"error\":[\"UserError\","
		    "[\"Code must be unique.\",\"\",null]]}");
	else
		answer_ids(r);
}

static void
a_refused_batch_is_halved_until_one_record_pays(void **state)
{
	struct http_trial t;
	size_t i;

	(void)state;
	http_trial_open(&t, script_rpc, rpc);
	http_trial_items(&t, 40);
	assert_int_equal(http_trial_send(&t, 40), 0);
	for (i = 0; i < 40; i++) {
		char id[24];

		snprintf(id, sizeof(id), "%zu", 1000 + i);
		if (i == 13) {
			assert_int_equal(t.calls[i].answer, CHANNEL_REFUSED);
			assert_true(slice_is(t.calls[i].words,
			    "The value of P-13 is bad"));
		} else if (i == 17) {
			assert_int_equal(t.calls[i].answer, CHANNEL_EXISTS);
		} else {
			assert_int_equal(t.calls[i].answer, CHANNEL_DONE);
			assert_true(slice_is(t.calls[i].external_id, id));
		}
	}
	/* log-in, one retry, 4 batches, and the halves of one */
	assert_in_range(t.mock.shared->requests, 7, 20);
	http_trial_close(&t);
}

static void
script_stale(const struct mock_request *r)
{
	if (http_play_asks(r, "login"))
		mock_answer(r, 200, "", "{\"result\":[7,\"s3cret-session\"]}");
	else if (http_play_asks(r, "search"))
		mock_answer(r, 200, "", "{\"result\":[{\"id\":5,\"code\":"
		    "\"P-1\",\"name\":\"Part 1\"},{\"id\":6,\"code\":\"P-2\","
		    "\"name\":\"Other\"},{\"id\":7,\"code\":\"P-3\"},"
		    "{\"id\":8,\"code\":\"P-3\"}]}");
	else
		shutdown(r->fd, SHUT_RDWR);
}

static void
several_are_found_by_key_with_one_request(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_stale, rpc);
	http_trial_items(&t, 4);
	assert_int_equal(http_target.find(t.channel, t.calls, 4, &t.arena,
	    &t.e), 0);
	assert_int_equal(t.mock.shared->requests, 2);
	assert_string_equal(http_trial_body(&t, 2), "{\"id\":1,\"method\":"
	    "\"search\",\"params\":[[\"P-0\",\"P-1\",\"P-2\",\"P-3\"],{}]}");
	assert_int_equal(t.calls[0].answer, CHANNEL_ABSENT);
	assert_int_equal(t.calls[1].answer, CHANNEL_DONE);
	assert_true(slice_is(t.calls[1].external_id, "5"));
	assert_int_equal(t.calls[2].answer, CHANNEL_NOT);
	assert_int_equal(t.calls[3].answer, CHANNEL_REFUSED);
	http_trial_close(&t);
}

static void
script_short(const struct mock_request *r)
{
	if (http_play_asks(r, "login"))
		mock_answer(r, 200, "", "{\"result\":[7,\"s3cret-session\"]}");
	else if (http_play_asks(r, "search"))
		mock_answer(r, 200, "", "{\"result\":[]}");
	else if (http_play_asks(r, "\"P-1\""))
		mock_answer(r, 200, "", "{\"result\":[1]}");
	else
		answer_ids(r);
}

static void
too_few_results_are_no_answer(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_short, rpc);
	http_trial_items(&t, 2);
	assert_int_equal(http_trial_send(&t, 2), 0);
	/* looked up, then sent one by one */
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_true(slice_is(t.calls[0].external_id, "1000"));
	assert_int_equal(t.calls[1].answer, CHANNEL_DONE);
	assert_true(slice_is(t.calls[1].external_id, "1"));
	http_trial_close(&t);
}

/* --- several requests an operation --- */

static const char steps[] =
    "target: erp\nkind: http\nserver: {url: '@'}\n"
    "types:\n"
    "  bom:\n"
    "    with: [bom_line]\n"
    "    lacks: [bom_line.refdes, lifecycle]\n"
    "    external_id: {expression: \"taken('bom') || ',' || "
    "taken('link')\"}\n"
    "    find: {url: 'find?n=${key()}', rows: '', matches: {}}\n"
    "    create:\n"
    "      - url: search\n"
    "        body: {name: '${parent}/${parent_revision}'}\n"
    "        take: {bom: /0/id}\n"
    "      - when: taken('bom') IS NULL\n"
    "        url: create\n"
    "        body:\n"
    "          name: '${parent}/${parent_revision}'\n"
    "          base: '${base_quantity}'\n"
    "          lines: [{for: bom_line, by: component, each: [create,\n"
    "            {product: '${component}', q: \"${total('quantity')}\",\n"
    "             n: '${position()}', of: \"${root('parent')}\"}]}]\n"
    "        take: {bom: /id}\n"
    "      - {url: link, body: {bom: \"${number: taken('bom')}\"},\n"
    "         take: {link: /id}}\n";

static void
script_steps(const struct mock_request *r)
{
	if (http_play_asks(r, "POST /search"))
		mock_answer(r, 200, "", http_play_asks(r, "A-2/")
		    ? "[{\"id\":4}]"
		    : "[]");
	else if (http_play_asks(r, "POST /create"))
		mock_answer(r, 200, "", "{\"id\":12}");
	else
		mock_answer(r, 200, "", "{\"id\":\"x\"}");
}

#define BOM(parent) "{\"type\":\"bom\",\"parent\":\"" parent "\"," \
	"\"parent_revision\":\"B\",\"base_quantity\":1.50}"
#define LINE(n, component, quantity) "{\"type\":\"bom_line\"," \
	"\"parent\":\"A-1\",\"parent_revision\":\"B\",\"find_number\":\"" n \
	"\",\"component\":\"" component "\",\"quantity\":" quantity "}"

static void
requests_of_an_operation_follow_each_other(void **state)
{
	static const char *const lines[] = {
	    LINE("10", "P-1", "0.1"), LINE("20", "P-2", "7"),
	    LINE("30", "P-1", "0.2"), NULL,
	};
	struct http_trial t;
	size_t i, creates = 0, links = 0;

	(void)state;
	http_trial_open(&t, script_steps, steps);
	add_parts(&t, http_trial_call(&t, 0, CHANGE_ADD, BOM("A-1")),
	    lines);
	http_trial_call(&t, 1, CHANGE_ADD, BOM("A-2"));
	assert_int_equal(http_trial_send(&t, 2), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_true(slice_is(t.calls[0].external_id, "12,x"));
	assert_true(slice_is(t.calls[1].external_id, "4,x"));
	for (i = 1; i <= t.mock.shared->requests; i++) {
		const char *text = t.mock.shared->texts[i - 1];

		if (strstr(text, "POST /create")) {
			creates++;
			assert_string_equal(http_trial_body(&t, i),
			    "{\"name\":\"A-1/B\",\"base\":1.5,\"lines\":["
			    "[\"create\",{\"product\":\"P-1\",\"q\":0.3,"
			    "\"n\":1,\"of\":\"A-1\"}],[\"create\",{"
			    "\"product\":\"P-2\",\"q\":7,\"n\":2,"
			    "\"of\":\"A-1\"}]]}");
		}
		links += strstr(text, "POST /link") != NULL;
	}
	assert_int_equal(creates, 1);
	assert_int_equal(links, 2);
	/* members that no request reads make no difference */
	assert_true(t.profile.sections[TYPE_BOM].sends[BOM_BASE_QUANTITY]);
	assert_false(t.profile.sections[TYPE_BOM].sends[BOM_LIFECYCLE]);
	assert_true(t.profile.sections[TYPE_BOM].parts[0].sends[
	    BOM_LINE_QUANTITY]);
	assert_false(t.profile.sections[TYPE_BOM].parts[0].sends[
	    BOM_LINE_REFDES]);
	http_trial_close(&t);
}

/* --- OData --- */

static const char odata[] =
    "target: erp\nkind: http\nserver: {url: '@'}\nodata: {size: 3%s}\n"
    "types:\n"
    "  item:\n"
    "    external_id: /ID\n"
    "    find: {url: \"Products('${quoted: item}')\"}\n"
    "    create: {url: Products, body: {Material: '${item}'}}\n";

static const char *
responses(const struct mock_request *r, bool atomic)
{
	static char text[4096];
	const char *at = r->text;
	size_t n = 0;
	bool bad = atomic && strstr(r->text, "\"P-4\"");

	n += (size_t)snprintf(text, sizeof(text), "{\"responses\":[");
	while (!bad && (at = strstr(at, "\"id\":\"")) != NULL) {
		unsigned long id = strtoul(at + 6, NULL, 10);
		const char *code = strstr(at, "P-");
		unsigned long item = strtoul(code + 2, NULL, 10);

		/* in another order than asked for: by insertion in front */
		n += (size_t)snprintf(text + n, sizeof(text) - n,
		    "%s{\"id\":\"%lu\",\"status\":%d,\"headers\":{\"etag\":"
		    "\"e%lu\"},\"body\":%s}", n > 14 ? "," : "", id,
		    item == 4 ? 400 : 201, item, item == 4
		    ? "{\"error\":{\"message\":\"no\"}}" : "{\"ID\":\"i\"}");
		at += 6;
	}
	if (bad)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
		    "{\"id\":\"1\",\"status\":400,\"body\":{\"error\":"
		    "{\"message\":\"all undone\"}}}");
	snprintf(text + n, sizeof(text) - n, "]}");
	return text;
}

static void
script_odata(const struct mock_request *r)
{
	mock_answer(r, 200, "", responses(r, http_play_asks(r,
	    "atomicityGroup")));
}

static void
check_odata(const char *more)
{
	struct http_trial t;
	char profile[1024];
	size_t i;

	/* the format is one of the two above */
	snprintf(profile, sizeof(profile), "%.*s%s%s",
	    (int)(strstr(odata, "%s") - odata), odata, more,
	    strstr(odata, "%s") + 2);
	http_trial_open(&t, script_odata, profile);
	http_trial_items(&t, 7);
	assert_int_equal(http_trial_send(&t, 7), 0);
	for (i = 0; i < 7; i++)
		assert_int_equal(t.calls[i].answer, i == 4 ? CHANNEL_REFUSED
		    : CHANNEL_DONE);
	assert_true(slice_is(t.calls[2].etag, "e2"));
	assert_true(slice_is(t.calls[2].external_id, "i"));
	http_trial_close(&t);
}

static void
a_batch_of_odata_has_an_answer_for_each(void **state)
{
	(void)state;
	check_odata("");
	check_odata(", atomic: yes");
}

/* --- accepted, confirmed later --- */

static const char later[] =
    "target: erp\nkind: http\nserver: {url: '@'}\n"
    "idempotency: Idempotency-Key\n"
    "types:\n"
    "  item:\n"
    "    create: {url: items, body: {code: '${item}'}}\n"
    "    confirm:\n"
    "      url: '${ticket()}'\n"
    "      external_id: /id\n"
    "      answers:\n"
    "        - {at: /status, equals: running, is: accepted}\n"
    "        - {at: /status, equals: failed, message: /why, is: refused}\n";

static void
script_later(const struct mock_request *r)
{
	if (http_play_asks(r, "POST "))
		mock_answer(r, 202, http_play_asks(r, "P-0")
		    ? "Location: jobs/0\r\n"
		    : http_play_asks(r, "P-1") ? "Location: jobs/1\r\n"
		    : "Location: jobs/2\r\n", "");
	else
		mock_answer(r, 200, "", http_play_asks(r, "%2F0")
		    ? "{\"status\":\"running\"}" : http_play_asks(r, "%2F1")
		    ? "{\"status\":\"failed\",\"why\":\"no unit\"}"
		    : "{\"status\":\"done\",\"id\":9}");
}

static void
what_is_only_accepted_is_asked_for_later(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_later, later);
	http_trial_items(&t, 3);
	assert_int_equal(http_trial_send(&t, 3), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_ACCEPTED);
	assert_true(slice_is(t.calls[1].ticket, "jobs/1"));
	assert_int_equal(http_target.poll(t.channel, t.calls, 3, &t.arena,
	    &t.e), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_ACCEPTED);
	assert_int_equal(t.calls[1].answer, CHANNEL_REFUSED);
	assert_true(slice_is(t.calls[1].words, "no unit"));
	assert_int_equal(t.calls[2].answer, CHANNEL_DONE);
	assert_true(slice_is(t.calls[2].external_id, "9"));
	http_trial_close(&t);
}

/* --- references --- */

static const char refers[] =
    "target: erp\nkind: http\nserver: {url: '@'}\n"
    "types:\n"
    "  plant_item:\n"
    "    create: {method: PUT, url: x,\n"
    "      body: {of: \"${external_id('item', item)}\"}}\n"
    "  item:\n"
    "    external_id: /id\n"
    "    find: {url: 'x?${item}', rows: ''}\n"
    "    create: {url: x, body: {code: '${item}'}}\n";

static void
script_refers(const struct mock_request *r)
{
	mock_answer(r, 200, "", "{\"id\":41}");
}

static void
a_reference_to_what_has_no_id_is_refused_unsent(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_refers, refers);
	http_trial_call(&t, 0, CHANGE_ADD,
	    "{\"type\":\"plant_item\",\"item\":\"P-0\",\"plant\":\"1\"}");
	assert_int_equal(http_trial_send(&t, 1), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_REFUSED);
	assert_true(slice_is(t.calls[0].words, "refers to item:P-0, which has "
	    "no id over there"));
	assert_int_equal(t.mock.shared->requests, 0);
	http_trial_items(&t, 1);
	assert_int_equal(http_trial_send(&t, 1), 0);
	http_trial_call(&t, 0, CHANGE_ADD,
	    "{\"type\":\"plant_item\",\"item\":\"P-0\",\"plant\":\"1\"}");
	assert_int_equal(http_trial_send(&t, 1), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_string_equal(http_trial_body(&t, 2), "{\"of\":\"41\"}");
	http_trial_close(&t);
}

static int
set_up(void **state)
{
	(void)state;
	setenv("BOM_TEST_PW", "pass word", 1);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_refused_batch_is_halved_until_one_record_pays),
	    cmocka_unit_test(several_are_found_by_key_with_one_request),
	    cmocka_unit_test(too_few_results_are_no_answer),
	    cmocka_unit_test(requests_of_an_operation_follow_each_other),
	    cmocka_unit_test(a_batch_of_odata_has_an_answer_for_each),
	    cmocka_unit_test(what_is_only_accepted_is_asked_for_later),
	    cmocka_unit_test(a_reference_to_what_has_no_id_is_refused_unsent),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
