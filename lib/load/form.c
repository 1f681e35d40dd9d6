/* form.c - checkpoints: a place, and for each section the section's hash. */
#include "load/form.h"

#include "io/log.h"
#include "store/db.h"
#include "store/ledger.h"
#include "store/run.h"

static void
section_at(const struct form *f, enum record_type type,
    struct run_checkpoint *at, struct buf *name)
{
	buf_printf(name, "section:%.*s", SLICE_ARGS(schema_types[type].name));
	*at = (struct run_checkpoint){"erp-load", f->profile->name,
	    buf_text(name)};
}

/* Has the target acknowledged any record of the type?  1, 0, -1. */
static int
any_known(const struct form *f, enum record_type type, struct err *e)
{
	struct buf prefix = BUF_INIT(KEY_MOST);
	struct ledger_cursor c;
	struct ledger_row row;
	int got;

	buf_add_slice(&prefix, schema_types[type].lead);
	buf_add_byte(&prefix, ',');
	ledger_open(&c, f->db, f->profile->name, buf_slice(&prefix));
	do /* what is only on its way has no line yet */
		got = ledger_next(&c, &row, e);
	while (got > 0 && !row.line.len);
	ledger_close(&c);
	buf_release(&prefix);
	return got;
}

/*
 * A type (one of these, where they are given) that the ledger has and that is
 * not sent again in this run: 1 and its name, 0 there is none, -1.
 */
static int
kept_type(const struct form *f, const bool *of, const char **name,
    struct err *e)
{
	unsigned i;
	int known = 0;

	for (i = 0; i < TYPE_COUNT && known == 0; i++) {
		*name = schema_types[i].name.at;
		if (f->profile->sections[i].used && !f->resend[i] &&
		    (!of || of[i]))
			known = any_known(f, (enum record_type)i, e);
	}
	return known;
}

static int
check_place(const struct form *f, struct slice before, const char *now,
    struct err *e)
{
	const char *type;
	int known = kept_type(f, NULL, &type, e);

	if (known <= 0)
		return known;
	return err_set(e, ERR_USAGE, "%s: %s is %.*s by the ledger, not %s "
	    "(another target needs another --state; if it has moved, "
	    "--resend %s)", db_path(f->db), f->profile->name,
	    SLICE_ARGS(before), now, type);
}

int
form_empty(const struct form *f, const bool *empty, const char *place,
    struct err *e)
{
	const char *type;
	int known = kept_type(f, empty, &type, e);

	if (known <= 0)
		return known;
	return err_set(e, ERR_DECIDE, "%s: has no %s at all, though by the "
	    "ledger it has acknowledged some (restore the target, or send "
	    "them again with --resend %s)", place, type, type);
}

/* For whoever checks the state without the profile: what goes with what. */
static int
keep_parts(const struct form *f, const char *run, struct err *e)
{
	unsigned i;
	size_t n;
	int rc = 0;

	for (i = 0; i < TYPE_COUNT && rc == 0; i++) {
		const struct target_section *s = &f->profile->sections[i];
		struct buf name = BUF_INIT(256), parts;
		struct run_checkpoint at;

		if (!s->used || !s->part_count)
			continue;
		buf_init(&parts, 4096);
		for (n = 0; n < s->part_count; n++)
			buf_printf(&parts, "%s%.*s", n ? " " : "",
			    SLICE_ARGS(schema_types[s->parts[n].type].name));
		buf_printf(&name, "parts:%.*s",
		    SLICE_ARGS(schema_types[i].name));
		at = (struct run_checkpoint){"erp-load", f->profile->name,
		    buf_text(&name)};
		rc = run_checkpoint_put(f->db, &at, buf_slice(&parts), run, e);
		buf_release(&name);
		buf_release(&parts);
	}
	return rc;
}

int
form_place(const struct form *f, const char *place, const char *run,
    struct err *e)
{
	const struct run_checkpoint at = {"erp-load", f->profile->name,
	    "place"};
	struct arena a = ARENA_INIT;
	struct slice before;
	int got = run_checkpoint_get(f->db, &at, &before, &a, e);
	int rc = got < 0 ? -1 : 0;

	if (got > 0 && !slice_is(before, place))
		rc = check_place(f, before, place, e);
	if (rc == 0 && (got == 0 || !slice_is(before, place)))
		rc = run_checkpoint_put(f->db, &at, slice_of(place), run, e);
	if (rc == 0)
		rc = keep_parts(f, run, e);
	arena_release(&a);
	return rc;
}

static int
check_section(struct form *f, enum record_type type, struct err *e)
{
	const struct target_section *s = &f->profile->sections[type];
	struct buf name = BUF_INIT(256);
	struct run_checkpoint at;
	struct arena a = ARENA_INIT;
	struct slice before;
	char now[HASH_TEXT_SIZE];
	int got, known = 0;

	section_at(f, type, &at, &name);
	got = run_checkpoint_get(f->db, &at, &before, &a, e);
	hash_print(now, s->hash);
	if (got > 0 && !slice_is(before, now))
		known = any_known(f, type, e);
	if (known > 0) {
		f->changed[type] = true;
		if (!f->resend[type])
			log_warning("%s: types.%.*s has changed: what %s has "
			    "keeps its form (--resend %.*s sends it again)",
			    f->profile->doc.name,
			    SLICE_ARGS(schema_types[type].name),
			    f->profile->name,
			    SLICE_ARGS(schema_types[type].name));
	}
	arena_release(&a);
	buf_release(&name);
	return got < 0 || known < 0 ? -1 : 0;
}

int
form_check(struct form *f, struct err *e)
{
	unsigned i;

	for (i = 0; f->db && i < TYPE_COUNT; i++)
		if (f->profile->sections[i].used &&
		    check_section(f, (enum record_type)i, e) < 0)
			return -1; /* an index is a type */
	return 0;
}

int
form_keep(const struct form *f, const char *run, struct err *e)
{
	unsigned i;
	int rc = 0;

	for (i = 0; i < TYPE_COUNT && rc == 0; i++) {
		enum record_type type = (enum record_type)i; /* an index */
		struct buf name = BUF_INIT(256);
		struct run_checkpoint at;
		char now[HASH_TEXT_SIZE];

		if (!f->profile->sections[i].used ||
		    (f->changed[i] && !f->resend[i]))
			continue;
		section_at(f, type, &at, &name);
		hash_print(now, f->profile->sections[i].hash);
		rc = run_checkpoint_put(f->db, &at, slice_of(now),
		    run, e);
		buf_release(&name);
	}
	return rc;
}
