/*
 * csv_trial.h - a profile of drops in a folder of its own, for tests.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef LOAD_CSV_TRIAL_H
#define LOAD_CSV_TRIAL_H

#include "load/channel.h"
#include "load/target.h"
#include "model/recin.h"
#include "io/file.h"
#include "io/folder.h"
#include "store/ledger.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

#define CSV_TRIAL_ITEM(item, mass) "{\"type\":\"item\",\"item\":\"" item \
	"\",\"mass\":" mass "}"

struct csv_trial {
	struct scratch scratch;
	struct target_profile profile;
	struct channel_call calls[4];
	size_t count;
	struct arena a;
	struct err e;
};

static inline void
csv_trial_open(struct csv_trial *t, const char *top)
{
	struct buf text = BUF_INIT(4096);
	char name[200];

	memset(t, 0, sizeof(*t));
	scratch_open(&t->scratch);
	snprintf(name, sizeof(name), "%s/p.yaml", t->scratch.folder);
	buf_printf(&text, "target: t\nkind: csv\nfolder: drop\nspool: spool\n"
	    "%s\ntypes: {item: {columns: {item: item, kg: mass}, "
	    "removal: delete}, supplier: {columns: {supplier: supplier}}}\n",
	    top);
	scratch_must(target_profile_parse(&t->profile, name,
	    buf_slice(&text), &t->e), &t->e);
	buf_release(&text);
}

/* Adds a call, with its line as the idempotency key. */
static inline void
csv_trial_call(struct csv_trial *t, enum change_op op, const char *line)
{
	struct channel_call *call = &t->calls[t->count++];
	struct column_value *values = arena_alloc(&t->a,
	    TARGET_COLUMNS_MOST * sizeof(*values));
	struct record r;

	scratch_must(recin_parse(&r, slice_of(line), JSON_AT("line", 1),
	    &t->a, &t->e), &t->e);
	*call = (struct channel_call){.op = op, .values = values,
	    .section = &t->profile.sections[r.type],
	    .idempotency = slice_of(line)};
	scratch_must(column_values(call->section, &r, values, &t->a, &t->e),
	    &t->e);
}

/* What a file below the trial's folder holds; NULL: it is not there. */
static inline void
csv_trial_file(struct csv_trial *t, const char *name, const char *want)
{
	struct buf path = BUF_INIT(4096), text = BUF_INIT(65536);
	struct err e = ERR_INIT;

	buf_printf(&path, "%s/%s", t->scratch.folder, name);
	if (!want) {
		assert_int_equal(access(buf_text(&path), F_OK), -1);
	} else {
		scratch_must(file_load(&text, buf_text(&path), 65536, &e),
		    &e);
		assert_string_equal(buf_text(&text), want);
	}
	buf_release(&path);
	buf_release(&text);
}

static inline void
csv_trial_empty(const struct csv_trial *t, const char *name)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct slice *names;
	char path[400];
	size_t count = 0, i;

	snprintf(path, sizeof(path), "%s/%s", t->scratch.folder, name);
	scratch_must(folder_list(&names, &count, path, &a, &e), &e);
	for (i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s/%.*s", t->scratch.folder,
		    name, SLICE_ARGS(names[i]));
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/%s", t->scratch.folder, name);
	rmdir(path);
	arena_release(&a);
}

static inline void
csv_trial_close(struct csv_trial *t)
{
	csv_trial_empty(t, "drop");
	csv_trial_empty(t, "spool");
	target_profile_release(&t->profile);
	arena_release(&t->a);
	scratch_close(&t->scratch);
}

#endif
