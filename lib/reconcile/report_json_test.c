/*
 * report_json_test.c - the summary is JSON whatever stands in the data.
 *
 * That it fits its schema is in testdata/cases/reconcile/json-fits-its-schema.
 */
#include "reconcile/report_json.h"

#include <setjmp.h>

#include <cmocka.h>
#include <unistd.h>

#include "format/json.h"
#include "format/json_pointer.h"

static char folder[] = "/tmp/bom-report-XXXXXX";
static char plm_path[64], erp_path[64], report_path[64];
static struct buf text = BUF_INIT((size_t)1024 * 1024);

static void
check(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

static void
write_lines(const char *path, const char *lines)
{
	struct zio_out out;
	struct err e = ERR_INIT;

	check(zio_out_open(&out, path, false, &e), &e);
	check(zio_out_add(&out, lines, strlen(lines), &e), &e);
	check(zio_out_publish(&out, &e), &e);
}

/* Reconciles two bare streams; the summary is in `text` afterwards. */
static void
reconcile(const char *plm, const char *erp)
{
	const char *const paths[2] = {plm_path, erp_path};
	struct reconcile_outs none = {.of = {NULL}};
	struct policy policy;
	struct reconcile r = {0};
	struct summary s = {.r = &r, .most = 10};
	struct zio_out out;
	struct err e = ERR_INIT;

	policy_init(&policy);
	write_lines(plm_path, plm);
	write_lines(erp_path, erp);
	check(reconciliation_read(&r, paths, &policy, SORT_MEMORY_LEAST,
	    &e), &e);
	check(reconciliation_judge(&r, &none, 10, &e), &e);
	check(zio_out_open(&out, report_path, false, &e), &e);
	check(report_json(&out, &s, &e), &e);
	check(zio_out_publish(&out, &e), &e);
	buf_clear(&text);
	check(file_load(&text, report_path, text.most, &e), &e);
	reconciliation_release(&r);
	policy_release(&policy);
}

static void
assert_at(const char *pointer, const char *wanted)
{
	struct arena a = ARENA_INIT;
	struct json j;
	struct slice raw;
	struct err e = ERR_INIT;

	json_init(&j, buf_slice(&text), "report", 1, &a);
	assert_int_equal(json_skip(&j, &e), 0);
	assert_int_equal(json_end(&j, &e), 0);
	json_init(&j, buf_slice(&text), "report", 1, &a);
	assert_int_equal(json_pointer(&j, slice_of(pointer), &e), 1);
	check(json_raw(&j, &raw, &e), &e);
	if (!slice_is(raw, wanted))
		fail_msg("%s: %.*s", pointer, SLICE_ARGS(raw));
	arena_release(&a);
}

static void
keys_names_and_values_are_escaped_and_numbers_are_exact(void **state)
{
	(void)state;
	reconcile("{\"type\":\"item\",\"item\":\"\\\"\\\\\\n\",\"mass\":"
	    "0.1234567890123456,\"attrs\":{\"a\\\"\\n\":\"\\u001b\"}}\n",
	    "{\"type\":\"item\",\"item\":\"\\\"\\\\\\n\",\"x\":[1,{\"b\":"
	    "null}]}\n");
	assert_at("/findings/total", "3");
	assert_at("/counts/item/differ", "1");
	assert_at("/listed/0/key", "\"item:\\\"\\\\%0A\"");
	assert_at("/listed/0/member", "\"mass\"");
	assert_at("/listed/0/plm", "\"0.1234567890123456\"");
	assert_at("/listed/1/member", "\"attrs.a\\\"\\n\"");
	assert_at("/listed/1/plm", "\"\\u001b\"");
	assert_at("/listed/2/erp", "[1,{\"b\":null}]");
	assert_at("/plm/sealed", "false");
}

static void
empty_inputs_give_empty_lists(void **state)
{
	(void)state;
	reconcile("{\"type\":\"supplier\",\"supplier\":\"S\"}\n",
	    "{\"type\":\"supplier\",\"supplier\":\"S\"}\n");
	assert_at("/listed", "[]");
	assert_at("/control_totals/0/type", "\"supplier\"");
	assert_at("/control_totals/0/difference", "0");
	assert_at("/findings/total", "0");
	assert_at("/counts/supplier/match", "1");
}

static int
make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(plm_path, sizeof(plm_path), "%s/plm.jsonl", folder);
	snprintf(erp_path, sizeof(erp_path), "%s/erp.jsonl", folder);
	snprintf(report_path, sizeof(report_path), "%s/report", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	buf_release(&text);
	unlink(plm_path);
	unlink(erp_path);
	unlink(report_path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		keys_names_and_values_are_escaped_and_numbers_are_exact),
	    cmocka_unit_test(empty_inputs_give_empty_lists),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
