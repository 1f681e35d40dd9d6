/*
 * outline_fuzz.c - rows of any text placed in any style: no crash, and a path
 * that is consistent.
 *
 * The first byte chooses the structure, each line is the level of a row.
 */
#include "extract/outline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const structures[] = {
	"s: {style: level, level: L, parent: [L, '@label']}",
	"s: {style: level, level: {column: L, pattern: '[0-9]+'}, parent: L, "
	    "first: 1, recursive: yes}",
	"s: {style: dotted, level: L, parent: L}",
	"s: {style: dotted, level: L, parent: L, mark: '-/', first: 2}",
	"s: {style: dots, level: L, parent: '@label'}",
	"s: {style: indent, level: L, parent: '@label'}",
	"s: {style: indent, level: L, parent: L, step: any, mark: '|-'}",
	"s: {style: flat, parent: L, root: {L: '@stem'}}",
};

static void
place_lines(struct rows *r, struct slice rest)
{
	struct row row = {.ordinal = 0};
	struct err e = ERR_INIT;
	struct slice line;

	while (rest.len) {
		line = slice_cut(&rest, '\n');
		row = (struct row){.fields = r->fields,
		    .ordinal = row.ordinal + 1, .line = row.line + 1};
		r->raw = line;
		r->fields[0] = slice_trim(line);
		if (outline_place(r->outline, r, &row, &e) < 0)
			BUG("a row cannot be placed");
		if (!row.misplaced && row.parent >= row.ordinal)
			BUG("a row stands below a later one");
		outline_doubt(r->outline, &row);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct slice columns[8], fields[8];
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct source source = {.name = SLICE_INIT("s")};
	struct rows r = {.source = &source, .name = "f", .columns = columns,
	    .fields = fields, .column_count = 1, .stem = SLICE_INIT("f"),
	    .file = SLICE_INIT("f")};
	struct ydoc doc;

	if (!size)
		return 0;
	if (ydoc_parse(&doc, "s", slice_of(structures[*data %
	    COUNT_OF(structures)]), &e) < 0 ||
	    outline_spec_read(&source.structure, ydoc_get(doc.root, "s"), &a,
	    &e) < 0)
		BUG("a structure that is good is refused");
	columns[0] = SLICE("L");
	outline_spec_name(source.structure, columns + 1, &a);
	r.all_count = 1 + outline_spec_derived(source.structure);
	if (outline_new(&r.outline, &r, &e) < 0)
		BUG("a structure that is good is refused");
	place_lines(&r, slice_from((const char *)data + 1, size - 1));
	outline_free(r.outline);
	ydoc_release(&doc);
	arena_release(&a);
	return 0;
}
