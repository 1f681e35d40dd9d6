/*
 * p21in_fuzz.c - any bytes as a STEP file.
 *
 * Beyond not crashing: what is refused is refused as bad data; instances
 * that are wanted are among those that all have; texts decode to UTF-8; lists
 * have as many values as they say.
 */
#include "format/p21in.h"

#include "format/p21text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good, const char *text)
{
	if (!good)
		BUG(text);
}

static void
value_check(const struct p21_value *v)
{
	struct buf text = BUF_INIT(1024 * 1024);
	const struct p21_value *child;
	size_t count = 0;

	if (v->kind == P21_STRING && !p21text_add(&text, v->text, NULL))
		must(slice_utf8_length(buf_slice(&text)) == text.len,
		    "a text is not UTF-8");
	buf_clear(&text);
	(void)!p21text_add(&text, v->text, "latin-1");
	for (child = v->first; child; child = child->next) {
		value_check(child);
		count++;
	}
	must(count == v->count, "a list does not hold what it says");
	buf_release(&text);
}

/* How many instances there are; -1 where the file is refused. */
static long
walk(struct slice text, const struct slice *wanted)
{
	struct p21_instance instance;
	const struct p21_part *part;
	struct err e = ERR_INIT;
	struct p21in *in;
	long count = 0;
	int got;

	if (p21in_open_text(&in, "fuzz", text, &e) < 0)
		BUG("memory could not be opened");
	p21in_want(in, wanted, wanted != NULL);
	while ((got = p21in_next(in, &instance, &e)) > 0) {
		count++;
		must(instance.first && instance.line, "an instance of nothing");
		must(!wanted || p21_part(&instance, *wanted), "not wanted");
		for (part = instance.first; part; part = part->next)
			value_check(&part->parameters);
	}
	must(got == 0 || e.kind == ERR_INPUT, "refused as no bad data");
	p21in_close(in);
	return got < 0 ? -1 : count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Bytes are looked at as char everywhere else. */
	struct slice text = slice_from((const char *)data, size);
	const struct slice product = SLICE("PRODUCT");
	long all = walk(text, NULL), some = walk(text, &product);

	must(all < 0 || (some >= 0 && some <= all),
	    "asking for less gives more");
	return 0;
}
