/*
 * template.c - pieces, and the members among them read without SQLite.
 *
 * Most pieces are the name of a member: its index is looked up once, and its
 * value then is a pointer away.
 */
#include "load/template.h"

#include "format/json.h"
#include "format/json_add.h"
#include "net/url.h"

#define TEXT_MOST ((size_t)64 * 1024 * 1024)
#define PIECES_MOST 200

enum form {
	FORM_AS_IS, FORM_TEXT, FORM_NUMBER, FORM_FLAG, FORM_JSON, FORM_NULL,
	FORM_QUOTED, FORM_XML
};

static const char *const forms[] = {
	"", "text", "number", "flag", "json", "null", "quoted", "xml",
};

struct template_piece {
	struct slice text;  /* as it is, where `name` is not set */
	bool name;
	enum form form;
	int member;         /* -1: an expression */
	bool attrs;         /* the site fields */
	struct expr *expr;
};

/* --- compiling --- */

/* The index of the member, SCHEMA_MEMBERS_MOST for attrs, or -1. */
static int
bare_member(struct slice text, enum record_type type)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz_", text.at[i]))
			return -1;
	if (slice_is(text, "attrs"))
		return SCHEMA_MEMBERS_MOST;
	return schema_member_find(type, text);
}

static void
note_all(const struct expr *x, struct template_maker *m)
{
	unsigned i;

	if (!m->note)
		return;
	for (i = 0; i < schema_types[m->type].member_count; i++)
		if (expr_reads(x, m->type, i))
			m->note(m->note_ctx, m->type, i);
	if (expr_reads(x, m->type, SCHEMA_MEMBERS_MOST))
		m->note(m->note_ctx, m->type, SCHEMA_MEMBERS_MOST);
}

/* Evaluates it with nothing at hand, so that its functions see their names. */
static int
try_expression(struct expr *x, struct template_maker *m, struct err *e)
{
	struct scene *s = m->scene;
	struct expr_input in = {.record = NULL};
	struct record *r = mem_zero(sizeof(*r));
	struct err mine = ERR_INIT;
	struct expr_value out;
	int rc;

	record_init(r, m->type);
	in.record = r;
	s->trial = true;
	s->root_type = m->root;
	s->part_type = m->type;
	s->note = m->note;
	s->note_ctx = m->note_ctx;
	rc = expr_eval(x, &in, &out, &mine);
	s->trial = false;
	mem_free(r);
	return rc < 0 ? err_set(e, mine.kind, "%s", mine.text) : 0;
}

struct expr *
template_expression(const struct ydoc_node *n, struct slice text,
    struct template_maker *m, struct err *e)
{
	struct buf where = BUF_INIT(TEXT_MOST);
	struct expr *x;

	buf_printf(&where, "%s:%lu:%lu", n->doc->name, n->line, n->column);
	x = expr_new(m->scene->env, text, buf_text(&where), e);
	buf_release(&where);
	if (!x)
		return NULL;
	note_all(x, m);
	if (try_expression(x, m, e) == 0)
		return x;
	expr_free(x);
	return NULL;
}

/* Cuts "FORM:" off; a colon is nowhere in an expression but in quotes. */
static int
take_form(struct template_piece *p, const struct ydoc_node *n, struct err *e)
{
	const char *colon = memchr(p->text.at, ':', p->text.len);
	struct slice word;
	size_t i;

	p->form = FORM_AS_IS;
	if (!colon)
		return 0;
	word = slice_trim(slice_from(p->text.at,
	    (size_t)(colon - p->text.at)));
	if (!word.len || strspn(word.at, "abcdefghijklmnopqrstuvwxyz") <
	    word.len)
		return 0; /* the colon is in a text */
	for (i = 1; i < COUNT_OF(forms); i++)
		if (slice_is(word, forms[i])) {
			p->form = (enum form)i; /* names in its order */
			p->text.len -= (size_t)(colon + 1 - p->text.at);
			p->text.at = colon + 1;
			p->text = slice_trim(p->text);
			return 0;
		}
	return ydoc_error(n, e, "\"${%.*s: ...}\": must be one of text, "
	    "number, flag, json, null, quoted and xml", SLICE_ARGS(word));
}

static int
compile_name(struct template_piece *p, const struct ydoc_node *n,
    struct template_maker *m, struct err *e)
{
	int member;

	if (take_form(p, n, e) < 0)
		return -1;
	member = bare_member(p->text, m->type);
	p->member = -1;
	if (member < 0) {
		p->expr = template_expression(n, p->text, m, e);
		return p->expr ? 0 : -1;
	}
	p->attrs = member == SCHEMA_MEMBERS_MOST;
	p->member = member;
	if (m->note)
		m->note(m->note_ctx, m->type, (unsigned)member); /* >= 0 */
	return 0;
}

int
template_compile(struct template *t, const struct ydoc_node *n,
    struct template_maker *m, struct err *e)
{
	struct template_piece pieces[PIECES_MOST];
	struct slice rest = SLICE_INIT("");
	struct fill_piece cut;
	int got;

	memset(t, 0, sizeof(*t));
	t->node = n;
	if (ydoc_text(n, &rest, e) < 0)
		return -1;
	t->pieces = pieces;
	while ((got = fill_next(&cut, &rest, n, e)) > 0) {
		if (t->count == PIECES_MOST) {
			got = ydoc_error(n, e, "has too many pieces");
			break;
		}
		pieces[t->count] = (struct template_piece){.text = cut.text,
		    .name = cut.name};
		t->count++;
		if (cut.name && compile_name(&pieces[t->count - 1], n, m,
		    e) < 0) {
			got = -1;
			break;
		}
	}
	t->pieces = arena_alloc(m->arena, (t->count + 1) * sizeof(*pieces));
	memcpy(t->pieces, pieces, t->count * sizeof(*pieces));
	return got;
}

void
template_free(struct template *t)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		expr_free(t->pieces[i].expr);
	t->count = 0;
}

/* --- values --- */

enum value_is { IS_NOTHING, IS_TEXT, IS_NUMBER, IS_FLAG, IS_LIST, IS_OBJECT };

struct found {
	enum value_is is;
	const struct record *record;
	struct slice text;
	const struct value *value; /* of a list */
};

static void
member_found(struct found *f, const struct record *r, unsigned member)
{
	const struct value *v = &r->values[member];

	f->value = v;
	f->text = v->text;
	f->is = IS_NOTHING;
	switch (v->kind) {
	case VALUE_TEXT:
		f->is = IS_TEXT;
		break;
	case VALUE_NUMBER:
		f->is = IS_NUMBER;
		break;
	case VALUE_FLAG:
		f->is = IS_FLAG;
		f->text = SLICE("1");
		break;
	case VALUE_SET:
		f->is = IS_LIST;
		break;
	case VALUE_ABSENT:
	case VALUE_NULL:
	case VALUE_RAW:
		break;
	}
	if (f->is != IS_NOTHING)
		return;
	/* an absent flag is false, an empty key member the empty text */
	if (schema_types[r->type].members[member].kind == MEMBER_FLAG) {
		f->is = IS_FLAG;
		f->text = SLICE("0");
	} else if (schema_types[r->type].members[member].key) {
		f->is = IS_TEXT;
		f->text = SLICE("");
	}
}

static int
find(const struct template_piece *p, struct scene *s, struct found *f,
    struct err *e)
{
	const struct expr_input in = {.record = s->record};
	struct expr_value out;

	f->record = s->record;
	if (p->attrs) {
		f->is = s->record->attrs.count ? IS_OBJECT : IS_NOTHING;
		return 0;
	}
	if (p->member >= 0) {
		/* an index */
		member_found(f, s->record, (unsigned)p->member);
		return 0;
	}
	if (expr_eval(p->expr, &in, &out, e) < 0)
		return -1;
	f->text = out.text;
	f->is = out.null ? IS_NOTHING : out.number ? IS_NUMBER : IS_TEXT;
	return 0;
}

/* --- as text --- */

static void
add_joined(struct buf *to, const struct value *set)
{
	size_t i;

	for (i = 0; i < set->count; i++) {
		if (i)
			buf_add_byte(to, ',');
		buf_add_slice(to, set->set[i]);
	}
}

static void
add_xml(struct buf *to, struct slice text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		switch (text.at[i]) {
		case '&':
			buf_add_text(to, "&amp;");
			break;
		case '<':
			buf_add_text(to, "&lt;");
			break;
		case '>':
			buf_add_text(to, "&gt;");
			break;
		case '"':
			buf_add_text(to, "&quot;");
			break;
		case '\'':
			buf_add_text(to, "&#39;");
			break;
		default:
			buf_add_byte(to, text.at[i]);
		}
}

static void
add_quoted(struct buf *to, struct slice text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (text.at[i] == '\'')
			buf_add_byte(to, '\'');
		buf_add_byte(to, text.at[i]);
	}
}

static void
add_object(struct buf *to, const struct record *r)
{
	buf_add_byte(to, '{');
	extras_add(to, &r->attrs, false);
	buf_add_byte(to, '}');
}

/* The text of a value before it is encoded for its place. */
static void
add_plain(const struct template_piece *p, const struct found *f,
    struct buf *to)
{
	struct buf b = BUF_INIT(TEXT_MOST);
	struct slice text = f->text;

	if (f->is == IS_LIST) {
		add_joined(&b, f->value);
		text = buf_slice(&b);
	} else if (f->is == IS_OBJECT) {
		add_object(&b, f->record);
		text = buf_slice(&b);
	} else if (p->form == FORM_FLAG || f->is == IS_FLAG) {
		text = slice_is(text, "0") ? SLICE("false") : SLICE("true");
	}
	if (p->form == FORM_QUOTED)
		add_quoted(to, text);
	else if (p->form == FORM_XML)
		add_xml(to, text);
	else
		buf_add_slice(to, text);
	buf_release(&b);
}

static void
add_placed(struct buf *to, struct slice text, enum fill_place place)
{
	size_t i;

	if (place == FILL_URL) {
		url_encode(to, text);
		return;
	}
	for (i = 0; place == FILL_HEADER && i < text.len; i++)
		if ((unsigned char)text.at[i] >= ' ' && text.at[i] != 0x7f)
			buf_add_byte(to, text.at[i]);
	if (place != FILL_HEADER)
		buf_add_slice(to, text);
}

int
template_text(const struct template *t, struct scene *s,
    enum fill_place place, struct buf *to, struct err *e)
{
	size_t i, from = to->len;
	struct found f;

	for (i = 0; i < t->count; i++) {
		const struct template_piece *p = &t->pieces[i];
		struct buf plain = BUF_INIT(TEXT_MOST);

		if (!p->name) {
			buf_add_slice(to, p->text);
			continue;
		}
		if (find(p, s, &f, e) < 0)
			return -1;
		if (f.is == IS_NOTHING) {
			to->len = from;
			return 0;
		}
		if ((f.is == IS_TEXT || f.is == IS_NUMBER) &&
		    (p->form == FORM_AS_IS || p->form == FORM_TEXT)) {
			add_placed(to, f.text, place);
			continue;
		}
		add_plain(p, &f, &plain);
		add_placed(to, buf_slice(&plain), place);
		buf_release(&plain);
	}
	return 1;
}

/* --- as JSON --- */

/* Of a text that shall be a number, flag or JSON. */
static int
add_checked(const struct template *t, const struct template_piece *p,
    struct slice text, struct buf *to, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct err why = ERR_INIT;
	struct decimal d;
	struct json j;
	bool good;

	if (p->form == FORM_NUMBER) {
		char digits[DECIMAL_TEXT_SIZE];

		good = decimal_parse(&d, text);
		if (good)
			buf_add(to, digits, decimal_print(digits, d));
	} else {
		json_init(&j, text, "value", 1, &a);
		good = json_skip(&j, &why) == 0 && json_end(&j, &why) == 0;
		if (good)
			buf_add_slice(to, text);
		arena_release(&a);
	}
	return good ? 1 : ydoc_error(t->node, e, "\"%.*s\" is no %s",
	    SLICE_ARGS(text), forms[p->form]);
}

static int
add_value(const struct template *t, const struct found *f, struct buf *to,
    struct err *e)
{
	const struct template_piece *p = t->pieces;

	switch (p->form) {
	case FORM_NUMBER:
	case FORM_JSON:
		return add_checked(t, p, f->text, to, e);
	case FORM_FLAG:
		buf_add_text(to, slice_is(f->text, "0") ? "false" : "true");
		return 1;
	case FORM_TEXT:
	case FORM_QUOTED:
	case FORM_XML: {
		struct buf plain = BUF_INIT(TEXT_MOST);

		add_plain(p, f, &plain);
		json_add_string(to, buf_slice(&plain));
		buf_release(&plain);
		return 1;
	}
	case FORM_AS_IS:
	case FORM_NULL:
		break;
	}
	if (f->is == IS_NUMBER)
		buf_add_slice(to, f->text);
	else if (f->is == IS_FLAG)
		buf_add_text(to, slice_is(f->text, "0") ? "false" : "true");
	else if (f->is == IS_LIST)
		value_add_texts(to, f->value->set, f->value->count);
	else if (f->is == IS_OBJECT)
		add_object(to, f->record);
	else
		json_add_string(to, f->text);
	return 1;
}

int
template_json(const struct template *t, struct scene *s, struct buf *to,
    struct err *e)
{
	struct buf plain = BUF_INIT(TEXT_MOST);
	const struct template_piece *p = t->pieces;
	struct found f;
	int rc;

	if (t->count == 1 && p->name) {
		if (find(p, s, &f, e) < 0)
			return -1;
		if (f.is == IS_NOTHING)
			return p->form == FORM_NULL ? 2 : 0;
		return add_value(t, &f, to, e);
	}
	rc = template_text(t, s, FILL_PLAIN, &plain, e);
	if (rc > 0)
		json_add_string(to, buf_slice(&plain));
	buf_release(&plain);
	return rc;
}
