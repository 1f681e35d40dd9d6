/*
 * render.c - one walk over the changes; each format is a function that puts
 * one of them into words.
 */
#include "diff/render.h"

#include "base/show.h"
#include "diff/facts.h"

const char *const render_formats[] = {
	"delta", "text", "csv", "stat", "names", "html", NULL,
};

struct writing {
	const struct report *how;
	struct buf line;
	struct arena arena;
	/* Lines of the BOM at hand that differ in its revision only. */
	uint64_t only_revision;
	uint64_t only_revision_in_all; /* with headers */
	/* Of the type or BOM at hand, for stat. */
	uint64_t counts[3];
	struct buf title;
};

typedef void (*report_form)(struct writing *w,
    const struct ordering_change *c);

/* --- text --- */

static const char signs[] = {'+', '~', '-'}; /* by enum change_op */
static const char *const colours[] = {"\033[32m", "\033[33m", "\033[31m"};

static void
paint(struct writing *w, const char *colour)
{
	if (w->how->colour)
		buf_add_text(&w->line, colour);
}

/* "A-100 revision B -> C, plant P1, usage mfg". */
static void
add_place(struct writing *w, const struct ordering_place *p)
{
	show_plain(&w->line, p->parent, FACTS_SHOWN);
	facts_add_part(&w->line, " revision ", p->was);
	if (!slice_equal(p->was, p->revision)) {
		buf_add_text(&w->line, p->was.len ? " -> "
		    : " revision (none) -> ");
		show_plain(&w->line, p->revision.len ? p->revision
		    : SLICE("(none)"), FACTS_SHOWN);
	}
	facts_add_part(&w->line, ", plant ", p->plant);
	facts_add_part(&w->line, ", usage ", p->usage);
	facts_add_part(&w->line, ", alternative ", p->alternative);
}

static void
end_place(struct writing *w)
{
	if (w->only_revision)
		buf_printf(&w->line, "  = %" PRIu64 " line%s as before\n",
		    w->only_revision, w->only_revision == 1 ? "" : "s");
	w->only_revision = 0;
}

/* What names the record within what it stands under. */
static void
add_name(struct writing *w, const struct ordering_change *c)
{
	const struct record *r = &c->record;
	struct key k;
	unsigned i;

	if (!c->of_bom) {
		record_key(&k, r);
		for (i = 0; i < k.count; i++) {
			if (i)
				buf_add_byte(&w->line, '/');
			show_plain(&w->line, k.parts[i], FACTS_SHOWN);
		}
		return;
	}
	if (r->type == TYPE_BOM) {
		buf_add_text(&w->line, "header");
		return;
	}
	facts_add_part(&w->line, "", r->values[BOM_LINE_FIND_NUMBER].text);
	if (r->values[BOM_LINE_FIND_NUMBER].text.len)
		buf_add_byte(&w->line, ' ');
	facts_add_part(&w->line, "", r->values[BOM_LINE_COMPONENT].text);
	facts_add_part(&w->line, "#", r->values[BOM_LINE_OCCURRENCE].text);
	if (r->type == TYPE_SUBSTITUTE)
		facts_add_part(&w->line, " substitute ",
		    r->values[SUBSTITUTE_SUBSTITUTE].text);
}

static void
add_value(struct writing *w, const struct value *v)
{
	size_t start = w->line.len;

	facts_add_value(&w->line, v, FACTS_SHOWN);
	if (w->line.len == start)
		buf_add_text(&w->line, "(none)");
}

/* True if a line says the quantity that it had in another unit. */
static bool
other_unit_only(const struct change *c)
{
	return c->was && c->was->values[BOM_LINE_QUANTITY].kind ==
	    VALUE_NUMBER && compare_has_tag(c, "uom") &&
	    !compare_has_tag(c, "quantity");
}

static void
add_facts(struct writing *w, const struct record *r)
{
	struct facts f;
	size_t i;
	bool any = false;

	facts_of(&f, r, &w->arena);
	for (i = 0; i < f.count; i++) {
		if (facts_said(&f.list[i]))
			continue;
		buf_add_text(&w->line, any ? ", " : "  ");
		any = true;
		show_plain(&w->line, f.list[i].field, FACTS_SHOWN);
		if (f.list[i].old->kind == VALUE_SET ||
		    f.list[i].new->kind == VALUE_SET) {
			facts_add_sets(&w->line, f.list[i].old, f.list[i].new,
			    FACTS_SHOWN);
			continue;
		}
		buf_add_byte(&w->line, ' ');
		add_value(w, f.list[i].old);
		buf_add_text(&w->line, " -> ");
		add_value(w, f.list[i].new);
		if (slice_is(f.list[i].field, "uom") &&
		    other_unit_only(r->change))
			buf_add_text(&w->line, " (the same)");
	}
}

/* What a line that came or went was about. */
static void
add_line_facts(struct writing *w, const struct record *r)
{
	const struct value *refdes = &r->values[BOM_LINE_REFDES];

	if (r->type == TYPE_ITEM)
		facts_add_part(&w->line, "  ", record_text(r, ITEM_NAME));
	if (r->type != TYPE_BOM_LINE)
		return;
	facts_add_part(&w->line, "  quantity ",
	    record_text(r, BOM_LINE_QUANTITY));
	facts_add_part(&w->line, " ", record_text(r, BOM_LINE_UOM));
	if (refdes->kind == VALUE_SET) {
		buf_add_text(&w->line, " at ");
		facts_add_value(&w->line, refdes, FACTS_SHOWN);
	}
}

/* Where a line went, or to what: its group is named by the one that came. */
static void
add_target(struct writing *w, const struct change *c, bool replace)
{
	struct err e = ERR_INIT;
	struct key k;

	if (c->op != CHANGE_REMOVE || key_parse_text(&k, c->group, &w->arena,
	    &e) < 0 || k.type != TYPE_BOM_LINE)
		return;
	facts_add_part(&w->line, replace ? " by " : " to ", k.parts[replace
	    ? BOM_LINE_COMPONENT : BOM_LINE_PARENT]);
}

/* The words that the facts do not say. */
static void
add_words(struct writing *w, const struct change *c)
{
	/* the last ones are to be looked at twice */
	enum { ALARMS = 6 };
	static const char *const said[] = {"replace", "split", "merge", "move",
	    "refdes-moved", "refdes-count", "refdes-reused", "cycle",
	    "orphan", "missing-plant", "duplicate", NULL};
	bool any = false;
	size_t i;

	for (i = 0; said[i]; i++) {
		if (!compare_has_tag(c, said[i]))
			continue;
		buf_add_text(&w->line, any ? ", " : "  [");
		if (i >= ALARMS)
			paint(w, "\033[1;31m");
		buf_add_text(&w->line, said[i]);
		if (i >= ALARMS) {
			paint(w, "\033[0m");
			paint(w, colours[c->op]);
		}
		if (i == 0 || strcmp(said[i], "move") == 0)
			add_target(w, c, i == 0);
		any = true;
	}
	if (any)
		buf_add_byte(&w->line, ']');
}

/* True if nothing differs but the parent's revision, which the title says. */
static bool
only_revision(struct writing *w, const struct record *r)
{
	struct facts f;

	if (r->change->op != CHANGE_CHANGE)
		return false;
	facts_of(&f, r, &w->arena);
	return facts_all_said(&f);
}

static void
put_text(struct writing *w, const struct ordering_change *c)
{
	const struct record *r = &c->record;
	enum change_op op = r->change->op;

	if (c->first) {
		end_place(w);
		if (c->of_bom)
			add_place(w, &c->place);
		else
			buf_add_slice(&w->line, schema_types[r->type].name);
		buf_add_byte(&w->line, '\n');
		if (c->of_bom)
			report_more(w->how, c, &w->line);
	}
	if (only_revision(w, r)) {
		w->only_revision += r->type == TYPE_BOM_LINE;
		w->only_revision_in_all++;
		return;
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
	if (!c->of_bom)
		report_more(w->how, c, &w->line);
}

static void
end_text(struct writing *w)
{
	const struct diff_counts *c = w->how->counts;

	end_place(w);
	buf_printf(&w->line, "%" PRIu64 " added, %" PRIu64 " changed",
	    c->added, c->changed);
	if (w->only_revision_in_all)
		buf_printf(&w->line, " (%" PRIu64 " by the revision of their "
		    "BOM only)", w->only_revision_in_all);
	buf_printf(&w->line, ", %" PRIu64 " removed", c->removed);
	if (c->kept)
		buf_printf(&w->line, ", %" PRIu64 " kept (absent from %s, "
		    "which does not say that they are gone)", c->kept,
		    w->how->new_name);
	if (c->unknown)
		buf_printf(&w->line, ", %" PRIu64 " unknown (quantities of "
		    "more than 38 digits)", c->unknown);
	buf_add_byte(&w->line, '\n');
}

/* --- CSV: a row a changed field --- */

/* Masked like all texts: tags and keys hold names of others too. */
static void
csv_field(struct writing *w, struct slice text)
{
	struct buf plain = BUF_INIT(ZIO_LINE_MOST * 8);

	show_plain(&plain, text, ZIO_LINE_MOST);
	buf_add_byte(&w->line, ',');
	show_csv(&w->line, buf_slice(&plain));
	buf_release(&plain);
}

static void
csv_row(struct writing *w, const struct ordering_change *c,
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
put_csv(struct writing *w, const struct ordering_change *c)
{
	struct facts f;
	size_t i;

	if (c->record.change->op == CHANGE_CHANGE)
		facts_of(&f, &c->record, &w->arena);
	else
		facts_of_whole(&f, &c->record, &w->arena);
	for (i = 0; i < f.count; i++)
		csv_row(w, c, &f.list[i]);
	if (!f.count)
		csv_row(w, c, NULL);
	report_more(w->how, c, &w->line);
}

static void
begin_csv(struct writing *w)
{
	buf_add_text(&w->line, "change,type,key,field,old,new,tags,match,"
	    "group\r\n");
}

/* --- names and figures --- */

static void
put_names(struct writing *w, const struct ordering_change *c)
{
	if (!c->first && c->of_bom)
		return;
	if (!c->of_bom) {
		buf_add_slice(&w->line, schema_types[c->record.type].name);
		buf_add_byte(&w->line, ' ');
		add_name(w, c);
	} else {
		buf_add_text(&w->line, "bom ");
		add_place(w, &c->place);
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

	if (!w->title.len)
		return;
	buf_printf(&w->line, " %-40s | %6" PRIu64 " ", buf_text(&w->title),
	    all);
	for (op = 0; op < 3; op++) {
		/* at least one sign for each kind that there is */
		n = all ? (w->counts[op] * shown + all - 1) / all : 0;
		paint(w, colours[op]);
		for (i = 0; i < n; i++)
			buf_add_byte(&w->line, signs[op]);
		paint(w, "\033[0m");
	}
	buf_add_byte(&w->line, '\n');
	memset(w->counts, 0, sizeof(w->counts));
}

static void
put_stat(struct writing *w, const struct ordering_change *c)
{
	size_t start;

	if (c->first) {
		end_stat_row(w);
		buf_clear(&w->title);
		start = w->line.len;
		if (c->of_bom)
			add_place(w, &c->place);
		else
			buf_add_slice(&w->line,
			    schema_types[c->record.type].name);
		buf_add(&w->title, w->line.at + start, w->line.len - start);
		w->line.len = start;
	}
	if (only_revision(w, &c->record))
		w->only_revision_in_all++;
	else
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
render_write(const struct report *how, struct ordering *changes,
    struct zio_out *out, struct err *e)
{
	struct writing w = {.how = how};
	struct ordering_change c;
	int got = 0;

	buf_init(&w.line, ZIO_LINE_MOST * 16);
	buf_init(&w.title, KEY_MOST);
	if (forms[how->format].begin)
		forms[how->format].begin(&w);
	while (flush(&w, out, e) == 0 && (got = ordering_next(changes, &c,
	    e)) > 0) {
		arena_reset(&w.arena);
		forms[how->format].put(&w, &c);
	}
	if (got == 0 && !e->kind && forms[how->format].end) {
		forms[how->format].end(&w);
		got = flush(&w, out, e);
	}
	if (got == 0 && !e->kind)
		got = report_tail(how, out, e);
	buf_release(&w.line);
	buf_release(&w.title);
	arena_release(&w.arena);
	return e->kind ? -1 : got;
}
