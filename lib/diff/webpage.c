/*
 * webpage.c - a table a BOM, a row a change, a line a changed field.
 *
 * Rows carry their kind and tags as data, which is all that the filters look
 * at.
 */
#include "diff/webpage.h"

#include "base/show.h"
#include "diff/facts.h"

#define SHOWN ((size_t)4096) /* of a value */

static const char before[] =
"<!DOCTYPE html>\n"
"<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
"<meta name=\"viewport\" content=\"width=device-width\">\n"
"<style>\n"
"body{font:14px/1.4 sans-serif;margin:1.5em;color:#222;background:#fff}\n"
"h1{font-size:1.4em;margin:0}\n"
"h2{font-size:1.05em;margin:1.6em 0 .3em}\n"
"#filters{position:sticky;top:0;background:#fff;padding:.6em 0;"
"border-bottom:1px solid #ccc}\n"
"#filters label{margin-right:1em}\n"
"table{border-collapse:collapse;width:100%;table-layout:fixed}\n"
"section{break-inside:avoid}\n"
"td,th{border-top:1px solid #ddd;padding:.25em .5em;text-align:left;"
"vertical-align:top;overflow-wrap:anywhere}\n"
"th{font-weight:600;background:#f4f4f4}\n"
"th.s{width:1.5em}th.n{width:22%}th.f{width:12%}th.t{width:16%}\n"
"tr.add td{background:#eafbea}\n"
"tr.remove td{background:#fdecec}\n"
"tr.change td{background:#fffbe6}\n"
"tr.found td{background:#eef3fb}\n"
"tr.more td:first-child,tr.more td:nth-child(2),tr.more td:last-child{"
"border-top-color:transparent}\n"
".tag{display:inline-block;border:1px solid #999;border-radius:3px;"
"padding:0 .3em;margin:0 .2em .1em 0;font-size:.85em}\n"
".alarm{border-color:#b00;color:#b00;font-weight:600}\n"
".used{margin:.2em 0;padding-left:1.4em;columns:20em;color:#555;"
"font-size:.9em}\n"
".hidden{display:none}\n"
"@media print{#filters{display:none}body{margin:0}}\n"
"</style>\n";

static const char after[] =
"<script>\n"
"(function(){\n"
"var text=document.getElementById('text'),"
"tag=document.getElementById('tag'),"
"rows=[].slice.call(document.querySelectorAll('tbody tr')),tags={};\n"
"rows.forEach(function(r){r.dataset.tags.split(' ').forEach(function(t){"
"if(t)tags[t]=1})});\n"
"Object.keys(tags).sort().forEach(function(t){"
"var o=document.createElement('option');o.textContent=t;"
"tag.appendChild(o)});\n"
"function show(){var q=text.value.toLowerCase(),kinds={found:true};\n"
"['add','change','remove'].forEach(function(k){"
"kinds[k]=document.getElementById('show-'+k).checked});\n"
"rows.forEach(function(r){var s=r.closest('section'),"
"hit=kinds[r.dataset.kind]&&(!tag.value||"
"(' '+r.dataset.tags+' ').indexOf(' '+tag.value+' ')>=0)&&"
"(!q||r.dataset.name.toLowerCase().indexOf(q)>=0||"
"s.dataset.name.toLowerCase().indexOf(q)>=0);\n"
"r.classList.toggle('hidden',!hit)});\n"
"document.querySelectorAll('section').forEach(function(s){"
"s.classList.toggle('hidden',!s.querySelector('tbody tr:not(.hidden)'))})}\n"
"document.getElementById('filters').addEventListener('input',show);\n"
"})();\n"
"</script></body></html>\n";

struct page {
	const struct report *how;
	struct buf line, name, tags;
	struct arena arena;
	bool open; /* a section is */
	/* Lines of the BOM at hand that differ in its revision only. */
	uint64_t only_revision;
};

static void
add_html(struct page *p, struct slice text)
{
	struct buf masked = BUF_INIT(SHOWN * 8);

	show_plain(&masked, text, SHOWN);
	show_html(&p->line, buf_slice(&masked));
	buf_release(&masked);
}

static void
add_value(struct page *p, const struct value *v)
{
	struct buf text = BUF_INIT(SHOWN * 8);

	if (v)
		facts_add_value(&text, v, SHOWN);
	buf_add_text(&p->line, "<td>");
	show_html(&p->line, buf_slice(&text));
	buf_add_text(&p->line, "</td>");
	buf_release(&text);
}

static void
begin(struct page *p, const struct report *how)
{
	const struct diff_counts *c = how->counts;

	buf_add_text(&p->line, before);
	buf_add_text(&p->line, "<title>");
	add_html(p, slice_of(how->old_name));
	buf_add_text(&p->line, " &rarr; ");
	add_html(p, slice_of(how->new_name));
	buf_add_text(&p->line, "</title></head><body>\n<h1>");
	add_html(p, slice_of(how->old_name));
	buf_add_text(&p->line, " &rarr; ");
	add_html(p, slice_of(how->new_name));
	buf_printf(&p->line, "</h1>\n<p>%" PRIu64 " added, %" PRIu64
	    " changed, %" PRIu64 " removed", c->added, c->changed,
	    c->removed);
	if (c->kept) {
		buf_printf(&p->line, ", %" PRIu64 " kept (absent from ",
		    c->kept);
		add_html(p, slice_of(how->new_name));
		buf_add_text(&p->line, ", which does not say that they are "
		    "gone)");
	}
	buf_add_text(&p->line, "</p>\n<div id=\"filters\">"
	    "<label>Find <input id=\"text\" type=\"search\"></label>"
	    "<label>Tag <select id=\"tag\"><option value=\"\">all</option>"
	    "</select></label>"
	    "<label><input id=\"show-add\" type=\"checkbox\" checked> added"
	    "</label><label><input id=\"show-change\" type=\"checkbox\" "
	    "checked> changed</label><label><input id=\"show-remove\" "
	    "type=\"checkbox\" checked> removed</label></div>\n");
}

static void
end_section(struct page *p)
{
	if (p->open) {
		buf_add_text(&p->line, "</tbody>");
		if (p->only_revision)
			buf_printf(&p->line, "<tfoot><tr><td>=</td><td "
			    "colspan=\"5\">%" PRIu64 " line%s as before"
			    "</td></tr></tfoot>", p->only_revision,
			    p->only_revision == 1 ? "" : "s");
		buf_add_text(&p->line, "</table></section>\n");
	}
	p->open = false;
	p->only_revision = 0;
}

static void
add_revisions(struct page *p, const struct ordering_place *place)
{
	buf_add_text(&p->line, " revision ");
	add_html(p, place->was.len ? place->was : SLICE("(none)"));
	if (slice_equal(place->was, place->revision))
		return;
	buf_add_text(&p->line, " &rarr; ");
	add_html(p, place->revision.len ? place->revision : SLICE("(none)"));
}

/* Where it reaches: under the title of a BOM, behind another record. */
static void
add_more(struct page *p, const struct ordering_change *c)
{
	const char *op = change_op_name(c->record.change->op);
	struct buf more = BUF_INIT(ZIO_LINE_MOST * 4);

	report_more(p->how, c, &more);
	if (more.len && !c->of_bom) {
		buf_printf(&p->line, "<tr class=\"%s more\" data-kind=\"%s\""
		    " data-tags=\"", op, op);
		add_html(p, buf_slice(&p->tags));
		buf_add_text(&p->line, "\" data-name=\"");
		add_html(p, buf_slice(&p->name));
		buf_add_text(&p->line, "\"><td></td><td></td><td "
		    "colspan=\"4\">");
	}
	buf_add_slice(&p->line, buf_slice(&more));
	if (more.len && !c->of_bom)
		buf_add_text(&p->line, "</td></tr>\n");
	buf_release(&more);
}

static void
begin_section(struct page *p, const struct ordering_change *c)
{
	const struct {
		const char *what;
		struct slice text;
	} rest[] = {
	    {", plant ", c->place.plant}, {", usage ", c->place.usage},
	    {", alternative ", c->place.alternative},
	};
	size_t i;

	end_section(p);
	buf_add_text(&p->line, "<section data-name=\"");
	add_html(p, c->place.parent);
	buf_add_text(&p->line, "\"><h2>");
	add_html(p, c->of_bom ? c->place.parent
	    : schema_types[c->record.type].name);
	if (c->place.was.len || c->place.revision.len)
		add_revisions(p, &c->place);
	for (i = 0; i < COUNT_OF(rest); i++)
		if (rest[i].text.len) {
			buf_add_text(&p->line, rest[i].what);
			add_html(p, rest[i].text);
		}
	buf_add_text(&p->line, "</h2>\n");
	if (c->of_bom)
		add_more(p, c);
	buf_add_text(&p->line, "<table><thead><tr><th class=\"s\">"
	    "</th><th class=\"n\">Record</th><th class=\"f\">Field</th>"
	    "<th>Old</th><th>New</th><th class=\"t\">Tags</th></tr></thead>"
	    "<tbody>\n");
	p->open = true;
}

/* What names the record in its section, into p->name. */
static void
name_record(struct page *p, const struct ordering_change *c)
{
	const struct record *r = &c->record;
	struct key k;
	unsigned i;

	buf_clear(&p->name);
	if (r->type == TYPE_BOM) {
		buf_add_text(&p->name, "header");
		buf_add_text(&p->name, r->values[BOM_PARENT_REVISION].text.len
		    ? " revision " : "");
		buf_add_slice(&p->name, r->values[BOM_PARENT_REVISION].text);
		return;
	}
	record_key(&k, r);
	for (i = c->of_bom ? BOM_LINE_FIND_NUMBER : 0; i < k.count; i++) {
		if (!k.parts[i].len)
			continue;
		if (p->name.len)
			buf_add_text(&p->name, c->of_bom ? " " : " / ");
		buf_add_slice(&p->name, k.parts[i]);
	}
}

static void
join_tags(struct page *p, const struct change *c)
{
	size_t i;

	buf_clear(&p->tags);
	for (i = 0; i < c->tag_count; i++) {
		if (i)
			buf_add_byte(&p->tags, ' ');
		buf_add_slice(&p->tags, c->tags[i]);
	}
}

/* What somebody should look at twice. */
static bool
alarming(struct slice tag)
{
	static const char *const all[] = {"refdes-reused", "cycle", "orphan",
	    "missing-plant", "duplicate"};
	size_t i;

	for (i = 0; i < COUNT_OF(all); i++)
		if (slice_is(tag, all[i]))
			return true;
	return false;
}

static void
add_tags(struct page *p, const struct change *c)
{
	size_t i;

	buf_add_text(&p->line, "<td>");
	for (i = 0; i < c->tag_count; i++) {
		buf_printf(&p->line, "<span class=\"tag%s\">",
		    alarming(c->tags[i]) ? " alarm" : "");
		add_html(p, c->tags[i]);
		buf_add_text(&p->line, "</span>");
	}
	buf_add_text(&p->line, "</td>");
}

/* One line of a change; the first one names the record. */
static void
add_row(struct page *p, const struct ordering_change *c,
    const struct fact *fact, bool first)
{
	static const char *const signs[] = {"+", "~", "&minus;"};
	const struct change *change = c->record.change;
	const char *op = change_op_name(change->op);

	buf_printf(&p->line, "<tr class=\"%s%s\" data-kind=\"%s\" "
	    "data-tags=\"", op, first ? "" : " more", op);
	add_html(p, buf_slice(&p->tags));
	buf_add_text(&p->line, "\" data-name=\"");
	add_html(p, buf_slice(&p->name));
	buf_printf(&p->line, "\"><td>%s</td><td>", first ? signs[change->op]
	    : "");
	if (first)
		add_html(p, buf_slice(&p->name));
	buf_add_text(&p->line, "</td><td>");
	if (fact)
		add_html(p, fact->field);
	buf_add_text(&p->line, "</td>");
	add_value(p, fact ? fact->old : NULL);
	add_value(p, fact ? fact->new : NULL);
	if (first)
		add_tags(p, change);
	else
		buf_add_text(&p->line, "<td></td>");
	buf_add_text(&p->line, "</tr>\n");
}

static void
add_change(struct page *p, const struct ordering_change *c)
{
	struct facts f;
	bool first = true;
	size_t i;

	if (c->first)
		begin_section(p, c);
	name_record(p, c);
	join_tags(p, c->record.change);
	if (c->record.change->op == CHANGE_CHANGE)
		facts_of(&f, &c->record, &p->arena);
	else
		facts_of_whole(&f, &c->record, &p->arena);
	if (facts_all_said(&f)) {
		p->only_revision += c->record.type == TYPE_BOM_LINE;
		return;
	}
	for (i = 0; i < f.count; i++)
		if (!facts_said(&f.list[i])) {
			add_row(p, c, &f.list[i], first);
			first = false;
		}
	if (!f.count)
		add_row(p, c, NULL, true);
	if (!c->of_bom)
		add_more(p, c);
}

static int
flush(struct page *p, struct zio_out *out, struct err *e)
{
	int rc = zio_out_add(out, p->line.at, p->line.len, e);

	buf_clear(&p->line);
	return rc;
}

int
webpage_write(const struct report *how, struct ordering *changes,
    struct zio_out *out, struct err *e)
{
	struct page p = {.how = how};
	struct ordering_change c;
	int got = 0;

	buf_init(&p.line, ZIO_LINE_MOST * 16);
	buf_init(&p.name, ZIO_LINE_MOST);
	buf_init(&p.tags, ZIO_LINE_MOST);
	begin(&p, how);
	while (flush(&p, out, e) == 0 && (got = ordering_next(changes, &c,
	    e)) > 0) {
		arena_reset(&p.arena);
		add_change(&p, &c);
	}
	if (got == 0 && !e->kind) {
		end_section(&p);
		got = flush(&p, out, e);
		if (got == 0)
			got = report_tail(how, out, e);
		buf_add_text(&p.line, after);
		if (got == 0)
			got = flush(&p, out, e);
	}
	buf_release(&p.line);
	buf_release(&p.name);
	buf_release(&p.tags);
	arena_release(&p.arena);
	return e->kind ? -1 : got;
}
