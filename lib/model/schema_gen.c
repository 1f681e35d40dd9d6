/*
 * schema_gen.c - makes the record types' tables from their JSON Schemas.
 *
 * usage: schema_gen OUTDIR FILE...
 *
 * Runs once in a build, before everything above the floor of model.  From
 * schemas/v1/TYPE.schema.json it takes x-key, x-order, x-kind and minLength
 * and writes OUTDIR/schema_ids.h and OUTDIR/schema_tables.c, which schema.h
 * describes.  head, seal and common are no record types and are passed over.
 *
 * The schemas are checked for all that the tables rely on, so that a slip in
 * one stops the build with file and line and does not become a wrong table;
 * scripts/check-schemas looks at the rest.  The order of the operands does
 * not matter: types are sorted by name bytes.
 */
#include "base/base.h"

#include <ctype.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "format/json.h"

#define NAMES_MOST 64
#define FILE_MOST (256 * 1024)
#define OUTPUT_MOST (4 * 1024 * 1024)

/* A name in a list; the last three are for properties only. */
struct name {
	struct slice text;
	unsigned long line;
	struct slice kind;     /* x-kind */
	struct slice constant; /* const: "type" has one */
	bool required;         /* minLength: must not be "" */
};

struct names {
	struct name at[NAMES_MOST];
	unsigned count;
};

struct type {
	const char *path;
	struct slice name; /* as the file is called */
	struct names key;
	struct names order;
	struct names properties;
	struct names members; /* properties in the order of a line */
};

struct types {
	struct type *at;
	size_t count;
	struct arena arena; /* the files' texts and decoded strings */
};

static const char *const no_types[] = {"common", "head", "seal", NULL};
static const char *const common[] = {"type", "attrs", "change", NULL};
static const char *const kinds[] = {"text", "number", "flag", "set", "date",
    "time", NULL};

static bool
listed(const char *const *list, struct slice name)
{
	for (; *list; list++)
		if (slice_is(name, *list))
			return true;
	return false;
}

/* Names become parts of C names, and stand in JSON strings as they are. */
static bool
name_good(struct slice name)
{
	size_t i;

	for (i = 0; i < name.len; i++)
		if (!memchr("abcdefghijklmnopqrstuvwxyz_0123456789",
		    name.at[i], i ? 37 : 26))
			return false;
	return name.len > 0;
}

static const struct name *
names_find(const struct names *names, struct slice text)
{
	unsigned i;

	for (i = 0; i < names->count; i++)
		if (slice_equal(names->at[i].text, text))
			return &names->at[i];
	return NULL;
}

/* --- reading -------------------------------------------------------------- */

/* The next value, which must be a string, or the start of the other two. */
static int
read_value(struct json *j, enum json_kind kind, struct json_value *v,
    struct err *e)
{
	if (json_value(j, v, e) < 0)
		return -1;
	if (v->kind != kind)
		return json_error(j, e, "must be %s",
		    kind == JSON_STRING ? "a string" :
		    kind == JSON_ARRAY ? "an array" : "an object");
	return 0;
}

static int
names_add(struct names *names, struct slice text, struct json *j,
    struct err *e)
{
	if (!name_good(text))
		return json_error(j, e, "\"%.*s\" is not a name (a-z, then "
		    "a-z, 0-9 and _)", SLICE_ARGS(text));
	if (names_find(names, text))
		return json_error(j, e, "\"%.*s\" stands twice",
		    SLICE_ARGS(text));
	if (names->count == NAMES_MOST)
		return json_error(j, e, "more than %d names", NAMES_MOST);
	names->at[names->count].text = text;
	names->at[names->count++].line = j->line;
	return 0;
}

static int
names_read(struct json *j, struct names *out, struct err *e)
{
	struct json_value v;
	int got;

	if (read_value(j, JSON_ARRAY, &v, e) < 0)
		return -1;
	while ((got = json_element(j, e)) > 0)
		if (read_value(j, JSON_STRING, &v, e) < 0 ||
		    names_add(out, v.text, j, e) < 0)
			return -1;
	return got;
}

static int
property_word_read(struct json *j, struct slice word, struct name *p,
    struct err *e)
{
	struct json_value v;

	if (json_value(j, &v, e) < 0)
		return -1;
	if (slice_is(word, "x-kind") && v.kind == JSON_STRING)
		p->kind = v.text;
	if (slice_is(word, "const") && v.kind == JSON_STRING)
		p->constant = v.text;
	if (slice_is(word, "minLength"))
		p->required = v.kind == JSON_NUMBER && !slice_is(v.text, "0");
	return json_skip_rest(j, &v, e);
}

static int
properties_read(struct json *j, struct names *properties, struct err *e)
{
	struct json_value v;
	struct slice text, word;
	int got;

	if (read_value(j, JSON_OBJECT, &v, e) < 0)
		return -1;
	while ((got = json_member(j, &text, e)) > 0) {
		if (names_add(properties, text, j, e) < 0 ||
		    read_value(j, JSON_OBJECT, &v, e) < 0)
			return -1;
		while ((got = json_member(j, &word, e)) > 0)
			if (property_word_read(j, word, properties->at +
			    properties->count - 1, e) < 0)
				return -1;
		if (got < 0)
			return -1;
	}
	return got;
}

static int
schema_read(struct json *j, struct type *t, struct err *e)
{
	struct json_value v;
	struct slice word;
	int got, rc;

	if (read_value(j, JSON_OBJECT, &v, e) < 0)
		return -1;
	while ((got = json_member(j, &word, e)) > 0) {
		if (slice_is(word, "x-key"))
			rc = names_read(j, &t->key, e);
		else if (slice_is(word, "x-order"))
			rc = names_read(j, &t->order, e);
		else if (slice_is(word, "properties"))
			rc = properties_read(j, &t->properties, e);
		else
			rc = json_skip(j, e);
		if (rc < 0)
			return -1;
	}
	if (got < 0)
		return -1;
	return json_end(j, e);
}

/* The whole file, as a slice in the arena. */
static int
file_read(const char *path, struct arena *arena, struct slice *out,
    struct err *e)
{
	FILE *f = fopen(path, "rb");
	char *text;
	int rc = 0;

	if (!f)
		return err_sys(e, "%s", path);
	text = arena_alloc(arena, FILE_MOST);
	*out = slice_from(text, fread(text, 1, FILE_MOST, f));
	if (ferror(f))
		rc = err_sys(e, "%s", path);
	else if (out->len == FILE_MOST)
		rc = err_set(e, ERR_INPUT, "%s: %d bytes or more", path,
		    FILE_MOST);
	fclose(f); /* only read: nothing can be lost */
	return rc;
}

/* --- checking ------------------------------------------------------------- */

/* Checks the members of a list and puts them behind those that *t has. */
static int
members_take(struct type *t, const struct names *list, struct err *e)
{
	const struct name *m, *p;
	const char *wrong = NULL;

	for (m = list->at; m < list->at + list->count; m++) {
		p = names_find(&t->properties, m->text);
		if (!p)
			wrong = "is not among the properties";
		else if (!listed(kinds, p->kind))
			wrong = "needs an x-kind: text, number, flag, set, "
			    "date or time";
		else if (names_find(&t->members, m->text))
			wrong = "is in x-key and in x-order";
		else if (list == &t->key && !slice_is(p->kind, "text"))
			wrong = "is a key member and must be text";
		if (wrong)
			return err_set(e, ERR_INPUT, "%s:%lu: \"%.*s\" %s",
			    t->path, p ? p->line : m->line,
			    SLICE_ARGS(m->text), wrong);
		t->members.at[t->members.count++] = *p;
	}
	return 0;
}

static int
type_check(struct type *t, struct err *e)
{
	const struct name *p = names_find(&t->properties, slice_of("type"));
	unsigned i;

	if (!name_good(t->name) || !p || !slice_equal(p->constant, t->name))
		return err_set(e, ERR_INPUT, "%s:%lu: the property \"type\" "
		    "must have the const \"%.*s\", as the file is called",
		    t->path, p ? p->line : 1, SLICE_ARGS(t->name));
	if (!t->key.count)
		return err_set(e, ERR_INPUT, "%s:1: x-key is missing or empty",
		    t->path);
	if (members_take(t, &t->key, e) < 0 ||
	    members_take(t, &t->order, e) < 0)
		return -1;
	for (i = 0; i < t->properties.count; i++) {
		p = &t->properties.at[i];
		if (!listed(common, p->text) &&
		    !names_find(&t->members, p->text))
			return err_set(e, ERR_INPUT, "%s:%lu: \"%.*s\" is in "
			    "neither x-key nor x-order", t->path, p->line,
			    SLICE_ARGS(p->text));
	}
	return 0;
}

/* "schemas/v1/item.schema.json" gives "item". */
static int
type_name(struct slice *out, const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	struct slice rest = slice_of(slash ? slash + 1 : path);

	*out = slice_cut(&rest, '.');
	if (!slice_is(rest, "schema.json"))
		return err_set(e, ERR_USAGE, "%s: must be called "
		    "TYPE.schema.json", path);
	return 0;
}

static int
types_add(struct types *types, const char *path, struct err *e)
{
	struct slice text, name;
	struct json j;
	struct type *t;

	if (type_name(&name, path, e) < 0)
		return -1;
	if (listed(no_types, name))
		return 0;
	if (file_read(path, &types->arena, &text, e) < 0)
		return -1;
	types->at = mem_grow(types->at, types->count + 1, sizeof(*types->at));
	t = &types->at[types->count++];
	memset(t, 0, sizeof(*t));
	t->path = path;
	t->name = name;
	json_init(&j, text, path, 1, &types->arena);
	if (schema_read(&j, t, e) < 0)
		return -1;
	return type_check(t, e);
}

static int
type_compare(const void *a, const void *b)
{
	return slice_compare(((const struct type *)a)->name,
	    ((const struct type *)b)->name); /* as qsort wants it */
}

/* --- writing -------------------------------------------------------------- */

static void
add_upper(struct buf *b, struct slice name)
{
	size_t i;

	for (i = 0; i < name.len; i++) /* a-z, 0-9, _: never negative */
		buf_add_byte(b, (char)toupper(name.at[i]));
}

/*
 * Adds the line "PREFIX_NAME,", unless it is there: "bom" with a member
 * "line_kind" would be the same constant as "bom_line" with "kind".
 */
static int
constant_add(struct buf *b, struct slice prefix, struct slice name,
    struct err *e)
{
	size_t start = b->len;
	struct slice line;

	buf_add_byte(b, '\t');
	add_upper(b, prefix);
	buf_add_byte(b, '_');
	add_upper(b, name);
	buf_add_text(b, ",\n");
	line = slice_from(b->at + start, b->len - start);
	if (!b->over && memmem(b->at, start, line.at, line.len))
		return err_set(e, ERR_INPUT, "\"%.*s\" of \"%.*s\": its "
		    "constant %.*s is another's already", SLICE_ARGS(name),
		    SLICE_ARGS(prefix), (int)line.len - 3, line.at + 1);
	return 0;
}

static int
ids_print(const struct types *types, struct buf *b, struct err *e)
{
	const struct type *t;
	size_t i;
	unsigned k;

	buf_add_text(b, "/* schema_ids.h - made by schema_gen from schemas/v1; "
	    "not to be edited. */\n#ifndef SCHEMA_IDS_H\n"
	    "#define SCHEMA_IDS_H\n\nenum record_type {\n");
	for (i = 0; i < types->count; i++)
		if (constant_add(b, slice_of("type"), types->at[i].name, e) < 0)
			return -1;
	/* Not in the enum: a switch over the types has no case for it. */
	buf_printf(b, "};\n\n#define TYPE_COUNT %zu\n", types->count);
	for (i = 0; i < types->count; i++) {
		t = &types->at[i];
		buf_printf(b, "\n/* Members of %.*s. */\nenum {\n",
		    SLICE_ARGS(t->name));
		for (k = 0; k < t->members.count; k++)
			if (constant_add(b, t->name, t->members.at[k].text,
			    e) < 0)
				return -1;
		buf_add_text(b, "};\n");
	}
	buf_add_text(b, "\n#endif\n");
	return 0;
}

static void
member_print(const struct name *m, bool key, struct buf *b)
{
	buf_printf(b, "\t{SLICE_INIT(\"%.*s\"),\n\t    "
	    "SLICE_INIT(\",\\\"%.*s\\\":\"),\n\t    MEMBER_",
	    SLICE_ARGS(m->text), SLICE_ARGS(m->text));
	add_upper(b, m->kind);
	buf_printf(b, ", %s, %s},\n", key ? "true" : "false",
	    key && m->required ? "true" : "false");
}

static void
tables_print(const struct types *types, struct buf *b)
{
	const struct type *t;
	size_t i;
	unsigned k;

	buf_add_text(b, "/* schema_tables.c - made by schema_gen from "
	    "schemas/v1; not to be edited. */\n"
	    "#include \"model/schema.h\"\n");
	for (i = 0; i < types->count; i++) {
		t = &types->at[i];
		buf_printf(b, "\nstatic const struct schema_member "
		    "%.*s_members[] = {\n", SLICE_ARGS(t->name));
		for (k = 0; k < t->members.count; k++)
			member_print(&t->members.at[k], k < t->key.count, b);
		buf_printf(b, "};\n_Static_assert(COUNT_OF(%.*s_members) <= "
		    "SCHEMA_MEMBERS_MOST,\n    \"SCHEMA_MEMBERS_MOST is too "
		    "small\");\n", SLICE_ARGS(t->name));
	}
	buf_add_text(b, "\nconst struct schema_type schema_types[] = {\n");
	for (i = 0; i < types->count; i++) {
		t = &types->at[i];
		buf_add_text(b, "\t[TYPE_");
		add_upper(b, t->name);
		buf_printf(b, "] = {SLICE_INIT(\"%.*s\"),\n"
		    "\t    SLICE_INIT(\"{\\\"type\\\":\\\"%.*s\\\"\"), %u, %u,"
		    "\n\t    %.*s_members},\n", SLICE_ARGS(t->name),
		    SLICE_ARGS(t->name), t->key.count, t->members.count,
		    SLICE_ARGS(t->name));
	}
	buf_add_text(b, "};\n");
}

static int
file_write(const char *path, const struct buf *text, struct err *e)
{
	FILE *f = fopen(path, "wb");
	bool good = f && fwrite(text->at, 1, text->len, f) == text->len;

	if (!f || fclose(f) || !good)
		return err_sys(e, "%s", path);
	return 0;
}

static int
generate(struct types *types, char **files, struct buf *ids,
    struct buf *tables, struct err *e)
{
	for (; *files; files++)
		if (types_add(types, *files, e) < 0)
			return -1;
	if (!types->count)
		return err_set(e, ERR_USAGE, "no file is a record type's");
	qsort(types->at, types->count, sizeof(*types->at), type_compare);
	tables_print(types, tables);
	if (ids_print(types, ids, e) < 0)
		return -1;
	if (ids->over || tables->over)
		return err_set(e, ERR_INPUT, "more than %d bytes to write",
		    OUTPUT_MOST);
	return 0;
}

int
main(int argc, char **argv)
{
	struct types types = {NULL, 0, ARENA_INIT};
	struct buf ids = BUF_INIT(OUTPUT_MOST);
	struct buf tables = BUF_INIT(OUTPUT_MOST);
	struct buf path = BUF_INIT(PATH_MAX);
	struct err e = ERR_INIT;

	if (argc < 3)
		err_set(&e, ERR_USAGE, "usage: schema_gen OUTDIR FILE...");
	else if (generate(&types, argv + 2, &ids, &tables, &e) == 0) {
		/* In this order: for make the tables depend on the ids. */
		buf_printf(&path, "%s/schema_ids.h", argv[1]);
		file_write(buf_text(&path), &ids, &e);
		buf_clear(&path);
		buf_printf(&path, "%s/schema_tables.c", argv[1]);
		file_write(buf_text(&path), &tables, &e);
	}
	if (e.kind)
		fprintf(stderr, "schema_gen: %s\n", e.text);
	buf_release(&ids);
	buf_release(&tables);
	buf_release(&path);
	mem_free(types.at);
	arena_release(&types.arena);
	return e.kind;
}
