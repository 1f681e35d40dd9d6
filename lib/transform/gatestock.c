/* gatestock.c - the lines that stay, and the stock of the component. */
#include "transform/gatestock.h"

#include "model/recin.h"

int
gatestock_ends(struct gatecheck *c, const struct record *line, struct err *e)
{
	struct record was;
	struct key k;
	int got;

	if (!record_text(line, BOM_LINE_EFFECTIVE_TO).len)
		return 0;
	arena_reset(&c->arena);
	record_key(&k, line);
	got = around_acknowledged(c->around, &k, &was, &c->arena, e);
	if (got <= 0)
		return got;
	return !record_text(&was, BOM_LINE_EFFECTIVE_TO).len;
}

/* 1: a line without end calls for the component; 0; -1. */
static int
stays(struct gatecheck *c, const struct record *line, struct err *e)
{
	struct recordindex_cursor at = RECORDINDEX_CURSOR_INIT;
	struct slice component = record_text(line, BOM_LINE_COMPONENT);
	struct record other;
	struct slice text;
	bool any = false;
	struct key k;
	int got;

	record_key(&k, line);
	around_open(c->around, &at, &k, schema_types[TYPE_BOM].key_count);
	while (!any && (got = recordindex_next(&at, &text, e)) > 0) {
		if (recin_parse(&other, text, JSON_AT("<record>", 1),
		    &c->arena, e) < 0) {
			got = -1;
			break;
		}
		any = slice_equal(record_text(&other, BOM_LINE_COMPONENT),
		    component) &&
		    !record_text(&other, BOM_LINE_EFFECTIVE_TO).len;
	}
	recordindex_close(&at);
	return any ? 1 : got;
}

/* True for a number above 0, then told. */
static bool
add_stock(struct buf *b, const struct record *view, unsigned member,
    const char *where)
{
	struct decimal n;

	if (!record_number(&n, view, member) ||
	    decimal_compare(n, decimal_of(0)) <= 0)
		return false;
	buf_printf(b, "%s%.*s %s", b->len ? ", " : "",
	    SLICE_ARGS(record_text(view, member)), where);
	return true;
}

static int
add_view(struct gatecheck *c, struct slice line, struct buf *found,
    struct err *e)
{
	struct buf stock = BUF_INIT(4096);
	struct record view;
	bool any;

	if (recin_parse(&view, line, JSON_AT("<record>", 1), &c->arena,
	    e) < 0)
		return -1;
	any = add_stock(&stock, &view, PLANT_ITEM_ON_HAND, "on hand");
	any = add_stock(&stock, &view, PLANT_ITEM_ON_ORDER, "on order") ||
	    any;
	if (any)
		buf_printf(found, "; plant %.*s has %.*s",
		    SLICE_ARGS(record_text(&view, PLANT_ITEM_PLANT)),
		    SLICE_ARGS(buf_slice(&stock)));
	buf_release(&stock);
	return any;
}

int
gatestock_check(struct gatecheck *c, const struct record *line,
    struct buf *found, struct err *e)
{
	struct recordindex_cursor at = RECORDINDEX_CURSOR_INIT;
	struct slice component = record_text(line, BOM_LINE_COMPONENT);
	struct slice plant = record_text(line, BOM_LINE_PLANT), text;
	struct key k = {.type = TYPE_PLANT_ITEM, .count = 2,
	    .parts = {component, plant}};
	bool any = false;
	int got, view = 0;

	arena_reset(&c->arena);
	got = stays(c, line, e);
	if (got)
		return got < 0 ? -1 : 0;
	buf_printf(found, "%.*s goes", SLICE_ARGS(component));
	around_open(c->around, &at, &k, plant.len ? 2 : 1);
	while (view >= 0 && (got = recordindex_next(&at, &text, e)) > 0) {
		view = add_view(c, text, found, e);
		any = any || view > 0;
	}
	recordindex_close(&at);
	return got < 0 || view < 0 ? -1 : any;
}
