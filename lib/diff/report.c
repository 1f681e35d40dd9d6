/*
 * report.c - one walk over the changes; each format is a function that puts
 * one of them into words.
 */
#include "diff/report.h"

#include "base/show.h"
#include "diff/facts.h"

const char *const report_formats[] = {
	"delta", "text", "csv", "stat", "names", "html", NULL,
};

#define SHOWN 120 /* of a value in text */

struct writing {
	const struct report *how;
	struct buf line;
	struct arena arena;
	/* Of the BOM at hand: what only its revision makes a change. */
	uint64_t only_header;
	/* Of the type or BOM at hand, for stat. */
	uint64_t counts[3];
	struct buf title;
};

typedef void (*report_form)(struct writing *w,
    const struct reading_change *c);

/* --- text --- */

static const char signs[] = {'+', '~', '-'}; /* by enum change_op */
static const char *const colours[] = {"\033[32m", "\033[33m", "\033[31m"};

static void
paint(struct writing *w, const char *colour)
{
	if (w->how->colour)
		buf_add_text(&w->line, colour);
}

static void
add_shown(struct writing *w, const char *before, struct slice text)
{
	if (!text.len)
		return;
	buf_add_text(&w->line, before);
	show_plain(&w->line, text, SHOWN);
}

/* "A-100 revision B -> C, plant P1, usage mfg". */
static void
add_place(struct writing *w, const struct reading_change *c)
{
	const struct value *now = &c->record.values[BOM_PARENT_REVISION];
	const struct record *was = c->record.change->was;
	const struct value *old = was ? &was->values[BOM_PARENT_REVISION]
	    : NULL;

	show_plain(&w->line, c->place.parent, SHOWN);
	if (old && old->kind == VALUE_TEXT) {
		buf_add_text(&w->line, " revision ");
		show_plain(&w->line, old->text, SHOWN);
		buf_add_text(&w->line, " -> ");
		show_plain(&w->line, now->text, SHOWN);
	} else {
		add_shown(w, " revision ", now->text);
	}
	add_shown(w, ", plant ", c->place.plant);
	add_shown(w, ", usage ", c->place.usage);
	add_shown(w, ", alternative ", c->place.alternative);
}

static void
end_place(struct writing *w)
{
	if (w->only_header)
		buf_printf(&w->line, "  = %" PRIu64 " lines as before\n",
		    w->only_header);
	w->only_header = 0;
}

/* What names the record within what it stands under. */
static void
add_name(struct writing *w, const struct reading_change *c)
{
	const struct record *r = &c->record;
	struct key k;
	unsigned i;

	if (!c->of_bom) {
		record_key(&k, r);
		for (i = 0; i < k.count; i++) {
			if (i)
				buf_add_byte(&w->line, '/');
			show_plain(&w->line, k.parts[i], SHOWN);
		}
		return;
	}
	if (r->type == TYPE_BOM) {
		buf_add_text(&w->line, "header");
		return;
	}
	add_shown(w, "", r->values[BOM_LINE_FIND_NUMBER].text);
	if (r->values[BOM_LINE_FIND_NUMBER].text.len)
		buf_add_byte(&w->line, ' ');
	add_shown(w, "", r->values[BOM_LINE_COMPONENT].text);
	add_shown(w, "#", r->values[BOM_LINE_OCCURRENCE].text);
	if (r->type == TYPE_SUBSTITUTE)
		add_shown(w, " substitute ",
		    r->values[SUBSTITUTE_SUBSTITUTE].text);
}

/* The designators that came and went say more than both lists. */
static void
add_sets(struct writing *w, const struct value *old, const struct value *new)
{
	size_t i, j;

	for (i = 0; old->kind == VALUE_SET && i < old->count; i++)
		if (new->kind != VALUE_SET || !value_set_has(new,
		    old->set[i])) {
			buf_add_text(&w->line, " -");
			show_plain(&w->line, old->set[i], SHOWN);
		}
	for (j = 0; new->kind == VALUE_SET && j < new->count; j++)
		if (old->kind != VALUE_SET || !value_set_has(old,
		    new->set[j])) {
			buf_add_text(&w->line, " +");
			show_plain(&w->line, new->set[j], SHOWN);
		}
}

static void
add_value(struct writing *w, const struct value *v)
{
	size_t start = w->line.len;

	facts_add_value(&w->line, v, SHOWN);
	if (w->line.len == start)
		buf_add_text(&w->line, "(none)");
}

static void
add_facts(struct writing *w, const struct record *r)
{
	struct facts f;
	size_t i;
	bool any = false;

	facts_of(&f, r, &w->arena);
	for (i = 0; i < f.count; i++) {
		if (slice_is(f.list[i].field, "parent_revision"))
			continue; /* the title says it */
		buf_add_text(&w->line, any ? ", " : "  ");
		any = true;
		show_plain(&w->line, f.list[i].field, SHOWN);
		if (f.list[i].old->kind == VALUE_SET ||
		    f.list[i].new->kind == VALUE_SET) {
			add_sets(w, f.list[i].old, f.list[i].new);
			continue;
		}
		buf_add_byte(&w->line, ' ');
		add_value(w, f.list[i].old);
		buf_add_text(&w->line, " -> ");
		add_value(w, f.list[i].new);
	}
}

/* What a line that came or went was about. */
static void
add_line_facts(struct writing *w, const struct record *r)
{
	const struct value *refdes = &r->values[BOM_LINE_REFDES];

	if (r->type != TYPE_BOM_LINE)
		return;
	add_shown(w, "  quantity ", record_text(r, BOM_LINE_QUANTITY));
	add_shown(w, " ", record_text(r, BOM_LINE_UOM));
	if (refdes->kind == VALUE_SET) {
		buf_add_text(&w->line, " at ");
		facts_add_value(&w->line, refdes, SHOWN);
	}
}

/* The words that the facts do not say. */
static void
add_words(struct writing *w, const struct change *c)
{
	static const char *const said[] = {"replace", "split", "merge", "move",
	    "refdes-moved", "refdes-reused", "refdes-count", NULL};
	bool any = false;
	size_t i, j;

	for (i = 0; i < c->tag_count; i++)
		for (j = 0; said[j]; j++)
			if (slice_is(c->tags[i], said[j])) {
				buf_add_text(&w->line, any ? ", " : "  [");
				buf_add_text(&w->line, said[j]);
				any = true;
			}
	if (any)
		buf_add_byte(&w->line, ']');
}

static bool
only_revision(const struct record *r)
{
	return r->change->op == CHANGE_CHANGE && r->type != TYPE_BOM &&
	    r->change->tag_count == 1 && slice_is(r->change->tags[0],
	    "header");
}

static void
put_text(struct writing *w, const struct reading_change *c)
{
	const struct record *r = &c->record;
	enum change_op op = r->change->op;

	if (c->first) {
		end_place(w);
		if (c->of_bom)
			add_place(w, c);
		else
			buf_add_slice(&w->line, schema_types[r->type].name);
		buf_add_byte(&w->line, '\n');
	}
	if (only_revision(r)) {
		w->only_header++;
		return;
	}
	if (r->type == TYPE_BOM && op == CHANGE_CHANGE &&
	    r->change->tag_count == 1 && r->change->match.len) {
		struct facts f;

		facts_of(&f, r, &w->arena);
		if (f.count == 1)
			return; /* only its revision: the title says it */
	}
	paint(w, colours[op]);
	buf_printf(&w->line, "  %c ", signs[op]);
	add_name(w, c);
	if (op == CHANGE_CHANGE)
		add_facts(w, r);
	else
		add_line_facts(w, r);
	add_words(w, r->change);
	paint(w, "\033[0m");
	buf_add_byte(&w->line, '\n');
}

static void
end_text(struct writing *w)
{
	const struct diff_counts *c = w->how->counts;

	end_place(w);
	buf_printf(&w->line, "%" PRIu64 " added, %" PRIu64 " changed, %"
	    PRIu64 " removed", c->added, c->changed, c->removed);
	if (c->kept)
		buf_printf(&w->line, "; %" PRIu64 " that %s cannot say is "
		    "gone", c->kept, w->how->new_name);
	buf_add_byte(&w->line, '\n');
}

/* --- CSV: a row a changed field --- */

static void
csv_field(struct writing *w, struct slice text)
{
	buf_add_byte(&w->line, ',');
	show_csv(&w->line, text);
}

static void
csv_row(struct writing *w, const struct reading_change *c,
    const struct fact *fact)
{
	const struct record *r = &c->record;
	struct buf text = BUF_INIT(ZIO_LINE_MOST);
	struct key k;
	size_t i;
	int side;

	record_key(&k, r);
	key_add_text(&text, &k);
	buf_add_text(&w->line, change_op_name(r->change->op));
	csv_field(w, schema_types[r->type].name);
	csv_field(w, buf_slice(&text));
	csv_field(w, fact ? fact->field : SLICE(""));
	for (side = 0; side < 2; side++) {
		buf_clear(&text);
		if (fact)
			facts_add_value(&text, side ? fact->new : fact->old,
			    ZIO_LINE_MOST);
		csv_field(w, buf_slice(&text));
	}
	buf_clear(&text);
	for (i = 0; i < r->change->tag_count; i++) {
		if (i)
			buf_add_byte(&text, ' ');
		buf_add_slice(&text, r->change->tags[i]);
	}
	csv_field(w, buf_slice(&text));
	csv_field(w, r->change->match);
	csv_field(w, r->change->group);
	buf_add_text(&w->line, "\r\n");
	buf_release(&text);
}

static void
put_csv(struct writing *w, const struct reading_change *c)
{
	struct facts f;
	size_t i;

	facts_of(&f, &c->record, &w->arena);
	for (i = 0; i < f.count; i++)
		csv_row(w, c, &f.list[i]);
	if (!f.count)
		csv_row(w, c, NULL);
}

static void
begin_csv(struct writing *w)
{
	buf_add_text(&w->line, "change,type,key,field,old,new,tags,match,"
	    "group\r\n");
}

/* --- names and figures --- */

static void
put_names(struct writing *w, const struct reading_change *c)
{
	if (!c->first && c->of_bom)
		return;
	if (!c->of_bom) {
		buf_add_slice(&w->line, schema_types[c->record.type].name);
		buf_add_byte(&w->line, ' ');
		add_name(w, c);
	} else {
		buf_add_text(&w->line, "bom ");
		show_plain(&w->line, c->place.parent, SHOWN);
		add_shown(w, ", plant ", c->place.plant);
		add_shown(w, ", usage ", c->place.usage);
		add_shown(w, ", alternative ", c->place.alternative);
	}
	buf_add_byte(&w->line, '\n');
}

#define STAT_WIDTH 40

static void
end_stat_row(struct writing *w)
{
	uint64_t all = w->counts[0] + w->counts[1] + w->counts[2];
	uint64_t shown = all < STAT_WIDTH ? all : STAT_WIDTH, i, n;
	int op;

	if (!all)
		return;
	buf_printf(&w->line, " %-40s | %6" PRIu64 " ", buf_text(&w->title),
	    all);
	for (op = 0; op < 3; op++) {
		/* at least one sign for each kind that there is */
		n = (w->counts[op] * shown + all - 1) / all;
		paint(w, colours[op]);
		for (i = 0; i < n; i++)
			buf_add_byte(&w->line, signs[op]);
		paint(w, "\033[0m");
	}
	buf_add_byte(&w->line, '\n');
	memset(w->counts, 0, sizeof(w->counts));
}

static void
put_stat(struct writing *w, const struct reading_change *c)
{
	if (c->first) {
		end_stat_row(w);
		buf_clear(&w->title);
		show_plain(&w->title, c->of_bom ? c->place.parent
		    : schema_types[c->record.type].name, SHOWN);
	}
	w->counts[c->record.change->op]++;
}

static void
end_stat(struct writing *w)
{
	end_stat_row(w);
	end_text(w);
}

/* --- all of them --- */

static const struct {
	void (*begin)(struct writing *w);
	report_form put;
	void (*end)(struct writing *w);
} forms[] = {
	{NULL, NULL, NULL},
	{NULL, put_text, end_text},
	{begin_csv, put_csv, NULL},
	{NULL, put_stat, end_stat},
	{NULL, put_names, NULL},
};

static int
flush(struct writing *w, struct zio_out *out, struct err *e)
{
	int rc = zio_out_add(out, w->line.at, w->line.len, e);

	buf_clear(&w->line);
	return rc;
}

int
report_write(const struct report *how, struct reading *changes,
    struct zio_out *out, struct err *e)
{
	struct writing w = {.how = how};
	struct reading_change c;
	int got = 0;

	buf_init(&w.line, ZIO_LINE_MOST * 16);
	buf_init(&w.title, KEY_MOST);
	if (forms[how->format].begin)
		forms[how->format].begin(&w);
	while (flush(&w, out, e) == 0 && (got = reading_next(changes, &c,
	    e)) > 0) {
		arena_reset(&w.arena);
		forms[how->format].put(&w, &c);
	}
	if (got == 0 && !e->kind && forms[how->format].end) {
		forms[how->format].end(&w);
		got = flush(&w, out, e);
	}
	buf_release(&w.line);
	buf_release(&w.title);
	arena_release(&w.arena);
	return e->kind ? -1 : got;
}
