/* request_test.c - requests as they go out. */
#include "load/request.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/http_trial.h"

#define PROFILE "target: erp\nkind: http\n" \
	"server: {url: 'http://127.0.0.1:1/'}\nidempotency: Key\n" \
	"odata: {}\ntypes:\n  item:\n    create:\n" \
	"      url: \"P('${quoted: item}')?n=${name}\"\n" \
	"      headers: {If-Match: '${etag()}', X: a}\n%s"

struct fixture {
	struct http_trial t;
	struct scene_unit unit;
	const struct scene_unit *units[1];
	struct http_step *step;
	struct request r;
};

static void
begin(struct fixture *f, const char *more, const char *line)
{
	struct scene *s;
	char text[1024];

	memset(f, 0, sizeof(*f));
	snprintf(text, sizeof(text), PROFILE, more);
	if (http_trial_load(&f->t, text) < 0)
		fail_msg("%s", f->t.e.text);
	s = &f->t.profile.http->scene;
	f->unit.root = http_trial_record(&f->t, line);
	f->units[0] = &f->unit;
	s->units = f->units;
	s->unit_count = 1;
	scene_enter(s, &f->unit);
	f->step = f->t.profile.sections[TYPE_ITEM].http->
	    ops[HTTP_CREATE].steps;
	request_init(&f->r);
}

static void
end(struct fixture *f)
{
	request_release(&f->r);
	http_trial_close(&f->t);
}

#define LINE "{\"type\":\"item\",\"item\":\"a'b/c\",\"name\":\"x&y\"}"

static void
a_request_has_address_headers_and_body(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "      body: {i: '${item}', d: '${description}'}\n", LINE);
	assert_int_equal(request_make(&f.r, f.t.profile.http, f.step,
	    &f.t.e), 1);
	request_sign(&f.r, f.t.profile.http, SLICE("00-t"), SLICE("k1"));
	assert_string_equal(f.r.http.method, "POST");
	assert_string_equal(buf_text(&f.r.url),
	    "P('a%27%27b%2Fc')?n=x%26y");
	assert_string_equal(buf_text(&f.r.body), "{\"i\":\"a'b/c\"}");
	assert_int_equal(f.r.http.repeat, HTTP_REPEAT_SAFE);
	/* the etag is not there, so its header is not */
	assert_int_equal(f.r.http.header_count, 4);
	assert_true(slice_is(f.r.http.headers[0].name, "X"));
	assert_true(slice_is(f.r.http.headers[1].value, "application/json"));
	assert_true(slice_is(f.r.http.headers[2].value, "k1"));
	assert_true(slice_is(f.r.http.headers[3].name, "traceparent"));
	end(&f);
	begin(&f, "      form: {a: '${item}', b: 'c ${name}'}\n", LINE);
	assert_int_equal(request_make(&f.r, f.t.profile.http, f.step,
	    &f.t.e), 1);
	assert_string_equal(buf_text(&f.r.body),
	    "a=a%27b%2Fc&b=c%20x%26y");
	end(&f);
	begin(&f, "      body: '<n>${xml: name}</n>'\n", LINE);
	assert_int_equal(request_make(&f.r, f.t.profile.http, f.step,
	    &f.t.e), 1);
	assert_string_equal(buf_text(&f.r.body), "<n>x&amp;y</n>");
	end(&f);
}

static void
an_address_without_a_value_makes_no_request(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "", "{\"type\":\"item\",\"item\":\"a\"}");
	assert_int_equal(request_make(&f.r, f.t.profile.http, f.step,
	    &f.t.e), 0);
	end(&f);
}

static void
requests_in_a_batch_are_numbered(void **state)
{
	struct request_part parts[2];
	struct fixture f;

	(void)state;
	begin(&f, "      body: {i: '${item}'}\n", LINE);
	parts[0] = parts[1] = (struct request_part){f.step, &f.unit};
	assert_int_equal(request_make_batch(&f.r, f.t.profile.http, parts, 2,
	    &f.t.e), 1);
	assert_string_equal(buf_text(&f.r.url), "$batch");
	assert_string_equal(buf_text(&f.r.body), "{\"requests\":["
	    "{\"id\":\"1\",\"method\":\"POST\",\"url\":"
	    "\"P('a%27%27b%2Fc')?n=x%26y\",\"headers\":{\"x\":\"a\","
	    "\"content-type\":\"application/json\"},\"body\":"
	    "{\"i\":\"a'b/c\"}},"
	    "{\"id\":\"2\",\"method\":\"POST\",\"url\":"
	    "\"P('a%27%27b%2Fc')?n=x%26y\",\"headers\":{\"x\":\"a\","
	    "\"content-type\":\"application/json\"},\"body\":"
	    "{\"i\":\"a'b/c\"}}]}");
	end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_request_has_address_headers_and_body),
	    cmocka_unit_test(an_address_without_a_value_makes_no_request),
	    cmocka_unit_test(requests_in_a_batch_are_numbered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
