/*
 * explain.c - steps gathered, lines aligned.
 *
 * Texts are shown as JSON strings, so that blanks at the ends and control
 * bytes can be seen and a terminal is safe.
 */
#include "extract/explain.h"

#include "format/json_add.h"

#define TEXT_MOST ((size_t)16 * 1024 * 1024)
/* Of one text; the rest is "...". */
#define SHOWN 60

struct explain_member {
	const struct rule *rule;
	struct slice name;
	size_t at; /* where its steps begin in `steps` */
};

static void
add_text(struct buf *b, struct slice text)
{
	bool cut = text.len > SHOWN;
	size_t i;

	if (!text.len) {
		buf_add_text(b, "nothing");
		return;
	}
	if (cut)
		text.len = SHOWN;
	/* never half a character */
	text.len = slice_utf8_length(text) ? slice_utf8_length(text)
	    : text.len;
	for (i = b->len, json_add_string(b, text); i < b->len; i++)
		if (b->at[i] == '\x7f')
			b->at[i] = '?';
	if (cut)
		buf_add_text(b, "...");
}

static void
add_origin(struct buf *b, const struct rule *rule, struct slice text)
{
	size_t i;

	switch (rule->from) {
	case RULE_COLUMN:
		buf_add_text(b, "column ");
		add_text(b, rule->text);
		for (i = 1; i < rule->columns.count; i++) {
			buf_add_text(b, " or ");
			add_text(b, rule->columns.at[i]);
		}
		buf_add_byte(b, ' ');
		break;
	case RULE_CONSTANT:
		buf_add_text(b, "constant ");
		break;
	case RULE_EXPRESSION:
		buf_add_text(b, "expression ");
		add_text(b, rule->text);
		buf_add_text(b, " -> ");
		break;
	}
	add_text(b, text);
}

/* The profile's own word for it, where it has one: "map unit". */
static void
add_what(struct buf *b, const struct convert_step *step)
{
	const struct rule_map *map = step->rule->map;

	buf_printf(b, " -> %s", step->what);
	if (strcmp(step->what, "map") == 0 && map && map->name.len)
		buf_printf(b, " %.*s", SLICE_ARGS(map->name));
	buf_add_text(b, " -> ");
	add_text(b, step->text);
}

static void
watch(void *ctx, const struct convert_step *step)
{
	struct explain *x = ctx;
	struct explain_member *m;

	if (!step->what) {
		x->members = mem_grow(x->members, x->count + 1,
		    sizeof(*x->members));
		m = &x->members[x->count++];
		*m = (struct explain_member){step->rule, step->name,
		    x->steps.len};
		add_origin(&x->steps, step->rule, step->text);
	} else {
		add_what(&x->steps, step);
	}
}

int
explain_open(struct explain *x, uint64_t rows, struct convert *c,
    struct err *e)
{
	*x = (struct explain){.rows = rows, .out = FILE_OUT_INIT,
	    .text = BUF_INIT(TEXT_MOST), .steps = BUF_INIT(TEXT_MOST)};
	c->watch = watch;
	c->watch_ctx = x;
	return file_out_open(&x->out, NULL, e);
}

void
explain_row(struct explain *x, const struct rows *r, const struct row *row,
    const char *fate)
{
	buf_printf(&x->text, "%s:%lu%s%s\n", r->name, row->line,
	    fate ? ": " : "", fate ? fate : "");
}

/* The member's value in the record, or NULL if it did not come so far. */
static const struct value *
value_of(const struct explain_member *m, const struct profile_entry *entry,
    const struct record *r)
{
	size_t i;

	for (i = 0; i < entry->member_count; i++)
		if (&entry->members[i].rule == m->rule)
			return &r->values[entry->members[i].member];
	return extras_find(&r->attrs, m->name);
}

/* " -> number -> 1.5": what came out, where the steps do not end in it. */
static void
add_outcome(struct buf *b, const struct explain_member *m,
    const struct value *v)
{
	static const char *const words[] = {
		"text", "number", "flag", "split", "date", "time",
	};
	struct buf value = BUF_INIT(TEXT_MOST), shown = BUF_INIT(TEXT_MOST);
	const char *what = words[m->rule->kind];

	if (!v || v->kind == VALUE_ABSENT ||
	    (v->kind == VALUE_TEXT && !v->text.len)) {
		buf_release(&value);
		buf_release(&shown);
		return;
	}
	value_add(&value, v);
	if (v->kind == VALUE_TEXT)
		add_text(&shown, v->text);
	else
		add_text(&shown, buf_slice(&value));
	if (b->len < shown.len || !slice_equal(buf_slice(&shown),
	    slice_from(b->at + b->len - shown.len, shown.len))) {
		if (b->len > 7 && slice_equal(SLICE("nothing"),
		    slice_from(b->at + b->len - 7, 7)))
			what = "default";
		buf_printf(b, " -> %s -> ", what);
		if (v->kind == VALUE_TEXT)
			buf_add_slice(b, buf_slice(&shown));
		else
			buf_add_slice(b, buf_slice(&value));
	}
	buf_release(&value);
	buf_release(&shown);
}

static void
add_member(struct explain *x, size_t at, size_t width, const struct value *v)
{
	const struct explain_member *m = &x->members[at];
	size_t end = at + 1 < x->count ? x->members[at + 1].at : x->steps.len;

	buf_printf(&x->text, "    %-*.*s <- ", (int)width,
	    SLICE_ARGS(m->name)); /* at most 200 */
	buf_add(&x->text, x->steps.at + m->at, end - m->at);
	add_outcome(&x->text, m, v);
	buf_add_byte(&x->text, '\n');
}

void
explain_record(struct explain *x, const struct profile_entry *entry,
    const struct record *r, bool made, const struct convert *c)
{
	size_t i, width = 0;

	buf_printf(&x->text, "  %s\n", schema_types[entry->type].name.at);
	for (i = 0; i < x->count; i++)
		if (x->members[i].name.len > width)
			width = x->members[i].name.len;
	if (width > 40)
		width = 40;
	for (i = 0; i < x->count; i++)
		add_member(x, i, width, value_of(&x->members[i], entry, r));
	if (!made)
		buf_printf(&x->text, "    rejected: %.*s%s%.*s\n",
		    SLICE_ARGS(c->column), c->column.len ? ": " : "",
		    SLICE_ARGS(buf_slice(&c->reason)));
	x->count = 0;
	buf_clear(&x->steps);
}

int
explain_flush(struct explain *x, struct err *e)
{
	if (x->text.over)
		return err_set(e, ERR_INPUT, "a row is longer than %zu bytes "
		    "when it is explained", TEXT_MOST);
	if (file_out_add(&x->out, x->text.at, x->text.len, e) < 0)
		return -1;
	buf_clear(&x->text);
	return file_out_flush(&x->out, e);
}

void
explain_close(struct explain *x)
{
	if (x->out.name)
		file_out_abandon(&x->out);
	buf_release(&x->text);
	buf_release(&x->steps);
	mem_free(x->members);
	*x = (struct explain){.out = FILE_OUT_INIT};
}
