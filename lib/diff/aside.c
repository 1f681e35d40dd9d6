/* aside.c - rows put into words. */
#include "diff/aside.h"

#include "base/show.h"
#include "io/log.h"

#define SHOWN 120

void
aside_init(struct aside *a, struct forest *forests)
{
	whereused_init(&a->used, forests);
}

void
aside_release(struct aside *a)
{
	whereused_release(&a->used);
}

static void
add_part(struct buf *out, const char *before, struct slice text)
{
	if (!text.len)
		return;
	buf_add_text(out, before);
	show_plain(out, text, SHOWN);
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
	struct slice was = (old ? old : is)->key.parts[BOM_PARENT_REVISION];
	struct slice now = is->key.parts[BOM_PARENT_REVISION];

	show_plain(out, is->key.parts[BOM_PARENT], SHOWN);
	if (was.len || now.len)
		add_part(out, " revision ", was.len ? was : SLICE("(none)"));
	if (!slice_equal(was, now))
		add_part(out, " -> ", now.len ? now : SLICE("(none)"));
	add_part(out, ", plant ", is->key.parts[BOM_PLANT]);
	add_part(out, ", usage ", is->key.parts[BOM_USAGE]);
	add_part(out, ", alternative ", is->key.parts[BOM_ALTERNATIVE]);
}

static const char *
loop_text(const struct whereused *w)
{
	if (w->loops[0] && w->loops[1])
		return "on both sides";
	return w->loops[0] ? "on the old side" : "on the new side";
}

static void
add_text(struct whereused *w, struct buf *out)
{
	const struct whereused_row *row;
	size_t i;
	int side;

	for (i = 0; i < w->count && i < ASIDE_MOST; i++) {
		row = &w->rows[i];
		buf_add_text(out, "  in ");
		add_top(out, row);
		for (side = 0; side < 2; side++) {
			buf_add_text(out, side ? " -> " : ": ");
			if (row->states[side] == WHEREUSED_NONE)
				buf_add_text(out, "(none)");
			add_quantity(out, row, side);
		}
		add_part(out, " ", row->uom);
		buf_add_byte(out, '\n');
	}
	if (i < w->count)
		buf_printf(out, "  in %zu more\n", w->count - i);
	if (w->loops[0] || w->loops[1])
		buf_printf(out, "  in a part that contains itself, %s: no "
		    "quantities\n", loop_text(w));
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
	size_t i;

	for (i = 0; i < w->count; i++) {
		row = &w->rows[i];
		buf_printf(out, "where-used,%s", type);
		add_csv_key(out, k);
		add_csv_key(out, &(row->tops[1] ? row->tops[1]
		    : row->tops[0])->key);
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
		add_text(&a->used, out);
	if (how->format == REPORT_CSV)
		add_csv(&a->used, &k, out);
}

int
aside_check(const struct report *how, struct err *e)
{
	if (how->format == REPORT_TEXT || how->format == REPORT_CSV)
		return 0;
	return err_set(e, ERR_USAGE, "--where-used is said in text and csv "
	    "only (give --format)");
}

/* --- the structure --- */

struct telling {
	const struct report *how;
	struct zio_out *out;
	struct buf line;
};

static void
tell_text(struct buf *out, const struct upshot_one *one)
{
	buf_printf(out, "  %s ", upshot_names[one->kind]);
	if (one->kind != UPSHOT_CYCLE)
		show_plain(out, one->item, SHOWN);
	if (one->kind == UPSHOT_INDIRECT)
		add_part(out, " revision ",
		    one->bom->key.parts[BOM_PARENT_REVISION]);
	if (one->kind == UPSHOT_MISSING_PLANT)
		buf_add_text(out, " in");
	if (one->words.len) {
		if (one->kind == UPSHOT_INDIRECT)
			buf_add_byte(out, ':');
		if (one->kind != UPSHOT_CYCLE)
			buf_add_byte(out, ' ');
		show_plain(out, one->words, SHOWN * 8);
	}
	buf_add_byte(out, '\n');
}

static void
tell_csv(struct buf *out, const struct upshot_one *one)
{
	struct key k = {TYPE_ITEM, 1, {one->item}};

	buf_printf(out, "structure,%s", one->bom ? "bom" : "item");
	add_csv_key(out, one->bom ? &one->bom->key : &k);
	buf_printf(out, ",%s,,", upshot_names[one->kind]);
	show_csv(out, one->words);
	buf_add_text(out, ",,,\r\n");
}

static int
tell(void *ctx, const struct upshot_one *one, struct err *e)
{
	struct telling *t = ctx;

	buf_clear(&t->line);
	if (t->how->format == REPORT_TEXT)
		tell_text(&t->line, one);
	else
		tell_csv(&t->line, one);
	return zio_out_add(t->out, t->line.at, t->line.len, e);
}

int
aside_structure(struct upshot *u, const struct report *how,
    struct zio_out *out, struct err *e)
{
	struct telling t = {.how = how, .out = out};
	bool said = how->format == REPORT_TEXT || how->format == REPORT_CSV;
	int rc = 0;

	buf_init(&t.line, ZIO_LINE_MOST);
	if (how->format == REPORT_TEXT)
		rc = zio_out_add(out, "structure\n", 10, e);
	if (rc == 0)
		rc = upshot_all(u, said ? tell : NULL, &t, e);
	buf_release(&t.line);
	if (rc == 0)
		log_note("structure of %s: %" PRIu64 " indirect, %" PRIu64
		    " cycles, %" PRIu64 " orphans, %" PRIu64
		    " missing in a plant", how->new_name,
		    u->counts[UPSHOT_INDIRECT], u->counts[UPSHOT_CYCLE],
		    u->counts[UPSHOT_ORPHAN],
		    u->counts[UPSHOT_MISSING_PLANT]);
	return rc;
}
