/* renumbering.c - cross-references of a table or of the state. */
#include "transform/renumbering.h"

#include "store/xref.h"

const char *const renumbering_keys[] = {"column", "name", "state", "table",
    "type", "unmapped", NULL};

bool
renumbering_member(enum record_type type, unsigned member)
{
	static const char *const names[] = {"item", "parent", "component",
	    "substitute", "alternate"};
	const struct schema_member *m = &schema_types[type].members[member];
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++)
		if (slice_is(m->name, names[i]))
			return m->kind == MEMBER_TEXT;
	return false;
}

/* --- the state's references --- */

/* Those of one target and type; what was found once is kept. */
struct references {
	struct db *db;
	struct slice target;
	struct slice type;
	struct map known; /* PLM id to its place, or 0 where there is none */
	struct slice *ids;
	size_t count;
	struct arena arena;
	struct err failure;
};

static bool
ask_state(void *ctx, struct slice from, struct slice *to)
{
	struct references *r = ctx;
	struct xref x = {r->target, r->type, from, {"", 0}};
	struct arena *a = &r->arena;
	uint64_t *place;
	bool added;
	int got;

	place = map_put(&r->known, from, &added);
	if (added) {
		got = xref_find(r->db, &x, a, &r->failure);
		if (got <= 0)
			return false;
		r->ids = mem_grow(r->ids, r->count + 1, sizeof(*r->ids));
		r->ids[r->count++] = x.external_id;
		*place = r->count;
	}
	if (!*place)
		return false;
	*to = r->ids[*place - 1];
	return true;
}

static void
free_references(void *ctx)
{
	struct references *r = ctx;

	map_release(&r->known);
	mem_free(r->ids);
	arena_release(&r->arena);
	mem_free(r);
}

static int
use_state(struct shared *s, struct valuemap *m, const struct ydoc_node *n,
    struct err *e)
{
	struct references *r;

	if (!s->state.db || !s->state.target)
		return s->state.unchecked ? 0 : ydoc_error(n, e, "needs "
		    "--state and --target");
	r = mem_zero(sizeof(*r));
	r->db = s->state.db;
	r->target = slice_of(s->state.target);
	r->type = SLICE("item");
	m->ask = ask_state;
	m->ctx = r;
	m->free = free_references;
	s->alone = true;
	return 0;
}

const struct valuemap *
renumbering_read(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	static const char *const words[] = {
	    "reject", "keep", "absent", "hold", NULL};
	const struct ydoc_node *unmapped = ydoc_get(n, "unmapped");
	const struct ydoc_node *state = ydoc_get(n, "state");
	int what = VALUEMAP_HOLD;
	bool from_state = false;
	struct valuemap *m;

	if (ydoc_choice(unmapped, words, &what, e) < 0 ||
	    ydoc_flag(state, &from_state, e) < 0)
		return NULL;
	if (what == VALUEMAP_ABSENT) {
		ydoc_error(unmapped, e, "an item number cannot become absent "
		    "(expected reject, keep or hold)");
		return NULL;
	}
	if (from_state == (ydoc_get(n, "table") != NULL)) {
		ydoc_error(n, e, "needs either table and column, or "
		    "state: yes");
		return NULL;
	}
	m = shared_new_map(s, (enum valuemap_unmapped)what);
	if (from_state ? use_state(s, m, state, e) < 0
	    : shared_fill_map(s, m, n, e) < 0)
		return NULL;
	return m;
}

/* --- external_id() --- */

static int
call_external_id(void *context, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	struct shared *s = context;
	struct buf key = BUF_INIT(KEY_MOST);
	struct xref x;
	struct key k;
	unsigned i;
	int got;

	if (!s->state.db || !s->state.target || !arguments[0].at)
		return 0;
	if (!schema_find(&k.type, arguments[0]))
		return err_set(e, ERR_USAGE, "external_id: \"%.*s\" is no "
		    "record type", SLICE_ARGS(arguments[0]));
	k.count = schema_types[k.type].key_count;
	if (count != k.count + 1)
		return err_set(e, ERR_USAGE, "external_id: %.*s has %u key "
		    "members, not %u", SLICE_ARGS(arguments[0]), k.count,
		    count - 1);
	for (i = 0; i < k.count; i++)
		k.parts[i] = arguments[i + 1].at ? arguments[i + 1]
						 : SLICE("");
	key_add_text_without_type(&key, &k);
	x = (struct xref){slice_of(s->state.target), arguments[0],
	    buf_slice(&key), {"", 0}};
	arena_reset(&s->found);
	got = xref_find(s->state.db, &x, &s->found, e);
	buf_release(&key);
	if (got > 0) {
		out->null = false;
		out->text = x.external_id;
	}
	return got < 0 ? -1 : 0;
}

int
renumbering_load(struct shared *s, struct err *e)
{
	struct expr_function f = {"external_id", 2, KEY_PARTS_MOST + 1, false,
	    call_external_id, s};

	return shared_need_env(s, e) < 0 ? -1
	    : expr_function_add(s->env, &f, e);
}
