/* survey.c - one walk over the plan. */
#include "load/survey.h"

#include "io/log.h"
#include "load/order.h"

#define LINES_MOST ((size_t)1024 * 1024)

static const char *const words[] = {"unchanged", "create", "update", "remove",
    "report", "wait for", "forget"};

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
	if (t->counts[PLAN_WAIT])
		buf_printf(&b, ", %s %" PRIu64, words[PLAN_WAIT],
		    t->counts[PLAN_WAIT]);
	if (lines->len) {
		buf_add_byte(&b, '\n');
		buf_add_slice(&b, buf_slice(lines));
	}
	say(buf_text(&b));
	buf_release(&b);
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
}

static bool
to_print(const struct plan_step *step)
{
	return step->what != PLAN_SAME && step->what != PLAN_DROP &&
	    !step->moved;
}

static int
survey_one(struct survey *s, struct plan *plan, struct brake *brake,
    void (*say)(const char *text), struct err *e)
{
	enum record_type type = plan->section->type;
	const struct figures *all = &plan->source->spool->in.figures;
	struct buf lines = BUF_INIT(LINES_MOST);
	struct arena a = ARENA_INIT;
	struct plan_step step;
	unsigned printed = 0;
	uint64_t n = 0;
	int got;

	while ((got = plan_next(plan, &step, e)) > 0) {
		arena_reset(&a);
		count_step(&s->types[type], &step, brake, &a);
		if (say && to_print(&step) && printed++ < SURVEY_LINES)
			add_line(&lines, &step, &a);
		log_progress("plan", n++, all->counts[type]);
	}
	if (got == 0 && say)
		say_type(&s->types[type], type, &lines, say);
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
		if (f->counts[i] && !source->profile->sections[i].used) {
			snprintf(line, sizeof(line), "%.*s: not sent %" PRIu64,
			    SLICE_ARGS(schema_types[i].name), f->counts[i]);
			say(line);
		}
}

int
survey_run(struct survey *s, const struct plan_source *source,
    struct brake *brake, void (*say)(const char *text), struct err *e)
{
	const struct figures *f = &source->spool->in.figures;
	struct plan *plan = mem_zero(sizeof(*plan));
	unsigned i;
	int rc = 0;

	memset(s, 0, sizeof(*s));
	for (i = 0; i < TYPE_COUNT; i++)
		if (!source->profile->sections[i].used)
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
		rc = survey_one(s, plan, brake, say, e);
		plan_close(plan);
		s->to_send += t->counts[PLAN_CREATE] + t->counts[PLAN_UPDATE] +
		    t->counts[PLAN_REMOVE] + t->moved;
	}
	mem_free(plan);
	if (rc == 0 && say)
		say_not_sent(source, say);
	return rc;
}

bool
survey_sends(const struct survey *s, enum record_type type)
{
	const struct survey_type *t = &s->types[type];

	return t->counts[PLAN_CREATE] || t->counts[PLAN_UPDATE] ||
	    t->counts[PLAN_WAIT] || t->tidy;
}

bool
survey_removes(const struct survey *s, enum record_type type)
{
	const struct survey_type *t = &s->types[type];

	return t->counts[PLAN_REMOVE] || t->counts[PLAN_REPORT] ||
	    t->counts[PLAN_DROP] || t->moved;
}
