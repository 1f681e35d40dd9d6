/* bind_test.c - names become columns, filters hold or not. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/bind.h"

#define HEAD "profile: p\nsystem: s\nsources: {t: {}}\nrecords:\n"

static struct slice columns[] = {
	SLICE_INIT("Number"), SLICE_INIT("Unit"), SLICE_INIT("a b"),
};

/* Binds the first entry of a profile to Number, Unit, "a b". */
static int
bind_text(struct profile *p, struct bind *b, struct bind_filter *f,
    const char *entry, struct err *e)
{
	struct buf text = BUF_INIT(65536);

	buf_add_text(&text, HEAD);
	buf_add_text(&text, entry);
	if (profile_parse(p, "p.yaml", buf_slice(&text), e) < 0)
		fail_msg("%s", e->text);
	buf_release(&text);
	bind_init(b, columns, COUNT_OF(columns));
	*f = (struct bind_filter){NULL, NULL, NULL};
	if (bind_filter(b, f, &p->entries[0].filter, e) < 0)
		return -1;
	return bind_entry(b, &p->entries[0], e);
}

static void
release_all(struct profile *p, struct bind *b, struct bind_filter *f)
{
	bind_filter_release(f);
	bind_entry_release(&p->entries[0]);
	bind_release(b);
	profile_release(p);
}

static const struct {
	const char *filter; /* of the entry */
	const char *row[3]; /* NULL: nothing */
	bool holds, unknown;
} filters[] = {
	{"", {"A", NULL, NULL}, true, false},
	{"where: {Unit: EA}", {"A", "EA", NULL}, true, false},
	{"where: {Unit: EA}", {"A", "ea", NULL}, false, false},
	{"where: {Unit: EA}", {"A", NULL, NULL}, false, false},
	{"where: {Unit: ''}", {"A", NULL, NULL}, true, false},
	{"where: {Unit: [EA, KG]}", {"A", "KG", NULL}, true, false},
	{"where: {Unit: EA, a b: x}", {"A", "EA", "x"}, true, false},
	{"where: {Unit: EA, a b: x}", {"A", "EA", "y"}, false, false},
	{"when: Number IS NOT NULL", {"A", NULL, NULL}, true, false},
	{"when: Number IS NOT NULL", {NULL, NULL, NULL}, false, false},
	{"when: Unit = 'EA'", {"A", NULL, NULL}, false, true},
	{"when: \"\\\"a b\\\" > 9.5\"", {"A", NULL, "10"}, true, false},
	{"when: \"\\\"a b\\\" > 9.5\"", {"A", NULL, "9.50"}, false, false},
	{"where: {Unit: EA}\n  when: Number = 'B'", {"A", "EA", NULL}, false,
	    false},
};

static void
filters_hold_or_not(void **state)
{
	char entry[300];
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT_OF(filters); i++) {
		struct err e = ERR_INIT;
		struct profile p;
		struct bind b;
		struct bind_filter f;
		struct slice fields[3];
		struct row row = {.fields = fields};
		bool holds, unknown = false;

		snprintf(entry, sizeof(entry), "- type: item\n  from: t\n"
		    "  members: {item: Number}\n  %s\n", filters[i].filter);
		if (bind_text(&p, &b, &f, entry, &e) < 0)
			fail_msg("%s", e.text);
		for (k = 0; k < 3; k++)
			fields[k] = filters[i].row[k]
			    ? slice_of(filters[i].row[k])
			    : slice_from(NULL, 0);
		assert_int_equal(bind_filter_holds(&f, &row, &holds, &unknown,
		    &e), 0);
		if (holds != filters[i].holds || unknown != filters[i].unknown)
			fail_msg("%s: case %zu", filters[i].filter, i);
		release_all(&p, &b, &f);
	}
}

static const struct {
	const char *entry;
	const char *wanted;
} wrong[] = {
	{"- {type: item, from: t, members: {item: Numbr}}\n",
	    "p.yaml:5:41: the source has no column \"Numbr\" (did you mean "
	    "\"Number\"?)"},
	{"- {type: item, from: t, members: {item: {column: X}}}\n",
	    "p.yaml:5:50: the source has no column \"X\""},
	{"- {type: item, from: t, members: {item: Number}, "
	    "attrs: {x: Unt}}\n", "p.yaml:5:61: the source has no column "
	    "\"Unt\" (did you mean \"Unit\"?)"},
	{"- {type: item, from: t, members: {item: Number}, "
	    "where: {X: 1}}\n", "p.yaml:5:61: the source has no column "
	    "\"X\""},
	{"- {type: item, from: t, members: {item: Number}, "
	    "when: Numbr = 1}\n", "p.yaml:5:56: "},
	{"- {type: item, from: t, members: {item: {expression: '1 +'}}}\n",
	    "p.yaml:5:54: "},
};

static void
names_each_mistake_with_its_place(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = ERR_INIT;
		struct profile p;
		struct bind b;
		struct bind_filter f;

		assert_int_equal(bind_text(&p, &b, &f, wrong[i].entry, &e),
		    -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (strncmp(e.text, wrong[i].wanted,
		    strlen(wrong[i].wanted)) != 0)
			fail_msg("%s\nis     %s\nwanted %s", wrong[i].entry,
			    e.text, wrong[i].wanted);
		release_all(&p, &b, &f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filters_hold_or_not),
		cmocka_unit_test(names_each_mistake_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
