/*
 * skeleton.c - what is the same in each body (names, plain values) is spelled
 * as JSON when the profile is read.
 */
#include "load/skeleton.h"

#include "format/json.h"
#include "format/json_add.h"

#define TEXT_MOST ((size_t)64 * 1024 * 1024)

const char *const skeleton_states[] = {
	"same", "new", "changed", "gone", NULL,
};

const char *const skeleton_for_keys[] = {
	"for", "each", "elements", "by", "when", "only", NULL,
};
const char *const skeleton_when_keys[] = {"when", "then", "else", NULL};

/* --- compiling --- */

static struct skeleton *compile(const struct ydoc_node *,
    const struct skeleton_parts *, struct template_maker *, struct err *);

static struct slice
keep(struct buf *b, struct template_maker *m)
{
	struct slice s = slice_copy(buf_slice(b), m->arena);

	buf_release(b);
	return s;
}

static bool
is_plain(const struct ydoc_node *n)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json_value v;
	struct json j;
	bool plain;

	if (ydoc_null(n))
		return true;
	json_init(&j, n->text, "", 1, &a);
	plain = n->plain && json_value(&j, &v, &e) == 0 &&
	    (v.kind == JSON_NUMBER || v.kind == JSON_TRUE ||
	    v.kind == JSON_FALSE) && json_end(&j, &e) == 0;
	arena_release(&a);
	return plain;
}

static int
compile_scalar(struct skeleton *k, const struct ydoc_node *n,
    struct template_maker *m, struct err *e)
{
	if (!is_plain(n)) {
		k->kind = SKELETON_TEXT;
		return template_compile(&k->text, n, m, e);
	}
	k->kind = SKELETON_PLAIN;
	k->plain = ydoc_null(n) ? SLICE("null") : n->text;
	return 0;
}

static int
compile_children(struct skeleton *k, const struct ydoc_node *n,
    const struct skeleton_parts *parts, struct template_maker *m,
    struct err *e)
{
	struct skeleton **at = &k->first;
	const struct ydoc_node *child;

	for (child = n->first; child; child = child->next) {
		struct skeleton *one = compile(child, parts, m, e);

		*at = one;
		if (!one)
			return -1;
		at = &one->next;
		if (n->kind == YDOC_MAP) {
			struct buf b = BUF_INIT(TEXT_MOST);

			json_add_string(&b, child->key);
			buf_add_byte(&b, ':');
			one->lead = keep(&b, m);
		}
	}
	return 0;
}

static int
read_only(struct skeleton *k, const struct ydoc_node *n, struct err *e)
{
	struct ydoc_texts texts = {NULL, 0};
	size_t i, t;

	k->only[0] = k->only[1] = k->only[2] = !n;
	if (ydoc_texts(n, &texts, e) < 0)
		return -1;
	for (i = 0; i < texts.count; i++) {
		for (t = 0; skeleton_states[t]; t++)
			if (slice_is(texts.at[i], skeleton_states[t]))
				break;
		if (!skeleton_states[t])
			return ydoc_error(n, e, "must be of same, new, "
			    "changed and gone");
		k->only[t] = true;
	}
	return 0;
}

static int
read_loop_type(struct skeleton *k, const struct ydoc_node *n,
    const struct skeleton_parts *parts, struct err *e)
{
	struct slice name;

	if (ydoc_text(n, &name, e) < 0)
		return -1;
	k->records = slice_is(name, "record") && parts->records;
	if (k->records || (schema_find(&k->type, name) &&
	    parts->has[k->type]))
		return 0;
	if (slice_is(name, "record"))
		return ydoc_error(n, e, "only the body of a request with "
		    "\"batch\" is for each record");
	return ydoc_error(n, e, "\"%.*s\" does not go along with this section "
	    "(name it under \"with\")", SLICE_ARGS(name));
}

/* What each round of a loop writes: one element, or several. */
static int
compile_rounds(struct skeleton *k, const struct ydoc_node *n,
    const struct skeleton_parts *parts, struct template_maker *m,
    struct err *e)
{
	const struct ydoc_node *each = ydoc_get(n, "each");
	const struct ydoc_node *several = ydoc_get(n, "elements");

	if (!each == !several)
		return ydoc_error(n, e, "needs either \"each\" or "
		    "\"elements\"");
	if (several && (several->kind != YDOC_LIST || !several->count))
		return ydoc_error(several, e, "must be a list of elements");
	if (several)
		return compile_children(k, several, parts, m, e);
	k->first = compile(each, parts, m, e);
	return k->first ? 0 : -1;
}

static int
compile_for(struct skeleton *k, const struct ydoc_node *n,
    const struct skeleton_parts *parts, struct template_maker *m,
    struct err *e)
{
	struct skeleton_parts inner = *parts;
	struct template_maker mine = *m;
	const struct ydoc_node *by = ydoc_get(n, "by");
	const struct ydoc_node *when = ydoc_get(n, "when");
	struct slice text = SLICE_INIT("");

	k->kind = SKELETON_FOR;
	if (ydoc_check_keys(n, skeleton_for_keys, e) < 0 ||
	    read_loop_type(k, ydoc_get(n, "for"), parts, e) < 0 ||
	    read_only(k, ydoc_get(n, "only"), e) < 0)
		return -1;
	if (k->records && (by || ydoc_get(n, "only")))
		return ydoc_error(n, e, "\"by\" and \"only\" are for parts");
	inner.records = false;
	if (!k->records)
		mine.type = k->type;
	if (by && (ydoc_text(by, &text, e) < 0 ||
	    !(k->by = template_expression(by, text, &mine, e))))
		return -1;
	if (when && (ydoc_text(when, &text, e) < 0 ||
	    !(k->when = template_expression(when, text, &mine, e))))
		return -1;
	return compile_rounds(k, n, &inner, &mine, e);
}

static int
compile_when(struct skeleton *k, const struct ydoc_node *n,
    const struct skeleton_parts *parts, struct template_maker *m,
    struct err *e)
{
	const struct ydoc_node *when = ydoc_get(n, "when");
	const struct ydoc_node *otherwise = ydoc_get(n, "else");
	struct slice text = SLICE_INIT("");

	k->kind = SKELETON_WHEN;
	if (ydoc_check_keys(n, skeleton_when_keys, e) < 0 ||
	    ydoc_text(when, &text, e) < 0)
		return -1;
	k->when = template_expression(when, text, m, e);
	if (!k->when)
		return -1;
	k->first = compile(ydoc_get(n, "then"), parts, m, e);
	if (!k->first)
		return -1;
	if (otherwise)
		k->first->next = compile(otherwise, parts, m, e);
	return !otherwise || k->first->next ? 0 : -1;
}

static struct skeleton *
compile(const struct ydoc_node *n, const struct skeleton_parts *parts,
    struct template_maker *m, struct err *e)
{
	struct skeleton *k = arena_alloc(m->arena, sizeof(*k));
	int rc;

	memset(k, 0, sizeof(*k));
	if (n->kind == YDOC_SCALAR) {
		rc = compile_scalar(k, n, m, e);
	} else if (ydoc_get(n, "for") && (ydoc_get(n, "each") ||
	    ydoc_get(n, "elements"))) {
		rc = compile_for(k, n, parts, m, e);
	} else if (ydoc_get(n, "when") && ydoc_get(n, "then")) {
		rc = compile_when(k, n, parts, m, e);
	} else {
		k->kind = n->kind == YDOC_MAP ? SKELETON_MAP : SKELETON_LIST;
		rc = compile_children(k, n, parts, m, e);
	}
	if (rc == 0)
		return k;
	skeleton_release(k);
	return NULL;
}

struct skeleton *
skeleton_compile(const struct ydoc_node *n,
    const struct skeleton_parts *parts, struct template_maker *m,
    struct err *e)
{
	return compile(n, parts, m, e);
}

void
skeleton_release(struct skeleton *k)
{
	struct skeleton *child;

	if (!k)
		return;
	for (child = k->first; child; child = child->next)
		skeleton_release(child);
	template_free(&k->text);
	expr_free(k->by);
	expr_free(k->when);
	k->first = NULL;
	k->by = k->when = NULL;
}
