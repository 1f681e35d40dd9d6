/* forget.c - a part of a key as a prefix, and rows under it. */
#include "load/forget.h"

#include "load/course.h"
#include "store/audit.h"
#include "store/transaction.h"
#include "store/xref.h"

#define TEXT_MOST (4 * KEY_MOST)

/* The members that are given, and any behind them: a whole key. */
static int
parse_parts(struct key *k, enum record_type type, struct slice text,
    struct arena *a, struct err *e)
{
	const struct schema_type *t = &schema_types[type];
	unsigned given = 1;
	struct buf whole = BUF_INIT(TEXT_MOST);
	size_t i;
	int rc;

	for (i = 0; i < text.len; i++)
		given += text.at[i] == '/';
	buf_add_slice(&whole, text);
	for (i = given; i < t->key_count; i++)
		buf_add_text(&whole, "/-");
	rc = key_parse_record_key(k, type, slice_copy(buf_slice(&whole), a),
	    a, e);
	/* A key with fewer members is what the whole one begins with. */
	k->count = given;
	buf_release(&whole);
	return rc;
}

int
forget_parse(struct forget_what *out, const char *text, struct err *e)
{
	struct slice rest = slice_of(text), name = slice_cut(&rest, ':');
	const char *nearest = schema_nearest(name);
	struct arena a = ARENA_INIT;
	struct key k;
	int rc;

	buf_init(&out->prefix, TEXT_MOST);
	if (!schema_find(&out->type, name))
		return err_set(e, ERR_USAGE, "--forget: \"%.*s\" is no record "
		    "type%s%s%s", SLICE_ARGS(name), nearest ? " (nearest: "
		    : "", nearest ? nearest : "", nearest ? ")" : "");
	if (!rest.at) {
		buf_add_slice(&out->prefix, schema_types[out->type].lead);
		buf_add_byte(&out->prefix, ',');
		return 0;
	}
	rc = parse_parts(&k, out->type, rest, &a, e);
	if (rc == 0)
		key_add_prefix(&out->prefix, &k);
	else
		err_in(e, "--forget");
	arena_release(&a);
	return rc;
}

/* The cross-references of the rows under a prefix. */
static int
drop_xrefs(struct db *db, const char *target, struct slice prefix,
    struct err *e)
{
	struct buf text = BUF_INIT(TEXT_MOST);
	struct arena a = ARENA_INIT;
	struct ledger_cursor c;
	struct ledger_row row;
	struct key k;
	int got;

	ledger_open(&c, db, target, prefix);
	while ((got = ledger_next(&c, &row, e)) > 0) {
		struct xref x = {.target = slice_of(target),
		    .type = row.type};

		arena_reset(&a);
		if (!row.external_id.len || !key_parse_prefix(&k, row.key, &a))
			continue;
		buf_clear(&text);
		key_add_text_without_type(&text, &k);
		x.plm_id = buf_slice(&text);
		got = xref_remove(db, &x, e);
		if (got < 0)
			break;
	}
	ledger_close(&c);
	arena_release(&a);
	buf_release(&text);
	return got;
}

static int
forget_prefix(const struct forget_place *p, struct slice prefix,
    uint64_t *count, struct err *e)
{
	const struct ledger_range range = {p->profile->name, prefix};
	uint64_t n;

	if (drop_xrefs(p->db, p->profile->name, prefix, e) < 0 ||
	    ledger_forget(p->db, &range, p->by, &n, e) < 0)
		return -1;
	*count += n;
	return 0;
}

/* Parts lie under the same members, with their own type in front. */
static int
forget_all(const struct forget_place *p, const struct forget_what *what,
    uint64_t *count, struct err *e)
{
	const struct target_section *s = &p->profile->sections[what->type];
	struct slice prefix = buf_slice(&what->prefix);
	size_t lead = schema_types[what->type].lead.len, i;

	if (forget_prefix(p, prefix, count, e) < 0)
		return -1;
	for (i = 0; i < s->part_count; i++) {
		struct buf part = BUF_INIT(TEXT_MOST);
		int rc;

		buf_add_slice(&part, schema_types[s->parts[i].type].lead);
		buf_add(&part, prefix.at + lead, prefix.len - lead);
		rc = forget_prefix(p, buf_slice(&part), count, e);
		buf_release(&part);
		if (rc < 0)
			return -1;
	}
	return 0;
}

int
forget_run(const struct forget_place *p, const struct forget_what *what,
    uint64_t *count, struct err *e)
{
	bool mine;
	int rc;

	*count = 0;
	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = forget_all(p, what, count, e);
	return transaction_leave(p->db, mine, rc, e);
}
