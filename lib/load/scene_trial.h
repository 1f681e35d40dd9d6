/*
 * scene_trial.h - a scene with a record or a BOM at hand, for the tests of what
 * makes requests.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef LOAD_SCENE_TRIAL_H
#define LOAD_SCENE_TRIAL_H

#include "load/skeleton.h"
#include "model/recin.h"

/* What cannot be has happened: the test is no test. */
static inline void scene_trial_fail(const char *fmt, ...) PRINTF_LIKE(1, 2);

static inline void
scene_trial_fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	abort();
}

struct scene_trial {
	struct scene scene;
	struct scene_names names;
	struct template_maker maker;
	struct scene_unit unit;
	const struct scene_unit *units[2];
	struct scene_part parts[8];
	struct arena arena;
	struct ydoc doc;
	struct err e;
};

static inline const struct record *
scene_trial_record(struct scene_trial *t, const char *line)
{
	struct record *r = arena_alloc(&t->arena, sizeof(*r));

	if (recin_parse(r, slice_of(line), JSON_AT("test", 1), &t->arena,
	    &t->e) < 0)
		scene_trial_fail("%s", t->e.text);
	return r;
}

/* With this root at hand. */
static inline void
scene_trial_open(struct scene_trial *t, const char *root)
{
	memset(t, 0, sizeof(*t));
	if (scene_init(&t->scene, &t->e) < 0)
		scene_trial_fail("%s", t->e.text);
	t->unit.root = scene_trial_record(t, root);
	t->unit.parts = t->parts;
	t->units[0] = t->units[1] = &t->unit;
	t->scene.units = t->units;
	t->scene.unit_count = 1;
	t->scene.names = &t->names;
	t->maker = (struct template_maker){.scene = &t->scene,
	    .arena = &t->arena, .root = t->unit.root->type,
	    .type = t->unit.root->type};
	scene_enter(&t->scene, &t->unit);
}

/* One part more; those that are gone come last. */
static inline void
scene_trial_part(struct scene_trial *t, const char *state, const char *line)
{
	struct scene_part *p = &t->parts[t->unit.part_count +
	    t->unit.gone_count];

	p->record = scene_trial_record(t, line);
	p->type = p->record->type;
	p->state = state;
	p->external_id = SLICE("");
	if (strcmp(state, "gone") == 0)
		t->unit.gone_count++;
	else
		t->unit.part_count++;
}

/* A YAML text as the node that the readers take. */
static inline const struct ydoc_node *
scene_trial_node(struct scene_trial *t, const char *yaml)
{
	ydoc_release(&t->doc);
	err_clear(&t->e);
	if (ydoc_parse(&t->doc, "p", slice_of(yaml), &t->e) < 0)
		scene_trial_fail("%s: %s", yaml, t->e.text);
	return t->doc.root;
}

static inline void
scene_trial_close(struct scene_trial *t)
{
	scene_release(&t->scene);
	ydoc_release(&t->doc);
	arena_release(&t->arena);
}

#define SCENE_TRIAL_ITEM "{\"type\":\"item\",\"item\":\"P/1 'x'\"," \
	"\"name\":\"A \\\"B\\\" & <C>\",\"mass\":12345678901234567890.5," \
	"\"phantom\":true,\"attrs\":{\"n\":7,\"s\":\"t\"}}"
#define SCENE_TRIAL_BOM "{\"type\":\"bom\",\"parent\":\"A-1\"," \
	"\"parent_revision\":\"B\",\"base_quantity\":2,\"uom\":\"EA\"}"
#define SCENE_TRIAL_LINE(n, component, quantity) "{\"type\":\"bom_line\"," \
	"\"parent\":\"A-1\",\"parent_revision\":\"B\",\"find_number\":\"" n \
	"\",\"component\":\"" component "\",\"quantity\":" quantity \
	",\"refdes\":[\"R2\",\"R1\"]}"

#endif
