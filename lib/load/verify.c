/*
 * verify.c - walks over the ledger in key order.
 *
 * What goes along with which root the loads themselves have noted
 * (form.c), since a state is checked without a profile.
 */
#include "load/verify.h"

#include "base/map.h"
#include "load/course.h"
#include "load/order.h"
#include "load/outbox.h"
#include "store/findings.h"
#include "store/ledger.h"
#include "store/run.h"
#include "store/xref.h"

#define TEXT_MOST (8 * KEY_MOST)

struct verification {
	struct db *db;
	struct findings *findings;
	const char *target;
	bool part[TYPE_COUNT];
	enum record_type root[TYPE_COUNT]; /* of a part; else the type */
	struct buf text;
};

static const char *
text_of(struct verification *v, struct slice key)
{
	buf_clear(&v->text);
	outbox_add_key(&v->text, key);
	return buf_text(&v->text);
}

/* What the target's loads have noted of one root. */
static int
read_parts(struct verification *v, enum record_type root, struct err *e)
{
	struct buf name = BUF_INIT(256);
	struct run_checkpoint at = {"erp-load", v->target, NULL};
	struct arena a = ARENA_INIT;
	enum record_type type;
	struct slice rest;
	int got;

	buf_printf(&name, "parts:%.*s", SLICE_ARGS(schema_types[root].name));
	at.name = buf_text(&name);
	got = run_checkpoint_get(v->db, &at, &rest, &a, e);
	while (got > 0 && rest.len)
		if (schema_find(&type, slice_cut(&rest, ' '))) {
			v->part[type] = true;
			v->root[type] = root;
		}
	arena_release(&a);
	buf_release(&name);
	return got < 0 ? -1 : 0;
}

/* --- parts without a root --- */

struct walk {
	struct ledger_cursor cursor;
	struct ledger_row row;
	struct slice unit;
	bool has;
};

static int
step(struct walk *w, enum record_type type, enum record_type root,
    struct err *e)
{
	int got;

	do /* what was never acknowledged may be without */
		got = ledger_next(&w->cursor, &w->row, e);
	while (got > 0 && !w->row.line.len);
	w->has = got > 0;
	if (w->has)
		w->unit = course_unit_of(w->row.key, type, root);
	return got < 0 ? -1 : 0;
}

static void
open_walk(struct walk *w, struct verification *v, enum record_type type)
{
	struct buf prefix = BUF_INIT(KEY_MOST);

	course_add_prefix(&prefix, type, type, slice_from("", 0));
	ledger_open(&w->cursor, v->db, v->target, buf_slice(&prefix));
	buf_release(&prefix);
}

static int
check_part(struct verification *v, enum record_type type, struct err *e)
{
	enum record_type root = v->root[type];
	struct walk parts, roots;
	int rc, order;

	open_walk(&parts, v, type);
	open_walk(&roots, v, root);
	rc = step(&parts, type, root, e) < 0 ? -1
	    : step(&roots, root, root, e);
	while (rc == 0 && parts.has) {
		order = roots.has ? slice_compare(roots.unit, parts.unit) : 1;
		if (order < 0) {
			rc = step(&roots, root, root, e);
			continue;
		}
		if (order > 0)
			findings_add(v->findings, "ledger %s: %s: its %.*s is "
			    "not acknowledged", v->target,
			    text_of(v, parts.row.key),
			    SLICE_ARGS(schema_types[root].name));
		rc = step(&parts, type, root, e);
	}
	ledger_close(&parts.cursor);
	ledger_close(&roots.cursor);
	return rc;
}

/* --- requests --- */

/* The unit that a key belongs to, with its root's type in front. */
static struct slice
unit_name(const struct verification *v, struct slice key, struct arena *a)
{
	struct buf name = BUF_INIT(TEXT_MOST);
	enum record_type type;
	struct slice all = slice_from("", 0);

	if (course_type_of(&type, key)) {
		course_add_prefix(&name, v->root[type], v->root[type],
		    course_unit_of(key, type, v->root[type]));
		all = slice_copy(buf_slice(&name), a);
	}
	buf_release(&name);
	return all;
}

struct requests {
	struct map keys; /* idempotency keys, to indexes */
	struct slice *units;
	struct arena arena;
};

static void
check_request(struct verification *v, struct requests *q,
    const struct ledger_row *row)
{
	struct slice unit = unit_name(v, row->key, &q->arena);
	bool added;
	uint64_t *at;

	if (!row->idempotency.len)
		return;
	at = map_put(&q->keys, row->idempotency, &added);
	if (added) {
		*at = q->keys.count - 1;
		q->units = mem_grow(q->units, q->keys.count,
		    sizeof(*q->units));
		q->units[*at] = unit;
	} else if (!slice_equal(q->units[*at], unit)) {
		findings_add(v->findings, "ledger %s: %s: has the idempotency "
		    "key of another unit", v->target, text_of(v, row->key));
	}
}

static int
check_requests(struct verification *v, struct err *e)
{
	struct requests q = {.keys = MAP_INIT, .arena = ARENA_INIT};
	struct ledger_cursor c;
	struct ledger_row row;
	unsigned state;
	int got = 0;

	for (state = 0; state < LEDGER_STATES && got == 0; state++) {
		if (state == LEDGER_POSTED)
			continue;
		/* an index is a state */
		ledger_open_state(&c, v->db, v->target,
		    (enum ledger_state)state);
		while ((got = ledger_next(&c, &row, e)) > 0)
			check_request(v, &q, &row);
		ledger_close(&c);
	}
	map_release(&q.keys);
	mem_free(q.units);
	arena_release(&q.arena);
	return got;
}

/* --- cross-references --- */

static int
check_xref(struct verification *v, const struct xref *x,
    struct ledger_found *found, struct err *e)
{
	struct buf key = BUF_INIT(TEXT_MOST);
	struct arena a = ARENA_INIT;
	struct err bad = ERR_INIT;
	enum record_type type;
	struct key k;
	int got = 0;

	if (!schema_find(&type, x->type) ||
	    key_parse_record_key(&k, type, x->plm_id, &a, &bad) < 0) {
		findings_add(v->findings, "xref %s: %.*s:%.*s: is no key",
		    v->target, SLICE_ARGS(x->type), SLICE_ARGS(x->plm_id));
		goto out;
	}
	key_add_prefix(&key, &k);
	got = ledger_get(v->db, v->target, buf_slice(&key), found, e);
	if (got == 0)
		findings_add(v->findings, "xref %s: %.*s:%.*s: is not in the "
		    "ledger", v->target, SLICE_ARGS(x->type),
		    SLICE_ARGS(x->plm_id));
	else if (got > 0 && !slice_equal(found->row.external_id,
	    x->external_id))
		findings_add(v->findings, "xref %s: %.*s:%.*s: is %.*s, but "
		    "%.*s in the ledger", v->target, SLICE_ARGS(x->type),
		    SLICE_ARGS(x->plm_id), SLICE_ARGS(x->external_id),
		    SLICE_ARGS(found->row.external_id));
out:
	buf_release(&key);
	arena_release(&a);
	return got < 0 ? -1 : 0;
}

static int
check_xrefs(struct verification *v, struct err *e)
{
	struct ledger_found found = LEDGER_FOUND_INIT;
	struct xref_cursor c;
	struct xref x;
	int got;

	xref_open(&c, v->db);
	while ((got = xref_next(&c, &x, e)) > 0)
		if (slice_is(x.target, v->target) &&
		    check_xref(v, &x, &found, e) < 0) {
			got = -1;
			break;
		}
	xref_close(&c);
	page_release(&found.page);
	return got;
}

/* --- all --- */

static int
check_target(struct verification *v, struct err *e)
{
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++) {
		v->part[i] = false;
		v->root[i] = (enum record_type)i; /* an index is a type */
	}
	for (i = 0; i < ORDER_COUNT; i++)
		if (read_parts(v, order_types[i], e) < 0)
			return -1;
	for (i = 0; i < TYPE_COUNT; i++)
		if (v->part[i] && check_part(v, (enum record_type)i, e) < 0)
			return -1;
	return check_requests(v, e) < 0 ? -1 : check_xrefs(v, e);
}

int
verify_check(struct db *db, struct findings *f, struct err *e)
{
	struct verification v = {.db = db, .findings = f};
	struct page targets = PAGE_INIT;
	const struct page_cell *cell;
	int rc;

	buf_init(&v.text, TEXT_MOST);
	rc = ledger_targets(db, &targets, e);
	while (rc == 0 && (cell = page_next(&targets)) != NULL) {
		v.target = cell->bytes.at; /* with a NUL behind it */
		rc = check_target(&v, e);
	}
	page_release(&targets);
	buf_release(&v.text);
	return rc;
}
