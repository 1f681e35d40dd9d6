/* task_test.c - units that go together, part, and wait. */
#include "load/task.h"

#include <setjmp.h>

#include <cmocka.h>

static struct http_section requests;
static const struct target_section section = {.http = &requests};

static struct task *
with_units(struct tasks *t, struct channel_call *calls, size_t count,
    struct arena *a)
{
	struct task *task;
	size_t i;

	tasks_init(t);
	for (i = 0; i < count; i++)
		calls[i] = (struct channel_call){.section = &section};
	tasks_begin(t, calls, count, a);
	task = task_new(t, &section, HTTP_CREATE, TASK_GO);
	for (i = 0; i < count; i++)
		task_add(task, &t->units[i]);
	return task;
}

static void
a_task_is_split_without_losing_a_unit(void **state)
{
	struct channel_call calls[7];
	struct arena a = ARENA_INIT;
	struct tasks t;
	struct task *task = with_units(&t, calls, 7, &a);
	size_t sizes[] = {3, 3, 1}, i, at = 0;
	uint64_t wait;

	(void)state;
	task_split(&t, task, 3);
	for (i = 0; i < COUNT_OF(sizes); i++) {
		task = task_get(&t, 0, &wait);
		assert_int_equal(task->count, sizes[i]);
		assert_ptr_equal(task->units[0], &t.units[at]);
		assert_ptr_equal(task->units[0]->task, task);
		at += task->count;
		task_free(&t, task);
	}
	assert_null(task_get(&t, 0, &wait));
	tasks_release(&t);
	arena_release(&a);
}

static void
what_is_not_due_waits_and_lets_others_pass(void **state)
{
	struct channel_call calls[2];
	struct arena a = ARENA_INIT;
	struct tasks t;
	struct task *late = with_units(&t, calls, 2, &a), *task;
	uint64_t wait;

	(void)state;
	late->not_before = 100;
	task_put(&t, late);
	task = task_alone(&t, late, &t.units[1], HTTP_FIND, TASK_LOST);
	assert_ptr_equal(task_get(&t, 40, &wait), task);
	task_free(&t, task);
	assert_null(task_get(&t, 40, &wait));
	assert_int_equal(wait, 60);
	assert_ptr_equal(task_get(&t, 100, &wait), late);
	/* the one that went on alone is not its own any more */
	assert_true(task_keep(late));
	assert_int_equal(late->count, 1);
	t.units[0].ended = true;
	assert_false(task_keep(late));
	task_put(&t, late);
	assert_null(task_get(&t, 100, &wait));
	tasks_release(&t);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_task_is_split_without_losing_a_unit),
	    cmocka_unit_test(what_is_not_due_waits_and_lets_others_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
