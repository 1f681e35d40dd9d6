/*
 * rules_strict_test.c - whatever is misspelt, missing or of a wrong type is
 * said with file, line and column.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/scratchfile.h"
#include "transform/tables.h"

/* Where keys of a list stand: the text before the key, from its line on. */
static const struct {
	const char *const *keys;
	const char *before;
	const char *after;
	const char *place;
} lists[] = {
    {rules_keys, "rules: r\nsteps: []\n", ": x\n", ":3:1: "},
    {rules_step_keys, "rules: r\nsteps:\n- ", ": {}\n", ":3:3: "},
    {rules_drop_keys, "rules: r\nsteps:\n- drop: {type: item, ", ": x}\n",
	":3:22: "},
    {changein_keys, "rules: r\nsteps:\n- change: {type: item, ", ": x}\n",
	":3:24: "},
    {shared_map_keys, "rules: r\nsteps:\n- change: {type: item, map: "
	"{uom: {", ": x}}}\n", ":3:36: "},
    {changein_pattern_keys, "rules: r\nsteps:\n- change: {type: item, "
	"pattern: {uom: {", ": x}}}\n", ":3:40: "},
    {changein_join_keys, "rules: r\nsteps:\n- change: {type: item, "
	"join: {uom: {", ": x}}}\n", ":3:37: "},
    {changein_split_keys, "rules: r\nsteps:\n- change: {type: item, "
	"split: {uom: {", ": x}}}\n", ":3:38: "},
    {converting_keys, "rules: r\nsteps:\n- change: {type: item, "
	"convert: {mass: {", ": x}}}\n", ":3:41: "},
    {enriching_keys, "rules: r\nsteps:\n- enrich: {", ": x}\n", ":3:12: "},
    {deriving_keys, "rules: r\nsteps:\n- derive: {", ": x}\n", ":3:12: "},
    {renumbering_keys, "rules: r\nsteps:\n- renumber: {", ": x}\n",
	":3:14: "},
    {tables_keys, "rules: r\nsteps: []\ntables: {t: {", ": x}}\n",
	":3:14: "},
};

/* The key with a letter of it twice, which no list has. */
static void
misspell(char *to, const char *key)
{
	size_t middle = strlen(key) / 2;

	memcpy(to, key, middle + 1);
	to[middle + 1] = key[middle];
	memcpy(to + middle + 2, key + middle + 1, strlen(key) - middle);
}

static void
every_key_misspelt_is_said_with_its_place(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT_OF(lists); i++)
		for (k = 0; lists[i].keys[k]; k++) {
			struct err e = ERR_INIT;
			char key[64], yaml[512], wanted[128];
			struct rules r;

			misspell(key, lists[i].keys[k]);
			snprintf(yaml, sizeof(yaml), "%s%s%s",
			    lists[i].before, key, lists[i].after);
			snprintf(wanted, sizeof(wanted),
			    "r.yaml%sunknown key \"%s\"", lists[i].place, key);
			assert_int_equal(rules_parse(&r, "r.yaml",
			    slice_of(yaml), &e), -1);
			assert_int_equal(e.kind, ERR_USAGE);
			if (strncmp(e.text, wanted, strlen(wanted)) != 0)
				fail_msg("%s is not %s", e.text, wanted);
			if (!strstr(e.text, "did you mean") &&
			    strlen(key) > 4)
				fail_msg("%s: no key is near", e.text);
			rules_release(&r);
		}
}

/* Every value where another kind of value belongs. */
static void
every_wrong_type_is_said_with_its_place(void **state)
{
	static const char *const texts[] = {
	    "rules: [a]\nsteps: []\n",
	    "rules: r\nsteps: {}\n",
	    "rules: r\nsteps: x\n",
	    "rules: r\nsteps: [x]\n",
	    "rules: r\nsteps: []\ntables: []\n",
	    "rules: r\nsteps: []\ntables: {t: x}\n",
	    "rules: r\nsteps: []\ntables: {t: {file: [x], key: a}}\n",
	    "rules: r\nsteps: []\nconversions: {}\n",
	    "rules: r\nsteps: []\nconversions: none\n",
	    "rules: r\nsteps:\n- drop: []\n",
	    "rules: r\nsteps:\n- drop: {type: {}}\n",
	    "rules: r\nsteps:\n- drop: {type: item, where: x}\n",
	    "rules: r\nsteps:\n- drop: {type: item, where: {kind: {}}}\n",
	    "rules: r\nsteps:\n- drop: {type: item, when: []}\n",
	    "rules: r\nsteps:\n- drop: {type: item, when: 'nam = 1'}\n",
	    "rules: r\nsteps:\n- change: {type: item, rename: [a]}\n",
	    "rules: r\nsteps:\n- change: {type: item, set: {mass: x}}\n",
	    "rules: r\nsteps:\n- change: {type: item, scale: {mass: x}}\n",
	    "rules: r\nsteps:\n- change: {type: item, scale: {name: 1}}\n",
	    "rules: r\nsteps:\n- change: {type: item, trim: {a: b}}\n",
	    "rules: r\nsteps:\n- change: {type: item, trim: mass}\n",
	    "rules: r\nsteps:\n- change: {type: item, map: {uom: x}}\n",
	    "rules: r\nsteps:\n- change: {type: item, map: {uom: {values: {}, "
		"unmapped: no}}}\n",
	    "rules: r\nsteps:\n- change: {type: item, pattern: {name: {match: "
		"'('}}}\n",
	    "rules: r\nsteps:\n- change: {type: item, pattern: {mass: {match: "
		"a}}}\n",
	    "rules: r\nsteps:\n- change: {type: item, join: {name: {of: "
		"[]}}}\n",
	    "rules: r\nsteps:\n- change: {type: item, split: {name: {into: "
		"uom, with: ''}}}\n",
	    "rules: r\nsteps:\n- change: {type: item, convert: {mass: {unit: "
		"mass_uom}}}\n",
	    "rules: r\nsteps:\n- change: {type: item, convert: {mass: {unit: "
		"phantom, to: KGM}}}\n",
	    "rules: r\nsteps:\n- change: {type: item, convert: {mass: {unit: "
		"mass_uom, to: KGM, digits: 39}}}\n",
	    "rules: r\nsteps:\n- change: {type: item, convert: {mass: {unit: "
		"mass_uom, to: KGM, rounding: up}}}\n",
	    "rules: r\nsteps:\n- renumber: {state: maybe}\n",
	    "rules: r\nsteps:\n- renumber: {}\n",
	    "rules: r\nsteps:\n- renumber: {type: supplier, state: yes}\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		struct err e = ERR_INIT;
		unsigned line = 0, column = 0;
		struct rules r;

		if (rules_parse(&r, "r.yaml", slice_of(texts[i]), &e) == 0)
			fail_msg("is accepted: %s", texts[i]);
		assert_int_equal(e.kind, ERR_USAGE);
		if (sscanf(e.text, "r.yaml:%u:%u: ", &line, &column) != 2 ||
		    !line || !column)
			fail_msg("no place: %s", e.text);
		rules_release(&r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_key_misspelt_is_said_with_its_place),
	    cmocka_unit_test(every_wrong_type_is_said_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
