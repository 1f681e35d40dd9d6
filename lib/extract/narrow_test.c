/* narrow_test.c - what a file without a column does not claim. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/narrow.h"
#include "extract/reader.h"

#define PROFILE "profile: p\nsystem: s\nsources:\n" \
	"  t: {optional: [Mass, Maker, Name, Site]}\n" \
	"  u: {optional: [Code, Kind], where: {Kind: x}}\n" \
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
	"  members: {supplier: Maker}\n" \
	"- type: change_order\n" \
	"  from: t\n" \
	"  members: {change_order: {column: [Name, Part], map: {x: y}, " \
	"unmapped: skip}}\n" \
	"- type: work_center\n" \
	"  from: t\n" \
	"  each: {column: Site, split: ','}\n" \
	"  members: {work_center: Part}\n"

static struct slice names[] = {
	SLICE_INIT("Part"), SLICE_INIT("Mass"), SLICE_INIT("Maker"),
	SLICE_INIT("Name"), SLICE_INIT("Site"), SLICE_INIT("Code"),
	SLICE_INIT("Kind"),
};

/* The scope's members of item, after narrowing by what is lacking. */
static const char *
narrowed(struct profile *p, bool lacking[COUNT_OF(names)])
{
	static struct buf b;
	struct bind_filter filters[5], none = {&(struct source_filter){0},
	    NULL, NULL}, kind;
	struct rows r = {.columns = names, .column_count = COUNT_OF(names),
	    .all_count = COUNT_OF(names), .lacking = lacking};
	struct narrow_source sources[] = {{&r, &r, &none, &none}, {NULL, &r,
	    NULL, &kind}};
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
	if (bind_filter(&bind, &kind, &p->sources[1].filter, &e) < 0)
		fail_msg("%s", e.text);
	narrow_scope(p, sources, filters);
	bind_filter_release(&kind);
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

static void
a_look_up_whose_filter_lacks_a_column_supplies_nothing(void **state)
{
	bool lacking[COUNT_OF(names)] = {[6] = true};
	struct profile p;

	(void)state;
	assert_string_equal(narrowed(&p, lacking),
	    "name description mass drawing attrs");
	assert_false(p.scope.no_removals[TYPE_ITEM]);
	profile_release(&p);
}

static void
what_may_be_skipped_for_a_missing_column_concludes_nothing(void **state)
{
	bool none[COUNT_OF(names)] = {false};
	bool name[COUNT_OF(names)] = {[3] = true};
	bool site[COUNT_OF(names)] = {[4] = true};
	struct profile p;

	(void)state;
	narrowed(&p, none);
	assert_false(p.scope.no_removals[TYPE_CHANGE_ORDER]);
	assert_false(p.scope.no_removals[TYPE_WORK_CENTER]);
	profile_release(&p);
	narrowed(&p, name);
	assert_true(p.scope.no_removals[TYPE_CHANGE_ORDER]);
	assert_false(p.scope.no_removals[TYPE_WORK_CENTER]);
	profile_release(&p);
	narrowed(&p, site);
	assert_false(p.scope.no_removals[TYPE_CHANGE_ORDER]);
	assert_true(p.scope.no_removals[TYPE_WORK_CENTER]);
	profile_release(&p);
}

/* Each column reads all in front of it: 2^40 ways from the last to B. */
static void
add_computed(struct buf *text)
{
	int i, k;

	for (i = 0; i < 40; i++) {
		buf_printf(text, "      c%d: 'B", i);
		for (k = 0; k < i; k++)
			buf_printf(text, " || \"@c%d\"", k);
		buf_add_text(text, "'\n");
	}
}

/* Whether the name of an item is claimed when the file begins like this. */
static bool
claims_computed(const char *header)
{
	char path[] = "/tmp/bomtools-narrow-XXXXXX";
	struct buf text = BUF_INIT(65536);
	struct bind_filter none[2];
	struct err e = ERR_INIT;
	int fd = mkstemp(path);
	struct profile p;
	struct bind bind;
	struct rows *r;
	bool claims;

	assert_int_equal(write(fd, header, strlen(header)),
	    (ssize_t)strlen(header));
	close(fd);
	buf_add_text(&text, "profile: p\nsystem: s\nsources:\n  t:\n"
	    "    optional: [B]\n    computed:\n");
	add_computed(&text);
	buf_add_text(&text, "records:\n- {type: item, from: t, "
	    "members: {item: A, name: '@c39'}}\n");
	if (profile_parse(&p, "p.yaml", buf_slice(&text), &e) < 0 ||
	    reader_open(&r, &p.sources[0], &(struct reader_file){path, false,
	    NULL}, &e) < 0)
		fail_msg("%s", e.text);
	bind_init(&bind, r->columns, r->all_count);
	if (bind_filter(&bind, &none[0], &p.sources[0].filter, &e) < 0 ||
	    bind_filter(&bind, &none[1], &p.entries[0].filter, &e) < 0 ||
	    bind_entry(&bind, &p.entries[0], &e) < 0)
		fail_msg("%s", e.text);
	narrow_scope(&p, &(struct narrow_source){r, NULL, &none[0], NULL},
	    &none[1]);
	claims = p.scope.members[TYPE_ITEM][ITEM_NAME];
	bind_filter_release(&none[0]);
	bind_filter_release(&none[1]);
	bind_entry_release(&p.entries[0]);
	bind_release(&bind);
	reader_close(r);
	profile_release(&p);
	buf_release(&text);
	unlink(path);
	return claims;
}

static void
computed_columns_are_each_looked_at_once(void **state)
{
	(void)state;
	alarm(30); /* far more than it needs, far less than 2^40 looks */
	assert_true(claims_computed("A,B\n"));
	assert_false(claims_computed("A\n"));
	alarm(0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_missing_takes_nothing),
		cmocka_unit_test(members_of_missing_columns_are_not_supplied),
		cmocka_unit_test(
		    filters_and_keys_of_missing_columns_conclude_nothing),
		cmocka_unit_test(
		    a_look_up_whose_filter_lacks_a_column_supplies_nothing),
		cmocka_unit_test(computed_columns_are_each_looked_at_once),
		cmocka_unit_test(
		    what_may_be_skipped_for_a_missing_column_concludes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
