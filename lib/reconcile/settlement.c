/* settlement.c - is this exception within what was compared? */
#include "reconcile/settlement.h"

#include "store/db.h"
#include "store/exceptions.h"

/* The rule of a finding of the structure says whose it is. */
#define IN_PLM " in PLM"
#define IN_ERP " in the ERP"

struct settlement {
	const struct reconcile *r;
	bool same_scopes; /* as in the last comparison */
	struct arena arena;
};

static void
add_prefix(struct buf *b, const struct policy *policy)
{
	if (!policy->name.len)
		return;
	buf_add_slice(b, policy->name);
	buf_add_text(b, ": ");
}

void
settlement_rule(struct buf *b, const struct policy *policy,
    const struct finding *one)
{
	struct slice rest = one->key;

	add_prefix(b, policy);
	buf_add_slice(b, slice_cut(&rest, ':'));
	if (one->class >= FINDING_CYCLE)
		buf_add_text(b, one->erp.len ? IN_ERP : IN_PLM);
	else if (one->member.len) {
		buf_add_byte(b, '.');
		buf_add_slice(b, one->member);
	}
}

/* --- rules --- */

/* The class by its name; false where it is none of a reconciliation. */
static bool
class_of(enum finding_class *class, struct slice name)
{
	unsigned i;

	for (i = 0; i < FINDING_CLASSES; i++)
		if (slice_is(name, finding_class_name(
		    (enum finding_class)i))) {
			*class = (enum finding_class)i;
			return true;
		}
	return false;
}

/* The rule of a member, by its name; `member` is its place in a scope. */
static const struct policy_rule *
member_rule(const struct policy_type *t, enum record_type type,
    struct slice name, unsigned *member)
{
	static const struct slice attrs = SLICE_INIT("attrs.");
	int found = schema_member_find(type, name);

	*member = SCHEMA_MEMBERS_MOST;
	if (slice_begins(name, attrs))
		return policy_attr_rule(t, slice_from(name.at + attrs.len,
		    name.len - attrs.len));
	if (found < 0)
		return &t->members[POLICY_UNKNOWN];
	*member = (unsigned)found; /* not negative */
	return &t->members[*member];
}

/* Do both inputs supply the member, and does the policy compare it? */
static bool
member_covered(const struct reconcile *r, enum record_type type,
    struct slice name)
{
	const struct policy_rule *rule;
	unsigned member;

	rule = member_rule(&r->policy->types[type], type, name, &member);
	return (rule->owner == POLICY_PLM || rule->owner == POLICY_SHARED) &&
	    scope_supplies(&r->pair.left.in.head.scope, type, member) &&
	    scope_supplies(&r->pair.right.in.head.scope, type, member);
}

/* What stands behind "POLICY: TYPE"; false: it is no rule of this policy. */
static bool
rest_of_rule(struct slice *rest, const struct settlement *c,
    const struct exceptions_row *row, const struct key *k)
{
	struct buf prefix = BUF_INIT(4 * ZIO_LINE_MOST);
	bool ours;

	add_prefix(&prefix, c->r->policy);
	buf_add_slice(&prefix, schema_types[k->type].name);
	ours = slice_begins(row->rule, buf_slice(&prefix));
	if (ours)
		*rest = slice_from(row->rule.at + prefix.len,
		    row->rule.len - prefix.len);
	buf_release(&prefix);
	return ours;
}

/* --- records --- */

/* Could this side have shown the record? */
static bool
side_covers(const struct settlement *c, const struct pairing_side *side,
    const struct pairing_side *other, const struct key *k)
{
	enum absence why = pairing_absence(side, other, k);

	return why == ABSENCE_GONE ||
	    (why == ABSENCE_FILTERED && c->same_scopes &&
	    !withheld_covers(&side->withheld, k));
}

static bool
both_cover(const struct settlement *c, const struct key *k)
{
	const struct pairing *pair = &c->r->pair;

	return side_covers(c, &pair->left, &pair->right, k) &&
	    side_covers(c, &pair->right, &pair->left, k);
}

/* Would an item that must be in a plant have been missed again? */
static bool
demand_covered(const struct settlement *c, const struct key *k)
{
	const struct pairing *pair = &c->r->pair;
	struct key item = {.type = TYPE_ITEM, .count = 1,
	    .parts = {k->parts[0]}};

	return side_covers(c, &pair->right, &pair->right, k) &&
	    side_covers(c, &pair->left, &pair->left, &item);
}

/*
 * A structure is more than one record: whatever the side holds back could be
 * the piece that is not there.
 */
static bool
structure_covered(const struct settlement *c, struct slice rest)
{
	const struct stream_in *in = slice_is(rest, IN_ERP)
	    ? &c->r->pair.right.in : &c->r->pair.left.in;

	return c->r->policy->structure.checked && c->same_scopes &&
	    stream_in_complete(in) && !in->figures.counts[TYPE_WITHHELD];
}

static bool
missing_covered(const struct settlement *c, enum finding_class class,
    const struct key *k)
{
	const struct policy *policy = c->r->policy;
	const struct policy_type *t = &policy->types[k->type];
	bool applied = class == FINDING_MISSING_IN_ERP
	    ? presence_may_be(&t->plm_only, POLICY_MISSING)
	    : presence_may_be(&t->erp_only, POLICY_MISSING) ||
	    presence_may_be(&t->erp_only, POLICY_REMOVE);

	applied = applied && t->compared && both_cover(c, k);
	if (class != FINDING_MISSING_IN_ERP || k->type != TYPE_PLANT_ITEM ||
	    !policy->exists.count)
		return applied;
	/* a demand may have found it, too, whatever plants PLM speaks of */
	return demand_covered(c, k) && (applied || !t->compared ||
	    !scope_holds(&c->r->pair.left.in.head.scope, k));
}

static bool
covers(const struct exceptions_row *row, void *ctx)
{
	struct settlement *c = ctx;
	struct err ignored = ERR_INIT;
	enum finding_class class;
	struct slice rest;
	struct key k;

	if (!slice_equal(row->target, c->r->pair.right.in.head.system) ||
	    !class_of(&class, row->class))
		return false;
	arena_reset(&c->arena);
	if (key_parse_text(&k, row->about, &c->arena, &ignored) < 0) {
		err_clear(&ignored);
		return false;
	}
	if (!rest_of_rule(&rest, c, row, &k))
		return false;
	if (class >= FINDING_CYCLE)
		return structure_covered(c, rest);
	if (!rest.len)
		return missing_covered(c, class, &k);
	return rest.at[0] == '.' && c->r->policy->types[k.type].compared &&
	    member_covered(c->r, k.type, slice_from(rest.at + 1,
	    rest.len - 1)) && both_cover(c, &k);
}

/* --- scopes --- */

/* What the state remembers of the last comparison's scopes, and by now. */
struct scopes {
	struct buf target, name, now;
	struct run_checkpoint at;
};

static void
scopes_init(struct scopes *f, const struct reconcile *r)
{
	const struct stream_in *const inputs[] = {&r->pair.left.in,
	    &r->pair.right.in};
	struct head h;
	int i;

	buf_init(&f->target, ZIO_LINE_MOST);
	buf_init(&f->name, ZIO_LINE_MOST);
	buf_init(&f->now, 4 * ZIO_LINE_MOST);
	buf_add_slice(&f->target, inputs[1]->head.system);
	buf_add_text(&f->name, "scopes ");
	buf_add_slice(&f->name, r->policy->name);
	for (i = 0; i < 2; i++) {
		head_init(&h, HEAD_SNAPSHOT);
		h.scope = inputs[i]->head.scope;
		head_add_line(&f->now, &h);
	}
	f->at = (struct run_checkpoint){"reconcile", buf_text(&f->target),
	    buf_text(&f->name)};
}

static void
scopes_release(struct scopes *f)
{
	buf_release(&f->target);
	buf_release(&f->name);
	buf_release(&f->now);
}

int
settlement_run(struct session *s, const struct reconcile *r, struct err *e)
{
	struct settlement c = {.r = r, .arena = ARENA_INIT};
	const struct audit_by by = {s->first.at, "reconcile"};
	const struct exceptions_end end = {&by, covers, &c};
	struct slice before;
	struct scopes f;
	uint64_t fixed;
	int got;

	scopes_init(&f, r);
	got = run_checkpoint_get(s->db, &f.at, &before, &c.arena, e);
	c.same_scopes = got > 0 && slice_equal(before, buf_slice(&f.now));
	if (got >= 0)
		got = exceptions_fix_unseen(s->db, &end, &fixed, e);
	scopes_release(&f);
	arena_release(&c.arena);
	return got < 0 ? -1 : 0;
}

int
settlement_end(struct session *s, const struct reconcile *r, struct err *e)
{
	struct scopes f;
	int rc;

	if (!s->db)
		return 0;
	if (db_begin(s->db, e) < 0)
		return -1;
	scopes_init(&f, r);
	rc = run_checkpoint_put(s->db, &f.at, buf_slice(&f.now), s->first.at,
	    e);
	scopes_release(&f);
	if (rc == 0)
		rc = session_end(s, e);
	if (rc == 0)
		return db_commit(s->db, e);
	db_rollback(s->db);
	return -1;
}
