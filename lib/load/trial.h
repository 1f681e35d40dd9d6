/*
 * trial.h - an input, a profile and a state, for the tests of this floor.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef LOAD_TRIAL_H
#define LOAD_TRIAL_H

#include "load/batch.h"
#include "load/mock_channel.h"
#include "store/scratch.h"
#include "model/scopeword.h"

struct trial {
	struct scratch scratch;
	struct target_profile profile;
	struct spool spool;
	struct plan_source source;
	struct mock_channel mock;
	struct outbox out;
	struct batch_place place;
};

/* Writes a file of the trial's folder and gives its path in `path`. */
static inline void
trial_file(struct trial *t, const char *name, const char *text,
    char path[128])
{
	FILE *f;

	snprintf(path, 128, "%s/%s", t->scratch.folder, name);
	f = fopen(path, "w");
	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		abort();
}

/* The input: lines as they stand in a stream. */
static inline void
trial_input(struct trial *t, const char *lines)
{
	struct err e = ERR_INIT;
	char path[128];

	spool_release(&t->spool);
	trial_file(t, "in.jsonl", lines, path);
	scratch_must(spool_load(&t->spool, path, SORT_MEMORY_LEAST, &e), &e);
	t->source.spool = &t->spool;
	t->place.group.scope = t->spool.in.head.scope.filter;
}

/* The same as a complete snapshot with this scope. */
static inline void
trial_snapshot(struct trial *t, const char *scope, const char *lines)
{
	struct err e = ERR_INIT;

	trial_input(t, *lines ? lines : "{\"type\":\"item\",\"item\":\"x\"}\n");
	t->spool.in.bare = false;
	t->spool.in.head.kind = HEAD_SNAPSHOT;
	if (!*lines)
		memset(t->spool.starts, 0, sizeof(t->spool.starts));
	scratch_must(scopeword_parse(&t->spool.in.head.scope, slice_of(scope),
	    &t->spool.in.texts, &e), &e);
	t->place.group.scope = t->spool.in.head.scope.filter;
}

/* An empty state, and a profile with these types. */
static inline void
trial_open(struct trial *t, const char *types)
{
	struct err e = ERR_INIT;
	struct run_info info = {.tool = SLICE_INIT("erp-load"),
	    .version = SLICE_INIT("1")};
	static char run[RUN_ID_SIZE];
	char path[128], text[2048];

	memset(t, 0, sizeof(*t));
	t->spool.fd = -1;
	scratch_open(&t->scratch);
	snprintf(text, sizeof(text), "target: erp\nkind: sqlite\n"
	    "file: erp.db\ncreate: yes\ntypes: %s\n", types);
	trial_file(t, "erp.yaml", text, path);
	scratch_must(target_profile_load(&t->profile, path, &e), &e);
	scratch_must(run_start(t->scratch.db, &info, run, &e), &e);
	scratch_must(outbox_open(&t->out, "erp", NULL, NULL, &e), &e);
	t->mock.base.kind = &mock_kind;
	t->source.db = t->scratch.db;
	t->source.profile = &t->profile;
	t->place = (struct batch_place){.db = t->scratch.db,
	    .channel = &t->mock.base, .out = &t->out,
	    .lease = {"erp-load", "erp", run}, .by = {run, "erp-load"},
	    .group = {"erp", run, {"", 0}}};
	scratch_must(lease_take(t->scratch.db, &t->place.lease, NULL, &e),
	    &e);
}

static inline void
trial_close(struct trial *t)
{
	outbox_close(&t->out);
	spool_release(&t->spool);
	target_profile_release(&t->profile);
	map_release(&t->mock.sent);
	map_release(&t->mock.disputed);
	release_release(&t->place.release);
	map_release(&t->place.recovered);
	scratch_close(&t->scratch);
}

/* A BOM and its lines, in short. */
#define TRIAL_BOM(parent, more) \
	"{\"type\":\"bom\",\"parent\":\"" parent "\"," \
	"\"parent_revision\":\"\"," \
	"\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\"" more "}"
#define TRIAL_LINE(parent, find, component, more) \
	"{\"type\":\"bom_line\",\"parent\":\"" parent "\"," \
	"\"parent_revision\":\"\",\"plant\":\"\",\"usage\":\"\"," \
	"\"alternative\":\"\",\"find_number\":\"" find "\"," \
	"\"component\":\"" component "\",\"occurrence\":\"\"" more "}"
#define TRIAL_UNITS "{item: {}, bom: {with: [bom_line, substitute]}}"

/* Puts an acknowledged record into the ledger, by its canonical line. */
static inline void
trial_known(struct trial *t, const char *line)
{
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct ledger_fact fact = {.line = slice_of(line),
	    .digest = SLICE_INIT("0123456789abcdef")};
	struct key k;
	size_t n = key_parse_prefix(&k, fact.line, &a);

	if (!n)
		abort();
	fact.key = slice_from(line, n);
	fact.type = schema_types[k.type].name;
	scratch_must(ledger_put(t->scratch.db, &t->place.group, &fact, 1, &e),
	    &e);
	arena_release(&a);
}

#endif
