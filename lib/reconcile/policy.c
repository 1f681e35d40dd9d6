/*
 * policy.c - reading a policy.
 *
 * A type's own owner is the default of its members, so it is read first; the
 * owner at the top is the default of the types.
 */
#include "reconcile/policy.h"

const char *const policy_keys[] = {"policy", "owner", "types", "exists",
    "keys", "structure", NULL};
const char *const policy_type_keys[] = {"owner", "members", "ignore",
    "compare", "plm_only", "erp_only", DUTY_KEYS, NULL};
const char *const policy_structure_keys[] = {"team", "severity", "impact",
    NULL};
const char *const policy_member_keys[] = {"owner", DUTY_KEYS, NULL};
/* In the order of the enums. */
const char *const policy_owners[] = {"plm", "erp", "shared", "nobody", NULL};
const char *const policy_plm_only[] = {"missing", "fine", NULL};
const char *const policy_erp_only[] = {"missing", "fine", "remove", NULL};

/* A type while it is read: which members have been given an owner. */
struct reading {
	struct policy_type *out;
	enum record_type type;
	struct duty_words *words;
	bool owner_said[SCHEMA_MEMBERS_MOST + 2];
};

bool
policy_master_data(enum record_type type)
{
	return type != TYPE_ACKNOWLEDGMENT && type != TYPE_EXCEPTION &&
	    type != TYPE_WITHHELD;
}

static void
set_owner(struct policy_type *t, enum policy_owner owner)
{
	bool ours = owner == POLICY_PLM || owner == POLICY_SHARED;
	unsigned i;

	t->owner = owner;
	t->compared = owner != POLICY_NOBODY;
	t->plm_only = t->erp_only = (struct presence){
	    .otherwise = ours ? POLICY_MISSING : POLICY_FINE};
	for (i = 0; i < COUNT_OF(t->members); i++)
		t->members[i] = (struct policy_rule){.owner = owner};
}

static void
set_owners(struct policy *p, enum policy_owner owner)
{
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++)
		set_owner(&p->types[i], policy_master_data(
		    (enum record_type)i) ? owner : POLICY_NOBODY);
}

void
policy_init(struct policy *p)
{
	memset(p, 0, sizeof(*p));
	p->name = SLICE("");
	p->structure.team = p->structure.severity = p->structure.impact =
	    SLICE("");
	p->words = (struct duty_words)DUTY_WORDS_INIT;
	set_owners(p, POLICY_PLM);
}

/* --- naming members --- */

/* Fills *e with the place of a name: a key of a map, or a text in a list. */
static int
name_error(const struct ydoc_node *n, bool is_key, struct buf *text,
    struct err *e)
{
	if (is_key)
		ydoc_error_key(n, e, "%s", buf_text(text));
	else
		ydoc_error(n, e, "%s", buf_text(text));
	buf_release(text);
	return -1;
}

static int
unknown_member(const struct reading *r, const struct ydoc_node *n,
    bool is_key, struct err *e)
{
	struct slice name = is_key ? n->key : n->text;
	const char *near = schema_member_nearest(r->type, name);
	struct buf text = BUF_INIT(ERR_TEXT_MOST);

	buf_printf(&text, "%s has no member \"%.*s\"",
	    schema_types[r->type].name.at, SLICE_ARGS(name));
	if (near)
		buf_printf(&text, " (did you mean \"%s\"?)", near);
	return name_error(n, is_key, &text, e);
}

/* A BOM line is found again without them, so they may differ. */
static bool
loose_key(enum record_type type, int member)
{
	return type == TYPE_BOM_LINE && (member == BOM_LINE_FIND_NUMBER ||
	    member == BOM_LINE_OCCURRENCE);
}

static int
key_member(const struct ydoc_node *n, bool is_key, struct err *e)
{
	struct slice name = is_key ? n->key : n->text;
	struct buf text = BUF_INIT(ERR_TEXT_MOST);

	buf_printf(&text, "\"%.*s\" is a key member: it says which record it "
	    "is", SLICE_ARGS(name));
	return name_error(n, is_key, &text, e);
}

/* The rule of one site field, made as the attrs' where it has none yet. */
static struct policy_attr *
attr_of(struct reading *r, struct slice name)
{
	struct policy_type *t = r->out;
	size_t i;

	for (i = 0; i < t->attr_count; i++)
		if (slice_equal(t->attrs[i].name, name))
			return &t->attrs[i];
	t->attrs = mem_grow(t->attrs, t->attr_count + 1, sizeof(*t->attrs));
	t->attrs[t->attr_count] = (struct policy_attr){.name = name};
	return &t->attrs[t->attr_count++];
}

/* A member as the file names it: its rule, and whether its owner was said. */
struct named {
	struct policy_rule *rule;
	bool *owner_said;
	bool *way_said;  /* NULL but of one site field */
	bool *duty_said; /* the same */
	bool site_field;
	enum member_kind kind;
	int unit; /* the member that has its unit, or -1 */
};

static int
find_member(struct named *out, struct reading *r, const struct ydoc_node *n,
    bool is_key, struct err *e)
{
	const struct schema_type *t = &schema_types[r->type];
	struct slice name = is_key ? n->key : n->text;
	int at = schema_member_find(r->type, name);

	*out = (struct named){.kind = MEMBER_TEXT, .unit = -1};
	if (name.len > 6 && slice_begins(name, SLICE("attrs."))) {
		struct policy_attr *attr = attr_of(r,
		    slice_from(name.at + 6, name.len - 6));

		*out = (struct named){&attr->rule, &attr->owner_said,
		    &attr->way_said, &attr->duty_said, true, MEMBER_TEXT, -1};
		return 0;
	}
	if (slice_is(name, "attrs") || slice_is(name, "unknown")) {
		at = name.len == 5 ? POLICY_ATTRS : POLICY_UNKNOWN;
		out->site_field = at == POLICY_ATTRS;
	} else if (at < 0) {
		return unknown_member(r, n, is_key, e);
	} else if (at < (int)t->key_count && !loose_key(r->type, at)) {
		return key_member(n, is_key, e);
	} else {
		out->kind = t->members[at].kind;
		out->unit = comparison_unit(r->type, (unsigned)at);
	}
	out->rule = &r->out->members[at];
	out->owner_said = &r->owner_said[at];
	return 0;
}

/* --- the keys of a type --- */

/* OWNER, or {owner: OWNER, team: ..., severity: ..., impact: ...} */
static int
read_member(struct reading *r, const struct named *member,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *said = n;
	int owner = 0;

	if (n->kind == YDOC_MAP) {
		said = ydoc_get(n, "owner");
		if (ydoc_check_keys(n, policy_member_keys, e) < 0 ||
		    duty_read(&member->rule->duty, r->words, n, e) < 0)
			return -1;
		if (member->duty_said)
			*member->duty_said = true;
	}
	if (ydoc_choice(said, policy_owners, &owner, e) < 0)
		return -1;
	if (!said)
		return 0;
	member->rule->owner = (enum policy_owner)owner;
	*member->owner_said = true;
	return 0;
}

static int
read_members(struct reading *r, const struct ydoc_node *map, struct err *e)
{
	const struct ydoc_node *n;
	struct named member;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	for (n = map->first; n; n = n->next)
		if (find_member(&member, r, n, true, e) < 0 ||
		    read_member(r, &member, n, e) < 0)
			return -1;
	return 0;
}

static int
read_ignore(struct reading *r, const struct ydoc_node *list, struct err *e)
{
	const struct ydoc_node *n;
	struct named member;

	if (!list)
		return 0;
	if (ydoc_check_list(list, e) < 0)
		return -1;
	for (n = list->first; n; n = n->next) {
		struct slice text;

		if (ydoc_text(n, &text, e) < 0 ||
		    find_member(&member, r, n, false, e) < 0)
			return -1;
		if (*member.owner_said)
			return ydoc_error(n, e, "\"%.*s\" has an owner already "
			    "(it stands under members, or twice here)",
			    SLICE_ARGS(text));
		member.rule->owner = POLICY_NOBODY;
		*member.owner_said = true;
	}
	return 0;
}

/* Site fields have what kind they like; all else is told by the schema. */
static bool
way_fits(const struct named *m, enum alike_way way)
{
	switch (way) {
	case ALIKE_EXACT:
		return true;
	case ALIKE_FOLDED:
		return m->site_field || m->kind == MEMBER_TEXT;
	case ALIKE_SET:
		return !m->site_field && m->kind == MEMBER_SET;
	case ALIKE_DATE:
	case ALIKE_DAYS:
		return !m->site_field &&
		    (m->kind == MEMBER_DATE || m->kind == MEMBER_TIME);
	case ALIKE_TOLERANCE:
	case ALIKE_PERCENT:
		return m->site_field || m->kind == MEMBER_NUMBER;
	}
	BUG("way_fits: no such way");
}

static int
read_compare(struct reading *r, const struct ydoc_node *map, struct err *e)
{
	const struct ydoc_node *n;
	struct named member;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	for (n = map->first; n; n = n->next) {
		if (find_member(&member, r, n, true, e) < 0 ||
		    comparison_read(&member.rule->how, n, e) < 0)
			return -1;
		if (member.rule == &r->out->members[POLICY_UNKNOWN] ||
		    (member.rule->how.converted && member.unit < 0) ||
		    !way_fits(&member, member.rule->how.alike.way))
			return ydoc_error(n, e, "%.*s cannot be compared so",
			    SLICE_ARGS(n->key));
		if (member.way_said)
			*member.way_said = true;
	}
	return 0;
}

static int
read_presence(struct reading *r, const struct ydoc_node *map, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(map, "erp_only");
	struct policy_type *t = r->out;

	if (presence_read(&t->plm_only, r->words, ydoc_get(map, "plm_only"),
	    policy_plm_only, e) < 0 ||
	    presence_read(&t->erp_only, r->words, n, policy_erp_only, e) < 0)
		return -1;
	if (presence_may_be(&t->erp_only, POLICY_REMOVE) &&
	    t->owner != POLICY_PLM)
		return ydoc_error(n, e, "PLM can remove only what it owns "
		    "(owner: plm)");
	return 0;
}

static bool
has_owned(const struct policy_type *t, const struct schema_type *schema)
{
	size_t i;

	for (i = schema->key_count; i < COUNT_OF(t->members); i++)
		if ((i < schema->member_count || i >= POLICY_ATTRS) &&
		    t->members[i].owner != POLICY_NOBODY)
			return true;
	for (i = 0; i < t->attr_count; i++)
		if (t->attrs[i].rule.owner != POLICY_NOBODY)
			return true;
	return false;
}

/* What attrs says holds for the site fields that do not say it themselves. */
static void
inherit(struct policy_attr *attr, const struct policy_rule *attrs)
{
	struct policy_rule said = attr->rule;

	attr->rule = *attrs;
	if (attr->owner_said)
		attr->rule.owner = said.owner;
	if (attr->way_said)
		attr->rule.how = said.how;
	if (attr->duty_said)
		duty_inherit(&attr->rule.duty, &said.duty);
}

/* The type's duty is what a member's does not say. */
static void
inherit_duties(struct policy_type *t)
{
	size_t i;

	for (i = 0; i < COUNT_OF(t->members); i++) {
		struct duty said = t->members[i].duty;

		t->members[i].duty = t->duty;
		duty_inherit(&t->members[i].duty, &said);
	}
}

static int
read_type(struct policy *p, enum record_type type,
    const struct ydoc_node *map, struct err *e)
{
	struct policy_type *t = &p->types[type];
	struct reading r = {.out = t, .type = type, .words = &p->words};
	size_t i;
	int owner = (int)t->owner;

	if (ydoc_check_keys(map, policy_type_keys, e) < 0 ||
	    ydoc_choice(ydoc_get(map, "owner"), policy_owners, &owner, e) < 0)
		return -1;
	set_owner(t, (enum policy_owner)owner);
	if (read_members(&r, ydoc_get(map, "members"), e) < 0 ||
	    read_ignore(&r, ydoc_get(map, "ignore"), e) < 0 ||
	    read_compare(&r, ydoc_get(map, "compare"), e) < 0 ||
	    read_presence(&r, map, e) < 0 ||
	    duty_read(&t->duty, &p->words, map, e) < 0)
		return -1;
	inherit_duties(t);
	for (i = 0; i < t->attr_count; i++)
		inherit(&t->attrs[i], &t->members[POLICY_ATTRS]);
	t->compared = t->owner != POLICY_NOBODY ||
	    has_owned(t, &schema_types[type]);
	return 0;
}

static int
read_types(struct policy *p, const struct ydoc_node *map, struct err *e)
{
	const struct ydoc_node *n;
	enum record_type type;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	for (n = map->first; n; n = n->next) {
		if (!schema_find(&type, n->key)) {
			const char *near = schema_nearest(n->key);

			return ydoc_error_key(n, e, "unknown record type "
			    "\"%.*s\"%s%s%s", SLICE_ARGS(n->key),
			    near ? " (did you mean \"" : "", near ? near : "",
			    near ? "\"?)" : "");
		}
		if (!policy_master_data(type))
			return ydoc_error_key(n, e, "%s is no master data: it "
			    "is never compared", schema_types[type].name.at);
		if (read_type(p, type, n, e) < 0)
			return -1;
	}
	return 0;
}

/* yes, no, or who is to see to it, which means yes. */
static int
read_structure(struct policy_structure *s, const struct ydoc_node *n,
    struct err *e)
{
	if (!n || n->kind != YDOC_MAP)
		return ydoc_flag(n, &s->checked, e);
	s->checked = true;
	if (ydoc_check_keys(n, policy_structure_keys, e) < 0 ||
	    ydoc_text(ydoc_get(n, "team"), &s->team, e) < 0 ||
	    ydoc_text(ydoc_get(n, "severity"), &s->severity, e) < 0)
		return -1;
	return ydoc_text(ydoc_get(n, "impact"), &s->impact, e);
}

int
policy_load(struct policy *p, const char *path, struct err *e)
{
	const struct ydoc_node *root;
	int owner = POLICY_PLM;

	policy_init(p);
	if (ydoc_load(&p->doc, path, e) < 0)
		return -1;
	root = p->doc.root;
	if (ydoc_check_keys(root, policy_keys, e) < 0 ||
	    ydoc_text(ydoc_need(root, "policy", e), &p->name, e) < 0 ||
	    ydoc_choice(ydoc_get(root, "owner"), policy_owners, &owner, e) < 0)
		return -1;
	if (!p->name.len)
		return ydoc_error(ydoc_get(root, "policy"), e,
		    "must not be empty");
	set_owners(p, (enum policy_owner)owner);
	if (read_structure(&p->structure, ydoc_get(root, "structure"), e) < 0)
		return -1;
	if (renaming_read(&p->keys, ydoc_get(root, "keys"), path, e) < 0)
		return -1;
	if (demands_read(&p->exists, &p->words, ydoc_get(root, "exists"), e) <
	    0)
		return -1;
	return read_types(p, ydoc_get(root, "types"), e);
}

void
policy_release(struct policy *p)
{
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++)
		mem_free(p->types[i].attrs);
	duty_words_release(&p->words);
	renaming_release(&p->keys);
	ydoc_release(&p->doc);
}

const struct policy_rule *
policy_attr_rule(const struct policy_type *t, struct slice name)
{
	size_t i;

	for (i = 0; i < t->attr_count; i++)
		if (slice_equal(t->attrs[i].name, name))
			return &t->attrs[i].rule;
	return &t->members[POLICY_ATTRS];
}
