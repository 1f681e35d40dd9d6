/* explanation.c - section by section. */
#include "diff/explanation.h"

#include "base/show.h"
#include "diff/candidates.h"
#include "diff/facts.h"
#include "diff/likeness.h"
#include "model/recin.h"

enum { OLD, NEW };

struct telling {
	struct buf *out;
	struct inquiry *x;
	const struct diff *d;
	const char *const *names;
	struct arena arena;
};

static const char *const side_names[2] = {"old", "new"};

/* --- which BOM became which --- */

static void
tell_boms(struct telling *t)
{
	static const char by_sequence[] = "revisions that follow each other, "
	    "by the sequence of the revision records";
	static const char *const why[] = {
	    [PARENT_BY_KEY] = "one key on both sides",
	    [PARENT_BY_SEQUENCE] = by_sequence,
	    [PARENT_BY_REST] = "the one revision that is left on each side",
	};
	struct inquiry *x = t->x;
	int side = x->has_bom[NEW] ? NEW : OLD;

	buf_add_text(t->out, "BOM ");
	facts_add_bom(t->out, &x->boms[side]);
	if (!x->has_bom[!side]) {
		buf_printf(t->out, ": only the %s side has it; no other "
		    "revision is left to be paired with it\n",
		    side_names[side]);
		return;
	}
	if (x->by != PARENT_BY_KEY) {
		buf_add_text(t->out, ", before ");
		facts_add_bom(t->out, &x->boms[OLD]);
	}
	buf_printf(t->out, ": %s\n", why[x->by]);
}

/* The line that the key's became, or was; a NULL pointer: none. */
static struct slice
partner_text(const struct inquiry *x, int side)
{
	const uint64_t *at = map_find(&x->sides[side].keys,
	    buf_slice(&x->prefix));
	const struct ladder_line *l;

	if (!at)
		return slice_from(NULL, 0);
	l = &x->sides[side].list[*at].line;
	return l->partner == LADDER_NONE || ladder_replaces(l->rung)
	    ? slice_from(NULL, 0) : x->sides[!side].list[l->partner].text;
}

/* --- what comes of it --- */

static const char *const absences[] = {
	[ABSENCE_GONE] = "it is gone",
	[ABSENCE_INCOMPLETE] = "kept: the new side is no complete snapshot, "
	    "or says nothing about what it lacks of this type",
	[ABSENCE_OUT_OF_SCOPE] = "kept: it is not in the scope of both sides",
	[ABSENCE_FILTERED] = "kept: the new side's filter may have left it "
	    "out",
	[ABSENCE_WITHHELD] = "kept: the new side withholds it, or what it "
	    "belongs to",
};

static void
tell_none(struct telling *t)
{
	const struct pairing *p = &t->d->raw.pair;
	const struct inquiry *x = t->x;
	enum absence absence;

	if (!x->found[OLD].at && !x->found[NEW].at) {
		buf_add_text(t->out, "no change: the BOM has no header "
		    "record\n");
	} else if (x->found[OLD].at && !x->found[NEW].at) {
		absence = pairing_absence(&p->right, &p->left, &x->key);
		buf_printf(t->out, "no change: %s\n",
		    absence == ABSENCE_GONE ? "kept: the new side withholds "
		    "what it may have become" : absences[absence]);
	} else if (x->found[OLD].at && slice_equal(x->found[OLD],
	    x->found[NEW])) {
		buf_add_text(t->out, "no change: equal, by key\n");
	} else {
		buf_add_text(t->out, "no change: nothing differs that "
		    "counts\n");
	}
}

static int
tell_change(struct telling *t, struct err *e)
{
	const struct inquiry *x = t->x;
	struct record r;
	struct key k;
	size_t i;

	if (!x->change.len) {
		tell_none(t);
		return 0;
	}
	if (recin_parse(&r, buf_slice(&x->change), JSON_AT("delta", 0),
	    &t->arena, e) < 0)
		return -1;
	record_key(&k, &r);
	buf_printf(t->out, "%s ", change_op_name(r.change->op));
	key_add_text(t->out, &k);
	for (i = 0; i < r.change->tag_count; i++)
		facts_add_part(t->out, i ? " " : ", tags ",
		    r.change->tags[i]);
	facts_add_part(t->out, ", match ", r.change->match);
	facts_add_part(t->out, ", group ", r.change->group);
	buf_add_byte(t->out, '\n');
	return 0;
}

static void
tell_sides(struct telling *t)
{
	int side;

	key_add_text(t->out, &t->x->key);
	buf_add_byte(t->out, '\n');
	for (side = 0; side < 2; side++) {
		const uint64_t *at = map_find(&t->x->sides[side].keys,
		    buf_slice(&t->x->prefix));

		buf_printf(t->out, "%s side, ", side_names[side]);
		show_plain(t->out, slice_of(t->names[side]), FACTS_SHOWN);
		buf_add_text(t->out, t->x->found[side].at ? ": has it"
		    : ": does not have it");
		if (at) {
			buf_add_text(t->out, ", ");
			candidates_add_line(t->out,
			    &t->x->sides[side].list[*at].line);
		}
		buf_add_byte(t->out, '\n');
	}
}

static int
tell_match(struct telling *t, struct err *e)
{
	const struct inquiry *x = t->x;
	struct slice old = x->found[OLD], new = x->found[NEW];

	if (x->paired)
		tell_boms(t);
	if (x->paired && !(old.at && new.at) &&
	    candidates_add(t->out, x, t->d, old.at ? OLD : NEW, e) < 0)
		return -1;
	if (!new.at)
		new = partner_text(x, OLD);
	if (!old.at)
		old = partner_text(x, NEW);
	if (!old.at || !new.at || slice_equal(old, new))
		return 0;
	buf_add_text(t->out, "members\n");
	return likeness_add_members(t->out, &(struct likeness){t->d, old,
	    new}, e);
}

int
explanation_add(struct buf *out, struct inquiry *x, const struct diff *d,
    const char *const names[2], struct err *e)
{
	struct telling t = {out, x, d, names, ARENA_INIT};
	int rc;

	tell_sides(&t);
	rc = tell_match(&t, e);
	if (rc == 0)
		rc = tell_change(&t, e);
	arena_release(&t.arena);
	return rc;
}
