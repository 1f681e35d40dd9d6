/* log_test.c - what stands on stderr after each call. */
#include "io/log.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

static char shown[65536];
static int kept_stderr = -1;
static FILE *catcher;

/* From here on stderr goes to a file... */
static void
catch_begin(void)
{
	fflush(stderr);
	kept_stderr = dup(STDERR_FILENO);
	catcher = tmpfile();
	assert_non_null(catcher);
	assert_true(dup2(fileno(catcher), STDERR_FILENO) >= 0);
}

/* ...and is what is returned. */
static const char *
catch_end(void)
{
	size_t n;

	assert_true(dup2(kept_stderr, STDERR_FILENO) >= 0);
	close(kept_stderr);
	rewind(catcher);
	n = fread(shown, 1, sizeof(shown) - 1, catcher);
	shown[n] = '\0';
	fclose(catcher);
	return shown;
}

static void
shows_a_line_with_the_name_of_the_tool(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	(void)err_set(&e, ERR_INPUT, "a.csv:%d: no such column", 7);
	log_init("bom-diff", LOG_NOTE, LOG_TEXT);
	catch_begin();
	log_error(&e);
	log_warning("%d of %s", 3, "them");
	assert_string_equal(catch_end(), "bom-diff: a.csv:7: no such column\n"
					 "bom-diff: 3 of them\n");
}

static void
shows_no_more_than_was_asked_for(void **state)
{
	static const char *const expected[] = {
	    [LOG_ERROR] = "",
	    [LOG_WARNING] = "t: w\n",
	    [LOG_NOTE] = "t: w\nt: n\n",
	    [LOG_DETAIL] = "t: w\nt: n\nt: d\n",
	};
	size_t level;

	(void)state;
	for (level = 0; level < COUNT_OF(expected); level++) {
		log_init("t", (enum log_level)level, LOG_TEXT);
		catch_begin();
		log_warning("w");
		log_note("n");
		log_detail("d");
		assert_string_equal(catch_end(), expected[level]);
	}
}

static void
masks_what_could_drive_a_terminal(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
	    {"two\nlines", "t: two\\x0alines\n"},
	    {"\033[2J", "t: \\x1b[2J\n"},
	    {"del\177", "t: del\\x7f\n"},
	    {"umlaut \303\244", "t: umlaut \303\244\n"},
	    {"csi \302\2332J", "t: csi \\xc2\\x9b2J\n"},
	    {"nbsp \302\240", "t: nbsp \302\240\n"},
	    {"broken \303", "t: broken \\xc3\n"},
	    {"", "t: \n"},
	};
	size_t i;

	(void)state;
	log_init("t", LOG_NOTE, LOG_TEXT);
	for (i = 0; i < COUNT_OF(cases); i++) {
		catch_begin();
		log_note("%s", cases[i].text);
		assert_string_equal(catch_end(), cases[i].expected);
	}
}

static void
cuts_a_line_that_is_endless(void **state)
{
	struct buf long_text = BUF_INIT(1 << 20);
	int i;

	(void)state;
	for (i = 0; i < 20000; i++)
		buf_add_byte(&long_text, 'x');
	log_init("t", LOG_NOTE, LOG_TEXT);
	catch_begin();
	log_note("%s", buf_text(&long_text));
	assert_int_equal(strlen(catch_end()), 3 + 16384 + 3 + 1);
	assert_string_equal(shown + 3 + 16384, "...\n");
	buf_release(&long_text);
}

static void
speaks_json_one_object_a_line(void **state)
{
	(void)state;
	setenv("BOM_NOW", "2026-11-22T01:02:03Z", 1);
	log_init("erp-load", LOG_NOTE, LOG_JSON);
	catch_begin();
	log_warning("a \"quoted\" \\ text\n");
	assert_string_equal(catch_end(),
	    "{\"time\":\"2026-11-22T01:02:03Z\",\"level\":\"warning\","
	    "\"tool\":\"erp-load\",\"message\":"
	    "\"a \\\"quoted\\\" \\\\ text\\\\x0a\"}\n");
	unsetenv("BOM_NOW");
}

static void
masks_secrets_in_every_line(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	log_secret(SLICE("pass\tword"));
	log_secret(SLICE("pass"));
	log_secret(SLICE("passport"));
	log_secret(SLICE(""));
	(void)err_set(&e, ERR_AGAIN, "login with pass\tword refused");
	log_init("t", LOG_DETAIL, LOG_TEXT);
	catch_begin();
	log_error(&e);
	log_warning("pass\tword");
	log_note("by%sby", "pass");
	log_note("passports");
	log_detail("pas");
	assert_string_equal(catch_end(),
	    "t: login with *** refused\n"
	    "t: ***\nt: by***by\nt: ***s\nt: pas\n");
	log_init("t", LOG_DETAIL, LOG_JSON);
	catch_begin();
	log_note("pass");
	assert_non_null(strstr(catch_end(), "\"message\":\"***\""));
}

static void
keeps_progress_out_of_files_unless_told(void **state)
{
	static const char stage[] = "reading";
	int i;

	(void)state;
	log_init("t", LOG_NOTE, LOG_TEXT);
	catch_begin();
	log_progress_init(LOG_PROGRESS_AUTO);
	for (i = 0; i < 5000; i++)
		log_progress(stage, (uint64_t)i, 5000);
	log_progress_end();
	assert_string_equal(catch_end(), "");
	catch_begin();
	log_progress_init(LOG_PROGRESS_ALWAYS);
	for (i = 0; i <= 5000; i++)
		log_progress(stage, (uint64_t)i, 5000);
	log_progress_end();
	catch_end();
	assert_memory_equal(shown, "t: reading: 5000 of 5000 (100 %)", 32);
	assert_ptr_equal(strchr(shown, '\n'), shown + strlen(shown) - 1);
	log_progress_init(LOG_PROGRESS_NEVER);
}

/* What a terminal is sent, into `shown`, until it ends with `end`. */
static void
terminal_read(int fd, const char *end)
{
	struct pollfd wait = {fd, POLLIN, 0};
	size_t used = 0;
	ssize_t n;

	shown[0] = '\0';
	while (!strstr(shown, end)) {
		assert_int_equal(poll(&wait, 1, 10000), 1);
		n = read(fd, shown + used, sizeof(shown) - 1 - used);
		assert_true(n > 0);
		used += (size_t)n; /* positive here */
		shown[used] = '\0';
	}
}

static void
draws_a_bar_on_a_terminal_and_clears_it_before_words(void **state)
{
	static const char stage[] = "sorting";
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;
	int kept = dup(STDERR_FILENO), i;

	(void)state;
	assert_true(master >= 0 && grantpt(master) == 0);
	assert_int_equal(unlockpt(master), 0);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0);
	dup2(slave, STDERR_FILENO);
	assert_true(log_on_terminal());
	log_init("t", LOG_NOTE, LOG_TEXT);
	log_progress_init(LOG_PROGRESS_AUTO);
	for (i = 0; i < 25; i++) {
		log_progress(stage, 10 + (uint64_t)i, 40);
		usleep(20000);
	}
	log_note("words");
	log_progress_end();
	dup2(kept, STDERR_FILENO);
	terminal_read(master, "words");
	assert_non_null(strstr(shown, "t: sorting: [#"));
	assert_non_null(strstr(shown, " of 40 ("));
	assert_non_null(strstr(shown, " left\r\033[Kt: words"));
	log_progress_init(LOG_PROGRESS_NEVER);
	close(kept);
	close(slave);
	close(master);
}

static void
traces_the_areas_that_are_named(void **state)
{
	char path[] = "/tmp/log_test.XXXXXX", spec[64];
	int fd = mkstemp(path);
	FILE *f;
	size_t n;

	(void)state;
	assert_true(fd >= 0);
	snprintf(spec, sizeof(spec), "stream,ledger:%s", path);
	setenv("BOM_TRACE", spec, 1);
	setenv("BOM_NOW", "2026-11-22T01:02:03Z", 1);
	log_init("t", LOG_NOTE, LOG_TEXT);
	assert_true(log_traces("stream"));
	assert_true(log_traces("ledger"));
	assert_false(log_traces("led"));
	log_trace("ledger", "row %d\n", 5);
	log_trace("http", "not this");
	unsetenv("BOM_TRACE");
	unsetenv("BOM_NOW");
	log_init("t", LOG_NOTE, LOG_TEXT);
	assert_false(log_traces("stream"));
	f = fdopen(fd, "r");
	n = fread(shown, 1, sizeof(shown) - 1, f);
	shown[n] = '\0';
	fclose(f);
	unlink(path);
	assert_string_equal(shown, "2026-11-22T01:02:03Z ledger row 5\\x0a\n");
}

static void
says_why_it_does_not_trace(void **state)
{
	static const struct {
		const char *spec, *expected;
	} cases[] = {
	    {"stream", "t: BOM_TRACE=stream: not AREA[,AREA...]:FILE\n"},
	    {"a:/nowhere/x",
		"t: BOM_TRACE=a:/nowhere/x: No such file or directory\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		setenv("BOM_TRACE", cases[i].spec, 1);
		catch_begin();
		log_init("t", LOG_NOTE, LOG_TEXT);
		assert_string_equal(catch_end(), cases[i].expected);
	}
	unsetenv("BOM_TRACE");
}

static void
masks_secrets_in_what_is_kept(void **state)
{
	struct buf b = BUF_INIT(100);

	(void)state;
	log_secret(SLICE("kept-secret"));
	log_secret(SLICE("kept-secret"));
	log_masked(&b, SLICE("a kept-secret b kept-secretkept-secret"));
	assert_string_equal(buf_text(&b), "a *** b ******");
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shows_a_line_with_the_name_of_the_tool),
	    cmocka_unit_test(shows_no_more_than_was_asked_for),
	    cmocka_unit_test(masks_what_could_drive_a_terminal),
	    cmocka_unit_test(cuts_a_line_that_is_endless),
	    cmocka_unit_test(speaks_json_one_object_a_line),
	    cmocka_unit_test(masks_secrets_in_every_line),
	    cmocka_unit_test(masks_secrets_in_what_is_kept),
	    cmocka_unit_test(keeps_progress_out_of_files_unless_told),
	    cmocka_unit_test(
		draws_a_bar_on_a_terminal_and_clears_it_before_words),
	    cmocka_unit_test(traces_the_areas_that_are_named),
	    cmocka_unit_test(says_why_it_does_not_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
