/* signature_test.c - signatures that others have computed. */
#include "net/signature.h"

#include <setjmp.h>

#include <cmocka.h>

static const struct {
	const char *yaml, *wanted; /* begins with P: an error */
} cases[] = {
    /* GitHub's own example of its webhooks. */
    {"{header: X-Hub-Signature-256, secret: {env: HOOK}, "
	"prefix: 'sha256='}", "sha256=757107ea0eb2509fc211221cce984b8a37570b6"
	"d7586c22c46f4379c8b043e17"},
    {"{header: X, secret: {env: HOOK}, encoding: base64}",
	"dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc="},
    {"{header: 'a b', secret: {env: HOOK}}", "P.yaml:1:13"},
    {"{header: X}", "P.yaml:1:4"},
    {"{header: X, secret: geheim}", "P.yaml:1:24"},
    {"{header: X, secret: {env: HOOK}, encodings: hex}", "P.yaml:1:37"},
};

static void
a_body_is_signed_as_the_receiver_checks_it(void **state)
{
	struct buf yaml = BUF_INIT(4096), secret = BUF_INIT(4096);
	struct slice body = SLICE("Hello, World!");
	struct arena a = ARENA_INIT;
	size_t i;

	(void)state;
	setenv("HOOK", "It's a Secret to Everybody", 1);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct headers h = HEADERS_INIT;
		struct err e = ERR_INIT;
		struct signature s;
		struct ydoc doc;

		buf_clear(&yaml);
		buf_printf(&yaml, "s: %s", cases[i].yaml);
		if (ydoc_parse(&doc, "P.yaml", buf_slice(&yaml), &e) < 0)
			fail_msg("%s", e.text);
		if (signature_read(&s, doc.root->first, &a, &e) < 0) {
			assert_int_equal(e.kind, ERR_USAGE);
			if (strncmp(e.text, cases[i].wanted,
			    strlen(cases[i].wanted)) != 0)
				fail_msg("%zu: %s", i, e.text);
		} else {
			assert_int_equal(signature_fetch(&s, &secret, &e), 0);
			signature_put(&h, &s, &secret, body);
			assert_int_equal(h.count, 1);
			assert_true(slice_is(h.at[0].value, cases[i].wanted));
			signature_put(&h, &s, &secret, slice_from(NULL, 0));
			assert_int_equal(h.count, 1);
			secret_release(&secret);
		}
		headers_release(&h);
		ydoc_release(&doc);
	}
	buf_release(&yaml);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_body_is_signed_as_the_receiver_checks_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
