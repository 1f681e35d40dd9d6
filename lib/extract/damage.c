/*
 * damage.c - names and answers.
 *
 * Where an identifier is spoilt nothing can be loaded under it; where a
 * description is, the rest of the record still can.  So some kinds answer
 * differently by where they stand, until a profile says one answer for both.
 */
#include "extract/damage.h"

#include "extract/damagetext.h"
#include "io/log.h"

const char *const damage_names[] = {
	"scientific", "leading_zeros", "date", "cut", "mojibake",
	"fused_revision", "not_a_number", "refdes_count", "duplicate", NULL,
};

static const char *const answers[] = {"reject", "warn", "ignore", NULL};

const struct damage_answers damage_defaults = {
	.identifier = {
		[DAMAGE_SCIENTIFIC] = DAMAGE_REJECT,
		[DAMAGE_LEADING_ZEROS] = DAMAGE_REJECT,
		[DAMAGE_DATE] = DAMAGE_REJECT,
		[DAMAGE_CUT] = DAMAGE_REJECT,
		[DAMAGE_MOJIBAKE] = DAMAGE_REJECT,
		[DAMAGE_FUSED_REVISION] = DAMAGE_REJECT,
		[DAMAGE_NOT_A_NUMBER] = DAMAGE_REJECT,
		[DAMAGE_REFDES_COUNT] = DAMAGE_WARN,
		[DAMAGE_DUPLICATE] = DAMAGE_WARN,
	},
	.other = {
		[DAMAGE_SCIENTIFIC] = DAMAGE_IGNORE,
		[DAMAGE_LEADING_ZEROS] = DAMAGE_REJECT,
		[DAMAGE_DATE] = DAMAGE_IGNORE,
		[DAMAGE_CUT] = DAMAGE_WARN,
		[DAMAGE_MOJIBAKE] = DAMAGE_WARN,
		[DAMAGE_FUSED_REVISION] = DAMAGE_REJECT,
		[DAMAGE_NOT_A_NUMBER] = DAMAGE_REJECT,
		[DAMAGE_REFDES_COUNT] = DAMAGE_WARN,
		[DAMAGE_DUPLICATE] = DAMAGE_WARN,
	},
};

int
damage_read(struct damage_answers *a, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *child;
	int answer = DAMAGE_REJECT;
	size_t i;

	if (!n)
		return 0;
	if (ydoc_check_keys(n, damage_names, e) < 0)
		return -1;
	for (i = 0; i < DAMAGE_COUNT; i++) {
		child = ydoc_get(n, damage_names[i]);
		if (!child)
			continue;
		if (ydoc_choice(child, answers, &answer, e) < 0)
			return -1;
		a->identifier[i] = (enum damage_answer)answer;
		/* Numbers and dates are no damage in a description. */
		if (i != DAMAGE_SCIENTIFIC && i != DAMAGE_DATE)
			a->other[i] = (enum damage_answer)answer;
	}
	return 0;
}

bool
damage_identifies(enum record_type type, unsigned member)
{
	static const char *const names[] = {
		"item", "parent", "component", "substitute", "alternate",
		"mpn", "manufacturer", "supplier", "supplier_item",
		"document", "drawing", "change_order", "work_center",
		"find_number", "operation",
	};
	const struct schema_member *m = &schema_types[type].members[member];
	size_t i;

	for (i = 0; i < COUNT_OF(names) && m->kind == MEMBER_TEXT; i++)
		if (slice_is(m->name, names[i]))
			return true;
	return false;
}

bool
damage_wants_words(const struct damage_judge *j, enum damage d,
    bool identifier)
{
	const struct damage_answers *a = j->answers;

	if (!a)
		return false;
	switch (identifier ? a->identifier[d] : a->other[d]) {
	case DAMAGE_REJECT:
		return true;
	case DAMAGE_WARN:
		return j->log && !j->log->kinds[d].rows;
	case DAMAGE_IGNORE:
		break;
	}
	return false;
}

bool
damage_passes(struct damage_judge *j, enum damage d, bool identifier,
    struct slice words, struct buf *why)
{
	const struct damage_answers *a = j->answers;
	enum damage_answer answer = DAMAGE_IGNORE;

	if (a)
		answer = identifier ? a->identifier[d] : a->other[d];
	switch (answer) {
	case DAMAGE_REJECT:
		buf_printf(why, "%s: ", damage_names[d]);
		buf_add_slice(why, words);
		return false;
	case DAMAGE_WARN:
		if (j->log)
			damage_log_add(j->log, d, &j->place, words);
		break;
	case DAMAGE_IGNORE:
		break;
	}
	return true;
}

/* A text that is looked at, and who answers. */
struct look {
	struct damage_judge *judge;
	const struct damage_text *text;
	struct buf *why;
};

PRINTF_LIKE(3, 4)
static bool
passes(const struct look *l, enum damage d, const char *fmt, ...)
{
	char rest[300], words[ERR_TEXT_MOST / 2];
	va_list args;

	va_start(args, fmt);
	vsnprintf(rest, sizeof(rest), fmt, args);
	va_end(args);
	snprintf(words, sizeof(words), "%.*s \"%.*s\" %s",
	    SLICE_ARGS(l->text->name), SLICE_ARGS(l->text->text), rest);
	return damage_passes(l->judge, d, l->text->identifier,
	    slice_of(words), l->why);
}

/* Against what such texts look like. */
static bool
like_passes(const struct look *l)
{
	const struct damage_text *t = l->text;
	unsigned zeros = damagetext_zeros(t->like, t->text);
	struct slice revision;

	if (zeros)
		return passes(l, DAMAGE_LEADING_ZEROS, "has lost %u zero%s in "
		    "front", zeros, zeros == 1 ? "" : "s");
	if (damagetext_fused(t->like, t->text, &revision))
		return passes(l, DAMAGE_FUSED_REVISION, "has revision "
		    "\"%.*s\" in it", SLICE_ARGS(revision));
	return true;
}

bool
damage_text_passes(struct damage_judge *j, const struct damage_text *t,
    struct buf *why)
{
	const struct look l = {j, t, why};
	struct slice found;

	if (!j->answers)
		return true;
	if (t->identifier && damagetext_scientific(t->text) &&
	    !passes(&l, DAMAGE_SCIENTIFIC, "is what a spreadsheet makes of a "
	    "long number"))
		return false;
	if (t->identifier && damagetext_date(t->text) &&
	    !passes(&l, DAMAGE_DATE, "is a date"))
		return false;
	if (damagetext_cut(t->text) && !passes(&l, DAMAGE_CUT, "has as many "
	    "characters as fit, and may be cut"))
		return false;
	if (damagetext_mojibake(t->text, &found) && !passes(&l,
	    DAMAGE_MOJIBAKE, "was read in a wrong character set (\"%.*s\")",
	    SLICE_ARGS(found)))
		return false;
	return !t->like || like_passes(&l);
}

bool
damage_refdes_fit(const struct record *r, struct buf *why)
{
	const struct value *refdes = &r->values[BOM_LINE_REFDES];
	struct decimal quantity;

	if (r->type != TYPE_BOM_LINE || refdes->kind != VALUE_SET ||
	    !record_number(&quantity, r, BOM_LINE_QUANTITY) ||
	    decimal_compare(quantity, decimal_of((int64_t)refdes->count)) ==
	    0)
		return true;
	if (!why)
		return false;
	buf_printf(why, "quantity is %.*s, but there %s %zu designator%s (",
	    SLICE_ARGS(r->values[BOM_LINE_QUANTITY].text),
	    refdes->count == 1 ? "is" : "are", refdes->count,
	    refdes->count == 1 ? "" : "s");
	buf_printf(why, "%.*s%s)", SLICE_ARGS(refdes->set[0]),
	    refdes->count > 1 ? " ..." : "");
	return false;
}

void
damage_log_init(struct damage_log *l)
{
	size_t i;

	memset(l, 0, sizeof(*l));
	for (i = 0; i < DAMAGE_COUNT; i++)
		buf_init(&l->kinds[i].first, ERR_TEXT_MOST);
}

void
damage_log_release(struct damage_log *l)
{
	size_t i;

	for (i = 0; i < DAMAGE_COUNT; i++)
		buf_release(&l->kinds[i].first);
}

void
damage_log_add(struct damage_log *l, enum damage d,
    const struct damage_place *p, struct slice text)
{
	struct buf *first = &l->kinds[d].first;

	if (l->kinds[d].rows && l->kinds[d].source == p->source &&
	    l->kinds[d].ordinal == p->ordinal)
		return;
	l->kinds[d].source = p->source;
	l->kinds[d].ordinal = p->ordinal;
	if (l->kinds[d].rows++)
		return;
	if (p->file)
		buf_printf(first, "%s:%lu: ", p->file, p->line);
	buf_add_slice(first, text);
	(void)buf_text(first);
}

void
damage_log_tell(const struct damage_log *l)
{
	size_t i;

	for (i = 0; i < DAMAGE_COUNT; i++)
		if (l->kinds[i].rows)
			log_warning("%" PRIu64 " row%s: %s; the first: %s",
			    l->kinds[i].rows, l->kinds[i].rows == 1 ? ""
			    : "s", damage_names[i], l->kinds[i].first.at);
}
