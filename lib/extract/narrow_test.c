/* narrow_test.c - what a file without a column does not claim. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/narrow.h"

#define PROFILE "profile: p\nsystem: s\nsources:\n" \
	"  t: {optional: [Mass, Maker, Name, Site]}\n" \
	"  u: {optional: Code}\n" \
	"records:\n" \
	"- type: item\n" \
	"  from: t\n" \
	"  members:\n" \
	"    item: Part\n" \
	"    name: [Name, Part]\n" \
	"    mass: Mass\n" \
	"    description: {expression: Part || Mass}\n" \
	"    drawing: {constant: x}\n" \
	"    uom: {column: Part, lookup: {source: u, key: Part, value: Code}}" \
	"\n" \
	"  attrs: {site: Site}\n" \
	"- type: manufacturer\n" \
	"  from: t\n" \
	"  where: {Maker: x}\n" \
	"  members: {manufacturer: Part}\n" \
	"- type: supplier\n" \
	"  from: t\n" \
	"  members: {supplier: Maker}\n"

static struct slice names[] = {
	SLICE_INIT("Part"), SLICE_INIT("Mass"), SLICE_INIT("Maker"),
	SLICE_INIT("Name"), SLICE_INIT("Site"), SLICE_INIT("Code"),
};

/* The scope's members of item, after narrowing by what is lacking. */
static const char *
narrowed(struct profile *p, bool lacking[COUNT_OF(names)])
{
	static struct buf b;
	struct bind_filter filters[3], none = {&(struct source_filter){0},
	    NULL, NULL};
	struct rows r = {.columns = names, .column_count = COUNT_OF(names),
	    .all_count = COUNT_OF(names), .lacking = lacking};
	struct narrow_source sources[] = {{&r, &r, &none}, {NULL, &r, NULL}};
	const struct schema_type *item = &schema_types[TYPE_ITEM];
	struct err e = ERR_INIT;
	struct bind bind;
	size_t i;

	buf_release(&b);
	buf_init(&b, 1000);
	if (profile_parse(p, "p.yaml", SLICE(PROFILE), &e) < 0)
		fail_msg("%s", e.text);
	bind_init(&bind, names, COUNT_OF(names));
	for (i = 0; i < p->entry_count; i++)
		if (bind_filter(&bind, &filters[i], &p->entries[i].filter,
		    &e) < 0 || bind_entry(&bind, &p->entries[i], &e) < 0)
			fail_msg("%s", e.text);
	narrow_scope(p, sources, filters);
	for (i = 0; i < item->member_count; i++)
		if (p->scope.members[TYPE_ITEM][i])
			buf_printf(&b, "%s ", item->members[i].name.at);
	if (p->scope.members[TYPE_ITEM][SCHEMA_MEMBERS_MOST])
		buf_add_text(&b, "attrs");
	for (i = 0; i < p->entry_count; i++) {
		bind_filter_release(&filters[i]);
		bind_entry_release(&p->entries[i]);
	}
	bind_release(&bind);
	return buf_text(&b);
}

static void
nothing_missing_takes_nothing(void **state)
{
	bool lacking[COUNT_OF(names)] = {false};
	struct profile p;

	(void)state;
	assert_string_equal(narrowed(&p, lacking),
	    "name description uom mass drawing attrs");
	assert_false(p.scope.no_removals[TYPE_MANUFACTURER]);
	assert_false(p.scope.no_removals[TYPE_SUPPLIER]);
	profile_release(&p);
}

static void
members_of_missing_columns_are_not_supplied(void **state)
{
	bool lacking[COUNT_OF(names)] = {false, true, false, true, true, true};
	struct profile p;

	(void)state;
	assert_string_equal(narrowed(&p, lacking), "name drawing ");
	assert_false(p.scope.no_removals[TYPE_ITEM]);
	profile_release(&p);
}

static void
filters_and_keys_of_missing_columns_conclude_nothing(void **state)
{
	bool lacking[COUNT_OF(names)] = {false, false, true};
	struct profile p;

	(void)state;
	assert_string_equal(narrowed(&p, lacking),
	    "name description uom mass drawing attrs");
	assert_true(p.scope.no_removals[TYPE_MANUFACTURER]);
	assert_true(p.scope.no_removals[TYPE_SUPPLIER]);
	assert_false(p.scope.no_removals[TYPE_ITEM]);
	profile_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_missing_takes_nothing),
		cmocka_unit_test(members_of_missing_columns_are_not_supplied),
		cmocka_unit_test(
		    filters_and_keys_of_missing_columns_conclude_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
