/* aside.c - rows put into words. */
#include "diff/aside.h"

#include "base/show.h"
#include "diff/facts.h"
#include "io/log.h"

void
aside_init(struct aside *a, struct forest *forests, size_t most)
{
	whereused_init(&a->used, forests, most);
}

void
aside_release(struct aside *a)
{
	whereused_release(&a->used);
}

static void
add_quantity(struct buf *out, const struct whereused_row *row, int side)
{
	char text[DECIMAL_TEXT_SIZE];

	switch (row->states[side]) {
	case WHEREUSED_NONE:
		return;
	case WHEREUSED_OVERFLOW:
		buf_add_text(out, "over 38 digits");
		return;
	case WHEREUSED_QUANTITY:
		decimal_print(text, row->quantities[side]);
		buf_add_text(out, text);
		return;
	}
}

/* "A-100 revision B -> C, plant P1". */
static void
add_top(struct buf *out, const struct whereused_row *row)
{
	const struct forest_bom *old = row->tops[0], *new = row->tops[1];
	const struct forest_bom *is = new ? new : old;
	struct slice was = forest_part(old ? old : is,
	    BOM_PARENT_REVISION);
	struct slice now = forest_part(is, BOM_PARENT_REVISION);

	show_plain(out, forest_part(is, BOM_PARENT), FACTS_SHOWN);
	if (was.len || now.len)
		facts_add_part(out, " revision ", was.len ? was
		    : SLICE("(none)"));
	if (!slice_equal(was, now))
		facts_add_part(out, " -> ", now.len ? now : SLICE("(none)"));
	facts_add_part(out, ", plant ", forest_part(is, BOM_PLANT));
	facts_add_part(out, ", usage ", forest_part(is, BOM_USAGE));
	facts_add_part(out, ", alternative ", forest_part(is, BOM_ALTERNATIVE));
}

static const char *
loop_text(const struct whereused *w)
{
	if (w->loops[0] && w->loops[1])
		return "on both sides";
	return w->loops[0] ? "on the old side" : "on the new side";
}

/* "2 -> 3 MTR"; "2 MTR" where it is as much as before. */
static void
add_quantities(struct buf *out, const struct whereused_row *row)
{
	bool same = row->states[0] == WHEREUSED_QUANTITY &&
	    row->states[1] == WHEREUSED_QUANTITY &&
	    decimal_compare(row->quantities[0], row->quantities[1]) == 0;
	int side;

	for (side = same; side < 2; side++) {
		if (row->states[side] == WHEREUSED_NONE)
			buf_add_text(out, "(none)");
		add_quantity(out, row, side);
		if (!side)
			buf_add_text(out, " -> ");
	}
	facts_add_part(out, " ", row->uom);
}

static void
add_rows(struct whereused *w, struct buf *out)
{
	size_t i;

	for (i = 0; i < w->count && i < ASIDE_MOST; i++) {
		buf_add_text(out, "  in ");
		add_top(out, &w->rows[i]);
		buf_add_text(out, ": ");
		add_quantities(out, &w->rows[i]);
		buf_add_byte(out, '\n');
	}
	if (w->more)
		buf_add_text(out, "  and in more (csv has all)\n");
	else if (i < w->count)
		buf_printf(out, "  in %zu more\n", w->count - i);
	if (w->loops[0] || w->loops[1])
		buf_printf(out, "  in a part that contains itself, %s: no "
		    "quantities\n", loop_text(w));
}

static void
add_html(struct whereused *w, struct buf *out)
{
	struct buf text = BUF_INIT(KEY_MOST * 64);
	struct slice rest, line;

	add_rows(w, &text);
	rest = buf_slice(&text);
	if (rest.len)
		buf_add_text(out, "<ul class=\"used\">\n");
	while (rest.len) {
		line = slice_cut(&rest, '\n');
		buf_add_text(out, "<li>");
		show_html(out, slice_trim(line));
		buf_add_text(out, "</li>\n");
	}
	if (text.len)
		buf_add_text(out, "</ul>\n");
	buf_release(&text);
}

static void
add_csv_key(struct buf *out, const struct key *k)
{
	struct buf text = BUF_INIT(KEY_MOST * 4);

	key_add_text(&text, k);
	buf_add_byte(out, ',');
	show_csv(out, buf_slice(&text));
	buf_release(&text);
}

static void
add_csv(struct whereused *w, const struct key *k, struct buf *out)
{
	const struct whereused_row *row;
	const char *type = k->type == TYPE_BOM ? "bom" : "item";
	struct key top;
	size_t i;

	for (i = 0; i < w->count; i++) {
		row = &w->rows[i];
		buf_printf(out, "where-used,%s", type);
		add_csv_key(out, k);
		forest_key(&top, row->tops[1] ? row->tops[1] : row->tops[0]);
		add_csv_key(out, &top);
		buf_add_byte(out, ',');
		add_quantity(out, row, 0);
		buf_add_byte(out, ',');
		add_quantity(out, row, 1);
		buf_add_byte(out, ',');
		show_csv(out, row->uom);
		buf_add_text(out, ",,\r\n");
	}
	if (w->loops[0] || w->loops[1]) {
		buf_printf(out, "where-used,%s", type);
		add_csv_key(out, k);
		buf_printf(out, ",cycle,%s,%s,,,\r\n",
		    w->loops[0] ? "no quantities" : "",
		    w->loops[1] ? "no quantities" : "");
	}
}

void
aside_more(void *ctx, const struct report *how,
    const struct ordering_change *c, struct buf *out)
{
	struct aside *a = ctx;
	struct key k = {TYPE_BOM, 5, {{NULL, 0}}};

	if (c->of_bom ? !c->first : c->record.type != TYPE_ITEM)
		return;
	if (c->of_bom) {
		k.parts[BOM_PARENT] = c->place.parent;
		k.parts[BOM_PARENT_REVISION] = c->place.revision;
		k.parts[BOM_PLANT] = c->place.plant;
		k.parts[BOM_USAGE] = c->place.usage;
		k.parts[BOM_ALTERNATIVE] = c->place.alternative;
		whereused_of_bom(&a->used, &c->place);
	} else {
		record_key(&k, &c->record);
		whereused_of_item(&a->used, k.parts[0]);
	}
	if (how->format == REPORT_TEXT)
		add_rows(&a->used, out);
	if (how->format == REPORT_CSV)
		add_csv(&a->used, &k, out);
	if (how->format == REPORT_HTML)
		add_html(&a->used, out);
}

int
aside_check(const struct report *how, struct err *e)
{
	if (how->format == REPORT_TEXT || how->format == REPORT_CSV ||
	    how->format == REPORT_HTML)
		return 0;
	return err_set(e, ERR_USAGE, "--where-used is said in text, csv and "
	    "html only (give --format)");
}

/* --- the structure --- */

struct telling {
	const struct report *how;
	struct zio_out *out;
	struct buf line;
};

/* What it is about: "A-100 revision B", "P-200 in 1000", "A-100: 0010 P#2". */
static void
add_about(struct buf *out, const struct upshot_one *one)
{
	struct key bom;

	if (one->kind == UPSHOT_CYCLE) {
		show_plain(out, one->words, FACTS_SHOWN * 8);
		return;
	}
	if (one->bom) {
		forest_key(&bom, one->bom);
		facts_add_bom(out, &bom);
	} else {
		show_plain(out, one->item, FACTS_SHOWN);
	}
	if (!one->words.len)
		return;
	buf_add_text(out, one->kind == UPSHOT_MISSING_PLANT ? " in " : ": ");
	show_plain(out, one->words, FACTS_SHOWN * 8);
}

static void
tell_text(struct buf *out, const struct upshot_one *one)
{
	buf_printf(out, "  %s ", upshot_names[one->kind]);
	add_about(out, one);
	buf_add_byte(out, '\n');
}

static void
tell_names(struct buf *out, const struct upshot_one *one)
{
	tell_text(out, one);
	memmove(out->at, out->at + 2, out->len - 2);
	out->len -= 2;
}

static void
tell_csv(struct buf *out, const struct upshot_one *one)
{
	struct key k = {TYPE_ITEM, 1, {one->item}};

	buf_printf(out, "structure,%s", one->bom ? "bom" : "item");
	if (one->bom)
		forest_key(&k, one->bom);
	add_csv_key(out, &k);
	buf_printf(out, ",%s,,", upshot_names[one->kind]);
	show_csv(out, one->words);
	buf_printf(out, ",%s,,\r\n", upshot_names[one->kind]);
}

static void
tell_html(struct buf *out, const struct upshot_one *one)
{
	struct buf about = BUF_INIT(KEY_MOST * 1024);
	const char *name = upshot_names[one->kind];

	add_about(&about, one);
	buf_printf(out, "<tr class=\"found\" data-kind=\"found\" data-tags="
	    "\"%s\" data-name=\"", name);
	show_html(out, buf_slice(&about));
	buf_printf(out, "\"><td>!</td><td>");
	show_html(out, buf_slice(&about));
	buf_printf(out, "</td><td><span class=\"tag%s\">%s</span></td></tr>\n",
	    one->kind == UPSHOT_INDIRECT ? "" : " alarm", name);
	buf_release(&about);
}

static void (*const tellers[])(struct buf *, const struct upshot_one *) = {
	[REPORT_TEXT] = tell_text, [REPORT_CSV] = tell_csv,
	[REPORT_STAT] = NULL, [REPORT_NAMES] = tell_names,
	[REPORT_HTML] = tell_html,
};

static int
tell(void *ctx, const struct upshot_one *one, struct err *e)
{
	struct telling *t = ctx;

	buf_clear(&t->line);
	tellers[t->how->format](&t->line, one);
	return zio_out_add(t->out, t->line.at, t->line.len, e);
}

static const char *const titles[] = {
	[REPORT_TEXT] = "structure\n",
	[REPORT_HTML] = "<section data-name=\"\"><h2>Structure</h2>\n"
	    "<table><thead><tr><th class=\"s\"></th><th>What the whole "
	    "structure says</th><th class=\"t\">Tags</th></tr></thead>"
	    "<tbody>\n",
};

static const char *const ends[] = {
	[REPORT_TEXT] = "",
	[REPORT_HTML] = "</tbody></table></section>\n",
};

/* "3 indirect, 1 cycle": of what there is. */
static void
add_counts(struct buf *b, const struct upshot *u)
{
	const char *before = "";
	int i;

	for (i = 0; i < UPSHOT_KINDS; i++)
		if (u->counts[i]) {
			buf_printf(b, "%s%" PRIu64 " %s", before, u->counts[i],
			    upshot_names[i]);
			before = ", ";
		}
	if (!*before)
		buf_add_text(b, "nothing to tell");
}

static int
add_text(struct telling *t, const char *text, struct err *e)
{
	return zio_out_add(t->out, text, strlen(text), e);
}

static bool
any_counts(const struct upshot *u)
{
	int i;

	for (i = 0; i < UPSHOT_KINDS; i++)
		if (u->counts[i])
			return true;
	return false;
}

static int
tell_all(struct telling *t, struct upshot *u, struct err *e)
{
	enum report_format format = t->how->format;
	const char *title = format < COUNT_OF(titles) ? titles[format] : NULL;

	if (format == REPORT_DELTA || format == REPORT_STAT)
		return upshot_all(u, NULL, NULL, e);
	if (title && add_text(t, title, e) < 0)
		return -1;
	if (upshot_all(u, tell, t, e) < 0)
		return -1;
	if (format == REPORT_TEXT && !any_counts(u) &&
	    add_text(t, "  nothing to tell\n", e) < 0)
		return -1;
	return title ? add_text(t, ends[format], e) : 0;
}

int
aside_structure(struct upshot *u, const struct report *how,
    struct zio_out *out, struct err *e)
{
	struct telling t = {.how = how, .out = out};
	struct buf counts = BUF_INIT(1000);
	int rc;

	buf_init(&t.line, ZIO_LINE_MOST);
	rc = tell_all(&t, u, e);
	add_counts(&counts, u);
	if (rc == 0 && how->format == REPORT_STAT) {
		buf_clear(&t.line);
		buf_printf(&t.line, "structure: %s\n", buf_text(&counts));
		rc = add_text(&t, buf_text(&t.line), e);
	}
	if (rc == 0)
		log_note("structure of %s: %s", how->new_name,
		    buf_text(&counts));
	buf_release(&counts);
	buf_release(&t.line);
	return rc;
}
