/*
 * equality.c - fields by name, and the rule of each.
 *
 * An option is applied to every member that its fields name, through one walk;
 * what it does to a rule is a function.
 */
#include "diff/equality.h"

const char *const equality_keys[] = {
	"ignore", "only", "fold_case", "fold_blanks", "tolerance", "convert",
	NULL,
};

typedef void (*rule_change)(struct equality_rule *rule,
    const struct alike_how *how);

/* What is being applied, for messages and for the walk. */
struct applying {
	struct equality *q;
	const char *option;
	rule_change change;
	struct alike_how how;
	bool numbers_only;
};

void
equality_init(struct equality *q)
{
	memset(q, 0, sizeof(*q));
}

void
equality_release(struct equality *q)
{
	unsigned t;

	for (t = 0; t < TYPE_COUNT; t++)
		mem_free(q->types[t].attrs);
	arena_release(&q->arena);
}

/* --- what options do to a rule --- */

static void
ignore(struct equality_rule *rule, const struct alike_how *how)
{
	(void)how;
	rule->ignored = true;
}

static void
count(struct equality_rule *rule, const struct alike_how *how)
{
	(void)how;
	rule->ignored = false;
}

static void
fold_case(struct equality_rule *rule, const struct alike_how *how)
{
	(void)how;
	rule->case_folded = true;
}

static void
fold_blanks(struct equality_rule *rule, const struct alike_how *how)
{
	(void)how;
	rule->blanks_folded = true;
}

static void
bound(struct equality_rule *rule, const struct alike_how *how)
{
	rule->how = *how;
}

/* --- fields --- */

static struct equality_rule *
attr_rule(struct equality *q, enum record_type type, struct slice name)
{
	struct equality_type *t = &q->types[type];
	size_t i;

	for (i = 0; i < t->attr_count; i++)
		if (slice_equal(t->attrs[i].name, name))
			return &t->attrs[i].rule;
	t->attrs = mem_grow(t->attrs, t->attr_count + 1, sizeof(*t->attrs));
	t->attrs[t->attr_count] = (struct equality_attr){
	    slice_copy(name, &q->arena), t->members[EQUALITY_ATTRS]};
	return &t->attrs[t->attr_count++].rule;
}

/* True if the type has the field; then the change is applied to it. */
static bool
apply_to(const struct applying *a, enum record_type type, struct slice field)
{
	static const struct slice attrs = SLICE_INIT("attrs.");
	struct equality_type *t = &a->q->types[type];
	const struct schema_member *m;
	size_t i;
	int at;

	if (slice_begins(field, attrs)) {
		field.at += attrs.len;
		field.len -= attrs.len;
		a->change(attr_rule(a->q, type, field), &a->how);
		return true;
	}
	if (slice_is(field, "attrs")) {
		a->change(&t->members[EQUALITY_ATTRS], &a->how);
		for (i = 0; i < t->attr_count; i++)
			a->change(&t->attrs[i].rule, &a->how);
		return true;
	}
	at = schema_member_find(type, field);
	m = at < 0 ? NULL : &schema_types[type].members[at];
	if (!m || m->key || (a->numbers_only && m->kind != MEMBER_NUMBER))
		return false;
	a->change(&t->members[at], &a->how);
	return true;
}

/* A key member says which record it is; it cannot be told to say less. */
static bool
is_key(enum record_type type, struct slice field)
{
	int at = schema_member_find(type, field);

	return at >= 0 && schema_types[type].members[at].key;
}

static int
no_field(const struct applying *a, enum record_type type, bool typed,
    struct slice field, struct err *e)
{
	const char *nearest = schema_member_nearest(type, field);
	const char *name = typed ? schema_types[type].name.at : "";
	bool hint = nearest && !slice_is(field, nearest);

	if (is_key(type, field))
		return err_set(e, ERR_USAGE, "%s: %s%s\"%.*s\" is a key "
		    "member, which is always compared", a->option, name,
		    typed ? " " : "", SLICE_ARGS(field));
	return err_set(e, ERR_USAGE, "%s: %s%s\"%.*s\" is no %s%s%s%s",
	    a->option, name, typed ? " " : "", SLICE_ARGS(field),
	    a->numbers_only ? "number" : "member that can be compared",
	    hint ? " (did you mean \"" : "", hint ? nearest : "",
	    hint ? "\"?)" : "");
}

static int
apply_field(const struct applying *a, struct slice field, struct err *e)
{
	struct slice rest = field, first = slice_cut(&rest, '.');
	enum record_type type = TYPE_BOM_LINE;
	bool found = false;
	unsigned t;

	if (rest.at && schema_find(&type, first)) {
		if (!apply_to(a, type, rest))
			return no_field(a, type, true, rest, e);
		return 0;
	}
	for (t = 0; t < TYPE_COUNT; t++)
		found |= apply_to(a, (enum record_type)t, field);
	return found ? 0 : no_field(a, TYPE_BOM_LINE, false, field, e);
}

static int
apply_fields(const struct applying *a, struct slice fields, struct err *e)
{
	struct slice one;

	a->q->lossy = true;
	while (fields.len) {
		one = slice_trim(slice_cut(&fields, ','));
		if (apply_field(a, one, e) < 0)
			return -1;
	}
	return 0;
}

/* --- the options --- */

int
equality_ignore(struct equality *q, const char *fields, struct err *e)
{
	const struct applying a = {.q = q, .option = "--ignore",
	    .change = ignore};

	return apply_fields(&a, slice_of(fields), e);
}

/* What is not among the chosen does not count; said once. */
static void
ignore_all(struct equality *q)
{
	unsigned t, m;
	size_t i;

	for (t = 0; t < TYPE_COUNT; t++) {
		for (m = 0; m < COUNT_OF(q->types[t].members); m++)
			q->types[t].members[m].ignored = true;
		for (i = 0; i < q->types[t].attr_count; i++)
			q->types[t].attrs[i].rule.ignored = true;
	}
}

int
equality_only(struct equality *q, const char *fields, struct err *e)
{
	const struct applying a = {.q = q, .option = "--only",
	    .change = count};

	if (!slice_trim(slice_of(fields)).len)
		return err_set(e, ERR_USAGE, "--only: names no field (expected "
		    "a comma list such as quantity,refdes)");
	if (!q->chosen)
		ignore_all(q);
	q->chosen = true;
	return apply_fields(&a, slice_of(fields), e);
}

int
equality_fold_case(struct equality *q, const char *fields, struct err *e)
{
	const struct applying a = {.q = q, .option = "--fold-case",
	    .change = fold_case};

	return apply_fields(&a, slice_of(fields), e);
}

int
equality_fold_blanks(struct equality *q, const char *fields, struct err *e)
{
	const struct applying a = {.q = q, .option = "--fold-blanks",
	    .change = fold_blanks};

	return apply_fields(&a, slice_of(fields), e);
}

static int
one_tolerance(struct equality *q, struct slice field, struct slice text,
    struct err *e)
{
	struct applying a = {.q = q, .option = "--tolerance", .change = bound,
	    .how = {ALIKE_TOLERANCE, DECIMAL_ZERO}, .numbers_only = true};
	struct slice number = text;

	if (number.len && number.at[number.len - 1] == '%') {
		a.how.way = ALIKE_PERCENT;
		number.len--;
	}
	if (!decimal_parse(&a.how.bound, number) || a.how.bound.negative)
		return err_set(e, ERR_USAGE, "--tolerance: \"%.*s\" is no "
		    "bound (expected FIELD=0.01 or FIELD=2%%)",
		    SLICE_ARGS(text));
	return apply_fields(&a, field, e);
}

int
equality_tolerance(struct equality *q, const char *bounds, struct err *e)
{
	struct slice rest = slice_of(bounds), text, field;

	while (rest.len) {
		text = slice_trim(slice_cut(&rest, ','));
		field = slice_trim(slice_cut(&text, '='));
		if (one_tolerance(q, field, slice_trim(text), e) < 0)
			return -1;
	}
	return 0;
}

/* --- the file --- */

/* Puts the place before what an option had to say. */
static int
in_file(const struct ydoc_node *n, struct err *e)
{
	return err_in(e, "%s:%lu:%lu", n->doc->name, n->line, n->column);
}

static int
load_fields(struct equality *q, const struct ydoc_node *n,
    int (*option)(struct equality *, const char *, struct err *),
    struct err *e)
{
	struct ydoc_texts texts = {NULL, 0};
	struct buf list = BUF_INIT((size_t)1024 * 1024);
	size_t i;
	int rc;

	if (!n)
		return 0;
	if (ydoc_texts(n, &texts, e) < 0)
		return -1;
	for (i = 0; i < texts.count; i++) {
		if (i)
			buf_add_byte(&list, ',');
		buf_add_slice(&list, texts.at[i]);
	}
	rc = option(q, buf_text(&list), e);
	buf_release(&list);
	return rc < 0 ? in_file(n, e) : 0;
}

static int
load_tolerances(struct equality *q, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;
	struct slice text = SLICE_INIT("");

	if (!n)
		return 0;
	if (ydoc_check_map(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next) {
		if (ydoc_text(child, &text, e) < 0)
			return -1;
		if (one_tolerance(q, child->key, text, e) < 0)
			return in_file(child, e);
	}
	return 0;
}

int
equality_load(struct equality *q, const char *path, struct err *e)
{
	struct ydoc doc;
	const struct ydoc_node *root;
	int rc = -1;

	if (ydoc_load(&doc, path, e) < 0)
		goto out;
	root = doc.root;
	if (ydoc_check_keys(root, equality_keys, e) < 0 ||
	    load_fields(q, ydoc_get(root, "only"), equality_only, e) < 0 ||
	    load_fields(q, ydoc_get(root, "ignore"), equality_ignore,
	    e) < 0 ||
	    load_fields(q, ydoc_get(root, "fold_case"), equality_fold_case,
	    e) < 0 ||
	    load_fields(q, ydoc_get(root, "fold_blanks"),
	    equality_fold_blanks, e) < 0 ||
	    load_tolerances(q, ydoc_get(root, "tolerance"), e) < 0 ||
	    ydoc_flag(ydoc_get(root, "convert"), &q->convert, e) < 0)
		goto out;
	q->lossy |= q->convert;
	rc = 0;
out:
	ydoc_release(&doc);
	return rc;
}

/* --- asking --- */

static bool
same(const struct equality_rule *rule, const struct value *old,
    const struct value *new)
{
	if (rule->ignored || alike(&rule->how, old, new))
		return true;
	if (old->kind != VALUE_TEXT || new->kind != VALUE_TEXT)
		return false;
	return (rule->case_folded || rule->blanks_folded) &&
	    alike_texts(old->text, new->text, rule->case_folded,
	    rule->blanks_folded);
}

bool
equality_same(const struct equality *q, enum record_type type,
    unsigned member, const struct value *old, const struct value *new)
{
	return same(&q->types[type].members[member], old, new);
}

bool
equality_same_attr(const struct equality *q, enum record_type type,
    struct slice name, const struct value *old, const struct value *new)
{
	const struct equality_type *t = &q->types[type];
	size_t i;

	for (i = 0; i < t->attr_count; i++)
		if (slice_equal(t->attrs[i].name, name))
			return same(&t->attrs[i].rule, old, new);
	return same(&t->members[EQUALITY_ATTRS], old, new);
}
