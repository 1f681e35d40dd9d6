/* form_test.c - sections that have changed since their type was sent. */
#include "load/form.h"

#include <setjmp.h>

#include <cmocka.h>

#include "io/log.h"
#include "load/trial.h"

struct fixture {
	struct trial t;
	struct form form;
	bool resend[TYPE_COUNT];
	struct err e;
};

static void
open_form(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	trial_open(&f->t, "{item: {}, bom: {}}");
	f->form = (struct form){.db = f->t.scratch.db,
	    .profile = &f->t.profile, .resend = f->resend};
}

/* One run: check, and keep. */
static bool
changes(struct fixture *f)
{
	memset(f->form.changed, 0, sizeof(f->form.changed));
	assert_int_equal(form_check(&f->form, &f->e), 0);
	assert_int_equal(form_keep(&f->form, f->t.place.group.run, &f->e), 0);
	assert_false(f->form.changed[TYPE_BOM]);
	return f->form.changed[TYPE_ITEM];
}

static void
a_change_is_told_until_the_type_is_sent_again(void **state)
{
	struct fixture f;

	(void)state;
	open_form(&f);
	assert_false(changes(&f));
	trial_known(&f.t, "{\"type\":\"item\",\"item\":\"1\"}");
	assert_false(changes(&f));
	f.t.profile.sections[TYPE_ITEM].hash.low++;
	assert_true(changes(&f));
	assert_true(changes(&f));
	f.resend[TYPE_ITEM] = true;
	assert_true(changes(&f));
	f.resend[TYPE_ITEM] = false;
	assert_false(changes(&f));
	trial_close(&f.t);
}

static void
a_target_that_has_nothing_of_the_type_has_no_old_form(void **state)
{
	struct fixture f;

	(void)state;
	open_form(&f);
	assert_false(changes(&f));
	f.t.profile.sections[TYPE_ITEM].hash.low++;
	assert_false(changes(&f));
	trial_known(&f.t, "{\"type\":\"item\",\"item\":\"1\"}");
	assert_false(changes(&f));
	trial_close(&f.t);
}

static void
without_a_state_nothing_has_changed(void **state)
{
	struct fixture f;

	(void)state;
	open_form(&f);
	f.form.db = NULL;
	assert_int_equal(form_check(&f.form, &f.e), 0);
	assert_false(f.form.changed[TYPE_ITEM]);
	trial_close(&f.t);
}

static void
a_ledger_belongs_to_one_place(void **state)
{
	struct fixture f;
	const char *run;

	(void)state;
	open_form(&f);
	run = f.t.place.group.run;
	assert_int_equal(form_place(&f.form, "/a", run, &f.e), 0);
	/* As long as it is empty it may move. */
	assert_int_equal(form_place(&f.form, "/b", run, &f.e), 0);
	trial_known(&f.t, "{\"type\":\"item\",\"item\":\"1\"}");
	assert_int_equal(form_place(&f.form, "/a", run, &f.e), -1);
	assert_int_equal(f.e.kind, ERR_USAGE);
	err_clear(&f.e);
	assert_int_equal(form_place(&f.form, "/b", run, &f.e), 0);
	f.resend[TYPE_ITEM] = true;
	assert_int_equal(form_place(&f.form, "/a", run, &f.e), 0);
	f.resend[TYPE_ITEM] = false;
	assert_int_equal(form_place(&f.form, "/a", run, &f.e), 0);
	trial_close(&f.t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_change_is_told_until_the_type_is_sent_again),
	    cmocka_unit_test(
		a_target_that_has_nothing_of_the_type_has_no_old_form),
	    cmocka_unit_test(a_ledger_belongs_to_one_place),
	    cmocka_unit_test(without_a_state_nothing_has_changed),
	};

	log_init("test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
