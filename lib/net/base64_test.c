/* base64_test.c - tests of Base64. */
#include "net/base64.h"

#include <setjmp.h>
#include <cmocka.h>

static void
gives_what_the_standard_gives(void **state)
{
	static const char *const rows[][2] = {
		{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"},
		{"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="},
		{"foobar", "Zm9vYmFy"}, {"\xff\xfe\xfd", "//79"},
		{"admin:1:3ecb", "YWRtaW46MTozZWNi"},
	};
	struct buf b = BUF_INIT(100);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		base64_add(&b, slice_of(rows[i][0]));
		assert_string_equal(buf_text(&b), rows[i][1]);
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_what_the_standard_gives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
