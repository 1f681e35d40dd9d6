/* target_fuzz.c - any bytes as a target profile, and its first request made. */
#include "load/request.h"
#include "load/target.h"

/* What has been read makes requests, for any record. */
static void
make_requests(struct target_profile *p, const struct target_section *s)
{
	struct record *record = mem_zero(sizeof(*record));
	struct scene_unit unit = {.root = record};
	const struct scene_unit *units[] = {&unit};
	struct scene *scene = &p->http->scene;
	struct err e = ERR_INIT;
	struct request r;
	size_t op, i;

	record_init(record, s->type);
	request_init(&r);
	scene->units = units;
	scene->unit_count = 1;
	scene->names = &s->http->names;
	for (op = 0; op < HTTP_OPS; op++)
		for (i = 0; i < s->http->ops[op].count; i++) {
			scene_enter(scene, &unit);
			(void)!request_make(&r, p->http,
			    &s->http->ops[op].steps[i], &e);
		}
	request_release(&r);
	mem_free(record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* bytes are bytes */
	struct slice text = slice_from((const char *)data, size);
	struct target_profile p;
	struct err e = ERR_INIT;
	size_t i;

	if (target_profile_parse(&p, "p", text, &e) == 0)
		for (i = 0; i < TYPE_COUNT; i++)
			if (p.sections[i].http)
				make_requests(&p, &p.sections[i]);
	if (e.kind != ERR_NONE && e.kind != ERR_USAGE)
		BUG("a profile is refused, but not as a mistake of its own");
	target_profile_release(&p);
	return 0;
}
