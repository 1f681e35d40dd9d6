/*
 * rules_fuzz.c - any bytes as rules, and records through those that read.
 *
 * Beyond not crashing: errors are the user's, a record that passes can be
 * read again, and a scope that has been changed can be printed and read.
 */
#include "model/recin.h"
#include "transform/mapper.h"
#include "transform/rulescope.h"
#include "model/scopeout.h"
#include "model/scopeword.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const lines[] = {
    "{\"type\":\"item\",\"item\":\"A\",\"uom\":\"EA\",\"mass\":1.5,"
    "\"attrs\":{\"a\":1},\"x\":[1]}",
    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"B\","
    "\"quantity\":2,\"refdes\":[\"R1\",\"R2\"]}",
    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"n\",\"change\":{\"op\":"
    "\"change\",\"was\":{\"name\":null,\"uom\":\"EA\"}}}",
    "{\"type\":\"withheld\",\"record_type\":\"bom\",\"record_key\":"
    "\"A////\",\"reason\":\"held\"}",
};

static void
must(bool good, const char *text)
{
	if (!good)
		BUG(text);
}

static void
map_line(struct mapper *m, const char *text)
{
	struct buf line = BUF_INIT((size_t)64 * 1024 * 1024);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	enum mapper_fate fate;
	struct record r, again;
	int rc;

	must(recin_parse(&r, slice_of(text), JSON_AT("fuzz", 1), &a, &e) == 0,
	    "a record that does not read");
	if (r.type == TYPE_WITHHELD)
		rc = mapper_withheld(m, &r, &fate, &a, &e);
	else if (r.change)
		rc = mapper_change(m, &r, &fate, &a, &e);
	else
		rc = mapper_record(m, &r, &fate, &a, &e);
	must(rc == 0, "rules that fail for good");
	record_add_line(&line, &r);
	if (fate == MAPPER_PASSED)
		must(recin_parse(&again, buf_slice(&line), JSON_AT("mapped", 1),
		    &a, &e) == 0, "a mapped record that does not read");
	buf_release(&line);
	arena_release(&a);
}

static void
map_scope(const struct rules *r, const char *text)
{
	struct buf printed = BUF_INIT((size_t)64 * 1024 * 1024);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct scope s, again;

	must(scopeword_parse(&s, slice_of(text), &a, &e) == 0,
	    "a scope that does not read");
	rulescope_apply(&s, r, &a);
	scopeout_add(&printed, &s);
	must(scopeword_parse(&again, buf_slice(&printed), &a, &e) == 0,
	    "a changed scope that does not read");
	buf_release(&printed);
	arena_release(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* the fuzzer's bytes are chars */
	struct slice text = slice_from((const char *)data, size);
	struct err e = ERR_INIT;
	struct mapper m;
	struct rules r;
	size_t i;

	/* tables would be read from wherever the bytes say */
	if (size && memmem(data, size, "file", 4))
		return 0;
	if (rules_parse(&r, "fuzz", text, &e) < 0) {
		must(e.kind == ERR_USAGE, "an error that is not the user's");
		rules_release(&r);
		return 0;
	}
	mapper_init(&m, &r);
	for (i = 0; i < COUNT_OF(lines); i++)
		map_line(&m, lines[i]);
	map_scope(&r, "all");
	map_scope(&r, "types=item|bom|bom_line,plants=1|,usages=eng");
	mapper_release(&m);
	rules_release(&r);
	return 0;
}
