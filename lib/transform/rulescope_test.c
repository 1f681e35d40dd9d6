/* rulescope_test.c - a scope in, rules, a scope out. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rulescope.h"
#include "model/scopeout.h"
#include "model/scopeword.h"

static const struct {
	const char *in; /* as --scope takes it */
	const char *steps;
	const char *out;
} cases[] = {
    /* types and filter */
    {"types=item|document", "- drop: {type: document}\n",
	"{\"types\":[\"item\"]}"},
    {"types=item|document", "- keep: {type: [item, bom]}\n",
	"{\"types\":[\"item\"]}"},
    {"types=document", "- drop: {type: document}\n",
	"{\"types\":[\"withheld\"]}"},
    {"types=item,filter=f", "- drop: {type: item, where: {uom: x}}\n",
	"{\"types\":[\"item\"],\"filter\":\"drop item where uom=x; f\"}"},
    {"types=item,filter=drop item where uom=x",
	"- drop: {type: item, where: {uom: x}}\n",
	"{\"types\":[\"item\"],\"filter\":\"drop item where uom=x\"}"},
    {"types=item", "- drop: {type: bom, where: {uom: x}}\n",
	"{\"types\":[\"item\"]}"},
    /* members */
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"mass\",\"name\"]}}",
	"- change: {type: item, rename: {name: description}, "
	"set: {uom: EA}, remove: [mass]}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"description\","
	"\"uom\"]}}"},
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"mass\",\"name\"]}}",
	"- change: {type: item, where: {uom: x}, "
	"rename: {name: description}}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"mass\"]}}"},
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}",
	"- change: {type: item, where: {kind: raw}, set: {mass_uom: KGM}, "
	"default: {uom: EA}, copy: {name: description}}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}"},
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}",
	"- change: {type: item, where: {kind: raw}, set: {mass_uom: KGM}}\n"
	"- change: {type: item, default: {mass_uom: EA}, "
	"copy: {name: description}}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"description\",\"kind\","
	"\"mass_uom\",\"name\"]}}"},
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}",
	"- change: {type: item, compute: {description: mass_uom}}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}"},
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}",
	"- change: {type: item, compute: "
	"{description: item || name, uom: \"attr('uom')\"}}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"description\",\"kind\","
	"\"name\"]}}"},
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}",
	"- change: {type: item, when: kind = 'raw', "
	"compute: {description: name}}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}"},
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}",
	"- change: {type: item, compute: {name: mass_uom}}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\"]}}"},
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}",
	"- change: {type: item, copy: {uom: name}}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\"]}}"},
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}",
	"- change: {type: item, set: {attrs.origin: PLM}, "
	"copy: {name: attrs.name}}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"kind\",\"name\"]}}"},
    {"{\"types\":[\"item\"],\"members\":{\"item\":[\"mass\",\"name\"]}}",
	"- change: {type: item, copy: {drawing: category}, "
	"rename: {compliance: name}}\n",
	"{\"types\":[\"item\"],\"members\":{\"item\":[\"mass\"]}}"},
    {"types=manufacturer", "- change: {type: manufacturer, "
	"remove: [status]}\n", "{\"types\":[\"manufacturer\"],\"members\":"
	"{\"manufacturer\":[\"attrs\",\"name\"]}}"},
    {"types=manufacturer", "- change: {type: manufacturer, "
	"select: [name]}\n", "{\"types\":[\"manufacturer\"],\"members\":"
	"{\"manufacturer\":[\"name\"]}}"},
    {"types=item", "- change: {type: item, remove: [attrs.x]}\n",
	"{\"types\":[\"item\"]}"},
    /* plants */
    {"types=bom|bom_line", "- change: {type: [bom, bom_line], "
	"set: {plant: \"1\"}}\n",
	"{\"types\":[\"bom\",\"bom_line\"],\"plants\":[\"1\"]}"},
    {"types=bom|bom_line", "- change: {type: bom, set: {plant: \"1\"}}\n",
	"{\"types\":[\"bom\",\"bom_line\"],\"removals\":{\"bom\":false}}"},
    {"types=bom|bom_line,plants=1", "- change: {type: bom, "
	"set: {plant: \"2\"}}\n", "{\"types\":[\"bom\",\"bom_line\"],"
	"\"plants\":[\"1\",\"2\"],"
	"\"removals\":{\"bom\":false,\"bom_line\":false}}"},
    {"types=bom,plants=1|2", "- change: {type: bom, map: {plant: "
	"{values: {\"1\": a, \"2\": b}}}}\n",
	"{\"types\":[\"bom\"],\"plants\":[\"a\",\"b\"]}"},
    {"types=bom,plants=1|2", "- change: {type: bom, map: {plant: "
	"{values: {\"1\": a, \"2\": b, \"3\": b}}}}\n",
	"{\"types\":[\"bom\"],\"plants\":[\"a\"]}"},
    {"types=bom,plants=1", "- change: {type: bom, map: {plant: "
	"{values: {\"3\": \"1\"}, unmapped: keep}}}\n",
	"{\"types\":[\"bom\"],\"removals\":{\"bom\":false}}"},
    {"types=bom", "- change: {type: bom, map: {plant: {values: "
	"{\"1\": a}}}}\n", "{\"types\":[\"bom\"],\"plants\":[\"a\"]}"},
    {"types=bom", "- change: {type: bom, map: {plant: {values: "
	"{\"1\": a}, unmapped: keep}}}\n", "{\"types\":[\"bom\"]}"},
    {"types=bom,plants=a", "- change: {type: bom, upper: [plant]}\n",
	"{\"types\":[\"bom\"],\"plants\":[\"A\"]}"},
    {"types=bom,plants=1", "- change: {type: bom, where: {uom: x}, "
	"set: {plant: \"2\"}}\n", "{\"types\":[\"bom\"],\"plants\":[\"1\"],"
	"\"removals\":{\"bom\":false}}"},
    {"types=bom,plants=1", "- change: {type: bom, "
	"compute: {plant: \"uom\"}}\n", "{\"types\":[\"bom\"],"
	"\"plants\":[\"1\"],\"removals\":{\"bom\":false}}"},
    {"types=bom,plants=1", "- change: {type: bom, default: "
	"{plant: \"1\"}}\n", "{\"types\":[\"bom\"],\"plants\":[\"1\"],"
	"\"removals\":{\"bom\":false}}"},
    {"types=bom,plants=", "- change: {type: bom, default: "
	"{plant: \"1\"}}\n", "{\"types\":[\"bom\"],\"plants\":[\"1\"]}"},
    /* usages */
    {"types=bom,usages=eng", "- change: {type: bom, set: {usage: mfg}}\n",
	"{\"types\":[\"bom\"],\"usages\":[\"mfg\"]}"},
    /* no rule touches it */
    {"all", "- change: {type: supplier, set: {country: CH}}\n", "{}"},
};

static void
a_scope_claims_no_more_than_is_known(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf yaml = BUF_INIT(4096), text = BUF_INIT(4096);
		struct arena a = ARENA_INIT;
		struct err e = ERR_INIT;
		struct scope s;
		struct rules r;

		buf_printf(&yaml, "rules: t\nsteps:\n%s", cases[i].steps);
		if (scopeword_parse(&s, slice_of(cases[i].in), &a, &e) < 0 ||
		    rules_parse(&r, "r.yaml", buf_slice(&yaml), &e) < 0)
			fail_msg("%s: %s", cases[i].steps, e.text);
		rulescope_apply(&s, &r, &a);
		scopeout_add(&text, &s);
		if (strcmp(buf_text(&text), cases[i].out) != 0)
			fail_msg("%s over %s gives\n%s, not\n%s",
			    cases[i].steps, cases[i].in, buf_text(&text),
			    cases[i].out);
		rules_release(&r);
		buf_release(&yaml);
		buf_release(&text);
		arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_scope_claims_no_more_than_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
