/* target.c - the profile's YAML read strictly, with defaults filled in. */
#include "load/target.h"

#include "expr/expr.h"
#include "format/shipped.h"
#include "io/path.h"
#include "load/order.h"
#include "net/pgspec.h"

#define TEXT_MOST ((size_t)1024 * 1024)

static const char *const sqlite_keys[] = {"target", "kind", "types", "file",
    "create", "schema", NULL};
static const char *const postgres_keys[] = {"target", "kind", "types",
    "connection", "create", NULL};
static const char *const table_section_keys[] = {"with", "removal",
    "conflict", "table", "columns", "deactivate", NULL};

const struct target_kind target_kinds[] = {
    {"sqlite", sqlite_keys, table_section_keys},
    {"postgresql", postgres_keys, table_section_keys},
    {"csv", csv_spec_keys, csv_spec_section_keys},
    {"http", http_spec_top_keys, http_spec_section_keys},
    {NULL, NULL, NULL},
};

/* --- sections of kind http --- */

static void
add_node(struct buf *b, const struct ydoc_node *n)
{
	const struct ydoc_node *child;

	buf_printf(b, "%d,%zu,%zu:%zu:", (int)n->kind, n->count, n->key.len,
	    n->text.len);
	buf_add_slice(b, n->key);
	buf_add_slice(b, n->text);
	for (child = n->first; child; child = child->next)
		add_node(b, child);
}

/* What is sent, as it stands: only create and update write. */
static void
hash_requests(struct target_section *s, const struct ydoc_node *n)
{
	static const char *const keys[] = {"with", "create", "update"};
	struct buf b = BUF_INIT(YDOC_SIZE_MOST * 4);
	size_t i;

	for (i = 0; i < COUNT_OF(keys); i++)
		if (ydoc_get(n, keys[i]))
			add_node(&b, ydoc_get(n, keys[i]));
	s->hash = hash_128(b.at, b.len);
	buf_release(&b);
}

static int
read_requests(struct target_profile *p, struct target_section *s,
    const struct ydoc_node *n, struct err *e)
{
	struct http_section_types types = {.count = 1};
	const struct ydoc_node *removal = ydoc_get(n, "removal");
	const struct http_operation *find;
	size_t i;

	types.at[0] = (struct http_sends){s->type, s->sends};
	for (i = 0; i < s->part_count; i++)
		types.at[types.count++] = (struct http_sends){s->parts[i].type,
		    s->parts[i].sends};
	s->http = mem_zero(sizeof(*s->http));
	if (http_section_read(s->http, p->http, n, &types, e) < 0)
		return -1;
	hash_requests(s, n);
	find = &s->http->ops[HTTP_FIND];
	if (find->count)
		s->settle_s = find->steps[find->count - 1].settle_s;
	if (s->removal == TARGET_REPORT || s->http->ops[HTTP_REMOVE].count)
		return 0;
	return ydoc_error_key(removal ? removal : n, e, "needs the request "
	    "\"remove\" (or removal: report)");
}

/* --- sections --- */

static int
read_section(struct target_profile *p, const struct target_kind *kind,
    const struct ydoc_node *n, struct err *e)
{
	struct section_maker m = {p->sections, &p->env, &p->arena};
	struct target_section *s;
	enum record_type type;
	bool known;

	known = schema_find(&type, n->key);
	if (!known || !order_sendable(type)) {
		const char *nearest = known ? NULL : schema_nearest(n->key);

		return ydoc_error_key(n, e, "\"%.*s\" is no record type that "
		    "can be sent%s%s%s", SLICE_ARGS(n->key),
		    nearest ? " (nearest: " : "", nearest ? nearest : "",
		    nearest ? ")" : "");
	}
	if (ydoc_check_keys(n, kind->section_keys, e) < 0)
		return -1;
	s = &p->sections[type];
	s->type = type;
	s->used = true;
	if (section_read_common(&m, s, n, e) < 0)
		return -1;
	if (p->csv && s->removal == TARGET_DEACTIVATE)
		return ydoc_error(ydoc_get(n, "removal"), e, "a drop marks "
		    "nothing: delete or report");
	return p->http ? read_requests(p, s, n, e)
	    : section_read_table(&m, s, n, e);
}

/* --- the top --- */

/* A path of the profile, which begins at the profile's own folder. */
static int
read_path(const struct target_profile *p, const struct ydoc_node *n,
    char **out, struct err *e)
{
	struct buf b = BUF_INIT(TEXT_MOST);
	struct slice text = {NULL, 0};
	char *folder;

	if (ydoc_text(n, &text, e) < 0)
		return -1;
	if (!text.at)
		return 0;
	if (!text.len)
		return ydoc_error(n, e, "a path cannot be empty");
	folder = path_folder(p->doc.name);
	if (*text.at != '/' && strcmp(folder, "./") != 0)
		buf_add_text(&b, folder);
	buf_add_slice(&b, text);
	*out = mem_text(buf_text(&b));
	buf_release(&b);
	mem_free(folder);
	return 0;
}

/* What goes along with a root has no section, and is no root. */
static int
check_sections(const struct target_profile *p, const struct ydoc_node *types,
    struct err *e)
{
	const struct ydoc_node *child;
	enum record_type type;

	for (child = types->first; child; child = child->next)
		if (schema_find(&type, child->key) && p->sections[type].part)
			return ydoc_error_key(child, e, "%.*s records go along "
			    "with %.*s records (with), and have no section of "
			    "their own", SLICE_ARGS(child->key), SLICE_ARGS(
			    schema_types[p->sections[type].root].name));
	return 0;
}

static int
read_kind(const struct target_kind **out, const struct ydoc_node *root,
    struct err *e)
{
	const char *names[COUNT_OF(target_kinds)];
	int kind = 0;
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++)
		names[i] = target_kinds[i].name;
	if (ydoc_check_map(root, e) < 0 ||
	    ydoc_choice(ydoc_need(root, "kind", e), names, &kind, e) < 0)
		return -1;
	*out = &target_kinds[kind];
	return ydoc_check_keys(root, (*out)->keys, e);
}

/* What the kinds with a file have. */
static int
read_file(struct target_profile *p, const struct ydoc_node *root,
    struct err *e)
{
	if (read_path(p, ydoc_get(root, "file"), &p->file, e) < 0 ||
	    read_path(p, ydoc_get(root, "schema"), &p->schema, e) < 0 ||
	    ydoc_flag(ydoc_get(root, "create"), &p->create, e) < 0)
		return -1;
	if (p->create && p->schema)
		return ydoc_error(ydoc_get(root, "schema"), e,
		    "either create or schema makes the tables, not both");
	return 0;
}

static int
read_connection(struct target_profile *p, const struct ydoc_node *root,
    struct err *e)
{
	p->postgres = arena_alloc(&p->arena, sizeof(*p->postgres));
	if (pgspec_read(p->postgres, root, &p->arena, e) < 0)
		return -1;
	p->postgres->application = "erp-load";
	return ydoc_flag(ydoc_get(root, "create"), &p->create, e);
}

static int
read_place(struct target_profile *p, const struct ydoc_node *root,
    struct err *e)
{
	if (strcmp(p->kind, "postgresql") == 0)
		return read_connection(p, root, e);
	if (strcmp(p->kind, "csv") == 0) {
		p->csv = arena_alloc(&p->arena, sizeof(*p->csv));
		return csv_spec_read(p->csv, root, &p->arena, e);
	}
	if (strcmp(p->kind, "http") != 0)
		return read_file(p, root, e);
	p->http = mem_zero(sizeof(*p->http));
	return http_spec_read(p->http, root, &p->arena, e);
}

static int
read_top(struct target_profile *p, struct err *e)
{
	const struct ydoc_node *root = p->doc.root, *types, *child;
	const struct target_kind *kind = NULL;

	if (read_kind(&kind, root, e) < 0 ||
	    ydoc_string(ydoc_need(root, "target", e), &p->name, e) < 0)
		return -1;
	p->kind = kind->name;
	if (!*p->name)
		return ydoc_error(ydoc_get(root, "target"), e,
		    "a target needs a name");
	if (read_place(p, root, e) < 0)
		return -1;
	types = ydoc_need(root, "types", e);
	if (!types || ydoc_check_map(types, e) < 0)
		return -1;
	for (child = types->first; child; child = child->next)
		if (read_section(p, kind, child, e) < 0)
			return -1;
	return check_sections(p, types, e);
}

int
target_profile_parse(struct target_profile *p, const char *name,
    struct slice text, struct err *e)
{
	memset(p, 0, sizeof(*p));
	return ydoc_parse(&p->doc, name, text, e) < 0 ? -1 : read_top(p, e);
}

int
target_profile_load(struct target_profile *p, const char *path,
    struct err *e)
{
	const struct shipped *shipped = shipped_for(&shipped_targets, path, e);
	struct buf text = BUF_INIT(YDOC_SIZE_MOST);
	int rc = -1;

	memset(p, 0, sizeof(*p));
	if (shipped) {
		shipped_add_text(shipped, &text);
		rc = target_profile_parse(p, path, buf_slice(&text), e);
	} else if (!e->kind && ydoc_load(&p->doc, path, e) == 0) {
		rc = read_top(p, e);
	}
	buf_release(&text);
	return rc;
}

void
target_profile_release(struct target_profile *p)
{
	size_t i;

	for (i = 0; i < TYPE_COUNT; i++) {
		struct target_section *s = &p->sections[i];

		section_release(s);
		if (s->http)
			http_section_release(s->http);
		mem_free(s->http);
	}
	if (p->http)
		http_spec_release(p->http);
	mem_free(p->http);
	expr_env_free(p->env);
	mem_free(p->file);
	mem_free(p->schema);
	ydoc_release(&p->doc);
	arena_release(&p->arena);
	memset(p, 0, sizeof(*p));
}
