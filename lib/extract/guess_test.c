/* guess_test.c - whatever the file is, the profile that comes out is valid. */
#include "extract/guess.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#include "extract/guess_trial.h"
#include "extract/inputs.h"
#include "io/file.h"

static char output[] = "/tmp/guess_test.XXXXXX";

static int
make(void **state)
{
	(void)state;
	return mkstemp(output) < 0 ? -1 : 0;
}

static int
clean(void **state)
{
	unlink(output);
	return trial_remove(state);
}

/* Guesses for the file and reads back the profile. */
static void
guess_for(const char *path, struct profile *p)
{
	char *files[] = {mem_text(path), NULL};
	struct err e = ERR_INIT;

	if (guess_run(files, output, &e) < 0)
		fail_msg("%s", e.text);
	if (profile_load(p, output, &e) < 0 || inputs_check(p, &e) < 0)
		fail_msg("%s", e.text);
	mem_free(files[0]);
}

static void
what_comes_out_is_a_valid_profile(void **state)
{
	static const char *const texts[] = {
	    "Part,Qty\nA,1\nB,2\n", "a\n", "x\ty\n1\t2\n", ",,\n1,2,3\n",
	    "Level;Part;Menge\n0;A;1\n1;B;2,5\n", "\"a\nb\",c\n1,2\n",
	    "Part,Part,Qty\nA,B,1\n", "#,@file,Qty\n1,2,3\n",
	    "Part \"x\",Qty's,\\\nA,1,2\nB,2,3\n",
	    "Ref,Value,Footprint\nR1,1k,0603\nR2,,0402\n",
	    "no,yes,null\n1,2,3\n", "[{\"a\":1}]", "{\"x\":1}\n{\"x\":2}\n",
	    "<r><a b='1'/><a b='2'/></r>", "Part,Qty\n,\n,\n",
	    "\xff\xfeP\0a\0r\0t\0,\0Q\0\n\0A\0,\0" "1\0\n\0",
	};
	struct profile p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		/* the last one has zeros in it */
		size_t len = i + 1 == COUNT_OF(texts) ? 24 : strlen(texts[i]);

		guess_for(trial_bytes(texts[i], len), &p);
		assert_true(p.entry_count > 0);
		profile_release(&p);
	}
}

static void
a_shipped_profile_comes_out_where_it_fits(void **state)
{
	struct profile p;

	(void)state;
	guess_for(trial_file("<PLMXML xmlns='x'/>"), &p);
	assert_true(slice_is(p.name, "plmxml"));
	profile_release(&p);
}

static void
files_of_one_form_are_one_source(void **state)
{
	char second[] = "/tmp/guess_second.XXXXXX";
	int fd = mkstemp(second);
	char *files[] = {mem_text(trial_file("Part,Name\nA,x\n")), second,
	    NULL};
	struct err e = ERR_INIT;
	struct profile p;

	(void)state;
	assert_int_equal(write(fd, "Part,Name\nB,y\n", 14), 14);
	assert_int_equal(guess_run(files, output, &e), 0);
	assert_int_equal(profile_load(&p, output, &e), 0);
	assert_int_equal(p.source_count, 1);
	profile_release(&p);
	assert_int_equal(pwrite(fd, "Item,Name\n", 10, 0), 10);
	assert_int_equal(guess_run(files, output, &e), 0);
	assert_int_equal(profile_load(&p, output, &e), 0);
	assert_int_equal(p.source_count, 2);
	profile_release(&p);
	close(fd);
	unlink(second);
	mem_free(files[0]);
}

static void
nothing_in_it_is_an_error(void **state)
{
	static const char *const texts[] = {"", "\n\n", "<r/>", "[1,2]",
	    "{\"a\":", "<r>"};
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		char *files[] = {mem_text(trial_file(texts[i])), NULL};

		err_clear(&e);
		assert_int_equal(guess_run(files, output, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		mem_free(files[0]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_comes_out_is_a_valid_profile),
	    cmocka_unit_test(a_shipped_profile_comes_out_where_it_fits),
	    cmocka_unit_test(files_of_one_form_are_one_source),
	    cmocka_unit_test(nothing_in_it_is_an_error),
	};

	return cmocka_run_group_tests(tests, make, clean);
}
