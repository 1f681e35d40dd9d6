/*
 * fill.c - texts are cut at each ${NAME}: piece after piece, left to right,
 * and what has been put in is never looked at again, so that a value cannot
 * bring names of its own.
 */
#include "net/fill.h"

#include "format/json.h"
#include "format/json_add.h"
#include "net/url.h"

/* The length up to the "}" that ends a name, or 0 where none does. */
static size_t
name_length(struct slice s)
{
	char quote = '\0';
	size_t i;

	for (i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (quote)
			quote = c == quote ? '\0' : quote;
		else if (c == '\'' || c == '"')
			quote = c;
		else if (c == '}')
			return i;
	}
	return 0;
}

int
fill_next(struct fill_piece *p, struct slice *rest,
    const struct ydoc_node *n, struct err *e)
{
	const char *mark;
	size_t len;

	if (!rest->len)
		return 0;
	p->name = slice_begins(*rest, SLICE("${"));
	if (p->name) {
		rest->at += 2;
		rest->len -= 2;
		len = name_length(*rest);
		if (!len)
			return ydoc_error(n, e, "has \"${\" without a name "
			    "and \"}\" behind it (\"$${\" is \"${\" as it is)");
		p->text = slice_from(rest->at, len);
		len++;
	} else if (slice_begins(*rest, SLICE("$${"))) {
		p->text = SLICE("${");
		len = 3;
	} else {
		mark = memchr(rest->at + 1, '$', rest->len - 1);
		len = mark ? (size_t)(mark - rest->at) : rest->len;
		p->text = slice_from(rest->at, len);
	}
	rest->at += len;
	rest->len -= len;
	return 1;
}

static int
find(const struct fill_names *names, struct slice name,
    const struct ydoc_node *n, struct fill_value *v, struct err *e)
{
	int got;

	*v = (struct fill_value){FILL_ABSENT, {"", 0}};
	got = names->find(names->ctx, name, v, e);
	if (got < 0)
		return err_in(e, "%s:%lu:%lu", n->doc->name, n->line,
		    n->column);
	if (got == 0)
		return ydoc_error(n, e, "\"${%.*s}\": there is nothing of "
		    "this name", SLICE_ARGS(name));
	return 0;
}

static void
add_value(struct buf *to, struct slice text, enum fill_place place)
{
	size_t i;

	switch (place) {
	case FILL_URL:
		url_encode(to, text);
		break;
	case FILL_HEADER:
		for (i = 0; i < text.len; i++)
			if ((unsigned char)text.at[i] >= ' ' &&
			    text.at[i] != 0x7f)
				buf_add_byte(to, text.at[i]);
		break;
	case FILL_PLAIN:
	case FILL_JSON:
		buf_add_slice(to, text);
		break;
	}
}

int
fill_text(struct buf *to, const struct ydoc_node *n, enum fill_place place,
    const struct fill_names *names, struct err *e)
{
	struct buf all = BUF_INIT(to->most);
	struct slice rest = SLICE_INIT("");
	struct fill_value v;
	struct fill_piece p;
	int got;

	if (ydoc_text(n, &rest, e) < 0)
		return -1;
	while ((got = fill_next(&p, &rest, n, e)) > 0) {
		if (!p.name) {
			buf_add_slice(&all, p.text);
			continue;
		}
		if (find(names, p.text, n, &v, e) < 0)
			break;
		add_value(&all, v.text, place);
	}
	if (got == 0 && place == FILL_JSON)
		json_add_string(to, buf_slice(&all));
	else if (got == 0)
		buf_add_slice(to, buf_slice(&all));
	to->over |= all.over;
	if (all.at) /* a secret may be in it */
		explicit_bzero(all.at, all.size);
	buf_release(&all);
	return got == 0 ? 0 : -1;
}

/* --- skeletons --- */

/* True if the text is one ${NAME}: its name. */
static bool
whole_name(const struct ydoc_node *n, struct slice *name)
{
	struct slice s = n->text;

	if (!slice_begins(s, SLICE("${")))
		return false;
	s.at += 2;
	s.len -= 2;
	name->at = s.at;
	name->len = name_length(s);
	return name->len && name->len + 1 == s.len;
}

static bool
is_number(struct slice text)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json_value v;
	struct json j;
	bool number;

	json_init(&j, text, "", 1, &a);
	number = json_value(&j, &v, &e) == 0 && v.kind == JSON_NUMBER &&
	    json_end(&j, &e) == 0 && slice_equal(v.text, text);
	arena_release(&a);
	return number;
}

static int
add_scalar(struct buf *to, const struct ydoc_node *n,
    const struct fill_names *names, struct err *e)
{
	struct fill_value v;
	struct slice name;

	if (ydoc_null(n)) {
		buf_add_text(to, "null");
		return 0;
	}
	if (n->plain && (slice_is(n->text, "true") ||
	    slice_is(n->text, "false") || is_number(n->text))) {
		buf_add_slice(to, n->text);
		return 0;
	}
	if (!whole_name(n, &name))
		return fill_text(to, n, FILL_JSON, names, e);
	if (find(names, name, n, &v, e) < 0)
		return -1;
	if (v.kind == FILL_ABSENT)
		buf_add_text(to, "null");
	else if (v.kind == FILL_VALUE)
		buf_add_slice(to, v.text);
	else
		json_add_string(to, v.text);
	return 0;
}

/* As deep as YAML files may be. */
int
fill_json(struct buf *to, const struct ydoc_node *n,
    const struct fill_names *names, struct err *e)
{
	bool map = n->kind == YDOC_MAP;
	const struct ydoc_node *child;

	if (n->kind == YDOC_SCALAR)
		return add_scalar(to, n, names, e);
	buf_add_byte(to, map ? '{' : '[');
	for (child = n->first; child; child = child->next) {
		if (child != n->first)
			buf_add_byte(to, ',');
		if (map) {
			json_add_string(to, child->key);
			buf_add_byte(to, ':');
		}
		if (fill_json(to, child, names, e) < 0)
			return -1;
	}
	buf_add_byte(to, map ? '}' : ']');
	return 0;
}

int
fill_form(struct buf *to, const struct ydoc_node *map,
    const struct fill_names *names, struct err *e)
{
	struct buf value = BUF_INIT(to->most);
	const struct ydoc_node *n;
	int rc = 0;

	for (n = map->first; n && rc == 0; n = n->next) {
		buf_clear(&value);
		rc = fill_text(&value, n, FILL_PLAIN, names, e);
		if (n != map->first)
			buf_add_byte(to, '&');
		url_encode(to, n->key);
		buf_add_byte(to, '=');
		url_encode(to, buf_slice(&value));
	}
	to->over |= value.over;
	if (value.at)
		explicit_bzero(value.at, value.size);
	buf_release(&value);
	return rc;
}

/* --- checking --- */

int
fill_check(const struct ydoc_node *n, const struct fill_names *names,
    struct err *e)
{
	const struct ydoc_node *child;
	struct fill_value v;
	struct slice rest;
	struct fill_piece p;
	int got = 0;

	for (child = n->first; child; child = child->next)
		if (fill_check(child, names, e) < 0)
			return -1;
	if (n->kind != YDOC_SCALAR)
		return 0;
	rest = n->text;
	while ((got = fill_next(&p, &rest, n, e)) > 0)
		if (p.name && find(names, p.text, n, &v, e) < 0)
			return -1;
	return got;
}
