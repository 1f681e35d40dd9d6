/* viewrules.c - clearances first, then audiences, then who keeps a plant. */
#include "transform/viewrules.h"

const char *const viewrules_keys[] = {
    "audiences", "clearance", "residency", NULL};
const char *const viewrules_clearance_keys[] = {
    "name", "refused", "type", "unknown", "when", "where", NULL};
const char *const viewrules_residency_keys[] = {"audiences", "plants", NULL};
const char *const viewrules_audience_keys[] = {
    "clearance", "file", "name", "plants", "records", NULL};
const char *const viewrules_records_keys[] = {
    "members", "type", "when", "where", NULL};

/* --- names --- */

/* Letters, digits, - and _: it stands in files' names and in filters. */
static int
read_name(struct slice *name, const struct ydoc_node *n, struct err *e)
{
	const char *const extra = "-_";
	size_t i;

	if (ydoc_text(n, name, e) < 0)
		return -1;
	for (i = 0; i < name->len; i++) {
		char c = name->at[i];

		if ((c < '0' || c > '9') && (c < 'a' || c > 'z') &&
		    (c < 'A' || c > 'Z') && (!c || !strchr(extra, c)))
			break;
	}
	if (name->len && i == name->len)
		return 0;
	return ydoc_error(n, e, "\"%.*s\" is no name (expected letters, "
	    "digits, - and _)", SLICE_ARGS(*name));
}

/* One of the names of a list: bit i is set for the i-th. */
static int
read_bit(uint64_t *bits, struct slice text, const struct ydoc_node *n,
    const char *const *names, struct err *e)
{
	const char *nearest;
	size_t i;

	for (i = 0; names[i]; i++)
		if (slice_is(text, names[i])) {
			*bits |= (uint64_t)1 << i;
			return 0;
		}
	nearest = slice_nearest(text, names);
	return ydoc_error(n, e, "there is no \"%.*s\"%s%s%s",
	    SLICE_ARGS(text), nearest ? " (did you mean \"" : "",
	    nearest ? nearest : "", nearest ? "\"?)" : "");
}

static int
read_bits(uint64_t *bits, const struct ydoc_node *n,
    const char *const *names, struct err *e)
{
	const struct ydoc_node *child;
	struct ydoc_texts texts = {NULL, 0};

	*bits = 0;
	if (!n)
		return 0;
	if (ydoc_texts(n, &texts, e) < 0)
		return -1;
	if (n->kind == YDOC_SCALAR)
		return read_bit(bits, texts.at[0], n, names, e);
	for (child = n->first; child; child = child->next)
		if (read_bit(bits, child->text, child, names, e) < 0)
			return -1;
	return 0;
}

/* --- types --- */

/* Records about records, for those who run the tools. */
static bool
about_others(enum record_type type)
{
	return type == TYPE_WITHHELD || type == TYPE_EXCEPTION ||
	    type == TYPE_ACKNOWLEDGMENT;
}

static int
set_type(bool *types, struct slice name, const struct ydoc_node *n,
    struct err *e)
{
	const char *nearest;
	enum record_type type;

	if (!schema_find(&type, name)) {
		nearest = schema_nearest(name);
		return ydoc_error(n, e, "unknown record type \"%.*s\"%s%s%s",
		    SLICE_ARGS(name), nearest ? " (did you mean \"" : "",
		    nearest ? nearest : "", nearest ? "\"?)" : "");
	}
	if (about_others(type))
		return ydoc_error(n, e, "%.*s records are about other "
		    "records and in no view", SLICE_ARGS(name));
	if (types[type])
		return ydoc_error(n, e, "%.*s stands twice",
		    SLICE_ARGS(name));
	types[type] = true;
	return 0;
}

static int
read_types(bool *types, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;
	struct ydoc_texts texts = {NULL, 0};

	memset(types, 0, TYPE_COUNT * sizeof(*types));
	if (ydoc_texts(n, &texts, e) < 0)
		return -1;
	if (n->kind == YDOC_SCALAR)
		return set_type(types, texts.at[0], n, e);
	if (!n->first)
		return ydoc_error(n, e, "names no type");
	for (child = n->first; child; child = child->next)
		if (set_type(types, child->text, child, e) < 0)
			return -1;
	return 0;
}

/* --- clearance --- */

struct reading {
	struct viewrules *out;
	struct shared *shared;
	const char *clearances[VIEWRULES_MOST + 1];
};

static int
read_refused(struct viewrules_clearance *c, const struct ydoc_node *n,
    struct err *e)
{
	static const char *const refused[] = {"withhold", "silent", NULL};
	static const char *const unknown[] = {"refuse", "pass", NULL};
	int silent = 0, lenient = 0;

	if (ydoc_choice(ydoc_need(n, "refused", e), refused, &silent, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "unknown"), unknown, &lenient, e) < 0)
		return -1;
	c->silent = silent;
	c->lenient = lenient;
	return 0;
}

static int
read_clearance(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct viewrules *v = r->out;
	struct viewrules_clearance *c = &v->clearances[v->clearance_count];
	struct arena *a = &r->shared->arena;
	bool types[TYPE_COUNT];
	uint64_t twice = 0;
	unsigned i;
	struct err ignored = ERR_INIT;

	memset(c, 0, sizeof(*c));
	if (ydoc_check_keys(n, viewrules_clearance_keys, e) < 0 ||
	    read_name(&c->name, ydoc_need(n, "name", e), e) < 0 ||
	    read_types(types, ydoc_need(n, "type", e), e) < 0 ||
	    read_refused(c, n, e) < 0)
		return -1;
	if (read_bit(&twice, c->name, n, r->clearances, &ignored) == 0)
		return ydoc_error(ydoc_get(n, "name"), e, "%.*s stands twice",
		    SLICE_ARGS(c->name));
	err_clear(&ignored);
	for (i = 0; i < TYPE_COUNT; i++) {
		if (!types[i])
			continue;
		c->types[i] = arena_alloc(a, sizeof(*c->types[i]));
		if (condition_read(c->types[i], r->shared,
		    (enum record_type)i, n, e) < 0)
			return -1;
	}
	r->clearances[v->clearance_count++] = slice_copy(c->name, a).at;
	return 0;
}

/* --- the records of a view --- */

/* True if no other member than those of the key is asked for. */
static bool
asks_key_only(const struct condition *c)
{
	const struct schema_type *t = &schema_types[c->type];
	unsigned m;
	size_t i;

	for (i = 0; i < c->where_count; i++)
		if (!slot_in_key(&c->where[i].slot, c->type))
			return false;
	for (m = t->key_count; c->when && m <= SLOT_ATTRS; m++)
		if ((m < t->member_count || m == SLOT_ATTRS) &&
		    expr_reads(c->when, c->type, m))
			return false;
	return true;
}

static bool
named_before(const struct viewrules_records *r, const struct slot *slot)
{
	size_t i;

	for (i = 0; i < r->slot_count; i++)
		if (r->slots[i].member == slot->member &&
		    slice_equal(r->slots[i].attr, slot->attr))
			return true;
	return false;
}

static int
read_members(struct viewrules_records *r, struct arena *a,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;
	struct ydoc_texts texts = {NULL, 0};
	enum record_type type = r->condition.type;
	struct slot *slots;

	if (!n || ydoc_check_list(n, e) < 0 || ydoc_texts(n, &texts, e) < 0)
		return -1;
	slots = arena_alloc(a, (n->count + 1) * sizeof(*slots));
	r->slots = slots;
	for (child = n->first; child; child = child->next) {
		struct slot *slot = &slots[r->slot_count];

		if (changein_slot(slot, type, child, false, e) < 0)
			return -1;
		if (slot->member == SLOT_ATTRS && !slot->attr.len)
			return ydoc_error(child, e, "attrs: one site field "
			    "is meant here (expected attrs.NAME)");
		if (named_before(r, slot))
			return ydoc_error(child, e, "%.*s stands twice",
			    SLICE_ARGS(child->text));
		r->shown[slot->member] = true;
		r->slot_count++;
	}
	return 0;
}

static int
read_records(struct reading *r, struct viewrules_view *view,
    const struct ydoc_node *n, struct err *e)
{
	bool types[TYPE_COUNT];
	unsigned i;

	if (ydoc_check_keys(n, viewrules_records_keys, e) < 0 ||
	    read_types(types, ydoc_need(n, "type", e), e) < 0)
		return -1;
	for (i = 0; i < TYPE_COUNT; i++) {
		struct viewrules_records *records;

		if (!types[i])
			continue;
		if (view->types[i])
			return ydoc_error(ydoc_get(n, "type"), e, "%.*s "
			    "stands twice in this view",
			    SLICE_ARGS(schema_types[i].name));
		records = arena_alloc(&r->shared->arena, sizeof(*records));
		memset(records, 0, sizeof(*records));
		view->types[i] = records;
		if (condition_read(&records->condition, r->shared,
		    (enum record_type)i, n, e) < 0 ||
		    read_members(records, &r->shared->arena,
		    ydoc_need(n, "members", e), e) < 0)
			return -1;
		records->by_key = asks_key_only(&records->condition);
	}
	return 0;
}

/* --- audiences --- */

/* Relative, and below the folder: no rules file writes elsewhere. */
static int
read_file(struct viewrules_view *view, struct arena *a,
    const struct ydoc_node *n, struct err *e)
{
	struct slice rest, part;
	struct buf b = BUF_INIT((size_t)64 * 1024);

	if (!n) {
		buf_add_slice(&b, view->name);
		buf_add_text(&b, ".jsonl");
		view->file = slice_copy(buf_slice(&b), a).at;
		buf_release(&b);
		return 0;
	}
	if (ydoc_string(n, &view->file, e) < 0)
		return -1;
	rest = slice_of(view->file);
	do {
		part = slice_cut(&rest, '/');
		if (!part.len || slice_is(part, "..") || slice_is(part, "."))
			return ydoc_error(n, e, "\"%s\" is no file below the "
			    "folder of the views", view->file);
	} while (rest.at);
	return 0;
}

/* Everything that a node says, so that equal rules are equal words. */
static void
add_words(struct buf *b, const struct ydoc_node *n)
{
	const struct ydoc_node *child;

	if (!n)
		return;
	buf_printf(b, "%d:%zu:", (int)n->kind, n->key.len);
	buf_add_slice(b, n->key);
	buf_printf(b, ":%zu:", n->text.len);
	buf_add_slice(b, n->text);
	for (child = n->first; child; child = child->next)
		add_words(b, child);
	buf_add_byte(b, ';');
}

static int
read_audience(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct viewrules *v = r->out;
	struct viewrules_view *view = &v->views[v->view_count];
	const struct ydoc_node *plants, *records, *child;
	struct arena *a = &r->shared->arena;

	memset(view, 0, sizeof(*view));
	if (ydoc_check_keys(n, viewrules_audience_keys, e) < 0 ||
	    read_name(&view->name, ydoc_need(n, "name", e), e) < 0)
		return -1;
	if (viewrules_find(v, view->name))
		return ydoc_error(ydoc_get(n, "name"), e, "%.*s stands twice",
		    SLICE_ARGS(view->name));
	plants = ydoc_get(n, "plants");
	view->limits_plants = plants != NULL;
	if (read_file(view, a, ydoc_get(n, "file"), e) < 0 ||
	    read_bits(&view->cleared, ydoc_get(n, "clearance"),
	    r->clearances, e) < 0 ||
	    ydoc_texts(plants, &view->plants, e) < 0)
		return -1;
	records = ydoc_need(n, "records", e);
	if (!records || ydoc_check_list(records, e) < 0)
		return -1;
	for (child = records->first; child; child = child->next)
		if (read_records(r, view, child, e) < 0)
			return -1;
	v->names[v->view_count++] = slice_copy(view->name, a).at;
	return 0;
}

static int
check_files(const struct viewrules *v, const struct ydoc_node *audiences,
    struct err *e)
{
	const struct ydoc_node *n = audiences->first;
	size_t i, k;

	for (i = 0; i < v->view_count; i++, n = n->next)
		for (k = 0; k < i; k++)
			if (strcmp(v->views[i].file, v->views[k].file) == 0)
				return ydoc_error(n, e, "%s is the file of "
				    "%.*s too", v->views[i].file,
				    SLICE_ARGS(v->views[k].name));
	return 0;
}

/* --- residency --- */

static int
read_residency(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct viewrules_residency *here =
	    &r->out->residencies[r->out->residency_count++];

	memset(here, 0, sizeof(*here));
	if (ydoc_check_keys(n, viewrules_residency_keys, e) < 0 ||
	    ydoc_texts(ydoc_need(n, "plants", e), &here->plants, e) < 0 ||
	    (!ydoc_need(n, "audiences", e)))
		return -1;
	return read_bits(&here->audiences, ydoc_get(n, "audiences"),
	    r->out->names, e);
}

/* --- all --- */

/* Reads each entry of a list, if there is one. */
static int
read_list(struct reading *r, const struct ydoc_node *n, int (*one)(
    struct reading *, const struct ydoc_node *, struct err *), struct err *e)
{
	const struct ydoc_node *child;

	if (!n)
		return 0;
	for (child = n->first; child; child = child->next)
		if (one(r, child, e) < 0)
			return -1;
	return 0;
}

/* How many entries the list has, 0 without one; -1. */
static int
size_of(size_t *size, const struct ydoc_node *n, struct err *e)
{
	*size = 1;
	if (!n)
		return 0;
	if (ydoc_check_list(n, e) < 0)
		return -1;
	if (n->count > VIEWRULES_MOST)
		return ydoc_error(n, e, "has %zu entries (expected %d at "
		    "most)", n->count, VIEWRULES_MOST);
	*size += n->count;
	return 0;
}

static void
keep_words(struct reading *r, const struct ydoc_node *n,
    const struct ydoc_node *audiences)
{
	const struct ydoc_node *child = audiences->first;
	size_t i;

	for (i = 0; i < r->out->view_count; i++, child = child->next) {
		struct buf b = BUF_INIT((size_t)16 * 1024 * 1024);

		add_words(&b, ydoc_get(n, "clearance"));
		add_words(&b, ydoc_get(n, "residency"));
		add_words(&b, child);
		r->out->views[i].words = slice_copy(buf_slice(&b),
		    &r->shared->arena);
		buf_release(&b);
	}
}

int
viewrules_read(struct viewrules *v, struct shared *s,
    const struct ydoc_node *n, struct err *e)
{
	struct reading r = {v, s, {NULL}};
	const struct ydoc_node *clearance, *residency, *audiences;
	size_t clearances, residencies, views;

	memset(v, 0, sizeof(*v));
	if (!n)
		return 0;
	if (ydoc_check_keys(n, viewrules_keys, e) < 0)
		return -1;
	clearance = ydoc_get(n, "clearance");
	residency = ydoc_get(n, "residency");
	audiences = ydoc_need(n, "audiences", e);
	if (!audiences || size_of(&clearances, clearance, e) < 0 ||
	    size_of(&residencies, residency, e) < 0 ||
	    size_of(&views, audiences, e) < 0 || shared_need_env(s, e) < 0)
		return -1;
	v->clearances = arena_alloc(&s->arena,
	    clearances * sizeof(*v->clearances));
	v->residencies = arena_alloc(&s->arena,
	    residencies * sizeof(*v->residencies));
	v->views = arena_alloc(&s->arena, views * sizeof(*v->views));
	if (read_list(&r, clearance, read_clearance, e) < 0 ||
	    read_list(&r, audiences, read_audience, e) < 0 ||
	    read_list(&r, residency, read_residency, e) < 0 ||
	    check_files(v, audiences, e) < 0)
		return -1;
	keep_words(&r, n, audiences);
	return 0;
}

const struct viewrules_view *
viewrules_find(const struct viewrules *v, struct slice name)
{
	size_t i;

	for (i = 0; i < v->view_count; i++)
		if (slice_equal(v->views[i].name, name))
			return &v->views[i];
	return NULL;
}
