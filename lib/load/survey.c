/* survey.c - one walk over the plan. */
#include "load/survey.h"

#include "io/log.h"
#include "load/order.h"

#define LINES_MOST ((size_t)1024 * 1024)

static const char *const words[] = {"unchanged", "create", "update", "remove",
    "report", "wait for", "reject", "forget"};

/* "  update bom_line:A-100/..." */
static void
add_line(struct buf *b, const struct plan_step *step, struct arena *a)
{
	struct key k;

	if (!key_parse_prefix(&k, step->key, a))
		BUG("survey: a key that is none");
	if (b->len)
		buf_add_byte(b, '\n');
	buf_printf(b, "  %s ", words[step->what]);
	key_add_text(b, &k);
}

static void
say_type(const struct survey_type *t, enum record_type type,
    const struct buf *lines, void (*say)(const char *text))
{
	struct buf b = BUF_INIT(2 * LINES_MOST);
	uint64_t steps = 0;
	unsigned i;

	for (i = 0; i <= PLAN_DROP; i++)
		steps += t->counts[i];
	if (!steps)
		return;
	buf_printf(&b, "%.*s: ", SLICE_ARGS(schema_types[type].name));
	for (i = PLAN_CREATE; i <= PLAN_REPORT; i++)
		buf_printf(&b, "%s %" PRIu64 ", ", words[i], t->counts[i]);
	buf_printf(&b, "%s %" PRIu64, words[PLAN_SAME], t->counts[PLAN_SAME]);
	for (i = PLAN_WAIT; i <= PLAN_ORPHAN; i++)
		if (t->counts[i])
			buf_printf(&b, ", %s %" PRIu64, words[i],
			    t->counts[i]);
	if (lines->len) {
		buf_add_byte(&b, '\n');
		buf_add_slice(&b, buf_slice(lines));
	}
	say(buf_text(&b));
	buf_release(&b);
}

/* Parts that go with an update are removals, too. */
static void
count_parts(const struct plan_step *step, struct brake *brake,
    struct arena *a)
{
	struct key k;
	size_t i;

	for (i = 0; plan_sends(step) && i < step->part_count; i++) {
		const struct weigh_record *r = &step->parts[i];

		if (r->is == PART_GONE && r->acked.len &&
		    key_parse_prefix(&k, r->key, a))
			brake_count(brake, &k);
	}
}

static void
count_step(struct survey_type *t, const struct plan_step *step,
    struct brake *brake, struct arena *a)
{
	struct key k;

	if (step->moved) {
		t->moved++;
		return;
	}
	t->counts[step->what]++;
	t->tidy += step->what == PLAN_SAME && step->tidy;
	if (step->what == PLAN_REMOVE && key_parse_prefix(&k, step->key, a))
		brake_count(brake, &k);
	count_parts(step, brake, a);
}

static bool
to_print(const struct plan_step *step)
{
	return step->what != PLAN_SAME && step->what != PLAN_DROP &&
	    !step->moved;
}

/* What would go out, indented below the change's line. */
static int
add_body(struct buf *b, const struct plan_step *step,
    const struct survey_show *show, struct err *e)
{
	struct buf body = BUF_INIT(LINES_MOST);
	struct arena a = ARENA_INIT;
	struct channel_call call;
	struct slice rest, line;
	int rc;

	rc = call_of_step(&call, step, show->kind, &a, e);
	if (rc == 0)
		rc = show->kind->show(show->wish, &call, &body, e);
	rest = slice_trim(buf_slice(&body));
	while (rc == 0 && rest.len) {
		line = slice_cut(&rest, '\n');
		buf_add_text(b, "\n    ");
		buf_add_slice(b, line);
	}
	arena_release(&a);
	buf_release(&body);
	return rc;
}

static bool
to_act(const struct plan_step *step)
{
	return !step->moved && (plan_sends(step) || step->tidy ||
	    step->what == PLAN_WAIT || step->what == PLAN_ORPHAN);
}

static int
survey_one(struct survey *s, struct plan *plan, struct brake *brake,
    const struct survey_show *show, struct err *e)
{
	enum record_type type = plan->section->type;
	const struct figures *all = &plan->source->spool->in.figures;
	struct buf lines = BUF_INIT(LINES_MOST);
	struct arena a = ARENA_INIT;
	struct plan_step step;
	bool levels = levels_needed(plan->section);
	unsigned printed = 0, bodies = 0;
	uint64_t n = 0;
	int got;

	while ((got = plan_next(plan, &step, e)) > 0) {
		arena_reset(&a);
		count_step(&s->types[type], &step, brake, &a);
		if (step.what == PLAN_SAME)
			s->unchanged += step.inputs;
		if (levels && to_act(&step))
			levels_add(&s->levels, plan, &step);
		if (show->say && to_print(&step) && printed++ < SURVEY_LINES)
			add_line(&lines, &step, &a);
		if (show->say && show->kind->show && plan_sends(&step) &&
		    bodies++ < SURVEY_BODIES && add_body(&lines, &step,
		    show, e) < 0)
			break;
		log_progress("plan", n++, all->counts[type]);
	}
	got = e->kind ? -1 : got;
	if (got == 0 && show->say)
		say_type(&s->types[type], type, &lines, show->say);
	arena_release(&a);
	buf_release(&lines);
	return got;
}

static void
say_not_sent(const struct plan_source *source, void (*say)(const char *text))
{
	const struct figures *f = &source->spool->in.figures;
	char line[128];
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++)
		if (f->counts[i] && !source->profile->sections[i].used &&
		    !source->profile->sections[i].part) {
			snprintf(line, sizeof(line), "%.*s: not sent %" PRIu64,
			    SLICE_ARGS(schema_types[i].name), f->counts[i]);
			say(line);
		}
}

int
survey_run(struct survey *s, const struct plan_source *source,
    struct brake *brake, const struct survey_show *show, struct err *e)
{
	const struct figures *f = &source->spool->in.figures;
	struct plan *plan = mem_zero(sizeof(*plan));
	unsigned i;
	int rc = 0;

	memset(s, 0, sizeof(*s));
	for (i = 0; i < TYPE_COUNT; i++)
		if (!source->profile->sections[i].used &&
		    !source->profile->sections[i].part)
			s->not_sent += f->counts[i];
	for (i = 0; i < ORDER_COUNT && rc == 0; i++) {
		enum record_type type = order_types[i];
		const struct survey_type *t = &s->types[type];

		if (!source->profile->sections[type].used)
			continue;
		if (source->lease &&
		    lease_beat(source->db, source->lease, e) < 0) {
			rc = -1;
			break;
		}
		plan_open(plan, source, type);
		rc = survey_one(s, plan, brake, show, e);
		plan_close(plan);
		s->to_send += t->counts[PLAN_CREATE] + t->counts[PLAN_UPDATE] +
		    t->counts[PLAN_REMOVE] + t->moved;
	}
	mem_free(plan);
	if (rc == 0 && show->say)
		say_not_sent(source, show->say);
	if (rc == 0)
		levels_sort(&s->levels);
	return rc;
}

void
survey_release(struct survey *s)
{
	levels_release(&s->levels);
}

bool
survey_sends(const struct survey *s, enum record_type type)
{
	const struct survey_type *t = &s->types[type];

	return t->counts[PLAN_CREATE] || t->counts[PLAN_UPDATE] ||
	    t->counts[PLAN_WAIT] || t->counts[PLAN_ORPHAN] || t->tidy;
}

bool
survey_removes(const struct survey *s, enum record_type type)
{
	const struct survey_type *t = &s->types[type];

	return t->counts[PLAN_REMOVE] || t->counts[PLAN_REPORT] ||
	    t->counts[PLAN_DROP] || t->moved;
}
